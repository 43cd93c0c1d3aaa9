// SPDX-License-Identifier: GPL-3.0-or-later
// Contacts by others: weights, what they stand in for, and that it can be worked out again.
#include "model/others.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

static Territory *make_territory(void)
{
  Territory *territory = toy_new(3, 28);
  territory->settings.keys = g_key_file_new();
  g_key_file_set_value(territory->settings.keys, "contacts", "Service", "1");
  g_key_file_set_value(territory->settings.keys, "contacts", "remote", "0,5");
  for (int i = 0; i < 3; i++)
    toy_set_visits(territory, i, 4);
  return territory;
}

static void add_contact(Territory *territory, int client, const char *iso, double weight)
{
  OtherContact other = {.client = client, .day = toy_day(iso), .weight = weight, .who = g_strdup("service")};
  g_array_append_val(territory->others, other);
}

static int visits_of(const Territory *territory, int client)
{
  return client_visits(territory, territory_client(territory, client))->max;
}

static void test_weights(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  assert_true(fabs(other_weight(&territory->settings, "service") - 1) < 1e-9);
  assert_true(fabs(other_weight(&territory->settings, "REMOTE") - 0.5) < 1e-9);
  assert_true(isnan(other_weight(&territory->settings, "marketing")));
}

// Two halves are one visit, three quarters none; what lies outside the horizon does not count.
static void test_whole_visits(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_contact(territory, 0, "2027-01-05", 0.5);
  add_contact(territory, 0, "2027-01-12", 0.5);
  add_contact(territory, 0, "2027-02-12", 5);
  add_contact(territory, 1, "2027-01-12", 0.75);
  others_apply(territory);
  assert_int_equal(visits_of(territory, 0), 3);
  assert_int_equal(visits_of(territory, 1), 4);
  assert_int_equal(others_spared(territory), 1);
  others_apply(territory); // as often as one likes
  assert_int_equal(visits_of(territory, 0), 3);
  add_contact(territory, 0, "2027-01-13", 1);
  others_apply(territory);
  assert_int_equal(visits_of(territory, 0), 2);
  assert_int_equal(territory_client(territory, 0)->spared, 2);
}

// One visit stays, min_visits of the group, and every appointment.
static void test_least(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  group->min_visits = 2;
  territory_client(territory, 1)->group = 0;
  for (int i = 0; i < 3; i++)
    add_contact(territory, i, "2027-01-05", 9);
  for (int k = 0; k < 3; k++)
    toy_add_appointment(territory, 2, 0, k == 0 ? "2027-01-06" : k == 1 ? "2027-01-13" : "2027-01-20", -1, 0);
  others_apply(territory);
  assert_int_equal(visits_of(territory, 0), 1);
  assert_int_equal(visits_of(territory, 1), 2);
  assert_int_equal(visits_of(territory, 2), 3);
  assert_int_equal(others_spared(territory), 3 + 2 + 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_weights),
      cmocka_unit_test(test_whole_visits),
      cmocka_unit_test(test_least),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
