// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/coverage.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"
#include "plots/since.h"

#include <math.h>
#include <string.h>

enum { ROWS = 14, ALL_OTHERS = -2 };
// Below this share a group stands out.
#define SHORT 0.9

typedef struct Cover {
  int group; // -1: clients without a group
  int clients, promised, planned;
} Cover;

static double share_of(const Cover *cover)
{
  return cover->promised > 0 ? (double)cover->planned / cover->promised : 1;
}

// 99.9 % is not yet all.
static char *share_text(const ChartInput *in, double share)
{
  return figure_percent(in->language, share < 1 ? floor(share * 100 + 1e-9) / 100 : share);
}

static int by_promise(const void *a, const void *b)
{
  const Cover *x = a, *y = b;
  int64_t left = (int64_t)x->promised * y->clients, right = (int64_t)y->promised * x->clients;
  if (left != right)
    return left < right ? 1 : -1;
  return x->group - y->group;
}

static int by_share(const void *a, const void *b)
{
  double x = share_of(a), y = share_of(b);
  return x != y ? (x < y ? -1 : 1) : ((const Cover *)a)->group - ((const Cover *)b)->group;
}

// Only reps that are drawn count. What is promised is what the plan was asked for: planned and unplanned visits.
static GArray *covers_new(const ChartInput *in)
{
  int groups = (int)in->territory->groups->len;
  g_autofree Cover *covers = g_new0(Cover, (gsize)groups + 1);
  g_autofree bool *drawn = g_new0(bool, in->territory->reps->len + 1);
  g_autofree bool *seen = g_new0(bool, in->territory->clients->len + 1);
  g_autoptr(GArray) reps = chart_reps(in);
  for (guint i = 0; i < reps->len; i++)
    drawn[g_array_index(reps, int, i)] = true;
  for (guint v = 0; v < in->plan->visits->len + in->plan->unplanned->len; v++) {
    bool planned = v < in->plan->visits->len;
    const Visit *visit = planned ? plan_visit(in->plan, v) : NULL;
    const Unplanned *missing =
        planned ? NULL : &g_array_index(in->plan->unplanned, Unplanned, v - in->plan->visits->len);
    int client = planned ? visit->client : missing->client, rep = planned ? visit->rep : missing->rep;
    if (rep < 0 || !drawn[rep])
      continue;
    int group = territory_client(in->territory, client)->group;
    Cover *cover = &covers[group < 0 ? groups : group];
    cover->clients += !seen[client];
    seen[client] = true;
    cover->promised++;
    cover->planned += planned;
  }
  GArray *filled = g_array_new(FALSE, FALSE, sizeof(Cover));
  for (int group = 0; group <= groups; group++) {
    covers[group].group = group < groups ? group : -1;
    if (covers[group].promised > 0)
      g_array_append_val(filled, covers[group]);
  }
  return filled;
}

// The worst stay, the others become one row; then in the order of what is promised.
static void condense(GArray *covers)
{
  if (covers->len > ROWS) {
    g_array_sort(covers, by_share);
    Cover others = {.group = ALL_OTHERS};
    for (guint i = ROWS - 1; i < covers->len; i++) {
      const Cover *cover = &g_array_index(covers, Cover, i);
      others.clients += cover->clients;
      others.promised += cover->promised;
      others.planned += cover->planned;
    }
    g_array_set_size(covers, ROWS - 1);
    g_array_append_val(covers, others);
  }
  g_array_sort(covers, by_promise);
}

static char *group_name(const ChartInput *in, int group, TextStyle style, double width)
{
  return group == ALL_OTHERS ? g_strdup(_("all others")) : chart_group_name(in, group, style, width);
}

static char *headline(const ChartInput *in, const GArray *covers)
{
  g_autoptr(GArray) sorted = g_array_copy((GArray *)(guintptr)covers);
  g_array_sort(sorted, by_share);
  const Cover *worst = &g_array_index(sorted, Cover, 0);
  int wanting = 0, missing = 0;
  for (guint i = 0; i < sorted->len; i++) {
    const Cover *cover = &g_array_index(sorted, Cover, i);
    wanting += cover->planned < cover->promised;
    missing += cover->promised - cover->planned;
  }
  if (wanting == 0)
    return g_strdup(_("Every group gets all the visits that it was promised"));
  g_autofree char *share = share_text(in, share_of(worst));
  g_autofree char *name = group_name(in, worst->group, TEXT_HEADLINE, 520);
  g_autofree char *count = figure_number(in->language, missing, 0);
  g_autofree char *next = sorted->len > 1 ? share_text(in, share_of(&g_array_index(sorted, Cover, 1))) : NULL;
  // Nothing stands out either where the two worst are told as the same.
  if (share_of(worst) >= 0.975 || (next && g_str_equal(next, share)))
    return g_strdup_printf(
        ngettext("Every group gets at least %2$s of its visits; %1$s visit is missing in all",
                 "Every group gets at least %2$s of its visits; %1$s visits are missing in all",
                 (gulong)missing),
        count, share);
  if (sorted->len == 1)
    return g_strdup_printf(ngettext("%1$s gets %2$s of the promised visits; %3$s visit is missing",
                                    "%1$s gets %2$s of the promised visits; %3$s visits are missing",
                                    (gulong)missing),
                           name, share, count);
  if (wanting == 1)
    return g_strdup_printf(_("%1$s gets %2$s of the promised visits, every other group gets all"), name,
                           share);
  return g_strdup_printf(_("%1$s gets %2$s of the promised visits, every other group %3$s or more"), name,
                         share, next);
}

