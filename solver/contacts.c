// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/contacts.h"

#include <math.h>

#include "model/others.h"
#include "model/words.h"

#define SECTION "frequency"

static const char *const choices[] = {"open", "groups", "all", NULL};

const char *choose_name(Choose choose)
{
  return choices[choose];
}

// ---- [frequency] ----

static const char *const known_keys[] = {"choose",      "budget",        "visit_cost",
                                         "remote_cost", "remote_weight", "portal_weight",
                                         "fill_pct",    "prospect_pct",  NULL};

static void refuse(Findings *findings, const char *key, const char *text)
{
  findings_add(findings, FINDING_ERROR, "ronda.ini", 0, NULL, "[" SECTION "] %s: %s", key, text);
}

static double read_number(GKeyFile *keys, const char *key, double least, double most, double otherwise,
                          Findings *findings)
{
  g_autofree char *value = keys ? g_key_file_get_value(keys, SECTION, key, NULL) : NULL;
  if (!value || !*g_strstrip(value))
    return otherwise;
  g_strdelimit(value, ",", '.');
  char *stop = NULL;
  double number = g_ascii_strtod(value, &stop);
  if (stop != value && !*stop && number >= least && number <= most)
    return number;
  g_autofree char *text = g_strdup_printf(_("'%s': write a number from %g to %g"), value, least, most);
  refuse(findings, key, text);
  return otherwise;
}

static Choose read_choose(GKeyFile *keys, Findings *findings)
{
  g_autofree char *value = keys ? g_key_file_get_value(keys, SECTION, "choose", NULL) : NULL;
  for (int c = 0; value && choices[c]; c++) {
    if (g_ascii_strcasecmp(g_strstrip(value), choices[c]) == 0)
      return (Choose)c;
  }
  if (value && *value)
    refuse(findings, "choose", _("write open, groups or all"));
  return CHOOSE_OPEN;
}

FrequencyRules frequency_rules_read(const Territory *territory, Findings *findings)
{
  GKeyFile *all = territory->settings.keys;
  GKeyFile *keys = all && g_key_file_has_group(all, SECTION) ? all : NULL;
  g_auto(GStrv) given = keys ? g_key_file_get_keys(keys, SECTION, NULL, NULL) : NULL;
  for (char **key = given; key && *key; key++) {
    if (!g_strv_contains(known_keys, *key))
      refuse(findings, *key, _("the key is unknown"));
  }
  double budget = read_number(keys, "budget", 0, 1e12, NAN, findings);
  return (FrequencyRules){
      .choose = read_choose(keys, findings),
      .budget = isnan(budget) ? MONEY_NONE : money_from(budget),
      .visit_cost = money_from(read_number(keys, "visit_cost", 0, 1e9, 0, findings)),
      .remote_cost = money_from(read_number(keys, "remote_cost", 0, 1e9, 0, findings)),
      .remote_weight = read_number(keys, "remote_weight", 0, 1, 0.5, findings),
      .portal_weight = read_number(keys, "portal_weight", 0, 100, 1, findings),
      .fill = read_number(keys, "fill_pct", 10, 100, 95, findings) / 100,
      .prospect_pct = read_number(keys, "prospect_pct", 0, 100, 10, findings),
  };
}

// ---- What a choice means ----

double contact_weight(const FrequencyRules *rules, Contact contact)
{
  return contact.visits + rules->remote_weight * contact.remote + (contact.portal ? rules->portal_weight : 0);
}

Money account_value(const Accounts *accounts, const Account *account, Contact contact)
{
  return response_value(&account->curve, contact_weight(&accounts->rules, contact) + account->others,
                        contact_weight(&accounts->rules, account->now) + account->others, account->base);
}

// Activities of the group that are done: in person at most one of a kind a visit.
static int activity_times(const Activity *activity, Contact contact)
{
  return activity->channel == CHANNEL_VISIT ? MIN(activity->times, contact.visits) : activity->times;
}

Money account_cost(const Accounts *accounts, const Account *account, Contact contact)
{
  const Territory *territory = accounts->territory;
  int group = territory_client(territory, account->client)->group;
  double km = contact.visits * account->travel_m / 1000;
  Money cost = contact.visits * accounts->rules.visit_cost + contact.remote * accounts->rules.remote_cost;
  if (account->rep >= 0)
    cost += (Money)llround(km * (double)territory_rep(territory, account->rep)->cost_km);
  for (guint a = 0; a < territory->activities->len; a++) {
    const Activity *activity = &g_array_index(territory->activities, Activity, a);
    if (activity->group == group && group >= 0 && activity->cost != MONEY_NONE)
      cost += activity_times(activity, contact) * activity->cost;
  }
  return cost;
}

