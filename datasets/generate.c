// SPDX-License-Identifier: GPL-3.0-or-later
// generate [--seed N] [--stats] NAME OUTDIR: writes one of the bundled datasets, or a made-up territory of any size.
// The recipes stand here; recipe.c follows them.
#include "datasets/generate.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HM(hours, minutes) ((hours)*60 + (minutes))

// clang-format off
static const GroupSpec groups_co[GROUPS] = {
    {"A", "Clave", "Crecer con los clientes clave", "1/week", "semanal", 13, 8, 26, 45, 0, true,
     60e6, 8.0, 3, {0.55, 0.82, 1.00, 1.10, 1.18}, 0.12, 60e6, 220e6},
    {"B", "Crecimiento", "Ganar participación frente a la competencia", "1/2weeks", "quincenal", 7, 4, 13, 40, 0, true,
     36e6, 10.0, 2, {0.60, 0.85, 1.00, 1.09, 1.16}, 0.24, 15e6, 60e6},
    {"C", "Mantenimiento", "Mantener el surtido y la cartera al día", "1/month", "mensual", 3, 1, 6, 35, 1, true,
     12e6, 3.0, 1, {0.70, 0.90, 1.00, 1.05, 1.09}, 0.38, 4e6, 15e6},
    {"D", "Ocasional", "Pasar los pedidos al portal", "1/quarter", "trimestral", 1, 0, 3, 25, 2, true,
     3e6, 1.0, 1, {0.82, 0.94, 1.00, 1.03, 1.05}, 0.16, 8e5, 4e6},
    {"P", "Prospectos", "Abrir la cuenta", "2", "2", 2, 1, 4, 40, 1, false,
     20e6, 0.0, 2, {0.00, 0.45, 1.00, 1.35, 1.70}, 0.10, 5e6, 60e6}};

static const GroupSpec groups_es[GROUPS] = {
    {"A", "Clave", "Crecer con los clientes clave", "1/week", "semanal", 13, 8, 26, 40, 0, true,
     15000, 6.0, 3, {0.55, 0.82, 1.00, 1.10, 1.18}, 0.14, 25e3, 90e3},
    {"B", "Crecimiento", "Ganar cuota de lineal", "1/2weeks", "quincenal", 7, 4, 13, 35, 0, true,
     9000, 9.0, 2, {0.60, 0.85, 1.00, 1.09, 1.16}, 0.28, 7e3, 25e3},
    {"C", "Mantenimiento", "Mantener el surtido", "1/month", "mensual", 3, 1, 6, 30, 1, true,
     4000, 2.0, 1, {0.70, 0.90, 1.00, 1.05, 1.09}, 0.36, 2e3, 7e3},
    {"D", "Ocasional", "Pasar los pedidos al portal", "1/quarter", "trimestral", 1, 0, 3, 20, 2, true,
     1000, 0.5, 1, {0.82, 0.94, 1.00, 1.03, 1.05}, 0.12, 4e2, 2e3},
    {"P", "Prospectos", "Abrir la cuenta", "2", "2", 2, 1, 4, 40, 1, false,
     6000, 0.0, 2, {0.00, 0.45, 1.00, 1.35, 1.70}, 0.10, 3e3, 25e3}};

// Benches: plain numbers, the frequencies of a quarter.
static const GroupSpec groups_plain[GROUPS] = {
    {"A", "A", "", "13", "13", 13, 8, 26, 45, 0, false, 0, 0.0, 1, {0}, 0.14, 60e6, 220e6},
    {"B", "B", "", "6", "6", 6, 4, 13, 40, 0, false, 0, 0.0, 1, {0}, 0.28, 15e6, 60e6},
    {"C", "C", "", "3", "3", 3, 1, 6, 35, 0, false, 0, 0.0, 1, {0}, 0.42, 4e6, 15e6},
    {"D", "D", "", "1", "1", 1, 0, 3, 30, 0, false, 0, 0.0, 1, {0}, 0.16, 8e5, 4e6},
    {"P", "P", "", "2", "2", 2, 1, 4, 40, 0, false, 0, 0.0, 1, {0}, 0.00, 5e6, 60e6}};

