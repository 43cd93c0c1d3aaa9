// SPDX-License-Identifier: GPL-3.0-or-later
// The five judgements stand at 0, a half, 1 and 1.5 times today's visits and, for saturation, at 2.5 times. They are
// joined by straight lines: nothing is claimed between them but that sales do not jump.
#include "plots/judgement.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>

enum { PANELS = 6, AT_NOW = 2, AT_MORE = 3 };
static const double levels[RESPONSE_POINTS] = {0, 0.5, 1, 1.5, 2.5};

typedef struct Judgement {
  int group, clients;
  double sales;
  double y[RESPONSE_POINTS]; // relative to now = 1
  double planned;            // visits planned / wanted
} Judgement;

// Judgements may be relative to 1 or to 100; all of them are needed, and they may not fall.
static bool read_judgement(const Group *group, Judgement *judgement)
{
  double now = isfinite(group->response[AT_NOW]) ? group->response[AT_NOW] : 1;
  for (int i = 0; i < RESPONSE_POINTS; i++) {
    judgement->y[i] = i == AT_NOW ? 1 : group->response[i] / now;
    if (!isfinite(judgement->y[i]) || (i > 0 && judgement->y[i] < judgement->y[i - 1]))
      return false;
  }
  return true;
}

static void add_plan(Judgement *judgements, const int *row, const ChartInput *in)
{
  g_autofree double *wanted = g_new0(double, in->territory->groups->len + 1);
  for (guint v = 0; v < in->plan->visits->len + in->plan->unplanned->len; v++) {
    bool planned = v < in->plan->visits->len;
    int client = planned ? plan_visit(in->plan, v)->client
                         : g_array_index(in->plan->unplanned, Unplanned, v - in->plan->visits->len).client;
    const Client *one = territory_client(in->territory, client);
    bool drawn = !in->reps || (one->rep >= 0 && in->reps[one->rep]);
    if (!drawn || one->group < 0 || row[one->group] < 0)
      continue;
    judgements[row[one->group]].planned += planned;
    wanted[one->group]++;
  }
  for (guint group = 0; group < in->territory->groups->len; group++)
    if (row[group] >= 0)
      judgements[row[group]].planned = wanted[group] > 0 ? judgements[row[group]].planned / wanted[group] : 0;
}

static int by_sales(const void *a, const void *b)
{
  const Judgement *x = a, *y = b;
  return x->sales != y->sales ? (x->sales < y->sales ? 1 : -1) : x->group - y->group;
}

static GArray *judgements_new(const ChartInput *in)
{
  guint groups = in->territory->groups->len;
  GArray *judgements = g_array_new(FALSE, FALSE, sizeof(Judgement));
  g_autofree int *row = g_new(int, groups + 1);
  for (guint group = 0; group < groups; group++) {
    Judgement judgement = {.group = (int)group};
    bool judged = read_judgement(territory_group(in->territory, (int)group), &judgement);
    row[group] = judged ? (int)judgements->len : -1;
    if (judged)
      g_array_append_val(judgements, judgement);
  }
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    if (client->group < 0 || row[client->group] < 0)
      continue;
    Judgement *judgement = &g_array_index(judgements, Judgement, row[client->group]);
    judgement->clients++;
    judgement->sales += client->sales != MONEY_NONE ? money_units(client->sales) : 0;
  }
  add_plan((Judgement *)(void *)judgements->data, row, in);
  g_array_sort(judgements, by_sales);
  g_array_set_size(judgements, MIN(judgements->len, PANELS));
  return judgements;
}

static double gain(const Judgement *judgement)
{
  return judgement->y[AT_MORE] - 1;
}

static char *headline(const ChartInput *in, const GArray *judgements)
{
  const Judgement *most = &g_array_index(judgements, Judgement, 0), *least = most;
  for (guint i = 1; i < judgements->len; i++) {
    const Judgement *one = &g_array_index(judgements, Judgement, i);
    most = gain(one) > gain(most) ? one : most;
    least = gain(one) < gain(least) ? one : least;
  }
  g_autofree char *best = chart_group_name(in, most->group, TEXT_HEADLINE, 360),
                  *worst = chart_group_name(in, least->group, TEXT_HEADLINE, 360);
  g_autofree char *high = figure_percent(in->language, gain(most)),
                  *low = figure_percent(in->language, gain(least));
  if (gain(most) - gain(least) < 0.005)
    return g_strdup_printf(_("Half as many visits again would bring %s more sales in every group"), high);
  return g_strdup_printf(_("Half as many visits again would bring %1$s more sales in %2$s, %3$s in %4$s"),
                         high, best, low, worst);
}

