// SPDX-License-Identifier: GPL-3.0-or-later
// A valid plan made by hand, for the tests of the checker: each changes one thing and says what must be found.
#pragma once

#include "tests/unit/toy.h"

// Legs of 10 minutes and 8 km. C1 on four Mondays, C2 on the first and third, C3 on a Wednesday afternoon, in four
// weeks from TOY_START; line n + 2 of calendar.csv holds visit n.
typedef struct Base {
  Territory *territory;
  Plan *plan;
} Base;

enum { C1_FIRST, C2_FIRST, C1_SECOND, C3_ONLY, C1_THIRD, C2_SECOND, C1_FOURTH };

Base base_new(void);
void base_free(Base *base);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Base, base_free)

static inline Visit *visit_at(const Base *base, guint index)
{
  return plan_visit(base->plan, index);
}
static inline Client *client_at(const Base *base, int index)
{
  return territory_client(base->territory, index);
}
static inline Rep *rep_at(const Base *base, int index)
{
  return territory_rep(base->territory, index);
}
// Arrives and leaves that much later.
void move_by(const Base *base, guint index, int32_t seconds);

// All messages of a check, a line each; free with g_free.
char *messages(const Base *base, bool *valid, CheckTotals *totals);
void expect_valid(const Base *base);
void expect_broken(const Base *base, const char *expected);

// One rule: a change of the base, and what is said of it.
typedef struct Case {
  const char *name;
  void (*change)(Base *);
  const char *expected; // NULL: stays valid
} Case;
void expect_cases(const Case *cases, size_t count);
