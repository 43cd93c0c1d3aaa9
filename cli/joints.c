// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/joints.h"

#include "model/said.h"
#include "model/words.h"

static bool is_planned(const Plan *plan, const Territory *territory, const Unmet *unmet)
{
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    if (rep_serves(territory, rep, unmet->client) && plan_rep_result(plan, rep))
      return true;
  }
  return false;
}

// What found no place goes over to the plan, as far as it is about its reps.
static void take_unmet(Plan *plan, const Territory *territory, const JointResult *result)
{
  for (guint u = 0; u < result->unmet->len; u++) {
    Unmet copy = g_array_index(result->unmet, Unmet, u);
    if (!is_planned(plan, territory, &copy))
      continue;
    copy.reason = g_strdup(copy.reason);
    copy.remedy = g_strdup(copy.remedy);
    g_array_append_val(plan->unmet, copy);
  }
  g_array_sort(plan->unmet, unmet_compare);
}

JointResult *joints_put(const Work *work)
{
  GArray *joints = work->territory->joints;
  JointResult *result = joint_choose(work->territory, work->calendar, work->travel);
  g_array_set_size(joints, 0);
  if (result->joints->len > 0)
    g_array_append_vals(joints, result->joints->data, result->joints->len);
  return result;
}

Plan *joints_plan(const Work *work, const JointResult *chosen, const PlannerOptions *options)
{
  Plan *plan = planner_run(work->territory, work->calendar, work->travel, options);
  take_unmet(plan, work->territory, chosen);
  return plan;
}

Plan *plan_with_joints(const Work *work, const PlannerOptions *options)
{
  g_autoptr(JointResult) chosen = joints_put(work);
  return joints_plan(work, chosen, options);
}

GArray *joints_recall(const Work *work, const Plan *plan, Day from)
{
  g_autoptr(GArray) agreed = g_array_new(FALSE, TRUE, sizeof(Joint));
  GArray *lost = g_array_new(FALSE, TRUE, sizeof(Joint));
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    const Joint joint = {.client = visit->client,
                         .rep = visit->rep,
                         .resource = visit->resource,
                         .day = visit->day,
                         .time_s = visit->leave_s - visit->visit_s,
                         .visit_s = visit->visit_s,
                         .activities = visit->activities};
    if (visit->resource >= 0 && visit->day >= from)
      g_array_append_val(agreed, joint);
  }
  g_array_set_size(work->territory->joints, 0);
  joint_keep(work->territory, work->calendar, work->travel, agreed, work->territory->joints, lost);
  return lost;
}

void joints_tell_lost(const Work *work, const GArray *lost, Plan *plan)
{
  for (guint j = 0; j < lost->len; j++) {
    const Joint *joint = &g_array_index(lost, Joint, j);
    g_autofree char *day = day_text(joint->day);
    const Unmet unmet = {.client = joint->client,
                         .rep = joint->rep,
                         .resource = joint->resource,
                         .activity = -1,
                         .times = 1,
                         .code = UNMET_CLOSED,
                         .reason = said(N_("it was agreed on for %s with %s, which cannot be kept any more"),
                                        day, territory_rep(work->territory, joint->rep)->id),
                         .remedy = g_strdup("")};
    g_array_append_val(plan->unmet, unmet);
  }
  g_array_sort(plan->unmet, unmet_compare);
}
