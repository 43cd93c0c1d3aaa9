// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes to read and check a territory of 100,000 clients: the national one, its clients twenty times
// over, in a folder that is removed again. Wanted: under 3 s.
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/territory_read.h"

enum { TIMES = 20 };
#define LIMIT_S 3.0

static void copy(const char *from, const char *to, const char *file)
{
  g_autofree char *source = g_build_filename(from, file, NULL), *target = g_build_filename(to, file, NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  if (g_file_get_contents(source, &text, &length, NULL))
    g_file_set_contents(target, text, (gssize)length, NULL);
}

// Every row TIMES times, each time with a new id. The file has no line break within a cell.
static void multiply_clients(const char *from, const char *to)
{
  g_autofree char *source = g_build_filename(from, "clients.csv", NULL);
  g_autofree char *target = g_build_filename(to, "clients.csv", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(source, &text, NULL, NULL))
    return;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) all = g_string_new(lines[0]);
  g_string_append_c(all, '\n');
  for (int time = 0; time < TIMES; time++) {
    for (int line = 1; lines[line] && *lines[line]; line++)
      g_string_append_printf(all, "%d-%s\n", time, lines[line]);
  }
  g_file_set_contents(target, all->str, (gssize)all->len, NULL);
}

static bool measure(const char *folder)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time();
  g_autoptr(Territory) territory = territory_read(folder, findings, &error);
  double seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  if (!territory) {
    printf("%s\n", error->message);
    return false;
  }
  int errors = findings_count(findings, FINDING_ERROR);
  printf("%u clients read and checked in %.2f s (wanted: %.0f s), %d errors\n", territory->clients->len,
         seconds, LIMIT_S, errors);
  return seconds < LIMIT_S && errors == 0 && territory->clients->len == 100000;
}

int main(void)
{
  static const char *const files[] = {"ronda.ini", "groups.csv", "reps.csv", "holidays.csv", "clients.csv"};
  const char *root = g_getenv("ROOT");
  g_autofree char *national = g_build_filename(root ? root : ".", "datasets", "national", NULL);
  g_autofree char *folder = g_dir_make_tmp("ronda-bench-XXXXXX", NULL);
  if (!folder)
    return EXIT_FAILURE;
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
    copy(national, folder, files[i]);
  multiply_clients(national, folder);
  bool good = measure(folder);
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(folder, files[i], NULL);
    g_remove(path);
  }
  g_rmdir(folder);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
