// SPDX-License-Identifier: GPL-3.0-or-later
// Colours that stand for something are told apart by all eyes, and in grey.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

// What an eye sees that lacks one kind of cone, on linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
static const double blindness[3][3][3] = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

static void to_linear(guint32 color, double rgb[3])
{
  for (int i = 0; i < 3; i++) {
    double part = ((color >> (16 - 8 * i)) & 0xff) / 255.0;
    rgb[i] = part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
  }
}

static double lab_curve(double t)
{
  return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

// CIE Lab under D65.
static void to_lab(const double rgb[3], double lab[3])
{
  double x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2];
  double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  double z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2];
  double fx = lab_curve(x / 0.95047), fy = lab_curve(y), fz = lab_curve(z / 1.08883);
  lab[0] = 116 * fy - 16;
  lab[1] = 500 * (fx - fy);
  lab[2] = 200 * (fy - fz);
}

// Distance of two colours to an eye of that kind; kind -1: to all cones.
static double distance(guint32 a, guint32 b, int kind)
{
  const guint32 colors[] = {a, b};
  double lab[2][3];
  for (int c = 0; c < 2; c++) {
    double rgb[3], seen[3];
    to_linear(colors[c], rgb);
    for (int i = 0; i < 3; i++) {
      seen[i] = kind < 0 ? rgb[i] : 0;
      for (int j = 0; kind >= 0 && j < 3; j++)
        seen[i] += blindness[kind][i][j] * rgb[j];
      seen[i] = CLAMP(seen[i], 0, 1);
    }
    to_lab(seen, lab[c]);
  }
  return sqrt(pow(lab[0][0] - lab[1][0], 2) + pow(lab[0][1] - lab[1][1], 2) + pow(lab[0][2] - lab[1][2], 2));
}

static double lightness(guint32 color)
{
  double rgb[3], lab[3];
  to_linear(color, rgb);
  to_lab(rgb, lab);
  return lab[0];
}

// 10 is plain to see; 2 is the least that is seen at all.
static void colours_of_reps_differ_for_all_eyes(void **state)
{
  (void)state;
  for (int kind = -1; kind < 3; kind++) {
    for (int i = 0; i < CHART_REP_COLORS; i++)
      for (int j = 0; j < i; j++)
        assert_true(distance(chart_rep_colors[i], chart_rep_colors[j], kind) > 10);
    assert_true(distance(GOOD, BAD, kind) > 25);
    assert_true(distance(0x5a9fce, BAD, kind) > 25);
  }
}

// What is told by colour alone is told by lightness, too.
static void stacks_are_told_apart_in_grey(void **state)
{
  (void)state;
  assert_true(lightness(LIGHT) - lightness(DEEP) > 20);
  assert_true(lightness(GREY) - lightness(LIGHT) > 12);
  assert_true(fabs(lightness(BASE) - lightness(BAD)) > 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(colours_of_reps_differ_for_all_eyes),
      cmocka_unit_test(stacks_are_told_apart_in_grey),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
