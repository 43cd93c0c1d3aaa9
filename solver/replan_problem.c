// SPDX-License-Identifier: GPL-3.0-or-later
// Closed days give no slots. What was visited on them is `outside` of the demands, so that gaps count on; what is behind
// us is taken off the visits wanted.
#include "solver/replan_parts.h"

#include <math.h>

enum { NEAR_DAYS = 28 };

static size_t day_at(const ReplanRun *run, int rep, Day day)
{
  return (size_t)rep * (size_t)run->calendar->days + (size_t)(day - run->calendar->start);
}

// ---- Closed days -------------------------------------------------------------------------------------------------

static bool is_inside(const WorkDay *workday, const Visit *visit)
{
  for (int k = 0; k < workday->segments; k++) {
    if (visit->leave_s - visit->visit_s >= workday->segment[k].from &&
        visit->leave_s <= workday->segment[k].to)
      return true;
  }
  return false;
}

static const Appointment *appointment_of(const Territory *territory, int client, int rep, Day day)
{
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->client == client && appointment->rep == rep && appointment->day == day)
      return appointment;
  }
  return NULL;
}

// A frozen day stays closed only as long as it can be done as it stands.
static void open_broken_days(ReplanRun *run, Day last)
{
  const Territory *territory = run->territory;
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    if (visit->day < run->first_open || visit->day > last)
      continue;
    const bool fits = is_inside(calendar_day(run->calendar, visit->rep, visit->day), visit) &&
                      (appointment_of(territory, visit->client, visit->rep, visit->day) ||
                       (rep_serves(territory, visit->rep, visit->client) &&
                        client_is_open(territory_client(territory, visit->client), visit->day)));
    if (!fits)
      run->closed[day_at(run, visit->rep, visit->day)] = false;
  }
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    bool planned = false;
    if (appointment->day < run->first_open || appointment->day > last || appointment->rep < 0)
      continue;
    for (guint v = 0; v < run->former->visits->len && !planned; v++) {
      const Visit *visit = plan_visit(run->former, v);
      planned = visit->client == appointment->client && visit->rep == appointment->rep &&
                visit->day == appointment->day;
    }
    if (!planned)
      run->closed[day_at(run, appointment->rep, appointment->day)] = false;
  }
}

// A tour under way is driven to its end: the day after a night out on a closed day is closed too, if he works then.
static void close_tours(ReplanRun *run)
{
  const Calendar *calendar = run->calendar;
  for (guint v = 0; v < run->former->visits->len; v++) { // by rep and day
    const Visit *visit = plan_visit(run->former, v);
    const Day next = visit->day + 1;
    if (visit->sleeps_out && run->closed[day_at(run, visit->rep, visit->day)] &&
        next < calendar->start + calendar->days && calendar_day(calendar, visit->rep, next)->segments > 0)
      run->closed[day_at(run, visit->rep, next)] = true;
  }
}

static void close_days(ReplanRun *run)
{
  const Calendar *calendar = run->calendar;
  const Day end = calendar->start + calendar->days,
            last = MIN(run->first_open + run->options->freeze, end) - 1;
  for (int rep = 0; rep < calendar->reps; rep++) {
    for (Day day = calendar->start; day <= MIN(MAX(last, run->first_open - 1), end - 1); day++)
      run->closed[day_at(run, rep, day)] = true;
  }
  open_broken_days(run, last);
  close_tours(run);
  run->open = g_new(Calendar, 1);
  *run->open = *calendar;
  const size_t count = (size_t)calendar->reps * (size_t)calendar->days;
  run->open->workday = g_memdup2(calendar->workday, sizeof(WorkDay) * count);
  for (size_t k = 0; k < count; k++) {
    if (run->closed[k])
      run->open->workday[k].segments = run->open->workday[k].work_s = run->open->workday[k].field_s = 0;
  }
}

// ---- What is behind us -------------------------------------------------------------------------------------------

static gint by_day(gconstpointer left, gconstpointer right)
{
  return *(const Day *)left - *(const Day *)right;
}

