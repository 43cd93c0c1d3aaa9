// SPDX-License-Identifier: GPL-3.0-or-later
// Pricing and the listing of sets against all orders of all sets of a few clients, with and without hours, split
// shifts and limits.
#include "solver/pricing.h"
#include "tests/unit/instance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CLIENTS = 6, SETS = 1 << CLIENTS };
static const Money NO_ORDER = INT64_MAX;

typedef struct Days { // what a day can hold, from trying everything
  const Problem *p;
  const Money *prize;
  Money least[SETS]; // reduced cost of the cheapest order of each set; NO_ORDER: none fits
} Days;

static void try_all(Days *days, int *order, int count, int set)
{
  const Problem *p = days->p;
  if (count > 0 && route_times(p, 0, order, count, NULL) >= 0) {
    Money cost = route_cost(p, 0, order, count, NULL);
    for (int k = 0; k < count; k++)
      cost -= days->prize[order[k]];
    days->least[set] = MIN(days->least[set], cost);
  }
  for (int i = 0; i < p->n; i++) {
    if (set >> i & 1)
      continue;
    order[count] = i;
    try_all(days, order, count + 1, set | 1 << i);
  }
}

static void check_sets(Pricer *pricer, const Duals *duals, const Days *days, Money below)
{
  g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
  assert_true(pricer_enumerate(pricer, duals, below, SETS, routes));
  int fit = 0;
  for (int set = 1; set < SETS; set++)
    fit += days->least[set] < below;
  assert_int_equal(routes->len, fit);
  for (guint r = 0; r < routes->len; r++) {
    const LabelRoute *route = routes->pdata[r];
    int set = 0;
    for (int k = 0; k < route->count; k++)
      set |= 1 << route->client[k];
    assert_int_equal(route->cost, days->least[set]);
    assert_true(route_times(days->p, 0, route->client, route->count, NULL) >= 0);
  }
}

// With a few pairs of labels the pricing is given up, or it is as good as with all; what it finds is there in any case.
static bool check_joins(Pricer *pricer, const Duals *duals, Money cheapest)
{
  g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
  Money least = 0;
  const bool whole =
      pricer_run(pricer, PRICE_EXACT, duals, 0, 100, (PriceLimits){.joins = 10}, routes, &least);
  if (whole)
    assert_int_equal(least, cheapest);
  for (guint r = 0; r < routes->len; r++)
    assert_true(((const LabelRoute *)routes->pdata[r])->cost >= cheapest);
  return whole;
}

// Asked to end, a pricing says that it has no bound; asked no longer, it is as before.
static void check_ending(Pricer *pricer, const Duals *duals, Money cheapest)
{
  const gint asked = 1;
  g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
  Money least = 0;
  pricer_watch(pricer, &(EngineOptions){.stop = &asked});
  assert_false(pricer_run(pricer, PRICE_EXACT, duals, 0, 100, (PriceLimits){0}, routes, &least));
  pricer_watch(pricer, &(EngineOptions){.deadline_us = 1});
  assert_false(pricer_run(pricer, PRICE_EXACT, duals, 0, 100, (PriceLimits){0}, routes, &least));
  pricer_watch(pricer, NULL);
  assert_true(pricer_run(pricer, PRICE_EXACT, duals, 0, 100, (PriceLimits){0}, routes, &least));
  assert_int_equal(least, cheapest);
}

static void check_pricing(const InstanceSpec *spec, bool shared, int *binds, int *given_up)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(GRand) dice = g_rand_new_with_seed((guint32)spec->seed);
  for (int s = 0; s < p->slots && shared; s++) // only a part of the day for clients
    p->slot[s].max_work = p->slot[s].length * 7 / 10;
  Money prize[CLIENTS];
  for (int i = 0; i < p->n; i++)
    prize[i] = g_rand_int_range(dice, 0, 2 * (int)MONEY_ONE);
  Days days = {.p = p, .prize = prize};
  Money cheapest = 0, loose = 0;
  for (int set = 0; set < SETS; set++)
    days.least[set] = NO_ORDER;
  int order[CLIENTS + 1];
  try_all(&days, order, 0, 0);
  for (int set = 1; set < SETS; set++)
    cheapest = MIN(cheapest, days.least[set]);

  g_autoptr(DayClasses) classes = classes_new(p, 3, 0);
  assert_int_equal(classes->count, 1);
  Memory *memory = memory_new(p, CLIENTS);
  Pricer *pricer = pricer_new(p, &classes->item[0], memory);
  const Duals duals = {.prize = prize};
  g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
  assert_true(pricer_run(pricer, PRICE_EXACT, &duals, 0, 100, (PriceLimits){0}, routes, &loose));
  assert_int_equal(loose, cheapest);
  *given_up += !check_joins(pricer, &duals, cheapest);
  check_ending(pricer, &duals, cheapest);
  check_sets(pricer, &duals, &days, MONEY_ONE / 2);
  *binds += days.least[SETS - 1] == NO_ORDER;
  pricer_free(pricer);
  memory_free(memory);
}

static void test_against_all_routes(void **state G_GNUC_UNUSED)
{
  int binds = 0, given_up = 0;
  for (uint64_t seed = 1; seed <= 120; seed++) {
    const InstanceSpec spec = {.seed = seed,
                               .clients = CLIENTS,
                               .weeks = 1,
                               .windows = seed % 4 > 0,
                               .split = seed % 3 > 0,
                               .limits = seed % 5 == 0};
    check_pricing(&spec, seed % 7 == 0, &binds, &given_up);
  }
  assert_true(binds > 30 && given_up > 30 && given_up < 120);
}

// Slots with other hours share a class: what one of them allows, the class allows.
static void test_hours_of_a_class(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 3, .clients = 1, .weeks = 1});
  p->starts[0] = (Starts){.count = 2, .span = {{0, 3600}, {9000, 10000}}};
  p->starts[1] = (Starts){.count = 2, .span = {{3601, 4000}, {20000, 21000}}};
  for (int s = 0; s < p->slots; s++)
    p->slot[s].clock = s % 2;
  g_autoptr(DayClasses) classes = classes_new(p, 1, 0);
  assert_int_equal(classes->count, 1);
  const Starts *starts = &classes->item[0].starts[0];
  assert_int_equal(starts->count, 3);
  assert_int_equal(starts->span[0].to, 4000);
  assert_int_equal(starts->span[1].from, 9000);
  assert_int_equal(starts->span[2].to, 21000);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_all_routes),
      cmocka_unit_test(test_hours_of_a_class),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