static const GroupSpec groups_tiny[GROUPS] = {
    {"A", "Semanal", "", "4", "4", 4, 2, 4, 45, 0, false, 0, 0.0, 1, {0}, 0.20, 60e6, 220e6},
    {"B", "Quincenal", "", "2", "2", 2, 1, 4, 40, 0, false, 0, 0.0, 1, {0}, 0.34, 15e6, 60e6},
    {"C", "Mensual", "", "1", "1", 1, 1, 2, 30, 0, false, 0, 0.0, 1, {0}, 0.46, 4e6, 15e6},
    {"D", "Mensual corta", "", "1", "1", 1, 1, 2, 30, 0, false, 0, 0.0, 1, {0}, 0.00, 8e5, 4e6},
    {"P", "Prospectos", "", "1", "1", 1, 1, 2, 30, 0, false, 0, 0.0, 1, {0}, 0.00, 5e6, 60e6}};

static const GroupSpec groups_far[GROUPS] = {
    {"A", "Quincenal", "", "4", "4", 4, 2, 4, 45, 0, false, 0, 0.0, 1, {0}, 0.15, 60e6, 220e6},
    {"B", "Mensual", "", "2", "2", 2, 1, 4, 40, 0, false, 0, 0.0, 1, {0}, 0.50, 15e6, 60e6},
    {"C", "Bimestral", "", "1", "1", 1, 1, 2, 40, 0, false, 0, 0.0, 1, {0}, 0.35, 4e6, 15e6},
    {"D", "Bimestral corta", "", "1", "1", 1, 1, 2, 30, 0, false, 0, 0.0, 1, {0}, 0.00, 8e5, 4e6},
    {"P", "Prospectos", "", "1", "1", 1, 1, 2, 30, 0, false, 0, 0.0, 1, {0}, 0.00, 5e6, 60e6}};
// clang-format on

static RepSpec rep_spec(const char *town, const char *region, int clients, double load_pct, int speed_kmh)
{
  return (RepSpec){.town = town,
                   .town_region = region,
                   .clients = clients,
                   .load_pct = load_pct,
                   .speed_kmh = speed_kmh,
                   .reach_min = 130,
                   .start = HM(8, 0),
                   .end = HM(18, 0)};
}

static Recipe colombia(const char *name, const char *title, const RepSpec *reps, int rep_count)
{
  return (Recipe){.name = name,
                  .title = title,
                  .country = "CO",
                  .timezone = "America/Bogota",
                  .currency = "COP",
                  .language = "en",
                  .start = date_of(2027, 1, 4),
                  .weeks = 13,
                  .day_start = HM(8, 0),
                  .day_end = HM(18, 0),
                  .break_from = HM(12, 30),
                  .break_to = HM(13, 30),
                  .road_factor = 1.3,
                  .speed_kmh = 45,
                  .cost_hour = 32000,
                  .cost_km = 900,
                  .money_step = 10000,
                  .groups = groups_co,
                  .reps = reps,
                  .rep_count = rep_count,
                  .windows = true,
                  .extras = true,
                  .holidays = true};
}

static Recipe demo_recipe(void)
{
  static RepSpec reps[6];
  reps[0] = rep_spec("Bogotá", NULL, 124, 91, 40);
  reps[0].name = "Carolina Peña Rincón";
  reps[0].off_from = date_of(2027, 2, 15);
  reps[0].off_to = date_of(2027, 2, 19);
  reps[1] = rep_spec("Medellín", NULL, 128, 107, 40);
  reps[1].name = "Andrés Restrepo Muñoz";
  reps[2] = rep_spec("Cali", NULL, 118, 87, 45);
  reps[2].name = "Yolanda Hurtado Castro";
  reps[2].max_visits_day = 10;
  reps[3] = rep_spec("Pereira", NULL, 118, 87, 45);
  reps[3].name = "Julián Ospina Londoño";
  reps[3].end = HM(12, 30);
  reps[3].start2 = HM(14, 0);
  reps[3].end2 = HM(18, 30);
  reps[4] = rep_spec("Barranquilla", NULL, 112, 84, 50);
  reps[4].name = "Marta De la Hoz Acuña";
  reps[4].field_share_pct = 85;
  reps[4].region = "Caribe";
  reps[5] = rep_spec("Bucaramanga", NULL, 96, 58, 40);
  reps[5].name = "Germán Ardila Serrano";
  reps[5].max_drive_min = 300;
  Recipe recipe = colombia("demo", "Primer trimestre 2027", reps, G_N_ELEMENTS(reps));
  recipe.resources = true;
  return recipe;
}

