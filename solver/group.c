// SPDX-License-Identifier: GPL-3.0-or-later
// Sensitivity: the whole grouping is done again with each weight 20 % less and 20 % more.
#include "solver/group.h"

#include <math.h>
#include <stdlib.h>

#include "model/rule.h"
#include "model/words.h"
#include "solver/clusters.h"
#include "solver/profile.h"
#include "solver/scores.h"
#include "solver/strategy.h"

static const double SHARE_SLACK = 0.5; // percent by which shares may miss 100
static const double STEP = 0.2;        // by which weights move

typedef struct Grouper {
  const Territory *territory;
  const Attributes *attributes;
  Strategy strategy;
  GPtrArray *rules; // Rule * or NULL, one a group
  double *upto;     // [groups] running share in percent; NAN: none
  bool whole;       // shares reach 100
  int last_share;   // group, -1: none
} Grouper;

// ---- What groups.csv asks for ----

static bool has_rule(const Group *group)
{
  return (group->when && *group->when) || !isnan(group->min_score) || !isnan(group->share_pct);
}

bool group_has_rules(const Territory *territory)
{
  for (guint g = 0; g < territory->groups->len; g++) {
    if (has_rule(territory_group(territory, (int)g)))
      return true;
  }
  return false;
}

static void read_rules(Grouper *grouper, Findings *findings)
{
  const Territory *territory = grouper->territory;
  grouper->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
  for (guint g = 0; g < territory->groups->len; g++) {
    const Group *group = territory_group(territory, (int)g);
    g_autoptr(GError) error = NULL;
    Rule *rule = group->when && *group->when ? rule_parse(group->when, grouper->attributes, &error) : NULL;
    if (error)
      findings_add(findings, FINDING_ERROR, "groups.csv", group->line, "when", "'%s': %s", group->when,
                   error->message);
    g_ptr_array_add(grouper->rules, rule);
  }
}

// Shares as running sums, whichever way they are written.
static void read_shares(Grouper *grouper, Findings *findings)
{
  const Territory *territory = grouper->territory;
  double sum = 0, before = 0;
  bool rising = true;
  grouper->upto = g_new(double, territory->groups->len + 1);
  grouper->last_share = -1;
  for (guint g = 0; g < territory->groups->len; g++) {
    double share = territory_group(territory, (int)g)->share_pct;
    grouper->upto[g] = NAN;
    if (isnan(share))
      continue;
    rising = rising && share > before;
    before = share;
    sum += share;
    grouper->upto[g] = sum;
    grouper->last_share = (int)g;
  }
  if (grouper->last_share < 0)
    return;
  if (sum > 100 + SHARE_SLACK && rising && before <= 100) {
    for (guint g = 0; g < territory->groups->len; g++)
      grouper->upto[g] = territory_group(territory, (int)g)->share_pct;
    sum = before;
  } else if (sum > 100 + SHARE_SLACK) {
    findings_add(findings, FINDING_ERROR, "groups.csv", territory_group(territory, grouper->last_share)->line,
                 "share_pct",
                 _("the shares add up to %g %%; they may add up to 100, or rise to 100 as running sums"),
                 sum);
  }
  grouper->whole = sum >= 100 - SHARE_SLACK;
}

// ---- One grouping ----

typedef struct Candidate {
  double key, score, sales, potential;
  int client;
} Candidate;

static int descending(double a, double b)
{
  return (a < b) - (a > b);
}

static gint candidate_order(gconstpointer left, gconstpointer right)
{
  const Candidate *a = left, *b = right;
  int order = descending(a->key, b->key);
  if (!order)
    order = descending(a->score, b->score);
  if (!order)
    order = descending(a->sales, b->sales);
  if (!order)
    order = descending(a->potential, b->potential);
  return order ? order : a->client - b->client;
}

static double amount(Money money)
{
  return money == MONEY_NONE ? -INFINITY : (double)money;
}

