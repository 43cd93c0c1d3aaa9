// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/said.h"

#include <stdarg.h>
#include <string.h>

#include "model/words.h"

#define SENTENCE "(ssuav)"
enum { DEEPEST = 4 }; // sentences in sentences; a text from a file may be anything

// ---- Making ------------------------------------------------------------------------------------------------------

static char *print(const char *one, const char *many, unsigned count, GVariantBuilder *values)
{
  g_autoptr(GVariant) sentence = g_variant_ref_sink(g_variant_new(SENTENCE, one, many, count, values));
  return g_variant_print(sentence, FALSE);
}

static char *take(const char *one, const char *many, unsigned count, va_list list)
{
  g_auto(GVariantBuilder) values = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("av"));
  for (const char *at = strchr(*many ? many : one, '%'); at; at = strchr(at + 2, '%')) {
    g_assert(at[1] == 'd' || at[1] == 'u' || at[1] == 's');
    if (at[1] != 's') {
      g_variant_builder_add(&values, "v", g_variant_new_int32(va_arg(list, int)));
      continue;
    }
    const char *text = va_arg(list, const char *);
    g_variant_builder_add(&values, "v", g_variant_new_take_string(g_utf8_make_valid(text ? text : "", -1)));
  }
  return print(one, many, count, &values);
}

char *said(const char *format, ...)
{
  va_list list;
  va_start(list, format);
  char *sentence = take(format, "", 0, list);
  va_end(list);
  return sentence;
}

char *said_plural(const char *one, const char *many, unsigned count, ...)
{
  va_list list;
  va_start(list, count);
  char *sentence = take(one, many, count, list);
  va_end(list);
  return sentence;
}

static GVariant *parse(const char *text)
{
  return g_str_has_prefix(text, "('") || g_str_has_prefix(text, "(\"")
             ? g_variant_parse(G_VARIANT_TYPE(SENTENCE), text, NULL, NULL, NULL)
             : NULL;
}

char *said_of(const char *format, const char *const *parts)
{
  g_auto(GVariantBuilder) values = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("av"));
  for (; *parts; parts++) {
    g_autoptr(GVariant) part = parse(*parts);
    g_variant_builder_add(&values, "v", part ? part : g_variant_new_string(*parts));
  }
  return print(format, "", 0, &values);
}

// ---- In words ----------------------------------------------------------------------------------------------------

static bool is_day(const char *text)
{
  static const char form[] = "dddd-dd-dd";
  size_t k = 0;
  while (k < sizeof form - 1 && (form[k] == 'd' ? g_ascii_isdigit(text[k]) : text[k] == form[k]))
    k++;
  return k == sizeof form - 1 && !text[k];
}

static Day day_of(const char *text)
{
  GDate date;
  g_date_clear(&date, 1);
  const int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
  if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return DAY_NONE;
  g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return (Day)g_date_get_julian(&date);
}

// A decimal number: digits, a point, digits. -1: it is none; else how many stand behind the point.
static int decimals_of(const char *text)
{
  const size_t whole = strspn(text, "0123456789");
  if (whole == 0 || whole > 12 || text[whole] != '.')
    return -1;
  const size_t part = strspn(text + whole + 1, "0123456789");
  return part > 0 && part <= 6 && !text[whole + 1 + part] ? (int)part : -1;
}

static void put_string(GString *out, const char *text, const SaidStyle *style)
{
  const Day day = style && is_day(text) ? day_of(text) : DAY_NONE;
  const int decimals = style ? decimals_of(text) : -1;
  g_autofree char *worded = day != DAY_NONE ? style->day(day)
                            : decimals >= 0
                                ? style->number(style->language, g_ascii_strtod(text, NULL), decimals)
                                : NULL;
  g_string_append(out, worded ? worded : text);
}

static void put_sentence(GString *out, GVariant *sentence, const SaidStyle *style, int depth);

static void put_value(GString *out, GVariant *value, const SaidStyle *style, int depth)
{
  if (g_variant_is_of_type(value, G_VARIANT_TYPE_STRING)) {
    put_string(out, g_variant_get_string(value, NULL), style);
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_INT32)) {
    const int number = g_variant_get_int32(value);
    g_autofree char *text = style ? style->number(style->language, number, 0) : g_strdup_printf("%d", number);
    g_string_append(out, text);
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE(SENTENCE)) && depth < DEEPEST) {
    put_sentence(out, value, style, depth + 1);
  }
}

// Index of the value that the conversion at `at` names, "%s" the next one, "%2$s" the second; *end: behind it. -1: it is no
// conversion.
static int which(const char *at, int next, const char **end)
{
  const char *after = at + 1;
  int index = next;
  if (g_ascii_isdigit(after[0]) && after[0] != '0' && after[1] == '$') {
    index = after[0] - '1';
    after += 2;
  }
  if (!*after || !strchr("dus", *after))
    return -1;
  *end = after + 1;
  return index;
}

static void put_sentence(GString *out, GVariant *sentence, const SaidStyle *style, int depth)
{
  const char *one, *many;
  guint32 count;
  g_autoptr(GVariant) values = NULL;
  g_variant_get(sentence, "(&s&su@av)", &one, &many, &count, &values);
  const char *at = *many ? ngettext(one, many, count) : *one ? _(one) : "";
  for (int next = 0; *at;) {
    const char *end = NULL;
    const int index = *at == '%' ? which(at, next, &end) : -1;
    if (index < 0) {
      at += at[0] == '%' && at[1] == '%'; // "%%"
      g_string_append_c(out, *at++);
      continue;
    }
    if ((gsize)index < g_variant_n_children(values)) {
      g_autoptr(GVariant) boxed = g_variant_get_child_value(values, (gsize)index);
      g_autoptr(GVariant) value = g_variant_get_variant(boxed);
      put_value(out, value, style, depth);
    }
    next++;
    at = end;
  }
}

char *said_text(const char *sentence, const SaidStyle *style)
{
  g_autoptr(GVariant) parsed = sentence ? parse(sentence) : NULL;
  if (!parsed)
    return g_strdup(sentence ? sentence : "");
  GString *out = g_string_new(NULL);
  put_sentence(out, parsed, style, 0);
  return g_string_free(out, FALSE);
}
