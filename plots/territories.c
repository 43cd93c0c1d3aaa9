// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/territories.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/mapview.h"

#include <math.h>
#include <stdlib.h>

enum { COLOURED = CHART_REP_COLORS, TABLE_ROWS = 14, TOWNS = 14, MAIN_TOWNS = 8 };
#define LEADING 0.08 // share of the sales from which on the first is named
#define LARGEST 17.0 // radius of the client with most sales, pixels

typedef struct Holding {
  int rep, clients;
  double sales;   // currency units
  double mean_km; // from home, straight
  guint32 color;
} Holding;

typedef struct TeamHoldings {
  GArray *holdings; // Holding, in the order of the territory
  int *rep;         // of each client, see plan_client_reps
  double sales;
  int clients;
  double largest; // sales of one client
  int most_sales, farthest;
} TeamHoldings;

static double sales_of(const Client *client)
{
  return client->sales != MONEY_NONE && client->sales > 0 ? money_units(client->sales) : 0;
}

static void add_client(Holding *holding, const ChartInput *in, const Client *client)
{
  const Rep *rep = territory_rep(in->territory, holding->rep);
  holding->clients++;
  holding->sales += sales_of(client);
  holding->mean_km += great_circle_m(rep->lat, rep->lon, client->lat, client->lon) / 1000;
}

static void choose_extremes(TeamHoldings *team)
{
  for (int i = 0; i < (int)team->holdings->len; i++) {
    Holding *one = &g_array_index(team->holdings, Holding, i);
    one->mean_km /= MAX(one->clients, 1);
    if (one->sales > g_array_index(team->holdings, Holding, team->most_sales).sales)
      team->most_sales = i;
    if (one->mean_km > g_array_index(team->holdings, Holding, team->farthest).mean_km)
      team->farthest = i;
  }
  for (int i = 0; i < (int)team->holdings->len; i++) {
    Holding *one = &g_array_index(team->holdings, Holding, i);
    if (team->holdings->len <= COLOURED)
      one->color = chart_rep_colors[i];
    else
      one->color = i == team->most_sales && team->sales > 0 ? GOOD : i == team->farthest ? BAD : 0x8d99a5;
  }
}

static TeamHoldings holdings_new(const ChartInput *in)
{
  TeamHoldings team = {.holdings = g_array_new(FALSE, TRUE, sizeof(Holding)),
                       .rep = plan_client_reps(in->plan, in->territory)};
  g_autofree int *row = g_new(int, in->territory->reps->len + 1);
  for (int rep = 0; rep < (int)in->territory->reps->len; rep++) {
    row[rep] = !in->reps || in->reps[rep] ? (int)team.holdings->len : -1;
    Holding holding = {.rep = rep};
    if (row[rep] >= 0)
      g_array_append_val(team.holdings, holding);
  }
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    if (team.rep[i] < 0 || row[team.rep[i]] < 0)
      continue;
    add_client(&g_array_index(team.holdings, Holding, row[team.rep[i]]), in, client);
    team.clients++;
    team.sales += sales_of(client);
    team.largest = fmax(team.largest, sales_of(client));
  }
  choose_extremes(&team);
  return team;
}

// ---- What it says ----

// Nobody leads.
static char *spread_headline(const ChartInput *in, const TeamHoldings *team, const char *far_name,
                             const char *km)
{
  double least = INFINITY;
  for (guint i = 0; i < team->holdings->len; i++)
    least = fmin(least, g_array_index(team->holdings, Holding, i).sales);
  g_autofree char *from = figure_percent(in->language, least / team->sales);
  g_autofree char *to = figure_percent(
      in->language, g_array_index(team->holdings, Holding, team->most_sales).sales / team->sales);
  if (g_str_equal(from, to))
    return g_strdup_printf(
        _("Each rep holds about %1$s of the sales; the clients of %2$s lie farthest, %3$s km on average"), to,
        far_name, km);
  return g_strdup_printf(
      _("Each rep holds %1$s to %2$s of the sales; the clients of %3$s lie farthest, %4$s km on average"),
      from, to, far_name, km);
}

static char *headline(const ChartInput *in, const TeamHoldings *team)
{
  const Holding *rich = &g_array_index(team->holdings, Holding, team->most_sales);
  const Holding *far = &g_array_index(team->holdings, Holding, team->farthest);
  g_autofree char *rich_name = chart_rep_name(in, rich->rep, TEXT_HEADLINE, 560);
  g_autofree char *far_name = chart_rep_name(in, far->rep, TEXT_HEADLINE, 560);
  g_autofree char *km = figure_short(in->language, far->mean_km);
  g_autofree char *count = figure_number(in->language, team->clients, 0);
  if (team->holdings->len == 1)
    return g_strdup_printf(ngettext("%1$s has %2$s client, %3$s km from home on average",
                                    "%1$s has %2$s clients, %3$s km from home on average",
                                    (gulong)team->clients),
                           far_name, count, km);
  if (team->sales <= 0)
    return g_strdup_printf(_("The clients of %1$s lie farthest, %2$s km from home on average"), far_name, km);
  const double part = rich->sales / team->sales;
  g_autofree char *share = figure_percent(in->language, part);
  if (part < LEADING || part * team->holdings->len < 1.25)
    return spread_headline(in, team, far_name, km);
  if (rich == far)
    return g_strdup_printf(_("%1$s holds %2$s of the sales and has the farthest clients, %3$s km on average"),
                           rich_name, share, km);
  return g_strdup_printf(
      _("%1$s holds %2$s of the sales; the clients of %3$s lie farthest, %4$s km on average"), rich_name,
      share, far_name, km);
}

