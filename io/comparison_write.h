// SPDX-License-Identifier: GPL-3.0-or-later
// comparison.csv: a row for the base and each scenario. Every figure (model/comparison.h) has three columns: itself, its
// difference from the base, and whether that is significant (yes, no, same). Then visits by group and load by rep.
#pragma once

#include "io/sheet.h"
#include "model/comparison.h"

Sheet *comparison_sheet(const Comparison *comparison, SheetForm form);
