// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/policy.h"

#include "model/words.h"
#include "solver/group.h"

Grouping *policy_group(const Work *work, const Attributes *attributes, const Options *options)
{
  g_autoptr(Findings) findings = findings_new();
  Grouping *grouping = group_clients(work->territory, attributes, options->seed, findings);
  print_findings(options, findings);
  return grouping;
}
