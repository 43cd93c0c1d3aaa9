// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/routes.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"
#include "plots/mapview.h"

#include <math.h>
#include <stdlib.h>

enum { PAGES = 6 };
// Blue, brown, green, purple, vermilion, teal, grey: white numbers are readable on all of them.
static const guint32 day_colors[7] = {0x0072b2, 0xa66300, 0x007a5a, 0xa0437b, 0xc75000, 0x2a7f93, 0x5b6670};

typedef struct DayRoute {
  Day day;             // DAY_NONE: outside the horizon
  const PlanDay *plan; // NULL: he does not work
} DayRoute;

typedef struct WeekRoutes {
  int rep, week; // week 0 is the first
  DayRoute day[7];
  int weekdays; // Monday to this many are drawn
  int64_t travel_m;
  int visits;
} WeekRoutes;

static WeekRoutes week_routes(const ChartInput *in, int rep, int week)
{
  WeekRoutes routes = {.rep = rep, .week = week, .weekdays = 1};
  Day monday = horizon_monday(in->territory, week + 1), end = in->calendar->start + in->calendar->days;
  for (int weekday = 0; weekday < 7; weekday++) {
    Day day = monday + weekday;
    if (day < in->calendar->start || day >= end)
      continue;
    routes.day[weekday].day = day;
    if (weekday < 5 || calendar_day(in->calendar, rep, day)->work_s > 0)
      routes.weekdays = MAX(routes.weekdays, weekday + 1);
  }
  for (guint i = 0; i < in->plan->days->len; i++) {
    const PlanDay *day = plan_day(in->plan, i);
    if (day->rep != rep || day->day < monday || day->day >= monday + 7)
      continue;
    int weekday = day->day - monday;
    routes.day[weekday] = (DayRoute){day->day, day};
    routes.weekdays = MAX(routes.weekdays, weekday + 1);
    routes.travel_m += day->travel_m;
    routes.visits += day->visits;
  }
  return routes;
}

// The first of the weeks with most kilometres, or the one that is asked for.
static int choose_week(const ChartInput *in, const RepLoad *load, int weeks)
{
  if (in->week >= 0 && in->week < weeks)
    return in->week;
  int best = 0;
  for (int week = 1; week < weeks; week++)
    if (load->week[week].travel_m > load->week[best].travel_m)
      best = week;
  return best;
}

// ---- What it says ----

typedef struct DayKm {
  int weekday;
  int64_t travel_m;
} DayKm;

static int by_km(const void *a, const void *b)
{
  const DayKm *x = a, *y = b;
  if (x->travel_m != y->travel_m)
    return x->travel_m < y->travel_m ? 1 : -1;
  return x->weekday - y->weekday;
}

// The one or two days on which more than their part of the way is driven; "" where the days are alike.
static char *days_clause(const ChartInput *in, const WeekRoutes *routes)
{
  DayKm days[7];
  int count = 0;
  for (int weekday = 0; weekday < 7; weekday++)
    if (routes->day[weekday].plan && routes->day[weekday].plan->visits > 0)
      days[count++] = (DayKm){weekday, routes->day[weekday].plan->travel_m};
  qsort(days, (size_t)count, sizeof *days, by_km);
  double total = (double)routes->travel_m;
  if (count >= 3 && (double)days[0].travel_m >= 1.4 * total / count &&
      (double)days[0].travel_m >= 1.5 * (double)days[1].travel_m) {
    g_autofree char *share = figure_percent(in->language, (double)days[0].travel_m / total);
    // Translators: continues "Jorge drives 693 km in the week"; share and weekday
    return g_strdup_printf(_(", %1$s of it on %2$s"), share, figure_weekday(days[0].weekday));
  }
  if (count >= 4 && (double)(days[0].travel_m + days[1].travel_m) >= 1.3 * 2 * total / count) {
    g_autofree char *share =
        figure_percent(in->language, (double)(days[0].travel_m + days[1].travel_m) / total);
    int first = MIN(days[0].weekday, days[1].weekday), second = MAX(days[0].weekday, days[1].weekday);
    // Translators: continues "Jorge drives 693 km in the week"; share and two weekdays
    return g_strdup_printf(_(", %1$s of it on %2$s and %3$s"), share, figure_weekday(first),
                           figure_weekday(second));
  }
  return count >= 3 ? g_strdup(_(", spread evenly over the days")) : g_strdup("");
}

