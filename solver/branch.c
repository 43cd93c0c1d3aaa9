// SPDX-License-Identifier: GPL-3.0-or-later
// Branch and price over weekdays (MODEL.md, "Weekdays"; Ryan and Foster 1981 for the question who is together). The linear
// program of the bound has no days, so that a client may lie half on the weekday of one and half on that of another.
// Here weekdays have names: a part of the plans says of some clients which named weekday is theirs, a named weekday
// being that of the first client put there. Each part has a class of days for every named weekday and one for all
// others, and clients who are not on a weekday are missing from its routes (weekday required) or pay there (preferred).
// The bound is the least over all parts that have not been divided further, so it is valid at whatever moment the work
// ends. Cost: a column generation a part, with the parent's routes to begin with.
#include "solver/branch_parts.h"
#include "solver/close.h"

#include <string.h>

enum {
  TRIAL_PART = 3,       // of the steps, in which
  CUT_ROUNDS = 8,       // in a part where nothing else is left to ask
  LAST_CUT_ROUNDS = 30, // in a small one that will not be divided any more
  ROUTES_MOST = 1500,   // that a part hands on
  CLOSE_SIZE = 2500,    // visits times days of problems whose parts are closed
  CLOSE_NODES = 300,    // of branch and bound, each of which is worth
  STEPS_A_NODE = 100000,
  SCHEDULE_STEPS_A_NODE = 5,
  CLOSE_SETS = 4000, // of a part, at most; of one that will not be divided any more
  CLOSE_SETS_LAST = 15000,
  LEAVE_SETS = 200 // with no more, a part is not divided any more
};
#define NEAR 1e-3       // part of the program's value at which it counts as solved
#define NEAR_SMALL 2e-4 // where parts are closed
#define LAST_GAIN 1e-4  // of a round of cuts, in a small part that will not be divided any more
#define CLOSE_GAP 0.02  // part of the target that is small enough for listing
#define TRIAL_GAIN 3e-3 // that part of the target is to be gained, or it ends
#define NODE_GAIN 5e-4  // part of the bound that a round of cuts must gain in it
#define IDLE_UNITS 1.0  // reduced cost up to which a route is handed on
static void part_free(void *data)
{
  Part *part = data;
  if (!part)
    return;
  g_free(part->where);
  if (part->routes)
    g_array_unref(part->routes);
  if (part->cuts)
    g_ptr_array_unref(part->cuts);
  if (part->sets)
    g_ptr_array_unref(part->sets);
  g_free(part);
}

// ---- Who and when -------------------------------------------------------------------------------------------------

static bool has_promise(const Problem *p, int client)
{
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].client == client && !p->fix[k].chosen)
      return true;
  }
  return false;
}

// Promised visits may lie off a required weekday; what is off a preferred one costs, whatever it is.
static bool keeps_weekday(const Problem *p, int i, SameWeekday rule)
{
  const Demand *demand = &p->demand[i];
  if (demand->patterns > 0 || demand->visits < 2 || demand->same_weekday != rule)
    return false;
  return rule == WEEKDAY_SAME ? !has_promise(p, i) : demand->weekday_cost > 0;
}

static int by_more(const void *a, const void *b)
{
  return *(const int *)b - *(const int *)a;
}

static void count_days(Tree *tree)
{
  const Problem *p = tree->p;
  for (int s = 0; s < p->slots; s++)
    tree->days[problem_weekday(p, p->slot[s].day)] += tree->bound->classes->of_slot[s] >= 0;
  qsort(tree->days, 7, sizeof(int), by_more);
  while (tree->weekdays < 7 && tree->days[tree->weekdays] > 0)
    tree->weekdays++;
}

// Days that a class of a part has at most: of the commonest weekday, or of all that could be without a name.
static int days_of(const Tree *tree, int names, int k)
{
  int days = 0;
  for (int w = 0; w < (k < names ? 1 : tree->weekdays - names); w++)
    days += tree->days[w];
  return days;
}

// ---- A part's classes and routes ----------------------------------------------------------------------------------

// A copy of the class of all days with the clients of weekday k.
static void fill_class(const Tree *tree, const Part *part, int k, DayClass *class)
{
  const Problem *p = tree->p;
  const DayClass *all = &tree->base->item[0];
  const gsize room = (gsize)all->clients + 1;
  *class = *all;
  class->share = k;
  class->slots = days_of(tree, part->names, k);
  class->slot = g_memdup2(all->slot, sizeof(int) * (gsize)all->slots);
  class->client = g_new(int, room);
  class->service = g_new(int32_t, room);
  class->starts = g_new(Starts, room);
  class->must = g_new0(int, room);
  class->extra = g_new0(Money, room);
  class->clients = 0;
  for (int j = 0; j < all->clients; j++) {
    const int i = all->client[j], at = class->clients;
    const bool here = !tree->divides[i] || part_may_visit(part, i, k);
    if (!here && p->demand[i].same_weekday == WEEKDAY_SAME)
      continue;
    class->client[at] = i;
    class->service[at] = all->service[j];
    class->starts[at] = all->starts[j];
    class->extra[at] = here ? 0 : p->demand[i].weekday_cost;
    class->clients++;
  }
}

