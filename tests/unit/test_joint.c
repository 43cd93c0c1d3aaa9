// SPDX-License-Identifier: GPL-3.0-or-later
// Joint visits against enumeration: who is visited on which of a resource's days, in all orders, with reps who clash.
// Every choice also goes through the checker.
#include "model/said.h"
#include "solver/joint.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "solver/joint_parts.h"
#include "solver/random.h"
#include "tests/unit/toy.h"

#include <cmocka.h>

enum { CLIENTS = 5, DAYS = 3, CASES = 60, HOURS_FROM = 9, HOURS_TO = 14 };

static void add_resource(Territory *territory, const char *id, int quota, int days)
{
  Resource resource = {.id = g_strdup(id),
                       .name = g_strdup(id),
                       .role = g_strdup(""),
                       .max_visits = quota,
                       .days = g_array_new(FALSE, FALSE, sizeof(DaySpan)),
                       .hours = {toy_time(HOURS_FROM, 0), toy_time(HOURS_TO, 0)},
                       .lat = NAN,
                       .lon = NAN,
                       .line = 2};
  DaySpan span = {territory->settings.start, territory->settings.start + days - 1};
  g_array_append_val(resource.days, span);
  g_array_append_val(territory->resources, resource);
}

static void random_matrix(Territory *territory, Random *random)
{
  toy_matrix(territory, 0, 0);
  for (guint k = 0; k < territory->matrix->len; k++)
    g_array_index(territory->matrix, MatrixLeg, k).travel_s = (5 + random_below(random, 40)) * MINUTE_S;
}

// Each client is one resource's; values far apart, so that driving never decides.
static Territory *random_case(Random *random, int resources, int quota, int days)
{
  Territory *territory = toy_new(CLIENTS, 7);
  toy_add_rep(territory);
  for (int r = 0; r < resources; r++)
    add_resource(territory, r ? "LOG" : "GG", quota, days);
  for (int i = 0; i < CLIENTS; i++) {
    Client *client = territory_client(territory, i);
    client->rep = random_below(random, 2);
    client->resource = random_below(random, resources);
    client->value = (1 + random_below(random, 20)) * 100 * MONEY_ONE;
    client->visit_s = (40 + 10 * random_below(random, 9)) * MINUTE_S;
    if (random_below(random, 2) == 0) {
      const int from = 8 + random_below(random, 4);
      client->opens = 1;
      client->open[0] = (Window){toy_time(from, 0), toy_time(from + 3, 30)};
    }
  }
  random_matrix(territory, random);
  return territory;
}

// ---- By enumeration ----------------------------------------------------------------------------------------------

typedef struct Try {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  Day day;
} Try;

typedef struct Where { // of a rep or a resource
  int client;          // -1: at the start
  int32_t free_s;
} Where;

static int32_t begins(const Try *try, int client, const Where *rep, const Where *resource)
{
  const Client *c = territory_client(try->territory, client);
  const WorkDay *workday = calendar_day(try->calendar, c->rep, try->day);
  Window spans[STARTS_MAX];
  const int from = rep->client < 0 ? place_start(try->territory, c->rep) : rep->client,
            count = client_starts(c, workday, c->visit_s, spans);
  const int32_t reached = workday_time(
      workday, workday_clock(workday, rep->free_s) + travel_leg(try->travel, c->rep, from, client).travel_s,
      true);
  int32_t met = resource->free_s;
  if (resource->client >= 0)
    met += travel_leg(try->travel, c->rep, resource->client, client).travel_s;
  for (int s = 0; s < count; s++) {
    const int32_t start = (MAX(MAX(met, reached), spans[s].from) + MINUTE_S - 1) / MINUTE_S * MINUTE_S;
    if (start <= spans[s].to)
      return start;
  }
  return -1;
}

static bool gets_home(const Try *try, int rep, const Where *where)
{
  const WorkDay *workday = calendar_day(try->calendar, rep, try->day);
  return where->client < 0 ||
         workday_clock(workday, where->free_s) +
                 travel_leg(try->travel, rep, where->client, place_end(try->territory, rep)).travel_s <=
             workday->work_s;
}

