// SPDX-License-Identifier: GPL-3.0-or-later
// Limits that cannot bind are left out, because every resource weakens dominance. The work clock is the main resource
// where hours can bind, else the working time, else the load. Cost: m² · log m, m³ at worst for the ways home.
#include "solver/network.h"

typedef struct Maker {
  const Problem *p;
  const DayClass *class;
  bool mirrored; // legs are the same in both directions, and the day ends where it starts
  Network *net;
} Maker;

static int node_of(const Maker *maker, int place, bool leaves)
{
  const DayClass *class = maker->class;
  return place < class->clients ? class->client[place] : leaves ? class->start : class->end;
}

typedef enum { USE_WORK, USE_LOAD, USE_VISITS, USE_TRAVEL } Use;

static int64_t own_use(const Maker *maker, Use use, int place)
{
  if (place >= maker->class->clients)
    return 0;
  switch (use) {
  case USE_WORK: return maker->class->service[place];
  case USE_LOAD: return maker->p->demand[maker->class->client[place]].load;
  case USE_VISITS: return 1;
  case USE_TRAVEL: break;
  }
  return 0;
}

// Shortest ways home in this resource (legs need not keep the triangle inequality).
static void add_home(Network *net, int direction, int e)
{
  const int m = net->m;
  const int32_t *use = net->use[direction][e];
  int32_t *home = net->home[direction][e] = g_new(int32_t, (gsize)m + 1);
  g_autofree bool *done = g_new0(bool, (gsize)m + 1);
  for (int i = 0; i < m; i++)
    home[i] = use[(size_t)i * (size_t)(m + 1) + (size_t)m];
  for (int round = 0; round < m; round++) {
    int next = -1;
    for (int i = 0; i < m; i++) {
      if (!done[i] && (next < 0 || home[i] < home[next]))
        next = i;
    }
    done[next] = true;
    for (int i = 0; i < m; i++)
      home[i] = MIN(home[i], use[(size_t)i * (size_t)(m + 1) + (size_t)next] + home[next]);
  }
}

static void add_resource(const Maker *maker, Use use, int64_t limit)
{
  Network *net = maker->net;
  const int m = net->m, e = net->resources++;
  const size_t side = (size_t)m + 1;
  const LegTable *legs = &maker->p->legs[maker->class->table];
  net->limit[e] = (int32_t)limit;
  net->own[e] = g_new0(int32_t, side);
  net->use[0][e] = g_new0(int32_t, side * side);
  net->use[1][e] = maker->mirrored ? net->use[0][e] : g_new0(int32_t, side * side);
  for (int a = 0; a <= m; a++) {
    net->own[e][a] = (int32_t)own_use(maker, use, a);
    for (int b = 0; b <= m; b++) {
      const size_t arc =
          (size_t)node_of(maker, a, true) * (size_t)maker->p->nodes + (size_t)node_of(maker, b, false);
      const int32_t leg = use == USE_WORK || use == USE_TRAVEL ? legs->travel[arc] : 0;
      net->use[0][e][(size_t)a * side + (size_t)b] = leg + (int32_t)own_use(maker, use, b);
      if (!maker->mirrored)
        net->use[1][e][(size_t)b * side + (size_t)a] = leg + (int32_t)own_use(maker, use, a);
    }
  }
  add_home(net, 0, e);
  if (maker->mirrored)
    net->home[1][e] = net->home[0][e];
  else
    add_home(net, 1, e);
}

static void remove_resource(const Maker *maker)
{
  Network *net = maker->net;
  const int e = --net->resources;
  g_free(net->own[e]);
  for (int d = 0; d < (maker->mirrored ? 1 : 2); d++) {
    g_free(net->use[d][e]);
    g_free(net->home[d][e]);
  }
}

