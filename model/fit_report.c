// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for a terminal, in whole hours and per cent; findings below them, the worst first.
#include <math.h>
#include <stdlib.h>

#include "model/fit_rules.h"
#include "model/words.h"

enum { NAME_WIDTH = 22, MONTHS_SHOWN = 6 };

// Text in a column of that many characters, cut where it is longer.
static void put_name(GString *out, const char *text, int width)
{
  glong length = g_utf8_strlen(text, -1);
  if (length > width) {
    g_autofree char *cut = g_utf8_substring(text, 0, width - 1);
    g_string_append_printf(out, "%s…", cut);
    length = width;
  } else {
    g_string_append(out, text);
  }
  g_string_append_printf(out, "%*s", (int)(width - length), "");
}

// Right-aligned after a blank.
static void put_cell(GString *out, const char *text, int width)
{
  g_string_append_printf(out, "%*s%s", width - (int)MIN(width - 1, g_utf8_strlen(text, -1)), "", text);
}

static void put_number(GString *out, int64_t number, int width)
{
  g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
  put_cell(out, text, width);
}

static void put_percent(GString *out, double percent, int width)
{
  g_autofree char *text = g_strdup_printf("%ld%%", lround(percent));
  put_cell(out, text, width);
}

static int64_t hours(int64_t s)
{
  return (s + HOUR_S / 2) / HOUR_S;
}

// ---- Reps ----

static void put_head(GString *out, const Fit *fit, int months)
{
  static const char *const name[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                                     N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
  put_name(out, _("rep (hours)"), NAME_WIDTH);
  put_cell(out, _("clients"), 9);
  put_cell(out, _("visits"), 8);
  put_cell(out, _("days"), 6);
  put_cell(out, _("field"), 7);
  put_cell(out, _("service"), 9);
  put_cell(out, _("driving*"), 10);
  put_cell(out, _("load"), 7);
  for (int m = 0; m < months; m++) {
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)g_array_index(fit->months, FitLoad, m).month);
    put_cell(out, _(name[g_date_get_month(&date) - 1]), 6);
  }
  g_string_append_c(out, '\n');
}

static void put_load(GString *out, const char *name, const FitLoad *load)
{
  put_name(out, name, NAME_WIDTH);
  put_number(out, load->clients, 9);
  put_number(out, llround(load->visits), 8);
  put_number(out, load->days, 6);
  put_number(out, hours(load->capacity_s), 7);
  put_number(out, hours(load->service_s), 9);
  put_number(out, hours(load->travel_s), 10);
  put_percent(out, fit_load_pct(load), 7);
}

static void add_load(FitLoad *sum, const FitLoad *load)
{
  sum->clients += load->clients;
  sum->days += load->days;
  sum->visits += load->visits;
  sum->service_s += load->service_s;
  sum->travel_s += load->travel_s;
  sum->capacity_s += load->capacity_s;
}

// How many reps carry more; the first of equals counts as more.
static int rank_of(const Fit *fit, guint rep)
{
  double own = fit_load_pct(&g_array_index(fit->reps, FitLoad, rep));
  int rank = 0;
  for (guint other = 0; other < fit->reps->len; other++) {
    double pct = fit_load_pct(&g_array_index(fit->reps, FitLoad, other));
    rank += pct > own || (other < rep && pct >= own);
  }
  return rank;
}

