// SPDX-License-Identifier: GPL-3.0-or-later
// A shortest path through the days of one client, a level for each visit; once for each weekday where one is kept or
// preferred, since what visits off the commonest weekday cost is the least, over weekdays, of what those off it do.
#include "solver/rhythm.h"

#include "solver/calendar_arcs.h"

#include <string.h>

struct Rhythms {
  int *first;   // [n + 1] where the client's costs begin
  Money *least; // by number of visits, 0 … demand.visits
};

typedef struct Days { // on which a client may be visited, ascending; which rep it is does not matter
  const Problem *p;
  int client, count;
  int *slot;
  bool *promised; // the calendar has to hold it
  Money *arc;     // [(from + 1) * (count + 1) + to]: from -1: the beginning; to `count`: the end
  Money *now, *next;
} Days;

static void list_days(Days *days, const int *order)
{
  const Problem *p = days->p;
  days->count = 0;
  for (int k = 0; k < p->slots; k++) {
    const int s = order[k];
    const bool fixed = problem_fix(p, days->client, s) != NULL;
    if (!fixed && !problem_is_allowed(p, days->client, s))
      continue;
    const int last = days->count - 1;
    const bool again = last >= 0 && p->slot[days->slot[last]].day == p->slot[s].day &&
                       !(fixed && days->promised[last]); // several reps may have promised that day
    if (again && !fixed)
      continue;
    days->slot[again ? last : days->count++] = s;
    days->promised[days->count - 1] = fixed;
  }
}

static void cost_arcs(Days *days)
{
  const size_t width = (size_t)days->count + 1;
  for (int from = -1; from < days->count; from++) {
    Money *row = days->arc + (size_t)(from + 1) * width;
    bool passed = false; // a promised visit
    for (int to = from + 1; to <= days->count; to++) {
      CalendarArc arc;
      const bool whole =
          !passed && calendar_arc(days->p, days->client, from < 0 ? ARC_BEGIN : days->slot[from],
                                  to < days->count ? days->slot[to] : ARC_END, &arc);
      row[to] = whole ? arc.cost : RHYTHM_NONE;
      passed = passed || (to < days->count && days->promised[to]);
    }
  }
}

static int weekday_of(const Days *days, int k)
{
  return problem_weekday(days->p, days->p->slot[days->slot[k]].day);
}

// Of a visit on that day where `weekday` (-1: any) is the client's.
static Money visit_cost(const Days *days, int k, int weekday)
{
  const Demand *demand = &days->p->demand[days->client];
  if (weekday < 0 || weekday_of(days, k) == weekday)
    return 0;
  if (demand->same_weekday == WEEKDAY_PREFER)
    return demand->weekday_cost;
  return days->promised[k] ? 0 : RHYTHM_NONE;
}

// From the least costs of calendars so far whose last visit is on each day, `now` (first: the beginning), to those with one
// visit more.
static void add_visit(const Days *days, bool first, int weekday)
{
  const size_t width = (size_t)days->count + 1;
  for (int to = 0; to < days->count; to++) {
    const Money here = visit_cost(days, to, weekday);
    Money best = RHYTHM_NONE;
    for (int from = first ? -1 : 0; from < (first ? 0 : to) && here < RHYTHM_NONE; from++) {
      const Money before = first ? 0 : days->now[from],
                  arc = days->arc[(size_t)(from + 1) * width + (size_t)to];
      if (before < RHYTHM_NONE && arc < RHYTHM_NONE)
        best = MIN(best, before + arc + here);
    }
    days->next[to] = best;
  }
}

static void run_weekday(Days *days, int weekday, Money *least)
{
  const size_t width = (size_t)days->count + 1, end = (size_t)days->count;
  const int visits = days->p->demand[days->client].visits;
  least[0] = MIN(least[0], days->arc[end]);
  for (int v = 1; v <= visits; v++) {
    add_visit(days, v == 1, weekday);
    Money *swap = days->now;
    days->now = days->next;
    days->next = swap;
    for (int k = 0; k < days->count; k++) {
      const Money arc = days->arc[(size_t)(k + 1) * width + end];
      if (days->now[k] < RHYTHM_NONE && arc < RHYTHM_NONE)
        least[v] = MIN(least[v], days->now[k] + arc);
    }
  }
}

static void run_client(Days *days, Money *least)
{
  const Demand *demand = &days->p->demand[days->client];
  for (int v = 0; v <= demand->visits; v++)
    least[v] = demand->patterns > 0 ? 0 : RHYTHM_NONE;
  if (demand->patterns > 0)
    return;
  cost_arcs(days);
  if (demand->same_weekday == WEEKDAY_FREE ||
      (demand->same_weekday == WEEKDAY_PREFER && demand->weekday_cost == 0)) {
    run_weekday(days, -1, least);
    return;
  }
  for (int w = 0; w < 7; w++)
    run_weekday(days, w, least);
}

Rhythms *rhythms_new(const Problem *p)
{
  Rhythms *rhythms = g_new0(Rhythms, 1);
  rhythms->first = g_new0(int, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++)
    rhythms->first[i + 1] = rhythms->first[i] + p->demand[i].visits + 1;
  rhythms->least = g_new0(Money, (gsize)rhythms->first[p->n] + 1);
  const gsize room = (gsize)p->slots + 2;
  g_autofree int *order = calendar_order(p), *slot = g_new(int, room);
  g_autofree bool *promised = g_new(bool, room);
  g_autofree Money *arc = g_new(Money, room * room), *costs = g_new(Money, 2 * room);
  for (int i = 0; i < p->n; i++) {
    Days days = {.p = p, .client = i, .slot = slot, .promised = promised, .arc = arc};
    days.now = costs;
    days.next = costs + room;
    list_days(&days, order);
    run_client(&days, rhythms->least + rhythms->first[i]);
  }
  return rhythms;
}

void rhythms_free(Rhythms *rhythms)
{
  if (!rhythms)
    return;
  g_free(rhythms->first);
  g_free(rhythms->least);
  g_free(rhythms);
}

Money rhythms_least(const Rhythms *rhythms, int client, int visits)
{
  return rhythms->least[rhythms->first[client] + visits];
}
