// SPDX-License-Identifier: GPL-3.0-or-later
// min Σ c_r y_rk + Σ e_ic z_ic: a calendar for each client of the patch, at most one route a slot, and routes where the
// calendars say so. Routes come by column generation, priced slot by slot over the clients that may be there; then GLPK's
// branch and bound over those within the gap, the plan injected.
#include "solver/repair_parts.h"

#include "solver/mip.h"
#include "solver/pricing.h"
#include "solver/tour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 40, ROUTES_A_PRICING = 12, NODES = 200, LABELS_MOST = 20000, JOINS_MOST = 2000000 };
enum { ROWS_A_STEP = 8 }; // an iteration takes the time of so many label extensions a row
#define TOLERANCE 1e-6
#define NOTHING 1e-3 // in units of the objective, of which the patch costs a thousand

typedef struct PatchRoute {
  int place, count; // place: of the slot in the patch
  int client[];
} PatchRoute;

typedef struct Program {
  const Patch *patch;
  const EngineOptions *options;
  Mip *mip;
  double scale;      // units of the objective for one of Money
  int *link;         // [client of the patch * slots + place] row; -1: never there
  int *row;          // scratch
  double *one;       // scratch
  int calendars;     // columns of calendars, which come first
  GPtrArray *routes; // PatchRoute *, of the columns after them
  int driven;        // of them, the plan's, which come first
  Memory *memory;
  DayClass class[PATCH_SLOTS_MAX];
  Pricer *pricer[PATCH_SLOTS_MAX];
  int *place_of; // [n] client of the patch, -1
  Money *prize;  // [n]
} Program;

// ---- Columns --------------------------------------------------------------------------------------------------------

static void add_rows(Program *program)
{
  const Patch *patch = program->patch;
  for (int k = 0; k < patch->slots; k++)
    mip_add_row(program->mip, -MIP_INF, 1);
  const int clients = (int)patch->clients->len;
  for (int c = 0; c < clients; c++)
    mip_add_row(program->mip, 1, 1);
  for (int c = 0; c < clients; c++) {
    for (int k = 0; k < patch->slots; k++)
      program->link[c * patch->slots + k] =
          patch_client(patch, c)->reach >> k & 1 ? mip_add_row(program->mip, 0, MIP_INF) : -1;
  }
}

static void add_calendars(Program *program)
{
  const Patch *patch = program->patch;
  for (int c = 0; c < (int)patch->clients->len; c++) {
    const GArray *list = patch_client(patch, c)->calendars;
    for (guint v = 0; v < list->len; v++) {
      const PatchCalendar *calendar = &g_array_index(list, PatchCalendar, v);
      int count = 0;
      program->one[count] = 1;
      program->row[count++] = patch->slots + c;
      for (int k = 0; k < patch->slots; k++) {
        if (!(calendar->days >> k & 1))
          continue;
        program->one[count] = -1;
        program->row[count++] = program->link[c * patch->slots + k];
      }
      mip_add_column(program->mip, (double)calendar->cost * program->scale, 0, MIP_INF, true, count,
                     program->row, program->one);
      program->calendars++;
    }
  }
}

static void add_route(Program *program, int place, const int *client, int count)
{
  const Patch *patch = program->patch;
  PatchRoute *route = g_malloc(sizeof(PatchRoute) + sizeof(int) * (gsize)count);
  *route = (PatchRoute){place, count};
  memcpy(route->client, client, sizeof(int) * (size_t)count);
  g_ptr_array_add(program->routes, route);
  program->row[0] = place;
  program->one[0] = 1;
  for (int k = 0; k < count; k++) {
    program->row[k + 1] = program->link[program->place_of[client[k]] * patch->slots + place];
    program->one[k + 1] = 1;
  }
  const Money cost = route_cost(patch->p, patch->slot[place], client, count, NULL);
  mip_add_column(program->mip, (double)cost * program->scale, 0, MIP_INF, true, count + 1, program->row,
                 program->one);
}

