// SPDX-License-Identifier: GPL-3.0-or-later
// The bound on travel of plans that do as much, against all plans of tiny problems that do: listed here with a length for
// every visit, timed by code of its own.
#include "solver/bound_parts.h"
#include "solver/given.h"
#include "tests/unit/tiny.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
  LENGTHS = 3,
  CODES = 81,
  CALENDARS = 400
}; // a visit: none, as it is, longer; of four clients on a day

typedef struct Listing {
  const Problem *p;
  int32_t more[TINY_CLIENTS]; // seconds of a long visit beyond another; 0: the client has none
  int visits[TINY_CLIENTS], longs[TINY_CLIENTS];
  Money tour[TINY_SLOTS][CODES];
  int calendars[TINY_CLIENTS];
  uint8_t calendar[TINY_CLIENTS][CALENDARS][TINY_SLOTS]; // length of the visit in each slot
  int64_t looked;
} Listing;

// When a visit that begins at or after `from` ends; -1: it cannot be.
static int64_t end_of_visit(const Listing *list, int slot, int i, int length, int64_t from, int32_t *service)
{
  const int32_t more = length == 2 ? list->more[i] : 0;
  const Starts *starts = problem_starts(list->p, i, slot, service);
  *service += more;
  for (int w = 0; w < starts->count; w++) {
    const int64_t start = MAX(from, starts->span[w].from);
    if (start <= starts->span[w].to - more)
      return start + *service;
  }
  return -1;
}

static bool keeps_limits(const Listing *list, int slot, const int *client, const int *length, int count)
{
  const Problem *p = list->p;
  const Slot *day = &p->slot[slot];
  int64_t clock = 0, travel = 0, work = 0, load = 0;
  int node = day->start;
  for (int k = 0; k < count; k++) {
    const int i = client[k];
    int32_t service;
    const int64_t leg = problem_travel(p, day, node, i);
    clock = end_of_visit(list, slot, i, length[i], clock + leg, &service);
    if (clock < 0)
      return false;
    travel += leg;
    work += service;
    load += p->demand[i].load;
    node = i;
  }
  const int64_t home = problem_travel(p, day, node, day->end);
  return clock + home <= day->length && travel + home + work <= day->max_work &&
         travel + home <= day->max_travel && count <= day->max_visits && load <= day->max_load;
}

static void try_orders(Listing *list, int slot, int *client, int placed, unsigned rest, const int *length,
                       Money *best)
{
  if (rest == 0 && keeps_limits(list, slot, client, length, placed))
    *best = MIN(*best, route_cost(list->p, slot, client, placed, NULL));
  for (int i = 0; i < list->p->n; i++) {
    if (rest >> i & 1) {
      client[placed] = i;
      try_orders(list, slot, client, placed + 1, rest & ~(1U << i), length, best);
    }
  }
}

static void fill_tours(Listing *list)
{
  for (int s = 0; s < list->p->slots; s++) {
    for (int code = 0; code < CODES; code++) {
      int client[TINY_CLIENTS], length[TINY_CLIENTS], rest = code;
      unsigned set = 0;
      for (int i = 0; i < TINY_CLIENTS; i++, rest /= LENGTHS) {
        length[i] = rest % LENGTHS;
        set |= (unsigned)(length[i] > 0) << i;
      }
      list->tour[s][code] = code == 0 ? 0 : INT64_MAX;
      if (code > 0 && set < 1U << list->p->n)
        try_orders(list, s, client, 0, set, length, &list->tour[s][code]);
    }
  }
}

static void add_calendar(Listing *list, int i, const uint8_t *length)
{
  const Problem *p = list->p;
  int slot[TINY_SLOTS], count = 0, longs = 0;
  for (int day = 0; day < p->days; day++) {
    for (int s = 0; s < p->slots; s++) {
      if (p->slot[s].day == day && length[s] > 0)
        slot[count++] = s;
    }
  }
  for (int s = 0; s < p->slots; s++) {
    const bool fixed = problem_fix(p, i, s) != NULL;
    if ((fixed && length[s] != 1) || (length[s] > 0 && !fixed && !problem_is_allowed(p, i, s)))
      return;
    longs += length[s] == 2;
  }
  if (count < list->visits[i] || longs < list->longs[i] || !calendar_is_admissible(p, i, slot, count))
    return;
  g_assert(list->calendars[i] < CALENDARS);
  memcpy(list->calendar[i][list->calendars[i]++], length, TINY_SLOTS);
}

