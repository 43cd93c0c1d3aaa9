// SPDX-License-Identifier: GPL-3.0-or-later
// Points add up to the score, client by client, so means of points add up to the mean score.
#include "plots/breakdown.h"

#include "model/grouping.h"
#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

enum { PARTS = 6, ROWS = 12 }; // criteria shown apart and the others; groups
// Mean scores that differ by less are alike; a criterion that makes this share of a difference at least is named.
#define ALIKE 5.0
#define TELLING 0.5

static const guint32 part_colors[PARTS] = {0x0b5a8a, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xc8d1d9};

typedef struct GroupScore {
  int group, clients; // -1: without a group
  double part[PARTS]; // sums, then means
  double score;
} GroupScore;

typedef struct Scores {
  GArray *groups;              // GroupScore, best first
  int criterion[PARTS], parts; // of the parts, heaviest first; -1: all others
  const char *word[PARTS];
} Scores;

// ---- What is counted ----

// Names that ronda knows are told in the reader's language, those of the user's own columns as written.
static const char *criterion_word(const char *name)
{
  static const struct {
    const char *name, *word;
  } words[] = {{"sales", N_("sales")},
               {"potential", N_("potential")},
               {"growth_room", N_("room to grow")},
               {"margin_pct", N_("margin")},
               {"margin", N_("margin in money")},
               {"products", N_("products")},
               {"payment_days", N_("days to pay")},
               {"cost_to_serve", N_("cost to serve")},
               {"value", N_("value of a visit")},
               {"share_of_wallet", N_("share of wallet")},
               {"days_since_visit", N_("days since a visit")}};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_equal(words[i].name, name))
      return _(words[i].word);
  return name;
}

static int by_weight(const void *a, const void *b, void *data)
{
  const Grouping *grouping = data;
  int x = *(const int *)a, y = *(const int *)b;
  double left = grouping_criterion(grouping, (guint)x)->weight,
         right = grouping_criterion(grouping, (guint)y)->weight;
  return left != right ? (left < right ? 1 : -1) : x - y;
}

// Which criteria have a part of their own, of those that any client tells; returns the part of each criterion.
static int *choose_parts(Scores *scores, const Grouping *grouping)
{
  int criteria = (int)grouping->criteria->len, count = 0;
  g_autofree int *order = g_new(int, (gsize)criteria + 1);
  int *part = g_new0(int, (gsize)criteria + 1);
  for (int i = 0; i < criteria; i++)
    if (grouping_criterion(grouping, (guint)i)->empty < grouping->clients)
      order[count++] = i;
  g_qsort_with_data(order, count, sizeof *order, by_weight, (void *)(guintptr)grouping);
  scores->parts = MIN(count, PARTS);
  for (int i = 0; i < count; i++) {
    int at = MIN(i, PARTS - 1);
    bool others = at == PARTS - 1 && count > PARTS;
    part[order[i]] = at;
    scores->criterion[at] = others ? -1 : order[i];
    scores->word[at] = others
                           ? _("all others")
                           : criterion_word(grouping_criterion(grouping, (guint)order[i])->attribute->name);
  }
  return part;
}

static int by_score(const void *a, const void *b)
{
  const GroupScore *x = a, *y = b;
  return x->score != y->score ? (x->score < y->score ? 1 : -1) : x->group - y->group;
}

static void take_means(GArray *groups)
{
  for (guint i = groups->len; i-- > 0;) {
    GroupScore *one = &g_array_index(groups, GroupScore, i);
    if (one->clients == 0) {
      g_array_remove_index(groups, i);
      continue;
    }
    one->score /= one->clients;
    for (int part = 0; part < PARTS; part++)
      one->part[part] /= one->clients;
  }
  g_array_sort(groups, by_score);
}

