// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of every chart, and what a chart is: a gnuplot script and the data it draws. A chart is made of panels
// with scales of their own on a page of 1600 × 900 pixels, y downwards, and of text placed on the page. All statistics
// and the whole layout are computed here in C; gnuplot only draws. Text goes into the data file alone, never into the
// script, so that no customer's name can be run. The same input gives the same bytes.
#pragma once

#include "model/align_outline.h"
#include "model/comparison.h"
#include "model/map.h"
#include "model/plan.h"

// What charts are made from. Nothing is owned.
typedef struct ChartInput {
  const Territory *territory;
  const Calendar *calendar;
  const Plan *plan;
  const Map *map;                // NULL: the routes' own extent without borders
  const char *language;          // "en" or "es"
  const bool *reps;              // one flag a rep of the territory, true: drawn; NULL: all that were planned
  const Comparison *comparison;  // of scenarios with this plan; NULL: none
  const AlignOutline *alignment; // who should own which client; NULL: none was made
  int week;           // which week's routes, 0 the horizon's first; -1: the one with most kilometres
  const Plan *former; // the plan before this one, tallied; NULL: none is known
  const char
      *client_pages; // a file beside the report that has a page a client at "#c" and its index; NULL: none
  const struct Grouping *grouping; // scores of all clients; NULL: none are known
} ChartInput;

typedef struct Chart {
  const char *name;         // "workload"
  int number;               // NN, place in the deck
  int page, pages;          // 1 … where a chart has several pages
  int rep;                  // whose it is alone; -1: of all
  bool sourced;             // a source line stands at its foot
  char *stem;               // "01-workload", "04-routes-2": name of all its files
  char *headline, *subhead; // plain text, what the reader takes away, and what is drawn
  GString *script;          // STEM.gp
  GString *data;            // STEM.dat
  GString *body;            // the drawing part of the script, for the deck
  struct ChartWork *work;   // while it is drawn; NULL when finished
} Chart;

void chart_free(Chart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Chart, chart_free)

// ---- The registry: plots/charts.c ----
typedef enum {
  NEEDS_PLAN = 1,
  NEEDS_GROUPS = 2,
  NEEDS_SALES = 4,
  NEEDS_TARGETS = 8,
  NEEDS_ACTUALS = 16,
  NEEDS_SCENARIOS = 1024,
  NEEDS_ALIGNMENT = 2048
} ChartNeeds;

typedef struct ChartKind {
  const char *name;
  int number;
  ChartNeeds needs;
  GPtrArray *(*make)(const ChartInput *in); // Chart *, one a page; empty: nothing to show
} ChartKind;

extern const ChartKind chart_kinds[]; // ends with a name of NULL

// All charts for which there are data, in the order of their numbers; free with g_ptr_array_unref. `only` names the
// kinds that are wanted (NULL: all); an unknown name is an error (G_OPTION_ERROR_BAD_VALUE), nothing to draw is not.
GPtrArray *charts_make(const ChartInput *in, const char *const *only, GError **error);
// The deck of all charts, "review": a title, a page with the figures that matter, a page a chart. Its script draws
// review.pdf and needs the data files of the charts beside it.
Chart *deck_make(const ChartInput *in, const GPtrArray *charts);
// Writes STEM.gp and STEM.dat of each into the folder, which must exist.
bool charts_write(const GPtrArray *charts, const char *folder, GError **error);

// ---- For the charts themselves ----
enum {
  PAGE_WIDTH = 1600,
  PAGE_HEIGHT = 900,
  PAGE_LEFT = 56,
  PAGE_RIGHT = 1544,
  PAGE_TOP = 136,
  PAGE_BOTTOM = 852
};

enum {
  INK = 0x1f2933,
  MUTED = 0x66727f,
  FAINT = 0x9aa5b1,
  GRID = 0xe3e7eb,
  LAND = 0xf5f3ee,
  SEA = 0xeaf1f6,
  BORDER = 0xcdc6b4,
  BASE = 0xb8c2cc,
  PALE = 0xdde3e8,
  GOOD = 0x0072b2,
  BAD = 0xd55e00,
  DEEP = 0x0b5a8a, // for large areas
  LIGHT = 0x56b4e9,
  GREY = 0xc8d1d9,
  WHITE = 0xffffff
};

