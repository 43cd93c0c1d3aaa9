// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of joint visits share: joint.c is the program, joint_tours.c lists the tours of a resource's day,
// joint_day.c knows what a rep's day can hold, joint_unmet.c says what found no place, joint_ways.c
// remembers legs.
#pragma once

#include "solver/joint.h"

typedef struct JointAsk { // of one client for one resource
  int client, resource;
  int times, wanted; // joint visits asked for; visits of the client
  int32_t visit_s;
  Money worth;   // of each joint visit, at least more than any tour costs
  Money spacing; // price of a day off the rhythm
  int apart;     // least days between two joint visits
} JointAsk;

typedef struct JointWays JointWays; // legs, remembered

typedef struct JointRun {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  GArray *asks;  // JointAsk, by resource, client
  GArray *taken; // Joint, of all resources so far
  JointWays *ways;
} JointRun;

static inline const JointAsk *joint_ask(const JointRun *run, int ask)
{
  return &g_array_index(run->asks, JointAsk, (guint)ask);
}

enum { JOINT_STOPS = 10 };
typedef struct JointStop {
  int ask, rep;
  int32_t start_s;
} JointStop;
typedef struct JointTour { // of a resource on a day
  Day day;
  int count;
  JointStop stop[JOINT_STOPS];
  Money worth, cost; // cost: driving, and days off the rhythm
} JointTour;

JointWays *joint_ways_new(void);
void joint_ways_free(JointWays *ways);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JointWays, joint_ways_free)
// What resource_leg and travel_leg say.
Leg joint_resource_leg(const JointRun *run, int resource, int from, int to);
Leg joint_rep_leg(const JointRun *run, int rep, int from, int to);

// Whether any rep who serves the client works that day.
bool joint_rep_works(const JointRun *run, int client, Day day);
// Whether the client's own rules allow a joint visit on that day; if not, *why.
bool joint_day_is_open(const JointRun *run, const JointAsk *ask, Day day, UnmetCode *why);
// What a day costs on which the resource joins anybody: its hours at cost_hour. So joint visits lie together on few days.
Money joint_day_cost(const Territory *territory, int resource);
// Days by which that day is off the client's rhythm.
int joint_days_off(const JointRun *run, const JointAsk *ask, Day day);

// Earliest whole minute in [from, until] at which the rep can begin the visit that day, with his appointments, with
// what is taken and with the stops given (of any rep) kept; -1: there is none. `from` is when the resource can be there.
int32_t joint_start(const JointRun *run, const JointAsk *ask, int rep, Day date, int32_t from, int32_t until,
                    const JointStop *stop, int stops);

// Whether a joint visit can be made when it says, by client, rep and resource, with what is taken.
bool joint_holds(const JointRun *run, const Joint *joint);

// Appends JointTour for that day. `hours`: of the resource.
void joint_list_tours(const JointRun *run, int resource, Day day, GArray *tours);
// The rep and the minute at which one more joint visit fits among those taken; false: it does not.
bool joint_insert(const JointRun *run, int ask, Day day, Window hours, JointStop *stop);

// Takes of joint visits made for another state of the territory, in their order, what is asked for and holds.
void joint_take_up(JointRun *run, const GArray *former);
// Takes what still fits among what is taken.
void joint_fill(JointRun *run);
// Where two resources want the same rep: what is worth more, or both where they find places side by side. Each step wins
// worth, so it ends.
void joint_resolve(JointRun *run);
// Appends what is missing of each ask to `unmet`.
void joint_explain(const JointRun *run, GArray *unmet);