static Recipe national_recipe(void)
{
  static const struct {
    const char *town, *region;
    int reps;
    bool caribbean;
  } homes[] = {
      {"Bogotá", NULL, 7, false},      {"Medellín", NULL, 4, false},      {"Cali", NULL, 3, false},
      {"Barranquilla", NULL, 2, true}, {"Cartagena", NULL, 1, true},      {"Santa Marta", NULL, 1, true},
      {"Montería", NULL, 1, true},     {"Sincelejo", NULL, 1, true},      {"Valledupar", NULL, 1, true},
      {"Bucaramanga", NULL, 2, false}, {"Cúcuta", NULL, 1, false},        {"Barrancabermeja", NULL, 1, false},
      {"Pereira", NULL, 1, false},     {"Manizales", NULL, 1, false},     {"Armenia", "Quindío", 1, false},
      {"Ibagué", NULL, 1, false},      {"Girardot", NULL, 1, false},      {"Neiva", NULL, 1, false},
      {"Pasto", NULL, 1, false},       {"Popayán", NULL, 1, false},       {"Tuluá", NULL, 1, false},
      {"Palmira", NULL, 1, false},     {"Villavicencio", NULL, 1, false}, {"Tunja", NULL, 1, false},
      {"Sogamoso", NULL, 1, false},    {"Zipaquirá", NULL, 1, false},     {"Rionegro", NULL, 1, false}};
  static RepSpec reps[40];
  int n = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(homes); i++)
    for (int k = 0; k < homes[i].reps; k++, n++) {
      g_assert(n < (int)G_N_ELEMENTS(reps));
      reps[n] = rep_spec(homes[i].town, homes[i].region, 125, 76 + 4 * (n % 4), homes[i].caribbean ? 50 : 42);
      reps[n].region = homes[i].caribbean ? "Caribe" : NULL;
      if (n % 9 == 4)
        reps[n].field_share_pct = 90;
    }
  g_assert(n == G_N_ELEMENTS(reps));
  return colombia("national", "Colombia, primer trimestre 2027", reps, n);
}

static Recipe tiny_recipe(void)
{
  static RepSpec reps[1];
  reps[0] = rep_spec("Pereira", NULL, 15, 100, 45);
  reps[0].name = "Julián Ospina Londoño";
  reps[0].reach_min = 75;
  Recipe recipe = colombia("tiny", "Four weeks around Pereira", reps, 1);
  recipe.start = date_of(2027, 5, 10);
  recipe.weeks = 4;
  recipe.groups = groups_tiny;
  recipe.same = SAME_NO;
  recipe.windows = false;
  recipe.extras = false;
  recipe.lower_only = true;
  return recipe;
}

static Recipe llanos_recipe(void)
{
  static RepSpec reps[1];
  reps[0] = rep_spec("Yopal", NULL, 60, 92, 50);
  reps[0].name = "Fabio Barreto Rey";
  reps[0].reach_min = 230;
  reps[0].spread_min = 140;
  reps[0].nights = 3;
  reps[0].cost_night = 140000;
  Recipe recipe = colombia("llanos", "Eight weeks in the Llanos", reps, 1);
  recipe.weeks = 8;
  recipe.groups = groups_far;
  recipe.same = SAME_NO;
  recipe.windows = false;
  recipe.extras = false;
  recipe.lower_only = true;
  return recipe;
}

