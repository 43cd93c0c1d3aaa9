// SPDX-License-Identifier: GPL-3.0-or-later
// The program of one resource (MODEL.md, Joint visits): set packing over tours, its relaxation solved by columns from
// the list, then branch and bound over those that can be of use.
#include "solver/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/activity.h"
#include "solver/joint_parts.h"
#include "solver/mip.h"

enum { NODES = 4000, ROUNDS = 60, COLUMNS_A_ROUND = 150, RESOURCES_ALL_ORDERS = 3 };
static const double SCALE = 1000; // of the dearest tour's worth
static const double TOLERANCE = 1e-7;

// ---- Who asks ----------------------------------------------------------------------------------------------------

static int wanted_of(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Visits *visits = client_visits(territory, c);
  return c->channel == CHANNEL_VISIT && visits->given ? visits->max : 0;
}

// What is done at the number-th joint visit: all that the client's other visits have no room for too, where it has none.
static uint64_t activities_at(const Territory *territory, const JointAsk *ask, int number)
{
  uint64_t set = joint_activities(territory, ask->client, ask->resource, number);
  const Activity *activity;
  for (int k = 0;
       ask->times >= ask->wanted && (activity = client_activity(territory, ask->client, k)) != NULL; k++) {
    if (activity->channel == CHANNEL_VISIT && activity->resource < 0 && activity->times > number)
      set |= UINT64_C(1) << k;
  }
  return set;
}

// No client is left out to save driving: more than the dearest way to any other client, there and back.
static Money dearest_trip(const Territory *territory, const Travel *travel, int resource)
{
  Money dearest = MONEY_ONE;
  int first = -1;
  for (int i = 0; i < (int)territory->clients->len; i++) {
    first = first < 0 ? i : first;
    dearest = MAX(dearest, resource_leg_cost(territory, resource_leg(travel, resource, first, i)));
    dearest = MAX(dearest, resource_leg_cost(territory, resource_leg(travel, resource, JOINT_PLACE, i)));
  }
  return 4 * dearest; // by way of the first client there is a way of twice that between any two
}

static void ask_for(JointRun *run, int client, int resource, Money floor)
{
  const Territory *territory = run->territory;
  const Client *c = territory_client(territory, client);
  const Settings *settings = &territory->settings;
  JointAsk ask = {.client = client, .resource = resource, .wanted = wanted_of(territory, client)};
  ask.times = joint_wish(territory, client, resource, ask.wanted);
  if (ask.times == 0)
    return;
  ask.worth = client_visit_value(territory, c, ask.wanted) * ask.wanted;
  ask.spacing = money_from(settings->weight_spacing * money_units(settings->cost_hour));
  ask.worth += floor + ask.spacing * settings->days;
  ask.visit_s =
      client_visit_s(territory, c) + activities_s(territory, client, activities_at(territory, &ask, 0));
  ask.apart = MAX(1, settings->days * 6 / (10 * ask.times));
  const Spacing spacing = client_spacing(territory, c, ask.wanted);
  if (ask.times > 1 && spacing.min_hard)
    ask.apart = MAX(ask.apart, spacing.min);
  g_array_append_val(run->asks, ask);
}

static void list_asks(JointRun *run)
{
  for (int resource = 0; resource < (int)run->territory->resources->len; resource++) {
    const Money floor =
        dearest_trip(run->territory, run->travel, resource) + joint_day_cost(run->territory, resource);
    for (int client = 0; client < (int)run->territory->clients->len; client++)
      ask_for(run, client, resource, floor);
  }
}

// ---- The program -------------------------------------------------------------------------------------------------

typedef struct Program {
  const JointRun *run;
  int resource;
  GArray *tours; // JointTour
  Mip *mip;
  int *row_of_day;  // [days of the horizon], -1: none
  int *row_of_ask;  // [asks]
  int *row_of_span; // [asks * days]: at most one joint visit in the days from there on, -1: none
  int quota;        // row, -1: none
  int *column;      // [tours], -1: not in the program
  double scale;
} Program;

