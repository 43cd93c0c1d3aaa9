// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios: what if a value of the input were another. A file scenarios/NAME.ini says what to change, in the words of
// the input files; nothing of it is applied here (io/edit.h does that). A line is an edit:
//
//   [scenario]
//   name = Six hours in the field       shown; the file's name where it is missing
//   base = other                        first all edits of scenarios/other.ini
//   align = yes                         then all clients are given to reps anew, as `align` does
//
//   [set]       ROW WHERE COLUMN = VALUE, or SECTION KEY = VALUE for ronda.ini
//   group A visits = 8
//   rep * weekdays = Mon Tue Wed Thu
//   client (group = B and sales > 1e6) visit_minutes = 45
//   plan day_end = 16:00
//   [scale]     likewise; the value is a factor. An empty cell counts as its default
//   rep * field_share_pct = 0.9
//   travel speed_kmh = 0.5..1.5 step 0.25
//   [add]       ROW KEY [like KEY]: COLUMN = VALUE; COLUMN = VALUE …
//   rep R7 like R3: name = Nueva; lat = 3.4516; lon = -76.532
//   holiday 2027-03-26: name = Puente
//   [remove]    ROW WHERE, and for a rep optionally who gets the clients
//   rep R3 to R1, R4
//   holiday (name = Reyes)
//
// ROW is a row's noun (io/input_file.h), WHERE `*`, keys with ',' between them ("quoted" where they have blanks), or a
// rule in parentheses over the file's columns (model/rule.h). A value `A..B step C` sweeps: the scenario becomes one for
// each value, NAME_A … NAME_B.
#pragma once

#include "io/input_file.h"

typedef enum { EDIT_SET, EDIT_SCALE, EDIT_ADD, EDIT_REMOVE, EDIT_KINDS } EditKind;
typedef enum { WHERE_ALL, WHERE_KEYS, WHERE_RULE } WhereKind;

typedef struct Edit {
  EditKind kind;
  char *source;           // "scenarios/hire.ini", or the option "--set"
  int line;               // 0: of an option
  char *text;             // as written
  const InputFile *input; // NULL: ronda.ini
  char *section;          // of ronda.ini, else NULL
  WhereKind where;
  char **keys;   // of WHERE_KEYS; of EDIT_ADD the new row's key, or none
  char *rule;    // of WHERE_RULE
  char *like;    // of EDIT_ADD: key of the row that is copied; NULL: none
  char **column; // names; one where values are set or scaled, or key of ronda.ini
  char **value;  // as many
  char **to;     // of EDIT_REMOVE of reps: who gets the clients; NULL: anybody
  bool sweeps;   // then the value is one of from, from + step, … to_most
  double from, most, step;
} Edit;

// NULL and a finding in source:number when the text is no edit of that kind.
Edit *edit_parse(EditKind kind, const char *text, const char *source, int number, Findings *findings);
Edit *edit_copy(const Edit *edit);
void edit_free(Edit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Edit, edit_free)
// "set", "scale", "add", "remove": of files and options.
const char *edit_kind_name(EditKind kind);

typedef struct Scenario {
  char *name;  // of its results' folder; letters, digits, '.', '-', '_'
  char *title; // for people
  char *base;  // the scenario it builds on; "": the files as they are
  bool align;  // clients are given to reps anew
  char *source;
  char *sha256;     // of the file; NULL: from the command line
  GPtrArray *edits; // Edit *, those of `base` first once the book is resolved
  char *sweep;      // name of the scenario that was swept, NULL: this is none of them
  char *sweep_what; // what is swept, as written before '='
  double sweep_value;
} Scenario;

Scenario *scenario_new(const char *name, const char *source);
void scenario_free(Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scenario, scenario_free)
// The text of one file.
Scenario *scenario_parse(const char *data, gsize length, const char *name, const char *source,
                         Findings *findings);

// All of FOLDER/scenarios, in the order of their names, each with the edits of those it builds on, sweeps unrolled; of
// `more` (Scenario *, taken over; may be NULL) likewise, behind them. Free with g_ptr_array_unref. Mistakes are
// findings; `error` only where a file cannot be read.
GPtrArray *scenarios_read(const char *folder, GPtrArray *more, Findings *findings, GError **error);
