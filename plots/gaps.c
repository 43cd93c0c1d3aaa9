// SPDX-License-Identifier: GPL-3.0-or-later
// A gap keeps its limits as client_spacing sets them for the visits that are wanted; plan_all_gaps counts the same breaks. Clients with one visit have a gap only where the last visit before
// the horizon is known.
#include "plots/gaps.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"
#include "plots/since.h"

#include <math.h>
#include <stdlib.h>

enum { BINS = 11, GROUP_ROWS = 12, GROUPS_LEFT = 930 };
#define BIN 0.2 // of the wanted gap; the last bin holds all above

typedef struct Stop {
  int client;
  Day day;
} Stop;

typedef struct GroupGaps {
  int group, gaps, kept;
  double wanted, planned; // sums, days
} GroupGaps;

typedef struct Gaps {
  int kept[BINS], broken[BINS];
  int all, all_kept;
  GroupGaps *groups; // territory's groups and one for none
  int group_count;
  GArray *list; // BrokenGap; NULL: not wanted
} Gaps;

static int by_client(const void *a, const void *b)
{
  const Stop *x = a, *y = b;
  return x->client != y->client ? (x->client < y->client ? -1 : 1) : (x->day > y->day) - (x->day < y->day);
}

static void add_gap(Gaps *gaps, const BrokenGap *gap, int group)
{
  const Spacing *spacing = &gap->spacing;
  int days = gap->to - gap->from;
  bool kept = days >= spacing->min && (spacing->max <= 0 || days <= spacing->max);
  int bin = CLAMP((int)(days / spacing->wanted / BIN), 0, BINS - 1);
  gaps->kept[bin] += kept;
  gaps->broken[bin] += !kept;
  if (!kept && gaps->list)
    g_array_append_val(gaps->list, *gap);
  gaps->all++;
  gaps->all_kept += kept;
  GroupGaps *one = &gaps->groups[group < 0 ? gaps->group_count : group];
  one->gaps++;
  one->kept += kept;
  one->wanted += spacing->wanted;
  one->planned += days;
}

// The stops of one client, in order.
static void add_client(Gaps *gaps, const ChartInput *in, const Stop *stops, int count, int wanted)
{
  const Client *client = territory_client(in->territory, stops[0].client);
  Spacing spacing = client_spacing(in->territory, client, MAX(1, wanted));
  if (spacing.wanted <= 0)
    return;
  Day former = client->last_visit;
  for (int i = 0; i < count; i++) {
    BrokenGap gap = {stops[0].client, former, stops[i].day, spacing};
    if (former != DAY_NONE)
      add_gap(gaps, &gap, client->group);
    former = stops[i].day;
  }
}

static void gaps_count(Gaps *gaps, const ChartInput *in, const Plan *plan)
{
  g_autofree bool *drawn = g_new0(bool, in->territory->reps->len + 1);
  g_autoptr(GArray) reps = chart_reps(in), stops = g_array_new(FALSE, FALSE, sizeof(Stop));
  for (guint i = 0; i < reps->len; i++)
    drawn[g_array_index(reps, int, i)] = true;
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    Stop stop = {visit->client, visit->day};
    if (drawn[visit->rep])
      g_array_append_val(stops, stop);
  }
  g_array_sort(stops, by_client);
  g_autofree int *wanted = wanted_visits(in->territory);
  for (guint first = 0, next; first < stops->len; first = next) {
    const Stop *from = &g_array_index(stops, Stop, first);
    for (next = first + 1; next < stops->len && g_array_index(stops, Stop, next).client == from->client;)
      next++;
    add_client(gaps, in, from, (int)(next - first), wanted[from->client]);
  }
}

// How far outside, in wanted gaps.
static double outside(const BrokenGap *gap)
{
  int days = gap->to - gap->from;
  return (days < gap->spacing.min ? gap->spacing.min - days : days - gap->spacing.max) / gap->spacing.wanted;
}

static int by_outside(const void *a, const void *b)
{
  const BrokenGap *x = a, *y = b;
  if (outside(x) != outside(y))
    return outside(x) < outside(y) ? 1 : -1;
  return x->client != y->client ? x->client - y->client : x->from - y->from;
}