static Recipe spain_recipe(void)
{
  static const struct {
    const char *town, *region, *name;
    int speed_kmh;
  } homes[] = {{"Madrid", "Comunidad de Madrid", "Lucía Ramírez Ibáñez", 40},
               {"Barcelona", "Cataluña", "Jordi Puig Muñoz", 40},
               {"Valencia", "Comunitat Valenciana", "Amparo Castañer Ríos", 50},
               {"Sevilla", "Andalucía", "Rocío Jiménez Acuña", 50},
               {"Bilbao", "País Vasco", "Íñigo Etxeberria Ordóñez", 50},
               {"Zaragoza", "Aragón", "Pilar Lahoz Serrano", 60},
               {"Vigo", "Galicia", "Brais Castiñeira Núñez", 50},
               {"Valladolid", "Castilla y León", "Begoña Cañón Álvarez", 65}};
  static RepSpec reps[G_N_ELEMENTS(homes)];
  for (size_t i = 0; i < G_N_ELEMENTS(homes); i++) {
    reps[i] = rep_spec(homes[i].town, homes[i].region, 75, 70 + 4 * (double)(i % 4), homes[i].speed_kmh);
    reps[i].name = homes[i].name;
    reps[i].region = homes[i].region;
    reps[i].start = HM(9, 0);
    reps[i].end = HM(14, 0);
    reps[i].start2 = HM(16, 0);
    reps[i].end2 = HM(19, 0);
  }
  Recipe recipe = colombia("spain", "Segundo trimestre 2027", reps, G_N_ELEMENTS(reps));
  recipe.country = "ES";
  recipe.timezone = "Europe/Madrid";
  recipe.currency = "EUR";
  recipe.language = "es";
  recipe.start = date_of(2027, 4, 5);
  recipe.day_start = HM(9, 0);
  recipe.day_end = HM(19, 0);
  recipe.break_from = recipe.break_to = 0;
  recipe.speed_kmh = 55;
  recipe.cost_hour = 28;
  recipe.cost_km = 0.26;
  recipe.money_step = 10;
  recipe.groups = groups_es;
  return recipe;
}

// A few hours and days, so that they are read, but do not make the proof hard.
static void add_tiny_hours(Dataset *dataset)
{
  Client *clients = &g_array_index(dataset->clients, Client, 0);
  clients[3].open[0] = HM(8, 0);
  clients[3].close[0] = HM(12, 0);
  clients[8].open[0] = HM(8, 0);
  clients[8].close[0] = HM(12, 0);
  clients[8].open[1] = HM(14, 0);
  clients[8].close[1] = HM(17, 30);
  clients[11].weekdays = 0x0F;
}

// ---- Files that are the same for every seed ----

static bool save(const char *folder, const char *file, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  return g_file_set_contents(path, text, -1, error);
}

static bool write_demo_policy(const Dataset *dataset, const char *folder, GError **error)
{
  static const char activities[] =
      "activity,group,times,minutes,cost,channel,resource,objective,kpi,expected_result\n"
      "A1,A,1,15,250000,visit,GG,Plan anual conjunto,Plan firmado,Compromiso de compra del año\n"
      "A2,A,2,10,120000,visit,,Revisión de exhibición,Caras en góndola,+10 % de espacio\n"
      "A3,A,1,15,180000,visit,LOG,Revisión de entregas,Entregas a tiempo,98 % a tiempo\n"
      "B1,B,1,10,80000,visit,,Lanzamiento de la línea nueva,Referencias activas,+3 referencias\n"
      "B2,B,1,10,0,phone,,Seguimiento de cartera,Días de pago,-5 días\n"
      "C1,C,1,5,20000,visit,,Material en punto de venta,Puntos con material,80 % de los puntos\n"
      "D1,D,1,10,0,portal,,Alta en el portal,Pedidos por portal,50 % de los pedidos\n"
      "P1,P,1,10,60000,visit,,Presentación de la compañía,Cotizaciones,1 cotización\n";
  static const char resources[] = "resource,name,role,max_visits,days,start,end\n"
                                  "GG,Patricia Londoño Uribe,Gerente general,14,2027-02-01..2027-02-05 "
                                  "2027-03-01..2027-03-12,09:00,17:00\n"
                                  "LOG,Iván Quiñones Triana,Experto en logística,20,2027-01-18..2027-01-29 "
                                  "2027-03-08..2027-03-19,08:00,18:00\n";
  g_autoptr(GString) targets = g_string_new("rep,sales,visits\n");
  for (guint r = 0; r < dataset->reps->len; r++) {
    double sales = 0.0;
    for (guint i = 0; i < dataset->clients->len; i++) {
      const Client *client = &g_array_index(dataset->clients, Client, i);
      sales += client->rep == (int)r ? client->sales : 0.0;
    }
    const Rep *rep = &g_array_index(dataset->reps, Rep, r);
    g_string_append_printf(targets, "R%u,%.0f,%d\n", r + 1, 1e6 * round(1.06e-6 * sales), rep->visits);
  }
  return save(folder, "activities.csv", activities, error) &&
         save(folder, "resources.csv", resources, error) && save(folder, "targets.csv", targets->str, error);
}

