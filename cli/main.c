// SPDX-License-Identifier: GPL-3.0-or-later
// The command table, the options and the language. `ronda COMMAND [OPTIONS] FOLDER`.
#include "cli/command.h"

#include "model/words.h"

#include <errno.h>
#include <gio/gio.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

gint command_stop = 0;

static const Command commands[] = {
    {"init", N_("makes a territory folder to fill in, or copies an example"), cmd_init,
     TAKES_EXAMPLE | TAKES_EXCEL},
    {"check", N_("reads everything and counts whether the work can fit"), cmd_check, 0},
    {"group", N_("scores the clients and puts them into groups"), cmd_group, TAKES_EXCEL | TAKES_APPLY},
    {"frequency", N_("chooses how often to visit each client, and through which channel"), cmd_frequency,
     TAKES_EXCEL | TAKES_APPLY | TAKES_SEARCH | TAKES_CHOOSE},
    {"align", N_("assigns clients to reps, balanced and with few changes"), cmd_align,
     TAKES_ALIGN | TAKES_EXCEL | TAKES_APPLY},
    {"plan", N_("makes the visit calendar, the routes and the charts"), cmd_plan, TAKES_SEARCH | TAKES_EXCEL},
    {"verify", N_("checks a plan, also one edited by hand, against the input"), cmd_verify, TAKES_PLAN},
    {"chart", N_("draws the charts of a plan again"), cmd_chart, TAKES_CHARTS},
    {"whatif", N_("plans scenarios and compares them with the base plan"), cmd_whatif,
     TAKES_WHATIF | TAKES_SEARCH | TAKES_EXCEL},
    {"measure", N_("holds what was done and sold against the plan"), cmd_measure,
     TAKES_MEASURE | TAKES_EXCEL},
    {"replan", N_("plans the rest of the horizon anew, near to the plan that people have"), cmd_replan,
     TAKES_REPLAN | TAKES_SEARCH | TAKES_EXCEL},
    {"import", N_("takes a CRM's exports into clients.csv and actuals.csv"), cmd_import, TAKES_IMPORT},
    {"export", N_("writes the plan for calendars, CRMs, maps, spreadsheets and solvers"), cmd_export,
     TAKES_EXPORT | TAKES_EXCEL},
};

// ---- Messages ------------------------------------------------------------------------------------------------------

void say(const Options *options, const char *format, ...)
{
  if (options->quiet)
    return;
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
}

void complain(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  fputs("ronda: ", stderr);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
}

void print_findings(const Options *options, Findings *findings)
{
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    if (finding->level != FINDING_ERROR && options->quiet)
      continue;
    g_autofree char *text = finding_text(finding);
    const char *mark = finding->level == FINDING_NOTE      ? _("note: ")
                       : finding->level == FINDING_WARNING ? _("warning: ")
                                                           : "";
    fprintf(stderr, "%s%s\n", mark, text);
  }
}

ExitStatus fail_with(GError *error)
{
  complain("%s", error->message);
  g_error_free(error);
  return EXIT_SYSTEM;
}

// ---- Language ------------------------------------------------------------------------------------------------------

static char *locale_folder(void)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname(program) : g_strdup(".");
  char *beside = g_build_filename(folder, "locale", NULL);
  if (g_file_test(beside, G_FILE_TEST_IS_DIR))
    return beside;
  g_free(beside);
  return g_strdup(RONDA_LOCALEDIR);
}

char *program_fingerprint(void)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!g_file_get_contents("/proc/self/exe", &bytes, &length, NULL))
    return g_strdup(RONDA_VERSION);
  return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
}

char *datasets_folder(void)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname(program) : g_strdup(".");
  g_autofree char *marker = g_build_filename(folder, "..", "datasets", "demo", "ronda.ini", NULL);
  if (g_file_test(marker, G_FILE_TEST_EXISTS))
    return g_build_filename(folder, "..", "datasets", NULL);
  return g_strdup(RONDA_DATADIR);
}

void language_use(const char *language)
{
  g_autofree char *folder = locale_folder();
  words_speak(language, folder);
}

