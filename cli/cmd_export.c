// SPDX-License-Identifier: GPL-3.0-or-later
// `export`: writes a plan for calendars, CRMs, maps, spreadsheets and other solvers, into FOLDER/plan/export/FORMAT or
// the folder of --out. The former export there is what tells new events from changed ones.
#include "cli/plan_file.h"
#include "cli/policy.h"

#include "io/export.h"
#include "model/words.h"
#include "solver/calendar_program.h"

#include <string.h>

typedef struct Format {
  const char *name;
  bool (*write)(const Export *export, GError **error); // NULL: a program for other solvers
} Format;

static const Format formats[] = {
    {"ics", export_ics},
    {"salesforce", export_salesforce},
    {"hubspot", export_hubspot},
    {"dynamics", export_dynamics},
    {"google", export_google},
    {"geojson", export_geojson},
    {"xlsx", export_xlsx},
    {"csv", export_csv},
    {"daysheet", export_daysheet},
    {"lp", NULL},
    {"mps", NULL},
};

static const Format *find_format(const Options *options)
{
  for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (g_strcmp0(options->format, formats[i].name) == 0)
      return &formats[i];
  }
  g_autoptr(GString) names = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
    g_string_append_printf(names, "%s%s", i ? ", " : "", formats[i].name);
  complain(_("--format takes one of %s"), names->str);
  return NULL;
}

// One program a set of reps who share clients; named after them.
static bool write_programs(const Work *work, const Format *format, Out *out, GError **error)
{
  g_autoptr(GPtrArray) components = translate_components(work->territory);
  for (guint k = 0; k < components->len; k++) {
    const GArray *reps = components->pdata[k];
    g_autoptr(GString) name = g_string_new(NULL);
    bool wanted = !work->chosen;
    for (guint r = 0; r < reps->len; r++) {
      const int rep = g_array_index(reps, int, r);
      g_autofree char *file = export_file(territory_rep(work->territory, rep)->id);
      g_string_append_printf(name, "%s%s", r ? "+" : "", file);
      wanted = wanted || work->chosen[rep];
    }
    if (!wanted)
      continue;
    g_string_append_printf(name, ".%s", format->name);
    g_autofree char *path = out_stage(out, name->str, error);
    if (!path)
      return false;
    g_autoptr(Translation) translation = translate_reps(work->territory, work->calendar, work->travel,
                                                        (const int *)(void *)reps->data, (int)reps->len);
    if (!calendar_program_write(translation, strcmp(format->name, "mps") == 0, path, error))
      return false;
  }
  return true;
}

static bool write_format(const Work *work, const Format *format, Export *export, GError **error)
{
  return format->write ? format->write(export, error) : write_programs(work, format, export->out, error);
}

static char *folder_of(const Options *options, const Format *format)
{
  return options->out ? g_strdup(options->out)
                      : g_build_filename(options->folder, "plan", "export", format->name, NULL);
}

ExitStatus cmd_export(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  const Format *format = find_format(options);
  if (!format)
    return EXIT_USAGE;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  policy_recall(work, options);
  g_autofree char *plan_folder = g_build_filename(options->folder, "plan", NULL);
  g_autofree char *folder = folder_of(options, format);
  g_autoptr(Plan) plan = plan_load(work, options, plan_folder, &status);
  if (!plan)
    return status;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Export) export = export_new(work->territory, plan, work->chosen, plan_folder, findings, &error);
  if (error)
    return fail_with(error);
  if (!export) {
    print_findings(options, findings);
    return EXIT_INPUT;
  }
  g_autoptr(Out) out = out_new(folder, &error);
  export->out = out;
  export->former = folder;
  export->form = options_form(options);
  if (!out || !write_format(work, format, export, &error) || !out_commit(out, &error))
    return fail_with(error);
  print_findings(options, findings);
  say(options, _("The export is in %s"), folder);
  return EXIT_DONE;
}
