// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/measure_write.h"

#include "io/plan_write.h"
#include "io/rewrite.h"
#include "model/words.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>

static const char *rep_id(const Measure *measure, int rep)
{
  return rep < 0 ? NULL : territory_rep(measure->territory, rep)->id;
}

static const char *group_id(const Measure *measure, int group)
{
  return group < 0 ? NULL : territory_group(measure->territory, group)->id;
}

static void yes_no(Sheet *sheet, bool yes)
{
  sheet_text(sheet, yes ? "yes" : "no");
}

static double percent(double part, double whole)
{
  return whole > 0 || whole < 0 ? 100 * part / whole : (double)NAN;
}

// ---- adherence.csv -----------------------------------------------------------------------------------------------

static const char *cut_name(const Tally *tally)
{
  if (tally->rep >= 0)
    return tally->week >= 0 ? "rep_week" : "rep";
  return tally->group >= 0 ? "group" : tally->week >= 0 ? "week" : "all";
}

static Sheet *adherence_sheet(const Measure *measure, SheetForm form)
{
  static const char *const columns[] = {"level",
                                        "rep",
                                        "group",
                                        "week",
                                        "planned",
                                        "done",
                                        "moved",
                                        "missed",
                                        "unreported",
                                        "extra",
                                        "kept_pct",
                                        "kept_low_pct",
                                        "kept_high_pct",
                                        "missed_low",
                                        "missed_high",
                                        "signal",
                                        "clients",
                                        "clients_seen",
                                        "coverage_pct",
                                        "minutes_visits",
                                        "minutes_planned",
                                        "minutes_done",
                                        NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint t = 0; t < measure->tallies->len; t++) {
    const Tally *tally = &g_array_index(measure->tallies, Tally, t);
    const int known = tally_known(tally);
    const RateInterval kept = clopper_pearson(tally->done + tally->moved, known, 0.025);
    sheet_text(sheet, cut_name(tally));
    sheet_text(sheet, rep_id(measure, tally->rep));
    sheet_text(sheet, group_id(measure, tally->group));
    if (tally->week >= 0)
      sheet_count(sheet, tally->week);
    else
      sheet_blank(sheet);
    const int counts[] = {tally->planned, tally->done,       tally->moved,
                          tally->missed,  tally->unreported, tally->extra};
    for (size_t k = 0; k < G_N_ELEMENTS(counts); k++)
      sheet_count(sheet, counts[k]);
    sheet_number(sheet, tally_kept_pct(tally), 1);
    sheet_number(sheet, known > 0 ? 100 * kept.low : (double)NAN, 1);
    sheet_number(sheet, known > 0 ? 100 * kept.high : (double)NAN, 1);
    sheet_count(sheet, tally->limits.lower);
    sheet_count(sheet, tally->limits.upper);
    yes_no(sheet, tally->signal);
    const bool covers = tally->week < 0;
    sheet_number(sheet, covers ? tally->clients : (double)NAN, 0);
    sheet_number(sheet, covers ? tally->seen : (double)NAN, 0);
    sheet_number(sheet, covers ? percent(tally->seen, tally->clients) : (double)NAN, 1);
    sheet_count(sheet, tally->timed);
    sheet_minutes(sheet, tally->timed_plan_s);
    sheet_minutes(sheet, tally->timed_done_s);
    sheet_end_row(sheet);
  }
  return sheet;
}

// ---- sales.csv, causes.csv ---------------------------------------------------------------------------------------

static const char *sales_level(const SalesTally *tally)
{
  return tally->rep >= 0 ? "rep" : tally->group >= 0 ? "group" : "all";
}

static Sheet *sales_sheet(const Measure *measure, SheetForm form)
{
  static const char *const columns[] = {
      "level",        "rep",   "group",          "target",     "as_before",
      "expected",     "sales", "against_target", "target_pct", "against_expected",
      "expected_pct", NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint s = 0; s < measure->sales->len; s++) {
    const SalesTally *tally = &g_array_index(measure->sales, SalesTally, s);
    const bool aimed = tally->target != MONEY_NONE;
    sheet_text(sheet, sales_level(tally));
    sheet_text(sheet, rep_id(measure, tally->rep));
    sheet_text(sheet, group_id(measure, tally->group));
    sheet_money(sheet, tally->target);
    sheet_money(sheet, tally->base);
    sheet_money(sheet, tally->expected);
    sheet_money(sheet, tally->done);
    sheet_money(sheet, aimed ? tally->done - tally->target : MONEY_NONE);
    sheet_number(sheet, aimed ? percent(money_units(tally->done), money_units(tally->target)) : (double)NAN,
                 1);
    sheet_money(sheet, tally->done - tally->expected);
    sheet_number(sheet, percent(money_units(tally->done), money_units(tally->expected)), 1);
    sheet_end_row(sheet);
  }
  return sheet;
}

