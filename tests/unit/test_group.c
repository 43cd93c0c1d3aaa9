// SPDX-License-Identifier: GPL-3.0-or-later
// Scores and groups by hand: scaling, missing values, shares, Pareto edges and ties, rules, clusters.
#include "solver/group.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

static void add_group(Territory *territory, const char *id, double share, double min_score, const char *when)
{
  Group *group = territory_add_group(territory);
  group->id = g_strdup(id);
  group->name = g_strdup(id);
  group->when = g_strdup(when);
  group->objective = g_strdup("");
  group->share_pct = share;
  group->min_score = min_score;
  group->line = (int)territory->groups->len + 1;
}

// Clients with these sales, less than 0: empty; [grouping] as given.
static Territory *make_territory(int clients, const int *sales, const char *keys)
{
  Territory *territory = toy_new(clients, 28);
  for (int i = 0; i < clients; i++)
    territory_client(territory, i)->sales = sales[i] < 0 ? MONEY_NONE : sales[i] * MONEY_ONE;
  g_autofree char *text = g_strconcat("[grouping]\n", keys, NULL);
  g_clear_pointer(&territory->settings.keys, g_key_file_unref);
  territory->settings.keys = g_key_file_new();
  assert_true(g_key_file_load_from_data(territory->settings.keys, text, (gsize)-1, G_KEY_FILE_NONE, NULL));
  return territory;
}

typedef struct Case {
  Territory *territory;
  Attributes *attributes;
  Grouping *grouping;
  Findings *findings;
} Case;

static Case run(Territory *territory)
{
  Case made = {territory, attributes_new(territory), NULL, findings_new()};
  made.grouping = group_clients(territory, made.attributes, 1, made.findings);
  return made;
}

static void finish(Case *made)
{
  grouping_free(made->grouping);
  attributes_free(made->attributes);
  territory_free(made->territory);
  findings_free(made->findings);
}

static void expect_groups(const Case *made, const char *letters) // '-': none
{
  assert_non_null(made->grouping);
  for (int i = 0; i < made->grouping->clients; i++) {
    int group = made->grouping->group[i];
    char letter = group < 0 ? '-' : territory_group(made->territory, group)->id[0];
    if (letter != letters[i])
      fail_msg("client %d is in %c, not in %c of %s", i + 1, letter, letters[i], letters);
  }
}

static void expect_near(double value, double wanted)
{
  if (!(fabs(value - wanted) < 1e-9))
    fail_msg("%.12g is not %.12g", value, wanted);
}

static void test_scales(void **state)
{
  (void)state;
  const int sales[] = {10, 20, 20, 40, 110};
  // Percentiles: 0, (1 + 1/2)/4 twice, 3/4, 1. Range: 0, 0.1, 0.1, 0.3, 1.
  Case rank = run(make_territory(5, sales, "weight.sales = 2\n"));
  const double ranks[] = {0, 37.5, 37.5, 75, 100}, ranges[] = {100, 90, 90, 70, 0};
  for (int i = 0; i < 5; i++)
    expect_near(rank.grouping->score[i], ranks[i]);
  finish(&rank);
  Case range =
      run(make_territory(5, sales, "weight.ventas = 1\nscale.sales = minmax\ndirection.sales = lower\n"));
  for (int i = 0; i < 5; i++)
    expect_near(range.grouping->score[i], ranges[i]);
  finish(&range);
  Case logs = run(make_territory(5, sales, "weight.sales = 1\nscale.sales = log\n"));
  expect_near(logs.grouping->score[1], 100 * log(21. / 11) / log(111. / 11));
  finish(&logs);
}

// Two criteria, weights 3 and 1; C3 has no sales.
static Case run_missing(const char *rule)
{
  const int sales[] = {0, 100, -1};
  g_autofree char *keys = g_strconcat(
      "weight.sales = 3\nscale.sales = minmax\nweight.products = 1\nscale.products = minmax\n", rule, NULL);
  Territory *territory = make_territory(3, sales, keys);
  for (int i = 0; i < 3; i++)
    territory_client(territory, i)->products = 5 * (i + 1);
  return run(territory);
}

static void test_missing(void **state)
{
  (void)state;
  Case skip = run_missing(""), low = run_missing("missing = low\n"),
       middle = run_missing("missing.sales = middle\n");
  expect_near(skip.grouping->score[0], 0);
  expect_near(skip.grouping->score[1], 87.5);
  expect_near(skip.grouping->score[2], 100); // products alone
  assert_true(isnan(skip.grouping->part[2 * 2]));
  expect_near(low.grouping->score[2], 25);
  expect_near(middle.grouping->score[2], 62.5);
  assert_int_equal(grouping_criterion(skip.grouping, 0)->empty, 1);
  for (int i = 0; i < 3; i++) { // points add up to the score
    double sum = 0;
    for (int c = 0; c < 2; c++)
      sum += isnan(skip.grouping->part[i * 2 + c]) ? 0 : skip.grouping->part[i * 2 + c];
    expect_near(sum, skip.grouping->score[i]);
  }
  finish(&skip);
  finish(&low);
  finish(&middle);
}

