// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/joints.h"

#include <math.h>

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

static void put(const Work *work, const JointResult *result)
{
  GArray *joints = work->territory->joints;
  g_array_set_size(joints, 0);
  if (result->joints->len > 0)
    g_array_append_vals(joints, result->joints->data, result->joints->len);
}

JointResult *joints_put(const Work *work)
{
  JointResult *result = joint_choose(work->territory, work->calendar, work->travel);
  put(work, result);
  return result;
}

static bool same_place(double a, double b)
{
  return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9;
}

static bool same_resource(const Resource *a, const Resource *b)
{
  bool same = g_str_equal(a->id, b->id) && a->max_visits == b->max_visits && a->days->len == b->days->len &&
              a->hours.from == b->hours.from && a->hours.to == b->hours.to && same_place(a->lat, b->lat) &&
              same_place(a->lon, b->lon);
  for (guint k = 0; same && k < a->days->len; k++) {
    const DaySpan *x = &g_array_index(a->days, DaySpan, k), *y = &g_array_index(b->days, DaySpan, k);
    same = x->from == y->from && x->to == y->to;
  }
  return same;
}

static bool same_resources(const Territory *a, const Territory *b)
{
  bool same = a->resources->len == b->resources->len;
  for (guint k = 0; same && k < a->resources->len; k++)
    same = same_resource(territory_resource(a, (int)k), territory_resource(b, (int)k));
  return same;
}

// Numbers of things by their ids, from 1 on.
static GHashTable *numbers_of(const Territory *territory, bool reps)
{
  GHashTable *numbers = g_hash_table_new(g_str_hash, g_str_equal);
  const guint count = reps ? territory->reps->len : territory->clients->len;
  for (guint k = 0; k < count; k++) {
    char *id = reps ? territory_rep(territory, (int)k)->id : territory_client(territory, (int)k)->id;
    g_hash_table_insert(numbers, id, GUINT_TO_POINTER(k + 1));
  }
  return numbers;
}

JointResult *joints_put_near(const Work *work, const Work *other, const JointResult *chosen)
{
  const Territory *here = work->territory, *there = other->territory;
  if (!same_resources(here, there))
    return joints_put(work);
  g_autoptr(GHashTable) clients = numbers_of(here, false), reps = numbers_of(here, true);
  g_autoptr(GArray) former = g_array_new(FALSE, TRUE, sizeof(Joint));
  for (guint j = 0; j < chosen->joints->len; j++) {
    Joint joint = g_array_index(chosen->joints, Joint, j);
    joint.client =
        GPOINTER_TO_INT(g_hash_table_lookup(clients, territory_client(there, joint.client)->id)) - 1;
    joint.rep = GPOINTER_TO_INT(g_hash_table_lookup(reps, territory_rep(there, joint.rep)->id)) - 1;
    if (joint.client >= 0 && joint.rep >= 0)
      g_array_append_val(former, joint);
  }
  JointResult *result = joint_choose_near(here, work->calendar, work->travel, former);
  put(work, result);
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
