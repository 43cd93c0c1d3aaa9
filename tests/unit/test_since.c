// SPDX-License-Identifier: GPL-3.0-or-later
// What headlines say of the former plan, and when they keep silent about it.
#include "plots/since.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

// The plan without the visits of a rep from some day on (counted from the first Monday), as it is read from a version.
static Plan *without(const Team *team, int rep, int from)
{
  Plan *plan = plan_new();
  for (guint v = 0; v < team->plan->visits->len; v++) {
    const Visit *visit = plan_visit(team->plan, v);
    if (visit->rep != rep || visit->day < team->territory->settings.start + from)
      g_array_append_val(plan->visits, *visit);
  }
  plan_tally(plan, team->territory, team->calendar, team->travel);
  return plan;
}

// Rep A and Rep B six hours of visits a day over two weeks, each with the way there.
static Team even_team(void)
{
  Team team = team_new(2, 2);
  const int group = team_group(&team, "Shops");
  team_fill(&team, 6, HOUR_S);
  for (guint i = 0; i < team.territory->clients->len; i++)
    territory_client(team.territory, (int)i)->group = group;
  team_finish(&team, true);
  return team;
}

static void test_nothing_new(void **state)
{
  (void)state;
  g_auto(Team) team = even_team();
  g_autoptr(Plan) same = without(&team, -1, 0), near = without(&team, 1, 11);
  const Plan *const formers[] = {NULL, same};
  for (size_t i = 0; i < G_N_ELEMENTS(formers); i++) {
    team.in.former = formers[i];
    team_expect(&team, "workload", "The load is even: every rep works at about 61% of capacity");
    team_expect(&team, "coverage", "Every group gets all the visits that it was promised");
    assert_null(since_km(&team.in));
  }
  g_array_set_size(near->visits, same->visits->len - 4); // four visits: too few to tell of
  memcpy(near->visits->data, same->visits->data, near->visits->len * sizeof(Visit));
  plan_tally(near, team.territory, team.calendar, team.travel);
  team.in.former = near;
  team_expect(&team, "coverage", "Every group gets all the visits that it was promised");
}

// Rep B had the first of two weeks only: 30 visits less, half his load.
static void test_more(void **state)
{
  (void)state;
  g_auto(Team) team = even_team();
  g_autoptr(Plan) former = without(&team, 1, 7);
  team.in.former = former;
  team_expect(&team, "coverage",
              "Every group gets all the visits that it was promised; 30 more visits than in the former plan");
  team_expect(
      &team, "workload",
      "The load is even: every rep works at about 61% of capacity; since the former plan Rep B goes from 30% "
      "to 61%");
  const bool only_a[] = {true, false};
  team.in.reps = only_a; // of Rep A nothing has changed
  team_expect(&team, "coverage", "Every group gets all the visits that it was promised");
  assert_null(since_load(&team.in));
}

static void test_less(void **state)
{
  (void)state;
  g_auto(Team) team = even_team();
  g_autoptr(Plan) all = without(&team, -1, 0), less = without(&team, 0, 7);
  const Plan *now = team.in.plan;
  for (guint k = 0; k < now->reps->len; k++) {
    const RepResult result = {.rep = (int)k};
    g_array_append_val(less->reps, result);
  }
  plan_tally(less, team.territory, team.calendar, team.travel);
  team.in.plan = less;
  team.in.former = all;
  g_autofree char *visits = since_visits(&team.in), *load = since_load(&team.in), *km = since_km(&team.in);
  assert_string_equal(visits, "; 30 fewer visits than in the former plan");
  assert_string_equal(load, "; since the former plan Rep A goes from 61% to 30%");
  assert_non_null(strstr(km, " km less than in the former plan"));
}

static void test_gaps(void **state)
{
  (void)state;
  const ChartInput in = {.language = "en"};
  g_autofree char *told = since_kept(&in, 0.95, 0.912);
  assert_string_equal(told, "; in the former plan, 91% of all gaps did");
  assert_null(since_kept(&in, 0.95, 0.945));    // too near
  assert_null(since_kept(&in, 0.9589, 0.9491)); // less than a hundredth, though told as another figure
  assert_null(since_kept(&in, 0.95, NAN));
}

// A clause that does not fit is left out; the headline itself never is.
static void test_room(void **state)
{
  (void)state;
  g_autofree char *plain = since_add(g_strdup("All is well"), NULL),
                  *longer = since_add(g_strdup("All is well"), g_strdup("; as before"));
  assert_string_equal(plain, "All is well");
  assert_string_equal(longer, "All is well; as before");
  GString *words = g_string_new("Word");
  while (chart_headline_fits(words->str))
    g_string_append(words, " word");
  g_string_truncate(words, words->len - strlen(" word"));
  assert_true(chart_headline_fits(words->str));
  g_autofree char *kept = since_add(g_strdup(words->str), g_strdup("; word"));
  assert_string_equal(kept, words->str);
  g_string_free(words, TRUE);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_new), cmocka_unit_test(test_more), cmocka_unit_test(test_less),
      cmocka_unit_test(test_gaps),        cmocka_unit_test(test_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
