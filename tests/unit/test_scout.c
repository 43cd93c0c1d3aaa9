// SPDX-License-Identifier: GPL-3.0-or-later
// Routes of plans without calendars change neither the value at which the bound ends nor that it is one.
#include "solver/bound_parts.h"
#include "solver/scout.h"
#include "solver/search.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { STEPS = 500 };

// The bound at its end, with the routes or without; *first: routes in the program before any pricing.
static Money value_of(const Problem *p, const Solution *start, bool scouted, guint *first)
{
  g_autoptr(Bound) bound = bound_new(p);
  bound_take_solution(bound, start);
  if (scouted)
    scout_routes(p, &(EngineOptions){.seed = 5}, start, STEPS, bound);
  *first = bound->master->active->len;
  assert_true(bound_improve(bound, 0, NULL));
  return bound_core(bound);
}

static void test_same_end(void **state G_GNUC_UNUSED)
{
  static const InstanceSpec specs[] = {
      {.seed = 1, .clients = 25},
      {.seed = 2, .clients = 20, .weekday = WEEKDAY_PREFER, .windows = true, .split = true, .weeks = 4},
      {.seed = 3, .clients = 20, .weekday = WEEKDAY_SAME, .half_days = true, .limits = true, .weeks = 4},
      {.seed = 4, .clients = 20, .hard_gaps = true, .previous = true, .reps = 2, .weeks = 4, .fixes = 6},
  };
  for (size_t k = 0; k < G_N_ELEMENTS(specs); k++) {
    g_autoptr(Problem) p = instance_new(&specs[k]);
    g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = 3}, STEPS);
    guint alone, more;
    const Money value = value_of(p, start, false, &alone), scouted = value_of(p, start, true, &more);
    assert_true(more > alone);
    assert_true(llabs(value - scouted) <= value / 4000); // the cuts found differ a little
  }
}

static void test_never_above_the_optimum(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 200 };
  int tried = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!problem_validate(p))
      continue;
    g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = seed}, 50);
    if (!start)
      continue;
    guint routes;
    assert_true(value_of(p, start, true, &routes) <= tiny_optimum(p));
    tried++;
  }
  assert_true(tried > PROBLEMS / 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_end),
                                     cmocka_unit_test(test_never_above_the_optimum)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
