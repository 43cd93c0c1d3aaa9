// SPDX-License-Identifier: GPL-3.0-or-later
// Days become slots on a work clock: the break is cut out, windows and shifts become spans in which a visit may start.
// An appointment becomes a fix; one that another rep keeps becomes an outside day of the client's own rep and a guest
// (a demand that has nothing but its fixes) of the other.
#include "solver/translate.h"

#include "model/activity.h"
#include "model/joint.h"

#include <string.h>

enum { GAP_FREE = 1 };

typedef struct Roster { // what goes into the problem
  GArray *clients;      // int, own clients first
  int own;
  GArray *days; // const WorkDay *, in slot order
  GArray *reps; // int, engine's rep of each slot
} Roster;

static bool is_shared(const Territory *territory, const Client *client)
{
  return client->rep < 0 && client->team >= 0 && (guint)client->team < territory->teams->len;
}

GPtrArray *translate_components(const Territory *territory)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  g_autofree bool *shares = g_new0(bool, territory->teams->len + 1);
  g_autofree int *set_of_team = g_new(int, territory->teams->len + 1);
  for (guint t = 0; t <= territory->teams->len; t++)
    set_of_team[t] = -1;
  for (int i = 0; i < (int)territory->clients->len; i++) {
    const Client *client = territory_client(territory, i);
    if (is_shared(territory, client))
      shares[client->team] = true;
  }
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    int team = territory_rep(territory, rep)->team;
    bool joins = team >= 0 && shares[team];
    if (joins && set_of_team[team] >= 0) {
      g_array_append_val(g_ptr_array_index(sets, set_of_team[team]), rep);
      continue;
    }
    if (joins)
      set_of_team[team] = (int)sets->len;
    GArray *set = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_val(set, rep);
    g_ptr_array_add(sets, set);
  }
  return sets;
}

static int appointments_of(const Territory *territory, int client)
{
  int count = 0;
  for (guint a = 0; a < territory->appointments->len; a++)
    count += g_array_index(territory->appointments, Appointment, a).client == client;
  return count;
}

int client_wanted(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Visits *visits = client_visits(territory, c);
  int wanted = c->channel == CHANNEL_VISIT && visits->given ? visits->max : 0;
  return MAX(wanted, appointments_of(territory, client));
}

static int engine_rep(const int *reps, int count, int rep)
{
  for (int k = 0; k < count; k++) {
    if (reps[k] == rep)
      return k;
  }
  return -1;
}

static bool serves_any(const Territory *territory, const int *reps, int count, int client)
{
  for (int k = 0; k < count; k++) {
    if (rep_serves(territory, reps[k], client))
      return true;
  }
  return false;
}

static void roster_clients(Roster *roster, const Territory *territory, const int *reps, int count)
{
  for (int i = 0; i < (int)territory->clients->len; i++) {
    if (serves_any(territory, reps, count, i) && client_wanted(territory, i) > 0)
      g_array_append_val(roster->clients, i);
  }
  roster->own = (int)roster->clients->len;
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (engine_rep(reps, count, appointment->rep) < 0 ||
        serves_any(territory, reps, count, appointment->client))
      continue;
    bool known = false;
    for (guint g = (guint)roster->own; g < roster->clients->len && !known; g++)
      known = g_array_index(roster->clients, int, g) == appointment->client;
    if (!known)
      g_array_append_val(roster->clients, appointment->client);
  }
}

static void roster_days(Roster *roster, const Calendar *calendar, const int *reps, int count)
{
  for (int k = 0; k < count; k++) {
    for (int t = 0; t < calendar->days; t++) {
      const WorkDay *workday = calendar_day(calendar, reps[k], calendar->start + t);
      if (workday->segments == 0)
        continue;
      g_array_append_val(roster->days, workday);
      g_array_append_val(roster->reps, k);
    }
  }
}

static bool same_segments(const WorkDay *a, const WorkDay *b)
{
  return a->segments == b->segments &&
         memcmp(a->segment, b->segment, sizeof(Window) * (size_t)a->segments) == 0;
}

