// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/attributes.h"

#include "io/cell.h"

#include <math.h>
#include <string.h>

static bool is_blank(const char *cell)
{
  return cell[strspn(cell, " \t\r\n")] == '\0';
}

static bool parse(const char *cell, AttributeKind kind, double *value)
{
  bool yes = false;
  if (kind == ATTRIBUTE_NUMBER)
    return cell_percent(cell, value, NULL);
  bool read = cell_yes_no(cell, &yes, NULL);
  *value = yes;
  return read;
}

// NAN in blank cells; false when a filled one is something else.
static bool parse_all(const char *const *cell, int count, AttributeKind kind, double *values)
{
  bool filled = false;
  for (int i = 0; i < count; i++) {
    values[i] = NAN;
    if (is_blank(cell[i]))
      continue;
    if (!parse(cell[i], kind, &values[i]))
      return false;
    filled = true;
  }
  return filled;
}

void attributes_take(Attributes *attributes, const char *name, const char *names, const char *const *cell)
{
  const int count = attributes->clients;
  g_autofree double *values = g_new(double, (gsize)count + 1);
  for (AttributeKind kind = ATTRIBUTE_NUMBER; kind <= ATTRIBUTE_YES_NO; kind++) {
    if (!parse_all(cell, count, kind, values))
      continue;
    Attribute *numbers = attributes_add(attributes, name, names, kind);
    memcpy(numbers->value, values, sizeof *values * (size_t)count);
    return;
  }
  Attribute *words = attributes_add(attributes, name, names, ATTRIBUTE_WORD);
  for (int i = 0; i < count; i++)
    attribute_set_word(words, i, cell[i]);
}

static void add_extra(Attributes *attributes, const Territory *territory, guint column)
{
  const char *name = g_ptr_array_index(territory->extra_columns, column);
  const int count = attributes->clients; // those of the territory
  g_autofree const char **cell = g_new(const char *, (gsize)count + 1);
  for (int i = 0; i < count; i++)
    cell[i] = territory_client(territory, i)->extra[column];
  attributes_take(attributes, name, NULL, cell);
}

Attributes *attributes_read(const Territory *territory)
{
  Attributes *attributes = attributes_new(territory);
  for (guint column = 0; column < territory->extra_columns->len; column++)
    add_extra(attributes, territory, column);
  return attributes;
}
