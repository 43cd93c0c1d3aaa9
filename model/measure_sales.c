// SPDX-License-Identifier: GPL-3.0-or-later
// The sales of a measure: expected, done, against target, by cause.
#include "model/measure_parts.h"

#include <math.h>

Money client_expected_sales(const Territory *territory, const Client *client, int wanted, bool growth)
{
  const double pct = client->group >= 0 ? territory_group(territory, client->group)->growth_pct : (double)NAN;
  if (client->sales == MONEY_NONE)
    return client->value == MONEY_NONE ? 0 : client->value;
  const double grown =
      growth && isfinite(pct) ? (double)client->sales * (1 + pct / 100) : (double)client->sales;
  return (Money)llround(grown / MAX(1, wanted));
}

typedef struct Ledgers { // [(reps + 1) * groups]: what is planned and done; the last rep is nobody
  int groups, *planned, *done;
  Money *expected, *base, *sold, *other; // other: [reps + 1]
  int64_t *plan_s, *done_s;              // [reps + 1]
  int *plan_timed, *done_timed;
} Ledgers;

static void ledgers_clear(Ledgers *of)
{
  void *const arrays[] = {of->planned, of->done,   of->expected, of->base,       of->sold,
                          of->other,   of->plan_s, of->done_s,   of->plan_timed, of->done_timed};
  for (size_t k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_free(arrays[k]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Ledgers, ledgers_clear)

static void ledgers_fill(Ledgers *of, const Measure *measure, const int *wanted)
{
  const Territory *territory = measure->territory;
  const int nobody = (int)territory->reps->len, groups = of->groups;
  for (guint v = 0; v < measure->plan->visits->len; v++) {
    const Visit *visit = plan_visit(measure->plan, v);
    const Client *client = territory_client(territory, visit->client);
    const Fate fate = measure->join->fate[v];
    if (fate == FATE_FUTURE || fate == FATE_UNREPORTED)
      continue;
    const int at = visit->rep * groups + (client->group >= 0 ? client->group : groups - 1);
    of->planned[at]++;
    of->expected[at] += client_expected_sales(territory, client, wanted[visit->client], true);
    of->base[at] += client_expected_sales(territory, client, wanted[visit->client], false);
    of->plan_s[visit->rep] += visit->visit_s;
    of->plan_timed[visit->rep]++;
  }
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    const Role role = measure->join->role[a];
    if (role == ROLE_OUTSIDE)
      continue;
    const Client *client = territory_client(territory, actual->client);
    const int planned = measure->join->visit[a];
    const int rep = planned >= 0       ? plan_visit(measure->plan, (guint)planned)->rep
                    : actual->rep >= 0 ? actual->rep
                                       : nobody;
    const int at = rep * groups + (client->group >= 0 ? client->group : groups - 1);
    const Money sales = actual->sales == MONEY_NONE ? 0 : actual->sales;
    if (role == ROLE_MISSED) {
      of->other[rep] += sales;
      continue;
    }
    of->sold[at] += sales;
    if (role == ROLE_DOUBLE)
      continue;
    of->done[at]++;
    of->done_timed[rep] += actual->visit_s > 0;
    of->done_s[rep] += MAX(0, actual->visit_s);
  }
}

static int days_with_plan(const Measure *measure, int rep)
{
  return rep < (int)measure->reps->len ? g_array_index(measure->reps, RepMeasure, rep).days_planned : 0;
}

// Sales of doubled reports on groups without a visit would hang in the air: they go to the other sales.
static void settle_sales(Ledgers *of, int rep)
{
  for (int g = 0; g < of->groups; g++) {
    const int at = rep * of->groups + g;
    if (of->done[at] > 0)
      continue;
    of->other[rep] += of->sold[at];
    of->sold[at] = 0;
  }
}

static void add_rep_sales(Measure *measure, Ledgers *of, int rep, SalesTally *all)
{
  const int first = rep * of->groups;
  const bool nobody = rep >= (int)measure->reps->len;
  settle_sales(of, rep);
  // Days on which nothing was reported in a week of silence are no days lost.
  const SalesSide planned = {.days = days_with_plan(measure, rep),
                             .service_s = of->plan_s[rep],
                             .timed = of->plan_timed[rep],
                             .visits = of->planned + first,
                             .sales = of->expected + first};
  const SalesSide done = {.days = nobody ? 0 : g_array_index(measure->reps, RepMeasure, rep).days_worked,
                          .service_s = of->done_s[rep],
                          .timed = of->done_timed[rep],
                          .visits = of->done + first,
                          .sales = of->sold + first,
                          .other = of->other[rep]};
  SalesTally tally = {.rep = nobody ? -1 : rep, .group = -1, .target = MONEY_NONE, .split = true};
  causes_split(&planned, &done, of->groups, tally.part);
  for (int g = 0; g < of->groups; g++) {
    tally.expected += of->expected[first + g];
    tally.base += of->base[first + g];
    tally.done += of->sold[first + g];
  }
  tally.done += of->other[rep];
  all->expected += tally.expected;
  all->base += tally.base;
  all->done += tally.done;
  for (int k = 0; k < CAUSES; k++)
    all->part[k] += tally.part[k];
  if (!nobody)
    g_array_append_val(measure->sales, tally);
}

static void add_group_sales(Measure *measure, const Ledgers *of)
{
  for (int g = 0; g < (int)measure->territory->groups->len; g++) {
    SalesTally tally = {.rep = -1, .group = g, .target = MONEY_NONE};
    for (int rep = 0; rep <= (int)measure->reps->len; rep++) {
      const int at = rep * of->groups + g;
      tally.expected += of->expected[at];
      tally.base += of->base[at];
    }
    for (guint c = 0; c < measure->territory->clients->len; c++)
      tally.done +=
          territory_client(measure->territory, (int)c)->group == g ? measure->client[c].done_sales : 0;
    g_array_append_val(measure->sales, tally);
  }
}

void measure_days(const Measure *measure, const Calendar *calendar, int rep, int *gone, int *all)
{
  *gone = *all = 0;
  for (int r = 0; r < (int)measure->territory->reps->len; r++) {
    for (int t = 0; t < calendar->days && (rep < 0 || r == rep); t++) {
      const bool works = calendar_day(calendar, r, calendar->start + t)->work_s > 0;
      *all += works;
      *gone += works && calendar->start + t <= measure->join->to;
    }
  }
}

static void add_targets(Measure *measure, const Calendar *calendar)
{
  const Territory *territory = measure->territory;
  SalesTally *all = &g_array_index(measure->sales, SalesTally, 0);
  for (guint t = 0; t < territory->targets->len; t++) {
    const Target *target = &g_array_index(territory->targets, Target, t);
    int gone, days;
    if (target->sales == MONEY_NONE)
      continue;
    measure_days(measure, calendar, target->rep, &gone, &days);
    const Money cut = days > 0 ? (Money)llround((double)target->sales * gone / days) : 0;
    for (guint s = 1; s < measure->sales->len; s++) {
      SalesTally *tally = &g_array_index(measure->sales, SalesTally, s);
      if (tally->rep == target->rep && tally->group == target->group)
        tally->target = (tally->target == MONEY_NONE ? 0 : tally->target) + cut;
    }
    if (target->rep >= 0)
      all->target = (all->target == MONEY_NONE ? 0 : all->target) + cut;
  }
}

void measure_sales(Measure *measure, const Calendar *calendar, const int *wanted)
{
  const gsize reps = measure->territory->reps->len + 1, groups = measure->territory->groups->len + 1;
  g_auto(Ledgers) of = {.groups = (int)groups,
                        .planned = g_new0(int, reps *groups),
                        .done = g_new0(int, reps *groups),
                        .expected = g_new0(Money, reps * groups),
                        .base = g_new0(Money, reps * groups),
                        .sold = g_new0(Money, reps * groups),
                        .other = g_new0(Money, reps),
                        .plan_s = g_new0(int64_t, reps),
                        .done_s = g_new0(int64_t, reps),
                        .plan_timed = g_new0(int, reps),
                        .done_timed = g_new0(int, reps)};
  SalesTally all = {.rep = -1, .group = -1, .target = MONEY_NONE, .split = true};
  ledgers_fill(&of, measure, wanted);
  g_array_append_val(measure->sales, all);
  for (int rep = 0; rep < (int)reps; rep++)
    add_rep_sales(measure, &of, rep, &all);
  g_array_index(measure->sales, SalesTally, 0) = all;
  add_group_sales(measure, &of);
  add_targets(measure, calendar);
}
