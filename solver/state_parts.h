// SPDX-License-Identifier: GPL-3.0-or-later
// What state.c (changes and their undoing) and insertion.c (where to insert) share: starts, services and limits as a state
// looks them up.
#pragma once

#include "solver/state.h"

// Starts and seconds of a visit.
static inline const Starts *visit_starts(const State *state, int client, int slot, int32_t *service)
{
  const Problem *p = state->p;
  if (state->fixed_slot[slot])
    return problem_starts(p, client, slot, service);
  *service = p->demand[client].service;
  return &p->starts[(size_t)p->slot[slot].clock * (size_t)p->n + (size_t)client];
}

// Whether it may start at any time, the day being long enough.
static inline bool visit_is_open(const State *state, int client, int slot)
{
  if (state_is_fix(state, client, slot))
    return false;
  return state->open[(size_t)state->p->slot[slot].clock * (size_t)state->p->n + (size_t)client];
}

// Seconds of travel and visits that are over what an untimed route may have.
static inline Money work_over(const Slot *day, int64_t work)
{
  return MAX(0, work - MIN(day->max_work, day->length));
}