// Okabe and Ito without yellow: told apart with every kind of colour blindness.
enum { CHART_REP_COLORS = 6 };
extern const guint32 chart_rep_colors[CHART_REP_COLORS];

typedef enum {
  TEXT_TITLE, // of the deck
  TEXT_FIGURE,
  TEXT_HEADLINE,
  TEXT_SUBHEAD,
  TEXT_NAME, // of a panel
  TEXT_BODY,
  TEXT_STRONG,
  TEXT_SMALL,
  TEXT_SMALL_STRONG,
  TEXT_TINY,
  TEXT_TINY_STRONG,
  TEXT_TOWN, // with a rim in the colour of land
  TEXT_TOWN_STRONG,
  TEXT_STYLES
} TextStyle;

typedef enum { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT, ALIGNS } Align;

double style_width(TextStyle style, const char *text); // pixels
char *style_cut(TextStyle style, const char *text, double width);
char **style_wrap(TextStyle style, const char *text, double width, int lines); // see lettering_wrap
char *style_name(TextStyle style, const char *text, const char *fallback, double width);

typedef struct Panel {
  double left, top, right, bottom; // pixels
  double x0, x1, y0, y1;           // scale: x0 at the left, y0 at the bottom
} Panel;
double panel_px(const Panel *panel, double x);
double panel_py(const Panel *panel, double y);

// page 0: the only one. `headline` and `subhead` are taken over.
Chart *chart_new(const char *name, int page, int pages, char *headline, char *subhead);
// Whether a headline of that text is shown whole, on two lines at most.
bool chart_headline_fits(const char *headline);
// Begins a block of rows in the data file, with a comment of our own; returns its index for gnuplot.
int chart_block(Chart *chart, const char *comment);
void chart_row(Chart *chart, const char *format, ...) G_GNUC_PRINTF(2, 3);
void chart_gap(Chart *chart); // the pen is lifted before the next row

// A panel is open until the next one begins; layers are drawn in the order of their adding.
void chart_panel(Chart *chart, const Panel *panel);
// The page itself as a panel.
void chart_page(Chart *chart);
void chart_set(Chart *chart, const char *format, ...) G_GNUC_PRINTF(2, 3); // a line of script before the plot
// Scripts have a function disc(r): the "ps" of "points pt 7" for a radius of r pixels, which differs by terminal.
// "using 1:2 with lines …" of a block, nothing where it has no rows. Numbers and words of ours only.
void chart_layer(Chart *chart, int block, const char *format, ...) G_GNUC_PRINTF(3, 4);

void chart_text(Chart *chart, double x, double y, TextStyle style, Align align, guint32 color,
                const char *text);
// The line at the foot of the page, muted.
void chart_source(Chart *chart, const char *text);
// Draws the texts and closes the script.
Chart *chart_finish(Chart *chart);

// For the deck, which puts the bodies of charts and pages of its own together. `stem` is taken over; no header.
Chart *chart_new_blank(const char *name, int number, char *stem);
// Draws the texts so far on top of what was drawn so far.
void chart_flush(Chart *chart);
// Closes the script as one that makes a PDF.
Chart *chart_finish_deck(Chart *chart);

// "lc rgb '#1f2933'" for scripts.
#define COLOR "lc rgb '#%06x'"

// Reps that are drawn, in the order of the territory: indices of int; free with g_array_unref.
GArray *chart_reps(const ChartInput *in);
// A rep's name fit for a sentence, at most `width` pixels in that style.
char *chart_rep_name(const ChartInput *in, int rep, TextStyle style, double width);
// The same of a group; -1, or one past the last, is that of clients without one.
char *chart_group_name(const ChartInput *in, int group, TextStyle style, double width);
char *chart_period(const ChartInput *in);
