// SPDX-License-Identifier: GPL-3.0-or-later
// Clients in the colours of their reps, once as it is and once as it is proposed; who moves is ringed on the right. More
// reps than colours share them: each takes the colour whose nearest owner lives farthest away.
#include "plots/alignment.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/hull.h"
#include "plots/mapview.h"

#include <math.h>

enum { FEW = 400, TOWNS = 8 };

static void colour_reps(const ChartInput *in, guint32 *color)
{
  const Territory *territory = in->territory;
  const int reps = (int)territory->reps->len;
  g_autofree int *taken = g_new0(int, reps + 1);
  for (int j = 0; j < reps; j++) {
    double farthest = -1;
    for (int c = 0; c < CHART_REP_COLORS; c++) {
      double nearest = INFINITY;
      for (int k = 0; k < j; k++) {
        const Rep *a = territory_rep(territory, j), *b = territory_rep(territory, k);
        if (taken[k] == c)
          nearest = fmin(nearest, great_circle_m(a->lat, a->lon, b->lat, b->lon));
      }
      if (nearest > farthest) {
        farthest = nearest;
        taken[j] = c;
      }
    }
    color[j] = chart_rep_colors[taken[j]];
  }
}

// ---- What it says ----

static int moved_of(const Alignment *a)
{
  int moved = 0;
  for (int i = 0; i < a->question->clients; i++)
    moved += alignment_moves(a, i);
  return moved;
}

// The first measure that has a limit, else the workload.
static int headline_measure(const Alignment *a)
{
  for (int m = 0; m < (int)a->question->measures->len; m++) {
    if (isfinite(align_measure(a->question, m)->limit))
      return m;
  }
  return 0;
}

static const char *measure_word(const AlignMeasure *measure)
{
  return g_str_equal(measure->name, "workload")  ? _("workload")
         : g_str_equal(measure->name, "sales")   ? _("sales")
         : g_str_equal(measure->name, "clients") ? _("clients")
                                                 : _("what is balanced");
}

static char *headline(const ChartInput *in, const Alignment *a)
{
  const int m = headline_measure(a), moved = moved_of(a);
  g_autofree char *before = figure_percent(in->language, align_worst(a->before, m));
  g_autofree char *after = figure_percent(in->language, align_worst(a->after, m));
  g_autofree char *count = figure_number(in->language, moved, 0);
  const char *word = measure_word(align_measure(a->question, m));
  if (a->from_nothing)
    return g_strdup_printf(ngettext("%1$d territory from nothing: nobody is more than %2$s off a fair %3$s",
                                    "%1$d territories from nothing: nobody is more than %2$s off a fair %3$s",
                                    (gulong)a->places->len),
                           (int)a->places->len, after, word);
  if (moved == 0)
    return g_strdup_printf(_("Nobody has to change: no rep is more than %1$s off a fair %2$s"), after, word);
  if (a->status == PLAN_INFEASIBLE)
    return g_strdup_printf(ngettext("The limits cannot be kept: with %1$s move the worst is still %2$s off",
                                    "The limits cannot be kept: with %1$s moves the worst is still %2$s off",
                                    (gulong)moved),
                           count, after);
  return g_strdup_printf(ngettext("%1$s client moves, and the worst %4$s is %2$s off the fair part, not %3$s",
                                  "%1$s clients move, and the worst %4$s is %2$s off the fair part, not %3$s",
                                  (gulong)moved),
                         count, after, before, word);
}

// ---- Maps ----

typedef struct Side {
  const Alignment *alignment;
  const guint32 *color;
  bool after;
} Side;

static int rep_at(const Side *side, int client)
{
  return side->after ? side->alignment->rep[client] : side->alignment->question->before[client];
}

static void draw_hull(Chart *chart, const ChartInput *in, const Side *side, int rep)
{
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  for (int i = 0; i < side->alignment->question->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const MapPoint point = {client->lon, client->lat};
    if (rep_at(side, i) == rep)
      g_array_append_val(points, point);
  }
  g_autoptr(GArray) hull = hull_new((const MapPoint *)(const void *)points->data, (int)points->len);
  if (hull->len < 3)
    return;
  int block = chart_block(chart, "hull: longitude, latitude");
  for (guint i = 0; i <= hull->len; i++) {
    const MapPoint *point = &g_array_index(hull, MapPoint, i % hull->len);
    chart_row(chart, "%.5f\t%.5f", point->lon, point->lat);
  }
  chart_layer(chart, block, "using 1:2 with filledcurves closed fs transparent solid 0.08 noborder " COLOR,
              side->color[rep]);
  chart_layer(chart, block, "using 1:2 with lines lw 1 " COLOR, side->color[rep]);
}