// The reports of six weeks of the plan whose snapshot lies in the folder; without a snapshot none.
static bool write_demo_actuals(const Dataset *dataset, const char *folder, guint32 seed, GError **error)
{
  g_autofree char *path = g_build_filename(folder, "former", "calendar.csv", NULL), *calendar = NULL;
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  if (!g_file_get_contents(path, &calendar, NULL, error))
    return false;
  g_autofree char *actuals = actuals_text(dataset, calendar, 6, seed);
  return save(folder, "actuals.csv", actuals, error);
}

// ---- The program ----

typedef struct Options {
  int seed, clients, reps, weeks;
  char *geo, *same, *windows, *holidays;
  gboolean stats;
} Options;

static void print_stats(const Dataset *dataset)
{
  g_printerr("rep  clients  visits  service_h  demand_h  capacity_h  load_pct\n");
  for (guint r = 0; r < dataset->reps->len; r++) {
    const Rep *rep = &g_array_index(dataset->reps, Rep, r);
    g_printerr("R%-3u %7d %7d %10.0f %9.0f %11.0f %9.1f\n", r + 1, rep->spec->clients, rep->visits,
               rep->service_min / 60.0, rep->demand_min / 60.0, rep->capacity_min / 60.0,
               100.0 * rep->demand_min / rep->capacity_min);
  }
  int counts[GROUPS] = {0};
  for (guint i = 0; i < dataset->clients->len; i++)
    counts[g_array_index(dataset->clients, Client, i).group]++;
  for (int g = 0; g < GROUPS; g++)
    g_printerr("%s %d%s", dataset->recipe->groups[g].id, counts[g], g + 1 < GROUPS ? ", " : "\n");
}

static Recipe random_recipe(const Options *options, const Places *places, RepSpec *reps)
{
  int n = options->reps;
  GRand *rand = g_rand_new_with_seed((guint32)options->seed);
  g_autofree double *sums = g_new0(double, places->towns->len);
  double sum = 0.0;
  for (guint i = 0; i < places->towns->len; i++) {
    int population = g_array_index(places->towns, Town, i).population;
    sums[i] = sum += population < 15000 ? 0.0 : pow(population, 0.8); // nobody is based in a village
  }
  for (int r = 0; r < n; r++) {
    double at = g_rand_double_range(rand, 0.0, sum);
    guint i = 0;
    while (i + 1 < places->towns->len && sums[i] <= at)
      i++;
    const Town *town = &g_array_index(places->towns, Town, i);
    int clients = options->clients / n + (r < options->clients % n);
    reps[r] = rep_spec(town->name, town->region, clients, 85, 45);
  }
  g_rand_free(rand);
  Recipe recipe = colombia("random", "Random territory", reps, n);
  recipe.weeks = options->weeks;
  recipe.groups = groups_plain;
  recipe.extras = false;
  recipe.lower_only = true;
  recipe.same = g_str_equal(options->same, "yes")  ? SAME_YES
                : g_str_equal(options->same, "no") ? SAME_NO
                                                   : SAME_PREFER;
  recipe.windows = g_str_equal(options->windows, "yes");
  recipe.holidays = g_str_equal(options->holidays, "yes");
  return recipe;
}

static bool make_random(const Options *options, const char *folder, GError **error)
{
  g_autoptr(Places) places = places_read(options->geo, "CO", error);
  if (!places)
    return false;
  g_autofree RepSpec *reps = g_new0(RepSpec, (gsize)options->reps);
  Recipe recipe = random_recipe(options, places, reps);
  g_autoptr(Dataset) dataset = dataset_make(&recipe, places, (guint32)options->seed);
  Style style = {.only_rep = -1};
  if (options->stats)
    print_stats(dataset);
  return dataset_write(dataset, &style, folder, error);
}

