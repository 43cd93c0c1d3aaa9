// SPDX-License-Identifier: GPL-3.0-or-later
// What the reports teach about the plan's assumptions: a figure a group (minutes of a visit, sales a visit, steepness of
// the answer to visits), minutes of a visit at a single client, and the speed of a rep where reports tell the minutes of
// driving (travel_minutes; only legs that were driven as planned count). Measured ratios (measured / assumed) are shrunk towards 1, the assumption, by empirical Bayes:
//
//   the ratio of group g is normal about a true one, with variance s2_g / n_g; the true ones are normal about 1 with
//   variance t2 = mean over groups of max(0, (r_g - 1)^2 - s2_g / n_g), at least FLOOR^2;
//   learned = 1 + B (r_g - 1), B = t2 / (t2 + s2_g / n_g);  variance B s2_g / n_g.
//
// Few or scattered reports leave the assumption where it is, many and even ones move it. A change is proposed where the
// 90 % interval of the learned ratio leaves out 1. Steepness needs clients that got other than the planned number of
// visits: slope of sales kept over visits kept, both relative to the plan, by least squares. Where every sale was entered
// with a visit, a client without a visit seems to buy nothing: then the slope is told, not proposed.
#pragma once

#include "model/measure.h"

typedef enum { LEARN_MINUTES, LEARN_YIELD, LEARN_SLOPE, LEARN_SPEED, LEARN_KINDS } LearnKind;
const char *learn_name(LearnKind kind); // "visit_minutes", "growth_pct", "response", "speed_kmh"

typedef struct Learned {
  int group;  // -1: of a rep, or of a client without a group
  int client; // -1: of the whole group, or of a rep
  int rep;    // -1: of a group or client
  LearnKind kind;
  int cases;                 // visits, or clients for the slope
  double assumed;            // minutes, percent growth, slope, or km/h
  double measured;           // in the same unit
  double learned, low, high; // after shrinking; 90 % interval
  double weight;             // B: how much of the measured deviation is believed
  bool proposed;
} Learned;

// The minutes that would be put into the file: to the half minute.
double learned_minutes(const Learned *learned);
// Of every group and kind that has at least two cases and an assumption, then of clients with three visits or more, then
// of reps; ascending by group, kind; group, client; rep.
GArray *learn_from(const Measure *measure); // Learned
// Whether any sale was entered of a visit that was missed, so that clients are seen to buy without one.
bool learn_can_tell_slope(const Measure *measure);
// A learned slope as points of the group's response curve: steeper or flatter about the point of now.
void learned_response(const Group *group, const Learned *learned, double response[RESPONSE_POINTS]);
