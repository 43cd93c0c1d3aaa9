// SPDX-License-Identifier: GPL-3.0-or-later
// What `group` finds: a score of every client by weighted criteria, the group it falls into and why, how firm that is,
// and what each group is like. Made by solver/group, written by io/group_write. Everything belongs to the Grouping.
#pragma once

#include "model/attributes.h"

typedef enum { SCALE_PERCENTILE, SCALE_MINMAX, SCALE_LOG } Scale;
typedef enum { MISSING_SKIP, MISSING_LOW, MISSING_MIDDLE } MissingRule;

typedef struct Criterion {
  const Attribute *attribute; // of the Attributes that were given, which must live as long
  double weight;              // > 0
  bool lower;                 // less is better
  Scale scale;
  MissingRule missing;
  double *points; // of each word of the attribute, for words; else NULL
  double *scaled; // [clients] 0 worst … 1 best; NAN where empty
  int empty;      // clients without
  int moves[2];   // how many change group when the weight is 20 % less, more
} Criterion;

typedef enum {
  GROUPED_NOT,
  GROUPED_GIVEN,
  GROUPED_RULE,
  GROUPED_SCORE,
  GROUPED_SHARE,
  GROUPED_CLUSTER
} GroupedBy;
const char *grouped_by_name(GroupedBy by); // "none", "given", "rule", "score", "share", "cluster"

typedef struct ClusterQuality {
  int k;
  double silhouette; // -1 … 1, more is better
  double within;     // sum of squared distances to the centres
} ClusterQuality;

// How a column of a group differs from that of all other clients.
typedef struct Trait {
  const Attribute *attribute;
  int word;           // -1: numbers
  double group, rest; // means, or shares in percent of that word
  double effect;      // difference in standard deviations
} Trait;

enum { TRAITS = 4 };

typedef struct GroupProfile {
  char *id, *name;
  int clients, prospects, given;                    // given: clients whose group stood in clients.csv
  Money sales, potential;                           // MONEY_NONE: no client says
  double sales_pct;                                 // of all sales; NAN: nobody says
  double wallet_pct;                                // sales / potential of those that give both
  double payment_days, products, margin_pct, score; // means, NAN: none says
  double *mean;                                     // [criteria] of the raw values
  double lat, lon;                                  // mean place
  double spread_km;                                 // root mean square distance from it
  int rep, rep_clients;                             // who serves most of them, -1: nobody
  int reps;                                         // who serve any
  double visits, hours;                             // in the horizon as wanted now
  Trait trait[TRAITS];                              // most telling first
  int traits;
  char *text; // in words, translated
} GroupProfile;

typedef struct Grouping {
  int clients, groups; // groups: of the territory, or those found
  char *strategy;      // "own" where only weights are given
  GArray *criteria;    // Criterion
  double *score;       // [clients] 0 … 100
  double *part;        // [clients * criteria]: points of the score; they add up to it
  int *group;          // [clients], -1: none
  int *given;          // [clients], likewise: as in clients.csv
  GroupedBy *by;       // [clients]
  char **moves;        // [clients] "sales+20:B; potential-20:C", NULL where firm
  GArray *quality;     // ClusterQuality of each k tried; empty unless clusters were asked for
  GPtrArray *profiles; // GroupProfile *, one a group; last, with id "", those without one, if any
} Grouping;

Grouping *grouping_new(int clients, int groups);
void grouping_free(Grouping *grouping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Grouping, grouping_free)

static inline Criterion *grouping_criterion(const Grouping *grouping, guint index)
{
  return &g_array_index(grouping->criteria, Criterion, index);
}
