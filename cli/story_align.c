// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/story_align.h"

#include "cli/screen.h"
#include "model/words.h"

#include <math.h>
#include <stdlib.h>

enum {
  ID_WIDTH = 6,
  NAME_WIDTH = 20,
  CLIENTS_WIDTH = 8,
  REP_ROWS = 14,
  MOVE_ROWS = 10,
  PLACE_ROWS = 6,
  EXCESS_ROWS = 6
};

// Rounded up, so that it never promises more than was proved.
static char *gap_figure(double pct)
{
  return screen_figure(fmax(0, ceil(pct * 100 - 1e-6)) / 100, 2);
}

static const char *measure_word(const AlignMeasure *measure)
{
  return g_str_equal(measure->name, "workload")  ? _("workload")
         : g_str_equal(measure->name, "sales")   ? _("sales")
         : g_str_equal(measure->name, "clients") ? _("clients")
                                                 : measure->name;
}

static char *measure_title(const AlignMeasure *measure)
{
  return g_strdup_printf("%s %%", measure_word(measure));
}

// Of its column: wide enough for the title in any language.
static int measure_width(const AlignMeasure *measure)
{
  g_autofree char *title = measure_title(measure);
  return MAX(10, (int)g_utf8_strlen(title, -1));
}

// ---- Reps ----

static void head_reps(GString *out, const Alignment *a)
{
  screen_cell(out, _("rep"), ID_WIDTH);
  screen_cell(out, _("name"), NAME_WIDTH);
  screen_cell(out, _("clients"), -CLIENTS_WIDTH);
  screen_cell(out, _("-> new"), -6);
  screen_cell(out, _("drive h"), -7);
  screen_cell(out, _("-> new"), -6);
  screen_cell(out, _("hours"), -6);
  screen_cell(out, _("-> new"), -6);
  for (int m = 0; m < a->before->measures; m++) {
    const AlignMeasure *measure = align_measure(a->question, m);
    if (!isfinite(measure->limit) && m > 0)
      continue;
    g_autofree char *title = measure_title(measure);
    screen_cell(out, title, -measure_width(measure));
    screen_cell(out, _("-> new"), -6);
  }
  g_string_append_c(out, '\n');
}

static void put_off(GString *out, double off, int width, bool known)
{
  g_autofree char *figure = screen_figure(fabs(off) * 100, 1);
  g_autofree char *text = known ? g_strdup_printf("%s%s", off < 0 ? "-" : "+", figure) : g_strdup("–");
  screen_cell(out, text, -width);
}

static void put_rep(GString *out, const Alignment *a, const Territory *territory, int rep)
{
  const Rep *r = territory_rep(territory, rep);
  const AlignCase *q = a->question;
  screen_cell(out, r->id, ID_WIDTH);
  screen_cell(out, r->name && *r->name ? r->name : r->id, NAME_WIDTH);
  screen_cell_figure(out, a->before->clients[rep], 0, CLIENTS_WIDTH);
  screen_cell_figure(out, a->after->clients[rep], 0, 6);
  screen_cell_figure(out, a->before->drive_s[rep] / HOUR_S, 0, 7);
  screen_cell_figure(out, a->after->drive_s[rep] / HOUR_S, 0, 6);
  screen_cell_figure(out, a->before->load[rep] / HOUR_S, 0, 6);
  screen_cell_figure(out, a->after->load[rep] / HOUR_S, 0, 6);
  for (int m = 0; m < a->before->measures; m++) {
    if (!isfinite(align_measure(q, m)->limit) && m > 0)
      continue;
    put_off(out, a->before->off[m * q->reps + rep], measure_width(align_measure(q, m)), q->share[rep] > 0);
    put_off(out, a->after->off[m * q->reps + rep], 6, q->share[rep] > 0);
  }
  g_string_append_c(out, '\n');
}

typedef struct RepOrder {
  int rep;
  double far; // how far off the fair part of the workload, before or after
} RepOrder;

static gint farthest_first(gconstpointer left, gconstpointer right)
{
  const RepOrder *a = left, *b = right;
  return a->far != b->far ? (a->far > b->far ? -1 : 1) : a->rep - b->rep;
}

