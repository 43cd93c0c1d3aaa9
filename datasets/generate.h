// SPDX-License-Identifier: GPL-3.0-or-later
// The dataset generator: made-up sales territories on real places, the same bytes for the same seed. It stands
// apart from ronda on purpose (it shares no reader, no calendar, no travel), so that a slip there is not repeated
// here. Minutes after midnight for times, Julian day numbers of GDate for dates (0: none), minutes for durations.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef guint32 Date; // as g_date_get_julian

// ---- places.c: towns, land, driving ----
typedef struct Town {
  char *name, *region;
  double lat, lon;
  int population;
} Town;

typedef struct Places {
  GArray *towns;   // Town, most people first
  GPtrArray *land; // GArray of double lon, lat, …: closed rings
} Places;

// Reads geo/cities_CC.csv and the border rings that belong to it. NULL and `error` when a file is missing or bad.
Places *places_read(const char *geo_folder, const char *country, GError **error);
void places_free(Places *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Places, places_free)
const Town *places_find(const Places *places, const char *name, const char *region);
// A point in the built-up area of a town, on land.
void places_scatter(const Places *places, const Town *town, GRand *rand, double *lat, double *lon);
double distance_km(double lat1, double lon1, double lat2, double lon2);

// ---- names.c: who lives there ----
typedef enum {
  TRADE_HARDWARE,
  TRADE_PHARMACY,
  TRADE_SUPERMARKET,
  TRADE_WHOLESALE,
  TRADE_FARM,
  TRADE_STATIONERY,
  TRADE_RESTAURANT,
  TRADES
} Trade;

char *name_company(const char *country, Trade trade, const char *town, GRand *rand);
char *name_person(GRand *rand);
// "droguerialapena" of "Droguería La Peña": ASCII letters and digits in lower case.
char *name_slug(const char *name);

// ---- holidays.c: public holidays by law ----
typedef struct Holiday {
  Date date;
  const char *name, *region; // region "": everywhere; name "half": the afternoon
} Holiday;

Date date_of(int year, int month, int day);
Date easter_sunday(int year); // Gregorian computus of Meeus, Jones and Butcher
// Appended to `holidays` (of Holiday) for every year that touches the span, and cut to it.
void holidays_colombia(GArray *holidays, Date from, Date to);
void holidays_spain(GArray *holidays, Date from, Date to);
int weekday_of(Date date); // 0 Monday … 6 Sunday

// ---- recipe.c: what a territory is made of, and the making ----
typedef enum { SAME_OPEN, SAME_YES, SAME_PREFER, SAME_NO } Same;
enum { GROUPS = 5, PROSPECTS = GROUPS - 1, TWICE_A_WEEK = -2 };

typedef struct GroupSpec {
  const char *id, *name, *objective;
  const char *visits, *visits_es; // as written
  int count;                      // visits that stands for in the recipe's horizon
  int min_visits, max_visits, minutes, remote_visits;
  bool portal;
  double investment, growth_pct;
  int priority;
  double response[GROUPS];
  double share;                 // of the clients
  double sales_low, sales_high; // of a quarter
} GroupSpec;

typedef struct RepSpec {
  const char *town, *town_region; // where he lives
  const char *name;               // NULL: made up
  int clients;
  double load_pct; // wanted: visits and driving against capacity
  int speed_kmh, reach_min;
  int spread_min; // how far his clients live: the share of towns falls by e every so many minutes; 0: 40
  int nights, cost_night;       // out in a row, and what one costs; 0: sleeps at home
  int start, end, start2, end2; // start2 0: one shift
  int field_share_pct, max_visits_day, max_drive_min;
  Date off_from, off_to;
  const char *region; // for holidays; NULL: none
} RepSpec;

typedef struct Recipe {
  const char *name, *title, *country, *timezone, *currency, *language;
  Date start;
  int weeks;
  int day_start, day_end, break_from, break_to; // break_from 0: none
  double road_factor;
  int speed_kmh;
  double cost_hour, cost_km, money_step; // amounts are rounded to the step
  const GroupSpec *groups;               // GROUPS of them
  const RepSpec *reps;
  int rep_count;
  Same same;    // SAME_OPEN: a mixture
  bool windows; // opening hours, day bans, absences
  bool extras;  // criteria, contacts, appointments, resources, activities
  bool holidays;
  bool resources;  // experts who join visits
  bool lower_only; // groups are only lowered to meet the load, never raised
} Recipe;

typedef struct Client {
  int number, rep, group;
  const Town *town;
  Trade trade;
  char *name, *contact, *phone, *email;
  double lat, lon;
  int override_visits; // 0: the group's; TWICE_A_WEEK
  int visit_min;       // 0: the group's
  int min_gap, max_gap;
  unsigned weekdays; // bit 0 Monday; 0: every day
  Same same;
  int open[2], close[2]; // -1: none
  Date away_from, away_to, last_visit, first_by;
  double sales, potential, cost_to_serve, value, margin_pct;
  int payment_days, products;
  const char *resource; // NULL: none
  int resource_visits;
  const char *sales_channel;
  double home_min, leg_min; // driving from the rep's home, between neighbours
} Client;

typedef struct Rep {
  const RepSpec *spec;
  char *name, *email;
  double lat, lon;
  double capacity_min, demand_min, service_min;
  int days, visits;
} Rep;

typedef struct Appointment {
  int client;
  Date date;
  int time, minutes; // time -1: any; minutes 0: the client's
} Appointment;

typedef struct Dataset {
  const Recipe *recipe;
  GArray *reps, *clients, *holidays, *appointments; // of the structs above
} Dataset;

Dataset *dataset_make(const Recipe *recipe, const Places *places, guint32 seed);
void dataset_free(Dataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dataset, dataset_free)
int client_minutes(const Recipe *recipe, const Client *client);
int client_count(const Recipe *recipe, const Client *client); // visits in the horizon
// Minutes a rep works that day, holidays, half days and days off counted, times his field share.
double rep_day_min(const Dataset *dataset, const Rep *rep, Date date);

// ---- fit.c: nothing is asked for that cannot be done ----
// The visit has room in a common window of client and rep, the drive there and back counted.
bool client_fits_day(const Recipe *recipe, const Rep *rep, const Client *client);
// There is a set of days that keeps every hard rule of the client.
bool client_fits_calendar(const Dataset *dataset, const Rep *rep, const Client *client);
// A day in the horizon on which the client can be seen, or 0.
bool client_open_on(const Dataset *dataset, const Rep *rep, const Client *client, Date date);
void dataset_add_appointments(Dataset *dataset, int wanted, GRand *rand);

// ---- actuals.c: what became of a plan ----
// actuals.csv for the first weeks of a plan, given as the text of its calendar.csv; free with g_free.
char *actuals_text(const Dataset *dataset, const char *calendar, int weeks, guint32 seed);

// ---- write.c: the files of a territory folder ----
typedef struct Style {
  bool spanish; // headers, weekdays, words
  bool excel;   // ';', decimal comma, CRLF, DD/MM/YYYY
  bool extras;  // columns of criteria and contacts
  int only_rep; // -1: all
  bool ics;     // holidays.ics instead of holidays.csv
} Style;

bool dataset_write(const Dataset *dataset, const Style *style, const char *folder, GError **error);