static void put_reps(GString *out, const Fit *fit, const Territory *territory, int shown)
{
  int months = fit->month_count <= MONTHS_SHOWN && fit->month_count > 1 ? fit->month_count : 0;
  FitLoad all = {0}, others = {0};
  FitLoad month_of_all[MONTHS_SHOWN] = {0};
  int other_reps = 0;
  put_head(out, fit, months);
  for (guint rep = 0; rep < fit->reps->len; rep++) {
    const FitLoad *load = &g_array_index(fit->reps, FitLoad, rep);
    const FitLoad *month = &g_array_index(fit->months, FitLoad, (int)rep * fit->month_count);
    add_load(&all, load);
    for (int m = 0; m < months; m++)
      add_load(&month_of_all[m], &month[m]);
    if (shown > 0 && rank_of(fit, rep) >= shown) {
      add_load(&others, load);
      other_reps++;
      continue;
    }
    const Rep *r = territory_rep(territory, (int)rep);
    g_autofree char *name = r->name && *r->name ? g_strdup_printf("%s %s", r->id, r->name) : g_strdup(r->id);
    put_load(out, name, load);
    for (int m = 0; m < months; m++)
      put_percent(out, fit_load_pct(&month[m]), 6);
    g_string_append_c(out, '\n');
  }
  if (other_reps > 0) {
    g_autofree char *name =
        g_strdup_printf(ngettext("%d rep with less", "%d reps with less", (gulong)other_reps), other_reps);
    put_load(out, name, &others);
    g_string_append_c(out, '\n');
  }
  put_load(out, _("all"), &all);
  for (int m = 0; m < months; m++)
    put_percent(out, fit_load_pct(&month_of_all[m]), 6);
  g_string_append_c(out, '\n');
}

static void put_groups(GString *out, const Fit *fit, const Territory *territory)
{
  int64_t total = 0;
  for (guint g = 0; g < fit->groups->len; g++) {
    const FitGroup *group = &g_array_index(fit->groups, FitGroup, g);
    total += group->service_s + group->travel_s;
  }
  if (fit->groups->len < 2 || total == 0)
    return;
  g_string_append_c(out, '\n');
  put_name(out, _("group (hours)"), NAME_WIDTH);
  put_cell(out, _("clients"), 9);
  put_cell(out, _("visits"), 8);
  put_cell(out, "", 13);
  put_cell(out, _("service"), 9);
  put_cell(out, _("driving*"), 10);
  put_cell(out, _("share"), 7);
  g_string_append_c(out, '\n');
  for (guint g = 0; g < fit->groups->len; g++) {
    const FitGroup *group = &g_array_index(fit->groups, FitGroup, g);
    const char *id = group->group >= 0 ? territory_group(territory, group->group)->id : _("(none)");
    const char *title = group->group >= 0 ? territory_group(territory, group->group)->name : NULL;
    g_autofree char *name = title && *title ? g_strdup_printf("%s %s", id, title) : g_strdup(id);
    put_name(out, name, NAME_WIDTH);
    put_number(out, group->clients, 9);
    put_number(out, llround(group->visits), 8);
    put_cell(out, "", 13);
    put_number(out, hours(group->service_s), 9);
    put_number(out, hours(group->travel_s), 10);
    put_percent(out, 100.0 * (double)(group->service_s + group->travel_s) / (double)total, 7);
    g_string_append_c(out, '\n');
  }
}

// ---- Findings ----

static void put_findings(GString *out, const Fit *fit, FitLevel level, const char *title, int shown)
{
  int count = fit_findings(fit, level), done = 0;
  if (count == 0)
    return;
  g_string_append_printf(out, "\n%s (%d):\n", title, count);
  for (guint i = 0; i < fit->findings->len; i++) {
    const FitFinding *finding = &g_array_index(fit->findings, FitFinding, i);
    if (finding->level != level || (shown > 0 && done == shown))
      continue;
    done++;
    g_string_append_printf(out, "  %s", finding->file);
    if (finding->line > 0)
      g_string_append_printf(out, ":%d", finding->line);
    g_string_append_printf(out, ": %s%s%s\n", finding->text, *finding->remedy ? _("; remedy: ") : "",
                           finding->remedy);
  }
  if (done < count)
    g_string_append_printf(out, _("  … and %d more\n"), count - done);
}

void fit_report(const Fit *fit, const Territory *territory, int reps, int findings, GString *out)
{
  put_reps(out, fit, territory, reps);
  put_groups(out, fit, territory);
  g_string_append(out, _("* estimated\n"));
  put_findings(out, fit, FIT_CANNOT, _("Cannot fit"), findings);
  put_findings(out, fit, FIT_TIGHT, _("Tight by estimate"), findings);
  put_findings(out, fit, FIT_NOTE, _("Notes"), findings);
}
