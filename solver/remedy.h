// SPDX-License-Identifier: GPL-3.0-or-later
// Changes that would let one more visit of a client into a plan, each tried on a copy of the problem with nothing but
// that changed. All other visits stay on their days and in their order, so a remedy is sufficient, not always the least.
#pragma once

#include "solver/translate.h"

// What is changed: a rule of the client, or a limit of one day.
typedef enum {
  RULE_NONE,
  RULE_MIN_GAP,
  RULE_MAX_GAP,
  RULE_SAME_WEEKDAY, // this visit may be on another one
  RULE_FIRST_BY,
  RULE_WEEKDAYS, // open on that weekday too
  RULE_AWAY,     // there on that day
  RULES
} RuleChange;
typedef enum { LIMIT_NONE, LIMIT_VISITS, LIMIT_DRIVE, LIMIT_MINUTES, LIMIT_WINDOW, LIMITS } LimitChange;

typedef struct Remedy {
  RuleChange rule;
  int rule_amount; // days by which a gap or first_by changes
  LimitChange limit;
  int limit_amount; // minutes, or 1 visit
  int slot;
  int32_t start; // work clock of the visit
  int trouble;   // what it asks of people, in minutes
} Remedy;

// One client whose visit is tried, and a copy of the problem that may be changed.
typedef struct Trial {
  const Problem *given;
  const Translation *tr; // of it; NULL where no rule, limit or text is asked for
  const Solution *solution;
  int client;
  Problem p;      // own slot, demand, starts, allowed; the last row of starts is for a day that is changed
  int *own, owns; // slots of the client's visits, ascending by day
  int *with;      // the same with one more
} Trial;

Trial *trial_new(const Problem *p, const Translation *tr, const Solution *solution, int client);
void trial_free(Trial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trial, trial_free)

bool trial_is_visited(const Trial *trial, int slot);
// The client's rules allow a visit in that slot next to its others (weekdays, absences, hours and limits not looked at).
bool trial_calendar_allows(Trial *trial, int slot);
// The visit alone would fit into that day.
bool trial_fits_alone(const Trial *trial, int slot);
// Position in the day of the route, -1: none that keeps its hours and limits. `start` may be NULL.
int trial_position(const Trial *trial, int slot, int32_t *start);

// Least change of one limit that lets the visit into the slot, the client's rules aside; LIMIT_NONE in .limit when it
// fits as it is. Returns false where no single limit does.
bool trial_limit(Trial *trial, int slot, LimitChange limit, Remedy *remedy);
// Least change of a rule with which the visit may be in that slot, made in trial->p; false where it does not help.
bool trial_rule(Trial *trial, int slot, RuleChange rule, Remedy *remedy);
void trial_restore(Trial *trial); // takes back what trial_rule has changed

char *remedy_text(const Trial *trial, const Remedy *remedy); // a sentence (model/said.h); free with g_free