static char *headline(const ChartInput *in, const WeekRoutes *routes)
{
  g_autofree char *name = chart_rep_name(in, routes->rep, TEXT_HEADLINE, 520);
  if (routes->visits == 0)
    return g_strdup_printf(_("%s makes no visit in this week"), name);
  g_autofree char *km = figure_short(in->language, (double)routes->travel_m / 1000);
  g_autofree char *clause = days_clause(in, routes);
  g_autofree char *visits = figure_number(in->language, routes->visits, 0);
  g_autofree char *first =
      g_strdup_printf(ngettext("%1$s drives %2$s km for %3$s visit", "%1$s drives %2$s km for %3$s visits",
                               (gulong)routes->visits),
                      name, km, visits);
  return g_strconcat(first, clause, NULL);
}

static bool sleeps_out(const WeekRoutes *routes)
{
  bool out = false;
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    out = out || (routes->day[weekday].plan && routes->day[weekday].plan->visits > 0 &&
                  (routes->day[weekday].plan->sleeps_at >= 0 || routes->day[weekday].plan->starts_at >= 0));
  return out;
}

static char *week_text(const ChartInput *in, const WeekRoutes *routes)
{
  Day monday = horizon_monday(in->territory, routes->week + 1);
  Day from = MAX(monday, in->calendar->start), to = from;
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    to = MAX(to, routes->day[weekday].day);
  g_autofree char *span = figure_span(from, to);
  if (in->week >= 0)
    return g_strdup_printf(_("Routes of week %1$d, %2$s. Numbers give the order of the visits"),
                           routes->week + 1, span);
  return g_strdup_printf(
      _("Routes of week %1$d, %2$s, the week with most kilometres. Numbers give the order of the visits"),
      routes->week + 1, span);
}

static char *subhead(const ChartInput *in, const WeekRoutes *routes)
{
  g_autofree char *week = week_text(in, routes);
  return g_strconcat(week, sleeps_out(routes) ? _("; a ring is where the rep sleeps out") : "", NULL);
}

// ---- Drawing ----

static void add_extent(Extent *extent, const ChartInput *in, const PlanDay *day)
{
  const Point begin = plan_day_begin(in->territory, day), finish = plan_day_finish(in->territory, day);
  extent_add(extent, begin.lat, begin.lon);
  extent_add(extent, finish.lat, finish.lon);
  for (int i = 0; i < day->visits; i++) {
    const Client *client =
        territory_client(in->territory, plan_visit(in->plan, (guint)(day->first + i))->client);
    extent_add(extent, client->lat, client->lon);
  }
}

static void draw_route(Chart *chart, const ChartInput *in, const PlanDay *day, guint32 color, double width)
{
  const Point begin = plan_day_begin(in->territory, day), finish = plan_day_finish(in->territory, day);
  int block = chart_block(chart, "route: longitude, latitude");
  chart_row(chart, "%.5f\t%.5f", begin.lon, begin.lat);
  for (int i = 0; i < day->visits; i++) {
    const Client *client =
        territory_client(in->territory, plan_visit(in->plan, (guint)(day->first + i))->client);
    chart_row(chart, "%.5f\t%.5f", client->lon, client->lat);
  }
  chart_row(chart, "%.5f\t%.5f", finish.lon, finish.lat);
  chart_layer(chart, block, "using 1:2 with lines lw %.1f " COLOR, width, color);
}

