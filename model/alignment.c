// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/alignment.h"

#include <math.h>

static void measure_free(gpointer data)
{
  AlignMeasure *measure = data;
  g_free(measure->name);
  g_free(measure->amount);
  g_free(measure);
}

AlignCase *align_case_new(int clients, int reps, int pools)
{
  AlignCase *made = g_new0(AlignCase, 1);
  const size_t pairs = (size_t)clients * (size_t)reps + 1;
  made->clients = clients;
  made->reps = reps;
  made->pools = pools;
  made->before = g_new0(int, clients + 1);
  made->allowed = g_new0(bool, pairs);
  made->driving = g_new0(Money, pairs);
  made->drive_s = g_new0(double, pairs);
  made->price = g_new0(Money, clients + 1);
  made->counts = g_new0(bool, clients + 1);
  made->sales = g_new0(double, clients + 1);
  made->pool = g_new0(int, reps + 1);
  made->share = g_new0(double, reps + 1);
  made->field_s = g_new0(double, reps + 1);
  made->measures = g_ptr_array_new_with_free_func(measure_free);
  made->most_clients = -1;
  made->most_sales = INFINITY;
  return made;
}

void align_case_free(AlignCase *question)
{
  if (!question)
    return;
  void *const parts[] = {question->before,  question->allowed, question->driving, question->drive_s,
                         question->field_s, question->price,   question->counts,  question->sales,
                         question->pool,    question->share};
  for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
    g_free(parts[k]);
  g_ptr_array_unref(question->measures);
  g_free(question);
}

AlignMeasure *align_case_add(AlignCase *question, const char *name, bool by_rep)
{
  AlignMeasure *measure = g_new0(AlignMeasure, 1);
  measure->name = g_strdup(name);
  measure->by_rep = by_rep;
  measure->limit = INFINITY;
  measure->amount = g_new0(double, (size_t)question->clients *(size_t)(by_rep ? question->reps : 1) + 1);
  g_ptr_array_add(question->measures, measure);
  return measure;
}

// Whose a client is for the nominal sum.
static int nominal_rep(const AlignCase *question, int client)
{
  if (question->before[client] >= 0)
    return question->before[client];
  int best = -1;
  for (int j = 0; j < question->reps; j++) {
    const size_t at = align_pair(question, client, j);
    if (question->allowed[at] &&
        (best < 0 || question->driving[at] < question->driving[align_pair(question, client, best)]))
      best = j;
  }
  return best;
}

double align_nominal(const AlignCase *question, int measure, int pool)
{
  const AlignMeasure *of = align_measure(question, measure);
  double sum = 0, all = 0;
  for (int i = 0; i < question->clients; i++) {
    const int rep = nominal_rep(question, i);
    if (rep < 0)
      continue;
    const double amount = align_amount(question, of, i, rep);
    all += amount;
    if (question->pool[rep] == pool)
      sum += amount;
  }
  return sum > 0 ? sum : all > 0 ? all : 1;
}

// ---- Counting ----

static AlignTally *tally_new(const AlignCase *question)
{
  AlignTally *tally = g_new0(AlignTally, 1);
  tally->measures = (int)question->measures->len;
  tally->reps = question->reps;
  const size_t cells = (size_t)tally->measures * (size_t)tally->reps + 1;
  tally->load = g_new0(double, cells);
  tally->off = g_new0(double, cells);
  tally->excess = g_new0(double, cells);
  tally->clients = g_new0(int, tally->reps + 1);
  tally->drive_s = g_new0(double, tally->reps + 1);
  return tally;
}

void align_tally_free(AlignTally *tally)
{
  if (!tally)
    return;
  g_free(tally->load);
  g_free(tally->off);
  g_free(tally->excess);
  g_free(tally->clients);
  g_free(tally->drive_s);
  g_free(tally);
}

