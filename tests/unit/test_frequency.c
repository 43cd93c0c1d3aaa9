// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing visits: what is open, what substitutes what, against enumeration of all choices; travel that is fed back.
#include "solver/frequency.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "solver/marginal.h"
#include "tests/unit/toy.h"

#include <cmocka.h>

enum { CLIENTS = 4 };

// Group A: 2 visits today, 0 to 4 allowed, a remote visit of 10 minutes may stand in.
static Territory *make_territory(int remote, bool portal, const char *keys)
{
  Territory *territory = toy_new(CLIENTS, 7);
  static const double response[] = {0.3, 0.5, 1, 1.3, 1.6};
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  group->when = g_strdup("");
  group->objective = g_strdup("");
  group->min_visits = 0;
  group->max_visits = 4;
  group->remote_visits = remote;
  group->remote_s = 10 * MINUTE_S;
  group->portal = portal;
  group->visits = (Visits){.given = true, .min = 2, .max = 2};
  for (int i = 0; i < RESPONSE_POINTS; i++)
    group->response[i] = response[i];
  for (int i = 0; i < CLIENTS; i++) {
    Client *client = territory_client(territory, i);
    client->group = 0;
    client->visits = (Visits){.given = false};
    client->visit_s = 4 * HOUR_S;
    client->sales = (i + 1) * 100 * MONEY_ONE;
  }
  toy_matrix(territory, 600, 0);
  territory->settings.keys = g_key_file_new();
  assert_true(g_key_file_load_from_data(territory->settings.keys, keys, (gsize)-1, G_KEY_FILE_NONE, NULL));
  return territory;
}

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Accounts *accounts;
  Findings *findings;
  Frequency *frequency;
} Case;

static Case run(Territory *territory, int rounds)
{
  Case made = {territory, calendar_new(territory), travel_new(territory), NULL, findings_new(), NULL};
  FrequencyRules rules = frequency_rules_read(territory, made.findings);
  const bool own[CLIENTS] = {false};
  PlannerOptions planner = {.seed = 1, .effort = EFFORT_QUICK, .gap_pct = 100, .threads = 1};
  FrequencyOptions options = {.rounds = rounds, .planner = &planner};
  made.accounts = accounts_new(territory, made.calendar, NULL, own, &rules, made.findings);
  if (made.accounts)
    made.frequency = frequency_choose(territory, made.calendar, made.travel, made.accounts, &options);
  return made;
}

static void finish(Case *made)
{
  frequency_free(made->frequency);
  accounts_free(made->accounts);
  findings_free(made->findings);
  travel_free(made->travel);
  calendar_free(made->calendar);
  territory_free(made->territory);
}

// Best over all choices of visits and remote visits of four clients.
static Money enumerate(const Case *made, int remote_most, int64_t capacity_s)
{
  int each = 5 * (remote_most + 1), all = each * each * each * each;
  Money best = INT64_MIN;
  for (int code = 0; code < all; code++) {
    Money value = 0;
    int64_t busy = 0;
    for (int i = 0, rest = code; i < CLIENTS; i++, rest /= each) {
      const Account *account = &made->accounts->account[i];
      Contact contact = {rest % each % 5, rest % each / 5, account->portal};
      value +=
          account_value(made->accounts, account, contact) - account_cost(made->accounts, account, contact);
      busy += account_busy_s(made->accounts, account, contact);
    }
    if (busy <= capacity_s && value > best)
      best = value;
  }
  return best;
}

static void test_against_enumeration(void **state)
{
  (void)state;
  for (int remote = 0; remote <= 2; remote++) {
    Case made = run(make_territory(remote, remote == 1, "[frequency]\nchoose = groups\n"), 0);
    assert_non_null(made.frequency);
    assert_int_equal(made.frequency->open, CLIENTS);
    assert_true(made.frequency->rep[0].busy_s <= made.frequency->rep[0].field_s);
    assert_true(made.frequency->net == enumerate(&made, remote, made.frequency->rep[0].field_s));
    assert_true(made.frequency->bound >= made.frequency->net);
    finish(&made);
  }
}

