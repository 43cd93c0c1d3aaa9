// SPDX-License-Identifier: GPL-3.0-or-later
// libcsv is fed one physical line at a time, which is how lines are known: a row starts on the first line that is
// not blank after the end of the row before. When a row's quotes are broken, it is dropped and reading goes on with
// the line after the one on which it started. Every line is read again at most a few times, because a row that runs
// over many lines ends at the first one with an odd number of quotes.
#include "io/table.h"

#include <csv.h>
#include <string.h>

#include "io/text.h"
#include "model/words.h"

typedef struct Loader {
  Table *table;
  Findings *findings;
  size_t first; // where the current row's cells start in `cells`
  int line;     // on which the current row starts
  bool ended;   // a row has ended since the flag was cleared
  bool headed;  // the header is read
} Loader;

static void take_cell(void *cell, size_t length, void *data)
{
  Table *table = ((Loader *)data)->table;
  size_t start = table->text->len;
  if (cell)
    g_string_append_len(table->text, cell, (gssize)length);
  g_string_append_c(table->text, '\0');
  g_array_append_val(table->cells, start);
}

static void drop_row(Loader *loader)
{
  Table *table = loader->table;
  if (loader->first < table->cells->len)
    g_string_truncate(table->text, g_array_index(table->cells, size_t, loader->first));
  g_array_set_size(table->cells, (guint)loader->first);
}

static bool is_empty(const Loader *loader, size_t from)
{
  const Table *table = loader->table;
  for (size_t i = from; i < table->cells->len; i++) {
    const char *text = table->text->str + g_array_index(table->cells, size_t, i);
    if (text[strspn(text, " \t\r\n")])
      return false;
  }
  return true;
}

static void take_header(Loader *loader)
{
  Table *table = loader->table;
  for (size_t i = 0; i < table->cells->len; i++) {
    const char *text = table->text->str + g_array_index(table->cells, size_t, i);
    g_ptr_array_add(table->headers, g_strstrip(g_strdup(text)));
  }
  table->columns = (int)table->headers->len;
  table->header_line = loader->line;
  loader->headed = true;
  drop_row(loader);
}

// Makes the row as long as the header and says when it was not.
static bool square_row(Loader *loader)
{
  Table *table = loader->table;
  size_t cells = table->cells->len - loader->first, columns = (size_t)table->columns;
  bool ragged = cells != columns;
  if (ragged) {
    findings_add(
        loader->findings, FINDING_ERROR, table->file, loader->line, NULL,
        ngettext("the row has %d cell, the header has %d; give every column its cell, and put a cell "
                 "that contains '%s' in quotes",
                 "the row has %d cells, the header has %d; give every column its cell, and put a cell "
                 "that contains '%s' in quotes",
                 cells),
        (int)cells, (int)columns, table->delimiter == '\t' ? _("tab") : (char[]){table->delimiter, 0});
    while (table->cells->len - loader->first < columns)
      take_cell(NULL, 0, loader);
  }
  g_array_set_size(table->cells, (guint)(loader->first + columns));
  return ragged;
}

static void take_row(int end G_GNUC_UNUSED, void *data)
{
  Loader *loader = data;
  Table *table = loader->table;
  loader->ended = true;
  if (is_empty(loader, loader->first)) {
    drop_row(loader);
    return;
  }
  if (!loader->headed) {
    take_header(loader);
    return;
  }
  bool ragged = square_row(loader);
  g_array_append_val(table->lines, loader->line);
  g_array_append_val(table->ragged, ragged);
  table->rows++;
  loader->first = table->cells->len;
}

// ---- What the file looks like ------------------------------------------------------------------------------------

static char find_delimiter(const char *from, const char *end)
{
  const char candidates[] = {',', ';', '\t'};
  int count[G_N_ELEMENTS(candidates)] = {0};
  bool quoted = false;
  for (const char *at = from; at < end; at++) {
    quoted ^= *at == '"';
    for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++)
      count[i] += !quoted && *at == candidates[i];
  }
  size_t best = 0;
  for (size_t i = 1; i < G_N_ELEMENTS(candidates); i++) {
    if (count[i] > count[best])
      best = i;
  }
  return candidates[best];
}

static bool is_blank(const char *from, const char *end)
{
  while (from < end && strchr(" \t\r\n", *from))
    from++;
  return from == end;
}

// "sep=;" as Excel understands it.
static bool is_separator_line(const char *from, const char *end, char *delimiter)
{
  bool found = end - from >= 5 && g_ascii_strncasecmp(from, "sep=", 4) == 0 && strchr(",;\t", from[4]) &&
               is_blank(from + 5, end);
  if (found)
    *delimiter = from[4];
  return found;
}

// ---- Reading -----------------------------------------------------------------------------------------------------

static void complain_of_quotes(const Loader *loader, bool open)
{
  if (open)
    findings_add(
        loader->findings, FINDING_ERROR, loader->table->file, loader->line, NULL,
        _("a cell starts with a quote that is never closed; close it, or write \"\" for a quote within "
          "a cell"));
  else
    findings_add(
        loader->findings, FINDING_ERROR, loader->table->file, loader->line, NULL,
        _("there is a quote within a cell; put the whole cell in quotes and write \"\" for each quote "
          "in it"));
}

