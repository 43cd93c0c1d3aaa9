// SPDX-License-Identifier: GPL-3.0-or-later
// A territory: what the planner's files say, as plain data. Strings and arrays belong to the Territory and are
// freed with it. References between things are indices, -1 where empty. Everybody may read; io/ fills it, the
// commands group, frequency and align set what the input left open. Field `line` is the row's line in its file.
#pragma once

#include "model/units.h"

typedef enum { WEEKDAY_FREE, WEEKDAY_PREFER, WEEKDAY_SAME } SameWeekday;
typedef enum {
  CHANNEL_VISIT,
  CHANNEL_REMOTE,
  CHANNEL_PORTAL
} Channel; // in person, phone or video, B2B portal
typedef enum { STATUS_CUSTOMER, STATUS_PROSPECT } ClientStatus;
typedef enum { TRAVEL_HAVERSINE, TRAVEL_MATRIX } TravelModel;
typedef enum { EVERY_NONE, EVERY_WEEK, EVERY_MONTH, EVERY_QUARTER } Every;

// How often: a number (min == max), a range for the optimiser, or a rhythm `times` per `span` periods of `every`.
typedef struct Visits {
  bool given;
  int min, max;    // visits in the horizon; for a rhythm set by calendar_count_visits
  int times, span; // of a rhythm, kept when it has been resolved; 0: never was one
  Every every;     // EVERY_NONE: not a rhythm, or a resolved one
} Visits;

typedef struct Client {
  char *id, *name;
  double lat, lon; // degrees
  int rep, team, group;
  Visits visits;        // not given: the group's
  int32_t visit_s;      // 0: the group's, else 30 minutes
  int min_gap, max_gap; // calendar days, hard; 0: not given
  Weekdays weekdays;
  SameWeekday same_weekday;
  bool same_rep;  // all visits by one rep of the team
  Window open[2]; // seconds after midnight
  int opens;      // 0: open whenever a rep works
  GArray *away;   // DaySpan; never NULL
  Day last_visit, first_by;
  Channel channel;
  ClientStatus status;
  Money sales, potential, cost_to_serve, value; // MONEY_NONE: empty
  double margin_pct, payment_days, products;    // NAN: empty
  int resource, resource_visits;
  int spared; // visits that contacts of others stand in for (model/others.h)
  char *contact, *phone, *email, *notes, *crm_id; // "" where empty
  char **extra;                                   // cells of Territory.extra_columns, in that order
  int line;
} Client;

enum { RESPONSE_POINTS = 5 }; // expected sales at 0, half, now, +50 %, saturation, relative to now = 1 or 100

typedef struct Group {
  char *id, *name;
  double share_pct, min_score; // NAN: empty
  char *when;                  // rule over columns; "" where empty
  char *objective;
  Visits visits;
  int min_visits, max_visits; // -1: empty
  int32_t visit_s;            // 0: empty
  int remote_visits;          // -1: empty
  int32_t remote_s;           // 0: empty
  bool portal;
  Money investment;                 // MONEY_NONE: empty
  double growth_pct;                // NAN: empty
  double priority;                  // weight of the group's visits, 1 where empty
  double response[RESPONSE_POINTS]; // NAN: empty
  int line;
} Group;

typedef struct Rep {
  char *id, *name;
  double lat, lon, end_lat, end_lon; // end equals start where empty
  int team;
  Window shift[2]; // working hours, one or two a day
  int shifts;
  Weekdays weekdays;
  GArray *days_off;         // DaySpan; never NULL
  int max_visits_day;       // 0: no limit
  int32_t max_drive_s;      // a day; 0: no limit
  double field_share;       // 0 < share <= 1
  int nights;               // nights out in a row he accepts; 0: sleeps at home
  Money cost_night;         // of a night out; his own or the territory's
  Money cost_hour, cost_km; // his own or the territory's
  double speed_kmh;         // his own or the territory's
  char *region;             // for holidays; "" where empty
  char *email, *crm_id;
  char **extra; // cells of Territory.rep_columns, in that order; NULL: of a rep that was not read
  int line;
} Rep;

typedef struct Holiday {
  Day day;
  char *name;
  char *region; // "": everywhere
  bool half;    // only the afternoon is closed
  int line;
} Holiday;

typedef struct Appointment {
  int client, rep; // rep: who keeps it, -1: not known
  bool any_rep;    // nobody was named: `rep` was chosen, but any rep of the client's team may keep it
  Day day;
  int32_t time_s;  // start, seconds after midnight; -1: any time of that day
  int32_t visit_s; // 0: the client's
  int line;
} Appointment;

