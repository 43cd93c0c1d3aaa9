// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/missing.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/lists.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

enum { LINES_LEAST = 3, LISTS_OFF = 96, MIDDLE = 800 };

typedef struct Reason {
  ReasonCode code;
  int visits, clients, mended; // mended: with a remedy that was tried
} Reason;

static const char *reason_words(ReasonCode code)
{
  switch (code) {
  case REASON_NO_OPEN_DAY: return _("no common open day");
  case REASON_TOO_FAR: return _("too far for a day");
  case REASON_WINDOW: return _("opening hours too short");
  case REASON_SPACING: return _("gaps between visits");
  case REASON_DAY_FULL: return _("days are full");
  case REASON_VISIT_LIMIT: return _("limit of visits a day");
  case REASON_DRIVE_LIMIT: return _("limit of driving a day");
  case REASON_TOO_MANY: return _("more visits than days");
  case REASON_NOT_WORTH: return _("costs more than it is worth");
  default: return _("no place was found");
  }
}

static int by_visits(const void *a, const void *b)
{
  const Reason *x = a, *y = b;
  return x->visits != y->visits ? y->visits - x->visits : (int)x->code - (int)y->code;
}

static GArray *count_reasons(const ChartInput *in, int *all)
{
  Reason reasons[REASON_COUNT] = {0};
  g_autofree bool *drawn = g_new0(bool, in->territory->reps->len + 1);
  g_autoptr(GArray) reps = chart_reps(in);
  for (guint i = 0; i < reps->len; i++)
    drawn[g_array_index(reps, int, i)] = true;
  *all = 0;
  for (guint i = 0; i < in->plan->unplanned->len; i++) {
    const Unplanned *missing = &g_array_index(in->plan->unplanned, Unplanned, i);
    if (missing->rep < 0 || !drawn[missing->rep])
      continue;
    const Unplanned *former = i > 0 ? &g_array_index(in->plan->unplanned, Unplanned, i - 1) : NULL;
    Reason *reason = &reasons[missing->code];
    reason->visits++;
    reason->clients += !former || former->client != missing->client || former->code != missing->code;
    reason->mended += missing->remedy && *missing->remedy;
    ++*all;
  }
  GArray *found = g_array_new(FALSE, FALSE, sizeof(Reason));
  for (int code = 0; code < REASON_COUNT; code++) {
    reasons[code].code = (ReasonCode)code;
    if (reasons[code].visits > 0)
      g_array_append_val(found, reasons[code]);
  }
  g_array_sort(found, by_visits);
  return found;
}

typedef struct Lacking {
  int rep;
  guint visits; // without a place
} Lacking;

static int by_lacking(const void *a, const void *b)
{
  const Lacking *x = a, *y = b;
  return x->visits != y->visits ? (x->visits < y->visits ? 1 : -1) : x->rep - y->rep;
}

// Drawn reps with a visit that has no place, most of them first.
static GArray *lacking_reps(const ChartInput *in)
{
  g_autoptr(GArray) reps = chart_reps(in);
  GArray *lacking = g_array_new(FALSE, FALSE, sizeof(Lacking));
  for (guint i = 0; i < reps->len; i++) {
    Lacking one = {.rep = g_array_index(reps, int, i)};
    for (guint u = 0; u < in->plan->unplanned->len; u++)
      one.visits += g_array_index(in->plan->unplanned, Unplanned, u).rep == one.rep;
    if (one.visits > 0)
      g_array_append_val(lacking, one);
  }
  g_array_sort(lacking, by_lacking);
  return lacking;
}