static bool make_bundled(const Options *options, const char *name, const char *folder, GError **error)
{
  bool excel = g_str_equal(name, "excel-es"), tiny = g_str_equal(name, "tiny"),
       small = tiny || g_str_equal(name, "llanos");
  Recipe recipe = g_str_equal(name, "national") ? national_recipe()
                  : g_str_equal(name, "spain")  ? spain_recipe()
                  : tiny                        ? tiny_recipe()
                  : small                       ? llanos_recipe()
                                                : demo_recipe();
  recipe.resources = recipe.resources && !excel; // their file is the demo's alone
  g_autoptr(Places) places = places_read(options->geo, recipe.country, error);
  if (!places)
    return false;
  g_autoptr(Dataset) dataset = dataset_make(&recipe, places, (guint32)options->seed);
  GRand *rand = g_rand_new_with_seed((guint32)options->seed + 1);
  if (tiny)
    add_tiny_hours(dataset);
  if (recipe.extras)
    dataset_add_appointments(dataset, 4 * recipe.rep_count, rand);
  g_rand_free(rand);
  Style style = {.spanish = excel, .excel = excel, .extras = !small, .only_rep = excel ? 0 : -1, .ics = tiny};
  if (options->stats)
    print_stats(dataset);
  bool demo = g_str_equal(name, "demo");
  return dataset_write(dataset, &style, folder, error) &&
         (!demo || (write_demo_policy(dataset, folder, error) &&
                    write_demo_actuals(dataset, folder, (guint32)options->seed + 2, error)));
}

int main(int argc, char **argv)
{
  Options options = {.seed = 1, .clients = 120, .reps = 1, .weeks = 13};
  const GOptionEntry entries[] = {
      {"seed", 's', 0, G_OPTION_ARG_INT, &options.seed, "seed of the generator (1)", "N"},
      {"clients", 0, 0, G_OPTION_ARG_INT, &options.clients, "random: clients in all (120)", "N"},
      {"reps", 0, 0, G_OPTION_ARG_INT, &options.reps, "random: reps (1)", "N"},
      {"weeks", 0, 0, G_OPTION_ARG_INT, &options.weeks, "random: weeks of the horizon (13)", "N"},
      {"same-weekday", 0, 0, G_OPTION_ARG_STRING, &options.same, "random: yes, prefer (default) or no",
       "WORD"},
      {"windows", 0, 0, G_OPTION_ARG_STRING, &options.windows,
       "random: opening hours and day bans, yes or no", "WORD"},
      {"holidays", 0, 0, G_OPTION_ARG_STRING, &options.holidays, "random: public holidays, yes or no",
       "WORD"},
      {"geo", 0, 0, G_OPTION_ARG_FILENAME, &options.geo, "folder of the places (datasets/geo)", "DIR"},
      {"stats", 0, 0, G_OPTION_ARG_NONE, &options.stats, "print each rep's estimated load", NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(GOptionContext) context =
      g_option_context_new("demo|national|tiny|excel-es|spain|llanos|random OUTDIR");
  g_option_context_add_main_entries(context, entries, NULL);
  static const char *const names[] = {"demo",  "national", "tiny",   "excel-es",
                                      "spain", "llanos",   "random", NULL};
  if (!g_option_context_parse(context, &argc, &argv, &error) || argc != 3 ||
      !g_strv_contains(names, argv[1]) || options.reps < 1 || options.clients < options.reps ||
      options.weeks < 1 || options.weeks > 104) {
    g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
    g_printerr("%s%s%s", error ? error->message : "", error ? "\n" : "", help);
    return 2;
  }
  options.geo = options.geo ? options.geo : g_strdup("datasets/geo");
  options.same = options.same ? options.same : g_strdup("prefer");
  options.windows = options.windows ? options.windows : g_strdup("no");
  options.holidays = options.holidays ? options.holidays : g_strdup("no");
  bool random = g_str_equal(argv[1], "random");
  bool done =
      random ? make_random(&options, argv[2], &error) : make_bundled(&options, argv[1], argv[2], &error);
  if (!done)
    g_printerr("generate: %s\n", error->message);
  g_free(options.geo);
  g_free(options.same);
  g_free(options.windows);
  g_free(options.holidays);
  return done ? 0 : 4;
}
