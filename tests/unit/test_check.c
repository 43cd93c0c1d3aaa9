// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a plan, recomputed; and random plans, each broken in one way that must be seen.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/base_plan.h"

static void test_valid_plan_adds_up(void **state)
{
  (void)state;
  g_auto(Base) base = base_new();
  bool valid;
  CheckTotals totals;
  base.territory->settings.cost_km = rep_at(&base, 0)->cost_km = MONEY_ONE / 4;
  g_autofree char *said = messages(&base, &valid, &totals);
  assert_string_equal(said, "");
  assert_int_equal(totals.travel_s, 12 * 10 * MINUTE_S);
  assert_int_equal(totals.travel_m, 96000);
  assert_int_equal(totals.visit_s, 7 * 30 * MINUTE_S);
  assert_int_equal(totals.wait_s, 0);
  assert_int_equal(totals.planned, 7);
  assert_int_equal(totals.wanted, 7);
  assert_int_equal(totals.unplanned, 0);
  assert_int_equal(totals.breaks, 0);
  // A leg costs a sixth of an hour and two quarters of eight kilometres, rounded to the millionth.
  assert_int_equal(totals.cost.travel, 12 * (166667 + 2 * MONEY_ONE));
  assert_int_equal(totals.cost.missed + totals.cost.spacing + totals.cost.weekday, 0);
}

static void test_costs_of_what_is_not_ideal(void **state)
{
  (void)state;
  g_auto(Base) base = base_new();
  bool valid;
  CheckTotals totals;
  // C1 gets its third visit one day late, off its weekday: gaps of 7, 8, 6 days, within 4 to 10.
  visit_at(&base, C1_THIRD)->day++;
  visit_at(&base, C1_THIRD)->arrive_s = toy_time(8, 10);
  // C2 wants three, of a value of 5 each: 10 days wanted, 5 to 14 allowed; its gap of 14 is right, so is its end.
  toy_set_visits(base.territory, 1, 3);
  client_at(&base, 1)->value = 5 * MONEY_ONE;
  g_autofree char *said = messages(&base, &valid, &totals);
  assert_string_equal(said, "");
  assert_true(valid);
  assert_int_equal(totals.unplanned, 1);
  assert_int_equal(totals.breaks, 0);
  assert_int_equal(totals.cost.weekday, MONEY_ONE / 20);
  assert_int_equal(totals.cost.spacing, 0);
  // The floor is one unit: there and back is a third of an hour.
  assert_int_equal(totals.cost.missed, 6 * MONEY_ONE);
  // C1 six days early: gaps of 1 and 13: three days short, three days long, two breaks.
  visit_at(&base, C1_THIRD)->day = toy_day("2027-01-12");
  g_autofree char *again = messages(&base, &valid, &totals);
  assert_string_equal(again, "");
  assert_int_equal(totals.breaks, 2);
  assert_int_equal(totals.cost.spacing, 6 * MONEY_ONE / 4);
}

// Nothing before the first visit, nothing after the last: as if one lay just outside the horizon.
static void test_edges_cost(void **state)
{
  (void)state;
  g_auto(Base) base = base_new();
  bool valid;
  CheckTotals totals;
  // C1 wants four, 10 days apart at most. Its second and third visit alone: the end comes 14 days later.
  g_array_remove_index(base.plan->visits, C1_FOURTH);
  g_array_remove_index(base.plan->visits, C1_FIRST);
  g_autofree char *two = messages(&base, &valid, &totals);
  assert_string_equal(two, "");
  assert_int_equal(totals.cost.spacing, 4 * MONEY_ONE / 4);
  assert_int_equal(totals.breaks, 0);
  // The third alone: on day 14, where day 9 is the last that is free of charge.
  g_array_remove_index(base.plan->visits, C1_SECOND - 1);
  g_autofree char *one = messages(&base, &valid, &totals);
  assert_string_equal(one, "");
  assert_int_equal(totals.cost.spacing, (5 + 4) * MONEY_ONE / 4);
  // A last visit makes the beginning a gap like any other: 17 days, 7 too many.
  client_at(&base, 0)->last_visit = toy_day("2027-01-01");
  g_autofree char *since = messages(&base, &valid, &totals);
  assert_string_equal(since, "");
  assert_int_equal(totals.cost.spacing, (7 + 4) * MONEY_ONE / 4);
  assert_int_equal(totals.breaks, 1);
  // Hard limits are not paid for.
  client_at(&base, 0)->max_gap = 17;
  g_autofree char *hard = messages(&base, &valid, &totals);
  assert_string_equal(hard, "");
  assert_int_equal(totals.cost.spacing, 0);
  assert_int_equal(totals.breaks, 0);
}

// A plan of some reps alone is not blamed for the others' clients.
static void test_scope(void **state)
{
  (void)state;
  g_auto(Base) base = base_new();
  int other = toy_add_rep(base.territory);
  client_at(&base, 2)->rep = other;
  toy_matrix(base.territory, 10 * MINUTE_S, 8000);
  g_array_remove_index(base.plan->visits, C3_ONLY);
  toy_add_appointment(base.territory, 2, other, "2027-01-13", -1, 0);
  expect_broken(&base, "the appointment of 2027-01-13");
  RepResult result = {.rep = 0};
  g_array_append_val(base.plan->reps, result);
  expect_valid(&base);
  bool valid;
  CheckTotals totals;
  g_autofree char *said = messages(&base, &valid, &totals);
  assert_string_equal(said, "");
  assert_int_equal(totals.wanted, 6);
  assert_int_equal(totals.unplanned, 0);
}