// ---- Drawing ----

static void draw_hull(Chart *chart, const ChartInput *in, const TeamHoldings *team, const Holding *holding)
{
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    MapPoint point = {client->lon, client->lat};
    if (team->rep[i] == holding->rep)
      g_array_append_val(points, point);
  }
  mapview_hull(chart, points, holding->color);
}

static double radius_of(const TeamHoldings *team, const Client *client)
{
  double least = team->clients > 1500 ? 1.8 : 2.6;
  return team->largest > 0 ? fmax(least, LARGEST * sqrt(sales_of(client) / team->largest)) : 4;
}

static void trace_clients(GArray *drawn, const ChartInput *in, const TeamHoldings *team, const MapView *view)
{
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    mapview_trace(drawn, view, client->lat, client->lon, radius_of(team, client));
  }
}

typedef struct Spot {
  const Client *client;
  double radius;
  guint32 color;
} Spot;

static int by_radius(const void *a, const void *b)
{
  const Spot *x = a, *y = b;
  return x->radius != y->radius ? (x->radius < y->radius ? 1 : -1) : x->client->line - y->client->line;
}

// Large ones first, so that small ones lie on top; each with a thin rim.
static void draw_clients(Chart *chart, const ChartInput *in, const TeamHoldings *team)
{
  g_autoptr(GArray) spots = g_array_new(FALSE, FALSE, sizeof(Spot));
  for (guint h = 0; h < team->holdings->len; h++)
    for (guint i = 0; i < in->territory->clients->len; i++) {
      const Holding *holding = &g_array_index(team->holdings, Holding, h);
      const Client *client = territory_client(in->territory, (int)i);
      Spot spot = {client, radius_of(team, client), holding->color};
      if (team->rep[i] == holding->rep)
        g_array_append_val(spots, spot);
    }
  g_array_sort(spots, by_radius);
  // gnuplot draws row by row within a layer: rim and disc are two rows each.
  int block = chart_block(chart, "clients: longitude, latitude, radius in pixels, colour; a rim before each");
  for (guint i = 0; i < spots->len; i++) {
    const Spot *spot = &g_array_index(spots, Spot, i);
    if (spot->radius > 3)
      chart_row(chart, "%.5f\t%.5f\t%.2f\t0x%06x", spot->client->lon, spot->client->lat, spot->radius + 0.9,
                WHITE);
    chart_row(chart, "%.5f\t%.5f\t%.2f\t0x%06x", spot->client->lon, spot->client->lat, spot->radius,
              spot->color);
  }
  chart_layer(chart, block, "using 1:2:(disc($3)):4 with points pt 7 ps variable lc rgb variable");
}

static int by_sales(const void *a, const void *b)
{
  const Holding *x = a, *y = b;
  if (x->sales != y->sales)
    return x->sales < y->sales ? 1 : -1;
  return x->clients != y->clients ? y->clients - x->clients : x->rep - y->rep;
}

static void table_row(Chart *chart, const ChartInput *in, const TeamHoldings *team, const Holding *holding,
                      double y)
{
  g_autofree char *name = chart_rep_name(in, holding->rep, TEXT_BODY, 258);
  g_autofree char *clients = figure_number(in->language, holding->clients, 0);
  g_autofree char *km = figure_short(in->language, holding->mean_km);
  chart_text(chart, 1104, y, TEXT_BODY, ALIGN_LEFT, INK, name);
  chart_text(chart, 1412, y, TEXT_BODY, ALIGN_RIGHT, INK, clients);
  chart_text(chart, 1478, y, TEXT_BODY, ALIGN_RIGHT, INK, km);
  if (team->sales > 0) {
    g_autofree char *share = figure_percent(in->language, holding->sales / team->sales);
    chart_text(chart, PAGE_RIGHT + 6, y, TEXT_BODY, ALIGN_RIGHT, INK, share);
  }
}

