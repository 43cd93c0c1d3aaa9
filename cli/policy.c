// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/policy.h"

#include <math.h>
#include <string.h>

#include "cli/align.h"
#include "cli/progress.h"
#include "io/align_write.h"
#include "io/frequency_write.h"
#include "io/group_write.h"
#include "io/policy_read.h"
#include "model/others.h"
#include "model/units.h"
#include "model/words.h"
#include "solver/frequency.h"
#include "solver/group.h"
#include "solver/profile.h"

Grouping *policy_group(const Work *work, const Attributes *attributes, const Options *options)
{
  g_autoptr(Findings) findings = findings_new();
  Grouping *grouping = group_clients(work->territory, attributes, options->seed, findings);
  print_findings(options, findings);
  return grouping;
}

// Whether --choose is absent or known; then `choose` is what it says.
static bool read_choose(const Options *options, Choose *choose)
{
  for (Choose known = CHOOSE_OPEN; options->choose && known <= CHOOSE_ALL; known++) {
    if (strcmp(options->choose, choose_name(known)) == 0) {
      *choose = known;
      return true;
    }
  }
  return !options->choose;
}

bool policy_options_are_sound(const Options *options)
{
  Choose choose;
  if (read_choose(options, &choose))
    return true;
  complain(_("--choose takes open, groups or all"));
  return false;
}

// Calendars that only measure travel need no proof.
static const double MEASURED_GAP_PCT = 100;

static Frequency *choose_visits(Work *work, Accounts *accounts, const Options *options)
{
  static const int rounds[] = {[EFFORT_QUICK] = 0, [EFFORT_NORMAL] = 6, [EFFORT_BEST] = 12};
  Progress *progress = progress_new(options->quiet);
  PlannerOptions planner = {.seed = options->seed,
                            .effort = EFFORT_QUICK,
                            .gap_pct = MEASURED_GAP_PCT,
                            .threads = options->threads,
                            .deadline_us = options->deadline_us,
                            .stop = &command_stop,
                            .progress = progress_planner,
                            .data = progress};
  FrequencyOptions how = {.rounds = rounds[options->effort], .planner = &planner};
  Frequency *frequency = frequency_choose(work->territory, work->calendar, work->travel, accounts, &how);
  progress_free(progress);
  return frequency;
}

