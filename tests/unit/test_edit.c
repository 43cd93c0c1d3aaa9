// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of edit makes of a small territory, read by the ordinary readers.
#include "io/territory_read.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// The edits of a scenario's text, the territory that they make, and all that was said.
typedef struct Case {
  char *folder;
  Scenario *scenario;
  Edited *edited;
  Territory *territory;
  Findings *findings;
} Case;

static Case case_new(const char *text)
{
  Case c = {.folder = folder_new(), .findings = findings_new()};
  g_autoptr(GError) error = NULL;
  folder_put_territory(c.folder);
  c.scenario = scenario_parse(text, strlen(text), "x", "x.ini", c.findings);
  c.edited = edited_new(c.folder, c.scenario->edits, c.findings, &error);
  assert_null(error);
  g_autoptr(Findings) found = findings_new();
  c.territory = territory_read_edited(c.folder, c.edited, found, &error);
  assert_null(error);
  edited_blame(c.edited, "x.ini", found, c.findings);
  return c;
}

static void case_clear(Case *c)
{
  territory_free(c->territory);
  edited_free(c->edited);
  scenario_free(c->scenario);
  findings_free(c->findings);
  folder_free(c->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static char *messages(const Case *c)
{
  g_autoptr(GString) text = g_string_new(NULL);
  const GPtrArray *sorted = findings_sorted(c->findings);
  for (guint i = 0; i < sorted->len; i++) {
    if (((const Finding *)sorted->pdata[i])->level != FINDING_ERROR)
      continue;
    g_autofree char *line = finding_text(sorted->pdata[i]);
    g_string_append_printf(text, "%s\n", line);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void expect_sound(const Case *c)
{
  g_autofree char *said = messages(c);
  if (*said)
    fail_msg("%s", said);
}

static void test_set(void **state)
{
  (void)state;
  g_auto(Case) c = case_new("[set]\ngroup A visits = 8\nrep * weekdays = Mon Tue Wed\nclient (grupo = B and "
                            "ventas > 100) visits = 5\n"
                            "client C1, C3 visit_minutes = 20\nplan day_end = 16:00\nobjective cost_km = "
                            "2\nplan end = 2027-01-17\n");
  expect_sound(&c);
  assert_int_equal(territory_group(c.territory, 0)->visits.max, 8);
  assert_int_equal(territory_rep(c.territory, 0)->weekdays, territory_rep(c.territory, 1)->weekdays);
  assert_int_equal(territory_client(c.territory, 1)->visits.max, 5);
  assert_int_equal(territory_client(c.territory, 3)->visits.max, 4);
  assert_int_equal(territory_client(c.territory, 0)->visit_s,
                   20 * MINUTE_S); // a column that the file had not
  assert_int_equal(territory_client(c.territory, 1)->visit_s, 0);
  assert_int_equal(c.territory->settings.day.to, 16 * HOUR_S);
  assert_int_equal(c.territory->settings.cost_km, 2 * MONEY_ONE); // a section that the file had not
  assert_int_equal(c.territory->settings.days, 14);               // `end` instead of `weeks`
}

static void test_scale(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(
      "[scale]\nrep * field_share_pct = 0.5\nclient * visits = 2\ntravel speed_kmh = 0.9\nrep R1 speed_kmh = "
      "2\ngroup * visit_minutes = 1.5\nclient (ventas != empty) ventas = 1.1\n");
  expect_sound(&c);
  assert_float_equal(territory_rep(c.territory, 0)->field_share, 0.5, 1e-12); // empty is 100
  assert_float_equal(territory_rep(c.territory, 1)->field_share, 0.4, 1e-12);
  const Visits *group = &territory_client(c.territory, 0)->visits; // empty is the group's 1/week
  assert_int_equal(group->times, 2);
  assert_int_equal(group->span, 1);
  assert_int_equal(territory_client(c.territory, 1)->visits.min, 6); // a range
  assert_int_equal(territory_client(c.territory, 1)->visits.max, 12);
  assert_int_equal(territory_client(c.territory, 2)->visits.times, 1); // 1/2weeks
  assert_int_equal(territory_client(c.territory, 2)->visits.span, 1);
  assert_int_equal(territory_client(c.territory, 3)->visits.max, 8);
  assert_float_equal(c.territory->settings.speed_kmh, 45, 1e-9);
  assert_float_equal(territory_rep(c.territory, 0)->speed_kmh, 90,
                     1e-9); // empty is the territory's, as it is by then
  assert_int_equal(territory_group(c.territory, 0)->visit_s, 4050);
  assert_int_equal(territory_group(c.territory, 1)->visit_s, 45 * MINUTE_S); // empty is 30 minutes
  assert_int_equal(territory_client(c.territory, 1)->sales, 220550000 * (MONEY_ONE / 1000000));
}

static void test_scaled_cells(void **state)
{
  (void)state;
  const struct {
    const char *column, *cell;
    double factor;
    const char *expected;
  } cases[] = {{"visits", "6", 1.25, "8"},
               {"visits", "1/week", 0.5, "1/2weeks"},
               {"visits", "1/week", 0.9, "9/10weeks"},
               {"visits", "2/month", 1.5, "3/month"},
               {"visits", "3..6", 0.5, "2..3"},
               {"max_visits_day", "7", 0.9, "6"},
               {"field_share_pct", "80%", 0.9, "72%"},
               {"cost_hour", "3,5", 2, "7"},
               {"sales", "1000", 1.0005, "1000.5"},
               {"min_gap_days", "0", 3, "0"}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *scaled = edit_scale(cases[i].column, cases[i].cell, cases[i].factor, NULL);
    assert_string_equal(scaled, cases[i].expected);
  }
  assert_null(edit_scale("start", "08:00", 2, NULL));
  assert_null(edit_scale("visits", "1/week", 0, NULL));
}

static void test_add(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(
      "[add]\nrep R3 like R2: name = Nueva; lat = 3.45; lon = -76.5\nholiday 2027-01-11: name = "
      "Reyes\nappointment: "
      "client = C2; date = 2027-01-13; rep = R3\nclient C5: lat = 3.5; lon = -76.4; rep = R3; visits = 3\n"
      "[set]\nclient C4 rep = R3\n");
  expect_sound(&c);
  assert_int_equal(c.territory->reps->len, 3);
  const Rep *rep = territory_rep(c.territory, 2);
  assert_string_equal(rep->name, "Nueva");
  assert_float_equal(rep->field_share, 0.8, 1e-12); // as R2
  assert_float_equal(rep->lat, 3.45, 1e-12);
  assert_int_equal(c.territory->holidays->len, 1);
  assert_int_equal(c.territory->appointments->len, 3);
  assert_int_equal(c.territory->clients->len, 5);
  assert_int_equal(territory_client(c.territory, 3)->rep, 2);
  assert_int_equal(territory_client(c.territory, 4)->rep, 2);
}

static void test_remove(void **state)
{
  (void)state;
  g_auto(Case) c =
      case_new("[remove]\nclient C2\nrep R2 to R1\nappointment (client = C1)\n[set]\nclient C3 rep = R1\n");
  expect_sound(&c);
  assert_int_equal(c.territory->clients->len, 3);
  assert_int_equal(c.territory->reps->len, 1);
  assert_int_equal(c.territory->targets->len, 1); // the rep's target went with him
  assert_int_equal(c.territory->appointments->len, 1);
  assert_int_equal(c.edited->orphans->len, 1); // C4 alone: C3 has got another
  const Orphan *orphan = c.edited->orphans->pdata[0];
  assert_string_equal(orphan->client, "C4");
  assert_string_equal(orphan->edit->to[0], "R1");
}

// Changes are noted cell by cell, and the files are as they were.
static void test_changes(void **state)
{
  (void)state;
  g_auto(Case) c = case_new("[set]\ngroup A visits = 8\ngroup A visits = 8\ngroup A name = Key\n");
  assert_int_equal(c.edited->changes->len, 1); // what was so before is no change
  const EditChange *change = c.edited->changes->pdata[0];
  assert_string_equal(change->row, "A");
  assert_string_equal(change->before, "1/week");
  assert_string_equal(change->after, "8");
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) former = territory_read(c.folder, findings, NULL);
  assert_int_equal(territory_group(former, 0)->visits.times, 1);
  assert_string_equal(g_hash_table_lookup(former->inputs, "groups.csv"),
                      g_hash_table_lookup(c.territory->inputs, "groups.csv"));
}

static void expect_said(const char *text, const char *expected)
{
  g_auto(Case) c = case_new(text);
  g_autofree char *said = messages(&c);
  if (!strstr(said, expected))
    fail_msg("%s: %s", text, said);
}

// Whatever is wrong is said in the scenario's own line.
static void test_errors(void **state)
{
  (void)state;
  expect_said("[set]\ngroup X visits = 8\n", "x.ini:2: 'group X visits = 8': 'X' is not in groups.csv");
  expect_said("[set]\nclient C1 vists = 8\n",
              "x.ini:2: 'client C1 vists = 8': clients.csv has no column 'vists'");
  expect_said("[set]\nclient (rep = R9) visits = 8\n", "x.ini:2: 'client (rep = R9) visits = 8': no row");
  expect_said("[set]\nclient (nobody = 1) visits = 8\n", "clients.csv has no column 'nobody'");
  expect_said("[set]\n\nclient * visits = often\n", "x.ini:3: column 'visitas': 'often'");
  expect_said("[set]\nplan day_end = late\n", "x.ini:2: key 'day_end': 'late'");
  expect_said("[set]\nclient C1 rep = R9\n", "x.ini:2: column 'rep': 'R9' is not in reps.csv");
  expect_said("[scale]\nclient * rep = 2\n", "'R1' cannot be scaled");
  expect_said("[scale]\nrep * nights = 2\n", "nothing to scale");
  expect_said("[add]\nrep R3: name = x\n", "x.ini:2: column 'lat': the cell is empty");
  expect_said("[add]\nrep R3 like R9\n", "'R9' is not in reps.csv");
  expect_said("[add]\nrep R1 like R2\n", "x.ini:2: column 'rep': 'R1' is there already");
  expect_said("[remove]\nresponse *\n", "there is no responses.csv");
  expect_said("[set]\nrep R1 weekdays = Mon\n",
              "x.ini: appointments.csv:2: column 'date'"); // no line of it is touched
  expect_said("[set]\nclient * visits = never\n[remove]\nclient C9\n", "x.ini:4: 'client C9'");
}

// The same mistake in four rows is one mistake.
static void test_said_once(void **state)
{
  (void)state;
  g_auto(Case) c = case_new("[set]\nclient * visits = often\n");
  assert_int_equal(findings_count(c.findings, FINDING_ERROR), 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_set),    cmocka_unit_test(test_scale),     cmocka_unit_test(test_scaled_cells),
      cmocka_unit_test(test_add),    cmocka_unit_test(test_remove),    cmocka_unit_test(test_changes),
      cmocka_unit_test(test_errors), cmocka_unit_test(test_said_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
