// SPDX-License-Identifier: GPL-3.0-or-later
// The master program of the bound (MODEL.md, "Bound"): cover every wanted visit by day routes or pay for it, with no
// more routes of a class than it has slots. Its duals are rounded to whole Money, so that what is computed from them
// is exact whatever GLPK's tolerances were.
#pragma once

#include "solver/mip.h"
#include "solver/pricing.h"

typedef struct Column { // a route in one class; the cheapest order known of its clients
  int class, count;
  int *client; // in order of the route
  int *set;    // ascending
  Money cost;
  int at; // column of the program, -1: not in it at present
  double use;
} Column;

typedef struct Master {
  const Problem *p;
  const DayClasses *classes;
  Mip *mip;
  Money unit;                            // Money of one unit of the program's objective
  Money constant;                        // of visits that no plan can make
  int *visits;                           // [n] f_i: coverage wanted
  int *spare;                            // [n] of which may stay unplanned
  int *promised;                         // [n] fixes
  Money *miss;                           // [n] cost of one unplanned visit
  int *cover_row, *count_row, *must_row; // [n], [classes], [class * n + client]; -1: none
  int *even_row, *chain_row;             // [classes] of nights out, -1: none
  int *help;                             // artificial columns
  int helps, base;                       // columns that are not routes come first
  double help_cost;
  GPtrArray *columns;          // Column *, all ever found; owned
  GPtrArray *active;           // Column *, in the order of the program
  GHashTable *by_set;          // Column * to itself
  GPtrArray *cuts;             // Cut *, owned
  Money *cover, *count, *must; // duals: >= 0, of count rows negated; with what rows of nights add
  Money *last, *calm;          // all of these duals as last solved, and their mean over the solutions so far
  Money *centre;               // those of the best bound so far
  bool centred;                // there is one
  int duals;                   // how many, in one array from `cover` on
} Master;

// How much a route with these clients counts in the row of a cut.
static inline int cut_share(const Cut *cut, const int *client, int count)
{
  int visits = 0;
  for (int k = 0; k < count; k++)
    visits += client[k] == cut->client[0] || client[k] == cut->client[1] || client[k] == cut->client[2];
  return visits / 2;
}

Master *master_new(const Problem *p, const DayClasses *classes);
void master_free(Master *master);

// Takes a route in; false when that set of clients is there already at no higher cost.
bool master_add(Master *master, int class, const int *client, int count, Money cost);
void master_add_cut(Master *master, Cut *cut); // takes it over
void cut_free(void *data);
bool master_solve(Master *master);
// Prices with the mean of the duals, later solutions weighing more (any mean gives a valid bound), or with the last ones.
void master_calm(Master *master);
void master_recall(Master *master);
// Prices with duals between those of the best bound and the last ones (all of them, cuts included); share: of the former.
void master_lean(Master *master, double share);
// The present duals are those of the best bound so far.
void master_centre(Master *master);
// Prices with these: of a visit to each client and of a route of each class, the others none.
void master_set_prices(Master *master, const Money *visit, const Money *route);
double master_value(const Master *master); // in Money, without the constant
bool master_needs_help(const Master *master);
void master_raise_help(Master *master);
// The Lagrangian bound of the present duals: no plan costs less. least[k] <= every reduced cost in class k.
Money master_bound(const Master *master, const Money *least);
// What a route would cost less its duals, cuts counted in full.
Money master_reduced_cost(const Master *master, int class, const int *client, int count, Money cost);
// The same with the duals last solved.
Money master_last_cost(const Master *master, int class, const int *client, int count, Money cost);
// Prize of a visit to each client in a class.
void master_prizes(const Master *master, int class, Money *prize);
// Takes columns out that have not been of use, when there are many.
void master_trim(Master *master);
