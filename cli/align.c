// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align.h"

#include "io/plan_read.h"
#include "model/words.h"
#include "solver/align.h"

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

// The calendar that people have, from which driving is measured; NULL where there is none that fits the files.
static Plan *read_calendar(const Work *work, const Options *options)
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

Alignment *align_work(Work *work, const Attributes *attributes, const Options *options, ExitStatus *status)
{
  static const int64_t nodes[] = {[EFFORT_QUICK] = 200, [EFFORT_NORMAL] = 1000, [EFFORT_BEST] = 10000};
  g_autoptr(Findings) findings = findings_new();
  take_options(work->territory, options);
  g_autoptr(AlignRules) rules = align_rules_read(work->territory, attributes, findings);
  g_autoptr(Plan) plan = read_calendar(work, options);
  g_autoptr(AlignTravel) travel = align_travel_new(work->territory, work->calendar, work->travel, plan);
  g_autoptr(AlignCase) question = NULL;
  if (findings_count(findings, FINDING_ERROR) == 0)
    question =
        align_case_build(work->territory, work->calendar, work->travel, travel, rules, attributes, findings);
  print_findings(options, findings);
  if (!question) {
    *status = EXIT_INPUT;
    return NULL;
  }
  const AlignOptions how = {.nodes = nodes[options->effort],
                            .curve = true,
                            .stop = &command_stop,
                            .deadline_us =
                                options->time_limit > 0
                                    ? g_get_monotonic_time() + (gint64)(options->time_limit * G_USEC_PER_SEC)
                                    : 0};
  return align_solve(g_steal_pointer(&question), work->territory, travel, &how);
}