static void list_past(ReplanRun *run)
{
  const Join *join = run->options->join;
  g_autofree int *missed = g_new0(int, run->territory->clients->len + 1);
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    if (!run->closed[day_at(run, visit->rep, visit->day)])
      continue;
    const Fate fate = join ? join->fate[v] : FATE_FUTURE;
    if (fate == FATE_MISSED) {
      missed[visit->client]++;
      continue;
    }
    const Day day =
        fate == FATE_MOVED ? territory_actual(run->territory, (guint)join->row[v])->day : visit->day;
    g_array_append_val(run->past[visit->client], day);
    run->kept[v] = true;
    run->credit[visit->client]++;
  }
  for (guint a = 0; join && a < run->territory->actuals->len; a++) {
    const Actual *actual = territory_actual(run->territory, a);
    if (join->role[a] != ROLE_EXTRA)
      continue;
    g_array_append_val(run->past[actual->client], actual->day);
    run->credit[actual->client] += missed[actual->client]-- > 0;
  }
  for (guint c = 0; c < run->territory->clients->len; c++)
    g_array_sort(run->past[c], by_day);
}

void replan_prepare(ReplanRun *run)
{
  const gsize clients = run->territory->clients->len;
  run->first_open = MAX(run->options->from, run->calendar->start);
  run->closed = g_new0(bool, (gsize)run->calendar->reps *(gsize)run->calendar->days + 1);
  run->kept = g_new0(bool, run->former->visits->len + 1);
  run->past = g_new0(GArray *, clients + 1);
  run->credit = g_new0(int, clients + 1);
  run->lacking = g_new0(int, clients + 1);
  for (gsize c = 0; c < clients; c++)
    run->past[c] = g_array_new(FALSE, FALSE, sizeof(Day));
  for (guint u = 0; u < run->former->unplanned->len; u++)
    run->lacking[g_array_index(run->former->unplanned, Unplanned, u).client]++;
  close_days(run);
  list_past(run);
  double sum = 0;
  for (guint v = 0; v < run->former->visits->len; v++) {
    const int client = plan_visit(run->former, v)->client;
    sum += (double)client_visit_value(run->territory, territory_client(run->territory, client),
                                      client_wanted(run->territory, client));
  }
  run->mean_value = run->former->visits->len > 0 ? (Money)(sum / run->former->visits->len) : 0;
}

void replan_clear(ReplanRun *run)
{
  for (guint c = 0; c < run->territory->clients->len; c++)
    g_array_unref(run->past[c]);
  g_free(run->past);
  g_free(run->closed);
  g_free(run->kept);
  g_free(run->credit);
  g_free(run->lacking);
  calendar_free(run->open);
}

// ---- The Problem -------------------------------------------------------------------------------------------------

Money replan_price(const Territory *territory, const ReplanOptions *options, const Visit *visit,
                   Money mean_value)
{
  const double value = (double)client_visit_value(territory, territory_client(territory, visit->client),
                                                  client_wanted(territory, visit->client));
  const double near = 1 + 2 * fmax(0, 1 - (double)(visit->day - options->from) / NEAR_DAYS);
  const double weight = 0.5 + (value + (double)mean_value > 0 ? value / (value + (double)mean_value) : 0.5);
  return (Money)llround(options->move_hours * (double)territory->settings.cost_hour * near * weight);
}

// Days of others' promises that are still to come, and all that is past.
static void set_outside(const ReplanRun *run, Problem *p, int i, int client, int *promised)
{
  Demand *demand = &p->demand[i];
  const GArray *past = run->past[client];
  int *day = problem_take(p, g_new(int, past->len + (gsize)demand->outsides + 1)), count = 0;
  for (guint k = 0; k < past->len; k++) {
    const int at = g_array_index(past, Day, k) - run->calendar->start;
    if (count == 0 || day[count - 1] < at)
      day[count++] = at;
  }
  *promised = 0;
  for (int k = 0; k < demand->outsides; k++) {
    if (demand->outside[k] + run->calendar->start < run->first_open ||
        (count > 0 && demand->outside[k] <= day[count - 1]))
      continue;
    day[count++] = demand->outside[k];
    (*promised)++;
  }
  // A gap that is too long already is no reason to leave a visit out: the rule holds between those to come, and every
  // day of waiting costs what a soft limit does.
  const int first = run->first_open - run->calendar->start,
            last = count > 0 ? day[count - 1] : demand->previous;
  if (demand->gap_max > 0 && *promised == 0 && last != NO_DAY && last + demand->gap_max < first) {
    count = 0;
    demand->previous = NO_DAY;
    demand->soft_max = demand->gap_max;
  }
  demand->outside = day;
  demand->outsides = count;
}