// Row of `starts` of each slot; returns how many rows, and in `sample` a day of each.
static int number_clocks(const Roster *roster, int *clock, const WorkDay **sample)
{
  int clocks = 0;
  for (guint s = 0; s < roster->days->len; s++) {
    const WorkDay *workday = g_array_index(roster->days, const WorkDay *, s);
    int k = 0;
    while (k < clocks && !same_segments(sample[k], workday))
      k++;
    if (k == clocks)
      sample[clocks++] = workday;
    clock[s] = k;
  }
  return clocks;
}

// Leg table of each engine rep: reps who drive alike at the same price share one.
static int number_tables(const Territory *territory, const int *reps, int count, int *table)
{
  int tables = 0;
  for (int k = 0; k < count; k++) {
    const Rep *rep = territory_rep(territory, reps[k]);
    table[k] = tables;
    for (int j = 0; j < k && table[k] == tables; j++) {
      const Rep *other = territory_rep(territory, reps[j]);
      bool alike = other->speed_kmh <= rep->speed_kmh && other->speed_kmh >= rep->speed_kmh &&
                   other->cost_hour == rep->cost_hour && other->cost_km == rep->cost_km;
      if (alike)
        table[k] = table[j];
    }
    if (table[k] == tables)
      tables++;
  }
  return tables;
}

static Starts starts_of(const Client *client, const WorkDay *workday, int32_t service)
{
  Window spans[STARTS_MAX];
  Starts starts = {.count = client_starts(client, workday, service, spans)};
  for (int i = 0; i < starts.count; i++) {
    starts.span[i].from = workday_clock(workday, spans[i].from);
    starts.span[i].to = starts.span[i].from + (spans[i].to - spans[i].from);
  }
  return starts;
}

Starts translate_starts(const Translation *tr, int i, const WorkDay *workday)
{
  const Client *client = territory_client(tr->territory, tr->client[i]);
  return starts_of(client, workday, client_visit_s(tr->territory, client));
}

static void fill_starts(Problem *p, const Translation *tr, const WorkDay *const *sample)
{
  for (int k = 0; k < p->clocks; k++) {
    for (int i = 0; i < p->n; i++) {
      p->starts[(size_t)k * (size_t)p->n + (size_t)i] = translate_starts(tr, i, sample[k]);
    }
  }
}

// Whether the next slot is the same rep's next day, so that he may sleep out in between.
static bool works_next_day(const Roster *roster, int slot)
{
  if (slot + 1 >= (int)roster->days->len)
    return false;
  const WorkDay *day = g_array_index(roster->days, const WorkDay *, slot),
                *next = g_array_index(roster->days, const WorkDay *, slot + 1);
  return g_array_index(roster->reps, int, slot) == g_array_index(roster->reps, int, slot + 1) &&
         next->day == day->day + 1;
}

static void fill_slots(Problem *p, const Translation *tr, const Roster *roster, const int *clock,
                       const int *table)
{
  for (int s = 0; s < p->slots; s++) {
    const WorkDay *workday = tr->workday[s];
    int k = g_array_index(roster->reps, int, s);
    const Rep *rep = territory_rep(tr->territory, tr->rep[k]);
    p->slot[s] = (Slot){
        .rep = k,
        .day = workday->day - tr->calendar->start,
        .start = p->n + 2 * k,
        .end = p->n + 2 * k + 1,
        .legs = table[k],
        .clock = clock[s],
        .length = workday->work_s,
        .max_work = workday->field_s,
        .max_travel = rep->max_drive_s > 0 ? rep->max_drive_s : INT32_MAX,
        .max_visits = rep->max_visits_day > 0 ? rep->max_visits_day : INT32_MAX,
        .max_load = INT64_MAX,
    };
    if (rep->nights > 0 && works_next_day(roster, s)) {
      p->slot[s].nights = rep->nights;
      p->slot[s].night_cost = rep->cost_night;
    }
  }
}

static int node_place(const Translation *tr, int n, int node)
{
  if (node < n)
    return tr->client[node];
  int rep = tr->rep[(node - n) / 2];
  return (node - n) % 2 == 0 ? place_start(tr->territory, rep) : place_end(tr->territory, rep);
}

