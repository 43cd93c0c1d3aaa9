// SPDX-License-Identifier: GPL-3.0-or-later
// A plain calendar is a set of days beside the sorted list of slots, so that the days before and after any day are found
// by bit, and its price is a sum over neighbours by table.
#include "solver/day_prices.h"

#include <string.h>

typedef struct GapPrice { // what a gap of so many days costs, and the unplanned visits it needs
  Money cost;
  int skips;
} GapPrice;

typedef struct Calendar {
  int *visit, count; // slots, ascending by day
  Money cost;
  bool plain; // nothing but gaps and weekdays
  int skips;  // plain: unplanned visits that gaps need
  int of_weekday[7];
  uint64_t *days; // [words] the days of `visit`, where no two are on one day
} Calendar;

struct DayPrices {
  const Problem *p;
  Calendar *calendar; // [n]
  GapPrice *gap;      // [n * gaps]
  int gaps, words;
  bool single; // no day has two slots
};

enum { NO_NEIGHBOUR = -1 };

// ---- Plain calendars ------------------------------------------------------------------------------------------------

static GapPrice gap_price(const DayPrices *prices, int client, int days)
{
  return prices->gap[(size_t)client * (size_t)prices->gaps + (size_t)days];
}

// What two visits cost that follow each other; NO_NEIGHBOUR: none before, none after. Both: a calendar without visits.
static inline GapPrice link_price(const DayPrices *prices, int client, int before, int after)
{
  const Demand *demand = &prices->p->demand[client];
  GapPrice price = {0};
  if (before >= 0 && after >= 0)
    return gap_price(prices, client, after - before);
  if (after >= 0) {
    if (demand->previous != NO_DAY)
      price = gap_price(prices, client, after - demand->previous);
    else if (demand->soft_max > 0)
      price.cost = MAX(0, after - (demand->soft_max - 1)) * demand->gap_cost;
    price.cost += demand->first_by != NO_DAY && after > demand->first_by ? demand->miss_cost : 0;
  } else if (before >= 0 && demand->soft_max > 0) {
    price.cost = MAX(0, prices->p->days - before - demand->soft_max) * demand->gap_cost;
  }
  return price;
}

static int day_before(const uint64_t *days, int day)
{
  int word = day / 64;
  uint64_t left = days[word] & ((UINT64_C(1) << (day % 64)) - 1);
  while (left == 0 && word > 0)
    left = days[--word];
  return left ? 64 * word + 63 - __builtin_clzll(left) : NO_NEIGHBOUR;
}

static int day_after(const uint64_t *days, int words, int day)
{
  int word = day / 64;
  uint64_t left = days[word] & (~UINT64_C(1) << (day % 64));
  while (left == 0 && word + 1 < words)
    left = days[++word];
  return left ? 64 * word + __builtin_ctzll(left) : NO_NEIGHBOUR;
}

static void toggle(Calendar *calendar, int day)
{
  calendar->days[day / 64] ^= UINT64_C(1) << (day % 64);
}

static int commonest(const int of_weekday[7])
{
  int most = 0;
  for (int w = 0; w < 7; w++)
    most = MAX(most, of_weekday[w]);
  return most;
}

static Money skip_price(const Demand *demand, int skips, int count)
{
  return skips > demand->visits - count ? demand->miss_cost : 0;
}

static void add_link(const DayPrices *prices, int client, int before, int after, int sign, GapPrice *sum)
{
  const GapPrice price = link_price(prices, client, before, after);
  sum->cost += sign * price.cost;
  sum->skips += sign * price.skips;
}

