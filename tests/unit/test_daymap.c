// SPDX-License-Identifier: GPL-3.0-or-later
// Days of one solution matched with those of another, against all permutations.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/cross.h"
#include "solver/daymap.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

enum { DAYS = 5 };

// Five days, two vehicles: clients who come once, on two days, on three, or every day.
static Problem *pattern_problem(uint64_t seed)
{
  static const uint64_t once[] = {0x01, 0x02, 0x04, 0x08, 0x10}, twice[] = {0x05, 0x0a, 0x14},
                        thrice[] = {0x15, 0x0b, 0x1a}, daily[] = {0x1f};
  static const struct {
    const uint64_t *pattern;
    int patterns, visits;
  } kinds[] = {{once, 5, 1}, {once, 5, 1}, {twice, 3, 2}, {thrice, 3, 3}, {daily, 1, 5}};
  Problem *p = instance_new(&(InstanceSpec){.seed = seed, .clients = 25, .reps = 2, .weeks = 1});
  for (int i = 0; i < p->n; i++) {
    p->demand[i].pattern = kinds[i % 5].pattern;
    p->demand[i].patterns = kinds[i % 5].patterns;
    p->demand[i].visits = kinds[i % 5].visits;
  }
  return p;
}

static uint64_t days_of(const Problem *p, const Solution *solution, int client)
{
  uint64_t days = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
      days |= solution->client[k] == client ? UINT64_C(1) << p->slot[s].day : 0;
  }
  return days;
}

static int count_shared(const Problem *p, const Solution *to, const Solution *from, const int *day_to)
{
  int shared = 0;
  for (int i = 0; i < p->n; i++) {
    const uint64_t days = days_of(p, from, i);
    uint64_t image = 0;
    for (int day = 0; day < p->days; day++)
      image |= days >> day & 1 ? UINT64_C(1) << day_to[day] : 0;
    for (int k = 0; k < p->demand[i].patterns; k++) {
      if (p->demand[i].pattern[k] == image)
        shared += __builtin_popcountll(image & days_of(p, to, i));
    }
  }
  return shared;
}

static int most_shared(const Problem *p, const Solution *to, const Solution *from, int *day_to, int placed)
{
  int most = 0;
  if (placed == DAYS)
    return count_shared(p, to, from, day_to);
  for (int day = placed; day < DAYS; day++) {
    const int here = day_to[placed];
    day_to[placed] = day_to[day];
    day_to[day] = here;
    most = MAX(most, most_shared(p, to, from, day_to, placed + 1));
    day_to[day] = day_to[placed];
    day_to[placed] = here;
  }
  return most;
}

static void test_against_all(void **state G_GNUC_UNUSED)
{
  int best = 0, tried = 0;
  for (uint64_t seed = 1; seed <= 12; seed++) {
    g_autoptr(Problem) p = pattern_problem(seed);
    assert_true(daymap_applies(p));
    g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = seed}, 400);
    g_autoptr(Solution) b = search_run(p, &(EngineOptions){.seed = seed + 100}, 400);
    int day_to[16], all[16], seen = 0;
    const int shared = daymap_find(p, a, b, day_to);
    for (int day = 0; day < p->days; day++) {
      all[day] = day;
      seen |= 1 << day_to[day];
    }
    assert_int_equal(seen, (1 << p->days) - 1);
    assert_int_equal(shared, count_shared(p, a, b, day_to));
    const int most = most_shared(p, a, b, all, 0);
    assert_true(shared <= most && shared >= count_shared(p, a, b, all));
    best += shared == most;
    tried++;
  }
  assert_true(best * 10 >= tried * 9);
}

// A week backwards is the same week where no pattern says otherwise.
static void test_backwards(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = pattern_problem(3);
  static const uint64_t once[] = {0x01, 0x02, 0x04, 0x08, 0x10};
  for (int i = 0; i < p->n; i++) {
    p->demand[i].pattern = once;
    p->demand[i].patterns = 5;
    p->demand[i].visits = 1;
  }
  g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = 1}, 400);
  g_autoptr(Solution) b = solution_new(p, a->first[p->slots]);
  int at = 0;
  for (int s = 0; s < p->slots; s++) {
    b->first[s] = at;
    for (int t = 0; t < p->slots; t++) {
      const bool mirror = p->slot[t].rep == p->slot[s].rep && p->slot[t].day == DAYS - 1 - p->slot[s].day;
      for (int k = a->first[t]; k < a->first[t + 1] && mirror; k++)
        b->client[at++] = a->client[k];
    }
  }
  b->first[p->slots] = at;
  assert_int_equal(at, a->first[p->slots]);
  int day_to[16];
  assert_int_equal(daymap_find(p, a, b, day_to), at);
  assert_true(cross_distance(p, a, b) == 0);
}

// Where the rhythm counts, days keep their names.
static void test_no_patterns(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 1, .clients = 10, .weeks = 1});
  assert_false(daymap_applies(p));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_all),
      cmocka_unit_test(test_backwards),
      cmocka_unit_test(test_no_patterns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
