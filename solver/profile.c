// SPDX-License-Identifier: GPL-3.0-or-later
// A trait's effect: for numbers the difference of the means over the deviation of all clients (Cohen's d with the
// common deviation), for words the difference of the shares over sqrt(p (1 - p)), so that both are on one scale.
#include "solver/profile.h"

#include <math.h>
#include <string.h>

#include "model/travel.h"
#include "model/words.h"

static const double TELLING = 0.3; // effects below it are noise for a reader
enum {
  WORDS_MOST = 60, // columns with more words are names, not categories
  WORD_LEAST = 5   // clients with or without the word, below which it is chance
};

typedef struct Profiling {
  const Territory *territory;
  const Attributes *attributes;
  Grouping *grouping;
  int slots; // groups, and one for those without
} Profiling;

static int slot_of(const Profiling *profiling, int client)
{
  int group = profiling->grouping->group[client];
  return group < 0 ? profiling->grouping->groups : group;
}

static GroupProfile *profile_at(const Profiling *profiling, int slot)
{
  return g_ptr_array_index(profiling->grouping->profiles, (guint)slot);
}

static void add_money(Money *sum, Money more)
{
  if (more != MONEY_NONE)
    *sum = *sum == MONEY_NONE ? more : *sum + more;
}

// ---- Sums ----

static void name_profile(const Profiling *profiling, GroupProfile *profile, int slot)
{
  const Grouping *grouping = profiling->grouping;
  bool clusters = grouping->quality->len > 0;
  if (slot == grouping->groups) {
    profile->id = g_strdup("");
    profile->name = g_strdup(_("without a group"));
  } else if (clusters) {
    profile->id = g_strdup_printf("K%d", slot + 1);
    profile->name = g_strdup_printf(_("Cluster %d"), slot + 1);
  } else {
    const Group *group = territory_group(profiling->territory, slot);
    profile->id = g_strdup(group->id);
    profile->name = g_strdup(group->name ? group->name : group->id);
  }
}

static void count_clients(const Profiling *profiling)
{
  const Territory *territory = profiling->territory;
  for (int i = 0; i < profiling->grouping->clients; i++) {
    const Client *client = territory_client(territory, i);
    GroupProfile *profile = profile_at(profiling, slot_of(profiling, i));
    const Visits *visits = client_visits(territory, client);
    double wanted = visits->given && client->channel == CHANNEL_VISIT ? visits->max : 0;
    profile->clients++;
    profile->prospects += client->status == STATUS_PROSPECT;
    profile->given += profiling->grouping->by[i] == GROUPED_GIVEN;
    add_money(&profile->sales, client->sales);
    add_money(&profile->potential, client->potential);
    profile->visits += wanted;
    profile->hours += wanted * client_visit_s(territory, client) / HOUR_S;
    profile->lat += client->lat;
    profile->lon += client->lon;
    profile->score += profiling->grouping->score[i];
  }
}

static void settle_places(const Profiling *profiling)
{
  g_autofree double *squares = g_new0(double, profiling->slots);
  for (int slot = 0; slot < profiling->slots; slot++) {
    GroupProfile *profile = profile_at(profiling, slot);
    profile->lat /= MAX(1, profile->clients);
    profile->lon /= MAX(1, profile->clients);
    profile->score = profile->clients ? profile->score / profile->clients : NAN;
  }
  for (int i = 0; i < profiling->grouping->clients; i++) {
    const Client *client = territory_client(profiling->territory, i);
    const GroupProfile *profile = profile_at(profiling, slot_of(profiling, i));
    double km = great_circle_m(client->lat, client->lon, profile->lat, profile->lon) / 1000;
    squares[slot_of(profiling, i)] += km * km;
  }
  for (int slot = 0; slot < profiling->slots; slot++) {
    GroupProfile *profile = profile_at(profiling, slot);
    profile->spread_km = profile->clients ? sqrt(squares[slot] / profile->clients) : NAN;
  }
}

static void count_reps(const Profiling *profiling)
{
  guint reps = profiling->territory->reps->len;
  g_autofree int *count = g_new0(int, (gsize)profiling->slots *reps + 1);
  for (int i = 0; i < profiling->grouping->clients; i++) {
    int rep = territory_client(profiling->territory, i)->rep;
    if (rep >= 0)
      count[(guint)slot_of(profiling, i) * reps + (guint)rep]++;
  }
  for (int slot = 0; slot < profiling->slots; slot++) {
    GroupProfile *profile = profile_at(profiling, slot);
    profile->rep = -1;
    for (guint rep = 0; rep < reps; rep++) {
      int served = count[(guint)slot * reps + rep];
      profile->reps += served > 0;
      if (served > profile->rep_clients) {
        profile->rep = (int)rep;
        profile->rep_clients = served;
      }
    }
  }
}

