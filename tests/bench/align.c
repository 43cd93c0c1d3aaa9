// SPDX-License-Identifier: GPL-3.0-or-later
// How fast and how near the optimum clients are given to reps.
// `align [FOLDER PERCENT NODES]` prints cost, bound, gap, changes and seconds.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "io/attributes.h"
#include "io/territory_read.h"
#include "solver/align_case.h"
#include "solver/assignment.h"

int main(int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : "datasets/national", *percent = argc > 2 ? argv[2] : "5";
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(Territory) territory = territory_read(folder, findings, &error);
  if (!territory || findings_count(findings, FINDING_ERROR) > 0)
    return 1;
  g_autofree char *balance = g_strdup_printf("workload %s", percent);
  align_rules_set(territory, "balance", balance);
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  calendar_resolve_visits(territory, calendar);
  clock_t began = clock();
  g_autoptr(Attributes) attributes = attributes_read(territory);
  g_autoptr(AlignRules) rules = align_rules_read(territory, attributes, findings);
  g_autoptr(AlignTravel) driving = align_travel_new(territory, calendar, travel, NULL);
  g_autoptr(AlignCase) question =
      align_case_build(territory, calendar, travel, driving, rules, attributes, findings);
  if (!question)
    return 1;
  double built = (double)(clock() - began) / CLOCKS_PER_SEC;
  const AssignmentOptions options = {.nodes = argc > 3 ? atoi(argv[3]) : 0};
  g_autoptr(AssignmentResult) result = assignment_solve(question, &options);
  g_autoptr(AlignTally) tally = align_count(question, result->rep);
  double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
  printf("align %s %s %%: cost %.0f bound %.0f gap %.4f %% %s, excess %g (least %g), %d split, %d rounds, %d "
         "change, worst %.2f %%, "
         "%.2f s (%.2f s to build)\n",
         folder, percent, money_units(result->cost), money_units(result->bound),
         gap_pct(result->cost, result->bound), plan_status_name(result->status), tally->excesses,
         result->excess_bound, result->fractional, result->rounds, tally->changed,
         100 * align_worst(tally, 0), seconds, built);
  return 0;
}