static void fill_calendars(Listing *list)
{
  for (int i = 0; i < list->p->n; i++) {
    int codes = 1;
    for (int s = 0; s < list->p->slots; s++)
      codes *= LENGTHS;
    for (int code = 0; code < codes; code++) {
      uint8_t length[TINY_SLOTS] = {0};
      for (int s = 0, rest = code; s < list->p->slots; s++, rest /= LENGTHS)
        length[s] = (uint8_t)(rest % LENGTHS);
      add_calendar(list, i, length);
    }
  }
}

static void search(Listing *list, int i, int weight, int *code, Money *best)
{
  const Problem *p = list->p;
  if (i == p->n) {
    Money sum = 0;
    list->looked++;
    for (int s = 0; s < p->slots; s++) {
      const Money tour = list->tour[s][code[s]];
      if (tour == INT64_MAX)
        return;
      sum += tour;
    }
    *best = MIN(*best, sum);
    return;
  }
  for (int c = 0; c < list->calendars[i]; c++) {
    for (int s = 0; s < p->slots; s++)
      code[s] += weight * list->calendar[i][c][s];
    search(list, i + 1, weight * LENGTHS, code, best);
    for (int s = 0; s < p->slots; s++)
      code[s] -= weight * list->calendar[i][c][s];
  }
}

// Visits and long ones drawn; false where a listing would take too long or knows no such thing.
static bool draw(Listing *list, const Problem *p, guint32 seed)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(seed + 1000);
  *list = (Listing){.p = p};
  int64_t plans = 1;
  for (int i = 0; i < p->n; i++) {
    int fixes = 0;
    if (p->demand[i].patterns > 0)
      return false;
    for (int f = 0; f < p->fixes; f++)
      fixes += p->fix[f].client == i;
    if (fixes > p->demand[i].visits)
      return false;
    list->visits[i] = g_rand_int_range(dice, fixes, p->demand[i].visits + 1);
    list->longs[i] = list->visits[i] > fixes && g_rand_int_range(dice, 0, 3) > 0
                         ? g_rand_int_range(dice, 1, list->visits[i] - fixes + 1)
                         : 0;
    list->more[i] = list->longs[i] > 0 ? g_rand_int_range(dice, 1, 7) * 10 * MINUTE_S : 0;
  }
  fill_calendars(list);
  for (int i = 0; i < p->n; i++)
    plans *= list->calendars[i];
  return plans > 0 && plans < 200000;
}

static Money least_travel(Listing *list)
{
  int code[TINY_SLOTS] = {0};
  Money best = INT64_MAX;
  fill_tours(list);
  search(list, 0, 1, code, &best);
  return best;
}

static Given *given_of(const Listing *list)
{
  Longer longer[TINY_CLIENTS];
  int rows = 0;
  for (int i = 0; i < list->p->n; i++) {
    if (list->longs[i] > 0)
      longer[rows++] = (Longer){i, list->more[i], list->longs[i]};
  }
  return given_new(list->p, list->visits, longer, rows);
}

// Never above the least travel of all plans that do as much; often equal to it.
static void test_never_above_the_least(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 8000 };
  g_autofree Listing *list = g_new(Listing, 1);
  int compared = 0, tight = 0, longer = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!draw(list, p, seed))
      continue;
    const Money least = least_travel(list);
    if (least == INT64_MAX || least == 0)
      continue;
    g_autoptr(Given) given = given_of(list);
    const Money bound = given_travel(given, &(EngineOptions){.effort = EFFORT_BEST});
    if (bound > least)
      fail_msg("seed %u: bound %ld above travel %ld", seed, (long)bound, (long)least);
    compared++;
    tight += bound >= least - least / 100;
    longer += given->problem->n > p->n;
  }
  print_message("compared %d tight %d longer %d\n", compared, tight, longer);
  assert_true(compared > PROBLEMS / 5 && tight > compared / 4 && longer > compared / 8);
}

