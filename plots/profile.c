// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/profile.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>

typedef enum { SHARE_CLIENTS, SHARE_SALES, SHARE_VISITS, SHARE_HOURS, SHARES } ShareKind;
enum { ROWS = 12, ALL_OTHERS = -2 };
// A group stands out when its part of the hours is this many times its part of the sales, or the other way round.
#define NOTABLE 1.5

typedef struct Profile {
  int group;
  double share[SHARES];
} Profile;

static int by_sales(const void *a, const void *b)
{
  const Profile *x = a, *y = b;
  if (x->share[SHARE_SALES] != y->share[SHARE_SALES])
    return x->share[SHARE_SALES] < y->share[SHARE_SALES] ? 1 : -1;
  if (x->share[SHARE_VISITS] != y->share[SHARE_VISITS])
    return x->share[SHARE_VISITS] < y->share[SHARE_VISITS] ? 1 : -1;
  return x->group - y->group;
}

static void add_clients(Profile *profiles, double *totals, const ChartInput *in, int groups)
{
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    if (in->reps && (client->rep < 0 || !in->reps[client->rep]))
      continue;
    Profile *profile = &profiles[client->group < 0 ? groups : client->group];
    double sales = client->sales != MONEY_NONE && client->sales > 0 ? money_units(client->sales) : 0;
    profile->share[SHARE_CLIENTS]++;
    profile->share[SHARE_SALES] += sales;
    totals[SHARE_CLIENTS]++;
    totals[SHARE_SALES] += sales;
  }
}

static void add_visits(Profile *profiles, double *totals, const ChartInput *in, int groups)
{
  for (guint v = 0; v < in->plan->visits->len; v++) {
    const Visit *visit = plan_visit(in->plan, v);
    if (in->reps && !in->reps[visit->rep])
      continue;
    int group = territory_client(in->territory, visit->client)->group;
    Profile *profile = &profiles[group < 0 ? groups : group];
    profile->share[SHARE_VISITS]++;
    profile->share[SHARE_HOURS] += visit->visit_s;
    totals[SHARE_VISITS]++;
    totals[SHARE_HOURS] += visit->visit_s;
  }
}

static GArray *profiles_new(const ChartInput *in)
{
  int groups = (int)in->territory->groups->len;
  g_autofree Profile *profiles = g_new0(Profile, (gsize)groups + 1);
  double totals[SHARES] = {0};
  add_clients(profiles, totals, in, groups);
  add_visits(profiles, totals, in, groups);
  GArray *used = g_array_new(FALSE, FALSE, sizeof(Profile));
  for (int group = 0; group <= groups; group++) {
    profiles[group].group = group < groups ? group : -1;
    for (int kind = 0; kind < SHARES; kind++)
      profiles[group].share[kind] /= fmax(totals[kind], 1e-9);
    if (profiles[group].share[SHARE_CLIENTS] > 0)
      g_array_append_val(used, profiles[group]);
  }
  g_array_sort(used, by_sales);
  return used;
}

// Groups beyond the last row become one.
static void condense(GArray *profiles)
{
  if (profiles->len <= ROWS)
    return;
  Profile others = {.group = ALL_OTHERS};
  for (guint i = ROWS - 1; i < profiles->len; i++)
    for (int kind = 0; kind < SHARES; kind++)
      others.share[kind] += g_array_index(profiles, Profile, i).share[kind];
  g_array_set_size(profiles, ROWS - 1);
  g_array_append_val(profiles, others);
}

static char *group_name(const ChartInput *in, int group, TextStyle style, double width)
{
  return group == ALL_OTHERS ? g_strdup(_("all others")) : chart_group_name(in, group, style, width);
}

// The group whose hours and sales are farthest apart.
static char *headline(const ChartInput *in, const GArray *profiles)
{
  const Profile *first = &g_array_index(profiles, Profile, 0), *odd = NULL;
  double widest = 0;
  for (guint i = 0; i < profiles->len; i++) {
    const Profile *one = &g_array_index(profiles, Profile, i);
    double sales = one->share[SHARE_SALES], hours = one->share[SHARE_HOURS];
    if (fmax(sales, hours) >= NOTABLE * fmin(sales, hours) && fabs(sales - hours) > widest &&
        fabs(sales - hours) >= 0.05) {
      widest = fabs(sales - hours);
      odd = one;
    }
  }
  const Profile *told = odd ? odd : first;
  g_autofree char *name = group_name(in, told->group, TEXT_HEADLINE, 560);
  g_autofree char *sales = figure_percent(in->language, told->share[SHARE_SALES]);
  g_autofree char *hours = figure_percent(in->language, told->share[SHARE_HOURS]);
  if (odd)
    return g_strdup_printf(_("%1$s brings %2$s of the sales and gets %3$s of the visiting hours"), name,
                           sales, hours);
  return g_strdup_printf(_("The hours follow the sales: %1$s brings %2$s and gets %3$s"), name, sales, hours);
}

static void draw_column(Chart *chart, const ChartInput *in, const GArray *profiles, ShareKind kind,
                        const Panel *panel)
{
  const char *heads[SHARES] = {_("Clients"), _("Sales"), _("Visits"), _("Hours")};
  int block = chart_block(chart, "shares: row, share");
  for (guint i = 0; i < profiles->len; i++)
    chart_row(chart, "%u\t%.5f", i, g_array_index(profiles, Profile, i).share[kind]);
  chart_panel(chart, panel);
  chart_layer(chart, block, "using (0):1:(0):2:($1-0.32):($1+0.32) with boxxyerror " COLOR,
              kind == SHARE_SALES   ? DEEP
              : kind == SHARE_HOURS ? LIGHT
                                    : BASE);
  chart_text(chart, panel->left, panel->top - 20, TEXT_NAME, ALIGN_LEFT, INK, heads[kind]);
  for (guint i = 0; i < profiles->len; i++) {
    double share = g_array_index(profiles, Profile, i).share[kind];
    g_autofree char *percent = figure_percent(in->language, share);
    chart_text(chart, panel_px(panel, share) + 8, panel_py(panel, i), TEXT_SMALL, ALIGN_LEFT, INK, percent);
  }
}

GPtrArray *plot_groups(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) profiles = profiles_new(in);
  if (profiles->len < 2)
    return charts;
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new(
      "groups", 0, 0, headline(in, profiles),
      g_strdup_printf(_("Each group's share of clients, sales, planned visits and their hours, %s"), period));
  condense(profiles);
  double most = 0.01, step = fmin(110, 640.0 / profiles->len), top = PAGE_TOP + 50;
  for (guint i = 0; i < profiles->len; i++)
    for (int kind = 0; kind < SHARES; kind++)
      most = fmax(most, g_array_index(profiles, Profile, i).share[kind]);
  for (guint i = 0; i < profiles->len; i++) {
    g_autofree char *name = group_name(in, g_array_index(profiles, Profile, i).group, TEXT_BODY, 230);
    chart_text(chart, 300, top + (i + 0.5) * step, TEXT_BODY, ALIGN_RIGHT, INK, name);
  }
  for (int kind = 0; kind < SHARES; kind++) {
    double left = 320 + 310.0 * kind;
    Panel panel = {left, top,         left + 280,          top + step * profiles->len,
                   0,    most * 1.28, profiles->len - 0.5, -0.5};
    draw_column(chart, in, profiles, (ShareKind)kind, &panel);
  }
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
