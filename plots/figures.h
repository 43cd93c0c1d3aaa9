// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as the reader writes them, chosen by language and not by the locale of the process: "1,240.5" and "25%" in
// English, "1.240,5" and "25 %" in Spanish. Words come through gettext. All results are freed with g_free.
#pragma once

#include "model/territory.h"

// Grouped by thousands, with that many decimals; minus is U+2212.
char *figure_number(const char *language, double value, int decimals);
// A share of 1 as a percentage without decimals.
char *figure_percent(const char *language, double share);
// With one decimal: "4.2%".
char *figure_percent_fine(const char *language, double share);
// One decimal below 10, else none: "4.2", "87".
char *figure_short(const char *language, double value);
// Hours of seconds, by the rule of figure_short.
char *figure_hours(const char *language, int64_t seconds);
// The short form of an amount with the word for its size: "1.2 million", "350 thousand".
char *figure_money(const char *language, Money money);

const char *figure_month(int month);     // 1 … 12, in full
const char *figure_weekday(int weekday); // 0 Monday …, in full
const char *figure_weekday_short(int weekday);
char *figure_day(Day day);           // "25 January"
char *figure_span(Day from, Day to); // "25–29 January", "30 January – 5 February"
// "Q1 2027" where the horizon is about a quarter, else the span with its year.
char *figure_period(Day start, int days);
// A sentence (model/said.h) with days and numbers as the reader writes them.
char *figure_said(const char *language, const char *sentence);
// The text with a capital at its start, as titles need it where weekdays have none; takes it over.
char *figure_title(char *text);
// "Ana", "Ana and Luis", "Ana, Luis and Iván".
char *figure_list(const char *const *names, int count);
