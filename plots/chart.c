// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts draw one kind of file after another from the same body; the deck uses the bodies alone. Sizes of type are
// points on a page of 1200 × 675 points. In SVG a point is not a pixel, hence its font scale; the terminal knows no
// list of families and no bold without enhanced mode, so both are written into the attribute it copies as it stands.
#include "plots/chart.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/lettering.h"

#include <math.h>
#include <string.h>

const guint32 chart_rep_colors[CHART_REP_COLORS] = {0x0072b2, 0xd55e00, 0x009e73,
                                                    0xcc79a7, 0xe69f00, 0x56b4e9};

typedef struct StyleSpec {
  int points;
  bool bold, rim;
} StyleSpec;

static const StyleSpec styles[TEXT_STYLES] = {
    [TEXT_TITLE] = {44, true, false},        [TEXT_FIGURE] = {34, true, false},
    [TEXT_HEADLINE] = {27, true, false},     [TEXT_SUBHEAD] = {17, false, false},
    [TEXT_NAME] = {16, true, false},         [TEXT_BODY] = {15, false, false},
    [TEXT_STRONG] = {15, true, false},       [TEXT_SMALL] = {13, false, false},
    [TEXT_SMALL_STRONG] = {13, true, false}, [TEXT_TINY] = {11, false, false},
    [TEXT_TINY_STRONG] = {11, true, false},  [TEXT_TOWN] = {12, false, true},
    [TEXT_TOWN_STRONG] = {13, true, true},
};
enum { HEADLINE_SMALLEST = 22 };

struct ChartWork {
  GPtrArray *layers;                   // char *: of the open panel
  GString *texts[TEXT_STYLES][ALIGNS]; // rows, NULL: none
  GString *headline;                   // rows at the size below
  int headline_points;
  GArray *rows; // int: of each block
  bool gap;     // before the next row
};

static void work_free(struct ChartWork *work)
{
  if (!work)
    return;
  g_ptr_array_unref(work->layers);
  g_array_unref(work->rows);
  for (int style = 0; style < TEXT_STYLES; style++)
    for (int align = 0; align < ALIGNS; align++)
      if (work->texts[style][align])
        g_string_free(work->texts[style][align], TRUE);
  g_string_free(work->headline, TRUE);
  g_free(work);
}

void chart_free(Chart *chart)
{
  if (!chart)
    return;
  work_free(chart->work);
  g_free(chart->stem);
  g_free(chart->headline);
  g_free(chart->subhead);
  g_string_free(chart->script, TRUE);
  g_string_free(chart->data, TRUE);
  g_string_free(chart->body, TRUE);
  g_free(chart);
}

double style_width(TextStyle style, const char *text)
{
  return lettering_width(text, styles[style].points, styles[style].bold);
}

char *style_cut(TextStyle style, const char *text, double width)
{
  return lettering_cut(text, styles[style].points, styles[style].bold, width);
}

char **style_wrap(TextStyle style, const char *text, double width, int lines)
{
  return lettering_wrap(text, styles[style].points, styles[style].bold, width, lines);
}

char *style_name(TextStyle style, const char *text, const char *fallback, double width)
{
  return lettering_name(text, fallback, styles[style].points, styles[style].bold, width);
}

double panel_px(const Panel *panel, double x)
{
  return panel->left + (x - panel->x0) / (panel->x1 - panel->x0) * (panel->right - panel->left);
}

double panel_py(const Panel *panel, double y)
{
  return panel->bottom - (y - panel->y0) / (panel->y1 - panel->y0) * (panel->bottom - panel->top);
}

// A cell that gnuplot reads as this text: it unescapes backslashes and takes quotes at the start off.
static void append_cell(GString *row, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  for (const char *c = valid; *c; c++) {
    if (*c == '\\')
      g_string_append(row, "\\\\");
    else if (*c == '"')
      g_string_append(row, "\\042");
    else
      g_string_append_c(row, (guchar)*c < 0x20 || *c == 0x7f ? ' ' : *c);
  }
}

static void append_text(GString *rows, double x, double y, guint32 color, const char *text)
{
  g_string_append_printf(rows, "%.1f\t%.1f\t0x%06x\t", x, y, color);
  // The page runs from left to right, also where its text begins with a name that does not.
  if (strstr(text, "\u2068"))
    g_string_append(rows, "\u200e");
  append_cell(rows, text);
  g_string_append_c(rows, '\n');
}