// By the neighbours of both days.
static GapPrice gaps_change(const DayPrices *prices, int client, int from, int to)
{
  const uint64_t *days = prices->calendar[client].days;
  const int before = day_before(days, from), after = day_after(days, prices->words, from);
  GapPrice sum = {0};
  add_link(prices, client, before, from, -1, &sum);
  add_link(prices, client, from, after, -1, &sum);
  if (to > before && (after < 0 || to < after)) { // it stays between them
    add_link(prices, client, before, to, 1, &sum);
    add_link(prices, client, to, after, 1, &sum);
    return sum;
  }
  const int next = day_after(days, prices->words, to), last = day_before(days, to);
  add_link(prices, client, before, after, 1, &sum);
  add_link(prices, client, last, next, -1, &sum);
  add_link(prices, client, last, to, 1, &sum);
  add_link(prices, client, to, next, 1, &sum);
  return sum;
}

static Money plain_change(const DayPrices *prices, int client, int from, int to)
{
  const Problem *p = prices->p;
  const Demand *demand = &p->demand[client];
  const Calendar *calendar = &prices->calendar[client];
  const GapPrice gaps = gaps_change(prices, client, from, to);
  Money change = gaps.cost;
  if (gaps.skips != 0)
    change += skip_price(demand, calendar->skips + gaps.skips, calendar->count) -
              skip_price(demand, calendar->skips, calendar->count);
  if (demand->same_weekday == WEEKDAY_PREFER) {
    int of[7];
    memcpy(of, calendar->of_weekday, sizeof(of));
    of[problem_weekday(p, from)]--;
    of[problem_weekday(p, to)]++;
    change += (commonest(calendar->of_weekday) - commonest(of)) * demand->weekday_cost;
  }
  return change;
}

static Money plain_cost(const DayPrices *prices, int client, int *skips)
{
  const Calendar *calendar = &prices->calendar[client];
  const Demand *demand = &prices->p->demand[client];
  Money cost = 0;
  int before = NO_NEIGHBOUR;
  *skips = 0;
  for (int k = 0; k <= calendar->count; k++) {
    const int day = k < calendar->count ? prices->p->slot[calendar->visit[k]].day : NO_NEIGHBOUR;
    const GapPrice price = link_price(prices, client, before, day);
    cost += price.cost;
    *skips += price.skips;
    before = day;
  }
  if (demand->same_weekday == WEEKDAY_PREFER)
    cost += (calendar->count - commonest(calendar->of_weekday)) * demand->weekday_cost;
  return cost + (calendar->count > 0 ? skip_price(demand, *skips, calendar->count) : 0);
}

// ---- All calendars --------------------------------------------------------------------------------------------------

static Money calendar_cost(const DayPrices *prices, int client, int *skips)
{
  const Calendar *calendar = &prices->calendar[client];
  if (calendar->plain)
    return plain_cost(prices, client, skips);
  SolutionCost cost = {0};
  calendar_add_cost(prices->p, client, calendar->visit, calendar->count, &cost);
  Money price = cost.spacing + cost.weekday;
  if (!calendar_is_admissible(prices->p, client, calendar->visit, calendar->count))
    price += prices->p->demand[client].miss_cost;
  return price;
}

static void take_out(DayPrices *prices, int client, int slot)
{
  Calendar *calendar = &prices->calendar[client];
  const int day = prices->p->slot[slot].day;
  int k = 0;
  while (calendar->visit[k] != slot)
    k++;
  memmove(&calendar->visit[k], &calendar->visit[k + 1], sizeof(int) * (size_t)(calendar->count - k - 1));
  calendar->count--;
  calendar->of_weekday[problem_weekday(prices->p, day)]--;
  toggle(calendar, day);
}

static void put_in(DayPrices *prices, int client, int slot)
{
  Calendar *calendar = &prices->calendar[client];
  const int day = prices->p->slot[slot].day;
  int k = calendar->count++;
  for (; k > 0 && prices->p->slot[calendar->visit[k - 1]].day > day; k--)
    calendar->visit[k] = calendar->visit[k - 1];
  calendar->visit[k] = slot;
  calendar->of_weekday[problem_weekday(prices->p, day)]++;
  toggle(calendar, day);
}

