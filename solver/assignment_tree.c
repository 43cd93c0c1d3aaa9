// SPDX-License-Identifier: GPL-3.0-or-later
// Branch and bound over our own relaxation, for what GLPK's does not close: a limit that can only be kept by taking a whole
// client who is far away, of whom the relaxation takes a part. A node gives a pair or forbids it; its program is the core's
// (pairs that can be in something better than the incumbent, cuts that hold for all of that), solved by the dual simplex
// from the basis that is there, and its bound is computed from the prices in our own arithmetic. Branched upon is the
// client whose two answers cost most (strong branching with remembered costs: T. Achterberg, T. Koch, A. Martin,
// Operations Research Letters 33, 2005); the node of the least bound comes first. Counted in programs solved.
#include <string.h>

#include "solver/assignment_parts.h"

enum { STRONG = 8, RELIABLE = 2, MOVES = 10000, ANNEALINGS = 4, NODES = 1000 };
static const double WHOLE = 1e-6, CUT = 1e-6;

typedef struct Node {
  const struct Node *parent; // NULL: the root
  int client, rep;
  bool in; // given, else forbidden
  double bound;
  int id;
} Node;

typedef struct Cost { // of answers so far, a unit of the part that was cut off
  double sum[2];
  int times[2];
} Cost;

typedef struct Tree {
  const Relaxation *root;
  const AlignCase *q;
  Hold *best, *trial;
  const AssignmentOptions *options;
  Relaxation *now; // at the node
  PairProgram *program;
  int *first;               // [clients + 1] of now->pairs
  int8_t *wanted, *applied; // [pairs] 1 given, -1 forbidden
  GPtrArray *nodes;         // all
  GPtrArray *open;          // a heap by bound
  Cost *cost;               // [clients]
  int64_t programs, most;
  double stuck; // least bound of nodes that could not be branched upon
} Tree;

// ---- The core ----

static double least_of(const Relaxation *r, int client)
{
  double least = INFINITY;
  for (int j = 0; j < r->question->reps; j++) {
    if (r->question->allowed[align_pair(r->question, client, j)])
      least = fmin(least, relaxation_reduced(r, client, j));
  }
  return least;
}

static void add_core(Tree *tree, double room)
{
  const AlignCase *q = tree->q;
  g_autofree bool *in = g_new(bool, q->reps + 1);
  for (int i = 0; i < q->clients; i++) {
    const double least = least_of(tree->root, i);
    int left = 0;
    for (int j = 0; j < q->reps; j++) {
      in[j] = q->allowed[align_pair(q, i, j)] &&
              (j == tree->best->rep[i] || relaxation_reduced(tree->root, i, j) - least <= room);
      left += in[j];
    }
    if (left > 1)
      tree->program->row_of[i] = mip_add_row(tree->program->mip, 1, 1);
    tree->first[i] = (int)tree->now->pairs->len;
    for (int j = 0; j < q->reps; j++) {
      if (in[j])
        pair_program_add_pair(tree->program, i, j);
    }
  }
  tree->first[q->clients] = (int)tree->now->pairs->len;
}

static void copy_cuts(Tree *tree)
{
  const size_t size = sizeof(double) * (size_t)(tree->q->clients + 1);
  for (int j = 0; j < tree->q->reps; j++) {
    for (guint k = 0; k < tree->root->cuts[j]->len; k++) {
      const LimitCut *cut = g_ptr_array_index(tree->root->cuts[j], k);
      LimitCut *copy = g_memdup2(cut, sizeof(LimitCut));
      copy->part = g_memdup2(cut->part, size);
      pair_program_add_cut(tree->program, copy);
    }
  }
}

static void tree_init(Tree *tree, double room)
{
  const size_t totals = tree->q->measures->len * (size_t)tree->q->pools;
  tree->now = relaxation_new(tree->q, AIM_MONEY);
  memcpy(tree->now->low, tree->root->low, sizeof(double) * totals);
  memcpy(tree->now->high, tree->root->high, sizeof(double) * totals);
  tree->program = pair_program_new(tree->now);
  tree->first = g_new(int, tree->q->clients + 1);
  add_core(tree, room);
  copy_cuts(tree);
  tree->wanted = g_new0(int8_t, tree->now->pairs->len + 1);
  tree->applied = g_new0(int8_t, tree->now->pairs->len + 1);
  tree->trial = hold_new(tree->q);
  tree->nodes = g_ptr_array_new_with_free_func(g_free);
  tree->open = g_ptr_array_new();
  tree->cost = g_new0(Cost, tree->q->clients + 1);
  tree->stuck = INFINITY;
}

static void tree_clear(Tree *tree)
{
  pair_program_free(tree->program);
  relaxation_free(tree->now);
  hold_free(tree->trial);
  g_ptr_array_unref(tree->nodes);
  g_ptr_array_unref(tree->open);
  g_free(tree->first);
  g_free(tree->wanted);
  g_free(tree->applied);
  g_free(tree->cost);
}