static bool may_drive(const Program *program, int place, const int *client, int count)
{
  const Patch *patch = program->patch;
  for (int k = 0; k < count; k++) {
    if (program->link[program->place_of[client[k]] * patch->slots + place] < 0)
      return false;
  }
  return route_times(patch->p, patch->slot[place], client, count, NULL) >= 0;
}

// The plan's routes first, then the same in other slots.
static void add_plan(Program *program)
{
  const Patch *patch = program->patch;
  const Solution *plan = patch->plan;
  for (int other = 0; other <= 1; other++) {
    for (int j = 0; j < patch->slots; j++) {
      const int *first = &plan->first[patch->slot[j]], count = first[1] - first[0];
      for (int k = 0; k < patch->slots && count > 0; k++) {
        if ((j != k) == other && (!other || may_drive(program, k, plan->client + *first, count)))
          add_route(program, k, plan->client + *first, count);
      }
    }
    program->driven = other ? program->driven : (int)program->routes->len;
  }
}

// ---- Pricing --------------------------------------------------------------------------------------------------------

static void set_class(Program *program, int place)
{
  const Patch *patch = program->patch;
  const Problem *p = patch->p;
  const int s = patch->slot[place], clients = (int)patch->clients->len;
  const Slot *slot = &p->slot[s];
  DayClass *class = &program->class[place];
  *class = (DayClass){.slots = 1,
                      .start = slot->start,
                      .end = slot->end,
                      .table = slot->legs,
                      .length = slot->length,
                      .work = MIN(slot->length, slot->max_work),
                      .max_travel = slot->max_travel,
                      .max_visits = slot->max_visits,
                      .max_load = slot->max_load};
  class->client = g_new(int, (gsize)clients + 1);
  class->service = g_new(int32_t, (gsize)clients + 1);
  class->starts = g_new(Starts, (gsize)clients + 1);
  class->must = g_new0(int, (gsize)clients + 1);
  for (int c = 0; c < clients; c++) {
    if (program->link[c * patch->slots + place] < 0)
      continue;
    const int i = patch_client(patch, c)->client, k = class->clients++;
    class->client[k] = i;
    class->starts[k] = *problem_starts(p, i, s, &class->service[k]);
  }
  program->pricer[place] = class->clients > 0 ? pricer_new(p, class, program->memory) : NULL;
  if (program->pricer[place])
    pricer_watch(program->pricer[place], program->options);
}

static Money money(const Program *program, double value)
{
  return llround(value / program->scale);
}

// Routes that the duals of the program ask for in that slot; returns how many.
static int price_slot(Program *program, int place, PriceLevel level)
{
  const Patch *patch = program->patch;
  if (!program->pricer[place])
    return 0;
  for (int c = 0; c < (int)patch->clients->len; c++) {
    const int row = program->link[c * patch->slots + place];
    if (row >= 0)
      program->prize[patch_client(patch, c)->client] = money(program, mip_dual(program->mip, row));
  }
  const Duals duals = {program->prize, money(program, -mip_dual(program->mip, place)), NULL};
  g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
  Money least;
  pricer_run(program->pricer[place], level, &duals, -money(program, NOTHING), ROUTES_A_PRICING,
             (PriceLimits){LABELS_MOST, JOINS_MOST}, routes, &least);
  int added = 0;
  for (guint r = 0; r < routes->len; r++) {
    LabelRoute *route = routes->pdata[r];
    const int slot = patch->slot[place];
    if (route_times(patch->p, slot, route->client, route->count, NULL) < 0 &&
        (route->count > TOUR_EXACT_MAX || tour_solve(patch->p, slot, route->client, route->count) < 0))
      continue;
    add_route(program, place, route->client, route->count);
    added++;
  }
  return added;
}

