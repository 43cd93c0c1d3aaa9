// SPDX-License-Identifier: GPL-3.0-or-later
// The budget gets a price mu; then every rep is a multiple-choice knapsack of its own, whose relaxation is solved by
// filling in the steps of the items' upper hulls, steepest first (E. Zemel, Operations Research 28, 1980); the slope of
// the step that does not fit is the price lambda of a second. For any prices >= 0
//
//   L = sum_i max_k (v_ik - lambda_r t_ik - mu c_ik) + sum_r lambda_r T_r + mu B
//
// is a bound; mu is bisected to the least one. A level whose reduced cost is more than L - incumbent is in no better
// solution; what is left goes to GLPK, rep by rep, or as one program where a budget ties the reps and what is left is
// small enough. The incumbent is rounded from the relaxation and mended by single changes. Cost: the hulls of all
// items for each of the some 60 values of mu, then programs of a few clients each.
#include "solver/levels.h"

#include <math.h>
#include <string.h>

#include "solver/mip.h"

enum { BISECTIONS = 60, CORE_MOST = 4000 };

typedef struct Step { // from one level of an item to the next on its hull
  double slope;
  int item, from, to;
} Step;

typedef struct Solving {
  const LevelProgram *p;
  LevelResult *result;
  int64_t *capacity_s; // [reps], raised where it must be
  Money budget;        // INT64_MAX: none
  int *start;          // [reps + 1] into `member`
  int *member;         // items by rep
  double mu;
  int64_t nodes;
} Solving;

static double priced(const Level *level, double mu)
{
  return (double)level->value - mu * (double)level->cost;
}

// ---- The least that is needed ----

static int least_level(const LevelProgram *p, int item)
{
  int best = p->first[item];
  for (int k = best + 1; k < p->first[item + 1]; k++) {
    const Level *a = &p->level[k], *b = &p->level[best];
    if (a->time_s != b->time_s ? a->time_s < b->time_s
        : a->cost != b->cost   ? a->cost < b->cost
                               : a->value > b->value)
      best = k;
  }
  return best;
}

static void raise_limits(Solving *s)
{
  const LevelProgram *p = s->p;
  g_autofree int64_t *least_s = g_new0(int64_t, p->reps + 1);
  Money least = 0;
  for (int i = 0; i < p->items; i++) {
    const Level *level = &p->level[least_level(p, i)];
    least_s[p->rep[i]] += level->time_s;
    least += level->cost;
  }
  for (int r = 0; r < p->reps; r++) {
    s->result->over[r] = least_s[r] > p->capacity_s[r];
    s->capacity_s[r] = MAX(p->capacity_s[r], least_s[r]);
  }
  s->result->over_budget = p->budget != MONEY_NONE && least > p->budget;
  s->budget = p->budget == MONEY_NONE ? INT64_MAX : MAX(p->budget, least);
}

static void sort_members(Solving *s)
{
  const LevelProgram *p = s->p;
  for (int i = 0; i < p->items; i++)
    s->start[p->rep[i] + 1]++;
  for (int r = 0; r < p->reps; r++)
    s->start[r + 1] += s->start[r];
  g_autofree int *at = g_memdup2(s->start, sizeof(int) * (size_t)(p->reps + 1));
  for (int i = 0; i < p->items; i++)
    s->member[at[p->rep[i]]++] = i;
}

// ---- Relaxation of one rep at a price of the budget ----

typedef struct Relaxed { // of one rep
  double value;          // priced, of the relaxation
  double price;          // of a second
  double cost;           // of the relaxation's solution
} Relaxed;

static gint step_order(gconstpointer left, gconstpointer right)
{
  const Step *a = left, *b = right;
  if (a->slope != b->slope)
    return a->slope > b->slope ? -1 : 1;
  return a->item != b->item ? a->item - b->item : a->from - b->from;
}

// The next level on the item's upper hull: the steepest rise, the longest of equals; -1: nothing rises.
static int next_on_hull(const LevelProgram *p, int item, int from, double mu, double *slope)
{
  int best = -1;
  const Level *here = &p->level[from];
  for (int k = p->first[item]; k < p->first[item + 1]; k++) {
    int64_t time = p->level[k].time_s - here->time_s;
    double rise = priced(&p->level[k], mu) - priced(here, mu);
    if (time <= 0 || rise <= 0)
      continue;
    double steep = rise / (double)time;
    if (best < 0 || steep > *slope || (steep >= *slope && p->level[k].time_s > p->level[best].time_s)) {
      best = k;
      *slope = steep;
    }
  }
  return best;
}

