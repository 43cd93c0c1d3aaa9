// SPDX-License-Identifier: GPL-3.0-or-later
// Joint visits: a visit of a rep that somebody scarce joins. Who asks for whom, when a resource can join, and how it
// gets from one joint visit to the next.
//
// A resource with a place (lat, lon in resources.csv) leaves from there at the beginning of its hours and is back at
// their end, each day; one without is at its first joint visit of a day on its own, wherever that is, and stays where
// the last one is. It drives at the territory's speed and road factor, by the matrix where there is one (to and from a
// place of its own always in a straight line times the road factor). Nothing is said of where it sleeps.
#pragma once

#include "model/travel.h"

// One that was chosen; the calendar holds it as a visit of that rep, on that day, at that time.
typedef struct Joint {
  int client, rep, resource;
  Day day;
  int32_t time_s; // seconds after midnight when the visit begins
  int32_t visit_s;
  uint64_t activities; // done there with the resource, see model/activity.h
} Joint;

// How often a client asks for a resource: resource_visits of clients.csv (1 where a resource is named without a
// number), or the most that one of its group's activities in person with that resource asks for, whichever is more; at
// most `wanted`, its visits.
int joint_wish(const Territory *territory, int client, int resource, int wanted);
// Activities that are done at the number-th (0, 1, …) joint visit with that resource.
uint64_t joint_activities(const Territory *territory, int client, int resource, int number);

// Whether the resource can join on that day: one of its days, or where none are given Monday to Friday, less holidays
// of everywhere.
bool resource_works(const Territory *territory, int resource, Day day);

enum { JOINT_PLACE = -1 }; // the resource's own place, among clients
// From client to client, or to and from JOINT_PLACE; nothing where the resource has no place.
Leg resource_leg(const Travel *travel, int resource, int from, int to);
// What such a leg costs at the territory's cost_hour and cost_km.
Money resource_leg_cost(const Territory *territory, Leg leg);

// The joint visit with that client on that day, or NULL.
const Joint *territory_joint(const Territory *territory, int client, Day day);
