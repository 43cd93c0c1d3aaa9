// SPDX-License-Identifier: GPL-3.0-or-later
// Texts are made with integer arithmetic alone, so that no locale and no rounding mode shows in a file.
#include "model/units.h"

#include "model/words.h"

#include <math.h>

char *day_text(Day day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)day);
  return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(&date), g_date_get_month(&date),
                         g_date_get_day(&date));
}

char *clock_text(int32_t s)
{
  if (s % MINUTE_S == 0)
    return g_strdup_printf("%02d:%02d", s / HOUR_S, s % HOUR_S / MINUTE_S);
  return g_strdup_printf("%02d:%02d:%02d", s / HOUR_S, s % HOUR_S / MINUTE_S, s % MINUTE_S);
}

// `value` in units of 10^-digits, written without trailing zeros.
static char *decimal_text(int64_t value, int digits)
{
  uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
  uint64_t scale = 1;
  for (int i = 0; i < digits; i++)
    scale *= 10;
  uint64_t fraction = rest % scale;
  while (digits > 0 && fraction % 10 == 0) {
    fraction /= 10;
    digits--;
  }
  const char *sign = value < 0 ? "-" : "";
  if (digits == 0)
    return g_strdup_printf("%s%" G_GUINT64_FORMAT, sign, rest / scale);
  return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign, rest / scale, digits,
                         fraction);
}

char *minutes_text(int64_t s)
{
  int64_t hundredths = s * 100;
  hundredths = (hundredths + (hundredths < 0 ? -MINUTE_S / 2 : MINUTE_S / 2)) / MINUTE_S;
  return decimal_text(hundredths, 2);
}

char *money_text(Money money)
{
  return decimal_text(money, 6);
}

Money money_from(double units)
{
  return (Money)llround(units * (double)MONEY_ONE);
}

double money_units(Money money)
{
  return (double)money / (double)MONEY_ONE;
}

char *reader_number(double value, int decimals)
{
  // Translators: what stands between whole and fraction: "." or ","
  const char *sign = C_("decimal sign", ".");
  g_autofree char *plain = g_strdup_printf("%.*f", decimals, value);
  g_auto(GStrv) parts = g_strsplit(plain, ".", 2);
  return g_strjoinv(sign, parts);
}

char *reader_minutes(int64_t s)
{
  g_autofree char *plain = minutes_text(s);
  g_auto(GStrv) parts = g_strsplit(plain, ".", 2);
  return g_strjoinv(C_("decimal sign", "."), parts);
}