// Means of a column by group, NAN where nobody has a value; free with g_free.
static double *means(const Profiling *profiling, const Attribute *attribute)
{
  double *sum = g_new0(double, profiling->slots + 1);
  g_autofree int *count = g_new0(int, profiling->slots);
  for (int i = 0; attribute && attribute->value && i < profiling->grouping->clients; i++) {
    if (isnan(attribute->value[i]))
      continue;
    sum[slot_of(profiling, i)] += attribute->value[i];
    count[slot_of(profiling, i)]++;
  }
  for (int slot = 0; slot < profiling->slots; slot++)
    sum[slot] = count[slot] ? sum[slot] / count[slot] : NAN;
  return sum;
}

static void settle_means(const Profiling *profiling)
{
  const Attributes *attributes = profiling->attributes;
  g_autofree double *payment = means(profiling, attributes_find(attributes, "payment_days")),
                    *products = means(profiling, attributes_find(attributes, "products")),
                    *margin = means(profiling, attributes_find(attributes, "margin_pct"));
  Money all = MONEY_NONE;
  for (int slot = 0; slot < profiling->slots; slot++)
    add_money(&all, profile_at(profiling, slot)->sales);
  for (int slot = 0; slot < profiling->slots; slot++) {
    GroupProfile *profile = profile_at(profiling, slot);
    bool sells = profile->sales != MONEY_NONE && all > 0;
    profile->payment_days = payment[slot];
    profile->products = products[slot];
    profile->margin_pct = margin[slot];
    profile->sales_pct = sells ? 100 * (double)profile->sales / (double)all : NAN;
    profile->mean = g_new(double, profiling->grouping->criteria->len + 1);
  }
  for (guint c = 0; c < profiling->grouping->criteria->len; c++) {
    g_autofree double *mean = means(profiling, grouping_criterion(profiling->grouping, c)->attribute);
    for (int slot = 0; slot < profiling->slots; slot++)
      profile_at(profiling, slot)->mean[c] = mean[slot];
  }
}

// Sales over potential of the clients that give both.
static void settle_wallets(const Profiling *profiling)
{
  g_autofree double *sales = g_new0(double, profiling->slots), *potential = g_new0(double, profiling->slots);
  for (int i = 0; i < profiling->grouping->clients; i++) {
    const Client *client = territory_client(profiling->territory, i);
    if (client->sales == MONEY_NONE || client->potential == MONEY_NONE)
      continue;
    sales[slot_of(profiling, i)] += money_units(client->sales);
    potential[slot_of(profiling, i)] += money_units(client->potential);
  }
  for (int slot = 0; slot < profiling->slots; slot++)
    profile_at(profiling, slot)->wallet_pct = potential[slot] > 0 ? 100 * sales[slot] / potential[slot] : NAN;
}

// ---- Traits ----

static void offer_trait(GroupProfile *profile, Trait trait)
{
  int at = profile->traits < TRAITS ? profile->traits++ : TRAITS;
  while (at > 0 && fabs(profile->trait[at - 1].effect) < fabs(trait.effect)) {
    if (at < TRAITS)
      profile->trait[at] = profile->trait[at - 1];
    at--;
  }
  if (at < TRAITS)
    profile->trait[at] = trait;
}

static void number_traits(const Profiling *profiling, const Attribute *attribute)
{
  g_autofree double *sum = g_new0(double, profiling->slots), *count = g_new0(double, profiling->slots);
  double all = 0, squares = 0, n = 0;
  for (int i = 0; i < profiling->grouping->clients; i++) {
    double value = attribute->value[i];
    if (isnan(value))
      continue;
    sum[slot_of(profiling, i)] += value;
    count[slot_of(profiling, i)]++;
    all += value;
    squares += value * value;
    n++;
  }
  double variance = n > 1 ? (squares - all * all / n) / n : 0;
  if (!(variance > 1e-9 * fmax(1e-9, squares / fmax(1, n))))
    return;
  for (int slot = 0; slot < profiling->slots; slot++) {
    if (count[slot] <= 0 || count[slot] >= n)
      continue;
    Trait trait = {attribute, -1, sum[slot] / count[slot], (all - sum[slot]) / (n - count[slot]), 0};
    trait.effect = (trait.group - trait.rest) / sqrt(variance);
    if (fabs(trait.effect) >= TELLING)
      offer_trait(profile_at(profiling, slot), trait);
  }
}

