// SPDX-License-Identifier: GPL-3.0-or-later
// The mapping is read line by line, not with GKeyFile, whose keys cannot hold every column name.
#include "io/mapping.h"

#include <string.h>

#include "io/text.h"
#include "model/words.h"

static const char *const section_names[] = {"accounts", "activities"};
static const char *const rule_names[] = {
    [RULE_UPDATE] = "update", [RULE_KEEP] = "keep", [RULE_INSERT] = "insert"};
#define NOT_TAKEN "-"

static void entry_free(void *data)
{
  MapEntry *entry = data;
  g_free(entry->theirs);
  g_free(entry->ours);
  g_free(entry);
}

Mapping *mapping_new(const char *from)
{
  Mapping *mapping = g_new0(Mapping, 1);
  mapping->from = g_strdup(from);
  for (int kind = 0; kind < MAP_KINDS; kind++)
    mapping->entries[kind] = g_ptr_array_new_with_free_func(entry_free);
  return mapping;
}

void mapping_free(Mapping *mapping)
{
  if (!mapping)
    return;
  for (int kind = 0; kind < MAP_KINDS; kind++)
    g_ptr_array_unref(mapping->entries[kind]);
  g_free(mapping->from);
  g_free(mapping);
}

const MapEntry *mapping_entry(const Mapping *mapping, SourceKind kind, const char *header)
{
  const GPtrArray *entries = mapping->entries[kind];
  for (guint i = 0; i < entries->len; i++) {
    const MapEntry *entry = entries->pdata[i];
    if (strcmp(entry->theirs, header) == 0)
      return entry;
  }
  g_autofree char *folded = text_fold(header);
  for (guint i = 0; i < entries->len; i++) {
    const MapEntry *entry = entries->pdata[i];
    g_autofree char *other = text_fold(entry->theirs);
    if (*folded && strcmp(folded, other) == 0)
      return entry;
  }
  return NULL;
}

// ---- Reading -----------------------------------------------------------------------------------------------------

typedef struct MapReader {
  Mapping *mapping;
  const char *file;
  Findings *findings;
  int section; // -1: source, -2: none or an unknown one
  int line;
} MapReader;

static void complain(const MapReader *reader, const char *text)
{
  findings_add(reader->findings, FINDING_ERROR, reader->file, reader->line, NULL, "%s", text);
}

// The name at the beginning of a line, unquoted; *rest is what follows the '='. NULL when the line has no form.
static char *take_name(char *line, char **rest)
{
  char *at = line;
  GString *name = g_string_new(NULL);
  if (*at == '"') {
    for (at++; *at && (*at != '"' || at[1] == '"'); at++) {
      at += *at == '"';
      g_string_append_c(name, *at);
    }
    at += *at == '"';
  } else {
    at = line + strcspn(line, "=");
    g_string_append_len(name, line, at - line);
    g_strchomp(name->str);
    name->len = strlen(name->str);
  }
  at += strspn(at, " \t");
  if (*at != '=' || name->len == 0) {
    g_string_free(name, TRUE);
    return NULL;
  }
  *rest = g_strstrip(at + 1);
  return g_string_free(name, FALSE);
}

static bool take_rule(const char *text, Rule *rule)
{
  for (size_t i = 0; i < G_N_ELEMENTS(rule_names); i++) {
    if (g_ascii_strcasecmp(text, rule_names[i]) == 0) {
      *rule = (Rule)i;
      return true;
    }
  }
  return false;
}

// Two columns of theirs cannot fill one of ours.
static bool is_free(const MapReader *reader, const MapEntry *entry)
{
  const GPtrArray *entries = reader->mapping->entries[reader->section];
  const OurColumn *target = mapping_target((SourceKind)reader->section, entry->ours);
  g_autofree char *folded = text_fold(entry->ours);
  for (guint i = 0; i < entries->len; i++) {
    const MapEntry *other = entries->pdata[i];
    g_autofree char *name = text_fold(other->ours);
    bool same = *other->ours && (target ? mapping_target((SourceKind)reader->section, other->ours) == target
                                        : strcmp(name, folded) == 0);
    if (same || strcmp(other->theirs, entry->theirs) == 0)
      return false;
  }
  return true;
}

static void take_entry(MapReader *reader, char *name, char *value)
{
  MapEntry *entry = g_new0(MapEntry, 1);
  char *comma = strrchr(value, ',');
  entry->theirs = name;
  entry->line = reader->line;
  if (comma) {
    *comma = '\0';
    if (!take_rule(g_strstrip(comma + 1), &entry->rule))
      complain(reader, _("the rule is none of update, keep and insert"));
  }
  g_strstrip(value);
  entry->ours = g_strdup(strcmp(value, NOT_TAKEN) == 0 ? "" : value);
  g_autofree char *folded = text_fold(entry->ours);
  if (*entry->ours && !*folded) {
    complain(reader, _("our column needs a name of letters, or '-' where theirs is not taken"));
    entry_free(entry);
  } else if (*entry->ours && !is_free(reader, entry)) {
    complain(reader,
             _("this column is in the section twice; remove one of the lines, or write '-' for our column"));
    entry_free(entry);
  } else {
    g_ptr_array_add(reader->mapping->entries[reader->section], entry);
  }
}

