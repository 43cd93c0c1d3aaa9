// SPDX-License-Identifier: GPL-3.0-or-later
// The tours of a resource's day, grown one client at a time: of those with the same clients and the same last one the
// soonest over is kept, and of each length the BEAM best go on. With few clients that is all there is; with many the
// best of it. Every tour that is kept was tried on the reps' days.
#include "solver/joint_parts.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES = 64, BEAM = 150 };

typedef struct Candidate { // a client with a rep on that day
  int ask, rep;
  Money off; // price of its days off the rhythm
} Candidate;

typedef struct Label {
  JointTour tour;
  uint64_t set;    // of asks, by their first candidate
  int last;        // ask
  int32_t leave_s; // of the last visit
} Label;

typedef struct DayTours {
  const JointRun *run;
  int resource;
  Day day;
  Window hours;
  Candidate candidate[CANDIDATES];
  int candidates;
} DayTours;

static Leg way(const DayTours *tours, int from, int to)
{
  return joint_resource_leg(tours->run, tours->resource, from, to);
}

static int worth_order(gconstpointer left, gconstpointer right, gpointer data)
{
  const JointRun *run = data;
  const int a = *(const int *)left, b = *(const int *)right;
  const Money x = joint_ask(run, a)->worth, y = joint_ask(run, b)->worth;
  return x != y ? (x > y ? -1 : 1) : a - b;
}

// Clients that can be visited that day, each with every rep who serves it; the most valuable ones if there are too many.
static void list_candidates(DayTours *tours)
{
  const JointRun *run = tours->run;
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(int));
  for (int a = 0; a < (int)run->asks->len; a++) {
    UnmetCode why;
    if (joint_ask(run, a)->resource == tours->resource &&
        joint_day_is_open(run, joint_ask(run, a), tours->day, &why))
      g_array_append_val(open, a);
  }
  g_array_sort_with_data(open, worth_order, (gpointer)(uintptr_t)run);
  for (guint k = 0; k < open->len; k++) {
    const int a = g_array_index(open, int, k);
    const JointAsk *ask = joint_ask(run, a);
    for (int rep = 0; rep < run->calendar->reps && tours->candidates < CANDIDATES; rep++) {
      if (rep_serves(run->territory, rep, ask->client))
        tours->candidate[tours->candidates++] =
            (Candidate){a, rep, joint_days_off(run, ask, tours->day) * ask->spacing};
    }
  }
}

static int first_candidate(const DayTours *tours, int ask)
{
  int c = 0;
  while (tours->candidate[c].ask != ask)
    c++;
  return c;
}

// Appends the label with one more client, if it fits.
static void extend(const DayTours *tours, const Label *label, const Candidate *candidate, GArray *next)
{
  const JointRun *run = tours->run;
  const JointAsk *ask = joint_ask(run, candidate->ask);
  const uint64_t bit = UINT64_C(1) << first_candidate(tours, candidate->ask);
  if (label->set & bit)
    return;
  const int place = label->last < 0 ? JOINT_PLACE : joint_ask(run, label->last)->client;
  const Leg there = way(tours, place, ask->client), back = way(tours, ask->client, JOINT_PLACE);
  const int32_t from = (label->last < 0 ? tours->hours.from : label->leave_s) + there.travel_s,
                until = tours->hours.to - back.travel_s - ask->visit_s,
                start = joint_start(run, ask, candidate->rep, tours->day, from, until, label->tour.stop,
                                    label->tour.count);
  if (start < 0)
    return;
  Label longer = *label;
  longer.set |= bit;
  longer.last = candidate->ask;
  longer.leave_s = start + ask->visit_s;
  longer.tour.stop[longer.tour.count++] = (JointStop){candidate->ask, candidate->rep, start};
  longer.tour.worth += ask->worth;
  longer.tour.cost += candidate->off + resource_leg_cost(run->territory, there);
  g_array_append_val(next, longer);
}

static Money net(const Label *label)
{
  return label->tour.worth - label->tour.cost;
}

static int same_order(const void *a, const void *b)
{
  const Label *x = a, *y = b;
  if (x->set != y->set)
    return x->set < y->set ? -1 : 1;
  if (x->last != y->last)
    return x->last - y->last;
  if (x->leave_s != y->leave_s)
    return x->leave_s - y->leave_s;
  return net(x) != net(y) ? (net(x) > net(y) ? -1 : 1)
                          : memcmp(x->tour.stop, y->tour.stop, sizeof x->tour.stop);
}