static const RelaxedPair *pair_at(const Tree *tree, int at)
{
  return &g_array_index(tree->now->pairs, RelaxedPair, at);
}

// ---- The program of a node ----

static void want(Tree *tree, const Node *node)
{
  memset(tree->wanted, 0, tree->now->pairs->len);
  for (; node && node->parent; node = node->parent) {
    for (int k = tree->first[node->client]; k < tree->first[node->client + 1]; k++) {
      const bool here = pair_at(tree, k)->rep == node->rep;
      if (node->in)
        tree->wanted[k] = here ? 1 : -1;
      else if (here)
        tree->wanted[k] = -1;
    }
  }
}

static void apply(Tree *tree)
{
  for (guint k = 0; k < tree->now->pairs->len; k++) {
    if (tree->wanted[k] == tree->applied[k])
      continue;
    tree->applied[k] = tree->wanted[k];
    mip_set_column_bounds(tree->program->mip, g_array_index(tree->program->column, int, k),
                          tree->wanted[k] > 0 ? 1 : 0, tree->wanted[k] < 0 ? 0 : MIP_INF);
  }
}

static double bound_at_prices(const Tree *tree)
{
  double bound = pair_program_constant(tree->program);
  for (int i = 0; i < tree->q->clients; i++) {
    double least = INFINITY;
    for (int k = tree->first[i]; k < tree->first[i + 1]; k++) {
      if (tree->wanted[k] >= 0)
        least = fmin(least, relaxation_reduced(tree->now, i, pair_at(tree, k)->rep));
    }
    bound += least;
  }
  return bound;
}

// Its bound gets better; false: the program could not be solved.
static bool solve_node(Tree *tree, Node *node)
{
  want(tree, node);
  apply(tree);
  tree->programs++;
  const MipStatus status = mip_solve_lp(tree->program->mip, true);
  if (status == MIP_INFEASIBLE) // cuts or the limits on changes; what is beyond other limits is only dear
    node->bound = INFINITY;
  if (status != MIP_OPTIMAL && status != MIP_FEASIBLE)
    return false;
  pair_program_take_prices(tree->program);
  pair_program_read_parts(tree->program);
  node->bound = fmax(node->bound, bound_at_prices(tree));
  return true;
}

static bool is_cut(const Tree *tree, double bound)
{
  return bound >= (double)tree->best->cost * (1 - CUT);
}

// ---- Assignments ----

static bool is_new(const Tree *tree)
{
  return tree->trial->excess <= 0 && hold_may_change(tree->trial) && tree->trial->cost < tree->best->cost;
}

static void take_trial(Tree *tree)
{
  hold_improve(tree->trial, tree->now, tree->options);
  hold_set(tree->trial, tree->trial->rep);
  if (is_new(tree))
    hold_set(tree->best, tree->trial->rep);
}

static void try_rounded(Tree *tree)
{
  round_parts(tree->now, tree->trial->rep);
  hold_set(tree->trial, tree->trial->rep);
  hold_shift(tree->trial, tree->now);
  if (is_new(tree))
    take_trial(tree);
}

// ---- Branching ----

typedef struct Split {
  int client, rep;
  double part, score;
  Node child[2]; // forbidden, given
  bool known;
} Split;

static gint by_score(gconstpointer left, gconstpointer right)
{
  const Split *a = left, *b = right;
  return a->score > b->score ? -1 : a->score < b->score ? 1 : a->client - b->client;
}

static double product(double down, double up)
{
  return fmax(down, 1) * fmax(up, 1);
}

static void guess(const Tree *tree, Split *split)
{
  const Cost *cost = &tree->cost[split->client];
  double gain[2];
  for (int in = 0; in < 2; in++) {
    const double off = in ? 1 - split->part : split->part;
    gain[in] = cost->times[in] > 0 ? cost->sum[in] / cost->times[in] * off : 0;
  }
  const double least = product(gain[0], gain[1]);
  split->known = MIN(cost->times[0], cost->times[1]) >= RELIABLE;
  split->score = split->known || least > 1 ? least : INFINITY; // who was never looked at comes first
}

// The larger part of every client that is split, the most promising first.
static GArray *splits_of(const Tree *tree)
{
  GArray *splits = g_array_new(FALSE, TRUE, sizeof(Split));
  for (int i = 0; i < tree->q->clients; i++) {
    Split split = {.client = i};
    for (int k = tree->first[i]; k < tree->first[i + 1]; k++) {
      const RelaxedPair *pair = pair_at(tree, k);
      if (pair->part > split.part) {
        split.part = pair->part;
        split.rep = pair->rep;
      }
    }
    if (split.part >= 1 - WHOLE || tree->first[i + 1] - tree->first[i] < 2)
      continue;
    guess(tree, &split);
    g_array_append_val(splits, split);
  }
  g_array_sort(splits, by_score);
  return splits;
}

