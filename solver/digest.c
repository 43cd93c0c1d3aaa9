// SPDX-License-Identifier: GPL-3.0-or-later
// Structs are taken apart, because what lies between their fields is arbitrary. Every number goes in as 64 bits, each
// array after its length. A field that is added to a struct of solver/problem.h has to be added here: the sizes below
// are there to remind of it.
#include "solver/digest.h"

#include <string.h>

_Static_assert(sizeof(void *) != 8 || (sizeof(Slot) == 64 && sizeof(Fix) == 84 && sizeof(Demand) == 128 &&
                                       sizeof(Problem) == 120),
               "a struct of solver/problem.h has changed: take its new field in here, then mend the size");

enum { BUFFER = 4096 };

typedef struct Sink {
  GChecksum *sum;
  int64_t buffer[BUFFER];
  int count;
} Sink;

static void flush(Sink *sink)
{
  g_checksum_update(sink->sum, (const guchar *)sink->buffer, (gssize)(sizeof(int64_t) * (size_t)sink->count));
  sink->count = 0;
}

static void put(Sink *sink, int64_t value)
{
  if (sink->count == BUFFER)
    flush(sink);
  sink->buffer[sink->count++] = value;
}

static void put_starts(Sink *sink, const Starts *starts)
{
  put(sink, starts->count);
  for (int i = 0; i < starts->count; i++) {
    put(sink, starts->span[i].from);
    put(sink, starts->span[i].to);
  }
}

static void put_slots(Sink *sink, const Problem *p)
{
  for (int s = 0; s < p->slots; s++) {
    const Slot *slot = &p->slot[s];
    const int64_t fields[] = {slot->rep,        slot->day,        slot->start,    slot->end,
                              slot->legs,       slot->clock,      slot->length,   slot->max_work,
                              slot->max_travel, slot->max_visits, slot->max_load, slot->nights,
                              slot->away,       slot->night_cost};
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
      put(sink, fields[i]);
  }
}

static void put_demand(Sink *sink, const Demand *d)
{
  const int64_t fields[] = {d->visits,       d->service,  d->load,      d->miss_cost,
                            d->gap_min,      d->gap_max,  d->soft_min,  d->soft_max,
                            d->gap_cost,     d->previous, d->first_by,  (int64_t)d->same_weekday,
                            d->weekday_cost, d->same_rep, d->keep_cost, d->outsides,
                            d->patterns,     d->spread,   d->least};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    put(sink, fields[i]);
  for (int i = 0; i < d->outsides; i++)
    put(sink, d->outside[i]);
  for (int i = 0; i < d->patterns; i++)
    put(sink, (int64_t)d->pattern[i]);
}

static void put_legs(Sink *sink, const Problem *p)
{
  const size_t pairs = (size_t)p->nodes * (size_t)p->nodes;
  for (int t = 0; t < p->tables; t++) {
    for (size_t at = 0; at < pairs; at++) {
      put(sink, p->legs[t].travel[at]);
      put(sink, p->legs[t].cost[at]);
    }
  }
}

static void put_clients(Sink *sink, const Problem *p)
{
  for (int i = 0; i < p->n; i++)
    put_demand(sink, &p->demand[i]);
  for (int at = 0; at < p->clocks * p->n; at++)
    put_starts(sink, &p->starts[at]);
  for (int at = 0; at < p->n * p->words; at++)
    put(sink, (int64_t)p->allowed[at]);
  for (int f = 0; f < p->fixes; f++) {
    const Fix *fix = &p->fix[f];
    put(sink, fix->client);
    put(sink, fix->slot);
    put(sink, fix->service);
    put(sink, fix->chosen);
    put_starts(sink, &fix->starts);
  }
  put(sink, p->kin != NULL);
  for (int i = 0; p->kin && i < p->n; i++)
    put(sink, p->kin[i]);
  put(sink, p->slot_cost != NULL);
  for (int at = 0; p->slot_cost && at < p->n * p->slots; at++)
    put(sink, p->slot_cost[at]);
}

void problem_digest(const Problem *p, GChecksum *sum)
{
  g_autofree Sink *sink = g_new0(Sink, 1);
  sink->sum = sum;
  const int64_t sizes[] = {p->n,      p->nodes,  p->slots, p->days,     p->reps,
                           p->clocks, p->tables, p->fixes, p->weekday0, p->words};
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
    put(sink, sizes[i]);
  put_slots(sink, p);
  put_legs(sink, p);
  put_clients(sink, p);
  flush(sink);
}
