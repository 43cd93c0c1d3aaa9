// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/figures.h"

#include "model/said.h"
#include "model/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_spanish(const char *language)
{
  return language && g_str_has_prefix(language, "es");
}

char *figure_number(const char *language, double value, int decimals)
{
  char digits[64];
  g_snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
  char *point = strchr(digits, '.');
  int whole = (int)(point ? point - digits : (long)strlen(digits));
  GString *text = g_string_new(NULL);
  if (value < 0 && strspn(digits, "0.") != strlen(digits))
    g_string_append(text, "−");
  for (int i = 0; i < whole; i++) {
    if (i > 0 && (whole - i) % 3 == 0)
      g_string_append_c(text, is_spanish(language) ? '.' : ',');
    g_string_append_c(text, digits[i]);
  }
  if (point) {
    g_string_append_c(text, is_spanish(language) ? ',' : '.');
    g_string_append(text, point + 1);
  }
  return g_string_free(text, FALSE);
}

static char *percent(const char *language, double share, int decimals)
{
  g_autofree char *number = figure_number(language, 100.0 * share, decimals);
  return g_strconcat(number, is_spanish(language) ? "\u00a0%" : "%", NULL);
}

char *figure_percent(const char *language, double share)
{
  return percent(language, share, 0);
}

char *figure_percent_fine(const char *language, double share)
{
  return percent(language, share, 1);
}

char *figure_short(const char *language, double value)
{
  return figure_number(language, value, fabs(value) < 9.95 ? 1 : 0);
}

char *figure_hours(const char *language, int64_t seconds)
{
  return figure_short(language, (double)seconds / HOUR_S);
}

char *figure_money(const char *language, Money money)
{
  double units = money_units(money);
  double size = fabs(units);
  if (size >= 999.5e6) {
    g_autofree char *number = figure_number(language, units / 1e6, 0);
    return g_strdup_printf(_("%s million"), number);
  }
  if (size >= 999.5e3) {
    g_autofree char *number = figure_short(language, units / 1e6);
    return g_strdup_printf(_("%s million"), number);
  }
  return figure_number(language, units, 0);
}

const char *figure_month(int month)
{
  static const char *const names[] = {N_("January"),   N_("February"), N_("March"),    N_("April"),
                                      N_("May"),       N_("June"),     N_("July"),     N_("August"),
                                      N_("September"), N_("October"),  N_("November"), N_("December")};
  g_assert(month >= 1 && month <= 12);
  // The whole name of May is its short one too, but not in every language.
  return month == 5 ? C_("whole name of the month", "May") : _(names[month - 1]);
}

const char *figure_weekday(int weekday)
{
  static const char *const names[] = {N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                      N_("Friday"), N_("Saturday"), N_("Sunday")};
  g_assert(weekday >= 0 && weekday < 7);
  return _(names[weekday]);
}

const char *figure_weekday_short(int weekday)
{
  static const char *const names[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                      N_("Fri"), N_("Sat"), N_("Sun")};
  g_assert(weekday >= 0 && weekday < 7);
  return _(names[weekday]);
}

static GDate date_of(Day day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)day);
  return date;
}

char *figure_day(Day day)
{
  GDate date = date_of(day);
  // Translators: day of the month and month: "25 January", "25 de enero"
  return g_strdup_printf(_("%1$d %2$s"), g_date_get_day(&date), figure_month((int)g_date_get_month(&date)));
}

char *figure_span(Day from, Day to)
{
  GDate first = date_of(from), last = date_of(to);
  if (from == to)
    return figure_day(from);
  if (g_date_get_month(&first) == g_date_get_month(&last) &&
      g_date_get_year(&first) == g_date_get_year(&last))
    // Translators: two days of one month: "25–29 January", "25 al 29 de enero"
    return g_strdup_printf(_("%1$d–%2$d %3$s"), g_date_get_day(&first), g_date_get_day(&last),
                           figure_month((int)g_date_get_month(&last)));
  g_autofree char *begin = figure_day(from);
  g_autofree char *end = figure_day(to);
  // Translators: two days: "30 January – 5 February", "30 de enero al 5 de febrero"
  return g_strdup_printf(_("%1$s – %2$s"), begin, end);
}

char *figure_period(Day start, int days)
{
  GDate first = date_of(start), middle = date_of(start + days / 2), last = date_of(start + MAX(days, 1) - 1);
  int year = g_date_get_year(&middle), quarter = ((int)g_date_get_month(&middle) - 1) / 3;
  GDate begin = date_of(start), end;
  g_date_set_dmy(&begin, 1, (GDateMonth)(quarter * 3 + 1), (GDateYear)year);
  end = begin;
  g_date_add_months(&end, 3);
  g_date_subtract_days(&end, 1);
  if (abs(g_date_days_between(&begin, &first)) <= 7 && abs(g_date_days_between(&end, &last)) <= 7) {
    switch (quarter) {
    case 0: return g_strdup_printf(_("Q1 %d"), year);
    case 1: return g_strdup_printf(_("Q2 %d"), year);
    case 2: return g_strdup_printf(_("Q3 %d"), year);
    default: return g_strdup_printf(_("Q4 %d"), year);
    }
  }
  g_autofree char *span = figure_span(start, start + MAX(days, 1) - 1);
  // Translators: a span of days and its year: "4 January – 4 April 2027"
  return g_strdup_printf(_("%1$s %2$d"), span, g_date_get_year(&last));
}

char *figure_said(const char *language, const char *sentence)
{
  const SaidStyle style = {language, figure_day, figure_number};
  return said_text(sentence, &style);
}

char *figure_title(char *text)
{
  if (!*text)
    return text;
  GString *title = g_string_new(NULL);
  gunichar first = g_utf8_get_char(text);
  g_string_append_unichar(title, g_unichar_toupper(first));
  g_string_append(title, text + g_unichar_to_utf8(first, NULL));
  g_free(text);
  return g_string_free(title, FALSE);
}

char *figure_list(const char *const *names, int count)
{
  GString *text = g_string_new(count > 0 ? names[0] : "");
  for (int i = 1; i + 1 < count; i++)
    g_string_append_printf(text, ", %s", names[i]);
  if (count < 2)
    return g_string_free(text, FALSE);
  g_autofree char *head = g_string_free(text, FALSE);
  // Translators: the last two of a list: "Ana and Luis"
  return g_strdup_printf(_("%1$s and %2$s"), head, names[count - 1]);
}
