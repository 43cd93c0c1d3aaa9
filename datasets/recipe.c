// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a territory to a recipe: reps at home in towns, clients in the towns that are nearest to them, groups
// raised or lowered until visits and driving come to the load that the recipe wants. Driving is estimated per
// visit: a day trip to the client's area, shared by the visits that fit such a day.
#include "datasets/generate.h"

#include <math.h>
#include <string.h>

static double uniform(GRand *rand, double low, double high)
{
  return g_rand_double_range(rand, low, high);
}

static bool chance(GRand *rand, double p)
{
  return g_rand_double(rand) < p;
}

static double drive_min(const Recipe *recipe, const RepSpec *spec, double lat1, double lon1, double lat2,
                        double lon2)
{
  double speed = spec->speed_kmh ? spec->speed_kmh : recipe->speed_kmh;
  return distance_km(lat1, lon1, lat2, lon2) * recipe->road_factor / speed * 60.0;
}

int client_minutes(const Recipe *recipe, const Client *client)
{
  return client->visit_min ? client->visit_min : recipe->groups[client->group].minutes;
}

int client_count(const Recipe *recipe, const Client *client)
{
  if (client->override_visits == TWICE_A_WEEK)
    return 2 * recipe->weeks;
  return client->override_visits ? client->override_visits : recipe->groups[client->group].count;
}

static bool region_matches(const char *holiday, const char *rep)
{
  return !holiday[0] || (rep && g_str_equal(holiday, rep));
}

double rep_day_min(const Dataset *dataset, const Rep *rep, Date date)
{
  const Recipe *recipe = dataset->recipe;
  const RepSpec *spec = rep->spec;
  double minutes = spec->end - spec->start + (spec->start2 ? spec->end2 - spec->start2 : 0);
  double morning = (spec->start2 ? spec->end : 13 * 60) - spec->start;
  if (recipe->break_from && !spec->start2) {
    minutes -= recipe->break_to - recipe->break_from;
    morning = recipe->break_from - spec->start;
  }
  double share = spec->field_share_pct ? spec->field_share_pct / 100.0 : 1.0;
  if (!date)
    return minutes * share;
  if (weekday_of(date) > 4 || (spec->off_from && date >= spec->off_from && date <= spec->off_to))
    return 0.0;
  for (guint i = 0; i < dataset->holidays->len; i++) {
    const Holiday *holiday = &g_array_index(dataset->holidays, Holiday, i);
    if (holiday->date == date && region_matches(holiday->region, spec->region)) {
      if (!g_str_equal(holiday->name, "half"))
        return 0.0;
      minutes = MIN(minutes, morning);
    }
  }
  return minutes * share;
}

// ---- Reps ----

// Colleagues of one town live apart: of ten places the one farthest from them all.
static void settle(const Places *places, GArray *reps, const Town *town, GRand *rand, Rep *rep)
{
  double best = -1.0;
  for (int attempt = 0; attempt < 10; attempt++) {
    double lat, lon, nearest = 1e9;
    places_scatter(places, town, rand, &lat, &lon);
    for (guint i = 0; i < reps->len; i++) {
      const Rep *other = &g_array_index(reps, Rep, i);
      nearest = fmin(nearest, distance_km(lat, lon, other->lat, other->lon));
    }
    if (nearest > best) {
      best = nearest;
      rep->lat = lat;
      rep->lon = lon;
    }
  }
}

static void make_reps(Dataset *dataset, const Places *places, guint32 seed)
{
  const Recipe *recipe = dataset->recipe;
  GRand *rand = g_rand_new_with_seed(seed);
  for (int i = 0; i < recipe->rep_count; i++) {
    const RepSpec *spec = &recipe->reps[i];
    Rep rep = {.spec = spec, .name = spec->name ? g_strdup(spec->name) : name_person(rand)};
    settle(places, dataset->reps, places_find(places, spec->town, spec->town_region), rand, &rep);
    g_auto(GStrv) words = g_strsplit(rep.name, " ", 2);
    g_autofree char *first = name_slug(words[0]), *last = name_slug(words[1]);
    rep.email = g_strdup_printf("%s.%s@ronda.example", first, last);
    for (Date date = recipe->start; date < recipe->start + 7 * (Date)recipe->weeks; date++) {
      double minutes = rep_day_min(dataset, &rep, date);
      rep.capacity_min += minutes;
      rep.days += minutes > 0.0;
    }
    g_array_append_val(dataset->reps, rep);
  }
  g_rand_free(rand);
}

