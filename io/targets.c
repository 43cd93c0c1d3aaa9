// SPDX-License-Identifier: GPL-3.0-or-later
// What visits are worth and what is wanted of whom: responses.csv and targets.csv.
#include "io/reader.h"
#include "model/words.h"

enum { CLIENT, RESPONSE_GROUP, VISITS, VALUE, RESPONSE_COLUMNS };

static const Column response_columns[RESPONSE_COLUMNS] = {
    [CLIENT] = {"client|cliente|client_id|id_cliente", false},
    [RESPONSE_GROUP] = {"group|grupo|segment|segmento", false},
    [VISITS] = {"visits|visitas", true},
    [VALUE] = {"value|valor", true},
};
const ColumnList responses_columns = {response_columns, RESPONSE_COLUMNS};

// Either of two columns must name somebody, not both.
static void need_one(const Row *row, int first, int second, const char *message)
{
  if (row_has(row, first) == row_has(row, second))
    row_error(row, row->table->bound[first] >= 0 ? first : second, "%s", message);
}

static void need_cell(const Row *row, int want)
{
  if (row->table->bound[want] >= 0 && !row_has(row, want))
    row_error(row, want, _("the cell is empty; every row needs a number here"));
}

static void read_response(Reader *reader, const Row *row)
{
  if (!row_is_whole(row))
    return;
  Response read = {.line = row_line(row)};
  need_one(row, CLIENT, RESPONSE_GROUP, _("name a client or a group, one of them"));
  need_cell(row, VISITS);
  need_cell(row, VALUE);
  read.client = ids_refer(reader->clients, row, CLIENT, FINDING_ERROR, "clients.csv");
  read.group = ids_refer(reader->groups, row, RESPONSE_GROUP, FINDING_ERROR, "groups.csv");
  bool visits = row_count(row, VISITS, 0, 1000, &read.visits);
  bool value = row_any_money(row, VALUE, &read.value);
  if (visits && value && (read.client >= 0) != (read.group >= 0))
    g_array_append_val(reader->territory->responses, read);
}

bool read_responses(Reader *reader, GError **error)
{
  g_autoptr(Table) table =
      reader_open(reader, "responses.csv", false, response_columns, RESPONSE_COLUMNS, NULL, error);
  for (int i = 0; table && i < table->rows; i++)
    read_response(reader, &(Row){table, i, reader->findings});
  return !*error;
}

enum { REP, TARGET_GROUP, SALES_TARGET, VISITS_TARGET, TARGET_COLUMNS };

static const Column target_columns[TARGET_COLUMNS] = {
    [REP] = {"rep|representante|comercial|vendedor", false},
    [TARGET_GROUP] = {"group|grupo|segment|segmento", false},
    [SALES_TARGET] = {"sales_target|sales|meta_ventas|ventas|objetivo_ventas", false},
    [VISITS_TARGET] = {"visits_target|visits|meta_visitas|visitas|objetivo_visitas", false},
};
const ColumnList targets_columns = {target_columns, TARGET_COLUMNS};

static void read_target(Reader *reader, const Row *row)
{
  if (!row_is_whole(row))
    return;
  Target read = {.line = row_line(row), .sales = MONEY_NONE, .visits = -1};
  need_one(row, REP, TARGET_GROUP, _("name a rep or a group, one of them"));
  read.rep = ids_refer(reader->reps, row, REP, FINDING_ERROR, "reps.csv");
  read.group = ids_refer(reader->groups, row, TARGET_GROUP, FINDING_ERROR, "groups.csv");
  row_money(row, SALES_TARGET, &read.sales);
  row_count(row, VISITS_TARGET, 0, 1000000, &read.visits);
  if ((read.rep >= 0) != (read.group >= 0))
    g_array_append_val(reader->territory->targets, read);
}

bool read_targets(Reader *reader, GError **error)
{
  g_autoptr(Table) table =
      reader_open(reader, "targets.csv", false, target_columns, TARGET_COLUMNS, NULL, error);
  for (int i = 0; table && i < table->rows; i++)
    read_target(reader, &(Row){table, i, reader->findings});
  return !*error;
}