static int by_number(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

// The most visits whose own uses fit into the limit.
static int most_visits(const Maker *maker, Use use, int64_t limit)
{
  const int m = maker->class->clients;
  g_autofree int64_t *own = g_new(int64_t, (gsize)m + 1);
  for (int k = 0; k < m; k++)
    own[k] = own_use(maker, use, k);
  qsort(own, (size_t)m, sizeof(int64_t), by_number);
  int64_t sum = 0;
  int count = 0;
  while (count < m && (sum += own[count]) <= limit)
    count++;
  return count;
}

// Whether the hours of a client keep a route from it that the length of the day would not.
static bool hours_bind(const Maker *maker)
{
  const Network *net = maker->net;
  for (int k = 0; k < net->m; k++) {
    const Starts *starts = &maker->class->starts[k];
    const int32_t last = net->limit[0] - net->own[0][k] - net->home[0][0][k];
    if (starts->count != 1 || starts->span[0].from > net->home[1][0][k] || starts->span[0].to < last)
      return true;
  }
  return false;
}

// Forwards the ends of visits, backwards the length of the day less their starts.
static void add_spans(const Maker *maker)
{
  Network *net = maker->net;
  net->spans[0] = g_new0(Starts, (gsize)net->m + 1);
  net->spans[1] = g_new0(Starts, (gsize)net->m + 1);
  for (int k = 0; k < net->m; k++) {
    const Starts *starts = &maker->class->starts[k];
    net->spans[0][k].count = net->spans[1][k].count = starts->count;
    for (int w = 0; w < starts->count; w++) {
      const Window span = starts->span[w];
      net->spans[0][k].span[w] = (Window){span.from + net->own[0][k], span.to + net->own[0][k]};
      net->spans[1][k].span[starts->count - 1 - w] =
          (Window){net->limit[0] - span.to, net->limit[0] - span.from};
    }
  }
}

// The working time as the main resource; where hours bind the clock, and the working time beside it where that is less
// than the day is long.
static void add_clock(const Maker *maker, int64_t work)
{
  const DayClass *class = maker->class;
  Network *net = maker->net;
  add_resource(maker, USE_WORK, class->length);
  if (hours_bind(maker)) {
    net->symmetric = false;
    add_spans(maker);
    if (class->work < class->length)
      add_resource(maker, USE_WORK, class->work);
  } else if (work > class->work) {
    net->limit[0] = class->work;
  } else {
    remove_resource(maker);
  }
}

// Limits that can bind, the one that orders the labels first.
static void add_resources(const Maker *maker)
{
  const DayClass *class = maker->class;
  const int m = class->clients;
  const LegTable *legs = &maker->p->legs[class->table];
  int64_t work = 0, travel = 0, load = 0;
  for (int a = 0; a <= m; a++) {
    int64_t longest = 0;
    for (int b = 0; b <= m; b++)
      longest = MAX(longest, legs->travel[(size_t)node_of(maker, a, true) * (size_t)maker->p->nodes +
                                          (size_t)node_of(maker, b, false)]);
    travel += longest;
    work += longest + own_use(maker, USE_WORK, a);
    load += own_use(maker, USE_LOAD, a);
  }
  add_clock(maker, work);
  if (load > class->max_load && class->max_load <= INT32_MAX / 2)
    add_resource(maker, USE_LOAD, class->max_load);
  if (MIN(m, MIN(most_visits(maker, USE_WORK, class->work), most_visits(maker, USE_LOAD, class->max_load))) >
      class->max_visits)
    add_resource(maker, USE_VISITS, class->max_visits);
  if (travel > class->max_travel && class->max_travel < class->work)
    add_resource(maker, USE_TRAVEL, class->max_travel);
  if (maker->net->resources == 0)
    add_resource(maker, USE_VISITS, m);
}

static bool is_mirrored(const Maker *maker)
{
  const LegTable *legs = &maker->p->legs[maker->class->table];
  const size_t nodes = (size_t)maker->p->nodes;
  for (int a = 0; a <= maker->net->m; a++) {
    for (int b = 0; b < a; b++) {
      const size_t there = (size_t)node_of(maker, a, true) * nodes + (size_t)node_of(maker, b, false);
      const size_t back = (size_t)node_of(maker, b, true) * nodes + (size_t)node_of(maker, a, false);
      if (legs->travel[there] != legs->travel[back] || legs->cost[there] != legs->cost[back])
        return false;
    }
  }
  return true;
}

static void add_costs(const Maker *maker)
{
  Network *net = maker->net;
  const size_t side = (size_t)net->m + 1;
  const LegTable *legs = &maker->p->legs[maker->class->table];
  net->cost[0] = g_new0(Money, side * side);
  net->cost[1] = maker->mirrored ? net->cost[0] : g_new0(Money, side * side);
  for (int a = 0; a <= net->m; a++) {
    for (int b = 0; b <= net->m; b++) {
      const Money cost = legs->cost[(size_t)node_of(maker, a, true) * (size_t)maker->p->nodes +
                                    (size_t)node_of(maker, b, false)];
      net->cost[0][(size_t)a * side + (size_t)b] = cost;
      if (!maker->mirrored)
        net->cost[1][(size_t)b * side + (size_t)a] = cost;
    }
  }
}

typedef struct Near {
  const Network *net;
  int from, direction;
} Near;

static int by_nearness(const void *a, const void *b, void *data)
{
  const Near *near = data;
  const int x = *(const int *)a, y = *(const int *)b;
  const int32_t *use = near->net->use[near->direction][0] + (size_t)near->from * ((size_t)near->net->m + 1);
  return use[x] != use[y] ? (use[x] < use[y] ? -1 : 1) : x - y;
}

static void add_nearest(const Maker *maker)
{
  Network *net = maker->net;
  const size_t m = (size_t)net->m;
  for (int d = 0; d < 2; d++) {
    if (d == 1 && maker->mirrored) {
      net->nearest[1] = net->nearest[0];
      break;
    }
    net->nearest[d] = g_new(int, m *m + 1);
    for (int i = 0; i < net->m; i++) {
      int *row = net->nearest[d] + (size_t)i * m;
      for (int j = 0; j < net->m; j++)
        row[j] = j;
      g_qsort_with_data(row, net->m, sizeof(int), by_nearness, &(Near){net, i, d});
    }
  }
}

static void add_self(const Maker *maker)
{
  Network *net = maker->net;
  const int *client = maker->class->client, *kin = maker->p->kin;
  net->self = g_new0(uint64_t, (gsize)net->m * (gsize)net->words + 1);
  for (int i = 0; i < net->m; i++) {
    for (int j = 0; j < net->m; j++) {
      if (j == i || (kin && kin[client[i]] == kin[client[j]]))
        net->self[(size_t)i * (size_t)net->words + (size_t)(j / 64)] |= UINT64_C(1) << (j % 64);
    }
  }
}

Network *network_new(const Problem *p, const DayClass *class)
{
  Network *net = g_new0(Network, 1);
  Maker maker = {.p = p, .class = class, .net = net};
  net->m = class->clients;
  net->words = (net->m + 63) / 64;
  net->symmetric = maker.mirrored = is_mirrored(&maker);
  add_resources(&maker);
  add_costs(&maker);
  add_nearest(&maker);
  add_self(&maker);
  net->memory = g_new0(uint64_t, (gsize)net->m * (gsize)net->words + 1);
  net->prize = g_new0(Money, (gsize)net->m + 1);
  return net;
}

static void free_both(void *first, void *second)
{
  g_free(first);
  if (second != first)
    g_free(second);
}

void network_free(Network *net)
{
  for (int e = 0; e < net->resources; e++) {
    g_free(net->own[e]);
    free_both(net->use[0][e], net->use[1][e]);
    free_both(net->home[0][e], net->home[1][e]);
  }
  free_both(net->cost[0], net->cost[1]);
  free_both(net->nearest[0], net->nearest[1]);
  g_free(net->spans[0]);
  g_free(net->spans[1]);
  g_free(net->memory);
  g_free(net->self);
  g_free(net->prize);
  g_free(net->member);
  g_free(net->keep);
  g_free(net->penalty);
  g_free(net);
}
