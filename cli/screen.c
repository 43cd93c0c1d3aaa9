// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/screen.h"

#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

char *screen_figure(double value, int digits)
{
  bool spanish = strcmp(language_now(), "es") == 0;
  char plain[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  g_snprintf(format, sizeof format, "%%.%df", digits);
  g_ascii_formatd(plain, sizeof plain, format, value);
  GString *text = g_string_new(NULL);
  size_t whole = strcspn(plain, ".");
  for (size_t i = 0; plain[i]; i++) {
    if (i > (plain[0] == '-') && i < whole && (whole - i) % 3 == 0)
      g_string_append_c(text, spanish ? '.' : ',');
    g_string_append_c(text, plain[i] == '.' && spanish ? ',' : plain[i]);
  }
  return g_string_free(text, FALSE);
}

char *screen_money(double units, const char *currency)
{
  char *figure = screen_figure(units, 0);
  if (!currency || !*currency)
    return figure;
  char *text = g_strdup_printf("%s %s", figure, currency);
  g_free(figure);
  return text;
}

void screen_cell(GString *out, const char *text, int width)
{
  int columns = abs(width), length = (int)g_utf8_strlen(text, -1);
  g_autofree char *shown = length > columns ? g_utf8_substring(text, 0, columns - 1) : g_strdup(text);
  int pad = MAX(0, columns - (int)g_utf8_strlen(shown, -1) - (length > columns));
  for (int i = 0; width < 0 && i < pad; i++)
    g_string_append_c(out, ' ');
  g_string_append(out, shown);
  if (length > columns)
    g_string_append(out, "…");
  for (int i = 0; width > 0 && i < pad; i++)
    g_string_append_c(out, ' ');
  g_string_append(out, "  ");
}

void screen_cell_figure(GString *out, double value, int digits, int width)
{
  g_autofree char *text = screen_figure(value, digits);
  screen_cell(out, text, -width);
}

void screen_end_row(GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
  g_string_append_c(out, '\n');
}
