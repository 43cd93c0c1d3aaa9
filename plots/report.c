// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/report.h"

#include "model/activity.h"
#include "model/words.h"
#include "plots/figures.h"
#include "plots/lettering.h"
#include "plots/load.h"
#include "plots/summary.h"

#include <math.h>
#include <string.h>

enum { UNPLANNED_ROWS = 2000 };

static const char style_sheet[] =
    ":root{color-scheme:light dark;--ink:#1f2933;--muted:#5b6773;--line:#e3e7eb;--page:#fff;--card:#f6f8fa;"
    "--good:#0072b2;--bad:#b84f00}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--muted:#a3afba;--line:#39434d;--page:#14191e;"
    "--card:#1d242b;--good:#6cb8ea;--bad:#ff9a4d}.chart svg{filter:invert(.92) hue-rotate(180deg)}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:82rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);"
    "font:16px/1.5 Inter,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}\n"
    "h1{font-size:2.2rem;line-height:1.15;margin:.2rem 0 .4rem}h2{font-size:1.35rem;margin:2.5rem 0 1rem}"
    "header p{color:var(--muted);margin:0}a{color:var(--good)}\n"
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(max(14rem,30%),1fr));gap:.9rem;"
    "margin:1.8rem "
    "0}"
    ".figures div{background:var(--card);border-radius:.5rem;padding:.9rem 1.1rem}"
    ".figures dt,.figures .note{color:var(--muted);font-size:.9rem}"
    ".figures dd{margin:0}.figures "
    ".value{font-size:1.9rem;font-weight:700;line-height:1.25}.bad{color:var(--bad)}\n"
    "figure{margin:0 0 2.2rem;border-top:1px solid var(--line);padding-top:.6rem;break-inside:avoid}"
    "figure h3{font-size:1.1rem;margin:.4rem 0}.chart{overflow-x:auto}"
    ".chart svg{display:block;width:100%;min-width:44rem;height:auto}\n"
    "@media(min-width:50rem){figure "
    "h3{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}\n"
    ".table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem;overflow-wrap:normal}"
    "td:first-child{min-width:9rem}th,td{padding:.4rem .7rem;text-align:left;border-bottom:1px solid "
    "var(--line);vertical-align:top}"
    "th{color:var(--muted);font-weight:600;white-space:nowrap}.n{text-align:right;font-variant-numeric:"
    "tabular-nums}"
    "th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid var(--good)}"
    "th[aria-sort=ascending] button::after{content:' ▲'}th[aria-sort=descending] button::after{content:' "
    "▼'}\n"
    "footer{color:var(--muted);font-size:.85rem;margin-top:3rem}\n"
    "@page{size:A4 landscape;margin:12mm}\n"
    "@media print{:root{--ink:#000;--page:#fff;--muted:#444;--line:#ccc;--card:#f6f8fa;--bad:#b84f00}"
    "body{max-width:none;padding:0;font-size:10pt}nav,figure h3{display:none}figure{border:0;margin:0}"
    ".chart svg{min-width:0;filter:none;max-height:180mm}main>h2:first-child{display:none}"
    "th button::after{content:''!important}td,th{padding:.2rem .5rem}}\n";

// Makes the heads of tables buttons that sort; the sort keeps equal rows in their order.
static const char sorting[] =
    "document.querySelectorAll('table').forEach(function(t){var b=t.tBodies[0];"
    "t.querySelectorAll('th').forEach(function(h,i){var k=document.createElement('button');k.type='button';"
    "k.textContent=h.textContent;h.textContent='';h.appendChild(k);k.onclick=function(){"
    "var up=h.getAttribute('aria-sort')!=='ascending';"
    "t.querySelectorAll('th').forEach(function(o){o.removeAttribute('aria-sort')});"
    "h.setAttribute('aria-sort',up?'ascending':'descending');"
    "Array.from(b.rows).map(function(r,n){var c=r.cells[i],v=c.getAttribute('data-v');"
    "return{r:r,n:n,v:v===null?c.textContent.toLowerCase():parseFloat(v)}}).sort(function(x,y){"
    "var d=typeof x.v==='number'?x.v-y.v:x.v.localeCompare(y.v);"
    "return(up?d:-d)||x.n-y.n}).forEach(function(x){b.appendChild(x.r)})}})});";

// ---- Text ----

static void append_escaped(GString *html, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text(text, -1);
  g_string_append(html, escaped);
}

