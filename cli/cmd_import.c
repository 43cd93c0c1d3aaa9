// SPDX-License-Identifier: GPL-3.0-or-later
// `import`: takes a CRM's exports of accounts and activities into clients.csv and actuals.csv. Without --apply it shows
// what would change; with it, both files are replaced together and the former ones stay beside them as .bak.
#include "cli/command.h"

#include "io/ini.h"
#include "io/intake.h"
#include "io/text.h"
#include "model/words.h"

#include <stdio.h>
#include <string.h>

typedef struct Import {
  const Options *options;
  Findings *findings;
  Mapping *mapping;
  char *mapping_path;
  char *mapping_bytes;          // as the file is; NULL: there is none
  bool proposed;                // entries were added to the mapping
  Table *accounts, *activities; // theirs; NULL: not given
  char *bytes[MAP_KINDS];       // ours as they are; NULL: not there
  gsize length[MAP_KINDS];
  Merge *merge[MAP_KINDS];
} Import;

static const char *const our_files[MAP_KINDS] = {"clients.csv", "actuals.csv"};

static void import_clear(Import *import)
{
  for (int kind = 0; kind < MAP_KINDS; kind++) {
    g_free(import->bytes[kind]);
    merge_free(import->merge[kind]);
  }
  table_free(import->accounts);
  table_free(import->activities);
  mapping_free(import->mapping);
  findings_free(import->findings);
  g_free(import->mapping_path);
  g_free(import->mapping_bytes);
}

static bool is_source(const char *from)
{
  static const char *const sources[] = {"salesforce", "hubspot", "dynamics", "generic"};
  for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
    if (g_strcmp0(from, sources[i]) == 0)
      return true;
  }
  return false;
}

// ---- Reading -----------------------------------------------------------------------------------------------------

