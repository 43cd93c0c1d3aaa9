// SPDX-License-Identifier: GPL-3.0-or-later
// How often each client is seen and through which channel: what `frequency` chooses, held against today's policy. Made
// by solver/frequency, written by io/frequency_write. Values are contribution in the horizon, costs money out of the
// pocket (kilometres, activities, what a visit costs); hours are not priced, they are limited.
#pragma once

#include "model/plan.h"

typedef struct Contact { // with one client in the horizon
  int visits, remote;
  bool portal;
} Contact;

typedef struct ClientFrequency {
  int rep;   // whose hours it takes; -1: nobody's, the client is not visited in person
  bool open; // chosen; else only evaluated
  Contact now, chosen;
  Money value_now, value;
  Money cost_now, cost;
  int64_t busy_now_s, busy_s; // visits, remote visits, activities and marginal travel
  double travel_s;            // marginal, of one visit
} ClientFrequency;

typedef struct RepFrequency {
  int64_t field_s;            // hours that may be used
  int64_t busy_now_s, busy_s; // by all of his clients
  bool over;                  // what is fixed and the minima need more than he has
  double hour_value;          // what one more hour earns: price of his hours, money
  double hour_tried;          // the same by solving again with one hour more
} RepFrequency;

typedef struct Frequency {
  int clients, reps;
  ClientFrequency *client; // [clients]
  RepFrequency *rep;       // [reps]
  Money budget;            // MONEY_NONE: none
  double budget_value;     // what one more unit earns
  double budget_tried;     // the same by solving again with one percent more
  Money value_now, value;  // sums over all clients
  Money cost_now, cost;
  Money net, bound;  // value - cost of the open ones; nothing admissible has more
  PlanStatus status; // optimal: proved within the tolerance of the integer program
  int open;          // clients
  int rounds;        // calendars made to measure travel; 0: travel is an estimate
  bool stable;       // the last of them changed (almost) nothing
} Frequency;

Frequency *frequency_new(int clients, int reps);
void frequency_free(Frequency *frequency);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Frequency, frequency_free)

// 100 (bound - net) / |net|; 0 when they are equal.
double frequency_gap_pct(const Frequency *frequency);