static void add_rows(Program *program)
{
  const JointRun *run = program->run;
  const int days = run->calendar->days, asks = (int)run->asks->len,
            quota = territory_resource(run->territory, program->resource)->max_visits;
  program->row_of_day = g_new(int, (gsize)days + 1);
  program->row_of_ask = g_new(int, (gsize)asks + 1);
  program->row_of_span = g_new(int, (gsize)asks *(gsize)days + 1);
  for (int t = 0; t < days; t++)
    program->row_of_day[t] = resource_works(run->territory, program->resource, run->calendar->start + t)
                                 ? mip_add_row(program->mip, -MIP_INF, 1)
                                 : -1;
  for (int a = 0; a < asks; a++) {
    const JointAsk *ask = joint_ask(run, a);
    const bool ours = ask->resource == program->resource;
    program->row_of_ask[a] = ours ? mip_add_row(program->mip, -MIP_INF, ask->times) : -1;
    for (int t = 0; t < days; t++)
      program->row_of_span[a * days + t] =
          ours && ask->times > 1 && program->row_of_day[t] >= 0 ? mip_add_row(program->mip, -MIP_INF, 1) : -1;
  }
  program->quota = quota > 0 ? mip_add_row(program->mip, -MIP_INF, quota) : -1;
}

// Rows of a tour with their coefficients; returns how many.
static int rows_of(const Program *program, const JointTour *tour, int *row, double *value)
{
  const JointRun *run = program->run;
  const int days = run->calendar->days, t = tour->day - run->calendar->start;
  int count = 0;
  row[count] = program->row_of_day[t];
  value[count++] = 1;
  if (program->quota >= 0) {
    row[count] = program->quota;
    value[count++] = tour->count;
  }
  for (int k = 0; k < tour->count; k++) {
    const int a = tour->stop[k].ask;
    row[count] = program->row_of_ask[a];
    value[count++] = 1;
    for (int u = MAX(0, t - joint_ask(run, a)->apart + 1); u <= t; u++) {
      if (program->row_of_span[a * days + u] < 0)
        continue;
      row[count] = program->row_of_span[a * days + u];
      value[count++] = 1;
    }
  }
  return count;
}

static double cost_of(const Program *program, const JointTour *tour)
{
  return (double)(tour->cost - tour->worth) * program->scale;
}

static void add_tour(Program *program, int index)
{
  const JointTour *tour = &g_array_index(program->tours, JointTour, index);
  const gsize most = 3 + (gsize)tour->count * ((gsize)program->run->calendar->days + 1);
  g_autofree int *row = g_new(int, most);
  g_autofree double *value = g_new(double, most);
  const int count = rows_of(program, tour, row, value);
  program->column[index] =
      mip_add_column(program->mip, cost_of(program, tour), 0, 1, true, count, row, value);
}

typedef struct Offer { // a tour by its reduced cost
  double cost;
  int tour;
} Offer;

static int offer_order(const void *a, const void *b)
{
  const Offer *x = a, *y = b;
  if (x->cost < y->cost || x->cost > y->cost)
    return x->cost < y->cost ? -1 : 1;
  return x->tour - y->tour;
}

static double reduced_cost(const Program *program, const JointTour *tour)
{
  int row[3 + JOINT_STOPS * 512];
  double value[G_N_ELEMENTS(row)];
  double cost = cost_of(program, tour);
  const gsize most = 3 + (gsize)tour->count * ((gsize)program->run->calendar->days + 1);
  if (most > G_N_ELEMENTS(row))
    return -1; // a very long horizon: all tours go in
  const int count = rows_of(program, tour, row, value);
  for (int k = 0; k < count; k++)
    cost -= mip_dual(program->mip, row[k]) * value[k];
  return cost;
}

// Adds the best tours under `limit`; returns how many.
static int add_offers(Program *program, double limit, int most)
{
  g_autoptr(GArray) offers = g_array_new(FALSE, FALSE, sizeof(Offer));
  for (int k = 0; k < (int)program->tours->len; k++) {
    if (program->column[k] >= 0)
      continue;
    const Offer offer = {reduced_cost(program, &g_array_index(program->tours, JointTour, k)), k};
    if (offer.cost < limit)
      g_array_append_val(offers, offer);
  }
  g_array_sort(offers, offer_order);
  const int count = MIN(most, (int)offers->len);
  for (int k = 0; k < count; k++)
    add_tour(program, g_array_index(offers, Offer, k).tour);
  return count;
}