// Where an export lies: as given, else in the folder's own `import`, where it may be missing.
static char *export_path(const Options *options, const char *given, const char *file)
{
  if (given)
    return g_strdup(given);
  g_autofree char *path = g_build_filename(options->folder, "import", file, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static bool read_table(Import *import, const char *given, const char *file, Table **table, GError **error)
{
  g_autofree char *path = export_path(import->options, given, file);
  if (!path)
    return true;
  g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
  GError *trouble = NULL;
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: there is no such file"), path);
    return false;
  }
  *table = table_read(folder, name, NULL, import->findings, &trouble);
  if (trouble)
    g_propagate_error(error, trouble);
  return !trouble;
}

static bool read_mapping(Import *import, GError **error)
{
  import->mapping_path = import->options->mapping
                             ? g_strdup(import->options->mapping)
                             : g_build_filename(import->options->folder, "mapping.ini", NULL);
  g_autofree char *name = g_path_get_basename(import->mapping_path);
  gsize length = 0;
  g_autoptr(GError) trouble = NULL;
  if (g_file_get_contents(import->mapping_path, &import->mapping_bytes, &length, &trouble)) {
    import->mapping = mapping_parse(import->mapping_bytes, length, name, import->findings);
    return true;
  }
  if (!g_error_matches(trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error(error, g_steal_pointer(&trouble));
    return false;
  }
  import->mapping = mapping_new(import->options->from);
  return true;
}

// A section that says nothing yet gets a proposal; one that is there is the user's.
static void propose(Import *import)
{
  const Table *tables[MAP_KINDS] = {import->accounts, import->activities};
  for (int kind = 0; kind < MAP_KINDS; kind++) {
    if (!tables[kind] || import->mapping->entries[kind]->len > 0)
      continue;
    mapping_propose(import->mapping, (SourceKind)kind, tables[kind]);
    import->proposed = true;
  }
  if (strcmp(import->mapping->from, import->options->from) != 0)
    findings_add(import->findings, FINDING_ERROR, import->mapping_path, 0, NULL,
                 _("the mapping is for '%s', not for '%s'; name another file with --mapping"),
                 import->mapping->from, import->options->from);
}

static bool is_ragged(const Table *table)
{
  for (int row = 0; table && row < table->rows; row++) {
    if (table_is_ragged(table, row))
      return true;
  }
  return false;
}

// Our file as a merge. A file of ours that cannot be read whole is not rewritten: a finding says why.
static bool open_ours(Import *import, SourceKind kind, GError **error)
{
  g_autoptr(Table) table = NULL;
  GError *trouble = NULL;
  const int before = findings_count(import->findings, FINDING_ERROR);
  import->bytes[kind] =
      text_load(import->options->folder, our_files[kind], NULL, &import->length[kind], &trouble);
  if (trouble) {
    g_propagate_error(error, trouble);
    return false;
  }
  if (import->bytes[kind] && import->length[kind] > 0)
    table = table_parse(import->bytes[kind], import->length[kind], our_files[kind], import->findings);
  bool whole = findings_count(import->findings, FINDING_ERROR) == before &&
               !(table && (table->damaged || is_ragged(table)));
  import->merge[kind] =
      merge_new(our_files[kind], whole ? import->bytes[kind] : NULL, import->length[kind], table);
  return true;
}

static bool read_all(Import *import, GError **error)
{
  const Options *options = import->options;
  return read_table(import, options->accounts, "accounts.csv", &import->accounts, error) &&
         read_table(import, options->activities, "activities.csv", &import->activities, error) &&
         read_mapping(import, error) && open_ours(import, MAP_ACCOUNTS, error) &&
         open_ours(import, MAP_ACTIVITIES, error);
}

static char *territory_timezone(const char *folder, Day *start)
{
  g_autoptr(Findings) ignored = findings_new();
  g_autoptr(Territory) territory = territory_new();
  gsize length = 0;
  g_autofree char *bytes = text_load(folder, "ronda.ini", NULL, &length, NULL);
  *start = DAY_NONE;
  if (!bytes)
    return NULL;
  ini_parse(bytes, length, "ronda.ini", &territory->settings, ignored);
  *start = territory->settings.start;
  return g_strdup(territory->settings.timezone);
}

static bool take_in(Import *import, GError **error)
{
  Day start;
  g_autofree char *zone = territory_timezone(import->options->folder, &start);
  g_autoptr(Intake) intake =
      intake_new(import->options->folder, zone, import->mapping, import->findings, error);
  if (!intake)
    return false;
  intake->start = start;
  if (import->accounts)
    intake_accounts(intake, import->accounts, import->merge[MAP_ACCOUNTS]);
  intake_know_clients(intake, import->merge[MAP_ACCOUNTS]);
  if (import->activities)
    intake_activities(intake, import->activities, import->merge[MAP_ACTIVITIES]);
  return true;
}

// ---- The preview -------------------------------------------------------------------------------------------------

static char *one_line(const char *text)
{
  char *line = g_strdup(text);
  for (char *at = line; *at; at++) {
    if (g_ascii_iscntrl(*at))
      *at = ' ';
  }
  return line;
}

static void print_row(const char *mark, const Merge *merge, int row)
{
  g_autoptr(GString) line = g_string_new(NULL);
  for (int c = 0; c < (int)MIN(merge->columns->len, 3); c++)
    g_string_append_printf(line, "  %s", merge_cell(merge, row, c));
  g_autofree char *text = one_line(line->str);
  printf("%s%s\n", mark, text);
}

static void print_change(const Merge *merge, const Change *change)
{
  if (change->kind == CHANGE_ROW) {
    print_row(_("new     "), merge, change->row);
    return;
  }
  g_autofree char *id = one_line(merge_cell(merge, change->row, 0)), *old = one_line(change->old);
  g_autofree char *fresh = one_line(change->fresh), *column = one_line(merge->columns->pdata[change->column]);
  printf(_("changed   %s  %s: '%s' -> '%s'\n"), id, column, old, fresh);
}

static void print_preview(const Merge *merge, bool of_accounts)
{
  int fresh = 0, cells = 0, missing = 0, rows = 0, last = -1;
  for (guint i = 0; i < merge->changes->len; i++) {
    const Change *change = &g_array_index(merge->changes, Change, i);
    fresh += change->kind == CHANGE_ROW;
    cells += change->kind == CHANGE_CELL;
    rows += change->kind == CHANGE_CELL && change->row != last;
    last = change->row;
    print_change(merge, change);
  }
  for (guint c = (guint)merge->former_columns; c < merge->columns->len && merge->former_columns > 0; c++)
    printf(_("column    %s (new)\n"), (const char *)merge->columns->pdata[c]);
  for (int row = 0; row < merge->former_rows && of_accounts; row++) {
    if (merge->seen[row])
      continue;
    missing++;
    print_row(_("missing "), merge, row);
  }
  printf(_("%s: %d new rows, %d cells changed in %d rows, %d rows as they were"), merge->file, fresh, cells,
         rows, merge->former_rows - rows);
  if (of_accounts)
    printf(_(", %d not in the export (kept)"), missing);
  printf("\n");
}

// ---- Writing -----------------------------------------------------------------------------------------------------

static bool write_mapping(const Import *import, GError **error)
{
  if (!import->proposed)
    return true;
  g_autofree char *more = mapping_proposals(import->mapping);
  g_autofree char *text =
      import->mapping_bytes ? g_strconcat(import->mapping_bytes, more, NULL) : mapping_text(import->mapping);
  if (!g_file_set_contents(import->mapping_path, text, -1, error))
    return false;
  say(import->options, _("The mapping is proposed in %s: look it through, it is used from now on"),
      import->mapping_path);
  return true;
}

static bool write_ours(const Import *import, Out *out, SourceKind kind, GError **error)
{
  const Merge *merge = import->merge[kind];
  if (!merge_is_changed(merge))
    return true;
  g_autofree char *backup = g_strdup_printf("%s.bak", our_files[kind]), *text = merge_text(merge);
  if (import->bytes[kind] && !out_write(out, backup, import->bytes[kind], import->length[kind], error))
    return false;
  return out_write(out, our_files[kind], text, strlen(text), error);
}

static bool apply(const Import *import, GError **error)
{
  if (!merge_is_changed(import->merge[MAP_ACCOUNTS]) && !merge_is_changed(import->merge[MAP_ACTIVITIES])) {
    say(import->options, _("Nothing changes, so nothing was written"));
    return true;
  }
  g_autoptr(Out) out = out_new(import->options->folder, error);
  if (!out || !write_ours(import, out, MAP_ACCOUNTS, error) ||
      !write_ours(import, out, MAP_ACTIVITIES, error) || !out_commit(out, error))
    return false;
  say(import->options, _("The import is in %s; the former files are there as .bak"), import->options->folder);
  return true;
}

static ExitStatus finish(Import *import)
{
  GError *error = NULL;
  print_findings(import->options, import->findings);
  if (findings_count(import->findings, FINDING_ERROR) > 0) {
    complain(_("clients.csv and actuals.csv are as they were"));
    return EXIT_INPUT;
  }
  if (import->accounts)
    print_preview(import->merge[MAP_ACCOUNTS], true);
  if (import->activities)
    print_preview(import->merge[MAP_ACTIVITIES], false);
  if (import->options->apply) {
    if (!apply(import, &error))
      return fail_with(error);
  } else {
    say(import->options, _("This was a preview; --apply changes the files"));
  }
  return EXIT_DONE;
}

static ExitStatus run(Import *import)
{
  GError *error = NULL;
  if (!read_all(import, &error))
    return fail_with(error);
  if (!import->accounts && !import->activities && findings_count(import->findings, FINDING_ERROR) == 0) {
    complain(
        _("which exports? Give --accounts FILE or --activities FILE, or put accounts.csv and activities.csv "
          "into %s/import"),
        import->options->folder);
    return EXIT_USAGE;
  }
  if (findings_count(import->findings, FINDING_ERROR) == 0) {
    propose(import);
    if (findings_count(import->findings, FINDING_ERROR) > 0)
      return finish(import);
    if (!write_mapping(import, &error) || !take_in(import, &error))
      return fail_with(error);
  }
  return finish(import);
}

ExitStatus cmd_import(Options *options)
{
  if (!is_source(options->from)) {
    complain(_("--from takes one of salesforce, hubspot, dynamics, generic"));
    return EXIT_USAGE;
  }
  g_autofree char *language = options->lang ? NULL : ini_language(options->folder);
  if (language)
    language_use(language);
  if (!g_file_test(options->folder, G_FILE_TEST_IS_DIR)) {
    complain(_("%s: there is no such folder"), options->folder);
    return EXIT_SYSTEM;
  }
  Import import = {.options = options, .findings = findings_new()};
  ExitStatus status = run(&import);
  import_clear(&import);
  return status;
}
