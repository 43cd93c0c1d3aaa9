// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/align_homes.h"

#include <math.h>
#include <string.h>

#include "model/words.h"
#include "solver/location.h"

enum { POOL_LEAST = 5, POOL_MOST = 24, ROUND_BEST = 4, ROUNDS = 3 };
static const double PAIRS_MOST = 1e6, APART_M = 30000, ROUND_M = 60000;

// ---- A rep who is proposed ----

static const AlignSite *site_of(const GArray *sites, int site)
{
  return &g_array_index(sites, AlignSite, site);
}

static int nearest_rep(const Territory *territory, int reps, const AlignSite *site)
{
  int best = 0;
  double least = INFINITY;
  for (int j = 0; j < reps; j++) {
    const Rep *rep = territory_rep(territory, j);
    const double way = great_circle_m(rep->lat, rep->lon, site->lat, site->lon);
    if (way < least) {
      least = way;
      best = j;
    }
  }
  return best;
}

static bool has_rep(const Territory *territory, const char *id)
{
  for (int j = 0; j < (int)territory->reps->len; j++) {
    if (strcmp(territory_rep(territory, j)->id, id) == 0)
      return true;
  }
  return false;
}

static void replace(char **text, const char *by)
{
  g_free(*text);
  *text = g_strdup(by);
}

static int add_rep(Territory *territory)
{
  g_autofree char *id = NULL;
  for (int k = 1; !id || has_rep(territory, id); k++) {
    g_free(id);
    id = g_strdup_printf("N%d", k);
  }
  Rep *rep = territory_add_rep(territory);
  rep->id = g_steal_pointer(&id);
  replace(&rep->name, rep->id);
  replace(&rep->region, "");
  replace(&rep->email, "");
  replace(&rep->crm_id, "");
  return (int)territory->reps->len - 1;
}

// Legs of a matrix from and to the new home are those of the client who is there.
static void place_in_matrix(Territory *territory, int rep, int client)
{
  const int place = place_start(territory, rep), clients = (int)territory->clients->len;
  g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(MatrixLeg));
  for (guint k = 0; k < territory->matrix->len; k++) {
    MatrixLeg leg = g_array_index(territory->matrix, MatrixLeg, k);
    if (leg.from == place || leg.to == place)
      continue;
    g_array_append_val(kept, leg);
    if (leg.from == client && leg.to < clients) {
      MatrixLeg out = {place, leg.to, leg.travel_s, leg.travel_m};
      g_array_append_val(kept, out);
    }
    if (leg.to == client && leg.from < clients) {
      MatrixLeg back = {leg.from, place, leg.travel_s, leg.travel_m};
      g_array_append_val(kept, back);
    }
  }
  const MatrixLeg here[] = {{place, client, 0, 0}, {client, place, 0, 0}};
  g_array_append_vals(kept, here, 2);
  g_array_set_size(territory->matrix, 0);
  g_array_append_vals(territory->matrix, kept->data, kept->len);
}

// Moves the rep, who then works as his nearest colleague of the first `old` ones.
static void place_rep(const AlignGround *ground, int rep, int old, const AlignSite *site)
{
  Territory *territory = ground->territory;
  const Rep *like = territory_rep(territory, nearest_rep(territory, old, site));
  Rep *r = territory_rep(territory, rep);
  r->lat = r->end_lat = site->lat;
  r->lon = r->end_lon = site->lon;
  r->team = like->team;
  memcpy(r->shift, like->shift, sizeof r->shift);
  r->shifts = like->shifts;
  r->weekdays = like->weekdays;
  r->max_visits_day = like->max_visits_day;
  r->max_drive_s = like->max_drive_s;
  r->field_share = like->field_share;
  r->nights = like->nights;
  r->cost_hour = like->cost_hour;
  r->cost_km = like->cost_km;
  r->speed_kmh = like->speed_kmh;
  replace(&r->region, like->region);
  replace(&r->name, site->name);
  if (territory->settings.travel == TRAVEL_MATRIX)
    place_in_matrix(territory, rep, site->client);
}

static void renew(const AlignGround *ground)
{
  calendar_free(*ground->calendar);
  travel_free(*ground->travel);
  *ground->calendar = calendar_new(ground->territory);
  *ground->travel = travel_new(ground->territory);
}

// ---- One more ----

typedef struct Ranked {
  int site;
  double cost;
} Ranked;

static gint by_cost(gconstpointer left, gconstpointer right)
{
  const Ranked *a = left, *b = right;
  return a->cost != b->cost ? (a->cost < b->cost ? -1 : 1) : a->site - b->site;
}

