// SPDX-License-Identifier: GPL-3.0-or-later
// gnuplot works in a folder of its own in the temporary directory; only finished pictures go among the results.
#include "cli/draw.h"

#include "cli/gnuplot.h"
#include "io/attributes.h"
#include "io/geo.h"
#include "io/geo_json.h"
#include "io/plan_read.h"
#include "io/versions.h"
#include "plots/chart.h"
#include "plots/report.h"
#include "solver/group.h"

#include <glib/gstdio.h>
#include <string.h>

enum { LIMIT_S = 120 };

static void remove_folder(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(folder);
}

// A file that is missing is none: a format that was not asked for.
static bool take_file(Out *out, const char *folder, const char *target, const char *stem, const char *suffix,
                      GError **error)
{
  g_autofree char *file = g_strconcat(stem, suffix, NULL);
  g_autofree char *path = g_build_filename(folder, file, NULL), *name = g_build_filename(target, file, NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  return g_file_get_contents(path, &bytes, &length, error) && out_write(out, name, bytes, length, error);
}

static bool take_charts(Out *out, const char *folder, const GPtrArray *charts, const DrawOptions *options,
                        GError **error)
{
  const char *suffixes[] = {".gp", ".dat", options->skip_svg ? NULL : ".svg",
                            options->skip_png ? NULL : ".png"};
  for (guint c = 0; c < charts->len; c++) {
    const Chart *chart = g_ptr_array_index(charts, c);
    for (size_t s = 0; s < G_N_ELEMENTS(suffixes); s++) {
      if (suffixes[s] && !take_file(out, folder, options->folder ? options->folder : "charts", chart->stem,
                                    suffixes[s], error))
        return false;
    }
  }
  return true;
}

static bool run_gnuplot(const GPtrArray *charts, const char *folder, const DrawOptions *options, bool report,
                        GError **error)
{
  g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func(g_free);
  bool svg = report || !options->skip_svg, pictures = svg || !options->skip_png;
  for (guint c = 0; c < charts->len; c++) {
    const Chart *chart = g_ptr_array_index(charts, c);
    if (pictures || *chart->headline == '\0') // the deck has none
      g_ptr_array_add(scripts, g_strconcat(chart->stem, ".gp", NULL));
  }
  const char *kinds = !svg ? "png" : options->skip_png ? "svg" : "svg png";
  int jobs = options->threads > 0 ? options->threads : (int)g_get_num_processors();
  return gnuplot_run(scripts, folder, kinds, jobs, LIMIT_S, error);
}

// The only bytes of a PDF that differ from run to run: when it was made becomes the first day of the plan.
static void date_pdf(char *bytes, gsize length, Day day)
{
  static const char mark[] = "/CreationDate (D:";
  const gsize mark_length = sizeof mark - 1;
  g_autofree char *date = day_text(day);
  g_auto(GStrv) parts = g_strsplit(date, "-", 3);
  g_autofree char *digits = g_strdup_printf("%s%s%s000000", parts[0], parts[1], parts[2]);
  // It stands near the end.
  for (gsize at = length; at-- > 0;) {
    if (length - at < mark_length + strlen(digits) || memcmp(bytes + at, mark, mark_length) != 0)
      continue;
    memcpy(bytes + at + mark_length, digits, strlen(digits));
    return;
  }
}

static bool take_deck(Out *out, const char *folder, Day day, GError **error)
{
  g_autofree char *path = g_build_filename(folder, "review.pdf", NULL), *bytes = NULL;
  gsize length = 0;
  if (!g_file_get_contents(path, &bytes, &length, error))
    return false;
  date_pdf(bytes, length, day);
  return out_write(out, "review.pdf", bytes, length, error);
}

static bool write_report(const ChartInput *input, const GPtrArray *charts, const char *folder, Out *out,
                         GError **error)
{
  g_autoptr(GPtrArray) svgs = g_ptr_array_new_with_free_func(g_free);
  for (guint c = 0; c < charts->len; c++) {
    const Chart *chart = g_ptr_array_index(charts, c);
    g_autofree char *file = g_strconcat(chart->stem, ".svg", NULL),
                    *path = g_build_filename(folder, file, NULL);
    char *svg = NULL;
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_get_contents(path, &svg, NULL, error))
      return false;
    g_ptr_array_add(svgs, svg);
  }
  g_autofree char *html = report_make(input, charts, (const char *const *)svgs->pdata);
  return out_write(out, "report.html", html, strlen(html), error);
}

