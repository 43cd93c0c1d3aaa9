// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/sheet.h"

#include "model/said.h"

#include <math.h>
#include <string.h>

struct Sheet {
  GString *content;
  SheetForm form;
  guint columns, cells; // cells of the row so far
};

Sheet *sheet_new(SheetForm form, const char *const *columns)
{
  Sheet *sheet = g_new0(Sheet, 1);
  sheet->form = form;
  sheet->content = g_string_new(form == SHEET_EXCEL ? "\xEF\xBB\xBF" : "");
  for (sheet->columns = 0; columns[sheet->columns]; sheet->columns++)
    ;
  for (guint c = 0; c < sheet->columns; c++)
    sheet_text(sheet, columns[c]);
  sheet_end_row(sheet);
  return sheet;
}

void sheet_free(Sheet *sheet)
{
  if (!sheet)
    return;
  g_string_free(sheet->content, TRUE);
  g_free(sheet);
}

void sheet_blank(Sheet *sheet)
{
  g_assert(sheet->cells < sheet->columns);
  if (sheet->cells++)
    g_string_append_c(sheet->content, sheet->form == SHEET_EXCEL ? ';' : ',');
}

// What comes after any apostrophes decides.
static bool is_formula(const char *text)
{
  text += strspn(text, "'");
  return *text && strchr("=+-@\t\r\n", *text);
}

const char *sheet_unguard(const char *cell)
{
  return *cell == '\'' && is_formula(cell) ? cell + 1 : cell;
}

// Blanks at the ends are quoted too: some readers, ours among them, cut them off otherwise.
static bool needs_quotes(const char *text)
{
  size_t length = strlen(text);
  return strpbrk(text, ",;\"\r\n\t") || text[0] == ' ' || (length && text[length - 1] == ' ');
}

void sheet_text(Sheet *sheet, const char *text)
{
  sheet_blank(sheet);
  if (!text)
    return;
  g_autofree char *guarded = is_formula(text) ? g_strconcat("'", text, NULL) : NULL;
  const char *cell = guarded ? guarded : text;
  if (!needs_quotes(cell)) {
    g_string_append(sheet->content, cell);
    return;
  }
  g_string_append_c(sheet->content, '"');
  for (const char *c = cell; *c; c++) {
    if (*c == '"')
      g_string_append_c(sheet->content, '"');
    g_string_append_c(sheet->content, *c);
  }
  g_string_append_c(sheet->content, '"');
}

void sheet_said(Sheet *sheet, const char *sentence)
{
  g_autofree char *text = said_text(sentence, NULL);
  sheet_text(sheet, text);
}

void sheet_count(Sheet *sheet, int64_t count)
{
  sheet_decimal(sheet, count, 0);
}

void sheet_decimal(Sheet *sheet, int64_t value, int digits)
{
  sheet_blank(sheet);
  uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
  uint64_t scale = 1;
  for (int i = 0; i < digits; i++)
    scale *= 10;
  uint64_t fraction = rest % scale;
  for (; digits > 0 && fraction % 10 == 0; digits--)
    fraction /= 10;
  g_string_append_printf(sheet->content, "%s%" G_GUINT64_FORMAT, value < 0 ? "-" : "", rest / scale);
  if (digits > 0)
    g_string_append_printf(sheet->content, "%c%0*" G_GUINT64_FORMAT, sheet->form == SHEET_EXCEL ? ',' : '.',
                           digits, fraction);
}

void sheet_number(Sheet *sheet, double value, int digits)
{
  if (isnan(value))
    sheet_blank(sheet);
  else
    sheet_decimal(sheet, llround(value * pow(10, digits)), digits);
}

void sheet_money(Sheet *sheet, Money money)
{
  if (money == MONEY_NONE)
    sheet_blank(sheet);
  else
    sheet_decimal(sheet, money, 6);
}

void sheet_day(Sheet *sheet, Day day)
{
  sheet_blank(sheet);
  if (day == DAY_NONE)
    return;
  g_autofree char *text = day_text(day);
  g_string_append(sheet->content, text);
}

void sheet_clock(Sheet *sheet, int32_t s)
{
  sheet_blank(sheet);
  g_autofree char *text = clock_text(s);
  g_string_append(sheet->content, text);
}

int64_t minute_units(int64_t s)
{
  // s * 10000 / 60 = s * 500 / 3, which is never half-way
  return (s * 500 + (s < 0 ? -1 : 1)) / 3;
}

void sheet_minutes(Sheet *sheet, int64_t s)
{
  sheet_decimal(sheet, minute_units(s), MINUTE_DIGITS);
}

void sheet_end_row(Sheet *sheet)
{
  g_assert(sheet->cells == sheet->columns);
  sheet->cells = 0;
  g_string_append(sheet->content, sheet->form == SHEET_EXCEL ? "\r\n" : "\n");
}

const char *sheet_content(const Sheet *sheet)
{
  return sheet->content->str;
}

bool sheet_write(const Sheet *sheet, Out *out, const char *name, GError **error)
{
  return out_write(out, name, sheet->content->str, sheet->content->len, error);
}