static void tell_reps(GString *out, const Alignment *a, const Territory *territory)
{
  const AlignCase *q = a->question;
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(RepOrder));
  for (int j = 0; j < q->reps; j++) {
    RepOrder one = {j, 0};
    for (int m = 0; m < a->before->measures; m++) {
      if (isfinite(align_measure(q, m)->limit))
        one.far =
            fmax(one.far, fmax(fabs(a->before->off[m * q->reps + j]), fabs(a->after->off[m * q->reps + j])));
    }
    if (a->after->clients[j] > 0 || (a->before->clients[j] > 0 && !a->from_nothing))
      g_array_append_val(order, one);
  }
  if (order->len > REP_ROWS)
    g_array_sort(order, farthest_first);
  head_reps(out, a);
  for (guint k = 0; k < MIN(order->len, REP_ROWS); k++)
    put_rep(out, a, territory, g_array_index(order, RepOrder, k).rep);
  if (order->len > REP_ROWS)
    g_string_append_printf(out, _("… and %u more, who are nearer to their fair part (assignment_reps.csv)\n"),
                           order->len - REP_ROWS);
}

// ---- Moves ----

typedef struct Move {
  int client;
  double weight;
} Move;

static gint heaviest_first(gconstpointer left, gconstpointer right)
{
  const Move *a = left, *b = right;
  return a->weight != b->weight ? (a->weight > b->weight ? -1 : 1) : a->client - b->client;
}

// Balance is not all: who would have more to do than his hours in the field.
static void tell_overload(GString *out, const Alignment *a, const Territory *territory)
{
  int told = 0;
  for (int j = 0; j < a->question->reps; j++) {
    if (a->after->load[j] <= a->question->field_s[j] || told++ >= EXCESS_ROWS)
      continue;
    g_autofree char *hours = screen_figure(a->after->load[j] / HOUR_S, 0),
                    *field = screen_figure(a->question->field_s[j] / HOUR_S, 0);
    g_string_append_printf(out, _("%1$s would need %2$s h and has %3$s h in the field\n"),
                           territory_rep(territory, j)->id, hours, field);
  }
}

static void tell_moves(GString *out, const Alignment *a, const Territory *territory)
{
  const AlignCase *q = a->question;
  g_autoptr(GArray) moves = g_array_new(FALSE, FALSE, sizeof(Move));
  double sales = 0;
  for (int i = 0; i < q->clients; i++) {
    sales += q->sales[i];
    const Move move = {i, align_amount(q, align_measure(q, 0), i, a->rep[i])};
    if (alignment_moves(a, i))
      g_array_append_val(moves, move);
  }
  if (moves->len == 0) {
    g_string_append(out, _("\nNobody changes hands\n"));
    return;
  }
  g_array_sort(moves, heaviest_first);
  const double changed = sales > 0 ? 100 * (a->after->changed_sales + a->after->forced_sales) / sales : 0;
  g_autofree char *share = screen_figure(changed, 1);
  g_string_append_printf(out,
                         ngettext("\n%1$u of %2$d clients changes hands, with %3$s %% of the sales\n",
                                  "\n%1$u of %2$d clients change hands, with %3$s %% of the sales\n",
                                  moves->len),
                         moves->len, q->clients, share);
  for (guint k = 0; k < MIN(moves->len, MOVE_ROWS); k++) {
    const int i = g_array_index(moves, Move, k).client;
    const Client *client = territory_client(territory, i);
    g_string_append_printf(out, "  %s %s  %s -> %s: %s\n", client->id, client->name,
                           q->before[i] < 0 ? "–" : territory_rep(territory, q->before[i])->id,
                           territory_rep(territory, a->rep[i])->id, a->reason[i]);
  }
  if (moves->len > MOVE_ROWS)
    g_string_append_printf(out, _("  … and %u more (assignment.csv)\n"), moves->len - MOVE_ROWS);
}

// ---- Curve ----

