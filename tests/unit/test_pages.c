// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of single reps, scores of groups, and whether texts can be read: in English and in Spanish, from one rep to two
// hundred, with names that are long.
#include "model/grouping.h"
#include "model/words.h"
#include "plots/dossier.h"

#include <gio/gio.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/legible.h"
#include "tests/unit/team.h"

// ---- Language ----

// Where the catalogue lies beside the test program: build/tests/unit and build/locale.
static bool speak(const char *language)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL), *folder = g_path_get_dirname(program);
  g_autofree char *locale = g_build_filename(folder, "..", "..", "locale", NULL);
  words_speak(language, locale);
  return g_str_equal(language, "en") || g_str_equal(_("language-code"), language);
}

// ---- Reps ----

static Team plain_team(int reps)
{
  Team team = team_new(reps, 2);
  for (int rep = 0; rep < reps; rep++)
    team_visits(&team, rep, 0, 1 + rep % 7, HOUR_S);
  return team;
}

static void a_page_a_rep(void **state)
{
  (void)state;
  assert_true(speak("en"));
  static const struct {
    int reps, pages;
  } cases[] = {{1, 0}, {3, 3}, {DOSSIERS, DOSSIERS}, {DOSSIERS + 1, DOSSIERS_OF_MANY}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Team) team = plain_team(cases[i].reps);
    team_finish(&team, true);
    g_autoptr(GPtrArray) charts = team_charts(&team, "reps");
    assert_int_equal(charts->len, cases[i].pages);
  }
}

static void a_page_says_what_is_missing(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  team_visits(&team, 0, 0, 4, HOUR_S);
  team_visits(&team, 1, 0, 1, HOUR_S);
  team_unplanned(&team, 0, -1, 2);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = team_charts(&team, "reps");
  const Chart *first = charts->pdata[0], *second = charts->pdata[1];
  assert_string_equal(first->headline, "Rep A: 4 of 6 visits wanted have a place, at 8% of capacity");
  assert_string_equal(second->headline, "Rep B: 1 visit wanted has its place, at 2% of capacity");
  assert_int_equal(second->rep, 1);
  assert_non_null(strstr(second->data->str, "every visit wanted has its place"));
}

static int index_in(const char *text, const char *what)
{
  const char *at = strstr(text, what);
  assert_non_null(at);
  return (int)(at - text);
}

// What is of all reps comes first, then each rep's page with his routes behind it.
static void the_deck_goes_rep_by_rep(void **state)
{
  (void)state;
  g_auto(Team) team = plain_team(3);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
  g_autoptr(Chart) deck = deck_make(&team.in, charts);
  const char *script = deck->script->str;
  assert_true(index_in(script, "# 07-territory\n") < index_in(script, "# 50-reps-1\n"));
  assert_true(index_in(script, "# 50-reps-1\n") < index_in(script, "# 04-routes-1\n"));
  assert_true(index_in(script, "# 04-routes-1\n") < index_in(script, "# 50-reps-2\n"));
}

// ---- Scores ----

// Two clients in each of two groups; a criterion that only the first group has, one that all have.
static void score(Team *team, Grouping *grouping, Attribute *attributes, double first, double second)
{
  static char names[2][12] = {"sales", "Own column"};
  for (guint c = 0; c < 2; c++) {
    attributes[c] = (Attribute){.name = names[c], .kind = ATTRIBUTE_NUMBER};
    Criterion criterion = {.attribute = &attributes[c], .weight = 2 - c};
    g_array_append_val(grouping->criteria, criterion);
  }
  grouping->part = g_new0(double, 8);
  for (int client = 0; client < 4; client++) {
    grouping->part[2 * client] = client < 2 ? first : second;
    grouping->part[2 * client + 1] = 20;
    grouping->score[client] = 20 + grouping->part[2 * client];
  }
  team->in.grouping = grouping;
}