static void answer(Tree *tree, const Node *node, Split *split)
{
  Cost *cost = &tree->cost[split->client];
  double gain[2];
  for (int in = 0; in < 2; in++) {
    Node *child = &split->child[in];
    solve_node(tree, child);
    gain[in] = fmin(child->bound, (double)tree->best->cost) - node->bound;
    const double off = in ? 1 - split->part : split->part;
    cost->sum[in] += gain[in] / fmax(off, 0.01);
    cost->times[in]++;
  }
  split->score = product(gain[0], gain[1]);
  split->known = true;
}

static void push(Tree *tree, const Node *child);

// Both answers of the best split among those that are tried.
static void branch(Tree *tree, const Node *node)
{
  g_autoptr(GArray) splits = splits_of(tree);
  if (splits->len == 0) {
    tree->stuck = fmin(tree->stuck, node->bound);
    return;
  }
  int best = 0, tried = 0;
  double most = -1;
  for (guint k = 0; k < splits->len; k++) {
    Split *split = &g_array_index(splits, Split, k);
    for (int in = 0; in < 2; in++)
      split->child[in] = (Node){node, split->client, split->rep, in != 0, node->bound, 0};
    if (!split->known && tried < STRONG) {
      tried++;
      answer(tree, node, split);
    }
    if (split->known && split->score > most) {
      most = split->score;
      best = (int)k;
    }
  }
  const Split *split = &g_array_index(splits, Split, best);
  for (int in = 0; in < 2; in++)
    push(tree, &split->child[in]);
}

// ---- The heap ----

static bool comes_before(const GPtrArray *open, guint a, guint b)
{
  const Node *x = open->pdata[a], *y = open->pdata[b];
  return x->bound < y->bound || (x->bound <= y->bound && x->id > y->id); // the deeper of equals
}

static void exchange(GPtrArray *open, guint a, guint b)
{
  gpointer kept = open->pdata[a];
  open->pdata[a] = open->pdata[b];
  open->pdata[b] = kept;
}

static void push(Tree *tree, const Node *child)
{
  if (is_cut(tree, child->bound))
    return;
  Node *node = g_memdup2(child, sizeof(Node));
  node->id = (int)tree->nodes->len;
  g_ptr_array_add(tree->nodes, node);
  g_ptr_array_add(tree->open, node);
  for (guint k = tree->open->len - 1; k > 0 && comes_before(tree->open, k, (k - 1) / 2); k = (k - 1) / 2)
    exchange(tree->open, k, (k - 1) / 2);
}

static Node *pop(Tree *tree)
{
  Node *node = g_ptr_array_remove_index_fast(tree->open, 0);
  for (guint k = 0, next; (next = 2 * k + 1) < tree->open->len; k = next) {
    if (next + 1 < tree->open->len && comes_before(tree->open, next + 1, next))
      next++;
    if (comes_before(tree->open, k, next))
      break;
    exchange(tree->open, k, next);
  }
  return node;
}

// ---- The whole ----

static void look_at(Tree *tree, Node *node)
{
  if (!solve_node(tree, node) && !is_cut(tree, node->bound)) {
    tree->stuck = fmin(tree->stuck, node->bound);
    return;
  }
  if (is_cut(tree, node->bound))
    return;
  try_rounded(tree);
  if (!is_cut(tree, node->bound))
    branch(tree, node);
}

// The program of the node that comes first, rounded by annealing. The node in the heap keeps its bound: raised in place it
// would come before others that are lower.
static void anneal(Tree *tree)
{
  Node node = *(const Node *)g_ptr_array_index(tree->open, 0);
  if (!solve_node(tree, &node))
    return;
  tree->now->bound = node.bound;
  hold_anneal(tree->trial, tree->now, MOVES * tree->most, (uint64_t)tree->nodes->len);
  take_trial(tree);
}

static void run(Tree *tree)
{
  int annealed = 0;
  while (tree->open->len > 0 && tree->programs < tree->most && !assignment_is_over(tree->options)) {
    Node *node = pop(tree);
    if (is_cut(tree, node->bound)) { // and so are all that come after it
      g_ptr_array_set_size(tree->open, 0);
      return;
    }
    look_at(tree, node);
    if (tree->open->len > 0 && tree->programs * ANNEALINGS >= tree->most * (annealed + 1)) {
      annealed++;
      anneal(tree);
    }
  }
}

double tree_solve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options)
{
  Tree tree = {.root = relaxation,
               .q = relaxation->question,
               .best = hold,
               .options = options,
               .most = MAX(1, (options->nodes > 0 ? options->nodes : NODES) * 4 / 5)};
  const double first = (double)hold->cost;
  if (first <= relaxation->bound)
    return first;
  tree_init(&tree, first - relaxation->bound + 1e-9 * (fabs(relaxation->bound) + 1));
  const Node root = {.bound = relaxation->bound};
  push(&tree, &root);
  run(&tree);
  // Pairs that are not in the core are in nothing that costs less than the first assignment.
  double bound = fmin(tree.stuck, (double)hold->cost * (1 - CUT));
  if (tree.open->len > 0)
    bound = fmin(bound, ((const Node *)g_ptr_array_index(tree.open, 0))->bound);
  tree_clear(&tree);
  return bound;
}
