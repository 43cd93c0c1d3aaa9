// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/align_write.h"

#include <math.h>

enum { HOUR_DIGITS = 2, PERCENT_DIGITS = 2, DEGREES_DIGITS = 5 };

static const char *rep_id(const Territory *territory, int rep)
{
  return rep < 0 ? NULL : territory_rep(territory, rep)->id;
}

static void hours_cell(Sheet *sheet, double seconds)
{
  sheet_number(sheet, seconds / HOUR_S, HOUR_DIGITS);
}

static void client_row(Sheet *sheet, const Alignment *a, const Territory *territory, int index)
{
  const AlignCase *q = a->question;
  const Client *client = territory_client(territory, index);
  const int from = q->before[index], to = a->rep[index];
  sheet_text(sheet, client->id);
  sheet_text(sheet, rep_id(territory, from));
  sheet_text(sheet, rep_id(territory, to));
  sheet_text(sheet, a->reason[index]);
  sheet_text(sheet, alignment_moves(a, index) ? "yes" : "no");
  sheet_text(sheet, a->locked[index] ? "yes" : "no");
  sheet_text(sheet, client->name);
  sheet_number(sheet, q->sales[index], 2);
  hours_cell(sheet, align_amount(q, align_measure(q, 0), index, to));
  if (from < 0)
    sheet_blank(sheet);
  else
    hours_cell(sheet, q->drive_s[align_pair(q, index, from)]);
  hours_cell(sheet, q->drive_s[align_pair(q, index, to)]);
  sheet_money(sheet, from >= 0 && from != to && q->counts[index] ? q->price[index] : 0);
  sheet_number(sheet, client->lat, DEGREES_DIGITS);
  sheet_number(sheet, client->lon, DEGREES_DIGITS);
  sheet_end_row(sheet);
}

static Sheet *assignment_sheet(const Alignment *alignment, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client",    "rep_before", "rep",   "reason",     "moves",
                                        "locked",    "name",       "sales", "workload_h", "driving_before_h",
                                        "driving_h", "price",      "lat",   "lon",        NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (int i = 0; i < alignment->question->clients; i++)
    if (!alignment->shared[i])
      client_row(sheet, alignment, territory, i);
  return sheet;
}

// ---- Reps ----

static void measure_cells(Sheet *sheet, const Alignment *a, int measure, int rep)
{
  const int at = measure * a->question->reps + rep;
  const bool time = align_measure(a->question, measure)->is_time;
  const AlignTally *const sides[] = {a->before, a->after};
  for (size_t k = 0; k < G_N_ELEMENTS(sides); k++)
    sheet_number(sheet, sides[k]->load[at] / (time ? HOUR_S : 1), 2);
  for (size_t k = 0; k < G_N_ELEMENTS(sides); k++)
    sheet_number(sheet, a->question->share[rep] > 0 ? 100 * sides[k]->off[at] : (double)NAN, PERCENT_DIGITS);
  sheet_number(sheet, 100 * a->after->excess[at], PERCENT_DIGITS);
}

static Sheet *assignment_reps_sheet(const Alignment *alignment, const Territory *territory, SheetForm form)
{
  static const char *const fixed[] = {"rep",   "name",  "clients_before",   "clients",
                                      "gains", "gives", "driving_before_h", "driving_h"};
  static const char *const endings[] = {"_before", "", "_off_before_pct", "_off_pct", "_over_limit_pct"};
  const AlignCase *q = alignment->question;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (size_t k = 0; k < G_N_ELEMENTS(fixed); k++)
    g_ptr_array_add(names, g_strdup(fixed[k]));
  for (guint m = 0; m < q->measures->len; m++) {
    for (size_t e = 0; e < G_N_ELEMENTS(endings) && !g_str_equal(align_measure(q, (int)m)->name, "clients");
         e++)
      g_ptr_array_add(names, g_strdup_printf("%s%s", align_measure(q, (int)m)->name, endings[e]));
  }
  g_ptr_array_add(names, NULL);
  Sheet *sheet = sheet_new(form, (const char *const *)names->pdata);
  g_autofree int *gains = g_new0(int, q->reps + 1), *gives = g_new0(int, q->reps + 1);
  for (int i = 0; i < q->clients; i++) {
    if (!alignment_moves(alignment, i))
      continue;
    gains[alignment->rep[i]]++;
    if (q->before[i] >= 0)
      gives[q->before[i]]++;
  }
  for (int j = 0; j < q->reps; j++) {
    sheet_text(sheet, rep_id(territory, j));
    sheet_text(sheet, territory_rep(territory, j)->name);
    sheet_count(sheet, alignment->before->clients[j]);
    sheet_count(sheet, alignment->after->clients[j]);
    sheet_count(sheet, gains[j]);
    sheet_count(sheet, gives[j]);
    hours_cell(sheet, alignment->before->drive_s[j]);
    hours_cell(sheet, alignment->after->drive_s[j]);
    for (guint m = 0; m < q->measures->len; m++) {
      if (!g_str_equal(align_measure(q, (int)m)->name, "clients"))
        measure_cells(sheet, alignment, (int)m, j);
    }
    sheet_end_row(sheet);
  }
  return sheet;
}