static void scores_of(double first, double second, const char *expected)
{
  g_auto(Team) team = team_new(1, 1);
  team_group(&team, "Chains");
  team_group(&team, "Shops");
  int client = team_visits(&team, 0, 0, 4, HOUR_S);
  for (int i = 0; i < 4; i++)
    territory_client(team.territory, client + i)->group = i / 2;
  team_finish(&team, true);
  g_autoptr(Grouping) grouping = grouping_new(4, 2);
  g_free(grouping->strategy);
  grouping->strategy = g_strdup("own");
  Attribute attributes[2];
  score(&team, grouping, attributes, first, second);
  g_autoptr(GPtrArray) charts = team_charts(&team, "scores");
  assert_int_equal(charts->len, expected ? 1 : 0);
  if (expected)
    assert_string_equal(((const Chart *)charts->pdata[0])->headline, expected);
}

static void scores_rules(void **state)
{
  (void)state;
  scores_of(60, 10, "Chains scores 80 of 100, Shops 30; most of the difference: sales");
  scores_of(11, 10, "No group stands out by its score: all lie between 30 and 31 of 100");
  g_auto(Team) team = plain_team(2);
  team_group(&team, "Chains");
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = team_charts(&team, "scores");
  assert_int_equal(charts->len, 0); // nothing is known
}

// ---- Texts ----

static void expect_legible(const Team *team)
{
  g_autoptr(GPtrArray) charts = team_charts(team, NULL);
  int bad = 0, brought = 0;
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    brought += chart->number >= 30 && chart->number < 40;
    g_autoptr(GPtrArray) faults = legible_faults(chart->script->str, chart->data->str);
    for (guint k = 0; k < faults->len; k++, bad++)
      print_message("%s (%s): %s\n", chart->stem, team->in.language, (const char *)faults->pdata[k]);
  }
  assert_int_equal(bad, 0);
  assert_int_equal(brought, 5); // two pages of scenarios, a sweep, the maps, the curve
}

static void name_all(const Team *team)
{
  for (guint rep = 0; rep < team->territory->reps->len; rep++) {
    Rep *one = territory_rep(team->territory, (int)rep);
    g_free(one->name);
    one->name = rep % 3 == 1 ? g_strnfill(300, 'W') : g_strdup_printf("María Fernanda Rodríguez %u", rep + 1);
  }
}

// Eleven scenarios with long names, and a sweep of nine values; sums in millions.
static Comparison *compare(void)
{
  Comparison *comparison = comparison_new("COP", NAN);
  for (int i = 0; i < 21; i++) {
    g_autofree char *name = g_strdup_printf("scenario %d", i);
    Outcome *one =
        outcome_blank(name, i % 2 ? "Otra representante en el sur, y el grupo A cada dos semanas desde marzo"
                                  : "Sin viernes");
    const double part = i == 0 ? 1 : 0.8 + 0.02 * i;
    const double figures[] = {[FIGURE_PLANNED] = 2800, [FIGURE_COVERAGE] = 97,    [FIGURE_VALUE] = 15.3e9,
                              [FIGURE_KM] = 28930,     [FIGURE_LOAD_MOST] = 98.4, [FIGURE_COST] = 512.4e6};
    for (size_t k = 0; k < G_N_ELEMENTS(figures); k++)
      one->figure[k] = figures[k] * part;
    if (i > 11) {
      one->sweep = g_strdup("sweep");
      one->sweep_what = g_strdup("rep * field_share_pct");
      one->sweep_value = 0.6 + 0.05 * (i - 12);
    }
    comparison_add(comparison, one);
  }
  return comparison;
}

// Every second client goes to the next rep.
static AlignOutline *outline_of(const Team *team)
{
  AlignOutline *outline = align_outline_new();
  const int reps = (int)team->territory->reps->len;
  outline->clients = (int)team->territory->clients->len;
  outline->before = g_new0(int, outline->clients + 1);
  outline->rep = g_new0(int, outline->clients + 1);
  outline->measure = g_strdup("workload");
  outline->worst_before = outline->curve_before = 0.317;
  outline->worst = 0.1;
  outline->curve_limit = 0.1;
  outline->sales = 1e9;
  outline->measured_visits = 1234; // of another plan
  for (int j = 0; j < reps; j++) {
    const Rep *rep = territory_rep(team->territory, j);
    align_outline_add(outline, rep->id, rep->name, rep->lat, rep->lon)->clients = 1;
  }
  for (int i = 0; i < outline->clients; i++) {
    outline->before[i] = territory_client(team->territory, i)->rep;
    outline->rep[i] = (outline->before[i] + i % 2) % reps;
  }
  for (int k = 1; k <= 6; k++) {
    const AlignPoint point = {.limit = 0.05 * k,
                              .worst = 0.05 * k,
                              .status = k == 1 ? PLAN_INFEASIBLE : PLAN_FEASIBLE,
                              .changed = 300 / k,
                              .changed_sales = 4e8 / k};
    g_array_append_val(outline->curve, point);
  }
  return outline;
}

