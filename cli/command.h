// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of every command: options, exit statuses, language, messages. A command is a row of the table in main.c and
// one file cmd_<name>.c; it returns an exit status and is the only place that prints.
#pragma once

#include "io/sheet.h"
#include "model/findings.h"
#include "solver/planner.h"

typedef enum {
  EXIT_DONE = 0,
  EXIT_NO = 1, // the honest answer is no
  EXIT_USAGE = 2,
  EXIT_INPUT = 3,   // the user's files are wrong
  EXIT_SYSTEM = 4,  // disk, permissions, gnuplot
  EXIT_STOPPED = 5, // stopped early, with a usable result
} ExitStatus;

// What may stand on a command line; a command sees only those it lists. Strings are owned here.
typedef struct Options {
  char *folder;
  gboolean quiet, verbose, excel, no_charts, apply;
  char *lang, *out, *seed_text, *effort_text, *reps_text;
  char *example, *plan_file, *only, *format;                         // init, verify, chart
  char *choose;                                                      // frequency
  char *from, *mapping, *accounts, *activities;                      // import; replan: from which day
  char *to, *compare, *compare_with;                                 // measure
  gboolean accept, actuals;                                          // measure; replan
  int freeze;                                                        // replan: days
  char **sets, **scales, **adds, **removes, **add_reps, **drop_reps; // whatif
  char *scenarios, *called, *piece, *budget;
  gboolean show, merge;
  char **balance; // align
  char *lock, *forbid, *match, *most_clients, *most_sales, *change_hours, *teams, *drop, *take;
  gboolean new_rep;
  int new_reps;
  int threads;
  double time_limit, gap;
  gint64 deadline_us; // of --time-limit, on the clock of g_get_monotonic_time; 0: none
  uint64_t seed;
  Effort effort;
} Options;

typedef struct Command {
  const char *name;
  const char *summary; // marked with N_
  ExitStatus (*run)(Options *options);
  unsigned takes; // which optional groups of options
} Command;

enum {
  TAKES_SEARCH = 1, // effort, time limit, gap, reps, no charts
  TAKES_EXAMPLE = 2,
  TAKES_PLAN = 4,
  TAKES_CHARTS = 8,
  TAKES_EXCEL = 16,
  TAKES_APPLY = 32,
  TAKES_CHOOSE = 64,
  TAKES_EXPORT = 1024, // format, reps
  TAKES_IMPORT = 2048,
  TAKES_MEASURE = 4096,
  TAKES_REPLAN = 8192,
  TAKES_WHATIF = 65536,
  TAKES_ALIGN = 131072,
};

ExitStatus cmd_align(Options *options);
ExitStatus cmd_chart(Options *options);
ExitStatus cmd_check(Options *options);
ExitStatus cmd_export(Options *options);
ExitStatus cmd_frequency(Options *options);
ExitStatus cmd_group(Options *options);
ExitStatus cmd_import(Options *options);
ExitStatus cmd_init(Options *options);
ExitStatus cmd_measure(Options *options);
ExitStatus cmd_plan(Options *options);
ExitStatus cmd_replan(Options *options);
ExitStatus cmd_verify(Options *options);
ExitStatus cmd_whatif(Options *options);

// Set to 1 by the first Ctrl-C; the second ends the program.
extern gint command_stop;

// Messages for people on stderr; say is silent with --quiet, details only with --verbose.
void say(const Options *options, const char *format, ...) G_GNUC_PRINTF(2, 3);
void complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
// Prints findings of the levels that the options ask for (errors always).
void print_findings(const Options *options, Findings *findings);
ExitStatus fail_with(GError *error); // prints and frees; the status that fits

// Chooses the language of messages: "en", "es" or NULL for the environment's.
void language_use(const char *language);
// "en" or "es": what messages come out in.
const char *language_now(void);

// The folder's results: --out or FOLDER/plan; free with g_free.
char *options_out(const Options *options);
SheetForm options_form(const Options *options);

// What tells this very program from any other build of it; free with g_free.
char *program_fingerprint(void);
// Folder of the bundled datasets: beside the build tree's program, else where it was installed; free with g_free.
char *datasets_folder(void);
