// SPDX-License-Identifier: GPL-3.0-or-later
// What is solved once is not solved again, and what is taken from the store is what would have been found.
#include "solver/digest.h"
#include "solver/planner.h"
#include "tests/unit/tiny.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CLIENTS = 6 };

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
} Case;

// Two reps, three clients each; R2 is in the field for that share of his time.
static Case case_new(double share)
{
  Case c = {.territory = toy_new(CLIENTS, 14)};
  const int second = toy_add_rep(c.territory);
  territory_rep(c.territory, second)->field_share = share;
  for (int i = 0; i < CLIENTS; i++) {
    toy_set_visits(c.territory, i, 1 + i % 2);
    territory_client(c.territory, i)->rep = i % 2;
  }
  toy_matrix(c.territory, 600, 5000);
  c.calendar = calendar_new(c.territory);
  c.travel = travel_new(c.territory);
  return c;
}

static void case_clear(Case *c)
{
  calendar_free(c->calendar);
  travel_free(c->travel);
  territory_free(c->territory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static PlannerOptions options_of(GHashTable *store)
{
  return (PlannerOptions){.seed = 1, .effort = EFFORT_QUICK, .threads = 1, .store = store};
}

static Plan *run(const Case *c, const PlannerOptions *options)
{
  return planner_run(c->territory, c->calendar, c->travel, options);
}

static PlannerJob job_of(const Case *c)
{
  return (PlannerJob){.territory = c->territory, .calendar = c->calendar, .travel = c->travel};
}

static void expect_same(const Plan *a, const Plan *b)
{
  assert_int_equal(a->visits->len, b->visits->len);
  for (guint v = 0; v < a->visits->len; v++) {
    const Visit *x = plan_visit(a, v), *y = plan_visit(b, v);
    assert_int_equal(x->client, y->client);
    assert_int_equal(x->rep, y->rep);
    assert_int_equal(x->day, y->day);
    assert_int_equal(x->arrive_s, y->arrive_s);
  }
  assert_int_equal(a->unplanned->len, b->unplanned->len);
  assert_int_equal(plan_cost_total(a->cost), plan_cost_total(b->cost));
  assert_int_equal(a->bound, b->bound);
  assert_int_equal(a->status, b->status);
  for (guint k = 0; k < a->reps->len; k++) {
    const RepResult *x = &g_array_index(a->reps, RepResult, k), *y = &g_array_index(b->reps, RepResult, k);
    assert_int_equal(x->bound, y->bound);
    assert_int_equal(x->travel_bound_s, y->travel_bound_s);
    assert_int_equal(x->planned, y->planned);
  }
}

static void test_the_store_changes_nothing(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(1);
  g_autoptr(GHashTable) store = solved_store_new();
  const PlannerOptions plain = options_of(NULL), keeping = options_of(store);
  g_autoptr(Plan) without = run(&c, &plain), first = run(&c, &keeping);
  assert_int_equal(g_hash_table_size(store), 2);
  g_autoptr(Plan) second = run(&c, &keeping);
  assert_int_equal(g_hash_table_size(store), 2);
  expect_same(without, first);
  expect_same(without, second);
}

// R2 works less: R1's set has the key it had, and both plans come out of the store as they would without.
static void test_only_what_changes_is_solved(void **state)
{
  (void)state;
  g_auto(Case) base = case_new(1);
  g_auto(Case) less = case_new(0.2);
  g_autoptr(GHashTable) store = solved_store_new();
  const PlannerOptions options = options_of(store), plain = options_of(NULL);
  const PlannerJob jobs[] = {job_of(&base), job_of(&less), job_of(&base)};
  g_autoptr(GPtrArray) before = planner_keys(&jobs[0], &options), after = planner_keys(&jobs[1], &options);
  assert_string_equal(before->pdata[0], after->pdata[0]);
  assert_string_not_equal(before->pdata[1], after->pdata[1]);
  assert_int_equal(planner_solve(jobs, 3, NULL, &options), 3);
  assert_int_equal(planner_solve(jobs, 3, NULL, &options), 0);
  g_autoptr(Plan) base_known = run(&base, &options), base_fresh = run(&base, &plain);
  g_autoptr(Plan) less_known = run(&less, &options), less_fresh = run(&less, &plain);
  assert_int_equal(g_hash_table_size(store), 3);
  expect_same(base_known, base_fresh);
  expect_same(less_known, less_fresh);
}

// With activities, and a rep who has no time for all his visits: what was solved beforehand is found, with all that was
// proved, and no more is known of it than by solving it in place.
static void test_activities_and_missed_visits(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(0.1);
  Group *group = territory_add_group(c.territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  Activity activity = {.id = g_strdup("V"),
                       .objective = g_strdup(""),
                       .kpi = g_strdup(""),
                       .expected_result = g_strdup(""),
                       .resource = -1,
                       .times = 1,
                       .activity_s = 3 * MINUTE_S};
  g_array_append_val(c.territory->activities, activity);
  for (int i = 0; i < CLIENTS; i++) {
    territory_client(c.territory, i)->group = 0;
    toy_set_visits(c.territory, i, 4); // R2 has an hour a day, for one visit
  }
  g_autoptr(GHashTable) store = solved_store_new();
  const PlannerOptions options = options_of(store), plain = options_of(NULL);
  const PlannerJob job = job_of(&c);
  assert_int_equal(planner_solve(&job, 1, NULL, &options), 2);
  g_autoptr(Plan) found = run(&c, &options), solved = run(&c, &plain);
  assert_int_equal(g_hash_table_size(store), 2);
  expect_same(solved, found);
  const RepResult *second = &g_array_index(found->reps, RepResult, 1);
  assert_true(second->planned > 0 && second->planned < second->wanted);
  assert_true(second->travel_bound_s > 0 && second->travel_bound_s <= second->travel_s);
  assert_true(second->travel_core_s <= second->travel_bound_s);
}

static void test_a_share_is_solved(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(1);
  g_autoptr(GHashTable) store = solved_store_new(), only = g_hash_table_new(g_str_hash, g_str_equal);
  const PlannerOptions options = options_of(store);
  const PlannerJob job = job_of(&c);
  g_autoptr(GPtrArray) keys = planner_keys(&job, &options);
  g_hash_table_add(only, keys->pdata[1]);
  assert_int_equal(planner_solve(&job, 1, only, &options), 1);
  assert_true(g_hash_table_contains(store, keys->pdata[1]));
  assert_false(g_hash_table_contains(store, keys->pdata[0]));
}

// Seed, effort and gap are part of the key; so is a rep's serial number, wherever he stands in the file.
static void test_keys(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(1);
  const int serial[] = {0, 7};
  PlannerJob job = job_of(&c);
  PlannerOptions options = options_of(NULL);
  g_autoptr(GPtrArray) keys = planner_keys(&job, &options);
  job.serial = serial;
  g_autoptr(GPtrArray) moved = planner_keys(&job, &options);
  options.seed++;
  g_autoptr(GPtrArray) seeded = planner_keys(&job, &options);
  options.gap_pct = 5;
  g_autoptr(GPtrArray) gapped = planner_keys(&job, &options);
  assert_string_equal(keys->pdata[0], moved->pdata[0]);
  assert_string_not_equal(keys->pdata[1], moved->pdata[1]);
  assert_string_not_equal(moved->pdata[0], seeded->pdata[0]);
  assert_string_not_equal(seeded->pdata[0], gapped->pdata[0]);
}

// C2's only visit is one that the other rep has promised: R2 has no time at all. The checker finds the solver's costs.
static void test_a_visit_of_another_rep_alone(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(0.01);
  toy_add_appointment(c.territory, 1, 0, TOY_START, -1, 0);
  const PlannerOptions options = options_of(NULL);
  g_autoptr(Plan) plan = run(&c, &options);
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  assert_true(check_plan(plan, c.territory, "calendar.csv", NULL, findings, &totals));
  // two visits in 14 days are 10 days apart at most, and the horizon ends 14 days after the only one
  assert_int_equal(totals.cost.spacing, 4 * MONEY_ONE / 4);
  assert_int_equal(plan->cost.spacing, totals.cost.spacing);
  assert_int_equal(plan->cost.missed, totals.cost.missed);
  assert_int_equal(plan->cost.travel, totals.cost.travel);
}

static char *digest_of(const Problem *p)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  problem_digest(p, sum);
  return g_strdup(g_checksum_get_string(sum));
}

// Any field that is changed changes the fingerprint.
static void test_digest(void **state)
{
  (void)state;
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(Problem) p = tiny_problem(3);
  assert_true(p->n > 0 && p->slots > 0);
  g_autofree char *once = digest_of(p), *twice = digest_of(p);
  assert_string_equal(once, twice);
  assert_true(g_hash_table_add(seen, g_strdup(once)));
  int32_t *travel = (int32_t *)(uintptr_t)p->legs[0].travel;
  int64_t *counts[] = {&p->slot[0].max_load,   &p->demand[0].load,         &p->demand[0].miss_cost,
                       &p->demand[0].gap_cost, &p->demand[0].weekday_cost, &p->demand[0].keep_cost};
  int *numbers[] = {&p->slot[0].day,        &p->slot[0].max_visits, &p->slot[0].clock,
                    &p->demand[0].visits,   &p->demand[0].gap_min,  &p->demand[0].gap_max,
                    &p->demand[0].soft_min, &p->demand[0].soft_max, &p->demand[0].previous,
                    &p->demand[0].first_by, &p->weekday0,           &p->starts[0].count};
  for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
    *counts[i] ^= 1; // some are the largest number there is
    assert_true(g_hash_table_add(seen, digest_of(p)));
  }
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
    const int former = *numbers[i];
    *numbers[i] = former == STARTS_CAP ? former - 1 : former ^ 1;
    assert_true(g_hash_table_add(seen, digest_of(p)));
    *numbers[i] = former;
  }
  travel[1]++;
  assert_true(g_hash_table_add(seen, digest_of(p)));
  p->allowed[0] ^= 1;
  assert_true(g_hash_table_add(seen, digest_of(p)));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_store_changes_nothing),
      cmocka_unit_test(test_activities_and_missed_visits),
      cmocka_unit_test(test_only_what_changes_is_solved),
      cmocka_unit_test(test_a_share_is_solved),
      cmocka_unit_test(test_keys),
      cmocka_unit_test(test_a_visit_of_another_rep_alone),
      cmocka_unit_test(test_digest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
