// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/input_file.h"

#include <string.h>

#include "io/reader.h"
#include "io/text.h"

const InputFile input_files[] = {
    {"client|clients|cliente|clientes", "clients.csv", &clients_columns, "client"},
    {"group|groups|grupo|grupos|segmento", "groups.csv", &groups_columns, "group"},
    {"rep|reps|representante|representantes|comercial|vendedor", "reps.csv", &reps_columns, "rep"},
    {"holiday|holidays|festivo|festivos", "holidays.csv", &holidays_columns, "date"},
    {"appointment|appointments|cita|citas", "appointments.csv", &appointments_columns, "client"},
    {"activity|activities|actividad|actividades", "activities.csv", &activities_columns, "activity"},
    {"resource|resources|recurso|recursos", "resources.csv", &resources_columns, "resource"},
    {"response|responses|respuesta|respuestas", "responses.csv", &responses_columns, "group"},
    {"target|targets|meta|metas", "targets.csv", &targets_columns, "rep"},
    {"actual|actuals|hecho|hechos", "actuals.csv", &actuals_columns, "client"},
    {"leg|legs|tramo|tramos", "travel.csv", &matrix_columns, "from"},
    {NULL, NULL, NULL, NULL},
};

const InputFile *input_file_find(const char *noun)
{
  g_autofree char *folded = text_fold(noun);
  for (const InputFile *input = input_files; input->nouns; input++) {
    if (text_is_listed(folded, input->nouns))
      return input;
  }
  return NULL;
}

char *input_file_nouns(void)
{
  GString *nouns = g_string_new(NULL);
  for (const InputFile *input = input_files; input->nouns; input++)
    g_string_append_printf(nouns, "%s%.*s", nouns->len ? ", " : "", (int)strcspn(input->nouns, "|"),
                           input->nouns);
  return g_string_free(nouns, FALSE);
}

int input_file_column(const InputFile *input, const char *name)
{
  g_autofree char *folded = text_fold(name);
  for (int i = 0; i < input->columns->count && *folded; i++) {
    if (text_is_listed(folded, input->columns->column[i].names))
      return i;
  }
  return -1;
}

char *input_file_column_name(const InputFile *input, int known)
{
  const char *names = input->columns->column[known].names;
  return g_strndup(names, strcspn(names, "|"));
}

int input_file_locate(const InputFile *input, const Table *table, const char *name)
{
  const int known = input_file_column(input, name);
  g_autofree char *folded = text_fold(name);
  for (int column = 0; column < table->columns; column++) {
    g_autofree char *header = text_fold(table_header(table, column));
    if (*header && (known >= 0 ? text_is_listed(header, input->columns->column[known].names)
                               : strcmp(header, folded) == 0))
      return column;
  }
  return -1;
}
