// SPDX-License-Identifier: GPL-3.0-or-later
// Day sheets: one self-contained page a rep, to be printed, a sheet of paper a day (more where it is long). It holds the
// route with its times and a small map, and for every stop whom to see, what to do, what is known of the client (contact,
// traits, notes), what happened before, and lines for the result. No script, no file from elsewhere; every text of the
// user is escaped.
#include <string.h>

#include "io/daysheet_map.h"
#include "io/export.h"
#include "io/plan_write.h"
#include "model/words.h"

enum { HISTORY_ROWS = 3 };

static const char style[] =
    "body{font:8.5pt/1.3 system-ui,\"Segoe "
    "UI\",Helvetica,Arial,sans-serif;color:#1c2430;max-width:19cm;margin:1cm auto}\n"
    "h1{font-size:15pt;margin:0}h2{font-size:10.5pt;margin:0}p{margin:.1em 0}\n"
    "section.day{break-after:page}section.day:last-child{break-after:auto}\n"
    ".sub{color:#566;margin-bottom:.3em}.top{display:flex;gap:.5cm;align-items:flex-start}\n"
    "table{border-collapse:collapse;flex:1;min-width:0}"
    "th,td{text-align:left;padding:1px 5px;border-bottom:1px solid #d5dbe1;white-space:nowrap}\n"
    "th{white-space:normal;vertical-align:bottom}td.n,th.n{text-align:right}td.name{width:100%;max-width:0;"
    "overflow:hidden;text-overflow:ellipsis}\n"
    ".map{width:6.5cm;flex:none;border:1px solid #c6ced6}"
    ".map polyline{fill:none;stroke:#5b7fa6;stroke-width:1.3}\n"
    ".map .stop{fill:#fff;stroke:#1f4e79;stroke-width:1.3}.map .home{fill:#1f4e79}"
    ".map text{font-size:9px;text-anchor:middle;fill:#1c2430}\n"
    ".map line.scale{stroke:#566;stroke-width:1.5}.map "
    "text.scale{text-anchor:start;fill:#566;font-size:8px}\n"
    ".stops{columns:2;column-gap:.7cm;margin-top:.3cm}\n"
    "article{border-top:1.5px solid #1f4e79;margin-bottom:.3cm;padding-top:.1cm;break-inside:avoid}\n"
    "dl{display:grid;grid-template-columns:1.9cm 1fr;margin:.1cm 0;gap:0 .2cm}"
    "dt{color:#566;overflow-wrap:anywhere}dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}\n"
    ".line{border-bottom:1px solid #9aa5b1;height:.6cm;color:#566}.done{float:right}\n"
    "@media print{body{margin:0;max-width:none}@page{size:A4;margin:1.2cm}}\n";

typedef struct Page {
  const Export *export;
  GString *html;
  GArray **actuals; // [clients] int: of Territory.actuals, by day; NULL: none
} Page;

static void add_text(const Page *page, const char *text)
{
  g_autofree char *clean = export_clean(text), *escaped = g_markup_escape_text(clean, -1);
  g_string_append(page->html, escaped);
}

static void add_element(const Page *page, const char *open, const char *text, const char *close)
{
  g_string_append(page->html, open);
  add_text(page, text);
  g_string_append(page->html, close);
}

static void add_item(const Page *page, const char *label, const char *text)
{
  if (!text || !text[strspn(text, " \t\r\n")])
    return;
  add_element(page, "<dt>", label, "</dt>");
  add_element(page, "<dd>", text, "</dd>\n");
}

// Nobody is at a client's door to the second.
static char *minute_text(int32_t time_s)
{
  return clock_text(time_s - time_s % MINUTE_S);
}

static const char *weekday_word(Day day)
{
  static const char *const names[] = {N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                      N_("Friday"), N_("Saturday"), N_("Sunday")};
  return _(names[day_weekday(day)]);
}

// ---- History -----------------------------------------------------------------------------------------------------

static gint by_day(gconstpointer left, gconstpointer right, gpointer data)
{
  const GArray *actuals = data;
  const int a = *(const int *)left, b = *(const int *)right;
  const Day x = g_array_index(actuals, Actual, a).day, y = g_array_index(actuals, Actual, b).day;
  return x != y ? x - y : a - b;
}

static void gather_actuals(Page *page)
{
  const Territory *territory = page->export->territory;
  page->actuals = g_new0(GArray *, territory->clients->len + 1);
  for (guint i = 0; i < territory->actuals->len; i++) {
    const int client = g_array_index(territory->actuals, Actual, i).client;
    if (!page->actuals[client])
      page->actuals[client] = g_array_new(FALSE, FALSE, sizeof(int));
    const int index = (int)i;
    g_array_append_val(page->actuals[client], index);
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    if (page->actuals[c])
      g_array_sort_with_data(page->actuals[c], by_day, territory->actuals);
  }
}

static void free_actuals(Page *page)
{
  for (guint c = 0; c < page->export->territory->clients->len; c++) {
    if (page->actuals[c])
      g_array_unref(page->actuals[c]);
  }
  g_free(page->actuals);
}

