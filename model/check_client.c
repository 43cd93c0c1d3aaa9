// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of one client over the horizon: how many visits, how far apart, on which weekday, and the promises. A
// visit that is promised for its day cannot be moved; neither can the last one before the horizon. Hard limits do
// not hold between two such visits.
#include <stdlib.h>

#include "model/check_rules.h"
#include "model/words.h"

// Limits on the days between two visits; 0: none.
typedef struct Limits {
  int min, max;
  bool min_hard, max_hard;
  bool overdue; // the longest gap was over before the horizon: nobody can keep it, and waiting is paid for
} Limits;

static Limits limits_of(const Check *check, const Client *client, int visits)
{
  Limits limits = {.min_hard = client->min_gap > 0, .max_hard = client->max_gap > 0};
  // 60 % and 140 % of days / visits, rounded outwards: whole fifths of days, so that no fraction is lost.
  div_t low = div(3 * check->territory->settings.days, 5 * MAX(1, visits));
  div_t high = div(7 * check->territory->settings.days, 5 * MAX(1, visits));
  limits.min = limits.min_hard ? client->min_gap : visits > 0 ? MAX(1, low.quot) : 0;
  limits.max = limits.max_hard ? client->max_gap : visits > 0 ? high.quot + (high.rem > 0) : 0;
  limits.overdue = limits.max_hard && client->last_visit != DAY_NONE &&
                   client->last_visit < check->territory->settings.start - client->max_gap;
  return limits;
}

static bool is_fixed(const Check *check, const Visit *visit)
{
  return check_appointment(check, visit->client, visit->day) != NULL;
}

// ---- How many ----

static void check_count(Check *check, int client, const guint *index, guint count)
{
  int wanted = check_wanted(check, client);
  if ((int)count <= wanted)
    return;
  const Visit *visit = plan_visit(check->plan, index[wanted]);
  g_autofree char *who = check_who(check, visit);
  check_fail(check, index[wanted], _("%s: visit %d of a client that wants %d; drop %d"), who, wanted + 1,
             wanted, (int)count - wanted);
}

static void check_twice(Check *check, const guint *index, guint count)
{
  for (guint i = 1; i < count; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]), *before = plan_visit(check->plan, index[i - 1]);
    if (visit->day != before->day)
      continue;
    g_autofree char *who = check_who(check, visit), *at = clock_text(before->arrive_s);
    check_fail(check, index[i],
               _("%s: the client is visited twice that day, also at %s by rep '%s'; move one of the "
                 "two visits"),
               who, at, territory_rep(check->territory, before->rep)->id);
  }
}

// ---- How far apart ----

// One gap: from the visit `before` (G_MAXUINT: the last one before the horizon) to the visit `index`.
typedef struct Gap {
  guint index, before;
  Day from, to;
  bool movable; // one end of it
} Gap;

static char *gap_begin_text(const Gap *gap)
{
  g_autofree char *day = day_text(gap->from);
  return gap->before == G_MAXUINT ? g_strdup_printf(_("last_visit %s"), day)
                                  : g_strdup_printf(_("the visit on %s"), day);
}

static void check_min_gap(Check *check, const Gap *gap, const Limits *limits)
{
  int days = gap->to - gap->from;
  if (!limits->min_hard || !gap->movable || days == 0 || days >= limits->min || gap->to < check->past.open)
    return;
  g_autofree char *who = check_who(check, plan_visit(check->plan, gap->index)), *begin = gap_begin_text(gap),
                  *possible = day_text(gap->from + limits->min);
  check_fail(check, gap->index,
             _("%s: only %d days after %s, but min_gap_days is %d; move it to %s or later"), who, days, begin,
             limits->min, possible);
}

