// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_check.h"

#include <string.h>

#include "cli/progress.h"
#include "model/check.h"
#include "model/words.h"
#include "solver/marginal.h"

enum { ROUNDS = 2 };
static const double NO_PROOF_PCT = 100; // calendars that only measure

typedef struct Checking {
  const Work *work;
  const Options *options;
  bool *touched; // [reps]
} Checking;

static int touch(const Alignment *a, bool *touched)
{
  int count = 0;
  for (int i = 0; i < a->question->clients; i++) {
    const int reps[] = {a->question->before[i], a->rep[i]};
    for (int k = 0; k < 2 && alignment_moves(a, i); k++) {
      if (reps[k] < 0 || touched[reps[k]])
        continue;
      touched[reps[k]] = true;
      count++;
    }
  }
  return count;
}

// A calendar of the touched reps with these clients; NULL where it breaks a rule, which would be our mistake.
static Plan *plan_with(const Checking *checking, const int *rep)
{
  const Work *work = checking->work;
  const guint clients = work->territory->clients->len;
  g_autofree int *former = g_new(int, clients + 1);
  for (guint i = 0; i < clients; i++) {
    Client *client = territory_client(work->territory, (int)i);
    former[i] = client->rep;
    client->rep = rep[i];
  }
  g_autoptr(Travel) travel = travel_new(work->territory);
  Progress *progress = progress_new(checking->options->quiet);
  const PlannerOptions planner = {.seed = checking->options->seed,
                                  .effort = EFFORT_QUICK,
                                  .gap_pct = NO_PROOF_PCT,
                                  .threads = checking->options->threads,
                                  .stop = &command_stop,
                                  .chosen = checking->touched,
                                  .progress = progress_planner,
                                  .data = progress};
  g_autoptr(Plan) plan = planner_run(work->territory, work->calendar, travel, &planner);
  progress_free(progress);
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  const bool sound = check_plan(plan, work->territory, "calendar.csv", NULL, findings, &totals);
  for (guint i = 0; i < clients; i++)
    territory_client(work->territory, (int)i)->rep = former[i];
  return sound ? g_steal_pointer(&plan) : NULL;
}

static int64_t driving_s(const Plan *plan)
{
  int64_t sum = 0;
  for (guint k = 0; k < plan->reps->len; k++)
    sum += g_array_index(plan->reps, RepResult, k).travel_s;
  return sum;
}

// What visits of moved clients take in the new calendar.
static void take_measured(Alignment *a, const Work *work, AlignTravel *travel, const Plan *plan)
{
  const guint clients = work->territory->clients->len, reps = work->territory->reps->len;
  g_autofree double *travel_s = g_new(double, clients + 1), *travel_m = g_new(double, clients + 1);
  for (guint i = 0; i < clients; i++)
    travel_s[i] = travel_m[i] = -1;
  marginal_from_plan(plan, work->territory, work->travel, travel_s, travel_m);
  for (guint i = 0; i < clients; i++) {
    if (!alignment_moves(a, (int)i) || travel_s[i] < 0)
      continue;
    const size_t at = i * reps + (size_t)a->rep[i];
    travel->travel_s[at] = travel_s[i];
    travel->travel_m[at] = travel_m[i];
    align_case_drive(a->question, work->territory, travel, (int)i, a->rep[i]);
    a->borders++;
  }
}

void align_check(Alignment *alignment, const Work *work, AlignTravel *travel, const Options *options,
                 const AlignOptions *how, int most)
{
  const AlignCase *q = alignment->question;
  for (int round = 0; round < ROUNDS && !g_atomic_int_get(&command_stop); round++) {
    g_autofree bool *touched = g_new0(bool, q->reps + 1);
    g_autofree int *proposed = g_memdup2(alignment->rep, sizeof(int) * (size_t)(q->clients + 1));
    const Checking checking = {work, options, touched};
    const int reps = touch(alignment, touched);
    alignment->check.reps = 0;
    if (reps == 0 || reps > most)
      return;
    g_autoptr(Plan) after = plan_with(&checking, alignment->rep);
    if (!after)
      return;
    if (round + 1 < ROUNDS) {
      take_measured(alignment, work, travel, after);
      align_solve_again(alignment, how);
      if (memcmp(proposed, alignment->rep, sizeof(int) * (size_t)q->clients) != 0)
        continue; // planned once more, with what is proposed now
    }
    g_autoptr(Plan) before = plan_with(&checking, q->before);
    if (before)
      alignment->check = (AlignCheck){reps, driving_s(before), driving_s(after), (int)before->unplanned->len,
                                      (int)after->unplanned->len};
    break;
  }
  align_explain(alignment, work->territory);
}