static DayClasses *part_classes(const Tree *tree, const Part *part)
{
  DayClasses *classes = g_new0(DayClasses, 1);
  classes->item = g_new0(DayClass, (gsize)part->names + 2);
  classes->count = part->names + (part->names < tree->weekdays);
  classes->of_slot = g_new0(int, (gsize)tree->p->slots + 1);
  for (int k = 0; k < classes->count; k++)
    fill_class(tree, part, k, &classes->item[k]);
  return classes;
}

static bool class_takes(const Bound *bound, int k, const int *client, int count)
{
  for (int a = 0; a < count; a++) {
    if (!pricer_fits(bound->pricer[k], client[a]))
      return false;
  }
  return true;
}

// Each route goes to every class that has its clients.
static void put_routes(Bound *bound, const GArray *routes)
{
  const int *at = (const int *)(const void *)routes->data, *end = at + routes->len;
  for (; at < end; at += 1 + *at) {
    for (int k = 0; k < bound->classes->count; k++) {
      if (class_takes(bound, k, at + 1, *at))
        master_add(bound->master, k, at + 1, *at, pricer_cost(bound->pricer[k], at + 1, *at));
    }
  }
}

static bool is_promising(const Bound *bound, const Column *column)
{
  return column->use > FRACTION_SMALL || mip_reduced_cost(bound->master->mip, column->at) < IDLE_UNITS;
}

static GArray *take_routes(const Bound *bound)
{
  GArray *routes = g_array_new(FALSE, FALSE, sizeof(int));
  const GPtrArray *active = bound->master->active;
  int taken = 0;
  for (guint c = active->len; c > 0 && taken < ROUTES_MOST; c--) { // the last ones were asked for last
    const Column *column = active->pdata[c - 1];
    if (!is_promising(bound, column))
      continue;
    g_array_append_val(routes, column->count);
    g_array_append_vals(routes, column->client, (guint)column->count);
    taken++;
  }
  return routes;
}

static Cut *copy_cut(const Tree *tree, const Cut *from)
{
  Cut *cut = g_new0(Cut, 1);
  *cut = (Cut){.client = {from->client[0], from->client[1], from->client[2]}, .most = from->most};
  cut->keep = g_memdup2(from->keep, sizeof(uint64_t) * (gsize)tree->bound->memory->words);
  return cut;
}

static void put_cuts(const Tree *tree, Bound *bound, const GPtrArray *cuts)
{
  for (guint c = 0; c < cuts->len; c++)
    master_add_cut(bound->master, copy_cut(tree, cuts->pdata[c]));
}

// The cuts that bind.
static GPtrArray *take_cuts(const Tree *tree, const Bound *bound)
{
  GPtrArray *cuts = g_ptr_array_new_with_free_func(cut_free);
  for (guint c = 0; c < bound->master->cuts->len; c++) {
    const Cut *cut = bound->master->cuts->pdata[c];
    if (cut->penalty > 0)
      g_ptr_array_add(cuts, copy_cut(tree, cut));
  }
  return cuts;
}

// ---- Bounds of parts ----------------------------------------------------------------------------------------------

// The sets that a program has chosen, put on days; what is cheaper than the target takes its place. A part's bound holds
// the price of preferred weekdays: as one of travel alone it would forbid visits off them that can be paid for.
static void try_on_days(Tree *tree, const GPtrArray *sets, Money bound, int64_t nodes)
{
  const Money core = tree->required ? bound : tree->bound->core;
  Solution *found = bound_schedule(tree->bound, sets, tree->target, core, bound,
                                   nodes * SCHEDULE_STEPS_A_NODE, tree->options);
  if (!found)
    return;
  const SolutionCost cost = solution_cost(tree->p, found);
  solution_free(tree->better);
  tree->better = found;
  tree->target = solution_total(&cost);
}