// ---- What a plan gives --------------------------------------------------------------------------------------------

static void add_activity(Territory *territory, int times, int minutes)
{
  Activity activity = {.id = g_strdup_printf("V%u", territory->activities->len),
                       .objective = g_strdup(""),
                       .kpi = g_strdup(""),
                       .expected_result = g_strdup(""),
                       .resource = -1,
                       .times = times,
                       .activity_s = minutes * MINUTE_S};
  g_array_append_val(territory->activities, activity);
}

// One client of a group, with so many visits in four weeks.
static Territory *make_territory(int visits)
{
  Territory *territory = toy_new(1, 28);
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  territory_client(territory, 0)->group = 0;
  toy_set_visits(territory, 0, visits);
  toy_matrix(territory, 600, 100);
  return territory;
}

typedef struct Made { // a plan of the first visits on the first days of each week, and what it gives
  Calendar *calendar;
  Travel *travel;
  Translation *tr;
  Solution *solution;
  Given *given;
} Made;

static Made make(const Territory *territory, int visits)
{
  const int rep = 0;
  Made made = {.calendar = calendar_new(territory), .travel = travel_new(territory)};
  made.tr = translate_reps(territory, made.calendar, made.travel, &rep, 1);
  translate_spread(made.tr);
  const Problem *p = made.tr->problem;
  made.solution = solution_new(p, visits);
  int at = 0;
  for (int s = 0; s < p->slots; s++) {
    made.solution->first[s] = at;
    const bool promised = problem_fix(p, 0, s) != NULL;
    if (at < visits && (promised || p->slot[s].day % 7 == 0))
      made.solution->client[at++] = 0;
  }
  made.solution->first[p->slots] = at;
  assert_int_equal(at, visits);
  g_autoptr(Plan) aside = plan_new();
  g_autoptr(ActivityPlan) timed = activities_place(made.tr, made.solution, NULL, NULL, aside->unmet);
  made.given = given_by_plan(made.tr, made.solution, timed);
  return made;
}

