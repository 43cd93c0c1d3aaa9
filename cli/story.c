// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/story.h"

#include "cli/screen.h"
#include "cli/story_policy.h"
#include "model/said.h"
#include "model/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REP_ROWS = 12, REASON_ROWS = 4, REMEDY_ROWS = 5, NAME_WIDTH = 22 };

// A proved gap, rounded up so that it never promises more than was proved.
static char *gap_figure(double pct)
{
  return screen_figure(fmax(0, ceil(pct * 100 - 1e-9)) / 100, 2);
}

typedef struct RepLoad {
  const RepResult *result;
  int64_t work_s, busy_s, visit_s, travel_s;
} RepLoad;

static GArray *load_of_reps(const Plan *plan)
{
  GArray *loads = g_array_new(FALSE, TRUE, sizeof(RepLoad));
  for (guint k = 0; k < plan->reps->len; k++) {
    RepLoad load = {.result = &g_array_index(plan->reps, RepResult, k)};
    for (guint d = 0; d < plan->days->len; d++) {
      const PlanDay *day = plan_day(plan, d);
      if (day->rep != load.result->rep)
        continue;
      load.work_s += day->work_s;
      load.busy_s += day->visit_s + day->travel_s + day->admin_s;
      load.visit_s += day->visit_s;
      load.travel_s += day->travel_s;
    }
    g_array_append_val(loads, load);
  }
  return loads;
}