typedef struct Activity {
  char *id, *objective, *kpi, *expected_result;
  int group, resource;
  int times; // in the horizon
  int32_t activity_s;
  Money cost;
  Channel channel;
  int line;
} Activity;

typedef struct Resource {
  char *id, *name, *role;
  int max_visits; // quota in the horizon; 0: no limit
  GArray *days;   // DaySpan on which he can join; empty: every working day
  Window hours;
  double lat, lon; // where his days start and end, degrees; NAN: he is at his first visit on his own
  int line;
} Resource;

typedef struct Response { // worth of that many visits in the horizon
  int client, group;
  int visits;
  Money value;
  int line;
} Response;

typedef struct Target {
  int rep, group;
  Money sales;
  int visits; // -1: empty
  int line;
} Target;

typedef enum { ACTUAL_DONE, ACTUAL_MISSED, ACTUAL_MOVED, ACTUAL_EXTRA } ActualStatus;

typedef struct Actual {
  Day day;
  int client, rep;
  ActualStatus status;
  int32_t visit_s;  // -1: empty
  int32_t travel_s; // of the drive there, 0: empty
  Money sales;      // MONEY_NONE: empty
  char *activity, *result, *notes;
  int line;
} Actual;

typedef struct MatrixLeg {
  int from, to; // places, see travel.h
  int32_t travel_s, travel_m;
} MatrixLeg;

enum { COST_NIGHT_HOURS = 5 }; // what a night out costs where nobody says, in hours of cost_hour

// ronda.ini. Weights are in hours of cost_hour.
typedef struct Settings {
  char *name, *country, *timezone, *currency, *language;
  Day start;
  int days;           // length of the horizon in calendar days
  Window day;         // default shift of a rep
  Window pause;       // break, cut out of every shift; from == to: none
  int32_t half_day_s; // when a half day ends
  bool same_rep;      // of a client that does not say
  TravelModel travel;
  double road_factor, speed_kmh;
  char *matrix_file;
  Money cost_hour, cost_km;
  Money cost_night;      // of a night out: hotel and meals
  double weight_spacing; // of one day outside the spacing limits
  double weight_weekday; // of one visit off the client's usual weekday, where that is preferred
  GKeyFile *keys;        // the whole file, for the sections of single commands
} Settings;

typedef struct Territory {
  char *folder;
  Settings settings;
  GArray *clients, *groups, *reps, *holidays, *appointments; // of the structs above, in file order
  GArray *activities, *resources, *responses, *targets, *actuals;
  GArray *others;           // OtherContact (model/others.h), of appointments.csv and actuals.csv
  GArray *joints;           // Joint (model/joint.h): chosen before a calendar is made; no file holds them
  GPtrArray *teams;         // char *, in order of first mention
  GArray *matrix;           // MatrixLeg
  GPtrArray *extra_columns; // char *: headers in clients.csv that ronda does not know
  GPtrArray *rep_columns;   // likewise of reps.csv
  GHashTable *inputs;       // file name -> sha256, both char *
} Territory;

Territory *territory_new(void);
void territory_free(Territory *territory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Territory, territory_free)

static inline Client *territory_client(const Territory *territory, int index)
{
  return &g_array_index(territory->clients, Client, index);
}
static inline Group *territory_group(const Territory *territory, int index)
{
  return &g_array_index(territory->groups, Group, index);
}
static inline Rep *territory_rep(const Territory *territory, int index)
{
  return &g_array_index(territory->reps, Rep, index);
}
static inline Resource *territory_resource(const Territory *territory, int index)
{
  return &g_array_index(territory->resources, Resource, index);
}

// Elements appended with their defaults set (interface: defaults), owned by the array.
Client *territory_add_client(Territory *territory);
Group *territory_add_group(Territory *territory);
Rep *territory_add_rep(Territory *territory);

// Whether any rep accepts nights out: then the plan's files have columns for them.
bool territory_has_nights(const Territory *territory);

bool days_contain(const GArray *spans, Day day);

// What holds for a client after its group's defaults.
int32_t client_visit_s(const Territory *territory, const Client *client);
const Visits *client_visits(const Territory *territory, const Client *client);
// Whether that rep may visit the client: his own, or (without a rep of its own) one of its team.
bool rep_serves(const Territory *territory, int rep, int client);
// Worth of one planned visit: `value`, else sales / visits, else eight hours of cost_hour; times the group's priority.
Money client_visit_value(const Territory *territory, const Client *client, int visits);