static void test_presets(void **state)
{
  (void)state;
  const int sales[] = {1, 2};
  Case made = run(make_territory(2, sales, "strategy = defend\nweight.sales = 0\nweight.value = 1\n"));
  assert_string_equal(made.grouping->strategy, "defend");
  assert_int_equal(made.grouping->criteria->len, 4); // four less sales, and value
  finish(&made);
  Case wrong = run(make_territory(
      2, sales, "strategy = win\nweight.turnover = 1\nwieght.sales = 3\nk = 1\nweight.status = 2\n"));
  assert_null(wrong.grouping);
  assert_int_equal(findings_count(wrong.findings, FINDING_ERROR), 5);
  finish(&wrong);
}

static void test_shares(void **state)
{
  (void)state;
  const int sales[] = {50, 10, 40, 20, 30};
  Territory *own = make_territory(5, sales, "weight.sales = 1\n");
  add_group(own, "A", 20, NAN, "");
  add_group(own, "B", 30, NAN, ""); // up to 50 % of 5: 2.5, rounded up
  add_group(own, "C", 50, NAN, "");
  Case made = run(own);
  expect_groups(&made, "ACBCB");
  finish(&made);

  Territory *running = make_territory(5, sales, "weight.sales = 1\n");
  add_group(running, "A", 20, NAN, "");
  add_group(running, "B", 60, NAN, "");
  add_group(running, "C", 100, NAN, "");
  Case rising = run(running);
  expect_groups(&rising, "ACBCB");
  finish(&rising);

  Territory *wrong = make_territory(5, sales, "weight.sales = 1\n");
  add_group(wrong, "A", 80, NAN, "");
  add_group(wrong, "B", 40, NAN, "");
  Case refused = run(wrong);
  assert_null(refused.grouping);
  finish(&refused);
}

static void test_pareto(void **state)
{
  (void)state;
  // Running sums of 1000: 500, 800 | 900, 950, 950 | 1000. Who crosses the edge is in; 800 of 1000 is just the edge.
  const int sales[] = {50, 500, 100, 300, 50, -1};
  Territory *territory = make_territory(6, sales, "weight.sales = 1\npareto = ventas\n");
  add_group(territory, "A", 80, NAN, "");
  add_group(territory, "B", 15, NAN, "");
  add_group(territory, "C", 5, NAN, "");
  Case made = run(territory);
  expect_groups(&made, "BABACC"); // of the two with 50, the first of the file comes first
  finish(&made);

  const int crossing[] = {500, 299, 101, 100};
  Territory *other = make_territory(4, crossing, "weight.sales = 1\npareto = sales\n");
  add_group(other, "A", 80, NAN, "");
  add_group(other, "C", 100, NAN, "");
  Case crossed = run(other);
  expect_groups(&crossed, "AAAC"); // 799 is not yet 80 %
  finish(&crossed);
}

static void test_ties(void **state)
{
  (void)state;
  const int sales[] = {10, 10, 10, 10};
  Territory *territory = make_territory(4, sales, "weight.sales = 1\n");
  territory_client(territory, 3)->potential = 99 * MONEY_ONE;
  add_group(territory, "A", 50, NAN, "");
  add_group(territory, "B", 50, NAN, "");
  Case made = run(territory);
  expect_groups(&made, "ABBA"); // all score 50: more potential first, then the order of the file
  finish(&made);
}

static void test_rules(void **state)
{
  (void)state;
  const int sales[] = {50, 10, 40, 20, -1, -1};
  Territory *territory = make_territory(6, sales, "weight.sales = 1\n");
  territory_client(territory, 4)->status = territory_client(territory, 5)->status = STATUS_PROSPECT;
  territory_client(territory, 4)->potential = 70 * MONEY_ONE;
  territory_client(territory, 1)->group = 2; // fixed
  add_group(territory, "P", NAN, NAN, "status = prospect and potential >= 50");
  add_group(territory, "A", NAN, 60, "");
  add_group(territory, "B", NAN, NAN, "sales > 15");
  Case made = run(territory);
  expect_groups(&made, "ABABP-");
  assert_int_equal(made.grouping->by[1], GROUPED_GIVEN);
  assert_int_equal(made.grouping->by[0], GROUPED_SCORE);
  assert_int_equal(made.grouping->by[4], GROUPED_RULE);
  assert_int_equal(findings_count(made.findings, FINDING_WARNING), 1);
  assert_int_equal(made.grouping->profiles->len, 4); // those without a group are told too
  finish(&made);

  Territory *wrong = make_territory(1, sales, "");
  add_group(wrong, "A", NAN, NAN, "sales >");
  Case refused = run(wrong);
  assert_null(refused.grouping);
  const Finding *finding = g_ptr_array_index(findings_sorted(refused.findings), 0);
  assert_string_equal(finding->file, "groups.csv");
  assert_string_equal(finding->column, "when");
  assert_int_equal(finding->line, 2);
  finish(&refused);
}

