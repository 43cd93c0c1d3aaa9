// SPDX-License-Identifier: GPL-3.0-or-later
// One change for every rule of a day: caught in its own words, or allowed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/base_plan.h"

static void break_horizon(Base *b)
{
  visit_at(b, C1_FOURTH)->day = toy_day("2027-02-01");
}

static void break_weekend(Base *b)
{
  visit_at(b, C3_ONLY)->day = toy_day("2027-01-16");
}

static void break_holiday(Base *b)
{
  toy_add_holiday(b->territory, "2027-01-11", "Reyes Magos", "");
}

static void keep_other_region(Base *b)
{
  toy_add_holiday(b->territory, "2027-01-11", "San Juan", "Murcia");
}

static void break_own_region(Base *b)
{
  g_free(rep_at(b, 0)->region);
  rep_at(b, 0)->region = g_strdup("Murcia");
  keep_other_region(b);
}

static void break_half_day(Base *b)
{
  toy_add_holiday(b->territory, "2027-01-13", "half", "");
}

static void keep_half_day(Base *b)
{
  toy_add_holiday(b->territory, "2027-01-11", "half", "");
}

static void break_half_and_whole_day(Base *b)
{
  toy_add_holiday(b->territory, "2027-01-11", "Reyes Magos", "");
  toy_add_holiday(b->territory, "2027-01-11", "half", "");
}

static void break_day_off(Base *b)
{
  toy_add_span(rep_at(b, 0)->days_off, "2027-01-12", "2027-01-14");
}

static void break_rep(Base *b)
{
  visit_at(b, C3_ONLY)->rep = toy_add_rep(b->territory);
  toy_matrix(b->territory, 10 * MINUTE_S, 8000);
}

static void break_team(Base *b)
{
  break_rep(b);
  g_ptr_array_add(b->territory->teams, g_strdup("north"));
  client_at(b, 2)->rep = -1;
  client_at(b, 2)->team = rep_at(b, 0)->team = 0;
}

static void keep_team(Base *b)
{
  break_team(b);
  rep_at(b, 1)->team = 0;
}

static void break_start(Base *b)
{
  move_by(b, C1_FIRST, -1);
}

static void break_leg(Base *b)
{
  move_by(b, C2_FIRST, -1);
}

static void break_overlap(Base *b)
{
  move_by(b, C2_FIRST, -11 * MINUTE_S);
}

static void break_break(Base *b) // ten minutes of driving do not fit around the break
{
  visit_at(b, C2_FIRST)->arrive_s = toy_time(12, 55);
  visit_at(b, C2_FIRST)->leave_s = toy_time(13, 25);
}

static void break_drive_in_break(Base *b) // leaves at 11:55: five minutes remain for after the break
{
  move_by(b, C1_FIRST, toy_time(3, 15));
  move_by(b, C2_FIRST, toy_time(4, 14));
}

static void keep_drive_around_break(Base *b)
{
  move_by(b, C1_FIRST, toy_time(3, 15));
  move_by(b, C2_FIRST, toy_time(4, 15));
}

static void break_stretch(Base *b)
{
  move_by(b, C3_ONLY, -toy_time(2, 20)); // 11:40 to 12:10
}

static void break_return(Base *b)
{
  move_by(b, C3_ONLY, toy_time(3, 21)); // leaves at 17:51
}

static void keep_return(Base *b)
{
  move_by(b, C3_ONLY, toy_time(3, 20));
}

static void break_window(Base *b)
{
  client_at(b, 2)->opens = 2;
  client_at(b, 2)->open[0] = (Window){toy_time(9, 0), toy_time(12, 0)};
  client_at(b, 2)->open[1] = (Window){toy_time(14, 1), toy_time(18, 0)};
}

static void break_window_end(Base *b)
{
  break_window(b);
  client_at(b, 2)->open[1] = (Window){toy_time(14, 0), toy_time(14, 29)};
}

static void break_client_weekday(Base *b)
{
  client_at(b, 2)->weekdays = 1u << 1 | 1u << 3;
}

