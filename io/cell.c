// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/cell.h"

#include <math.h>
#include <string.h>

#include "io/scan.h"
#include "io/text.h"
#include "model/words.h"

G_DEFINE_QUARK(ronda - cell - error - quark, cell_error)

#define MONEY_MOST 1e12 // units of currency; sums of millions of clients stay within a double's whole numbers

static bool refuse(GError **error, const char *message)
{
  g_set_error_literal(error, CELL_ERROR, CELL_ERROR_BAD, message);
  return false;
}

// ---- Numbers -----------------------------------------------------------------------------------------------------

// Digits, at most one decimal sign, an exponent: copied with a point into `plain`. Returns what follows, or NULL.
static const char *scan_number(const char *at, char *plain, size_t room)
{
  size_t length = 0;
  bool digits = false, point = false, exponent = false;
  if (*at == '-' || *at == '+')
    plain[length++] = *at++;
  for (; length + 2 < room; at++) {
    if (g_ascii_isdigit(*at)) {
      digits = true;
      plain[length++] = *at;
    } else if ((*at == '.' || *at == ',') && !point && !exponent) {
      point = true;
      plain[length++] = '.';
    } else if ((*at == 'e' || *at == 'E') && digits && !exponent &&
               (g_ascii_isdigit(at[1]) || ((at[1] == '-' || at[1] == '+') && g_ascii_isdigit(at[2])))) {
      exponent = true;
      plain[length++] = 'e';
      if (!g_ascii_isdigit(at[1]))
        plain[length++] = *++at;
    } else {
      break;
    }
  }
  plain[length] = '\0';
  return digits ? at : NULL;
}

// "1.234.567,5" as "1234567.5": blocks of three digits after the first, and a decimal sign that is not the one
// between blocks. "" when the text is nothing like that; free with g_free.
static char *without_separators(const char *text)
{
  g_autoptr(GString) digits = g_string_new(NULL);
  const char *at = scan_blanks(text);
  if (*at == '-')
    g_string_append_c(digits, *at++);
  gunichar first = 0;
  size_t block = strspn(at, "0123456789");
  bool good = block >= 1 && block <= 3, fraction = false;
  g_string_append_len(digits, at, (gssize)block);
  for (at += block; good && *scan_blanks(at) && !fraction; at += block) {
    gunichar separator = g_utf8_get_char(at);
    at = text_next(at);
    block = strspn(at, "0123456789");
    fraction = first && separator != first;
    good = fraction ? block > 0 && (separator == '.' || separator == ',') : block == 3;
    good = good && !g_unichar_isalpha(separator);
    if (fraction)
      g_string_append_c(digits, '.');
    first = separator;
    g_string_append_len(digits, at, (gssize)block);
  }
  return g_strdup(good && first && !*scan_blanks(at) ? digits->str : "");
}

static bool parse_number(const char *text, double *value, const char **rest, GError **error)
{
  char plain[64];
  const char *after = scan_number(scan_blanks(text), plain, sizeof plain);
  if (after) {
    *rest = scan_blanks(after);
    *value = g_ascii_strtod(plain, NULL);
    if (!isfinite(*value))
      return refuse(error, _("the number is too large"));
    if (!**rest || **rest == '%')
      return true;
  }
  g_autofree char *joined = without_separators(text);
  if (!*joined)
    return refuse(error, _("this is not a number; write it like 12.5 or 12,5, without a unit"));
  g_set_error(error, CELL_ERROR, CELL_ERROR_BAD, _("write the number without thousands separators: %s"),
              joined);
  return false;
}

bool cell_percent(const char *text, double *value, GError **error)
{
  const char *rest;
  if (!parse_number(text, value, &rest, error))
    return false;
  if (*rest && *scan_blanks(rest + 1))
    return refuse(error, _("this is not a percentage; write it like 12.5"));
  return true;
}

bool cell_number(const char *text, double *value, GError **error)
{
  const char *rest;
  if (!parse_number(text, value, &rest, error))
    return false;
  if (*rest)
    return refuse(error, _("write the number without '%'"));
  return true;
}

bool cell_count(const char *text, int *value, GError **error)
{
  double number;
  if (!cell_number(text, &number, error))
    return false;
  if (number != floor(number))
    return refuse(error, _("this must be a whole number"));
  if (fabs(number) > 1e9)
    return refuse(error, _("the number is too large"));
  *value = (int)number;
  return true;
}

