// SPDX-License-Identifier: GPL-3.0-or-later
// Counterfactuals by trial: the problem is copied with one thing changed (a longer day, one more visit, a wider window,
// a smaller gap, another open weekday), the visit is put into the best position of that slot, and the result has to be
// admissible for the changed problem. The change with the least cost to the people concerned is reported.
#include "solver/explain.h"

#include "model/words.h"

#include <stdlib.h>
#include <string.h>

typedef enum {
  CHANGE_NONE,
  CHANGE_GAP,
  CHANGE_VISITS,
  CHANGE_WINDOW,
  CHANGE_DRIVE,
  CHANGE_MINUTES,
  CHANGE_WEEKDAY,
  CHANGES
} Change;

// What a change asks of people, in minutes of trouble, besides the minutes it names.
static const int trouble_min[CHANGES] = {0, 10, 5, 5, 0, 0, 45};
enum { ROUND_MIN = 5, TROUBLE_PER_GAP_DAY = 10 };

typedef struct Trial { // one change in one slot that lets the visit in
  Change change;
  int slot, amount; // amount: minutes or days, 0 where it says nothing
  int32_t start;    // work clock of the visit (CHANGE_WINDOW)
  int cost;         // minutes of trouble
} Trial;

typedef struct Case { // one client that misses visits
  const Translation *tr;
  const Problem *p;
  const Solution *solution;
  int client, missing;
  bool *used; // [slots] already named by a remedy of this client
  int days_open, days_single,
      days_rhythm;      // slots: open, open and the visit alone fits, and no rule of rhythm against
  int blocked[CHANGES]; // slots that the change would open
  Trial best;
} Case;

static bool is_visited(const Solution *solution, int client, int slot)
{
  for (int k = solution->first[slot]; k < solution->first[slot + 1]; k++) {
    if (solution->client[k] == client)
      return true;
  }
  return false;
}

static Solution *with_visit(const Problem *p, const Solution *solution, int client, int slot, int position)
{
  int visits = solution->first[p->slots];
  Solution *more = solution_new(p, visits + 1);
  int at = solution->first[slot] + position;
  memcpy(more->client, solution->client, sizeof(int) * (size_t)at);
  more->client[at] = client;
  memcpy(more->client + at + 1, solution->client + at, sizeof(int) * (size_t)(visits - at));
  for (int s = 0; s <= p->slots; s++)
    more->first[s] = solution->first[s] + (s > slot);
  return more;
}

// Cheapest position of the client in the slot's route that keeps its limits; -1: none.
static int best_position(const Problem *p, const Solution *solution, int client, int slot, Money *added,
                         int32_t *start)
{
  const Slot *s = &p->slot[slot];
  int first = solution->first[slot], count = solution->first[slot + 1] - first, best = -1;
  g_autofree int *route = g_new(int, (gsize)count + 1);
  g_autofree int32_t *starts = g_new(int32_t, (gsize)count + 1);
  memcpy(route + 1, solution->client + first, sizeof(int) * (size_t)count);
  for (int position = 0; position <= count; position++) {
    if (position > 0)
      route[position - 1] = route[position];
    route[position] = client;
    if (route_times(p, slot, route, count + 1, starts) < 0)
      continue;
    int before = position > 0 ? route[position - 1] : s->start;
    int after = position < count ? route[position + 1] : s->end;
    Money more = problem_leg_cost(p, s, before, client) + problem_leg_cost(p, s, client, after);
    if (count > 0)
      more -= problem_leg_cost(p, s, before, after);
    if (best < 0 || more < *added) {
      best = position;
      *added = more;
      *start = starts[position];
    }
  }
  return best;
}

// Whether the client can go into the slot with everything else as it stands, rules of rhythm included.
static Solution *try_slot(const Problem *p, const Solution *solution, int client, int slot, Money *added,
                          int32_t *start)
{
  if (!problem_is_allowed(p, client, slot) || is_visited(solution, client, slot))
    return NULL;
  int position = best_position(p, solution, client, slot, added, start);
  if (position < 0)
    return NULL;
  Solution *more = with_visit(p, solution, client, slot, position);
  if (solution_is_admissible(p, more))
    return more;
  solution_free(more);
  return NULL;
}

