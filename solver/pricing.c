// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the duals of the master, memories and cuts into a class's network and calls the labelling.
#include "solver/pricing.h"

#include "solver/enumerate.h"

#include <string.h>

struct Pricer {
  const Problem *p;
  const DayClass *class;
  const Memory *memory;
  Network *net;
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

void memory_keep(Memory *memory, int client)
{
  for (int i = 0; i < memory->n; i++)
    memory->near[(size_t)i * (size_t)memory->words + (size_t)(client / 64)] |= UINT64_C(1) << (client % 64);
}

void memory_free(Memory *memory)
{
  if (!memory)
    return;
  g_free(memory->near);
  g_free(memory);
}

Pricer *pricer_new(const Problem *p, const DayClass *class, const Memory *memory)
{
  Pricer *pricer = g_new0(Pricer, 1);
  *pricer = (Pricer){.p = p, .class = class, .memory = memory, .labels = labels_new()};
  pricer->net = network_new(p, class);
  pricer->place = g_new(int, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++)
    pricer->place[i] = -1;
  for (int k = 0; k < class->clients; k++)
    pricer->place[class->client[k]] = k;
  return pricer;
}

void pricer_free(Pricer *pricer)
{
  if (!pricer)
    return;
  network_free(pricer->net);
  g_free(pricer->place);
  labels_free(pricer->labels);
  g_free(pricer);
}

int64_t pricer_steps(const Pricer *pricer)
{
  return labels_steps(pricer->labels);
}

void pricer_watch(Pricer *pricer, const EngineOptions *options)
{
  labels_watch(pricer->labels, options);
}

bool pricer_fits(const Pricer *pricer, int client)
{
  const int place = pricer->place[client];
  int32_t use[RESOURCES_MAX];
  return place >= 0 && network_take(pricer->net, 0, NULL, pricer->net->m, place, use);
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
    if (k < count && class->extra)
      cost += class->extra[pricer->place[next]];
  }
  return cost;
}

// ---- Pricing ------------------------------------------------------------------------------------------------------

static void set_memory(Pricer *pricer)
{
  Network *net = pricer->net;
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
  Network *net = pricer->net;
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
  const Money *extra = pricer->class->extra;
  for (int k = 0; k < pricer->net->m; k++)
    pricer->net->prize[k] = duals->prize[pricer->class->client[k]] - (extra ? extra[k] : 0);
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
  const bool whole = enumerate_sets(pricer->net, pricer->labels, below - duals->fixed, most, routes);
  finish_routes(pricer, duals, before, routes);
  return whole;
}

bool pricer_run(Pricer *pricer, PriceLevel level, const Duals *duals, Money below, int most,
                PriceLimits limits, GPtrArray *routes, Money *least)
{
  static const LabelsMode modes[PRICE_LEVELS] = {{.near = 12, .cell = 1, .elementary = true, .pairs = 2000},
                                                 {.near = 30, .cell = 3, .elementary = true, .pairs = 5000},
                                                 {.near = 0}};
  LabelsMode mode = modes[level];
  mode.limit = limits.labels;
  mode.joins = level == PRICE_EXACT ? limits.joins : 0;
  set_duals(pricer, duals);
  const guint before = routes->len;
  const bool whole =
      labels_run(pricer->labels, pricer->net, &mode, below - duals->fixed, most, routes, least);
  *least += duals->fixed;
  finish_routes(pricer, duals, before, routes);
  return whole;
}
