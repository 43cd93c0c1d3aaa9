// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/toy.h"

#include <stdio.h>

Day toy_day(const char *iso)
{
  int year = 0, month = 0, day = 0;
  int fields = sscanf(iso, "%d-%d-%d", &year, &month, &day); // NOLINT(cert-err34-c): texts of the tests
  g_assert(fields == 3);
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return (Day)g_date_get_julian(&date);
}

int toy_add_rep(Territory *territory)
{
  Rep *rep = territory_add_rep(territory);
  int index = (int)territory->reps->len - 1;
  rep->id = g_strdup_printf("R%d", index + 1);
  rep->name = g_strdup_printf("Rep %d", index + 1);
  rep->region = g_strdup("");
  rep->email = g_strdup("");
  rep->crm_id = g_strdup("");
  rep->line = index + 2;
  return index;
}

Territory *toy_new(int clients, int days)
{
  Territory *territory = territory_new();
  territory->settings.start = toy_day(TOY_START);
  territory->settings.days = days;
  territory->settings.pause = (Window){toy_time(12, 0), toy_time(13, 0)};
  toy_add_rep(territory);
  for (int i = 0; i < clients; i++) {
    Client *client = territory_add_client(territory);
    client->id = g_strdup_printf("C%d", i + 1);
    client->name = g_strdup_printf("Client %d", i + 1);
    client->rep = 0;
    client->line = i + 2;
    toy_set_visits(territory, i, 1);
  }
  return territory;
}

void toy_matrix(Territory *territory, int32_t leg_s, int32_t leg_m)
{
  int places = (int)(territory->clients->len + territory->reps->len); // a rep's end is his start
  territory->settings.travel = TRAVEL_MATRIX;
  g_array_set_size(territory->matrix, 0);
  for (int from = 0; from < places; from++) {
    for (int to = 0; to < places; to++) {
      MatrixLeg leg = {from, to, leg_s, leg_m};
      if (from != to)
        g_array_append_val(territory->matrix, leg);
    }
  }
}

void toy_set_visits(Territory *territory, int client, int visits)
{
  territory_client(territory, client)->visits = (Visits){.given = true, .min = visits, .max = visits};
}

void toy_add_holiday(Territory *territory, const char *iso, const char *name, const char *region)
{
  Holiday holiday = {.day = toy_day(iso),
                     .name = g_strdup(name),
                     .region = g_strdup(region),
                     .half = g_str_equal(name, "half"),
                     .line = (int)territory->holidays->len + 2};
  g_array_append_val(territory->holidays, holiday);
}

void toy_add_appointment(Territory *territory, int client, int rep, const char *iso, int32_t time_s,
                         int32_t visit_s)
{
  Appointment appointment = {.client = client,
                             .rep = rep,
                             .day = toy_day(iso),
                             .time_s = time_s,
                             .visit_s = visit_s,
                             .line = (int)territory->appointments->len + 2};
  g_array_append_val(territory->appointments, appointment);
}

guint toy_visit(Plan *plan, int client, int rep, const char *iso, int32_t arrive_s, int32_t visit_s)
{
  Visit visit = {.client = client,
                 .rep = rep,
                 .day = toy_day(iso),
                 .arrive_s = arrive_s,
                 .leave_s = arrive_s + visit_s,
                 .visit_s = visit_s,
                 .resource = -1};
  g_array_append_val(plan->visits, visit);
  return plan->visits->len - 1;
}
