// SPDX-License-Identifier: GPL-3.0-or-later
// Clients to reps against enumeration, with every kind of limit; known best alignments; limits that cannot be kept.
#include "solver/assignment.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "solver/assignment_parts.h"
#include "solver/random.h"

#include <cmocka.h>

enum { CLIENTS = 7, REPS = 3, CASES = 250 };

static const AssignmentOptions options = {.nodes = 100000};

// ---- Random small ones ----

static void forbid_some(Random *random, AlignCase *q, int client)
{
  const int lock = random_below(random, 8) == 0 ? q->before[client] : -1;
  int left = 0;
  for (int j = 0; j < REPS; j++) {
    q->allowed[align_pair(q, client, j)] = lock >= 0 ? j == lock : random_below(random, 7) > 0;
    left += q->allowed[align_pair(q, client, j)];
  }
  if (left == 0)
    q->allowed[align_pair(q, client, random_below(random, REPS))] = true;
  q->counts[client] = q->before[client] >= 0 && q->allowed[align_pair(q, client, q->before[client])];
}

static AlignCase *random_case(Random *random, bool whole)
{
  AlignCase *q = align_case_new(CLIENTS, REPS, 1 + random_below(random, 4) / 3);
  AlignMeasure *work = align_case_add(q, "workload", true), *sales = align_case_add(q, "sales", false);
  static const double limits[] = {0.1, 0.3, 0.6, 1.2};
  work->limit = random_below(random, 4) ? limits[random_below(random, 4)] : INFINITY;
  sales->limit = random_below(random, 3) == 0 ? limits[1 + random_below(random, 3)] : INFINITY;
  double shares[2] = {0, 0};
  for (int j = 0; j < REPS; j++) {
    q->pool[j] = q->pools > 1 && j == REPS - 1;
    q->share[j] = 1 + random_below(random, 2);
    shares[q->pool[j]] += q->share[j];
  }
  for (int j = 0; j < REPS; j++)
    q->share[j] /= shares[q->pool[j]];
  for (int i = 0; i < CLIENTS; i++) {
    q->before[i] = random_below(random, REPS + 1) - 1;
    q->price[i] = random_below(random, 3) * MONEY_ONE;
    q->sales[i] = sales->amount[i] = whole ? 1 : random_below(random, 10);
    forbid_some(random, q, i);
    const double service = 1 + random_below(random, 9);
    for (int j = 0; j < REPS; j++) {
      const int drive = random_below(random, 10);
      q->driving[align_pair(q, i, j)] = drive * MONEY_ONE;
      work->amount[align_pair(q, i, j)] = service + drive / 2.0;
    }
  }
  if (random_below(random, 3) == 0)
    q->most_clients = random_below(random, 4);
  if (random_below(random, 4) == 0)
    q->most_sales = random_below(random, 15);
  return q;
}

typedef struct Best {
  bool kept;
  Money cost;       // of those that keep all
  Money dearest;    // likewise
  int rep[CLIENTS]; // the dearest one
  double excess;    // least of those that are allowed
} Best;

static Best enumerate(const AlignCase *q)
{
  Best best = {.cost = INT64_MAX, .dearest = -1, .excess = INFINITY};
  int codes = 1;
  for (int i = 0; i < CLIENTS; i++)
    codes *= REPS;
  for (int code = 0; code < codes; code++) {
    int rep[CLIENTS];
    for (int i = 0, rest = code; i < CLIENTS; i++, rest /= REPS)
      rep[i] = rest % REPS;
    bool allowed = true;
    for (int i = 0; i < CLIENTS && allowed; i++)
      allowed = q->allowed[align_pair(q, i, rep[i])];
    if (!allowed)
      continue;
    g_autoptr(AlignTally) tally = align_count(q, rep);
    if ((q->most_clients >= 0 && tally->changed > q->most_clients) || tally->changed_sales > q->most_sales)
      continue;
    best.excess = fmin(best.excess, tally->excesses);
    if (tally->kept) {
      best.kept = true;
      best.cost = MIN(best.cost, tally->driving + tally->price);
      if (tally->driving + tally->price > best.dearest) {
        best.dearest = tally->driving + tally->price;
        memcpy(best.rep, rep, sizeof rep);
      }
    }
  }
  return best;
}