static void fill_legs(Problem *p, const Translation *tr, const int *table)
{
  for (int t = 0; t < p->tables; t++) {
    int k = 0;
    while (table[k] != t)
      k++;
    int32_t *travel = (int32_t *)(uintptr_t)p->legs[t].travel;
    Money *cost = (Money *)(uintptr_t)p->legs[t].cost;
    for (int from = 0; from < p->nodes; from++) {
      for (int to = 0; to < p->nodes; to++) {
        Leg leg = travel_leg(tr->travel, tr->rep[k], node_place(tr, p->n, from), node_place(tr, p->n, to));
        size_t at = (size_t)from * (size_t)p->nodes + (size_t)to;
        travel[at] = from == to ? 0 : leg.travel_s;
        cost[at] = from == to ? 0 : travel_cost(tr->territory, tr->rep[k], leg);
      }
    }
  }
}

static void fill_demand(Problem *p, const Translation *tr, int i, int *outside)
{
  const Territory *territory = tr->territory;
  const Client *client = territory_client(territory, tr->client[i]);
  int wanted = client_wanted(territory, tr->client[i]);
  Spacing spacing = client_spacing(territory, client, wanted);
  const bool overdue = client_is_overdue(territory, client);
  Money hour = territory->settings.cost_hour;
  Day start = tr->calendar->start;
  Demand *demand = &p->demand[i];
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->client == tr->client[i] && engine_rep(tr->rep, p->reps, appointment->rep) < 0)
      outside[demand->outsides++] = appointment->day - start;
  }
  for (int a = 1; a < demand->outsides; a++) { // few: insertion sort
    for (int b = a; b > 0 && outside[b] < outside[b - 1]; b--) {
      int swap = outside[b];
      outside[b] = outside[b - 1];
      outside[b - 1] = swap;
    }
  }
  demand->outside = outside;
  demand->visits = MAX(0, wanted - demand->outsides);
  demand->service = client_visit_s(territory, client);
  demand->miss_cost = client_miss_cost(tr->travel, tr->client[i], wanted);
  demand->gap_min = spacing.min_hard ? MAX(1, spacing.min) : GAP_FREE;
  demand->gap_max = spacing.max_hard ? spacing.max : 0;
  demand->soft_min = spacing.min_hard ? 0 : spacing.min;
  demand->soft_max = spacing.max_hard && !overdue ? 0 : spacing.max;
  demand->gap_cost = money_from(money_units(hour) * territory->settings.weight_spacing);
  demand->previous = client->last_visit == DAY_NONE || overdue ? NO_DAY : client->last_visit - start;
  demand->first_by = client->first_by == DAY_NONE ? NO_DAY : client->first_by - start;
  demand->same_weekday = client->same_weekday;
  demand->same_rep = client->same_rep && client->rep < 0;
  demand->weekday_cost = money_from(money_units(hour) * territory->settings.weight_weekday);
}

// A guest of the rep: only its appointments with him, no rules of its own.
static void fill_guest(Problem *p, const Translation *tr, int i)
{
  const Territory *territory = tr->territory;
  Demand *demand = &p->demand[i];
  *demand = (Demand){.service = client_visit_s(territory, territory_client(territory, tr->client[i])),
                     .miss_cost = MONEY_ONE,
                     .gap_min = GAP_FREE,
                     .previous = NO_DAY,
                     .first_by = NO_DAY,
                     .same_weekday = WEEKDAY_FREE};
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    demand->visits +=
        appointment->client == tr->client[i] && engine_rep(tr->rep, p->reps, appointment->rep) >= 0;
  }
}

static void fill_allowed(Problem *p, const Translation *tr, int i)
{
  const Client *client = territory_client(tr->territory, tr->client[i]);
  for (int s = 0; s < p->slots; s++) {
    const Slot *slot = &p->slot[s];
    bool fits = rep_serves(tr->territory, tr->rep[slot->rep], tr->client[i]) &&
                client_is_open(client, tr->workday[s]->day) &&
                p->starts[(size_t)slot->clock * (size_t)p->n + (size_t)i].count > 0;
    if (fits)
      p->allowed[(size_t)i * (size_t)p->words + (size_t)(s / 64)] |= UINT64_C(1) << (s % 64);
  }
}