static void count_client(const AlignCase *question, int client, int rep, AlignTally *tally)
{
  if (rep < 0 || !question->allowed[align_pair(question, client, rep)])
    tally->barred++;
  if (rep < 0)
    return;
  tally->clients[rep]++;
  tally->driving += question->driving[align_pair(question, client, rep)];
  tally->drive_s[rep] += question->drive_s[align_pair(question, client, rep)];
  for (int m = 0; m < tally->measures; m++)
    tally->load[m * tally->reps + rep] += align_amount(question, align_measure(question, m), client, rep);
  const int before = question->before[client];
  if (before < 0) {
    tally->added++;
  } else if (before != rep && question->counts[client]) {
    tally->changed++;
    tally->changed_sales += question->sales[client];
    tally->price += question->price[client];
  } else if (before != rep) {
    tally->forced++;
    tally->forced_sales += question->sales[client];
  }
}

static void weigh_measure(const AlignCase *question, int measure, AlignTally *tally)
{
  const double limit = align_measure(question, measure)->limit;
  g_autofree double *total = g_new0(double, question->pools + 1),
                    *nominal = g_new0(double, question->pools + 1);
  for (int p = 0; p < question->pools; p++)
    nominal[p] = align_nominal(question, measure, p);
  for (int j = 0; j < tally->reps; j++)
    total[question->pool[j]] += tally->load[measure * tally->reps + j];
  for (int j = 0; j < tally->reps; j++) {
    const double load = tally->load[measure * tally->reps + j], share = question->share[j],
                 fair = share * total[question->pool[j]];
    const int at = measure * tally->reps + j;
    if (share <= 0)
      continue;
    tally->off[at] = fair > 0 ? load / fair - 1 : 0;
    const double over = load - (1 + limit) * fair, under = (1 - limit) * fair - load;
    if (isfinite(limit))
      tally->excess[at] = fmax(0, fmax(over, under)) / (share * nominal[question->pool[j]]);
    tally->excesses += tally->excess[at];
    tally->kept = tally->kept && tally->excess[at] <= ALIGN_TOLERANCE;
  }
}

AlignTally *align_count(const AlignCase *question, const int *rep)
{
  AlignTally *tally = tally_new(question);
  for (int i = 0; i < question->clients; i++)
    count_client(question, i, rep[i], tally);
  tally->kept = tally->barred == 0 &&
                (question->most_clients < 0 || tally->changed <= question->most_clients) &&
                tally->changed_sales <= question->most_sales * (1 + 1e-9);
  for (int m = 0; m < tally->measures; m++)
    weigh_measure(question, m, tally);
  return tally;
}

double align_worst(const AlignTally *tally, int measure)
{
  double worst = 0;
  for (int j = 0; j < tally->reps; j++)
    worst = fmax(worst, fabs(tally->off[measure * tally->reps + j]));
  return worst;
}

// ---- An answer ----

static void place_clear(gpointer data)
{
  g_free(((AlignPlace *)data)->name);
}

Alignment *alignment_new(AlignCase *question)
{
  Alignment *alignment = g_new0(Alignment, 1);
  alignment->question = question;
  alignment->rep = g_new0(int, question->clients + 1);
  alignment->reason = g_new0(char *, question->clients + 1);
  alignment->shared = g_new0(bool, question->clients + 1);
  alignment->locked = g_new0(bool, question->clients + 1);
  alignment->curve = g_array_new(FALSE, FALSE, sizeof(AlignPoint));
  alignment->curve_measure = -1;
  alignment->routes = g_array_new(FALSE, FALSE, sizeof(AlignRoute));
  alignment->places = g_array_new(FALSE, FALSE, sizeof(AlignPlace));
  alignment->places_bound = MONEY_NONE;
  g_array_set_clear_func(alignment->places, place_clear);
  return alignment;
}

void alignment_free(Alignment *alignment)
{
  if (!alignment)
    return;
  for (int i = 0; i < alignment->question->clients; i++)
    g_free(alignment->reason[i]);
  g_free(alignment->reason);
  g_free(alignment->rep);
  g_free(alignment->locked);
  g_free(alignment->shared);
  align_tally_free(alignment->before);
  align_tally_free(alignment->after);
  g_array_unref(alignment->curve);
  g_array_unref(alignment->routes);
  g_array_unref(alignment->places);
  align_case_free(alignment->question);
  g_free(alignment);
}

double alignment_gap_pct(const Alignment *alignment)
{
  return gap_pct(alignment->cost, alignment->bound);
}
