// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ical.h"

#include <string.h>

enum { OCTETS_MOST = 75 };

static void line_free(void *data)
{
  IcalLine *line = data;
  g_free(line->name);
  g_free(line->parameters);
  g_free(line->value);
  g_free(line);
}

static void event_free(void *data)
{
  g_ptr_array_unref(((IcalEvent *)data)->lines);
  g_free(data);
}

void ical_free(Ical *ical)
{
  if (!ical)
    return;
  g_ptr_array_unref(ical->events);
  g_ptr_array_unref(ical->zones);
  g_free(ical);
}

// Content lines without their folds; NULL when a physical line breaks the rules.
static GPtrArray *unfold(const char *text, const char **why)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = text; *at;) {
    const char *end = strstr(at, "\r\n"), *stray = strpbrk(at, "\r\n");
    if (!end || stray != end)
      *why = "a line does not end in CRLF";
    else if (end - at > OCTETS_MOST)
      *why = "a line is longer than 75 octets";
    else if (!g_utf8_validate(at, end - at, NULL))
      *why = "a fold lies within a letter";
    if (*why)
      return NULL;
    char *line = g_strndup(at, (gsize)(end - at));
    if (*line == ' ' && lines->len > 0) {
      char *whole = g_strconcat(lines->pdata[lines->len - 1], line + 1, NULL);
      g_free(lines->pdata[lines->len - 1]);
      lines->pdata[lines->len - 1] = whole;
      g_free(line);
    } else {
      g_ptr_array_add(lines, line);
    }
    at = end + 2;
  }
  return g_steal_pointer(&lines);
}

// The ':' before the value is the first one outside quotes.
static IcalLine *split(const char *text)
{
  bool quoted = false;
  const char *colon = text;
  while (*colon && (quoted || *colon != ':'))
    quoted ^= *colon++ == '"';
  if (!*colon)
    return NULL;
  const char *semicolon = memchr(text, ';', (size_t)(colon - text));
  IcalLine *line = g_new0(IcalLine, 1);
  line->name = g_strndup(text, (gsize)((semicolon ? semicolon : colon) - text));
  line->parameters = semicolon ? g_strndup(semicolon + 1, (gsize)(colon - semicolon - 1)) : g_strdup("");
  line->value = g_strdup(colon + 1);
  return line;
}

static const char *read_line(Ical *ical, GPtrArray *stack, IcalLine *line)
{
  const char *inside = stack->len ? stack->pdata[stack->len - 1] : "";
  if (strcmp(line->name, "BEGIN") == 0) {
    if (strcmp(line->value, "VEVENT") == 0) {
      IcalEvent *event = g_new0(IcalEvent, 1);
      event->lines = g_ptr_array_new_with_free_func(line_free);
      g_ptr_array_add(ical->events, event);
    }
    g_ptr_array_add(stack, g_strdup(line->value));
    return NULL;
  }
  if (strcmp(line->name, "END") == 0) {
    if (strcmp(inside, line->value) != 0)
      return "a component ends that has not begun";
    g_ptr_array_remove_index(stack, stack->len - 1);
    return NULL;
  }
  if (strcmp(inside, "VTIMEZONE") == 0 && strcmp(line->name, "TZID") == 0)
    g_ptr_array_add(ical->zones, g_strdup(line->value));
  if (strcmp(inside, "VEVENT") == 0) {
    IcalEvent *event = ical->events->pdata[ical->events->len - 1];
    IcalLine *copy = g_new(IcalLine, 1);
    *copy = (IcalLine){g_strdup(line->name), g_strdup(line->parameters), g_strdup(line->value)};
    g_ptr_array_add(event->lines, copy);
  }
  return NULL;
}

Ical *ical_parse(const char *text, const char **why)
{
  *why = NULL;
  g_autoptr(GPtrArray) lines = unfold(text, why);
  if (!lines)
    return NULL;
  g_autoptr(Ical) ical = g_new0(Ical, 1);
  g_autoptr(GPtrArray) stack = g_ptr_array_new_with_free_func(g_free);
  ical->events = g_ptr_array_new_with_free_func(event_free);
  ical->zones = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < lines->len && !*why; i++) {
    IcalLine *line = split(lines->pdata[i]);
    *why = line ? read_line(ical, stack, line) : "a line has no value";
    if (line)
      line_free(line);
  }
  if (!*why && stack->len > 0)
    *why = "a component does not end";
  return *why ? NULL : g_steal_pointer(&ical);
}

const IcalLine *ical_line(const IcalEvent *event, const char *name)
{
  const IcalLine *found = NULL;
  for (guint i = 0; i < event->lines->len; i++) {
    const IcalLine *line = event->lines->pdata[i];
    if (strcmp(line->name, name) != 0)
      continue;
    g_assert(!found);
    found = line;
  }
  return found;
}

const char *ical_value(const IcalEvent *event, const char *name)
{
  const IcalLine *line = ical_line(event, name);
  return line ? line->value : "";
}

char *ical_text(const IcalEvent *event, const char *name)
{
  GString *text = g_string_new(NULL);
  for (const char *at = ical_value(event, name); *at; at++) {
    if (*at == '\\' && at[1]) {
      at++;
      g_string_append_c(text, g_ascii_tolower(*at) == 'n' ? '\n' : *at);
    } else {
      g_assert(!strchr(";,", *at)); // these must be escaped
      g_string_append_c(text, *at);
    }
  }
  return g_string_free(text, FALSE);
}

const IcalEvent *ical_event(const Ical *ical, const char *uid)
{
  const IcalEvent *found = NULL;
  for (guint i = 0; i < ical->events->len; i++) {
    if (strcmp(ical_value(ical->events->pdata[i], "UID"), uid) != 0)
      continue;
    g_assert(!found);
    found = ical->events->pdata[i];
  }
  return found;
}
