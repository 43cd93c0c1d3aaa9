// SPDX-License-Identifier: GPL-3.0-or-later
// Slots are first put together where nothing differs, then the two classes that lose least by it are merged until few
// enough are left. What a merger loses is counted in client-days that become allowed and in tenths of an hour of a day
// that become available. Cost: (kinds of slots)² · words, once a problem.
#include "solver/classes.h"

#include <string.h>

typedef struct Kind { // slots that are taken for one another
  const Slot *like;   // start, end, legs
  int32_t length, work, max_travel;
  int max_visits, slots;
  int64_t max_load;
  uint64_t *open; // [client_words] who may be visited
  bool fixed;
  int away, nights;      // node, 0: no nights; most in a row
  bool evening, morning; // a night out after, before
} Kind;

static int client_words(const Problem *p)
{
  return (p->n + 63) / 64;
}

static Kind *kind_of_slot(const Problem *p, int s)
{
  const Slot *slot = &p->slot[s];
  Kind *kind = g_new0(Kind, 1);
  *kind = (Kind){.like = slot, .max_travel = slot->max_travel, .max_visits = slot->max_visits, .slots = 1};
  kind->length = slot->length;
  kind->work = MIN(slot->length, slot->max_work);
  kind->max_load = slot->max_load;
  kind->away = slot->away;
  kind->nights = MAX(slot->nights, s > 0 && slot->away > 0 ? p->slot[s - 1].nights : 0);
  kind->evening = slot->nights > 0;
  kind->morning = s > 0 && p->slot[s - 1].nights > 0;
  kind->open = g_new0(uint64_t, (gsize)client_words(p) + 1);
  for (int i = 0; i < p->n; i++) {
    const Fix *fix = p->fixes > 0 ? problem_fix(p, i, s) : NULL;
    const Starts *starts = problem_starts(p, i, s, NULL);
    kind->fixed = kind->fixed || fix;
    if ((problem_is_allowed(p, i, s) || fix) && starts->count > 0)
      kind->open[i / 64] |= UINT64_C(1) << (i % 64);
  }
  return kind;
}

static bool kinds_match(const Kind *a, const Kind *b)
{
  return a->like->start == b->like->start && a->like->end == b->like->end && a->like->legs == b->like->legs;
}

static bool kinds_equal(const Problem *p, const Kind *a, const Kind *b)
{
  return kinds_match(a, b) && a->like->clock == b->like->clock && a->length == b->length &&
         a->work == b->work && a->max_travel == b->max_travel && a->max_visits == b->max_visits &&
         a->max_load == b->max_load && !a->fixed && !b->fixed &&
         memcmp(a->open, b->open, sizeof(uint64_t) * (size_t)client_words(p)) == 0;
}

static int64_t merger_loss(const Problem *p, const Kind *a, const Kind *b)
{
  int64_t only_a = 0, only_b = 0;
  for (int w = 0; w < client_words(p); w++) {
    only_a += __builtin_popcountll(a->open[w] & ~b->open[w]);
    only_b += __builtin_popcountll(b->open[w] & ~a->open[w]);
  }
  const int32_t top = MAX(a->work, b->work);
  return only_a * b->slots + only_b * a->slots + (top - a->work) / 360 * a->slots +
         (top - b->work) / 360 * b->slots + (a->max_visits != b->max_visits) +
         (a->max_travel != b->max_travel);
}

static void take_nights(Kind *kind, const Kind *other)
{
  kind->away = MAX(kind->away, other->away);
  kind->nights = MAX(kind->nights, other->nights);
  kind->evening = kind->evening || other->evening;
  kind->morning = kind->morning || other->morning;
}

static void kind_take(const Problem *p, Kind *kind, const Kind *other)
{
  kind->length = MAX(kind->length, other->length);
  kind->work = MAX(kind->work, other->work);
  kind->max_travel = MAX(kind->max_travel, other->max_travel);
  kind->max_visits = MAX(kind->max_visits, other->max_visits);
  kind->max_load = MAX(kind->max_load, other->max_load);
  kind->slots += other->slots;
  kind->fixed = kind->fixed || other->fixed;
  take_nights(kind, other);
  for (int w = 0; w < client_words(p); w++)
    kind->open[w] |= other->open[w];
}

static void kind_free(void *data)
{
  Kind *kind = data;
  g_free(kind->open);
  g_free(kind);
}