// ---- Where the clients are ----

typedef struct Choice { // towns that a rep reaches, with running weights
  GArray *towns;        // const Town *
  GArray *sums;         // double
} Choice;

static Choice towns_of(const Recipe *recipe, const Places *places, const Rep *rep)
{
  Choice choice = {g_array_new(FALSE, FALSE, sizeof(const Town *)),
                   g_array_new(FALSE, FALSE, sizeof(double))};
  double sum = 0.0;
  for (guint i = 0; i < places->towns->len; i++) {
    const Town *town = &g_array_index(places->towns, Town, i);
    double minutes = drive_min(recipe, rep->spec, rep->lat, rep->lon, town->lat, town->lon);
    if (town->population < 3000 || minutes > rep->spec->reach_min)
      continue;
    sum +=
        pow(town->population, 0.7) * exp(-minutes / (rep->spec->spread_min ? rep->spec->spread_min : 40.0));
    g_array_append_val(choice.towns, town);
    g_array_append_val(choice.sums, sum);
  }
  return choice;
}

static const Town *choose_town(const Choice *choice, GRand *rand)
{
  const double *sums = (const double *)(const void *)choice->sums->data;
  double at = uniform(rand, 0.0, sums[choice->sums->len - 1]);
  guint low = 0, high = choice->sums->len - 1;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (sums[middle] > at)
      high = middle;
    else
      low = middle + 1;
  }
  return g_array_index(choice->towns, const Town *, low);
}

static bool is_nearest(const Dataset *dataset, int rep, double lat, double lon)
{
  const Rep *own = &g_array_index(dataset->reps, Rep, rep);
  double limit = distance_km(own->lat, own->lon, lat, lon);
  for (guint i = 0; i < dataset->reps->len; i++) {
    const Rep *other = &g_array_index(dataset->reps, Rep, i);
    if (fabs(other->lat - lat) * 111.0 < limit && distance_km(other->lat, other->lon, lat, lon) < limit)
      return false;
  }
  return true;
}

static void place_client(const Dataset *dataset, const Places *places, const Choice *choice, GRand *rand,
                         Client *client)
{
  const Rep *rep = &g_array_index(dataset->reps, Rep, client->rep);
  for (int attempt = 0; attempt < 200; attempt++) {
    client->town = choose_town(choice, rand);
    places_scatter(places, client->town, rand, &client->lat, &client->lon);
    client->home_min = drive_min(dataset->recipe, rep->spec, rep->lat, rep->lon, client->lat, client->lon);
    if (client->home_min <= rep->spec->reach_min &&
        is_nearest(dataset, client->rep, client->lat, client->lon))
      return;
  }
}

// ---- What a client is like ----

static Trade draw_trade(GRand *rand)
{
  static const double shares[TRADES] = {0.22, 0.20, 0.22, 0.10, 0.10, 0.08, 0.08};
  double at = g_rand_double(rand);
  for (int trade = 0; trade < TRADES; trade++)
    if ((at -= shares[trade]) < 0.0)
      return (Trade)trade;
  return TRADE_HARDWARE;
}

// Steps of the golden section keep even a small territory near the shares of the recipe.
static int draw_group(const Recipe *recipe, int index)
{
  double at = fmod(0.5 + 0.6180339887 * index, 1.0);
  for (int group = 0; group < GROUPS; group++)
    if ((at -= recipe->groups[group].share) < 0.0)
      return group;
  return GROUPS - 2;
}