static void price_anew(DayPrices *prices, int client)
{
  Calendar *calendar = &prices->calendar[client];
  calendar->cost = calendar_cost(prices, client, &calendar->skips);
}

void day_prices_add(DayPrices *prices, int client, int slot)
{
  put_in(prices, client, slot);
  price_anew(prices, client);
}

void day_prices_remove(DayPrices *prices, int client, int slot)
{
  take_out(prices, client, slot);
  price_anew(prices, client);
}

void day_prices_move(DayPrices *prices, int client, int from, int to)
{
  take_out(prices, client, from);
  put_in(prices, client, to);
  price_anew(prices, client);
}

const int *day_prices_visits(const DayPrices *prices, int client, int *count)
{
  *count = prices->calendar[client].count;
  return prices->calendar[client].visit;
}

Money day_prices_cost(const DayPrices *prices, int client)
{
  return prices->calendar[client].cost;
}

Money day_prices_change(DayPrices *prices, int client, int from, int to)
{
  const Slot *slot = prices->p->slot;
  if (prices->calendar[client].plain && prices->single)
    return plain_change(prices, client, slot[from].day, slot[to].day);
  take_out(prices, client, from);
  put_in(prices, client, to);
  int skips;
  const Money cost = calendar_cost(prices, client, &skips);
  take_out(prices, client, to);
  put_in(prices, client, from);
  return cost - prices->calendar[client].cost;
}

// ---- Making and freeing ---------------------------------------------------------------------------------------------

static void tabulate_gaps(DayPrices *prices)
{
  const Problem *p = prices->p;
  int earliest = 0;
  for (int i = 0; i < p->n; i++)
    earliest = p->demand[i].previous != NO_DAY ? MIN(earliest, p->demand[i].previous) : earliest;
  prices->gaps = p->days - earliest + 1;
  prices->gap = g_new0(GapPrice, (gsize)p->n * (gsize)prices->gaps + 1);
  for (int i = 0; i < p->n; i++) {
    const Demand *demand = &p->demand[i];
    for (int g = 0; g < prices->gaps; g++) {
      GapPrice *gap = &prices->gap[i * prices->gaps + g];
      gap->cost = gap_days_off(demand, g) * demand->gap_cost + (g < demand->gap_min ? demand->miss_cost : 0);
      gap->skips = demand->gap_max > 0 && g > 0 ? (g - 1) / demand->gap_max : 0;
    }
  }
}

static bool days_have_one_slot(const Problem *p)
{
  g_autofree bool *seen = g_new0(bool, (gsize)p->days + 1);
  for (int s = 0; s < p->slots; s++) {
    if (seen[p->slot[s].day])
      return false;
    seen[p->slot[s].day] = true;
  }
  return true;
}

DayPrices *day_prices_new(const Problem *p)
{
  DayPrices *prices = g_new0(DayPrices, 1);
  prices->p = p;
  prices->words = p->days / 64 + 1;
  prices->calendar = g_new0(Calendar, (gsize)p->n + 1);
  prices->single = days_have_one_slot(p);
  for (int i = 0; i < p->n; i++) {
    const Demand *demand = &p->demand[i];
    Calendar *calendar = &prices->calendar[i];
    calendar->visit = g_new(int, (gsize)p->slots + 1);
    calendar->days = g_new0(uint64_t, (gsize)prices->words);
    calendar->plain = !demand->same_rep && demand->outsides == 0 && demand->same_weekday != WEEKDAY_SAME;
  }
  for (int f = 0; f < p->fixes; f++)
    prices->calendar[p->fix[f].client].plain = false;
  tabulate_gaps(prices);
  return prices;
}

void day_prices_free(DayPrices *prices)
{
  if (!prices)
    return;
  for (int i = 0; i < prices->p->n; i++) {
    g_free(prices->calendar[i].visit);
    g_free(prices->calendar[i].days);
  }
  g_free(prices->calendar);
  g_free(prices->gap);
  g_free(prices);
}
