// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of nights out. A rep who sleeps out does so at the place of his last visit and starts the next day there:
// that day must follow at once, be a working day of his, and have a visit. He accepts so many nights in a row.
#include "model/check_rules.h"
#include "model/words.h"

// The day after a night has no visit to start from: why.
static void fail_no_morning(Check *check, guint index)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Settings *settings = &check->territory->settings;
  CheckDay next = check_day(check->territory, visit->rep, visit->day + 1);
  g_autofree char *who = check_who(check, visit), *day = day_text(visit->day + 1);
  if (visit->day + 1 >= settings->start + settings->days)
    check_fail(check, index,
               _("%s: the rep sleeps out on the last day of the horizon (sleeps_out); let him go home"), who);
  else if (next.segments == 0)
    check_fail(check, index,
               _("%s: the rep sleeps out, but does not work on the next day, %s (%s); let him go home"), who,
               day, next.closed);
  else
    check_fail(check, index,
               _("%s: the rep sleeps out, but has no visit on the next day, %s; let him go home"), who, day);
}

bool check_night_before(Check *check, guint index, const CheckNight *night)
{
  if (night->visit == G_MAXUINT)
    return false;
  const Visit *evening = plan_visit(check->plan, night->visit);
  const Visit *morning = index < G_MAXUINT ? plan_visit(check->plan, index) : NULL;
  if (morning && morning->rep == evening->rep && morning->day == evening->day + 1)
    return true;
  fail_no_morning(check, night->visit);
  return false;
}

void check_night_after(Check *check, guint index, CheckNight *night)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Rep *rep = territory_rep(check->territory, visit->rep);
  const Visit *before = night->visit < G_MAXUINT ? plan_visit(check->plan, night->visit) : NULL;
  const bool follows = before && before->rep == visit->rep && before->day == visit->day - 1;
  *night = (CheckNight){.visit = visit->sleeps_out ? index : G_MAXUINT,
                        .in_a_row = visit->sleeps_out ? (follows ? night->in_a_row : 0) + 1 : 0};
  if (!visit->sleeps_out)
    return;
  check->totals.cost.nights += rep->cost_night;
  if (night->in_a_row <= rep->nights)
    return;
  g_autofree char *who = check_who(check, visit);
  if (rep->nights == 0)
    check_fail(check, index, _("%s: the rep sleeps out, but accepts no nights (nights); let him go home"),
               who);
  else
    check_fail(check, index, _("%s: night %d in a row, but the rep accepts %d (nights); let him go home"),
               who, night->in_a_row, rep->nights);
}
