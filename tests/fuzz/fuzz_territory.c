// SPDX-License-Identifier: GPL-3.0-or-later
// All readers of a territory folder together: the bytes are files, each behind a line "@name"; files that they do not give
// are those of a small sound territory. What is read without an error can be counted, measured and planned for: nothing
// that the readers let through may trip what stands on them.
#include "io/territory_read.h"
#include "model/fit.h"
#include "model/measure.h"
#include "tests/fuzz/replay.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name, *text; // NULL: not there
} base[] = {
    {"ronda.ini", "[plan]\nstart = 2027-01-04\nweeks = 2\n"},
    {"clients.csv", "client,lat,lon,rep,group,visits\nC1,4.61,-74.08,R1,A,2\nC2,4.62,-74.07,R2,,1/week\n"},
    {"groups.csv", "group,visits\nA,1/2weeks\n"},
    {"reps.csv", "rep,lat,lon\nR1,4.6,-74.1\nR2,4.65,-74.05\n"},
    {"holidays.csv", NULL},
    {"holidays.ics", NULL},
    {"appointments.csv", NULL},
    {"travel.csv", NULL},
    {"resources.csv", NULL},
    {"activities.csv", NULL},
    {"responses.csv", NULL},
    {"targets.csv", NULL},
    {"actuals.csv", NULL},
};
static char *folder;

static void remove_folder(void)
{
  for (size_t k = 0; k < G_N_ELEMENTS(base); k++) {
    g_autofree char *path = g_build_filename(folder, base[k].name, NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
  g_free(folder);
}

static void put(const char *name, const char *text, size_t length)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  FILE *file = g_fopen(path, "wb");
  g_assert_nonnull(file);
  fwrite(text, 1, length, file);
  fclose(file);
}

// The part of the bytes behind the last line "@name"; NULL: none.
static const char *part(const char *bytes, size_t size, const char *name, size_t *length)
{
  const char *end = bytes + size, *found = NULL;
  const size_t width = strlen(name);
  for (const char *line = bytes; line < end;) {
    const char *next = memchr(line, '\n', (size_t)(end - line));
    next = next ? next + 1 : end;
    if (*line == '@' && found) {
      *length = (size_t)(line - found);
      return found;
    }
    if (*line == '@' && (size_t)(next - line) == width + 2 && memcmp(line + 1, name, width) == 0)
      found = next;
    line = next;
  }
  *length = found ? (size_t)(end - found) : 0;
  return found;
}

static void lay_out(const char *bytes, size_t size)
{
  for (size_t k = 0; k < G_N_ELEMENTS(base); k++) {
    size_t length = 0;
    const char *text = part(bytes, size, base[k].name, &length);
    g_autofree char *path = g_build_filename(folder, base[k].name, NULL);
    if (text)
      put(base[k].name, text, length);
    else if (base[k].text)
      put(base[k].name, base[k].text, strlen(base[k].text));
    else
      g_unlink(path);
  }
}

static void use(Territory *territory)
{
  g_autoptr(Calendar) calendar = calendar_new(territory);
  calendar_resolve_visits(territory, calendar);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Fit) fit = fit_count(territory, calendar, travel);
  g_assert_cmpuint(fit->reps->len, ==, territory->reps->len);
  g_autoptr(Plan) plan = plan_new();
  plan_tally(plan, territory, calendar, travel);
  const Day to = actuals_last_day(territory);
  if (to == DAY_NONE)
    return;
  g_autoptr(Measure) measure = measure_new(territory, calendar, plan, to);
  g_assert_nonnull(measure->tallies);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  if (!folder) {
    folder = g_dir_make_tmp("ronda-fuzz-XXXXXX", NULL);
    g_assert_nonnull(folder);
    atexit(remove_folder);
  }
  lay_out((const char *)bytes, size);
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(Territory) territory = territory_read(folder, findings, &error);
  g_assert_true(territory || error);
  if (territory && findings_count(findings, FINDING_ERROR) == 0)
    use(territory);
  findings_sorted(findings);
  return 0;
}
