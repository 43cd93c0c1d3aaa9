// SPDX-License-Identifier: GPL-3.0-or-later
// calendar.xlsx: a sheet a rep, a row a visit, with true dates, times and numbers, a filter on every column, and laid out
// to be printed, a page a week. Texts are written as texts, so none is ever run as a formula. The file's dates are those
// of the plan and nothing in it depends on the clock, so the same plan gives the same bytes.
#include <string.h>
#include <xlsxwriter.h>

#include "io/export.h"
#include "io/plan_write.h"
#include "model/words.h"

enum { SHEET_LETTERS = 31, TEXT_LETTERS = 32767, HEADER_LETTERS = 120, TITLE_ROW = 0, PRINT_SCALE = 55 };
#define MARGIN_INCHES 0.4

typedef struct Looks {
  lxw_format *header, *text, *date, *time, *number, *count;
  lxw_format *first_text, *first_date, *first_time, *first_number,
      *first_count; // first stop of a day: a line above
} Looks;

typedef enum { KIND_TEXT, KIND_DATE, KIND_TIME, KIND_NUMBER, KIND_COUNT } Kind;

typedef struct Field {
  const char *title; // marked with N_
  Kind kind;
  double width;
} Field;

enum {
  DATE,
  WEEKDAY,
  WEEK,
  STOP,
  START,
  END,
  CLIENT,
  NAME,
  PLACE,
  GROUP,
  CHANNEL,
  CONTACT,
  PHONE,
  TASKS,
  VISIT_MIN,
  TRAVEL_MIN,
  TRAVEL_KM,
  FIELDS
};

static const Field fields[FIELDS] = {
    [DATE] = {N_("date"), KIND_DATE, 11},
    [WEEKDAY] = {N_("weekday"), KIND_TEXT, 9},
    [WEEK] = {N_("week"), KIND_COUNT, 7},
    [STOP] = {N_("stop"), KIND_COUNT, 6},
    [START] = {N_("from"), KIND_TIME, 7},
    [END] = {N_("until"), KIND_TIME, 7},
    [CLIENT] = {N_("client"), KIND_TEXT, 10},
    [NAME] = {N_("name"), KIND_TEXT, 32},
    [PLACE] = {N_("where"), KIND_TEXT, 24},
    [GROUP] = {N_("group"), KIND_TEXT, 8},
    [CHANNEL] = {N_("channel"), KIND_TEXT, 9},
    [CONTACT] = {N_("contact"), KIND_TEXT, 20},
    [PHONE] = {N_("phone"), KIND_TEXT, 17},
    [TASKS] = {N_("to do"), KIND_TEXT, 36},
    [VISIT_MIN] = {N_("visit min"), KIND_NUMBER, 9},
    [TRAVEL_MIN] = {N_("travel min"), KIND_NUMBER, 10},
    [TRAVEL_KM] = {N_("travel km"), KIND_NUMBER, 9},
};

static lxw_format *look(lxw_workbook *book, const char *number, bool first)
{
  lxw_format *format = workbook_add_format(book);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (number)
    format_set_num_format(format, number);
  else
    format_set_text_wrap(format);
  if (first)
    format_set_top(format, LXW_BORDER_THIN);
  return format;
}

static Looks make_looks(lxw_workbook *book)
{
  Looks looks = {.header = workbook_add_format(book)};
  format_set_bold(looks.header);
  format_set_bottom(looks.header, LXW_BORDER_MEDIUM);
  format_set_bg_color(looks.header, 0xE8EEF4);
  looks.text = look(book, NULL, false);
  looks.date = look(book, "yyyy-mm-dd", false);
  looks.time = look(book, "hh:mm", false);
  looks.number = look(book, "0.0", false);
  looks.count = look(book, "0", false);
  looks.first_text = look(book, NULL, true);
  looks.first_date = look(book, "yyyy-mm-dd", true);
  looks.first_time = look(book, "hh:mm", true);
  looks.first_number = look(book, "0.0", true);
  looks.first_count = look(book, "0", true);
  return looks;
}

// ---- Cells -------------------------------------------------------------------------------------------------------

typedef struct Cursor {
  lxw_worksheet *sheet;
  const Looks *looks;
  lxw_row_t row;
  bool first; // stop of the day
} Cursor;