const char *language_now(void)
{
  // TRANSLATORS: the code of the language you translate into
  const char *code = _("language-code");
  return strcmp(code, "language-code") == 0 ? "en" : code;
}

// ---- Options -------------------------------------------------------------------------------------------------------

char *options_out(const Options *options)
{
  return options->out ? g_strdup(options->out) : g_build_filename(options->folder, "plan", NULL);
}

SheetForm options_form(const Options *options)
{
  return options->excel ? SHEET_EXCEL : SHEET_PLAIN;
}

static bool read_seed(Options *options)
{
  options->seed = 1;
  if (!options->seed_text)
    return true;
  g_autoptr(GError) error = NULL;
  if (g_ascii_string_to_unsigned(options->seed_text, 10, 0, G_MAXUINT32, &options->seed, &error))
    return true;
  complain(_("--seed takes a whole number from 0 to %u"), G_MAXUINT32);
  return false;
}

static bool read_effort(Options *options)
{
  options->effort = EFFORT_NORMAL;
  if (!options->effort_text)
    return true;
  for (Effort effort = EFFORT_QUICK; effort <= EFFORT_BEST; effort++) {
    if (strcmp(options->effort_text, effort_name(effort)) == 0) {
      options->effort = effort;
      return true;
    }
  }
  complain(_("--effort takes quick, normal or best"));
  return false;
}

static bool options_are_sound(Options *options)
{
  bool sound = read_seed(options) && read_effort(options);
  if (options->lang && strcmp(options->lang, "en") != 0 && strcmp(options->lang, "es") != 0) {
    complain(_("--lang takes en or es"));
    sound = false;
  }
  if (options->threads < 0 || options->threads > 1024) {
    complain(_("--threads takes a number from 0 (all cores) to 1024"));
    sound = false;
  }
  if (!(options->time_limit >= 0) || !(options->gap >= 0) || isinf(options->time_limit) ||
      isinf(options->gap)) {
    complain(_("--time-limit and --gap take a number that is not negative"));
    sound = false;
  }
  return sound;
}

static void options_clear(Options *options)
{
  char **strings[] = {
      &options->folder,      &options->lang,         &options->out,        &options->seed_text,
      &options->effort_text, &options->reps_text,    &options->example,    &options->plan_file,
      &options->only,        &options->format,       &options->from,       &options->mapping,
      &options->accounts,    &options->activities,   &options->choose,     &options->to,
      &options->compare,     &options->compare_with, &options->scenarios,  &options->called,
      &options->piece,       &options->budget,       &options->lock,       &options->forbid,
      &options->match,       &options->most_clients, &options->most_sales, &options->change_hours,
      &options->teams,       &options->drop,         &options->take};
  for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
    g_clear_pointer(strings[i], g_free);
  char ***lists[] = {&options->sets,     &options->scales,    &options->adds,   &options->removes,
                     &options->add_reps, &options->drop_reps, &options->balance};
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    g_clear_pointer(lists[i], g_strfreev);
}

