// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/comparison_write.h"

#include <math.h>
#include <string.h>

enum { GAP_DIGITS = 4, LOAD_DIGITS = 2, SWEEP_DIGITS = 6 };

// Ids of groups or reps over all outcomes, in order of first mention; free with g_ptr_array_unref.
static GPtrArray *all_ids(const Comparison *comparison, bool reps)
{
  GPtrArray *ids = g_ptr_array_new();
  for (guint i = 0; i < comparison->outcomes->len; i++) {
    const Outcome *outcome = comparison_outcome(comparison, i);
    const GPtrArray *all = reps ? outcome->reps : outcome->groups;
    for (guint k = 0; k < all->len; k++) {
      char *id = reps ? ((RepOutcome *)all->pdata[k])->id : ((GroupOutcome *)all->pdata[k])->id;
      if (!g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
        g_ptr_array_add(ids, id);
    }
  }
  return ids;
}

static void add(GPtrArray *columns, const char *format, const char *id)
{
  g_ptr_array_add(columns, g_strdup_printf("%s%s", format, id));
}

static GPtrArray *columns_of(const GPtrArray *groups, const GPtrArray *reps)
{
  static const char *const head[] = {"scenario",    "name",          "status", "sweep", "swept",
                                     "sweep_value", "within_budget", "best",   "wanted"};
  static const char *const group_heads[] = {"wanted_", "planned_", "lost_"};
  GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);
  for (size_t i = 0; i < G_N_ELEMENTS(head); i++)
    add(columns, head[i], "");
  for (OutcomeFigure figure = 0; figure < FIGURES; figure++) {
    add(columns, figure_name(figure), "");
    add(columns, figure_name(figure), "_diff");
    add(columns, figure_name(figure), "_significant");
  }
  add(columns, "gap_pct", "");
  for (guint g = 0; g < groups->len; g++) {
    for (size_t i = 0; i < G_N_ELEMENTS(group_heads); i++)
      add(columns, group_heads[i], groups->pdata[g]);
  }
  for (guint r = 0; r < reps->len; r++)
    add(columns, "load_pct_", reps->pdata[r]);
  g_ptr_array_add(columns, NULL);
  return columns;
}

static void put_figures(Sheet *sheet, const Outcome *base, const Outcome *outcome)
{
  static const char *const words[] = {"same", "no", "yes"}; // in the order of Sureness
  for (OutcomeFigure figure = 0; figure < FIGURES; figure++) {
    const Difference difference = outcome_difference(base, outcome, figure);
    sheet_number(sheet, outcome->figure[figure], figure_digits(figure));
    sheet_number(sheet, difference.value, figure_digits(figure));
    sheet_text(sheet, words[difference.sure]);
  }
  sheet_number(sheet, outcome->gap_pct, GAP_DIGITS);
}

static void put_groups(Sheet *sheet, const Outcome *outcome, const GPtrArray *groups)
{
  for (guint g = 0; g < groups->len; g++) {
    const GroupOutcome *found = NULL;
    for (guint k = 0; k < outcome->groups->len && !found; k++) {
      const GroupOutcome *group = g_ptr_array_index(outcome->groups, k);
      found = strcmp(group->id, groups->pdata[g]) == 0 ? group : NULL;
    }
    if (found) {
      sheet_count(sheet, found->wanted);
      sheet_count(sheet, found->planned);
      sheet_count(sheet, found->wanted - found->planned);
    } else {
      for (int i = 0; i < 3; i++)
        sheet_blank(sheet);
    }
  }
}

static void put_reps(Sheet *sheet, const Outcome *outcome, const GPtrArray *reps)
{
  for (guint r = 0; r < reps->len; r++) {
    double load = NAN;
    for (guint k = 0; k < outcome->reps->len; k++) {
      const RepOutcome *rep = g_ptr_array_index(outcome->reps, k);
      if (strcmp(rep->id, reps->pdata[r]) == 0)
        load = rep->load_pct;
    }
    sheet_number(sheet, load, LOAD_DIGITS);
  }
}

Sheet *comparison_sheet(const Comparison *comparison, SheetForm form)
{
  g_autoptr(GPtrArray) groups = all_ids(comparison, false), reps = all_ids(comparison, true);
  g_autoptr(GPtrArray) columns = columns_of(groups, reps);
  Sheet *sheet = sheet_new(form, (const char *const *)columns->pdata);
  const Outcome *base = comparison_outcome(comparison, 0);
  for (guint i = 0; i < comparison->outcomes->len; i++) {
    const Outcome *outcome = comparison_outcome(comparison, i);
    sheet_text(sheet, outcome->name);
    sheet_text(sheet, outcome->title);
    sheet_text(sheet, plan_status_name(outcome->status));
    sheet_text(sheet, outcome->sweep);
    sheet_text(sheet, outcome->sweep_what);
    sheet_number(sheet, outcome->sweep ? outcome->sweep_value : (double)NAN, SWEEP_DIGITS);
    sheet_text(sheet, isnan(comparison->budget)                            ? NULL
                      : outcome->figure[FIGURE_COST] <= comparison->budget ? "yes"
                                                                           : "no");
    sheet_text(sheet, isnan(comparison->budget) ? NULL : (int)i == comparison->best ? "yes" : "no");
    sheet_count(sheet, outcome->wanted);
    put_figures(sheet, base, outcome);
    put_groups(sheet, outcome, groups);
    put_reps(sheet, outcome, reps);
    sheet_end_row(sheet);
  }
  return sheet;
}