static const char *status_word(ActualStatus status)
{
  static const char *const names[] = {[ACTUAL_DONE] = N_("done"),
                                      [ACTUAL_MISSED] = N_("missed"),
                                      [ACTUAL_MOVED] = N_("moved"),
                                      [ACTUAL_EXTRA] = N_("extra")};
  return _(names[status]);
}

static void add_past(const Page *page, GString *history, const Actual *actual)
{
  const char *const parts[] = {actual->activity, actual->result, actual->notes};
  g_autofree char *date = day_text(actual->day);
  g_string_append_printf(history, "%s%s %s", history->len ? "\n" : "", date, status_word(actual->status));
  if (actual->sales != MONEY_NONE) {
    g_autofree char *sales = money_text(actual->sales);
    g_string_append_printf(history, ", %s %s", sales, page->export->territory->settings.currency);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    if (parts[i] && *parts[i])
      g_string_append_printf(history, " · %s", parts[i]);
  }
}

// What happened at the client before that visit, the latest first.
static char *history_of(const Page *page, const Visit *visit, Day before)
{
  const Client *client = territory_client(page->export->territory, visit->client);
  GString *history = g_string_new(NULL);
  int rows = 0;
  const GArray *past = page->actuals[visit->client];
  for (guint i = past ? past->len : 0; i > 0 && rows < HISTORY_ROWS; i--) {
    const Actual *actual =
        &g_array_index(page->export->territory->actuals, Actual, g_array_index(past, int, i - 1));
    if (actual->day >= visit->day)
      continue;
    add_past(page, history, actual);
    rows++;
  }
  if (before != DAY_NONE) {
    g_autofree char *date = day_text(before);
    g_string_append_printf(history, _("%s%s planned visit before this one"), history->len ? "\n" : "", date);
  }
  if (client->last_visit != DAY_NONE) {
    g_autofree char *date = day_text(client->last_visit);
    g_string_append_printf(history, _("%s%s last visit before the plan"), history->len ? "\n" : "", date);
  }
  return g_string_free(history, FALSE);
}

// ---- A stop ------------------------------------------------------------------------------------------------------

static char *join_actions(const Page *page, const Visit *visit)
{
  g_autoptr(GPtrArray) actions = export_actions(page->export, visit);
  g_ptr_array_add(actions, NULL);
  return g_strjoinv("\n", (char **)actions->pdata);
}

// Further columns of clients.csv: what people noted about the client.
static void add_traits(const Page *page, const Client *client)
{
  const GPtrArray *columns = page->export->territory->extra_columns;
  for (guint c = 0; c < columns->len && client->extra; c++) {
    bool placed =
        (int)c == page->export->extra_of[EXTRA_ADDRESS] || (int)c == page->export->extra_of[EXTRA_CITY];
    if (placed)
      continue;
    g_autofree char *label = g_strdelimit(g_strdup(columns->pdata[c]), "_", ' '); // so that it can wrap
    add_item(page, label, client->extra[c]);
  }
}

// "Ana Ruiz · +57 300 555 0000", and the e-mail address on a line of its own
static char *contact_of(const Client *client)
{
  const char *const parts[] = {client->contact, client->phone, client->email};
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    if (parts[i] && *parts[i])
      g_string_append_printf(text, "%s%s", text->len == 0 ? "" : i == 2 ? "\n" : " · ", parts[i]);
  }
  return g_string_free(text, FALSE);
}

static void add_stop(const Page *page, const Visit *visit, Day before)
{
  const Client *client = territory_client(page->export->territory, visit->client);
  g_autofree char *subject = export_subject(page->export, visit), *place = export_place(page->export, visit);
  g_autofree char *from = minute_text(visit_start_s(visit)), *until = minute_text(visit->leave_s);
  g_autofree char *todo = join_actions(page, visit), *history = history_of(page, visit, before);
  g_string_append(page->html, "<article><span class=\"done\">☐ ");
  add_text(page, _("done"));
  g_string_append(page->html, " &nbsp; ☐ ");
  add_text(page, _("not done"));
  g_string_append_printf(page->html, "</span><h2>%d. ", visit->stop);
  add_text(page, subject);
  g_string_append_printf(page->html, "</h2><p class=\"sub\">%s–%s", from, until);
  if (visit->fixed)
    add_element(page, " · <b>", _("appointment"), "</b>");
  if (client->group >= 0) {
    const Group *group = territory_group(page->export->territory, client->group);
    add_element(page, " · ", group->name && *group->name ? group->name : group->id, "");
  }
  add_element(page, " · ", client->id, "</p>\n<dl>\n");
  const char *where = g_str_has_prefix(place, client->name) ? place + strlen(client->name) : place;
  add_item(page, _("Where"), where + strspn(where, ", "));
  g_autofree char *contact = contact_of(client);
  add_item(page, _("Contact"), contact);
  add_item(page, _("Objective"), export_objective(page->export, visit->client));
  add_item(page, _("To do"), todo);
  add_item(page, _("Joins"),
           visit->resource >= 0 ? territory_resource(page->export->territory, visit->resource)->name : NULL);
  add_item(page, _("Notes"), client->notes);
  add_traits(page, client);
  add_item(page, _("History"), history);
  g_string_append(page->html, "</dl>\n");
  add_element(page, "<div class=\"line\">", _("Result"), "</div><div class=\"line\"></div></article>\n");
}