static int visits_of(const Problem *p, const Solution *solution, int client)
{
  int count = 0;
  for (int k = 0; k < solution->first[p->slots]; k++)
    count += solution->client[k] == client;
  return count;
}

static Solution *fill_client(const Problem *p, const Solution *solution, int client)
{
  Solution *best = NULL;
  Money best_total = 0;
  for (int s = 0; s < p->slots; s++) {
    Money added = 0;
    int32_t start = 0;
    Solution *more = try_slot(p, solution, client, s, &added, &start);
    if (!more)
      continue;
    SolutionCost cost = solution_cost(p, more);
    if (!best || solution_total(&cost) < best_total) {
      g_clear_pointer(&best, solution_free);
      best = more;
      best_total = solution_total(&cost);
    } else {
      solution_free(more);
    }
  }
  SolutionCost before = solution_cost(p, solution);
  if (best && best_total >= solution_total(&before))
    g_clear_pointer(&best, solution_free);
  return best;
}

Solution *explain_fill(const Problem *p, const Solution *solution)
{
  Solution *filled = NULL;
  for (int i = 0; i < p->n; i++) {
    const Solution *now = filled ? filled : solution;
    for (int missing = p->demand[i].visits - visits_of(p, now, i); missing > 0; missing--) {
      Solution *more = fill_client(p, now, i);
      if (!more)
        break;
      g_clear_pointer(&filled, solution_free);
      now = filled = more;
    }
  }
  return filled;
}

// ---- Changed problems: shallow copies that own only what differs ---------------------------------------------------

static Problem change_slot(const Problem *p, int slot, Slot changed)
{
  Problem copy = *p;
  copy.slot = g_memdup2(p->slot, sizeof(Slot) * (size_t)p->slots);
  copy.slot[slot] = changed;
  return copy;
}

static Problem change_demand(const Problem *p, int client, Demand changed)
{
  Problem copy = *p;
  copy.demand = g_memdup2(p->demand, sizeof(Demand) * (size_t)p->n);
  copy.demand[client] = changed;
  return copy;
}

static Problem change_starts(const Problem *p, int client, int slot, Starts changed)
{
  Problem copy = *p;
  size_t rows = (size_t)p->clocks * (size_t)p->n;
  copy.starts = g_memdup2(p->starts, sizeof(Starts) * rows);
  copy.starts[(size_t)p->slot[slot].clock * (size_t)p->n + (size_t)client] = changed;
  return copy;
}

static Problem change_allowed(const Problem *p, int client, int slot)
{
  Problem copy = *p;
  copy.allowed = g_memdup2(p->allowed, sizeof(uint64_t) * (size_t)p->n * (size_t)p->words);
  copy.allowed[(size_t)client * (size_t)p->words + (size_t)(slot / 64)] |= UINT64_C(1) << (slot % 64);
  return copy;
}

// Starts that need only the rep, not the client, to be there.
static Starts any_start(const Translation *tr, int slot, int32_t service)
{
  const WorkDay *workday = tr->workday[slot];
  Starts starts = {.count = 0};
  for (int g = 0; g < workday->segments; g++) {
    int32_t from = workday_clock(workday, workday->segment[g].from);
    int32_t length = workday->segment[g].to - workday->segment[g].from;
    if (length >= service)
      starts.span[starts.count++] = (Window){from, from + length - service};
  }
  return starts;
}

// ---- Single changes ----------------------------------------------------------------------------------------------

static void offer(Case *c, Trial trial)
{
  c->blocked[trial.change]++;
  trial.cost =
      trouble_min[trial.change] + trial.amount * (trial.change == CHANGE_GAP ? TROUBLE_PER_GAP_DAY : 1);
  if (c->best.change == CHANGE_NONE || trial.cost < c->best.cost)
    c->best = trial;
}

static bool fits(const Problem *p, const Case *c, int slot, int32_t *start)
{
  Money added = 0;
  Solution *more = try_slot(p, c->solution, c->client, slot, &added, start);
  solution_free(more);
  return more != NULL;
}

