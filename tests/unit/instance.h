// SPDX-License-Identifier: GPL-3.0-or-later
// Random problems from a seed, for tests and benches: clients in towns around a home, a quarter of working days, the
// mix of frequencies that fills a rep's days. Same specification, same problem.
#pragma once

#include "solver/problem.h"

typedef struct InstanceSpec {
  uint64_t seed;
  int clients; // of the whole team
  int reps;    // 0: 1; all clients may be visited by all of them, from homes of their own
  int weeks;   // 0: 13
  SameWeekday weekday;
  bool hard_gaps; // the limits of 60 % and 140 % are hard instead of paid for
  bool windows;   // half of the clients have hours, some with a siesta
  bool split;     // split shift: visits lie wholly before or after the break
  bool half_days; // some holidays and half days
  bool limits;    // a limit on visits and driving a day
  bool previous;  // clients were visited before the horizon
  int fixes;      // appointments
  double load;    // visits relative to a full calendar; 0: about 85 % of the time
} InstanceSpec;

Problem *instance_new(const InstanceSpec *spec);
// All clients at one place, so many seconds from each home.
void instance_gather(Problem *p, int32_t way_s);
