// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "model/learn_parts.h"

enum { POINT_HALF = 1, POINT_NOW = 2 };
static const double NORMAL_90 = 1.6448536269514722;

const char *learn_name(LearnKind kind)
{
  static const char *const names[] = {"visit_minutes", "growth_pct", "response", "speed_kmh"};
  return names[kind];
}

void sample_add(Sample *sample, double ratio)
{
  sample->n++;
  sample->sum += ratio;
  sample->squares += ratio * ratio;
}

double sample_mean(const Sample *sample)
{
  return sample->sum / sample->n;
}

double sample_squares(const Sample *sample)
{
  const double mean = sample_mean(sample);
  return fmax(0, sample->squares - sample->n * mean * mean);
}

double sample_error(const Sample *sample)
{
  return fmax(sample_squares(sample) / (sample->n - 1), 1e-6) / sample->n;
}

static double between_groups(const Sample *sample, int groups)
{
  double sum = 0;
  int counted = 0;
  for (int g = 0; g < groups; g++) {
    if (sample[g].n < 2)
      continue;
    const double off = sample_mean(&sample[g]) - 1;
    sum += fmax(0, off * off - sample_error(&sample[g]));
    counted++;
  }
  return fmax(LEARN_FLOOR * LEARN_FLOOR, counted > 0 ? sum / counted : 0);
}

void learn_shrink(Learned *learned, double ratio, double error, double between)
{
  learned->weight = between / (between + error);
  const double mean = 1 + learned->weight * (ratio - 1), off = NORMAL_90 * sqrt(learned->weight * error);
  learned->measured = ratio;
  learned->learned = mean;
  learned->low = mean - off;
  learned->high = mean + off;
  learned->proposed = learned->low > 1 || learned->high < 1;
}

void learn_scale(Learned *learned, double unit)
{
  double *const scaled[] = {&learned->measured, &learned->learned, &learned->low, &learned->high};
  for (size_t k = 0; k < G_N_ELEMENTS(scaled); k++)
    *scaled[k] *= unit;
}

double learned_minutes(const Learned *learned)
{
  return round(2 * learned->learned) / 2;
}

static void sample_visits(const Measure *measure, Sample *minutes, Sample *yield)
{
  const Territory *territory = measure->territory;
  g_autofree int *wanted = wanted_visits(territory);
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    const Client *client = territory_client(territory, actual->client);
    if (!role_is_visit(measure->join->role[a]) || client->group < 0)
      continue;
    const int32_t assumed = client_visit_s(territory, client);
    const Money expected = client_expected_sales(territory, client, wanted[actual->client], true);
    if (actual->visit_s > 0 && assumed > 0)
      sample_add(&minutes[client->group], (double)actual->visit_s / assumed);
    if (actual->sales != MONEY_NONE && expected > 0 && client->sales != MONEY_NONE)
      sample_add(&yield[client->group], (double)actual->sales / (double)expected);
  }
}

typedef struct Line { // sums of a regression
  int n;
  double x, y, xx, xy, yy;
} Line;

static bool line_slope(const Line *line, double *slope, double *error)
{
  const double n = line->n, sxx = line->xx - line->x * line->x / n, sxy = line->xy - line->x * line->y / n,
               syy = line->yy - line->y * line->y / n;
  if (line->n < 8 || sxx < 0.01 * n)
    return false;
  *slope = sxy / sxx;
  *error = fmax(1e-6, (syy - *slope * sxy) / (n - 2)) / sxx;
  return true;
}

static void sample_clients(const Measure *measure, Line *line)
{
  for (guint c = 0; c < measure->territory->clients->len; c++) {
    const Client *client = territory_client(measure->territory, (int)c);
    const ClientMeasure *of = &measure->client[c];
    if (client->group < 0 || of->planned - of->unreported < 2 || of->expected <= 0 ||
        client->sales == MONEY_NONE)
      continue;
    const double x = (double)(of->done + of->moved + of->extra) / (of->planned - of->unreported),
                 y = (double)of->done_sales / (double)of->expected;
    Line *to = &line[client->group];
    to->n++;
    to->x += x;
    to->y += y;
    to->xx += x * x;
    to->xy += x * y;
    to->yy += y * y;
  }
}