static void take_source(MapReader *reader, const char *key, const char *value)
{
  if (g_ascii_strcasecmp(key, "from") == 0) {
    g_free(reader->mapping->from);
    reader->mapping->from = g_strdup(value);
  } else if (g_ascii_strcasecmp(key, "dates") == 0 && g_ascii_strcasecmp(value, "mdy") == 0) {
    reader->mapping->dates = DATES_MDY;
  } else if (g_ascii_strcasecmp(key, "dates") == 0 && g_ascii_strcasecmp(value, "dmy") == 0) {
    reader->mapping->dates = DATES_DMY;
  } else {
    complain(reader, _("section [source] knows 'from', and 'dates' with dmy or mdy"));
  }
}

static void take_section(MapReader *reader, char *line)
{
  char *end = strchr(line, ']');
  reader->section = -2;
  if (end)
    *end = '\0';
  const char *name = g_strstrip(line + 1);
  if (end && g_ascii_strcasecmp(name, "source") == 0)
    reader->section = -1;
  for (int kind = 0; kind < MAP_KINDS && end; kind++) {
    if (g_ascii_strcasecmp(name, section_names[kind]) == 0)
      reader->section = kind;
  }
  if (reader->section == -2)
    complain(reader, _("there are sections [source], [accounts] and [activities]"));
}

static void take_line(MapReader *reader, char *line)
{
  g_strstrip(line);
  if (!*line || *line == '#' || *line == ';')
    return;
  if (*line == '[') {
    take_section(reader, line);
    return;
  }
  char *rest = NULL;
  g_autofree char *name = take_name(line, &rest);
  if (!name)
    complain(reader,
             _("a line is 'their column = our column, rule'; put a name with special signs in quotes"));
  else if (reader->section == -1)
    take_source(reader, name, rest);
  else if (reader->section >= 0)
    take_entry(reader, g_steal_pointer(&name), rest);
  else
    complain(reader, _("this line is in no section; there are [source], [accounts] and [activities]"));
}

Mapping *mapping_parse(const char *data, gsize length, const char *file, Findings *findings)
{
  Mapping *mapping = mapping_new("");
  g_autofree char *text = text_decode(data, length, file, findings);
  MapReader reader = {mapping, file, findings, -2, 0};
  const char *end = text ? text + strlen(text) : NULL;
  for (const char *at = text; at && at < end;) {
    const char *next = text_line_end(at, end);
    g_autofree char *line = g_strndup(at, (gsize)(next - at));
    reader.line++;
    take_line(&reader, line);
    at = next;
  }
  return mapping;
}

// ---- Writing -----------------------------------------------------------------------------------------------------

static void append_name(GString *text, const char *name)
{
  size_t length = strlen(name);
  bool plain =
      length > 0 && !strpbrk(name, "=\"") && !strchr("#;[ \t", name[0]) && !strchr(" \t", name[length - 1]);
  if (!plain)
    g_string_append_c(text, '"');
  for (const char *at = name; *at; at++) {
    if (*at == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, strchr("\r\n", *at) ? ' ' : *at);
  }
  if (!plain)
    g_string_append_c(text, '"');
}

static void append_section(GString *text, const Mapping *mapping, int kind)
{
  g_string_append_printf(text, "\n[%s]\n", section_names[kind]);
  for (guint i = 0; i < mapping->entries[kind]->len; i++) {
    const MapEntry *entry = mapping->entries[kind]->pdata[i];
    append_name(text, entry->theirs);
    if (*entry->ours)
      g_string_append_printf(text, " = %s, %s\n", entry->ours, rule_names[entry->rule]);
    else
      g_string_append(text, " = " NOT_TAKEN "\n");
  }
}

char *mapping_text(const Mapping *mapping)
{
  GString *text = g_string_new(NULL);
  g_string_append_printf(
      text, "# %s\n# %s\n# %s\n\n[source]\nfrom = %s\ndates = %s\n",
      _("Which column of the CRM's export becomes which column of ours. Change it as you like."),
      _("their column = our column, rule"),
      _("update: their filled cells replace ours; keep: they fill our empty cells only; insert: they fill "
        "new "
        "rows only; '-': not taken"),
      mapping->from, mapping->dates == DATES_MDY ? "mdy" : "dmy");
  for (int kind = 0; kind < MAP_KINDS; kind++)
    append_section(text, mapping, kind);
  return g_string_free(text, FALSE);
}

char *mapping_proposals(const Mapping *mapping)
{
  GString *text = g_string_new(NULL);
  for (int kind = 0; kind < MAP_KINDS; kind++) {
    const GPtrArray *entries = mapping->entries[kind];
    if (entries->len > 0 && ((const MapEntry *)entries->pdata[0])->line == 0)
      append_section(text, mapping, kind);
  }
  return g_string_free(text, FALSE);
}
