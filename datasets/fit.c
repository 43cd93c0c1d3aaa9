// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for can be done, client by client: a visit fits the common hours, a calendar keeps the client's hard
// rules. Whether all of it fits a rep's hours together is another question (the load that a recipe wants).
#include "datasets/generate.h"

#include <string.h>

typedef struct Span {
  int from, to;
} Span;

// A rep's working spans of a whole day: shifts less the break.
static int rep_spans(const Recipe *recipe, const RepSpec *spec, Span spans[3])
{
  int n = 0;
  Span shifts[2] = {{spec->start, spec->end}, {spec->start2, spec->end2}};
  for (int i = 0; i < (spec->start2 ? 2 : 1); i++) {
    Span shift = shifts[i];
    if (recipe->break_from > shift.from && recipe->break_to < shift.to) {
      spans[n++] = (Span){shift.from, recipe->break_from};
      spans[n++] = (Span){recipe->break_to, shift.to};
    } else {
      spans[n++] = shift;
    }
  }
  return n;
}

// Spans in which the visit can lie, the drive from home and back counted; at most 6.
static int visit_spans(const Recipe *recipe, const Rep *rep, const Client *client, Span out[6])
{
  Span work[3];
  int n = 0, works = rep_spans(recipe, rep->spec, work);
  int drive = (int)(client->home_min + 1.0), first = work[0].from + drive, last = work[works - 1].to - drive;
  for (int i = 0; i < works; i++)
    for (int w = 0; w < 2; w++) {
      if (client->open[w] < 0 && (w == 1 || client->open[0] >= 0))
        continue;
      bool always = client->open[0] < 0;
      int from = MAX(MAX(work[i].from, first), always ? 0 : client->open[w]);
      int to = MIN(MIN(work[i].to, last), always ? 24 * 60 : client->close[w]);
      if (to - from >= client_minutes(recipe, client))
        out[n++] = (Span){from, to};
    }
  return n;
}

bool client_fits_day(const Recipe *recipe, const Rep *rep, const Client *client)
{
  Span spans[6];
  const RepSpec *spec = rep->spec;
  if (spec->max_drive_min && 2.0 * client->home_min + 1.0 > spec->max_drive_min)
    return false;
  return visit_spans(recipe, rep, client, spans) > 0;
}

bool client_open_on(const Dataset *dataset, const Rep *rep, const Client *client, Date date)
{
  if (client->weekdays && !(client->weekdays >> weekday_of(date) & 1))
    return false;
  if (client->away_from && date >= client->away_from && date <= client->away_to)
    return false;
  double whole = rep_day_min(dataset, rep, 0);
  return rep_day_min(dataset, rep, date) > 0.9 * whole;
}

// Dates of `open` (day numbers from the start) for n visits with gaps in [min, max], the gap to `before` (may be
// negative; only looked at with gap limits) and the first of them not after `first_by`.
static bool chain_exists(const bool *open, int days, int n, int min, int max, int before, int first_by)
{
  g_autofree bool *now = g_new0(bool, (gsize)days), *then = g_new0(bool, (gsize)days);
  for (int d = 0; d < days; d++)
    now[d] = open[d] && d <= first_by && d - before >= min && d - before <= max;
  for (int k = 1; k < n; k++) {
    for (int d = 0; d < days; d++) {
      then[d] = false;
      for (int gap = min; open[d] && gap <= max && gap <= d && !then[d]; gap++)
        then[d] = now[d - gap];
    }
    memcpy(now, then, (size_t)days * sizeof(bool));
  }
  for (int d = 0; d < days; d++)
    if (now[d])
      return true;
  return false;
}

bool client_fits_calendar(const Dataset *dataset, const Rep *rep, const Client *client)
{
  const Recipe *recipe = dataset->recipe;
  int days = 7 * recipe->weeks, n = client_count(recipe, client), huge = 100000;
  int first_by = client->first_by ? (int)(client->first_by - recipe->start) : days;
  bool gaps = client->min_gap || client->max_gap;
  int min = MAX(client->min_gap, 1), max = client->max_gap ? client->max_gap : huge;
  int before = gaps && client->last_visit ? (int)client->last_visit - (int)recipe->start : -huge / 2;
  if (before == -huge / 2)
    max = client->max_gap && n > 1 ? max : huge;
  g_autofree bool *open = g_new0(bool, (gsize)days);
  for (int weekday = client->same == SAME_YES ? 0 : 7; weekday <= (client->same == SAME_YES ? 4 : 7);
       weekday++) {
    for (int d = 0; d < days; d++) {
      Date date = recipe->start + (Date)d;
      open[d] = (weekday == 7 || weekday_of(date) == weekday) && client_open_on(dataset, rep, client, date);
    }
    // Nothing before the horizon: the first visit is free, so try every day as if the one before it lay min days off.
    if (before != -huge / 2 || max == huge) {
      if (chain_exists(open, days, n, min, max, before, first_by))
        return true;
      continue;
    }
    for (int first = 0; first < days; first++)
      if (open[first] && chain_exists(open, days, n, min, max, first - min, MIN(first, first_by)))
        return true;
  }
  return false;
}

// A quarter of an hour that a fixed visit can start at, or -1.
static int appointment_time(const Recipe *recipe, const Rep *rep, const Client *client, GRand *rand)
{
  Span spans[6];
  int n = visit_spans(recipe, rep, client, spans);
  if (!n)
    return -1;
  Span span = spans[g_rand_int_range(rand, 0, n)];
  int latest = span.to - client_minutes(recipe, client);
  int first = (span.from + 14) / 15, last = latest / 15;
  return first > last ? -1 : 15 * g_rand_int_range(rand, first, last + 1);
}

static bool day_taken(const Dataset *dataset, int rep, Date date)
{
  for (guint i = 0; i < dataset->appointments->len; i++) {
    const Appointment *other = &g_array_index(dataset->appointments, Appointment, i);
    const Client *client = &g_array_index(dataset->clients, Client, other->client);
    if (client->rep == rep && other->date == date)
      return true;
  }
  return false;
}

static gint by_date(gconstpointer a, gconstpointer b)
{
  const Appointment *p = a, *q = b;
  if (p->date != q->date)
    return p->date < q->date ? -1 : 1;
  return p->client - q->client;
}

// One fixed visit a rep and day, of clients whose own rules leave the date free; every other one with a time.
void dataset_add_appointments(Dataset *dataset, int wanted, GRand *rand)
{
  const Recipe *recipe = dataset->recipe;
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (int attempt = 0; (int)dataset->appointments->len < wanted && attempt < 100 * wanted; attempt++) {
    int index = g_rand_int_range(rand, 0, (gint32)dataset->clients->len);
    const Client *client = &g_array_index(dataset->clients, Client, index);
    const Rep *rep = &g_array_index(dataset->reps, Rep, client->rep);
    Date date = recipe->start + (Date)g_rand_int_range(rand, 0, 7 * recipe->weeks);
    if (client->min_gap || client->max_gap || client->first_by || client->same == SAME_YES)
      continue;
    if (!client_open_on(dataset, rep, client, date) || day_taken(dataset, client->rep, date))
      continue;
    if (!g_hash_table_add(seen, GINT_TO_POINTER(index + 1)))
      continue;
    Appointment made = {.client = index, .date = date, .time = -1};
    if (g_rand_boolean(rand))
      made.time = appointment_time(recipe, rep, client, rand);
    if (made.time >= 0 && g_rand_int_range(rand, 0, 3) == 0)
      made.minutes = client_minutes(recipe, client);
    g_array_append_val(dataset->appointments, made);
  }
  g_array_sort(dataset->appointments, by_date);
}
