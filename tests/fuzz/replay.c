// SPDX-License-Identifier: GPL-3.0-or-later
// A main() for the fuzzers where no fuzzing engine is linked: it feeds every file of the folders and every file given
// to LLVMFuzzerTestOneInput, in the order of their names, one test a file. A crash names its file in the last line.
#include "tests/fuzz/replay.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *files_of(const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  if (!dir) {
    g_ptr_array_add(files, g_strdup(path));
    return files;
  }
  for (const char *name; (name = g_dir_read_name(dir));)
    g_ptr_array_add(files, g_build_filename(path, name, NULL));
  if (files->len > 0)
    qsort(files->pdata, files->len, sizeof files->pdata[0], by_name);
  return files;
}

static bool replay(const char *file, int number)
{
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize size = 0;
  if (!g_file_get_contents(file, &bytes, &size, &error)) {
    printf("not ok %d - %s\n", number, error->message);
    return false;
  }
  printf("# %s\n", file);
  fflush(stdout);
  // A block of exactly that size, so that the sanitizers see a read past its end.
  uint8_t *exact = g_memdup2(bytes, size);
  LLVMFuzzerTestOneInput(exact, size);
  g_free(exact);
  printf("ok %d - %s\n", number, file);
  return true;
}

int main(int argc, char **argv)
{
  int number = 0;
  bool good = true;
  for (int i = 1; i < argc; i++) {
    g_autoptr(GPtrArray) files = files_of(argv[i]);
    for (guint f = 0; f < files->len; f++)
      good = replay(g_ptr_array_index(files, f), ++number) && good;
  }
  printf("1..%d\n", number);
  return good && number > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
