// SPDX-License-Identifier: GPL-3.0-or-later
// Places that may be a home: the towns of the country that are nearest to some client, named as on the map; a client's own
// place, named after it, where no town is near, or where a matrix knows no other places.
#pragma once

#include "solver/align_homes.h"

typedef struct Sites {
  GArray *list;     // AlignSite
  GPtrArray *names; // char *
} Sites;

Sites *sites_new(const Territory *territory, GError **error);
void sites_free(Sites *sites);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sites, sites_free)
