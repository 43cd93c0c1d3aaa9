// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the texts of a chart can be read: all on the page, none upon another. Looked up in what is drawn, the script
// and its data, with the widths of plots/lettering.
#pragma once

#include <glib.h>

// One line a fault (char *); empty where all is well. Free with g_ptr_array_unref.
GPtrArray *legible_faults(const char *script, const char *data);