static void break_away(Base *b)
{
  toy_add_span(client_at(b, 2)->away, "2027-01-13", "2027-01-13");
}

static void break_appointment_time(Base *b)
{
  toy_add_appointment(b->territory, 2, 0, "2027-01-13", toy_time(15, 0), 0);
}

static void break_appointment_minutes(Base *b)
{
  toy_add_appointment(b->territory, 2, 0, "2027-01-13", toy_time(14, 0), 45 * MINUTE_S);
}

static void break_appointment_rep(Base *b)
{
  int other = toy_add_rep(b->territory);
  toy_matrix(b->territory, 10 * MINUTE_S, 8000);
  toy_add_appointment(b->territory, 2, other, "2027-01-13", -1, 0);
}

static void keep_appointment_over_hours(Base *b) // a promise outweighs weekdays, absences and hours
{
  break_client_weekday(b);
  break_away(b);
  break_window_end(b);
  toy_add_appointment(b->territory, 2, 0, "2027-01-13", toy_time(14, 0), 0);
}

static void break_appointment_without_time(Base *b) // … and without a time leaves the hours to the client
{
  break_window(b);
  toy_add_appointment(b->territory, 2, 0, "2027-01-13", -1, 0);
}

static void break_visits_day(Base *b)
{
  rep_at(b, 0)->max_visits_day = 1;
}

static void break_drive(Base *b)
{
  rep_at(b, 0)->max_drive_s = 29 * MINUTE_S;
}

static void keep_drive(Base *b)
{
  rep_at(b, 0)->max_drive_s = 30 * MINUTE_S;
}

static void break_field_share(Base *b) // nine hours of work; 90 minutes are a sixth of them
{
  rep_at(b, 0)->field_share = 0.16;
}

static void keep_field_share(Base *b)
{
  rep_at(b, 0)->field_share = 0.17;
}

static void break_minutes(Base *b)
{
  visit_at(b, C3_ONLY)->visit_s -= 1;
  visit_at(b, C3_ONLY)->leave_s -= 1;
}

static void break_sum(Base *b)
{
  visit_at(b, C3_ONLY)->leave_s += 5 * MINUTE_S;
}

static void keep_wait(Base *b)
{
  visit_at(b, C3_ONLY)->arrive_s -= 5 * MINUTE_S;
  visit_at(b, C3_ONLY)->wait_s += 5 * MINUTE_S;
}

static void keep_longer(Base *b)
{
  visit_at(b, C3_ONLY)->visit_s += 5 * MINUTE_S;
  visit_at(b, C3_ONLY)->leave_s += 5 * MINUTE_S;
}