static void add_entries(GOptionContext *context, const Command *command, Options *o)
{
  const GOptionEntry common[] = {
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("print errors only"), NULL},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &o->verbose, N_("print more"), NULL},
      {"lang", 0, 0, G_OPTION_ARG_STRING, &o->lang, N_("language of messages, charts and reports"), "en|es"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &o->seed_text, N_("seed of the search (1)"), "N"},
      {"threads", 0, 0, G_OPTION_ARG_INT, &o->threads, N_("threads (0: all cores)"), "N"},
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, N_("where results go (FOLDER/plan)"), "DIR"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry search[] = {
      {"effort", 0, 0, G_OPTION_ARG_STRING, &o->effort_text, N_("how long to search, in steps"),
       "quick|normal|best"},
      {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &o->time_limit, N_("end after so many seconds"), "SECONDS"},
      {"gap", 0, 0, G_OPTION_ARG_DOUBLE, &o->gap, N_("end when proved so near the optimum"), "PERCENT"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("plan only these reps"), "R1,R2"},
      {"no-charts", 0, 0, G_OPTION_ARG_NONE, &o->no_charts, N_("draw no charts"), NULL},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry example[] = {
      {"example", 0, 0, G_OPTION_ARG_STRING, &o->example, N_("copy this example"), "NAME"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry plan[] = {{"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file,
                                N_("the calendar to verify (FOLDER/plan/calendar.csv)"), "FILE"},
                               {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry charts[] = {
      {"only", 0, 0, G_OPTION_ARG_STRING, &o->only, N_("only these charts"), "NAME,…"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("only these reps"), "R1,R2"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, N_("formats to draw (svg,png)"), "svg,png"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry excel[] = {{"excel", 0, 0, G_OPTION_ARG_NONE, &o->excel,
                                 N_("write files for a Spanish Excel (; and decimal comma)"), NULL},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry apply[] = {{"apply", 0, 0, G_OPTION_ARG_NONE, &o->apply,
                                 N_("put the result into clients.csv (the former file is kept)"), NULL},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry choose[] = {{"choose", 0, 0, G_OPTION_ARG_STRING, &o->choose,
                                  N_("whose visits are chosen (open)"), "open|groups|all"},
                                 {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry to[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, N_("what to write"),
       "ics|salesforce|hubspot|dynamics|google|geojson|xlsx|csv|lp|mps|daysheet"},
      {"reps", 0, 0, G_OPTION_ARG_STRING, &o->reps_text, N_("only these reps"), "R1,R2"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry from[] = {
      {"from", 0, 0, G_OPTION_ARG_STRING, &o->from, N_("whose exports they are"),
       "salesforce|hubspot|dynamics|generic"},
      {"mapping", 0, 0, G_OPTION_ARG_FILENAME, &o->mapping,
       N_("which column is which; proposed where it is not there (FOLDER/mapping.ini)"), "FILE"},
      {"accounts", 0, 0, G_OPTION_ARG_FILENAME, &o->accounts, N_("the export of accounts"), "FILE"},
      {"activities", 0, 0, G_OPTION_ARG_FILENAME, &o->activities, N_("the export of activities"), "FILE"},
      {"apply", 0, 0, G_OPTION_ARG_NONE, &o->apply,
       N_("change clients.csv and actuals.csv (the former files are kept)"), NULL},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry measure[] = {
      {"to", 0, 0, G_OPTION_ARG_STRING, &o->to, N_("the last day to look at (the last one reported)"),
       "DATE"},
      {"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file, N_("the plan that people had (FOLDER/plan)"),
       "DIR"},
      {"compare", 0, 0, G_OPTION_ARG_STRING, &o->compare, N_("only compare two versions of the plan"), "A B"},
      {"accept", 0, 0, G_OPTION_ARG_NONE, &o->accept,
       N_("put what was learned into groups.csv, clients.csv and reps.csv"), NULL},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry replan[] = {
      {"from", 0, 0, G_OPTION_ARG_STRING, &o->from, N_("the first day that may change"), "DATE"},
      {"freeze", 0, 0, G_OPTION_ARG_INT, &o->freeze, N_("so many days from then on stay too (0)"), "DAYS"},
      {"actuals", 0, 0, G_OPTION_ARG_NONE, &o->actuals, N_("plan again what was missed by actuals.csv"),
       NULL},
      {"plan", 0, 0, G_OPTION_ARG_FILENAME, &o->plan_file, N_("the plan that people have (FOLDER/plan)"),
       "DIR"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry whatif[] = {
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
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const GOptionEntry align[] = {
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
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  const struct {
    unsigned bit;
    const GOptionEntry *entries;
  } groups[] = {{TAKES_EXPORT, to},       {TAKES_IMPORT, from},   {TAKES_SEARCH, search},
                {TAKES_EXAMPLE, example}, {TAKES_PLAN, plan},     {TAKES_CHARTS, charts},
                {TAKES_EXCEL, excel},     {TAKES_APPLY, apply},   {TAKES_CHOOSE, choose},
                {TAKES_MEASURE, measure}, {TAKES_REPLAN, replan}, {TAKES_WHATIF, whatif},
                {TAKES_ALIGN, align}};
  g_option_context_add_main_entries(context, common, "ronda");
  for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
    if (command->takes & groups[i].bit)
      g_option_context_add_main_entries(context, groups[i].entries, "ronda");
  }
}

// ---- Dispatch ------------------------------------------------------------------------------------------------------

static ExitStatus print_usage(FILE *stream, ExitStatus status)
{
  fprintf(stream,
          _("Usage: ronda COMMAND [OPTIONS] FOLDER\n\n"
            "Plans whom sales reps visit, how often, on which day and in which order.\n\nCommands:\n"));
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    fprintf(stream, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  fprintf(stream,
          _("\n'ronda COMMAND --help' lists the options of a command; 'man ronda' tells everything.\n"));
  return status;
}

static void on_interrupt(int number)
{
  static const char message[] = "\nronda: stopping; once more to leave at once\n";
  if (g_atomic_int_get(&command_stop)) {
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  g_atomic_int_set(&command_stop, 1);
  if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
    return;
}

static void watch_interrupts(void)
{
  struct sigaction action = {.sa_handler = on_interrupt};
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

// The language has to be known before the first message, so --lang is looked up ahead of all other options.
static const char *early_language(int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (g_str_has_prefix(argv[i], "--lang="))
      return argv[i] + strlen("--lang=");
    if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
      return argv[i + 1];
  }
  return NULL;
}

// `--compare A B FOLDER`: A is the option's own; of the two that are left the one with a ronda.ini is the folder.
static int take_second_plan(Options *options, int argc, char **argv)
{
  if (!options->compare || argc != 3)
    return argc;
  g_autofree char *ini = g_build_filename(argv[1], "ronda.ini", NULL);
  const int folder = g_file_test(ini, G_FILE_TEST_EXISTS) ? 1 : 2;
  options->compare_with = g_strdup(argv[3 - folder]);
  argv[1] = argv[folder];
  return 2;
}

static ExitStatus run_command(const Command *command, int argc, char **argv)
{
  Options options = {.folder = NULL};
  g_autofree char *parameters = g_strdup_printf("%s FOLDER", command->name);
  g_autoptr(GOptionContext) context = g_option_context_new("FOLDER");
  g_autofree char *program = g_strdup_printf("ronda %s", command->name);
  g_autoptr(GError) error = NULL;
  g_option_context_set_translation_domain(context, "ronda");
  g_option_context_set_summary(context, _(command->summary));
  add_entries(context, command, &options);
  g_set_prgname(program);
  ExitStatus status = EXIT_USAGE;
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    complain("%s", error->message);
    complain(_("see 'ronda %s --help'"), command->name);
  } else if ((argc = take_second_plan(&options, argc, argv)) != 2) {
    complain(argc < 2 ? _("which territory folder? ronda %s") : _("one territory folder at a time: ronda %s"),
             parameters);
  } else {
    options.folder = g_strdup(argv[1]);
    if (options.compare && !options.compare_with)
      options.compare_with = g_strdup("now");
    if (options_are_sound(&options))
      status = command->run(&options);
  }
  options_clear(&options);
  return status;
}

int main(int argc, char **argv)
{
  language_use(early_language(argc, argv));
  watch_interrupts();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); // so that a limit on file sizes is told like a full disk
  if (argc < 2)
    return print_usage(stderr, EXIT_USAGE);
  if (strcmp(argv[1], "--version") == 0) {
    printf("ronda %s\n", RONDA_VERSION);
    return EXIT_DONE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
    return print_usage(stdout, EXIT_DONE);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (strcmp(argv[1], commands[i].name) == 0) {
      ExitStatus status = run_command(&commands[i], argc - 1, argv + 1);
      if (fflush(stdout) != 0 || ferror(stdout)) {
        complain(_("cannot write the output: %s"), g_strerror(errno));
        return EXIT_SYSTEM;
      }
      return status;
    }
  }
  complain(_("there is no command '%s'"), argv[1]);
  return print_usage(stderr, EXIT_USAGE);
}
