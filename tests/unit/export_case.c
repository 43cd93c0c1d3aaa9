// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/export_case.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void set_text(char **text, const char *value)
{
  g_free(*text);
  *text = g_strdup(value);
}

static void make_hostile(Territory *territory)
{
  static const char *const names[] = {"=cmd|'/C calc'!A0", "Peña; \"Hijos\" \\ Cía,\nsegunda línea",
                                      "<script>alert('x')</script> & Söhne",
                                      "😀 café 日本語 ñandú áéíóú áéíóú áéíóú áéíóú", "+1+1"};
  set_text(&territory->settings.timezone, "America/Bogota");
  set_text(&territory->settings.name, "Plan <b>&amp; \"x\"");
  for (int i = 0; i < (int)territory->clients->len; i++) {
    Client *client = territory_client(territory, i);
    set_text(&client->name, names[i]);
    set_text(&client->contact, i == 1 ? "Luis \"El;Jefe\", </dd>" : "");
    set_text(&client->phone, "+57 311");
    set_text(&client->email, "");
    set_text(&client->notes, i == 2 ? "line one\r\nline; two, =3\tend" : "");
    set_text(&client->crm_id, i == 0 ? "001A0000012345X" : "");
  }
  Rep *rep = territory_rep(territory, 0);
  set_text(&rep->id, "../R 1");
  set_text(&rep->name, "Zoë [Süd]/*?:' & Co");
}

ExportCase export_case_new(void)
{
  ExportCase c = {.quarter = quarter_new(), .findings = findings_new()};
  make_hostile(c.quarter.territory);
  c.folder = g_dir_make_tmp("ronda-export-XXXXXX", NULL);
  assert_non_null(c.folder);
  return c;
}

void export_case_clear(ExportCase *c)
{
  GDir *dir = g_dir_open(c->folder, 0, NULL);
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(c->folder, name, NULL);
    g_unlink(path);
  }
  g_dir_close(dir);
  g_rmdir(c->folder);
  g_free(c->folder);
  findings_free(c->findings);
  quarter_clear(&c->quarter);
}

void export_case_run(ExportCase *c, bool (*format)(const Export *, GError **), const bool *chosen)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Export) export =
      export_new(c->quarter.territory, c->quarter.plan, chosen, c->folder, c->findings, &error);
  assert_null(error);
  assert_non_null(export);
  g_autoptr(Out) out = out_new(c->folder, &error);
  assert_non_null(out);
  export->out = out;
  export->former = c->folder;
  if (!format(export, &error) || !out_commit(out, &error))
    fail_msg("%s", error->message);
}

char *export_case_file(const ExportCase *c, const char *name)
{
  g_autofree char *path = g_build_filename(c->folder, name, NULL);
  char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    fail_msg("%s is not there", name);
  return text;
}

bool export_case_has(const ExportCase *c, const char *name)
{
  g_autofree char *path = g_build_filename(c->folder, name, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}