static void start_parser(struct csv_parser *parser, char delimiter)
{
  int failed = csv_init(parser, CSV_STRICT | CSV_STRICT_FINI);
  g_assert(!failed);
  csv_set_delim(parser, (unsigned char)delimiter);
}

typedef struct Place { // a line of the file
  const char *at;
  int line;
} Place;

// Reads rows until one is broken or the file ends. Returns the line after the one on which the broken row started.
static Place read_rows(Loader *loader, Place place, const char *end)
{
  struct csv_parser parser;
  start_parser(&parser, loader->table->delimiter);
  Place next = place;
  bool within = false, broken = false;
  while (place.at < end && !broken) {
    const char *line_end = text_line_end(place.at, end);
    size_t length = (size_t)(line_end - place.at);
    if (!within) {
      loader->line = place.line;
      next = (Place){line_end, place.line + 1};
    }
    loader->ended = false;
    broken = csv_parse(&parser, place.at, length, take_cell, take_row, loader) < length;
    within = !loader->ended && (within || !is_blank(place.at, line_end));
    place = (Place){line_end, place.line + 1};
  }
  bool open = !broken && csv_fini(&parser, take_cell, take_row, loader) != 0;
  csv_free(&parser);
  if (!broken && !open)
    return place;
  complain_of_quotes(loader, open);
  drop_row(loader);
  loader->table->damaged = true;
  return next;
}

static Table *table_start(const char *file)
{
  Table *table = g_new0(Table, 1);
  table->file = g_strdup(file);
  table->headers = g_ptr_array_new_with_free_func(g_free);
  table->text = g_string_new(NULL);
  table->cells = g_array_new(FALSE, FALSE, sizeof(size_t));
  table->lines = g_array_new(FALSE, FALSE, sizeof(int));
  table->ragged = g_array_new(FALSE, FALSE, sizeof(bool));
  return table;
}

void table_free(Table *table)
{
  if (!table)
    return;
  g_free(table->file);
  g_ptr_array_unref(table->headers);
  g_string_free(table->text, TRUE);
  g_array_unref(table->cells);
  g_array_unref(table->lines);
  g_array_unref(table->ragged);
  g_free(table->bound);
  g_free(table);
}

Table *table_parse(const char *data, gsize length, const char *file, Findings *findings)
{
  g_autofree char *text = text_decode(data, length, file, findings);
  if (!text)
    return NULL;
  const char *end = text + strlen(text);
  Place place = {text, 1};
  while (place.at < end && is_blank(place.at, text_line_end(place.at, end)))
    place = (Place){text_line_end(place.at, end), place.line + 1};
  g_autoptr(Table) table = table_start(file);
  const char *line_end = text_line_end(place.at, end);
  if (is_separator_line(place.at, line_end, &table->delimiter))
    place = (Place){line_end, place.line + 1};
  else
    table->delimiter = find_delimiter(place.at, line_end);
  Loader loader = {.table = table, .findings = findings};
  while (place.at < end) {
    place = read_rows(&loader, place, end);
    if (!loader.headed && table->damaged)
      return NULL; // without its header the rest means nothing
  }
  if (loader.headed)
    return g_steal_pointer(&table);
  findings_add(findings, FINDING_ERROR, file, 0, NULL,
               _("the file is empty; its first line must name the columns"));
  return NULL;
}

Table *table_read(const char *folder, const char *file, GHashTable *inputs, Findings *findings,
                  GError **error)
{
  gsize length = 0;
  g_autofree char *data = text_load(folder, file, inputs, &length, error);
  return data ? table_parse(data, length, file, findings) : NULL;
}

// ---- Changing a table --------------------------------------------------------------------------------------------

// Where a text lies that is put behind all others.
static size_t append_text(Table *table, const char *text)
{
  size_t start = table->text->len;
  g_string_append(table->text, text);
  g_string_append_c(table->text, '\0');
  return start;
}

Table *table_new(const char *file, const char *header)
{
  Table *table = table_start(file);
  table->delimiter = ',';
  table->header_line = 1;
  g_ptr_array_add(table->headers, g_strdup(header));
  table->columns = 1;
  return table;
}

void table_set(Table *table, int row, int column, const char *text)
{
  const size_t index = (size_t)row * (size_t)table->columns + (size_t)column;
  g_array_index(table->cells, size_t, index) = append_text(table, text);
}

int table_add_column(Table *table, const char *header)
{
  const size_t empty = append_text(table, "");
  g_ptr_array_add(table->headers, g_strdup(header));
  for (int row = table->rows; row > 0; row--)
    g_array_insert_val(table->cells, (guint)(row * table->columns), empty);
  return table->columns++;
}

int table_add_row(Table *table)
{
  const size_t empty = append_text(table, "");
  const bool ragged = false;
  const int line = (table->rows > 0 ? table_line(table, table->rows - 1) : table->header_line) + 1;
  for (int column = 0; column < table->columns; column++)
    g_array_append_val(table->cells, empty);
  g_array_append_val(table->lines, line);
  g_array_append_val(table->ragged, ragged);
  return table->rows++;
}

void table_remove_row(Table *table, int row)
{
  g_array_remove_range(table->cells, (guint)(row * table->columns), (guint)table->columns);
  g_array_remove_index(table->lines, (guint)row);
  g_array_remove_index(table->ragged, (guint)row);
  table->rows--;
}