void chart_text(Chart *chart, double x, double y, TextStyle style, Align align, guint32 color,
                const char *text)
{
  if (!*text)
    return;
  GString **rows = &chart->work->texts[style][align];
  if (!*rows)
    *rows = g_string_new(NULL);
  append_text(*rows, x, y, color, text);
}

void chart_source(Chart *chart, const char *text)
{
  g_autofree char *cut = style_name(TEXT_TINY, text, "", PAGE_RIGHT - PAGE_LEFT - 60);
  chart_text(chart, PAGE_LEFT, 880, TEXT_TINY, ALIGN_LEFT, FAINT, cut);
  chart->sourced = true;
}

// As large as it fits on one line, else on two lines of the smallest size.
static int headline_points(const char *headline)
{
  int points = styles[TEXT_HEADLINE].points;
  while (points > HEADLINE_SMALLEST && lettering_width(headline, points, true) > PAGE_RIGHT - PAGE_LEFT)
    points--;
  return points;
}

bool chart_headline_fits(const char *headline)
{
  const int points = headline_points(headline);
  g_auto(GStrv) lines = lettering_wrap(headline, points, true, PAGE_RIGHT - PAGE_LEFT, 2);
  g_autofree char *shown = g_strjoinv(" ", lines);
  return g_str_equal(shown, headline);
}

static void append_header(Chart *chart)
{
  double width = PAGE_RIGHT - PAGE_LEFT;
  int points = headline_points(chart->headline);
  g_auto(GStrv) lines = lettering_wrap(chart->headline, points, true, width, 2);
  bool single = g_strv_length(lines) == 1;
  for (int i = 0; lines[i]; i++)
    append_text(chart->work->headline, PAGE_LEFT, single ? 46 : 29 + 34 * i, INK, lines[i]);
  chart->work->headline_points = points;
  g_autofree char *subhead = style_cut(TEXT_SUBHEAD, chart->subhead, width);
  chart_text(chart, PAGE_LEFT, single ? 98 : 104, TEXT_SUBHEAD, ALIGN_LEFT, MUTED, subhead);
}

static void append_preamble(Chart *chart)
{
  g_string_append_printf(
      chart->script,
      "# Draws %1$s.svg and %1$s.png from %1$s.dat, in this folder:  gnuplot %1$s.gp\n"
      "# Only one of them:  gnuplot -e \"kinds = 'png'\" %1$s.gp\n"
      "reset\n"
      "set encoding utf8\n"
      "if (!exists('kinds')) kinds = 'svg png'\n"
      "do for [kind in kinds] {\n"
      "if (kind eq 'svg') {\n"
      "  # Fallback fonts and weight stand in the name, which the terminal copies into the file.\n"
      "  R = 'Inter&#44; Helvetica&#44; Arial&#44; sans-serif'\n"
      "  B = R.'\" font-weight=\"bold'\n"
      "  dy(points) = 0.18 * points  # centres text on its place\n"
      "  disc(radius) = radius / 6.24\n"
      "  set terminal svg size %2$d,%3$d font R.',15' fontscale 1.3333 background rgb 'white' noenhanced\n"
      "} else {\n"
      "  R = 'Inter'\n"
      "  B = 'Inter:Bold'\n"
      "  dy(points) = 0\n"
      "  disc(radius) = radius / 3.12\n"
      "  set terminal pngcairo size %2$d,%3$d font R.',15' background rgb 'white' noenhanced\n"
      "}\n"
      "set output '%1$s.'.kind\n",
      chart->stem, PAGE_WIDTH, PAGE_HEIGHT);
}

static int kind_number(const char *name)
{
  for (const ChartKind *kind = chart_kinds; kind->name; kind++)
    if (g_str_equal(kind->name, name))
      return kind->number;
  g_assert_not_reached();
}

