// SPDX-License-Identifier: GPL-3.0-or-later
// Two reps, and a client whom the estimate leaves with the wrong one; routes know better.
#include "solver/align_routes.h"
#include "tests/unit/toy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { BORDER, WEST, EAST, CLIENTS };
static const AlignOptions options = {.nodes = 1000};
static const double WEST_HOME = 0, EAST_HOME = 0.5;

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *plan; // NULL: none
  AlignTravel *driving;
  Alignment *alignment;
} Case;

static void stand(Territory *t, int client, double lat, double lon)
{
  territory_client(t, client)->lat = lat;
  territory_client(t, client)->lon = lon;
}

// On the equator, both reps at home there. The border client is R1's and nearer to him. He goes there once a week for it
// alone; R2 passes by on his way to a client beyond it, whom he keeps, as R1 keeps his own on the other side.
static Territory *territory_new_line(void)
{
  Territory *t = toy_new(CLIENTS, 14);
  toy_add_rep(t);
  for (int j = 0; j < 2; j++) {
    territory_rep(t, j)->speed_kmh = 60;
    territory_rep(t, j)->cost_hour = 20 * MONEY_ONE;
    territory_rep(t, j)->lat = 0;
    territory_rep(t, j)->lon = j == 0 ? WEST_HOME : EAST_HOME;
  }
  for (int i = 0; i < CLIENTS; i++)
    toy_set_visits(t, i, 2);
  stand(t, BORDER, 0, 0.2);
  stand(t, WEST, 0, -0.1);
  stand(t, EAST, 0, 0.19);
  territory_client(t, EAST)->rep = 1;
  align_rules_set(t, "balance", "none");
  align_rules_set(t, "change_hours", "0");
  align_rules_set(t, "change_sales_pct", "0");
  align_rules_set(t, "lock", "C2, C3");
  return t;
}

// R1 sees the border client on Tuesdays, his other one on Mondays; R2 is out on Wednesdays.
static Plan *plan_of(const Case *c)
{
  static const struct {
    int client, rep;
    const char *day[2];
  } visits[] = {{WEST, 0, {"2027-01-04", "2027-01-11"}},
                {BORDER, 0, {"2027-01-05", "2027-01-12"}},
                {EAST, 1, {"2027-01-06", "2027-01-13"}}};
  Plan *plan = plan_new();
  for (size_t v = 0; v < G_N_ELEMENTS(visits); v++) {
    for (int k = 0; k < 2; k++)
      toy_visit(plan, visits[v].client, visits[v].rep, visits[v].day[k], toy_time(10, 0), 1800);
  }
  plan_tally(plan, c->territory, c->calendar, c->travel);
  return plan;
}

static Case solve(bool with_plan)
{
  Case c = {.territory = territory_new_line()};
  c.calendar = calendar_new(c.territory);
  c.travel = travel_new(c.territory);
  c.plan = with_plan ? plan_of(&c) : NULL;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Attributes) attributes = attributes_new(c.territory);
  g_autoptr(AlignRules) rules = align_rules_read(c.territory, attributes, findings);
  c.driving = align_travel_new(c.territory, c.calendar, c.travel, c.plan);
  AlignCase *question =
      align_case_build(c.territory, c.calendar, c.travel, c.driving, rules, attributes, findings);
  assert_non_null(question);
  c.alignment = align_solve(question, c.territory, c.driving, &options);
  return c;
}

static void case_clear(Case *c)
{
  alignment_free(c->alignment);
  align_travel_free(c->driving);
  if (c->plan)
    plan_free(c->plan);
  travel_free(c->travel);
  calendar_free(c->calendar);
  territory_free(c->territory);
}

static double leg_s(const Case *c, int rep, int from, int to)
{
  return travel_leg(c->travel, rep, from, to).travel_s;
}

static void assert_same(double a, double b)
{
  assert_true(fabs(a - b) < 1e-6);
}

static void test_routes_know_better(void **state)
{
  (void)state;
  Case estimated = solve(false), c = solve(true);
  assert_int_equal(estimated.alignment->rep[BORDER], 0);
  assert_int_equal(c.alignment->rep[BORDER], 0); // so say the calendar's means, too
  const double measured_s = c.driving->travel_s[align_pair(c.alignment->question, BORDER, 0)];
  const AlignRoutes routes = {c.territory, c.calendar, c.travel, c.plan};
  align_by_routes(c.alignment, &routes, c.driving, &options);
  assert_int_equal(c.alignment->rep[BORDER], 1);
  assert_int_equal(c.alignment->status, PLAN_OPTIMAL);
  assert_int_equal(c.alignment->routes->len, 1);
  const AlignRoute *route = &g_array_index(c.alignment->routes, AlignRoute, 0);
  const int home = place_start(c.territory, 0), other = place_start(c.territory, 1);
  assert_int_equal(route->client, BORDER);
  assert_int_equal(route->rep, 1);
  assert_same(route->out_s, leg_s(&c, 0, home, BORDER) + leg_s(&c, 0, BORDER, home));
  assert_same(route->in_s,
              leg_s(&c, 1, other, BORDER) + leg_s(&c, 1, BORDER, EAST) - leg_s(&c, 1, other, EAST));
  assert_true(route->estimated_s > measured_s && route->in_s < measured_s / 2);
  // Today stays what the calendar drives; what is saved is what the routes say.
  double before_s = 0, after_s = 0, driven_s = 0;
  for (int j = 0; j < 2; j++) {
    before_s += c.alignment->before->drive_s[j];
    after_s += c.alignment->after->drive_s[j];
  }
  for (guint d = 0; d < c.plan->days->len; d++)
    driven_s += plan_day(c.plan, d)->travel_s;
  assert_same(before_s, driven_s);
  assert_same(before_s - after_s, 2 * (route->out_s - route->in_s));
  case_clear(&c);
  case_clear(&estimated);
}

// Where the other rep is out on no day on which the client is open, there is no route to try.
static void test_no_route(void **state)
{
  (void)state;
  Case c = solve(true);
  territory_client(c.territory, BORDER)->weekdays = 1U << 1; // Tuesdays
  const size_t at = align_pair(c.alignment->question, BORDER, 1);
  const double estimated_s = c.driving->travel_s[at];
  const AlignRoutes routes = {c.territory, c.calendar, c.travel, c.plan};
  align_by_routes(c.alignment, &routes, c.driving, &options);
  assert_int_equal(c.alignment->routes->len, 0);
  assert_int_equal(c.alignment->rep[BORDER], 0);
  assert_same(c.driving->travel_s[at], estimated_s);
  case_clear(&c);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_routes_know_better),
                                     cmocka_unit_test(test_no_route)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
