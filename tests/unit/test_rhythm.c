// SPDX-License-Identifier: GPL-3.0-or-later
// The least costs of calendars against all calendars of tiny problems.
#include "solver/rhythm.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

// Spacing and weekdays of the slots of `set` (bits), if that is an admissible calendar with every promised visit.
static Money calendar_cost(const Problem *p, int client, uint32_t set, int *visits)
{
  int slot[32], count = 0;
  for (int s = 0; s < p->slots; s++) {
    const bool fixed = problem_fix(p, client, s) != NULL;
    if (!(set >> s & 1)) {
      if (fixed)
        return RHYTHM_NONE;
      continue;
    }
    if (!fixed && !problem_is_allowed(p, client, s))
      return RHYTHM_NONE;
    slot[count++] = s;
  }
  *visits = count;
  for (int a = 1; a < count; a++) { // by day: reps come one after the other
    for (int b = a; b > 0 && p->slot[slot[b]].day < p->slot[slot[b - 1]].day; b--) {
      const int swap = slot[b];
      slot[b] = slot[b - 1];
      slot[b - 1] = swap;
    }
  }
  if (!calendar_is_admissible(p, client, slot, count))
    return RHYTHM_NONE;
  SolutionCost cost = {0};
  calendar_add_cost(p, client, slot, count, &cost);
  return cost.spacing + cost.weekday;
}

static void test_all_calendars(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 1500, VISITS = 16 };
  int clients = 0, equal = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!problem_validate(p))
      continue;
    assert_true(p->slots < 20);
    g_autoptr(Rhythms) rhythms = rhythms_new(p);
    for (int i = 0; i < p->n; i++) {
      if (p->demand[i].patterns > 0)
        continue;
      Money least[VISITS + 1];
      for (int v = 0; v <= VISITS; v++)
        least[v] = RHYTHM_NONE;
      for (uint32_t set = 0; set < UINT32_C(1) << p->slots; set++) {
        int visits = 0;
        const Money cost = calendar_cost(p, i, set, &visits);
        if (cost < RHYTHM_NONE)
          least[visits] = MIN(least[visits], cost);
      }
      for (int v = 0; v <= p->demand[i].visits; v++) {
        if (rhythms_least(rhythms, i, v) > least[v])
          fail_msg("seed %u, client %d, %d visits: %ld above %ld", seed, i, v,
                   (long)rhythms_least(rhythms, i, v), (long)least[v]);
        clients += least[v] < RHYTHM_NONE;
        equal += least[v] < RHYTHM_NONE && rhythms_least(rhythms, i, v) == least[v];
      }
    }
  }
  assert_true(clients > PROBLEMS && equal * 100 > clients * 95);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_calendars)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
