// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/moves.h"

const char *move_name(MoveKind kind)
{
  static const char *const names[] = {"moved", "retimed", "dropped", "new"};
  return names[kind];
}

static void move_clear(gpointer data)
{
  g_free(((Move *)data)->reason);
}

static gint by_client(gconstpointer left, gconstpointer right, gpointer data)
{
  const guint i = *(const guint *)left, j = *(const guint *)right;
  const Visit *a = plan_visit(data, i), *b = plan_visit(data, j);
  if (a->client != b->client)
    return a->client - b->client;
  return a->day != b->day ? a->day - b->day : (i > j) - (i < j);
}

static GArray *sorted(const Plan *plan, Day from)
{
  GArray *order = g_array_new(TRUE, FALSE, sizeof(guint));
  for (guint v = 0; v < plan->visits->len; v++) {
    if (plan_visit(plan, v)->day >= from)
      g_array_append_val(order, v);
  }
  g_array_sort_with_data(order, by_client, (gpointer)(uintptr_t)plan);
  return order;
}

static void add(GArray *moves, MoveKind kind, const Plan *before, int old, const Plan *after, int fresh)
{
  const Visit *visit = old >= 0 ? plan_visit(before, (guint)old) : plan_visit(after, (guint)fresh);
  const Move move = {visit->client, visit->number, kind, old, fresh, g_strdup("")};
  g_array_append_val(moves, move);
}

// A visit that is on the same day in both.
static void compare_kept(GArray *moves, const Plan *before, guint old, const Plan *after, guint fresh)
{
  const Visit *a = plan_visit(before, old), *b = plan_visit(after, fresh);
  if (a->rep != b->rep)
    add(moves, MOVE_MOVED, before, (int)old, after, (int)fresh);
  else if (a->arrive_s != b->arrive_s || a->leave_s != b->leave_s)
    add(moves, MOVE_RETIMED, before, (int)old, after, (int)fresh);
}

static int days_apart(const Plan *before, const GArray *gone, guint a, const Plan *after, const GArray *come,
                      guint b)
{
  return ABS(plan_visit(before, g_array_index(gone, guint, a))->day -
             plan_visit(after, g_array_index(come, guint, b))->day);
}

// Pairs as many as there can be, in order of date and with the fewest days between them; what is left has no partner.
static void pair_moved(GArray *moves, const Plan *before, const GArray *gone, const Plan *after,
                       const GArray *come)
{
  const guint rows = gone->len, columns = come->len, width = columns + 1;
  const int alone = 1000000; // more than any way
  g_autofree int *cost = g_new0(int, (gsize)(rows + 1) * (gsize)width);
  for (guint a = rows + 1; a-- > 0;) { // cheapest from (a, b) on
    for (guint b = columns + 1; b-- > 0;) {
      int best = a == rows && b == columns ? 0 : G_MAXINT;
      if (a < rows)
        best = MIN(best, alone + cost[(a + 1) * width + b]);
      if (b < columns)
        best = MIN(best, alone + cost[a * width + b + 1]);
      if (a < rows && b < columns) {
        const int paired = days_apart(before, gone, a, after, come, b) + cost[(a + 1) * width + b + 1];
        best = MIN(best, paired);
      }
      cost[a * width + b] = best;
    }
  }
  for (guint a = 0, b = 0; a < rows || b < columns;) {
    const int here = cost[a * width + b];
    const bool pairs = a < rows && b < columns &&
                       here == days_apart(before, gone, a, after, come, b) + cost[(a + 1) * width + b + 1];
    const bool drops = !pairs && a < rows && here == alone + cost[(a + 1) * width + b];
    const int from = pairs || drops ? (int)g_array_index(gone, guint, a) : -1,
              to = drops ? -1 : (int)g_array_index(come, guint, b);
    add(moves, from < 0 ? MOVE_NEW : to < 0 ? MOVE_DROPPED : MOVE_MOVED, before, from, after, to);
    a += pairs || drops;
    b += pairs || !drops;
  }
}

// The visits of one client: old[0 … olds), fresh[0 … freshes).
static void compare_client(GArray *moves, const Plan *before, const guint *old, guint olds, const Plan *after,
                           const guint *fresh, guint freshes)
{
  g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(guint)),
                    come = g_array_new(FALSE, FALSE, sizeof(guint));
  guint a = 0, b = 0;
  while (a < olds || b < freshes) {
    const Day x = a < olds ? plan_visit(before, old[a])->day : G_MAXINT32,
              y = b < freshes ? plan_visit(after, fresh[b])->day : G_MAXINT32;
    if (x == y)
      compare_kept(moves, before, old[a++], after, fresh[b++]);
    else if (x < y)
      g_array_append_val(gone, old[a++]);
    else
      g_array_append_val(come, fresh[b++]);
  }
  pair_moved(moves, before, gone, after, come);
}

static guint end_of_client(const Plan *plan, const GArray *order, guint first, int client)
{
  while (first < order->len && plan_visit(plan, g_array_index(order, guint, first))->client == client)
    first++;
  return first;
}

GArray *moves_between(const Plan *before, const Plan *after, const Territory *territory, Day from)
{
  GArray *moves = g_array_new(FALSE, FALSE, sizeof(Move));
  g_array_set_clear_func(moves, move_clear);
  g_autoptr(GArray) old = sorted(before, from), fresh = sorted(after, from);
  guint a = 0, b = 0;
  for (int client = 0; client < (int)territory->clients->len; client++) {
    const guint a_end = end_of_client(before, old, a, client), b_end = end_of_client(after, fresh, b, client);
    compare_client(moves, before, &g_array_index(old, guint, a), a_end - a, after,
                   &g_array_index(fresh, guint, b), b_end - b);
    a = a_end;
    b = b_end;
  }
  return moves;
}
