// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/whatif.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/screen.h"
#include "model/words.h"

enum { NAME_WIDTH = 24, SHOWN = 12, SHORT = 60 };

// ---- What scenarios change ---------------------------------------------------------------------------------------

static void tell_edit(const Edit *edit)
{
  if (edit->line > 0)
    printf("  %s:%d: %s %s\n", edit->source, edit->line, edit_kind_name(edit->kind), edit->text);
  else
    printf("  %s '%s'\n", edit->source, edit->text);
}

static char *shortened(const char *text)
{
  g_autofree char *line = g_strdelimit(g_strdup(text), "\r\n\t", ' ');
  if (g_utf8_strlen(line, -1) <= SHORT)
    return g_steal_pointer(&line);
  g_autofree char *start = g_utf8_substring(line, 0, SHORT - 1);
  return g_strconcat(start, "…", NULL);
}

static void tell_change(const EditChange *change)
{
  g_autofree char *before = shortened(change->before ? change->before : ""),
                  *after = shortened(change->after ? change->after : "");
  if (change->column)
    printf("    %s  %s  %s: %s → %s\n", change->file, change->row, change->column,
           *before ? before : _("(empty)"), *after ? after : _("(empty)"));
  else if (change->after)
    printf(_("    %s  %s  is new: %s\n"), change->file, change->row, after);
  else
    printf(_("    %s  %s  goes: %s\n"), change->file, change->row, before);
}

// Changes of one edit; of many alike the first few, unless --verbose.
static void tell_changes(const Case *one, const Edit *edit, bool all)
{
  const GPtrArray *changes = one->edited->changes;
  int told = 0, more = 0;
  for (guint i = 0; i < changes->len; i++) {
    const EditChange *change = g_ptr_array_index(changes, i);
    if (change->edit != edit)
      continue;
    if (all || told < SHOWN) {
      tell_change(change);
      told++;
    } else {
      more++;
    }
  }
  if (more > 0)
    printf(ngettext("    … and %d change more (--verbose)\n", "    … and %d changes more (--verbose)\n",
                    (gulong)more),
           more);
  if (told == 0)
    printf(_("    changes nothing\n"));
}

static void tell_takeovers(const Case *one, bool all)
{
  const GPtrArray *takeovers = one->takeovers;
  for (guint i = 0; takeovers && i < takeovers->len && (all || i < SHOWN); i++) {
    const Takeover *takeover = g_ptr_array_index(takeovers, i);
    printf(_("    clients.csv  %s  goes from %s to %s\n"), takeover->client, takeover->from, takeover->to);
  }
  const int more = all || !takeovers ? 0 : (int)takeovers->len - SHOWN;
  if (more > 0)
    printf(ngettext("    … and %d change more (--verbose)\n", "    … and %d changes more (--verbose)\n",
                    (gulong)more),
           more);
}

void whatif_show(const Whatif *whatif)
{
  const bool all = whatif->options->verbose;
  for (guint i = 1; i < whatif->cases->len; i++) {
    const Case *one = whatif_case(whatif, i);
    const Scenario *scenario = one->scenario;
    if (strcmp(scenario->name, scenario->title) == 0)
      printf("%s\n", scenario->name);
    else
      printf("%s: %s\n", scenario->name, scenario->title);
    for (guint e = 0; e < scenario->edits->len; e++) {
      const Edit *edit = g_ptr_array_index(scenario->edits, e);
      tell_edit(edit);
      tell_changes(one, edit, all);
    }
    tell_takeovers(one, all);
  }
}

// ---- The table ---------------------------------------------------------------------------------------------------

typedef struct TableColumn {
  OutcomeFigure figure;
  const char *head;
  int digits, width;
  bool money; // in thousands or millions where the figures are long
} TableColumn;

static const TableColumn columns[] = {
    {FIGURE_PLANNED, N_("planned"), 0, 8, false},
    {FIGURE_LOST, N_("lost"), 0, 6, false},
    {FIGURE_VALUE, N_("value"), 0, 9, true},
    {FIGURE_TRAVEL_H, N_("drive h"), 0, 8, false},
    {FIGURE_KM, N_("km"), 0, 8, false},
    {FIGURE_COST, N_("cost"), 0, 9, true},
    {FIGURE_LOAD_MOST, N_("most load"), 1, 9, false},
    {FIGURE_BREAKS, N_("breaks"), 0, 7, false},
    {FIGURE_MOVED, N_("moved"), 0, 6, false},
};

// Wide enough for the head in any language.
static int width_of(const TableColumn *column)
{
  return MAX(column->width, (int)g_utf8_strlen(_(column->head), -1));
}

static int gap_width(void)
{
  return MAX(6, (int)g_utf8_strlen(_("gap %"), -1));
}

// What money is divided by so that it fits: 1, a thousand or a million.
static double unit_of(const Comparison *comparison)
{
  double most = 0;
  for (guint i = 0; i < comparison->outcomes->len; i++)
    most = fmax(most, fmax(comparison_outcome(comparison, i)->figure[FIGURE_VALUE],
                           comparison_outcome(comparison, i)->figure[FIGURE_COST]));
  return most >= 1e8 ? 1e6 : most >= 1e6 ? 1e3 : 1;
}

static void put_gap(GString *out, double gap)
{
  if (isnan(gap))
    screen_cell(out, "–", -gap_width());
  else
    screen_cell_figure(out, fmax(0, ceil(gap * 100 - 1e-9) / 100), 2, gap_width());
}