typedef struct Offer { // of a client to the new rep
  int client;
  double gain, work; // money, seconds
} Offer;

static gint by_gain(gconstpointer left, gconstpointer right)
{
  const Offer *a = left, *b = right;
  const double x = a->gain / fmax(1, a->work), y = b->gain / fmax(1, b->work);
  return x != y ? (x > y ? -1 : 1) : a->client - b->client;
}

// What there is costs, less what the new rep saves with his fair part of the work.
static double rank_site(const AlignCase *q, int rep)
{
  g_autoptr(GArray) offers = g_array_new(FALSE, FALSE, sizeof(Offer));
  const AlignMeasure *work = align_measure(q, 0);
  double cost = 0, whole = 0, taken = 0;
  for (int i = 0; i < q->clients; i++) {
    const int before = q->before[i];
    if (before < 0)
      continue;
    cost += (double)q->driving[align_pair(q, i, before)];
    whole += align_amount(q, work, i, before);
    const Offer offer = {
        i, (double)(q->driving[align_pair(q, i, before)] - q->driving[align_pair(q, i, rep)] - q->price[i]),
        align_amount(q, work, i, rep)};
    if (q->allowed[align_pair(q, i, rep)])
      g_array_append_val(offers, offer);
  }
  const double limit = isfinite(work->limit) ? work->limit : 1,
               least = fmax(0, 1 - limit) * whole * q->share[rep], most = (1 + limit) * whole * q->share[rep];
  g_array_sort(offers, by_gain);
  for (guint k = 0; k < offers->len; k++) {
    const Offer *offer = &g_array_index(offers, Offer, k);
    if (taken + offer->work > most || (offer->gain <= 0 && taken >= least))
      continue;
    taken += offer->work;
    cost -= offer->gain;
  }
  // Work that he cannot get is work that others keep: no saving, and as dear as their mean.
  return cost + (whole > 0 ? fmax(0, least - taken) / whole * cost : 0);
}

typedef struct Homes {
  const AlignGround *ground;
  const AlignRules *rules;
  AlignTravel *driving;
  const AlignOptions *options;
  Findings *findings;
  int old; // reps who were there
} Homes;

// Where a rep cannot be placed by the rules, its own findings say so; a site alone is simply no good.
static AlignCase *question_at(const Homes *h, int rep, const AlignSite *site, Findings *findings)
{
  const AlignGround *ground = h->ground;
  place_rep(ground, rep, h->old, site);
  renew(ground);
  align_travel_place(h->driving, ground->territory, *ground->calendar, *ground->travel, rep);
  return align_case_build(ground->territory, *ground->calendar, *ground->travel, h->driving, h->rules,
                          ground->attributes, findings);
}

static void rank_sites(const Homes *h, int rep, const GArray *sites, GArray *ranked)
{
  for (int s = 0; s < (int)sites->len; s++) {
    g_autoptr(Findings) unheard = findings_new();
    g_autoptr(AlignCase) q = question_at(h, rep, site_of(sites, s), unheard);
    const Ranked one = {s, q ? rank_site(q, rep) : INFINITY};
    if (q)
      g_array_append_val(ranked, one);
  }
  g_array_sort(ranked, by_cost);
}

static gint places_order(gconstpointer left, gconstpointer right)
{
  const AlignPlace *a = left, *b = right;
  const bool kept_a = a->status != PLAN_INFEASIBLE, kept_b = b->status != PLAN_INFEASIBLE;
  if (kept_a != kept_b)
    return kept_a ? -1 : 1;
  if (fabs(a->excess - b->excess) > 1e-9)
    return a->excess < b->excess ? -1 : 1;
  return a->cost != b->cost ? (a->cost < b->cost ? -1 : 1) : g_strcmp0(a->name, b->name);
}

static AlignPlace place_of(const AlignCase *q, const AssignmentResult *result, int rep, const AlignSite *site)
{
  g_autoptr(AlignTally) tally = align_count(q, result->rep);
  return (AlignPlace){.name = g_strdup(site->name),
                      .lat = site->lat,
                      .lon = site->lon,
                      .cost = result->cost,
                      .gap_pct = gap_pct(result->cost, result->bound),
                      .load = 1 + tally->off[rep],
                      .clients = tally->clients[rep],
                      .excess = tally->excesses,
                      .status = result->status};
}

static double apart_m(const GArray *sites, int a, int b)
{
  return great_circle_m(site_of(sites, a)->lat, site_of(sites, a)->lon, site_of(sites, b)->lat,
                        site_of(sites, b)->lon);
}

