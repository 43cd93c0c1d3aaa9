// SPDX-License-Identifier: GPL-3.0-or-later
// Why a client moves, in the order in which a manager would say it: it had nobody, its rep leaves or may not have it, the
// other one saves more driving than the change costs, one has too much or the other too little of what is balanced; else it
// makes room for another client that does.
#include <math.h>
#include <stdlib.h>

#include "model/words.h"
#include "solver/align.h"

static char *percent(double part)
{
  return g_strdup_printf("%.0f %%", fabs(part) * 100);
}

static double saved_h(const AlignCase *q, int client, int from, int to)
{
  return (q->drive_s[align_pair(q, client, from)] - q->drive_s[align_pair(q, client, to)]) / HOUR_S;
}

static const char *measure_word(const AlignMeasure *measure)
{
  return measure->is_time && g_str_equal(measure->name, "workload") ? _("workload") : measure->name;
}

// The measure in which the two reps are farthest apart, of those that are limited; -1: the change does not help.
static int helped_measure(const Alignment *a, int client, int from, int to)
{
  const AlignCase *q = a->question;
  int best = -1;
  double most = 0;
  for (int m = 0; m < (int)q->measures->len; m++) {
    const AlignMeasure *measure = align_measure(q, m);
    if (!isfinite(measure->limit) || align_amount(q, measure, client, to) <= 0)
      continue;
    const double over = a->before->off[m * q->reps + from], under = -a->before->off[m * q->reps + to],
                 help = fmax(over, under) - measure->limit;
    if (help > 0 && over + under > 0 && (best < 0 || help > most)) {
      best = m;
      most = help;
    }
  }
  return best;
}

static char *driving_text(const AlignCase *q, int client, int from, int to)
{
  const double hours = saved_h(q, client, from, to);
  if (fabs(hours) < 0.05)
    return g_strdup(_("driving stays the same"));
  g_autofree char *size = reader_number(fabs(hours), 1);
  return hours > 0 ? g_strdup_printf(_("saves %s h of driving"), size)
                   : g_strdup_printf(_("takes %s h more driving"), size);
}

static char *balance_text(const Alignment *a, const Territory *territory, int client, int measure)
{
  const AlignCase *q = a->question;
  const int from = q->before[client], to = a->rep[client];
  const double over = a->before->off[measure * q->reps + from],
               under = -a->before->off[measure * q->reps + to];
  g_autofree char *driving = driving_text(q, client, from, to), *part = percent(fmax(over, under));
  const char *word = measure_word(align_measure(q, measure));
  if (over >= under) // TRANSLATORS: rep, percentage, measure, what it means for driving
    return g_strdup_printf(_("%1$s has %2$s more than the fair part of %3$s; %4$s"),
                           territory_rep(territory, from)->id, part, word, driving);
  return g_strdup_printf(_("%1$s has %2$s less than the fair part of %3$s; %4$s"),
                         territory_rep(territory, to)->id, part, word, driving);
}

static char *forced_text(const Alignment *a, const Territory *territory, int client)
{
  const AlignCase *q = a->question;
  const int from = q->before[client], to = a->rep[client];
  g_autofree char *driving = driving_text(q, client, from, to);
  if (q->share[from] <= 0)
    return g_strdup_printf(_("%1$s leaves; %2$s"), territory_rep(territory, from)->id, driving);
  return g_strdup_printf(_("a rule of [align] keeps it from %1$s; %2$s"), territory_rep(territory, from)->id,
                         driving);
}

static char *added_text(const Alignment *a, const Territory *territory, int client)
{
  const AlignCase *q = a->question;
  int cheapest = -1;
  for (int j = 0; j < q->reps; j++) {
    const size_t at = align_pair(q, client, j);
    if (q->allowed[at] && (cheapest < 0 || q->driving[at] < q->driving[align_pair(q, client, cheapest)]))
      cheapest = j;
  }
  if (cheapest == a->rep[client])
    return g_strdup(_("it had no rep; nobody has less driving to it"));
  return g_strdup_printf(_("it had no rep; %s has less driving to it, but no room"),
                         territory_rep(territory, cheapest)->id);
}

static char *reason_of(const Alignment *a, const Territory *territory, int client)
{
  const AlignCase *q = a->question;
  const int from = q->before[client], to = a->rep[client];
  if (from < 0)
    return added_text(a, territory, client);
  if (!q->counts[client])
    return forced_text(a, territory, client);
  g_autofree char *driving = driving_text(q, client, from, to);
  if (q->driving[align_pair(q, client, from)] - q->driving[align_pair(q, client, to)] >= q->price[client] &&
      saved_h(q, client, from, to) >= 0.05)
    return g_strdup_printf(_("nearer to %1$s: %2$s"), territory_rep(territory, to)->id, driving);
  if (territory_rep(territory, to)->line == 0)
    return g_strdup_printf(_("%1$s is new, in %2$s; %3$s"), territory_rep(territory, to)->id,
                           territory_rep(territory, to)->name, driving);
  const int measure = helped_measure(a, client, from, to);
  if (measure >= 0)
    return balance_text(a, territory, client, measure);
  return g_strdup_printf(_("makes room, since %1$s takes over others; %2$s"),
                         territory_rep(territory, from)->id, driving);
}

void align_explain(Alignment *alignment, const Territory *territory)
{
  const AlignCase *q = alignment->question;
  for (int i = 0; i < q->clients; i++) {
    int may = 0;
    for (int j = 0; j < q->reps; j++)
      may += q->allowed[align_pair(q, i, j)];
    alignment->locked[i] = may == 1;
    g_clear_pointer(&alignment->reason[i], g_free);
    if (alignment_moves(alignment, i))
      alignment->reason[i] = reason_of(alignment, territory, i);
  }
}
