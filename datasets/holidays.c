// SPDX-License-Identifier: GPL-3.0-or-later
// Public holidays by law. Colombia: Ley 51 de 1983 ("Ley Emiliani") with the fixed days of the labour code; ten of
// the days move to the following Monday. Spain: the national days of Real Decreto 2001/1983 and the days of the
// autonomous communities' own laws that fall on a fixed date or hang on Easter.
#include "datasets/generate.h"

#include <string.h>

Date date_of(int year, int month, int day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return g_date_get_julian(&date);
}

static int year_of(Date day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, day);
  return g_date_get_year(&date);
}

int weekday_of(Date date)
{
  return (int)((date + 6) % 7); // Julian day 1 of GDate, 1 January of the year 1, is a Monday
}

Date easter_sunday(int year)
{
  int a = year % 19, b = year / 100, c = year % 100;
  int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451;
  int n = h + l - 7 * m + 114;
  return date_of(year, n / 31, n % 31 + 1);
}

static void add(GArray *holidays, Date date, const char *name, const char *region)
{
  Holiday holiday = {date, name, region};
  g_array_append_val(holidays, holiday);
}

static Date next_monday(Date date)
{
  int weekday = weekday_of(date);
  return weekday ? date + (Date)(7 - weekday) : date;
}

static void colombia_year(GArray *holidays, int year)
{
  static const struct {
    int month, day;
    bool moves;
    const char *name;
  } fixed[] = {{1, 1, false, "Año Nuevo"},
               {1, 6, true, "Día de los Reyes Magos"},
               {3, 19, true, "Día de San José"},
               {5, 1, false, "Día del Trabajo"},
               {6, 29, true, "San Pedro y San Pablo"},
               {7, 20, false, "Día de la Independencia"},
               {8, 7, false, "Batalla de Boyacá"},
               {8, 15, true, "La Asunción de la Virgen"},
               {10, 12, true, "Día de la Raza"},
               {11, 1, true, "Todos los Santos"},
               {11, 11, true, "Independencia de Cartagena"},
               {12, 8, false, "Inmaculada Concepción"},
               {12, 25, false, "Navidad"}};
  for (size_t i = 0; i < G_N_ELEMENTS(fixed); i++) {
    Date date = date_of(year, fixed[i].month, fixed[i].day);
    add(holidays, fixed[i].moves ? next_monday(date) : date, fixed[i].name, "");
  }
  Date easter = easter_sunday(year);
  add(holidays, easter - 3, "Jueves Santo", "");
  add(holidays, easter - 2, "Viernes Santo", "");
  add(holidays, next_monday(easter + 39), "Ascensión del Señor", "");
  add(holidays, next_monday(easter + 60), "Corpus Christi", "");
  add(holidays, next_monday(easter + 68), "Sagrado Corazón de Jesús", "");
}

static void spain_year(GArray *holidays, int year)
{
  static const struct {
    int month, day;
    const char *name, *region;
  } fixed[] = {{1, 1, "Año Nuevo", ""},
               {1, 6, "Epifanía del Señor", ""},
               {2, 28, "Día de Andalucía", "Andalucía"},
               {4, 23, "San Jorge, Día de Aragón", "Aragón"},
               {4, 23, "Día de Castilla y León", "Castilla y León"},
               {5, 1, "Fiesta del Trabajo", ""},
               {5, 2, "Fiesta de la Comunidad de Madrid", "Comunidad de Madrid"},
               {5, 17, "Día das Letras Galegas", "Galicia"},
               {5, 31, "Día de Castilla-La Mancha", "Castilla-La Mancha"},
               {6, 9, "Día de La Rioja", "La Rioja"},
               {6, 9, "Día de la Región de Murcia", "Región de Murcia"},
               {6, 24, "San Juan", "Cataluña"},
               {6, 24, "San Juan", "Comunitat Valenciana"},
               {7, 25, "Día Nacional de Galicia", "Galicia"},
               {8, 15, "Asunción de la Virgen", ""},
               {9, 8, "Día de Asturias", "Asturias"},
               {9, 8, "Día de Extremadura", "Extremadura"},
               {9, 11, "Diada Nacional de Catalunya", "Cataluña"},
               {10, 9, "Día de la Comunitat Valenciana", "Comunitat Valenciana"},
               {10, 12, "Fiesta Nacional de España", ""},
               {11, 1, "Todos los Santos", ""},
               {12, 6, "Día de la Constitución Española", ""},
               {12, 8, "Inmaculada Concepción", ""},
               {12, 25, "Natividad del Señor", ""}};
  static const char *const maundy[] = {
      "Andalucía",   "Aragón",  "Asturias", "Castilla y León", "Castilla-La Mancha", "Comunidad de Madrid",
      "Extremadura", "Galicia", "La Rioja", "Navarra",         "País Vasco",         "Región de Murcia"};
  static const char *const monday[] = {"Cataluña", "Comunitat Valenciana", "La Rioja", "Navarra",
                                       "País Vasco"};
  for (size_t i = 0; i < G_N_ELEMENTS(fixed); i++)
    add(holidays, date_of(year, fixed[i].month, fixed[i].day), fixed[i].name, fixed[i].region);
  Date easter = easter_sunday(year);
  for (size_t i = 0; i < G_N_ELEMENTS(maundy); i++)
    add(holidays, easter - 3, "Jueves Santo", maundy[i]);
  add(holidays, easter - 2, "Viernes Santo", "");
  for (size_t i = 0; i < G_N_ELEMENTS(monday); i++)
    add(holidays, easter + 1, "Lunes de Pascua", monday[i]);
}

static gint by_date(gconstpointer a, gconstpointer b)
{
  const Holiday *p = a, *q = b;
  if (p->date != q->date)
    return p->date < q->date ? -1 : 1;
  int order = strcmp(p->region, q->region);
  return order ? order : strcmp(p->name, q->name);
}

static void between(GArray *holidays, Date from, Date to, void (*fill)(GArray *, int))
{
  for (int year = year_of(from); year <= year_of(to); year++)
    fill(holidays, year);
  for (guint i = holidays->len; i-- > 0;) {
    Date date = g_array_index(holidays, Holiday, i).date;
    if (date < from || date > to)
      g_array_remove_index(holidays, i);
  }
  g_array_sort(holidays, by_date);
}

void holidays_colombia(GArray *holidays, Date from, Date to)
{
  between(holidays, from, to, colombia_year);
}

void holidays_spain(GArray *holidays, Date from, Date to)
{
  between(holidays, from, to, spain_year);
}