static void test_keep(void **state)
{
  (void)state;
  const int sales[] = {1, 2, 3, 4};
  for (int keep = 0; keep < 2; keep++) {
    Territory *territory =
        make_territory(4, sales, keep ? "weight.sales = 1\n" : "weight.sales = 1\nkeep = no\n");
    territory_client(territory, 0)->group = 0;
    add_group(territory, "A", 50, NAN, "");
    add_group(territory, "B", 50, NAN, "");
    Case made = run(territory);
    expect_groups(&made, keep ? "ABAA" : "BBAA"); // half of three open ones, rounded up
    finish(&made);
  }
}

static void test_sensitivity(void **state)
{
  (void)state;
  // Scores 50 and 50.x: C1 best by sales, C2 by products; a fifth on either weight turns the order.
  const int sales[] = {100, 0};
  Territory *territory = make_territory(
      2, sales, "weight.sales = 1\nscale.sales = minmax\nweight.products = 1.1\nscale.products = minmax\n");
  territory_client(territory, 0)->products = 0;
  territory_client(territory, 1)->products = 10;
  add_group(territory, "A", 50, NAN, "");
  add_group(territory, "B", 50, NAN, "");
  Case made = run(territory);
  expect_groups(&made, "BA");
  assert_int_equal(grouping_criterion(made.grouping, 0)->moves[0], 0);
  assert_int_equal(grouping_criterion(made.grouping, 0)->moves[1], 2);
  assert_int_equal(grouping_criterion(made.grouping, 1)->moves[0], 2);
  assert_string_equal(made.grouping->moves[0], "sales+20:A; products-20:A");
  finish(&made);
}

static void test_clusters(void **state)
{
  (void)state;
  int sales[30];
  for (int i = 0; i < 30; i++)
    sales[i] = 1000 * (i % 3) + i; // three heaps
  Case made = run(make_territory(30, sales, "weight.sales = 1\nscale.sales = minmax\nmethod = clusters\n"));
  assert_non_null(made.grouping);
  assert_int_equal(made.grouping->groups, 3);
  assert_int_equal(made.grouping->quality->len, 7);
  for (int i = 0; i < 30; i++)
    assert_int_equal(made.grouping->group[i], 2 - i % 3); // the best scores come first
  const GroupProfile *profile = g_ptr_array_index(made.grouping->profiles, 0);
  assert_string_equal(profile->id, "K1");
  assert_int_equal(profile->clients, 10);
  finish(&made);
  Case two = run(make_territory(30, sales, "weight.sales = 1\nmethod = clusters\nk = 2\n"));
  assert_int_equal(two.grouping->groups, 2);
  finish(&two);
}

static void test_profile(void **state)
{
  (void)state;
  const int sales[] = {80, 10, 10};
  Territory *territory = make_territory(3, sales, "weight.sales = 1\n");
  for (int i = 0; i < 3; i++)
    territory_client(territory, i)->potential = 100 * MONEY_ONE;
  add_group(territory, "A", 33, NAN, "");
  add_group(territory, "B", 67, NAN, "");
  Case made = run(territory);
  const GroupProfile *best = g_ptr_array_index(made.grouping->profiles, 0),
                     *rest = g_ptr_array_index(made.grouping->profiles, 1);
  expect_near(best->sales_pct, 80);
  expect_near(best->wallet_pct, 80);
  expect_near(rest->wallet_pct, 10);
  expect_near(rest->mean[0], 10);
  assert_true(best->traits == 3 && fabs(best->trait[0].effect) > 2);
  assert_int_equal(best->trait[0].word, -1);
  assert_non_null(strstr(best->text, "sales"));
  finish(&made);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_scales),   cmocka_unit_test(test_missing), cmocka_unit_test(test_presets),
      cmocka_unit_test(test_shares),   cmocka_unit_test(test_pareto),  cmocka_unit_test(test_ties),
      cmocka_unit_test(test_rules),    cmocka_unit_test(test_keep),    cmocka_unit_test(test_sensitivity),
      cmocka_unit_test(test_clusters), cmocka_unit_test(test_profile),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