GArray *gaps_broken(const ChartInput *in)
{
  g_autofree GroupGaps *groups = g_new0(GroupGaps, (gsize)in->territory->groups->len + 1);
  Gaps gaps = {.groups = groups,
               .group_count = (int)in->territory->groups->len,
               .list = g_array_new(FALSE, FALSE, sizeof(BrokenGap))};
  gaps_count(&gaps, in, in->plan);
  g_array_sort(gaps.list, by_outside);
  return gaps.list;
}

static double kept_share(const GroupGaps *group)
{
  return group->gaps > 0 ? (double)group->kept / group->gaps : 1;
}

static char *headline(const ChartInput *in, const Gaps *gaps)
{
  double all = (double)gaps->all_kept / gaps->all;
  if (gaps->all_kept == gaps->all)
    return g_strdup(_("Every gap between two visits keeps its limits"));
  int worst = -1, used = 0;
  for (int group = 0; group <= gaps->group_count; group++) {
    used += gaps->groups[group].gaps > 0;
    if (gaps->groups[group].gaps >= 10 &&
        (worst < 0 || kept_share(&gaps->groups[group]) < kept_share(&gaps->groups[worst])))
      worst = group;
  }
  // What is told as 100 % is all.
  g_autofree char *share = figure_percent(in->language, floor(all * 100) / 100);
  if (used < 2 || worst < 0 || kept_share(&gaps->groups[worst]) > all - 0.05) {
    g_autofree char *broken = figure_number(in->language, gaps->all - gaps->all_kept, 0);
    return g_strdup_printf(ngettext("%1$s of the gaps between visits keep their limits, %2$s does not",
                                    "%1$s of the gaps between visits keep their limits, %2$s do not",
                                    (gulong)(gaps->all - gaps->all_kept)),
                           share, broken);
  }
  g_autofree char *name = chart_group_name(in, worst, TEXT_HEADLINE, 560);
  g_autofree char *least = figure_percent(in->language, floor(kept_share(&gaps->groups[worst]) * 100) / 100);
  return g_strdup_printf(_("%1$s of the gaps between visits keep their limits; in %2$s, %3$s"), share, name,
                         least);
}

static void draw_histogram(Chart *chart, const ChartInput *in, const Gaps *gaps)
{
  int most = 1;
  for (int bin = 0; bin < BINS; bin++)
    most = MAX(most, gaps->kept[bin] + gaps->broken[bin]);
  Panel panel = {PAGE_LEFT + 60, PAGE_TOP + 60, 860, PAGE_BOTTOM - 60, 0, BINS, 0, most * 1.05};
  int block = chart_block(chart, "gaps: bin, within limits, outside");
  for (int bin = 0; bin < BINS; bin++)
    chart_row(chart, "%d\t%d\t%d", bin, gaps->kept[bin], gaps->broken[bin]);
  int wanted = chart_block(chart, "wanted gap: bin, gaps");
  chart_row(chart, "%.2f\t0\n%.2f\t%.3f", 1 / BIN, 1 / BIN, panel.y1);
  double step = rank_step(panel.y1);
  chart_panel(chart, &panel);
  chart_set(chart, "set ytics scale 0 0,%g format ''; set grid ytics ls 1", step);
  chart_layer(chart, block, "using 1:(0):($1+0.05):($1+0.95):(0):2 with boxxyerror " COLOR, 0x5a9fce);
  chart_layer(chart, block, "using 1:(0):($1+0.05):($1+0.95):2:($2+$3) with boxxyerror " COLOR, BAD);
  chart_layer(chart, wanted, "using 1:2 with lines lw 2 " COLOR, INK);
  for (double count = 0; count <= panel.y1; count += step) {
    g_autofree char *number = figure_number(in->language, count, 0);
    chart_text(chart, panel.left - 10, panel_py(&panel, count), TEXT_SMALL, ALIGN_RIGHT, MUTED, number);
  }
  for (int bin = 0; bin < BINS; bin += 2) {
    g_autofree char *edge = figure_percent(in->language, bin * BIN);
    g_autofree char *number = bin + 1 == BINS ? g_strdup_printf("≥ %s", edge) : g_strdup(edge);
    chart_text(chart, panel_px(&panel, bin + 1 == BINS ? bin + 0.5 : bin), panel.bottom + 18, TEXT_SMALL,
               ALIGN_CENTER, MUTED, number);
  }
  chart_text(chart, panel_px(&panel, 1 / BIN), panel.top - 14, TEXT_SMALL_STRONG, ALIGN_CENTER, INK,
             _("as wanted"));
  chart_text(chart, panel.left, panel.top - 40, TEXT_NAME, ALIGN_LEFT, INK, _("Number of gaps"));
  chart_text(chart, (panel.left + panel.right) / 2, panel.bottom + 44, TEXT_SMALL, ALIGN_CENTER, MUTED,
             _("planned gap as a share of the wanted one"));
}