static const Case cases[] = {
    {"outside the horizon", break_horizon,
     "calendar.csv:8: client 'C1', rep 'R1', 2027-02-01: the date is outside the horizon; give one from "
     "2027-01-04 to "
     "2027-01-31"},
    {"weekend", break_weekend,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-16: the rep does not work that day (not one of his "
     "weekdays); "
     "move the visit, for example to 2027-01-15"},
    {"holiday", break_holiday,
     "calendar.csv:4: client 'C1', rep 'R1', 2027-01-11: the rep does not work that day (Reyes Magos); move "
     "the visit, "
     "for example to 2027-01-12"},
    {"another region's holiday", keep_other_region, NULL},
    {"his region's holiday", break_own_region, "(San Juan)"},
    {"half day", break_half_day,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: the visit from 14:00 to 14:30 is not inside one "
     "stretch of the "
     "rep's working hours, 08:00-12:00; move it into one"},
    {"morning of a half day", keep_half_day, NULL},
    {"a whole day off outweighs a half one", break_half_and_whole_day, "(Reyes Magos)"},
    {"day off", break_day_off, "(day off); move the visit, for example to 2027-01-15"},
    {"another rep's client", break_rep,
     "calendar.csv:5: client 'C3', rep 'R2', 2027-01-13: the client belongs to rep 'R1'; give the visit to "
     "that rep, or "
     "change the client's rep in clients.csv"},
    {"another team's client", break_team, "the client belongs to team 'north', the rep does not"},
    {"the team's client", keep_team, NULL},
    {"start point", break_start,
     "calendar.csv:2: client 'C1', rep 'R1', 2027-01-04: arrives at 08:09:59, but work begins at 08:00 and "
     "the drive "
     "from the start point takes 10 min; arrive at 08:10 or later"},
    {"leg", break_leg,
     "calendar.csv:3: client 'C2', rep 'R1', 2027-01-04: arrives at 08:49:59, but leaves client 'C1' at "
     "08:40 and the "
     "drive takes 10 min, breaks not counted; arrive at 08:50 or later"},
    {"overlap", break_overlap,
     "arrives at 08:39, before the visit to client 'C1' ends at 08:40: the two overlap; arrive at 08:50 or "
     "later"},
    {"visit in the break", break_break, "the visit from 12:55 to 13:25 is not inside one stretch"},
    {"drive over the break", break_drive_in_break,
     "arrives at 13:04, but leaves client 'C1' at 11:55 and the drive takes 10 min, breaks not counted; "
     "arrive at 13:05 "
     "or later"},
    {"drive around the break", keep_drive_around_break, NULL},
    {"across the break", break_stretch,
     "the visit from 11:40 to 12:10 is not inside one stretch of the rep's working hours, 08:00-12:00, "
     "13:00-18:00"},
    {"back too late", break_return,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: after this last visit the rep is back at 18:01, but "
     "the day "
     "ends at 18:00; the day is 1 min too long: move or drop a visit"},
    {"back in time", keep_return, NULL},
    {"before the client opens", break_window,
     "the visit from 14:00 to 14:30 is not inside the client's hours, 09:00-12:00, 14:01-18:00; move it into "
     "them"},
    {"after the client closes", break_window_end,
     "is not inside the client's hours, 09:00-12:00, 14:00-14:29"},
    {"client's weekdays", break_client_weekday,
     "the client takes no visits on that weekday; move the visit to one of: Tue Thu"},
    {"client away", break_away,
     "the client is away from 2027-01-13 to 2027-01-13; move the visit before or after"},
    {"appointment at another time", break_appointment_time,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: starts at 14:00, but the appointment "
     "(appointments.csv:2) is "
     "at 15:00; start then"},
    {"appointment too short", break_appointment_minutes,
     "stays 30 min, but the visit takes 45 min; leave later"},
    {"appointment of another rep", break_appointment_rep, "the client belongs to rep 'R2'"},
    {"appointment outweighs hours", keep_appointment_over_hours, NULL},
    {"appointment without a time", break_appointment_without_time, "is not inside the client's hours"},
    {"visits a day", break_visits_day,
     "calendar.csv:3: rep 'R1', 2027-01-04: 2 visits, but at most 1 a day (max_visits_day); move or drop 1"},
    {"driving a day", break_drive,
     "calendar.csv:3: rep 'R1', 2027-01-04: drives 30 min, but at most 29 min a day (max_drive_min); save 1 "
     "min"},
    {"driving to the limit", keep_drive, NULL},
    {"field share", break_field_share,
     "rep 'R1', 2027-01-04: driving and visits take 90 min, but the day has 86.4 min for the field "
     "(field_share_pct); "
     "save 3.6 min"},
    {"within the field share", keep_field_share, NULL},
    {"too short", break_minutes, "stays 29.98 min, but the visit takes 30 min; leave later"},
    {"minutes do not add up", break_sum,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: arriving at 14:00, waiting 0 min and staying 30 min "
     "ends at "
     "14:30, not at 14:35; correct one of the four"},
    {"waiting is allowed", keep_wait, NULL},
    {"staying longer is allowed", keep_longer, NULL},
};

static void test_rules(void **state)
{
  (void)state;
  expect_cases(cases, G_N_ELEMENTS(cases));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
