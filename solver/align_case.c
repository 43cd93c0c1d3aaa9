// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/align_case.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

typedef struct Building {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  const AlignTravel *driving;
  const AlignRules *rules;
  const Attributes *attributes;
  AlignCase *q;
  int32_t *longest_s; // [reps] work of his longest day
  Findings *findings;
} Building;

// ---- Reps ----

// The fair part of a rep is by his field hours, in the pool of those who balance with him: his team where teams are kept.
static void share_pools(const Building *b)
{
  AlignCase *q = b->q;
  g_autofree double *field = g_new0(double, q->reps + 1), *whole = g_new0(double, q->pools + 1);
  for (int j = 0; j < q->reps; j++) {
    q->pool[j] = b->rules->teams ? territory_rep(b->territory, j)->team + 1 : 0;
    for (int t = 0; t < b->calendar->days; t++)
      q->field_s[j] += calendar_day(b->calendar, j, b->calendar->start + t)->field_s;
    field[j] = b->rules->dropped[j] ? 0 : q->field_s[j];
    whole[q->pool[j]] += field[j];
  }
  for (int j = 0; j < q->reps; j++)
    q->share[j] = whole[q->pool[j]] > 0 ? field[j] / whole[q->pool[j]] : 0;
}

static void find_longest(Building *b)
{
  for (int j = 0; j < b->q->reps; j++) {
    for (int t = 0; t < b->calendar->days; t++)
      b->longest_s[j] = MAX(b->longest_s[j], calendar_day(b->calendar, j, b->calendar->start + t)->field_s);
  }
}

// ---- Who may have whom ----

static bool has_words(const char *client_cell, const char *rep_cell)
{
  g_auto(GStrv) wanted = g_strsplit_set(client_cell, ",;|/", -1),
                there = g_strsplit_set(rep_cell, ",;|/", -1);
  for (char **want = wanted; *want; want++) {
    g_autofree char *folded = attribute_fold(*want);
    bool found = !*folded || strcmp(folded, "no") == 0 || strcmp(folded, "n") == 0 ||
                 strcmp(folded, "0") == 0 || strcmp(folded, "false") == 0;
    for (char **has = there; *has && !found; has++) {
      g_autofree char *other = attribute_fold(*has);
      found = strcmp(folded, other) == 0;
    }
    if (!found)
      return false;
  }
  return true;
}

static bool can_do(const Building *b, const Client *client, const Rep *rep)
{
  for (guint k = 0; k < b->rules->matches->len; k++) {
    const AlignMatch *match = &g_array_index(b->rules->matches, AlignMatch, k);
    const char *has = rep->extra ? rep->extra[match->rep_column] : "";
    if (client->extra && !has_words(client->extra[match->client_column], has))
      return false;
  }
  return true;
}

static bool in_team(const Building *b, const Client *client, int rep)
{
  const int own = client->team >= 0 && client->rep < 0 ? client->team
                  : client->rep >= 0                   ? territory_rep(b->territory, client->rep)->team
                                                       : -1;
  return !b->rules->teams || own < 0 || territory_rep(b->territory, rep)->team == own;
}

// There, the visit and back again is longer than any of his days, and he sleeps at home.
static bool is_too_far(const Building *b, int client, int rep)
{
  const Territory *territory = b->territory;
  const Rep *r = territory_rep(territory, rep);
  if (r->nights > 0 || align_visits(territory, client) == 0)
    return false;
  const int64_t out = travel_leg(b->travel, rep, place_start(territory, rep), place_client(client)).travel_s,
                back = travel_leg(b->travel, rep, place_client(client), place_end(territory, rep)).travel_s;
  return out + back + client_visit_s(territory, territory_client(territory, client)) > b->longest_s[rep] ||
         (r->max_drive_s > 0 && out + back > r->max_drive_s);
}

static void allow_pairs(const Building *b, int client)
{
  const Client *c = territory_client(b->territory, client);
  for (int j = 0; j < b->q->reps; j++)
    b->q->allowed[align_pair(b->q, client, j)] =
        b->q->share[j] > 0 && can_do(b, c, territory_rep(b->territory, j)) && in_team(b, c, j) &&
        (j == c->rep || !is_too_far(b, client, j));
}

// Locks are stronger than everything but a rep who has left.
static void apply_pairs(const Building *b)
{
  AlignCase *q = b->q;
  for (guint k = 0; k < b->rules->pairs->len; k++) {
    const AlignPair *pair = &g_array_index(b->rules->pairs, AlignPair, k);
    if (pair->forbidden)
      q->allowed[align_pair(q, pair->client, pair->rep)] = false;
  }
  for (guint k = 0; k < b->rules->pairs->len; k++) {
    const AlignPair *pair = &g_array_index(b->rules->pairs, AlignPair, k);
    const Client *client = territory_client(b->territory, pair->client);
    if (pair->forbidden)
      continue;
    if (q->share[pair->rep] <= 0) {
      findings_add(b->findings, FINDING_ERROR, "clients.csv", client->line, NULL,
                   _("client %s is locked to %s, who leaves or has no working days; unlock it"), client->id,
                   territory_rep(b->territory, pair->rep)->id);
      continue;
    }
    for (int j = 0; j < q->reps; j++)
      q->allowed[align_pair(q, pair->client, j)] = j == pair->rep;
  }
}