// Where the lines of the day's route lie on the page, added to `drawn`.
static void trace_route(GArray *drawn, const ChartInput *in, const PlanDay *day, const MapView *view)
{
  const Panel *panel = &view->panel;
  Point from = plan_day_begin(in->territory, day);
  for (int i = 0; i <= day->visits; i++) {
    Point to = plan_day_finish(in->territory, day);
    if (i < day->visits) {
      const int of = plan_visit(in->plan, (guint)(day->first + i))->client;
      to = (Point){territory_client(in->territory, of)->lat, territory_client(in->territory, of)->lon};
    }
    boxes_add_line(drawn, panel_px(panel, from.lon), panel_py(panel, from.lat), panel_px(panel, to.lon),
                   panel_py(panel, to.lat));
    from = to;
  }
}

static void draw_home(Chart *chart, const ChartInput *in, int rep)
{
  const Rep *person = territory_rep(in->territory, rep);
  int block = chart_block(chart, "start and end: longitude, latitude");
  chart_row(chart, "%.5f\t%.5f\n%.5f\t%.5f", person->lon, person->lat, person->end_lon, person->end_lat);
  chart_layer(chart, block, "using 1:2 with points pt 7 ps disc(8) " COLOR, WHITE);
  chart_layer(chart, block, "using 1:2 with points pt 7 ps disc(6) " COLOR, INK);
}

// Where he slept before the day and sleeps after it, if not at home.
static void draw_beds(Chart *chart, const ChartInput *in, const PlanDay *day)
{
  const Point begin = plan_day_begin(in->territory, day), finish = plan_day_finish(in->territory, day);
  if (day->starts_at < 0 && day->sleeps_at < 0)
    return;
  int block = chart_block(chart, "sleeps out: longitude, latitude");
  if (day->starts_at >= 0)
    chart_row(chart, "%.5f\t%.5f", begin.lon, begin.lat);
  if (day->sleeps_at >= 0)
    chart_row(chart, "%.5f\t%.5f", finish.lon, finish.lat);
  chart_layer(chart, block, "using 1:2 with points pt 7 ps disc(8) " COLOR, INK);
  chart_layer(chart, block, "using 1:2 with points pt 7 ps disc(5) " COLOR, WHITE);
}

// Pins of all days, kept for the page on top of the maps.
typedef struct PagePins {
  GArray *pins;   // Pin
  GArray *colors; // guint32
} PagePins;

static void add_obstacle(GArray *fixed, double x, double y, double half_width, double half_height)
{
  Pin pin = {.fixed = true,
             .at_x = x,
             .at_y = y,
             .x = x,
             .y = y,
             .half_width = half_width,
             .half_height = half_height};
  g_array_append_val(fixed, pin);
}

// What is in `taken` stays free; the boxes of the pins are added there.
static void place_pins(PagePins *page, const ChartInput *in, const PlanDay *day, const MapView *view,
                       guint32 color, GArray *taken)
{
  const Rep *rep = territory_rep(in->territory, day->rep);
  g_autofree double *xs = g_new(double, (gsize)day->visits + 1), *ys = g_new(double, (gsize)day->visits + 1);
  for (int i = 0; i < day->visits; i++) {
    const Client *client =
        territory_client(in->territory, plan_visit(in->plan, (guint)(day->first + i))->client);
    xs[i] = panel_px(&view->panel, client->lon);
    ys[i] = panel_py(&view->panel, client->lat);
  }
  Box room = {view->panel.left + 4, view->panel.top + 4, view->panel.right - 4, view->panel.bottom - 4};
  GArray *fixed = g_array_new(FALSE, TRUE, sizeof(Pin));
  add_obstacle(fixed, panel_px(&view->panel, rep->lon), panel_py(&view->panel, rep->lat), 6, 6);
  if (rep->end_lat != rep->lat || rep->end_lon != rep->lon)
    add_obstacle(fixed, panel_px(&view->panel, rep->end_lon), panel_py(&view->panel, rep->end_lat), 6, 6);
  for (guint i = 0; i < taken->len; i++) {
    const Box *box = &g_array_index(taken, Box, i);
    add_obstacle(fixed, (box->left + box->right) / 2, (box->top + box->bottom) / 2,
                 (box->right - box->left) / 2, (box->bottom - box->top) / 2);
  }
  g_autoptr(GArray) pins = pins_place(xs, ys, day->visits, fixed, &room);
  g_array_unref(fixed);
  for (guint i = 0; i < pins->len; i++) {
    const Pin *pin = &g_array_index(pins, Pin, i);
    Box box = {pin->x - pin->half_width - 2, pin->y - pin->half_height - 2, pin->x + pin->half_width + 2,
               pin->y + pin->half_height + 2};
    g_array_append_val(taken, box);
    if (pin->fixed)
      continue;
    g_array_append_val(page->pins, *pin);
    g_array_append_val(page->colors, color);
  }
}

