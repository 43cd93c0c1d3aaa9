// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/text.h"

#include <errno.h>
#include <string.h>

#include "model/words.h"

char *text_load(const char *folder, const char *file, GHashTable *inputs, gsize *length, GError **error)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_autoptr(GError) trouble = NULL;
  char *data = NULL;
  if (!g_file_get_contents(path, &data, length, &trouble)) {
    if (!g_error_matches(trouble, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_propagate_error(error, g_steal_pointer(&trouble));
    return NULL;
  }
  if (inputs)
    g_hash_table_replace(inputs, g_strdup(file),
                         g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)data, *length));
  return data;
}

const char *text_line_end(const char *at, const char *end)
{
  while (at < end && *at != '\n' && *at != '\r')
    at++;
  if (at < end && *at == '\r' && at + 1 < end && at[1] == '\n')
    at++;
  return at < end ? at + 1 : end;
}

static int line_of(const char *data, const char *where)
{
  int line = 1;
  for (const char *at = data; at < where; at++)
    line += *at == '\n' || (*at == '\r' && (at + 1 == where || at[1] != '\n'));
  return line;
}

static bool has_nul(const char *data, gsize length, const char *file, Findings *findings)
{
  const char *nul = length ? memchr(data, 0, length) : NULL;
  if (!nul)
    return false;
  bool utf16 = length >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 || memcmp(data, "\xfe\xff", 2) == 0);
  if (utf16)
    findings_add(findings, FINDING_ERROR, file, 1, NULL,
                 _("the file is in UTF-16; save it again as \"CSV UTF-8\" or plain text in UTF-8"));
  else
    findings_add(findings, FINDING_ERROR, file, line_of(data, nul), NULL,
                 _("there is a NUL byte, so this is no text file; save it again as CSV or plain text"));
  return true;
}

// A file that is UTF-8 up to some byte and has accents before it is rather damaged UTF-8 than Windows-1252.
static void warn_of_mixture(const char *data, const char *bad, const char *file, Findings *findings)
{
  for (const char *at = data; at < bad; at++) {
    if ((unsigned char)*at >= 0x80) {
      findings_add(findings, FINDING_WARNING, file, line_of(data, bad), NULL,
                   _("this line is not UTF-8 although lines before it are; the file is read as Windows-1252, "
                     "so look at its accents, or save it again as \"CSV UTF-8\""));
      return;
    }
  }
}

char *text_decode(const char *data, gsize length, const char *file, Findings *findings)
{
  if (length == 0)
    return g_strdup(""); // `data` may be NULL then
  if (has_nul(data, length, file, findings))
    return NULL;
  if (length >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
    data += 3;
    length -= 3;
  }
  const char *bad = NULL;
  if (g_utf8_validate_len(data, length, &bad))
    return g_strndup(data, length);
  g_autoptr(GError) error = NULL;
  gsize read = 0;
  char *text = g_convert(data, (gssize)length, "UTF-8", "WINDOWS-1252", &read, NULL, &error);
  if (text)
    warn_of_mixture(data, bad, file, findings);
  else
    findings_add(findings, FINDING_ERROR, file, line_of(data, data + MIN(read, length)), NULL,
                 _("the text is neither UTF-8 nor Windows-1252; save it again as \"CSV UTF-8\""));
  return text;
}

static bool is_ascii(const char *text)
{
  while (*text && (unsigned char)*text < 0x80)
    text++;
  return !*text;
}

char *text_fold(const char *text)
{
  GString *folded = g_string_sized_new(32);
  g_autofree char *apart = is_ascii(text) ? NULL : g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
  for (const char *at = apart ? apart : text; *at; at = text_next(at)) {
    gunichar letter = g_utf8_get_char(at);
    if (letter < 0x80 && g_ascii_isalnum((gchar)letter))
      g_string_append_c(folded, g_ascii_tolower((gchar)letter));
    else if (letter == '%')
      g_string_append(folded, "pct");
    else if (letter >= 0x80 && g_unichar_isalnum(letter))
      g_string_append_unichar(folded, g_unichar_tolower(letter));
  }
  return g_string_free(folded, FALSE);
}

bool text_is_listed(const char *folded, const char *list)
{
  for (const char *at = list; *at; at += *at == '|') {
    const char *letter = folded;
    bool same = true;
    for (; *at && *at != '|'; at++) {
      if (g_ascii_isalnum(*at))
        same = same && g_ascii_tolower(*at) == *letter++;
    }
    if (same && !*letter)
      return true;
  }
  return false;
}

enum { DISTANCE_LETTERS = 64 }; // longer names are cut

char *text_shown(const char *text)
{
  enum { LETTERS = 40 };
  g_autofree char *line = g_strdup(text);
  g_strdelimit(line, "\r\n\t", ' ');
  g_strstrip(line);
  if (g_utf8_strlen(line, -1) <= LETTERS)
    return g_steal_pointer(&line);
  g_autofree char *start = g_utf8_substring(line, 0, LETTERS - 1);
  return g_strconcat(start, "\xe2\x80\xa6", NULL);
}

int text_distance(const char *a, const char *b, int limit)
{
  int m = (int)MIN(strlen(a), DISTANCE_LETTERS), n = (int)MIN(strlen(b), DISTANCE_LETTERS);
  if (ABS(m - n) > limit)
    return limit + 1;
  int row[3][DISTANCE_LETTERS + 1] = {{0}};
  int *before = row[0], *last = row[1], *now = row[2];
  for (int j = 0; j <= n; j++)
    last[j] = j;
  for (int i = 1; i <= m; i++) {
    int least = now[0] = i;
    for (int j = 1; j <= n; j++) {
      char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
      now[j] = MIN(MIN(last[j], now[j - 1]) + 1, last[j - 1] + (x != y));
      bool swapped =
          i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) && y == g_ascii_tolower(a[i - 2]) && x != y;
      if (swapped)
        now[j] = MIN(now[j], before[j - 2] + 1);
      least = MIN(least, now[j]);
    }
    if (least > limit)
      return limit + 1;
    int *spare = before;
    before = last;
    last = now;
    now = spare;
  }
  return MIN(last[n], limit + 1);
}