static void note_barred(const Building *b, int client)
{
  const Client *c = territory_client(b->territory, client);
  for (int j = 0; j < b->q->reps; j++) {
    if (b->q->allowed[align_pair(b->q, client, j)])
      return;
  }
  bool skilled = false, near = false, team = false;
  for (int j = 0; j < b->q->reps; j++) {
    const bool here = b->q->share[j] > 0;
    skilled = skilled || (here && can_do(b, c, territory_rep(b->territory, j)));
    team = team || (here && in_team(b, c, j));
    near = near || (here && !is_too_far(b, client, j));
  }
  findings_add(
      b->findings, FINDING_ERROR, "clients.csv", c->line, NULL,
      !skilled ? _("client %s: no rep has what column 'match' asks for")
      : !team  ? _("client %s: nobody of its team can have it; teams = free lets others")
      : !near  ? _("client %s: it is farther from every rep than a day is long")
               : _("client %s: every rep is ruled out by skill, team, distance or a forbidden pair together"),
      c->id);
}

// ---- Measures ----

static AlignMeasure *add_column(const Building *b, const char *name)
{
  const Attribute *attribute = attributes_find(b->attributes, name);
  AlignMeasure *measure = align_case_add(b->q, name, false);
  int negative = 0;
  for (int i = 0; i < b->q->clients; i++) {
    const bool count = g_ascii_strcasecmp(name, "clients") == 0;
    const double value = count ? 1 : attribute && attribute->value ? attribute->value[i] : 0;
    measure->amount[i] = isnan(value) ? 0 : fmax(0, value);
    if (value < 0 && negative++ == 0)
      findings_add(b->findings, FINDING_ERROR, "clients.csv", territory_client(b->territory, i)->line, name,
                   _("a column that is balanced cannot be negative"));
  }
  return measure;
}

static bool is_added(const AlignCase *q, const char *name)
{
  for (guint m = 0; m < q->measures->len; m++) {
    if (g_ascii_strcasecmp(align_measure(q, (int)m)->name, name) == 0)
      return true;
  }
  return false;
}

static void add_measures(const Building *b)
{
  static const char *const shown[] = {"sales", "clients"};
  align_case_add(b->q, "workload", true)->is_time = true;
  for (guint k = 0; k < b->rules->limits->len; k++) {
    const AlignLimit *limit = &g_array_index(b->rules->limits, AlignLimit, k);
    const bool work = g_ascii_strcasecmp(limit->name, "workload") == 0;
    AlignMeasure *measure = work ? align_measure(b->q, 0) : add_column(b, limit->name);
    measure->limit = limit->part;
    measure->is_given = true;
  }
  for (size_t k = 0; k < G_N_ELEMENTS(shown); k++) {
    if (!is_added(b->q, shown[k]))
      add_column(b, shown[k]);
  }
}

// ---- Clients ----

static void describe_client(const Building *b, int client)
{
  AlignCase *q = b->q;
  const Client *c = territory_client(b->territory, client);
  const int before = q->before[client] = c->rep;
  q->sales[client] = c->sales == MONEY_NONE || c->sales < 0 ? 0 : money_units(c->sales);
  q->counts[client] = before >= 0 && q->allowed[align_pair(q, client, before)];
  q->price[client] = (Money)llround(b->rules->change_hours * (double)b->territory->settings.cost_hour +
                                    b->rules->change_sales * q->sales[client] * (double)MONEY_ONE);
  for (int j = 0; j < q->reps; j++)
    align_case_drive(q, b->territory, b->driving, client, j);
}

AlignCase *align_case_build(const Territory *territory, const Calendar *calendar, const Travel *travel,
                            const AlignTravel *driving, const AlignRules *rules, const Attributes *attributes,
                            Findings *findings)
{
  const int errors = findings_count(findings, FINDING_ERROR);
  g_autoptr(AlignCase) q = align_case_new((int)territory->clients->len, (int)territory->reps->len,
                                          rules->teams ? (int)territory->teams->len + 1 : 1);
  g_autofree int32_t *longest_s = g_new0(int32_t, territory->reps->len + 1);
  Building b = {territory, calendar, travel, driving, rules, attributes, q, longest_s, findings};
  share_pools(&b);
  find_longest(&b);
  add_measures(&b);
  for (int i = 0; i < q->clients; i++)
    allow_pairs(&b, i);
  apply_pairs(&b);
  double sales = 0;
  for (int i = 0; i < q->clients; i++) {
    note_barred(&b, i);
    describe_client(&b, i);
    sales += q->sales[i];
  }
  q->most_clients = rules->most_clients;
  q->most_sales = isfinite(rules->most_sales) ? rules->most_sales * sales : INFINITY;
  return findings_count(findings, FINDING_ERROR) == errors ? g_steal_pointer(&q) : NULL;
}
