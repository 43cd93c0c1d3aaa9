// SPDX-License-Identifier: GPL-3.0-or-later
// A version is copied under a hidden name and then renamed, which fails where the name is taken.
#include "io/versions.h"

#include "model/words.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tables[] = {"calendar.csv",    "days.csv",   "workload.csv", "clients.csv",
                                     "unplanned.csv",   "groups.csv", "moves.csv",    "summary.json",
                                     "action_plan.csv", "version.ini"};

void version_clear(Version *version)
{
  g_clear_pointer(&version->base, g_free);
}

Version version_read(const char *folder)
{
  g_autoptr(GKeyFile) keys = g_key_file_new();
  g_autofree char *path = g_build_filename(folder, "version.ini", NULL), *from = NULL;
  Version version = {.base = NULL};
  GDate date;
  g_date_clear(&date, 1);
  if (g_key_file_load_from_file(keys, path, G_KEY_FILE_NONE, NULL)) {
    from = g_key_file_get_string(keys, "version", "from", NULL);
    version.base = g_key_file_get_string(keys, "version", "base", NULL);
    version.freeze = g_key_file_get_integer(keys, "version", "freeze", NULL);
    version.actuals = g_key_file_get_boolean(keys, "version", "actuals", NULL);
  }
  int year, month, day;
  if (from && sscanf(from, "%4d-%2d-%2d", &year, &month, &day) == 3 &&
      g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    version.from = (Day)g_date_get_julian(&date);
  }
  if (!version.base)
    version.base = g_strdup("");
  return version;
}

bool version_write(const Version *version, Out *out, GError **error)
{
  g_autofree char *from = version->from == DAY_NONE ? g_strdup("") : day_text(version->from);
  g_autofree char *text =
      g_strdup_printf("[version]\nfrom=%s\nfreeze=%d\nactuals=%s\nbase=%s\n", from, version->freeze,
                      version->actuals ? "true" : "false", version->base);
  return out_write(out, "version.ini", text, strlen(text), error);
}

// Names in plan/versions, hidden ones left out; ascending by number.
static gint by_number(gconstpointer left, gconstpointer right)
{
  const char *a = *(const char *const *)left, *b = *(const char *const *)right;
  const long x = strtol(a, NULL, 10), y = strtol(b, NULL, 10);
  return x != y ? (x > y) - (x < y) : strcmp(a, b);
}

static GPtrArray *list_versions(const char *versions)
{
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  GDir *dir = g_dir_open(versions, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    if (g_ascii_isdigit(*name))
      g_ptr_array_add(names, g_strdup(name));
  }
  if (dir)
    g_dir_close(dir);
  g_ptr_array_sort(names, by_number);
  return names;
}

static bool same_file(const char *folder_a, const char *folder_b, const char *file)
{
  g_autofree char *a = g_build_filename(folder_a, file, NULL), *b = g_build_filename(folder_b, file, NULL);
  g_autofree char *text_a = NULL, *text_b = NULL;
  gsize length_a = 0, length_b = 0;
  const bool there_a = g_file_get_contents(a, &text_a, &length_a, NULL),
             there_b = g_file_get_contents(b, &text_b, &length_b, NULL);
  return there_a == there_b && length_a == length_b && (!there_a || memcmp(text_a, text_b, length_a) == 0);
}

static bool copy_tables(const char *from, const char *to, GError **error)
{
  for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
    g_autofree char *path = g_build_filename(from, tables[t], NULL),
                    *copy = g_build_filename(to, tables[t], NULL);
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
      continue;
    if (!g_file_get_contents(path, &text, &length, error) ||
        !g_file_set_contents(copy, text, (gssize)length, error))
      return false;
  }
  return true;
}

static void forget(const char *folder)
{
  for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
    g_autofree char *path = g_build_filename(folder, tables[t], NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
}

static bool fail(GError **error, const char *path)
{
  const int number = errno;
  g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number),
              _("cannot keep the former plan in %s: %s"), path, g_strerror(number));
  return false;
}

bool versions_keep(const char *folder, char **name, GError **error)
{
  g_autofree char *calendar = g_build_filename(folder, "calendar.csv", NULL),
                  *versions = g_build_filename(folder, "versions", NULL);
  *name = NULL;
  if (!g_file_test(calendar, G_FILE_TEST_EXISTS))
    return true;
  if (g_mkdir_with_parents(versions, 0777) != 0)
    return fail(error, versions);
  g_autoptr(GPtrArray) names = list_versions(versions);
  const char *last = names->len > 0 ? names->pdata[names->len - 1] : "0";
  g_autofree char *last_folder = g_build_filename(versions, last, NULL);
  if (names->len > 0 && same_file(folder, last_folder, "calendar.csv") &&
      same_file(folder, last_folder, "version.ini")) {
    *name = g_strdup(last);
    return true;
  }
  g_auto(Version) version = version_read(folder);
  g_autofree char *from = version.from == DAY_NONE ? NULL : day_text(version.from),
                  *hidden = g_build_filename(versions, ".new-XXXXXX", NULL);
  if (!g_mkdtemp_full(hidden, 0777))
    return fail(error, versions);
  for (long number = strtol(last, NULL, 10) + 1; copy_tables(folder, hidden, error); number++) {
    g_autofree char *fresh =
        from ? g_strdup_printf("%03ld-replan-%s", number, from) : g_strdup_printf("%03ld-plan", number);
    g_autofree char *path = g_build_filename(versions, fresh, NULL);
    if (g_rename(hidden, path) == 0) {
      *name = g_steal_pointer(&fresh);
      return true;
    }
    if (errno != ENOTEMPTY && errno != EEXIST) {
      fail(error, path);
      break;
    }
  }
  forget(hidden);
  return false;
}

char *versions_find(const char *folder, const char *name)
{
  if (strcmp(name, "now") == 0)
    return g_strdup(folder);
  g_autofree char *versions = g_build_filename(folder, "versions", NULL),
                  *exact = g_build_filename(versions, name, NULL);
  if (g_file_test(exact, G_FILE_TEST_IS_DIR))
    return g_steal_pointer(&exact);
  g_autoptr(GPtrArray) names = list_versions(versions);
  for (guint k = 0; k < names->len; k++) {
    char *end;
    const long number = strtol(name, &end, 10);
    if (*name && !*end && strtol(names->pdata[k], NULL, 10) == number)
      return g_build_filename(versions, names->pdata[k], NULL);
  }
  return g_file_test(name, G_FILE_TEST_IS_DIR) ? g_strdup(name) : NULL;
}