static void test_against_enumeration(void **state)
{
  (void)state;
  Random random = {11};
  int kept = 0, impossible = 0;
  for (int c = 0; c < CASES; c++) {
    g_autoptr(AlignCase) q = random_case(&random, c % 5 == 0);
    const Best best = enumerate(q);
    g_autoptr(AssignmentResult) result = assignment_solve(q, &options);
    g_autoptr(AlignTally) tally = align_count(q, result->rep);
    assert_int_equal(tally->barred, 0);
    assert_true(tally->driving + tally->price == result->cost);
    if (tally->kept != best.kept || (result->status != PLAN_INFEASIBLE) != best.kept)
      fail_msg("case %d: kept %d, can be %d, excess %g, least %g", c, tally->kept, best.kept, tally->excesses,
               best.excess);
    if (best.kept &&
        (result->cost != best.cost || result->bound > best.cost || result->status != PLAN_OPTIMAL))
      fail_msg("case %d: cost %g, bound %g, best %g", c, money_units(result->cost),
               money_units(result->bound), money_units(best.cost));
    if (!best.kept &&
        (fabs(tally->excesses - best.excess) > 1e-6 || result->excess_bound > best.excess + 1e-9 ||
         result->excess_bound < best.excess * 0.999 - 1e-5))
      fail_msg("case %d: excess %g, bound %g, least %g", c, tally->excesses, result->excess_bound,
               best.excess);
    kept += best.kept;
    impossible += !best.kept;
  }
  assert_true(kept > CASES / 4 && impossible > CASES / 10); // both kinds are there
}

// Our own branch and bound alone, from the dearest assignment that keeps all; annealing never says more than it keeps.
static void test_tree(void **state)
{
  (void)state;
  Random random = {29};
  int improved = 0, found = 0;
  for (int c = 0; c < CASES; c++) {
    g_autoptr(AlignCase) q = random_case(&random, c % 5 == 0);
    const Best best = enumerate(q);
    if (!best.kept)
      continue;
    g_autoptr(Relaxation) r = relaxation_solve(q, AIM_MONEY, (double)best.dearest, &options);
    g_autoptr(Hold) hold = hold_new(q), annealed = hold_new(q);
    hold_set(hold, best.rep);
    const AssignmentOptions few = {.nodes = 1000};
    const double bound = tree_solve(hold, r, &few);
    g_autoptr(AlignTally) tally = align_count(q, hold->rep);
    if (!tally->kept || hold->cost != best.cost || bound > (double)best.cost ||
        bound < (double)best.cost * (1 - 3e-6))
      fail_msg("case %d: kept %d, cost %g, bound %g, best %g", c, tally->kept, money_units(hold->cost),
               bound / MONEY_ONE, money_units(best.cost));
    hold_anneal(annealed, r, 2000, 1);
    g_autoptr(AlignTally) there = align_count(q, annealed->rep);
    assert_true(there->barred == 0 && there->driving + there->price == annealed->cost);
    if (annealed->excess <= 0 && hold_may_change(annealed))
      assert_true(there->kept && annealed->cost >= best.cost);
    improved += best.cost < best.dearest;
    found += annealed->excess <= 0 && hold_may_change(annealed);
  }
  assert_true(improved > CASES / 5 && found > CASES / 5);
}

static AlignCase *tight_case(Random *random, int clients, int reps)
{
  AlignCase *q = align_case_new(clients, reps, 1);
  AlignMeasure *work = align_case_add(q, "workload", true);
  work->limit = 0.01 + 0.06 * random_unit(random);
  for (int j = 0; j < reps; j++)
    q->share[j] = 1.0 / reps;
  for (int i = 0; i < clients; i++) {
    q->counts[i] = true;
    q->before[i] = random_below(random, reps);
    q->price[i] = random_below(random, 3) * MONEY_ONE;
    const double service = (1 + random_below(random, 9)) * (random_below(random, 6) == 0 ? 5 : 1);
    for (int j = 0; j < reps; j++) {
      const int drive = random_below(random, 30);
      q->allowed[align_pair(q, i, j)] = true;
      q->driving[align_pair(q, i, j)] = drive * MONEY_ONE;
      work->amount[align_pair(q, i, j)] = service + drive / 4.0;
    }
  }
  return q;
}

