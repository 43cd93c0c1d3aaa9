// SPDX-License-Identifier: GPL-3.0-or-later
// Growing tours asks for the same few thousand legs millions of times, and a leg as the crow flies takes two sines and
// three cosines: a table with one place for each remainder keeps the last ones.
#include "solver/joint_parts.h"

enum { PLACE_BITS = 24, KNOWN_BITS = 14 };

typedef struct Known {
  uint64_t key; // 0: none yet
  Leg leg;
} Known;

struct JointWays {
  Known known[1 << KNOWN_BITS];
};

JointWays *joint_ways_new(void)
{
  return g_new0(JointWays, 1);
}

void joint_ways_free(JointWays *ways)
{
  g_free(ways);
}

// Places are numbered from JOINT_PLACE on.
static uint64_t key_of(int traveller, int from, int to)
{
  const uint64_t first = (uint64_t)(from - JOINT_PLACE), second = (uint64_t)(to - JOINT_PLACE);
  g_assert(first < UINT64_C(1) << PLACE_BITS && second < UINT64_C(1) << PLACE_BITS);
  return ((uint64_t)traveller << 2 * PLACE_BITS | first << PLACE_BITS | second) + 1;
}

static Known *place_for(JointWays *ways, uint64_t key)
{
  return &ways->known[key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - KNOWN_BITS)];
}

Leg joint_resource_leg(const JointRun *run, int resource, int from, int to)
{
  const uint64_t key = key_of(2 * resource + 1, from, to);
  Known *known = place_for(run->ways, key);
  if (known->key != key)
    *known = (Known){key, resource_leg(run->travel, resource, from, to)};
  return known->leg;
}

Leg joint_rep_leg(const JointRun *run, int rep, int from, int to)
{
  const uint64_t key = key_of(2 * rep, from, to);
  Known *known = place_for(run->ways, key);
  if (known->key != key)
    *known = (Known){key, travel_leg(run->travel, rep, from, to)};
  return known->leg;
}