static int by_kept(const void *a, const void *b)
{
  const GroupGaps *x = a, *y = b;
  double left = kept_share(x), right = kept_share(y);
  return left != right ? (left < right ? -1 : 1) : x->group - y->group;
}

// The worst groups first.
static void draw_groups(Chart *chart, const ChartInput *in, const Gaps *gaps)
{
  g_autoptr(GArray) used = g_array_new(FALSE, FALSE, sizeof(GroupGaps));
  for (int group = 0; group <= gaps->group_count; group++)
    if (gaps->groups[group].gaps > 0)
      g_array_append_val(used, gaps->groups[group]);
  g_array_sort(used, by_kept);
  double y = PAGE_TOP + 46;
  const char *heads[] = {_("wanted, days"), _("planned, days"), _("in limits")};
  double rights[G_N_ELEMENTS(heads)], left;
  columns_place(heads, G_N_ELEMENTS(heads), NULL, rights, &left);
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    chart_text(chart, rights[i], y, TEXT_SMALL, ALIGN_RIGHT, MUTED, heads[i]);
  for (guint i = 0; i < MIN(used->len, GROUP_ROWS); i++) {
    const GroupGaps *group = &g_array_index(used, GroupGaps, i);
    bool poor = kept_share(group) < 0.9;
    y += 46;
    g_autofree char *name = chart_group_name(in, group->group, TEXT_BODY, left + 20 - GROUPS_LEFT);
    g_autofree char *wanted = figure_number(in->language, group->wanted / group->gaps, 1);
    g_autofree char *planned = figure_number(in->language, group->planned / group->gaps, 1);
    g_autofree char *kept = figure_percent(in->language, floor(kept_share(group) * 100) / 100);
    chart_text(chart, GROUPS_LEFT, y, TEXT_BODY, ALIGN_LEFT, INK, name);
    chart_text(chart, rights[0], y, TEXT_BODY, ALIGN_RIGHT, MUTED, wanted);
    chart_text(chart, rights[1], y, TEXT_BODY, ALIGN_RIGHT, MUTED, planned);
    chart_text(chart, rights[2], y, TEXT_STRONG, ALIGN_RIGHT, poor ? BAD : INK, kept);
  }
}

static char *since_former(const ChartInput *in, const Gaps *gaps)
{
  if (!in->former)
    return NULL;
  g_autofree GroupGaps *groups = g_new0(GroupGaps, (gsize)gaps->group_count + 1);
  Gaps former = {.groups = groups, .group_count = gaps->group_count};
  gaps_count(&former, in, in->former);
  const double before = former.all > 0 ? (double)former.all_kept / former.all : (double)NAN;
  return since_kept(in, (double)gaps->all_kept / gaps->all, before);
}

GPtrArray *plot_gaps(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  int count = (int)in->territory->groups->len;
  g_autofree GroupGaps *groups = g_new0(GroupGaps, (gsize)count + 1);
  for (int group = 0; group <= count; group++)
    groups[group].group = group;
  Gaps gaps = {.groups = groups, .group_count = count};
  gaps_count(&gaps, in, in->plan);
  if (gaps.all == 0)
    return charts;
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new(
      "gaps", 0, 0, since_add(headline(in, &gaps), since_former(in, &gaps)),
      g_strdup_printf(_("Days between two visits of a client, %s. Orange: outside the limits"), period));
  draw_histogram(chart, in, &gaps);
  draw_groups(chart, in, &gaps);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
