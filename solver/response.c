// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/response.h"

#include <math.h>
#include <stdlib.h>

#include "model/words.h"

struct ResponseBook {
  ResponseCurve *group; // [groups]: judgements, or a table
  GHashTable *client;   // client + 1 -> ResponseCurve *
  GPtrArray *tables;    // GArray * of ResponsePoint
};

static const char *const judgement_columns[RESPONSE_POINTS] = {"response_0", "response_half", "response_now",
                                                               "response_150", "response_sat"};

// ---- Judgements ----

typedef struct Judging {
  const Group *group;
  Findings *findings;
} Judging;

static bool refuse(const Judging *judging, int point, const char *format, ...) G_GNUC_PRINTF(3, 4);
static bool refuse(const Judging *judging, int point, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(judging->findings, FINDING_ERROR, "groups.csv", judging->group->line, judgement_columns[point],
               "%s", text);
  return false;
}

// The judgements that are there have to rise from one to the next.
static bool rises(const Judging *judging, const double *y)
{
  int before = -1;
  for (int point = 0; point < RESPONSE_POINTS; point++) {
    if (isnan(y[point]))
      continue;
    if (before >= 0 && y[point] <= y[before])
      return refuse(judging, point,
                    _("group '%s': with more visits sales must rise, but this is not more than %s"),
                    judging->group->id, judgement_columns[before]);
    before = point;
  }
  return true;
}

// Exponent through (x, y), from the logit form ln((y - b) / (a - y)) = c ln x - ln d.
static double exponent(double least, double most, double d, double x, double y)
{
  return log(d * (y - least) / (most - y)) / log(x);
}

static bool judge(const Judging *judging, ResponseCurve *curve)
{
  const double *given = judging->group->response;
  double y[RESPONSE_POINTS], now = isnan(given[2]) ? 1 : given[2];
  int count = 0;
  for (int point = 0; point < RESPONSE_POINTS; point++)
    count += !isnan(given[point]);
  if (count == 0)
    return true;
  if (now <= 0)
    return refuse(judging, 2, _("group '%s': today's sales must be more than 0; write 1 or 100"),
                  judging->group->id);
  for (int point = 0; point < RESPONSE_POINTS; point++)
    y[point] = point == 2 ? 1 : given[point] / now;
  for (int point = 0; point < RESPONSE_POINTS; point += RESPONSE_POINTS - 1) {
    if (isnan(y[point]))
      return refuse(judging, point,
                    _("group '%s': the response needs its values without visits and at saturation"),
                    judging->group->id);
  }
  if (isnan(y[1]) && isnan(y[3]))
    return refuse(judging, 1,
                  _("group '%s': the response needs its value at half of today's visits, or at half as "
                    "many again"),
                  judging->group->id);
  if (!rises(judging, y))
    return false;
  *curve =
      (ResponseCurve){.kind = RESPONSE_JUDGED, .least = y[0], .most = y[4], .d = (y[4] - 1) / (1 - y[0])};
  double below = isnan(y[1]) ? NAN : exponent(y[0], y[4], curve->d, 0.5, y[1]);
  double above = isnan(y[3]) ? NAN : exponent(y[0], y[4], curve->d, 1.5, y[3]);
  curve->below = isnan(below) ? above : below;
  curve->above = isnan(above) ? below : above;
  return true;
}

// ---- Tables ----

static gint response_order(gconstpointer left, gconstpointer right)
{
  const Response *a = *(Response *const *)left, *b = *(Response *const *)right;
  if (a->client != b->client)
    return a->client - b->client;
  if (a->group != b->group)
    return a->group - b->group;
  return a->visits != b->visits ? a->visits - b->visits : a->line - b->line;
}

static void check_row(const Response *before, const Response *row, Findings *findings)
{
  if (before->visits == row->visits)
    findings_add(findings, FINDING_ERROR, "responses.csv", MAX(row->line, before->line), "visits",
                 _("the value of %d visits is given already, in line %d"), row->visits,
                 MIN(row->line, before->line));
  else if (row->value < before->value)
    findings_add(findings, FINDING_ERROR, "responses.csv", row->line, "value",
                 _("more visits are worth less than the %d of line %d; correct one of them"), before->visits,
                 before->line);
}