// Whether the clients of a set can all be visited that day in some order.
static bool day_holds(const Try *try, unsigned set, Where rep[2], Where resource[2])
{
  if (set == 0)
    return gets_home(try, 0, &rep[0]) && gets_home(try, 1, &rep[1]);
  for (int i = 0; i < CLIENTS; i++) {
    const Client *c = territory_client(try->territory, i);
    if (!(set >> i & 1))
      continue;
    const int32_t start = begins(try, i, &rep[c->rep], &resource[c->resource]);
    if (start < 0 || start + c->visit_s > toy_time(HOURS_TO, 0))
      continue;
    Where reps[2] = {rep[0], rep[1]}, resources[2] = {resource[0], resource[1]};
    reps[c->rep] = resources[c->resource] = (Where){i, start + c->visit_s};
    if (day_holds(try, set & ~(1u << i), reps, resources))
      return true;
  }
  return false;
}

static Money best_value(const Territory *territory, const Calendar *calendar, const Travel *travel, int quota,
                        int days)
{
  bool holds[DAYS][1 << CLIENTS];
  for (int t = 0; t < days; t++) {
    const Try try = {territory, calendar, travel, territory->settings.start + t};
    for (unsigned set = 0; set < 1u << CLIENTS; set++) {
      Where rep[2] = {{-1, toy_time(8, 0)}, {-1, toy_time(8, 0)}},
            resource[2] = {{-1, toy_time(HOURS_FROM, 0)}, {-1, toy_time(HOURS_FROM, 0)}};
      holds[t][set] = day_holds(&try, set, rep, resource);
    }
  }
  Money best = 0;
  int codes = 1;
  for (int i = 0; i < CLIENTS; i++)
    codes *= days + 1;
  for (int code = 0; code < codes; code++) {
    unsigned set[DAYS] = {0};
    int used[2] = {0}, rest = code;
    Money value = 0;
    for (int i = 0; i < CLIENTS; i++, rest /= days + 1) {
      if (rest % (days + 1) == days)
        continue;
      set[rest % (days + 1)] |= 1u << i;
      used[territory_client(territory, i)->resource]++;
      value += territory_client(territory, i)->value;
    }
    bool fits = value > best && used[0] <= quota && used[1] <= quota;
    for (int t = 0; t < days && fits; t++)
      fits = holds[t][set[t]];
    best = fits ? value : best;
  }
  return best;
}

// ---- Against the program -----------------------------------------------------------------------------------------

static Money value_of(const Territory *territory, const JointResult *result)
{
  Money value = 0;
  for (guint j = 0; j < result->joints->len; j++)
    value += territory_client(territory, g_array_index(result->joints, Joint, j).client)->value;
  return value;
}

static void expect_kept(Territory *territory, const Calendar *calendar, const Travel *travel,
                        const JointResult *result)
{
  g_autoptr(Plan) plan = plan_new();
  g_autoptr(Findings) findings = findings_new();
  for (guint j = 0; j < result->joints->len; j++) {
    const Joint *joint = &g_array_index(result->joints, Joint, j);
    const Visit visit = {.client = joint->client,
                         .rep = joint->rep,
                         .day = joint->day,
                         .arrive_s = joint->time_s,
                         .leave_s = joint->time_s + joint->visit_s,
                         .visit_s = joint->visit_s,
                         .resource = joint->resource};
    g_array_append_val(plan->visits, visit);
  }
  plan_tally(plan, territory, calendar, travel);
  assert_true(check_plan(plan, territory, "calendar.csv", NULL, findings, NULL));
}

typedef struct Tally {
  int optimal, cases;
  Money value, best;
} Tally;