// Two remote visits stand in for one visit: with hours for few visits they are used, and are worth what one visit is.
static void test_substitution(void **state)
{
  (void)state;
  Case made = run(make_territory(2, true, "[frequency]\nchoose = groups\nremote_weight = 0.5\n"), 0);
  const Account *account = &made.accounts->account[0];
  assert_true(contact_weight(&made.accounts->rules, (Contact){2, 2, true}) == 4);
  assert_true(account_value(made.accounts, account, (Contact){1, 2, false}) ==
              account_value(made.accounts, account, (Contact){2, 0, false}));
  assert_true(account_value(made.accounts, account, account->now) == 100 * MONEY_ONE);
  int remote = 0;
  for (int i = 0; i < CLIENTS; i++) {
    remote += made.frequency->client[i].chosen.remote;
    assert_true(made.frequency->client[i].chosen.portal); // costs nothing
  }
  assert_int_equal(remote, 2 * CLIENTS);
  finish(&made);
}

static void test_fixed(void **state)
{
  (void)state;
  Territory *territory = make_territory(0, false, "[frequency]\n");
  territory_client(territory, 1)->visits = (Visits){.given = true, .min = 1, .max = 3};
  territory_client(territory, 2)->channel = CHANNEL_PORTAL;
  Case made = run(territory, 0);
  assert_int_equal(made.frequency->open, 1); // the group's number is a number
  assert_false(made.frequency->client[0].open);
  assert_int_equal(made.frequency->client[0].chosen.visits, 2);
  assert_true(made.frequency->client[1].open);
  assert_in_range(made.frequency->client[1].chosen.visits, 1, 3);
  assert_int_equal(made.frequency->client[2].rep, -1);
  frequency_apply(made.frequency, territory);
  assert_int_equal(territory_client(territory, 1)->visits.max, made.frequency->client[1].chosen.visits);
  assert_false(territory_client(territory, 0)->visits.given);
  finish(&made);
}

static void test_activities_and_budget(void **state)
{
  (void)state;
  Territory *territory =
      make_territory(0, false, "[frequency]\nchoose = groups\nbudget = 50\nvisit_cost = 7\n");
  Activity activity = {.id = g_strdup("A1"),
                       .group = 0,
                       .resource = -1,
                       .times = 2,
                       .activity_s = 15 * MINUTE_S,
                       .cost = 3 * MONEY_ONE,
                       .channel = CHANNEL_VISIT};
  g_array_append_val(territory->activities, activity);
  Case made = run(territory, 0);
  const Account *account = &made.accounts->account[0];
  assert_true(account_cost(made.accounts, account, (Contact){1, 0, false}) == 10 * MONEY_ONE);
  assert_true(account_cost(made.accounts, account, (Contact){3, 0, false}) ==
              27 * MONEY_ONE); // done twice at most
  assert_true(account_busy_s(made.accounts, account, (Contact){3, 0, false}) ==
              3 * 4 * HOUR_S + 2 * 15 * MINUTE_S + llround(3 * account->travel_s));
  assert_true(made.frequency->cost <= 50 * MONEY_ONE);
  assert_true(made.frequency->budget_value > 0);
  finish(&made);
}

static void test_wrong(void **state)
{
  (void)state;
  Territory *territory =
      make_territory(0, false, "[frequency]\nchose = all\nbudget = much\nremote_weight = 3\n");
  Case made = run(territory, 0);
  assert_int_equal(findings_count(made.findings, FINDING_ERROR), 3);
  finish(&made);
}

// The driving of a calendar, shared among its visits, adds up to it; feeding it back leaves the visits as they were.
static void test_travel(void **state)
{
  (void)state;
  Case made = run(make_territory(0, false, "[frequency]\nchoose = groups\n"), 3);
  assert_in_range(made.frequency->rounds, 1, 3);
  assert_false(territory_client(made.territory, 0)->visits.given);
  frequency_apply(made.frequency, made.territory);
  PlannerOptions planner = {.seed = 1, .effort = EFFORT_QUICK, .threads = 1};
  g_autoptr(Plan) plan = planner_run(made.territory, made.calendar, made.travel, &planner);
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  assert_true(check_plan(plan, made.territory, "calendar.csv", NULL, findings, &totals));
  double travel_s[CLIENTS] = {0}, travel_m[CLIENTS] = {0}, sum = 0;
  marginal_from_plan(plan, made.territory, made.travel, travel_s, travel_m);
  for (guint v = 0; v < plan->visits->len; v++)
    sum += travel_s[plan_visit(plan, v)->client];
  assert_true(fabs(sum - (double)plan_ledger(plan, 0).travel_s) < 1e-6);
  finish(&made);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_enumeration),
      cmocka_unit_test(test_substitution),
      cmocka_unit_test(test_fixed),
      cmocka_unit_test(test_activities_and_budget),
      cmocka_unit_test(test_wrong),
      cmocka_unit_test(test_travel),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
