// SPDX-License-Identifier: GPL-3.0-or-later
// Rules over columns, as in column `when` of groups.csv and in scenarios, there over the columns of any input file:
//
//   status = prospect and potential >= 50000000
//   (canal_comercial = Mayorista or [Tipo de punto] = "Gran superficie") and not sales < 1e6
//   score >= 70 and payment_days != empty and sales > growth_room
//
//   rule    := term { "or" term }              also "o"
//   term    := factor { "and" factor }         also "y"
//   factor  := [ "not" ] ( "(" rule ")" | comparison )    also "no"
//   comparison := column op operand            op: = != <> < <= > >=
//   operand := number | word | "quoted" | 'quoted' | [column] | empty (vacío) | another column of numbers
//
// Columns and words are compared without case, accents and punctuation; a column whose name has blanks stands in
// brackets. Words can be equal or not; yes and no are those of yes/no columns. A comparison with an empty cell does not
// hold, neither = nor !=; `column = empty` asks for it. `score` is the client's score. Decimal point.
#pragma once

#include "model/attributes.h"

#define RULE_ERROR rule_error_quark()
GQuark rule_error_quark(void);
typedef enum { RULE_ERROR_BAD } RuleError;

typedef struct Rule Rule;

// NULL and `error`, whose text tells the position (1: first character) where reading stopped and what would be right.
// The attributes must live as long as the rule.
Rule *rule_parse(const char *text, const Attributes *attributes, GError **error);
void rule_free(Rule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rule, rule_free)
bool rule_holds(const Rule *rule, int client, double score);