static void try_visits(Case *c, int slot)
{
  Slot changed = c->p->slot[slot];
  if (changed.max_visits == INT32_MAX)
    return;
  changed.max_visits++;
  Problem p = change_slot(c->p, slot, changed);
  int32_t start = 0;
  if (fits(&p, c, slot, &start))
    offer(c, (Trial){CHANGE_VISITS, slot, 1, start, 0});
  g_free(p.slot);
}

// Least number of steps of ROUND_MIN minutes in (0, limit] for which `changed` works, by doubling and bisection.
static int least_minutes(Case *c, int slot, bool drive, int limit)
{
  int low = 0, high = 0;
  for (int step = 1; high == 0 && low * ROUND_MIN < limit; step *= 2) {
    Slot changed = c->p->slot[slot];
    int32_t more = (low + step) * ROUND_MIN * MINUTE_S, start = 0;
    changed.max_travel = drive ? changed.max_travel + more : changed.max_travel;
    changed.length += drive ? 0 : more;
    changed.max_work += drive ? 0 : more;
    Problem p = change_slot(c->p, slot, changed);
    if (fits(&p, c, slot, &start))
      high = low + step;
    else
      low += step;
    g_free(p.slot);
  }
  while (high - low > 1) {
    int middle = (low + high) / 2;
    Slot changed = c->p->slot[slot];
    int32_t more = middle * ROUND_MIN * MINUTE_S, start = 0;
    changed.max_travel = drive ? changed.max_travel + more : changed.max_travel;
    changed.length += drive ? 0 : more;
    changed.max_work += drive ? 0 : more;
    Problem p = change_slot(c->p, slot, changed);
    if (fits(&p, c, slot, &start))
      high = middle;
    else
      low = middle;
    g_free(p.slot);
  }
  return high * ROUND_MIN;
}

static void try_minutes(Case *c, int slot)
{
  enum { LONGEST_MIN = 12 * 60 };
  int minutes = least_minutes(c, slot, false, LONGEST_MIN);
  if (minutes > 0)
    offer(c, (Trial){CHANGE_MINUTES, slot, minutes, 0, 0});
  if (c->p->slot[slot].max_travel == INT32_MAX)
    return;
  minutes = least_minutes(c, slot, true, LONGEST_MIN);
  if (minutes > 0)
    offer(c, (Trial){CHANGE_DRIVE, slot, minutes, 0, 0});
}

// Seconds from the nearest start that the client's own hours allow.
static int32_t outside_by(const Starts *starts, int32_t start)
{
  int32_t least = INT32_MAX;
  for (int k = 0; k < starts->count; k++) {
    if (start < starts->span[k].from)
      least = MIN(least, starts->span[k].from - start);
    else
      least = MIN(least, MAX(0, start - starts->span[k].to));
  }
  return least;
}

static void try_window(Case *c, int slot)
{
  int32_t service = 0, start = 0;
  const Starts *own = problem_starts(c->p, c->client, slot, &service);
  Problem p = change_starts(c->p, c->client, slot, any_start(c->tr, slot, service));
  if (problem_is_allowed(c->p, c->client, slot) && fits(&p, c, slot, &start)) {
    int32_t wider = own->count > 0 ? outside_by(own, start) : service;
    offer(c, (Trial){CHANGE_WINDOW, slot, (wider + MINUTE_S - 1) / MINUTE_S, start, 0});
  }
  g_free(p.starts);
}

static void try_gap(Case *c, int slot)
{
  Demand changed = c->p->demand[c->client];
  for (int gap = changed.gap_min - 1; gap >= 1; gap--) {
    changed.gap_min = gap;
    Problem p = change_demand(c->p, c->client, changed);
    int32_t start = 0;
    bool works = fits(&p, c, slot, &start);
    g_free(p.demand);
    if (works) {
      offer(c, (Trial){CHANGE_GAP, slot, c->p->demand[c->client].gap_min - gap, start, 0});
      return;
    }
  }
}

