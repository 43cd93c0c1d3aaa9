// SPDX-License-Identifier: GPL-3.0-or-later
// Advance widths of Inter Regular and Bold 4.0 in thousandths of the size, for Basic Latin and Latin-1 to Latin
// Extended-A. Everything else is counted as a wide letter: a label that is reckoned too wide is harmless.
#include "plots/lettering.h"

#include <math.h>
#include <string.h>

enum { ASCII_FIRST = 0x20, ASCII_LAST = 0x7e, LATIN_FIRST = 0xa0, LATIN_LAST = 0x17f };

static const guint16 ascii_regular[] = {
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605,
    636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598,
    587, 743, 740, 264, 543, 652, 562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642,
    665, 625, 362, 357, 362, 469, 452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544,
    237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
};

static const guint16 ascii_bold[] = {
    232, 325, 392, 650, 655, 859, 674, 209, 409, 409, 565, 680, 303, 469,  298, 390, 688, 489,  630,
    659, 678, 645, 660, 595, 661, 660, 298, 303, 680, 680, 680, 562, 1031, 748, 661, 752, 727,  613,
    585, 761, 746, 281, 570, 690, 567, 915, 735, 782, 648, 783, 656, 655,  668, 729, 748, 1036, 714,
    724, 667, 409, 390, 409, 488, 477, 497, 580, 635, 587, 635, 598, 386,  633, 624, 272, 272,  582,
    272, 912, 622, 614, 632, 632, 409, 562, 388, 622, 586, 850, 574, 586,  572, 409, 374, 409,  680,
};

static const guint16 latin_regular[] = {
    281, 278, 558, 631, 723, 548, 266, 551, 591, 915, 449, 540, 540, 460, 670, 449, 455, 659, 420, 430, 497,
    622, 599, 276, 267, 313, 449, 540, 884, 926, 949, 507, 676, 676, 676, 676, 676, 676, 990, 727, 598, 598,
    598, 598, 264, 264, 264, 264, 719, 753, 761, 761, 761, 761, 761, 659, 761, 741, 741, 741, 741, 665, 631,
    609, 564, 564, 564, 564, 564, 564, 925, 558, 582, 582, 582, 582, 237, 237, 237, 237, 580, 585, 597, 597,
    597, 597, 597, 659, 597, 581, 581, 581, 581, 557, 609, 557, 676, 564, 676, 564, 676, 564, 727, 558, 727,
    558, 727, 558, 727, 558, 719, 677, 719, 621, 598, 582, 598, 582, 598, 582, 598, 582, 598, 582, 743, 609,
    743, 609, 743, 609, 743, 609, 740, 591, 777, 591, 443, 278, 264, 237, 264, 237, 264, 237, 264, 237, 807,
    474, 543, 237, 652, 544, 631, 562, 237, 562, 237, 562, 305, 562, 315, 562, 237, 753, 585, 753, 585, 753,
    585, 600, 753, 585, 761, 597, 761, 597, 761, 597, 953, 990, 639, 372, 639, 372, 639, 372, 638, 523, 638,
    523, 638, 523, 638, 523, 642, 364, 642, 364, 642, 364, 741, 581, 741, 581, 741, 581, 741, 581, 741, 581,
    741, 581, 949, 812, 665, 557, 665, 625, 541, 625, 541, 625, 541, 267,
};

static const guint16 latin_bold[] = {
    232,  325, 587, 672,  765, 572, 345, 593,  535, 915, 487, 626, 580, 469, 664, 565, 460, 680, 424,
    442,  497, 667, 610,  298, 374, 321, 485,  629, 879, 916, 965, 562, 748, 748, 748, 748, 748, 748,
    1030, 752, 613, 613,  613, 613, 281, 281,  281, 281, 727, 735, 782, 782, 782, 782, 782, 680, 782,
    729,  729, 729, 729,  724, 671, 664, 580,  580, 580, 580, 580, 580, 914, 587, 598, 598, 598, 598,
    272,  272, 272, 272,  599, 622, 614, 614,  614, 614, 614, 680, 614, 622, 622, 622, 622, 586, 613,
    586,  748, 580, 748,  580, 748, 580, 752,  587, 752, 587, 752, 587, 752, 587, 727, 736, 727, 635,
    613,  598, 613, 598,  613, 598, 613, 598,  613, 598, 761, 633, 761, 633, 761, 633, 761, 633, 746,
    624,  810, 624, 451,  289, 281, 272, 281,  272, 281, 281, 281, 272, 850, 544, 570, 272, 690, 582,
    671,  567, 272, 567,  272, 567, 376, 580,  412, 586, 272, 735, 622, 735, 622, 735, 622, 600, 735,
    631,  782, 614, 782,  614, 782, 614, 1018, 977, 656, 409, 656, 409, 656, 409, 655, 562, 655, 562,
    655,  562, 655, 562,  668, 388, 668, 425,  668, 388, 729, 622, 729, 622, 729, 622, 729, 622, 729,
    622,  729, 622, 1036, 850, 724, 586, 724,  667, 572, 667, 572, 667, 572, 289,
};