// Starts of a promised visit: its time if it has one, else the client's hours, else the rep's.
static Starts fix_starts(const Client *client, const WorkDay *workday, const Appointment *appointment,
                         int32_t service)
{
  if (appointment->time_s >= 0) {
    int32_t clock = workday_clock(workday, appointment->time_s);
    return (Starts){1, {{clock, clock}}};
  }
  Starts starts = starts_of(client, workday, service);
  if (starts.count > 0)
    return starts;
  const Client anytime = {.opens = 0};
  return starts_of(&anytime, workday, service);
}

static gint fix_order(gconstpointer left, gconstpointer right)
{
  const Fix *a = left, *b = right;
  return a->client != b->client ? a->client - b->client : a->slot - b->slot;
}

static int slot_of(const Translation *tr, int rep, Day day)
{
  for (int s = 0; s < tr->problem->slots; s++) {
    if (tr->rep[tr->problem->slot[s].rep] == rep && tr->workday[s]->day == day)
      return s;
  }
  return -1;
}

// Joint visits of these reps; one on a day on which its rep does not work is none.
static int joint_slot(const Translation *tr, const Joint *joint)
{
  const int s = slot_of(tr, joint->rep, joint->day);
  return s >= 0 && workday_clock(tr->workday[s], joint->time_s) < tr->workday[s]->work_s ? s : -1;
}

static void fill_joints(Problem *p, const Translation *tr, const int *engine_client, int f)
{
  for (guint j = 0; j < tr->territory->joints->len; j++) {
    const Joint *joint = &g_array_index(tr->territory->joints, Joint, j);
    const int s = joint_slot(tr, joint), i = engine_client[joint->client];
    if (s < 0)
      continue;
    g_assert(i >= 0);
    const int32_t clock = workday_clock(tr->workday[s], joint->time_s);
    p->fix[f++] = (Fix){i, s, {1, {{clock, clock}}}, joint->visit_s, true};
    p->allowed[(size_t)i * (size_t)p->words + (size_t)(s / 64)] |= UINT64_C(1) << (s % 64);
  }
  g_assert(f == p->fixes);
}

static void fill_fixes(Problem *p, const Translation *tr)
{
  const Territory *territory = tr->territory;
  g_autofree int *engine_client = g_new(int, territory->clients->len);
  for (guint c = 0; c < territory->clients->len; c++)
    engine_client[c] = -1;
  for (int i = 0; i < p->n; i++)
    engine_client[tr->client[i]] = i;
  int f = 0;
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    int s = slot_of(tr, appointment->rep, appointment->day), i = engine_client[appointment->client];
    if (s < 0)
      continue;
    const Client *client = territory_client(territory, appointment->client);
    int32_t service = appointment->visit_s > 0 ? appointment->visit_s : client_visit_s(territory, client);
    p->fix[f++] = (Fix){i, s, fix_starts(client, tr->workday[s], appointment, service), service, false};
    p->allowed[(size_t)i * (size_t)p->words + (size_t)(s / 64)] |= UINT64_C(1) << (s % 64);
  }
  fill_joints(p, tr, engine_client, f);
  qsort(p->fix, (size_t)p->fixes, sizeof(Fix), fix_order);
}

static int count_fixes(const Territory *territory, const Calendar *calendar, const int *reps, int count)
{
  int fixes = 0;
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    fixes += engine_rep(reps, count, appointment->rep) >= 0 &&
             calendar_day(calendar, appointment->rep, appointment->day)->segments > 0;
  }
  for (guint j = 0; j < territory->joints->len; j++) {
    const Joint *joint = &g_array_index(territory->joints, Joint, j);
    const WorkDay *workday = calendar_day(calendar, joint->rep, joint->day);
    fixes += engine_rep(reps, count, joint->rep) >= 0 && workday->segments > 0 &&
             workday_clock(workday, joint->time_s) < workday->work_s;
  }
  return fixes;
}

