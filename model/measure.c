// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/measure.h"

#include "model/measure_parts.h"
#include "model/words.h"

#include <math.h>

enum { FEW_VISITS = 8, HALF = 2 };

double tally_kept_pct(const Tally *tally)
{
  const int known = tally_known(tally);
  return known > 0 ? 100.0 * (tally->done + tally->moved) / known : (double)NAN;
}

const char *verdict_name(Verdict verdict)
{
  static const char *const names[] = {"steady", "drifts", "better", "too_few"};
  return names[verdict];
}

// ---- Adherence ---------------------------------------------------------------------------------------------------

typedef struct Grid { // where the tallies of one cut start in Measure.tallies
  guint reps, groups, weeks, cells;
  int week_count, last_week;
} Grid;

static Tally *tally_at(const Measure *measure, guint index)
{
  return &g_array_index(measure->tallies, Tally, index);
}

static void make_tallies(Measure *measure, Grid *grid)
{
  const int reps = (int)measure->territory->reps->len, groups = (int)measure->territory->groups->len;
  grid->last_week = horizon_week(measure->territory, measure->join->to);
  grid->week_count = MAX(0, grid->last_week);
  Tally tally = {.rep = -1, .group = -1, .week = -1};
  g_array_append_val(measure->tallies, tally);
  grid->reps = measure->tallies->len;
  for (tally.rep = 0; tally.rep < reps; tally.rep++)
    g_array_append_val(measure->tallies, tally);
  tally.rep = -1;
  grid->groups = measure->tallies->len;
  for (tally.group = 0; tally.group < groups; tally.group++)
    g_array_append_val(measure->tallies, tally);
  tally.group = -1;
  grid->weeks = measure->tallies->len;
  for (tally.week = 1; tally.week <= grid->week_count; tally.week++)
    g_array_append_val(measure->tallies, tally);
  grid->cells = measure->tallies->len;
  for (tally.rep = 0; tally.rep < reps; tally.rep++) {
    for (tally.week = 1; tally.week <= grid->week_count; tally.week++)
      g_array_append_val(measure->tallies, tally);
  }
}

typedef struct Cuts { // the tallies that one visit or report belongs to
  Tally *of[5];
  int count;
} Cuts;

static Cuts cuts_of(const Measure *measure, const Grid *grid, int rep, int group, int week)
{
  Cuts cuts = {.count = 0};
  cuts.of[cuts.count++] = tally_at(measure, 0);
  if (group >= 0)
    cuts.of[cuts.count++] = tally_at(measure, grid->groups + (guint)group);
  cuts.of[cuts.count++] = tally_at(measure, grid->weeks + (guint)(week - 1));
  if (rep >= 0) {
    cuts.of[cuts.count++] = tally_at(measure, grid->reps + (guint)rep);
    cuts.of[cuts.count++] = tally_at(measure, grid->cells + (guint)(rep * grid->week_count + week - 1));
  }
  return cuts;
}

static void count_fate(Tally *tally, Fate fate)
{
  tally->planned++;
  tally->done += fate == FATE_DONE;
  tally->moved += fate == FATE_MOVED;
  tally->missed += fate == FATE_MISSED;
  tally->unreported += fate == FATE_UNREPORTED;
}

static void tally_visits(Measure *measure, const Grid *grid)
{
  const Territory *territory = measure->territory;
  for (guint v = 0; v < measure->plan->visits->len; v++) {
    const Visit *visit = plan_visit(measure->plan, v);
    const Fate fate = measure->join->fate[v];
    if (fate == FATE_FUTURE)
      continue;
    const int group = territory_client(territory, visit->client)->group;
    const Cuts cuts = cuts_of(measure, grid, visit->rep, group, horizon_week(territory, visit->day));
    const int row = measure->join->row[v];
    const int32_t told = row >= 0 ? territory_actual(territory, (guint)row)->visit_s : -1;
    const bool timed = (fate == FATE_DONE || fate == FATE_MOVED) && told > 0;
    for (int k = 0; k < cuts.count; k++) {
      count_fate(cuts.of[k], fate);
      cuts.of[k]->timed += timed;
      cuts.of[k]->timed_plan_s += timed ? visit->visit_s : 0;
      cuts.of[k]->timed_done_s += timed ? told : 0;
    }
  }
  for (guint a = 0; a < territory->actuals->len; a++) {
    if (measure->join->role[a] != ROLE_EXTRA)
      continue;
    const Actual *actual = territory_actual(territory, a);
    const int group = territory_client(territory, actual->client)->group;
    const Cuts cuts = cuts_of(measure, grid, actual->rep, group, horizon_week(territory, actual->day));
    for (int k = 0; k < cuts.count; k++)
      cuts.of[k]->extra++;
  }
}