Chart *chart_new_blank(const char *name, int number, char *stem)
{
  Chart *chart = g_new0(Chart, 1);
  chart->name = name;
  chart->number = number;
  chart->page = chart->pages = 1;
  chart->rep = -1;
  chart->stem = stem;
  chart->headline = g_strdup("");
  chart->subhead = g_strdup("");
  chart->script = g_string_new(NULL);
  chart->data = g_string_new(NULL);
  chart->body = g_string_new(NULL);
  chart->work = g_new0(struct ChartWork, 1);
  chart->work->layers = g_ptr_array_new_with_free_func(g_free);
  chart->work->rows = g_array_new(FALSE, FALSE, sizeof(int));
  chart->work->headline = g_string_new(NULL);
  g_string_append_printf(chart->body,
                         "data = '%s.dat'\n"
                         "set datafile separator '\\t'\n"
                         "unset key\nunset border\nset style fill solid 1 noborder\n"
                         "set style line 1 lc rgb '#%06x' lw 1\n",
                         chart->stem, GRID);
  return chart;
}

Chart *chart_new(const char *name, int page, int pages, char *headline, char *subhead)
{
  int number = kind_number(name);
  char *stem = pages > 1 ? g_strdup_printf("%02d-%s-%d", number, name, page)
                         : g_strdup_printf("%02d-%s", number, name);
  Chart *chart = chart_new_blank(name, number, stem);
  chart->page = MAX(page, 1);
  chart->pages = MAX(pages, 1);
  g_free(chart->headline);
  g_free(chart->subhead);
  chart->headline = headline;
  chart->subhead = subhead;
  append_preamble(chart);
  append_header(chart);
  return chart;
}

static int block_rows(const Chart *chart, int block)
{
  return g_array_index(chart->work->rows, int, block);
}

int chart_block(Chart *chart, const char *comment)
{
  int index = (int)chart->work->rows->len, none = 0;
  // gnuplot counts blocks that have rows.
  if (index > 0 && block_rows(chart, index - 1) == 0)
    g_string_append(chart->data, "NaN\n");
  if (index > 0)
    g_string_append(chart->data, "\n\n");
  g_string_append_printf(chart->data, "# index %d: %s\n", index, comment);
  g_array_append_val(chart->work->rows, none);
  chart->work->gap = false;
  return index;
}

void chart_row(Chart *chart, const char *format, ...)
{
  int *rows = &g_array_index(chart->work->rows, int, chart->work->rows->len - 1);
  if (chart->work->gap && *rows > 0)
    g_string_append_c(chart->data, '\n');
  chart->work->gap = false;
  ++*rows;
  va_list args;
  va_start(args, format);
  g_string_append_vprintf(chart->data, format, args);
  va_end(args);
  g_string_append_c(chart->data, '\n');
}

void chart_gap(Chart *chart)
{
  chart->work->gap = true;
}

static void close_panel(Chart *chart)
{
  GPtrArray *layers = chart->work->layers;
  for (guint i = 0; i < layers->len; i++)
    g_string_append_printf(chart->body, "%s%s", i == 0 ? "plot " : ", \\\n     ",
                           (const char *)g_ptr_array_index(layers, i));
  if (layers->len > 0)
    g_string_append_c(chart->body, '\n');
  g_ptr_array_set_size(layers, 0);
}

void chart_panel(Chart *chart, const Panel *panel)
{
  close_panel(chart);
  g_string_append_printf(chart->body,
                         "\nset lmargin at screen %.5f; set rmargin at screen %.5f\n"
                         "set tmargin at screen %.5f; set bmargin at screen %.5f\n"
                         "set xrange [%.8g:%.8g]; set yrange [%.8g:%.8g]\n"
                         "unset tics; unset grid\n",
                         panel->left / PAGE_WIDTH, panel->right / PAGE_WIDTH, 1 - panel->top / PAGE_HEIGHT,
                         1 - panel->bottom / PAGE_HEIGHT, panel->x0, panel->x1, panel->y0, panel->y1);
}

void chart_page(Chart *chart)
{
  static const Panel page = {0, 0, PAGE_WIDTH, PAGE_HEIGHT, 0, PAGE_WIDTH, PAGE_HEIGHT, 0};
  chart_panel(chart, &page);
}

void chart_set(Chart *chart, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_string_append_vprintf(chart->body, format, args);
  va_end(args);
  g_string_append_c(chart->body, '\n');
}

void chart_layer(Chart *chart, int block, const char *format, ...)
{
  if (block_rows(chart, block) == 0)
    return;
  va_list args;
  va_start(args, format);
  g_autofree char *how = g_strdup_vprintf(format, args);
  va_end(args);
  g_ptr_array_add(chart->work->layers, g_strdup_printf("data index %d %s title ' '", block, how));
}