// Where the hull begins: of the levels that take least time the best at that price.
static int hull_start(const LevelProgram *p, int item, double mu)
{
  int best = p->first[item];
  for (int k = best + 1; k < p->first[item + 1]; k++) {
    const Level *a = &p->level[k], *b = &p->level[best];
    if (a->time_s < b->time_s || (a->time_s == b->time_s && priced(a, mu) > priced(b, mu)))
      best = k;
  }
  return best;
}

// `choice` (may be NULL) gets the whole steps.
static Relaxed relax_rep(const Solving *s, int rep, double mu, int64_t capacity_s, int *choice)
{
  const LevelProgram *p = s->p;
  g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(Step));
  Relaxed relaxed = {0, 0, 0};
  for (int m = s->start[rep]; m < s->start[rep + 1]; m++) {
    int item = s->member[m], at = hull_start(p, item, mu);
    if (choice)
      choice[item] = at;
    relaxed.value += priced(&p->level[at], mu);
    relaxed.cost += (double)p->level[at].cost;
    capacity_s -= p->level[at].time_s;
    Step step = {0, item, at, 0};
    while ((step.to = next_on_hull(p, item, step.from, mu, &step.slope)) >= 0) {
      g_array_append_val(steps, step);
      step.from = step.to;
    }
  }
  g_array_sort(steps, step_order);
  for (guint k = 0; k < steps->len; k++) {
    const Step *step = &g_array_index(steps, Step, k);
    const Level *from = &p->level[step->from], *to = &p->level[step->to];
    int64_t time = to->time_s - from->time_s;
    double part = time <= capacity_s ? 1 : (double)capacity_s / (double)time;
    relaxed.value += part * (priced(to, mu) - priced(from, mu));
    relaxed.cost += part * (double)(to->cost - from->cost);
    capacity_s -= MIN(time, capacity_s);
    if (part < 1) {
      relaxed.price = step->slope;
      break;
    }
    if (choice)
      choice[step->item] = step->to;
  }
  return relaxed;
}

static Relaxed relax_all(const Solving *s, double mu, int *choice)
{
  Relaxed sum = {0, 0, 0};
  for (int r = 0; r < s->p->reps; r++) {
    Relaxed one = relax_rep(s, r, mu, s->capacity_s[r], choice);
    sum.value += one.value;
    sum.cost += one.cost;
  }
  return sum;
}

// Least bound over the price of a budget; the price is where the relaxation's cost meets it.
static double price_budget(const Solving *s, Money budget, double *mu)
{
  *mu = 0;
  Relaxed free = relax_all(s, 0, NULL);
  if (budget == INT64_MAX || free.cost <= (double)budget)
    return free.value;
  double low = 0, high = 1e-3;
  while (relax_all(s, high, NULL).cost > (double)budget && high < 1e12)
    high *= 4;
  double best = INFINITY;
  for (int k = 0; k < BISECTIONS; k++) {
    double middle = (low + high) / 2;
    Relaxed there = relax_all(s, middle, NULL);
    double bound = there.value + middle * (double)budget;
    if (bound < best) {
      best = bound;
      *mu = middle;
    }
    if (there.cost > (double)budget)
      low = middle;
    else
      high = middle;
  }
  Relaxed there = relax_all(s, high, NULL);
  if (there.value + high * (double)budget <= best) {
    best = there.value + high * (double)budget;
    *mu = high;
  }
  return best;
}

// ---- An incumbent ----

typedef struct Used {
  int64_t *time_s; // [reps]
  Money cost, value;
} Used;

static Used use_of(const Solving *s, const int *choice)
{
  Used used = {g_new0(int64_t, s->p->reps + 1), 0, 0};
  for (int i = 0; i < s->p->items; i++) {
    const Level *level = &s->p->level[choice[i]];
    used.time_s[s->p->rep[i]] += level->time_s;
    used.cost += level->cost;
    used.value += level->value;
  }
  return used;
}