static void put_values(GString *out, const Outcome *outcome, double unit)
{
  screen_cell(out, outcome->name, NAME_WIDTH);
  for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
    const double value = outcome->figure[columns[c].figure];
    screen_cell_figure(out, columns[c].money ? value / unit : value,
                       columns[c].money && unit > 1 ? 1 : columns[c].digits, width_of(&columns[c]));
  }
  put_gap(out, outcome->gap_pct);
  screen_end_row(out);
}

static void put_differences(GString *out, const Outcome *base, const Outcome *outcome, double unit)
{
  screen_cell(out, "", NAME_WIDTH);
  for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
    const Difference difference = outcome_difference(base, outcome, columns[c].figure);
    if (difference.sure == DIFFERENCE_NONE || columns[c].figure == FIGURE_MOVED) {
      screen_cell(out, difference.sure == DIFFERENCE_NONE ? "=" : "", -width_of(&columns[c]));
      continue;
    }
    const double value = columns[c].money ? difference.value / unit : difference.value;
    const int digits = columns[c].money && unit > 1 ? 1 : columns[c].digits;
    const bool small = fabs(value) < 9.95 && figure_digits(columns[c].figure) > digits;
    g_autofree char *number = screen_figure(value, digits + small);
    g_autofree char *text = g_strconcat(difference.sure == DIFFERENCE_UNSURE ? "~" : "",
                                        difference.value > 0 ? "+" : "", number, NULL);
    screen_cell(out, text, -width_of(&columns[c]));
  }
  screen_end_row(out);
}

static const GroupOutcome *find_group(const Outcome *outcome, const char *id)
{
  for (guint g = 0; g < outcome->groups->len; g++) {
    const GroupOutcome *group = g_ptr_array_index(outcome->groups, g);
    if (strcmp(group->id, id) == 0)
      return group;
  }
  return NULL;
}

// "A 182 (−182), B 3 lost (+3)": groups whose visits are others than in the base.
static void tell_groups(GString *out, const Outcome *base, const Outcome *outcome)
{
  g_autoptr(GString) line = g_string_new(NULL);
  for (guint g = 0; g < outcome->groups->len; g++) {
    const GroupOutcome *group = g_ptr_array_index(outcome->groups, g), *before = find_group(base, group->id);
    const int planned = before ? before->planned : 0, lost = before ? before->wanted - before->planned : 0;
    const int lost_now = group->wanted - group->planned;
    if (group->planned == planned && lost_now == lost)
      continue;
    g_autofree char *visits = screen_figure(group->planned, 0);
    g_string_append_printf(line, "%s%s %s", line->len ? ", " : "", *group->id ? group->id : "–", visits);
    g_string_append_printf(line, _(" planned (%+d)"), group->planned - planned);
    if (lost_now != lost)
      g_string_append_printf(line, _(" %d lost (%+d)"), lost_now, lost_now - lost);
  }
  if (line->len)
    g_string_append_printf(out, "  %s: %s\n", outcome->name, line->str);
}

static void tell_best(GString *out, const Comparison *comparison)
{
  if (isnan(comparison->budget))
    return;
  g_autofree char *budget = screen_money(comparison->budget, comparison->currency);
  if (comparison->best < 0) {
    g_string_append_printf(out, _("\nNothing keeps to a budget of %s\n"), budget);
    return;
  }
  const Outcome *best = comparison_outcome(comparison, (guint)comparison->best);
  g_autofree char *value = screen_figure(best->figure[FIGURE_VALUE], 0),
                  *cost = screen_figure(best->figure[FIGURE_COST], 0);
  g_string_append_printf(out, _("\nWithin %s the best is %s (%s): worth %s at a cost of %s\n"), budget,
                         best->name, best->title, value, cost);
  g_autofree bool *rivals = comparison_rivals(comparison);
  for (guint i = 0; i < comparison->outcomes->len; i++) {
    if (rivals[i])
      g_string_append_printf(out, _("  %s may be as good: the difference is smaller than what is proved\n"),
                             comparison_outcome(comparison, i)->name);
  }
}

static void tell_heads(GString *out, const Comparison *comparison, double unit)
{
  const char *size = unit > 1e3 ? _("millions of ") : unit > 1 ? _("thousands of ") : "";
  g_string_append_printf(
      out, _("Value and cost in %s%s; ~ marks a difference that the proven gaps could hide\n\n"), size,
      comparison->currency);
  screen_cell(out, _("scenario"), NAME_WIDTH);
  for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
    screen_cell(out, _(columns[c].head), -width_of(&columns[c]));
  screen_cell(out, _("gap %"), -gap_width());
  screen_end_row(out);
}

char *whatif_story(const Whatif *whatif)
{
  const Comparison *comparison = whatif->comparison;
  const Outcome *base = comparison_outcome(comparison, 0);
  GString *out = g_string_new(NULL);
  const double unit = unit_of(comparison);
  tell_heads(out, comparison, unit);
  for (guint i = 0; i < comparison->outcomes->len; i++) {
    put_values(out, comparison_outcome(comparison, i), unit);
    if (i > 0)
      put_differences(out, base, comparison_outcome(comparison, i), unit);
  }
  g_string_append(out, _("\nVisits by group, where they change\n"));
  for (guint i = 1; i < comparison->outcomes->len; i++)
    tell_groups(out, base, comparison_outcome(comparison, i));
  tell_best(out, comparison);
  return g_string_free(out, FALSE);
}
