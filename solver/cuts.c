// SPDX-License-Identifier: GPL-3.0-or-later
// Subset-row cuts on three clients with multiplier 1/2 (Jepsen et al. 2008): a day that visits two or three of them
// uses at least two of their visits, so there are at most floor((f_1 + f_2 + f_3) / 2) such days, and no more than the
// two rarer clients have visits. They are found from the weight of pairs: days with i and j, days with all three.
// Cost: clients · (partners of a client)², far below the labelling.
#include "solver/cuts.h"

#include <math.h>

typedef struct Triple {
  double excess;
  int client[3], most;
} Triple;

typedef struct Pairs { // of columns in use
  int n;
  double *weight;        // [i * n + j] Σ y_r over routes with i and j
  GPtrArray **of_client; // [n] Column * in use that visit i
} Pairs;

static Pairs pairs_of(const Master *master)
{
  const int n = master->p->n;
  Pairs pairs = {
      .n = n, .weight = g_new0(double, (gsize)n *(gsize)n + 1), .of_client = g_new(GPtrArray *, n + 1)};
  for (int i = 0; i < n; i++)
    pairs.of_client[i] = g_ptr_array_new();
  for (guint c = 0; c < master->active->len; c++) {
    Column *column = master->active->pdata[c];
    if (column->use < 1e-7)
      continue;
    for (int a = 0; a < column->count; a++) {
      g_ptr_array_add(pairs.of_client[column->set[a]], column);
      for (int b = 0; b < column->count; b++)
        pairs.weight[(size_t)column->set[a] * (size_t)n + (size_t)column->set[b]] += column->use;
    }
  }
  return pairs;
}

static void pairs_clear(Pairs *pairs)
{
  for (int i = 0; i < pairs->n; i++)
    g_ptr_array_unref(pairs->of_client[i]);
  g_free(pairs->of_client);
  g_free(pairs->weight);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pairs, pairs_clear)

static double weight(const Pairs *pairs, int i, int j)
{
  return pairs->weight[(size_t)i * (size_t)pairs->n + (size_t)j];
}

static bool column_visits(const Column *column, int client)
{
  for (int k = 0; k < column->count; k++) {
    if (column->set[k] == client)
      return true;
  }
  return false;
}

static double weight_of_three(const Pairs *pairs, int i, int j, int k)
{
  double sum = 0;
  for (guint c = 0; c < pairs->of_client[i]->len; c++) {
    const Column *column = pairs->of_client[i]->pdata[c];
    if (column_visits(column, j) && column_visits(column, k))
      sum += column->use;
  }
  return sum;
}

// Days that the commonest weekday has in the horizon.
static int days_of_weekday(const Problem *p)
{
  int most = 0;
  for (int w = 0; w < 7; w++) {
    g_autofree bool *used = g_new0(bool, (gsize)p->days + 1);
    int days = 0;
    for (int s = 0; s < p->slots; s++) {
      const int day = p->slot[s].day;
      days += !used[day] && (p->weekday0 + day) % 7 == w;
      used[day] = true;
    }
    most = MAX(most, days);
  }
  return most;
}

static bool keeps_weekday(const Master *master, int i)
{
  const Demand *demand = &master->p->demand[i];
  return demand->same_weekday == WEEKDAY_SAME && demand->patterns == 0 && master->promised[i] == 0;
}

// The most routes that visit two or three of them. Clients that keep their weekday meet on one weekday only, at most
// once a day (two reps cannot each visit two of three on one day).
static int most_days(const Master *master, int i, int j, int k, int weekday_days)
{
  const int a = master->visits[i], b = master->visits[j], c = master->visits[k], sum = a + b + c;
  const int most = MIN(sum / 2, sum - MAX(a, MAX(b, c)));
  const bool same = keeps_weekday(master, i) && keeps_weekday(master, j) && keeps_weekday(master, k);
  return same ? MIN(most, weekday_days) : most;
}

static bool has_cut(const Master *master, int i, int j, int k)
{
  for (guint c = 0; c < master->cuts->len; c++) {
    const Cut *cut = master->cuts->pdata[c];
    if (cut->client[0] == i && cut->client[1] == j && cut->client[2] == k)
      return true;
  }
  return false;
}