// `excuses`: unplanned visits of the client that have not yet excused a gap.
static void check_max_gap(Check *check, const Gap *gap, const Limits *limits, int *excuses)
{
  int days = gap->to - gap->from;
  if (!limits->max_hard || !gap->movable || days <= limits->max)
    return;
  // Nobody can go there any more by the day that the rule asks for.
  if ((limits->overdue && gap->before == G_MAXUINT) || gap->to < check->past.open ||
      (gap->from < check->past.today && gap->from + limits->max < check->past.open))
    return;
  int needed = (days + limits->max - 1) / limits->max - 1;
  if (needed <= *excuses) {
    *excuses -= needed;
    return;
  }
  g_autofree char *who = check_who(check, plan_visit(check->plan, gap->index)), *begin = gap_begin_text(gap),
                  *possible = day_text(gap->from + limits->max);
  check_fail(check, gap->index, _("%s: %d days after %s, but max_gap_days is %d; visit by %s"), who, days,
             begin, limits->max, possible);
  *excuses = 0;
}

// Every break is counted; only those of soft limits are paid for, hard ones can only be excused.
static void count_gap(Check *check, const Gap *gap, const Limits *limits, Money price)
{
  int days = gap->to - gap->from;
  int short_by = MAX(0, limits->min - days), long_by = limits->max > 0 ? MAX(0, days - limits->max) : 0;
  check->totals.breaks += short_by > 0 || long_by > 0;
  if (limits->overdue && gap->before == G_MAXUINT)
    return; // count_edges does
  check->totals.cost.spacing +=
      ((limits->min_hard ? 0 : short_by) + (limits->max_hard && !limits->overdue ? 0 : long_by)) * price;
}

// Nothing before the first visit, nothing after the last: as if a visit lay just outside the horizon.
static void count_edges(Check *check, const guint *index, guint count, const Limits *limits, Money price)
{
  const Settings *settings = &check->territory->settings;
  const Visit *first = plan_visit(check->plan, index[0]), *last = plan_visit(check->plan, index[count - 1]);
  const Client *client = territory_client(check->territory, first->client);
  if (limits->max <= 0 || (limits->max_hard && !limits->overdue))
    return;
  int late = first->day - settings->start - (limits->max - 1);
  if ((client->last_visit == DAY_NONE || limits->overdue) && late > 0)
    check->totals.cost.spacing += late * price;
  int early = settings->start + settings->days - last->day - limits->max;
  if (early > 0)
    check->totals.cost.spacing += early * price;
}

static Day day_made(const Check *check, guint visit)
{
  const Day planned = plan_visit(check->plan, visit)->day;
  return check->past.made && planned < check->past.today ? check->past.made[visit] : planned;
}

static void check_gaps(Check *check, int client, const guint *index, guint count)
{
  const Client *c = territory_client(check->territory, client);
  const Settings *settings = &check->territory->settings;
  const int wanted = check_wanted(check, client);
  const Limits limits = limits_of(check, c, wanted);
  const Money price = money_from(settings->weight_spacing * money_units(settings->cost_hour));
  int excuses = MAX(0, wanted - (int)count);
  Gap gap = {.before = G_MAXUINT, .from = c->last_visit};
  bool fixed_before = true;
  for (guint i = 0; i < count; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]);
    bool fixed = is_fixed(check, visit);
    gap.index = index[i];
    gap.to = day_made(check, index[i]);
    gap.movable = !fixed || !fixed_before;
    if (gap.from != DAY_NONE && gap.from < gap.to) {
      check_min_gap(check, &gap, &limits);
      check_max_gap(check, &gap, &limits, &excuses);
      count_gap(check, &gap, &limits, price);
    }
    gap.before = index[i];
    gap.from = MAX(gap.from, gap.to); // of the past two may have been made in the other order
    fixed_before = fixed;
  }
  count_edges(check, index, count, &limits, price);
}

static void check_first_by(Check *check, const guint *index)
{
  const Visit *first = plan_visit(check->plan, index[0]);
  const Client *client = territory_client(check->territory, first->client);
  if (client->first_by == DAY_NONE || first->day <= client->first_by || is_fixed(check, first) ||
      client->first_by < check->past.open)
    return;
  g_autofree char *who = check_who(check, first), *by = day_text(client->first_by);
  check_fail(check, index[0], _("%s: the first visit comes after first_by %s; visit by then"), who, by);
}

// ---- On which weekday ----

// The weekday of most visits, of all that count.
typedef struct Usual {
  int weekday, visits, of;
} Usual;

