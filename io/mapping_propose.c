// SPDX-License-Identifier: GPL-3.0-or-later
// A guess by names. Every pair of their column and ours has a rank: our own names come first, then the names of CRMs in
// their order, then names that are nearly one of them. The best pairs are taken, each column once. What is left is kept
// as a further column, because it may say something about the client, unless it is empty or the CRM's own book-keeping.
#include <string.h>

#include "io/mapping.h"
#include "io/text.h"

enum { RANK_NONE = 1000, RANK_THEIRS = 1, RANK_NEAR = 500, NEAR_LETTERS = 6, DATE_LETTERS = 10 };

// Salesforce's custom fields end in __c; the rest of the name is what people chose.
static char *fold_header(const char *header)
{
  g_autofree char *name = g_strdup(header);
  if (g_str_has_suffix(name, "__c"))
    name[strlen(name) - 3] = '\0';
  return text_fold(name);
}

static int rank_in(const char *folded, const char *names, int first, bool ordered)
{
  if (!names)
    return RANK_NONE;
  g_auto(GStrv) list = g_strsplit(names, "|", -1);
  int best = RANK_NONE;
  for (int i = 0; list[i]; i++) {
    g_autofree char *name = text_fold(list[i]);
    if (strcmp(name, folded) == 0)
      best = MIN(best, first + (ordered ? i : 0));
    else if (strlen(name) >= NEAR_LETTERS && strlen(folded) >= NEAR_LETTERS &&
             text_distance(name, folded, 1) <= 1)
      best = MIN(best, RANK_NEAR + i);
  }
  return best;
}

static int rank_of(const char *folded, const OurColumn *target)
{
  const int own = rank_in(folded, target->ours, 0, false);
  return MIN(own, rank_in(folded, target->theirs, RANK_THEIRS, true));
}

static bool is_bookkeeping(const char *folded)
{
  return text_is_listed(
      folded, "is deleted|system modstamp|created by id|created date|last modified by id|last modified date|"
              "last viewed date|last referenced date|master record id|parent id|photo url|jigsaw|"
              "clean status|record type id|create date|last modified date|created on|modified on|"
              "created by|modified by|version number|import sequence number|row checksum|"
              "statecode|all associated contact ids|is archived|is private|is all day event|"
              "who id|event subtype|end date time|hs_meeting_end_time|scheduledend|"
              "do not modify account|do not modify row checksum|do not modify modified on");
}

static bool has_cells(const Table *table, int column)
{
  for (int row = 0; row < table->rows; row++) {
    const char *cell = table_cell(table, row, column);
    if (cell[strspn(cell, " \t\r\n")])
      return true;
  }
  return false;
}

typedef struct Guess {
  const Table *table;
  char **folded; // [columns]
  bool *done;    // [columns]
  bool *taken;   // [targets]
  int *rank;     // [column * count + target]
  const OurColumn *targets;
  int count;
} Guess;

// Takes the best pair that is left; false when there is none. *column gets `target`, both indices.
static bool best_pair(const Guess *guess, int *column, int *target)
{
  int best = RANK_NONE;
  for (int c = 0; c < guess->table->columns; c++) {
    for (int t = 0; t < guess->count && !guess->done[c]; t++) {
      const int rank = guess->taken[t] ? RANK_NONE : guess->rank[c * guess->count + t];
      if (rank < best) {
        best = rank;
        *column = c;
        *target = t;
      }
    }
  }
  return best < RANK_NONE;
}

static void add_entry(Mapping *mapping, SourceKind kind, const char *theirs, char *ours, Rule rule)
{
  for (guint i = 0; i < mapping->entries[kind]->len; i++) { // a header that is there twice: the first counts
    if (strcmp(((MapEntry *)mapping->entries[kind]->pdata[i])->theirs, theirs) == 0) {
      g_free(ours);
      return;
    }
  }
  MapEntry *entry = g_new0(MapEntry, 1);
  *entry = (MapEntry){.theirs = g_strdup(theirs), .ours = ours, .rule = rule};
  g_ptr_array_add(mapping->entries[kind], entry);
}

// As a further column its name is written in the mapping without quotes.
static char *further_name(const char *header)
{
  g_autofree char *name = g_strdup(header);
  return g_strstrip(g_strdelimit(g_steal_pointer(&name), ",\"\r\n\t", ' '));
}

