// SPDX-License-Identifier: GPL-3.0-or-later
// A patch of a plan: some slots whose routes are set free, the clients that are visited there, and the calendars that
// each of them may take while its visits elsewhere stay where they are (MODEL.md, "Repair"). Shared by the pieces of
// repair.c.
#pragma once

#include "solver/engine.h"

enum { PATCH_SLOTS_MAX = 32 };

typedef struct PatchCalendar {
  uint32_t days; // bit k: a visit in slot k of the patch
  Money cost;    // of the client's whole calendar
} PatchCalendar;

typedef struct PatchClient {
  int client;
  uint32_t now, reach; // days in the plan; days of any calendar listed
  GArray *calendars;   // PatchCalendar; the first is the plan's, the others ascend by cost
} PatchClient;

typedef struct Patch {
  const Problem *p;
  const Solution *plan;
  int slots, slot[PATCH_SLOTS_MAX]; // by day, then number
  GArray *clients;                  // PatchClient, ascending
  Money cost;                       // of its routes and of its clients' calendars
} Patch;

// The patch of these slots; plan is borrowed.
Patch *patch_new(const Problem *p, const Solution *plan, const int *slot, int slots);
void patch_free(Patch *patch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Patch, patch_free)

static inline const PatchClient *patch_client(const Patch *patch, int k)
{
  return &g_array_index(patch->clients, PatchClient, (guint)k);
}

// Looks for cheaper routes and days inside by an integer program that begins at the plan: a cheaper admissible plan, or
// NULL. Adds to *steps what it took.
Solution *patch_solve(const Patch *patch, const EngineOptions *options, int64_t *steps);
