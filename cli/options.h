// SPDX-License-Identifier: GPL-3.0-or-later
// The options of each command, as GLib parses them.
#pragma once

#include "cli/command.h"

// Adds to the context the options that the command takes; parsing writes the values, unchecked, into *o, whose strings
// the caller frees.
void options_add(GOptionContext *context, const Command *command, Options *o);
