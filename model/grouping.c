// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/grouping.h"

static void criterion_clear(gpointer data)
{
  Criterion *criterion = data;
  g_free(criterion->points);
  g_free(criterion->scaled);
}

static void profile_free(gpointer data)
{
  GroupProfile *profile = data;
  g_free(profile->id);
  g_free(profile->name);
  g_free(profile->mean);
  g_free(profile->text);
  g_free(profile);
}

const char *grouped_by_name(GroupedBy by)
{
  static const char *const names[] = {"none", "given", "rule", "score", "share", "cluster"};
  return names[by];
}

Grouping *grouping_new(int clients, int groups)
{
  Grouping *grouping = g_new0(Grouping, 1);
  grouping->clients = clients;
  grouping->groups = groups;
  grouping->criteria = g_array_new(FALSE, TRUE, sizeof(Criterion));
  g_array_set_clear_func(grouping->criteria, criterion_clear);
  grouping->score = g_new0(double, clients);
  grouping->group = g_new(int, clients);
  grouping->given = g_new(int, clients);
  grouping->by = g_new0(GroupedBy, clients);
  grouping->moves = g_new0(char *, clients);
  grouping->quality = g_array_new(FALSE, FALSE, sizeof(ClusterQuality));
  grouping->profiles = g_ptr_array_new_with_free_func(profile_free);
  for (int i = 0; i < clients; i++)
    grouping->group[i] = grouping->given[i] = -1;
  return grouping;
}

void grouping_free(Grouping *grouping)
{
  if (!grouping)
    return;
  for (int i = 0; i < grouping->clients; i++)
    g_free(grouping->moves[i]);
  g_array_unref(grouping->criteria);
  g_array_unref(grouping->quality);
  g_ptr_array_unref(grouping->profiles);
  g_free(grouping->strategy);
  g_free(grouping->score);
  g_free(grouping->part);
  g_free(grouping->group);
  g_free(grouping->given);
  g_free(grouping->by);
  g_free(grouping->moves);
  g_free(grouping);
}
