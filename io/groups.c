// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/reader.h"
#include "model/words.h"

enum {
  GROUP,
  NAME,
  SHARE_PCT,
  MIN_SCORE,
  WHEN,
  OBJECTIVE,
  VISITS,
  MIN_VISITS,
  MAX_VISITS,
  VISIT_MINUTES,
  REMOTE_VISITS,
  REMOTE_MINUTES,
  PORTAL,
  INVESTMENT,
  GROWTH_PCT,
  PRIORITY,
  RESPONSE, // the first of RESPONSE_POINTS
  COLUMNS = RESPONSE + RESPONSE_POINTS
};

static const Column columns[COLUMNS] = {
    [GROUP] = {"group|grupo|segment|segmento", true},
    [NAME] = {"name|nombre", false},
    [SHARE_PCT] = {"share_pct|share|cuota_pct|cuota|participacion_pct", false},
    [MIN_SCORE] = {"min_score|puntaje_min|puntaje_minimo", false},
    [WHEN] = {"when|rule|cuando|regla", false},
    [OBJECTIVE] = {"objective|objetivo", false},
    [VISITS] = {"visits|visitas|frequency|frecuencia", false},
    [MIN_VISITS] = {"min_visits|min_visitas|visitas_min", false},
    [MAX_VISITS] = {"max_visits|max_visitas|visitas_max", false},
    [VISIT_MINUTES] = {"visit_minutes|minutes|minutos_visita|minutos", false},
    [REMOTE_VISITS] = {"remote_visits|visitas_remotas", false},
    [REMOTE_MINUTES] = {"remote_minutes|minutos_remotos", false},
    [PORTAL] = {"portal", false},
    [INVESTMENT] = {"investment|inversion", false},
    [GROWTH_PCT] = {"growth_pct|growth|crecimiento_pct|crecimiento", false},
    [PRIORITY] = {"priority|prioridad", false},
    [RESPONSE] = {"response_0|response at 0|respuesta_0", false},
    [RESPONSE + 1] = {"response_half|response at half|respuesta_mitad", false},
    [RESPONSE + 2] = {"response_now|response at now|respuesta_actual|respuesta_ahora", false},
    [RESPONSE + 3] = {"response_150|response at 150|response at "
                      "50pct|response_50pct|response_50|respuesta_150|respuesta_50pct",
                      false},
    [RESPONSE +
        4] = {"response_sat|response at saturation|response_saturation|respuesta_sat|respuesta_saturacion",
              false},
};
const ColumnList groups_columns = {columns, COLUMNS};

static void check_bounds(const Row *row, const Group *group)
{
  if (group->min_visits >= 0 && group->max_visits >= 0 && group->min_visits > group->max_visits)
    row_error(row, MAX_VISITS, _("max_visits (%d) is less than min_visits (%d); exchange them"),
              group->max_visits, group->min_visits);
}

static void read_group(Reader *reader, const Row *row)
{
  Group *group = territory_add_group(reader->territory);
  group->line = row_line(row);
  group->id = row_id(row, GROUP);
  ids_add(reader->groups, row, GROUP, group->id);
  group->name = row_name(row, NAME, group->id);
  group->when = row_text(row, WHEN);
  group->objective = row_text(row, OBJECTIVE);
  if (!row_is_whole(row))
    return;
  row_percent(row, SHARE_PCT, 0, 100, &group->share_pct);
  row_number(row, MIN_SCORE, -1e9, 1e9, &group->min_score);
  row_visits(row, VISITS, &group->visits);
  row_count(row, MIN_VISITS, 0, 1000, &group->min_visits);
  row_count(row, MAX_VISITS, 0, 1000, &group->max_visits);
  row_duration(row, VISIT_MINUTES, &group->visit_s);
  row_count(row, REMOTE_VISITS, 0, 1000, &group->remote_visits);
  row_minutes(row, REMOTE_MINUTES, &group->remote_s);
  row_yes_no(row, PORTAL, &group->portal);
  row_money(row, INVESTMENT, &group->investment);
  row_percent(row, GROWTH_PCT, -100, 10000, &group->growth_pct);
  row_number(row, PRIORITY, 0, 1e6, &group->priority);
  for (int i = 0; i < RESPONSE_POINTS; i++)
    row_percent(row, RESPONSE + i, 0, 100000, &group->response[i]);
  check_bounds(row, group);
}

bool read_groups(Reader *reader, GError **error)
{
  g_autoptr(Table) table = reader_open(reader, "groups.csv", false, columns, COLUMNS, NULL, error);
  reader->groups->incomplete = !table || table->damaged;
  for (int i = 0; table && i < table->rows; i++)
    read_group(reader, &(Row){table, i, reader->findings});
  return !*error;
}
