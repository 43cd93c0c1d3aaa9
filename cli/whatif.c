// SPDX-License-Identifier: GPL-3.0-or-later
// Reading: the base first, by itself; then every scenario, so that all mistakes of all scenarios are told at once.
#include "cli/whatif.h"

#include <string.h>

#include "model/words.h"
#include "solver/translate.h"

static void case_free(void *data)
{
  Case *one = data;
  plan_free(one->plan);
  g_clear_pointer(&one->joints, joint_result_free);
  policy_free(one->policy);
  work_free(one->work);
  edited_free(one->edited);
  g_clear_pointer(&one->keys, g_ptr_array_unref);
  g_clear_pointer(&one->sets, g_ptr_array_unref);
  g_clear_pointer(&one->takeovers, g_ptr_array_unref);
  g_free(one->serial);
  g_free(one);
}

void whatif_free(Whatif *whatif)
{
  if (!whatif)
    return;
  g_clear_pointer(&whatif->cases, g_ptr_array_unref);
  g_clear_pointer(&whatif->scenarios, g_ptr_array_unref);
  g_clear_pointer(&whatif->store, g_hash_table_unref);
  comparison_free(whatif->comparison);
  g_free(whatif->build);
  g_free(whatif->folder);
  g_free(whatif);
}

// ---- Which scenarios ---------------------------------------------------------------------------------------------

static void take_options(Scenario *scenario, char **texts, EditKind kind, const char *option,
                         const char *before, Findings *findings)
{
  for (char **text = texts; text && *text; text++) {
    g_autofree char *line = g_strconcat(before, *text, NULL);
    Edit *edit = edit_parse(kind, line, option, 0, findings);
    if (edit)
      g_ptr_array_add(scenario->edits, edit);
  }
}

// The scenario of the command line: rows are added first, then values set and scaled, then rows removed. NULL: none.
static Scenario *of_command_line(const Options *o, Findings *findings)
{
  if (!o->sets && !o->scales && !o->adds && !o->removes && !o->add_reps && !o->drop_reps)
    return NULL;
  Scenario *scenario = scenario_new(o->called ? o->called : "option", "whatif");
  take_options(scenario, o->add_reps, EDIT_ADD, "--add-rep", "rep ", findings);
  take_options(scenario, o->adds, EDIT_ADD, "--add", "", findings);
  take_options(scenario, o->sets, EDIT_SET, "--set", "", findings);
  take_options(scenario, o->scales, EDIT_SCALE, "--scale", "", findings);
  take_options(scenario, o->removes, EDIT_REMOVE, "--remove", "", findings);
  take_options(scenario, o->drop_reps, EDIT_REMOVE, "--drop-rep", "rep ", findings);
  return scenario;
}

// Whether --scenario names it, itself or as a sweep.
static bool is_wanted(const Scenario *scenario, char **names)
{
  for (char **name = names; *name; name++) {
    if (strcmp(*name, scenario->name) == 0 || g_strcmp0(*name, scenario->sweep) == 0)
      return true;
  }
  return false;
}

// With --scenario only those; with edits on the command line and no --scenario only these.
static bool choose_scenarios(Whatif *whatif, bool from_options)
{
  const Options *options = whatif->options;
  g_auto(GStrv) names = g_strsplit(options->scenarios ? options->scenarios : "", ",", -1);
  bool known = true;
  for (char **name = names; *name; name++) {
    bool found = false;
    char *one[] = {g_strstrip(*name), NULL};
    for (guint i = 0; i < whatif->scenarios->len && !found; i++)
      found = is_wanted(g_ptr_array_index(whatif->scenarios, i), one);
    if (!found)
      complain(_("--scenario: there is no scenarios/%s.ini"), *name);
    known = known && found;
  }
  for (guint i = whatif->scenarios->len; i > 0; i--) {
    const Scenario *scenario = g_ptr_array_index(whatif->scenarios, i - 1);
    const bool of_file = scenario->sha256 != NULL;
    const bool wanted = !of_file || (options->scenarios ? is_wanted(scenario, names) : !from_options);
    if (!wanted)
      g_ptr_array_remove_index(whatif->scenarios, i - 1);
  }
  return known;
}

static bool names_differ(const Whatif *whatif)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_hash_table_add(seen, (char *)(uintptr_t) "base");
  for (guint i = 0; i < whatif->scenarios->len; i++) {
    Scenario *scenario = g_ptr_array_index(whatif->scenarios, i);
    if (g_hash_table_add(seen, scenario->name))
      continue;
    complain(_("two scenarios are called '%s'; give one of them another name"), scenario->name);
    return false;
  }
  return true;
}

