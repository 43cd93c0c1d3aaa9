// SPDX-License-Identifier: GPL-3.0-or-later
// The registry: a row a chart, in the order of the deck.
#include "model/words.h"
#include "plots/alignment.h"
#include "plots/breakdown.h"
#include "plots/chart.h"
#include "plots/coverage.h"
#include "plots/dossier.h"
#include "plots/drift.h"
#include "plots/gaps.h"
#include "plots/heatmap.h"
#include "plots/investment.h"
#include "plots/judgement.h"
#include "plots/missing.h"
#include "plots/pareto.h"
#include "plots/profile.h"
#include "plots/proof.h"
#include "plots/ranking.h"
#include "plots/road.h"
#include "plots/routes.h"
#include "plots/scenarios.h"
#include "plots/sold.h"
#include "plots/targets.h"
#include "plots/territories.h"
#include "plots/workload.h"

const ChartKind chart_kinds[] = {
    {"workload", 1, NEEDS_PLAN, plot_workload},
    {"calendar", 2, NEEDS_PLAN, plot_calendar},
    {"coverage", 3, NEEDS_PLAN | NEEDS_GROUPS, plot_coverage},
    {"routes", 4, NEEDS_PLAN, plot_routes},
    {"load", 5, NEEDS_PLAN, plot_load},
    {"gaps", 6, NEEDS_PLAN, plot_gaps},
    {"territory", 7, 0, plot_territory},
    {"travel", 8, NEEDS_PLAN, plot_travel},
    {"pareto", 9, NEEDS_SALES, plot_pareto},
    {"unplanned", 10, NEEDS_PLAN, plot_unplanned},
    {"proof", 11, NEEDS_PLAN, plot_proof},
    {"groups", 12, NEEDS_PLAN | NEEDS_GROUPS | NEEDS_SALES, plot_groups},
    {"responses", 13, NEEDS_PLAN | NEEDS_GROUPS, plot_responses},
    {"targets", 14, NEEDS_PLAN | NEEDS_TARGETS, plot_targets},
    {"adherence", 15, NEEDS_PLAN | NEEDS_ACTUALS, plot_adherence},
    {"investment", 16, NEEDS_GROUPS | NEEDS_SALES, plot_investment},
    {"sold", 17, NEEDS_PLAN | NEEDS_ACTUALS, plot_sold},
    {"scores", 18, NEEDS_GROUPS, plot_scores},
    {"whatif", 30, NEEDS_PLAN | NEEDS_SCENARIOS, plot_scenarios},
    {"sweep", 31, NEEDS_PLAN | NEEDS_SCENARIOS, plot_sweeps},
    {"alignment", 32, NEEDS_ALIGNMENT, plot_alignment},
    {"tradeoff", 33, NEEDS_ALIGNMENT, plot_tradeoff},
    {"reps", 50, NEEDS_PLAN, plot_reps},
    {NULL, 0, 0, NULL},
};

static const ChartKind *find_kind(const char *name)
{
  for (const ChartKind *kind = chart_kinds; kind->name; kind++)
    if (g_str_equal(kind->name, name))
      return kind;
  return NULL;
}

static bool check_names(const char *const *only, GError **error)
{
  for (; only && *only; only++) {
    if (find_kind(*only))
      continue;
    g_autoptr(GString) names = g_string_new(NULL);
    for (const ChartKind *kind = chart_kinds; kind->name; kind++)
      g_string_append_printf(names, "%s%s", names->len ? ", " : "", kind->name);
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                _("there is no chart '%1$s'; the charts are %2$s"), *only, names->str);
    return false;
  }
  return true;
}

static bool has_sales(const Territory *territory)
{
  for (guint i = 0; i < territory->clients->len; i++) {
    Money sales = territory_client(territory, (int)i)->sales;
    if (sales != MONEY_NONE && sales > 0)
      return true;
  }
  return false;
}

static ChartNeeds supplied(const ChartInput *in)
{
  ChartNeeds has = 0;
  has |= in->plan && in->plan->reps->len > 0 ? NEEDS_PLAN : 0;
  has |= in->territory->groups->len > 0 ? NEEDS_GROUPS : 0;
  has |= has_sales(in->territory) ? NEEDS_SALES : 0;
  has |= in->territory->targets->len > 0 ? NEEDS_TARGETS : 0;
  has |= in->territory->actuals->len > 0 ? NEEDS_ACTUALS : 0;
  has |= in->comparison && in->comparison->outcomes->len > 1 ? NEEDS_SCENARIOS : 0;
  has |= in->alignment ? NEEDS_ALIGNMENT : 0;
  return has;
}

GPtrArray *charts_make(const ChartInput *in, const char *const *only, GError **error)
{
  if (!check_names(only, error))
    return NULL;
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  ChartNeeds has = supplied(in);
  for (const ChartKind *kind = chart_kinds; kind->name; kind++) {
    if ((only && !g_strv_contains(only, kind->name)) || (kind->needs & ~has))
      continue;
    GPtrArray *pages = kind->make(in);
    g_ptr_array_extend_and_steal(charts, pages);
  }
  return charts;
}

bool charts_write(const GPtrArray *charts, const char *folder, GError **error)
{
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    g_autofree char *script = g_strdup_printf("%s/%s.gp", folder, chart->stem);
    g_autofree char *data = g_strdup_printf("%s/%s.dat", folder, chart->stem);
    if (!g_file_set_contents(script, chart->script->str, (gssize)chart->script->len, error) ||
        !g_file_set_contents(data, chart->data->str, (gssize)chart->data->len, error))
      return false;
  }
  return true;
}