// Merges kind `from` into `into` and renames it in of_slot; kinds keep their order.
static void merge(const Problem *p, GPtrArray *kinds, int *of_slot, int into, int from)
{
  kind_take(p, kinds->pdata[into], kinds->pdata[from]);
  g_ptr_array_remove_index(kinds, (guint)from);
  for (int s = 0; s < p->slots; s++) {
    if (of_slot[s] == from)
      of_slot[s] = into;
    else if (of_slot[s] > from)
      of_slot[s]--;
  }
}

// Merges the pair that loses least, where that is no more than `cheap` or its group has more than `limit` kinds;
// whether there was one.
static bool merge_cheapest(const Problem *p, GPtrArray *kinds, int *of_slot, int limit, int64_t cheap)
{
  int into = -1, from = -1;
  int64_t least = INT64_MAX;
  for (int a = 0; a < (int)kinds->len; a++) {
    int alike = 0;
    for (int b = 0; b < (int)kinds->len; b++)
      alike += kinds_match(kinds->pdata[a], kinds->pdata[b]);
    for (int b = a + 1; b < (int)kinds->len; b++) {
      const int64_t loss = kinds_match(kinds->pdata[a], kinds->pdata[b])
                               ? merger_loss(p, kinds->pdata[a], kinds->pdata[b])
                               : INT64_MAX;
      if (loss < least && (alike > limit || loss <= cheap)) {
        least = loss;
        into = a;
        from = b;
      }
    }
  }
  if (into >= 0)
    merge(p, kinds, of_slot, into, from);
  return into >= 0;
}

static GPtrArray *find_kinds(const Problem *p, int *of_slot)
{
  GPtrArray *kinds = g_ptr_array_new_with_free_func(kind_free);
  for (int s = 0; s < p->slots; s++) {
    Kind *kind = kind_of_slot(p, s);
    guint at = 0;
    while (at < kinds->len && !kinds_equal(p, kinds->pdata[at], kind))
      at++;
    of_slot[s] = (int)at;
    if (at == kinds->len) {
      g_ptr_array_add(kinds, kind);
    } else {
      Kind *same = kinds->pdata[at];
      same->slots++;
      take_nights(same, kind);
      kind_free(kind);
    }
  }
  return kinds;
}

// Adds a span to those there are, which may touch it; where they become too many, the narrowest break between two is
// forgotten.
static void starts_take(Starts *starts, Window span)
{
  Window all[STARTS_CAP + 1];
  int count = 0;
  for (int k = 0; k < starts->count; k++) {
    const Window here = starts->span[k];
    if (span.from - here.to > 1 || here.from - span.to > 1)
      all[count++] = here;
    else
      span = (Window){MIN(span.from, here.from), MAX(span.to, here.to)};
  }
  int at = count++;
  for (; at > 0 && all[at - 1].from > span.from; at--)
    all[at] = all[at - 1];
  all[at] = span;
  if (count > STARTS_CAP) {
    int narrow = 1;
    for (int k = 2; k < count; k++)
      narrow = all[k].from - all[k - 1].to < all[narrow].from - all[narrow - 1].to ? k : narrow;
    all[narrow - 1].to = all[narrow].to;
    memmove(all + narrow, all + narrow + 1, sizeof(Window) * (size_t)(--count - narrow));
  }
  memcpy(starts->span, all, sizeof(Window) * (size_t)count);
  starts->count = count;
}

// Service, hours and promised visits of client i, the k-th of the class.
static void add_visits(const Problem *p, DayClass *class, int i, int k)
{
  class->service[k] = p->demand[i].service - p->demand[i].spread;
  for (int j = 0; j < class->slots; j++) {
    const int s = class->slot[j];
    const Fix *fix = p->fixes > 0 ? problem_fix(p, i, s) : NULL;
    if (!fix && !problem_is_allowed(p, i, s))
      continue;
    int32_t service;
    const Starts *starts = problem_starts(p, i, s, &service);
    class->service[k] = MIN(class->service[k], service);
    class->must[k] += fix != NULL;
    for (int w = 0; w < starts->count; w++) { // a shorter visit may begin later
      const int32_t later = fix ? 0 : p->demand[i].spread;
      starts_take(&class->starts[k], (Window){starts->span[w].from, starts->span[w].to + later});
    }
  }
}