static void keep_table(ResponseBook *book, const Response *row, const GArray *points)
{
  ResponseCurve curve = {.kind = RESPONSE_TABLE,
                         .point = (const ResponsePoint *)(const void *)points->data,
                         .points = (int)points->len};
  if (row->client >= 0)
    g_hash_table_insert(book->client, GINT_TO_POINTER(row->client + 1), g_memdup2(&curve, sizeof curve));
  else
    book->group[row->group] = curve;
}

static void read_tables(ResponseBook *book, const Territory *territory, Findings *findings)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  for (guint r = 0; r < territory->responses->len; r++)
    g_ptr_array_add(rows, &g_array_index(territory->responses, Response, r));
  g_ptr_array_sort(rows, response_order);
  for (guint from = 0, to; from < rows->len; from = to) {
    const Response *first = g_ptr_array_index(rows, from);
    GArray *points = g_array_new(FALSE, FALSE, sizeof(ResponsePoint));
    for (to = from; to < rows->len; to++) {
      const Response *row = g_ptr_array_index(rows, to);
      if (row->client != first->client || row->group != first->group)
        break;
      if (to > from)
        check_row(g_ptr_array_index(rows, to - 1), row, findings);
      ResponsePoint point = {row->visits, row->value};
      g_array_append_val(points, point);
    }
    g_ptr_array_add(book->tables, points);
    keep_table(book, first, points);
  }
}

// ---- The book ----

static void table_free_points(gpointer points)
{
  g_array_unref(points);
}

ResponseBook *response_read(const Territory *territory, Findings *findings)
{
  ResponseBook *book = g_new0(ResponseBook, 1);
  book->group = g_new0(ResponseCurve, territory->groups->len + 1);
  book->client = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
  book->tables = g_ptr_array_new_with_free_func(table_free_points);
  for (guint g = 0; g < territory->groups->len; g++)
    judge(&(Judging){territory_group(territory, (int)g), findings}, &book->group[g]);
  read_tables(book, territory, findings);
  return book;
}

void response_free(ResponseBook *book)
{
  if (!book)
    return;
  g_free(book->group);
  g_hash_table_unref(book->client);
  g_ptr_array_unref(book->tables);
  g_free(book);
}

ResponseCurve response_of(const ResponseBook *book, const Territory *territory, int client)
{
  const ResponseCurve *own = g_hash_table_lookup(book->client, GINT_TO_POINTER(client + 1));
  int group = territory_client(territory, client)->group;
  if (own)
    return *own;
  return group >= 0 ? book->group[group] : (ResponseCurve){.kind = RESPONSE_NONE};
}

double response_relative(const ResponseCurve *curve, double x)
{
  if (curve->kind != RESPONSE_JUDGED)
    return x;
  if (x <= 0)
    return curve->least;
  double power = pow(x, x < 1 ? curve->below : curve->above);
  return curve->least + (curve->most - curve->least) * power / (curve->d + power);
}

static Money table_value(const ResponseCurve *curve, double contacts)
{
  ResponsePoint before = {0, 0};
  for (int k = 0; k < curve->points; k++) {
    ResponsePoint next = curve->point[k];
    if (contacts <= next.visits) {
      double span = next.visits - before.visits;
      double part = span > 0 ? (contacts - before.visits) / span : 1;
      return before.value + (Money)llround(part * (double)(next.value - before.value));
    }
    before = next;
  }
  return before.value;
}

Money response_value(const ResponseCurve *curve, double contacts, double now, Money base)
{
  if (curve->kind == RESPONSE_TABLE)
    return table_value(curve, contacts);
  if (curve->kind == RESPONSE_NONE || base <= 0)
    return 0;
  double x = now > 0 ? contacts / now : 0;
  return (Money)llround((double)base * response_relative(curve, x));
}
