// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/load.h"

#include "io/ini.h"
#include "io/territory_read.h"
#include "model/others.h"
#include "model/words.h"

#include <string.h>

void work_free(Work *work)
{
  if (!work)
    return;
  calendar_free(work->calendar);
  travel_free(work->travel);
  territory_free(work->territory);
  g_free(work->chosen);
  g_free(work->own_visits);
  g_free(work);
}

// `strict`: a rep who is not there is told.
static bool choose_reps(Work *work, const Options *options, bool strict)
{
  if (!options->reps_text)
    return true;
  g_auto(GStrv) ids = g_strsplit(options->reps_text, ",", -1);
  work->chosen = g_new0(bool, work->territory->reps->len);
  bool known = true;
  for (char **id = ids; *id; id++) {
    int found = -1;
    g_strstrip(*id);
    for (int rep = 0; rep < (int)work->territory->reps->len; rep++) {
      if (strcmp(territory_rep(work->territory, rep)->id, *id) == 0)
        found = rep;
    }
    if (found >= 0)
      work->chosen[found] = true;
    else if (strict)
      complain(_("--reps: there is no rep '%s' in reps.csv"), *id);
    known = known && (found >= 0 || !strict);
  }
  return known;
}

// Once rhythms are resolved, it can no longer be told whose they were.
static void note_own_visits(Work *work)
{
  work->own_visits = g_new0(bool, work->territory->clients->len + 1);
  for (int i = 0; i < (int)work->territory->clients->len; i++)
    work->own_visits[i] = territory_client(work->territory, i)->visits.given;
}

static void survey(Work *work)
{
  work->calendar = calendar_new(work->territory);
  work->travel = travel_new(work->territory);
  note_own_visits(work);
  calendar_resolve_visits(work->territory, work->calendar);
  others_apply(work->territory);
}

Work *work_load(Options *options, ExitStatus *status)
{
  g_autoptr(Work) work = g_new0(Work, 1);
  g_autoptr(Findings) findings = findings_new();
  GError *error = NULL;
  g_autofree char *language = options->lang ? NULL : ini_language(options->folder);
  if (language)
    language_use(language);
  work->territory = territory_read(options->folder, findings, &error);
  print_findings(options, findings);
  if (error) {
    *status = fail_with(error);
    return NULL;
  }
  int errors = findings_count(findings, FINDING_ERROR);
  if (errors > 0 || !work->territory) {
    complain(ngettext("%d error in the input; nothing was written",
                      "%d errors in the input; nothing was written", (unsigned long)errors),
             errors);
    *status = EXIT_INPUT;
    return NULL;
  }
  if (!choose_reps(work, options, true)) {
    *status = EXIT_USAGE;
    return NULL;
  }
  survey(work);
  return g_steal_pointer(&work);
}

Work *work_load_edited(const Options *options, Edited *edited, const char *source, Findings *blamed,
                       GError **error)
{
  g_autoptr(Work) work = g_new0(Work, 1);
  g_autoptr(Findings) found = findings_new();
  work->territory = territory_read_edited(options->folder, edited, found, error);
  edited_blame(edited, source, found, blamed);
  if (!work->territory || findings_count(found, FINDING_ERROR) > 0)
    return NULL;
  choose_reps(work, options, false);
  survey(work);
  return g_steal_pointer(&work);
}

static void find_open(const Work *work, Findings *findings)
{
  for (int i = 0; i < (int)work->territory->clients->len; i++) {
    const Client *client = territory_client(work->territory, i);
    if (client->rep < 0 && client->team < 0)
      findings_add(findings, FINDING_ERROR, "clients.csv", client->line, "rep",
                   _("client %s has no rep: name one of reps.csv, or a team"), client->id);
    if (client->channel == CHANNEL_VISIT && !client_visits(work->territory, client)->given)
      findings_add(
          findings, FINDING_ERROR, "clients.csv", client->line, "visits",
          _("client %s has no number of visits, and neither has its group: give one, such as 6 or 1/month"),
          client->id);
  }
}

void work_renew_reps(Work *work)
{
  Territory *territory = work->territory;
  for (guint a = 0; a < territory->appointments->len; a++) {
    Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->rep < 0)
      appointment->rep = territory_client(territory, appointment->client)->rep;
  }
  travel_free(work->travel);
  work->travel = travel_new(territory);
  calendar_resolve_visits(territory, work->calendar);
}

bool work_is_complete(const Work *work, const Options *options)
{
  g_autoptr(Findings) findings = findings_new();
  find_open(work, findings);
  print_findings(options, findings);
  return findings_count(findings, FINDING_ERROR) == 0;
}
