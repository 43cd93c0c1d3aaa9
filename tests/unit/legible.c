// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/legible.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plots/chart.h"
#include "plots/lettering.h"

// A line of type is that high, in points of its size; the page has 4/3 pixels a point. Less than its box, so that
// lines that only touch are no fault.
#define HEIGHT 0.9
#define TOLERANCE 3.0 // pixels

typedef struct Said {
  double left, right, top, bottom;
  char *text;
} Said;

static void said_clear(void *data)
{
  g_free(((Said *)data)->text);
}

static void add_row(GArray *texts, const char *row, int points, bool bold, const char *align)
{
  g_auto(GStrv) cells = g_strsplit(row, "\t", 4);
  if (g_strv_length(cells) < 4)
    return;
  double x = g_ascii_strtod(cells[0], NULL), y = g_ascii_strtod(cells[1], NULL),
         width = lettering_width(cells[3], points, bold), height = points * HEIGHT;
  double left = g_str_equal(align, "left") ? x : g_str_equal(align, "right") ? x - width : x - width / 2;
  Said said = {left, left + width, y - height / 2, y + height / 2, g_strdup(cells[3])};
  g_array_append_val(texts, said);
}

// The rows of block `index` in the data.
static char **block_rows(const char *data, int index)
{
  g_autofree char *mark = g_strdup_printf("# index %d:", index);
  const char *at = strstr(data, mark);
  if (!at)
    return g_new0(char *, 1);
  at = strchr(at, '\n');
  const char *end = at ? strstr(at, "\n\n\n") : NULL;
  g_autofree char *block = !at ? g_strdup("") : end ? g_strndup(at + 1, (gsize)(end - at)) : g_strdup(at + 1);
  return g_strsplit(block, "\n", -1);
}

static GArray *texts_of(const char *script, const char *data)
{
  GArray *texts = g_array_new(FALSE, FALSE, sizeof(Said));
  g_array_set_clear_func(texts, said_clear);
  g_autoptr(GRegex) labels = g_regex_new(
      "index (\\d+) using 1:\\(\\$2\\+dy\\(\\d+\\)\\):4:3 with labels (\\w+) font ([BR])\\.',(\\d+)'", 0, 0,
      NULL);
  g_autoptr(GMatchInfo) match = NULL;
  for (g_regex_match(labels, script, 0, &match); g_match_info_matches(match);
       g_match_info_next(match, NULL)) {
    g_autofree char *index = g_match_info_fetch(match, 1), *align = g_match_info_fetch(match, 2),
                    *font = g_match_info_fetch(match, 3), *points = g_match_info_fetch(match, 4);
    g_auto(GStrv) rows = block_rows(data, atoi(index));
    for (char **row = rows; *row; row++)
      add_row(texts, *row, atoi(points), *font == 'B', align);
  }
  return texts;
}

GPtrArray *legible_faults(const char *script, const char *data)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) texts = texts_of(script, data);
  if (texts->len == 0)
    g_ptr_array_add(faults, g_strdup("no text at all"));
  for (guint i = 0; i < texts->len; i++) {
    const Said *one = &g_array_index(texts, Said, i);
    if (one->left < 0 || one->right > PAGE_WIDTH || one->top < 0 || one->bottom > PAGE_HEIGHT)
      g_ptr_array_add(faults, g_strdup_printf("leaves the page: %s", one->text));
    for (guint j = 0; j < i; j++) {
      const Said *other = &g_array_index(texts, Said, j);
      if (fmin(one->right, other->right) - fmax(one->left, other->left) > TOLERANCE &&
          fmin(one->bottom, other->bottom) - fmax(one->top, other->top) > TOLERANCE)
        g_ptr_array_add(faults, g_strdup_printf("one upon the other: '%s' and '%s'", other->text, one->text));
    }
  }
  return faults;
}
