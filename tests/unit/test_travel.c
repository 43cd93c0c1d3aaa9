// SPDX-License-Identifier: GPL-3.0-or-later
// Great circles against the geodesic of the ellipsoid as PROJ computes it, legs and costs by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <geodesic.h>
#include <math.h>

#include "tests/unit/toy.h"

static void expect_near_geodesic(double lat1, double lon1, double lat2, double lon2)
{
  struct geod_geodesic wgs84;
  double metres;
  geod_init(&wgs84, 6378137, 1 / 298.257223563);
  geod_inverse(&wgs84, lat1, lon1, lat2, lon2, &metres, NULL, NULL);
  double here = great_circle_m(lat1, lon1, lat2, lon2);
  if (fabs(here - metres) > 0.006 * metres + 0.001)
    fail_msg("%g %g to %g %g: %g, but %g on the ellipsoid", lat1, lon1, lat2, lon2, here, metres);
}

static void test_known_distances(void **state)
{
  (void)state;
  expect_near_geodesic(4.711, -74.0721, 6.2442, -75.5812);  // Bogotá, Medellín
  expect_near_geodesic(3.4516, -76.532, 10.391, -75.4794);  // Cali, Cartagena
  expect_near_geodesic(40.4168, -3.7038, 41.3874, 2.1686);  // Madrid, Barcelona
  expect_near_geodesic(43.3623, -8.4115, 36.5271, -6.2886); // A Coruña, Cádiz
  assert_true(fabs(great_circle_m(0, 0, 0, 1) - 111195.08) < 0.01);
  assert_true(fabs(great_circle_m(0, 0, 0, 180) - 3.14159265358979 * 6371008.8) < 0.01);
  assert_true(fabs(great_circle_m(90, 0, -90, 77) - 3.14159265358979 * 6371008.8) < 0.01);
  assert_true(great_circle_m(4.5, -74, 4.5, -74) == 0);
}

static void test_random_distances(void **state)
{
  (void)state;
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  for (int i = 0; i < 20000; i++) {
    double lat = g_rand_double_range(rand, -60, 70), lon = g_rand_double_range(rand, -180, 180);
    double reach = pow(10, g_rand_double_range(rand, -5, 1)); // a metre to a thousand kilometres
    double lat2 = CLAMP(lat + g_rand_double_range(rand, -reach, reach), -80, 80);
    double lon2 = lon + g_rand_double_range(rand, -reach, reach);
    expect_near_geodesic(lat, lon, lat2, lon2);
    assert_true(great_circle_m(lat, lon, lat2, lon2) == great_circle_m(lat2, lon2, lat, lon));
  }
}

static void test_haversine_legs(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(2, 7);
  Rep *rep = territory_rep(territory, 0);
  territory_client(territory, 0)->lat = 0.1; // 11,119.508 m of great circle
  territory_client(territory, 1)->lon = 0.1;
  rep->end_lat = 0.1;
  g_autoptr(Travel) travel = travel_new(territory);
  Leg leg = travel_leg(travel, 0, place_start(territory, 0), place_client(0));
  assert_int_equal(leg.travel_m, 14455);
  assert_int_equal(leg.travel_s, 1301); // 1300.98 at 40 km/h, rounded up
  assert_int_equal(travel_leg(travel, 0, place_client(0), place_client(0)).travel_s, 0);
  assert_int_equal(travel_leg(travel, 0, place_client(0), place_end(territory, 0)).travel_s,
                   0); // the same point
  assert_int_equal(travel_leg(travel, 0, place_client(1), place_end(territory, 0)).travel_s,
                   travel_leg(travel, 0, place_client(0), place_client(1)).travel_s);
  rep->speed_kmh = 80;
  assert_int_equal(travel_leg(travel, 0, place_start(territory, 0), place_client(0)).travel_s, 651);
  assert_int_equal(travel_leg(travel, 0, place_start(territory, 0), place_client(0)).travel_m, 14455);
}

static void test_matrix_legs(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(2, 7);
  toy_add_rep(territory);
  toy_matrix(territory, 600, 8000);
  for (guint i = 0; i < territory->matrix->len; i++) {
    MatrixLeg *leg = &g_array_index(territory->matrix, MatrixLeg, i);
    leg->travel_s = 100 * leg->from + leg->to;
  }
  g_autoptr(Travel) travel = travel_new(territory);
  assert_int_equal(travel_leg(travel, 0, 0, 1).travel_s, 1); // both ways differ
  assert_int_equal(travel_leg(travel, 0, 1, 0).travel_s, 100);
  assert_int_equal(travel_leg(travel, 1, place_start(territory, 1), 1).travel_s, 301);
  assert_int_equal(travel_leg(travel, 1, 1, place_end(territory, 1)).travel_s, 103); // ends where he starts
  assert_int_equal(travel_leg(travel, 1, place_start(territory, 1), place_end(territory, 1)).travel_s, 0);
}

static void test_costs(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 7);
  Rep *rep = territory_rep(territory, 0);
  rep->cost_hour = 20 * MONEY_ONE;
  rep->cost_km = MONEY_ONE / 2;
  assert_int_equal(travel_cost(territory, 0, (Leg){HOUR_S, 40000}), 40 * MONEY_ONE);
  assert_int_equal(travel_cost(territory, 0, (Leg){1, 0}), 5556); // 5555.55…
  assert_int_equal(travel_cost(territory, 0, (Leg){0, 1}), 500);
  assert_int_equal(travel_cost(territory, 0, (Leg){0, 0}), 0);
}

// Worth and the dearest round trip of the rep: leaving a visit out never pays.
static void test_miss_cost(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(3, 7);
  territory_client(territory, 1)->lat = 1;
  territory_client(territory, 0)->value = 7 * MONEY_ONE;
  g_autoptr(Travel) travel = travel_new(territory);
  Leg far = travel_leg(travel, 0, place_start(territory, 0), 1);
  Money trip = 2 * travel_cost(territory, 0, far), unknown = 8 * territory->settings.cost_hour;
  assert_int_equal(client_miss_cost(travel, 0, 1), trip + 7 * MONEY_ONE);
  assert_int_equal(client_miss_cost(travel, 2, 1), trip + unknown);
  // A shared client: the dearest of its reps, each over the clients he serves.
  int other = toy_add_rep(territory);
  g_ptr_array_add(territory->teams, g_strdup("north"));
  territory_rep(territory, 0)->team = territory_rep(territory, other)->team = 0;
  territory_client(territory, 2)->rep = -1;
  territory_client(territory, 2)->team = 0;
  territory_rep(territory, other)->lon = 5;
  g_autoptr(Travel) shared = travel_new(territory);
  Money out = travel_cost(territory, other, travel_leg(shared, other, place_start(territory, other), 2));
  Money back = travel_cost(territory, other, travel_leg(shared, other, 2, place_end(territory, other)));
  assert_int_equal(client_miss_cost(shared, 2, 1), MAX(trip, out + back) + unknown);
  assert_int_equal(client_miss_cost(shared, 1, 1), trip + unknown);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_distances), cmocka_unit_test(test_random_distances),
      cmocka_unit_test(test_haversine_legs),  cmocka_unit_test(test_matrix_legs),
      cmocka_unit_test(test_costs),           cmocka_unit_test(test_miss_cost),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
