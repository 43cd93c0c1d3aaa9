// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line takes: a table of options for each kind of command (Command.takes), and where each value goes.
#include "cli/options.h"

#include "model/words.h"

#define END_OF_ENTRIES                                                                                       \
  {                                                                                                          \
    NULL, 0, 0, 0, NULL, NULL, NULL                                                                          \
  }

static void add(GOptionContext *context, const GOptionEntry *entries)
{
  g_option_context_add_main_entries(context, entries, "ronda");
}

static void add_common(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("print errors only"), NULL},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &o->verbose, N_("print more"), NULL},
      {"lang", 0, 0, G_OPTION_ARG_STRING, &o->lang, N_("language of messages, charts and reports"), "en|es"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &o->seed_text, N_("seed of the search (1)"), "N"},
      {"threads", 0, 0, G_OPTION_ARG_INT, &o->threads, N_("threads (0: all cores)"), "N"},
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_("where results go (FOLDER/plan)"), "DIR"},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_search(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"effort", 0, 0, G_OPTION_ARG_STRING, &o->effort_text, N_("how long to search, in steps"),
       "quick|normal|best"},
      {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &o->time_limit, N_("end after so many seconds"), "SECONDS"},
      {"gap", 0, 0, G_OPTION_ARG_DOUBLE, &o->gap, N_("end when proved so near the optimum"), "PERCENT"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("plan only these reps"), "R1,R2"},
      {"no-charts", 0, 0, G_OPTION_ARG_NONE, &o->no_charts, N_("draw no charts"), NULL},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_example(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"example", 0, 0, G_OPTION_ARG_STRING, &o->example, N_("copy this example"), "NAME"}, END_OF_ENTRIES};
  add(context, entries);
}

static void add_plan(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {{"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file,
                                   N_("the calendar to verify (FOLDER/plan/calendar.csv)"), "FILE"},
                                  END_OF_ENTRIES};
  add(context, entries);
}

static void add_charts(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"only", 0, 0, G_OPTION_ARG_STRING, &o->only, N_("only these charts"), "NAME,…"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("only these reps"), "R1,R2"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, N_("formats to draw (svg,png)"), "svg,png"},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_excel(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {{"excel", 0, 0, G_OPTION_ARG_NONE, &o->excel,
                                   N_("write files for a Spanish Excel (; and decimal comma)"), NULL},
                                  END_OF_ENTRIES};
  add(context, entries);
}

static void add_apply(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {{"apply", 0, 0, G_OPTION_ARG_NONE, &o->apply,
                                   N_("put the result into clients.csv (the former file is kept)"), NULL},
                                  END_OF_ENTRIES};
  add(context, entries);
}

static void add_choose(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {{"choose", 0, 0, G_OPTION_ARG_STRING, &o->choose,
                                   N_("whose visits are chosen (open)"), "open|groups|all"},
                                  END_OF_ENTRIES};
  add(context, entries);
}

static void add_to(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, N_("what to write"),
       "ics|salesforce|hubspot|dynamics|google|geojson|xlsx|csv|lp|mps|daysheet"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("only these reps"), "R1,R2"},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_from(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_STRING, &o->from, N_("whose exports they are"),
       "salesforce|hubspot|dynamics|generic"},
      {"mapping", 0, 0, G_OPTION_ARG_FILENAME, &o->mapping,
       N_("which column is which; proposed where it is not there (FOLDER/mapping.ini)"), "FILE"},
      {"accounts", 0, 0, G_OPTION_ARG_FILENAME, &o->accounts, N_("the export of accounts"), "FILE"},
      {"activities", 0, 0, G_OPTION_ARG_FILENAME, &o->activities, N_("the export of activities"), "FILE"},
      {"apply", 0, 0, G_OPTION_ARG_NONE, &o->apply,
       N_("change clients.csv and actuals.csv (the former files are kept)"), NULL},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_measure(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"to", 0, 0, G_OPTION_ARG_STRING, &o->to, N_("the last day to look at (the last one reported)"),
       "DATE"},
      {"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file, N_("the plan that people had (FOLDER/plan)"),
       "DIR"},
      {"compare", 0, 0, G_OPTION_ARG_STRING, &o->compare, N_("only compare two versions of the plan"), "A B"},
      {"accept", 0, 0, G_OPTION_ARG_NONE, &o->accept,
       N_("put what was learned into groups.csv, clients.csv and reps.csv"), NULL},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_replan(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_STRING, &o->from, N_("the first day that may change"), "DATE"},
      {"freeze", 0, 0, G_OPTION_ARG_INT, &o->freeze, N_("so many days from then on stay too (0)"), "DAYS"},
      {"actuals", 0, 0, G_OPTION_ARG_NONE, &o->actuals, N_("plan again what was missed by actuals.csv"),
       NULL},
      {"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file, N_("the plan that people have (FOLDER/plan)"),
       "DIR"},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_whatif(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"scenario", 0, 0, G_OPTION_ARG_STRING, &o->scenarios, N_("only these of scenarios/ (all)"), "NAME,…"},
      {"set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->sets, N_("what if a value were another"),
       "'group A visits = 8'"},
      {"scale", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->scales, N_("what if values were so many times as large"),
       "'rep * field_share_pct = 0.9'"},
      {"add", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->adds, N_("what if there were one more row"),
       "'holiday 2027-03-26: name = Puente'"},
      {"remove", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->removes, N_("what if rows were not there"),
       "'client C0001'"},
      {"add-rep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->add_reps, N_("what if there were one more rep"),
       "'R7: lat = …; lon = …'"},
      {"drop-rep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->drop_reps,
       N_("what if a rep left; the others get the clients"), "'R3 to R1, R4'"},
      {"called", 0, 0, G_OPTION_ARG_STRING, &o->called, N_("what that scenario is called (option)"), "NAME"},
      {"show", 0, 0, G_OPTION_ARG_NONE, &o->show, N_("only print what each scenario changes"), NULL},
      {"budget", 0, 0, G_OPTION_ARG_STRING, &o->budget, N_("name the best scenario that costs no more"),
       "MONEY"},
      {"piece", 0, 0, G_OPTION_ARG_STRING, &o->piece, N_("only solve this share, on one of several machines"),
       "I/N"},
      {"merge", 0, 0, G_OPTION_ARG_NONE, &o->merge, N_("put the pieces together, solving nothing"), NULL},
      END_OF_ENTRIES};
  add(context, entries);
}