static void draw_clients(Chart *chart, const ChartInput *in, const Side *side)
{
  const AlignCase *q = side->alignment->question;
  const double radius = q->clients > FEW ? 2.4 : 4;
  int block = chart_block(chart, "clients: longitude, latitude, colour");
  for (int i = 0; i < q->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const int rep = rep_at(side, i);
    chart_row(chart, "%.5f\t%.5f\t0x%06x", client->lon, client->lat, rep < 0 ? GREY : side->color[rep]);
  }
  chart_layer(chart, block, "using 1:2:3 with points pt 7 ps disc(%.1f) lc rgb variable", radius);
  if (side->alignment->from_nothing)
    return;
  int rings =
      chart_block(chart, "who moves: longitude, latitude, radius, colour; a dark rim, then the rep's colour");
  for (int i = 0; i < q->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const int rep = rep_at(side, i);
    if (!alignment_moves(side->alignment, i))
      continue;
    chart_row(chart, "%.5f\t%.5f\t%.1f\t0x%06x", client->lon, client->lat, radius + 3.2, INK);
    chart_row(chart, "%.5f\t%.5f\t%.1f\t0x%06x", client->lon, client->lat, radius + 1.4,
              rep < 0 ? GREY : side->color[rep]);
  }
  chart_layer(chart, rings, "using 1:2:(disc($3)):4 with points pt 7 ps variable lc rgb variable");
}

// Homes as squares, on top.
static void draw_homes(Chart *chart, const ChartInput *in, const Side *side)
{
  const AlignTally *tally = side->after ? side->alignment->after : side->alignment->before;
  int block = chart_block(chart, "homes: longitude, latitude, colour");
  for (int j = 0; j < tally->reps; j++) {
    const Rep *rep = territory_rep(in->territory, j);
    if (tally->clients[j] > 0)
      chart_row(chart, "%.5f\t%.5f\t0x%06x", rep->lon, rep->lat, side->color[j]);
  }
  chart_layer(chart, block, "using 1:2 with points pt 5 ps disc(8.5) " COLOR, INK);
  chart_layer(chart, block, "using 1:2:3 with points pt 5 ps disc(6.5) lc rgb variable");
}

static void draw_side(Chart *chart, const ChartInput *in, const Side *side, const Box *box, const char *name)
{
  Extent extent = extent_none();
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    extent_add(&extent, client->lat, client->lon);
  }
  for (int j = 0; j < side->alignment->question->reps; j++) {
    if (side->alignment->after->clients[j] + side->alignment->before->clients[j] > 0)
      extent_add(&extent, territory_rep(in->territory, j)->lat, territory_rep(in->territory, j)->lon);
  }
  MapView view = mapview_new(box, &extent, 24, 4);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box));
  mapview_open(chart, &view, in->map);
  for (int j = 0; j < side->alignment->question->reps; j++)
    draw_hull(chart, in, side, j);
  draw_clients(chart, in, side);
  draw_homes(chart, in, side);
  mapview_scale(chart, &view, in->language, taken);
  mapview_towns(chart, &view, in->map, taken, TOWNS);
  chart_text(chart, box->left + 4, box->top - 20, TEXT_NAME, ALIGN_LEFT, INK, name);
}

static char *side_name(const ChartInput *in, const Alignment *a, bool after)
{
  double drive_s = 0;
  const AlignTally *tally = after ? a->after : a->before;
  for (int j = 0; j < tally->reps; j++)
    drive_s += tally->drive_s[j];
  g_autofree char *hours = figure_number(in->language, drive_s / HOUR_S, 0);
  return g_strdup_printf(after ? _("Proposed: %s h of driving") : _("Today: %s h of driving"), hours);
}

GPtrArray *plot_alignment(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  const Alignment *a = in->alignment;
  g_autofree guint32 *color = g_new0(guint32, in->territory->reps->len + 1);
  colour_reps(in, color);
  Chart *chart = chart_new(
      "alignment", 0, 0, headline(in, a),
      g_strdup(a->from_nothing
                   ? _("Clients in the colour of their rep, homes as squares")
                   : _("Clients in the colour of their rep, homes as squares; who moves is ringed")));
  const double middle = (PAGE_LEFT + PAGE_RIGHT) / 2.0;
  const Box left = {PAGE_LEFT - 24, PAGE_TOP + 34, middle - 12, PAGE_BOTTOM + 4},
            right = {middle + 12, PAGE_TOP + 34, PAGE_RIGHT + 24, PAGE_BOTTOM + 4};
  const Side before = {a, color, false}, after = {a, color, true};
  g_autofree char *today = side_name(in, a, false), *proposed = side_name(in, a, true);
  draw_side(chart, in, &before, &left, today);
  draw_side(chart, in, &after, &right, proposed);
  mapview_source(chart, in);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