// Wherever the search ends, what it has proved holds for what longer ones find.
static void test_ends(void **state)
{
  (void)state;
  Random random = {3};
  Money least = INT64_MAX, most = 0;
  g_autoptr(AlignCase) q = tight_case(&random, 20, 4);
  for (int nodes = 135; nodes <= 303; nodes = nodes * 3 / 2) {
    const AssignmentOptions few = {.nodes = nodes};
    g_autoptr(AssignmentResult) result = assignment_solve(q, &few);
    if (result->status == PLAN_INFEASIBLE)
      continue;
    least = MIN(least, result->cost);
    most = MAX(most, result->bound);
  }
  assert_true(least < INT64_MAX);
  if (most > least)
    fail_msg("bound %g, another run's cost %g", money_units(most), money_units(least));
}

// A rep can only be relieved by a client who is far from the other: the relaxation takes a part of it. Proved by our own
// branch and bound.
static void test_far_client(void **state)
{
  (void)state;
  g_autoptr(AlignCase) q = align_case_new(6, 2, 1);
  AlignMeasure *work = align_case_add(q, "workload", true);
  work->limit = 0.3;
  q->share[0] = q->share[1] = 0.5;
  for (int i = 0; i < 6; i++) {
    q->counts[i] = true;
    q->before[i] = i == 5;
    for (int j = 0; j < 2; j++) {
      const bool far = i == 0 && j == 1, own = j == (i == 5);
      q->allowed[align_pair(q, i, j)] = i == 0 || own;
      q->driving[align_pair(q, i, j)] = (far ? 30 : 1) * MONEY_ONE;
      work->amount[align_pair(q, i, j)] = i == 5 ? 6 : far ? 4 : 2;
    }
  }
  g_autoptr(Relaxation) r = relaxation_solve(q, AIM_MONEY, INFINITY, &options);
  g_autoptr(Hold) hold = hold_new(q);
  const int taken[] = {1, 0, 0, 0, 0, 1};
  hold_set(hold, taken);
  const double bound = tree_solve(hold, r, &options);
  g_autoptr(AssignmentResult) result = assignment_solve(q, &options);
  assert_true(result->cost == hold->cost && result->status == PLAN_OPTIMAL);
  assert_true(bound >= (double)hold->cost * (1 - 3e-6));
}

// ---- Known ones ----

// Clients on a line at 1 … 8, reps at 0 and 9; driving is the way. Everybody is the left one's.
static AlignCase *line_case(void)
{
  AlignCase *q = align_case_new(8, 2, 1);
  AlignMeasure *clients = align_case_add(q, "clients", false);
  q->share[0] = q->share[1] = 0.5;
  for (int i = 0; i < 8; i++) {
    clients->amount[i] = 1;
    q->sales[i] = i + 1;
    q->counts[i] = true;
    q->driving[align_pair(q, i, 0)] = (i + 1) * MONEY_ONE;
    q->driving[align_pair(q, i, 1)] = (8 - i) * MONEY_ONE;
    q->allowed[align_pair(q, i, 0)] = q->allowed[align_pair(q, i, 1)] = true;
  }
  return q;
}

static int held(const AssignmentResult *result, int rep)
{
  int count = 0;
  for (int i = 0; i < 8; i++)
    count += result->rep[i] == rep;
  return count;
}

