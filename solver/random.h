// SPDX-License-Identifier: GPL-3.0-or-later
// The solver's random numbers: splitmix64 (Steele, Lea, Flood 2014), the same on every machine.
#pragma once

#include <stdint.h>

typedef struct Random {
  uint64_t state;
} Random;

static inline uint64_t random_next(Random *random)
{
  uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

// 0 … limit - 1
static inline int random_below(Random *random, int limit)
{
  return (int)(((random_next(random) >> 32) * (uint64_t)limit) >> 32);
}

// [0, 1)
static inline double random_unit(Random *random)
{
  return (double)(random_next(random) >> 11) * 0x1p-53;
}