// At most one word of a column tells about a group: the one with the greatest effect.
static void word_traits(const Profiling *profiling, const Attribute *attribute)
{
  int words = (int)attribute->words->len, slots = profiling->slots;
  if (words < 2 || words > WORDS_MOST)
    return;
  g_autofree double *count = g_new0(double, slots *words), *of_slot = g_new0(double, slots),
                    *of_word = g_new0(double, words);
  double n = 0;
  for (int i = 0; i < profiling->grouping->clients; i++) {
    int word = attribute->word[i];
    if (word < 0)
      continue;
    count[slot_of(profiling, i) * words + word]++;
    of_slot[slot_of(profiling, i)]++;
    of_word[word]++;
    n++;
  }
  for (int slot = 0; slot < slots; slot++) {
    Trait best = {.effect = 0};
    for (int word = 0; word < words && of_slot[slot] > 0 && of_slot[slot] < n; word++) {
      double here = count[slot * words + word] / of_slot[slot],
             rest = (of_word[word] - count[slot * words + word]) / (n - of_slot[slot]), p = of_word[word] / n;
      double effect = p > 0 && p < 1 ? (here - rest) / sqrt(p * (1 - p)) : 0;
      bool rare = fmin(of_word[word], n - of_word[word]) < WORD_LEAST;
      if (!rare &&
          fabs(effect) > fabs(best.effect) - (effect > 0 ? 1e-9 : 0)) // rather what they are than what not
        best = (Trait){attribute, word, 100 * here, 100 * rest, effect};
    }
    if (fabs(best.effect) >= TELLING)
      offer_trait(profile_at(profiling, slot), best);
  }
}

// Where a place or the group itself is the column, nothing is told.
static bool tells(const Attribute *attribute)
{
  static const char *const silent[] = {"client",        "group", "lat",     "lon", "visits",
                                       "visit_minutes", "team",  "channel", NULL};
  return !g_strv_contains(silent, attribute->name);
}

// ---- Words ----

// "1.2 million", "340", "12.5": four digits at most.
static char *short_number(double value)
{
  double size = fabs(value), unit = size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1;
  bool whole = unit == 1 && (size >= 100 || size == floor(size));
  g_autofree char *number = reader_number(value / unit, whole ? 0 : 1);
  return unit == 1e9   ? g_strdup_printf(_("%s billion"), number)
         : unit == 1e6 ? g_strdup_printf(_("%s million"), number)
                       : g_steal_pointer(&number);
}

static void tell_trait(GString *text, const Trait *trait)
{
  const char *name = trait->attribute->name;
  if (trait->word >= 0) {
    g_string_append_printf(text, _("%.0f %% are %s = %s (the rest: %.0f %%)"), trait->group, name,
                           (const char *)g_ptr_array_index(trait->attribute->words, (guint)trait->word),
                           trait->rest);
    return;
  }
  if (trait->attribute->kind == ATTRIBUTE_YES_NO) {
    g_string_append_printf(text, _("%.0f %% have %s (the rest: %.0f %%)"), 100 * trait->group, name,
                           100 * trait->rest);
    return;
  }
  g_autofree char *here = short_number(trait->group), *rest = short_number(trait->rest);
  g_string_append_printf(
      text, trait->effect > 0 ? _("more %s (%s; the rest: %s)") : _("less %s (%s; the rest: %s)"), name, here,
      rest);
}

static void put_into_words(const Profiling *profiling, GroupProfile *profile)
{
  GString *text = g_string_new(NULL);
  if (profile->clients == 0) {
    g_string_append(text, _("nobody"));
  } else if (profile->traits == 0) {
    g_string_append(text, _("much like all others"));
  }
  for (int t = 0; t < profile->traits; t++) {
    g_string_append(text, t ? "; " : "");
    tell_trait(text, &profile->trait[t]);
  }
  if (profile->rep >= 0 && profile->reps > 1 && profiling->territory->reps->len > 1)
    g_string_append_printf(text, _("; served by %d reps, most by %s (%d)"), profile->reps,
                           territory_rep(profiling->territory, profile->rep)->id, profile->rep_clients);
  else if (profile->rep >= 0)
    g_string_append_printf(text, _("; served by %s"), territory_rep(profiling->territory, profile->rep)->id);
  profile->text = g_string_free(text, FALSE);
}

void profile_groups(const Territory *territory, const Attributes *attributes, Grouping *grouping)
{
  Profiling profiling = {territory, attributes, grouping, grouping->groups + 1};
  g_ptr_array_set_size(grouping->profiles, 0);
  for (int slot = 0; slot < profiling.slots; slot++) {
    GroupProfile *profile = g_new0(GroupProfile, 1);
    name_profile(&profiling, profile, slot);
    profile->sales = profile->potential = MONEY_NONE;
    g_ptr_array_add(grouping->profiles, profile);
  }
  count_clients(&profiling);
  settle_places(&profiling);
  count_reps(&profiling);
  settle_means(&profiling);
  settle_wallets(&profiling);
  for (guint a = 0; a < attributes->columns->len; a++) {
    const Attribute *attribute = g_ptr_array_index(attributes->columns, a);
    if (tells(attribute) && attribute->value)
      number_traits(&profiling, attribute);
    else if (tells(attribute))
      word_traits(&profiling, attribute);
  }
  for (int slot = 0; slot < profiling.slots; slot++)
    put_into_words(&profiling, profile_at(&profiling, slot));
  if (profile_at(&profiling, grouping->groups)->clients == 0)
    g_ptr_array_set_size(grouping->profiles, grouping->groups);
}