// ---- Random plans, each broken in one way ----

enum { RANDOM_CLIENTS = 24, RANDOM_DAYS = 28 };

static Territory *random_territory(GRand *rand)
{
  Territory *territory = toy_new(RANDOM_CLIENTS, RANDOM_DAYS);
  Rep *rep = territory_rep(territory, 0);
  rep->lat = rep->end_lat = 4.65;
  rep->lon = rep->end_lon = -74.1;
  for (int i = 0; i < RANDOM_CLIENTS; i++) {
    Client *client = territory_client(territory, i);
    client->lat = rep->lat + g_rand_double_range(rand, -0.15, 0.15);
    client->lon = rep->lon + g_rand_double_range(rand, -0.15, 0.15);
    client->visit_s = g_rand_int_range(rand, 20, 70) * MINUTE_S;
    toy_set_visits(territory, i, g_rand_int_range(rand, 1, 4));
  }
  return territory;
}

// Fills the days in turn, every visit as early as it can be: no second can be taken from any drive.
static Plan *packed_plan(const Territory *territory, GRand *rand)
{
  Plan *plan = plan_new();
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  int left[RANDOM_CLIENTS], next = 0;
  for (int i = 0; i < RANDOM_CLIENTS; i++)
    left[i] = client_visits(territory, territory_client(territory, i))->max;
  for (Day day = calendar->start; day < calendar->start + calendar->days; day++) {
    const WorkDay *workday = calendar_day(calendar, 0, day);
    int stops = workday->segments ? g_rand_int_range(rand, 1, 6) : 0, place = place_start(territory, 0);
    int32_t clock = 0;
    for (int tries = 0; tries < RANDOM_CLIENTS && stops > 0; tries++, next = (next + 7) % RANDOM_CLIENTS) {
      const Client *client = territory_client(territory, next);
      Leg leg = travel_leg(travel, 0, place, next);
      Leg back = travel_leg(travel, 0, next, place_end(territory, 0));
      int32_t arrive = workday_time(workday, clock + leg.travel_s, false);
      Window starts[STARTS_MAX];
      int count = client_starts(client, workday, client->visit_s, starts), s = 0;
      while (s < count && starts[s].to < arrive)
        s++;
      if (left[next] == 0 || s == count)
        continue;
      int32_t start = MAX(arrive, starts[s].from), leave = start + client->visit_s;
      if (workday_clock(workday, leave) + back.travel_s > workday->work_s)
        continue;
      Visit visit = {.resource = -1,
                     .client = next,
                     .day = day,
                     .arrive_s = arrive,
                     .leave_s = leave,
                     .wait_s = start - arrive,
                     .visit_s = client->visit_s,
                     .stop = tries + 1};
      g_array_append_val(plan->visits, visit);
      clock = workday_clock(workday, leave);
      place = next;
      left[next]--;
      stops--;
    }
  }
  return plan;
}

// Breaks visit v in the k-th way; returns what is broken, NULL when this way is not open.
static const char *mutate(Plan *plan, guint v, int way)
{
  Visit *visit = plan_visit(plan, v);
  bool follows = v + 1 < plan->visits->len && plan_visit(plan, v + 1)->day == visit->day;
  switch (way) {
  case 0: // a second less on the road
    visit->arrive_s--;
    visit->wait_s++;
    return visit->arrive_s == toy_time(12, 0) - 1 ? NULL : "arrived too early";
  case 1: visit->visit_s--; return "minutes do not add up";
  case 2:
    visit->leave_s++;
    visit->visit_s++;
    return follows ? "the next drive is too short" : NULL;
  case 3: visit->day += 6 - day_weekday(visit->day); return "on a Sunday";
  case 4: {
    Visit copy = *visit;
    g_array_append_val(plan->visits, copy);
    return "twice";
  }
  case 5: visit->client = (visit->client + 1) % RANDOM_CLIENTS; return NULL;
  case 6:
    visit->visit_s -= 60;
    visit->leave_s -= 60;
    return "too short";
  default: visit->day += 7 * 52; return "outside the horizon";
  }
}

static void test_mutations(void **state)
{
  (void)state;
  enum { PLANS = 60, WAYS = 8 };
  g_autoptr(GRand) rand = g_rand_new_with_seed(7);
  int broken = 0;
  for (int round = 0; round < PLANS; round++) {
    g_autoptr(Territory) territory = random_territory(rand);
    g_autoptr(Plan) plan = packed_plan(territory, rand);
    g_autoptr(Findings) none = findings_new();
    assert_true(check_plan(plan, territory, "calendar.csv", NULL, none, NULL));
    assert_int_equal(findings_count(none, FINDING_ERROR), 0);
    for (int way = 0; way < WAYS; way++) {
      g_autoptr(Plan) copy = plan_new();
      g_array_append_vals(copy->visits, plan->visits->data, plan->visits->len);
      const char *what = mutate(copy, (guint)g_rand_int_range(rand, 0, (gint32)copy->visits->len), way);
      g_autoptr(Findings) findings = findings_new();
      bool valid = check_plan(copy, territory, "calendar.csv", NULL, findings, NULL);
      assert_int_equal(valid, findings_count(findings, FINDING_ERROR) == 0);
      if (what && valid)
        fail_msg("round %d: not caught: %s", round, what);
      broken += what != NULL;
    }
  }
  assert_true(broken > 5 * PLANS);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_valid_plan_adds_up),
      cmocka_unit_test(test_edges_cost),
      cmocka_unit_test(test_costs_of_what_is_not_ideal),
      cmocka_unit_test(test_scope),
      cmocka_unit_test(test_mutations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