// What a part with a small gap costs at least by its sets; where that is less than the target, they are its own.
static void close_small(Tree *tree, Part *part, Bound *bound)
{
  const Money gap = tree->target - bound->core;
  const int64_t left = tree->steps > 0 ? (tree->steps - tree->used) / STEPS_A_NODE : CLOSE_NODES;
  const int64_t nodes = MIN(left, CLOSE_NODES);
  if (!tree->small || !bound->finished || gap <= 0 || nodes < CLOSE_NODES / 20 ||
      (double)gap > CLOSE_GAP * (double)tree->target)
    return;
  CloseResult closed = close_part(bound, &(Closing){.asks = tree->divides,
                                                    .where = part->where,
                                                    .target = tree->target,
                                                    .nodes = nodes,
                                                    .sets_most = part->ask < 0 ? CLOSE_SETS_LAST : CLOSE_SETS,
                                                    .options = tree->options});
  tree->used += closed.steps;
  part->bound = MAX(part->bound, closed.value);
  part->sets = closed.sets;
  if (closed.best && part->bound < tree->target)
    try_on_days(tree, closed.best, part->bound, nodes);
  if (closed.best)
    g_ptr_array_unref(closed.best);
}

static void bound_part(Tree *tree, Part *part)
{
  g_autoptr(Bound) bound = bound_over(tree->p, part_classes(tree, part), tree->bound->memory);
  const Look look = {tree, part, bound, -1};
  const int64_t steps = tree->steps > 0 ? MAX(1, tree->steps - tree->used) : 0;
  bound->near = tree->small ? NEAR_SMALL : NEAR;
  bound->gain = NODE_GAIN;
  bound->enough = tree->target;
  put_routes(bound, part->routes);
  put_cuts(tree, bound, part->cuts);
  bound_work(bound, steps, tree->options);
  bool torn;
  part->ask = branch_choose(&look, &torn);
  if (!torn && bound->finished && bound->core < tree->target) { // cuts are for what weekdays do not explain
    bound->finished = false;
    bound->rounds = 0;
    bound->cut_rounds = CUT_ROUNDS;
    bound_work(bound, steps, tree->options);
    part->ask = branch_choose(&look, &torn);
  }
  if (tree->small && part->ask < 0 && bound->finished &&
      bound->core < tree->target) { // and for all that is left
    bound->finished = false;
    bound->rounds = 0;
    bound->cut_rounds = LAST_CUT_ROUNDS;
    bound->gain = LAST_GAIN;
    bound_work(bound, steps, tree->options);
  }
  close_small(tree, part, bound);
  tree->used += bound_steps(bound);
  part->bound = MAX(part->bound, MIN(bound->core, tree->target));
  part->bounded = true;
  g_array_unref(part->routes);
  g_ptr_array_unref(part->cuts);
  part->routes = take_routes(bound);
  part->cuts = take_cuts(tree, bound);
}

// ---- Division -----------------------------------------------------------------------------------------------------

// The plans of a part in which client i is on weekday k, which gets a name if it has none.
static Part *part_of(Tree *tree, const Part *from, int i, int k)
{
  const Problem *p = tree->p;
  Part *part = g_new0(Part, 1);
  *part = (Part){.bound = from->bound, .names = from->names, .number = tree->made++};
  part->where = g_memdup2(from->where, sizeof(uint8_t) * (gsize)p->n);
  part->routes = g_array_ref(from->routes);
  part->cuts = g_ptr_array_ref(from->cuts);
  if (k == from->names) {
    part->names++;
    for (int j = 0; j < p->n; j++) {
      if (part_may_visit(part, j, k) && part->names < tree->weekdays)
        part->where[j] |= (uint8_t)(1U << part->names);
    }
  }
  part->where[i] = (uint8_t)(1U << k);
  if (k == from->names)
    memory_keep(tree->bound->memory, i);
  return part;
}

static void divide(Tree *tree, Part *part)
{
  const int i = part->ask;
  g_ptr_array_remove_fast(tree->open, part);
  for (int k = 0; k <= part->names && k < tree->weekdays; k++) {
    if (part_may_visit(part, i, k))
      g_ptr_array_add(tree->open, part_of(tree, part, i, k));
  }
  part_free(part);
}

static Part *weakest(const GPtrArray *parts)
{
  Part *found = NULL;
  for (guint k = 0; k < parts->len; k++) {
    Part *part = parts->pdata[k];
    if (!found || part->bound < found->bound || (part->bound == found->bound && part->number < found->number))
      found = part;
  }
  return found;
}

static void set_aside(Tree *tree, Part *part)
{
  g_ptr_array_remove_fast(tree->open, part);
  g_ptr_array_add(tree->left, part);
}

static bool grow(Tree *tree)
{
  Part *part = weakest(tree->open);
  if (!part || part->bound >= tree->target || (part->bounded && part->ask < 0))
    return false;
  if (part->bounded) {
    divide(tree, part);
    return true;
  }
  bound_part(tree, part);
  if (part->sets && part->bound < tree->target && (part->ask < 0 || part->sets->len <= LEAVE_SETS))
    set_aside(tree, part);
  return true;
}

