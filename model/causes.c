// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/causes.h"

#include <math.h>

enum { FACTORS = CAUSE_YIELD + 1, SETS = 1 << FACTORS, ORDERS = 120 };

typedef struct Factors {
  double days, service, made; // relative to the plan
  double *mix, *yield;        // [groups]
} Factors;

const char *cause_name(Cause cause)
{
  static const char *const names[] = {"days",      "service_time", "missed_visits",
                                      "group_mix", "yield",        "other_sales"};
  return names[cause];
}

static int visits_of(const SalesSide *side, int groups)
{
  int visits = 0;
  for (int g = 0; g < groups; g++)
    visits += side->visits[g];
  return visits;
}

static Money sales_of(const SalesSide *side, int groups)
{
  Money sales = 0;
  for (int g = 0; g < groups; g++)
    sales += side->sales[g];
  return sales;
}

static double service_of(const SalesSide *side)
{
  return side->timed > 0 ? (double)side->service_s / side->timed : 0;
}

// Shares and yields of one side; `like`: what counts where it cannot tell, NULL: nothing does.
static Factors factors_of(const SalesSide *side, int groups, const Factors *like)
{
  const int visits = visits_of(side, groups);
  Factors f = {1, 1, 1, g_new0(double, (gsize)groups + 1), g_new0(double, (gsize)groups + 1)};
  for (int g = 0; g < groups; g++) {
    f.mix[g] = visits > 0 ? (double)side->visits[g] / visits : like ? like->mix[g] : 0;
    f.yield[g] = side->visits[g] > 0 ? (double)side->sales[g] / side->visits[g] : like ? like->yield[g] : 0;
  }
  return f;
}

// What became of the planned number of visits; `base` and `base_days` stand in for a plan without any.
static void compare_visits(const SalesSide *planned, const SalesSide *done, int groups, double base,
                           double base_days, Factors *f)
{
  const double visits = visits_of(done, groups), before = service_of(planned), after = service_of(done);
  f->days = done->days / base_days;
  if (done->days == 0 || visits <= 0)
    return;
  const double a_day = visits / done->days / (base / base_days);
  if (before > 0 && after > before)
    f->service = fmin(1, fmax(a_day, before / after));
  f->made = a_day / f->service;
}

static Money product(const Factors *planned, const Factors *done, unsigned changed, int groups, double base)
{
  const Factors *of[FACTORS];
  for (int k = 0; k < FACTORS; k++)
    of[k] = changed >> k & 1 ? done : planned;
  double mean = 0;
  for (int g = 0; g < groups; g++)
    mean += of[CAUSE_MIX]->mix[g] * of[CAUSE_YIELD]->yield[g];
  return (Money)llround(base * of[CAUSE_DAYS]->days * of[CAUSE_SERVICE]->service * of[CAUSE_MISSED]->made *
                        mean);
}

static void share_out(const Money value[SETS], Money part[CAUSES])
{
  static const int weight[FACTORS] = {24, 6, 4, 6, 24}; // |A|! (4 - |A|)!
  Money left = value[SETS - 1] - value[0];
  for (int k = 0; k < FACTORS; k++) {
    __int128 sum = 0;
    for (unsigned set = 0; set < SETS; set++) {
      if (!(set >> k & 1))
        sum += (__int128)weight[__builtin_popcount(set)] * (value[set | 1u << k] - value[set]);
    }
    part[k] = (Money)(sum / ORDERS);
    left -= part[k];
  }
  int largest = 0;
  for (int k = 1; k < FACTORS; k++)
    largest = ABS(part[k]) > ABS(part[largest]) ? k : largest;
  part[largest] += left;
}

void causes_split(const SalesSide *planned, const SalesSide *done, int groups, Money part[CAUSES])
{
  const double base = MAX(1, visits_of(planned, groups)), base_days = MAX(1, planned->days);
  Factors a = factors_of(planned, groups, NULL), b = factors_of(done, groups, &a);
  compare_visits(planned, done, groups, base, base_days, &b);
  Money value[SETS];
  for (unsigned set = 0; set < SETS; set++)
    value[set] = product(&a, &b, set, groups, base);
  value[0] = sales_of(planned, groups); // as they are, not by way of the factors
  value[SETS - 1] = sales_of(done, groups);
  share_out(value, part);
  part[CAUSE_OTHER] = done->other - planned->other;
  g_free(a.mix);
  g_free(a.yield);
  g_free(b.mix);
  g_free(b.yield);
}
