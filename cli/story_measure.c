// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/story_measure.h"

#include "cli/screen.h"
#include "model/units.h"
#include "model/words.h"

#include <math.h>

enum { REP_ROWS = 12, DROPPED_ROWS = 5, LEARNED_CLIENTS = 3, NAME_WIDTH = 20 };

static const Tally *whole(const Measure *measure)
{
  return &g_array_index(measure->tallies, Tally, 0);
}

static const Tally *tally_of_rep(const Measure *measure, int rep)
{
  return &g_array_index(measure->tallies, Tally, 1 + (guint)rep);
}

static const SalesTally *sales_of_rep(const Measure *measure, int rep)
{
  return &g_array_index(measure->sales, SalesTally, 1 + (guint)rep);
}

static char *money(Money amount)
{
  return screen_figure(money_units(amount), 0);
}

static void tell_adherence(GString *out, const Measure *measure)
{
  const Tally *all = whole(measure);
  g_autofree char *to = day_text(measure->join->to);
  g_string_append_printf(
      out,
      _("Until %s: %d of %d planned visits were made (%d of them on another day), %d missed, "
        "%d made that nobody had planned\n"),
      to, all->done + all->moved, tally_known(all), all->moved, all->missed, all->extra);
  if (all->clients > 0)
    g_string_append_printf(out, _("Seen: %d of %d clients that had a visit planned\n"), all->seen,
                           all->clients);
  if (all->timed > 0) {
    g_autofree char *done = screen_figure((double)all->timed_done_s / all->timed / MINUTE_S, 1),
                    *planned = screen_figure((double)all->timed_plan_s / all->timed / MINUTE_S, 1);
    g_string_append_printf(out, _("A visit took %s minutes, planned were %s\n"), done, planned);
  }
}

static const char *cause_words(Cause cause)
{
  static const char *const words[CAUSES] = {
      [CAUSE_DAYS] = N_("fewer or more days with visits"),
      [CAUSE_SERVICE] = N_("longer or shorter visits"),
      [CAUSE_MISSED] = N_("visits missed or added"),
      [CAUSE_MIX] = N_("other groups visited than planned"),
      [CAUSE_YIELD] = N_("less or more sold a visit"),
      [CAUSE_OTHER] = N_("sales without a visit"),
  };
  return _(words[cause]);
}

static void tell_sales(GString *out, const Measure *measure, const Work *work)
{
  const SalesTally *all = &g_array_index(measure->sales, SalesTally, 0);
  g_autofree char *done = screen_money(money_units(all->done), work->territory->settings.currency),
                  *expected = money(all->expected);
  g_string_append_printf(out, _("\nSold: %s; the planned visits were expected to sell %s\n"), done, expected);
  if (all->target != MONEY_NONE) {
    g_autofree char *target = money(all->target);
    g_string_append_printf(out, _("Target, cut to %d of %d working days: %s\n"), measure->days_gone,
                           measure->days_all, target);
  }
  if (all->done == all->expected)
    return;
  g_string_append(out, _("What the difference is made of (causes.csv; adds up exactly)\n"));
  for (Cause cause = 0; cause < CAUSES; cause++) {
    g_autofree char *amount = money(all->part[cause]);
    if (all->part[cause] == 0)
      continue;
    g_string_append(out, "  ");
    screen_cell(out, amount, -16);
    g_string_append_printf(out, "%s\n", cause_words(cause));
  }
}

static const char *verdict_words(Verdict verdict)
{
  static const char *const words[] = {N_("steady"), N_("drifts"), N_("better"), N_("too few")};
  return _(words[verdict]);
}

static gint by_kept(gconstpointer left, gconstpointer right)
{
  const RepMeasure *a = left, *b = right;
  if (a->kept.low > b->kept.low || a->kept.low < b->kept.low)
    return a->kept.low < b->kept.low ? -1 : 1;
  return a->rep - b->rep;
}

static void tell_rep(GString *out, const Measure *measure, const RepMeasure *rep)
{
  const Tally *tally = tally_of_rep(measure, rep->rep);
  const SalesTally *sales = sales_of_rep(measure, rep->rep);
  const Rep *of = territory_rep(measure->territory, rep->rep);
  const bool known = tally_known(tally) > 0;
  screen_cell(out, of->id, 6);
  screen_cell(out, *of->name ? of->name : of->id, NAME_WIDTH);
  screen_cell_figure(out, tally_known(tally), 0, 9);
  screen_cell_figure(out, tally->missed, 0, 7);
  screen_cell_figure(out, known ? tally_kept_pct(tally) : 0, 1, 6);
  g_autofree char *span =
      known ? g_strdup_printf("%.0f–%.0f", 100 * rep->kept.low, 100 * rep->kept.high) : g_strdup("");
  screen_cell(out, span, -6);
  screen_cell(out, verdict_words(rep->verdict), 8);
  screen_cell_figure(
      out, sales->expected > 0 ? 100 * money_units(sales->done) / money_units(sales->expected) : 0, 0, 8);
  screen_cell_figure(out, rep->dropped, 0, 7);
  screen_end_row(out);
}