static bool read_scenarios(Whatif *whatif, ExitStatus *status)
{
  const Options *options = whatif->options;
  g_autoptr(Findings) findings = findings_new();
  GPtrArray *more = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free);
  GError *error = NULL;
  Scenario *own = of_command_line(options, findings);
  if (own)
    g_ptr_array_add(more, own);
  whatif->scenarios = scenarios_read(options->folder, more, findings, &error);
  print_findings(options, findings);
  if (error) {
    *status = fail_with(error);
    return false;
  }
  *status = EXIT_INPUT;
  if (findings_count(findings, FINDING_ERROR) > 0)
    return false;
  *status = EXIT_USAGE;
  if (!choose_scenarios(whatif, own != NULL) || !names_differ(whatif))
    return false;
  if (whatif->scenarios->len > 0)
    return true;
  complain(
      _("there is no scenario: write %s/scenarios/NAME.ini, or say here what to change with --set, --scale, "
        "--add or --remove"),
      options->folder);
  return false;
}

// ---- One case ----------------------------------------------------------------------------------------------------

static int find_rep(const Territory *territory, const char *id)
{
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    if (strcmp(territory_rep(territory, rep)->id, id) == 0)
      return rep;
  }
  return -1;
}

// A rep of the base keeps his number, wherever he stands now; new ones come after all of them.
static int *serial_of(const Territory *territory, const Territory *base)
{
  int *serial = g_new(int, territory->reps->len + 1), next = (int)base->reps->len;
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    const int before = find_rep(base, territory_rep(territory, rep)->id);
    serial[rep] = before >= 0 ? before : next++;
  }
  return serial;
}

// Groups and visits that are open; then nothing may be left open. Findings speak of the input files, so they are said
// under the scenario's name.
static bool complete(Case *one, const Options *options)
{
  Options quiet = *options;
  quiet.quiet = quiet.quiet || one->scenario;
  one->policy = policy_complete(one->work, &quiet);
  if (one->policy && work_is_complete(one->work, options))
    return true;
  if (one->scenario)
    complain(_("that is what scenario %s makes of the files"), one->scenario->name);
  return false;
}

static Case *load_case(const Whatif *whatif, const Scenario *scenario, Findings *blamed, GError **error)
{
  Case *one = g_new0(Case, 1);
  g_ptr_array_add(whatif->cases, one);
  one->scenario = scenario;
  one->edited = edited_new(whatif->options->folder, scenario->edits, blamed, error);
  if (!one->edited)
    return NULL;
  one->work = work_load_edited(whatif->options, one->edited, scenario->source, blamed, error);
  if (!one->work)
    return NULL;
  if (scenario->sha256)
    g_hash_table_replace(one->work->territory->inputs, g_strdup(scenario->source),
                         g_strdup(scenario->sha256));
  whatif_align(one, blamed);
  one->serial = serial_of(one->work->territory, whatif_case(whatif, 0)->work->territory);
  return one;
}

static bool load_scenarios(Whatif *whatif, ExitStatus *status)
{
  g_autoptr(Findings) blamed = findings_new();
  GError *error = NULL;
  bool loaded = true;
  for (guint i = 0; i < whatif->scenarios->len && !error; i++)
    loaded = load_case(whatif, g_ptr_array_index(whatif->scenarios, i), blamed, &error) && loaded;
  print_findings(whatif->options, blamed);
  const int errors = findings_count(blamed, FINDING_ERROR);
  if (error)
    *status = fail_with(error);
  else if (errors > 0)
    complain(ngettext("%d error in the scenarios; nothing was written",
                      "%d errors in the scenarios; nothing was written", (gulong)errors),
             errors);
  if (error || errors > 0 || !loaded)
    return false;
  for (guint i = 1; i < whatif->cases->len; i++)
    loaded = complete(whatif_case(whatif, i), whatif->options) && loaded;
  return loaded;
}

Whatif *whatif_load(Options *options, ExitStatus *status)
{
  g_autoptr(Whatif) whatif = g_new0(Whatif, 1);
  whatif->options = options;
  whatif->cases = g_ptr_array_new_with_free_func(case_free);
  whatif->store = solved_store_new();
  whatif->build = program_fingerprint();
  g_autofree char *out = options_out(options);
  whatif->folder = g_build_filename(out, "whatif", NULL);
  Case *base = g_new0(Case, 1);
  g_ptr_array_add(whatif->cases, base);
  base->work = work_load(options, status);
  if (!base->work)
    return NULL;
  base->serial = serial_of(base->work->territory, base->work->territory);
  if (!read_scenarios(whatif, status))
    return NULL;
  *status = EXIT_INPUT;
  if (!complete(base, options) || !load_scenarios(whatif, status))
    return NULL;
  *status = EXIT_DONE;
  return g_steal_pointer(&whatif);
}
