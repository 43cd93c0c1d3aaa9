// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/edit.h"

#include <math.h>
#include <string.h>

#include "io/cell.h"
#include "io/text.h"
#include "model/words.h"

enum { PERIODS_MOST = 52, RHYTHM_TIMES = 999 };
static const double NEAR = 0.005; // a rhythm is met where it is missed by so little

// Columns that count things: their documented names.
static const char counts[] =
    "min_visits|max_visits|remote_visits|max_visits_day|times|min_gap_days|max_gap_days|"
    "resource_visits|nights|visits_target|weeks|payment_days|products";

static char *figure(double value, int places)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  g_snprintf(format, sizeof format, "%%.%df", places);
  g_ascii_formatd(text, sizeof text, format, value);
  char *end = text + strlen(text);
  if (strchr(text, '.')) {
    while (end[-1] == '0')
      end--;
    end -= end[-1] == '.';
  }
  return g_strndup(text, (gsize)(end - text));
}

static int whole(double value)
{
  return (int)floor(CLAMP(value, 0, G_MAXINT / 2) + 0.5);
}

static const char *period_name(Every every, int periods)
{
  switch (every) {
  case EVERY_WEEK: return periods == 1 ? "week" : "weeks";
  case EVERY_MONTH: return periods == 1 ? "month" : "months";
  case EVERY_QUARTER: return periods == 1 ? "quarter" : "quarters";
  case EVERY_NONE: break;
  }
  g_assert_not_reached();
}

// The plainest fraction of whole visits and periods.
static char *scaled_rhythm(const Visits *visits, double factor, GError **error)
{
  const double rate = factor * visits->times / visits->span;
  for (int periods = 1; periods <= PERIODS_MOST; periods++) {
    const int times = whole(rate * periods);
    if (times < 1 || times > RHYTHM_TIMES || fabs(times - rate * periods) > NEAR * rate * periods)
      continue;
    const char *name = period_name(visits->every, periods);
    return periods == 1 ? g_strdup_printf("%d/%s", times, name)
                        : g_strdup_printf("%d/%d%s", times, periods, name);
  }
  g_set_error(error, CELL_ERROR, CELL_ERROR_BAD, _("times %g that is no rhythm; set it instead"), factor);
  return NULL;
}

static char *scaled_visits(const char *cell, double factor, GError **error)
{
  Visits visits;
  if (!cell_visits(cell, &visits, error))
    return NULL;
  if (visits.every != EVERY_NONE)
    return scaled_rhythm(&visits, factor, error);
  if (visits.min == visits.max)
    return g_strdup_printf("%d", whole(visits.max * factor));
  return g_strdup_printf("%d..%d", whole(visits.min * factor), whole(visits.max * factor));
}

char *edit_scale(const char *column, const char *cell, double factor, GError **error)
{
  g_autofree char *folded = text_fold(column);
  double number;
  if (strcmp(folded, "visits") == 0)
    return scaled_visits(cell, factor, error);
  if (!cell_percent(cell, &number, error))
    return NULL;
  g_autofree char *scaled = text_is_listed(folded, counts) ? g_strdup_printf("%d", whole(number * factor))
                                                           : figure(number * factor, 6);
  return g_strconcat(scaled, strchr(cell, '%') ? "%" : "", NULL);
}
