// SPDX-License-Identifier: GPL-3.0-or-later
// Joining reports with a plan, and what is measured, against a few visits counted by hand.
#include "model/learn.h"
#include "model/moves.h"
#include "tests/unit/toy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void report(Territory *territory, const char *iso, int client, ActualStatus status, int minutes,
                   int sales)
{
  const Actual actual = {.day = toy_day(iso),
                         .client = client,
                         .status = status,
                         .visit_s = minutes < 0 ? -1 : minutes * MINUTE_S,
                         .sales = sales < 0 ? MONEY_NONE : sales * MONEY_ONE,
                         .activity = g_strdup(""),
                         .result = g_strdup(""),
                         .notes = g_strdup("")};
  g_array_append_val(territory->actuals, actual);
}

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *plan;
} Case;

static Case case_new(int clients)
{
  Case c = {.territory = toy_new(clients, 14), .plan = plan_new()};
  toy_matrix(c.territory, 600, 5000);
  for (int i = 0; i < clients; i++)
    toy_set_visits(c.territory, i, 2);
  c.calendar = calendar_new(c.territory);
  c.travel = travel_new(c.territory);
  return c;
}

static void case_clear(Case *c)
{
  plan_free(c->plan);
  travel_free(c->travel);
  calendar_free(c->calendar);
  territory_free(c->territory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

// Week 1: C1 Monday, C2 Tuesday, C3 Wednesday; the same in week 2.
static void plan_weeks(Case *c)
{
  static const char *const days[2][3] = {{"2027-01-04", "2027-01-05", "2027-01-06"},
                                         {"2027-01-11", "2027-01-12", "2027-01-13"}};
  for (int week = 0; week < 2; week++) {
    for (int client = 0; client < 3; client++)
      toy_visit(c->plan, client, 0, days[week][client], toy_time(9, 0), 30 * MINUTE_S);
  }
  plan_tally(c->plan, c->territory, c->calendar, c->travel);
}

static void reports_find_their_visits(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(3);
  plan_weeks(&c);
  report(c.territory, "2027-01-04", 0, ACTUAL_DONE, 30, 100);  // 0: as planned
  report(c.territory, "2027-01-07", 1, ACTUAL_DONE, 40, 200);  // 1: two days late
  report(c.territory, "2027-01-06", 2, ACTUAL_MISSED, -1, -1); // 2: said to be missed
  report(c.territory, "2027-01-08", 2, ACTUAL_EXTRA, 20, 50);  // 3: says so
  report(c.territory, "2027-01-11", 0, ACTUAL_DONE, -1, -1);   // 4: as planned, nothing more told
  report(c.territory, "2027-01-11", 0, ACTUAL_DONE, -1, 30);   // 5: told twice
  report(c.territory, "2026-12-30", 0, ACTUAL_DONE, 30, 999);  // 6: before the horizon
  g_autoptr(Join) join = join_new(c.territory, c.plan, toy_day("2027-01-12"));
  static const Role roles[] = {ROLE_DONE, ROLE_MOVED,  ROLE_MISSED, ROLE_EXTRA,
                               ROLE_DONE, ROLE_DOUBLE, ROLE_OUTSIDE};
  for (size_t k = 0; k < G_N_ELEMENTS(roles); k++)
    assert_int_equal(join->role[k], roles[k]);
  // In the plan's order: C1 4th, C2 5th, C3 6th, C1 11th, C2 12th, C3 13th (after the date).
  static const Fate fates[] = {FATE_DONE, FATE_MOVED, FATE_MISSED, FATE_DONE, FATE_MISSED, FATE_FUTURE};
  for (size_t k = 0; k < G_N_ELEMENTS(fates); k++)
    assert_int_equal(join->fate[k], fates[k]);
}

static void silence_is_told_apart(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(3);
  plan_weeks(&c);
  report(c.territory, "2027-01-05", 1, ACTUAL_DONE, 30, 100);
  g_autoptr(Join) join = join_new(c.territory, c.plan, toy_day("2027-01-17"));
  assert_int_equal(join->fate[0], FATE_MISSED); // he reported that week
  assert_int_equal(join->fate[3], FATE_UNREPORTED);
}

static void figures_are_those_counted_by_hand(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(3);
  plan_weeks(&c);
  for (int i = 0; i < 3; i++)
    territory_client(c.territory, i)->sales = 1000 * MONEY_ONE;
  report(c.territory, "2027-01-04", 0, ACTUAL_DONE, 60, 400);
  report(c.territory, "2027-01-05", 1, ACTUAL_DONE, 30, 500);
  report(c.territory, "2027-01-06", 2, ACTUAL_MISSED, -1, 70); // ordered by telephone
  g_autoptr(Measure) measure = measure_new(c.territory, c.calendar, c.plan, toy_day("2027-01-10"));
  const Tally *all = &g_array_index(measure->tallies, Tally, 0);
  assert_int_equal(all->planned, 3);
  assert_int_equal(all->done, 2);
  assert_int_equal(all->missed, 1);
  assert_int_equal(all->clients, 3);
  assert_int_equal(all->seen, 2);
  assert_int_equal(all->timed_done_s, 90 * MINUTE_S);
  const SalesTally *sales = &g_array_index(measure->sales, SalesTally, 0);
  assert_true(sales->expected == 1500 * MONEY_ONE);
  assert_true(sales->done == 970 * MONEY_ONE);
  Money sum = 0;
  for (int k = 0; k < CAUSES; k++)
    sum += sales->part[k];
  assert_true(sum == sales->done - sales->expected);
  assert_true(sales->part[CAUSE_OTHER] == 70 * MONEY_ONE);
}

// Plans differ by one visit moved and one dropped: the nearest are taken for the same.
static void moves_pair_what_is_near(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(1);
  toy_set_visits(c.territory, 0, 3);
  g_autoptr(Plan) after = plan_new();
  toy_visit(c.plan, 0, 0, "2027-01-04", toy_time(9, 0), 1800);
  toy_visit(c.plan, 0, 0, "2027-01-08", toy_time(9, 0), 1800);
  toy_visit(c.plan, 0, 0, "2027-01-13", toy_time(9, 0), 1800);
  toy_visit(after, 0, 0, "2027-01-12", toy_time(9, 0), 1800);
  toy_visit(after, 0, 0, "2027-01-08", toy_time(10, 0), 1800);
  plan_tally(c.plan, c.territory, c.calendar, c.travel);
  plan_tally(after, c.territory, c.calendar, c.travel);
  g_autoptr(GArray) moves = moves_between(c.plan, after, c.territory, 0);
  assert_int_equal(moves->len, 3);
  assert_int_equal(g_array_index(moves, Move, 0).kind, MOVE_RETIMED);
  assert_int_equal(g_array_index(moves, Move, 1).kind, MOVE_DROPPED);
  assert_int_equal(g_array_index(moves, Move, 2).kind, MOVE_MOVED);
  assert_int_equal(plan_visit(c.plan, (guint)g_array_index(moves, Move, 2).before)->day,
                   toy_day("2027-01-13"));
}

// Two reports move little, many even ones move all but everything.
static void learning_trusts_many_more_than_few(void **unused)
{
  (void)unused;
  double weight[2];
  for (int many = 0; many < 2; many++) {
    const int clients = many ? 40 : 2;
    g_auto(Case) c = case_new(clients);
    Group *group = territory_add_group(c.territory);
    group->id = g_strdup("A");
    group->name = g_strdup("A");
    group->visit_s = 30 * MINUTE_S;
    for (int i = 0; i < clients; i++) {
      territory_client(c.territory, i)->group = 0;
      report(c.territory, "2027-01-05", i, ACTUAL_EXTRA, i % 2 ? 50 : 30, -1);
    }
    plan_tally(c.plan, c.territory, c.calendar, c.travel);
    g_autoptr(Measure) measure = measure_new(c.territory, c.calendar, c.plan, toy_day("2027-01-08"));
    g_autoptr(GArray) learned = learn_from(measure);
    assert_int_equal(learned->len, 1);
    const Learned *one = &g_array_index(learned, Learned, 0);
    assert_int_equal(one->kind, LEARN_MINUTES);
    assert_true(fabs(one->measured - 40) < 1e-9);
    assert_true(one->learned >= 30 && one->learned <= 40);
    assert_int_equal(one->proposed, many);
    weight[many] = one->weight;
  }
  assert_true(weight[0] < 0.5 && weight[1] > 0.8);
}

// Of sixty clients one takes twice as long: it alone is proposed. A second visit is not enough.
static void learning_finds_the_client_that_differs(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(60);
  Group *group = territory_add_group(c.territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  group->visit_s = 30 * MINUTE_S;
  static const char *const days[] = {"2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07"};
  for (int i = 0; i < 60; i++) {
    territory_client(c.territory, i)->group = 0;
    for (int k = 0; k < (i == 8 ? 2 : 4); k++) // C9 was seen twice, an hour each
      report(c.territory, days[k], i, ACTUAL_EXTRA, (i == 7 || i == 8 ? 60 : 28) + (k % 2 ? 3 : 0), -1);
  }
  plan_tally(c.plan, c.territory, c.calendar, c.travel);
  g_autoptr(Measure) measure = measure_new(c.territory, c.calendar, c.plan, toy_day("2027-01-08"));
  g_autoptr(GArray) learned = learn_from(measure);
  assert_int_equal(learned->len, 1 + 59); // the group, and all but C9
  for (guint k = 1; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    assert_true(one->client >= 0 && one->client != 8);
    assert_int_equal(one->proposed, one->client == 7);
    if (one->client == 7)
      assert_true(one->learned > 45 && one->learned < one->measured);
  }
}

// A rep takes twenty minutes for legs of ten: half the speed. Legs after a missed visit do not count.
static void learning_finds_the_speed(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new(12);
  for (int i = 0; i < 12; i++) {
    const char *day = i < 6 ? "2027-01-04" : "2027-01-05";
    toy_visit(c.plan, i, 0, day, toy_time(9, 0) + (i % 6) * 2400, 1800);
    report(c.territory, day, i, i == 5 ? ACTUAL_MISSED : ACTUAL_DONE, 30, -1);
    g_array_index(c.territory->actuals, Actual, i).travel_s = 1200;
  }
  territory_rep(c.territory, 0)->speed_kmh = 40;
  plan_tally(c.plan, c.territory, c.calendar, c.travel);
  g_autoptr(Measure) measure = measure_new(c.territory, c.calendar, c.plan, toy_day("2027-01-08"));
  g_autoptr(GArray) learned = learn_from(measure);
  assert_int_equal(learned->len, 1);
  const Learned *one = &g_array_index(learned, Learned, 0);
  assert_int_equal(one->kind, LEARN_SPEED);
  assert_int_equal(one->cases, 11);
  assert_true(fabs(one->measured - 20) < 1e-9);
  assert_true(one->learned >= 20 && one->learned < 21 && one->low <= one->learned &&
              one->learned <= one->high);
  assert_false(one->proposed); // the plan's times come from a matrix
  c.territory->settings.travel = TRAVEL_HAVERSINE;
  g_autoptr(GArray) again = learn_from(measure);
  assert_true(g_array_index(again, Learned, 0).proposed);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reports_find_their_visits),
      cmocka_unit_test(silence_is_told_apart),
      cmocka_unit_test(figures_are_those_counted_by_hand),
      cmocka_unit_test(moves_pair_what_is_near),
      cmocka_unit_test(learning_trusts_many_more_than_few),
      cmocka_unit_test(learning_finds_the_client_that_differs),
      cmocka_unit_test(learning_finds_the_speed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
