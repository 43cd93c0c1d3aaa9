// SPDX-License-Identifier: GPL-3.0-or-later
// Travel times from a road engine. A rep's id stands for the place where his days start and end.
#include <math.h>

#include "io/reader.h"
#include "model/travel.h"
#include "model/words.h"

enum { FROM, TO, MINUTES, KM, COLUMNS };
enum { LISTED = 20 }; // missing pairs and unknown ids that are named one by one

static const Column columns[COLUMNS] = {
    [FROM] = {"from|desde|origen|origin", true},
    [TO] = {"to|hasta|destino|destination", true},
    [MINUTES] = {"minutes|minutos|min|duration_min", true},
    [KM] = {"km|distance_km|kilometros|distancia_km", false},
};
const ColumnList matrix_columns = {columns, COLUMNS};

typedef struct Matrix { // while it is read
  Reader *reader;
  int clients, reps;
  GHashTable *seen; // int64_t: pair -> line
  int unknown;      // rows with ids that nobody has
} Matrix;

// Number of a place: clients, then reps; -1: unknown.
static int find_place(Matrix *matrix, const Row *row, int want)
{
  g_autofree char *id = row_text(row, want);
  int client = ids_find(matrix->reader->clients, id);
  if (client >= 0)
    return client;
  int rep = ids_find(matrix->reader->reps, id);
  if (rep >= 0)
    return matrix->clients + rep;
  bool known = matrix->reader->clients->incomplete || matrix->reader->reps->incomplete;
  if (!known && matrix->unknown++ < LISTED)
    row_warning(row, want, _("'%s' is neither a client nor a rep; the row is not used"), id);
  return -1;
}

static bool is_new_pair(Matrix *matrix, const Row *row, int from, int to)
{
  int64_t pair = (int64_t)from * (matrix->clients + matrix->reps) + to;
  int before = GPOINTER_TO_INT(g_hash_table_lookup(matrix->seen, &pair));
  if (before) {
    row_error(row, FROM, _("the way is there already, in line %d; keep one of them"), before);
    return false;
  }
  int64_t *key = g_new(int64_t, 1);
  *key = pair;
  g_hash_table_insert(matrix->seen, key, GINT_TO_POINTER(row_line(row)));
  return true;
}

// Minutes to whole seconds, up: a plan's times must not be shorter than the road's.
static bool read_leg(const Row *row, MatrixLeg *leg)
{
  double minutes = 0, km = 0;
  if (!row_has(row, MINUTES) && row->table->bound[MINUTES] >= 0) {
    row_error(row, MINUTES, _("the cell is empty; give the minutes of the drive"));
    return false;
  }
  bool good = row_number(row, MINUTES, 0, 10000, &minutes);
  if (row_has(row, KM))
    good = row_number(row, KM, 0, 20000, &km) && good;
  leg->travel_s = (int32_t)ceil(minutes * MINUTE_S - 1e-6);
  leg->travel_m = (int32_t)lround(km * 1000);
  return good;
}

static void read_row(Matrix *matrix, const Row *row)
{
  if (!row_is_whole(row))
    return;
  MatrixLeg leg;
  leg.from = find_place(matrix, row, FROM);
  leg.to = find_place(matrix, row, TO);
  bool good = read_leg(row, &leg);
  if (leg.from < 0 || leg.to < 0 || leg.from == leg.to || !is_new_pair(matrix, row, leg.from, leg.to) ||
      !good)
    return;
  g_array_append_val(matrix->reader->territory->matrix, leg);
}

// ---- Is it whole? ------------------------------------------------------------------------------------------------

static const char *place_id(const Matrix *matrix, int place)
{
  const Territory *territory = matrix->reader->territory;
  return place < matrix->clients ? territory_client(territory, place)->id
                                 : territory_rep(territory, place - matrix->clients)->id;
}

// Clients that a rep may have to visit: his own, and those whose rep is still to be chosen.
static bool may_serve(const Territory *territory, int rep, const Client *client)
{
  if (client->rep >= 0)
    return client->rep == rep;
  return client->team < 0 || client->team == territory_rep(territory, rep)->team;
}