static int net_order(const void *a, const void *b)
{
  const Label *x = a, *y = b;
  return net(x) != net(y) ? (net(x) > net(y) ? -1 : 1) : same_order(a, b);
}

static void prune(GArray *labels)
{
  Label *label = (Label *)(void *)labels->data;
  guint kept = 0;
  qsort(label, labels->len, sizeof(Label), same_order);
  for (guint k = 0; k < labels->len; k++) {
    if (kept == 0 || label[kept - 1].set != label[k].set || label[kept - 1].last != label[k].last)
      label[kept++] = label[k];
  }
  qsort(label, kept, sizeof(Label), net_order);
  g_array_set_size(labels, MIN(kept, BEAM));
}

// Of tours with the same clients the cheapest, with the way home.
static void keep_tours(const DayTours *tours, GArray *labels, GArray *list)
{
  g_autofree Label *label = g_memdup2(labels->data, sizeof(Label) * labels->len);
  for (guint k = 0; k < labels->len; k++) {
    const int client = joint_ask(tours->run, label[k].last)->client;
    label[k].tour.cost += resource_leg_cost(tours->run->territory, way(tours, client, JOINT_PLACE));
    label[k].last = 0;
    label[k].leave_s = 0;
  }
  if (labels->len > 0)
    qsort(label, labels->len, sizeof(Label), same_order);
  for (guint k = 0; k < labels->len; k++) {
    if (k == 0 || label[k - 1].set != label[k].set)
      g_array_append_val(list, label[k].tour);
  }
}

void joint_list_tours(const JointRun *run, int resource, Day day, GArray *tours)
{
  DayTours of = {.run = run,
                 .resource = resource,
                 .day = day,
                 .hours = territory_resource(run->territory, resource)->hours};
  list_candidates(&of);
  g_autoptr(GArray) labels = g_array_new(FALSE, TRUE, sizeof(Label));
  Label empty = {.last = -1};
  empty.tour.day = day;
  empty.tour.cost = joint_day_cost(run->territory, resource);
  g_array_append_val(labels, empty);
  for (int length = 1; length <= JOINT_STOPS && labels->len > 0; length++) {
    GArray *next = g_array_new(FALSE, TRUE, sizeof(Label));
    for (guint k = 0; k < labels->len; k++) {
      for (int c = 0; c < of.candidates; c++)
        extend(&of, &g_array_index(labels, Label, k), &of.candidate[c], next);
    }
    g_array_unref(labels);
    labels = next;
    if (labels->len > 0)
      prune(labels);
    keep_tours(&of, labels, tours);
  }
}

// ---- One more among those taken ----------------------------------------------------------------------------------

static int joint_order(const void *a, const void *b)
{
  return (*(const Joint *const *)a)->time_s - (*(const Joint *const *)b)->time_s;
}

// The resource's joint visits of a day by time.
static GPtrArray *joints_of_day(const JointRun *run, int resource, Day day)
{
  GPtrArray *joints = g_ptr_array_new();
  for (guint j = 0; j < run->taken->len; j++) {
    Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->resource == resource && joint->day == day)
      g_ptr_array_add(joints, joint);
  }
  if (joints->len > 0)
    qsort(joints->pdata, joints->len, sizeof(gpointer), joint_order);
  return joints;
}

bool joint_insert(const JointRun *run, int index, Day day, Window hours, JointStop *stop)
{
  const JointAsk *ask = joint_ask(run, index);
  g_autoptr(GPtrArray) joints = joints_of_day(run, ask->resource, day);
  for (guint k = 0; k <= joints->len; k++) {
    const Joint *before = k > 0 ? joints->pdata[k - 1] : NULL,
                *after = k < joints->len ? joints->pdata[k] : NULL;
    const int from_place = before ? before->client : JOINT_PLACE,
              to_place = after ? after->client : JOINT_PLACE;
    const int32_t from = (before ? before->time_s + before->visit_s : hours.from) +
                         joint_resource_leg(run, ask->resource, from_place, ask->client).travel_s,
                  until = (after ? after->time_s : hours.to) - ask->visit_s -
                          joint_resource_leg(run, ask->resource, ask->client, to_place).travel_s;
    for (int rep = 0; rep < run->calendar->reps; rep++) {
      const int32_t start = rep_serves(run->territory, rep, ask->client)
                                ? joint_start(run, ask, rep, day, from, until, NULL, 0)
                                : -1;
      if (start >= 0) {
        *stop = (JointStop){index, rep, start};
        return true;
      }
    }
  }
  return false;
}