static const char *next_char(const char *at)
{
  return at + g_utf8_skip[*(const guchar *)at];
}

static int other_width(gunichar c)
{
  switch (c) {
  case 0x2013: return 500;  // en dash
  case 0x2014: return 1000; // em dash
  case 0x2019: return 228;
  case 0x2026: return 821;
  case 0x202f: return 182; // narrow no-break space
  case 0x2212: return 680; // minus
  default: break;
  }
  if (g_unichar_iszerowidth(c))
    return 0;
  return g_unichar_iswide(c) || c >= 0x1f000 ? 1350 : 880;
}

static int char_width(gunichar c, bool bold)
{
  if (c >= ASCII_FIRST && c <= ASCII_LAST)
    return bold ? ascii_bold[c - ASCII_FIRST] : ascii_regular[c - ASCII_FIRST];
  if (c >= LATIN_FIRST && c <= LATIN_LAST)
    return bold ? latin_bold[c - LATIN_FIRST] : latin_regular[c - LATIN_FIRST];
  return other_width(c);
}

// 1600 pixels are 1200 points.
static double pixels(int thousandths, double points)
{
  return thousandths / 1000.0 * points * 4.0 / 3.0;
}

double lettering_width(const char *text, double points, bool bold)
{
  int sum = 0;
  for (const char *c = text; *c; c = next_char(c))
    sum += char_width(g_utf8_get_char(c), bold);
  return pixels(sum, points);
}

char *lettering_cut(const char *text, double points, bool bold, double width)
{
  if (lettering_width(text, points, bold) <= width)
    return g_strdup(text);
  double room = width - lettering_width("…", points, bold);
  const char *end = text;
  int sum = 0;
  while (*end) {
    sum += char_width(g_utf8_get_char(end), bold);
    if (pixels(sum, points) > room)
      break;
    end = next_char(end);
  }
  g_autofree char *head = g_strndup(text, (gsize)(end - text));
  return g_strconcat(g_strchomp(head), "…", NULL);
}

// Marks that turn or embed the direction of what follows; a name must not reach beyond itself.
static bool is_direction_mark(gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f ||
         c == 0x061c;
}

static bool runs_leftwards(gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc) ||
         (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

char *lettering_name(const char *text, const char *fallback, double points, bool bold, double width)
{
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  g_autoptr(GString) clean = g_string_new(NULL);
  bool leftwards = false;
  for (const char *p = valid; *p; p = next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (is_direction_mark(c))
      continue;
    leftwards |= runs_leftwards(c);
    if (g_unichar_isspace(c) || g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029)
      c = ' ';
    if (c == ' ' && (clean->len == 0 || clean->str[clean->len - 1] == ' '))
      continue;
    g_string_append_unichar(clean, c);
  }
  g_strchomp(clean->str);
  g_autofree char *cut = lettering_cut(*clean->str ? clean->str : fallback, points, bold, width);
  return leftwards ? g_strconcat("\u2068", cut, "\u2069", NULL) : g_steal_pointer(&cut);
}

// Greedy: words go on the line while they fit.
static GPtrArray *fill_lines(const char *text, double points, bool bold, double width, int lines)
{
  GPtrArray *filled = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  g_autoptr(GString) line = g_string_new(NULL);
  for (char **word = words; *word; word++) {
    g_autofree char *longer = line->len ? g_strdup_printf("%s %s", line->str, *word) : g_strdup(*word);
    if (line->len && lettering_width(longer, points, bold) > width && (int)filled->len + 1 < lines) {
      g_ptr_array_add(filled, g_strdup(line->str));
      g_string_assign(line, *word);
    } else {
      g_string_assign(line, longer);
    }
  }
  g_ptr_array_add(filled, g_strdup(line->str));
  return filled;
}

static bool lines_fit(const GPtrArray *lines, double points, bool bold, double width)
{
  for (guint i = 0; i < lines->len; i++)
    if (lettering_width(g_ptr_array_index(lines, i), points, bold) > width)
      return false;
  return true;
}

char **lettering_wrap(const char *text, double points, bool bold, double width, int lines)
{
  g_autoptr(GPtrArray) best = fill_lines(text, points, bold, width, lines);
  // Narrower while as many lines still hold it: that evens them out.
  for (double narrow = width * 0.97; best->len > 1 && narrow > width * 0.5; narrow -= width * 0.03) {
    g_autoptr(GPtrArray) even = fill_lines(text, points, bold, narrow, (int)best->len);
    if (!lines_fit(even, points, bold, narrow))
      break;
    g_ptr_array_unref(best);
    best = g_steal_pointer(&even);
  }
  g_autoptr(GStrvBuilder) result = g_strv_builder_new();
  for (guint i = 0; i < best->len; i++) {
    g_autofree char *cut = lettering_cut(g_ptr_array_index(best, i), points, bold, width);
    g_strv_builder_add(result, cut);
  }
  return g_strv_builder_end(result);
}
