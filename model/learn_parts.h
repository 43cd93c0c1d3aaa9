// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of learning share: samples of ratios (measured / assumed), and shrinking them.
#pragma once

#include "model/learn.h"

static const double LEARN_FLOOR = 0.05; // least standard deviation of true ratios about 1

typedef struct Sample {
  int n;
  double sum, squares;
} Sample;

void sample_add(Sample *sample, double ratio);
double sample_mean(const Sample *sample);
double sample_squares(const Sample *sample); // sum of squared deviations from the mean
double sample_error(const Sample *sample);   // variance of the mean; n >= 2
// Ratio, learned ratio and its interval; error: variance of the ratio, between: of true ratios about 1.
void learn_shrink(Learned *learned, double ratio, double error, double between);
void learn_scale(Learned *learned, double unit); // ratios become figures

void learn_clients(const Measure *measure, GArray *learned); // reads what is learned of groups so far
void learn_speeds(const Measure *measure, GArray *learned);
