// SPDX-License-Identifier: GPL-3.0-or-later
// Joint visits without a place. First each is tried on every day of its resource once more, among those that are settled,
// and where two resources want the same rep they try to make room for each other. Then the reason is what stands in the way on the day that comes nearest; and a larger quota, longer hours and one more
// day are tried, each alone, all settled visits kept.
#include "solver/joint_parts.h"

#include "model/said.h"
#include "model/words.h"

static const int longer_min[] = {30, 60, 120, 180};

static int got(const JointRun *run, const JointAsk *ask)
{
  int count = 0;
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    count += joint->client == ask->client && joint->resource == ask->resource;
  }
  return count;
}

static bool has_quota(const JointRun *run, int resource)
{
  const int quota = territory_resource(run->territory, resource)->max_visits;
  int used = 0;
  for (guint j = 0; j < run->taken->len; j++)
    used += g_array_index(run->taken, Joint, j).resource == resource;
  return quota == 0 || used < quota;
}

static bool fits_on(const JointRun *run, int index, Day day, Window hours, JointStop *stop)
{
  UnmetCode why;
  return joint_day_is_open(run, joint_ask(run, index), day, &why) &&
         joint_insert(run, index, day, hours, stop);
}

// The first of its days on which it fits.
static Day first_day(const JointRun *run, int index, Window hours, JointStop *stop)
{
  for (int t = 0; t < run->calendar->days; t++) {
    const Day day = run->calendar->start + t;
    if (resource_works(run->territory, joint_ask(run, index)->resource, day) &&
        fits_on(run, index, day, hours, stop))
      return day;
  }
  return DAY_NONE;
}

static void settle(JointRun *run, int index, Day day, const JointStop *stop)
{
  const JointAsk *ask = joint_ask(run, index);
  const Joint joint = {.client = ask->client,
                       .rep = stop->rep,
                       .resource = ask->resource,
                       .day = day,
                       .time_s = stop->start_s,
                       .visit_s = ask->visit_s};
  g_array_append_val(run->taken, joint);
}

// ---- Clashes of two resources --------------------------------------------------------------------------------------

static int ask_of(const JointRun *run, const Joint *joint)
{
  int index = 0;
  while (joint_ask(run, index)->client != joint->client || joint_ask(run, index)->resource != joint->resource)
    index++;
  return index;
}

// Puts a joint visit of another resource with the same rep aside for this one, and back where there is still a place;
// stays so if it is worth it.
static bool push_aside(JointRun *run, int index, guint taken)
{
  const Joint other = g_array_index(run->taken, Joint, taken);
  const JointAsk *ask = joint_ask(run, index);
  const int loser = ask_of(run, &other);
  JointStop stop;
  g_array_remove_index(run->taken, taken);
  const Window hours = territory_resource(run->territory, ask->resource)->hours,
               other_hours = territory_resource(run->territory, other.resource)->hours;
  Day day = first_day(run, index, hours, &stop);
  if (day) {
    settle(run, index, day, &stop);
    day = first_day(run, loser, other_hours, &stop);
    if (day)
      settle(run, loser, day, &stop);
    if (day || ask->worth > joint_ask(run, loser)->worth)
      return true;
    g_array_set_size(run->taken, run->taken->len - 1);
  }
  g_array_insert_val(run->taken, taken, other);
  return false;
}

static bool win_clash(JointRun *run, int index)
{
  const JointAsk *ask = joint_ask(run, index);
  for (guint j = 0; j < run->taken->len && has_quota(run, ask->resource); j++) {
    const Joint *other = &g_array_index(run->taken, Joint, j);
    if (other->resource != ask->resource && rep_serves(run->territory, other->rep, ask->client) &&
        push_aside(run, index, j))
      return true;
  }
  return false;
}

void joint_resolve(JointRun *run)
{
  bool better = run->territory->resources->len > 1;
  while (better) {
    better = false;
    for (int index = 0; index < (int)run->asks->len; index++) {
      const JointAsk *ask = joint_ask(run, index);
      while (got(run, ask) < ask->times && win_clash(run, index))
        better = true;
    }
  }
}

// ---- Why ---------------------------------------------------------------------------------------------------------

// Whether it would fit on an empty day of resource and reps, appointments kept.
static bool fits_alone(const JointRun *run, int index, Day day, Window hours)
{
  g_autoptr(GArray) nothing = g_array_new(FALSE, FALSE, sizeof(Joint));
  JointRun alone = *run;
  JointStop stop;
  alone.taken = nothing;
  return joint_insert(&alone, index, day, hours, &stop);
}

static UnmetCode reason_of(const JointRun *run, int index)
{
  const JointAsk *ask = joint_ask(run, index);
  const Window hours = territory_resource(run->territory, ask->resource)->hours;
  UnmetCode nearest = UNMET_CLOSED;
  for (int t = 0; t < run->calendar->days; t++) {
    const Day day = run->calendar->start + t;
    UnmetCode why;
    if (!joint_rep_works(run, ask->client, day) || !resource_works(run->territory, ask->resource, day))
      continue;
    if (!joint_day_is_open(run, ask, day, &why)) {
      nearest = why == UNMET_RHYTHM && nearest == UNMET_CLOSED ? why : nearest;
      continue;
    }
    if (fits_alone(run, index, day, hours))
      return has_quota(run, ask->resource) ? UNMET_DAYS : UNMET_QUOTA;
    nearest = UNMET_WINDOW;
  }
  return nearest;
}