static void list_tours(Program *program)
{
  const JointRun *run = program->run;
  Money dearest = MONEY_ONE;
  for (int t = 0; t < run->calendar->days; t++) {
    if (program->row_of_day[t] >= 0)
      joint_list_tours(run, program->resource, run->calendar->start + t, program->tours);
  }
  for (guint k = 0; k < program->tours->len; k++)
    dearest = MAX(dearest, g_array_index(program->tours, JointTour, k).worth);
  program->scale = SCALE / (double)dearest;
  program->column = g_new(int, (gsize)program->tours->len + 1);
  for (guint k = 0; k < program->tours->len; k++)
    program->column[k] = -1;
}

static void take_tours(const Program *program, GArray *taken)
{
  for (guint k = 0; k < program->tours->len; k++) {
    const JointTour *tour = &g_array_index(program->tours, JointTour, k);
    if (program->column[k] < 0 || mip_value(program->mip, program->column[k]) < 0.5)
      continue;
    for (int s = 0; s < tour->count; s++) {
      const JointAsk *ask = joint_ask(program->run, tour->stop[s].ask);
      const Joint joint = {.client = ask->client,
                           .rep = tour->stop[s].rep,
                           .resource = ask->resource,
                           .day = tour->day,
                           .time_s = tour->stop[s].start_s,
                           .visit_s = ask->visit_s};
      g_array_append_val(taken, joint);
    }
  }
}

static void plan_resource(JointRun *run, int resource)
{
  Program program = {.run = run, .resource = resource, .tours = g_array_new(FALSE, TRUE, sizeof(JointTour))};
  program.mip = mip_new();
  add_rows(&program);
  list_tours(&program);
  MipStatus status = MIP_OPTIMAL;
  for (int round = 0; round < ROUNDS && program.tours->len > 0; round++) {
    if (round > 0)
      status = mip_solve_lp(program.mip, false);
    if (status != MIP_OPTIMAL || (round > 0 && add_offers(&program, -TOLERANCE, COLUMNS_A_ROUND) == 0))
      break;
    for (int k = 0; round == 0 && k < (int)program.tours->len; k++) {
      if (g_array_index(program.tours, JointTour, k).count == 1)
        add_tour(&program, k);
    }
  }
  if (program.tours->len > 0) {
    add_offers(&program, SCALE / 100, COLUMNS_A_ROUND * 2);
    const MipOptions options = {.nodes = NODES, .gap = 1e-9};
    status = mip_solve(program.mip, &options);
    if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
      take_tours(&program, run->taken);
  }
  mip_free(program.mip);
  g_array_unref(program.tours);
  g_free(program.row_of_day);
  g_free(program.row_of_ask);
  g_free(program.row_of_span);
  g_free(program.column);
}

// ---- All resources -----------------------------------------------------------------------------------------------

static int taken_order(const void *a, const void *b)
{
  const Joint *x = a, *y = b;
  return x->client != y->client ? x->client - y->client : x->day - y->day;
}

static Money worth_of(const JointRun *run)
{
  Money worth = 0;
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    for (guint a = 0; a < run->asks->len; a++) {
      const JointAsk *ask = joint_ask(run, (int)a);
      if (ask->client == joint->client && ask->resource == joint->resource)
        worth += ask->worth;
    }
  }
  return worth;
}

// The order number `turn` of so many things; false: there is none.
static bool order_of(int turn, int count, int *order)
{
  static const int all[6][3] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  const int turns = count == 1 ? 1 : count == 2 ? 2 : count == RESOURCES_ALL_ORDERS ? 6 : 1;
  for (int k = 0; k < count; k++)
    order[k] = count <= RESOURCES_ALL_ORDERS ? all[turn % 6][k] : k;
  return turn < turns;
}

