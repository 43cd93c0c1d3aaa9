// SPDX-License-Identifier: GPL-3.0-or-later
// The door to GLPK: programs against enumeration, growing programs, incumbents, threads.
#include "solver/mip.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ITEMS = 10, NEEDS = 6 };

// min c x, a x >= 1 for each need, x binary.
typedef struct Cover {
  int cost[ITEMS];
  bool has[NEEDS][ITEMS];
} Cover;

static Cover random_cover(GRand *dice, bool feasible)
{
  Cover cover;
  for (int j = 0; j < ITEMS; j++) {
    cover.cost[j] = g_rand_int_range(dice, 1, 50);
    for (int i = 0; i < NEEDS; i++) {
      cover.has[i][j] = g_rand_int_range(dice, 0, 3) == 0 || (feasible && i == j);
    }
  }
  return cover;
}

static bool is_cover(const Cover *cover, unsigned set)
{
  for (int i = 0; i < NEEDS; i++) {
    bool covered = false;
    for (int j = 0; j < ITEMS; j++) {
      covered = covered || ((set >> j & 1) && cover->has[i][j]);
    }
    if (!covered) {
      return false;
    }
  }
  return true;
}

static int cheapest_cover(const Cover *cover)
{
  int best = INT_MAX;
  for (unsigned set = 0; set < 1U << ITEMS; set++) {
    int cost = 0;
    for (int j = 0; j < ITEMS; j++) {
      cost += set >> j & 1 ? cover->cost[j] : 0;
    }
    if (cost < best && is_cover(cover, set)) {
      best = cost;
    }
  }
  return best;
}

static Mip *cover_program(const Cover *cover)
{
  Mip *mip = mip_new();
  for (int i = 0; i < NEEDS; i++) {
    assert_int_equal(mip_add_row(mip, 1, MIP_INF), i);
  }
  for (int j = 0; j < ITEMS; j++) {
    int row[NEEDS], count = 0;
    double value[NEEDS];
    for (int i = 0; i < NEEDS; i++) {
      if (cover->has[i][j]) {
        row[count] = i;
        value[count++] = 1;
      }
    }
    assert_int_equal(mip_add_column(mip, cover->cost[j], 0, 1, true, count, row, value), j);
  }
  return mip;
}

static void check_covers(guint32 seed, int rounds)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
  for (int round = 0; round < rounds; round++) {
    Cover cover = random_cover(dice, false);
    int best = cheapest_cover(&cover);
    g_autoptr(Mip) mip = cover_program(&cover);
    MipStatus status = mip_solve(mip, &(MipOptions){.cuts = round % 2 == 0});
    if (best == INT_MAX) {
      assert_int_equal(status, MIP_INFEASIBLE);
      continue;
    }
    assert_int_equal(status, MIP_OPTIMAL);
    assert_true(fabs(mip_objective(mip) - best) < 1e-6);
    assert_true(mip_bound(mip) <= best && mip_bound(mip) > best - 0.01);
    assert_int_equal(mip_solve_lp(mip, round % 3 == 0), MIP_OPTIMAL);
    assert_true(mip_objective(mip) <= best + 1e-6);
  }
}

static void test_integer_programs(void **state G_GNUC_UNUSED)
{
  check_covers(1, 200);
}

static void test_incumbent_survives_a_stop(void **state G_GNUC_UNUSED)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(7);
  for (int round = 0; round < 50; round++) {
    Cover cover = random_cover(dice, true);
    double all[ITEMS];
    int best = cheapest_cover(&cover), total = 0;
    for (int j = 0; j < ITEMS; j++) {
      all[j] = 1;
      total += cover.cost[j];
    }
    g_autoptr(Mip) mip = cover_program(&cover);
    MipStatus status = mip_solve(mip, &(MipOptions){.nodes = 1, .start = all});
    assert_true(status == MIP_OPTIMAL || status == MIP_FEASIBLE);
    assert_true(mip_objective(mip) <= total);
    assert_true(mip_bound(mip) <= best);
  }
}

// Half-integral root: every edge of an odd cycle wants one end.
static void test_stop_flag(void **state G_GNUC_UNUSED)
{
  const gint stop = 1;
  g_autoptr(Mip) mip = mip_new();
  for (int i = 0; i < 5; i++) {
    mip_add_column(mip, 1, 0, 1, true, 0, NULL, NULL);
  }
  for (int i = 0; i < 5; i++) {
    int row = mip_add_row(mip, 1, MIP_INF);
    mip_set_row_coefficients(mip, row, 2, (int[]){i, (i + 1) % 5}, (double[]){1, 1});
  }
  assert_int_equal(mip_solve(mip, &(MipOptions){.stop = &stop}), MIP_STOPPED);
  assert_true(fabs(mip_bound(mip) - 2.5) < 1e-4);
  assert_int_equal(mip_solve(mip, &(MipOptions){.nodes = 0}), MIP_OPTIMAL);
  assert_true(fabs(mip_objective(mip) - 3) < 1e-9);
}