// ---- A day -------------------------------------------------------------------------------------------------------

static void add_route(const Page *page, const PlanDay *day)
{
  g_string_append(page->html, "<table><tr>");
  static const char *const heads[] = {N_("stop"),   N_("from"),       N_("until"),
                                      N_("client"), N_("travel min"), N_("travel km")};
  for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
    add_element(page, i >= 4 ? "<th class=\"n\">" : "<th>", _(heads[i]), "</th>");
  g_string_append(page->html, "</tr>\n");
  for (int k = 0; k < day->visits; k++) {
    const Visit *visit = plan_visit(page->export->plan, (guint)(day->first + k));
    g_autofree char *from = minute_text(visit_start_s(visit)), *until = minute_text(visit->leave_s);
    g_autofree char *subject = export_subject(page->export, visit);
    g_string_append_printf(page->html, "<tr><td>%d</td><td>%s</td><td>%s</td><td class=\"name\">",
                           visit->stop, from, until);
    add_text(page, subject);
    g_string_append_printf(page->html, "</td><td class=\"n\">%d</td><td class=\"n\">%d.%d</td></tr>\n",
                           (visit->travel_s + MINUTE_S / 2) / MINUTE_S, (visit->travel_m + 50) / 1000,
                           (visit->travel_m + 50) % 1000 / 100);
  }
  g_string_append(page->html, "</table>\n");
}

static void add_day(const Page *page, const PlanDay *day, Day *seen)
{
  g_autofree char *date = day_text(day->day), *start = minute_text(day->start_s),
                  *end = minute_text(day->end_s);
  g_string_append(page->html, "<section class=\"day\"><h1>");
  add_text(page, territory_rep(page->export->territory, day->rep)->name);
  g_string_append_printf(page->html, " · %s %s</h1>\n<p class=\"sub\">", weekday_word(day->day), date);
  g_string_append_printf(page->html,
                         day->sleeps_at < 0
                             ? ngettext("%d visit, leave at %s, back at %s",
                                        "%d visits, leave at %s, back at %s", (gulong)day->visits)
                             : ngettext("%d visit, leave at %s, done at %s",
                                        "%d visits, leave at %s, done at %s", (gulong)day->visits),
                         day->visits, start, end);
  if (day->sleeps_at >= 0) {
    g_string_append_printf(page->html, ", %s ", _("night near"));
    add_text(page, territory_client(page->export->territory, day->sleeps_at)->name);
  }
  g_string_append_printf(page->html, ", %d km</p>\n<div class=\"top\">\n", (day->travel_m + 500) / 1000);
  add_route(page, day);
  daysheet_map(page->export, day, page->html);
  g_string_append(page->html, "</div>\n<div class=\"stops\">\n");
  for (int k = 0; k < day->visits; k++) {
    const Visit *visit = plan_visit(page->export->plan, (guint)(day->first + k));
    add_stop(page, visit, seen[visit->client]);
    seen[visit->client] = visit->day;
  }
  g_string_append(page->html, "</div>\n</section>\n");
}

static const char *language(void)
{
  const char *code = _("language-code"); // as in cli/main.c
  return strcmp(code, "language-code") == 0 ? "en" : code;
}

static bool write_rep(const Page *page, int rep, GError **error)
{
  const Export *export = page->export;
  const Rep *who = territory_rep(export->territory, rep);
  g_autofree Day *seen = g_new0(Day, export->territory->clients->len + 1);
  g_string_truncate(page->html, 0);
  g_string_append(page->html, "<!DOCTYPE html>\n<html");
  add_element(page, " lang=\"", language(), "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
  add_text(page, who->name);
  add_element(page, " · ", export->territory->settings.name, "</title>\n<style>\n");
  g_string_append_printf(page->html, "%s</style>\n</head>\n<body>\n", style);
  for (guint d = 0; d < export->plan->days->len; d++) {
    const PlanDay *day = plan_day(export->plan, d);
    if (day->rep == rep && day->visits > 0)
      add_day(page, day, seen);
  }
  g_string_append(page->html, "</body>\n</html>\n");
  g_autofree char *id = export_file(who->id), *file = g_strdup_printf("%s.html", id);
  return out_write(export->out, file, page->html->str, page->html->len, error);
}

bool export_daysheet(const Export *export, GError **error)
{
  Page page = {.export = export, .html = g_string_new(NULL)};
  bool written = true;
  gather_actuals(&page);
  for (int rep = 0; rep < (int)export->territory->reps->len && written; rep++) {
    if (export_has_rep(export, rep) && export_visits(export, rep).count > 0)
      written = write_rep(&page, rep, error);
  }
  free_actuals(&page);
  g_string_free(page.html, TRUE);
  return written;
}
