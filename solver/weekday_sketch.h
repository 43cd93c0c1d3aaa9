// SPDX-License-Identifier: GPL-3.0-or-later
// What a set of clients costs on one weekday, roughly: tours of up to four weeks in a row, which then come again. Weekly
// clients are in each of them, others in every second one or in one.
#pragma once

#include "solver/problem.h"

enum { SKETCH_WEEKS = 4, SKETCH_STOPS = 64 };

typedef struct SketchClient {
  int client;
  int weeks; // of the cycle in which it is visited: a divisor of the cycle's
} SketchClient;

typedef struct Sketch {
  const Problem *p;
  int slot;         // a day of that weekday: its start, end and legs
  int weeks;        // of the cycle
  double times;     // how often the cycle comes in the horizon
  int64_t room_s;   // of each day, travel and visits
  double over_cost; // Money, a second over it
  int stop[SKETCH_WEEKS][SKETCH_STOPS];
  int count[SKETCH_WEEKS];
  int64_t work_s[SKETCH_WEEKS];
} Sketch;

// In how many weeks of the cycle a client with so many visits on so many days of the weekday comes.
int sketch_weeks(int visits, int days);

// Puts the clients in, in their order, each where it costs least; returns Money for the horizon.
double sketch_cost(Sketch *sketch, const SketchClient *client, int clients);
