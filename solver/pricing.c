// SPDX-License-Identifier: GPL-3.0-or-later
// A day class as a network for the labelling. Limits that cannot bind are left out, because every resource weakens
// dominance; the working time orders the labels where it binds, else the load. Opening hours are not looked at: the
// routes priced are a superset of those that can be driven, and the bound stays valid.
#include "solver/pricing.h"

#include "solver/enumerate.h"

#include <string.h>

struct Pricer {
  const Problem *p;
  const DayClass *class;
  const Memory *memory;
  Network net;
  Labels *labels;
  int *place; // [n] index in the class, -1
};

Memory *memory_new(const Problem *p, int near)
{
  Memory *memory = g_new0(Memory, 1);
  memory->n = p->n;
  memory->words = (p->n + 63) / 64;
  memory->near = g_new0(uint64_t, (gsize)p->n * (gsize)memory->words + 1);
  const LegTable *legs = p->slots > 0 ? &p->legs[p->slot[0].legs] : NULL;
  for (int i = 0; i < p->n; i++) {
    uint64_t *row = memory->near + (size_t)i * (size_t)memory->words;
    for (int k = 0; k < MIN(near, p->n); k++) {
      int best = -1;
      for (int j = 0; j < p->n; j++) {
        if (row[j / 64] >> (j % 64) & 1)
          continue;
        const size_t arc = (size_t)i * (size_t)p->nodes + (size_t)j;
        const size_t arc_best = (size_t)i * (size_t)p->nodes + (size_t)MAX(best, 0);
        if (j == i || best < 0 || (best != i && legs->travel[arc] < legs->travel[arc_best]))
          best = j;
      }
      row[best / 64] |= UINT64_C(1) << (best % 64);
    }
    row[i / 64] |= UINT64_C(1) << (i % 64);
  }
  return memory;
}

void memory_free(Memory *memory)
{
  if (!memory)
    return;
  g_free(memory->near);
  g_free(memory);
}

// ---- Network ------------------------------------------------------------------------------------------------------

static int node_of(const Pricer *pricer, int place, bool leaves)
{
  const DayClass *class = pricer->class;
  return place < class->clients ? class->client[place] : leaves ? class->start : class->end;
}

typedef enum { USE_WORK, USE_LOAD, USE_VISITS, USE_TRAVEL } Use;