static char *headline(const ChartInput *in, const GArray *reasons, const GArray *lacking, int all)
{
  const Reason *first = &g_array_index(reasons, Reason, 0);
  g_autoptr(GArray) reps = chart_reps(in);
  g_autofree char *count = figure_number(in->language, all, 0),
                  *most = figure_number(in->language, first->visits, 0);
  if (reasons->len == 1 && lacking->len == 1 && reps->len > 1 && all > 1) {
    g_autofree char *name = chart_rep_name(in, g_array_index(lacking, Lacking, 0).rep, TEXT_HEADLINE, 560);
    return g_strdup_printf(_("%1$s visits have no place, all of %2$s: %3$s"), count, name,
                           reason_words(first->code));
  }
  if (reasons->len == 1)
    return g_strdup_printf(
        ngettext("%1$s visit has no place: %2$s", "%1$s visits have no place: %2$s", (gulong)all), count,
        reason_words(first->code));
  return g_strdup_printf(ngettext("%1$s visit has no place, %2$s of them: %3$s",
                                  "%1$s visits have no place, %2$s of them: %3$s", (gulong)all),
                         count, most, reason_words(first->code));
}

// ---- Where the bars leave room: whose they are, and what would help ----

// Two columns where it has the page for itself.
static void draw_helps(Chart *chart, const ChartInput *in, const ListPlace *places, guint columns,
                       guint lines)
{
  guint all, line = 0;
  g_autoptr(GArray) rows = list_missing(in, -1, &all);
  const guint shown = MIN(rows->len, lines * columns);
  list_head(chart, in, &places[0], _("What would help"), shown, rows->len);
  for (; line < shown; line++)
    list_missing_line(chart, in, &places[line / lines], line % lines, g_array_index(rows, guint, line));
}

static void draw_reps(Chart *chart, const ChartInput *in, const GArray *lacking, const ListPlace *place,
                      guint lines)
{
  const guint shown = MIN(lacking->len, lines);
  list_head(chart, in, place, _("By rep"), shown, lacking->len);
  for (guint i = 0; i < shown; i++) {
    const Lacking *one = &g_array_index(lacking, Lacking, i);
    const RepResult *result = plan_rep_result(in->plan, one->rep);
    g_autofree char *name = chart_rep_name(in, one->rep, TEXT_SMALL, 300);
    g_autofree char *visits = figure_number(in->language, one->visits, 0),
                    *wanted = figure_number(in->language, result ? result->wanted : 0, 0);
    g_autofree char *text = g_strdup_printf(_("%1$s of %2$s visits wanted"), visits, wanted);
    list_line(chart, place, i, name, text);
  }
}

static void draw_lists(Chart *chart, const ChartInput *in, const GArray *lacking, double top)
{
  const guint lines = (guint)fmax(0, (PAGE_BOTTOM - top) / LIST_LINE);
  const ListPlace places[] = {{PAGE_LEFT, MIDDLE - 30, top}, {MIDDLE + 30, PAGE_RIGHT, top}};
  if (lines < LINES_LEAST)
    return;
  draw_helps(chart, in, places, lacking->len == 1 ? 2 : 1, lines);
  if (lacking->len > 1)
    draw_reps(chart, in, lacking, &places[1], lines);
}

GPtrArray *plot_unplanned(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  int all;
  g_autoptr(GArray) reasons = count_reasons(in, &all);
  if (all == 0)
    return charts;
  g_autoptr(GArray) lacking = lacking_reps(in);
  g_autoptr(Rank) rank = rank_new();
  rank->axis = _("visits without a place");
  rank->heads[0] = _("clients");
  rank->heads[1] = _("remedy known");
  rank->heads[2] = _("visits");
  for (guint i = 0; i < reasons->len; i++) {
    const Reason *reason = &g_array_index(reasons, Reason, i);
    RankRow *row = rank_add(rank);
    row->name = g_strdup(reason_words(reason->code));
    row->value = reason->visits;
    row->color = i == 0 ? BAD : BASE;
    row->accent = i == 0;
    row->columns[0] = figure_number(in->language, reason->clients, 0);
    row->columns[1] = figure_number(in->language, reason->mended, 0);
    row->columns[2] = figure_number(in->language, reason->visits, 0);
  }
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new(
      "unplanned", 0, 0, headline(in, reasons, lacking, all),
      g_strdup_printf(
          _("Visits that found no place, by reason, %s; a remedy is a single change that was tried"),
          period));
  draw_lists(chart, in, lacking, rank_draw(chart, in, rank) + LISTS_OFF);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