static void cause_row(Sheet *sheet, const Measure *measure, const SalesTally *tally, const char *cause,
                      Money money)
{
  sheet_text(sheet, sales_level(tally));
  sheet_text(sheet, rep_id(measure, tally->rep));
  sheet_text(sheet, cause);
  sheet_money(sheet, money);
  sheet_number(sheet, percent(money_units(money), money_units(tally->expected)), 2);
  sheet_end_row(sheet);
}

// From the target (or, without one, from what was expected) to what was sold: each row is a step, and they add up.
static Sheet *causes_sheet(const Measure *measure, SheetForm form)
{
  static const char *const columns[] = {"level", "rep", "cause", "sales", "expected_pct", NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint s = 0; s < measure->sales->len; s++) {
    const SalesTally *tally = &g_array_index(measure->sales, SalesTally, s);
    if (!tally->split)
      continue;
    if (tally->target != MONEY_NONE) {
      cause_row(sheet, measure, tally, "target", tally->target);
      cause_row(sheet, measure, tally, "plan_against_target", tally->expected - tally->target);
    }
    cause_row(sheet, measure, tally, "expected", tally->expected);
    for (Cause cause = 0; cause < CAUSES; cause++)
      cause_row(sheet, measure, tally, cause_name(cause), tally->part[cause]);
    cause_row(sheet, measure, tally, "sold", tally->done);
  }
  return sheet;
}

// ---- reps.csv, clients.csv ---------------------------------------------------------------------------------------

// What to look into first, in words.
static char *look_into(const RepMeasure *rep, const SalesTally *sales, const Tally *tally)
{
  GString *text = g_string_new(NULL);
  if (rep->verdict == VERDICT_DRIFTS)
    g_string_append_printf(text, _("misses more visits than chance allows (%d of %d); "), tally->missed,
                           tally_known(tally));
  if (rep->dropped > 0)
    g_string_append_printf(text,
                           ngettext("%d client has been dropped; ", "%d clients have been dropped; ",
                                    (unsigned long)rep->dropped),
                           rep->dropped);
  if (tally->timed >= 8 && 10 * tally->timed_done_s > 11 * tally->timed_plan_s)
    g_string_append_printf(text, _("visits last %.0f %% longer than planned; "),
                           percent((double)tally->timed_done_s, (double)tally->timed_plan_s) - 100);
  int worst = -1;
  for (int k = 0; k < CAUSES; k++) {
    if (sales->part[k] < 0 && (worst < 0 || sales->part[k] < sales->part[worst]))
      worst = k;
  }
  if (worst >= 0 && -20 * sales->part[worst] > sales->expected)
    g_string_append_printf(text, _("most sales are lost by: %s; "), cause_name((Cause)worst));
  if (text->len >= 2)
    g_string_truncate(text, text->len - 2);
  return g_string_free(text, FALSE);
}

static const Tally *tally_of_rep(const Measure *measure, int rep)
{
  for (guint t = 0; t < measure->tallies->len; t++) {
    const Tally *tally = &g_array_index(measure->tallies, Tally, t);
    if (tally->rep == rep && tally->week < 0)
      return tally;
  }
  return NULL;
}

static const SalesTally *sales_of_rep(const Measure *measure, int rep)
{
  for (guint s = 1; s < measure->sales->len; s++) {
    const SalesTally *tally = &g_array_index(measure->sales, SalesTally, s);
    if (tally->rep == rep)
      return tally;
  }
  return NULL;
}