// Customers' text: cleaned, escaped, with a direction of its own.
static char *customer_text(const char *text)
{
  g_autofree char *clean = lettering_name(text, "–", 15, false, 1e9);
  return g_markup_escape_text(clean, -1);
}

static char *person(const ChartInput *in, int rep)
{
  const Rep *one = territory_rep(in->territory, rep);
  return customer_text(one->name && *one->name ? one->name : one->id);
}

// ---- Pictures ----

// The tag that starts at `at`, with its ids and references prefixed; returns what follows it.
static const char *copy_tag(GString *out, const char *at, const char *prefix)
{
  static const char *const marks[] = {" id=\"", " id='", "href=\"#", "href='#", "url(#"};
  const char *end = strchr(at, '>');
  if (!end)
    return at + strlen(at);
  while (at <= end) {
    bool marked = false;
    for (guint i = 0; i < G_N_ELEMENTS(marks) && !marked; i++)
      if (g_str_has_prefix(at, marks[i])) {
        g_string_append_printf(out, "%s%s-", marks[i], prefix);
        at += strlen(marks[i]);
        marked = true;
      }
    if (!marked)
      g_string_append_c(out, *at++);
  }
  return at;
}

// After an element that is left out, or NULL when there is none here.
static const char *skip_element(const char *at, const char *open, const char *close)
{
  if (!g_str_has_prefix(at, open))
    return NULL;
  const char *end = strstr(at, close);
  return end ? end + strlen(close) : at + strlen(at);
}

char *report_svg(const char *svg, const char *prefix)
{
  const char *at = strstr(svg, "<svg");
  if (!at)
    return NULL;
  GString *out = g_string_new(NULL);
  while (*at) {
    const char *after = skip_element(at, "<title>", "</title>");
    after = after ? after : skip_element(at, "<desc>", "</desc>");
    if (after)
      at = after;
    else if (*at == '<')
      at = copy_tag(out, at, prefix);
    else
      g_string_append_c(out, *at++);
  }
  return g_string_free(out, FALSE);
}

static void append_charts(GString *html, const GPtrArray *charts, const char *const *svgs)
{
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    g_autofree char *prefix = g_strdup_printf("c%u", i + 1);
    g_autofree char *svg = svgs[i] ? report_svg(svgs[i], prefix) : NULL;
    if (!svg)
      continue;
    g_string_append_printf(html, "<figure id=\"%s\"><h3>", chart->stem);
    append_escaped(html, chart->headline);
    g_string_append_printf(html, "</h3><div class=\"chart\">%s</div></figure>\n", svg);
  }
}

// ---- Head ----

static void append_figures(GString *html, const ChartInput *in)
{
  g_autoptr(GArray) figures = summary_figures(in);
  g_string_append(html, "<dl class=\"figures\">\n");
  for (guint i = 0; i < figures->len; i++) {
    const Figure *figure = &g_array_index(figures, Figure, i);
    g_string_append(html, "<div><dt>");
    append_escaped(html, figure->label);
    g_string_append_printf(html, "</dt><dd class=\"value%s\">", figure->bad ? " bad" : "");
    append_escaped(html, figure->value);
    g_string_append(html, "</dd><dd class=\"note\">");
    append_escaped(html, figure->note);
    g_string_append(html, "</dd></div>\n");
  }
  g_string_append(html, "</dl>\n");
}

static void append_findings(GString *html, const GPtrArray *charts)
{
  g_autoptr(GPtrArray) findings = summary_findings(charts);
  g_string_append(html, "<nav><h2>");
  append_escaped(html, _("What the charts say"));
  g_string_append(html, "</h2><ul>\n");
  for (guint i = 0; i < findings->len; i++) {
    const Chart *chart = findings->pdata[i];
    g_string_append_printf(html, "<li><a href=\"#%s\">", chart->stem);
    append_escaped(html, chart->headline);
    g_string_append(html, "</a></li>\n");
  }
  g_string_append(html, "</ul></nav>\n");
}

