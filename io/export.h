// SPDX-License-Identifier: GPL-3.0-or-later
// A plan on its way out: into calendars, CRMs, maps and spreadsheets. One format a file, io/export_<format>.c; each
// writes its files, whose names have no folder, to Export.out. What they share is here: texts of a visit, instants,
// and what the former export held. All bytes follow from the plan, its territory and the former export; the clock is
// never asked.
//
// Who imports a visit is told when to be with the client: it begins at leave - visit, after any waiting.
#pragma once

#include "io/sheet.h"
#include "model/findings.h"
#include "model/plan.h"

// What is to be done at a client, a row of action_plan.csv.
typedef struct Action {
  int client;
  char *activity, *objective, *dates, *channel, *who, *resource, *kpi, *expected_result; // "" where empty
} Action;

typedef struct Export {
  const Territory *territory;
  const Plan *plan;   // tallied
  const bool *chosen; // [reps]; NULL: all
  const char *former; // folder of the former export: the one that is written to
  SheetForm form;     // of the format csv
  Findings *findings; // warnings are added
  Out *out;
  GTimeZone *zone; // UTC where the territory names none
  GArray *actions; // Action, by client; empty without an action plan
  int *extra_of;   // [EXTRAS] column of Client.extra, -1: none
} Export;

// Further columns of clients.csv that exports understand, in English and Spanish.
enum {
  EXTRA_ADDRESS,
  EXTRA_CITY,
  EXTRA_ACCOUNT_ID, // Salesforce's, where crm_id is something else
  EXTRA_CONTACT_ID,
  EXTRA_OWNER_ID,
  EXTRAS
};

// Reads action_plan.csv of the plan's folder, where there is one. The caller sets `out` before a format runs. NULL with
// `error` (G_FILE_ERROR) when a file cannot be read, or with a finding when the timezone is unknown.
Export *export_new(const Territory *territory, const Plan *plan, const bool *chosen, const char *plan_folder,
                   Findings *findings, GError **error);
void export_free(Export *export);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Export, export_free)

// The formats. False with `error` (G_FILE_ERROR) when a file cannot be written or the former one not be read.
bool export_ics(const Export *export, GError **error);
bool export_salesforce(const Export *export, GError **error);
bool export_hubspot(const Export *export, GError **error);
bool export_dynamics(const Export *export, GError **error);
bool export_google(const Export *export, GError **error);
bool export_geojson(const Export *export, GError **error);
bool export_xlsx(const Export *export, GError **error);
bool export_csv(const Export *export, GError **error);
bool export_daysheet(const Export *export, GError **error);

// ---- Shared by the formats ---------------------------------------------------------------------------------------

typedef struct VisitSpan { // of Plan.visits
  guint first, count;
} VisitSpan;

bool export_has_rep(const Export *export, int rep);
VisitSpan export_visits(const Export *export, int rep);

// A file name without its ending from the id of a rep: letters, digits, '-' and '_' stay, '.' within stays; an id that
// had to be changed ends in a hash, so that no two are the same.
char *export_file(const char *id);

static inline int32_t visit_start_s(const Visit *visit)
{
  return visit->leave_s - visit->visit_s;
}

// Seconds since 1970 of a local time of day.
int64_t export_unix(const Export *export, Day day, int32_t s);
// "2027-01-04T13:41:00.000Z" with milliseconds, else "2027-01-04T13:41:00Z".
char *export_utc(const Export *export, Day day, int32_t s, bool milliseconds);

// All to be freed with g_free. Texts have no control characters but line feeds.
char *export_clean(const char *text);
char *export_subject(const Export *export, const Visit *visit);
char *export_place(const Export *export, const Visit *visit); // name, address, town as far as known
char *export_body(const Export *export,
                  const Visit *visit); // contact, objective, what to do, notes: several lines
const char *export_extra(const Export *export, int client, int extra); // "" where there is none
const char *export_objective(const Export *export, int client);        // of its group; "" where empty
// What to do at a visit, a line each: rows of the action plan for that date, or for no date; without an action plan the
// visit's own activity.
GPtrArray *export_actions(const Export *export, const Visit *visit);

// Ids that are missing or no ids at all, gathered and said once.
typedef struct Gaps {
  int count;
  GString *examples;
  GHashTable *seen;
} Gaps;
void gaps_add(Gaps *gaps, const char *id);
// Adds a warning "what (how many: examples)" where there are any, and clears.
void gaps_report(Gaps *gaps, const Export *export, const char *file, const char *column, const char *what);

// Writes NAME.csv. Where the former export has a NAME.csv, also NAME-new.csv with the rows that it had not, and
// NAME-gone.csv with those that are no more: for programs that can insert rows but know none again. Rows are compared
// as they stand.
bool export_rows(const Export *export, const Sheet *sheet, const char *name, GError **error);