// ---- Drawing ----

static int covers_block(Chart *chart, const GArray *covers)
{
  int block = chart_block(chart, "cover: row, promised and planned visits a client, colour");
  for (guint i = 0; i < covers->len; i++) {
    const Cover *cover = &g_array_index(covers, Cover, i);
    chart_row(chart, "%u\t%.4f\t%.4f\t0x%06x", i, (double)cover->promised / cover->clients,
              (double)cover->planned / cover->clients, share_of(cover) < SHORT ? BAD : GOOD);
  }
  return block;
}

static void row_texts(Chart *chart, const ChartInput *in, const Cover *cover, const Panel *panel,
                      const double *rights, double y)
{
  bool poor = share_of(cover) < SHORT;
  g_autofree char *name = group_name(in, cover->group, TEXT_BODY, panel->left - PAGE_LEFT - 20);
  g_autofree char *share = share_text(in, share_of(cover));
  g_autofree char *clients = figure_number(in->language, cover->clients, 0);
  g_autofree char *planned = figure_number(in->language, cover->planned, 0);
  g_autofree char *promised = figure_number(in->language, cover->promised, 0);
  chart_text(chart, panel->left - 20, y, TEXT_BODY, ALIGN_RIGHT, INK, name);
  chart_text(chart, rights[0], y, TEXT_BODY, ALIGN_RIGHT, MUTED, clients);
  chart_text(chart, rights[1], y, TEXT_BODY, ALIGN_RIGHT, MUTED, promised);
  chart_text(chart, rights[2], y, TEXT_BODY, ALIGN_RIGHT, MUTED, planned);
  chart_text(chart, PAGE_RIGHT, y, poor ? TEXT_STRONG : TEXT_BODY, ALIGN_RIGHT, poor ? BAD : INK, share);
}

// The two marks are named at the first row, apart from one another.
static void mark_names(Chart *chart, const Cover *first, const Panel *panel)
{
  double promised = panel_px(panel, (double)first->promised / first->clients);
  double planned = panel_px(panel, (double)first->planned / first->clients), y = panel->top - 16;
  guint32 color = share_of(first) < SHORT ? BAD : GOOD;
  if (fabs(promised - planned) > 100) {
    chart_text(chart, planned, y, TEXT_SMALL_STRONG, ALIGN_CENTER, color, _("planned"));
    chart_text(chart, promised, y, TEXT_SMALL, ALIGN_CENTER, MUTED, _("promised"));
  } else {
    chart_text(chart, fmin(planned, promised) - 5, y, TEXT_SMALL_STRONG, ALIGN_RIGHT, color, _("planned"));
    chart_text(chart, fmax(planned, promised) + 5, y, TEXT_SMALL, ALIGN_LEFT, MUTED, _("promised"));
  }
}

static void axis_texts(Chart *chart, const ChartInput *in, const Panel *panel, double step)
{
  for (double visits = 0; visits <= panel->x1; visits += step) {
    g_autofree char *number = figure_number(in->language, visits, step < 1 ? 1 : 0);
    chart_text(chart, panel_px(panel, visits), panel->bottom + 20, TEXT_SMALL, ALIGN_CENTER, MUTED, number);
  }
  chart_text(chart, panel->right, panel->bottom + 44, TEXT_SMALL, ALIGN_RIGHT, MUTED, _("visits a client"));
}

GPtrArray *plot_coverage(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) covers = covers_new(in);
  if (covers->len == 0)
    return charts;
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new("coverage", 0, 0, since_add(headline(in, covers), since_visits(in)),
                           g_strdup_printf(_("Visits a client by group, %s: promised and planned"), period));
  condense(covers);
  double most = 1;
  for (guint i = 0; i < covers->len; i++) {
    const Cover *cover = &g_array_index(covers, Cover, i);
    most = fmax(most, (double)cover->promised / cover->clients);
  }
  double height = fmin(110, 610.0 / covers->len), step = rank_step(most);
  const char *heads[] = {_("clients"), _("promised"), _("planned"), _("share")};
  double rights[G_N_ELEMENTS(heads)], left;
  columns_place(heads, G_N_ELEMENTS(heads), NULL, rights, &left);
  Panel panel = {300, 180, left - 40, 180 + height * covers->len, 0, most * 1.06, covers->len - 0.5, -0.5};
  int block = covers_block(chart, covers);
  chart_panel(chart, &panel);
  chart_set(chart, "set xtics scale 0 0,%g format ''; set grid xtics ls 1", step);
  chart_layer(chart, block, "using 2:1:($3-$2):(0) with vectors nohead lw 6 " COLOR, PALE);
  chart_layer(chart, block, "using 2:1 with points pt 7 ps disc(10) " COLOR, 0x8794a1);
  chart_layer(chart, block, "using 2:1 with points pt 7 ps disc(8.2) " COLOR, WHITE);
  chart_layer(chart, block, "using 3:1:4 with points pt 7 ps disc(10) lc rgb variable");
  for (guint i = 0; i < covers->len; i++)
    row_texts(chart, in, &g_array_index(covers, Cover, i), &panel, rights, panel_py(&panel, i));
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    chart_text(chart, rights[i], panel.top - 16, TEXT_SMALL, ALIGN_RIGHT, MUTED, heads[i]);
  mark_names(chart, &g_array_index(covers, Cover, 0), &panel);
  axis_texts(chart, in, &panel, step);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