static bool fits(const Solving *s, const Used *used)
{
  for (int r = 0; r < s->p->reps; r++) {
    if (used->time_s[r] > s->capacity_s[r])
      return false;
  }
  return used->cost <= s->budget;
}

// While the budget is exceeded: the change that saves most for what it loses.
static void cut_cost(const Solving *s, int *choice, Used *used)
{
  const LevelProgram *p = s->p;
  while (used->cost > s->budget) {
    int item = -1, to = -1;
    double least = INFINITY;
    for (int i = 0; i < p->items; i++) {
      const Level *here = &p->level[choice[i]];
      for (int k = p->first[i]; k < p->first[i + 1]; k++) {
        const Level *there = &p->level[k];
        if (there->cost >= here->cost ||
            used->time_s[p->rep[i]] + there->time_s - here->time_s > s->capacity_s[p->rep[i]])
          continue;
        double loss = (double)(here->value - there->value) / (double)(here->cost - there->cost);
        if (loss < least) {
          least = loss;
          item = i;
          to = k;
        }
      }
    }
    if (item < 0)
      return;
    used->time_s[p->rep[item]] += p->level[to].time_s - p->level[choice[item]].time_s;
    used->cost += p->level[to].cost - p->level[choice[item]].cost;
    used->value += p->level[to].value - p->level[choice[item]].value;
    choice[item] = to;
  }
}

// Single changes that fit and gain, the best of each rep first, until there is none.
static void fill_up(const Solving *s, int *choice, Used *used)
{
  const LevelProgram *p = s->p;
  for (int r = 0; r < p->reps; r++) {
    for (;;) {
      int item = -1, to = -1;
      double most = 0;
      for (int m = s->start[r]; m < s->start[r + 1]; m++) {
        int i = s->member[m];
        const Level *here = &p->level[choice[i]];
        for (int k = p->first[i]; k < p->first[i + 1]; k++) {
          const Level *there = &p->level[k];
          double gain = (double)(there->value - here->value) - s->mu * (double)(there->cost - here->cost);
          bool gains = there->value > here->value && gain > most;
          if (!gains || used->time_s[r] + there->time_s - here->time_s > s->capacity_s[r] ||
              used->cost + there->cost - here->cost > s->budget)
            continue;
          most = gain;
          item = i;
          to = k;
        }
      }
      if (item < 0)
        break;
      used->time_s[r] += p->level[to].time_s - p->level[choice[item]].time_s;
      used->cost += p->level[to].cost - p->level[choice[item]].cost;
      used->value += p->level[to].value - p->level[choice[item]].value;
      choice[item] = to;
    }
  }
}

static void round_relaxation(const Solving *s)
{
  const LevelProgram *p = s->p;
  g_autofree int *choice = g_new0(int, p->items + 1);
  relax_all(s, s->mu, choice);
  Used used = use_of(s, choice);
  cut_cost(s, choice, &used);
  fill_up(s, choice, &used);
  for (int i = 0; i < p->items; i++) // what needs least always fits
    s->result->choice[i] = fits(s, &used) ? choice[i] : least_level(p, i);
  if (!fits(s, &used)) {
    g_free(used.time_s);
    used = use_of(s, s->result->choice);
    fill_up(s, s->result->choice, &used);
  }
  s->result->value = used.value;
  g_free(used.time_s);
}

// ---- What is left, in GLPK ----

typedef struct Core {
  GArray *item, *level; // int: of each column
  GArray *items;        // int: items with more than one level left
  double bound;         // L of these reps, in value units, budget's share left out
} Core;

// Adds the levels of a rep that can still be in a better solution.
static void add_to_core(const Solving *s, int rep, double room, Core *core)
{
  const LevelProgram *p = s->p;
  double price = s->result->price[rep];
  for (int m = s->start[rep]; m < s->start[rep + 1]; m++) {
    int i = s->member[m], left = 0;
    double best = -INFINITY;
    for (int k = p->first[i]; k < p->first[i + 1]; k++)
      best = fmax(best, priced(&p->level[k], s->mu) - price * (double)p->level[k].time_s);
    guint before = core->item->len;
    for (int k = p->first[i]; k < p->first[i + 1]; k++) {
      double reduced = best - (priced(&p->level[k], s->mu) - price * (double)p->level[k].time_s);
      if (reduced > room && k != s->result->choice[i])
        continue;
      g_array_append_val(core->item, i);
      g_array_append_val(core->level, k);
      left++;
    }
    if (left > 1) {
      g_array_append_val(core->items, i);
    } else {
      g_array_set_size(core->item, before);
      g_array_set_size(core->level, before);
    }
  }
}

