// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/record.h"

#include "cli/plan_file.h"
#include "io/versions.h"

static void take_days(Plan *plan, const Plan *from, Day first, Day end)
{
  for (guint v = 0; v < from->visits->len; v++) {
    const Visit *visit = plan_visit(from, v);
    if (visit->day >= first && visit->day < end)
      g_array_append_val(plan->visits, *visit);
  }
}

Plan *record_load(const Work *work, const Options *options, const char *folder, const char *versions,
                  ExitStatus *status)
{
  g_autoptr(Plan) plan = plan_load(work, options, folder, status);
  g_auto(Version) version = version_read(folder);
  if (!plan || version.from == DAY_NONE || !*version.base)
    return g_steal_pointer(&plan);
  g_autofree char *base = versions_find(versions, version.base);
  g_autoptr(Plan) former = base ? record_load(work, options, base, versions, status) : NULL;
  if (!former)
    return base ? NULL : g_steal_pointer(&plan);
  g_autoptr(Plan) later = g_steal_pointer(&plan);
  plan = plan_new();
  g_array_append_vals(plan->reps, later->reps->data, later->reps->len);
  take_days(plan, former, 0, version.from);
  take_days(plan, later, version.from, G_MAXINT32);
  plan_tally(plan, work->territory, work->calendar, work->travel);
  return g_steal_pointer(&plan);
}
