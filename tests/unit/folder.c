// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/folder.h"

#include <glib/gstdio.h>

char *folder_new(void)
{
  char *folder = g_dir_make_tmp("ronda-test-XXXXXX", NULL);
  g_assert(folder);
  return folder;
}

void folder_free(char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    char *path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
      folder_free(path);
    } else {
      g_remove(path);
      g_free(path);
    }
  }
  g_rmdir(folder);
  g_free(folder);
}

void folder_put(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL), *parent = g_path_get_dirname(path);
  g_mkdir_with_parents(parent, 0777);
  gboolean written = g_file_set_contents(path, text, -1, NULL);
  g_assert(written);
}

void folder_put_territory(const char *folder)
{
  folder_put(
      folder, "ronda.ini",
      "[plan]\nname = Test\nstart = 2027-01-04\nweeks = 4\nday_end = 17:00\n\n[travel]\nspeed_kmh = 50\n");
  folder_put(folder, "groups.csv", "group,name,visits,visit_minutes\nA,Key,1/week,45\nB,Others,2,\n");
  folder_put(folder, "reps.csv",
             "rep,name,lat,lon,weekdays,field_share_pct,max_visits_day\nR1,Ana,4.6,-74.1,,,8\nR2,Luis,6.2,-"
             "75.6,Mon Tue Wed Thu,80,\n");
  folder_put(
      folder, "clients.csv",
      "cliente;lat;lon;rep;grupo;visitas;ventas;Canal "
      "propio\nC1;4.61;-74.11;R1;A;;1000;moderno\nC2;4.62;-74.12;R1;B;3..6;"
      "200,5;tradicional\nC3;6.21;-75.61;R2;A;1/2weeks;;moderno\nC4;6.22;-75.62;R2;B;4;50;tradicional\n");
  folder_put(folder, "appointments.csv", "client,date,rep\nC1,2027-01-12,R1\nC4,2027-01-12,R2\n");
  folder_put(folder, "targets.csv", "rep,sales\nR1,5000\nR2,4000\n");
}