static double share(int64_t part, int64_t whole)
{
  return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

static double travel_gap(const RepResult *result)
{
  return share(result->travel_s - result->travel_bound_s, result->travel_s);
}

// Nights out take the place of driving, so a bound on what a plan costs says nothing of driving alone.
static bool travel_is_unbounded(const GArray *loads)
{
  bool unbounded = true;
  for (guint k = 0; k < loads->len; k++)
    unbounded = unbounded && g_array_index(loads, RepLoad, k).result->travel_bound_s < 0;
  return unbounded;
}

static void tell_nights(GString *out, const Plan *plan, const Work *work)
{
  const int nights = plan_nights(plan, -1);
  if (!territory_has_nights(work->territory))
    return;
  g_autofree char *cost = screen_money(money_units(plan->cost.nights), work->territory->settings.currency);
  g_string_append_printf(out, ngettext("%d night out, %s\n", "%d nights out, %s\n", (unsigned long)nights),
                         nights, cost);
}

// What is proved of travel: over the reps whose bound was reached in time.
static void tell_proof(GString *out, const Plan *plan, const GArray *loads)
{
  int64_t travel_s = 0, bound_s = 0;
  int proved = 0;
  for (guint k = 0; k < loads->len; k++) {
    const RepResult *result = g_array_index(loads, RepLoad, k).result;
    if (result->travel_bound_s <= 0 && result->travel_s > 0)
      continue;
    travel_s += result->travel_s;
    bound_s += result->travel_bound_s;
    proved++;
  }
  if (plan->status == PLAN_INFEASIBLE)
    return;
  if (plan->status == PLAN_OPTIMAL) {
    g_string_append(out, _("Proved optimal\n"));
  } else if (proved == 0 && plan->bound > 0 && travel_is_unbounded(loads)) {
    g_autofree char *gap = gap_figure(gap_pct(plan_cost_total(plan->cost), plan->bound));
    g_string_append_printf(out, _("Proved: no plan costs %s %% less\n"), gap);
  } else if (proved == 0) {
    g_string_append(out,
                    _("Nothing is proved about how good it is: the search ended before a bound was found\n"));
  } else if (proved < (int)loads->len) {
    g_autofree char *travel = gap_figure(share(travel_s - bound_s, travel_s));
    g_string_append_printf(
        out,
        _("Proved for %d of %d reps, whose bound was reached in time: no plan that sees as "
          "much drives %s %% less\n"),
        proved, (int)loads->len, travel);
  } else {
    g_autofree char *gap = gap_figure(gap_pct(plan_cost_total(plan->cost), plan->bound));
    g_autofree char *travel = gap_figure(share(travel_s - bound_s, travel_s));
    g_string_append_printf(
        out, _("Proved: no plan costs %s %% less, none that sees as much drives %s %% less\n"), gap, travel);
  }
}

static void tell_totals(GString *out, const Plan *plan, const Work *work, const GArray *loads)
{
  int wanted = 0, planned = 0, breaks = 0;
  int64_t visit_s = 0, travel_s = 0, travel_m = 0;
  for (guint k = 0; k < loads->len; k++) {
    const RepLoad *load = &g_array_index(loads, RepLoad, k);
    wanted += load->result->wanted;
    planned += load->result->planned;
    breaks += load->result->breaks;
    visit_s += load->visit_s;
    travel_s += load->travel_s;
    travel_m += load->result->travel_m;
  }
  const Settings *settings = &work->territory->settings;
  g_autofree char *from = day_text(settings->start), *to = day_text(settings->start + settings->days - 1);
  g_autofree char *p = screen_figure(planned, 0), *w = screen_figure(wanted, 0),
                  *pct = screen_figure(share(planned, wanted), 1);
  g_autofree char *hours = screen_figure((double)visit_s / HOUR_S, 0),
                  *driving = screen_figure((double)travel_s / HOUR_S, 0);
  g_autofree char *travel_share = screen_figure(share(travel_s, travel_s + visit_s), 1);
  g_autofree char *km = screen_figure((double)travel_m / 1000, 0);
  g_string_append_printf(out, _("%s, %s to %s\n"), settings->name ? settings->name : _("Plan"), from, to);
  if (wanted == 0) {
    g_string_append(out, _("No client is to be visited in that time; 'ronda check' says why\n"));
    return;
  }
  g_string_append_printf(out, _("%s of %s wanted visits are planned (%s %%)\n"), p, w, pct);
  g_string_append_printf(out, _("%s h with clients, %s h driving (%s %% of both), %s km\n"), hours, driving,
                         travel_share, km);
  tell_nights(out, plan, work);
  tell_proof(out, plan, loads);
  if (breaks > 0)
    g_string_append_printf(out,
                           ngettext("%d gap between visits is outside its limits (clients.csv)\n",
                                    "%d gaps between visits are outside their limits (clients.csv)\n",
                                    (unsigned long)breaks),
                           breaks);
}

static gint by_load(gconstpointer left, gconstpointer right)
{
  const RepLoad *a = left, *b = right;
  double load_a = share(a->busy_s, a->work_s), load_b = share(b->busy_s, b->work_s);
  if (load_a > load_b || load_a < load_b)
    return load_a > load_b ? -1 : 1;
  return a->result->rep - b->result->rep;
}

static void tell_rep(GString *out, const RepLoad *load, const Work *work)
{
  const Rep *rep = territory_rep(work->territory, load->result->rep);
  screen_cell(out, rep->id, 6);
  screen_cell(out, rep->name && *rep->name ? rep->name : rep->id, NAME_WIDTH);
  screen_cell_figure(out, load->result->wanted, 0, 7);
  screen_cell_figure(out, load->result->planned, 0, 9);
  screen_cell_figure(out, (double)load->travel_s / HOUR_S, 0, 7);
  screen_cell_figure(out, share(load->busy_s, load->work_s), 1, 7);
  if (load->result->status == PLAN_INFEASIBLE)
    screen_cell(out, _("none"), -8);
  else if (load->result->status == PLAN_OPTIMAL)
    screen_cell(out, _("optimal"), -8);
  else if (load->result->travel_bound_s <= 0 && load->result->travel_s > 0)
    screen_cell(out, "–", -8);
  else {
    g_autofree char *gap = gap_figure(travel_gap(load->result));
    screen_cell(out, gap, -8);
  }
  screen_end_row(out);
}

// All reps in their order while they fit on the screen, else the most loaded ones and the least.
static void tell_reps(GString *out, GArray *loads, const Work *work)
{
  bool many = loads->len > REP_ROWS;
  g_string_append_c(out, '\n');
  screen_cell(out, _("rep"), 6);
  screen_cell(out, _("name"), NAME_WIDTH);
  screen_cell(out, _("wanted"), -7);
  screen_cell(out, _("planned"), -9);
  screen_cell(out, _("drive h"), -7);
  screen_cell(out, _("load %"), -7);
  screen_cell(out, _("gap %"), -8);
  screen_end_row(out);
  if (many)
    g_array_sort(loads, by_load);
  guint top = many ? REP_ROWS * 2 / 3 : loads->len, bottom = many ? REP_ROWS - top : 0;
  for (guint k = 0; k < top; k++)
    tell_rep(out, &g_array_index(loads, RepLoad, k), work);
  if (many)
    g_string_append_printf(out, _("… %d reps between (workload.csv)\n"), (int)(loads->len - top - bottom));
  for (guint k = loads->len - bottom; k < loads->len; k++)
    tell_rep(out, &g_array_index(loads, RepLoad, k), work);
}

static void tell_missing(GString *out, const Plan *plan, const Work *work)
{
  int count[REASON_COUNT] = {0}, told = 0;
  if (plan->unplanned->len == 0)
    return;
  for (guint u = 0; u < plan->unplanned->len; u++)
    count[g_array_index(plan->unplanned, Unplanned, u).code]++;
  g_string_append(out, _("\nWhat stays out (unplanned.csv)\n"));
  for (int rank = 0; rank < REASON_ROWS; rank++) {
    int most = -1;
    for (int code = 0; code < REASON_COUNT; code++) {
      if (count[code] > 0 && (most < 0 || count[code] > count[most]))
        most = code;
    }
    if (most < 0)
      break;
    const char *sentence = "";
    for (guint u = 0; u < plan->unplanned->len && !*sentence; u++) {
      const Unplanned *row = &g_array_index(plan->unplanned, Unplanned, u);
      sentence = row->code == (ReasonCode)most ? row->reason : "";
    }
    g_autofree char *reason = said_text(sentence, NULL);
    g_string_append_printf(
        out, ngettext("  %d visit: %s\n", "  %d visits, such as: %s\n", (unsigned long)count[most]),
        count[most], reason);
    count[most] = 0;
  }
  for (guint u = 0; u < plan->unplanned->len && told < REMEDY_ROWS; u++) {
    const Unplanned *row = &g_array_index(plan->unplanned, Unplanned, u);
    const Client *client = territory_client(work->territory, row->client);
    if (!*row->remedy || row->number > 1)
      continue;
    g_autofree char *name =
        g_utf8_substring(client->name, 0, MIN(NAME_WIDTH + 6, g_utf8_strlen(client->name, -1)));
    g_autofree char *remedy = said_text(row->remedy, NULL);
    g_string_append_printf(out, _("  %s %s: would fit with %s\n"), client->id, name, remedy);
    told++;
  }
}

char *story_of_plan(const Plan *plan, const Work *work)
{
  GString *out = g_string_new(NULL);
  g_autoptr(GArray) loads = load_of_reps(plan);
  tell_totals(out, plan, work, loads);
  tell_reps(out, loads, work);
  tell_missing(out, plan, work);
  if (out->str[out->len - 1] == '\n' &&
      work->territory->activities->len + work->territory->resources->len > 0)
    g_string_append_c(out, '\n');
  story_add_policy(out, plan, work);
  return g_string_free(out, FALSE);
}