static char *reason_text(const JointRun *run, const JointAsk *ask, UnmetCode code)
{
  const Resource *resource = territory_resource(run->territory, ask->resource);
  switch (code) {
  case UNMET_QUOTA:
    return said(N_("the %d joint visits of %s go to clients of more value"), resource->max_visits,
                resource->name);
  case UNMET_DAYS: return said(N_("every day of %s is full, there or with the rep"), resource->name);
  case UNMET_WINDOW:
    return said(N_("client, rep and %s have no common hours long enough on any of its days"), resource->name);
  case UNMET_RHYTHM:
    return said(N_("on the days of %s the client's gaps, weekday or first-by date forbid a visit"),
                resource->name);
  default:
    return said(N_("on the days of %s the client is closed or booked, or the rep does not work"),
                resource->name);
  }
}

// ---- What would help ---------------------------------------------------------------------------------------------

static char *place_text(const JointRun *run, Day day, const JointStop *stop)
{
  g_autofree char *date = day_text(day), *at = clock_text(stop->start_s);
  // Translators: a date, a time, a rep
  return said(N_("%s %s with %s"), date, at, territory_rep(run->territory, stop->rep)->id);
}

// What is to change, taken over, and where the visit would stand then.
static char *at_place(char *change, const char *place)
{
  g_autofree char *owned = change;
  return said_of("%s (%s)", (const char *const[]){owned, place, NULL});
}

static char *try_quota(const JointRun *run, int index)
{
  const Resource *resource = territory_resource(run->territory, joint_ask(run, index)->resource);
  JointStop stop;
  const Day day = first_day(run, index, resource->hours, &stop);
  if (!day || has_quota(run, joint_ask(run, index)->resource))
    return NULL;
  g_autofree char *place = place_text(run, day, &stop);
  return at_place(said(N_("max_visits %d for %s"), resource->max_visits + 1, resource->id), place);
}

static char *try_hours(const JointRun *run, int index)
{
  const Resource *resource = territory_resource(run->territory, joint_ask(run, index)->resource);
  for (size_t k = 0; k < G_N_ELEMENTS(longer_min); k++) {
    for (int late = 1; late >= 0; late--) {
      Window hours = resource->hours;
      JointStop stop;
      hours.to = late ? MIN(DAY_S, hours.to + longer_min[k] * MINUTE_S) : hours.to;
      hours.from = late ? hours.from : MAX(0, hours.from - longer_min[k] * MINUTE_S);
      const Day day = first_day(run, index, hours, &stop);
      if (!day)
        continue;
      g_autofree char *place = place_text(run, day, &stop), *at = clock_text(late ? hours.to : hours.from);
      return at_place(late ? said(N_("%s to stay until %s"), resource->id, at)
                           : said(N_("%s to begin at %s"), resource->id, at),
                      place);
    }
  }
  return NULL;
}

static char *try_day(const JointRun *run, int index)
{
  const JointAsk *ask = joint_ask(run, index);
  const Resource *resource = territory_resource(run->territory, ask->resource);
  for (int t = 0; t < run->calendar->days; t++) {
    const Day day = run->calendar->start + t;
    JointStop stop;
    if (resource_works(run->territory, ask->resource, day) ||
        !fits_on(run, index, day, resource->hours, &stop))
      continue;
    g_autofree char *place = place_text(run, day, &stop);
    return at_place(said(N_("one more day of %s"), resource->id), place);
  }
  return NULL;
}

// One change that gives it a place; "" where none does.
static char *remedy_of(const JointRun *run, int index)
{
  char *remedy = try_quota(run, index);
  if (!remedy && has_quota(run, joint_ask(run, index)->resource))
    remedy = try_hours(run, index);
  if (!remedy && has_quota(run, joint_ask(run, index)->resource))
    remedy = try_day(run, index);
  return remedy ? remedy : g_strdup("");
}

static void add_unmet(const JointRun *run, int index, int missing, GArray *unmet)
{
  const JointAsk *ask = joint_ask(run, index);
  const UnmetCode code = reason_of(run, index);
  const Unmet row = {.client = ask->client,
                     .rep = territory_client(run->territory, ask->client)->rep,
                     .resource = ask->resource,
                     .activity = -1,
                     .times = missing,
                     .code = code,
                     .reason = reason_text(run, ask, code),
                     .remedy = remedy_of(run, index)};
  g_array_append_val(unmet, row);
}

void joint_fill(JointRun *run)
{
  for (int index = 0; index < (int)run->asks->len; index++) {
    const JointAsk *ask = joint_ask(run, index);
    const Window hours = territory_resource(run->territory, ask->resource)->hours;
    JointStop stop;
    Day day = DAY_NONE;
    while (got(run, ask) < ask->times && has_quota(run, ask->resource) &&
           (day = first_day(run, index, hours, &stop)) != DAY_NONE)
      settle(run, index, day, &stop);
  }
}

void joint_take_up(JointRun *run, const GArray *former)
{
  for (guint j = 0; j < former->len; j++) {
    Joint joint = g_array_index(former, Joint, j);
    for (guint a = 0; a < run->asks->len; a++) {
      const JointAsk *ask = joint_ask(run, (int)a);
      UnmetCode why;
      if (ask->client != joint.client || ask->resource != joint.resource)
        continue;
      joint.visit_s = ask->visit_s;
      if (got(run, ask) < ask->times && has_quota(run, ask->resource) &&
          joint_day_is_open(run, ask, joint.day, &why) && joint_holds(run, &joint))
        g_array_append_val(run->taken, joint);
    }
  }
}

void joint_explain(const JointRun *run, GArray *unmet)
{
  for (int index = 0; index < (int)run->asks->len; index++) {
    const int missing = joint_ask(run, index)->times - got(run, joint_ask(run, index));
    if (missing > 0)
      add_unmet(run, index, missing, unmet);
  }
}