bool cell_money(const char *text, Money *value, GError **error)
{
  double units;
  if (!cell_number(text, &units, error))
    return false;
  if (fabs(units) > MONEY_MOST)
    return refuse(error, _("the amount is too large (at most 10^12; use thousands as the unit throughout)"));
  *value = money_from(units);
  return true;
}

bool cell_money_is_ambiguous(const char *text)
{
  const char *at = scan_blanks(text);
  size_t before = strspn(at, "0123456789");
  if (before < 1 || before > 3 || *at == '0' || (at[before] != '.' && at[before] != ','))
    return false;
  const char *after = at + before + 1;
  return strspn(after, "0123456789") == 3 && !*scan_blanks(after + 3);
}

// ---- Times of day ------------------------------------------------------------------------------------------------

bool cell_minutes(const char *text, int32_t *seconds, GError **error)
{
  double minutes;
  if (strchr(text, ':'))
    return refuse(error, _("write minutes as a number, like 90 for an hour and a half"));
  if (!cell_number(text, &minutes, error))
    return false;
  if (minutes < 0 || minutes > 24 * 60)
    return refuse(error, _("minutes must be between 0 and 1440"));
  *seconds = (int32_t)lround(minutes * MINUTE_S);
  return true;
}

// "a.m.", "p. m.", "PM": moves `at` behind it; -1: neither.
static int scan_half(const char **at)
{
  const char *p = scan_blanks(*at);
  char half = g_ascii_tolower(*p);
  if (half != 'a' && half != 'p')
    return -1;
  p++;
  if (*p == '.')
    p++;
  p = scan_blanks(p);
  if (g_ascii_tolower(*p) != 'm')
    return -1;
  p++;
  *at = *p == '.' ? p + 1 : p;
  return half == 'p';
}

// A time of day at the front of `at`; returns what follows, or NULL.
static const char *scan_clock(const char *at, int32_t *seconds)
{
  int hour, minute, second = 0;
  at = scan_digits(scan_blanks(at), 2, &hour);
  if (!at || *at != ':')
    return NULL;
  at = scan_digits(at + 1, 2, &minute);
  if (at && *at == ':')
    at = scan_digits(at + 1, 2, &second);
  if (!at)
    return NULL;
  int half = scan_half(&at);
  if (minute > 59 || second > 59 || (half >= 0 && (hour < 1 || hour > 12)))
    return NULL;
  if (half >= 0)
    hour = hour % 12 + 12 * half;
  *seconds = hour * HOUR_S + minute * MINUTE_S + second;
  return *seconds <= DAY_S ? scan_blanks(at) : NULL;
}

bool cell_clock(const char *text, int32_t *seconds, GError **error)
{
  const char *rest = scan_clock(text, seconds);
  if (!rest || *rest)
    return refuse(error, _("this is not a time of day; write it like 08:30 (00:00 to 24:00)"));
  return true;
}

bool cell_window(const char *text, Window *window, GError **error)
{
  static const char *const dashes[] = {"-", "..", "\xe2\x80\x93", "to ", "a "};
  const char *rest = scan_clock(text, &window->from);
  for (size_t i = 0; rest && i < G_N_ELEMENTS(dashes); i++) {
    if (!g_str_has_prefix(rest, dashes[i]))
      continue;
    rest = scan_clock(rest + strlen(dashes[i]), &window->to);
    if (!rest || *rest)
      break;
    if (window->from >= window->to)
      return refuse(error, _("the span ends before it starts; write it like 12:00-13:00"));
    return true;
  }
  return refuse(error, _("this is not a span of time; write it like 12:00-13:00"));
}

// ---- Words -------------------------------------------------------------------------------------------------------

bool cell_choice(const char *text, const char *const *words, int count, int *choice, GError **error)
{
  g_autofree char *folded = text_fold(text);
  g_autoptr(GString) names = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    if (text_is_listed(folded, words[i])) {
      *choice = i;
      return true;
    }
    g_string_append_printf(names, "%s%.*s", i ? ", " : "", (int)strcspn(words[i], "|"), words[i]);
  }
  g_set_error(error, CELL_ERROR, CELL_ERROR_BAD, _("this is not one of: %s"), names->str);
  return false;
}

bool cell_yes_no(const char *text, bool *value, GError **error)
{
  static const char *const words[] = {"no|n|false|falso|0", "yes|y|true|si|s|verdadero|x|1"};
  int choice;
  if (!cell_choice(text, words, G_N_ELEMENTS(words), &choice, NULL))
    return refuse(error, _("write yes or no"));
  *value = choice == 1;
  return true;
}
