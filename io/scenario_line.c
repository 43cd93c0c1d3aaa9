// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a scenario as an Edit: cut from left to right, each part with its own complaint.
#include "io/scenario.h"

#include <math.h>
#include <string.h>

#include "io/cell.h"
#include "io/ini.h"
#include "io/scan.h"
#include "io/text.h"
#include "model/words.h"

enum { STEPS_MOST = 100 };

typedef struct Line {
  const char *at;
  Edit *edit;
  Findings *findings;
} Line;

static bool fail(const Line *line, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool fail(const Line *line, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(line->findings, FINDING_ERROR, line->edit->source, line->edit->line, NULL, "'%s': %s",
               line->edit->text, text);
  return false;
}

const char *edit_kind_name(EditKind kind)
{
  static const char *const names[EDIT_KINDS] = {"set", "scale", "add", "remove"};
  return names[kind];
}

void edit_free(Edit *edit)
{
  if (!edit)
    return;
  char **texts[] = {&edit->source, &edit->text, &edit->section, &edit->rule, &edit->like};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(*texts[i]);
  g_strfreev(edit->keys);
  g_strfreev(edit->column);
  g_strfreev(edit->value);
  g_strfreev(edit->to);
  g_free(edit);
}

Edit *edit_copy(const Edit *edit)
{
  Edit *copy = g_memdup2(edit, sizeof *edit);
  copy->source = g_strdup(edit->source);
  copy->text = g_strdup(edit->text);
  copy->section = g_strdup(edit->section);
  copy->rule = g_strdup(edit->rule);
  copy->like = g_strdup(edit->like);
  copy->keys = g_strdupv(edit->keys);
  copy->column = g_strdupv(edit->column);
  copy->value = g_strdupv(edit->value);
  copy->to = g_strdupv(edit->to);
  return copy;
}

// ---- Parts of a line ---------------------------------------------------------------------------------------------

static void skip_blanks(Line *line)
{
  line->at += strspn(line->at, " \t");
}

// Up to one of `ends`; "quoted" or [bracketed] it may hold them. NULL: nothing there. Free with g_free.
static char *take_word(Line *line, const char *ends)
{
  skip_blanks(line);
  const char close = *line->at == '"' ? '"' : *line->at == '[' ? ']' : 0;
  const char *end = close ? strchr(line->at + 1, close) : NULL;
  if (end) {
    char *word = g_strndup(line->at + 1, (gsize)(end - line->at - 1));
    line->at = end + 1;
    return word;
  }
  const gsize length = strcspn(line->at, ends);
  char *word = length ? g_strndup(line->at, length) : NULL;
  line->at += length;
  return word;
}

// "R1, R4": at least one.
static char **take_list(Line *line)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new();
  for (bool more = true; more;) {
    g_autofree char *word = take_word(line, " \t,;=:");
    if (!word)
      return NULL;
    g_strv_builder_add(list, word);
    skip_blanks(line);
    more = *line->at == ',';
    line->at += more;
  }
  return g_strv_builder_end(list);
}

// A rule up to the parenthesis that closes it; quotes may hold others.
static char *take_rule(Line *line)
{
  int depth = 0;
  char quote = 0;
  for (const char *at = line->at; *at; at++) {
    if (quote ? *at == quote : *at == '"' || *at == '\'')
      quote = quote ? 0 : *at;
    else if (!quote)
      depth += (*at == '(') - (*at == ')');
    if (depth == 0) {
      char *rule = g_strndup(line->at + 1, (gsize)(at - line->at - 1));
      line->at = at + 1;
      return rule;
    }
  }
  return NULL;
}

static bool is_word(const char *text, const char *list)
{
  g_autofree char *folded = text_fold(text);
  return text_is_listed(folded, list);
}

