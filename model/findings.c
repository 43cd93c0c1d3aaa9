// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/findings.h"

#include <stdarg.h>
#include <string.h>

struct Findings {
  GPtrArray *all;   // Finding *
  GPtrArray *files; // char *, in order of first arrival
  int count[FINDING_NOTE + 1];
};

static void finding_free(gpointer data)
{
  Finding *finding = data;
  g_free(finding->file);
  g_free(finding->column);
  g_free(finding->text);
  g_free(finding);
}

Findings *findings_new(void)
{
  Findings *findings = g_new0(Findings, 1);
  findings->all = g_ptr_array_new_with_free_func(finding_free);
  findings->files = g_ptr_array_new_with_free_func(g_free);
  return findings;
}

void findings_free(Findings *findings)
{
  if (!findings)
    return;
  g_ptr_array_unref(findings->all);
  g_ptr_array_unref(findings->files);
  g_free(findings);
}

static guint file_rank(const Findings *findings, const char *file)
{
  guint rank = 0;
  if (!file)
    return 0;
  while (rank < findings->files->len && strcmp(g_ptr_array_index(findings->files, rank), file) != 0)
    rank++;
  return rank + 1;
}

void findings_add(Findings *findings, FindingLevel level, const char *file, int line, const char *column,
                  const char *format, ...)
{
  Finding *finding = g_new0(Finding, 1);
  va_list arguments;
  va_start(arguments, format);
  finding->text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  finding->level = level;
  finding->file = g_strdup(file);
  finding->line = line;
  finding->column = g_strdup(column);
  finding->serial = (int)findings->all->len;
  if (file && file_rank(findings, file) > findings->files->len)
    g_ptr_array_add(findings->files, g_strdup(file));
  g_ptr_array_add(findings->all, finding);
  findings->count[level]++;
}

void findings_refuse(Findings *findings, const char *section, const char *key, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(findings, FINDING_ERROR, "ronda.ini", 0, NULL, "[%s] %s: %s", section, key, text);
}

int findings_count(const Findings *findings, FindingLevel level)
{
  return findings->count[level];
}

static gint finding_order(gconstpointer left, gconstpointer right, gpointer data)
{
  const Finding *a = *(const Finding *const *)left, *b = *(const Finding *const *)right;
  guint file_a = file_rank(data, a->file), file_b = file_rank(data, b->file);
  if (file_a != file_b)
    return file_a < file_b ? -1 : 1;
  if (a->line != b->line)
    return a->line < b->line ? -1 : 1;
  return a->serial - b->serial;
}

const GPtrArray *findings_sorted(Findings *findings)
{
  g_ptr_array_sort_with_data(findings->all, finding_order, findings);
  return findings->all;
}

char *finding_text(const Finding *finding)
{
  GString *text = g_string_new(NULL);
  if (finding->file) {
    g_string_append(text, finding->file);
    if (finding->line > 0)
      g_string_append_printf(text, ":%d", finding->line);
    g_string_append(text, ": ");
  }
  if (finding->column)
    g_string_append_printf(text, "column '%s': ", finding->column);
  g_string_append(text, finding->text);
  // What stood in a user's cell must neither break the line nor drive the terminal.
  for (gsize i = 0; i < text->len; i++) {
    if (g_ascii_iscntrl(text->str[i]))
      text->str[i] = ' ';
  }
  return g_string_free(text, FALSE);
}
