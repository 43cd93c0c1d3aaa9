// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of single files share while a territory is read, and the readers themselves: one a file, each
// with the list of its columns. They append to the territory, add findings, and leave false and `error` only when a
// file is there but cannot be read.
#pragma once

#include "io/edit.h"
#include "io/ids.h"
#include "io/row.h"

typedef struct Reader {
  Territory *territory;
  Findings *findings;
  Ids *clients, *groups, *reps, *resources, *teams;
  int first_group_line; // in clients.csv, on which a group is named; 0: none is
  Edited *edited;       // what a scenario has changed; NULL: the files as they are
} Reader;

// Opens a file of the folder and binds its columns. NULL when the file is not there (with a finding when `needed`),
// or is not usable (with findings). A table without a needed column is read on with empty cells, but is `damaged`.
Table *reader_open(Reader *reader, const char *file, bool needed, const Column *columns, int count,
                   GArray *unknown, GError **error);

// The columns of each file; all of them: io/input_file.h.
extern const ColumnList clients_columns, groups_columns, reps_columns, holidays_columns, appointments_columns,
    activities_columns, resources_columns, responses_columns, targets_columns, actuals_columns,
    matrix_columns;

bool read_ini(Reader *reader, GError **error);
bool read_groups(Reader *reader, GError **error);
bool read_reps(Reader *reader, GError **error);
bool read_resources(Reader *reader, GError **error);
bool read_clients(Reader *reader, GError **error);
bool read_holidays(Reader *reader, GError **error); // holidays.csv and holidays.ics
bool read_appointments(Reader *reader, GError **error);
bool read_matrix(Reader *reader, GError **error);
bool read_activities(Reader *reader, GError **error);
bool read_responses(Reader *reader, GError **error);
bool read_targets(Reader *reader, GError **error);
bool read_actuals(Reader *reader, GError **error);

// Whether a row of appointments.csv or actuals.csv tells of a contact by others (model/others.h): its `rep` cell names
// one of [contacts], or its channel is no visit. Then it is taken, unless `client` is -1, `day` DAY_NONE or it did not
// take place.
bool read_other(Reader *reader, const Row *row, int want_rep, int want_channel, int client, Day day,
                bool took_place);

// How a cell names a channel, in the order of Channel.
enum { CHANNELS = 3 };
extern const char *const channel_words[CHANNELS];

// Checks that need several files at once.
void check_places(Reader *reader);
void check_contacts(Reader *reader); // the values of [contacts]
void appointments_cross_check(Reader *reader);