static void draw_table(Chart *chart, const ChartInput *in, const TeamHoldings *team)
{
  g_autoptr(GArray) sorted = g_array_copy(team->holdings);
  g_array_sort(sorted, by_sales);
  int block = chart_block(chart, "key: x, y, colour");
  double y = PAGE_TOP + 30;
  bool told = false;
  chart_text(chart, 1412, y, TEXT_SMALL, ALIGN_RIGHT, MUTED, _("clients"));
  chart_text(chart, 1478, y, TEXT_SMALL, ALIGN_RIGHT, MUTED, _("km"));
  chart_text(chart, PAGE_RIGHT + 6, y, TEXT_SMALL, ALIGN_RIGHT, MUTED, team->sales > 0 ? _("sales") : "");
  const Holding *farthest = &g_array_index(team->holdings, Holding, team->farthest);
  for (guint i = 0; i < MIN(sorted->len, TABLE_ROWS); i++) {
    const Holding *holding = &g_array_index(sorted, Holding, i);
    told = told || holding->rep == farthest->rep;
    if (i + 1 == TABLE_ROWS && !told) // whom the headline tells of and the map colours
      holding = farthest;
    y += 36;
    chart_row(chart, "1084\t%.1f\t0x%06x", y, holding->color);
    table_row(chart, in, team, holding, y);
  }
  if (sorted->len > TABLE_ROWS) {
    g_autofree char *count = figure_number(in->language, sorted->len - TABLE_ROWS, 0);
    g_autofree char *more =
        g_strdup_printf(ngettext("and %s more", "and %s more", sorted->len - TABLE_ROWS), count);
    chart_text(chart, 1104, y + 34, TEXT_SMALL, ALIGN_LEFT, MUTED, more);
  }
  chart_page(chart);
  chart_layer(chart, block, "using 1:2:3 with points pt 7 ps disc(9) lc rgb variable");
}

// What an area means: three round amounts.
static void draw_sizes(Chart *chart, const ChartInput *in, const TeamHoldings *team)
{
  if (team->largest <= 0)
    return;
  double round_amount = pow(10, floor(log10(team->largest))), y = PAGE_BOTTOM - 46;
  if (team->largest / round_amount >= 5)
    round_amount *= 5;
  else if (team->largest / round_amount >= 2)
    round_amount *= 2;
  static const double parts[] = {0.1, 0.4, 1};
  int block = chart_block(chart, "sizes: x, y, radius");
  const char *currency = in->territory->settings.currency ? in->territory->settings.currency : "";
  g_autofree char *unit = style_name(TEXT_SMALL, currency, "", 90);
  g_autofree char *head =
      *unit ? g_strdup_printf(_("sales of a client, %s"), unit) : g_strdup(_("sales of a client"));
  chart_text(chart, 1084, y - 44, TEXT_SMALL, ALIGN_LEFT, MUTED, head);
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    double amount = parts[i] * round_amount;
    chart_row(chart, "%.1f\t%.1f\t%.2f", 1124 + 130.0 * i, y - 8,
              fmax(2.6, LARGEST * sqrt(amount / team->largest)));
    g_autofree char *text = figure_money(in->language, money_from(amount));
    chart_text(chart, 1124 + 130.0 * i, y + 26, TEXT_SMALL, ALIGN_CENTER, MUTED, text);
  }
  chart_layer(chart, block, "using 1:2:(disc($3)) with points pt 7 ps variable " COLOR, 0xa9b4bf);
}

GPtrArray *plot_territory(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  TeamHoldings team = holdings_new(in);
  g_autoptr(GArray) holdings = team.holdings;
  g_autofree int *reps = team.rep;
  if (team.clients == 0)
    return charts;
  g_autofree char *count = figure_number(in->language, team.clients, 0);
  Chart *chart = chart_new(
      "territory", 0, 0, headline(in, &team),
      g_strdup_printf(team.sales > 0 ? _("%s clients and whose they are; the area of a circle is sales; km: "
                                         "mean straight line from home")
                                     : _("%s clients and whose they are; km: mean straight line from home"),
                      count));
  Extent extent = extent_none();
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    if (reps[i] >= 0 && (!in->reps || in->reps[reps[i]]))
      extent_add(&extent, client->lat, client->lon);
  }
  Box box = {PAGE_LEFT - 24, PAGE_TOP - 8, 1050, PAGE_BOTTOM + 4};
  MapView view = mapview_new(&box, &extent, 28, 4);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box)),
                    drawn = g_array_new(FALSE, FALSE, sizeof(Box));
  mapview_open(chart, &view, in->map);
  for (guint i = 0; i < holdings->len; i++)
    draw_hull(chart, in, &team, &g_array_index(holdings, Holding, i));
  draw_clients(chart, in, &team);
  trace_clients(drawn, in, &team, &view);
  mapview_scale(chart, &view, in->language, taken, drawn);
  mapview_towns(chart, &view, in->map, taken, drawn, MAIN_TOWNS, TOWNS);
  draw_table(chart, in, &team);
  draw_sizes(chart, in, &team);
  mapview_credit(chart, in);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
