// SPDX-License-Identifier: GPL-3.0-or-later
// A run that fails, is killed or finds the disk full leaves the folder as it was.
#include "io/out.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int make_place(void **state)
{
  g_autofree char *place = g_dir_make_tmp("ronda-out-XXXXXX", NULL);
  *state = g_build_filename(place, "territory", "plan", NULL);
  return 0;
}

static void remove_all(const char *path)
{
  g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    remove_all(child);
  }
  g_remove(path);
}

static int remove_place(void **state)
{
  g_autofree char *territory = g_path_get_dirname(*state);
  g_autofree char *place = g_path_get_dirname(territory);
  remove_all(place);
  g_free(*state);
  return 0;
}

static void put(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  assert_int_equal(g_mkdir_with_parents(parent, 0777), 0);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void assert_file(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL), *found = NULL;
  g_file_get_contents(path, &found, NULL, NULL);
  if (text)
    assert_non_null(found);
  else
    assert_null(found);
  if (text)
    assert_string_equal(found, text);
}

static int count_entries(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  int count = 0;
  while (dir && g_dir_read_name(dir))
    count++;
  return count;
}

static Out *open_out(const char *folder)
{
  g_autoptr(GError) error = NULL;
  Out *out = out_new(folder, &error);
  assert_null(error);
  assert_non_null(out);
  return out;
}

static void write_out(Out *out, const char *name, const char *text)
{
  assert_true(out_write(out, name, text, strlen(text), NULL));
}

static void test_commit(void **state)
{
  const char *folder = *state;
  g_autoptr(Out) out = open_out(folder);
  write_out(out, "calendar.csv", "new");
  write_out(out, "charts/01-load.gp", "plot");
  assert_file(folder, "calendar.csv", NULL);
  g_autoptr(GError) error = NULL;
  assert_true(out_commit(out, &error));
  assert_null(error);
  g_clear_pointer(&out, out_free);
  assert_file(folder, "calendar.csv", "new");
  assert_file(folder, "charts/01-load.gp", "plot");
  assert_int_equal(count_entries(folder), 2);
}

static void test_file_has_usual_rights(void **state)
{
  mode_t before = umask(022);
  g_autoptr(Out) out = open_out(*state);
  write_out(out, "calendar.csv", "new");
  assert_true(out_commit(out, NULL));
  umask(before);
  g_autofree char *path = g_build_filename(*state, "calendar.csv", NULL);
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0644);
}

static void test_nothing_without_commit(void **state)
{
  const char *folder = *state;
  g_autofree char *territory = g_path_get_dirname(folder);
  Out *out = open_out(folder);
  write_out(out, "charts/01-load.gp", "plot");
  out_free(out);
  assert_false(g_file_test(territory, G_FILE_TEST_EXISTS)); // made for the run, gone with it
  put(folder, "calendar.csv", "old");
  out = open_out(folder);
  write_out(out, "calendar.csv", "new");
  out_supersede(out, "calendar.*");
  out_free(out);
  assert_file(folder, "calendar.csv", "old");
  assert_int_equal(count_entries(folder), 1);
}

static void test_full_disk(void **state)
{
  const char *folder = *state;
  put(folder, "calendar.csv", "old");
  Out *out = open_out(folder);
  g_autofree char *stage = out_stage(out, "calendar.csv", NULL);
  assert_int_equal(symlink("/dev/full", stage), 0);
  g_autoptr(GError) error = NULL;
  assert_false(out_write(out, "calendar.csv", "new", 3, &error));
  assert_non_null(error);
  assert_int_equal(error->code, G_FILE_ERROR_NOSPC);
  assert_non_null(strstr(error->message, "plan/calendar.csv: "));
  assert_null(strstr(error->message, ".ronda-"));
  out_free(out);
  assert_file(folder, "calendar.csv", "old");
  assert_int_equal(count_entries(folder), 1);
}

// The third target cannot be replaced: the first gets its old text back, the second, which was not there,
// goes.
static void test_commit_is_all_or_nothing(void **state)
{
  const char *folder = *state;
  put(folder, "calendar.csv", "old");
  put(folder, "workload.csv/note.txt", "a folder in the way");
  put(folder, "charts/01-load.svg", "former chart");
  Out *out = open_out(folder);
  out_supersede(out, "charts/*.svg");
  write_out(out, "calendar.csv", "new");
  write_out(out, "days.csv", "new");
  write_out(out, "maps/x.dat", "new");
  write_out(out, "workload.csv", "new");
  g_autoptr(GError) error = NULL;
  assert_false(out_commit(out, &error));
  assert_int_equal(error->code, G_FILE_ERROR_ISDIR);
  assert_non_null(strstr(error->message, "plan/workload.csv: "));
  out_free(out);
  assert_file(folder, "calendar.csv", "old");
  assert_file(folder, "days.csv", NULL);
  assert_file(folder, "workload.csv/note.txt", "a folder in the way");
  assert_file(folder, "charts/01-load.svg", "former chart");
  assert_int_equal(count_entries(folder), 3);
}