static void try_weekday(Case *c, int slot)
{
  int client = c->tr->client[c->client];
  const Client *own = territory_client(c->tr->territory, client);
  bool closed = !((own->weekdays >> day_weekday(c->tr->workday[slot]->day)) & 1);
  if (!closed || problem_is_allowed(c->p, c->client, slot) ||
      days_contain(own->away, c->tr->workday[slot]->day) ||
      !rep_serves(c->tr->territory, c->tr->rep[c->p->slot[slot].rep], client))
    return;
  Problem p = change_allowed(c->p, c->client, slot);
  int32_t start = 0;
  if (fits(&p, c, slot, &start))
    offer(c, (Trial){CHANGE_WEEKDAY, slot, 0, start, 0});
  g_free(p.allowed);
}

// ---- Reason and remedy in words ----------------------------------------------------------------------------------

static bool fits_alone(const Problem *p, int client, int slot)
{
  return route_times(p, slot, &client, 1, NULL) >= 0;
}

// With the limits of the day out of the way, may the client be visited on that day next to its other visits?
static bool rhythm_allows(const Case *c, int slot)
{
  Slot changed = c->p->slot[slot];
  changed.length = changed.max_work = INT32_MAX / 2;
  changed.max_travel = INT32_MAX;
  changed.max_visits = INT32_MAX;
  Problem p = change_slot(c->p, slot, changed);
  int32_t start = 0;
  bool allows = fits(&p, c, slot, &start);
  g_free(p.slot);
  return allows;
}

static void look_at_slots(Case *c)
{
  for (int s = 0; s < c->p->slots; s++) {
    bool open = problem_is_allowed(c->p, c->client, s);
    if (open) {
      bool alone = fits_alone(c->p, c->client, s);
      c->days_open++;
      c->days_single += alone;
      c->days_rhythm += alone && !is_visited(c->solution, c->client, s) && rhythm_allows(c, s);
    }
    if (c->used[s] || is_visited(c->solution, c->client, s))
      continue;
    if (open) {
      try_visits(c, s);
      try_minutes(c, s);
      try_gap(c, s);
    }
    try_window(c, s);
    try_weekday(c, s);
  }
}

static ReasonCode reason_alone(const Case *c)
{
  const Problem *p = c->p;
  for (int s = 0; s < p->slots; s++) {
    if (!problem_is_allowed(p, c->client, s))
      continue;
    Slot slot = p->slot[s];
    slot.max_travel = INT32_MAX;
    Problem trial = change_slot(p, s, slot);
    bool drive = fits_alone(&trial, c->client, s);
    g_free(trial.slot);
    if (drive)
      return REASON_DRIVE_LIMIT;
    int32_t service = 0;
    problem_starts(p, c->client, s, &service);
    trial = change_starts(p, c->client, s, any_start(c->tr, s, service));
    bool window = fits_alone(&trial, c->client, s);
    g_free(trial.starts);
    if (window)
      return REASON_WINDOW;
  }
  return REASON_TOO_FAR;
}

// The reps work on some day on which the client is open, but its hours are too short for the visit.
static bool hours_too_short(const Case *c)
{
  int client = c->tr->client[c->client];
  for (int s = 0; s < c->p->slots; s++) {
    if (rep_serves(c->tr->territory, c->tr->rep[c->p->slot[s].rep], client) &&
        client_is_open(territory_client(c->tr->territory, client), c->tr->workday[s]->day))
      return true;
  }
  return false;
}

static ReasonCode reason_of(const Case *c)
{
  if (c->days_open == 0)
    return hours_too_short(c) ? REASON_WINDOW : REASON_NO_OPEN_DAY;
  if (c->days_single == 0)
    return reason_alone(c);
  if (c->days_single < c->p->demand[c->client].visits)
    return REASON_TOO_MANY;
  if (c->days_rhythm == 0)
    return REASON_SPACING;
  if (c->blocked[CHANGE_MINUTES] > 0)
    return REASON_DAY_FULL;
  if (c->blocked[CHANGE_VISITS] > 0)
    return REASON_VISIT_LIMIT;
  if (c->blocked[CHANGE_DRIVE] > 0)
    return REASON_DRIVE_LIMIT;
  return c->blocked[CHANGE_WINDOW] > 0 ? REASON_WINDOW : REASON_NOT_FOUND;
}