static int64_t steps_of(const Program *program)
{
  int64_t steps = mip_iterations(program->mip) * mip_rows(program->mip) * ROWS_A_STEP;
  for (int k = 0; k < program->patch->slots; k++)
    steps += program->pricer[k] ? pricer_steps(program->pricer[k]) : 0;
  return steps;
}

// Column generation, the quick pricings first; false: the linear program has no solution.
static bool generate(Program *program)
{
  PriceLevel level = PRICE_QUICK;
  for (int round = 0; round < ROUNDS; round++) {
    if (mip_solve_lp(program->mip, false) != MIP_OPTIMAL || engine_must_end(program->options))
      return false;
    int added = 0;
    for (int k = 0; k < program->patch->slots; k++)
      added += price_slot(program, k, level);
    if (added == 0 && level == PRICE_EXACT)
      return true;
    if (added == 0)
      level++;
  }
  return mip_solve_lp(program->mip, false) == MIP_OPTIMAL;
}

// ---- Whole solutions ------------------------------------------------------------------------------------------------

// Routes whose reduced cost is more than the gap are in no better solution; the plan's stay.
static void drop_routes(Program *program, double gap)
{
  const int columns = mip_columns(program->mip), first = program->calendars + program->driven;
  g_autofree int *drop = g_new(int, (gsize)columns + 1);
  g_autoptr(GPtrArray) all = g_steal_pointer(&program->routes);
  program->routes = g_ptr_array_new_with_free_func(g_free);
  int count = 0;
  for (int c = program->calendars; c < columns; c++) {
    const guint r = (guint)(c - program->calendars);
    if (c >= first && mip_reduced_cost(program->mip, c) > gap + TOLERANCE && !mip_is_basic(program->mip, c))
      drop[count++] = c;
    else
      g_ptr_array_add(program->routes, g_steal_pointer(&all->pdata[r]));
  }
  mip_remove_columns(program->mip, count, drop);
}

static double *plan_point(const Program *program)
{
  double *point = g_new0(double, (gsize)mip_columns(program->mip) + 1);
  int column = 0;
  for (int c = 0; c < (int)program->patch->clients->len; c++) {
    point[column] = 1;
    column += (int)patch_client(program->patch, c)->calendars->len;
  }
  for (int r = 0; r < program->driven; r++)
    point[program->calendars + r] = 1;
  return point;
}

// The days that the program has chosen for each client of the patch.
static void chosen_days(const Program *program, uint32_t *days)
{
  int column = 0;
  for (int c = 0; c < (int)program->patch->clients->len; c++) {
    const GArray *list = patch_client(program->patch, c)->calendars;
    for (guint v = 0; v < list->len; v++, column++) {
      if (mip_value(program->mip, column) > 0.5)
        days[c] = g_array_index(list, PatchCalendar, v).days;
    }
  }
}

static int put_route(const Program *program, const PatchRoute *route, const uint32_t *days, int *client)
{
  int count = 0;
  for (int k = 0; k < route->count; k++) {
    if (days[program->place_of[route->client[k]]] >> route->place & 1)
      client[count++] = route->client[k];
  }
  const int slot = program->patch->slot[route->place];
  if (count <= TOUR_EXACT_MAX)
    tour_solve(program->patch->p, slot, client, count);
  return count;
}

// The route that the program drives in each slot of the patch, or NULL; returns how many visits they make at most.
static int chosen_routes(const Program *program, const PatchRoute **in)
{
  int visits = 0;
  for (guint r = 0; r < program->routes->len; r++) {
    const PatchRoute *route = program->routes->pdata[r];
    if (mip_value(program->mip, program->calendars + (int)r) < 0.5)
      continue;
    in[route->place] = route;
    visits += route->count;
  }
  return visits;
}

static int place_of_slot(const Patch *patch, int slot)
{
  for (int k = 0; k < patch->slots; k++) {
    if (patch->slot[k] == slot)
      return k;
  }
  return -1;
}

