// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attributes.h"

#include <math.h>
#include <string.h>

static void attribute_free(gpointer data)
{
  Attribute *attribute = data;
  g_free(attribute->name);
  g_free(attribute->names);
  g_free(attribute->value);
  g_free(attribute->word);
  if (attribute->words)
    g_ptr_array_unref(attribute->words);
  if (attribute->index)
    g_hash_table_unref(attribute->index);
  g_free(attribute);
}

void attributes_free(Attributes *attributes)
{
  if (!attributes)
    return;
  g_ptr_array_unref(attributes->columns);
  g_free(attributes);
}

char *attribute_fold(const char *text)
{
  g_autofree char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new(NULL);
  for (const char *at = apart ? apart : ""; *at; at += g_utf8_skip[*(const guchar *)at]) {
    gunichar letter = g_utf8_get_char(at);
    if (g_unichar_isalnum(letter))
      g_string_append_unichar(folded, g_unichar_tolower(letter));
    else if (letter == '%')
      g_string_append(folded, "pct");
  }
  return g_string_free(folded, FALSE);
}

Attribute *attributes_add(Attributes *attributes, const char *name, const char *names, AttributeKind kind)
{
  Attribute *attribute = g_new0(Attribute, 1);
  g_autofree char *folded = attribute_fold(name);
  attribute->name = g_strdup(name);
  attribute->names = g_strdup_printf("|%s|%s%s", folded, names ? names : "", names ? "|" : "");
  attribute->kind = kind;
  if (kind == ATTRIBUTE_WORD) {
    attribute->word = g_new(int, attributes->clients);
    attribute->words = g_ptr_array_new_with_free_func(g_free);
    attribute->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  } else {
    attribute->value = g_new(double, attributes->clients);
  }
  for (int i = 0; i < attributes->clients; i++) {
    if (attribute->word)
      attribute->word[i] = -1;
    else
      attribute->value[i] = NAN;
  }
  g_ptr_array_add(attributes->columns, attribute);
  return attribute;
}

int attribute_find_word(const Attribute *attribute, const char *word)
{
  g_autofree char *folded = attribute_fold(word);
  return GPOINTER_TO_INT(g_hash_table_lookup(attribute->index, folded)) - 1;
}

void attribute_set_word(Attribute *attribute, int client, const char *word)
{
  g_autofree char *folded = attribute_fold(word ? word : "");
  if (!*folded)
    return;
  int index = GPOINTER_TO_INT(g_hash_table_lookup(attribute->index, folded)) - 1;
  if (index < 0) {
    index = (int)attribute->words->len;
    g_ptr_array_add(attribute->words, g_strstrip(g_strdup(word)));
    g_hash_table_insert(attribute->index, g_steal_pointer(&folded), GINT_TO_POINTER(index + 1));
  }
  attribute->word[client] = index;
}

bool attribute_is_empty(const Attribute *attribute, int client)
{
  return attribute->word ? attribute->word[client] < 0 : isnan(attribute->value[client]);
}

const Attribute *attributes_find(const Attributes *attributes, const char *name)
{
  g_autofree char *folded = attribute_fold(name);
  g_autofree char *wanted = g_strdup_printf("|%s|", folded);
  for (guint i = 0; *folded && i < attributes->columns->len; i++) {
    const Attribute *attribute = g_ptr_array_index(attributes->columns, i);
    if (strstr(attribute->names, wanted))
      return attribute;
  }
  return NULL;
}

// ---- The known ones ----

static double units(Money money)
{
  return money == MONEY_NONE ? NAN : money_units(money);
}

static double room(const Client *client)
{
  if (client->potential == MONEY_NONE)
    return NAN;
  double sales = client->sales == MONEY_NONE ? 0 : money_units(client->sales);
  return fmax(0, money_units(client->potential) - sales);
}

static double wallet(const Client *client)
{
  if (client->sales == MONEY_NONE || client->potential == MONEY_NONE || client->potential <= 0)
    return NAN;
  return 100 * (double)client->sales / (double)client->potential;
}