// Clients planned and seen, of all, of each rep and of each group.
static void tally_coverage(Measure *measure, const Grid *grid)
{
  const Territory *territory = measure->territory;
  g_autofree int *rep_of = g_new(int, territory->clients->len + 1);
  for (guint c = 0; c < territory->clients->len; c++)
    rep_of[c] = territory_client(territory, (int)c)->rep;
  for (guint v = 0; v < measure->plan->visits->len; v++) {
    const Visit *visit = plan_visit(measure->plan, v);
    if (rep_of[visit->client] < 0)
      rep_of[visit->client] = visit->rep;
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    const ClientMeasure *client = &measure->client[c];
    const int group = territory_client(territory, (int)c)->group;
    const bool seen = client->done + client->moved > 0;
    if (client->planned == client->unreported)
      continue;
    Tally *const of[] = {tally_at(measure, 0),
                         group >= 0 ? tally_at(measure, grid->groups + (guint)group) : NULL,
                         rep_of[c] >= 0 ? tally_at(measure, grid->reps + (guint)rep_of[c]) : NULL};
    for (size_t k = 0; k < G_N_ELEMENTS(of); k++) {
      if (!of[k])
        continue;
      of[k]->clients++;
      of[k]->seen += seen;
    }
  }
}

static void set_limits(Measure *measure)
{
  const Tally *all = tally_at(measure, 0);
  const double rate = tally_known(all) > 0 ? (double)all->missed / tally_known(all) : 0;
  for (guint t = 0; t < measure->tallies->len; t++) {
    Tally *tally = tally_at(measure, t);
    const int known = tally_known(tally);
    tally->limits = binomial_limits(known, rate, THREE_SIGMA_TAIL);
    tally->signal = t > 0 && (tally->missed < tally->limits.lower || tally->missed > tally->limits.upper);
  }
}

// ---- Clients -----------------------------------------------------------------------------------------------------

static void count_gap(ClientMeasure *measure, const Spacing *spacing, Day from, Day to)
{
  const int gap = to - from;
  measure->gaps++;
  measure->gap_days += gap;
  measure->longest = MAX(measure->longest, gap);
  measure->breaks += gap < spacing->min || (spacing->max > 0 && gap > spacing->max);
}

typedef struct Made { // a visit that took place
  int client;
  Day day;
} Made;

static gint compare_made(gconstpointer left, gconstpointer right)
{
  const Made *a = left, *b = right;
  return a->client != b->client ? a->client - b->client : a->day - b->day;
}

static void measure_gaps(Measure *measure, const int *wanted)
{
  const Territory *territory = measure->territory;
  g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(Made));
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    const Made one = {actual->client, actual->day};
    if (role_is_visit(measure->join->role[a]))
      g_array_append_val(made, one);
  }
  g_array_sort(made, compare_made);
  for (guint c = 0, k = 0; c < territory->clients->len; c++) {
    const Client *client = territory_client(territory, (int)c);
    const Spacing spacing = client_spacing(territory, client, wanted[c]);
    ClientMeasure *of = &measure->client[c];
    Day before = client->last_visit;
    for (; k < made->len && g_array_index(made, Made, k).client == (int)c; k++) {
      const Day day = g_array_index(made, Made, k).day;
      if (before != DAY_NONE && day > before)
        count_gap(of, &spacing, before, day);
      of->last_done = before = day;
    }
    if (wanted[c] > 0 && of->planned > of->unreported)
      of->overdue = MAX(0, measure->join->to - (before == DAY_NONE ? measure->join->from - 1 : before) -
                               (int)ceil(spacing.wanted));
  }
}