// Leaders from places to pins that stand off, then pins with a white rim, numbers last.
static void draw_pins(Chart *chart, const PagePins *page)
{
  if (page->pins->len == 0)
    return;
  int leaders =
      chart_block(chart, "places and pins: place x, y, pin x, y, half of the straight part, colour");
  for (guint i = 0; i < page->pins->len; i++) {
    const Pin *pin = &g_array_index(page->pins, Pin, i);
    guint32 color = g_array_index(page->colors, guint32, i);
    chart_row(chart, "%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t0x%06x", pin->at_x, pin->at_y, pin->x, pin->y,
              pin->half_width - pin->half_height, color);
    g_autofree char *text = pin->first == pin->last ? g_strdup_printf("%d", pin->first)
                                                    : g_strdup_printf("%d–%d", pin->first, pin->last);
    chart_text(chart, pin->x, pin->y, TEXT_TINY_STRONG, ALIGN_CENTER, WHITE, text);
  }
  chart_page(chart);
  chart_layer(chart, leaders, "using 1:2:($3-$1):($4-$2):6 with vectors nohead lw 1 lc rgb variable");
  chart_layer(chart, leaders, "using 1:2:6 with points pt 7 ps disc(3) lc rgb variable");
  for (int rim = 1; rim >= 0; rim--) {
    double radius = rim ? 12.5 : 11;
    g_autofree char *color = rim ? g_strdup_printf(COLOR, WHITE) : g_strdup("lc rgb variable");
    const char *column = rim ? "" : ":6";
    chart_layer(chart, leaders, "using ($3-$5):4%s with points pt 7 ps disc(%.1f) %s", column, radius, color);
    chart_layer(chart, leaders, "using ($3+$5):4%s with points pt 7 ps disc(%.1f) %s", column, radius, color);
    chart_layer(chart, leaders, "using 3:4:($3-$5):($3+$5):($4-%1$.1f):($4+%1$.1f)%2$s with boxxyerror %3$s",
                radius, column, color);
  }
}

static void day_head(Chart *chart, const ChartInput *in, const DayRoute *route, int weekday, const Box *box)
{
  double y = box->top - 16;
  g_autofree char *note = NULL;
  if (route->plan && route->plan->visits > 0) {
    g_autofree char *count = figure_number(in->language, route->plan->visits, 0);
    g_autofree char *visits =
        g_strdup_printf(ngettext("%s visit", "%s visits", (gulong)route->plan->visits), count);
    g_autofree char *km = figure_short(in->language, (double)route->plan->travel_m / 1000);
    note = g_strdup_printf(_("%1$s, %2$s km"), visits, km);
  } else {
    note = g_strdup(_("no visits"));
  }
  chart_text(chart, box->right, y, TEXT_SMALL, ALIGN_RIGHT, MUTED, note);
  g_autofree char *date = figure_day(route->day);
  g_autofree char *name = figure_title(g_strdup_printf(_("%1$s %2$s"), figure_weekday(weekday), date));
  bool driven = route->plan && route->plan->visits > 0;
  g_autofree char *cut =
      style_cut(TEXT_NAME, name, box->right - box->left - style_width(TEXT_SMALL, note) - 16);
  chart_text(chart, box->left, y, TEXT_NAME, ALIGN_LEFT, driven ? day_colors[weekday] : MUTED, cut);
}

