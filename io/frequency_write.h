// SPDX-License-Identifier: GPL-3.0-or-later
// What `frequency` has chosen, as frequency.csv: a row a client that is visited in person. `minutes` are those of its
// visits, remote visits and activities, with the marginal driving, in the whole horizon.
#pragma once

#include "io/sheet.h"
#include "model/frequency.h"

bool frequency_write(const Frequency *frequency, const Territory *territory, SheetForm form, Out *out,
                     GError **error);