int64_t account_busy_s(const Accounts *accounts, const Account *account, Contact contact)
{
  const Territory *territory = accounts->territory;
  int group = territory_client(territory, account->client)->group;
  int64_t busy = (int64_t)contact.visits * account->visit_s + (int64_t)contact.remote * account->remote_s +
                 llround(contact.visits * account->travel_s);
  for (guint a = 0; a < territory->activities->len; a++) {
    const Activity *activity = &g_array_index(territory->activities, Activity, a);
    if (activity->group == group && group >= 0)
      busy += (int64_t)activity_times(activity, contact) * activity->activity_s;
  }
  return busy;
}

static bool is_dominated(const Level *level, const Level *by)
{
  return by->value >= level->value && by->time_s <= level->time_s && by->cost <= level->cost;
}

static void offer(const Accounts *accounts, const Account *account, Contact contact, guint first,
                  GArray *contacts, GArray *levels)
{
  Level level = {.time_s = account_busy_s(accounts, account, contact),
                 .cost = account_cost(accounts, account, contact)};
  level.value = account_value(accounts, account, contact) - level.cost;
  for (guint k = first; k < levels->len; k++) {
    if (is_dominated(&level, &g_array_index(levels, Level, k)))
      return;
  }
  for (guint k = levels->len; k-- > first;) {
    if (is_dominated(&g_array_index(levels, Level, k), &level)) {
      g_array_remove_index(levels, k);
      g_array_remove_index(contacts, k);
    }
  }
  g_array_append_val(levels, level);
  g_array_append_val(contacts, contact);
}

void account_levels(const Accounts *accounts, const Account *account, GArray *contacts, GArray *levels)
{
  guint first = levels->len;
  if (!account->open) {
    offer(accounts, account, account->now, first, contacts, levels);
    return;
  }
  for (int visits = account->least; visits <= account->most; visits++) {
    for (int remote = 0; remote <= account->remote_most; remote++) {
      for (int portal = 0; portal <= account->portal; portal++)
        offer(accounts, account, (Contact){visits, remote, portal}, first, contacts, levels);
    }
  }
}

// ---- What is there today, and what may be ----

typedef struct Building {
  Accounts *accounts;
  const Calendar *calendar;
  const Attribute *visits_now;
  const bool *own_visits;
  double mean_margin_pct; // 100 where nobody gives a margin
  Findings *findings;
} Building;

static double mean_margin(const Territory *territory)
{
  double sales = 0, margin = 0;
  for (guint i = 0; i < territory->clients->len; i++) {
    const Client *client = territory_client(territory, (int)i);
    if (client->sales == MONEY_NONE || client->sales <= 0 || isnan(client->margin_pct))
      continue;
    sales += money_units(client->sales);
    margin += money_units(client->sales) * client->margin_pct / 100;
  }
  return sales > 0 ? 100 * margin / sales : 100;
}

static Money base_of(const Building *building, const Account *account)
{
  const Client *client = territory_client(building->accounts->territory, account->client);
  double margin = (isnan(client->margin_pct) ? building->mean_margin_pct : client->margin_pct) / 100;
  double base = 0;
  if (client->sales != MONEY_NONE && client->sales > 0)
    base = (double)client->sales * margin;
  else if (client->value != MONEY_NONE)
    base = (double)client->value * MAX(1, account->now.visits);
  else if (client->potential != MONEY_NONE && client->status == STATUS_PROSPECT)
    base = (double)client->potential * building->accounts->rules.prospect_pct / 100 * margin;
  return base > 0 ? (Money)llround(base) : 0;
}

// Visits of today; -1: not known.
static int visits_today(const Building *building, const Client *client, int index)
{
  const Territory *territory = building->accounts->territory;
  const Visits *visits = client_visits(territory, client);
  const Group *group = client->group >= 0 ? territory_group(territory, client->group) : NULL;
  if (visits->given && visits->min == visits->max)
    return visits->max;
  if (building->visits_now && !isnan(building->visits_now->value[index]))
    return (int)lround(fmax(0, building->visits_now->value[index]));
  if (visits->given)
    return (visits->min + visits->max + 1) / 2;
  if (group && group->min_visits >= 0 && group->max_visits >= 0)
    return (group->min_visits + group->max_visits + 1) / 2;
  return -1;
}

static int days_free(const Building *building, const Account *account)
{
  const Client *client = territory_client(building->accounts->territory, account->client);
  int days = 0;
  for (int t = 0; t < building->calendar->days && account->rep >= 0; t++) {
    Day day = building->calendar->start + t;
    days += calendar_day(building->calendar, account->rep, day)->segments > 0 && client_is_open(client, day);
  }
  return days;
}

static int appointments_of(const Territory *territory, int client)
{
  int count = 0;
  for (guint a = 0; a < territory->appointments->len; a++)
    count += g_array_index(territory->appointments, Appointment, a).client == client;
  return count;
}

