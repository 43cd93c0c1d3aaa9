// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/story_policy.h"

#include <math.h>

#include "cli/screen.h"
#include "io/others_write.h"
#include "model/others.h"
#include "model/said.h"
#include "model/spend.h"
#include "model/words.h"
#include "solver/contacts.h"
#include "solver/joint.h"

enum { GROUP_ROWS = 8, UNMET_ROWS = 3 };

// ---- Activities and money ----------------------------------------------------------------------------------------

static void tell_investments(GString *out, const Spend *spend, const Work *work)
{
  bool any = false;
  for (guint g = 0; g < work->territory->groups->len && g < GROUP_ROWS; g++) {
    const Group *group = territory_group(work->territory, (int)g);
    if (group->investment == MONEY_NONE || group->investment <= 0)
      continue;
    g_autofree char *cost = screen_figure(money_units(spend[g].cost), 0),
                    *share = screen_figure(100 * (double)spend[g].cost / (double)group->investment, 0);
    g_string_append(out, any ? "; " : _("  of the investment: "));
    g_string_append_printf(out,
                           spend[g].cost > group->investment ? _("%s %s (%s %%, over)") : _("%s %s (%s %%)"),
                           group->id, cost, share);
    any = true;
  }
  g_string_append(out, any ? "\n" : "");
}

// Kilometres, visits and activities, as `frequency` counts them.
static Money money_spent(const Plan *plan, const Work *work, const FrequencyRules *rules, Money activities)
{
  Money sum = activities + plan->visits->len * rules->visit_cost;
  for (guint d = 0; d < plan->days->len; d++) {
    const PlanDay *day = plan_day(plan, d);
    const Rep *rep = territory_rep(work->territory, day->rep);
    sum += (Money)llround((double)day->travel_m / 1000 * (double)rep->cost_km);
  }
  return sum;
}

static void tell_budget(GString *out, const Plan *plan, const Work *work, Money activities)
{
  g_autoptr(Findings) findings = findings_new();
  const FrequencyRules rules = frequency_rules_read(work->territory, findings);
  if (rules.budget == MONEY_NONE || work->chosen)
    return;
  const Money spent = money_spent(plan, work, &rules, activities);
  g_autofree char *budget = screen_figure(money_units(rules.budget), 0),
                  *all = screen_figure(money_units(spent), 0),
                  *left = screen_figure(fabs(money_units(rules.budget - spent)), 0);
  g_string_append_printf(out,
                         spent > rules.budget
                             ? _("  with kilometres and visits %s of the budget of %s: %s over it\n")
                             : _("  with kilometres and visits %s of the budget of %s: %s are left\n"),
                         all, budget, left);
}

static void tell_activities(GString *out, const Plan *plan, const Work *work)
{
  g_autofree Spend *spend = plan_spend(plan, work->territory);
  Spend all = {0};
  for (guint g = 0; g <= work->territory->groups->len; g++) {
    all.wanted += spend[g].wanted;
    all.planned += spend[g].planned;
    all.activity_s += spend[g].activity_s;
    all.cost += spend[g].cost;
  }
  if (all.wanted == 0)
    return;
  g_autofree char *planned = screen_figure(all.planned, 0), *wanted = screen_figure(all.wanted, 0),
                  *hours = screen_figure((double)all.activity_s / HOUR_S, 0),
                  *cost = screen_money(money_units(all.cost), work->territory->settings.currency);
  g_string_append_printf(out, _("Activities: %s of %s times, %s h at visits, %s (action_plan.csv)\n"),
                         planned, wanted, hours, cost);
  tell_investments(out, spend, work);
  tell_budget(out, plan, work, all.cost);
}

// ---- Joint visits ------------------------------------------------------------------------------------------------

static void tell_resource(GString *out, const Plan *plan, const Work *work, int resource)
{
  const Resource *r = territory_resource(work->territory, resource);
  int planned = 0, missing = 0, days = 0;
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    if (visit->resource != resource)
      continue;
    planned++;
    days += g_hash_table_add(seen, GINT_TO_POINTER(visit->day));
  }
  for (guint u = 0; u < plan->unmet->len; u++) {
    const Unmet *unmet = &g_array_index(plan->unmet, Unmet, u);
    missing += unmet->resource == resource ? unmet->times : 0;
  }
  if (planned + missing == 0)
    return;
  g_string_append_printf(out,
                         ngettext("Joint visits: %s joins %d of %d on %d day (resources.csv)\n",
                                  "Joint visits: %s joins %d of %d on %d days (resources.csv)\n",
                                  (gulong)days),
                         r->name, planned, planned + missing, days);
}

static void tell_unmet(GString *out, const Plan *plan, const Work *work)
{
  int missing = 0, told = 0;
  for (guint u = 0; u < plan->unmet->len; u++)
    missing += g_array_index(plan->unmet, Unmet, u).times;
  if (missing == 0)
    return;
  g_string_append_printf(out,
                         ngettext("  %d joint visit or activity has no place (unmet.csv), such as:\n",
                                  "  %d joint visits and activities have no place (unmet.csv), such as:\n",
                                  (gulong)missing),
                         missing);
  for (guint u = 0; u < plan->unmet->len && told < UNMET_ROWS; u++) {
    const Unmet *unmet = &g_array_index(plan->unmet, Unmet, u);
    if (!*unmet->remedy)
      continue;
    g_autofree char *reason = said_text(unmet->reason, NULL), *remedy = said_text(unmet->remedy, NULL);
    g_string_append_printf(out, _("  %s: %s; would fit with %s\n"),
                           territory_client(work->territory, unmet->client)->id, reason, remedy);
    told++;
  }
}

// ---- Contacts by others ------------------------------------------------------------------------------------------

static void tell_others(GString *out, const Plan *plan, const Work *work)
{
  const int spared = others_spared(work->territory);
  if (spared == 0)
    return;
  g_autofree char *hours = screen_figure((double)plan_spared_s(plan, work->territory) / HOUR_S, 1);
  g_string_append_printf(
      out,
      ngettext("Contacts by others stand in for %d visit, which saves %s h (contacts.csv)\n",
               "Contacts by others stand in for %d visits, which saves %s h (contacts.csv)\n",
               (gulong)spared),
      spared, hours);
}

void story_add_policy(GString *out, const Plan *plan, const Work *work)
{
  tell_activities(out, plan, work);
  for (int resource = 0; resource < (int)work->territory->resources->len; resource++)
    tell_resource(out, plan, work, resource);
  tell_unmet(out, plan, work);
  if (work->territory->joints->len > 0)
    g_string_append(out, _("  What is proved holds for plans that keep these joint visits\n"));
  tell_others(out, plan, work);
}
