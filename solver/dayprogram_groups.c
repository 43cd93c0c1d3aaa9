// SPDX-License-Identifier: GPL-3.0-or-later
// Slots between which the program of days makes no difference, by depth.
#include "solver/calendar_arcs.h"
#include "solver/dayprogram.h"

static bool slot_has_fix(const Problem *p, int s)
{
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].slot == s)
      return true;
  }
  return false;
}

bool slots_alike(const Problem *p, int a, int b)
{
  const Slot *x = &p->slot[a], *y = &p->slot[b];
  if (x->start != y->start || x->end != y->end || x->legs != y->legs || x->clock != y->clock ||
      x->length != y->length || x->max_work != y->max_work || x->max_travel != y->max_travel ||
      x->max_visits != y->max_visits || x->max_load != y->max_load || slot_has_fix(p, a) ||
      slot_has_fix(p, b))
    return false;
  for (int i = 0; i < p->n; i++) {
    if (problem_is_allowed(p, i, a) != problem_is_allowed(p, i, b))
      return false;
  }
  return true;
}

static int weekday_of(const Problem *p, int slot)
{
  return (p->weekday0 + p->slot[slot].day) % 7;
}

// A visit that is the client's only one, and neither waited for nor missed for long wherever it lies.
static bool cares_for_no_day(const Problem *p, int i)
{
  const Demand *demand = &p->demand[i];
  bool free = demand->patterns == 0 && demand->visits == 1 && demand->outsides == 0;
  for (int k = 0; k < p->fixes && free; k++)
    free = p->fix[k].client != i;
  for (int s = 0; s < p->slots && free; s++) {
    CalendarArc before, after;
    if (problem_is_allowed(p, i, s))
      free = calendar_arc(p, i, ARC_BEGIN, s, &before) && calendar_arc(p, i, s, ARC_END, &after) &&
             before.cost + after.cost == 0 && before.skipped + after.skipped == 0;
  }
  return free;
}

uint64_t clients_of_any_day(const Problem *p)
{
  uint64_t clients = 0;
  for (int i = 0; i < MIN(p->n, 64); i++)
    clients |= (uint64_t)cares_for_no_day(p, i) << i;
  return clients;
}

// Groups of like slots after those of one slot each.
static void add_shared(const Problem *p, const int *of_class, SlotGroup *groups, int *count)
{
  int likes;
  SlotGroup *like = slot_groups_new(p, of_class, DEPTH_COUNTS, &likes);
  for (int g = 0; g < likes; g++) {
    if (like[g].slots < 2) {
      g_free(like[g].slot);
      continue;
    }
    for (int k = 0; k < like[g].slots; k++)
      groups[like[g].slot[k]].within = *count;
    like[g].shared = true;
    groups[(*count)++] = like[g];
  }
  g_free(like);
}

SlotGroup *slot_groups_new(const Problem *p, const int *of_class, Depth depth, int *count)
{
  SlotGroup *groups = g_new0(SlotGroup, 2 * (gsize)p->slots + 1);
  *count = 0;
  for (int s = 0; s < p->slots; s++) {
    int g = depth == DEPTH_SLOTS ? *count : 0;
    while (g < *count && (of_class[s] != groups[g].class || !slots_alike(p, groups[g].slot[0], s) ||
                          (depth == DEPTH_WEEKDAYS && weekday_of(p, groups[g].slot[0]) != weekday_of(p, s))))
      g++;
    if (g == *count) {
      groups[(*count)++] =
          (SlotGroup){.class = of_class[s], .slot = g_new(int, (gsize)p->slots), .within = -1};
    }
    groups[g].slot[groups[g].slots++] = s;
  }
  if (depth == DEPTH_SLOTS)
    add_shared(p, of_class, groups, count);
  return groups;
}

void slot_groups_free(SlotGroup *groups, int count)
{
  for (int g = 0; g < count; g++)
    g_free(groups[g].slot);
  g_free(groups);
}