static Sheet *reps_sheet(const Measure *measure, SheetForm form)
{
  static const char *const columns[] = {"rep",
                                        "name",
                                        "planned",
                                        "made",
                                        "missed",
                                        "extra",
                                        "kept_pct",
                                        "kept_low_pct",
                                        "kept_high_pct",
                                        "verdict",
                                        "chance",
                                        "days_planned",
                                        "days_worked",
                                        "visit_min_planned",
                                        "visit_min_done",
                                        "travel_min_planned",
                                        "travel_min_days_worked",
                                        "cost_planned",
                                        "cost_done",
                                        "target",
                                        "expected",
                                        "sales",
                                        "clients_dropped",
                                        "look_into",
                                        NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint r = 0; r < measure->reps->len; r++) {
    const RepMeasure *rep = &g_array_index(measure->reps, RepMeasure, r);
    const Tally *tally = tally_of_rep(measure, rep->rep);
    const SalesTally *sales = sales_of_rep(measure, rep->rep);
    const bool known = tally_known(tally) > 0;
    g_autofree char *look = look_into(rep, sales, tally);
    sheet_text(sheet, rep_id(measure, rep->rep));
    sheet_text(sheet, territory_rep(measure->territory, rep->rep)->name);
    sheet_count(sheet, tally->planned);
    sheet_count(sheet, tally->done + tally->moved);
    sheet_count(sheet, tally->missed);
    sheet_count(sheet, tally->extra);
    sheet_number(sheet, tally_kept_pct(tally), 1);
    sheet_number(sheet, known ? 100 * rep->kept.low : (double)NAN, 1);
    sheet_number(sheet, known ? 100 * rep->kept.high : (double)NAN, 1);
    sheet_text(sheet, verdict_name(rep->verdict));
    sheet_number(sheet, rep->verdict == VERDICT_FEW ? (double)NAN : rep->chance, 6);
    sheet_count(sheet, rep->days_planned);
    sheet_count(sheet, rep->days_worked);
    sheet_minutes(sheet, rep->visit_plan_s);
    sheet_minutes(sheet, rep->visit_done_s);
    sheet_minutes(sheet, rep->travel_plan_s);
    sheet_minutes(sheet, rep->travel_worked_s);
    sheet_money(sheet, rep->cost_plan);
    sheet_money(sheet, rep->cost_done);
    sheet_money(sheet, sales->target);
    sheet_money(sheet, sales->expected);
    sheet_money(sheet, sales->done);
    sheet_count(sheet, rep->dropped);
    sheet_text(sheet, look);
    sheet_end_row(sheet);
  }
  return sheet;
}

static Sheet *clients_sheet(const Measure *measure, SheetForm form)
{
  static const char *const columns[] = {"client",
                                        "name",
                                        "rep",
                                        "group",
                                        "planned",
                                        "done",
                                        "moved",
                                        "missed",
                                        "unreported",
                                        "extra",
                                        "last_visit",
                                        "mean_gap_days",
                                        "longest_gap_days",
                                        "wanted_gap_days",
                                        "spacing_breaks",
                                        "overdue_days",
                                        "minutes_visits",
                                        "minutes_planned",
                                        "minutes_done",
                                        "expected",
                                        "sales",
                                        "dropped",
                                        NULL};
  Sheet *sheet = sheet_new(form, columns);
  const Territory *territory = measure->territory;
  g_autofree int *wanted = wanted_visits(territory);
  for (int c = 0; c < (int)territory->clients->len; c++) {
    const Client *client = territory_client(territory, c);
    const ClientMeasure *of = &measure->client[c];
    if (of->planned + of->extra == 0 && of->done_sales == 0)
      continue;
    const Spacing spacing = client_spacing(territory, client, wanted[c]);
    sheet_text(sheet, client->id);
    sheet_text(sheet, client->name);
    sheet_text(sheet, rep_id(measure, client->rep));
    sheet_text(sheet, group_id(measure, client->group));
    const int counts[] = {of->planned, of->done, of->moved, of->missed, of->unreported, of->extra};
    for (size_t k = 0; k < G_N_ELEMENTS(counts); k++)
      sheet_count(sheet, counts[k]);
    sheet_day(sheet, of->last_done == DAY_NONE ? client->last_visit : of->last_done);
    sheet_number(sheet, of->gaps > 0 ? (double)of->gap_days / of->gaps : (double)NAN, 1);
    sheet_number(sheet, of->gaps > 0 ? of->longest : (double)NAN, 0);
    sheet_number(sheet, wanted[c] > 0 ? spacing.wanted : (double)NAN, 1);
    sheet_count(sheet, of->breaks);
    sheet_count(sheet, of->overdue);
    sheet_count(sheet, of->timed);
    sheet_minutes(sheet, of->timed_plan_s);
    sheet_minutes(sheet, of->timed_done_s);
    sheet_money(sheet, of->expected);
    sheet_money(sheet, of->done_sales);
    yes_no(sheet, of->dropped);
    sheet_end_row(sheet);
  }
  return sheet;
}

// ---- What was learned --------------------------------------------------------------------------------------------

