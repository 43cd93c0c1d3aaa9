// SPDX-License-Identifier: GPL-3.0-or-later
// Counts that may be chance: exact binomial limits for small numbers, where three standard deviations of the normal
// curve are wrong (a limit below 0, or one that a single miss crosses).
#pragma once

// Probability left outside a limit on each side, that of three standard deviations of a normal variable.
#define THREE_SIGMA_TAIL 0.0013498980316301

// P(X <= k) for X binomial(n, p); 0 for k < 0, 1 for k >= n.
double binomial_cdf(int k, int n, double p);

// Control limits of a p-chart for n cases when the rate is p: the least and the most count that is no signal. Less than
// `lower` comes up with probability at most `tail`, more than `upper` too.
typedef struct CountLimits {
  int lower, upper;
} CountLimits;
CountLimits binomial_limits(int n, double p, double tail);

// Interval for a rate after k of n (Clopper and Pearson 1934), with at most `tail` outside on each side; 0 … 1 for n 0.
typedef struct RateInterval {
  double low, high;
} RateInterval;
RateInterval clopper_pearson(int k, int n, double tail);

// Fisher's exact test, one-sided: the probability that of the k1 + k2 cases that happened among n1 + n2, k1 or fewer
// fall on the n1, were both rates the same.
double fisher_at_most(int k1, int n1, int k2, int n2);