static int64_t own_use(const Pricer *pricer, Use use, int place)
{
  if (place >= pricer->class->clients)
    return 0;
  switch (use) {
  case USE_WORK: return pricer->class->service[place];
  case USE_LOAD: return pricer->p->demand[pricer->class->client[place]].load;
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

static void add_resource(Pricer *pricer, Use use, int64_t limit)
{
  Network *net = &pricer->net;
  const int m = net->m, e = net->resources++;
  const size_t side = (size_t)m + 1;
  const LegTable *legs = &pricer->p->legs[pricer->class->table];
  net->limit[e] = (int32_t)limit;
  net->own[e] = g_new0(int32_t, side);
  net->use[0][e] = g_new0(int32_t, side * side);
  net->use[1][e] = net->symmetric ? net->use[0][e] : g_new0(int32_t, side * side);
  for (int a = 0; a <= m; a++) {
    net->own[e][a] = (int32_t)own_use(pricer, use, a);
    for (int b = 0; b <= m; b++) {
      const size_t arc =
          (size_t)node_of(pricer, a, true) * (size_t)pricer->p->nodes + (size_t)node_of(pricer, b, false);
      const int32_t leg = use == USE_WORK || use == USE_TRAVEL ? legs->travel[arc] : 0;
      net->use[0][e][(size_t)a * side + (size_t)b] = leg + (int32_t)own_use(pricer, use, b);
      if (!net->symmetric)
        net->use[1][e][(size_t)b * side + (size_t)a] = leg + (int32_t)own_use(pricer, use, a);
    }
  }
  add_home(net, 0, e);
  if (net->symmetric)
    net->home[1][e] = net->home[0][e];
  else
    add_home(net, 1, e);
}

static int by_number(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

// The most visits whose own uses fit into the limit.
static int most_visits(const Pricer *pricer, Use use, int64_t limit)
{
  const int m = pricer->class->clients;
  g_autofree int64_t *own = g_new(int64_t, (gsize)m + 1);
  for (int k = 0; k < m; k++)
    own[k] = own_use(pricer, use, k);
  qsort(own, (size_t)m, sizeof(int64_t), by_number);
  int64_t sum = 0;
  int count = 0;
  while (count < m && (sum += own[count]) <= limit)
    count++;
  return count;
}

// Limits that can bind, the one that orders the labels first.
static void add_resources(Pricer *pricer)
{
  const DayClass *class = pricer->class;
  const int m = class->clients;
  const LegTable *legs = &pricer->p->legs[class->table];
  int64_t work = 0, travel = 0, load = 0;
  for (int a = 0; a <= m; a++) {
    int64_t longest = 0;
    for (int b = 0; b <= m; b++)
      longest = MAX(longest, legs->travel[(size_t)node_of(pricer, a, true) * (size_t)pricer->p->nodes +
                                          (size_t)node_of(pricer, b, false)]);
    travel += longest;
    work += longest + own_use(pricer, USE_WORK, a);
    load += own_use(pricer, USE_LOAD, a);
  }
  if (work > class->work)
    add_resource(pricer, USE_WORK, class->work);
  if (load > class->max_load && class->max_load <= INT32_MAX / 2)
    add_resource(pricer, USE_LOAD, class->max_load);
  if (MIN(m, MIN(most_visits(pricer, USE_WORK, class->work),
                 most_visits(pricer, USE_LOAD, class->max_load))) > class->max_visits)
    add_resource(pricer, USE_VISITS, class->max_visits);
  if (travel > class->max_travel && class->max_travel < class->work)
    add_resource(pricer, USE_TRAVEL, class->max_travel);
  if (pricer->net.resources == 0)
    add_resource(pricer, USE_VISITS, m);
}

static bool is_symmetric(const Pricer *pricer)
{
  const LegTable *legs = &pricer->p->legs[pricer->class->table];
  const size_t nodes = (size_t)pricer->p->nodes;
  for (int a = 0; a <= pricer->net.m; a++) {
    for (int b = 0; b < a; b++) {
      const size_t there = (size_t)node_of(pricer, a, true) * nodes + (size_t)node_of(pricer, b, false);
      const size_t back = (size_t)node_of(pricer, b, true) * nodes + (size_t)node_of(pricer, a, false);
      if (legs->travel[there] != legs->travel[back] || legs->cost[there] != legs->cost[back])
        return false;
    }
  }
  return true;
}

static void add_costs(Pricer *pricer)
{
  Network *net = &pricer->net;
  const size_t side = (size_t)net->m + 1;
  const LegTable *legs = &pricer->p->legs[pricer->class->table];
  net->cost[0] = g_new0(Money, side * side);
  net->cost[1] = net->symmetric ? net->cost[0] : g_new0(Money, side * side);
  for (int a = 0; a <= net->m; a++) {
    for (int b = 0; b <= net->m; b++) {
      const Money cost = legs->cost[(size_t)node_of(pricer, a, true) * (size_t)pricer->p->nodes +
                                    (size_t)node_of(pricer, b, false)];
      net->cost[0][(size_t)a * side + (size_t)b] = cost;
      if (!net->symmetric)
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

static void add_nearest(Pricer *pricer)
{
  Network *net = &pricer->net;
  const size_t m = (size_t)net->m;
  for (int d = 0; d < 2; d++) {
    if (d == 1 && net->symmetric) {
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

Pricer *pricer_new(const Problem *p, const DayClass *class, const Memory *memory)
{
  Pricer *pricer = g_new0(Pricer, 1);
  *pricer = (Pricer){.p = p, .class = class, .memory = memory, .labels = labels_new()};
  Network *net = &pricer->net;
  net->m = class->clients;
  net->words = (net->m + 63) / 64;
  net->symmetric = is_symmetric(pricer);
  add_resources(pricer);
  add_costs(pricer);
  add_nearest(pricer);
  net->memory = g_new0(uint64_t, (gsize)net->m * (gsize)net->words + 1);
  net->prize = g_new0(Money, (gsize)net->m + 1);
  pricer->place = g_new(int, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++)
    pricer->place[i] = -1;
  for (int k = 0; k < net->m; k++)
    pricer->place[class->client[k]] = k;
  return pricer;
}

void pricer_free(Pricer *pricer)
{
  if (!pricer)
    return;
  Network *net = &pricer->net;
  for (int e = 0; e < net->resources; e++) {
    g_free(net->own[e]);
    g_free(net->use[0][e]);
    g_free(net->home[0][e]);
    if (!net->symmetric) {
      g_free(net->use[1][e]);
      g_free(net->home[1][e]);
    }
  }
  g_free(net->cost[0]);
  g_free(net->nearest[0]);
  if (!net->symmetric) {
    g_free(net->cost[1]);
    g_free(net->nearest[1]);
  }
  g_free(net->memory);
  g_free(net->prize);
  g_free(net->member);
  g_free(net->keep);
  g_free(net->penalty);
  g_free(pricer->place);
  labels_free(pricer->labels);
  g_free(pricer);
}

int64_t pricer_steps(const Pricer *pricer)
{
  return labels_steps(pricer->labels);
}

bool pricer_fits(const Pricer *pricer, int client)
{
  const Network *net = &pricer->net;
  const size_t depot = (size_t)net->m, side = depot + 1;
  const int place = pricer->place[client];
  for (int e = 0; e < net->resources && place >= 0; e++) {
    const int64_t out = net->use[0][e][depot * side + (size_t)place],
                  home = net->use[0][e][(size_t)place * side + depot];
    if (out + home > net->limit[e])
      return false;
  }
  return place >= 0;
}

Money pricer_cost(const Pricer *pricer, const int *client, int count)
{
  const DayClass *class = pricer->class;
  const LegTable *legs = &pricer->p->legs[class->table];
  Money cost = 0;
  int node = class->start;
  for (int k = 0; k <= count; k++) {
    const int next = k < count ? client[k] : class->end;
    cost += legs->cost[(size_t)node * (size_t)pricer->p->nodes + (size_t)next];
    node = next;
  }
  return cost;
}

// ---- Pricing ------------------------------------------------------------------------------------------------------

static void set_memory(Pricer *pricer)
{
  Network *net = &pricer->net;
  const Memory *memory = pricer->memory;
  memset(net->memory, 0, sizeof(uint64_t) * (size_t)net->m * (size_t)net->words);
  for (int k = 0; k < net->m; k++) {
    const uint64_t *row = memory->near + (size_t)pricer->class->client[k] * (size_t)memory->words;
    for (int j = 0; j < net->m; j++) {
      const int client = pricer->class->client[j];
      if (row[client / 64] >> (client % 64) & 1)
        net->memory[(size_t)k * (size_t)net->words + (size_t)(j / 64)] |= UINT64_C(1) << (j % 64);
    }
  }
}

// Only cuts with a penalty take part.
static void set_cuts(Pricer *pricer, const GPtrArray *cuts)
{
  Network *net = &pricer->net;
  net->cuts = 0;
  for (guint c = 0; cuts && c < cuts->len; c++)
    net->cuts += ((const Cut *)cuts->pdata[c])->penalty > 0;
  net->cut_words = (net->cuts + 63) / 64;
  const size_t room = (size_t)net->m * (size_t)net->cut_words + 1;
  net->member = g_renew(uint64_t, net->member, room);
  net->keep = g_renew(uint64_t, net->keep, room);
  net->penalty = g_renew(Money, net->penalty, net->cuts + 1);
  memset(net->member, 0, sizeof(uint64_t) * room);
  memset(net->keep, 0, sizeof(uint64_t) * room);
  int at = 0;
  for (guint c = 0; cuts && c < cuts->len; c++) {
    const Cut *cut = cuts->pdata[c];
    if (cut->penalty <= 0)
      continue;
    const uint64_t bit = UINT64_C(1) << (at % 64);
    net->penalty[at] = cut->penalty;
    for (int k = 0; k < 3; k++) {
      const int place = pricer->place[cut->client[k]];
      if (place >= 0)
        net->member[(size_t)place * (size_t)net->cut_words + (size_t)(at / 64)] |= bit;
    }
    for (int k = 0; k < net->m; k++) {
      const int client = pricer->class->client[k];
      if (cut->keep[client / 64] >> (client % 64) & 1)
        net->keep[(size_t)k * (size_t)net->cut_words + (size_t)(at / 64)] |= bit;
    }
    at++;
  }
}

static void set_duals(Pricer *pricer, const Duals *duals)
{
  for (int k = 0; k < pricer->net.m; k++)
    pricer->net.prize[k] = duals->prize[pricer->class->client[k]];
  set_memory(pricer);
  set_cuts(pricer, duals->cuts);
}

// From the class's numbers to the Problem's.
static void finish_routes(const Pricer *pricer, const Duals *duals, guint from, GPtrArray *routes)
{
  for (guint r = from; r < routes->len; r++) {
    LabelRoute *route = routes->pdata[r];
    route->cost += duals->fixed;
    for (int k = 0; k < route->count; k++)
      route->client[k] = pricer->class->client[route->client[k]];
  }
}

bool pricer_enumerate(Pricer *pricer, const Duals *duals, Money below, int most, GPtrArray *routes)
{
  const guint before = routes->len;
  set_duals(pricer, duals);
  const bool whole = enumerate_sets(&pricer->net, pricer->labels, below - duals->fixed, most, routes);
  finish_routes(pricer, duals, before, routes);
  return whole;
}

bool pricer_run(Pricer *pricer, PriceLevel level, const Duals *duals, Money below, int most, int64_t limit,
                GPtrArray *routes, Money *least)
{
  static const LabelsMode modes[PRICE_LEVELS] = {{.near = 12, .cell = 1, .elementary = true, .pairs = 2000},
                                                 {.near = 0, .cell = 5, .elementary = true, .pairs = 5000},
                                                 {.near = 0}};
  LabelsMode mode = modes[level];
  mode.limit = limit;
  set_duals(pricer, duals);
  const guint before = routes->len;
  const bool whole =
      labels_run(pricer->labels, &pricer->net, &mode, below - duals->fixed, most, routes, least);
  *least += duals->fixed;
  finish_routes(pricer, duals, before, routes);
  return whole;
}