// A day without a route: why.
static void empty_day(Chart *chart, const ChartInput *in, const WeekRoutes *routes, int weekday,
                      const Box *box)
{
  const DayRoute *route = &routes->day[weekday];
  int block = chart_block(chart, "empty day: left, right, top, bottom");
  chart_row(chart, "%.1f\t%.1f\t%.1f\t%.1f", box->left, box->right, box->top, box->bottom);
  chart_page(chart);
  chart_layer(chart, block, "using 1:3:1:2:3:4 with boxxyerror " COLOR, 0xf4f6f8);
  bool works = calendar_day(in->calendar, routes->rep, route->day)->work_s > 0;
  const Holiday *holiday = calendar_holiday(in->territory, routes->rep, route->day);
  g_autofree char *why = works ? g_strdup(_("no visits"))
                         : holiday && holiday->name && *holiday->name
                             ? style_name(TEXT_SMALL, holiday->name, "–", box->right - box->left - 40)
                             : g_strdup(_("day off"));
  chart_text(chart, (box->left + box->right) / 2, (box->top + box->bottom) / 2, TEXT_SMALL, ALIGN_CENTER,
             MUTED, why);
}

static void draw_day(Chart *chart, const ChartInput *in, const WeekRoutes *routes, int weekday,
                     const Box *box, PagePins *page)
{
  const DayRoute *route = &routes->day[weekday];
  day_head(chart, in, route, weekday, box);
  if (!route->plan || route->plan->visits == 0) {
    empty_day(chart, in, routes, weekday, box);
    return;
  }
  Extent extent = extent_none();
  add_extent(&extent, in, route->plan);
  MapView view = mapview_new(box, &extent, 34, 2);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box)),
                    drawn = g_array_new(FALSE, FALSE, sizeof(Box));
  mapview_open(chart, &view, in->map);
  draw_route(chart, in, route->plan, day_colors[weekday], 2.2);
  trace_route(drawn, in, route->plan, &view);
  mapview_scale(chart, &view, in->language, taken, drawn);
  place_pins(page, in, route->plan, &view, day_colors[weekday], taken);
  mapview_towns(chart, &view, in->map, taken, drawn, 1, 6);
  draw_home(chart, in, routes->rep);
  draw_beds(chart, in, route->plan);
}

static void draw_week(Chart *chart, const ChartInput *in, const WeekRoutes *routes, const Box *box,
                      const char *title)
{
  Extent extent = extent_none();
  const Rep *rep = territory_rep(in->territory, routes->rep);
  extent_add(&extent, rep->lat, rep->lon);
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    if (routes->day[weekday].plan)
      add_extent(&extent, in, routes->day[weekday].plan);
  MapView view = mapview_new(box, &extent, 26, 4);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box)),
                    drawn = g_array_new(FALSE, FALSE, sizeof(Box));
  mapview_open(chart, &view, in->map);
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    if (routes->day[weekday].plan && routes->day[weekday].plan->visits > 0) {
      draw_route(chart, in, routes->day[weekday].plan, day_colors[weekday], 2);
      trace_route(drawn, in, routes->day[weekday].plan, &view);
    }
  mapview_scale(chart, &view, in->language, taken, drawn);
  mapview_towns(chart, &view, in->map, taken, drawn, 2, 8);
  draw_home(chart, in, routes->rep);
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    if (routes->day[weekday].plan && routes->day[weekday].plan->visits > 0)
      draw_beds(chart, in, routes->day[weekday].plan);
  g_autofree char *count = figure_number(in->language, routes->visits, 0);
  g_autofree char *visits = g_strdup_printf(ngettext("%s visit", "%s visits", (gulong)routes->visits), count);
  g_autofree char *km = figure_short(in->language, (double)routes->travel_m / 1000);
  g_autofree char *note = g_strdup_printf(_("%1$s, %2$s km"), visits, km);
  g_autofree char *name =
      style_cut(TEXT_NAME, title, box->right - box->left - style_width(TEXT_SMALL, note) - 16);
  chart_text(chart, box->left, box->top - 16, TEXT_NAME, ALIGN_LEFT, INK, name);
  chart_text(chart, box->right, box->top - 16, TEXT_SMALL, ALIGN_RIGHT, MUTED, note);
}

