// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/past.h"

#include "model/join.h"

static Day *days_made(const Plan *plan, const Territory *territory, const Join *join)
{
  Day *made = g_new(Day, plan->visits->len + 1);
  for (guint v = 0; v < plan->visits->len; v++)
    made[v] = join->fate[v] == FATE_MOVED ? territory_actual(territory, (guint)join->row[v])->day
                                          : plan_visit(plan, v)->day;
  return made;
}

bool past_check(const Plan *plan, const Territory *territory, const Version *version, const char *file,
                const int *line, Findings *findings, CheckTotals *totals)
{
  if (version->from == DAY_NONE)
    return check_plan(plan, territory, file, line, findings, totals);
  g_autoptr(Join) join = version->actuals ? join_new(territory, plan, version->from - 1) : NULL;
  g_autofree Day *made = join ? days_made(plan, territory, join) : NULL;
  const CheckPast past = {version->from, version->from + version->freeze, made};
  return check_plan_from(plan, territory, &past, file, line, findings, totals);
}
