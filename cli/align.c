// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align.h"

#include "cli/align_check.h"
#include "cli/sites.h"
#include "io/plan_read.h"
#include "io/policy_read.h"
#include "model/words.h"
#include "solver/align_homes.h"
#include "solver/align_routes.h"

enum { PLANNED_MOST = 10 }; // reps whose calendars are made at normal effort

// Options of the command line stand over [align].
static void take_options(Territory *territory, const Options *o)
{
  const struct {
    const char *key, *value;
  } values[] = {{"most_clients", o->most_clients},
                {"most_sales_pct", o->most_sales},
                {"change_hours", o->change_hours},
                {"lock", o->lock},
                {"forbid", o->forbid},
                {"match", o->match},
                {"teams", o->teams},
                {"drop", o->drop}};
  for (size_t k = 0; k < G_N_ELEMENTS(values); k++) {
    if (values[k].value)
      align_rules_set(territory, values[k].key, values[k].value);
  }
  if (!o->balance)
    return;
  g_autofree char *balance = g_strjoinv(";", o->balance);
  align_rules_set(territory, "balance", balance);
}

Plan *align_calendar(const Work *work, const Options *options)
{
  g_autofree char *folder = options_out(options), *path = g_build_filename(folder, "calendar.csv", NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return NULL;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(Plan) plan = plan_read(path, work->territory, findings, NULL, &error);
  if (!plan || findings_count(findings, FINDING_ERROR) > 0) {
    say(options, _("note: %s does not fit these files, so driving is estimated"), path);
    return NULL;
  }
  plan_tally(plan, work->territory, work->calendar, work->travel);
  return g_steal_pointer(&plan);
}

static AlignOptions options_of(const Options *options)
{
  static const int64_t nodes[] = {[EFFORT_QUICK] = 200, [EFFORT_NORMAL] = 1000, [EFFORT_BEST] = 10000};
  return (AlignOptions){.nodes = nodes[options->effort],
                        .curve = true,
                        .stop = &command_stop,
                        .deadline_us = options->deadline_us};
}

static Alignment *propose(Work *work, const Attributes *attributes, const Options *options, const Plan *plan,
                          Findings *findings, GError **error)
{
  const AlignOptions how = options_of(options);
  const AlignGround ground = {work->territory, &work->calendar, &work->travel, attributes, plan};
  g_autoptr(Sites) sites = sites_new(work->territory, error);
  if (!sites)
    return NULL;
  if (options->new_rep)
    return align_new_rep(&ground, sites->list, &how, findings);
  return align_from_nothing(&ground, options->new_reps, options->seed, sites->list, &how, findings);
}

static Alignment *take(AlignCase *question, const Work *work, const Options *options,
                       const AlignTravel *travel, Findings *findings, GError **error)
{
  const AlignOptions how = options_of(options);
  g_autoptr(AlignCase) owned = question;
  g_autofree int *rep = g_memdup2(question->before, sizeof(int) * (size_t)(question->clients + 1));
  g_autofree char *file = g_path_get_basename(options->take);
  if (!policy_read_assignment(options->take, work->territory, rep, findings, error))
    return NULL;
  for (int i = 0; i < question->clients; i++) {
    const Client *client = territory_client(work->territory, i);
    if (rep[i] < 0)
      findings_add(findings, FINDING_ERROR, file, 0, NULL, _("client %s gets no rep"), client->id);
    else if (!question->allowed[align_pair(question, i, rep[i])])
      findings_add(findings, FINDING_ERROR, file, 0, NULL,
                   _("client %s may not go to %s by the rules of [align]"), client->id,
                   territory_rep(work->territory, rep[i])->id);
  }
  if (findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  return align_take(g_steal_pointer(&owned), rep, work->territory, travel, &how);
}

static Alignment *align_reps(const Work *work, const Attributes *attributes, const Options *options,
                             const Plan *plan, Findings *findings, GError **error)
{
  const AlignOptions how = options_of(options);
  g_autoptr(AlignRules) rules = align_rules_read(work->territory, attributes, findings);
  g_autoptr(AlignTravel) travel = align_travel_new(work->territory, work->calendar, work->travel, plan);
  if (findings_count(findings, FINDING_ERROR) > 0)
    return NULL;
  AlignCase *question =
      align_case_build(work->territory, work->calendar, work->travel, travel, rules, attributes, findings);
  if (!question)
    return NULL;
  if (options->take)
    return take(question, work, options, travel, findings, error);
  AlignOptions first = how;
  first.curve = false;
  Alignment *alignment = align_solve(question, work->territory, travel, &first);
  const AlignRoutes routes = {work->territory, work->calendar, work->travel, plan};
  if (plan && !g_atomic_int_get(&command_stop))
    align_by_routes(alignment, &routes, travel, &how);
  if (alignment->status != PLAN_INFEASIBLE && (plan || options->effort == EFFORT_BEST) &&
      options->effort != EFFORT_QUICK)
    align_check(alignment, work, travel, options, &how,
                options->effort == EFFORT_BEST ? INT_MAX : PLANNED_MOST);
  align_draw_curve(alignment, &how);
  return alignment;
}

static bool options_are_sound(const Options *o)
{
  const int ways = (o->new_rep != FALSE) + (o->new_reps != 0) + (o->take != NULL);
  if (o->new_reps < 0 || o->new_reps > 500)
    complain(_("--reps takes a number of territories from 1 to 500"));
  else if (ways > 1)
    complain(_("--new-rep, --reps and --assignment are three questions: ask one at a time"));
  else
    return true;
  return false;
}

Alignment *align_work(Work *work, const Attributes *attributes, const Options *options, ExitStatus *status)
{
  GError *error = NULL;
  g_autoptr(Findings) findings = findings_new();
  if (!options_are_sound(options)) {
    *status = EXIT_USAGE;
    return NULL;
  }
  take_options(work->territory, options);
  g_autoptr(Plan) plan = align_calendar(work, options);
  const bool homes = options->new_rep || options->new_reps > 0;
  Alignment *alignment = homes ? propose(work, attributes, options, plan, findings, &error)
                               : align_reps(work, attributes, options, plan, findings, &error);
  print_findings(options, findings);
  if (!alignment)
    *status = error ? fail_with(error) : EXIT_INPUT;
  return alignment;
}

// Whoever has a rep keeps it, whatever it costs; what a team shares is not told of.
static void hold_owned(AlignCase *question)
{
  for (int i = 0; i < question->clients; i++) {
    const int own = question->before[i];
    for (int j = 0; j < question->reps && own >= 0; j++)
      question->allowed[align_pair(question, i, j)] = j == own;
    question->counts[i] = own >= 0;
  }
  question->most_clients = -1;
}

Alignment *align_open(Work *work, const Attributes *attributes, const Options *options)
{
  AlignOptions how = options_of(options);
  how.curve = false;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(AlignRules) rules = align_rules_read(work->territory, attributes, findings);
  g_autoptr(AlignTravel) travel = align_travel_new(work->territory, work->calendar, work->travel, NULL);
  AlignCase *question = NULL;
  if (findings_count(findings, FINDING_ERROR) == 0)
    question =
        align_case_build(work->territory, work->calendar, work->travel, travel, rules, attributes, findings);
  print_findings(options, findings);
  if (!question)
    return NULL;
  hold_owned(question);
  Alignment *alignment = align_solve(question, work->territory, travel, &how);
  for (int i = 0; i < question->clients; i++)
    alignment->shared[i] =
        territory_client(work->territory, i)->rep < 0 && territory_client(work->territory, i)->team >= 0;
  return alignment;
}
