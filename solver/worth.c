// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/worth.h"

// Client id -> its index + 1.
static GHashTable *index_clients(const Territory *territory)
{
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint c = 0; c < territory->clients->len; c++)
    g_hash_table_insert(index, territory_client(territory, (int)c)->id, GINT_TO_POINTER((int)c + 1));
  return index;
}

static Money worth_of_client(const Accounts *accounts, const Account *account, int visits)
{
  Account known = *account;
  Contact contact = account->now;
  contact.visits = visits;
  if (known.curve.kind == RESPONSE_NONE)
    known.curve.kind = RESPONSE_LINEAR;
  if (known.curve.kind != RESPONSE_TABLE && contact_weight(&accounts->rules, account->now) <= 0)
    return 0;
  return account_value(accounts, &known, contact);
}

Money worth_of_plan(const Plan *plan, const Accounts *today, const Accounts *own)
{
  const Territory *territory = own->territory;
  g_autoptr(GHashTable) former = index_clients(today->territory);
  g_autofree int *planned = g_new0(int, territory->clients->len + 1);
  Money worth = 0;
  for (guint v = 0; v < plan->visits->len; v++)
    planned[plan_visit(plan, v)->client]++;
  for (int c = 0; c < (int)territory->clients->len; c++) {
    const int before = GPOINTER_TO_INT(g_hash_table_lookup(former, territory_client(territory, c)->id)) - 1;
    const Accounts *accounts = before >= 0 ? today : own;
    worth += worth_of_client(accounts, &accounts->account[before >= 0 ? before : c], planned[c]);
  }
  return worth;
}