static Tally run_cases(int resources, int quota, int days)
{
  Tally tally = {0};
  for (uint64_t seed = 1; seed <= CASES; seed++) {
    Random random = {seed};
    g_autoptr(Territory) territory = random_case(&random, resources, quota, days);
    g_autoptr(Calendar) calendar = calendar_new(territory);
    g_autoptr(Travel) travel = travel_new(territory);
    g_autoptr(JointResult) result = joint_choose(territory, calendar, travel);
    expect_kept(territory, calendar, travel, result);
    const Money value = value_of(territory, result),
                best = best_value(territory, calendar, travel, quota, days);
    assert_true(value <= best);
    int missing = 0;
    for (guint u = 0; u < result->unmet->len; u++) {
      missing += g_array_index(result->unmet, Unmet, u).times;
      assert_true(*g_array_index(result->unmet, Unmet, u).reason);
    }
    assert_int_equal(result->joints->len + (guint)missing, CLIENTS);
    tally.optimal += value == best;
    tally.value += value;
    tally.best += best;
    tally.cases++;
  }
  return tally;
}

static void test_one_resource(void **state)
{
  (void)state;
  for (int days = 1; days <= DAYS; days++) {
    const Tally tally = run_cases(1, days + 1, days);
    assert_int_equal(tally.optimal, tally.cases);
  }
}

// Resources are planned one after the other, in both orders: near the best of both together, not always there.
static void test_two_resources(void **state)
{
  (void)state;
  const Tally tally = run_cases(2, 2, 1);
  assert_true(tally.optimal >= tally.cases * 9 / 10);
  assert_true(tally.value >= tally.best * 98 / 100);
}

static bool holds(const GArray *joints, const Joint *wanted)
{
  for (guint j = 0; j < joints->len; j++) {
    const Joint *joint = &g_array_index(joints, Joint, j);
    if (joint->client == wanted->client && joint->rep == wanted->rep && joint->day == wanted->day &&
        joint->time_s == wanted->time_s && joint->resource == wanted->resource)
      return true;
  }
  return false;
}

// Without a change all stay; where one client is gone the others' stay, though another choice might drive less, and what
// had no place before may get one.
static void test_near(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= CASES; seed++) {
    Random random = {seed};
    g_autoptr(Territory) territory = random_case(&random, 1 + (int)(seed % 2), 2, 2);
    g_autoptr(Calendar) calendar = calendar_new(territory);
    g_autoptr(Travel) travel = travel_new(territory);
    g_autoptr(JointResult) former = joint_choose(territory, calendar, travel);
    g_autoptr(JointResult) same = joint_choose_near(territory, calendar, travel, former->joints);
    assert_int_equal(same->joints->len, former->joints->len);
    for (guint j = 0; j < former->joints->len; j++)
      assert_true(holds(same->joints, &g_array_index(former->joints, Joint, j)));
    if (former->joints->len == 0)
      continue;
    const int gone = g_array_index(former->joints, Joint, 0).client;
    territory_client(territory, gone)->resource = -1;
    g_autoptr(JointResult) near = joint_choose_near(territory, calendar, travel, former->joints);
    expect_kept(territory, calendar, travel, near);
    assert_true(near->joints->len >= former->joints->len - 1);
    for (guint j = 0; j < former->joints->len; j++) {
      const Joint *joint = &g_array_index(former->joints, Joint, j);
      assert_true(holds(near->joints, joint) == (joint->client != gone));
    }
  }
}

// ---- By hand -----------------------------------------------------------------------------------------------------