// Borders of the user's own, "borders" in [charts], take the place of the bundled ones; towns stay.
static bool read_own_borders(Map *map, const Territory *territory, GError **error)
{
  GKeyFile *keys = territory->settings.keys;
  g_autofree char *file = keys ? g_key_file_get_string(keys, "charts", "borders", NULL) : NULL;
  if (!file || !*file)
    return true;
  g_autofree char *path =
      g_path_is_absolute(file) ? g_strdup(file) : g_build_filename(territory->folder, file, NULL);
  g_array_set_size(map->lines, 0);
  g_array_set_size(map->points, 0);
  return geo_json_read(map, path, error);
}

// A map that cannot be read costs the charts, not the plan: its error is none of G_FILE_ERROR.
static Map *read_map(const Territory *territory, GError **error)
{
  GError *trouble = NULL;
  g_autofree char *datasets = datasets_folder();
  g_autofree char *geo = g_build_filename(datasets, "geo", NULL);
  const char *country = territory->settings.country;
  g_autoptr(Map) map = geo_read(geo, country ? country : "", &trouble);
  if (map && read_own_borders(map, territory, &trouble))
    return g_steal_pointer(&map);
  g_set_error_literal(error, GNUPLOT_ERROR, GNUPLOT_ERROR_FAILED, trouble->message);
  g_error_free(trouble);
  return NULL;
}

// The plan before this one, for what has changed: the last of its versions; NULL where there is none that can be read.
static Plan *read_former(const Work *work, const char *folder)
{
  g_autofree char *last = NULL;
  for (int number = 1;; number++) {
    g_autofree char *name = g_strdup_printf("%d", number), *found = versions_find(folder, name);
    if (!found)
      break;
    g_free(last);
    last = g_steal_pointer(&found);
  }
  if (!last)
    return NULL;
  g_autofree char *calendar = g_build_filename(last, "calendar.csv", NULL);
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Plan) plan = plan_read(calendar, work->territory, findings, NULL, NULL);
  if (!plan || findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  plan_tally(plan, work->territory, work->calendar, work->travel);
  return g_steal_pointer(&plan);
}

// Scores as `group` finds them; NULL where its settings or the columns make none. What it has to say, it said there.
static Grouping *score_clients(const Work *work, const Attributes *attributes)
{
  g_autoptr(Findings) findings = findings_new();
  return work->territory->groups->len > 0 ? group_clients(work->territory, attributes, 1, findings) : NULL;
}

static bool draw_in(const char *folder, const Plan *plan, const Work *work, const DrawOptions *options,
                    Out *out, GError **error)
{
  g_autoptr(Map) map = read_map(work->territory, error);
  if (!map)
    return false;
  g_autoptr(Attributes) attributes = attributes_read(work->territory);
  g_autoptr(Grouping) grouping = score_clients(work, attributes);
  g_autoptr(Plan) former = options->former_of ? read_former(work, options->former_of) : NULL;
  ChartInput input = {.territory = work->territory,
                      .calendar = work->calendar,
                      .plan = plan,
                      .map = map,
                      .grouping = grouping,
                      .former = former,
                      .language = language_now(),
                      .reps = work->chosen,
                      .comparison = options->comparison,
                      .alignment = options->alignment,
                      .client_pages = options->client_pages,
                      .week = -1};
  g_autoptr(GPtrArray) charts = charts_make(&input, options->only, error);
  if (!charts)
    return false;
  bool deck = !options->skip_pdf && charts->len > 0;
  bool report = !options->skip_html && charts->len > 0;
  if (deck)
    g_ptr_array_add(charts, deck_make(&input, charts));
  if (!charts_write(charts, folder, error) || !run_gnuplot(charts, folder, options, report, error) ||
      !take_charts(out, folder, charts, options, error) ||
      (deck && !take_deck(out, folder, work->territory->settings.start, error)))
    return false;
  return !report || write_report(&input, charts, folder, out, error);
}

bool draw_charts(const Plan *plan, const Work *work, const DrawOptions *options, Out *out, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp("ronda-charts-XXXXXX", error);
  if (!folder)
    return false;
  bool drawn = draw_in(folder, plan, work, options, out, error);
  remove_folder(folder);
  return drawn;
}