static int usual_weekday(const ReplanRun *run, int client)
{
  int of[7] = {0}, usual = -1;
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    if (visit->client == client && run->kept[v])
      of[day_weekday(visit->day)]++;
  }
  for (int w = 0; w < 7; w++) {
    if (of[w] > 0 && (usual < 0 || of[w] > of[usual]))
      usual = w;
  }
  return usual;
}

static void keep_weekday(const ReplanRun *run, Problem *p, int i, int client)
{
  const int usual = usual_weekday(run, client);
  for (int s = 0; s < p->slots && usual >= 0; s++) {
    if (problem_weekday(p, p->slot[s].day) != usual && !problem_fix(p, i, s))
      p->allowed[(size_t)i * (size_t)p->words + (size_t)(s / 64)] &= ~(UINT64_C(1) << (s % 64));
  }
}

// Who visited the client on the days that are closed, most often; -1: nobody of the team.
static int usual_rep(const ReplanRun *run, int client)
{
  g_autofree int *visits = g_new0(int, run->territory->reps->len + 1);
  int usual = -1;
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    if (visit->client == client && run->kept[v] && rep_serves(run->territory, visit->rep, client))
      visits[visit->rep]++;
  }
  for (int rep = 0; rep < (int)run->territory->reps->len; rep++) {
    if (visits[rep] > 0 && (usual < 0 || visits[rep] > visits[usual]))
      usual = rep;
  }
  return usual;
}

static void keep_rep(const ReplanRun *run, const Translation *tr, int i)
{
  Problem *p = tr->problem;
  const int usual = usual_rep(run, tr->client[i]);
  for (int s = 0; s < p->slots && usual >= 0; s++) {
    if (tr->rep[p->slot[s].rep] != usual && !problem_fix(p, i, s))
      p->allowed[(size_t)i * (size_t)p->words + (size_t)(s / 64)] &= ~(UINT64_C(1) << (s % 64));
  }
}

static void cut_demand(const ReplanRun *run, const Translation *tr, int i)
{
  Problem *p = tr->problem;
  Demand *demand = &p->demand[i];
  const int client = tr->client[i];
  int fixes = 0, promised;
  bool own = false;
  for (int k = 0; k < p->fixes; k++)
    fixes += p->fix[k].client == i;
  for (int k = 0; k < p->reps; k++)
    own = own || rep_serves(run->territory, tr->rep[k], client);
  if (!own) {
    demand->visits = fixes;
    return;
  }
  set_outside(run, p, i, client, &promised);
  demand->visits = MAX(fixes, client_wanted(run->territory, client) - run->credit[client] - promised);
  if (run->past[client]->len > 0 ||
      (demand->first_by != NO_DAY && demand->first_by < run->first_open - run->calendar->start))
    demand->first_by = NO_DAY; // kept, or past keeping
  if (demand->same_weekday == WEEKDAY_SAME)
    keep_weekday(run, p, i, client);
  if (demand->same_rep)
    keep_rep(run, tr, i);
}

Translation *replan_problem(const ReplanRun *run, const int *reps, int count)
{
  Translation *tr = translate_reps(run->territory, run->open, run->travel, reps, count);
  Problem *p = tr->problem;
  for (int i = 0; i < p->n; i++)
    cut_demand(run, tr, i);
  g_autofree int *engine = g_new(int, run->territory->clients->len + 1);
  for (guint c = 0; c < run->territory->clients->len; c++)
    engine[c] = -1;
  for (int i = 0; i < p->n; i++)
    engine[tr->client[i]] = i;
  Money *price = problem_take(p, g_new0(Money, (gsize)p->n * (gsize)p->slots + 1));
  for (int s = 0; s < p->slots; s++) {
    for (guint v = 0; v < run->former->visits->len; v++) {
      const Visit *visit = plan_visit(run->former, v);
      if (visit->day != tr->workday[s]->day || visit->rep != tr->rep[p->slot[s].rep] ||
          engine[visit->client] < 0)
        continue;
      const Money dear = replan_price(run->territory, run->options, visit, run->mean_value);
      price[(size_t)engine[visit->client] * (size_t)p->slots + (size_t)s] = -dear;
      p->demand[engine[visit->client]].keep_cost += dear;
    }
  }
  p->slot_cost = price;
  return tr;
}
