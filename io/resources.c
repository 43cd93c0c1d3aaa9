// SPDX-License-Identifier: GPL-3.0-or-later
// Who joins visits, and what is done at them: resources.csv and activities.csv.
#include <math.h>

#include "io/reader.h"
#include "model/activity.h"
#include "model/words.h"

enum { RESOURCE, NAME, ROLE, MAX_VISITS, DAYS, START, END, LAT, LON, RESOURCE_COLUMNS };

static const Column resource_columns[RESOURCE_COLUMNS] = {
    [RESOURCE] = {"resource|recurso", true},
    [NAME] = {"name|nombre", false},
    [ROLE] = {"role|rol|cargo|funcion", false},
    [MAX_VISITS] = {"max_visits|max_visitas|visitas_max|cupo", false},
    [DAYS] = {"days|dias|fechas", false},
    [START] = {"start|inicio", false},
    [END] = {"end|fin", false},
    [LAT] = {"lat|latitude|latitud", false},
    [LON] = {"lon|lng|long|longitude|longitud", false},
};
const ColumnList resources_columns = {resource_columns, RESOURCE_COLUMNS};

static void read_resource(Reader *reader, const Row *row)
{
  Territory *territory = reader->territory;
  Resource read = {.line = row_line(row), .hours = territory->settings.day, .lat = NAN, .lon = NAN};
  read.days = g_array_new(FALSE, FALSE, sizeof(DaySpan));
  read.id = row_id(row, RESOURCE);
  ids_add(reader->resources, row, RESOURCE, read.id);
  read.name = row_name(row, NAME, read.id);
  read.role = row_text(row, ROLE);
  if (row_is_whole(row)) {
    row_count(row, MAX_VISITS, 0, 100000, &read.max_visits);
    row_spans(row, DAYS, read.days);
    row_window(row, START, END, &read.hours);
    if (row_has(row, LAT) || row_has(row, LON))
      row_place(row, LAT, LON, &read.lat, &read.lon);
  }
  g_array_append_val(territory->resources, read);
}

bool read_resources(Reader *reader, GError **error)
{
  g_autoptr(Table) table =
      reader_open(reader, "resources.csv", false, resource_columns, RESOURCE_COLUMNS, NULL, error);
  bool there = g_hash_table_contains(reader->territory->inputs, "resources.csv");
  reader->resources->incomplete = (!table && there) || (table && table->damaged);
  for (int i = 0; table && i < table->rows; i++)
    read_resource(reader, &(Row){table, i, reader->findings});
  return !*error;
}

enum {
  ACTIVITY,
  GROUP,
  TIMES,
  MINUTES,
  COST,
  CHANNEL,
  ACTIVITY_RESOURCE,
  OBJECTIVE,
  KPI,
  EXPECTED_RESULT,
  ACTIVITY_COLUMNS
};

static const Column activity_columns[ACTIVITY_COLUMNS] = {
    [ACTIVITY] = {"activity|actividad", true},
    [GROUP] = {"group|grupo|segment|segmento", true},
    [TIMES] = {"times|veces", false},
    [MINUTES] = {"minutes|minutos", false},
    [COST] = {"cost|costo|coste", false},
    [CHANNEL] = {"channel|canal", false},
    [ACTIVITY_RESOURCE] = {"resource|recurso", false},
    [OBJECTIVE] = {"objective|objetivo", false},
    [KPI] = {"kpi|indicador", false},
    [EXPECTED_RESULT] = {"expected_result|resultado_esperado", false},
};
const ColumnList activities_columns = {activity_columns, ACTIVITY_COLUMNS};

static int activities_of(const Territory *territory, int group)
{
  int count = 0;
  for (guint a = 0; a < territory->activities->len; a++)
    count += g_array_index(territory->activities, Activity, a).group == group;
  return count;
}

static void read_activity(Reader *reader, const Row *row)
{
  Activity read = {.line = row_line(row), .group = -1, .resource = -1, .times = 1};
  read.id = row_id(row, ACTIVITY);
  read.objective = row_text(row, OBJECTIVE);
  read.kpi = row_text(row, KPI);
  read.expected_result = row_text(row, EXPECTED_RESULT);
  if (row_is_whole(row)) {
    int choice;
    if (!row_has(row, GROUP) && row->table->bound[GROUP] >= 0)
      row_error(row, GROUP, _("the cell is empty; say at which group the activity is done"));
    read.group = ids_refer(reader->groups, row, GROUP, FINDING_ERROR, "groups.csv");
    if (read.group >= 0 && activities_of(reader->territory, read.group) >= ACTIVITIES_MAX)
      row_error(row, GROUP, _("a group has at most %d activities; put some of them together"),
                ACTIVITIES_MAX);
    read.resource = ids_refer(reader->resources, row, ACTIVITY_RESOURCE, FINDING_ERROR, "resources.csv");
    row_count(row, TIMES, 0, 1000, &read.times);
    row_minutes(row, MINUTES, &read.activity_s);
    row_money(row, COST, &read.cost);
    if (row_choice(row, CHANNEL, channel_words, CHANNELS, &choice))
      read.channel = (Channel)choice;
  }
  g_array_append_val(reader->territory->activities, read);
}

bool read_activities(Reader *reader, GError **error)
{
  g_autoptr(Table) table =
      reader_open(reader, "activities.csv", false, activity_columns, ACTIVITY_COLUMNS, NULL, error);
  for (int i = 0; table && i < table->rows; i++)
    read_activity(reader, &(Row){table, i, reader->findings});
  return !*error;
}
