// SPDX-License-Identifier: GPL-3.0-or-later
// Clients in the colours of their reps, once as it is and once as it is proposed; who moves is ringed on the right. More
// reps than colours share them: each takes the colour whose nearest owner lives farthest away.
#include "plots/alignment.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/mapview.h"

#include <math.h>

enum { FEW = 400, TOWNS = 8, MAIN_TOWNS = 5 };

static guint32 *colour_reps(const AlignOutline *a)
{
  g_autofree int *taken = g_new0(int, a->reps->len + 1);
  guint32 *color = g_new0(guint32, a->reps->len + 1);
  for (int j = 0; j < (int)a->reps->len; j++) {
    double farthest = -1;
    for (int c = 0; c < CHART_REP_COLORS; c++) {
      double nearest = INFINITY;
      for (int k = 0; k < j; k++) {
        const OutlineRep *one = outline_rep(a, j), *other = outline_rep(a, k);
        if (taken[k] == c)
          nearest = fmin(nearest, great_circle_m(one->lat, one->lon, other->lat, other->lon));
      }
      if (nearest > farthest) {
        farthest = nearest;
        taken[j] = c;
      }
    }
    color[j] = chart_rep_colors[taken[j]];
  }
  return color;
}

// ---- What it says ----

static int moved_of(const AlignOutline *a)
{
  int moved = 0;
  for (int i = 0; i < a->clients; i++)
    moved += outline_moves(a, i);
  return moved;
}

static const char *measure_word(const char *measure)
{
  return g_str_equal(measure, "workload")  ? _("workload")
         : g_str_equal(measure, "sales")   ? _("sales")
         : g_str_equal(measure, "clients") ? _("clients")
                                           : _("what is balanced");
}

static char *headline(const ChartInput *in, const AlignOutline *a)
{
  const int moved = moved_of(a);
  g_autofree char *before = figure_percent(in->language, a->worst_before);
  g_autofree char *after = figure_percent(in->language, a->worst);
  g_autofree char *count = figure_number(in->language, moved, 0);
  const char *word = measure_word(a->measure);
  if (a->territories > 0)
    return g_strdup_printf(ngettext("%1$d territory from nothing: nobody is more than %2$s off a fair %3$s",
                                    "%1$d territories from nothing: nobody is more than %2$s off a fair %3$s",
                                    (gulong)a->territories),
                           a->territories, after, word);
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
  const AlignOutline *outline;
  const guint32 *color;
  bool after;
} Side;

static int rep_at(const Side *side, int client)
{
  return side->after ? side->outline->rep[client] : side->outline->before[client];
}

static int clients_of(const Side *side, int rep)
{
  const OutlineRep *of = outline_rep(side->outline, rep);
  return side->after ? of->clients : of->clients_before;
}

static void draw_hull(Chart *chart, const ChartInput *in, const Side *side, int rep)
{
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  for (int i = 0; i < side->outline->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const MapPoint point = {client->lon, client->lat};
    if (rep_at(side, i) == rep)
      g_array_append_val(points, point);
  }
  mapview_hull(chart, points, side->color[rep]);
}

static double radius_of(const AlignOutline *a)
{
  return a->clients > FEW ? 2.4 : 4;
}

static void draw_clients(Chart *chart, const ChartInput *in, const Side *side)
{
  const AlignOutline *a = side->outline;
  const double radius = radius_of(a);
  int block = chart_block(chart, "clients: longitude, latitude, colour");
  for (int i = 0; i < a->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const int rep = rep_at(side, i);
    chart_row(chart, "%.5f\t%.5f\t0x%06x", client->lon, client->lat, rep < 0 ? GREY : side->color[rep]);
  }
  chart_layer(chart, block, "using 1:2:3 with points pt 7 ps disc(%.1f) lc rgb variable", radius);
  if (a->territories > 0)
    return;
  int rings =
      chart_block(chart, "who moves: longitude, latitude, radius, colour; a dark rim, then the rep's colour");
  for (int i = 0; i < a->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    const int rep = rep_at(side, i);
    if (!outline_moves(a, i))
      continue;
    chart_row(chart, "%.5f\t%.5f\t%.1f\t0x%06x", client->lon, client->lat, radius + 3.2, INK);
    chart_row(chart, "%.5f\t%.5f\t%.1f\t0x%06x", client->lon, client->lat, radius + 1.4,
              rep < 0 ? GREY : side->color[rep]);
  }
  chart_layer(chart, rings, "using 1:2:(disc($3)):4 with points pt 7 ps variable lc rgb variable");
}