static void append_labels(Chart *chart, const GString *rows, int points, const StyleSpec *style, Align align,
                          const char *comment)
{
  static const char *const words[ALIGNS] = {"left", "center", "right"};
  static const double rim_x[] = {2, 1.4, 0, -1.4, -2, -1.4, 0, 1.4},
                      rim_y[] = {0, 1.4, 2, 1.4, 0, -1.4, -2, -1.4};
  int block = chart_block(chart, comment);
  g_array_index(chart->work->rows, int, block) = 1;
  g_string_append_len(chart->data, rows->str, (gssize)rows->len);
  const char *font = style->bold ? "B" : "R";
  if (style->rim)
    for (int i = 0; i < 8; i++)
      chart_layer(chart, block,
                  "using ($1%+.1f):($2%+.1f+dy(%d)):4 with labels %s font %s.',%d' tc rgb '#%06x' noenhanced",
                  rim_x[i], rim_y[i], points, words[align], font, points, LAND);
  chart_layer(chart, block, "using 1:($2+dy(%d)):4:3 with labels %s font %s.',%d' tc rgb variable noenhanced",
              points, words[align], font, points);
}

void chart_flush(Chart *chart)
{
  struct ChartWork *work = chart->work;
  chart_page(chart);
  if (work->headline->len)
    append_labels(chart, work->headline, work->headline_points, &styles[TEXT_HEADLINE], ALIGN_LEFT,
                  "headline: x, y, colour, text");
  g_string_truncate(work->headline, 0);
  for (int style = 0; style < TEXT_STYLES; style++)
    for (int align = 0; align < ALIGNS; align++) {
      GString *rows = g_steal_pointer(&work->texts[style][align]);
      if (!rows)
        continue;
      append_labels(chart, rows, styles[style].points, &styles[style], (Align)align,
                    "texts: x, y, colour, text");
      g_string_free(rows, TRUE);
    }
  close_panel(chart);
}

Chart *chart_finish(Chart *chart)
{
  chart_flush(chart);
  g_string_append_printf(chart->script, "set multiplot\n%sunset multiplot\nunset output\n}\n",
                         chart->body->str);
  work_free(chart->work);
  chart->work = NULL;
  return chart;
}

Chart *chart_finish_deck(Chart *chart)
{
  g_string_append_printf(chart->script,
                         "# Draws %3$s.pdf from the data of all charts, in this folder:  gnuplot %1$s.gp\n"
                         "reset\n"
                         "set encoding utf8\n"
                         "R = 'Inter'\n"
                         "B = 'Inter:Bold'\n"
                         "dy(points) = 0\n"
                         "disc(radius) = radius / 5.1\n"
                         "set terminal pdfcairo size 13.333in,7.5in font R.',15' fontscale 0.6 linewidth 1.2 "
                         "background rgb 'white' noenhanced\n"
                         "set output '%3$s.pdf'\n"
                         "set multiplot\n%2$sunset multiplot\nunset output\n",
                         chart->stem, chart->body->str, chart->name);
  work_free(chart->work);
  chart->work = NULL;
  return chart;
}

GArray *chart_reps(const ChartInput *in)
{
  GArray *reps = g_array_new(FALSE, FALSE, sizeof(int));
  for (int rep = 0; rep < (int)in->territory->reps->len; rep++) {
    bool planned = false;
    for (guint i = 0; i < in->plan->reps->len && !planned; i++)
      planned = g_array_index(in->plan->reps, RepResult, i).rep == rep;
    if (planned && (!in->reps || in->reps[rep]))
      g_array_append_val(reps, rep);
  }
  return reps;
}

char *chart_rep_name(const ChartInput *in, int rep, TextStyle style, double width)
{
  const Rep *person = territory_rep(in->territory, rep);
  const char *name = person->name && *person->name ? person->name : person->id;
  return style_name(style, name, "–", width);
}

char *chart_group_name(const ChartInput *in, int group, TextStyle style, double width)
{
  if (group < 0 || group >= (int)in->territory->groups->len)
    return g_strdup(_("without a group"));
  const Group *one = territory_group(in->territory, group);
  return style_name(style, one->name && *one->name ? one->name : one->id, "–", width);
}

char *chart_period(const ChartInput *in)
{
  return figure_period(in->territory->settings.start, in->territory->settings.days);
}