static Scores scores_new(const ChartInput *in)
{
  const Grouping *grouping = in->grouping;
  Scores scores = {.groups = g_array_new(FALSE, TRUE, sizeof(GroupScore))};
  int groups = (int)in->territory->groups->len, criteria = (int)grouping->criteria->len;
  g_autofree int *part = choose_parts(&scores, grouping);
  g_autofree int *reps = plan_client_reps(in->plan, in->territory);
  for (int group = 0; group <= groups; group++) {
    GroupScore one = {.group = group < groups ? group : -1};
    g_array_append_val(scores.groups, one);
  }
  for (int client = 0; client < grouping->clients; client++) {
    int group = territory_client(in->territory, client)->group;
    if ((in->reps && (reps[client] < 0 || !in->reps[reps[client]])) || !isfinite(grouping->score[client]))
      continue;
    GroupScore *one = &g_array_index(scores.groups, GroupScore, group < 0 ? groups : group);
    one->clients++;
    one->score += grouping->score[client];
    for (int c = 0; c < criteria; c++)
      if (isfinite(grouping->part[client * criteria + c]))
        one->part[part[c]] += grouping->part[client * criteria + c];
  }
  take_means(scores.groups);
  return scores;
}

// ---- What it says ----

static char *headline(const ChartInput *in, const Scores *scores)
{
  const GroupScore *first = &g_array_index(scores->groups, GroupScore, 0),
                   *last = &g_array_index(scores->groups, GroupScore, scores->groups->len - 1);
  g_autofree char *high = figure_number(in->language, first->score, 0),
                  *low = figure_number(in->language, last->score, 0);
  g_autofree char *best = chart_group_name(in, first->group, TEXT_HEADLINE, 340),
                  *least = chart_group_name(in, last->group, TEXT_HEADLINE, 340);
  if (scores->groups->len == 1)
    return g_strdup_printf(_("The clients of %1$s score %2$s of 100 on average"), best, high);
  if (first->score - last->score < ALIKE)
    return g_strdup_printf(_("No group stands out by its score: all lie between %1$s and %2$s of 100"), low,
                           high);
  int most = 0;
  for (int part = 1; part < scores->parts; part++)
    if (first->part[part] - last->part[part] > first->part[most] - last->part[most])
      most = part;
  double share = (first->part[most] - last->part[most]) / (first->score - last->score);
  g_autofree char *why = style_name(TEXT_HEADLINE, scores->word[most], "–", 480);
  if (share < TELLING || scores->criterion[most] < 0)
    return g_strdup_printf(_("%1$s scores %2$s of 100, %3$s %4$s; no single criterion makes the difference"),
                           best, high, least, low);
  return g_strdup_printf(_("%1$s scores %2$s of 100, %3$s %4$s; most of the difference: %5$s"), best, high,
                         least, low, why);
}

// ---- Drawing ----

static void draw_key(Chart *chart, const Scores *scores)
{
  int block = chart_block(chart, "key: x, colour");
  double x = PAGE_LEFT, room = (PAGE_RIGHT - PAGE_LEFT - 30.0 * scores->parts) / scores->parts;
  for (int part = 0; part < scores->parts; part++) {
    g_autofree char *word = style_name(TEXT_SMALL_STRONG, scores->word[part], "–", room);
    chart_row(chart, "%.1f\t0x%06x", x, part_colors[part]);
    chart_text(chart, x + 22, 146, TEXT_SMALL_STRONG, ALIGN_LEFT, INK, word);
    x += style_width(TEXT_SMALL_STRONG, word) + 22 + 30;
  }
  chart_page(chart);
  chart_layer(chart, block, "using 1:(146):1:($1+14):(139):(153):2 with boxxyerror lc rgb variable");
}