static void add_numbers(Attributes *attributes, const Territory *territory)
{
  enum {
    SALES,
    POTENTIAL,
    MARGIN_PCT,
    PAYMENT,
    PRODUCTS,
    COST,
    VALUE,
    VISITS,
    MINUTES,
    LAT,
    LON,
    MARGIN,
    WALLET,
    ROOM,
    SINCE,
    NUMBERS
  };
  static const char *const names[NUMBERS][2] = {
      [SALES] = {"sales", "ventas"},
      [POTENTIAL] = {"potential", "potencial"},
      [MARGIN_PCT] = {"margin_pct", "margenpct"},
      [PAYMENT] = {"payment_days", "diaspago"},
      [PRODUCTS] = {"products", "productos"},
      [COST] = {"cost_to_serve", "costoservicio|costeservicio"},
      [VALUE] = {"value", "valor"},
      [VISITS] = {"visits", "visitas"},
      [MINUTES] = {"visit_minutes", "minutosvisita"},
      [LAT] = {"lat", "latitude|latitud"},
      [LON] = {"lon", "lng|longitude|longitud"},
      [MARGIN] = {"margin", "margen"},
      [WALLET] = {"share_of_wallet", "cuotacliente|participacioncliente"},
      [ROOM] = {"growth_room", "porcrecer"},
      [SINCE] = {"days_since_visit", "diassinvisita"},
  };
  Attribute *number[NUMBERS];
  for (int n = 0; n < NUMBERS; n++)
    number[n] = attributes_add(attributes, names[n][0], names[n][1], ATTRIBUTE_NUMBER);
  for (int i = 0; i < attributes->clients; i++) {
    const Client *client = territory_client(territory, i);
    const Visits *visits = client_visits(territory, client);
    const double value[NUMBERS] = {
        [SALES] = units(client->sales),
        [POTENTIAL] = units(client->potential),
        [MARGIN_PCT] = client->margin_pct,
        [PAYMENT] = client->payment_days,
        [PRODUCTS] = client->products,
        [COST] = units(client->cost_to_serve),
        [VALUE] = units(client->value),
        [VISITS] = visits->given ? (double)visits->max : (double)NAN,
        [MINUTES] = (double)client_visit_s(territory, client) / MINUTE_S,
        [LAT] = client->lat,
        [LON] = client->lon,
        [MARGIN] = units(client->sales) * client->margin_pct / 100,
        [WALLET] = wallet(client),
        [ROOM] = room(client),
        [SINCE] = client->last_visit == DAY_NONE ? (double)NAN
                                                 : (double)(territory->settings.start - client->last_visit),
    };
    for (int n = 0; n < NUMBERS; n++)
      number[n]->value[i] = value[n];
  }
}

static void add_words(Attributes *attributes, const Territory *territory)
{
  static const char *const statuses[] = {"customer", "prospect"}, *const channels[] = {"visit", "remote",
                                                                                       "portal"};
  Attribute *client_id = attributes_add(attributes, "client", "cliente", ATTRIBUTE_WORD);
  Attribute *status = attributes_add(attributes, "status", "estado", ATTRIBUTE_WORD);
  Attribute *channel = attributes_add(attributes, "channel", "canal", ATTRIBUTE_WORD);
  Attribute *rep = attributes_add(attributes, "rep", "representante|comercial|vendedor", ATTRIBUTE_WORD);
  Attribute *team = attributes_add(attributes, "team", "equipo", ATTRIBUTE_WORD);
  Attribute *group = attributes_add(attributes, "group", "grupo|segment|segmento", ATTRIBUTE_WORD);
  for (int i = 0; i < attributes->clients; i++) {
    const Client *client = territory_client(territory, i);
    attribute_set_word(client_id, i, client->id);
    attribute_set_word(status, i, statuses[client->status]);
    attribute_set_word(channel, i, channels[client->channel]);
    attribute_set_word(rep, i, client->rep < 0 ? NULL : territory_rep(territory, client->rep)->id);
    attribute_set_word(team, i,
                       client->team < 0 ? NULL : g_ptr_array_index(territory->teams, (guint)client->team));
    attribute_set_word(group, i, client->group < 0 ? NULL : territory_group(territory, client->group)->id);
  }
}

Attributes *attributes_of_rows(int rows, const char *file)
{
  Attributes *attributes = g_new0(Attributes, 1);
  attributes->clients = rows;
  attributes->file = file;
  attributes->columns = g_ptr_array_new_with_free_func(attribute_free);
  return attributes;
}

Attributes *attributes_new(const Territory *territory)
{
  Attributes *attributes = attributes_of_rows((int)territory->clients->len, NULL);
  add_numbers(attributes, territory);
  add_words(attributes, territory);
  return attributes;
}