// Idle columns can go without changing the value, and new rows only raise it.
static void test_growing(void **state G_GNUC_UNUSED)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(3);
  for (int round = 0; round < 50; round++) {
    Cover cover = random_cover(dice, true);
    g_autoptr(Mip) mip = cover_program(&cover);
    assert_int_equal(mip_solve_lp(mip, false), MIP_OPTIMAL);
    double value = mip_objective(mip);
    int idle[ITEMS], idles = 0;
    for (int j = 0; j < ITEMS; j++) {
      if (!mip_is_basic(mip, j) && mip_value(mip, j) < 0.5) {
        assert_true(mip_reduced_cost(mip, j) >= -1e-9);
        idle[idles++] = j;
      }
    }
    mip_remove_columns(mip, idles, idle);
    assert_int_equal(mip_columns(mip), ITEMS - idles);
    assert_int_equal(mip_solve_lp(mip, false), MIP_OPTIMAL);
    assert_true(fabs(mip_objective(mip) - value) < 1e-6);

    int row = mip_add_row(mip, -MIP_INF, 0); // forbids the first column that is left
    mip_set_row_coefficients(mip, row, 1, (int[]){0}, (double[]){1});
    MipStatus status = mip_solve_lp(mip, true);
    assert_true(status == MIP_INFEASIBLE || mip_objective(mip) >= value - 1e-6);
  }
}

static void test_duals(void **state G_GNUC_UNUSED)
{
  g_autoptr(Mip) mip = mip_new();
  mip_add_row(mip, 4, MIP_INF);
  mip_add_row(mip, -MIP_INF, 3);
  mip_add_column(mip, 2, 0, MIP_INF, false, 2, (int[]){0, 1}, (double[]){1, 1});
  mip_add_column(mip, 5, 0, MIP_INF, false, 1, (int[]){0}, (double[]){1});
  assert_int_equal(mip_solve_lp(mip, false), MIP_OPTIMAL);
  assert_true(fabs(mip_objective(mip) - 11) < 1e-9);
  assert_true(fabs(mip_dual(mip, 0) - 5) < 1e-9);
  assert_true(fabs(mip_dual(mip, 1) + 3) < 1e-9);
  mip_set_cost(mip, 1, 1);
  mip_set_column_bounds(mip, 1, 0, 1);
  mip_set_row_bounds(mip, 0, 2, 2);
  assert_int_equal(mip_solve_lp(mip, false), MIP_OPTIMAL);
  assert_true(fabs(mip_objective(mip) - 3) < 1e-9);
}

static void *thread_of_covers(void *data)
{
  check_covers(GPOINTER_TO_UINT(data), 50);
  return NULL;
}

static void test_threads(void **state G_GNUC_UNUSED)
{
  GThread *thread[4];
  for (guint t = 0; t < 4; t++) {
    thread[t] = g_thread_new("covers", thread_of_covers, GUINT_TO_POINTER(t + 10));
  }
  for (guint t = 0; t < 4; t++) {
    g_thread_join(thread[t]);
  }
}

static void test_write(void **state G_GNUC_UNUSED)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(5);
  Cover cover = random_cover(dice, true);
  g_autoptr(Mip) mip = cover_program(&cover);
  g_autofree char *folder = g_dir_make_tmp("ronda-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "cover.lp", NULL);
  assert_true(mip_write_lp(mip, path, NULL));
  g_autofree char *text = NULL;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  assert_non_null(strstr(text, "Minimize"));
  g_autoptr(GError) error = NULL;
  g_autofree char *nowhere = g_build_filename(folder, "no", "such", "cover.lp", NULL);
  assert_false(mip_write_lp(mip, nowhere, &error));
  assert_non_null(strstr(error->message, "cover.lp"));
  g_remove(path);
  g_rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_integer_programs),
      cmocka_unit_test(test_incumbent_survives_a_stop),
      cmocka_unit_test(test_stop_flag),
      cmocka_unit_test(test_growing),
      cmocka_unit_test(test_duals),
      cmocka_unit_test(test_threads),
      cmocka_unit_test(test_write),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