static void fill_class(const Problem *p, const Kind *kind, const int *of_slot, int index, DayClass *class)
{
  *class = (DayClass){.start = kind->like->start, .end = kind->like->end, .table = kind->like->legs};
  class->length = kind->length;
  class->work = kind->work;
  class->max_travel = kind->max_travel;
  class->max_visits = kind->max_visits;
  class->max_load = kind->max_load;
  class->slot = g_new(int, (gsize)kind->slots);
  for (int s = 0; s < p->slots; s++) {
    if (of_slot[s] == index)
      class->slot[class->slots++] = s;
  }
  class->client = g_new(int, (gsize)p->n);
  class->service = g_new(int32_t, (gsize)p->n);
  class->starts = g_new0(Starts, (gsize)p->n);
  class->must = g_new0(int, (gsize)p->n);
  for (int i = 0; i < p->n; i++) {
    if (!(kind->open[i / 64] >> (i % 64) & 1))
      continue;
    const int k = class->clients++;
    class->client[k] = i;
    add_visits(p, class, i, k);
  }
}

// Another way to spend the days of a class: with a night out after it, before it, or both.
static void add_way(DayClasses *classes, const Kind *kind, int like, bool morning, bool evening)
{
  const DayClass *of = &classes->item[like];
  DayClass *class = &classes->item[classes->count++];
  *class = *of;
  class->away = kind->away;
  class->nights = kind->nights;
  class->morning = morning;
  class->evening = evening;
  class->start = morning ? kind->away : of->start;
  class->end = evening ? kind->away : of->end;
  class->slot = g_memdup2(of->slot, sizeof(int) * (gsize)of->slots);
  class->client = g_memdup2(of->client, sizeof(int) * (gsize)of->clients);
  class->service = g_memdup2(of->service, sizeof(int32_t) * (gsize)of->clients);
  class->starts = g_memdup2(of->starts, sizeof(Starts) * (gsize)of->clients);
  class->must = g_memdup2(of->must, sizeof(int) * (gsize)of->clients);
}

static void add_ways(DayClasses *classes, const Kind *kind, int like)
{
  if (kind->evening)
    add_way(classes, kind, like, false, true);
  if (kind->morning)
    add_way(classes, kind, like, true, false);
  if (kind->evening && kind->morning && kind->nights > 1)
    add_way(classes, kind, like, true, true);
}

// What there is to lose: client-days, and tenths of an hour of days.
static int64_t all_of(const Problem *p, const GPtrArray *kinds)
{
  int64_t sum = 0;
  for (guint k = 0; k < kinds->len; k++) {
    const Kind *kind = kinds->pdata[k];
    for (int w = 0; w < client_words(p); w++)
      sum += (int64_t)__builtin_popcountll(kind->open[w]) * kind->slots;
    sum += (int64_t)kind->work / 360 * kind->slots;
  }
  return sum;
}

DayClasses *classes_new(const Problem *p, int limit, int permille)
{
  g_autofree int *of_slot = g_new(int, (gsize)p->slots + 1);
  g_autoptr(GPtrArray) kinds = find_kinds(p, of_slot);
  const int64_t cheap = all_of(p, kinds) * permille / 1000;
  while (merge_cheapest(p, kinds, of_slot, limit, cheap)) {
  }
  DayClasses *classes = g_new0(DayClasses, 1);
  classes->item = g_new0(DayClass, 4 * kinds->len + 1);
  classes->of_slot = g_new(int, (gsize)p->slots + 1);
  g_autofree int *place = g_new(int, kinds->len + 1);
  for (int k = 0; k < (int)kinds->len; k++) {
    DayClass *class = &classes->item[classes->count];
    fill_class(p, kinds->pdata[k], of_slot, k, class);
    class->share = classes->count;
    place[k] = class->clients > 0 ? classes->count++ : -1;
    if (class->clients == 0) {
      g_free(class->slot);
      g_free(class->client);
      g_free(class->service);
      g_free(class->starts);
      g_free(class->must);
    }
  }
  for (int s = 0; s < p->slots; s++)
    classes->of_slot[s] = place[of_slot[s]];
  for (int k = 0; k < (int)kinds->len; k++) {
    if (place[k] >= 0)
      add_ways(classes, kinds->pdata[k], place[k]);
  }
  return classes;
}

void classes_free(DayClasses *classes)
{
  if (!classes)
    return;
  for (int k = 0; k < classes->count; k++) {
    g_free(classes->item[k].slot);
    g_free(classes->item[k].client);
    g_free(classes->item[k].service);
    g_free(classes->item[k].starts);
    g_free(classes->item[k].must);
    g_free(classes->item[k].extra);
  }
  g_free(classes->item);
  g_free(classes->of_slot);
  g_free(classes);
}
