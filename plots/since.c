// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/since.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"

#include <math.h>
#include <string.h>

#define VISITS_LEAST 5
#define VISITS_SHARE 0.01
#define LOAD_LEAST 0.05
#define KM_SHARE 0.03
#define KEPT_LEAST 0.01

char *since_add(char *headline, char *clause)
{
  if (!clause)
    return headline;
  char *longer = g_strconcat(headline, clause, NULL);
  const bool fits = chart_headline_fits(longer);
  g_free(fits ? headline : longer);
  g_free(clause);
  return fits ? longer : headline;
}

typedef struct Sums {
  double visits, km;
} Sums;

static Sums sums_of(const ChartInput *in, const Plan *plan)
{
  g_autoptr(GArray) reps = chart_reps(in);
  Sums sums = {0};
  for (guint i = 0; i < reps->len; i++) {
    const Ledger ledger = plan_ledger(plan, g_array_index(reps, int, i));
    sums.visits += ledger.visits;
    sums.km += (double)ledger.travel_m / 1000;
  }
  return sums;
}

char *since_visits(const ChartInput *in)
{
  if (!in->former)
    return NULL;
  const double now = sums_of(in, in->plan).visits, before = sums_of(in, in->former).visits;
  const double more = now - before;
  if (before <= 0 || fabs(more) < fmax(VISITS_LEAST, VISITS_SHARE * before))
    return NULL;
  g_autofree char *size = figure_number(in->language, fabs(more), 0);
  return more > 0 ? g_strdup_printf(_("; %s more visits than in the former plan"), size)
                  : g_strdup_printf(_("; %s fewer visits than in the former plan"), size);
}

char *since_km(const ChartInput *in)
{
  if (!in->former)
    return NULL;
  const double now = sums_of(in, in->plan).km, before = sums_of(in, in->former).km;
  if (before <= 0 || fabs(now - before) < fmax(1, KM_SHARE * before))
    return NULL;
  g_autofree char *size = figure_number(in->language, fabs(round(now) - round(before)), 0);
  return now > before ? g_strdup_printf(_("; %s km more than in the former plan"), size)
                      : g_strdup_printf(_("; %s km less than in the former plan"), size);
}

// Load of a rep in the former plan; NAN where he has no visits there.
static double former_load(const ChartInput *in, int rep)
{
  const Ledger ledger = plan_ledger(in->former, rep);
  return ledger.visits > 0 && ledger.work_s > 0 ? load_share(&ledger) : (double)NAN;
}

char *since_load(const ChartInput *in)
{
  if (!in->former)
    return NULL;
  g_autoptr(GArray) reps = chart_reps(in);
  int most = -1;
  double change = 0;
  for (guint i = 0; i < reps->len; i++) {
    const int rep = g_array_index(reps, int, i);
    const Ledger ledger = plan_ledger(in->plan, rep);
    const double by = fabs(load_share(&ledger) - former_load(in, rep));
    if (by >= LOAD_LEAST && by > change) { // false where the former is not known
      most = rep;
      change = by;
    }
  }
  if (most < 0)
    return NULL;
  const Ledger ledger = plan_ledger(in->plan, most);
  g_autofree char *name = chart_rep_name(in, most, TEXT_HEADLINE, 400);
  g_autofree char *before = figure_percent(in->language, former_load(in, most)),
                  *now = figure_percent(in->language, load_share(&ledger));
  return g_strdup_printf(_("; since the former plan %1$s goes from %2$s to %3$s"), name, before, now);
}

char *since_kept(const ChartInput *in, double now, double before)
{
  // What is told as 100 % is all, as in the headline.
  g_autofree char *text = figure_percent(in->language, floor(before * 100) / 100),
                  *today = figure_percent(in->language, floor(now * 100) / 100);
  if (!(fabs(now - before) >= KEPT_LEAST) || strcmp(text, today) == 0)
    return NULL;
  return g_strdup_printf(_("; in the former plan, %s of all gaps did"), text);
}