static void tell_reps(GString *out, const Measure *measure)
{
  g_autoptr(GArray) reps = g_array_copy(measure->reps);
  const bool many = reps->len > REP_ROWS;
  g_string_append_c(out, '\n');
  screen_cell(out, _("rep"), 6);
  screen_cell(out, _("name"), NAME_WIDTH);
  screen_cell(out, _("planned"), -9);
  screen_cell(out, _("missed"), -7);
  screen_cell(out, _("kept %"), -6);
  screen_cell(out, _("95 %"), -6);
  screen_cell(out, _("verdict"), 8);
  screen_cell(out, _("sales %"), -8);
  screen_cell(out, _("dropped"), -7);
  g_string_truncate(out, out->len - 2);
  g_string_append_c(out, '\n');
  if (many)
    g_array_sort(reps, by_kept);
  for (guint k = 0; k < MIN(reps->len, REP_ROWS); k++)
    tell_rep(out, measure, &g_array_index(reps, RepMeasure, k));
  if (many)
    g_string_append_printf(out, _("… %d more reps (reps.csv)\n"), (int)(reps->len - REP_ROWS));
}

static void tell_signals(GString *out, const Measure *measure)
{
  int weeks = 0, expected = 0;
  for (guint t = 0; t < measure->tallies->len; t++) {
    const Tally *tally = &g_array_index(measure->tallies, Tally, t);
    weeks += tally->rep >= 0 && tally->week >= 0 && tally->signal;
    expected += tally->rep >= 0 && tally->week >= 0 && tally_known(tally) > 0;
  }
  g_autofree char *chance = reader_number(2 * THREE_SIGMA_TAIL * expected, 1);
  g_string_append_printf(
      out,
      _("\n%d of %d reps' weeks lie outside what chance does (adherence.csv); by chance alone it "
        "would be %s at most\n"),
      weeks, expected, chance);
}

static void tell_dropped(GString *out, const Measure *measure)
{
  int told = 0, dropped = 0;
  for (int c = 0; c < (int)measure->territory->clients->len; c++)
    dropped += measure->client[c].dropped;
  if (dropped == 0)
    return;
  g_string_append_printf(out,
                         ngettext("%d client has been dropped: its last two planned visits were missed\n",
                                  "%d clients have been dropped: their last two planned visits were missed\n",
                                  (unsigned long)dropped),
                         dropped);
  for (int c = 0; c < (int)measure->territory->clients->len && told < DROPPED_ROWS; c++) {
    const Client *client = territory_client(measure->territory, c);
    if (!measure->client[c].dropped)
      continue;
    g_string_append_printf(out, "  %s %s\n", client->id, client->name);
    told++;
  }
  if (dropped > told)
    g_string_append_printf(out, _("  … %d more (clients.csv)\n"), dropped - told);
}

static const char *learn_words(LearnKind kind)
{
  static const char *const words[] = {N_("minutes of a visit"), N_("growth, percent"),
                                      N_("answer to visits, slope"), N_("speed, km/h")};
  return _(words[kind]);
}

static void tell_learned_clients(GString *out, const Measure *measure, const GArray *learned, int clients)
{
  int told = 0;
  if (clients == 0)
    return;
  g_string_append_printf(out,
                         ngettext("  %d client takes other minutes than assumed:\n",
                                  "  %d clients take other minutes than assumed (learned.csv), such as:\n",
                                  (unsigned long)clients),
                         clients);
  for (guint k = 0; k < learned->len && told < LEARNED_CLIENTS; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    if (!one->proposed || one->client < 0)
      continue;
    const Client *client = territory_client(measure->territory, one->client);
    g_autofree char *assumed = screen_figure(one->assumed, 1), *value = screen_figure(one->learned, 1),
                    *low = screen_figure(one->low, 1), *high = screen_figure(one->high, 1);
    g_string_append_printf(out, _("  %s %s: %s → %s (%s to %s)\n"), client->id, client->name, assumed, value,
                           low, high);
    told++;
  }
}

static void tell_learned(GString *out, const Measure *measure, const GArray *learned)
{
  int proposed = 0, clients = 0;
  for (guint k = 0; k < learned->len; k++)
    proposed += g_array_index(learned, Learned, k).proposed;
  if (proposed == 0)
    return;
  g_string_append(out, _("\nThe plan assumes, and these reports teach (measure --accept takes it over)\n"));
  for (guint k = 0; k < learned->len; k++) {
    const Learned *one = &g_array_index(learned, Learned, k);
    clients += one->proposed && one->client >= 0;
    if (!one->proposed || one->client >= 0)
      continue;
    g_autofree char *assumed = screen_figure(one->assumed, 1), *value = screen_figure(one->learned, 1),
                    *low = screen_figure(one->low, 1), *high = screen_figure(one->high, 1);
    if (one->rep >= 0)
      g_string_append_printf(out, _("  rep %s, %s: %s → %s (%s to %s)\n"),
                             territory_rep(measure->territory, one->rep)->id, learn_words(one->kind), assumed,
                             value, low, high);
    else
      g_string_append_printf(out, _("  group %s, %s: %s → %s (%s to %s)\n"),
                             territory_group(measure->territory, one->group)->id, learn_words(one->kind),
                             assumed, value, low, high);
  }
  tell_learned_clients(out, measure, learned, clients);
}

char *story_of_measure(const Measure *measure, const GArray *learned, const Work *work)
{
  GString *out = g_string_new(NULL);
  tell_adherence(out, measure);
  tell_sales(out, measure, work);
  tell_reps(out, measure);
  tell_signals(out, measure);
  tell_dropped(out, measure);
  tell_learned(out, measure, learned);
  g_string_append(out, _("\nWhat the data cannot say\n"));
  for (guint k = 0; k < measure->notes->len; k++)
    g_string_append_printf(out, "  %s\n", (const char *)measure->notes->pdata[k]);
  if (!learn_can_tell_slope(measure))
    g_string_append(out, _("  every sale was entered with a visit, so the answer to more or fewer visits "
                           "cannot be learned\n"));
  return g_string_free(out, FALSE);
}