// What a client weighs in shares: itself, or its part of the Pareto column.
static double mass(const Grouper *grouper, int client)
{
  if (!grouper->strategy.pareto)
    return 1;
  double value = grouper->strategy.pareto->value[client];
  return value > 0 ? value : 0;
}

static GArray *ranked_open(const Grouper *grouper, const double *score, const int *group)
{
  GArray *ranked = g_array_new(FALSE, FALSE, sizeof(Candidate));
  for (int i = 0; i < grouper->attributes->clients; i++) {
    const Client *client = territory_client(grouper->territory, i);
    if (group[i] >= 0)
      continue;
    Candidate one = {score[i], score[i], amount(client->sales), amount(client->potential), i};
    if (grouper->strategy.pareto)
      one.key = mass(grouper, i);
    g_array_append_val(ranked, one);
  }
  g_array_sort(ranked, candidate_order);
  return ranked;
}

static bool may_take(const Grouper *grouper, int group, int client, double score)
{
  const Group *g = territory_group(grouper->territory, group);
  const Rule *rule = g_ptr_array_index(grouper->rules, (guint)group);
  return (!rule || rule_holds(rule, client, score)) && (isnan(g->min_score) || score >= g->min_score);
}

typedef struct Shares { // of one grouping
  GArray *ranked;       // Candidate; NULL until the first share comes up
  double total;
  double *before; // of ranked: mass of those ahead
} Shares;

static void open_shares(const Grouper *grouper, Shares *shares, const double *score, const int *group)
{
  if (shares->ranked)
    return;
  shares->ranked = ranked_open(grouper, score, group);
  shares->before = g_new(double, shares->ranked->len + 1);
  for (guint r = 0; r < shares->ranked->len; r++) {
    shares->before[r] = shares->total;
    shares->total += mass(grouper, g_array_index(shares->ranked, Candidate, r).client);
  }
}

// Whether the candidate at that rank lies within the group's running share.
static bool is_within(const Grouper *grouper, const Shares *shares, int group, guint rank)
{
  if (grouper->whole && group == grouper->last_share)
    return true;
  if (grouper->strategy.pareto)
    return shares->before[rank] * 100 < grouper->upto[group] * shares->total;
  return rank < floor(shares->total * grouper->upto[group] / 100 + 0.5);
}

static void take_share(const Grouper *grouper, Shares *shares, int group, const double *score, int *of,
                       GroupedBy *by)
{
  open_shares(grouper, shares, score, of);
  for (guint r = 0; r < shares->ranked->len; r++) {
    int client = g_array_index(shares->ranked, Candidate, r).client;
    if (of[client] >= 0 || !is_within(grouper, shares, group, r) ||
        !may_take(grouper, group, client, score[client]))
      continue;
    of[client] = group;
    by[client] = GROUPED_SHARE;
  }
}

static void take_all(const Grouper *grouper, int group, const double *score, int *of, GroupedBy *by)
{
  bool rule = g_ptr_array_index(grouper->rules, (guint)group) != NULL;
  for (int i = 0; i < grouper->attributes->clients; i++) {
    if (of[i] >= 0 || !may_take(grouper, group, i, score[i]))
      continue;
    of[i] = group;
    by[i] = rule ? GROUPED_RULE : GROUPED_SCORE;
  }
}

static void divide(const Grouper *grouper, const double *score, int *of, GroupedBy *by)
{
  const Territory *territory = grouper->territory;
  Shares shares = {NULL, 0, NULL};
  for (int i = 0; i < grouper->attributes->clients; i++) {
    int given = territory_client(territory, i)->group;
    of[i] = grouper->strategy.keep ? given : -1;
    by[i] = of[i] >= 0 ? GROUPED_GIVEN : GROUPED_NOT;
  }
  for (int g = 0; g < (int)territory->groups->len; g++) {
    if (!isnan(territory_group(territory, g)->share_pct))
      take_share(grouper, &shares, g, score, of, by);
    else if (has_rule(territory_group(territory, g)))
      take_all(grouper, g, score, of, by);
  }
  if (shares.ranked)
    g_array_unref(shares.ranked);
  g_free(shares.before);
}

