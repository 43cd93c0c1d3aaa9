// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/group_write.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

enum { SCORE_DIGITS = 2, PCT_DIGITS = 1, MEAN_DIGITS = 2, DEGREE_DIGITS = 5 };

// The documented columns, then one a criterion under its own name, then those after it; free with g_ptr_array_unref.
static GPtrArray *columns_of(const Grouping *grouping, const char *const *first, const char *prefix,
                             const char *const *last)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);
  for (; *first; first++)
    g_ptr_array_add(columns, g_strdup(*first));
  for (guint c = 0; c < grouping->criteria->len; c++)
    g_ptr_array_add(columns, g_strconcat(prefix, grouping_criterion(grouping, c)->attribute->name, NULL));
  for (; *last; last++)
    g_ptr_array_add(columns, g_strdup(*last));
  g_ptr_array_add(columns, NULL);
  return columns;
}

static const char *group_id(const Grouping *grouping, int group)
{
  return group < 0 ? NULL : ((const GroupProfile *)g_ptr_array_index(grouping->profiles, (guint)group))->id;
}

static Sheet *group_scores_sheet(const Grouping *grouping, const Territory *territory, SheetForm form)
{
  static const char *const first[] = {"client", "score", "group", NULL}, *const last[] = {
                                                                             "by", "name", "group_given",
                                                                             "group_if_weights_move", NULL};
  g_autoptr(GPtrArray) columns = columns_of(grouping, first, "points_", last);
  Sheet *sheet = sheet_new(form, (const char *const *)columns->pdata);
  guint criteria = grouping->criteria->len;
  for (int i = 0; i < grouping->clients; i++) {
    const Client *client = territory_client(territory, i);
    sheet_text(sheet, client->id);
    sheet_number(sheet, grouping->score[i], SCORE_DIGITS);
    sheet_text(sheet, group_id(grouping, grouping->group[i]));
    for (guint c = 0; c < criteria; c++)
      sheet_number(sheet, grouping->part[(gsize)i * criteria + c], SCORE_DIGITS);
    sheet_text(sheet, grouped_by_name(grouping->by[i]));
    sheet_text(sheet, client->name);
    sheet_text(sheet, grouping->given[i] < 0 ? NULL : territory_group(territory, grouping->given[i])->id);
    sheet_text(sheet, grouping->moves[i]);
    sheet_end_row(sheet);
  }
  return sheet;
}

static void profile_row(Sheet *sheet, const Grouping *grouping, const Territory *territory, int slot)
{
  const GroupProfile *profile = g_ptr_array_index(grouping->profiles, (guint)slot);
  bool named = grouping->quality->len == 0 && slot < grouping->groups;
  const Group *group = named ? territory_group(territory, slot) : NULL;
  sheet_text(sheet, profile->id);
  sheet_count(sheet, profile->clients);
  sheet_money(sheet, profile->sales);
  sheet_money(sheet, profile->potential);
  sheet_number(sheet, profile->sales_pct, PCT_DIGITS);
  for (guint c = 0; c < grouping->criteria->len; c++)
    sheet_number(sheet, profile->mean[c], MEAN_DIGITS);
  sheet_number(sheet, profile->visits, 0);
  sheet_number(sheet, profile->hours, PCT_DIGITS);
  sheet_money(sheet, group ? group->investment : MONEY_NONE);
  sheet_number(sheet, group ? group->growth_pct : NAN, PCT_DIGITS);
  sheet_text(sheet, profile->name);
  sheet_text(sheet, group ? group->objective : NULL);
  sheet_number(sheet, profile->score, SCORE_DIGITS);
  sheet_count(sheet, profile->prospects);
  sheet_count(sheet, profile->given);
  sheet_number(sheet, profile->wallet_pct, PCT_DIGITS);
  sheet_number(sheet, profile->payment_days, PCT_DIGITS);
  sheet_number(sheet, profile->products, PCT_DIGITS);
  sheet_number(sheet, profile->margin_pct, PCT_DIGITS);
  sheet_number(sheet, profile->lat, DEGREE_DIGITS);
  sheet_number(sheet, profile->lon, DEGREE_DIGITS);
  sheet_number(sheet, profile->spread_km, PCT_DIGITS);
  sheet_count(sheet, profile->reps);
  sheet_text(sheet, profile->rep < 0 ? NULL : territory_rep(territory, profile->rep)->id);
  sheet_text(sheet, profile->text);
  sheet_end_row(sheet);
}

static Sheet *group_profiles_sheet(const Grouping *grouping, const Territory *territory, SheetForm form)
{
  static const char *const first[] = {"group", "clients", "sales", "potential", "share_pct", NULL},
                           *const last[] = {"visits",     "hours",      "investment",    "growth_pct",
                                            "name",       "objective",  "mean_score",    "prospects",
                                            "given",      "wallet_pct", "payment_days",  "products",
                                            "margin_pct", "centre_lat", "centre_lon",    "spread_km",
                                            "reps",       "main_rep",   "sets_it_apart", NULL};
  g_autoptr(GPtrArray) columns = columns_of(grouping, first, "mean_", last);
  Sheet *sheet = sheet_new(form, (const char *const *)columns->pdata);
  for (guint slot = 0; slot < grouping->profiles->len; slot++)
    profile_row(sheet, grouping, territory, (int)slot);
  return sheet;
}

static char *profiles_text(const Grouping *grouping)
{
  GString *text = g_string_new(NULL);
  for (guint slot = 0; slot < grouping->profiles->len; slot++) {
    const GroupProfile *profile = g_ptr_array_index(grouping->profiles, slot);
    g_string_append_printf(text, "%s  %s\n", *profile->id ? profile->id : "-", profile->name);
    g_string_append_printf(text, ngettext("  %d client", "  %d clients", (gulong)profile->clients),
                           profile->clients);
    if (profile->prospects > 0)
      g_string_append_printf(
          text, ngettext(", %d of them a prospect", ", %d of them prospects", (gulong)profile->prospects),
          profile->prospects);
    g_autofree char *share = reader_number(profile->sales_pct, 1);
    if (!isnan(profile->sales_pct))
      g_string_append_printf(text, _(", %s %% of all sales"), share);
    if (!isnan(profile->wallet_pct))
      g_string_append_printf(text, _(", %.0f %% of its potential is ours"), profile->wallet_pct);
    g_string_append_printf(text, "\n  %s\n\n", profile->text);
  }
  return g_string_free(text, FALSE);
}

bool group_write(const Grouping *grouping, const Territory *territory, SheetForm form, bool with_groups,
                 Out *out, GError **error)
{
  g_autoptr(Sheet) scores = group_scores_sheet(grouping, territory, form);
  if (!sheet_write(scores, out, "scores.csv", error))
    return false;
  if (!with_groups)
    return true;
  g_autoptr(Sheet) groups = group_profiles_sheet(grouping, territory, form);
  g_autofree char *text = profiles_text(grouping);
  return sheet_write(groups, out, "groups.csv", error) &&
         out_write(out, "profiles.txt", text, strlen(text), error);
}