static void look_at(const Master *master, const Pairs *pairs, int i, int j, int k, int weekday_days,
                    GArray *found)
{
  const int most = most_days(master, i, j, k, weekday_days);
  const double sum = weight(pairs, i, j) + weight(pairs, i, k) + weight(pairs, j, k);
  if (sum <= most + 0.02)
    return;
  const double excess = sum - 2 * weight_of_three(pairs, i, j, k) - most;
  if (excess > 0.02 && !has_cut(master, i, j, k))
    g_array_append_val(found, ((Triple){excess, {i, j, k}, most}));
}

static int by_excess(const void *a, const void *b)
{
  const Triple *x = a, *y = b;
  if (x->excess != y->excess)
    return x->excess > y->excess ? -1 : 1;
  for (int k = 0; k < 3; k++) {
    if (x->client[k] != y->client[k])
      return x->client[k] - y->client[k];
  }
  return 0;
}

static GArray *find_triples(const Master *master, const Pairs *pairs)
{
  const int n = pairs->n;
  GArray *found = g_array_new(FALSE, FALSE, sizeof(Triple));
  const int weekday_days = days_of_weekday(master->p);
  g_autofree int *partner = g_new(int, (gsize)n + 1);
  for (int i = 0; i < n; i++) {
    int partners = 0; // all three pairs matter only where at least two have weight: i is the one in both
    for (int j = 0; j < n; j++) {
      if (j != i && weight(pairs, i, j) > 1e-6)
        partner[partners++] = j;
    }
    for (int a = 0; a < partners; a++) {
      for (int b = a + 1; b < partners; b++) {
        const int j = partner[a], k = partner[b];
        const bool closed = weight(pairs, j, k) > 1e-6;
        if (closed && i > j) // found from its lowest client
          continue;
        look_at(master, pairs, MIN(i, j), i < j ? j : MIN(i, k), i < j ? k : MAX(i, k), weekday_days, found);
      }
    }
  }
  g_array_sort(found, by_excess);
  return found;
}

// A new cut remembers its clients and, of the routes it bites, what lies between them.
static void keep_along(Cut *cut, const int *client, int count)
{
  int first = -1, last = -1;
  for (int k = 0; k < count; k++) {
    if (client[k] == cut->client[0] || client[k] == cut->client[1] || client[k] == cut->client[2]) {
      first = first < 0 ? k : first;
      last = k;
    }
  }
  for (int k = MAX(first, 0); k <= last; k++)
    cut->keep[client[k] / 64] |= UINT64_C(1) << (client[k] % 64);
}

static void add_cut(Master *master, const Pairs *pairs, const Triple *triple, int words)
{
  Cut *cut = g_new0(Cut, 1);
  *cut = (Cut){.client = {triple->client[0], triple->client[1], triple->client[2]}, .most = triple->most};
  cut->keep = g_new0(uint64_t, (gsize)words);
  for (int k = 0; k < 3; k++) {
    const int client = cut->client[k];
    cut->keep[client / 64] |= UINT64_C(1) << (client % 64);
    for (guint c = 0; c < pairs->of_client[client]->len; c++) {
      const Column *column = pairs->of_client[client]->pdata[c];
      keep_along(cut, column->client, column->count);
    }
  }
  master_add_cut(master, cut);
}

int cuts_separate(Master *master, int words, int most)
{
  g_auto(Pairs) pairs = pairs_of(master);
  g_autoptr(GArray) found = find_triples(master, &pairs);
  g_autofree int *times = g_new0(int, (gsize)master->p->n + 1);
  int added = 0;
  for (guint f = 0; f < found->len && added < most; f++) {
    const Triple *triple = &g_array_index(found, Triple, f);
    const int *of = triple->client;
    if (MAX(times[of[0]], MAX(times[of[1]], times[of[2]])) >= 3) // spread them over the clients
      continue;
    for (int k = 0; k < 3; k++)
      times[of[k]]++;
    add_cut(master, &pairs, triple, words);
    added++;
  }
  return added;
}

bool cuts_widen(Master *master, const int *client, int count)
{
  bool widened = false;
  for (guint c = 0; c < master->cuts->len; c++) {
    Cut *cut = master->cuts->pdata[c];
    int visits = 0;
    for (int k = 0; k < count; k++)
      visits += client[k] == cut->client[0] || client[k] == cut->client[1] || client[k] == cut->client[2];
    if (cut->penalty <= 0 || visits < 2)
      continue;
    g_autofree uint64_t *before = g_memdup2(cut->keep, sizeof(uint64_t) * (gsize)((master->p->n + 63) / 64));
    keep_along(cut, client, count);
    for (int w = 0; w < (master->p->n + 63) / 64; w++)
      widened = widened || before[w] != cut->keep[w];
  }
  return widened;
}
