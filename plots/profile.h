// SPDX-License-Identifier: GPL-3.0-or-later
// What is a group, and what does it get? Its share of the clients, of the sales, of the planned visits and of their hours.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_groups(const ChartInput *in);
