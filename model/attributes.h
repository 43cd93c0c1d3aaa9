// SPDX-License-Identifier: GPL-3.0-or-later
// The columns by which clients can be told apart, as numbers and words: those of clients.csv that ronda knows, what
// follows from them, and the further ones that the user has added. What scores, rules and groups look at.
//
//   sales potential margin_pct payment_days products cost_to_serve value visits visit_minutes lat lon   as in the file
//   margin            sales * margin_pct / 100
//   share_of_wallet   100 * sales / potential, where there is potential
//   growth_room       potential - sales, not under 0; sales count 0 where they are empty
//   days_since_visit  from last_visit to the first day of the horizon
//   status channel rep team group client      words
//
// A further column is of numbers when all its filled cells are; else of yes and no, likewise; else of words. Money is
// in units of the currency.
#pragma once

#include "model/territory.h"

typedef enum { ATTRIBUTE_NUMBER, ATTRIBUTE_YES_NO, ATTRIBUTE_WORD } AttributeKind;

typedef struct Attribute {
  char *name;  // the documented one, or the header as written
  char *names; // folded, between '|': what it may be called
  AttributeKind kind;
  double *value;     // [clients], NAN where empty; yes is 1, no 0; NULL for words
  int *word;         // [clients], index into words, -1 where empty; NULL for numbers
  GPtrArray *words;  // char *, as first written, in order of first mention; NULL for numbers
  GHashTable *index; // folded word -> its index + 1
} Attribute;

typedef struct Attributes {
  int clients;        // or rows of another table
  GPtrArray *columns; // Attribute *
  const char *file;   // of another table, whose rows have no score; NULL: clients.csv
} Attributes;

Attributes *attributes_new(const Territory *territory); // the known ones
// None yet, of the rows of another table; `file` is borrowed.
Attributes *attributes_of_rows(int rows, const char *file);
void attributes_free(Attributes *attributes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attributes, attributes_free)

// One more column, whose cells are set by the functions below; `names` as in Attribute, NULL: only its own name.
Attribute *attributes_add(Attributes *attributes, const char *name, const char *names, AttributeKind kind);
void attribute_set_word(Attribute *attribute, int client, const char *word); // "" and NULL: empty

// By any of its names, in English or Spanish, without case, accents, blanks and punctuation; NULL: none.
const Attribute *attributes_find(const Attributes *attributes, const char *name);
// The word's index; -1: no client has it.
int attribute_find_word(const Attribute *attribute, const char *word);
bool attribute_is_empty(const Attribute *attribute, int client);

// "Visita (mín.)" -> "visitamin": what is compared of names and words. Free with g_free.
char *attribute_fold(const char *text);