static void measure_clients(Measure *measure, const int *wanted)
{
  const Territory *territory = measure->territory;
  g_autofree int *row_missed = g_new0(int, territory->clients->len + 1); // in a row, the last planned ones
  g_autofree Day *last_planned = g_new0(Day, territory->clients->len + 1);
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(Made)); // .client is the visit here
  for (guint v = 0; v < measure->plan->visits->len; v++) {
    const Made one = {(int)v, plan_visit(measure->plan, v)->day};
    if (measure->join->fate[v] != FATE_FUTURE)
      g_array_append_val(order, one);
  }
  for (guint k = 0; k < order->len; k++) {
    const guint v = (guint)g_array_index(order, Made, k).client;
    const Visit *visit = plan_visit(measure->plan, v);
    ClientMeasure *of = &measure->client[visit->client];
    const Fate fate = measure->join->fate[v];
    const int row = measure->join->row[v];
    const int32_t told = row >= 0 ? territory_actual(territory, (guint)row)->visit_s : -1;
    of->planned++;
    of->done += fate == FATE_DONE;
    of->moved += fate == FATE_MOVED;
    of->missed += fate == FATE_MISSED;
    of->unreported += fate == FATE_UNREPORTED;
    of->expected += fate == FATE_UNREPORTED
                        ? 0
                        : client_expected_sales(territory, territory_client(territory, visit->client),
                                                wanted[visit->client], true);
    if ((fate == FATE_DONE || fate == FATE_MOVED) && told > 0) {
      of->timed++;
      of->timed_plan_s += visit->visit_s;
      of->timed_done_s += told;
    }
    if (visit->day >= last_planned[visit->client]) { // a client's visits ascend within a rep
      last_planned[visit->client] = visit->day;
      row_missed[visit->client] = fate == FATE_MISSED ? row_missed[visit->client] + 1 : 0;
    }
  }
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    ClientMeasure *of = &measure->client[actual->client];
    of->extra += measure->join->role[a] == ROLE_EXTRA;
    if (measure->join->role[a] != ROLE_OUTSIDE && actual->sales != MONEY_NONE)
      of->done_sales += actual->sales;
  }
  for (guint c = 0; c < territory->clients->len; c++)
    measure->client[c].dropped =
        measure->client[c].planned >= HALF && row_missed[c] >= HALF && measure->client[c].extra == 0;
}

// ---- Reps --------------------------------------------------------------------------------------------------------

// Against all others, so that a bad rep does not set his own measure.
static void judge(Measure *measure, const Grid *grid, RepMeasure *rep)
{
  const Tally *own = tally_at(measure, grid->reps + (guint)rep->rep), *all = tally_at(measure, 0);
  const int known = tally_known(own), others = tally_known(all) - known;
  const RateInterval kept = clopper_pearson(own->done + own->moved, known, 0.025);
  rep->kept = kept;
  rep->verdict = VERDICT_FEW;
  rep->chance = 1;
  if (known < FEW_VISITS || others < FEW_VISITS)
    return;
  const double tail = THREE_SIGMA_TAIL / (double)measure->territory->reps->len;
  const int made = known - own->missed, made_others = others - (all->missed - own->missed);
  const double so_bad = fisher_at_most(made, known, made_others, others);
  const double so_good = fisher_at_most(own->missed, known, all->missed - own->missed, others);
  rep->verdict = so_bad <= tail ? VERDICT_DRIFTS : so_good <= tail ? VERDICT_BETTER : VERDICT_STEADY;
  rep->chance = MIN(so_bad, so_good);
}

static void mark_worked(const Measure *measure, bool *worked)
{
  const int days = measure->territory->settings.days;
  for (guint a = 0; a < measure->territory->actuals->len; a++) {
    const Actual *actual = territory_actual(measure->territory, a);
    if (role_is_visit(measure->join->role[a]) && actual->rep >= 0)
      worked[actual->rep * days + (actual->day - measure->join->from)] = true;
  }
}

static Money hours_money(Money per_hour, int64_t seconds)
{
  return (Money)llround((double)per_hour * (double)seconds / HOUR_S);
}

static void measure_reps(Measure *measure, const Grid *grid)
{
  const Territory *territory = measure->territory;
  const int days = territory->settings.days;
  g_autofree bool *worked = g_new0(bool, territory->reps->len *(gsize)days + 1);
  g_autofree bool *planned = g_new0(bool, territory->reps->len *(gsize)days + 1);
  mark_worked(measure, worked);
  for (int r = 0; r < (int)territory->reps->len; r++) {
    const RepMeasure rep = {.rep = r};
    g_array_append_val(measure->reps, rep);
  }
  for (guint d = 0; d < measure->plan->days->len; d++) {
    const PlanDay *day = plan_day(measure->plan, d);
    RepMeasure *rep = &g_array_index(measure->reps, RepMeasure, day->rep);
    if (day->day > measure->join->to || day->visits == 0)
      continue;
    const int at = day->rep * days + (day->day - measure->join->from);
    planned[at] = true;
    rep->days_planned++;
    rep->visit_plan_s += day->visit_s;
    rep->travel_plan_s += day->travel_s;
    rep->travel_worked_s += worked[at] ? day->travel_s : 0;
  }
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    if (!role_is_visit(measure->join->role[a]) || actual->rep < 0)
      continue;
    RepMeasure *rep = &g_array_index(measure->reps, RepMeasure, actual->rep);
    rep->visit_done_s += actual->visit_s > 0
                             ? actual->visit_s
                             : client_visit_s(territory, territory_client(territory, actual->client));
  }
  for (int r = 0; r < (int)territory->reps->len; r++) {
    RepMeasure *rep = &g_array_index(measure->reps, RepMeasure, r);
    const Money hour = territory_rep(territory, r)->cost_hour;
    for (int t = 0; t < days; t++)
      rep->days_worked += worked[r * days + t];
    rep->cost_plan = hours_money(hour, rep->visit_plan_s + rep->travel_plan_s);
    rep->cost_done = hours_money(hour, rep->visit_done_s + rep->travel_worked_s);
    judge(measure, grid, rep);
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    const int rep = territory_client(territory, (int)c)->rep;
    if (rep >= 0 && measure->client[c].dropped)
      g_array_index(measure->reps, RepMeasure, rep).dropped++;
  }
}