// Homes as squares, on top.
static void draw_homes(Chart *chart, const Side *side)
{
  int block = chart_block(chart, "homes: longitude, latitude, colour");
  for (int j = 0; j < (int)side->outline->reps->len; j++) {
    const OutlineRep *rep = outline_rep(side->outline, j);
    if (clients_of(side, j) > 0)
      chart_row(chart, "%.5f\t%.5f\t0x%06x", rep->lon, rep->lat, side->color[j]);
  }
  chart_layer(chart, block, "using 1:2 with points pt 5 ps disc(8.5) " COLOR, INK);
  chart_layer(chart, block, "using 1:2:3 with points pt 5 ps disc(6.5) lc rgb variable");
}

static void draw_side(Chart *chart, const ChartInput *in, const Side *side, const Box *box, const char *name)
{
  const AlignOutline *a = side->outline;
  Extent extent = extent_none();
  for (int i = 0; i < a->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    extent_add(&extent, client->lat, client->lon);
  }
  for (int j = 0; j < (int)a->reps->len; j++) {
    if (outline_rep(a, j)->clients + outline_rep(a, j)->clients_before > 0)
      extent_add(&extent, outline_rep(a, j)->lat, outline_rep(a, j)->lon);
  }
  MapView view = mapview_new(box, &extent, 24, 4);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box)),
                    drawn = g_array_new(FALSE, FALSE, sizeof(Box));
  mapview_open(chart, &view, in->map);
  for (int j = 0; j < (int)a->reps->len; j++)
    draw_hull(chart, in, side, j);
  draw_clients(chart, in, side);
  draw_homes(chart, side);
  for (int i = 0; i < a->clients; i++) {
    const Client *client = territory_client(in->territory, i);
    mapview_trace(drawn, &view, client->lat, client->lon, radius_of(a));
  }
  mapview_scale(chart, &view, in->language, taken, drawn);
  mapview_towns(chart, &view, in->map, taken, drawn, MAIN_TOWNS, TOWNS);
  chart_text(chart, box->left + 4, box->top - 20, TEXT_NAME, ALIGN_LEFT, INK, name);
}

static char *side_name(const ChartInput *in, const Side *side)
{
  const double drive_s = side->after ? side->outline->drive_s : side->outline->drive_before_s;
  g_autofree char *hours = figure_number(in->language, drive_s / HOUR_S, 0);
  return g_strdup_printf(side->after ? _("Proposed: %s h of driving") : _("Today: %s h of driving"), hours);
}

char *alignment_calendar(const ChartInput *in)
{
  const AlignOutline *a = in->alignment;
  if (!in->plan || !align_outline_is_of_other(a, in->plan))
    return NULL;
  g_autofree char *visits = figure_number(in->language, a->measured_visits, 0);
  g_autofree char *hours = figure_number(in->language, (double)a->measured_drive_s / HOUR_S, 0);
  return g_strdup_printf(_("Driving was measured in another calendar than this plan's: %1$s visits, %2$s h."),
                         visits, hours);
}

GPtrArray *plot_alignment(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  const AlignOutline *a = in->alignment;
  g_autofree guint32 *color = colour_reps(a);
  Chart *chart = chart_new(
      "alignment", 0, 0, headline(in, a),
      g_strdup(a->territories > 0
                   ? _("Clients in the colour of their rep, homes as squares")
                   : _("Clients in the colour of their rep, homes as squares; who moves is ringed")));
  const double middle = (PAGE_LEFT + PAGE_RIGHT) / 2.0;
  const Box left = {PAGE_LEFT - 24, PAGE_TOP + 34, middle - 12, PAGE_BOTTOM + 4},
            right = {middle + 12, PAGE_TOP + 34, PAGE_RIGHT + 24, PAGE_BOTTOM + 4};
  const Side before = {a, color, false}, after = {a, color, true};
  g_autofree char *today = side_name(in, &before), *proposed = side_name(in, &after);
  g_autofree char *calendar = alignment_calendar(in);
  draw_side(chart, in, &before, &left, today);
  draw_side(chart, in, &after, &right, proposed);
  mapview_source(chart, in, calendar);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
