// SPDX-License-Identifier: GPL-3.0-or-later
// The command table, the options and the language. `ronda COMMAND [OPTIONS] FOLDER`.
#include "cli/command.h"
#include "cli/options.h"

#include "model/words.h"

#include <errno.h>
#include <gio/gio.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT_MOST_S 1e9 // nobody waits that long, and microseconds of it are still whole numbers

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
  if (options->time_limit > 0)
    options->deadline_us =
        g_get_monotonic_time() + (gint64)(MIN(options->time_limit, TIME_LIMIT_MOST_S) * G_USEC_PER_SEC);
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
  options_add(context, command, &options);
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

static ExitStatus dispatch(int argc, char **argv)
{
  if (argc < 2)
    return print_usage(stderr, EXIT_USAGE);
  if (strcmp(argv[1], "--version") == 0) {
    printf("ronda %s\n", RONDA_VERSION);
    return EXIT_DONE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
    return print_usage(stdout, EXIT_DONE);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (strcmp(argv[1], commands[i].name) == 0)
      return run_command(&commands[i], argc - 1, argv + 1);
  }
  complain(_("there is no command '%s'"), argv[1]);
  return print_usage(stderr, EXIT_USAGE);
}

int main(int argc, char **argv)
{
  language_use(early_language(argc, argv));
  watch_interrupts();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); // so that a limit on file sizes is told like a full disk
  const ExitStatus status = dispatch(argc, argv);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    complain(_("cannot write the output: %s"), g_strerror(errno));
    return EXIT_SYSTEM;
  }
  return status;
}