// All plans: the bound's own program is theirs, and the weekday of the client with most visits gets the first name.
static void add_root(Tree *tree)
{
  const Problem *p = tree->p;
  Part *part = g_new0(Part, 1);
  int anchor = -1;
  for (int i = 0; i < p->n; i++) {
    if (tree->divides[i] && (anchor < 0 || p->demand[i].visits > p->demand[anchor].visits))
      anchor = i;
  }
  part->names = 1;
  part->where = g_new(uint8_t, (gsize)p->n + 1);
  memset(part->where, tree->weekdays > 1 ? 3 : 1, (size_t)p->n);
  part->where[anchor] = 1;
  memory_keep(tree->bound->memory, anchor);
  part->routes = take_routes(tree->bound);
  part->cuts = g_ptr_array_new();
  part->bound = tree->bound->core;
  part->number = tree->made++;
  part->bounded = true;
  bool torn;
  part->ask = branch_choose(&(Look){tree, part, tree->bound, anchor}, &torn);
  g_ptr_array_add(tree->open, part);
}

// Whether the first part of the steps has gained enough for the others.
static bool is_paying(const Tree *tree)
{
  if (tree->steps == 0 || tree->used < tree->steps / TRIAL_PART)
    return true;
  const Part *part = weakest(tree->open);
  return !part || (double)(part->bound - tree->bound->core) >= TRIAL_GAIN * (double)tree->target;
}

// For the proof: what every plan below the target is made of.
static void hand_over_sets(Tree *tree)
{
  Bound *bound = tree->bound;
  g_clear_pointer(&bound->left, g_ptr_array_unref);
  bound->left = g_ptr_array_new_with_free_func(label_route_free);
  bound->left_below = tree->target;
  for (guint k = 0; k < tree->left->len; k++) {
    Part *part = tree->left->pdata[k];
    if (bound_meets(part->bound, tree->target))
      continue;
    g_ptr_array_extend_and_steal(bound->left, g_steal_pointer(&part->sets));
  }
}

static Money run(Tree *tree)
{
  tree->open = g_ptr_array_new();
  tree->left = g_ptr_array_new();
  add_root(tree);
  while (!bound_is_over(tree->used, tree->steps, tree->options) && is_paying(tree) && grow(tree)) {
  }
  const Part *open = weakest(tree->open), *left = weakest(tree->left);
  Money value = open ? MIN(open->bound, tree->target) : tree->target;
  if (value == tree->target)
    hand_over_sets(tree);
  value = left && !bound_meets(left->bound, tree->target) ? MIN(left->bound, value) : value;
  g_ptr_array_set_free_func(tree->open, part_free);
  g_ptr_array_set_free_func(tree->left, part_free);
  g_ptr_array_unref(tree->open);
  g_ptr_array_unref(tree->left);
  return value;
}

// Divides by the clients with that rule; false where there are none, or the days are not those of one rep at home.
static bool branch_over(Bound *bound, SameWeekday rule, Money target, int64_t steps,
                        const EngineOptions *options, Money *value, Solution **better)
{
  const Problem *p = bound->p;
  g_autoptr(DayClasses) base = classes_new(p, 1, 0);
  g_autofree bool *divides = g_new0(bool, (gsize)p->n + 1);
  Tree tree = {.p = p, .bound = bound, .base = base, .divides = divides, .options = options};
  tree.required = rule == WEEKDAY_SAME;
  tree.target = target;
  tree.steps = steps;
  int count = 0, visits = 0;
  for (int i = 0; i < p->n; i++) {
    count += divides[i] = keeps_weekday(p, i, rule);
    visits += p->demand[i].visits;
  }
  if (count < 2 || p->reps != 1 || base->count != 1)
    return false;
  count_days(&tree);
  tree.small = p->n <= 64 && !p->slot_cost && visits * p->slots <= CLOSE_SIZE;
  *value = run(&tree);
  *better = tree.better;
  return true;
}

void bound_branch(Bound *bound, Money target, int64_t steps, const EngineOptions *options, Solution **better)
{
  Money value;
  *better = NULL;
  if (branch_over(bound, WEEKDAY_SAME, target, steps, options, &value, better)) {
    bound->core = MAX(bound->core, value);
    bound->value = MAX(bound->value, value);
  } else if (branch_over(bound, WEEKDAY_PREFER, target, steps, options, &value, better)) {
    bound->weekday = MAX(bound->weekday, value);
    bound->value = MAX(bound->value, value);
  }
}