static bool take_where(Line *line)
{
  Edit *edit = line->edit;
  skip_blanks(line);
  if (*line->at == '(') {
    edit->where = WHERE_RULE;
    edit->rule = take_rule(line);
    return edit->rule || fail(line, _("the rule has no closing )"));
  }
  if (*line->at == '*') {
    edit->where = WHERE_ALL;
    line->at++;
    return true;
  }
  edit->where = WHERE_KEYS;
  edit->keys = take_list(line);
  if (!edit->keys)
    return fail(line, _("which rows? Write * for all, ids, or a rule in parentheses"));
  if (!edit->keys[1] && is_word(edit->keys[0], "all|todos|todas"))
    edit->where = WHERE_ALL;
  return true;
}

static bool take_equals(Line *line)
{
  skip_blanks(line);
  if (*line->at != '=')
    return fail(line, _("here '=' and a value are missing: '%s'"), line->at);
  line->at++;
  skip_blanks(line);
  return true;
}

// The noun of a row or the section of ronda.ini.
static bool take_subject(Line *line)
{
  Edit *edit = line->edit;
  g_autofree char *word = take_word(line, " \t=:");
  if (word && (edit->kind == EDIT_SET || edit->kind == EDIT_SCALE) && ini_has_section(word)) {
    edit->section = g_steal_pointer(&word);
    return true;
  }
  edit->input = word ? input_file_find(word) : NULL;
  if (edit->input)
    return true;
  g_autofree char *nouns = input_file_nouns();
  return fail(line, _("'%s' is no kind of row and no section of ronda.ini; rows are: %s"), word ? word : "",
              nouns);
}

static char *without_quotes(const char *text)
{
  char *value = g_strstrip(g_strdup(text));
  const size_t length = strlen(value);
  if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
    memmove(value, value + 1, length - 2);
    value[length - 2] = '\0';
  }
  return value;
}

static void put_pair(Edit *edit, char *column, char *value)
{
  const guint count = edit->column ? g_strv_length(edit->column) : 0;
  edit->column = g_renew(char *, edit->column, count + 2);
  edit->value = g_renew(char *, edit->value, count + 2);
  edit->column[count] = column;
  edit->value[count] = value;
  edit->column[count + 1] = edit->value[count + 1] = NULL;
}

static char *number_before(const char *text, const char *end)
{
  return g_strstrip(g_strndup(text, (gsize)(end - text)));
}

// "0.6..0.9 step 0.05"; without a step it is a value like any other (3..6 visits).
static bool take_sweep(const Line *line, const char *value)
{
  Edit *edit = line->edit;
  const char *dots = strstr(value, ".."), *step = strstr(value, " step ");
  const char *behind = step ? step + strlen(" step ") : NULL;
  if (!step && (step = strstr(value, " paso ")))
    behind = step + strlen(" paso ");
  if (!dots || !step || step < dots)
    return true;
  g_autofree char *from = number_before(value, dots), *most = number_before(dots + 2, step);
  if (!cell_number(from, &edit->from, NULL) || !cell_number(most, &edit->most, NULL) ||
      !cell_number(behind, &edit->step, NULL))
    return fail(line, _("a sweep is written as 0.6..0.9 step 0.05"));
  const double steps = (edit->most - edit->from) / edit->step;
  if (!(edit->step > 0) || !(steps >= 0) || steps > STEPS_MOST)
    return fail(line, _("a sweep goes up, in 1 to %d steps"), STEPS_MOST);
  edit->sweeps = true;
  return true;
}

// ---- Kinds of lines ----------------------------------------------------------------------------------------------

static bool factor_is_sound(const Line *line, const char *value)
{
  double factor;
  g_autoptr(GError) error = NULL;
  if (line->edit->sweeps || (cell_number(value, &factor, &error) && factor >= 0))
    return true;
  return fail(line, _("'%s' is no factor; write a number such as 0.9"), value);
}