static GArray *plan_best_order(JointRun *run)
{
  const int resources = (int)run->territory->resources->len;
  g_autofree int *order = g_new(int, (gsize)MAX(3, resources) + 1);
  GArray *best = NULL;
  Money best_worth = 0;
  for (int turn = 0; resources > 0 && order_of(turn, resources, order); turn++) {
    run->taken = g_array_new(FALSE, TRUE, sizeof(Joint));
    for (int k = 0; k < resources; k++)
      plan_resource(run, order[k]);
    joint_fill(run);
    joint_resolve(run);
    const Money worth = worth_of(run);
    if (!best || worth > best_worth) {
      g_clear_pointer(&best, g_array_unref);
      best = g_steal_pointer(&run->taken);
      best_worth = worth;
    }
    g_clear_pointer(&run->taken, g_array_unref);
  }
  return best ? best : g_array_new(FALSE, TRUE, sizeof(Joint));
}

// The first joint visit of a client holds all activities with the resource, later ones those that are done oftener.
static void number_joints(const JointRun *run)
{
  for (guint j = 0; j < run->taken->len; j++) {
    Joint *joint = &g_array_index(run->taken, Joint, j);
    int number = 0;
    for (guint before = 0; before < j; before++) {
      const Joint *other = &g_array_index(run->taken, Joint, before);
      number += other->client == joint->client && other->resource == joint->resource;
    }
    for (guint a = 0; a < run->asks->len; a++) {
      const JointAsk *ask = joint_ask(run, (int)a);
      if (ask->client == joint->client && ask->resource == joint->resource)
        joint->activities = activities_at(run->territory, ask, number);
    }
  }
}

static void unmet_clear(gpointer data)
{
  Unmet *unmet = data;
  g_free(unmet->reason);
  g_free(unmet->remedy);
}

static GArray *plan_near(JointRun *run, const GArray *former)
{
  run->taken = g_array_new(FALSE, TRUE, sizeof(Joint));
  joint_take_up(run, former);
  joint_fill(run);
  joint_resolve(run);
  return run->taken;
}

// former: NULL: nothing is to stay.
static JointResult *choose(const Territory *territory, const Calendar *calendar, const Travel *travel,
                           const GArray *former)
{
  JointResult *result = g_new0(JointResult, 1);
  g_autoptr(JointWays) ways = joint_ways_new();
  JointRun run = {.territory = territory, .calendar = calendar, .travel = travel, .ways = ways};
  run.asks = g_array_new(FALSE, TRUE, sizeof(JointAsk));
  result->unmet = g_array_new(FALSE, TRUE, sizeof(Unmet));
  g_array_set_clear_func(result->unmet, unmet_clear);
  list_asks(&run);
  if (run.asks->len == 0)
    run.taken = g_array_new(FALSE, TRUE, sizeof(Joint));
  else
    run.taken = former ? plan_near(&run, former) : plan_best_order(&run);
  joint_explain(&run, result->unmet);
  g_array_sort(run.taken, taken_order);
  number_joints(&run);
  for (guint a = 0; a < run.asks->len; a++)
    result->asked += joint_ask(&run, (int)a)->times;
  result->worth = worth_of(&run);
  result->joints = run.taken;
  g_array_unref(run.asks);
  return result;
}

JointResult *joint_choose(const Territory *territory, const Calendar *calendar, const Travel *travel)
{
  return choose(territory, calendar, travel, NULL);
}

JointResult *joint_choose_near(const Territory *territory, const Calendar *calendar, const Travel *travel,
                               const GArray *former)
{
  return choose(territory, calendar, travel, former);
}

void joint_keep(const Territory *territory, const Calendar *calendar, const Travel *travel,
                const GArray *agreed, GArray *kept, GArray *lost)
{
  g_autoptr(JointWays) ways = joint_ways_new();
  const JointRun run = {
      .territory = territory, .calendar = calendar, .travel = travel, .taken = kept, .ways = ways};
  for (guint j = 0; j < agreed->len; j++) {
    const Joint joint = g_array_index(agreed, Joint, j);
    g_array_append_val(joint_holds(&run, &joint) ? kept : lost, joint);
  }
}

void joint_result_free(JointResult *result)
{
  if (!result)
    return;
  g_array_unref(result->joints);
  g_array_unref(result->unmet);
  g_free(result);
}