// ---- The whole ---------------------------------------------------------------------------------------------------

static void note(Measure *measure, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void note(Measure *measure, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(measure->notes, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

static void take_notes(Measure *measure)
{
  const Territory *territory = measure->territory;
  const Tally *all = tally_at(measure, 0);
  int made = 0, timed = 0, sold = 0, doubled = 0;
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    made += role_is_visit(measure->join->role[a]);
    doubled += measure->join->role[a] == ROLE_DOUBLE;
    timed += role_is_visit(measure->join->role[a]) && actual->visit_s > 0;
    sold += role_is_visit(measure->join->role[a]) && actual->sales != MONEY_NONE;
  }
  if (all->unreported > 0)
    note(measure,
         ngettext("of %d planned visit nothing is known: its rep reported nothing that week",
                  "of %d planned visits nothing is known: their reps reported nothing in those weeks",
                  (unsigned long)all->unreported),
         all->unreported);
  if (made > 0 && 2 * all->done < made)
    note(measure,
         _("only %d of %d visits made were on a planned day: is this the plan that people had? (--plan)"),
         all->done, made);
  if (timed < made)
    note(measure, _("%d of %d visits made do not tell their minutes"), made - timed, made);
  if (sold < made)
    note(measure, _("%d of %d visits made tell no sales; they count as visits that sold nothing"),
         made - sold, made);
  if (doubled > 0)
    note(measure,
         ngettext("%d report doubles another of the same client and day; only its sales count",
                  "%d reports double others of the same client and day; only their sales count",
                  (unsigned long)doubled),
         doubled);
  note(measure, _("reports hold no times of day, so driving is taken as planned on the days worked"));
  note(measure, _("sales that nobody entered with a visit are not seen here"));
}

static void measure_all(Measure *measure, const Calendar *calendar)
{
  g_autofree int *wanted = wanted_visits(measure->territory);
  Grid grid = {0};
  make_tallies(measure, &grid);
  tally_visits(measure, &grid);
  measure_clients(measure, wanted);
  measure_gaps(measure, wanted);
  tally_coverage(measure, &grid);
  set_limits(measure);
  measure_reps(measure, &grid);
  measure_sales(measure, calendar, wanted);
  for (int k = 0; k < CAUSES; k++)
    measure->part[k] = g_array_index(measure->sales, SalesTally, 0).part[k];
  measure_days(measure, calendar, -1, &measure->days_gone, &measure->days_all);
  take_notes(measure);
}

Measure *measure_new(const Territory *territory, const Calendar *calendar, const Plan *plan, Day to)
{
  Measure *measure = g_new0(Measure, 1);
  measure->territory = territory;
  measure->plan = plan;
  measure->join = join_new(territory, plan, to);
  measure->tallies = g_array_new(FALSE, FALSE, sizeof(Tally));
  measure->sales = g_array_new(FALSE, FALSE, sizeof(SalesTally));
  measure->reps = g_array_new(FALSE, FALSE, sizeof(RepMeasure));
  measure->client = g_new0(ClientMeasure, territory->clients->len + 1);
  measure->notes = g_ptr_array_new_with_free_func(g_free);
  measure_all(measure, calendar);
  return measure;
}

void measure_free(Measure *measure)
{
  if (!measure)
    return;
  join_free(measure->join);
  g_array_unref(measure->tallies);
  g_array_unref(measure->sales);
  g_array_unref(measure->reps);
  g_free(measure->client);
  g_ptr_array_unref(measure->notes);
  g_free(measure);
}