static bool take_value_line(Line *line)
{
  Edit *edit = line->edit;
  if (!take_subject(line) || (edit->input && !take_where(line)))
    return false;
  g_autofree char *column = take_word(line, " \t=");
  if (!column)
    return fail(line, edit->input ? _("which column?") : _("which key?"));
  if (edit->section && !ini_has_key(edit->section, column))
    return fail(line, _("section [%s] of ronda.ini has no key '%s'"), edit->section, column);
  if (!take_equals(line))
    return false;
  char *value = without_quotes(line->at);
  put_pair(edit, g_steal_pointer(&column), value);
  return take_sweep(line, value) && (edit->kind != EDIT_SCALE || factor_is_sound(line, value));
}

// "lat = 3.45; lon = -76.5"
static bool take_pairs(Line *line)
{
  while (*line->at) {
    g_autofree char *column = take_word(line, " \t=;");
    if (!column)
      return fail(line, _("which column? Write COLUMN = VALUE; COLUMN = VALUE"));
    if (!take_equals(line))
      return false;
    const gsize quoted =
        *line->at == '"' && strchr(line->at + 1, '"') ? (gsize)(strchr(line->at + 1, '"') - line->at) : 0;
    const gsize length = quoted + strcspn(line->at + quoted, ";");
    g_autofree char *raw = g_strndup(line->at, length);
    put_pair(line->edit, g_steal_pointer(&column), without_quotes(raw));
    line->at += length;
    line->at += strspn(line->at, "; \t");
  }
  return true;
}

static bool take_new_row(Line *line)
{
  Edit *edit = line->edit;
  if (!take_subject(line))
    return false;
  skip_blanks(line);
  if (*line->at && *line->at != ':') {
    g_autofree char *key = take_word(line, " \t:=");
    if (!key)
      return fail(line, _("the new row is written as KEY: COLUMN = VALUE; COLUMN = VALUE"));
    edit->keys = g_new0(char *, 2);
    edit->keys[0] = g_steal_pointer(&key);
    skip_blanks(line);
  }
  if (*line->at && *line->at != ':') {
    g_autofree char *like = take_word(line, " \t:=");
    if (!like || !is_word(like, "like|como") || !(edit->like = take_word(line, " \t:=")))
      return fail(line, _("the new row is written as KEY: COLUMN = VALUE; COLUMN = VALUE"));
    skip_blanks(line);
  }
  if (*line->at && *line->at != ':')
    return fail(line, _("here ':' and COLUMN = VALUE are missing: '%s'"), line->at);
  line->at += *line->at == ':';
  skip_blanks(line);
  if (!*line->at && !edit->keys)
    return fail(line, _("the new row has no cells; write COLUMN = VALUE; COLUMN = VALUE"));
  return take_pairs(line);
}

static bool take_removal(Line *line)
{
  Edit *edit = line->edit;
  if (!take_subject(line) || !take_where(line))
    return false;
  skip_blanks(line);
  if (!*line->at)
    return true;
  g_autofree char *to = take_word(line, " \t");
  if (!to || !is_word(to, "to|a") || strcmp(edit->input->file, "reps.csv") != 0)
    return fail(line, _("what is '%s' for? Only for a rep it can be said: to R1, R4"), to ? to : line->at);
  edit->to = take_list(line);
  skip_blanks(line);
  return (edit->to && !*line->at) || fail(line, _("who gets the clients is written as: to R1, R4"));
}

Edit *edit_parse(EditKind kind, const char *text, const char *source, int number, Findings *findings)
{
  g_autoptr(Edit) edit = g_new0(Edit, 1);
  edit->kind = kind;
  edit->source = g_strdup(source);
  edit->line = number;
  edit->text = g_strstrip(g_strdup(text));
  Line line = {.at = edit->text, .edit = edit, .findings = findings};
  const bool sound = kind == EDIT_ADD      ? take_new_row(&line)
                     : kind == EDIT_REMOVE ? take_removal(&line)
                                           : take_value_line(&line);
  return sound ? g_steal_pointer(&edit) : NULL;
}