// Visits that another rep promised do not count, and with `movable_only` no promised ones.
static Usual usual_weekday(const Check *check, const guint *index, guint count, bool movable_only)
{
  int counts[7] = {0};
  Usual usual = {0};
  for (guint i = 0; i < count; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]);
    bool fixed = is_fixed(check, visit);
    bool guest = fixed && !check_serves(check, visit->rep, visit->client);
    if (guest || (movable_only && fixed))
      continue;
    counts[day_weekday(visit->day)]++;
    usual.of++;
  }
  for (int weekday = 1; weekday < 7; weekday++) {
    if (counts[weekday] > counts[usual.weekday])
      usual.weekday = weekday;
  }
  usual.visits = counts[usual.weekday];
  return usual;
}

static void check_weekday(Check *check, const guint *index, guint count)
{
  const Settings *settings = &check->territory->settings;
  const Client *client = territory_client(check->territory, plan_visit(check->plan, index[0])->client);
  bool same = client->same_weekday == WEEKDAY_SAME;
  Usual usual = usual_weekday(check, index, count, same);
  if (client->same_weekday == WEEKDAY_PREFER)
    check->totals.cost.weekday +=
        (usual.of - usual.visits) * money_from(settings->weight_weekday * money_units(settings->cost_hour));
  for (guint i = 0; i < count && same; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]);
    if (is_fixed(check, visit) || day_weekday(visit->day) == usual.weekday)
      continue;
    g_autofree char *who = check_who(check, visit),
                    *other = day_text(visit->day - day_weekday(visit->day) + usual.weekday);
    check_fail(
        check, index[i],
        _("%s: the client is to be visited on one weekday always (same_weekday); move it, for example to %s"),
        who, other);
  }
}

// ---- By whom ----

// The rep of most visits, the first of those in reps.csv; visits that a rep outside the team promised do not count.
static int usual_rep(const Check *check, const guint *index, guint count)
{
  int usual = -1, most = 0;
  for (int rep = 0; rep < (int)check->territory->reps->len; rep++) {
    int visits = 0;
    for (guint i = 0; i < count; i++)
      visits += plan_visit(check->plan, index[i])->rep == rep;
    if (visits > most && check_serves(check, rep, plan_visit(check->plan, index[0])->client)) {
      most = visits;
      usual = rep;
    }
  }
  return usual;
}

static void check_same_rep(Check *check, const guint *index, guint count)
{
  const Client *client = territory_client(check->territory, plan_visit(check->plan, index[0])->client);
  if (client->rep >= 0 || !client->same_rep)
    return;
  int usual = usual_rep(check, index, count);
  for (guint i = 0; i < count; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]);
    if (visit->rep == usual || !check_serves(check, visit->rep, visit->client))
      continue;
    g_autofree char *who = check_who(check, visit);
    check_fail(
        check, index[i],
        _("%s: the client is to be visited by one rep always (same_rep), mostly by '%s'; give the visit "
          "to that rep"),
        who, territory_rep(check->territory, usual)->id);
  }
}

// ---- Promises ----

static void check_kept(Check *check, int client, const guint *index, guint count)
{
  int promised;
  const Appointment *promise = check_appointments(check, client, &promised);
  for (int i = 0; i < promised; i++) {
    bool kept = false;
    for (guint j = 0; j < count && !kept; j++)
      kept = plan_visit(check->plan, index[j])->day == promise[i].day;
    if (kept || promise[i].day < check->past.today)
      continue;
    g_autofree char *day = day_text(promise[i].day);
    check->errors++;
    findings_add(
        check->findings, FINDING_ERROR, check->file, 0, NULL,
        _("client '%s': the appointment of %s (appointments.csv:%d) is not in the plan; add the visit"),
        territory_client(check->territory, client)->id, day, promise[i].line);
  }
}

void check_client(Check *check, int client, const guint *index, guint count)
{
  check_kept(check, client, index, count);
  if (count == 0)
    return;
  check_count(check, client, index, count);
  check_twice(check, index, count);
  check_gaps(check, client, index, count);
  check_first_by(check, index);
  check_weekday(check, index, count);
  check_same_rep(check, index, count);
}