static void made_clear(Made *made)
{
  given_free(made->given);
  solution_free(made->solution);
  translation_free(made->tr);
  travel_free(made->travel);
  calendar_free(made->calendar);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

static void expect_copy(const Given *given, int j, int minutes, int visits, int least)
{
  const Demand *demand = &given->problem->demand[j];
  assert_int_equal(given->origin[j], 0);
  assert_int_equal(demand->service, minutes * MINUTE_S);
  assert_int_equal(demand->spread, 0);
  assert_int_equal(demand->visits, visits);
  assert_int_equal(demand->least, least);
}

// The plan itself is one of those that the bound is for.
static void expect_plan(const Given *given)
{
  const Problem *p = given->problem;
  int count[8] = {0};
  for (int s = 0; s < p->slots; s++) {
    for (int v = given->plan->first[s]; v < given->plan->first[s + 1]; v++)
      count[given->plan->client[v]]++;
    assert_true(route_times(p, s, given->plan->client + given->plan->first[s],
                            given->plan->first[s + 1] - given->plan->first[s], NULL) >= 0);
  }
  for (int j = 0; j < p->n; j++)
    assert_true(count[j] >= p->demand[j].least && count[j] <= p->demand[j].visits);
}

static void test_nothing_more_to_say(void **state G_GNUC_UNUSED)
{
  g_autoptr(Territory) territory = make_territory(4);
  g_auto(Made) made = make(territory, 4);
  assert_null(made.given);
}

// One of four visits is missed: a plan may make it, and need not.
static void test_missed(void **state G_GNUC_UNUSED)
{
  g_autoptr(Territory) territory = make_territory(4);
  g_auto(Made) made = make(territory, 3);
  assert_int_equal(made.given->problem->n, 1);
  expect_copy(made.given, 0, 30, 4, 3);
  expect_plan(made.given);
  // Three days out and back.
  const Money bound = given_travel(made.given, &(EngineOptions){.effort = EFFORT_QUICK});
  const SolutionCost cost = solution_cost(made.tr->problem, made.solution);
  assert_true(bound <= cost.travel && bound > cost.travel - cost.travel / 1000);
}

// Activities can share visits: as many long ones as the commonest asks for are sure, and the longest of them.
static void test_lengths(void **state G_GNUC_UNUSED)
{
  g_autoptr(Territory) territory = make_territory(4);
  add_activity(territory, 3, 10);
  add_activity(territory, 1, 25);
  g_auto(Made) made = make(territory, 4);
  const Given *given = made.given;
  assert_int_equal(given->problem->n, 3);
  expect_copy(given, 0, 30, 1, 1);
  expect_copy(given, 1, 55, 1, 1);
  expect_copy(given, 2, 40, 2, 2);
  for (int j = 0; j < 3; j++)
    assert_int_equal(given->problem->kin[j], 0);
  assert_int_equal(problem_travel(given->problem, &given->problem->slot[0], 0, 2), 0);
  expect_plan(given);
}

// An appointment can hold an activity, so one long visit less is sure besides; and it stays promised.
static void test_appointment(void **state G_GNUC_UNUSED)
{
  g_autoptr(Territory) territory = make_territory(4);
  add_activity(territory, 2, 10);
  toy_add_appointment(territory, 0, 0, TOY_START, -1, 0);
  g_auto(Made) made = make(territory, 4);
  const Given *given = made.given;
  assert_int_equal(given->problem->n, 2);
  expect_copy(given, 0, 30, 3, 3);
  expect_copy(given, 1, 40, 1, 1);
  assert_int_equal(given->problem->fixes, 1);
  assert_int_equal(given->problem->fix[0].client, 0);
  expect_plan(given);
}

// The same visits with other activities are another thing.
static void test_key(void **state G_GNUC_UNUSED)
{
  g_autoptr(Territory) one = make_territory(4), other = make_territory(4);
  add_activity(one, 2, 10);
  add_activity(other, 1, 20); // as many minutes
  g_auto(Made) a = make(one, 4);
  g_auto(Made) b = make(other, 4);
  g_auto(Made) c = make(one, 4);
  g_autofree char *key_a = given_key(a.given), *key_b = given_key(b.given), *key_c = given_key(c.given);
  assert_int_equal(a.tr->problem->demand[0].spread, b.tr->problem->demand[0].spread);
  assert_string_not_equal(key_a, key_b);
  assert_string_equal(key_a, key_c);
}

// Prices to begin with are priced exactly within the limits of the work that follows, and not at all after a stop.
static void test_begin(void **state G_GNUC_UNUSED)
{
  enum { STEPS = 1000000000 };
  g_autoptr(Territory) territory = make_territory(4);
  g_auto(Made) made = make(territory, 3);
  const Problem *p = made.given->problem;
  g_autoptr(EngineMaterial) left = engine_material_new();
  g_autoptr(Bound) first = bound_new(p);
  bound_improve(first, 0, NULL);
  bound_hand_over(first, left);
  assert_non_null(left->visit_price);
  const int origin[] = {0};
  const gint stop = 1;
  g_autoptr(Bound) stopped = bound_new(p);
  bound_begin(stopped, left, origin, p->n, STEPS, &(EngineOptions){.stop = &stop});
  assert_int_equal(bound_steps(stopped), 0);
  g_autoptr(Bound) whole = bound_new(p);
  bound_begin(whole, left, origin, p->n, STEPS, &(EngineOptions){0});
  assert_true(bound_steps(whole) > 0 && bound_core(whole) > bound_core(stopped));
  assert_int_equal(whole->joins, (int64_t)STEPS * JOINS_A_STEP);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_never_above_the_least),
      cmocka_unit_test(test_nothing_more_to_say),
      cmocka_unit_test(test_missed),
      cmocka_unit_test(test_lengths),
      cmocka_unit_test(test_appointment),
      cmocka_unit_test(test_key),
      cmocka_unit_test(test_begin),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