static Plan *half_of(const Team *team)
{
  Plan *plan = plan_new();
  g_array_append_vals(plan->visits, team->plan->visits->data, team->plan->visits->len / 2);
  plan_tally(plan, team->territory, team->calendar, team->travel);
  return plan;
}

static void texts_are_legible(void **state)
{
  (void)state;
  static const char *const languages[] = {"en", "es"};
  static const int sizes[] = {1, 2, 6, 7, 41, 200};
  for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
    for (guint s = 0; s < G_N_ELEMENTS(sizes); s++) {
      assert_true(speak(languages[l]));
      g_auto(Team) team = team_new(sizes[s], 13);
      team_group(&team, "Chains");
      team_group(&team, "Traditional trade of the coast and the islands");
      for (int rep = 0; rep < sizes[s]; rep++)
        for (int day = 0; day<91; day += sizes[s]> 7 ? 45 : 8)
          if (day % 7 < 5) {
            int client = team_visits(&team, rep, day, 1 + (rep + day) % 9, HOUR_S);
            territory_client(team.territory, client)->group = rep % 2;
          }
      team_unplanned(&team, 0, 1, 3);
      name_all(&team);
      team_finish(&team, true);
      team.in.language = languages[l];
      g_autoptr(Comparison) comparison = compare();
      g_autoptr(AlignOutline) outline = outline_of(&team);
      g_autoptr(Plan) former = half_of(&team);
      team.in.comparison = comparison;
      team.in.alignment = outline;
      team.in.former = former;
      expect_legible(&team);
    }
  assert_true(speak("en"));
}

// That the check sees what it is for.
static void faults_are_seen(void **state)
{
  (void)state;
  g_autoptr(Chart) chart = chart_new("load", 0, 0, g_strdup("Well"), g_strdup("and good"));
  chart_text(chart, 800, 400, TEXT_BODY, ALIGN_LEFT, INK, "here");
  chart_text(chart, 806, 404, TEXT_SMALL, ALIGN_LEFT, INK, "there");
  chart_text(chart, 1590, 600, TEXT_BODY, ALIGN_LEFT, INK, "outside");
  chart_finish(chart);
  g_autoptr(GPtrArray) faults = legible_faults(chart->script->str, chart->data->str);
  assert_int_equal(faults->len, 2);
}

static void words_are_the_readers(void **state)
{
  (void)state;
  assert_true(speak("es"));
  g_auto(Team) team = plain_team(2);
  team_finish(&team, true);
  team.in.language = "es";
  g_autofree char *period = chart_period(&team.in);
  assert_string_equal(period, "4 al 17 de enero de 2027");
  g_autoptr(GPtrArray) charts = team_charts(&team, "calendar");
  assert_non_null(strstr(((const Chart *)charts->pdata[0])->data->str, "mié"));
  assert_string_equal(C_("whole name of the month", "May"), "mayo");
  assert_string_equal(_("May"), "may");
  assert_true(speak("en"));
  assert_string_equal(C_("whole name of the month", "May"), "May");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_page_a_rep),
      cmocka_unit_test(a_page_says_what_is_missing),
      cmocka_unit_test(the_deck_goes_rep_by_rep),
      cmocka_unit_test(scores_rules),
      cmocka_unit_test(texts_are_legible),
      cmocka_unit_test(faults_are_seen),
      cmocka_unit_test(words_are_the_readers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