// Straight between the judgements.
static double at_level(const Judgement *judgement, double level)
{
  int i = 1;
  while (i + 1 < RESPONSE_POINTS && level > levels[i])
    i++;
  double t = (level - levels[i - 1]) / (levels[i] - levels[i - 1]);
  return judgement->y[i - 1] + CLAMP(t, 0, 1) * (judgement->y[i] - judgement->y[i - 1]);
}

static void draw_group(Chart *chart, const ChartInput *in, const Judgement *judgement, const Panel *panel)
{
  int curve = chart_block(chart, "response: visits and sales relative to today's");
  for (int i = 0; i < RESPONSE_POINTS; i++)
    chart_row(chart, "%.2f\t%.4f", levels[i], judgement->y[i]);
  int plan = chart_block(chart, "plan: visits, sales");
  chart_row(chart, "%.4f\t%.4f", judgement->planned, at_level(judgement, judgement->planned));
  int now = chart_block(chart, "today: visits, sales");
  chart_row(chart, "1\t%.4f\n1\t%.4f", panel->y0, panel->y1);
  chart_panel(chart, panel);
  chart_set(chart, "set ytics scale 0 0,0.25 format ''; set grid ytics ls 1");
  chart_layer(chart, now, "using 1:2 with lines lw 1 " COLOR, BASE);
  chart_layer(chart, curve, "using 1:2 with lines lw 3 " COLOR, GOOD);
  chart_layer(chart, curve, "using 1:2 with points pt 7 ps disc(4.5) " COLOR, GOOD);
  chart_layer(chart, plan, "using 1:2 with points pt 7 ps disc(9) " COLOR, WHITE);
  chart_layer(chart, plan, "using 1:2 with points pt 7 ps disc(7) " COLOR, BAD);
  g_autofree char *more = figure_percent(in->language, gain(judgement));
  g_autofree char *note = g_strdup_printf(_("+%s at half as many again"), more);
  double room = panel->right - panel->left - style_width(TEXT_SMALL, note) - 14;
  g_autofree char *name = chart_group_name(in, judgement->group, TEXT_NAME, room);
  chart_text(chart, panel->left, panel->top - 20, TEXT_NAME, ALIGN_LEFT, INK, name);
  chart_text(chart, panel->right, panel->top - 20, TEXT_SMALL, ALIGN_RIGHT, MUTED, note);
  const char *words[RESPONSE_POINTS] = {_("none"), _("half"), _("today"), _("half more"), _("saturation")};
  for (int i = 0; i < RESPONSE_POINTS; i++) {
    g_autofree char *sales = figure_percent(in->language, judgement->y[i]);
    Align align = i == 0 ? ALIGN_LEFT : i + 1 == RESPONSE_POINTS ? ALIGN_RIGHT : ALIGN_CENTER;
    chart_text(chart, panel_px(panel, levels[i]), panel->bottom + 16, TEXT_TINY, align, MUTED, words[i]);
    // The first stands below its point, clear of the curve, or beside it where the words of the axis are.
    bool beside = i == 0 && panel_py(panel, judgement->y[i]) + 30 > panel->bottom;
    chart_text(chart, panel_px(panel, levels[i]) - (beside ? 8 : 0),
               panel_py(panel, judgement->y[i]) + (beside   ? 0
                                                   : i == 0 ? 20
                                                            : -18),
               TEXT_SMALL, beside ? ALIGN_RIGHT : align, INK, sales);
  }
}

GPtrArray *plot_responses(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) judgements = judgements_new(in);
  int count = (int)judgements->len;
  if (count == 0)
    return charts;
  Chart *chart = chart_new(
      "responses", 0, 0, headline(in, judgements),
      g_strdup(_("Expected sales by visits, both relative to today's, as judged. Orange: the plan")));
  double most = 1.25;
  for (int i = 0; i < count; i++)
    most = fmax(most, g_array_index(judgements, Judgement, i).y[RESPONSE_POINTS - 1]);
  int columns = count <= 3 ? count : count == 4 ? 2 : 3, lines = (count + columns - 1) / columns;
  double width = (PAGE_RIGHT - PAGE_LEFT + 40.0) / columns, height = (PAGE_BOTTOM + 14.0 - PAGE_TOP) / lines;
  for (int i = 0; i < count; i++) {
    int column = i % columns, line = i / columns;
    double left = PAGE_LEFT + column * width, top = PAGE_TOP + line * height;
    Panel panel = {left, top + 46, left + width - 40, top + height - 44, 0, 2.5, 0, most * 1.12};
    draw_group(chart, in, &g_array_index(judgements, Judgement, i), &panel);
  }
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