static void add_align(GOptionContext *context, Options *o)
{
  const GOptionEntry entries[] = {
      {"balance", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->balance,
       N_("how many percent a rep may be off the fair part (workload=10)"), "MEASURE=PERCENT"},
      {"most-clients", 0, 0, G_OPTION_ARG_STRING, &o->most_clients, N_("at most so many clients change"),
       "N"},
      {"most-sales", 0, 0, G_OPTION_ARG_STRING, &o->most_sales, N_("at most so much of the sales changes"),
       "PERCENT"},
      {"change-hours", 0, 0, G_OPTION_ARG_STRING, &o->change_hours,
       N_("price of a change in hours of a rep (4)"), "HOURS"},
      {"lock", 0, 0, G_OPTION_ARG_STRING, &o->lock, N_("these stay with their rep, or go to that one"),
       "C1,C2:R3"},
      {"forbid", 0, 0, G_OPTION_ARG_STRING, &o->forbid, N_("these do not go to that rep"), "C3:R1"},
      {"match", 0, 0, G_OPTION_ARG_STRING, &o->match,
       N_("what a client's column asks for, the rep's must have"), "COLUMN[:COLUMN]"},
      {"teams", 0, 0, G_OPTION_ARG_STRING, &o->teams, N_("whether clients stay in their team (keep)"),
       "keep|free"},
      {"drop", 0, 0, G_OPTION_ARG_STRING, &o->drop, N_("share out the clients of reps who leave"), "R3"},
      {"new-rep", 0, 0, G_OPTION_ARG_NONE, &o->new_rep, N_("find the best home for one more rep"), NULL},
      {"reps", 0, 0, G_OPTION_ARG_INT, &o->new_reps, N_("propose so many territories from nothing"), "N"},
      {"assignment", 0, 0, G_OPTION_ARG_FILENAME, &o->take,
       N_("count an assignment.csv that was edited by hand, instead of making one"), "FILE"},
      {"effort", 0, 0, G_OPTION_ARG_STRING, &o->effort_text, N_("how long to search, in steps"),
       "quick|normal|best"},
      {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &o->time_limit, N_("end after so many seconds"), "SECONDS"},
      {"no-charts", 0, 0, G_OPTION_ARG_NONE, &o->no_charts, N_("draw no charts"), NULL},
      END_OF_ENTRIES};
  add(context, entries);
}

void options_add(GOptionContext *context, const Command *command, Options *o)
{
  static const struct {
    unsigned bit;
    void (*add)(GOptionContext *context, Options *o);
  } groups[] = {{TAKES_EXPORT, add_to},       {TAKES_IMPORT, add_from},   {TAKES_SEARCH, add_search},
                {TAKES_EXAMPLE, add_example}, {TAKES_PLAN, add_plan},     {TAKES_CHARTS, add_charts},
                {TAKES_EXCEL, add_excel},     {TAKES_APPLY, add_apply},   {TAKES_CHOOSE, add_choose},
                {TAKES_MEASURE, add_measure}, {TAKES_REPLAN, add_replan}, {TAKES_WHATIF, add_whatif},
                {TAKES_ALIGN, add_align}};
  add_common(context, o);
  for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
    if (command->takes & groups[i].bit)
      groups[i].add(context, o);
  }
}
