// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/summary.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"

#include <math.h>
#include <string.h>

static void figure_clear(void *data)
{
  Figure *figure = data;
  g_free(figure->label);
  g_free(figure->value);
  g_free(figure->note);
}

static void add(GArray *figures, const char *label, char *value, char *note, bool bad)
{
  Figure figure = {g_strdup(label), value, note, bad};
  g_array_append_val(figures, figure);
}

// What is told as 100 % is all.
static char *share_down(const ChartInput *in, double part, double whole)
{
  return figure_percent(in->language, whole > 0 ? floor(100 * part / whole) / 100 : 1);
}

// "; 12 more than before" of these reps' visits, or of their kilometres; "" where no former plan is known.
static char *change(const ChartInput *in, double now, double before)
{
  if (!in->former)
    return g_strdup("");
  double more = round(now) - round(before);
  g_autofree char *size = figure_number(in->language, fabs(more), 0);
  if (more > 0)
    return g_strdup_printf(_("; %s more than in the former plan"), size);
  return more < 0 ? g_strdup_printf(_("; %s less than in the former plan"), size)
                  : g_strdup(_("; as many as in the former plan"));
}

static Ledger former_of(const ChartInput *in, const LoadTable *table)
{
  Ledger all = {0};
  for (guint i = 0; in->former && i < table->reps->len; i++) {
    Ledger one = plan_ledger(in->former, load_rep(table, (int)i)->rep);
    all.visits += one.visits;
    all.travel_m += one.travel_m;
  }
  return all;
}

static void add_visits(GArray *figures, const ChartInput *in, int planned, int wanted, const Ledger *former)
{
  g_autofree char *all = figure_number(in->language, wanted, 0), *share = share_down(in, planned, wanted);
  g_autofree char *of = g_strdup_printf(_("of %1$s wanted, %2$s"), all, share),
                  *changed = change(in, planned, former->visits);
  add(figures, _("Visits"), figure_number(in->language, planned, 0), g_strconcat(of, changed, NULL),
      planned < wanted);
}

static void add_time(GArray *figures, const ChartInput *in, const Ledger *team, const Ledger *former)
{
  g_autofree char *hours = figure_number(in->language, (double)team->travel_s / HOUR_S, 0);
  g_autofree char *share = figure_percent(
      in->language, (double)team->travel_s / fmax((double)(team->travel_s + team->visit_s), 1));
  g_autofree char *visit_h = figure_number(in->language, (double)team->visit_s / HOUR_S, 0);
  add(figures, _("With clients"), g_strdup_printf(_("%s h"), visit_h),
      g_strdup_printf(_("and %1$s h of travel, %2$s of both"), hours, share), false);
  g_autofree char *each =
      figure_short(in->language, team->visits > 0 ? (double)team->travel_m / 1000 / team->visits : 0);
  g_autofree char *of = g_strdup_printf(_("%s a visit"), each),
                  *changed = change(in, (double)team->travel_m / 1000, (double)former->travel_m / 1000);
  add(figures, _("Kilometres"), figure_number(in->language, (double)team->travel_m / 1000, 0),
      g_strconcat(of, changed, NULL), false);
}

static void add_load(GArray *figures, const ChartInput *in, const LoadTable *table, const Ledger *team)
{
  double least = INFINITY, most = 0;
  for (guint i = 0; i < table->reps->len; i++) {
    double share = load_share(&load_rep(table, (int)i)->total);
    least = fmin(least, share);
    most = fmax(most, share);
  }
  g_autofree char *low = figure_percent(in->language, least), *high = figure_percent(in->language, most);
  add(figures, _("Load"), figure_percent(in->language, load_share(team)),
      table->reps->len > 1 ? g_strdup_printf(_("of capacity; reps from %1$s to %2$s"), low, high)
                           : g_strdup(_("of capacity")),
      most > 1);
}

static void add_quality(GArray *figures, const ChartInput *in, int breaks, Money cost, Money bound,
                        bool known)
{
  add(figures, _("Broken gaps"), figure_number(in->language, breaks, 0),
      g_strdup(ngettext("gap between visits outside its limits", "gaps between visits outside their limits",
                        (gulong)breaks)),
      false);
  if (known)
    add(figures, _("Proven gap"),
        figure_percent_fine(in->language, ceil(gap_pct(cost, bound) * 10 - 1e-9) / 1000),
        g_strdup(_("of the cost could be saved at most")), false);
  else
    add(figures, _("Proven gap"), g_strdup("–"), g_strdup(_("no bound is known for the whole plan")), false);
}

GArray *summary_figures(const ChartInput *in)
{
  GArray *figures = g_array_new(FALSE, FALSE, sizeof(Figure));
  g_array_set_clear_func(figures, figure_clear);
  g_autoptr(LoadTable) table = load_table_new(in);
  Ledger team = {0};
  int planned = 0, wanted = 0, breaks = 0;
  Money cost = 0, bound = 0;
  bool known = table->reps->len > 0;
  for (guint i = 0; i < table->reps->len; i++) {
    const RepLoad *load = load_rep(table, (int)i);
    const RepResult *result = plan_rep_result(in->plan, load->rep);
    team.visits += load->total.visits;
    team.visit_s += load->total.visit_s;
    team.travel_s += load->total.travel_s;
    team.travel_m += load->total.travel_m;
    team.work_s += load->total.work_s;
    team.slack_s += load->total.slack_s;
    planned += result->planned;
    wanted += result->wanted;
    breaks += result->breaks;
    cost += plan_cost_total(result->cost);
    bound += result->bound;
    known &= result->status == PLAN_OPTIMAL || result->bound > 0 || result->planned == 0;
  }
  Ledger former = former_of(in, table);
  add_visits(figures, in, planned, wanted, &former);
  add_time(figures, in, &team, &former);
  add_load(figures, in, table, &team);
  add_quality(figures, in, breaks, cost, bound, known);
  return figures;
}

GPtrArray *summary_findings(const GPtrArray *charts)
{
  GPtrArray *findings = g_ptr_array_new();
  for (guint i = 0; i < charts->len; i++) {
    Chart *chart = charts->pdata[i];
    const Chart *former = i > 0 ? charts->pdata[i - 1] : NULL;
    if (*chart->headline == '\0')
      continue; // the deck
    // The pages of a kind say the same of the whole, but those of a rep speak of that rep.
    if (chart->rep < 0 && (!former || strcmp(former->name, chart->name) != 0))
      g_ptr_array_add(findings, chart);
  }
  return findings;
}

char *summary_scope(const ChartInput *in)
{
  g_autoptr(GArray) drawn = chart_reps(in);
  int clients = 0;
  for (guint i = 0; i < in->territory->clients->len; i++) {
    int rep = territory_client(in->territory, (int)i)->rep;
    clients += !in->reps || (rep >= 0 && in->reps[rep]);
  }
  g_autofree char *rep_count = figure_number(in->language, drawn->len, 0);
  g_autofree char *client_count = figure_number(in->language, clients, 0);
  g_autofree char *reps = g_strdup_printf(ngettext("%s rep", "%s reps", drawn->len), rep_count);
  g_autofree char *visited =
      g_strdup_printf(ngettext("%s client", "%s clients", (gulong)clients), client_count);
  return g_strdup_printf("%s · %s", reps, visited);
}
