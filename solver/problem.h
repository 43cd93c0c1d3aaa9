// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine sees: reps' days as *slots*, clients as *demands* with calendar rules, and legs. One Problem holds
// the reps that share clients, usually one. It knows no names and no files; symbols as in MODEL.md. All integers:
// times are seconds on the slot's work clock (model/calendar.h), money is Money. Built by solver/translate.c from a
// territory and by tests/bench/pvrp.c from a benchmark file; problem_validate checks the invariants said here.
//
// Nodes: clients 0 … n-1, then start and end points n … nodes-1. A field that is added here has to be added to
// solver/digest.c, by which problems are known to be the same.
#pragma once

#include "model/territory.h"

#include <limits.h>

enum { STARTS_CAP = 8, NO_DAY = INT32_MIN };

// When a visit may start in a slot: closed spans [from, to] of the work clock, ascending and disjoint; none: never.
typedef struct Starts {
  int count;
  Window span[STARTS_CAP];
} Starts;

// One rep on one working day: at most one route.
typedef struct Slot {
  int rep;            // 0 … reps-1
  int day;            // 0 … days-1, calendar days of the horizon
  int start, end;     // nodes
  int legs;           // which leg table
  int clock;          // which row of `starts`: slots with equal segments share it
  int32_t length;     // work seconds of the day: the route is back by then
  int32_t max_work;   // limit on travel + service of the day
  int32_t max_travel; // INT32_MAX: none
  int max_visits;     // INT_MAX: none
  int64_t max_load;   // INT64_MAX: none
  int nights; // nights out in a row that the rep accepts, the one after this day among them: then the next slot
              // is his next day; 0: he goes home
  int away; // where there are nights before or after: node that stands for wherever the rep slept or sleeps,
            // see problem_add_away; else 0
  Money night_cost; // of that night
} Slot;

// A promised visit: the client is visited in that slot, within these starts, for that long. It cannot be missed.
typedef struct Fix {
  int client, slot;
  Starts starts;
  int32_t service;
  bool
      chosen; // the planner's own choice (a joint visit): kept like a promise, but the client's hard rules hold for
              // it as for any other visit. The fixes alone must keep them
} Fix;

// What client i asks for.
typedef struct Demand {
  int visits;      // f_i, visits wanted in the horizon, fixes included
  int32_t service; // seconds of a visit
  int32_t
      spread; // of them, the client's activities shared out evenly; no visit takes less than service - spread
  int64_t load;    // of a visit
  Money miss_cost; // paid for each wanted visit that is not planned
  int least; // visits that are made in any case, fixes included: for the bound alone (solver/given.h); else 0

  // Days between consecutive visits (`previous` and `outside` ones included). Hard limits do not apply between two
  // visits neither of which could be moved (fixes that are not chosen, previous, outside). A `previous` so early that gap_max is broken on
  // day 0 already is for the translator to move up: the rule is kept to the letter. No spacing cost where nobody
  // visits in the horizon: none is planned, and none is outside.
  int gap_min; // hard: no two visits closer; at least 1: never twice on a day
  int gap_max; // hard: a gap g > gap_max needs ceil(g / gap_max) - 1 unplanned visits, summed over the gaps;
               // 0: none
  int soft_min, soft_max; // each day outside costs gap_cost; soft_max 0: no upper limit
  Money gap_cost; // also, where nothing comes before, per day that the first visit (or outside one) is later
                  // than soft_max - 1, and per day beyond soft_max from the last visit (or outside one) to
                  // day `days`, the first after the horizon
  int previous;   // day of the visit before the horizon (negative), or NO_DAY
  int first_by;   // hard: latest day of the first planned visit unless that is a fix; or NO_DAY
  const int *outside; // ascending days on which somebody else visits: count for spacing, are not routed
  int outsides;

  SameWeekday same_weekday; // WEEKDAY_SAME is hard (fixes do not count)
  Money weekday_cost;       // WEEKDAY_PREFER: per visit (fixes count) off the client's most frequent weekday
  bool same_rep;            // hard: all visits by one rep, fixes too
  Money keep_cost;          // paid always; visits in the slots of a former plan get it back through slot_cost

  const uint64_t
      *pattern; // explicit day sets (bit d: day d; days <= 64): the calendar is exactly one of them, or
  int patterns; // empty, which costs visits * miss_cost whatever the size of the sets. Spacing, weekday and
                // first_by are ignored, fixes not allowed; 0: free calendar
} Demand;

