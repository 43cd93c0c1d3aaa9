// SPDX-License-Identifier: GPL-3.0-or-later
// Pins never cover one another or an obstacle, and stand for every stop once.
#include "plots/pins.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const Box room = {100, 100, 580, 420};

static Box box_of(const Pin *pin)
{
  return (Box){pin->x - pin->half_width, pin->y - pin->half_height, pin->x + pin->half_width,
               pin->y + pin->half_height};
}

static void expect_apart(const GArray *pins, int stops)
{
  int next = 1;
  for (guint i = 0; i < pins->len; i++) {
    const Pin *pin = &g_array_index(pins, Pin, i);
    Box box = box_of(pin);
    for (guint j = 0; j < i; j++) {
      Box other = box_of(&g_array_index(pins, Pin, j));
      assert_false(box_overlaps(&box, &other));
    }
    if (pin->fixed)
      continue;
    assert_true(box.left >= room.left && box.right <= room.right && box.top >= room.top &&
                box.bottom <= room.bottom);
    assert_int_equal(pin->first, next);
    next = pin->last + 1;
  }
  assert_int_equal(next, stops + 1);
}

static GArray *place(const double *xs, const double *ys, int stops)
{
  g_autoptr(GArray) fixed = g_array_new(FALSE, FALSE, sizeof(Pin));
  Pin home = {.fixed = true, .x = 340, .y = 260, .at_x = 340, .at_y = 260, .half_width = 6, .half_height = 6};
  g_array_append_val(fixed, home);
  return pins_place(xs, ys, stops, fixed, &room);
}

static void random_stops(void **state)
{
  (void)state;
  GRand *rand = g_rand_new_with_seed(5);
  for (int trial = 0; trial < 200; trial++) {
    double xs[30], ys[30];
    int stops = g_rand_int_range(rand, 1, 31);
    double spread = g_rand_double_range(rand, 1, 200);
    for (int i = 0; i < stops; i++) {
      xs[i] = 340 + spread * (g_rand_double(rand) - 0.5);
      ys[i] = 260 + spread * (g_rand_double(rand) - 0.5);
    }
    g_autoptr(GArray) pins = place(xs, ys, stops);
    expect_apart(pins, stops);
  }
  g_rand_free(rand);
}

static void neighbours_in_one_place_share_a_pin(void **state)
{
  (void)state;
  const double xs[] = {200, 201, 202, 500, 200}, ys[] = {200, 200, 201, 300, 200};
  g_autoptr(GArray) pins = place(xs, ys, 5);
  assert_int_equal(pins->len, 4); // home, 1–3, 4, 5
  assert_int_equal(g_array_index(pins, Pin, 1).first, 1);
  assert_int_equal(g_array_index(pins, Pin, 1).last, 3);
  expect_apart(pins, 5);
}

static void pins_stay_on_the_map(void **state)
{
  (void)state;
  const double xs[] = {100, 580, 100, 580}, ys[] = {100, 420, 420, 100};
  g_autoptr(GArray) pins = place(xs, ys, 4);
  expect_apart(pins, 4);
}

static void labels_avoid_each_other(void **state)
{
  (void)state;
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box));
  Box found;
  int placed = 0;
  for (int i = 0; i < 20; i++)
    placed += label_place(taken, &room, 300, 250, 7, 90, 18, &found);
  assert_int_equal(placed, (int)taken->len);
  assert_in_range(placed, 2, 8);
  for (guint i = 0; i < taken->len; i++)
    for (guint j = 0; j < i; j++)
      assert_false(box_overlaps(&g_array_index(taken, Box, i), &g_array_index(taken, Box, j)));
  assert_false(label_place(taken, &room, 90, 90, 7, 1000, 18, &found));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_stops),
      cmocka_unit_test(neighbours_in_one_place_share_a_pin),
      cmocka_unit_test(pins_stay_on_the_map),
      cmocka_unit_test(labels_avoid_each_other),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
