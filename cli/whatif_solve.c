// SPDX-License-Identifier: GPL-3.0-or-later
// All cases are planned from one store of solved sets, whoever solved them: this run, an earlier one, `plan`, or the
// pieces of other machines. So a run that merges gives the bytes of one that solves.
#include "cli/joints.h"
#include "cli/progress.h"
#include "cli/sound.h"
#include "cli/whatif.h"

#include "io/solved_file.h"
#include "model/words.h"
#include "solver/translate.h"
#include "solver/worth.h"

#include <math.h>
#include <string.h>

static PlannerJob job_of(const Case *one)
{
  const Work *work = one->work;
  return (PlannerJob){work->territory, work->calendar, work->travel, work->chosen, one->serial};
}

static PlannerOptions planner_of(const Whatif *whatif, const Case *one)
{
  const Options *options = whatif->options;
  return (PlannerOptions){.seed = options->seed,
                          .effort = options->effort,
                          .gap_pct = options->gap,
                          .threads = options->threads,
                          .deadline_us = options->deadline_us,
                          .stop = &command_stop,
                          .chosen = one->work->chosen,
                          .serial = one->serial,
                          .store = whatif->store};
}

static bool is_chosen(const Work *work, const GArray *set)
{
  for (guint k = 0; k < set->len; k++) {
    if (!work->chosen || work->chosen[g_array_index(set, int, k)])
      return true;
  }
  return false;
}

static void find_sets(Case *one)
{
  g_autoptr(GPtrArray) all = translate_components(one->work->territory);
  one->sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint s = 0; s < all->len; s++) {
    if (is_chosen(one->work, all->pdata[s]))
      g_ptr_array_add(one->sets, g_array_ref(all->pdata[s]));
  }
}

// From this folder's earlier runs and pieces, else from the plan's. What was ended early serves only where pieces are
// put together.
static Solved *recall(const Whatif *whatif, const char *key)
{
  g_autofree char *out = options_out(whatif->options),
                  *own = g_build_filename(whatif->folder, "solved", NULL),
                  *plan = g_build_filename(out, "solved", NULL);
  g_autoptr(Solved) solved = solved_load(own, key, whatif->build);
  if (!solved)
    solved = solved_load(plan, key, whatif->build);
  return solved && (!solved->stopped || whatif->options->merge) ? g_steal_pointer(&solved) : NULL;
}

void whatif_prepare(Whatif *whatif)
{
  for (guint i = 0; i < whatif->cases->len; i++) {
    Case *one = whatif_case(whatif, i);
    const PlannerJob job = job_of(one);
    const PlannerOptions options = planner_of(whatif, one);
    find_sets(one);
    const Case *base = whatif_case(whatif, 0);
    one->joints = i == 0 ? joints_put(one->work) : joints_put_near(one->work, base->work, base->joints);
    one->keys = planner_keys(&job, &options);
    for (guint k = 0; k < one->keys->len; k++) {
      const char *key = one->keys->pdata[k];
      Solved *known = g_hash_table_contains(whatif->store, key) ? NULL : recall(whatif, key);
      if (known)
        g_hash_table_insert(whatif->store, g_strdup(key), known);
    }
  }
}

int whatif_lacks(const Whatif *whatif)
{
  g_autoptr(GHashTable) lacking = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < whatif->cases->len; i++) {
    const GPtrArray *keys = whatif_case(whatif, i)->keys;
    for (guint k = 0; k < keys->len; k++) {
      if (!g_hash_table_contains(whatif->store, keys->pdata[k]))
        g_hash_table_add(lacking, keys->pdata[k]);
    }
  }
  return (int)g_hash_table_size(lacking);
}

static int solve(Whatif *whatif, GHashTable *only)
{
  g_autofree PlannerJob *jobs = g_new(PlannerJob, whatif->cases->len + 1);
  for (guint i = 0; i < whatif->cases->len; i++)
    jobs[i] = job_of(whatif_case(whatif, i));
  PlannerOptions options = planner_of(whatif, whatif_case(whatif, 0));
  Progress *progress = progress_new(whatif->options->quiet);
  options.progress = progress_planner;
  options.data = progress;
  const int solved = planner_solve(jobs, (int)whatif->cases->len, only, &options);
  progress_free(progress);
  return solved;
}

void whatif_solve(Whatif *whatif)
{
  solve(whatif, NULL);
}

// Every N-th of the distinct sets, as they come: neighbours, which are alike, go to different machines.
static GHashTable *share_of(const Whatif *whatif, int piece, int pieces)
{
  GHashTable *share = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < whatif->cases->len; i++) {
    const GPtrArray *keys = whatif_case(whatif, i)->keys;
    for (guint k = 0; k < keys->len; k++) {
      const int number = (int)g_hash_table_size(seen);
      if (g_hash_table_add(seen, keys->pdata[k]) && number % pieces == piece - 1)
        g_hash_table_add(share, keys->pdata[k]);
    }
  }
  return share;
}

