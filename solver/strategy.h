// SPDX-License-Identifier: GPL-3.0-or-later
// What a good client is: section [grouping] of ronda.ini.
//
//   strategy = grow-existing | win-new | defend | profit | collect
//   weight.COLUMN = 3                  0 drops a criterion of the strategy; without a strategy only these count
//   direction.COLUMN = higher | lower
//   scale.COLUMN = percentile | minmax | log
//   points.COLUMN = Word 3, Other 1    for a column of words: what each is worth; others are worth 0
//   missing = skip | low | middle      an empty cell: left out, its weight shared by the client's other criteria (the
//                                      default); as the worst; as half-way. missing.COLUMN likewise for one column
//   pareto = COLUMN                    share_pct of groups.csv is a share of this column's sum, not of the clients
//   keep = no                          clients that have a group are grouped anew
//   method = groups | clusters         by groups.csv, or groups that are found in the criteria
//   k = auto | 4                       how many clusters
//
// COLUMN is any column of clients.csv or of model/attributes.h. Without strategy and weights it is grow-existing.
#pragma once

#include "model/findings.h"
#include "model/grouping.h"

typedef struct Strategy {
  const Attribute *pareto; // NULL: shares of clients
  bool keep;               // groups given in clients.csv stay
  bool clusters;
  int k; // 0: auto
} Strategy;

// Fills criteria and strategy of `grouping`; what makes no sense is a finding in ronda.ini.
Strategy strategy_read(const Territory *territory, const Attributes *attributes, Grouping *grouping,
                       Findings *findings);
