// SPDX-License-Identifier: GPL-3.0-or-later
// What was done and sold, as a CRM tells it. Days before and after the horizon are kept.
#include "io/reader.h"
#include "model/words.h"

enum { DATE, CLIENT, REP, STATUS, MINUTES, TRAVEL, SALES, ACTIVITY, RESULT, NOTES, CHANNEL, COLUMNS };

static const Column columns[COLUMNS] = {
    [DATE] = {"date|fecha|dia", true},
    [CLIENT] = {"client|cliente|client_id|id_cliente", true},
    [REP] = {"rep|representante|comercial|vendedor", false},
    [STATUS] = {"status|estado", false},
    [MINUTES] = {"minutes|minutos", false},
    [TRAVEL] = {"travel_minutes|travel_min|minutos_viaje|minutos_traslado", false},
    [SALES] = {"sales|ventas", false},
    [ACTIVITY] = {"activity|actividad", false},
    [RESULT] = {"result|resultado", false},
    [NOTES] = {"notes|notas", false},
    [CHANNEL] = {"channel|canal", false},
};
const ColumnList actuals_columns = {columns, COLUMNS};

static const char *const status_words[] = {
    // in the order of ActualStatus
    "done|completed|visited|hecha|hecho|realizada|cumplida",
    "missed|cancelled|canceled|not done|perdida|no realizada|cancelada|incumplida",
    "moved|rescheduled|movida|reprogramada|aplazada",
    "extra|unplanned|adicional|no planeada|no planificada",
};

static void read_actual(Reader *reader, const Row *row)
{
  if (!row_is_whole(row))
    return;
  static const int needed[] = {DATE, CLIENT};
  for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
    if (row->table->bound[needed[i]] >= 0 && !row_has(row, needed[i]))
      row_error(row, needed[i], _("the cell is empty; every row needs a date and a client"));
  }
  Actual read = {.line = row_line(row), .visit_s = -1, .sales = MONEY_NONE};
  int choice;
  read.client = ids_refer(reader->clients, row, CLIENT, FINDING_ERROR, "clients.csv");
  bool dated = row_date(row, DATE, &read.day);
  if (row_choice(row, STATUS, status_words, G_N_ELEMENTS(status_words), &choice))
    read.status = (ActualStatus)choice;
  if (read_other(reader, row, REP, CHANNEL, read.client, dated ? read.day : DAY_NONE,
                 read.status != ACTUAL_MISSED))
    return;
  read.rep = ids_refer(reader->reps, row, REP, FINDING_ERROR, "reps.csv");
  row_minutes(row, MINUTES, &read.visit_s);
  row_minutes(row, TRAVEL, &read.travel_s);
  row_any_money(row, SALES, &read.sales);
  if (!dated || read.client < 0)
    return;
  if (!row_has(row, REP))
    read.rep = territory_client(reader->territory, read.client)->rep;
  read.activity = row_text(row, ACTIVITY);
  read.result = row_text(row, RESULT);
  read.notes = row_text(row, NOTES);
  g_array_append_val(reader->territory->actuals, read);
}

bool read_actuals(Reader *reader, GError **error)
{
  g_autoptr(Table) table = reader_open(reader, "actuals.csv", false, columns, COLUMNS, NULL, error);
  for (int i = 0; table && i < table->rows; i++)
    read_actual(reader, &(Row){table, i, reader->findings});
  return !*error;
}
