// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the user's data. Readers and checks add findings and go on, so that a planner mends all files
// at once. A finding prints as "file:line: column 'x': text"; parts that are unknown are left out.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { FINDING_ERROR, FINDING_WARNING, FINDING_NOTE } FindingLevel;

typedef struct Finding {
  FindingLevel level;
  char *file;   // name as the user knows it, relative to the territory folder; NULL: none
  int line;     // physical line, header is 1; 0: the whole file
  char *column; // the header as written by the user; NULL: none
  char *text;   // what is wrong and how to mend it, translated
  int serial;   // order of arrival, the last tie-break
} Finding;

typedef struct Findings Findings; // owns its findings

Findings *findings_new(void);
void findings_free(Findings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Findings, findings_free)

void findings_add(Findings *findings, FindingLevel level, const char *file, int line, const char *column,
                  const char *format, ...) G_GNUC_PRINTF(6, 7);
// An error of ronda.ini: "ronda.ini: [section] key: …".
void findings_refuse(Findings *findings, const char *section, const char *key, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
int findings_count(const Findings *findings, FindingLevel level);
// Sorted by file (in order of first arrival), line, arrival. The array belongs to findings.
const GPtrArray *findings_sorted(Findings *findings);
// "clients.csv:7: column 'lat': …", one line without control characters; free with g_free.
char *finding_text(const Finding *finding);