static void test_superseded_files_go(void **state)
{
  const char *folder = *state;
  put(folder, "charts/01-load.svg", "old");
  put(folder, "charts/02-map.svg", "old");
  put(folder, "charts/mine.svg", "kept by hand");
  put(folder, "charts/03-folder/x", "folders stay");
  put(folder, "02-map.svg", "in another folder");
  g_autoptr(Out) out = open_out(folder);
  write_out(out, "charts/01-load.svg", "new");
  out_supersede(out, "charts/?\?-*");
  out_supersede(out, "nowhere/*");
  assert_true(out_commit(out, NULL));
  assert_file(folder, "charts/01-load.svg", "new");
  assert_file(folder, "charts/02-map.svg", NULL);
  assert_file(folder, "charts/mine.svg", "kept by hand");
  assert_file(folder, "charts/03-folder/x", "folders stay");
  assert_file(folder, "02-map.svg", "in another folder");
}

static void test_dropped_and_missing_files_stay_out(void **state)
{
  const char *folder = *state;
  put(folder, "charts/01-load.svg", "old");
  g_autoptr(Out) out = open_out(folder);
  write_out(out, "charts/01-load.svg", "new");
  write_out(out, "charts/02-map.svg", "new");
  g_autofree char *never = out_stage(out, "charts/02-map.png", NULL);
  assert_non_null(never);
  out_drop(out, "charts/01-*");
  assert_true(out_commit(out, NULL));
  assert_file(folder, "charts/01-load.svg", "old");
  assert_file(folder, "charts/02-map.svg", "new");
  assert_file(folder, "charts/02-map.png", NULL);
}

static void test_written_twice_counts_once(void **state)
{
  g_autoptr(Out) out = open_out(*state);
  write_out(out, "calendar.csv", "a longer first text");
  write_out(out, "calendar.csv", "second");
  assert_true(out_commit(out, NULL));
  assert_file(*state, "calendar.csv", "second");
}

static void test_one_run_at_a_time(void **state)
{
  Out *first = open_out(*state);
  g_autoptr(GError) error = NULL;
  assert_null(out_new(*state, &error));
  assert_int_equal(error->code, G_FILE_ERROR_AGAIN);
  write_out(first, "calendar.csv", "new"); // not disturbed by the one that was refused
  assert_true(out_commit(first, NULL));
  out_free(first);
  out_free(open_out(*state));
  assert_file(*state, "calendar.csv", "new");
}

static void test_killed_run(void **state)
{
  const char *folder = *state;
  put(folder, "calendar.csv", "old");
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    Out *out = out_new(folder, NULL);
    out_write(out, "calendar.csv", "new", 3, NULL);
    out_write(out, "charts/01-load.gp", "new", 3, NULL);
    raise(SIGKILL);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  assert_file(folder, "calendar.csv", "old");
  assert_int_equal(count_entries(folder), 2); // with what it has left behind
  g_autoptr(Out) out = open_out(folder);
  assert_int_equal(count_entries(folder), 1); // that is swept, and nothing new there before the first file
  write_out(out, "calendar.csv", "newer");
  assert_true(out_commit(out, NULL));
  assert_file(folder, "calendar.csv", "newer");
}

static int refused_as_somebody_else(const char *folder)
{
  if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
    return 2;
  g_autoptr(GError) error = NULL;
  g_autoptr(Out) out = out_new(folder, &error);
  return !out && error && error->code == G_FILE_ERROR_ACCES && strstr(error->message, "/plan: ") ? 0 : 1;
}

static void test_no_permission(void **state)
{
  const char *folder = *state;
  put(folder, "calendar.csv", "old");
  { // freed before the fork: what a child leaves behind looks like a leak
    g_autofree char *territory = g_path_get_dirname(folder);
    g_autofree char *place = g_path_get_dirname(territory);
    assert_int_equal(g_chmod(place, 0755), 0);
  }
  assert_int_equal(g_chmod(folder, 0555), 0);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0)
    _exit(refused_as_somebody_else(folder));
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(g_chmod(folder, 0755), 0);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
  assert_file(folder, "calendar.csv", "old");
}

static void test_a_file_in_the_way(void **state)
{
  const char *folder = *state;
  g_autofree char *territory = g_path_get_dirname(folder);
  put(territory, "plan", "a file");
  g_autoptr(GError) error = NULL;
  assert_null(out_new(folder, &error));
  assert_non_null(strstr(error->message, "/plan: "));
  assert_file(territory, "plan", "a file");
}

int main(void)
{
#define OUT_TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)
  const struct CMUnitTest tests[] = {
      OUT_TEST(test_commit),
      OUT_TEST(test_file_has_usual_rights),
      OUT_TEST(test_nothing_without_commit),
      OUT_TEST(test_full_disk),
      OUT_TEST(test_commit_is_all_or_nothing),
      OUT_TEST(test_superseded_files_go),
      OUT_TEST(test_dropped_and_missing_files_stay_out),
      OUT_TEST(test_written_twice_counts_once),
      OUT_TEST(test_one_run_at_a_time),
      OUT_TEST(test_killed_run),
      OUT_TEST(test_no_permission),
      OUT_TEST(test_a_file_in_the_way),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