static void put_text(const Cursor *at, int field, const char *text)
{
  g_autofree char *clean = export_clean(text);
  g_autofree char *cut =
      g_utf8_strlen(clean, -1) > TEXT_LETTERS ? g_utf8_substring(clean, 0, TEXT_LETTERS) : NULL;
  lxw_format *format = at->first ? at->looks->first_text : at->looks->text;
  if (*clean)
    worksheet_write_string(at->sheet, at->row, (lxw_col_t)field, cut ? cut : clean, format);
  else
    worksheet_write_blank(at->sheet, at->row, (lxw_col_t)field, format);
}

static void put_number(const Cursor *at, int field, double number)
{
  const Looks *looks = at->looks;
  lxw_format *format = NULL;
  switch (fields[field].kind) {
  case KIND_DATE: format = at->first ? looks->first_date : looks->date; break;
  case KIND_TIME: format = at->first ? looks->first_time : looks->time; break;
  case KIND_NUMBER: format = at->first ? looks->first_number : looks->number; break;
  case KIND_COUNT: format = at->first ? looks->first_count : looks->count; break;
  case KIND_TEXT: g_assert_not_reached();
  }
  worksheet_write_number(at->sheet, at->row, (lxw_col_t)field, number, format);
}

// Days since 1899-12-30, as spreadsheets count.
static double sheet_day_number(Day day)
{
  GDate zero;
  g_date_clear(&zero, 1);
  g_date_set_dmy(&zero, 30, G_DATE_DECEMBER, 1899);
  return (double)day - (double)g_date_get_julian(&zero);
}

static void put_visit(const Cursor *at, const Export *export, const Visit *visit)
{
  const Client *client = territory_client(export->territory, visit->client);
  g_autofree char *place = export_place(export, visit), *todo = NULL;
  g_autoptr(GPtrArray) actions = export_actions(export, visit);
  const char *where = g_str_has_prefix(place, client->name) ? place + strlen(client->name) : "";
  g_ptr_array_add(actions, NULL);
  todo = g_strjoinv("\n", (char **)actions->pdata);
  put_number(at, DATE, sheet_day_number(visit->day));
  put_text(at, WEEKDAY, weekday_name(day_weekday(visit->day)));
  put_number(at, WEEK, horizon_week(export->territory, visit->day));
  put_number(at, STOP, visit->stop);
  put_number(at, START, (double)visit_start_s(visit) / DAY_S);
  put_number(at, END, (double)visit->leave_s / DAY_S);
  put_text(at, CLIENT, client->id);
  put_text(at, NAME, client->name);
  put_text(at, PLACE, where + strspn(where, ", "));
  put_text(at, GROUP, client->group >= 0 ? territory_group(export->territory, client->group)->id : "");
  put_text(at, CHANNEL, channel_name(visit->channel));
  put_text(at, CONTACT, client->contact);
  put_text(at, PHONE, client->phone);
  put_text(at, TASKS, todo);
  put_number(at, VISIT_MIN, (double)visit->visit_s / MINUTE_S);
  put_number(at, TRAVEL_MIN, (double)visit->travel_s / MINUTE_S);
  put_number(at, TRAVEL_KM, (double)visit->travel_m / 1000);
}

// ---- Sheets ------------------------------------------------------------------------------------------------------

// A name that the format allows and no sheet has yet: at most 31 letters, none of []:*?/\, no apostrophe at the ends.
static char *sheet_name(lxw_workbook *book, const Rep *rep)
{
  g_autofree char *wish =
      g_strcmp0(rep->id, rep->name) == 0 ? g_strdup(rep->id) : g_strdup_printf("%s %s", rep->id, rep->name);
  g_autofree char *clean = g_strdelimit(export_clean(wish), "[]:*?/\\\n'", '_');
  g_autofree char *name = g_utf8_substring(clean, 0, MIN(g_utf8_strlen(clean, -1), SHEET_LETTERS));
  if (!*name) {
    g_free(name);
    name = g_strdup("_");
  }
  for (int k = 2; workbook_validate_sheet_name(book, name) != LXW_NO_ERROR; k++) {
    glong room = MIN(g_utf8_strlen(clean, -1), SHEET_LETTERS - 6);
    g_autofree char *begin = g_utf8_substring(clean, 0, room);
    g_free(name);
    name = g_strdup_printf("%s (%d)", begin, k);
  }
  return g_steal_pointer(&name);
}

