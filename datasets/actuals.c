// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a plan: the reports of its first weeks, with seeded noise. Reports make sense only beside the plan that
// people had, so a snapshot of one lies beside the demo (former/calendar.csv), and this follows it row by row.
#include "datasets/generate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 21, DATE = 0, REP = 3, CLIENT = 7, GROUP = 9, VISIT_MIN = 16 };

typedef struct Story { // who does what to the plan
  const char *drifting_rep, *slow_group, *poor_group;
  double poor_yield, slow_minutes;
} Story;

typedef struct Report {
  Date date;
  char *line;
} Report;

static Date read_date(const char *text)
{
  int year, month, day;
  return sscanf(text, "%4d-%2d-%2d", &year, &month, &day) == 3 ? date_of(year, month, day) : 0;
}

// Two to one by chance: most near the middle, a few far up.
static double noise(GRand *rand, double spread)
{
  const double sum = g_rand_double(rand) + g_rand_double(rand) + g_rand_double(rand) - 1.5;
  return exp(spread * sum);
}

static double missing_share(const Story *story, const char *rep, int week)
{
  if (strcmp(rep, story->drifting_rep) == 0)
    return 0.06 + 0.07 * week;
  return 0.07;
}

static double sales_of_visit(const Dataset *dataset, const Story *story, int client, const char *group,
                             GRand *rand)
{
  const Client *c = &g_array_index(dataset->clients, Client, client);
  const int visits = MAX(1, client_count(dataset->recipe, c));
  const double yield = strcmp(group, story->poor_group) == 0 ? story->poor_yield : 1.04;
  return 10000 * round(1e-4 * c->sales / visits * yield * noise(rand, 0.5));
}

static void add_report(GArray *reports, const Dataset *dataset, const Story *story, char **cell, Date date,
                       const char *status, GRand *rand)
{
  GDate day;
  g_date_clear(&day, 1);
  g_date_set_julian(&day, date);
  const char *client = cell[CLIENT];
  const int index = (int)g_ascii_strtoll(client + 1, NULL, 10) - 1;
  const double planned = g_ascii_strtod(cell[VISIT_MIN], NULL);
  const double minutes = round(
      planned * (strcmp(cell[GROUP], story->slow_group) == 0 ? story->slow_minutes : 1.0) * noise(rand, 0.4));
  const double sales = sales_of_visit(dataset, story, index, cell[GROUP], rand);
  g_autofree char *figures =
      strcmp(status, "missed") == 0 ? g_strdup(",") : g_strdup_printf("%.0f,%.0f", minutes, sales);
  const Report report = {date, g_strdup_printf("%04d-%02d-%02d,%s,%s,%s,%s\n", g_date_get_year(&day),
                                               (int)g_date_get_month(&day), g_date_get_day(&day), client,
                                               cell[REP], status, figures)};
  g_array_append_val(reports, report);
}

static Date next_working_day(Date date, int days)
{
  while (days > 0) {
    date++;
    days -= weekday_of(date) < 5;
  }
  return date;
}

// What becomes of one planned visit.
static void follow(GArray *reports, const Dataset *dataset, const Story *story, char **cell, Date date,
                   Date end, GRand *rand)
{
  const int week = (int)(date - dataset->recipe->start) / 7;
  const double chance = g_rand_double(rand), missed = missing_share(story, cell[REP], week);
  const int later = g_rand_int_range(rand, 1, 4);
  if (chance < missed / 2)
    add_report(reports, dataset, story, cell, date, "missed", rand);
  else if (chance < missed)
    return; // nobody wrote it down
  else if (chance < missed + 0.05 && next_working_day(date, later) <= end)
    add_report(reports, dataset, story, cell, next_working_day(date, later), "moved", rand);
  else
    add_report(reports, dataset, story, cell, date, "done", rand);
  if (g_rand_double(rand) < 0.015)
    add_report(reports, dataset, story, cell, next_working_day(date, 2), "extra", rand);
}

static gint by_date(gconstpointer left, gconstpointer right)
{
  const Report *a = left, *b = right;
  return a->date != b->date ? (a->date < b->date ? -1 : 1) : strcmp(a->line, b->line);
}

static void report_clear(gpointer data)
{
  g_free(((Report *)data)->line);
}

char *actuals_text(const Dataset *dataset, const char *calendar, int weeks, guint32 seed)
{
  const Story story = {"R3", "A", "C", 0.72, 1.18};
  const Date end = dataset->recipe->start + 7 * (Date)weeks - 1;
  g_autoptr(GArray) reports = g_array_new(FALSE, FALSE, sizeof(Report));
  g_array_set_clear_func(reports, report_clear);
  GRand *rand = g_rand_new_with_seed(seed);
  g_auto(GStrv) lines = g_strsplit(calendar, "\n", -1);
  for (int l = 1; lines[0] && lines[l]; l++) {
    g_auto(GStrv) cell =
        g_strsplit(lines[l], ",", -1); // the columns looked at hold no comma, but the name may
    const int count = (int)g_strv_length(cell), more = count - COLUMNS;
    if (more < 0)
      continue;
    char *row[COLUMNS];
    for (int k = 0; k < COLUMNS; k++)
      row[k] = cell[k <= CLIENT ? k : k + more];
    const Date date = read_date(row[DATE]);
    if (date > 0 && date <= end)
      follow(reports, dataset, &story, row, date, end, rand);
  }
  g_rand_free(rand);
  g_array_sort(reports, by_date);
  GString *text = g_string_new("date,client,rep,status,minutes,sales\n");
  for (guint k = 0; k < reports->len; k++) {
    if (g_array_index(reports, Report, k).date <= end)
      g_string_append(text, g_array_index(reports, Report, k).line);
  }
  return g_string_free(text, FALSE);
}