static void set_hours(Client *client, int open, int close, int open2, int close2)
{
  client->open[0] = open;
  client->close[0] = close;
  client->open[1] = open2;
  client->close[1] = close2;
}

static void draw_hours(GRand *rand, Client *client)
{
  int shift = 30 * g_rand_int_range(rand, 0, 3);
  bool small = client->town->population < 200000;
  switch (client->trade) {
  case TRADE_HARDWARE:
  case TRADE_FARM:
    if (chance(rand, small ? 0.6 : 0.3))
      set_hours(client, 7 * 60 + shift, 12 * 60, 14 * 60, 17 * 60 + shift);
    break;
  case TRADE_SUPERMARKET:
    if (chance(rand, 0.35)) // suppliers in the morning
      set_hours(client, 7 * 60, 11 * 60 + shift, -1, -1);
    break;
  case TRADE_RESTAURANT:
    if (chance(rand, 0.7))
      set_hours(client, 14 * 60, 17 * 60 + shift, -1, -1);
    break;
  case TRADE_PHARMACY:
    if (chance(rand, 0.3))
      set_hours(client, 8 * 60 + shift, 19 * 60, -1, -1);
    break;
  default:
    if (chance(rand, small ? 0.4 : 0.2))
      set_hours(client, 8 * 60, 12 * 60, 14 * 60, 17 * 60 + shift);
  }
}

// Weekdays on which a client sees nobody: loading bans by number plate, market day, stock-taking.
static unsigned draw_weekdays(GRand *rand)
{
  static const unsigned masks[] = {0x1E, 0x0F, 0x1B, 0x17, 0x15, 0x0A | 0x10};
  return masks[g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(masks))];
}

static Same draw_same(const Recipe *recipe, GRand *rand, int visits)
{
  if (recipe->same != SAME_OPEN)
    return recipe->same;
  double at = g_rand_double(rand);
  if (at < 0.06)
    return visits <= recipe->weeks / 2 ? SAME_YES : SAME_PREFER;
  return at < 0.16 ? SAME_NO : at < 0.22 ? SAME_PREFER : SAME_OPEN;
}

// The last weekday at least `days` before the horizon that was no holiday.
static Date working_day_before(const Dataset *dataset, Date days)
{
  Date date = dataset->recipe->start - days;
  bool moved = true;
  while (moved) {
    moved = weekday_of(date) > 4;
    for (guint i = 0; i < dataset->holidays->len && !moved; i++) {
      const Holiday *holiday = &g_array_index(dataset->holidays, Holiday, i);
      moved = holiday->date == date && !holiday->region[0];
    }
    date -= moved;
  }
  return date;
}

static void draw_rules(Dataset *dataset, const Rep *rep, GRand *rand, Client *client)
{
  const Recipe *recipe = dataset->recipe;
  int visits = client_count(recipe, client);
  int days = 7 * recipe->weeks;
  double wanted = (double)days / visits;
  client->same = draw_same(recipe, rand, visits);
  if (!recipe->windows)
    return;
  draw_hours(rand, client);
  if (!client_fits_day(recipe, rep, client))
    set_hours(client, -1, -1, -1, -1);
  if (chance(rand, 0.14))
    client->weekdays = draw_weekdays(rand);
  if (client->group != PROSPECTS && chance(rand, 0.9)) {
    client->last_visit = working_day_before(dataset, (Date)fmax(4.0, uniform(rand, 0.3, 1.0) * wanted));
  } else if (client->group == PROSPECTS && chance(rand, 0.4)) {
    client->first_by = recipe->start + (Date)(7 * g_rand_int_range(rand, 2, MAX(3, recipe->weeks - 3))) - 3;
  }
  if (chance(rand, 0.05)) {
    client->away_from = recipe->start + (Date)g_rand_int_range(rand, 7, MAX(8, days - 14));
    client->away_to = client->away_from + (Date)g_rand_int_range(rand, 0, 9);
  }
  if (visits > 1 && chance(rand, 0.05)) {
    client->min_gap = MAX(1, (int)(0.5 * wanted));
    client->max_gap = (int)(1.7 * wanted) + 4;
    if (client->last_visit && (int)(recipe->start - client->last_visit) + 5 > client->max_gap)
      client->last_visit = 0;
  }
  if (!client_fits_calendar(dataset, rep, client)) {
    client->min_gap = client->max_gap = 0;
    client->weekdays = 0;
    client->away_from = client->away_to = client->first_by = 0;
    if (!client_fits_calendar(dataset, rep, client))
      client->same = SAME_NO;
  }
}