static bool is_used(const Mapping *mapping, SourceKind kind, const char *ours)
{
  g_autofree char *folded = text_fold(ours);
  for (guint i = 0; i < mapping->entries[kind]->len; i++) {
    const MapEntry *entry = mapping->entries[kind]->pdata[i];
    g_autofree char *other = text_fold(entry->ours);
    if (strcmp(folded, other) == 0)
      return true;
  }
  return false;
}

static void add_rest(Mapping *mapping, SourceKind kind, const Guess *guess, int column)
{
  const char *header = table_header(guess->table, column);
  g_autofree char *name = further_name(header), *folded = text_fold(name);
  bool taken = *folded && strcmp(name, "-") != 0 && kind == MAP_ACCOUNTS &&
               !is_bookkeeping(guess->folded[column]) && has_cells(guess->table, column) &&
               !is_used(mapping, kind, name) && !mapping_target(kind, name);
  for (int t = 0; t < guess->count && taken; t++) // a second best of a column that is taken
    taken = guess->rank[column * guess->count + t] >= RANK_NONE;
  add_entry(mapping, kind, header, taken ? g_steal_pointer(&name) : g_strdup(""), RULE_UPDATE);
}

// A date such as 12/31/2027 tells the order of all.
static void guess_dates(Mapping *mapping, const Table *table, int column)
{
  for (int row = 0; row < table->rows; row++) {
    const char *cell = table_cell(table, row, column);
    int first = 0, second = 0;
    for (; g_ascii_isdigit(*cell) && first < 100; cell++)
      first = first * 10 + (*cell - '0');
    if (*cell != '/' || first > 12)
      continue;
    for (cell++; g_ascii_isdigit(*cell) && second < 100; cell++)
      second = second * 10 + (*cell - '0');
    if (*cell == '/' && second > 12 && second <= 31)
      mapping->dates = DATES_MDY;
  }
}

static void take_known(const Mapping *mapping, SourceKind kind, Guess *guess)
{
  for (int c = 0; c < guess->table->columns; c++) {
    const MapEntry *entry = mapping_entry(mapping, kind, table_header(guess->table, c));
    guess->done[c] = entry || !*table_header(guess->table, c);
    const OurColumn *target = entry ? mapping_target(kind, entry->ours) : NULL;
    if (target)
      guess->taken[target - guess->targets] = true;
  }
}

void mapping_propose(Mapping *mapping, SourceKind kind, const Table *table)
{
  Guess guess = {.table = table};
  guess.targets = mapping_targets(kind, &guess.count);
  guess.folded = g_new0(char *, table->columns + 1);
  guess.done = g_new0(bool, (gsize)table->columns + 1);
  guess.taken = g_new0(bool, (gsize)guess.count + 1);
  guess.rank = g_new(int, (gsize)table->columns *(gsize)guess.count + 1);
  g_autofree int *target_of = g_new(int, (gsize)table->columns + 1);
  for (int c = 0; c < table->columns; c++) {
    guess.folded[c] = fold_header(table_header(table, c));
    target_of[c] = -1;
    for (int t = 0; t < guess.count; t++)
      guess.rank[c * guess.count + t] = rank_of(guess.folded[c], &guess.targets[t]);
  }
  take_known(mapping, kind, &guess);
  int column = 0, target = 0;
  while (best_pair(&guess, &column, &target)) {
    guess.done[column] = guess.taken[target] = true;
    target_of[column] = target;
  }
  for (int c = 0; c < table->columns; c++) { // in the order of the file
    if (target_of[c] >= 0) {
      const OurColumn *found = &guess.targets[target_of[c]];
      add_entry(mapping, kind, table_header(table, c), g_strndup(found->ours, strcspn(found->ours, "|")),
                found->rule);
      if (found->holds == HOLDS_DAY || found->holds == HOLDS_PAST)
        guess_dates(mapping, table, c);
    } else if (!guess.done[c]) {
      guess.done[c] = true;
      add_rest(mapping, kind, &guess, c);
    }
  }
  g_strfreev(guess.folded);
  g_free(guess.done);
  g_free(guess.taken);
  g_free(guess.rank);
}