static char *reason_text(const Case *c, ReasonCode code)
{
  const Demand *demand = &c->p->demand[c->client];
  int days = c->days_rhythm;
  switch (code) {
  case REASON_NO_OPEN_DAY:
    return g_strdup(_("there is no day on which the client is open and the rep works"));
  case REASON_TOO_FAR: return g_strdup(_("there and back with the visit takes longer than any working day"));
  case REASON_WINDOW: return g_strdup(_("the client's hours leave no room for the whole visit on any day"));
  case REASON_SPACING:
    return g_strdup(_("every day with room is forbidden by the gaps, the same weekday or the first-by date"));
  case REASON_DAY_FULL:
    return g_strdup_printf(ngettext("the only possible day is full", "each of the %d possible days is full",
                                    (unsigned long)days),
                           days);
  case REASON_VISIT_LIMIT:
    return g_strdup_printf(ngettext("the only possible day has its maximum of visits",
                                    "each of the %d possible days has its maximum of visits",
                                    (unsigned long)days),
                           days);
  case REASON_DRIVE_LIMIT: return g_strdup(_("the rep's driving limit is reached on every possible day"));
  case REASON_TOO_MANY:
    return g_strdup_printf(_("%d visits are wanted, but a visit is possible on %d days only"), demand->visits,
                           c->days_single);
  default: return g_strdup(_("the search found no place for it"));
  }
}

static char *remedy_text(const Case *c)
{
  const Trial *trial = &c->best;
  if (trial->change == CHANGE_NONE)
    return g_strdup("");
  const WorkDay *workday = c->tr->workday[trial->slot];
  const Rep *rep = territory_rep(c->tr->territory, c->tr->rep[c->p->slot[trial->slot].rep]);
  g_autofree char *day = day_text(workday->day);
  g_autofree char *time = clock_text(workday_time(workday, trial->start, true));
  switch (trial->change) {
  case CHANGE_GAP:
    return g_strdup_printf(_("min_gap_days %d instead of %d: a visit on %s"),
                           c->p->demand[c->client].gap_min - trial->amount, c->p->demand[c->client].gap_min,
                           day);
  case CHANGE_VISITS: return g_strdup_printf(_("one more visit for %s on %s"), rep->id, day);
  case CHANGE_WINDOW:
    return g_strdup_printf(_("%d min more of opening hours: a visit on %s at %s"), trial->amount, day, time);
  case CHANGE_DRIVE:
    return g_strdup_printf(_("%d min more driving allowed for %s on %s"), trial->amount, rep->id, day);
  case CHANGE_MINUTES:
    return g_strdup_printf(_("%d min more field time for %s on %s"), trial->amount, rep->id, day);
  default: return g_strdup_printf(_("open on %s at %s too"), day, time);
  }
}

static void explain_visit(Case *c, int number, GArray *unplanned)
{
  c->days_open = c->days_single = c->days_rhythm = 0;
  memset(c->blocked, 0, sizeof c->blocked);
  c->best = (Trial){.change = CHANGE_NONE};
  look_at_slots(c);
  ReasonCode code = reason_of(c);
  int client = c->tr->client[c->client];
  int own = territory_client(c->tr->territory, client)->rep;
  Unplanned row = {client, own >= 0 ? own : c->tr->rep[0], number,
                   code,   reason_text(c, code),           remedy_text(c)};
  g_array_append_val(unplanned, row);
  if (c->best.change != CHANGE_NONE)
    c->used[c->best.slot] = true;
}

void explain_missing(const Translation *translation, const Solution *solution, GArray *unplanned)
{
  const Problem *p = translation->problem;
  for (int i = 0; i < p->n; i++) {
    int missing = p->demand[i].visits - visits_of(p, solution, i);
    if (missing <= 0)
      continue;
    g_autofree bool *used = g_new0(bool, (gsize)p->slots);
    Case c = {.tr = translation, .p = p, .solution = solution, .client = i, .missing = missing, .used = used};
    for (int number = 1; number <= missing; number++)
      explain_visit(&c, number, unplanned);
  }
}