static double rounded(const Recipe *recipe, double amount)
{
  return recipe->money_step * round(amount / recipe->money_step);
}

static void draw_criteria(const Recipe *recipe, GRand *rand, Client *client)
{
  const GroupSpec *group = &recipe->groups[client->group];
  double low = log(group->sales_low), high = log(group->sales_high);
  double volume = exp(uniform(rand, low, high)) * (client->trade == TRADE_WHOLESALE ? 1.4 : 1.0);
  bool prospect = client->group == PROSPECTS;
  client->potential = rounded(recipe, volume * (prospect ? 1.0 : uniform(rand, 1.05, 2.6)));
  client->sales = prospect ? 0.0 : rounded(recipe, volume);
  client->value = prospect ? rounded(recipe, 0.15 * client->potential) : 0.0;
  client->margin_pct = round(uniform(rand, 90.0, 340.0)) / 10.0;
  client->payment_days = prospect ? 0 : 15 * g_rand_int_range(rand, 0, 7);
  client->products = prospect ? 0 : g_rand_int_range(rand, 3, 12 * (GROUPS - client->group));
  client->cost_to_serve = rounded(recipe, volume * uniform(rand, 0.01, 0.04));
  static const char *const channels[] = {"Tradicional", "Autoservicio", "Mayorista", "Institucional"};
  client->sales_channel = client->trade == TRADE_WHOLESALE    ? channels[2]
                          : client->trade == TRADE_RESTAURANT ? channels[3]
                                                              : channels[g_rand_int_range(rand, 0, 2)];
}

static void draw_contact(const Recipe *recipe, GRand *rand, Client *client)
{
  client->name = name_company(recipe->country, client->trade, client->town->name, rand);
  client->contact = name_person(rand);
  bool spain = g_str_equal(recipe->country, "ES");
  int tail = g_rand_int_range(rand, 0, 10000);
  // 555 numbers are not given out in either country.
  client->phone =
      spain ? g_strdup_printf("+34 555 %02d %02d %02d", client->number % 100, tail / 100, tail % 100)
            : g_strdup_printf("+57 %d 555 %04d", g_rand_int_range(rand, 300, 324), tail);
  g_autofree char *slug = name_slug(client->name);
  slug[MIN(strlen(slug), 24)] = '\0';
  client->email = g_strdup_printf("compras@%s.example", slug);
}

// ---- Load ----

// Minutes between neighbours: the fourth nearest of (a sample of) the rep's clients.
static void measure_legs(const Recipe *recipe, const Rep *rep, Client *clients, int n)
{
  int stride = 1 + n / 400;
  for (int i = 0; i < n; i++) {
    double nearest[4] = {1e9, 1e9, 1e9, 1e9};
    for (int j = i % stride; j < n; j += stride) {
      double km = j == i ? 1e9 : distance_km(clients[i].lat, clients[i].lon, clients[j].lat, clients[j].lon);
      for (int k = 0; k < 4; k++)
        if (km < nearest[k]) {
          double worse = nearest[k];
          nearest[k] = km;
          km = worse;
        }
    }
    int speed = rep->spec->speed_kmh ? rep->spec->speed_kmh : recipe->speed_kmh;
    clients[i].leg_min = fmin(nearest[MIN(3, MAX(0, n - 2))], 60.0) * recipe->road_factor / speed * 60.0;
  }
}

