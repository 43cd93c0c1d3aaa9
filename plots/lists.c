// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/lists.h"

#include "model/words.h"
#include "plots/figures.h"

void list_head(Chart *chart, const ChartInput *in, const ListPlace *place, const char *title, guint shown,
               guint all)
{
  chart_text(chart, place->left, place->top, TEXT_NAME, ALIGN_LEFT, INK, title);
  if (all <= shown)
    return;
  g_autofree char *first = figure_number(in->language, shown, 0),
                  *count = figure_number(in->language, all, 0);
  g_autofree char *note = g_strdup_printf(_("%1$s of %2$s"), first, count);
  chart_text(chart, place->right, place->top, TEXT_SMALL, ALIGN_RIGHT, MUTED, note);
}

static double line_at(const ListPlace *place, guint line)
{
  return place->top + LIST_LINE * (line + 1.0) + 2;
}

void list_line(Chart *chart, const ListPlace *place, guint line, const char *name, const char *text)
{
  const double y = line_at(place, line), split = place->left + 0.45 * (place->right - place->left);
  g_autofree char *cut = style_name(TEXT_SMALL, name, "–", split - place->left - 14);
  g_autofree char *words = style_name(TEXT_SMALL, text, "–", place->right - split);
  chart_text(chart, place->left, y, TEXT_SMALL, ALIGN_LEFT, INK, cut);
  chart_text(chart, split, y, TEXT_SMALL, ALIGN_LEFT, MUTED, words);
}

void list_none(Chart *chart, const ListPlace *place, const char *text)
{
  chart_text(chart, place->left, line_at(place, 0), TEXT_SMALL, ALIGN_LEFT, MUTED, text);
}

// ---- Visits without a place ----

static bool *drawn_of(const ChartInput *in, int rep)
{
  bool *drawn = g_new0(bool, in->territory->reps->len + 1);
  g_autoptr(GArray) reps = chart_reps(in);
  for (guint i = 0; i < reps->len; i++)
    drawn[g_array_index(reps, int, i)] = rep < 0 || g_array_index(reps, int, i) == rep;
  return drawn;
}

GArray *list_missing(const ChartInput *in, int rep, guint *all)
{
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autofree bool *drawn = drawn_of(in, rep);
  *all = 0;
  for (int with = 1; with >= 0; with--) {
    int former = -1;
    for (guint i = 0; i < in->plan->unplanned->len; i++) {
      const Unplanned *one = &g_array_index(in->plan->unplanned, Unplanned, i);
      if (one->rep < 0 || !drawn[one->rep])
        continue;
      *all += with ? 1 : 0;
      const bool mended = one->remedy && *one->remedy;
      if (mended != (with == 1) || one->client == former)
        continue;
      g_array_append_val(rows, i);
      former = one->client;
    }
  }
  return rows;
}

void list_missing_line(Chart *chart, const ChartInput *in, const ListPlace *place, guint line,
                       guint unplanned)
{
  const Unplanned *one = &g_array_index(in->plan->unplanned, Unplanned, unplanned);
  const Client *client = territory_client(in->territory, one->client);
  g_autofree char *why = figure_said(in->language, one->reason),
                  *change = figure_said(in->language, one->remedy);
  list_line(chart, place, line, client->name && *client->name ? client->name : client->id,
            *change ? change
            : *why  ? why
                    : reason_name(one->code));
}