Frequency *policy_frequency(Work *work, const Attributes *attributes, const Options *options)
{
  g_autoptr(Findings) findings = findings_new();
  FrequencyRules rules = frequency_rules_read(work->territory, findings);
  read_choose(options, &rules.choose);
  g_autoptr(Accounts) accounts =
      accounts_new(work->territory, work->calendar, attributes, work->own_visits, &rules, findings);
  print_findings(options, findings);
  if (!accounts || findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  return choose_visits(work, accounts, options);
}

// ---- For plan ----

void policy_free(Policy *policy)
{
  if (!policy)
    return;
  grouping_free(policy->grouping);
  frequency_free(policy->frequency);
  alignment_free(policy->alignment);
  attributes_free(policy->attributes);
  g_free(policy);
}

static bool groups_are_open(const Work *work)
{
  for (guint i = 0; i < work->territory->clients->len; i++) {
    if (territory_client(work->territory, (int)i)->group < 0)
      return group_has_rules(work->territory);
  }
  return false;
}

// Whether ronda.ini lets numbers that are given be chosen anew.
static bool chooses_given(const Work *work)
{
  GKeyFile *keys = work->territory->settings.keys;
  g_autofree char *choose = keys ? g_key_file_get_value(keys, "frequency", "choose", NULL) : NULL;
  return choose && *choose && strcmp(choose, "open") != 0;
}

static bool is_undecided(const Work *work, int client)
{
  const Visits *visits = client_visits(work->territory, territory_client(work->territory, client));
  return !visits->given || visits->min < visits->max;
}

static bool visits_are_open(const Work *work)
{
  bool open = chooses_given(work);
  for (int i = 0; i < (int)work->territory->clients->len && !open; i++)
    open = territory_client(work->territory, i)->channel == CHANNEL_VISIT && is_undecided(work, i);
  return open;
}

int policy_take_groups(Work *work, const Attributes *attributes, Grouping *grouping)
{
  int changed = 0;
  for (int i = 0; i < grouping->clients; i++) {
    Client *client = territory_client(work->territory, i);
    if (grouping->group[i] < 0 || client->group == grouping->group[i])
      continue;
    if (!work->own_visits[i]) {
      client->visits = (Visits){.given = false}; // a former group's
      client->spared = 0;
    }
    client->group = grouping->group[i];
    changed++;
  }
  calendar_resolve_visits(work->territory, work->calendar);
  others_apply(work->territory);
  profile_groups(work->territory, attributes, grouping);
  return changed;
}

static bool complete_groups(Work *work, Policy *policy, const Options *options)
{
  if (!groups_are_open(work))
    return true;
  int grouped = 0;
  policy->grouping = policy_group(work, policy->attributes, options);
  if (!policy->grouping)
    return false;
  if (policy->grouping->quality->len == 0)
    grouped = policy_take_groups(work, policy->attributes, policy->grouping);
  say(options,
      ngettext("%d client without a group was put into one by groups.csv (scores.csv)",
               "%d clients without a group were put into one by groups.csv (scores.csv)", (gulong)grouped),
      grouped);
  return true;
}

static bool rep_is_open(const Work *work, int client)
{
  const Client *c = territory_client(work->territory, client);
  return c->rep < 0 && c->team < 0;
}

static bool reps_are_open(const Work *work)
{
  for (int i = 0; i < (int)work->territory->clients->len; i++) {
    if (rep_is_open(work, i))
      return true;
  }
  return false;
}

static void say_worst(const Alignment *alignment, const Work *work, const Options *options)
{
  if (alignment->status != PLAN_INFEASIBLE)
    return;
  for (int at = 0; at < alignment->after->measures * alignment->after->reps; at++) {
    if (alignment->after->excess[at] <= ALIGN_TOLERANCE)
      continue;
    const int measure = at / alignment->after->reps, rep = at % alignment->after->reps;
    g_autofree char *off = reader_number(fabs(alignment->after->off[at]) * 100, 1),
                    *limit = reader_number(align_measure(alignment->question, measure)->limit * 100, 1);
    say(options,
        alignment->excess_bound > 0 ? _("with the other clients where they are, no choice keeps the limits "
                                        "of [align] (proved): %1$s of %2$s is "
                                        "%3$s %% off the fair part, limit %4$s %%")
                                    : _("with the other clients where they are, none was found that keeps "
                                        "the limits of [align]: %1$s of %2$s is "
                                        "%3$s %% off the fair part, limit %4$s %%"),
        align_measure(alignment->question, measure)->name, territory_rep(work->territory, rep)->id, off,
        limit);
  }
}

// For reps, then for visits that are open: at most half of the time that is left then, so that some is there for the
// calendar.
static Options half_the_time(const Options *options)
{
  Options half = *options;
  const gint64 now = g_get_monotonic_time();
  if (half.deadline_us > 0)
    half.deadline_us = now + MAX(0, half.deadline_us - now) / 2;
  return half;
}

static bool complete_reps(Work *work, Policy *policy, const Options *options)
{
  int given = 0;
  if (!reps_are_open(work))
    return true;
  const Options half = half_the_time(options);
  policy->alignment = align_open(work, policy->attributes, &half);
  if (!policy->alignment)
    return false;
  for (int i = 0; i < policy->alignment->question->clients; i++) {
    if (!rep_is_open(work, i))
      continue;
    territory_client(work->territory, i)->rep = policy->alignment->rep[i];
    given++;
  }
  work_renew_reps(work);
  say(options,
      ngettext("%d client without rep and team was given to a rep (assignment.csv)",
               "%d clients without rep and team were given to reps (assignment.csv)", (gulong)given),
      given);
  say_worst(policy->alignment, work, options);
  return true;
}

static bool complete_visits(Work *work, Policy *policy, const Options *options)
{
  if (!visits_are_open(work))
    return true;
  const Options half = half_the_time(options);
  policy->frequency = policy_frequency(work, policy->attributes, &half);
  if (!policy->frequency)
    return false;
  frequency_apply(policy->frequency, work->territory);
  int open = policy->frequency->open;
  if (open > 0)
    say(options,
        ngettext("how often to visit was open for %d client and was chosen (frequency.csv)",
                 "how often to visit was open for %d clients and was chosen (frequency.csv)", (gulong)open),
        open);
  return true;
}

Policy *policy_complete_groups(Work *work, const Options *options)
{
  g_autoptr(Policy) policy = g_new0(Policy, 1);
  policy->attributes = attributes_read(work->territory);
  return complete_groups(work, policy, options) ? g_steal_pointer(&policy) : NULL;
}

Policy *policy_complete(Work *work, const Options *options)
{
  g_autoptr(Policy) policy = policy_complete_groups(work, options);
  return policy && complete_reps(work, policy, options) && complete_visits(work, policy, options)
             ? g_steal_pointer(&policy)
             : NULL;
}

void policy_recall(Work *work, const Options *options)
{
  g_autofree char *folder = options_out(options);
  g_autoptr(Findings) findings = findings_new();
  if (groups_are_open(work)) {
    policy_read_groups(folder, work->territory, findings);
    calendar_resolve_visits(work->territory, work->calendar);
    others_apply(work->territory);
  }
  if (reps_are_open(work)) {
    policy_read_reps(folder, work->territory, findings);
    work_renew_reps(work);
  }
  if (visits_are_open(work)) {
    guint clients = work->territory->clients->len;
    g_autofree bool *open = g_new0(bool, clients + 1);
    for (guint i = 0; i < clients; i++)
      open[i] = chooses_given(work) || is_undecided(work, (int)i);
    policy_read_visits(folder, work->territory, open, findings);
  }
  print_findings(options, findings);
}

bool policy_write(const Policy *policy, const Work *work, const Options *options, Out *out, GError **error)
{
  SheetForm form = options_form(options);
  if (policy->grouping && !group_write(policy->grouping, work->territory, form, false, out, error))
    return false;
  if (policy->alignment && !align_write(policy->alignment, work->territory, form, out, error))
    return false;
  return !policy->frequency || frequency_write(policy->frequency, work->territory, form, out, error);
}