// Minutes that the client asks of his rep in the horizon.
static double client_demand(const Dataset *dataset, const Rep *rep, const Client *client)
{
  double day = rep_day_min(dataset, rep, 0);
  double service = client_minutes(dataset->recipe, client), leg = client->leg_min;
  double visits_a_day = CLAMP((day - 2.0 * client->home_min + leg) / (service + leg), 1.0, 10.0);
  double travel = (2.0 * client->home_min + (visits_a_day - 1.0) * leg) / visits_a_day;
  return client_count(dataset->recipe, client) * (service + travel);
}

static double rep_demand(const Dataset *dataset, const Rep *rep, const Client *clients, int n)
{
  double demand = 0.0;
  for (int i = 0; i < n; i++)
    demand += client_demand(dataset, rep, &clients[i]);
  return demand;
}

// Lowers or raises the groups of clients drawn at random, one step at a time, to the wanted load.
static void tune_groups(const Dataset *dataset, const Rep *rep, Client *clients, int n, GRand *rand)
{
  double target = rep->spec->load_pct / 100.0 * rep->capacity_min;
  double demand = rep_demand(dataset, rep, clients, n);
  int step = demand > target ? 1 : -1;
  if (step < 0 && dataset->recipe->lower_only)
    return;
  for (int attempt = 0; attempt < 40 * n && (demand - target) * step > 0.0; attempt++) {
    Client *client = &clients[g_rand_int_range(rand, 0, n)];
    int group = client->group + step;
    if (client->group == PROSPECTS || group < 0 || group >= PROSPECTS)
      continue;
    demand -= client_demand(dataset, rep, client);
    client->group = group;
    demand += client_demand(dataset, rep, client);
  }
}

static void override_visits(const Recipe *recipe, GRand *rand, Client *client)
{
  int visits = recipe->groups[client->group].count;
  if (visits < 2 || recipe->weeks < 8 || !chance(rand, 0.05))
    return;
  if (client->group == 0 && client->home_min < 30.0)
    client->override_visits = chance(rand, 0.3) ? TWICE_A_WEEK : visits - 3;
  else if (client->group != PROSPECTS)
    client->override_visits = visits + (chance(rand, 0.5) ? 1 : -1);
}

static gint by_sales(gconstpointer a, gconstpointer b, gpointer data)
{
  const Client *clients = data;
  const Client *p = &clients[*(const int *)a], *q = &clients[*(const int *)b];
  if (p->sales != q->sales)
    return p->sales > q->sales ? -1 : 1;
  return p->number - q->number;
}