static int core_item(const Core *core, guint column)
{
  return g_array_index(core->item, int, column);
}

static const Level *core_level(const Solving *s, const Core *core, guint column)
{
  return &s->p->level[g_array_index(core->level, int, column)];
}

static double core_scale(const Solving *s, const Core *core)
{
  double most = 1;
  for (guint c = 0; c < core->item->len; c++)
    most = fmax(most, fabs((double)core_level(s, core, c)->value));
  return most / 1000;
}

// Rows: one an item of the core (sum y = 1), one a rep (its hours, less what the fixed items take), the budget.
static Mip *build_core(const Solving *s, const Core *core, double scale)
{
  const LevelProgram *p = s->p;
  Used used = use_of(s, s->result->choice);
  g_autofree int *row_of = g_new0(int, p->items + 1);
  for (guint k = 0; k < core->items->len; k++) {
    int i = g_array_index(core->items, int, k);
    const Level *level = &p->level[s->result->choice[i]];
    used.time_s[p->rep[i]] -= level->time_s;
    used.cost -= level->cost;
    row_of[i] = (int)k;
  }
  Mip *mip = mip_new();
  for (guint k = 0; k < core->items->len; k++)
    mip_add_row(mip, 1, 1);
  for (int r = 0; r < p->reps; r++)
    mip_add_row(mip, -MIP_INF, (double)(s->capacity_s[r] - used.time_s[r]) / HOUR_S);
  bool budget = s->budget != INT64_MAX;
  double unit = budget ? fmax(1, (double)s->budget / 1000) : 1;
  if (budget)
    mip_add_row(mip, -MIP_INF, (double)(s->budget - used.cost) / unit);
  for (guint c = 0; c < core->item->len; c++) {
    const Level *level = core_level(s, core, c);
    int item = core_item(core, c);
    const int row[] = {row_of[item], (int)core->items->len + p->rep[item], (int)core->items->len + p->reps};
    const double value[] = {1, (double)level->time_s / HOUR_S, (double)level->cost / unit};
    mip_add_column(mip, -(double)level->value / scale, 0, 1, true, budget ? 3 : 2, row, value);
  }
  g_free(used.time_s);
  return mip;
}

// Takes the program's solution when it is better and, in whole seconds and money, within the limits.
static void take_core(Solving *s, const Core *core, const Mip *mip)
{
  g_autofree int *choice = g_memdup2(s->result->choice, sizeof(int) * (size_t)(s->p->items + 1));
  for (guint c = 0; c < core->item->len; c++) {
    if (mip_value(mip, (int)c) > 0.5)
      choice[core_item(core, c)] = g_array_index(core->level, int, c);
  }
  Used used = use_of(s, choice);
  if (used.value > s->result->value && fits(s, &used)) {
    memcpy(s->result->choice, choice, sizeof(int) * (size_t)s->p->items);
    s->result->value = used.value;
  }
  g_free(used.time_s);
}

// Bound of the core's part in value units; `proved`: the search was complete.
static double solve_core(Solving *s, const Core *core, bool *proved)
{
  double scale = core_scale(s, core);
  g_autoptr(Mip) mip = build_core(s, core, scale);
  g_autofree double *start = g_new0(double, core->item->len + 1);
  for (guint c = 0; c < core->item->len; c++)
    start[c] = s->result->choice[core_item(core, c)] == g_array_index(core->level, int, c);
  MipOptions options = {.nodes = s->nodes, .start = start, .cuts = true};
  MipStatus status = mip_solve(mip, &options);
  *proved = status == MIP_OPTIMAL;
  if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
    take_core(s, core, mip);
  double bound = -mip_bound(mip);
  return status == MIP_INFEASIBLE || !isfinite(bound) ? INFINITY : bound * scale;
}

static Core core_new(void)
{
  return (Core){g_array_new(FALSE, FALSE, sizeof(int)), g_array_new(FALSE, FALSE, sizeof(int)),
                g_array_new(FALSE, FALSE, sizeof(int)), 0};
}