static void append_head(GString *html, const ChartInput *in)
{
  g_autofree char *name = customer_text(in->territory->settings.name);
  g_autofree char *period = chart_period(in), *scope = summary_scope(in);
  g_string_append_printf(
      html,
      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\"/>\n"
      "<link rel=\"icon\" href=\"data:,\"/>\n"
      "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<header><p>",
      g_str_has_prefix(in->language, "es") ? "es" : "en", name, style_sheet);
  append_escaped(html, _("Sales visit plan"));
  g_string_append_printf(html, "</p><h1 dir=\"auto\">%s</h1><p>", name);
  append_escaped(html, period);
  g_string_append(html, " · ");
  append_escaped(html, scope);
  g_string_append(html, "</p>");
  if (in->client_pages) {
    g_string_append_printf(html, "<p><a href=\"%s\">", in->client_pages);
    append_escaped(html, _("A page a client: visits, activities, what found no place and why"));
    g_string_append(html, "</a></p>");
  }
  g_string_append(html, "</header>\n");
}

// ---- Tables ----

static void open_table(GString *html, const char *title, const char *const *heads, guint texts)
{
  g_string_append(html, "<h2>");
  append_escaped(html, title);
  g_string_append(html, "</h2>\n<div class=\"table\"><table><thead><tr>");
  for (guint i = 0; heads[i]; i++) {
    g_string_append(html, i < texts ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">");
    append_escaped(html, heads[i]);
    g_string_append(html, "</th>");
  }
  g_string_append(html, "</tr></thead><tbody>\n");
}

static void close_table(GString *html)
{
  g_string_append(html, "</tbody></table></div>\n");
}

// A figure as it is read, and as it is sorted.
static void append_number(GString *html, double value, char *text)
{
  char sort[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(sort, sizeof sort, "%.4f", value);
  g_string_append_printf(html, "<td class=\"n\" data-v=\"%s\">%s</td>", sort, text);
  g_free(text);
}

static void append_count(GString *html, const ChartInput *in, double value)
{
  append_number(html, value, figure_number(in->language, value, 0));
}

// The figure with the page of that rep; NULL: there is none.
static const Chart *page_of(const GPtrArray *charts, const char *const *svgs, int rep)
{
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    if (svgs[i] && chart->rep == rep && strcmp(chart->name, "reps") == 0)
      return chart;
  }
  return NULL;
}

static void append_reps(GString *html, const ChartInput *in, const GPtrArray *charts, const char *const *svgs)
{
  const char *heads[] = {_("Rep"),       _("Visits"), _("Wanted"), _("Not placed"), _("Hours with clients"),
                         _("Travel, h"), _("km"),     _("Load"),   _("Gap"),        NULL};
  g_autoptr(LoadTable) table = load_table_new(in);
  open_table(html, _("Reps"), heads, 1);
  for (guint i = 0; i < table->reps->len; i++) {
    const RepLoad *load = load_rep(table, (int)i);
    const RepResult *result = plan_rep_result(in->plan, load->rep);
    g_autofree char *name = person(in, load->rep);
    double gap = gap_pct(plan_cost_total(result->cost), result->bound) / 100;
    bool known = result->status == PLAN_OPTIMAL || result->bound > 0;
    const Chart *page = page_of(charts, svgs, load->rep);
    if (page)
      g_string_append_printf(html, "<tr><td dir=\"auto\"><a href=\"#%s\">%s</a></td>", page->stem, name);
    else
      g_string_append_printf(html, "<tr><td dir=\"auto\">%s</td>", name);
    append_count(html, in, load->total.visits);
    append_count(html, in, result->wanted);
    append_count(html, in, load->unplanned);
    append_count(html, in, (double)load->total.visit_s / HOUR_S);
    append_count(html, in, (double)load->total.travel_s / HOUR_S);
    append_count(html, in, (double)load->total.travel_m / 1000);
    append_number(html, load_share(&load->total), figure_percent(in->language, load_share(&load->total)));
    append_number(html, known ? gap : 2,
                  known ? figure_percent_fine(in->language, ceil(gap * 1000 - 1e-9) / 1000) : g_strdup("–"));
    g_string_append(html, "</tr>\n");
  }
  close_table(html);
}

static bool *drawn_reps(const ChartInput *in)
{
  g_autoptr(GArray) reps = chart_reps(in);
  bool *drawn = g_new0(bool, in->territory->reps->len + 1);
  for (guint i = 0; i < reps->len; i++)
    drawn[g_array_index(reps, int, i)] = true;
  return drawn;
}

// Two cells.
static void append_why(GString *html, const ChartInput *in, const char *reason, const char *remedy)
{
  g_autofree char *why = figure_said(in->language, reason), *change = figure_said(in->language, remedy);
  g_autofree char *reason_cell = customer_text(why), *remedy_cell = customer_text(change);
  g_string_append_printf(html, "<td>%s</td><td>%s</td>", reason_cell, remedy_cell);
}

