// SPDX-License-Identifier: GPL-3.0-or-later
// Travel that was measured is averaged with what was used before, with less weight each round (method of successive
// averages), which damps the swing between few visits with much driving each and many with little.
#include "solver/frequency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/fit.h"
#include "solver/marginal.h"

enum { NODES = 20000 };
static const double STABLE_PCT = 2; // of all visits that may still move between clients

typedef struct Run {
  Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  Accounts *accounts;
  const FrequencyOptions *options;
  Contact *chosen;             // [clients]
  double *travel_s, *travel_m; // [clients]
  LevelResult *result;         // of the last program
} Run;

// ---- Travel ----

static Visits number_of(int visits)
{
  return (Visits){.given = true, .min = visits, .max = visits};
}

// Runs while every open client has those visits; put back by restore.
static Visits *lend_visits(const Run *run, bool chosen)
{
  guint clients = run->territory->clients->len;
  Visits *former = g_new(Visits, clients + 1);
  for (guint i = 0; i < clients; i++) {
    Client *client = territory_client(run->territory, (int)i);
    const Account *account = &run->accounts->account[i];
    former[i] = client->visits;
    if (account->open)
      client->visits = number_of(chosen ? run->chosen[i].visits : MAX(1, account->now.visits));
  }
  return former;
}

static void restore_visits(const Run *run, Visits *former)
{
  for (guint i = 0; i < run->territory->clients->len; i++)
    territory_client(run->territory, (int)i)->visits = former[i];
  g_free(former);
}

static void estimate_travel(Run *run)
{
  Visits *former = lend_visits(run, false);
  g_autofree FitVisit *visits = fit_visits(run->territory, run->calendar, run->travel);
  restore_visits(run, former);
  for (guint i = 0; i < run->territory->clients->len; i++) {
    Account *account = &run->accounts->account[i];
    if (visits[i].rep < 0 || account->rep < 0)
      continue;
    const Rep *rep = territory_rep(run->territory, visits[i].rep);
    account->rep = visits[i].rep;
    run->travel_s[i] = visits[i].travel_s;
    run->travel_m[i] = visits[i].travel_s * rep->speed_kmh / 3.6;
  }
}

// `round`: 0, 1, …; what is measured in round k goes in with weight 1 / (k + 2), so that the estimate is the mean of all
// rounds and settles.
static void measure_travel(Run *run, int round)
{
  const double share = 1.0 / (round + 2);
  guint clients = run->territory->clients->len;
  g_autofree double *before_s = g_memdup2(run->travel_s, sizeof(double) * (clients + 1)),
                    *before_m = g_memdup2(run->travel_m, sizeof(double) * (clients + 1));
  Visits *former = lend_visits(run, true);
  g_autoptr(Plan) plan = planner_run(run->territory, run->calendar, run->travel, run->options->planner);
  restore_visits(run, former);
  marginal_from_plan(plan, run->territory, run->travel, run->travel_s, run->travel_m);
  for (guint i = 0; i < clients; i++) {
    run->travel_s[i] = fmax(0, before_s[i] + (run->travel_s[i] - before_s[i]) * share);
    run->travel_m[i] = fmax(0, before_m[i] + (run->travel_m[i] - before_m[i]) * share);
  }
}

// ---- The program ----

static int64_t field_s(const Run *run, int rep)
{
  int64_t sum = 0;
  for (int t = 0; t < run->calendar->days; t++)
    sum += calendar_day(run->calendar, rep, run->calendar->start + t)->field_s;
  return (int64_t)floor((double)sum * run->accounts->rules.fill);
}

// Closed clients are items with one level, so that hours and budget are counted alike. Returns the percentage of all
// visits that clients get more or less than before.
static double solve_program(Run *run)
{
  guint clients = run->territory->clients->len, reps = run->territory->reps->len;
  g_autoptr(GArray) contacts = g_array_new(FALSE, FALSE, sizeof(Contact));
  g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(Level));
  g_autofree int *first = g_new0(int, clients + 2), *rep = g_new0(int, clients + 1),
                 *client = g_new0(int, clients + 1);
  g_autofree int64_t *capacity = g_new0(int64_t, reps + 1);
  LevelProgram program = {.reps = (int)reps, .budget = run->accounts->rules.budget};
  for (guint i = 0; i < clients; i++) {
    Account *account = &run->accounts->account[i];
    account->travel_s = run->travel_s[i];
    account->travel_m = run->travel_m[i];
    if (account->rep < 0)
      continue;
    rep[program.items] = account->rep;
    client[program.items++] = (int)i;
    account_levels(run->accounts, account, contacts, levels);
    first[program.items] = (int)levels->len;
  }
  for (guint r = 0; r < reps; r++)
    capacity[r] = field_s(run, (int)r);
  program.first = first;
  program.level = (const Level *)(const void *)levels->data;
  program.rep = rep;
  program.capacity_s = capacity;
  g_clear_pointer(&run->result, level_result_free);
  run->result = levels_solve(&program, run->options->nodes > 0 ? run->options->nodes : NODES);
  int moved = 0, visits = 0;
  for (int k = 0; k < program.items; k++) {
    Contact now = g_array_index(contacts, Contact, run->result->choice[k]), *former = &run->chosen[client[k]];
    moved += abs(now.visits - former->visits);
    visits += now.visits;
    *former = now;
  }
  return visits > 0 ? 100.0 * moved / visits : 0;
}