// Three clients of 60 minutes, half an hour apart, one day of 09:00 to 14:00 with a break from 12:00: two fit before it,
// one after it, and the third in value would be the fourth.
static void test_reasons(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(CLIENTS, 7);
  add_resource(territory, "GG", 3, 1);
  for (int i = 0; i < CLIENTS; i++) {
    Client *client = territory_client(territory, i);
    client->resource = 0;
    client->visit_s = HOUR_S;
    client->value = (i + 1) * 1000 * MONEY_ONE;
  }
  territory_client(territory, 4)->weekdays = 1 << 3; // Thursdays
  toy_matrix(territory, 30 * MINUTE_S, 0);
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(JointResult) result = joint_choose(territory, calendar, travel);
  assert_int_equal(result->asked, 5);
  assert_int_equal(result->joints->len, 3);
  for (int k = 0; k < 3; k++)
    assert_int_equal(g_array_index(result->joints, Joint, k).client, k + 1); // the least one is out
  assert_int_equal(result->unmet->len, 2);
  const Unmet *first = &g_array_index(result->unmet, Unmet, 0),
              *second = &g_array_index(result->unmet, Unmet, 1);
  assert_int_equal(first->client, 0);
  assert_int_equal(first->code, UNMET_QUOTA);
  assert_int_equal(second->client, 4);
  assert_int_equal(second->code, UNMET_CLOSED);
  expect_kept(territory, calendar, travel, result);
}

// Longer hours, tried: 09:00 and 10:30, then 13:00; a fourth one begins at 14:30 and ends at 15:30.
static void test_remedy(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(4, 7);
  add_resource(territory, "GG", 0, 1);
  for (int i = 0; i < 4; i++) {
    territory_client(territory, i)->resource = 0;
    territory_client(territory, i)->visit_s = HOUR_S;
  }
  toy_matrix(territory, 30 * MINUTE_S, 0);
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(JointResult) result = joint_choose(territory, calendar, travel);
  assert_int_equal(result->joints->len, 3);
  assert_int_equal(result->unmet->len, 1);
  const Unmet *unmet = &g_array_index(result->unmet, Unmet, 0);
  assert_int_equal(unmet->code, UNMET_DAYS);
  g_autofree char *remedy = said_text(unmet->remedy, NULL);
  assert_string_equal(remedy, "GG to stay until 16:00 (2027-01-04 14:30 with R1)");
}

// ---- Legs that are remembered --------------------------------------------------------------------------------------

static bool same_leg(Leg a, Leg b)
{
  return a.travel_s == b.travel_s && a.travel_m == b.travel_m;
}

// Reps of two speeds, resources at two places: more legs than there is room for, each asked for twice.
static void test_remembered_legs(void **state G_GNUC_UNUSED)
{
  enum { PLACES = 90 };
  g_autoptr(Territory) territory = toy_new(PLACES, 7);
  toy_add_rep(territory);
  territory_rep(territory, 1)->speed_kmh = 2 * territory_rep(territory, 0)->speed_kmh;
  for (int r = 0; r < 2; r++) {
    add_resource(territory, r ? "LOG" : "GG", 0, DAYS);
    territory_resource(territory, r)->lat = 40 + r;
    territory_resource(territory, r)->lon = -3 - r;
  }
  for (int i = 0; i < PLACES; i++) {
    territory_client(territory, i)->lat = 40 + 0.01 * i;
    territory_client(territory, i)->lon = -3 - 0.02 * (i % 7);
  }
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(JointWays) ways = joint_ways_new();
  const JointRun run = {.territory = territory, .travel = travel, .ways = ways};
  for (int traveller = 0; traveller < 2; traveller++) {
    for (int at = 0; at < PLACES * PLACES; at++) {
      const int from = at / PLACES, to = at % PLACES;
      for (int time = 0; time < 2; time++) {
        assert_true(
            same_leg(joint_rep_leg(&run, traveller, from, to), travel_leg(travel, traveller, from, to)));
        assert_true(same_leg(joint_resource_leg(&run, traveller, from, to),
                             resource_leg(travel, traveller, from, to)));
      }
      assert_true(same_leg(joint_resource_leg(&run, traveller, JOINT_PLACE, to),
                           resource_leg(travel, traveller, JOINT_PLACE, to)));
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_resource), cmocka_unit_test(test_two_resources),
      cmocka_unit_test(test_near),         cmocka_unit_test(test_reasons),
      cmocka_unit_test(test_remedy),       cmocka_unit_test(test_remembered_legs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