static GArray *places_of(const Matrix *matrix, int rep)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < matrix->clients; i++) {
    if (may_serve(matrix->reader->territory, rep, territory_client(matrix->reader->territory, i)))
      g_array_append_val(places, i);
  }
  int home = matrix->clients + rep;
  g_array_append_val(places, home);
  return places;
}

// Pairs of those places that the matrix has not; the first ones are named. `said` keeps one from being told twice.
static int64_t missing_pairs(Matrix *matrix, const GArray *places, const char *file, GHashTable *said)
{
  int64_t missing = 0, all = matrix->clients + matrix->reps;
  for (guint i = 0; i < places->len; i++) {
    for (guint j = 0; j < places->len; j++) {
      int from = g_array_index(places, int, i), to = g_array_index(places, int, j);
      int64_t pair = from * all + to;
      if (from == to || g_hash_table_contains(matrix->seen, &pair) || g_hash_table_contains(said, &pair))
        continue;
      missing++;
      if (g_hash_table_size(said) >= LISTED)
        continue;
      int64_t *key = g_new(int64_t, 1);
      *key = pair;
      g_hash_table_add(said, key);
      findings_add(matrix->reader->findings, FINDING_ERROR, file, 0, NULL,
                   _("the way from '%s' to '%s' is missing; add a row for it"), place_id(matrix, from),
                   place_id(matrix, to));
    }
  }
  return missing;
}

static void check_complete(Matrix *matrix, const char *file)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  int64_t missing = 0;
  for (int rep = 0; rep < matrix->reps; rep++) {
    g_autoptr(GArray) places = places_of(matrix, rep);
    missing += missing_pairs(matrix, places, file, said);
  }
  int more = (int)MIN(missing - LISTED, G_MAXINT);
  if (more > 0)
    findings_add(
        matrix->reader->findings, FINDING_ERROR, file, 0, NULL,
        ngettext(
            "%d more way is missing; every place of a rep needs a way to every other, in both directions",
            "%d more ways are missing; every place of a rep needs a way to every other, in both "
            "directions",
            (gulong)more),
        more);
}

// The model knows one place a rep in a matrix, and the matrix names clients and reps alike.
static void check_reps(Matrix *matrix)
{
  const Territory *territory = matrix->reader->territory;
  for (int i = 0; i < matrix->reps; i++) {
    const Rep *rep = territory_rep(territory, i);
    if (rep->end_lat != rep->lat || rep->end_lon != rep->lon)
      findings_add(
          matrix->reader->findings, FINDING_WARNING, "reps.csv", rep->line, "end_lat",
          _("with a travel matrix a rep's days end where they start; end_lat and end_lon are not used"));
    if (ids_find(matrix->reader->clients, rep->id) >= 0)
      findings_add(
          matrix->reader->findings, FINDING_ERROR, "reps.csv", rep->line, "rep",
          _("'%s' is also the id of a client, so the travel matrix is ambiguous; rename one of them"),
          rep->id);
  }
}

bool read_matrix(Reader *reader, GError **error)
{
  const Territory *territory = reader->territory;
  if (territory->settings.travel != TRAVEL_MATRIX)
    return true;
  const char *file = territory->settings.matrix_file;
  g_autoptr(Table) table = reader_open(reader, file, false, columns, COLUMNS, NULL, error);
  if (!table && !g_hash_table_contains(territory->inputs, file) && !*error)
    findings_add(
        reader->findings, FINDING_ERROR, file, 0, NULL,
        _("the file is missing, but ronda.ini says model = matrix; add it, or write model = haversine"));
  if (!table)
    return !*error;
  Matrix matrix = {
      .reader = reader, .clients = (int)territory->clients->len, .reps = (int)territory->reps->len};
  matrix.seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (int i = 0; i < table->rows; i++)
    read_row(&matrix, &(Row){table, i, reader->findings});
  if (matrix.unknown > LISTED)
    findings_add(reader->findings, FINDING_WARNING, file, 0, NULL,
                 ngettext("%d more place is neither a client nor a rep",
                          "%d more places are neither clients nor reps", (gulong)(matrix.unknown - LISTED)),
                 matrix.unknown - LISTED);
  if (!table->damaged)
    check_complete(&matrix, file);
  check_reps(&matrix);
  g_hash_table_unref(matrix.seen);
  return true;
}