// ---- What came out ----

static void report_client(const Run *run, Frequency *frequency, int index)
{
  const Accounts *accounts = run->accounts;
  const Account *account = &accounts->account[index];
  ClientFrequency *client = &frequency->client[index];
  *client = (ClientFrequency){
      .rep = account->rep, .open = account->open, .now = account->now, .chosen = run->chosen[index]};
  if (account->rep < 0)
    return;
  client->travel_s = account->travel_s;
  client->value_now = account_value(accounts, account, account->now);
  client->value = account_value(accounts, account, client->chosen);
  if (account->curve.kind == RESPONSE_NONE) // worth what it is, however it is seen
    client->value_now = client->value = account->base;
  client->cost_now = account_cost(accounts, account, account->now);
  client->cost = account_cost(accounts, account, client->chosen);
  client->busy_now_s = account_busy_s(accounts, account, account->now);
  client->busy_s = account_busy_s(accounts, account, client->chosen);
  frequency->value_now += client->value_now;
  frequency->value += client->value;
  frequency->cost_now += client->cost_now;
  frequency->cost += client->cost;
  frequency->rep[account->rep].busy_now_s += client->busy_now_s;
  frequency->rep[account->rep].busy_s += client->busy_s;
}

static Frequency *report(const Run *run)
{
  Frequency *frequency = frequency_new((int)run->territory->clients->len, (int)run->territory->reps->len);
  const LevelResult *result = run->result;
  for (int i = 0; i < frequency->clients; i++)
    report_client(run, frequency, i);
  for (int r = 0; r < frequency->reps; r++) {
    RepFrequency *rep = &frequency->rep[r];
    rep->field_s = field_s(run, r);
    rep->over = result->over[r];
    rep->hour_value = result->price[r] * HOUR_S / (double)MONEY_ONE;
    rep->hour_tried = result->tried[r] / (double)MONEY_ONE;
  }
  frequency->budget = run->accounts->rules.budget;
  frequency->budget_value = result->budget_price;
  frequency->budget_tried = result->budget_tried;
  frequency->net = result->value;
  frequency->bound = result->bound;
  frequency->status = result->status;
  frequency->open = run->accounts->open;
  return frequency;
}

// Whether another calendar would measure travel better. One that has no time left says little of it.
static bool wants_round(const Run *run, int rounds, double moved_pct)
{
  if (rounds >= run->options->rounds || run->accounts->open == 0 || moved_pct <= STABLE_PCT)
    return false;
  const PlannerOptions *planner = run->options->planner;
  return !engine_must_end(&(EngineOptions){.stop = planner->stop, .deadline_us = planner->deadline_us});
}

Frequency *frequency_choose(Territory *territory, const Calendar *calendar, const Travel *travel,
                            Accounts *accounts, const FrequencyOptions *options)
{
  guint clients = territory->clients->len;
  Run run = {.territory = territory,
             .calendar = calendar,
             .travel = travel,
             .accounts = accounts,
             .options = options};
  run.chosen = g_new0(Contact, clients + 1);
  run.travel_s = g_new0(double, clients + 1);
  run.travel_m = g_new0(double, clients + 1);
  estimate_travel(&run);
  solve_program(&run);
  int rounds = 0;
  double moved_pct = INFINITY;
  for (; wants_round(&run, rounds, moved_pct); rounds++) {
    measure_travel(&run, rounds);
    moved_pct = solve_program(&run);
  }
  Frequency *frequency = report(&run);
  frequency->rounds = rounds;
  frequency->stable = moved_pct <= STABLE_PCT;
  level_result_free(run.result);
  g_free(run.chosen);
  g_free(run.travel_s);
  g_free(run.travel_m);
  return frequency;
}

void frequency_apply(const Frequency *frequency, Territory *territory)
{
  for (int i = 0; i < frequency->clients; i++) {
    if (frequency->client[i].open) {
      territory_client(territory, i)->visits = number_of(frequency->client[i].chosen.visits);
      territory_client(territory, i)->spared = 0; // looked at in the choice
    }
  }
}