static Solution *new_plan(const Program *program)
{
  const Patch *patch = program->patch;
  const Problem *p = patch->p;
  const Solution *old = patch->plan;
  g_autofree uint32_t *days = g_new0(uint32_t, patch->clients->len + 1);
  const PatchRoute *in[PATCH_SLOTS_MAX] = {NULL};
  chosen_days(program, days);
  Solution *plan = solution_new(p, old->first[p->slots] + chosen_routes(program, in));
  for (int s = 0; s < p->slots; s++) {
    const int place = place_of_slot(patch, s), at = plan->first[s], stays = old->first[s + 1] - old->first[s];
    plan->first[s + 1] = at;
    if (place < 0) {
      memcpy(plan->client + at, old->client + old->first[s], sizeof(int) * (size_t)stays);
      plan->first[s + 1] += stays;
    } else if (in[place]) {
      plan->first[s + 1] += put_route(program, in[place], days, plan->client + at);
    }
  }
  return plan;
}

static Solution *branch(Program *program)
{
  const double now = (double)program->patch->cost * program->scale, gap = now - mip_objective(program->mip);
  if (gap < NOTHING)
    return NULL;
  drop_routes(program, gap);
  g_autofree double *start = plan_point(program);
  const MipOptions how = {.nodes = NODES,
                          .start = start,
                          .stop = program->options->stop,
                          .deadline_us = program->options->deadline_us};
  const MipStatus status = mip_solve(program->mip, &how);
  if ((status != MIP_OPTIMAL && status != MIP_FEASIBLE) || mip_objective(program->mip) > now - TOLERANCE)
    return NULL;
  Solution *plan = new_plan(program);
  const SolutionCost old = solution_cost(program->patch->p, program->patch->plan),
                     new = solution_cost(program->patch->p, plan);
  if (solution_total(&new) < solution_total(&old) && solution_is_admissible(program->patch->p, plan))
    return plan;
  solution_free(plan);
  return NULL;
}

static void program_begin(Program *program)
{
  const Patch *patch = program->patch;
  const Problem *p = patch->p;
  const int clients = (int)patch->clients->len;
  program->mip = mip_new();
  program->scale = 1000 / (double)MAX(1, patch->cost);
  program->link = g_new(int, (gsize)clients *(gsize)patch->slots + 1);
  program->row = g_new(int, (gsize)clients + PATCH_SLOTS_MAX + 2);
  program->one = g_new(double, (gsize)clients + PATCH_SLOTS_MAX + 2);
  program->routes = g_ptr_array_new_with_free_func(g_free);
  program->prize = g_new0(Money, (gsize)p->n + 1);
  program->place_of = g_new(int, (gsize)p->n + 1);
  program->memory = memory_new(p, 0);
  for (int i = 0; i < p->n; i++)
    program->place_of[i] = -1;
  for (int c = 0; c < clients; c++) {
    program->place_of[patch_client(patch, c)->client] = c;
    memory_keep(program->memory, patch_client(patch, c)->client);
  }
  add_rows(program);
  add_calendars(program);
  for (int k = 0; k < patch->slots; k++)
    set_class(program, k);
  add_plan(program);
}

static void program_end(Program *program)
{
  for (int k = 0; k < program->patch->slots; k++) {
    pricer_free(program->pricer[k]);
    g_free(program->class[k].client);
    g_free(program->class[k].service);
    g_free(program->class[k].starts);
    g_free(program->class[k].must);
  }
  mip_free(program->mip);
  g_ptr_array_unref(program->routes);
  memory_free(program->memory);
  g_free(program->link);
  g_free(program->row);
  g_free(program->one);
  g_free(program->prize);
  g_free(program->place_of);
}

Solution *patch_solve(const Patch *patch, const EngineOptions *options, int64_t *steps)
{
  Program program = {.patch = patch, .options = options};
  program_begin(&program);
  Solution *better = generate(&program) ? branch(&program) : NULL;
  *steps += steps_of(&program);
  program_end(&program);
  return better;
}