static void tell_curve(GString *out, const Alignment *a)
{
  if (a->curve->len < 2)
    return;
  const AlignMeasure *measure = align_measure(a->question, a->curve_measure);
  g_autofree char *today = screen_figure(100 * align_worst(a->before, a->curve_measure), 1);
  g_string_append_printf(out, _("\nBalance against disruption: %1$s within … percent (today %2$s)\n"),
                         measure_word(measure), today);
  screen_cell(out, _("limit %"), -8);
  screen_cell(out, _("worst %"), -8);
  screen_cell(out, _("clients move"), -12);
  screen_cell(out, _("sales move"), -15);
  screen_cell(out, _("driving cost"), -15);
  screen_cell(out, _("gap %"), -8);
  g_string_append_c(out, '\n');
  for (guint k = 0; k < a->curve->len; k++) {
    const AlignPoint *point = &g_array_index(a->curve, AlignPoint, k);
    screen_cell_figure(out, 100 * point->limit, 1, 8);
    screen_cell_figure(out, 100 * point->worst, 1, 8);
    screen_cell_figure(out, point->changed, 0, 12);
    screen_cell_figure(out, point->changed_sales, 0, 15);
    screen_cell_figure(out, money_units(point->driving), 0, 15);
    g_autofree char *gap = gap_figure(point->status == PLAN_OPTIMAL ? 0 : point->gap_pct);
    screen_cell(out, point->status == PLAN_INFEASIBLE ? "–" : gap, -8);
    g_string_append(out, point->status == PLAN_INFEASIBLE ? _("cannot be kept\n") : "\n");
  }
}

// ---- What is proved ----

static void tell_excess(GString *out, const Alignment *a, const Territory *territory)
{
  const AlignCase *q = a->question;
  g_string_append(
      out,
      a->excess_bound > 0
          ? _("\nThe limits cannot all be kept, and that is proved; this is as near as was found:\n")
          : _("\nNo assignment was found that keeps the limits; it is not proved that there is none:\n"));
  int told = 0;
  for (int m = 0; m < a->after->measures; m++) {
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      if (a->after->excess[at] <= ALIGN_TOLERANCE || told++ >= EXCESS_ROWS)
        continue;
      g_autofree char *off = screen_figure(100 * fabs(a->after->off[at]), 1),
                      *limit = screen_figure(100 * align_measure(q, m)->limit, 1);
      g_string_append_printf(out,
                             a->after->off[at] > 0
                                 ? _("  %1$s of %2$s: %3$s %% over the fair part, limit %4$s %%\n")
                                 : _("  %1$s of %2$s: %3$s %% under the fair part, limit %4$s %%\n"),
                             measure_word(align_measure(q, m)), territory_rep(territory, j)->id, off, limit);
    }
  }
  g_autofree char *found = screen_figure(100 * a->after->excesses, 2),
                  *least = screen_figure(floor(1e4 * a->excess_bound) / 100, 2);
  g_string_append_printf(
      out, _("Together %1$s points beyond the limits; nothing has less than %2$s (proved)\n"), found, least);
}

static void tell_result(GString *out, const Alignment *a, const Work *work)
{
  if (a->status == PLAN_INFEASIBLE) {
    tell_excess(out, a, work->territory);
  } else if (a->status == PLAN_OPTIMAL) {
    g_string_append(
        out, _("\nAll limits are kept; proved: no other assignment costs less in driving and changes\n"));
  } else {
    g_autofree char *gap = gap_figure(alignment_gap_pct(a));
    g_string_append_printf(
        out, _("\nAll limits are kept; proved: no other costs %s %% less in driving and changes\n"), gap);
  }
  double before_s = 0, after_s = 0;
  for (int j = 0; j < a->question->reps; j++) {
    before_s += a->before->drive_s[j];
    after_s += a->after->drive_s[j];
  }
  g_autofree char *before = screen_figure(before_s / HOUR_S, 0), *after = screen_figure(after_s / HOUR_S, 0),
                  *cost = screen_money(money_units(a->after->driving), work->territory->settings.currency),
                  *price = screen_figure(money_units(a->after->price), 0);
  g_string_append_printf(out, _("Driving %1$s h -> %2$s h (%3$s); the changes are priced at %4$s\n"), before,
                         after, cost, price);
  g_string_append(out, a->measured
                           ? _("Driving is measured in the calendar\n")
                           : _("Driving is an estimate; with a calendar in the folder it is measured\n"));
}

static guint count_routed(const Alignment *a)
{
  guint clients = 0;
  for (guint k = 0; k < a->routes->len; k++)
    clients += k == 0 || g_array_index(a->routes, AlignRoute, k).client !=
                             g_array_index(a->routes, AlignRoute, k - 1).client;
  return clients;
}