// Whether a site is to be solved: far from those that are; round `centre`, near to it.
static bool is_wanted(const GArray *sites, int site, int centre, const bool *solved)
{
  if (solved[site] || (centre >= 0 && apart_m(sites, site, centre) > ROUND_M))
    return false;
  for (int s = 0; s < (int)sites->len && centre < 0; s++) {
    if (solved[s] && apart_m(sites, site, s) < APART_M)
      return false;
  }
  return true;
}

// Solves the best-ranked sites that lie apart, or those round a centre; adds them to `places` and returns the best of all
// of these so far; -1: none is better than what was there.
static int solve_apart(const Homes *h, int rep, const GArray *sites, const GArray *ranked, int most,
                       int centre, bool *solved, GArray *places)
{
  int best = -1;
  for (guint k = 0; k < ranked->len && most > 0; k++) {
    const int s = g_array_index(ranked, Ranked, k).site;
    if (!is_wanted(sites, s, centre, solved))
      continue;
    most--;
    solved[s] = true;
    g_autoptr(AlignCase) q = question_at(h, rep, site_of(sites, s), h->findings);
    const AssignmentOptions as = {MAX(1, h->options->nodes / 10), h->options->stop, h->options->deadline_us,
                                  true};
    g_autoptr(AssignmentResult) result = assignment_solve(q, &as);
    const AlignPlace place = place_of(q, result, rep, site_of(sites, s));
    bool better = true;
    for (guint p = 0; p < places->len && better; p++)
      better = places_order(&place, &g_array_index(places, AlignPlace, p)) < 0;
    best = better ? s : best;
    g_array_append_val(places, place);
  }
  return best;
}

Alignment *align_new_rep(const AlignGround *ground, const GArray *sites, const AlignOptions *options,
                         Findings *findings)
{
  const int old = (int)ground->territory->reps->len, rep = add_rep(ground->territory);
  Homes h = {ground, NULL, NULL, options, findings, old};
  place_rep(ground, rep, old, site_of(sites, 0));
  renew(ground);
  g_autoptr(AlignRules) rules = align_rules_read(ground->territory, ground->attributes, findings);
  g_autoptr(AlignTravel) driving =
      align_travel_new(ground->territory, *ground->calendar, *ground->travel, ground->plan);
  if (findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  h.rules = rules;
  h.driving = driving;
  g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked)),
                    places = g_array_new(FALSE, FALSE, sizeof(AlignPlace));
  rank_sites(&h, rep, sites, ranked);
  if (ranked->len == 0) // the rules allow none; one says why
    return (void)question_at(&h, rep, site_of(sites, 0), findings), NULL;
  g_autofree bool *solved = g_new0(bool, sites->len + 1);
  const double pairs = (double)ground->territory->clients->len * ground->territory->reps->len;
  int best = solve_apart(&h, rep, sites, ranked, (int)CLAMP(PAIRS_MOST / pairs, POOL_LEAST, POOL_MOST), -1,
                         solved, places);
  const int again = solve_apart(&h, rep, sites, ranked, ROUND_BEST, best, solved, places);
  best = again >= 0 ? again : best;
  Alignment *alignment =
      align_solve(question_at(&h, rep, site_of(sites, best), findings), ground->territory, driving, options);
  g_array_sort(places, places_order);
  g_array_append_vals(alignment->places, places->data, places->len);
  alignment->places_seen = (int)sites->len;
  return alignment;
}

// ---- From nothing ----

// Driving from every site, by one rep who is put to all of them in turn.
static void fill_costs(const Homes *h, int rep, const GArray *sites, Location *l)
{
  const AlignGround *ground = h->ground;
  const Territory *territory = ground->territory;
  g_autoptr(AlignCase) q = align_case_new(l->clients, (int)territory->reps->len, 1);
  align_case_add(q, "workload", true);
  for (int s = 0; s < l->sites; s++) {
    place_rep(ground, rep, h->old, site_of(sites, s));
    renew(ground);
    align_travel_place(h->driving, territory, *ground->calendar, *ground->travel, rep);
    for (int i = 0; i < l->clients; i++) {
      align_case_drive(q, territory, h->driving, i, rep);
      l->cost[(size_t)i * (size_t)l->sites + (size_t)s] = (double)q->driving[align_pair(q, i, rep)];
    }
  }
}

static AlignCase *question_from(const Homes *h, const GArray *sites, const Location *l, Findings *findings)
{
  const AlignGround *ground = h->ground;
  for (int k = 0; k < l->homes; k++)
    place_rep(ground, h->old + k, h->old, site_of(sites, l->home[k]));
  renew(ground);
  for (int k = 0; k < l->homes; k++)
    align_travel_place(h->driving, ground->territory, *ground->calendar, *ground->travel, h->old + k);
  return align_case_build(ground->territory, *ground->calendar, *ground->travel, h->driving, h->rules,
                          ground->attributes, findings);
}