static Sheet *learned_sheet(const Measure *measure, const GArray *learned, SheetForm form)
{
  static const char *const columns[] = {"group",   "what", "cases", "assumed",      "measured",
                                        "learned", "low",  "high",  "believed_pct", "proposed",
                                        "client",  "rep",  NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    sheet_text(sheet, group_id(measure, one->group));
    sheet_text(sheet, learn_name(one->kind));
    sheet_count(sheet, one->cases);
    const double figures[] = {one->assumed, one->measured, one->learned, one->low, one->high};
    for (size_t f = 0; f < G_N_ELEMENTS(figures); f++)
      sheet_number(sheet, figures[f], 3);
    sheet_number(sheet, 100 * one->weight, 1);
    yes_no(sheet, one->proposed);
    sheet_text(sheet, one->client < 0 ? "" : territory_client(measure->territory, one->client)->id);
    sheet_text(sheet, rep_id(measure, one->rep));
    sheet_end_row(sheet);
  }
  return sheet;
}

enum {
  PROPOSE_MINUTES,
  PROPOSE_GROWTH,
  PROPOSE_RESPONSE,
  PROPOSE_COLUMNS = PROPOSE_RESPONSE + RESPONSE_POINTS
};

static void figure(GPtrArray *texts, const char **cell, double value, int digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *format = g_strdup_printf("%%.%df", digits);
  g_ascii_formatd(buffer, sizeof buffer, format, value);
  char *text = g_strdup(buffer);
  g_ptr_array_add(texts, text);
  *cell = text;
}

static int fill_groups(const Measure *measure, const GArray *learned, const char **cell[], GPtrArray *texts)
{
  int count = 0;
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    double response[RESPONSE_POINTS];
    if (!one->proposed || one->client >= 0 || one->rep >= 0)
      continue;
    const Group *group = territory_group(measure->territory, one->group);
    count++;
    if (one->kind == LEARN_MINUTES)
      figure(texts, &cell[PROPOSE_MINUTES][one->group], learned_minutes(one), 1);
    else if (one->kind == LEARN_YIELD)
      figure(texts, &cell[PROPOSE_GROWTH][one->group], one->learned, 1);
    else {
      learned_response(group, one, response);
      for (int point = 0; point < RESPONSE_POINTS; point++) {
        if (isfinite(response[point]))
          figure(texts, &cell[PROPOSE_RESPONSE + point][one->group], response[point], 3);
      }
    }
  }
  return count;
}

// Rewrites groups.csv in `folder`. The names are those by which its reader knows the columns.
static bool rewrite_groups(const Measure *measure, const GArray *learned, const char *folder, int *count,
                           GError **error)
{
  static const char *const names[PROPOSE_COLUMNS] = {
      "visitminutes|minutes|minutosvisita|minutos",
      "growthpct|growth|crecimientopct|crecimiento",
      "response0|responseat0|respuesta0",
      "responsehalf|responseathalf|respuestamitad",
      "responsenow|responseatnow|respuestaactual|respuestaahora",
      "response150|responseat150|responseat50pct|response50pct|response50|respuesta150|respuesta50pct",
      "responsesat|responseatsaturation|responsesaturation|respuestasat|respuestasaturacion"};
  static const char *const headers[PROPOSE_COLUMNS] = {"visit_minutes", "growth_pct",   "response_0",
                                                       "response_half", "response_now", "response_150",
                                                       "response_sat"};
  const char **cell[PROPOSE_COLUMNS];
  Rewrite rewrite[PROPOSE_COLUMNS];
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  for (int k = 0; k < PROPOSE_COLUMNS; k++)
    cell[k] = g_new0(const char *, measure->territory->groups->len + 1);
  *count += fill_groups(measure, learned, cell, texts);
  int used = 0;
  for (int k = 0; k < PROPOSE_COLUMNS; k++) {
    bool changes = false;
    for (guint g = 0; g < measure->territory->groups->len; g++)
      changes = changes || cell[k][g];
    if (changes)
      rewrite[used++] = (Rewrite){.names = names[k], .header = headers[k], .value = cell[k]};
  }
  const bool done = used == 0 || rewrite_columns(folder, "groups.csv", rewrite, used, error);
  for (int k = 0; k < PROPOSE_COLUMNS; k++)
    g_free(cell[k]);
  return done;
}

