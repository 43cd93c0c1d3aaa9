// SPDX-License-Identifier: GPL-3.0-or-later
// Every parser of a cell on the same text: what is taken is in its range, what is refused comes with a reason.
#include "io/cell.h"
#include "tests/fuzz/replay.h"

static void settle(bool taken, bool sound, GError **error)
{
  g_assert_true(taken ? sound : *error != NULL);
  g_clear_error(error);
}

static void try_numbers(const char *text)
{
  GError *error = NULL;
  double number = 0;
  int count = 0;
  Money money = 0;
  bool taken = cell_number(text, &number, &error);
  settle(taken, number - number == 0, &error);
  taken = cell_percent(text, &number, &error);
  settle(taken, number - number == 0, &error);
  taken = cell_count(text, &count, &error);
  settle(taken, count >= -1000000000 && count <= 1000000000, &error);
  taken = cell_money(text, &money, &error);
  settle(taken, money != MONEY_NONE, &error);
  cell_money_is_ambiguous(text);
}

static void try_times(const char *text)
{
  GError *error = NULL;
  int32_t seconds = 0;
  Window window = {0, 0};
  bool taken = cell_minutes(text, &seconds, &error);
  settle(taken, seconds >= 0 && seconds <= DAY_S, &error);
  taken = cell_clock(text, &seconds, &error);
  settle(taken, seconds >= 0 && seconds <= DAY_S, &error);
  taken = cell_window(text, &window, &error);
  settle(taken, 0 <= window.from && window.from < window.to && window.to <= DAY_S, &error);
}

static void try_days(const char *text)
{
  GError *error = NULL;
  Day day = DAY_NONE;
  Weekdays weekdays = 0;
  Visits visits;
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(DaySpan));
  bool taken = cell_date(text, &day, &error);
  settle(taken, day > 0, &error);
  taken = cell_spans(text, spans, &error);
  settle(taken, true, &error);
  for (guint i = 0; i < spans->len; i++)
    g_assert_true(g_array_index(spans, DaySpan, i).from <= g_array_index(spans, DaySpan, i).to);
  taken = cell_weekdays(text, &weekdays, &error);
  settle(taken, weekdays > 0 && weekdays <= WEEKDAYS_ALL, &error);
  taken = cell_visits(text, &visits, &error);
  settle(taken, visits.given && visits.min <= visits.max && (visits.every == EVERY_NONE || visits.span > 0),
         &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autofree char *raw = g_strndup((const char *)bytes, size);
  g_autofree char *text = g_utf8_make_valid(raw, -1); // tables hold nothing else
  try_numbers(text);
  try_times(text);
  try_days(text);
  return 0;
}