// The limits are kept with the homes that there are, then each home goes where its clients now are; the best of it stays.
static AlignCase *settle(const Homes *h, const GArray *sites, Location *l)
{
  g_autofree int *best = g_memdup2(l->home, sizeof(int) * (size_t)l->homes),
                 *owner = g_new(int, l->clients + 1);
  AlignPlace least = {.status = PLAN_INFEASIBLE, .excess = INFINITY, .cost = INT64_MAX};
  for (int round = 0; round < ROUNDS; round++) {
    g_autoptr(AlignCase) q = question_from(h, sites, l, h->findings);
    if (!q)
      return NULL;
    const AssignmentOptions as = {MAX(1, h->options->nodes / 10), h->options->stop, h->options->deadline_us,
                                  true};
    g_autoptr(AssignmentResult) result = assignment_solve(q, &as);
    g_autoptr(AlignTally) tally = align_count(q, result->rep);
    const AlignPlace now = {.status = result->status, .excess = tally->excesses, .cost = result->cost};
    if (places_order(&now, &least) < 0) {
      least = now;
      memcpy(best, l->home, sizeof(int) * (size_t)l->homes);
    }
    for (int i = 0; i < l->clients; i++)
      owner[i] = result->rep[i] - h->old;
    if (!location_move(l, owner))
      break;
  }
  memcpy(l->home, best, sizeof(int) * (size_t)l->homes);
  return question_from(h, sites, l, h->findings);
}

static void name_homes(const Homes *h, const GArray *sites, const Location *l, Alignment *alignment)
{
  const AlignCase *q = alignment->question;
  for (int k = 0; k < l->homes; k++) {
    const AlignSite *site = site_of(sites, l->home[k]);
    const AlignPlace place = {.name = g_strdup(site->name),
                              .lat = site->lat,
                              .lon = site->lon,
                              .cost = alignment->cost,
                              .gap_pct = alignment_gap_pct(alignment),
                              .load = 1 + alignment->after->off[h->old + k],
                              .clients = alignment->after->clients[h->old + k],
                              .status = alignment->status};
    g_array_append_val(alignment->places, place);
  }
  for (int i = 0; i < q->clients; i++) {
    g_free(alignment->reason[i]);
    alignment->reason[i] = g_strdup_printf(_("territory of %1$s; %2$.0f h of driving"),
                                           territory_rep(h->ground->territory, alignment->rep[i])->name,
                                           q->drive_s[align_pair(q, i, alignment->rep[i])] / HOUR_S);
  }
}

Alignment *align_from_nothing(const AlignGround *ground, int reps, uint64_t seed, const GArray *sites,
                              const AlignOptions *options, Findings *findings)
{
  const int old = (int)ground->territory->reps->len, clients = (int)ground->territory->clients->len;
  g_autofree double *cost = g_new0(double, (size_t)clients * sites->len + 1);
  g_autofree int *home = g_new0(int, reps + 1);
  g_autofree int *near = g_new0(int, clients + 1);
  Location l = {clients, (int)sites->len, reps, cost, home, near};
  for (int k = 0; k < reps; k++)
    place_rep(ground, add_rep(ground->territory), old, site_of(sites, 0));
  renew(ground);
  g_autoptr(AlignRules) rules = align_rules_read(ground->territory, ground->attributes, findings);
  for (int j = 0; j < old; j++)
    rules->dropped[j] = true;
  rules->most_clients = -1; // from nothing, nothing changes
  rules->most_sales = INFINITY;
  rules->teams = false;
  g_autoptr(AlignTravel) driving =
      align_travel_new(ground->territory, *ground->calendar, *ground->travel, NULL);
  if (findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  const Homes h = {ground, rules, driving, options, findings, old};
  fill_costs(&h, old, sites, &l);
  const double found = location_search(&l, seed), bound = location_bound(&l, found);
  g_autoptr(AlignCase) question = settle(&h, sites, &l);
  if (!question)
    return NULL;
  const AlignOptions alone = {options->nodes, false, options->stop, options->deadline_us};
  Alignment *alignment = align_solve(g_steal_pointer(&question), ground->territory, driving, &alone);
  name_homes(&h, sites, &l, alignment);
  alignment->from_nothing = true;
  alignment->places_seen = l.sites;
  alignment->places_bound = (Money)floor(bound - 1e-9 * fabs(bound));
  return alignment;
}
