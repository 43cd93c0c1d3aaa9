// SPDX-License-Identifier: GPL-3.0-or-later
// The registry of charts, that names stay text, the same bytes, and that gnuplot draws charts without a word.
#include "cli/gnuplot.h"
#include "plots/chart.h"
#include "plots/report.h"

#include <glib/gstdio.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

static const char *const hostile[] = {
    "`touch hacked` $(touch hacked)", "\"; system 'touch hacked'; \"",
    "'. system(\"touch hacked\") .'", "@a _b {c} ^d & ~ %s %d %n \\n \\101 #",
    "😀 <script>alert(1)</script>",    "שלום \"עולם\" מרחבא",
    "\xff\xfe not text\r\n\tbroken",  ""};

static void rename_all(Team *team)
{
  Territory *territory = team->territory;
  for (guint i = 0; i < territory->reps->len; i++) {
    Rep *rep = territory_rep(territory, (int)i);
    g_free(rep->name);
    rep->name = i == 0 ? g_strnfill(300, 'W') : g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  for (guint i = 0; i < territory->groups->len; i++) {
    Group *group = territory_group(territory, (int)i);
    g_free(group->name);
    group->name = g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  for (guint i = 0; i < territory->clients->len; i++) {
    Client *client = territory_client(territory, (int)i);
    g_free(client->name);
    client->name = i % 9 == 8 ? g_strnfill(300, 'W') : g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  g_free(territory->settings.name);
  territory->settings.name = g_strdup(hostile[0]);
}

static Team hostile_team(int reps)
{
  Team team = team_new(reps, 2);
  for (guint i = 0; i < G_N_ELEMENTS(hostile); i++)
    team_group(&team, "group");
  team_holiday(&team, 8, hostile[1]);
  team_day_off(&team, 0, 10);
  for (int rep = 0; rep < reps; rep++)
    for (int day = 0; day < 14; day++)
      if (day % 7 < 5 && day != 8 && !(rep == 0 && day == 10)) {
        int first = team_visits(&team, rep, day, 5, HOUR_S);
        team_move(&team, first + 1, 3, 0.5 * rep);
        for (int client = first; client < first + 5; client++) {
          territory_client(team.territory, client)->group = client % (int)G_N_ELEMENTS(hostile);
          territory_client(team.territory, client)->sales = (client % 9 + 1) * 1000 * MONEY_ONE;
        }
      }
  team_unplanned(&team, 0, 1, 2);
  rename_all(&team);
  team_finish(&team, true);
  return team;
}

static void names_stay_out_of_scripts(void **state)
{
  (void)state;
  static const char *const traces[] = {"touch", "system", "WWW", "script>", "עולם", "😀", "@a", "not text"};
  for (int reps = 1; reps <= 8; reps += 7) {
    g_auto(Team) team = hostile_team(reps);
    g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
    for (guint i = 0; i < charts->len; i++) {
      const Chart *chart = charts->pdata[i];
      assert_true(g_utf8_validate(chart->data->str, -1, NULL));
      assert_null(strchr(chart->script->str, '`'));
      for (guint t = 0; t < G_N_ELEMENTS(traces); t++) {
        assert_null(strstr(chart->script->str, traces[t]));
        assert_null(strstr(chart->stem, traces[t]));
      }
    }
  }
}

// Everything on the page is text: the page parses, and holds no element that a name has made.
typedef struct Seen {
  int scripts, figures, rows;
} Seen;

static void on_element(GMarkupParseContext *context, const char *name, const char **keys, const char **values,
                       gpointer data, GError **error)
{
  (void)context, (void)keys, (void)values, (void)error;
  Seen *seen = data;
  seen->scripts += strcmp(name, "script") == 0;
  seen->figures += strcmp(name, "figure") == 0;
  seen->rows += strcmp(name, "tr") == 0;
}

static void report_is_whole_and_harmless(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(8);
  g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
  g_autofree const char **svgs = g_new0(const char *, charts->len);
  svgs[0] = "<?xml version='1.0'?><svg><title>x</title><g id=\"a\"><use href='#a'/><text>id='b' "
            "&lt;script></text></g></svg>";
  g_autofree char *html = report_make(&team.in, charts, svgs);
  assert_true(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
  Seen seen = {0};
  const GMarkupParser parser = {.start_element = on_element};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
  g_autoptr(GError) error = NULL;
  const char *page = strchr(html, '\n') + 1;
  assert_true(g_markup_parse_context_parse(context, page, -1, &error));
  assert_true(g_markup_parse_context_end_parse(context, &error));
  assert_int_equal(seen.scripts, 1);
  assert_int_equal(seen.figures, 1);
  assert_int_equal(seen.rows, 1 + 8 + 1 + 2); // reps, and two visits without a place
  assert_non_null(strstr(html, "<g id=\"c1-a\"><use href='#c1-a'/><text>id='b' &lt;script></text></g>"));
  assert_null(strstr(html, "http:"));
  assert_null(report_svg("no picture", "c1"));
}

static void deck_holds_a_page_a_chart(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(3);
  g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
  g_autoptr(Chart) deck = deck_make(&team.in, charts);
  int pages = 0;
  for (const char *at = deck->script->str; (at = strstr(at, "unset multiplot")); at++)
    pages++;
  assert_int_equal(pages, (int)charts->len + 2);
  assert_null(strchr(deck->script->str, '`'));
  assert_null(strstr(deck->script->str, "touch"));
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    assert_non_null(strstr(deck->script->str, chart->stem));
  }
}

static void same_input_same_bytes(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(7);
  g_autoptr(GPtrArray) once = team_charts(&team, NULL), again = team_charts(&team, NULL);
  assert_int_equal(once->len, again->len);
  for (guint i = 0; i < once->len; i++) {
    const Chart *a = once->pdata[i], *b = again->pdata[i];
    assert_string_equal(a->script->str, b->script->str);
    assert_string_equal(a->data->str, b->data->str);
  }
}

static void remove_folder(const char *folder)
{
  GDir *dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  if (dir)
    g_dir_close(dir);
  g_rmdir(folder);
}

// A picture that a parser takes: names are text in it, not elements.
static void expect_well_formed(const char *folder, const char *stem)
{
  g_autofree char *path = g_strdup_printf("%s/%s.svg", folder, stem), *svg = NULL;
  gsize length = 0;
  assert_true(g_file_get_contents(path, &svg, &length, NULL));
  Seen seen = {0};
  const GMarkupParser parser = {.start_element = on_element};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
  assert_true(g_markup_parse_context_parse(context, svg, (gssize)length, NULL));
  assert_true(g_markup_parse_context_end_parse(context, NULL));
  assert_int_equal(seen.scripts, 0);
}

static void expect_drawn(const char *folder, const Chart *chart)
{
  g_autofree char *script = g_strdup_printf("%s.gp", chart->stem), *said = NULL;
  char *command[] = {(char *)(guintptr) "gnuplot", (char *)(guintptr) "-d", script, NULL};
  int status = -1;
  assert_true(
      g_spawn_sync(folder, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &said, &status, NULL));
  assert_string_equal(said, "");
  assert_int_equal(status, 0);
  static const char *const kinds[] = {"svg", "png"};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *path = g_strdup_printf("%s/%s.%s", folder, chart->stem, kinds[i]);
    GStatBuf file;
    assert_int_equal(g_stat(path, &file), 0);
    assert_true(file.st_size > 5000);
  }
  expect_well_formed(folder, chart->stem);
}

static void gnuplot_draws_without_a_word(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  if (!gnuplot) {
    print_message("gnuplot is not installed: its part of the test is left out\n");
    skip();
  }
  g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
  g_auto(Team) team = hostile_team(3);
  g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
  assert_true(charts_write(charts, folder, NULL));
  for (guint i = 0; i < charts->len; i++)
    expect_drawn(folder, charts->pdata[i]);
  g_autofree char *hacked = g_build_filename(folder, "hacked", NULL);
  assert_false(g_file_test(hacked, G_FILE_TEST_EXISTS));
  remove_folder(folder);
}

// Nothing planned, a rep who never works, a year, a single day; each is drawn or left out, none is an empty frame.
static void extremes_are_drawn(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  for (int kind = 0; kind < 4; kind++) {
    g_auto(Team) team = team_new(kind == 1 ? 2 : 1, kind == 2 ? 53 : 1);
    if (kind == 1)
      for (int day = 0; day < 5; day++)
        team_day_off(&team, 1, day);
    if (kind == 3)
      team.territory->settings.days = 1;
    if (kind > 0)
      team_visits(&team, 0, 0, 2, HOUR_S);
    team_finish(&team, true);
    g_autoptr(GPtrArray) charts = team_charts(&team, NULL);
    assert_true(charts->len >= 2);
    if (!gnuplot)
      continue;
    g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
    assert_true(charts_write(charts, folder, NULL));
    for (guint i = 0; i < charts->len; i++)
      expect_drawn(folder, charts->pdata[i]);
    remove_folder(folder);
  }
}

static void runner_reports(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  if (!gnuplot)
    skip();
  g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
  g_autofree char *bad = g_build_filename(folder, "bad.gp", NULL),
                  *slow = g_build_filename(folder, "slow.gp", NULL);
  assert_true(g_file_set_contents(bad, "plot nothing with\n", -1, NULL));
  assert_true(g_file_set_contents(slow, "pause 20\n", -1, NULL));
  g_autoptr(GPtrArray) scripts = g_ptr_array_new();
  g_autoptr(GError) failed = NULL, late = NULL;
  assert_true(gnuplot_run(scripts, folder, "svg", 2, 5, NULL));
  g_ptr_array_add(scripts, (char *)(guintptr) "bad.gp");
  assert_false(gnuplot_run(scripts, folder, "svg", 2, 5, &failed));
  assert_true(g_error_matches(failed, GNUPLOT_ERROR, GNUPLOT_ERROR_FAILED));
  assert_non_null(strstr(failed->message, "bad.gp"));
  g_ptr_array_set_size(scripts, 0);
  g_ptr_array_add(scripts, (char *)(guintptr) "slow.gp");
  assert_false(gnuplot_run(scripts, folder, "svg", 2, 1, &late));
  assert_true(g_error_matches(late, GNUPLOT_ERROR, GNUPLOT_ERROR_TIMEOUT));
  remove_folder(folder);
}

static void unknown_charts_are_named(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_finish(&team, true);
  const char *only[] = {"workload", "pie", NULL};
  g_autoptr(GError) error = NULL;
  assert_null(charts_make(&team.in, only, &error));
  assert_true(g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE));
  assert_non_null(strstr(error->message, "'pie'"));
  assert_non_null(strstr(error->message, "workload"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_stay_out_of_scripts),
      cmocka_unit_test(report_is_whole_and_harmless),
      cmocka_unit_test(deck_holds_a_page_a_chart),
      cmocka_unit_test(same_input_same_bytes),
      cmocka_unit_test(gnuplot_draws_without_a_word),
      cmocka_unit_test(extremes_are_drawn),
      cmocka_unit_test(runner_reports),
      cmocka_unit_test(unknown_charts_are_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
