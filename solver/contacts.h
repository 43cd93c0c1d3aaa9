// SPDX-License-Identifier: GPL-3.0-or-later
// Every client as an account: what it gets today, what it may get, and what each choice is worth, costs and takes.
// Rules of section [frequency] of ronda.ini:
//
//   choose = open | groups | all   whose visits are chosen: of clients without a number or with a range (the default);
//                                  also of those that have their group's number; of all that have a response
//   budget = 50000000              for kilometres, visits and activities in the horizon; none: no limit
//   visit_cost, remote_cost        money out of the pocket for each, 0 where not given
//   remote_weight = 0.5            visits that a remote visit counts for; a client gets 0 … remote_visits of its group
//   portal_weight = 1              visits in the horizon that the portal counts for, in groups with portal = yes
//   fill_pct = 95                  of the field hours that whole visits can fill
//   prospect_pct = 10              of a prospect's potential that counts as its sales, where it has no sales and no value
//
// Today: the number given; else column visits_now of clients.csv; else the middle of the range, else of the group's
// min_visits and max_visits. Also the group's remote visits and portal. A response is relative to all of that.
// Worth of today: sales * margin_pct (the mean margin where it is empty, all of the sales where nobody gives one); else
// `value` * visits; else the prospect's share of its potential, likewise with its margin.
#pragma once

#include "model/attributes.h"
#include "model/frequency.h"
#include "solver/levels.h"
#include "solver/response.h"

typedef enum { CHOOSE_OPEN, CHOOSE_GROUPS, CHOOSE_ALL } Choose;
const char *choose_name(Choose choose); // "open", "groups", "all"

typedef struct FrequencyRules {
  Choose choose;
  Money budget; // MONEY_NONE: none
  Money visit_cost, remote_cost;
  double remote_weight, portal_weight;
  double fill; // 0 … 1
  double prospect_pct;
} FrequencyRules;

// Errors are findings in ronda.ini.
FrequencyRules frequency_rules_read(const Territory *territory, Findings *findings);

typedef struct Account {
  int client, rep; // rep -1: not visited in person
  bool open;
  ResponseCurve curve;
  Contact now;
  int least, most; // visits
  int remote_most;
  bool portal;
  double others; // contacts by others in the horizon, in visits (model/others.h)
  Money base;    // worth of today
  int32_t visit_s, remote_s;
  double travel_s, travel_m; // of a visit
} Account;

typedef struct Accounts {
  const Territory *territory;
  FrequencyRules rules;
  ResponseBook *book;
  Account *account; // [clients]
  int open;
} Accounts;

// `own_visits`: [clients] as in cli/load.h. NULL when the input makes no sense; then `findings` has errors. Travel is
// left 0. Clients that are open but whose visits of today are not known are errors.
Accounts *accounts_new(const Territory *territory, const Calendar *calendar, const Attributes *attributes,
                       const bool *own_visits, const FrequencyRules *rules, Findings *findings);
void accounts_free(Accounts *accounts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Accounts, accounts_free)

double contact_weight(const FrequencyRules *rules, Contact contact); // in visits
Money account_value(const Accounts *accounts, const Account *account, Contact contact);
Money account_cost(const Accounts *accounts, const Account *account, Contact contact);
int64_t account_busy_s(const Accounts *accounts, const Account *account, Contact contact);

// Appends what the account may get, without what is worse in every way than another; `contacts` (Contact) and `levels`
// (Level) grow alike. Of a closed account, what it gets today.
void account_levels(const Accounts *accounts, const Account *account, GArray *contacts, GArray *levels);