// The first cell of a row, which leads to the client's own page where there is one.
static void append_client(GString *html, const ChartInput *in, int index)
{
  const Client *client = territory_client(in->territory, index);
  g_autofree char *name = customer_text(client->name && *client->name ? client->name : client->id);
  if (in->client_pages)
    g_string_append_printf(html, "<tr><td dir=\"auto\"><a href=\"%s#c%d\">%s</a></td>", in->client_pages,
                           index, name);
  else
    g_string_append_printf(html, "<tr><td dir=\"auto\">%s</td>", name);
}

static void append_unplanned(GString *html, const ChartInput *in)
{
  const char *heads[] = {_("Client"), _("Rep"), _("Reason"), _("What would help"), NULL};
  g_autofree bool *drawn = drawn_reps(in);
  int rows = 0;
  for (guint i = 0; i < in->plan->unplanned->len && rows < UNPLANNED_ROWS; i++) {
    const Unplanned *missing = &g_array_index(in->plan->unplanned, Unplanned, i);
    if (missing->rep < 0 || !drawn[missing->rep])
      continue;
    if (rows++ == 0)
      open_table(html, _("Visits without a place"), heads, 4);
    g_autofree char *rep = person(in, missing->rep);
    append_client(html, in, missing->client);
    g_string_append_printf(html, "<td dir=\"auto\">%s</td>", rep);
    append_why(html, in, missing->reason, missing->remedy);
    g_string_append(html, "</tr>\n");
  }
  if (rows > 0)
    close_table(html);
}

// What was to be done at a visit, by whom: the resource's name, or the activity.
static char *unmet_what(const ChartInput *in, const Unmet *unmet)
{
  const Resource *resource = unmet->resource >= 0 ? territory_resource(in->territory, unmet->resource) : NULL;
  const Activity *activity =
      unmet->activity >= 0 ? client_activity(in->territory, unmet->client, unmet->activity) : NULL;
  const char *name = resource   ? (*resource->name ? resource->name : resource->id)
                     : activity ? activity->id
                                : "";
  return customer_text(name);
}

static void append_unmet(GString *html, const ChartInput *in)
{
  const char *heads[] = {_("Client"), _("Rep"), _("With, or what"), _("Reason"), _("What would help"),
                         _("Times"),  NULL};
  g_autofree bool *drawn = drawn_reps(in);
  int rows = 0;
  for (guint i = 0; i < in->plan->unmet->len && rows < UNPLANNED_ROWS; i++) {
    const Unmet *unmet = &g_array_index(in->plan->unmet, Unmet, i);
    if (unmet->rep < 0 || !drawn[unmet->rep])
      continue;
    if (rows++ == 0)
      open_table(html, _("Joint visits and activities without a place"), heads, 5);
    g_autofree char *rep = person(in, unmet->rep), *what = unmet_what(in, unmet);
    append_client(html, in, unmet->client);
    g_string_append_printf(html, "<td dir=\"auto\">%s</td><td dir=\"auto\">%s</td>", rep, what);
    append_why(html, in, unmet->reason, unmet->remedy);
    append_count(html, in, unmet->times);
    g_string_append(html, "</tr>\n");
  }
  if (rows > 0)
    close_table(html);
}

char *report_make(const ChartInput *in, const GPtrArray *charts, const char *const *svgs)
{
  GString *html = g_string_new(NULL);
  append_head(html, in);
  append_figures(html, in);
  append_findings(html, charts);
  g_string_append(html, "<main>\n<h2>");
  append_escaped(html, _("Charts"));
  g_string_append(html, "</h2>\n");
  append_charts(html, charts, svgs);
  append_reps(html, in, charts, svgs);
  append_unplanned(html, in);
  append_unmet(html, in);
  g_string_append(html, "</main>\n");
  if (in->map && *in->map->credit) {
    g_autofree char *credit = g_strdup_printf(_("Map: %s."), in->map->credit);
    g_string_append(html, "<footer>");
    append_escaped(html, credit);
    g_string_append(html, "</footer>\n");
  }
  g_string_append_printf(html, "<script>%s</script>\n</body>\n</html>\n", sorting);
  return g_string_free(html, FALSE);
}