typedef struct LegTable {
  const int32_t *travel; // [from * nodes + to], seconds
  const Money *cost;     // likewise
} LegTable;

typedef struct Problem {
  int n, nodes, slots, days, reps, clocks, tables, fixes;
  int weekday0;   // weekday of day 0, 0 is Monday
  Slot *slot;     // ascending by rep, then day; PVRP: several reps, each with all days
  Demand *demand; // [n]
  LegTable *legs; // [tables]
  Starts *starts; // [clock * n + client]
  uint64_t
      *allowed; // [client * words + slot / 64], bit: client may be visited in that slot (days, rep, region);
                // a fix needs no bit
  int words;    // of 64 slots
  Fix *fix;     // ascending by client, then slot
  const Money *
      slot_cost; // [client * slots + slot]: paid for a visit there besides travel, may be negative; NULL: none.
                 // With Demand.keep_cost no calendar of a client may pay less than 0
  const int
      *kin;    // [n] clients of one number are one client, of whose visits no route holds two: for the bound
               // alone (solver/given.h); NULL: each client is one
  void *block; // owns everything above, and what problem_take was given; freed by problem_free
} Problem;

// A plan in the engine's words: the route of slot s is client[first[s]] … client[first[s+1]-1]. With `out` the rep sleeps
// at the place of its last stop and starts there in slot s + 1; both slots have stops.
typedef struct Solution {
  int *first;  // [slots + 1]
  int *client; // [first[slots]]
  bool *out;   // [slots]
} Solution;

// Where a route begins and ends: nodes, which may be clients; end -1: it stays at its last stop.
typedef struct RouteEnds {
  int start, end;
} RouteEnds;

// The objective: the sum of its parts in money, to be minimised.
typedef struct SolutionCost {
  Money travel, missed, spacing, weekday;
  Money nights;        // out
  Money moves;         // keep_cost and slot_cost: what it costs to leave a former plan, at least 0
  int planned, breaks; // visits planned; soft limits broken between visits
  int64_t travel_s;
} SolutionCost;

static inline Money solution_total(const SolutionCost *cost)
{
  return cost->travel + cost->missed + cost->spacing + cost->weekday + cost->nights + cost->moves;
}

static inline int32_t problem_travel(const Problem *p, const Slot *slot, int from, int to)
{
  return p->legs[slot->legs].travel[(size_t)from * (size_t)p->nodes + (size_t)to];
}
static inline Money problem_leg_cost(const Problem *p, const Slot *slot, int from, int to)
{
  return p->legs[slot->legs].cost[(size_t)from * (size_t)p->nodes + (size_t)to];
}
static inline bool problem_is_allowed(const Problem *p, int client, int slot)
{
  return (p->allowed[(size_t)client * (size_t)p->words + (size_t)(slot / 64)] >> (slot % 64)) & 1;
}

static inline int problem_weekday(const Problem *p, int day) // 0 is Monday
{
  return (p->weekday0 + day) % 7;
}
// Whether the client has visits that could share a weekday, and wants or has to keep one.
static inline bool demand_keeps_weekday(const Demand *demand)
{
  return demand->patterns == 0 && demand->visits > 1 && demand->same_weekday != WEEKDAY_FREE;
}

// Days by which a gap lies outside the soft limits.
static inline int gap_days_off(const Demand *demand, int gap)
{
  if (gap < demand->soft_min)
    return demand->soft_min - gap;
  return demand->soft_max > 0 && gap > demand->soft_max ? gap - demand->soft_max : 0;
}