// ---- How firm it is ----

static void note_move(const Grouper *grouper, Grouping *grouping, guint c, int side, int client, int group)
{
  const Criterion *criterion = grouping_criterion(grouping, c);
  char *before = grouping->moves[client];
  const char *to = group < 0 ? "-" : territory_group(grouper->territory, group)->id;
  grouping->moves[client] = g_strdup_printf("%s%s%s%s20:%s", before ? before : "", before ? "; " : "",
                                            criterion->attribute->name, side ? "+" : "-", to);
  g_free(before);
}

static void vary_weights(const Grouper *grouper, Grouping *grouping)
{
  g_autofree double *score = g_new(double, grouping->clients + 1);
  g_autofree int *of = g_new(int, grouping->clients + 1);
  g_autofree GroupedBy *by = g_new(GroupedBy, grouping->clients + 1);
  for (guint c = 0; c < grouping->criteria->len; c++) {
    for (int side = 0; side < 2; side++) {
      scores_vary(grouping, c, side ? 1 + STEP : 1 - STEP, score);
      divide(grouper, score, of, by);
      for (int i = 0; i < grouping->clients; i++) {
        if (of[i] == grouping->group[i])
          continue;
        grouping_criterion(grouping, c)->moves[side]++;
        note_move(grouper, grouping, c, side, i, of[i]);
      }
    }
  }
}

// ---- The whole ----

static void warn_of_rest(const Grouping *grouping, Findings *findings)
{
  int rest = 0;
  for (int i = 0; i < grouping->clients; i++)
    rest += grouping->group[i] < 0;
  if (rest > 0)
    findings_add(
        findings, FINDING_WARNING, "groups.csv", 0, NULL,
        ngettext("%d client falls into no group; a last row with share_pct or 'when' could take it",
                 "%d clients fall into no group; a last row with share_pct or 'when' could take them",
                 (gulong)rest),
        rest);
}

static bool find_clusters(const Grouper *grouper, Grouping *grouping, uint64_t seed, Findings *findings)
{
  if (clusters_find(grouping, grouper->strategy.k, seed))
    return true;
  findings_add(findings, FINDING_ERROR, "ronda.ini", 0, NULL,
               _("[grouping] method: there are too few clients or criteria to find groups in"));
  return false;
}

Grouping *group_clients(const Territory *territory, const Attributes *attributes, uint64_t seed,
                        Findings *findings)
{
  int errors = findings_count(findings, FINDING_ERROR);
  g_autoptr(Grouping) grouping = grouping_new(attributes->clients, (int)territory->groups->len);
  for (int i = 0; i < grouping->clients; i++)
    grouping->given[i] = territory_client(territory, i)->group;
  Grouper grouper = {.territory = territory, .attributes = attributes};
  grouper.strategy = strategy_read(territory, attributes, grouping, findings);
  read_rules(&grouper, findings);
  read_shares(&grouper, findings);
  bool sound = findings_count(findings, FINDING_ERROR) == errors;
  if (sound) {
    scores_scale(grouping);
    scores_compute(grouping);
  }
  if (sound && grouper.strategy.clusters) {
    sound = find_clusters(&grouper, grouping, seed, findings);
  } else if (sound) {
    divide(&grouper, grouping->score, grouping->group, grouping->by);
    vary_weights(&grouper, grouping);
    warn_of_rest(grouping, findings);
  }
  g_ptr_array_unref(grouper.rules);
  g_free(grouper.upto);
  if (!sound)
    return NULL;
  profile_groups(territory, attributes, grouping);
  return g_steal_pointer(&grouping);
}