// ---- Curve and places ----

static const char *status_word(PlanStatus status)
{
  return status == PLAN_INFEASIBLE ? "not kept" : plan_status_name(status);
}

static Sheet *assignment_curve_sheet(const Alignment *alignment, SheetForm form)
{
  static const char *const columns[] = {"measure",     "limit_pct",    "worst_pct", "status", "clients_moved",
                                        "sales_moved", "driving_cost", "gap_pct",   NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint k = 0; k < alignment->curve->len; k++) {
    const AlignPoint *point = &g_array_index(alignment->curve, AlignPoint, k);
    sheet_text(sheet, align_measure(alignment->question, alignment->curve_measure)->name);
    sheet_number(sheet, 100 * point->limit, PERCENT_DIGITS);
    sheet_number(sheet, 100 * point->worst, PERCENT_DIGITS);
    sheet_text(sheet, status_word(point->status));
    sheet_count(sheet, point->changed);
    sheet_number(sheet, point->changed_sales, 2);
    sheet_money(sheet, point->driving);
    sheet_number(sheet, point->status == PLAN_INFEASIBLE ? (double)NAN : ceil(point->gap_pct * 1e4) / 1e4, 4);
    sheet_end_row(sheet);
  }
  return sheet;
}

static Sheet *places_sheet(const Alignment *alignment, SheetForm form)
{
  static const char *const columns[] = {"place",   "lat",      "lon",    "cost", "gap_pct",
                                        "clients", "load_pct", "status", NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint k = 0; k < alignment->places->len; k++) {
    const AlignPlace *place = &g_array_index(alignment->places, AlignPlace, k);
    sheet_text(sheet, place->name);
    sheet_number(sheet, place->lat, DEGREES_DIGITS);
    sheet_number(sheet, place->lon, DEGREES_DIGITS);
    sheet_money(sheet, place->cost);
    sheet_number(sheet, place->status == PLAN_INFEASIBLE ? (double)NAN : place->gap_pct, 4);
    sheet_count(sheet, place->clients);
    sheet_number(sheet, 100 * place->load, 1);
    sheet_text(sheet, status_word(place->status));
    sheet_end_row(sheet);
  }
  return sheet;
}

static Sheet *routes_sheet(const Alignment *alignment, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client",        "rep_before", "rep",       "rep_proposed",
                                        "estimated_min", "saved_min",  "added_min", NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint k = 0; k < alignment->routes->len; k++) {
    const AlignRoute *route = &g_array_index(alignment->routes, AlignRoute, k);
    sheet_text(sheet, territory_client(territory, route->client)->id);
    sheet_text(sheet, rep_id(territory, alignment->question->before[route->client]));
    sheet_text(sheet, rep_id(territory, route->rep));
    sheet_text(sheet, rep_id(territory, alignment->rep[route->client]));
    sheet_number(sheet, route->estimated_s / MINUTE_S, 1);
    sheet_number(sheet, route->out_s / MINUTE_S, 1);
    sheet_number(sheet, route->in_s / MINUTE_S, 1);
    sheet_end_row(sheet);
  }
  return sheet;
}

bool align_write(const Alignment *alignment, const Territory *territory, SheetForm form, Out *out,
                 GError **error)
{
  g_autoptr(Sheet) clients = assignment_sheet(alignment, territory, form);
  g_autoptr(Sheet) reps = assignment_reps_sheet(alignment, territory, form);
  g_autoptr(Sheet) curve = assignment_curve_sheet(alignment, form);
  g_autoptr(Sheet) places = places_sheet(alignment, form);
  g_autoptr(Sheet) routes = routes_sheet(alignment, territory, form);
  if (!sheet_write(clients, out, "assignment.csv", error) ||
      !sheet_write(reps, out, "assignment_reps.csv", error))
    return false;
  if (alignment->curve->len > 0 && !sheet_write(curve, out, "assignment_curve.csv", error))
    return false;
  out_supersede(out, "assignment_curve.csv");
  out_supersede(out, "assignment_places.csv");
  out_supersede(out, "assignment_routes.csv");
  if (alignment->routes->len > 0 && !sheet_write(routes, out, "assignment_routes.csv", error))
    return false;
  return alignment->places->len == 0 || sheet_write(places, out, "assignment_places.csv", error);
}