// Rewrites one column of clients.csv or reps.csv with what was learned of its rows one by one.
static bool rewrite_rows(const Measure *measure, const GArray *learned, const char *folder, LearnKind kind,
                         int *count, GError **error)
{
  const bool clients = kind == LEARN_MINUTES;
  const guint rows = clients ? measure->territory->clients->len : measure->territory->reps->len;
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autofree const char **cell = g_new0(const char *, rows + 1);
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    const int row = clients ? one->client : one->rep;
    if (one->kind == kind && one->proposed && row >= 0)
      figure(texts, &cell[row], clients ? learned_minutes(one) : one->learned, 1);
  }
  *count += (int)texts->len;
  const Rewrite rewrite = {.names = clients ? "visitminutes|minutosvisita"
                                            : "speedkmh|speed|velocidadkmh|velocidad",
                           .header = clients ? "visit_minutes" : "speed_kmh",
                           .value = cell};
  return texts->len == 0 || rewrite_columns(folder, clients ? "clients.csv" : "reps.csv", &rewrite, 1, error);
}

typedef struct Proposal { // one file that learning may change
  const char *file;
  LearnKind kind; // of its rows; LEARN_KINDS: of groups
} Proposal;
static const Proposal PROPOSALS[] = {
    {"groups.csv", LEARN_KINDS}, {"clients.csv", LEARN_MINUTES}, {"reps.csv", LEARN_SPEED}};

static bool changes_file(const GArray *learned, const Proposal *proposal)
{
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    const LearnKind kind = one->client < 0 && one->rep < 0 ? LEARN_KINDS : one->kind;
    if (one->proposed && kind == proposal->kind)
      return true;
  }
  return false;
}

static bool rewrite_file(const Measure *measure, const GArray *learned, const char *folder,
                         const Proposal *proposal, int *count, GError **error)
{
  return proposal->kind == LEARN_KINDS ? rewrite_groups(measure, learned, folder, count, error)
                                       : rewrite_rows(measure, learned, folder, proposal->kind, count, error);
}

bool measure_accept(const Measure *measure, const GArray *learned, const char *folder, int *count,
                    GError **error)
{
  for (size_t k = 0; k < G_N_ELEMENTS(PROPOSALS); k++) {
    if (!rewrite_file(measure, learned, folder, &PROPOSALS[k], count, error))
      return false;
  }
  return true;
}

// The proposal is made on a copy in a folder of its own.
static bool write_proposal(const Measure *measure, const GArray *learned, const Proposal *proposal, Out *out,
                           GError **error)
{
  if (!changes_file(learned, proposal))
    return true;
  g_autofree char *folder = g_dir_make_tmp("ronda-XXXXXX", error);
  if (!folder)
    return false;
  g_autofree char *from = g_build_filename(measure->territory->folder, proposal->file, NULL),
                  *copy = g_build_filename(folder, proposal->file, NULL),
                  *name = g_build_filename("proposed", proposal->file, NULL),
                  *before = g_strconcat(copy, ".before", NULL), *content = NULL;
  gsize length = 0;
  int count = 0;
  bool done = g_file_get_contents(from, &content, &length, error) &&
              g_file_set_contents(copy, content, (gssize)length, error) &&
              rewrite_file(measure, learned, folder, proposal, &count, error);
  if (done && count > 0) {
    g_clear_pointer(&content, g_free);
    done =
        g_file_get_contents(copy, &content, &length, error) && out_write(out, name, content, length, error);
  }
  g_unlink(copy);
  g_unlink(before);
  g_rmdir(folder);
  return done;
}

bool measure_write(const Measure *measure, const GArray *learned, SheetForm form, Out *out, GError **error)
{
  static const struct {
    const char *name;
    Sheet *(*make)(const Measure *measure, SheetForm form);
  } tables[] = {{"adherence.csv", adherence_sheet},
                {"sales.csv", sales_sheet},
                {"causes.csv", causes_sheet},
                {"reps.csv", reps_sheet},
                {"clients.csv", clients_sheet}};
  for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
    g_autoptr(Sheet) sheet = tables[t].make(measure, form);
    if (!sheet_write(sheet, out, tables[t].name, error))
      return false;
  }
  g_autoptr(Sheet) sheet = learned_sheet(measure, learned, form);
  bool done = sheet_write(sheet, out, "learned.csv", error);
  for (size_t k = 0; done && k < G_N_ELEMENTS(PROPOSALS); k++) {
    g_autofree char *name = g_build_filename("proposed", PROPOSALS[k].file, NULL);
    out_supersede(out, name);
    done = write_proposal(measure, learned, &PROPOSALS[k], out, error);
  }
  return done;
}
