// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/causes.h"

#include <math.h>

enum { FACTORS = CAUSE_YIELD + 1, SETS = 1 << FACTORS, ORDERS = 120 };

typedef struct Factors {
  double days, service,
      made;            // made: visits * service / (days * minutes a day), so that the product is the visits
  double *mix, *yield; // [groups]
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

// `like`: what counts where this side cannot tell; NULL: nothing does.
static Factors factors_of(const SalesSide *side, int groups, const Factors *like, double minutes)
{
  const int visits = visits_of(side, groups);
  Factors f = {.days = side->days,
               .mix = g_new0(double, (gsize)groups + 1),
               .yield = g_new0(double, (gsize)groups + 1)};
  f.service = side->timed > 0 && side->service_s > 0 ? (double)side->service_s / side->timed
              : like                                 ? like->service
                                                     : 1;
  const double room = f.days * minutes / f.service;
  f.made = visits > 0 && room > 0 ? visits / room : like ? like->made : 1;
  for (int g = 0; g < groups; g++) {
    f.mix[g] = visits > 0 ? (double)side->visits[g] / visits : like ? like->mix[g] : 0;
    f.yield[g] = side->visits[g] > 0 ? (double)side->sales[g] / side->visits[g] : like ? like->yield[g] : 0;
  }
  return f;
}

static Money product(const Factors *planned, const Factors *done, unsigned changed, int groups,
                     double minutes)
{
  const Factors *of[FACTORS];
  for (int k = 0; k < FACTORS; k++)
    of[k] = changed >> k & 1 ? done : planned;
  double mean = 0;
  for (int g = 0; g < groups; g++)
    mean += of[CAUSE_MIX]->mix[g] * of[CAUSE_YIELD]->yield[g];
  const double visits = of[CAUSE_DAYS]->days * minutes / of[CAUSE_SERVICE]->service * of[CAUSE_MISSED]->made;
  return (Money)llround(visits * mean);
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
  for (int k = 0; left != 0; k = (k + 1) % FACTORS) {
    part[k] += left > 0 ? 1 : -1;
    left -= left > 0 ? 1 : -1;
  }
}

void causes_split(const SalesSide *planned, const SalesSide *done, int groups, Money part[CAUSES])
{
  // Planned minutes a day; where nothing was planned any figure will do, it cancels out.
  const int visits = visits_of(planned, groups);
  const double service = planned->timed > 0 ? (double)planned->service_s / planned->timed : 1;
  const double minutes = visits > 0 && planned->days > 0 ? visits * service / planned->days : 1;
  Factors a = factors_of(planned, groups, NULL, minutes), b = factors_of(done, groups, &a, minutes);
  Money value[SETS];
  for (unsigned set = 0; set < SETS; set++)
    value[set] = product(&a, &b, set, groups, minutes);
  value[0] = sales_of(planned, groups); // as they are, not by way of the factors
  value[SETS - 1] = sales_of(done, groups);
  share_out(value, part);
  part[CAUSE_OTHER] = done->other - planned->other;
  g_free(a.mix);
  g_free(a.yield);
  g_free(b.mix);
  g_free(b.yield);
}