static void set_limits(const Building *building, Account *account)
{
  const Territory *territory = building->accounts->territory;
  const Client *client = territory_client(territory, account->client);
  const Visits *visits = client_visits(territory, client);
  const Group *group = client->group >= 0 ? territory_group(territory, client->group) : NULL;
  bool range = visits->given && visits->min < visits->max;
  account->least = range ? visits->min : group && group->min_visits >= 0 ? group->min_visits : 0;
  account->most = range                             ? visits->max
                  : group && group->max_visits >= 0 ? group->max_visits
                                                    : MAX(2, 2 * account->now.visits);
  account->most = MIN(account->most, days_free(building, account));
  if (client->min_gap > 0)
    account->most = MIN(account->most, (territory->settings.days - 1) / client->min_gap + 1);
  account->least = MAX(account->least, appointments_of(territory, account->client));
  account->most = MAX(account->most, account->least);
}

static bool is_open(const Building *building, const Account *account)
{
  const Client *client = territory_client(building->accounts->territory, account->client);
  const Visits *visits = client_visits(building->accounts->territory, client);
  bool undecided = !visits->given || visits->min < visits->max;
  bool own = building->own_visits[account->client];
  Choose choose = building->accounts->rules.choose;
  return undecided || choose == CHOOSE_ALL || (choose == CHOOSE_GROUPS && !own);
}

// An open client needs a worth that depends on its visits. A range without a response is worth more in proportion.
static void settle_open(const Building *building, Account *account)
{
  const Client *client = territory_client(building->accounts->territory, account->client);
  const Visits *visits = client_visits(building->accounts->territory, client);
  if (account->curve.kind == RESPONSE_NONE && visits->given && visits->min < visits->max)
    account->curve.kind = RESPONSE_LINEAR;
  if (account->curve.kind == RESPONSE_NONE)
    return; // without a number either: plan says so
  if (account->now.visits < 0) {
    findings_add(
        building->findings, FINDING_ERROR, "clients.csv", client->line, "visits",
        _("client %s: how often is it seen today? Give a range such as 3..6, a column visits_now, or "
          "min_visits and max_visits of its group"),
        client->id);
    return;
  }
  if (contact_weight(&building->accounts->rules, account->now) + account->others <= 0)
    return; // nothing is done today that a response could be held against
  set_limits(building, account);
  account->open = true;
}

static void build_account(const Building *building, int index)
{
  Accounts *accounts = building->accounts;
  const Territory *territory = accounts->territory;
  const Client *client = territory_client(territory, index);
  const Group *group = client->group >= 0 ? territory_group(territory, client->group) : NULL;
  Account *account = &accounts->account[index];
  *account =
      (Account){.client = index, .rep = client->rep, .curve = response_of(accounts->book, territory, index)};
  account->visit_s = client_visit_s(territory, client);
  account->remote_s = group && group->remote_s > 0 ? group->remote_s : account->visit_s;
  account->remote_most = group ? MAX(0, group->remote_visits) : 0;
  account->portal = group && group->portal;
  if (client->channel != CHANNEL_VISIT) {
    account->rep = -1;
    return;
  }
  for (int rep = 0; account->rep < 0 && rep < (int)territory->reps->len; rep++) {
    if (rep_serves(territory, rep, index))
      account->rep = rep; // of his team; fit_visits may know a nearer one
  }
  int contacts;
  account->others = others_weight(territory, index, &contacts);
  account->now = (Contact){visits_today(building, client, index), account->remote_most, account->portal};
  if (account->rep >= 0 && is_open(building, account))
    settle_open(building, account);
  account->now.visits = MAX(0, account->now.visits);
  account->base = base_of(building, account);
  accounts->open += account->open;
}

Accounts *accounts_new(const Territory *territory, const Calendar *calendar, const Attributes *attributes,
                       const bool *own_visits, const FrequencyRules *rules, Findings *findings)
{
  int errors = findings_count(findings, FINDING_ERROR);
  g_autoptr(Accounts) accounts = g_new0(Accounts, 1);
  const Attribute *now = attributes ? attributes_find(attributes, "visits_now") : NULL;
  if (attributes && !now)
    now = attributes_find(attributes, "visitas_actuales");
  accounts->territory = territory;
  accounts->rules = *rules;
  accounts->book = response_read(territory, findings);
  accounts->account = g_new0(Account, territory->clients->len + 1);
  Building building = {.accounts = accounts,
                       .calendar = calendar,
                       .visits_now = now && now->value ? now : NULL,
                       .own_visits = own_visits,
                       .mean_margin_pct = mean_margin(territory),
                       .findings = findings};
  for (int i = 0; i < (int)territory->clients->len; i++)
    build_account(&building, i);
  return findings_count(findings, FINDING_ERROR) == errors ? g_steal_pointer(&accounts) : NULL;
}

void accounts_free(Accounts *accounts)
{
  if (!accounts)
    return;
  response_free(accounts->book);
  g_free(accounts->account);
  g_free(accounts);
}