static void tell_check(GString *out, const Alignment *a)
{
  const guint routed = count_routed(a);
  if (a->routes->len > 0)
    g_string_append_printf(
        out,
        ngettext("Driving of other reps to %u client is from their routes (assignment_routes.csv)\n",
                 "Driving of other reps to %u clients is from their routes (assignment_routes.csv)\n",
                 routed),
        routed);
  if (a->borders > 0)
    g_string_append_printf(
        out,
        ngettext("Driving to %d moved client was measured in the calendar of its new rep\n",
                 "Driving to %d moved clients was measured in the calendars of their new reps\n",
                 (gulong)a->borders),
        a->borders);
  if (a->check.reps == 0)
    return;
  g_autofree char *before = screen_figure((double)a->check.before_s / HOUR_S, 1),
                  *after = screen_figure((double)a->check.after_s / HOUR_S, 1);
  g_string_append_printf(
      out,
      ngettext("Calendars made of %1$d rep before and after: %2$s h -> %3$s h of driving, %4$d -> %5$d "
               "visits without a place\n",
               "Calendars made of %1$d reps before and after: %2$s h -> %3$s h of driving, %4$d -> %5$d "
               "visits without a place\n",
               (gulong)a->check.reps),
      a->check.reps, before, after, a->check.before_missed, a->check.after_missed);
}

static void tell_homes(GString *out, const Alignment *a, const Territory *territory)
{
  g_string_append_printf(
      out,
      ngettext("\n%u territory from nothing: home, clients, hours and how far off the fair part\n",
               "\n%u territories from nothing: homes, clients, hours and how far off the fair part\n",
               a->places->len),
      a->places->len);
  const int first = a->question->reps - (int)a->places->len;
  for (int k = 0; k < (int)a->places->len && k < REP_ROWS; k++) {
    screen_cell(out, territory_rep(territory, first + k)->id, ID_WIDTH);
    screen_cell(out, g_array_index(a->places, AlignPlace, k).name, NAME_WIDTH);
    screen_cell_figure(out, a->after->clients[first + k], 0, 7);
    screen_cell_figure(out, a->after->load[first + k] / HOUR_S, 0, 7);
    put_off(out, a->after->off[first + k], 7, true);
    g_string_append_c(out, '\n');
  }
  if ((int)a->places->len > REP_ROWS)
    g_string_append_printf(out, _("… and %u more (assignment_places.csv)\n"), a->places->len - REP_ROWS);
  g_autofree char *gap = screen_figure(ceil(gap_pct(a->cost, a->places_bound) * 100) / 100, 2);
  g_string_append_printf(
      out, _("Proved: no homes among %1$d places, with limits or without, have %2$s %% less driving cost\n"),
      a->places_seen, gap);
}

static void tell_places(GString *out, const Alignment *a)
{
  if (a->places->len == 0)
    return;
  g_string_append_printf(
      out, _("\nHomes for one more rep: %d places were ranked by an estimate, the best solved\n"),
      a->places_seen);
  screen_cell(out, _("home"), NAME_WIDTH);
  screen_cell(out, _("driving, changes"), -17);
  screen_cell(out, _("gap %"), -8);
  screen_cell(out, _("clients"), -CLIENTS_WIDTH);
  screen_cell(out, _("load %"), -7);
  g_string_append_c(out, '\n');
  for (guint k = 0; k < MIN(a->places->len, PLACE_ROWS); k++) {
    const AlignPlace *place = &g_array_index(a->places, AlignPlace, k);
    g_autofree char *gap = place->status == PLAN_INFEASIBLE ? g_strdup("–") : gap_figure(place->gap_pct);
    screen_cell(out, place->name, NAME_WIDTH);
    screen_cell_figure(out, money_units(place->cost), 0, 17);
    screen_cell(out, gap, -8);
    screen_cell_figure(out, place->clients, 0, CLIENTS_WIDTH);
    screen_cell_figure(out, 100 * place->load, 0, 7);
    g_string_append(out, place->status == PLAN_INFEASIBLE ? _("the limits are not kept\n") : "\n");
  }
}

char *story_of_alignment(const Alignment *alignment, const Work *work)
{
  GString *out = g_string_new(NULL);
  if (alignment->from_nothing) {
    tell_homes(out, alignment, work->territory);
  } else {
    tell_reps(out, alignment, work->territory);
    tell_moves(out, alignment, work->territory);
    tell_places(out, alignment);
    tell_curve(out, alignment);
  }
  tell_result(out, alignment, work);
  tell_overload(out, alignment, work->territory);
  tell_check(out, alignment);
  return g_string_free(out, FALSE);
}
