// SPDX-License-Identifier: GPL-3.0-or-later
// What is done at a visit. The activities of a client are those of its group, in the order of activities.csv; a visit
// holds a set of them: bit k stands for the k-th. A group has at most ACTIVITIES_MAX, which the reader sees to.
#pragma once

#include "model/territory.h"

enum { ACTIVITIES_MAX = 64 };

// The k-th activity of the client's group; NULL: it has no more.
const Activity *client_activity(const Territory *territory, int client, int k);

// Seconds by which a set of them lengthens a visit of the client.
int32_t activities_s(const Territory *territory, int client, uint64_t set);
// "A1+A2", "" for none; free with g_free.
char *activities_text(const Territory *territory, int client, uint64_t set);

// Seconds that the activities in person without a resource take at a client that is visited so often: each at most once
// a visit.
int64_t client_activities_s(const Territory *territory, int client, int visits);
