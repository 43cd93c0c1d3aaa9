// SPDX-License-Identifier: GPL-3.0-or-later
// What the reports teach of single clients and reps. A client's minutes are shrunk towards what would hold for it
// without: its group's minutes as learned, or its own by as much longer or shorter as its group was found. The variance of a visit is pooled over the group, that between
// clients is the mean of (r_c - 1)^2 - s2 / n_c, so that of many clients few are proposed by chance.
#include <math.h>

#include "model/learn_parts.h"

enum { CLIENT_VISITS = 3, SPEED_LEGS = 10 };
static const double SPEED_SPREAD = 0.2; // how far off an assumed speed may well be

// ---- Clients -------------------------------------------------------------------------------------------------------

// What is assumed of a client once its group's learned minutes are taken over, and what the group lets expect of it.
typedef struct Prior {
  double assumed_s, centre_s;
} Prior;

static const Learned *group_minutes(const GArray *learned, int group)
{
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    if (one->group == group && one->kind == LEARN_MINUTES && one->client < 0)
      return one->proposed ? one : NULL;
  }
  return NULL;
}

static Prior prior_of(const Measure *measure, const GArray *learned, const Client *client)
{
  const Learned *group = group_minutes(learned, client->group);
  const double given = client_visit_s(measure->territory, client);
  if (!group)
    return (Prior){given, given};
  if (client->visit_s <= 0)
    return (Prior){learned_minutes(group) * MINUTE_S, learned_minutes(group) * MINUTE_S};
  return (Prior){given, given * group->learned / group->assumed};
}

static void sample_client_minutes(const Measure *measure, const Prior *prior, Sample *sample)
{
  for (guint a = 0; a < measure->territory->actuals->len; a++) {
    const Actual *actual = territory_actual(measure->territory, a);
    if (role_is_visit(measure->join->role[a]) && actual->visit_s > 0)
      sample_add(&sample[actual->client], actual->visit_s / prior[actual->client].centre_s);
  }
}

typedef struct Pool {     // of one group; clients without one are a group of their own
  double within, between; // variance of a visit, and of clients' true ratios
} Pool;

static Pool pool_of(const Measure *measure, const Sample *sample, int group)
{
  double squares = 0, off = 0;
  int freedom = 0, clients = 0;
  for (guint c = 0; c < measure->territory->clients->len; c++) {
    if (territory_client(measure->territory, (int)c)->group != group || sample[c].n < 2)
      continue;
    squares += sample_squares(&sample[c]);
    freedom += sample[c].n - 1;
  }
  Pool pool = {.within = freedom > 0 ? squares / freedom : NAN};
  for (guint c = 0; c < measure->territory->clients->len; c++) {
    if (territory_client(measure->territory, (int)c)->group != group || sample[c].n < 2)
      continue;
    const double deviation = sample_mean(&sample[c]) - 1;
    off += deviation * deviation - pool.within / sample[c].n;
    clients++;
  }
  pool.between = fmax(LEARN_FLOOR * LEARN_FLOOR, clients > 0 ? off / clients : 0);
  return pool;
}

static void learn_client(const Pool *pool, const Sample *sample, Prior prior, Learned one, GArray *learned)
{
  if (sample->n < CLIENT_VISITS || !(pool->within >= 0))
    return;
  one.kind = LEARN_MINUTES;
  one.cases = sample->n;
  one.rep = -1;
  one.assumed = prior.assumed_s / MINUTE_S;
  learn_shrink(&one, sample_mean(sample), fmax(pool->within, 1e-6) / sample->n, pool->between);
  learn_scale(&one, prior.centre_s / MINUTE_S);
  one.proposed =
      (one.low > one.assumed || one.high < one.assumed) && fabs(learned_minutes(&one) - one.assumed) >= 0.5;
  g_array_append_val(learned, one);
}

void learn_clients(const Measure *measure, GArray *learned)
{
  const Territory *territory = measure->territory;
  const gsize clients = territory->clients->len;
  g_autofree Prior *prior = g_new0(Prior, clients + 1);
  g_autofree Sample *sample = g_new0(Sample, clients + 1);
  for (gsize c = 0; c < clients; c++)
    prior[c] = prior_of(measure, learned, territory_client(territory, (int)c));
  sample_client_minutes(measure, prior, sample);
  for (int g = -1; g < (int)territory->groups->len; g++) {
    const Pool pool = pool_of(measure, sample, g);
    for (gsize c = 0; c < clients; c++) {
      if (territory_client(territory, (int)c)->group == g)
        learn_client(&pool, &sample[c], prior[c], (Learned){.group = g, .client = (int)c}, learned);
    }
  }
}

// ---- Speeds --------------------------------------------------------------------------------------------------------

// The visit took place on its day, and so did the one before it: the planned way was driven.
static bool was_driven(const Measure *measure, guint v)
{
  const Visit *visit = plan_visit(measure->plan, v);
  if (measure->join->fate[v] != FATE_DONE || visit->travel_s <= 0)
    return false;
  return visit->stop == 1 || (v > 0 && measure->join->fate[v - 1] == FATE_DONE);
}

void learn_speeds(const Measure *measure, GArray *learned)
{
  const Territory *territory = measure->territory;
  g_autofree Sample *sample = g_new0(Sample, territory->reps->len + 1);
  for (guint v = 0; v < measure->plan->visits->len; v++) {
    const int row = measure->join->row[v];
    const Visit *visit = plan_visit(measure->plan, v);
    const int32_t driven_s = row < 0 ? 0 : territory_actual(territory, (guint)row)->travel_s;
    if (driven_s > 0 && was_driven(measure, v))
      sample_add(&sample[visit->rep], (double)driven_s / visit->travel_s);
  }
  for (guint r = 0; r < territory->reps->len; r++) {
    const double assumed = territory_rep(territory, (int)r)->speed_kmh;
    Learned one = {.group = -1, .client = -1, .rep = (int)r, .kind = LEARN_SPEED, .cases = sample[r].n};
    if (sample[r].n < SPEED_LEGS || !(assumed > 0))
      continue;
    learn_shrink(&one, sample_mean(&sample[r]), sample_error(&sample[r]), SPEED_SPREAD * SPEED_SPREAD);
    // half the time is twice the speed
    const Learned of = one;
    one.assumed = assumed;
    one.measured = assumed / of.measured;
    one.learned = assumed / of.learned;
    one.low = assumed / of.high;
    one.high = of.low > 0 ? assumed / of.low : INFINITY;
    one.proposed = one.proposed && territory->settings.travel == TRAVEL_HAVERSINE;
    g_array_append_val(learned, one);
  }
}