// The slot of a rep on a day (any number), -1: none.
int problem_slot_on(const Problem *p, int rep, int day);
// The promised visit of that client in that slot, or NULL.
const Fix *problem_fix(const Problem *p, int client, int slot);
static inline Money problem_slot_cost(const Problem *p, int client, int slot)
{
  return p->slot_cost ? p->slot_cost[(size_t)client * (size_t)p->slots + (size_t)slot] : 0;
}
// Whether that visit is promised to the client, so that its hard rules do not bind it.
bool problem_is_promised(const Problem *p, int client, int slot);
// Starts and seconds of a visit, the fix looked at.
const Starts *problem_starts(const Problem *p, int client, int slot, int32_t *service);

// Earliest start at or after `from`, or -1.
int32_t starts_next(const Starts *starts, int32_t from);

// An empty problem with all arrays allocated (zeroed) for these sizes, legs' tables included (write through a cast).
Problem *problem_new(int n, int nodes, int slots, int days, int reps, int clocks, int tables, int fixes);
void problem_free(Problem *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Problem, problem_free)
// Hands an array made with g_malloc (outside, pattern) over to the problem; returns it.
void *problem_take(Problem *p, void *array);
// Asserts the invariants above; returns whether every fix can be kept on its own (also: no more fixes than visits, and
// one rep where same_rep asks for it). Fixes of one slot may still exclude each other.
bool problem_validate(const Problem *p);

// Times of one route: start of service of each stop on the work clock (starts may be NULL). Every visit starts as
// early as it can after leaving at clock 0 (what leaves later is the caller's matter). Returns the clock of the return
// (0 for an empty route), or -1 when windows or any limit of the slot are broken. `allowed` is not looked at.
int32_t route_times(const Problem *p, int slot, const int *client, int count, int32_t *starts);
// Cost of its legs; an empty route costs nothing. Adds to *travel_s unless NULL.
Money route_cost(const Problem *p, int slot, const int *client, int count, int64_t *travel_s);

// Nights out (solver/nights.c). Adds a node for each rep who has nights, for the bound alone: a leg from or to it takes
// no time and costs half of his cheapest night. Once, when all slots and legs are set.
void problem_add_away(Problem *p);
// Whether any slot allows one; where the rep is in a slot of a solution without nights,
// and of any solution; both of the above for a route between any ends.
bool problem_has_nights(const Problem *p);
RouteEnds slot_ends(const Problem *p, int slot);
RouteEnds solution_ends(const Problem *p, const Solution *solution, int slot);
int32_t route_times_between(const Problem *p, int slot, RouteEnds ends, const int *client, int count,
                            int32_t *starts);
Money route_cost_between(const Problem *p, int slot, RouteEnds ends, const int *client, int count,
                         int64_t *travel_s);
// Whether the rules of nights hold: allowed, between two days with stops, not too many in a row.
bool nights_are_admissible(const Problem *p, const Solution *solution);
// Whether a visit alone keeps the limits of the slot, be it with a night out before or after.
bool slot_fits_alone(const Problem *p, int client, int slot);

// One client's calendar: slots ascending by day. Whether the client's own rules hold (not `allowed`, not that every
// fix is among them), and its share of the objective: everything but travel is added to *cost.
bool calendar_is_admissible(const Problem *p, int client, const int *slot, int count);
void calendar_add_cost(const Problem *p, int client, const int *slot, int count, SolutionCost *cost);

Solution *solution_new(const Problem *p, int visits); // empty, with room for that many
Solution *solution_copy(const Problem *p, const Solution *solution);
void solution_free(Solution *solution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Solution, solution_free)
// Cost of a solution, computed afresh.
SolutionCost solution_cost(const Problem *p, const Solution *solution);
// Whether it keeps every hard rule of the problem (used by tests and asserts; the user's plans go to model/check).
bool solution_is_admissible(const Problem *p, const Solution *solution);
