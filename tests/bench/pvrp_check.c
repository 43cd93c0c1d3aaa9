// SPDX-License-Identifier: GPL-3.0-or-later
// From the two files alone, in double precision: no code of the solver, so that an error there is seen here.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/pvrp.h"

#define SMALL 1e-6   // of a limit
#define STATED 0.006 // figures are written with two digits

typedef struct Checking {
  const PeriodicFile *file;
  FILE *errors;
  int wrong;
  uint64_t *days;   // [customers] on which each is visited
  uint64_t *driven; // [vehicles + 1] days on which each vehicle drives
  double cost;
} Checking;

G_GNUC_PRINTF(2, 3) static void complain(Checking *check, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  vfprintf(check->errors, format, arguments);
  va_end(arguments);
  fputc('\n', check->errors);
  check->wrong++;
}

static int place_of(const PeriodicFile *file, int id)
{
  for (int k = 0; k < file->customers; k++) {
    if (file->id[k] == id)
      return k;
  }
  return -1;
}

typedef struct Drive { // what a line says, and what it comes to
  int day, vehicle;    // from 1
  double duration, load, distance;
} Drive;

static void visit(Checking *check, const Drive *drive, int customer)
{
  const uint64_t bit = UINT64_C(1) << (drive->day - 1);
  if (check->days[customer] & bit)
    complain(check, "customer %d: twice on day %d", check->file->id[customer], drive->day);
  check->days[customer] |= bit;
}

// The stops of a line, depots at both ends, into the sums of `drive`; false: it cannot be read.
static bool follow(Checking *check, char *stops, Drive *drive)
{
  const PeriodicFile *file = check->file;
  const int depot = file->customers;
  int before = -1, stop = -1, ends = 0;
  char *save = NULL;
  for (char *word = strtok_r(stops, " \t\r\n", &save); word; word = strtok_r(NULL, " \t\r\n", &save)) {
    char *end;
    const long id = strtol(word, &end, 10);
    stop = *end != '\0' ? -1 : id == 0 ? depot : place_of(file, (int)id);
    ends += stop == depot;
    if (stop < 0 || ends == 0 || ends > 2 || (ends == 2 && stop != depot))
      return false;
    if (before >= 0)
      drive->distance += hypot(file->x[before] - file->x[stop], file->y[before] - file->y[stop]);
    if (stop != depot) {
      visit(check, drive, stop);
      drive->duration += file->service[stop];
      drive->load += file->demand[stop];
    }
    before = stop;
  }
  drive->duration += drive->distance;
  return ends == 2;
}

static void check_route(Checking *check, char *line, int number)
{
  const PeriodicFile *file = check->file;
  int day, vehicle, read = 0;
  double duration, load;
  if (sscanf(line, "%d %d %lf %lf %n", &day, &vehicle, &duration, &load, &read) < 4 || day < 1 ||
      day > file->days || vehicle < 1 || vehicle > file->vehicles) {
    complain(check, "line %d: no such day or vehicle", number);
    return;
  }
  Drive drive = {.day = day, .vehicle = vehicle};
  const uint64_t bit = UINT64_C(1) << (day - 1);
  if (check->driven[vehicle] & bit)
    complain(check, "line %d: vehicle %d drives twice on day %d", number, vehicle, day);
  check->driven[vehicle] |= bit;
  if (!follow(check, line + read, &drive))
    complain(check, "line %d: no round from 0 to 0 over known customers", number);
  if (file->duration[day - 1] > 0 && drive.duration > file->duration[day - 1] + SMALL)
    complain(check, "line %d: duration %.6f over %g", number, drive.duration, file->duration[day - 1]);
  if (file->load[day - 1] > 0 && drive.load > file->load[day - 1] + SMALL)
    complain(check, "line %d: load %g over %g", number, drive.load, file->load[day - 1]);
  if (fabs(drive.duration - duration) > STATED || fabs(drive.load - load) > STATED)
    complain(check, "line %d: states %.2f and %g, is %.2f and %g", number, duration, load, drive.duration,
             drive.load);
  check->cost += drive.distance;
}

static void check_customers(Checking *check)
{
  const PeriodicFile *file = check->file;
  for (int k = 0; k < file->customers; k++) {
    bool found = file->patterns[k] == 0 && check->days[k] == 0;
    for (int c = 0; c < file->patterns[k]; c++)
      found = found || file->pattern[k][c] == check->days[k];
    if (!found)
      complain(check, "customer %d: its days are none of its combinations", file->id[k]);
  }
}

bool periodic_check(const PeriodicFile *file, FILE *solution, FILE *errors, double *cost)
{
  g_autofree uint64_t *days = g_new0(uint64_t, (gsize)file->customers + 1),
                      *driven = g_new0(uint64_t, (gsize)file->vehicles + 1);
  Checking check = {.file = file, .errors = errors, .days = days, .driven = driven};
  char *line = NULL;
  size_t room = 0;
  double stated = NAN;
  for (int number = 1; getline(&line, &room, solution) >= 0; number++) {
    if (number == 1)
      stated = strtod(line, NULL);
    else if (line[strspn(line, " \t\r\n")] != '\0')
      check_route(&check, line, number);
  }
  free(line);
  check_customers(&check);
  if (!(fabs(stated - check.cost) <= STATED))
    complain(&check, "line 1: states a cost of %.2f, is %.4f", stated, check.cost);
  *cost = check.cost;
  return check.wrong == 0;
}