void routes_draw_week(Chart *chart, const ChartInput *in, const LoadTable *table, const RepLoad *load,
                      const Box *box)
{
  WeekRoutes routes = week_routes(in, load->rep, choose_week(in, load, table->weeks));
  g_autofree char *title = in->week < 0
                               ? g_strdup_printf(_("Week %d, the one with most kilometres"), routes.week + 1)
                               : g_strdup_printf(_("Week %d"), routes.week + 1);
  draw_week(chart, in, &routes, box, title);
}

static Chart *draw(const ChartInput *in, const WeekRoutes *routes, int page, int pages)
{
  Chart *chart = chart_new("routes", page, pages, headline(in, routes), subhead(in, routes));
  chart->rep = routes->rep;
  int cells = 1;
  for (int weekday = 0; weekday < routes->weekdays; weekday++)
    cells += routes->day[weekday].day != DAY_NONE;
  int columns = cells <= 4 ? 2 : cells <= 6 ? 3 : 4, lines = (cells + columns - 1) / columns;
  double width = (PAGE_RIGHT - PAGE_LEFT + 24.0) / columns, height = (PAGE_BOTTOM + 16.0 - PAGE_TOP) / lines;
  PagePins pins = {g_array_new(FALSE, FALSE, sizeof(Pin)), g_array_new(FALSE, FALSE, sizeof(guint32))};
  int cell = 0;
  for (int weekday = -1; weekday < routes->weekdays; weekday++) {
    if (weekday >= 0 && routes->day[weekday].day == DAY_NONE)
      continue;
    double left = PAGE_LEFT + cell % columns * width, top = PAGE_TOP + (cell / columns) * height;
    Box box = {left, top + 34, left + width - 24, top + height - 12};
    if (weekday < 0)
      draw_week(chart, in, routes, &box, _("The week"));
    else
      draw_day(chart, in, routes, weekday, &box, &pins);
    cell++;
  }
  draw_pins(chart, &pins);
  mapview_source(chart, in, NULL);
  g_array_unref(pins.pins);
  g_array_unref(pins.colors);
  return chart_finish(chart);
}

// ---- Which reps ----

static double km_a_visit(const RepLoad *load)
{
  return load->total.visits > 0 ? (double)load->total.travel_m / load->total.visits : -1;
}

static int by_km_a_visit(const void *a, const void *b, void *data)
{
  const LoadTable *table = data;
  int x = *(const int *)a, y = *(const int *)b;
  double left = km_a_visit(load_rep(table, x)), right = km_a_visit(load_rep(table, y));
  return left != right ? (left < right ? 1 : -1) : x - y;
}

GPtrArray *plot_routes(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(LoadTable) table = load_table_new(in);
  g_autofree int *chosen = g_new(int, table->reps->len + 3);
  int visited = 0;
  for (int i = 0; i < (int)table->reps->len; i++)
    if (load_rep(table, i)->total.visits > 0)
      chosen[visited++] = i;
  if (visited > PAGES) {
    g_qsort_with_data(chosen, visited, sizeof *chosen, by_km_a_visit, table);
    chosen[1] = chosen[visited / 2];
    chosen[2] = chosen[visited - 1];
    visited = 3;
  }
  for (int page = 1; page <= visited; page++) {
    const RepLoad *load = load_rep(table, chosen[page - 1]);
    WeekRoutes routes = week_routes(in, load->rep, choose_week(in, load, table->weeks));
    g_ptr_array_add(charts, draw(in, &routes, page, visited));
  }
  return charts;
}