typedef struct
    Keeper { // writes each set as soon as it is solved, so that a piece that is killed loses little
  const Whatif *whatif;
  char *folder;
  GError *error;
} Keeper;

static void keep(const char *key, const Solved *solved, void *data)
{
  Keeper *keeper = data;
  if (!keeper->error && !(solved->stopped && g_atomic_int_get(&command_stop)))
    solved_save(keeper->folder, solved, key, keeper->whatif->build, &keeper->error);
}

bool whatif_solve_piece(Whatif *whatif, int piece, int pieces, int *solved, int *known, GError **error)
{
  g_autoptr(GHashTable) share = share_of(whatif, piece, pieces);
  g_autofree PlannerJob *jobs = g_new(PlannerJob, whatif->cases->len + 1);
  g_autofree char *folder = g_build_filename(whatif->folder, "solved", NULL);
  Keeper keeper = {.whatif = whatif, .folder = folder};
  PlannerOptions options = planner_of(whatif, whatif_case(whatif, 0));
  options.solved = keep;
  options.data = &keeper;
  for (guint i = 0; i < whatif->cases->len; i++)
    jobs[i] = job_of(whatif_case(whatif, i));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, share);
  while (g_hash_table_iter_next(&iter, &key, NULL) &&
         !keeper.error) { // what `plan` has solved is needed there too
    const Solved *there = g_hash_table_lookup(whatif->store, key);
    if (there)
      solved_save(folder, there, key, whatif->build, &keeper.error);
  }
  if (!keeper.error)
    *solved = planner_solve(jobs, (int)whatif->cases->len, share, &options);
  *known = (int)g_hash_table_size(share) - *solved;
  if (!keeper.error)
    return true;
  g_propagate_error(error, keeper.error);
  return false;
}

// ---- Comparing ---------------------------------------------------------------------------------------------------

// What the clients are worth; NULL: responses make no sense, which has been printed.
static Accounts *accounts_of(const Case *one, const Options *options)
{
  const Work *work = one->work;
  g_autoptr(Findings) findings = findings_new();
  FrequencyRules rules = frequency_rules_read(work->territory, findings);
  rules.choose = CHOOSE_OPEN;
  Accounts *accounts = accounts_new(work->territory, work->calendar, one->policy->attributes,
                                    work->own_visits, &rules, findings);
  if (accounts && findings_count(findings, FINDING_ERROR) == 0)
    return accounts;
  print_findings(options, findings);
  accounts_free(accounts);
  return NULL;
}

static Outcome *outcome_of(const Case *one, const Territory *base, const Accounts *today,
                           const Options *options)
{
  g_autoptr(Accounts) own = accounts_of(one, options);
  if (!own)
    return NULL;
  const Work *work = one->work;
  const Scenario *scenario = one->scenario;
  const char *title = scenario ? scenario->title : _("as it is");
  Outcome *outcome = outcome_new(case_name(one), title, one->plan, work->territory,
                                 worth_of_plan(one->plan, today, own), scenario ? base : NULL);
  for (guint s = 0; s < one->sets->len; s++) {
    const GArray *set = g_ptr_array_index(one->sets, s);
    outcome_add_set(outcome, one->keys->pdata[s], (const int *)(void *)set->data, (int)set->len, one->plan,
                    work->territory, work->travel);
  }
  if (scenario && scenario->sweep) {
    outcome->sweep = g_strdup(scenario->sweep);
    outcome->sweep_what = g_strdup(scenario->sweep_what);
    outcome->sweep_value = scenario->sweep_value;
  }
  return outcome;
}

static double budget_of(const Options *options)
{
  return options->budget ? g_ascii_strtod(options->budget, NULL) : NAN;
}

bool whatif_compare(Whatif *whatif, ExitStatus *status)
{
  const Case *base = whatif_case(whatif, 0);
  g_autoptr(Accounts) today = accounts_of(base, whatif->options);
  *status = EXIT_INPUT;
  if (!today)
    return false;
  whatif->comparison = comparison_new(base->work->territory->settings.currency, budget_of(whatif->options));
  for (guint i = 0; i < whatif->cases->len; i++) {
    Case *one = whatif_case(whatif, i);
    const PlannerOptions options = planner_of(whatif, one);
    one->plan = joints_plan(one->work, one->joints, &options);
    // Where appointments cannot all be kept, visits are missing by what is known; that is the answer, and told as such.
    if (one->plan->status != PLAN_INFEASIBLE && !plan_is_sound(one->plan, one->work)) {
      *status = EXIT_SYSTEM;
      return false;
    }
    Outcome *outcome = outcome_of(one, base->work->territory, today, whatif->options);
    if (!outcome)
      return false;
    comparison_add(whatif->comparison, outcome);
  }
  *status = EXIT_DONE;
  return true;
}