static int bars_block(Chart *chart, const ChartInput *in, const Scores *scores, int rows, const Panel *panel)
{
  int block = chart_block(chart, "parts: row, from, to, colour");
  for (int row = 0; row < rows; row++) {
    const GroupScore *one = &g_array_index(scores->groups, GroupScore, row);
    double from = 0;
    for (int part = 0; part < scores->parts; part++) {
      double to = from + one->part[part];
      chart_row(chart, "%d\t%.3f\t%.3f\t0x%06x", row, from, to, part_colors[part]);
      g_autofree char *points = figure_number(in->language, one->part[part], 0);
      double left = panel_px(panel, from), right = panel_px(panel, to);
      if (right - left > style_width(TEXT_SMALL, points) + 10)
        chart_text(chart, (left + right) / 2, panel_py(panel, row), TEXT_SMALL, ALIGN_CENTER,
                   part == 0 ? WHITE : INK, points);
      from = to;
    }
  }
  return block;
}

static void row_texts(Chart *chart, const ChartInput *in, const GroupScore *one, const Panel *panel,
                      const double *rights, double y)
{
  g_autofree char *name = chart_group_name(in, one->group, TEXT_BODY, panel->left - PAGE_LEFT - 20);
  g_autofree char *clients = figure_number(in->language, one->clients, 0),
                  *score = figure_number(in->language, one->score, 1);
  chart_text(chart, panel->left - 20, y, TEXT_BODY, ALIGN_RIGHT, INK, name);
  chart_text(chart, rights[0], y, TEXT_BODY, ALIGN_RIGHT, MUTED, clients);
  chart_text(chart, rights[1], y, TEXT_STRONG, ALIGN_RIGHT, INK, score);
}

static void draw(Chart *chart, const ChartInput *in, const Scores *scores)
{
  int rows = MIN((int)scores->groups->len, ROWS);
  const char *heads[] = {_("clients"), _("mean score")};
  double rights[G_N_ELEMENTS(heads)], left, height = fmin(96, 590.0 / rows);
  columns_place(heads, G_N_ELEMENTS(heads), NULL, rights, &left);
  double top = g_array_index(scores->groups, GroupScore, 0).score;
  Panel panel = {300, 210, left - 30, 210 + height * rows, 0, fmax(top * 1.04, 10), rows - 0.5, -0.5};
  double step = rank_step(panel.x1);
  int block = bars_block(chart, in, scores, rows, &panel);
  chart_panel(chart, &panel);
  chart_set(chart, "set xtics scale 0 0,%g format ''; set grid xtics ls 1", step);
  chart_layer(chart, block, "using 2:1:2:3:($1-0.34):($1+0.34):4 with boxxyerror lc rgb variable");
  for (int row = 0; row < rows; row++)
    row_texts(chart, in, &g_array_index(scores->groups, GroupScore, row), &panel, rights,
              panel_py(&panel, row));
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    chart_text(chart, rights[i], panel.top - 18, TEXT_SMALL, ALIGN_RIGHT, MUTED, heads[i]);
  for (double points = 0; points <= panel.x1; points += step) {
    g_autofree char *number = figure_number(in->language, points, 0);
    chart_text(chart, panel_px(&panel, points), panel.bottom + 20, TEXT_SMALL, ALIGN_CENTER, MUTED, number);
  }
  chart_text(chart, panel.left, panel.top - 18, TEXT_SMALL, ALIGN_LEFT, MUTED, _("points of 100"));
  draw_key(chart, scores);
}

GPtrArray *plot_scores(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  if (!in->grouping || in->grouping->criteria->len == 0)
    return charts;
  Scores scores = scores_new(in);
  g_autoptr(GArray) groups = scores.groups;
  if (groups->len == 0 || scores.parts == 0)
    return charts;
  g_autofree char *strategy = style_name(TEXT_SUBHEAD, in->grouping->strategy, "–", 300);
  Chart *chart = chart_new(
      "scores", 0, 0, headline(in, &scores),
      g_strdup_printf(_("Mean score of each group's clients and the points of each criterion; strategy: %s"),
                      strategy));
  draw(chart, in, &scores);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}