static void test_line(void **state)
{
  (void)state;
  g_autoptr(AlignCase) q = line_case();
  AlignMeasure *clients = align_measure(q, 0);
  g_autoptr(AssignmentResult) near = assignment_solve(q, &options);
  assert_int_equal(held(near, 0), 4); // the nearest without any limit
  assert_true(near->cost == 20 * MONEY_ONE && near->status == PLAN_OPTIMAL);
  for (int i = 0; i < 8; i++)
    q->price[i] = 4 * MONEY_ONE; // a change saves 1, 3, 5, 7
  g_autoptr(AssignmentResult) dear = assignment_solve(q, &options);
  assert_int_equal(held(dear, 1), 2);
  clients->limit = 0; // balance has it made all the same
  g_autoptr(AssignmentResult) even = assignment_solve(q, &options);
  assert_int_equal(held(even, 1), 4);
  for (int i = 4; i < 8; i++)
    assert_int_equal(even->rep[i], 1);
}

static void test_impossible(void **state)
{
  (void)state;
  g_autoptr(AlignCase) q = line_case();
  align_measure(q, 0)->limit = 0.25; // 3 to 5 clients each
  q->most_clients = 2;
  g_autoptr(AssignmentResult) result = assignment_solve(q, &options);
  g_autoptr(AlignTally) tally = align_count(q, result->rep);
  assert_int_equal(result->status, PLAN_INFEASIBLE);
  assert_int_equal(tally->changed, 2); // as near as it gets: 6 and 2, each a quarter of his fair part off
  assert_true(fabs(tally->excesses - 0.5) < 1e-9);
  assert_true(result->excess_bound > 0.499 && result->excess_bound <= 0.5 + 1e-9);
}

// A leaver: no share, nobody may stay with him; his clients do not count as changes.
static void test_leaver(void **state)
{
  (void)state;
  g_autoptr(AlignCase) q = line_case();
  q->share[0] = 0;
  q->share[1] = 1;
  q->most_clients = 0;
  for (int i = 0; i < 8; i++) {
    q->allowed[align_pair(q, i, 0)] = false;
    q->counts[i] = false;
  }
  align_measure(q, 0)->limit = 0.1;
  g_autoptr(AssignmentResult) result = assignment_solve(q, &options);
  g_autoptr(AlignTally) tally = align_count(q, result->rep);
  assert_int_equal(result->status, PLAN_OPTIMAL);
  assert_int_equal(tally->forced, 8);
  assert_int_equal(tally->changed, 0);
}

// Towns round reps: many clients, so that rounding and shifts do the work; the bound holds them to account.
static void test_many(void **state)
{
  (void)state;
  enum { MANY = 400, TEAM = 8 };
  Random random = {5};
  g_autoptr(AlignCase) q = align_case_new(MANY, TEAM, 1);
  AlignMeasure *work = align_case_add(q, "workload", true);
  work->limit = 0.02;
  for (int j = 0; j < TEAM; j++)
    q->share[j] = 1.0 / TEAM;
  for (int i = 0; i < MANY; i++) {
    const double x = random_unit(&random) * TEAM, service = 1 + 9 * random_unit(&random);
    q->counts[i] = true;
    q->before[i] = (int)(x * 0.8);
    q->price[i] = MONEY_ONE / 2;
    for (int j = 0; j < TEAM; j++) {
      const double way = fabs(x - j * j / (double)TEAM);
      q->allowed[align_pair(q, i, j)] = true;
      q->driving[align_pair(q, i, j)] = money_from(way * service);
      work->amount[align_pair(q, i, j)] = service * (1 + way / 4);
    }
  }
  const AssignmentOptions few = {.nodes = 30};
  g_autoptr(AssignmentResult) result = assignment_solve(q, &few), again = assignment_solve(q, &few);
  g_autoptr(AlignTally) tally = align_count(q, result->rep);
  assert_true(tally->kept);
  assert_true(gap_pct(result->cost, result->bound) < 0.5);
  assert_memory_equal(result->rep, again->rep, sizeof(int) * MANY);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_enumeration),
      cmocka_unit_test(test_tree),
      cmocka_unit_test(test_ends),
      cmocka_unit_test(test_far_client),
      cmocka_unit_test(test_line),
      cmocka_unit_test(test_impossible),
      cmocka_unit_test(test_leaver),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