// The two largest clients of a rep see the general manager once, the next two the logistics expert.
static void send_resources(Client *clients, int n)
{
  g_assert(n > 0);
  g_autofree int *order = g_new(int, (gsize)n);
  for (int i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data(order, n, sizeof(int), by_sales, clients);
  for (int i = 0; i < MIN(4, n); i++) {
    clients[order[i]].resource = i < 2 ? "GG" : "LOG";
    clients[order[i]].resource_visits = 1;
  }
}

static void make_clients(Dataset *dataset, const Places *places, int r, guint32 seed)
{
  const Recipe *recipe = dataset->recipe;
  Rep *rep = &g_array_index(dataset->reps, Rep, r);
  guint32 seeds[] = {seed, (guint32)r};
  GRand *rand = g_rand_new_with_seed_array(seeds, G_N_ELEMENTS(seeds));
  Choice choice = towns_of(recipe, places, rep);
  int n = rep->spec->clients, first = (int)dataset->clients->len;
  for (int i = 0; i < n; i++) {
    Client client = {.number = first + i + 1, .rep = r, .open = {-1, -1}, .close = {-1, -1}};
    place_client(dataset, places, &choice, rand, &client);
    client.trade = draw_trade(rand);
    client.group = draw_group(recipe, i);
    client.visit_min = chance(rand, 0.4) ? 25 + 5 * g_rand_int_range(rand, 0, 8) : 0;
    g_array_append_val(dataset->clients, client);
  }
  Client *clients = &g_array_index(dataset->clients, Client, first);
  measure_legs(recipe, rep, clients, n);
  tune_groups(dataset, rep, clients, n, rand);
  for (int i = 0; i < n; i++) {
    override_visits(recipe, rand, &clients[i]);
    draw_rules(dataset, rep, rand, &clients[i]);
    draw_criteria(recipe, rand, &clients[i]);
    draw_contact(recipe, rand, &clients[i]);
    rep->visits += client_count(recipe, &clients[i]);
    rep->service_min += client_count(recipe, &clients[i]) * client_minutes(recipe, &clients[i]);
  }
  if (recipe->resources)
    send_resources(clients, n);
  rep->demand_min = rep_demand(dataset, rep, clients, n);
  g_array_free(choice.towns, TRUE);
  g_array_free(choice.sums, TRUE);
  g_rand_free(rand);
}

// ---- The whole ----

// Days that are custom, not law: the carnival of Barranquilla with the evening of its Guacherna, and the afternoon
// before the Easter holidays.
static void add_custom(GArray *holidays, Date from, Date to, int year)
{
  Date easter = easter_sunday(year);
  Holiday custom[] = {{easter - 58, "half", "Caribe"},
                      {easter - 48, "Lunes de Carnaval", "Caribe"},
                      {easter - 47, "Martes de Carnaval", "Caribe"},
                      {easter - 4, "half", ""}};
  for (size_t i = 0; i < G_N_ELEMENTS(custom); i++)
    if (custom[i].date >= from && custom[i].date <= to)
      g_array_append_val(holidays, custom[i]);
}

static gint holiday_order(gconstpointer a, gconstpointer b)
{
  const Holiday *p = a, *q = b;
  if (p->date != q->date)
    return p->date < q->date ? -1 : 1;
  return strcmp(p->region, q->region);
}

static void make_holidays(Dataset *dataset)
{
  const Recipe *recipe = dataset->recipe;
  Date from = recipe->start - 92, to = recipe->start + 7 * (Date)recipe->weeks + 92;
  if (g_str_equal(recipe->country, "ES")) {
    holidays_spain(dataset->holidays, from, to);
    return;
  }
  holidays_colombia(dataset->holidays, from, to);
  if (recipe->extras)
    add_custom(dataset->holidays, from, to, 2027);
  g_array_sort(dataset->holidays, holiday_order);
}

static void client_clear(gpointer data)
{
  Client *client = data;
  g_free(client->name);
  g_free(client->contact);
  g_free(client->phone);
  g_free(client->email);
}

static void rep_clear(gpointer data)
{
  Rep *rep = data;
  g_free(rep->name);
  g_free(rep->email);
}

Dataset *dataset_make(const Recipe *recipe, const Places *places, guint32 seed)
{
  Dataset *dataset = g_new0(Dataset, 1);
  dataset->recipe = recipe;
  dataset->reps = g_array_new(FALSE, FALSE, sizeof(Rep));
  dataset->clients = g_array_new(FALSE, FALSE, sizeof(Client));
  dataset->holidays = g_array_new(FALSE, FALSE, sizeof(Holiday));
  dataset->appointments = g_array_new(FALSE, FALSE, sizeof(Appointment));
  g_array_set_clear_func(dataset->clients, client_clear);
  g_array_set_clear_func(dataset->reps, rep_clear);
  if (recipe->holidays)
    make_holidays(dataset);
  make_reps(dataset, places, seed);
  for (int r = 0; r < recipe->rep_count; r++)
    make_clients(dataset, places, r, seed);
  return dataset;
}

void dataset_free(Dataset *dataset)
{
  if (!dataset)
    return;
  g_array_free(dataset->reps, TRUE);
  g_array_free(dataset->clients, TRUE);
  g_array_free(dataset->holidays, TRUE);
  g_array_free(dataset->appointments, TRUE);
  g_free(dataset);
}