// '&' begins a code in headers and footers.
static char *header_text(const char *text)
{
  g_autofree char *cut = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), HEADER_LETTERS / 2));
  g_auto(GStrv) parts = g_strsplit(cut, "&", -1);
  g_autofree char *doubled = g_strjoinv("&&", parts);
  return g_strdelimit(export_clean(doubled), "\n", ' ');
}

static void lay_out(const Export *export, lxw_worksheet *sheet, const Rep *rep, const Looks *looks,
                    guint rows)
{
  for (int f = 0; f < FIELDS; f++) {
    worksheet_set_column(sheet, (lxw_col_t)f, (lxw_col_t)f, fields[f].width, NULL);
    worksheet_write_string(sheet, TITLE_ROW, (lxw_col_t)f, _(fields[f].title), looks->header);
  }
  worksheet_autofilter(sheet, TITLE_ROW, 0, rows, FIELDS - 1);
  worksheet_freeze_panes(sheet, TITLE_ROW + 1, 0);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);                 // A4
  worksheet_set_print_scale(sheet, PRINT_SCALE); // not "fit to pages", which would ignore the page breaks
  worksheet_set_margins(sheet, MARGIN_INCHES, MARGIN_INCHES, 2 * MARGIN_INCHES, 2 * MARGIN_INCHES);
  worksheet_repeat_rows(sheet, TITLE_ROW, TITLE_ROW);
  g_autofree char *name = header_text(rep->name),
                  *plan =
                      header_text(export->territory->settings.name ? export->territory->settings.name : "");
  g_autofree char *header = g_strdup_printf("&L&B%s&R%s", name, plan);
  worksheet_set_header(sheet, header);
  worksheet_set_footer(sheet, "&C&P / &N");
}

static void add_sheet(const Export *export, lxw_workbook *book, const Looks *looks, int rep)
{
  const VisitSpan span = export_visits(export, rep);
  g_autofree char *name = sheet_name(book, territory_rep(export->territory, rep));
  lxw_worksheet *sheet = workbook_add_worksheet(book, name);
  g_assert(sheet);
  lay_out(export, sheet, territory_rep(export->territory, rep), looks, span.count);
  g_autoptr(GArray) breaks = g_array_new(TRUE, FALSE, sizeof(lxw_row_t)); // ends with 0
  Cursor at = {.sheet = sheet, .looks = looks, .row = TITLE_ROW + 1};
  for (guint v = span.first; v < span.first + span.count; v++, at.row++) {
    const Visit *visit = plan_visit(export->plan, v);
    const Visit *before = v > span.first ? plan_visit(export->plan, v - 1) : NULL;
    at.first = !before || before->day != visit->day;
    if (before && horizon_week(export->territory, before->day) != horizon_week(export->territory, visit->day))
      g_array_append_val(breaks, at.row);
    put_visit(&at, export, visit);
  }
  if (breaks->len > 0)
    worksheet_set_h_pagebreaks(sheet, (lxw_row_t *)(void *)breaks->data);
}

enum { DAY_OF_1970 = 719163 }; // as GDate counts

static time_t created(const Export *export)
{
  return (time_t)(export->territory->settings.start - DAY_OF_1970) * DAY_S;
}

bool export_xlsx(const Export *export, GError **error)
{
  g_autofree char *path = out_stage(export->out, "calendar.xlsx", error);
  if (!path)
    return false;
  lxw_workbook *book = workbook_new(path);
  g_autofree char *title = export_clean(export->territory->settings.name), *author = g_strdup("ronda");
  lxw_doc_properties properties = {.title = title, .author = author, .created = created(export)};
  workbook_set_properties(book, &properties);
  const Looks looks = make_looks(book);
  for (int rep = 0; rep < (int)export->territory->reps->len; rep++) {
    if (export_has_rep(export, rep))
      add_sheet(export, book, &looks, rep);
  }
  lxw_error trouble = workbook_close(book);
  if (trouble == LXW_NO_ERROR)
    return true;
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO, _("%s: cannot write: %s"), "calendar.xlsx",
              lxw_strerror(trouble));
  return false;
}