bool learn_can_tell_slope(const Measure *measure)
{
  for (guint a = 0; a < measure->territory->actuals->len; a++) {
    const Actual *actual = territory_actual(measure->territory, a);
    if (measure->join->role[a] == ROLE_MISSED && actual->sales != MONEY_NONE && actual->sales > 0)
      return true;
  }
  return false;
}

static double assumed_slope(const Group *group)
{
  return (group->response[POINT_NOW] - group->response[POINT_HALF]) / (group->response[POINT_NOW] / 2);
}

static void learn_slope(const Territory *territory, const Line *line, int g, bool told, GArray *learned)
{
  const Group *group = territory_group(territory, g);
  const double assumed = assumed_slope(group);
  double slope, error;
  if (!(assumed > 0.01) || !line_slope(line, &slope, &error))
    return;
  Learned one = {
      .group = g, .client = -1, .rep = -1, .kind = LEARN_SLOPE, .cases = line->n, .assumed = assumed};
  // Half of what is assumed is how far off the assumption may well be.
  learn_shrink(&one, slope / assumed, error / (assumed * assumed), 0.25);
  learn_scale(&one, assumed);
  one.learned = fmax(0, one.learned);
  one.proposed = one.proposed && told;
  g_array_append_val(learned, one);
}

static void learn_minutes(const Territory *territory, const Sample *sample, int g, double between,
                          GArray *learned)
{
  const int32_t assumed = territory_group(territory, g)->visit_s;
  if (sample->n < 2 || assumed <= 0)
    return;
  Learned one = {.group = g,
                 .client = -1,
                 .rep = -1,
                 .kind = LEARN_MINUTES,
                 .cases = sample->n,
                 .assumed = (double)assumed / MINUTE_S};
  learn_shrink(&one, sample_mean(sample), sample_error(sample), between);
  learn_scale(&one, one.assumed);
  g_array_append_val(learned, one);
}

static void learn_yield(const Territory *territory, const Sample *sample, int g, double between,
                        GArray *learned)
{
  const double growth = territory_group(territory, g)->growth_pct;
  if (sample->n < 2 || !isfinite(growth))
    return;
  Learned one = {
      .group = g, .client = -1, .rep = -1, .kind = LEARN_YIELD, .cases = sample->n, .assumed = growth};
  learn_shrink(&one, sample_mean(sample), sample_error(sample), between);
  double *const scaled[] = {&one.measured, &one.learned, &one.low, &one.high};
  for (size_t k = 0; k < G_N_ELEMENTS(scaled); k++)
    *scaled[k] = (100 + growth) * *scaled[k] - 100;
  g_array_append_val(learned, one);
}

GArray *learn_from(const Measure *measure)
{
  const Territory *territory = measure->territory;
  const int groups = (int)territory->groups->len;
  g_autofree Sample *minutes = g_new0(Sample, (gsize)groups + 1), *yield = g_new0(Sample, (gsize)groups + 1);
  g_autofree Line *line = g_new0(Line, (gsize)groups + 1);
  GArray *learned = g_array_new(FALSE, FALSE, sizeof(Learned));
  sample_visits(measure, minutes, yield);
  sample_clients(measure, line);
  const bool told = learn_can_tell_slope(measure);
  const double minutes_between = between_groups(minutes, groups),
               yield_between = between_groups(yield, groups);
  for (int g = 0; g < groups; g++) {
    learn_minutes(territory, &minutes[g], g, minutes_between, learned);
    learn_yield(territory, &yield[g], g, yield_between, learned);
    learn_slope(territory, &line[g], g, told, learned);
  }
  learn_clients(measure, learned);
  learn_speeds(measure, learned);
  return learned;
}

void learned_response(const Group *group, const Learned *learned, double response[RESPONSE_POINTS])
{
  const double now = group->response[POINT_NOW], steeper = learned->learned / learned->assumed;
  for (int k = 0; k < RESPONSE_POINTS; k++)
    response[k] = fmax(0, now + (group->response[k] - now) * steeper);
}