Translation *translate_reps(const Territory *territory, const Calendar *calendar, const Travel *travel,
                            const int *reps, int count)
{
  Roster roster = {g_array_new(FALSE, FALSE, sizeof(int)), 0, g_array_new(FALSE, FALSE, sizeof(WorkDay *)),
                   g_array_new(FALSE, FALSE, sizeof(int))};
  roster_clients(&roster, territory, reps, count);
  roster_days(&roster, calendar, reps, count);
  Translation *tr = g_new0(Translation, 1);
  int n = (int)roster.clients->len, slots = (int)roster.days->len;
  tr->territory = territory;
  tr->calendar = calendar;
  tr->travel = travel;
  tr->rep = g_memdup2(reps, sizeof(int) * (size_t)count);
  g_autofree int *clock = g_new0(int, (gsize)slots + 1);
  g_autofree int *table = g_new0(int, (gsize)count);
  g_autofree const WorkDay **sample = g_new0(const WorkDay *, (gsize)slots + 1);
  int clocks = number_clocks(&roster, clock, sample);
  int tables = number_tables(territory, reps, count, table);
  int own = roster.own;
  Problem *p = problem_new(n, n + 2 * count, slots, calendar->days, count, clocks, tables,
                           count_fixes(territory, calendar, reps, count));
  tr->problem = p;
  tr->outside = g_new0(int, territory->appointments->len + 1);
  tr->workday = g_memdup2(roster.days->data, sizeof(WorkDay *) * (size_t)slots);
  tr->client = g_memdup2(roster.clients->data, sizeof(int) * (size_t)n);
  p->weekday0 = day_weekday(calendar->start);
  fill_slots(p, tr, &roster, clock, table);
  fill_legs(p, tr, table);
  problem_add_away(p);
  fill_starts(p, tr, sample);
  int *outside = tr->outside;
  for (int i = 0; i < n; i++) {
    if (i < own) {
      fill_demand(p, tr, i, outside);
      outside += p->demand[i].outsides;
      fill_allowed(p, tr, i);
    } else {
      fill_guest(p, tr, i);
    }
  }
  fill_fixes(p, tr);
  g_array_unref(roster.clients);
  g_array_unref(roster.days);
  g_array_unref(roster.reps);
  return tr;
}

void translation_free(Translation *translation)
{
  if (!translation)
    return;
  problem_free(translation->problem);
  g_free(translation->client);
  g_free(translation->rep);
  g_free(translation->workday);
  g_free(translation->outside);
  g_free(translation);
}

// ---- Activities ---------------------------------------------------------------------------------------------------

Starts translate_longer_starts(const Translation *translation, int client, int slot, int32_t service)
{
  const Client *c = territory_client(translation->territory, translation->client[client]);
  return starts_of(c, translation->workday[slot], service);
}

Starts translate_promise_starts(const Translation *translation, const Fix *fix, int32_t service)
{
  const Territory *territory = translation->territory;
  const WorkDay *workday = translation->workday[fix->slot];
  const int client = translation->client[fix->client];
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->client == client && appointment->day == workday->day && appointment->time_s < 0)
      return fix_starts(territory_client(territory, client), workday, appointment, service);
  }
  return fix->starts;
}

// Whether a longer visit still has a place in every window in which a shorter one has.
static bool is_free_for(const Translation *tr, int i, int32_t service)
{
  const Problem *p = tr->problem;
  for (int s = 0; s < p->slots; s++) {
    const Starts *shorter = &p->starts[(size_t)p->slot[s].clock * (size_t)p->n + (size_t)i];
    if (problem_is_allowed(p, i, s) && !problem_fix(p, i, s) &&
        translate_longer_starts(tr, i, s, service).count != shorter->count)
      return false;
  }
  return true;
}

void translate_spread(Translation *translation)
{
  Problem *p = translation->problem;
  g_autofree int *fixes = g_new0(int, (gsize)p->n + 1);
  for (int k = 0; k < p->fixes; k++)
    fixes[p->fix[k].client]++;
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    const int visits = demand->visits - fixes[i];
    const int64_t all = client_activities_s(translation->territory, translation->client[i], demand->visits);
    const int32_t share = visits > 0 ? (int32_t)((all + visits - 1) / visits) : 0;
    if (share == 0 || !is_free_for(translation, i, demand->service + share))
      continue;
    demand->spread = share;
    demand->service += share;
    for (int s = 0; s < p->slots; s++)
      p->starts[(size_t)p->slot[s].clock * (size_t)p->n + (size_t)i] =
          translate_longer_starts(translation, i, s, demand->service);
  }
}