static void core_clear(Core *core)
{
  g_array_unref(core->item);
  g_array_unref(core->level);
  g_array_unref(core->items);
}

// Value of the chosen levels of the core's items.
static Money core_value(const Solving *s, const Core *core)
{
  Money sum = 0;
  for (guint k = 0; k < core->items->len; k++)
    sum += s->p->level[s->result->choice[g_array_index(core->items, int, k)]].value;
  return sum;
}

// Solves the core of these reps (one, or all of them); `room` is their bound less their incumbent. Returns by how much
// the bound of their part comes down.
static double close_gap(Solving *s, int from, int to, double room, bool *proved)
{
  Core core = core_new();
  double gained = 0;
  *proved = false;
  for (int r = from; r < to; r++)
    add_to_core(s, r, room * (1 + 1e-9) + 1, &core);
  if (core.items->len == 0) {
    *proved = true;
    gained = room;
  } else if (core.item->len <= CORE_MOST) {
    Money before = core_value(s, &core);
    double bound = solve_core(s, &core, proved);
    double above =
        fmax(bound - (double)before, (double)(core_value(s, &core) - before)); // over the old incumbent
    gained = isfinite(bound) ? fmax(0, room - above) : 0;
  }
  core_clear(&core);
  return gained;
}

// ---- The whole ----

static Money rep_value(const Solving *s, int rep)
{
  Money sum = 0;
  for (int m = s->start[rep]; m < s->start[rep + 1]; m++)
    sum += s->p->level[s->result->choice[s->member[m]]].value;
  return sum;
}

static void prove(Solving *s, double bound)
{
  LevelResult *result = s->result;
  bool proved = true;
  if (s->budget != INT64_MAX) {
    bound -= close_gap(s, 0, s->p->reps, bound - (double)result->value, &proved);
  } else {
    for (int r = 0; r < s->p->reps; r++) {
      bool one;
      double room = relax_rep(s, r, 0, s->capacity_s[r], NULL).value - (double)rep_value(s, r);
      bound -= close_gap(s, r, r + 1, room, &one);
      proved = proved && one;
    }
  }
  result->status = proved ? PLAN_OPTIMAL : PLAN_FEASIBLE;
  result->bound = MAX(result->value, (Money)floor(bound + 1e-9 * fabs(bound)));
}

static void set_prices(Solving *s, double bound)
{
  LevelResult *result = s->result;
  for (int r = 0; r < s->p->reps; r++) {
    Relaxed now = relax_rep(s, r, s->mu, s->capacity_s[r], NULL);
    Relaxed more = relax_rep(s, r, s->mu, s->capacity_s[r] + HOUR_S, NULL);
    result->price[r] = now.price;
    result->tried[r] = more.value - now.value;
  }
  result->budget_price = s->mu;
  if (s->budget == INT64_MAX || s->mu <= 0)
    return;
  Money more = MAX(1, s->budget / 100);
  double mu;
  result->budget_tried = (price_budget(s, s->budget + more, &mu) - bound) / (double)more;
}

LevelResult *levels_solve(const LevelProgram *program, int64_t nodes)
{
  LevelResult *result = g_new0(LevelResult, 1);
  result->choice = g_new0(int, program->items + 1);
  result->over = g_new0(bool, program->reps + 1);
  result->price = g_new0(double, program->reps + 1);
  result->tried = g_new0(double, program->reps + 1);
  Solving s = {.p = program, .result = result, .nodes = nodes};
  s.capacity_s = g_new0(int64_t, program->reps + 1);
  s.start = g_new0(int, program->reps + 2);
  s.member = g_new0(int, program->items + 1);
  raise_limits(&s);
  sort_members(&s);
  double bound = price_budget(&s, s.budget, &s.mu);
  set_prices(&s, bound);
  round_relaxation(&s);
  prove(&s, bound);
  g_free(s.capacity_s);
  g_free(s.start);
  g_free(s.member);
  return result;
}

void level_result_free(LevelResult *result)
{
  if (!result)
    return;
  g_free(result->choice);
  g_free(result->over);
  g_free(result->price);
  g_free(result->tried);
  g_free(result);
}
