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
static bool parse_all(const Territory *territory, guint column, AttributeKind kind, double *values)
{
  bool filled = false;
  for (guint i = 0; i < territory->clients->len; i++) {
    const char *cell = territory_client(territory, (int)i)->extra[column];
    values[i] = NAN;
    if (is_blank(cell))
      continue;
    if (!parse(cell, kind, &values[i]))
      return false;
    filled = true;
  }
  return filled;
}

static void add_extra(Attributes *attributes, const Territory *territory, guint column)
{
  const char *name = g_ptr_array_index(territory->extra_columns, column);
  g_autofree double *values = g_new(double, territory->clients->len);
  for (AttributeKind kind = ATTRIBUTE_NUMBER; kind <= ATTRIBUTE_YES_NO; kind++) {
    if (!parse_all(territory, column, kind, values))
      continue;
    Attribute *numbers = attributes_add(attributes, name, NULL, kind);
    memcpy(numbers->value, values, sizeof *values * territory->clients->len);
    return;
  }
  Attribute *words = attributes_add(attributes, name, NULL, ATTRIBUTE_WORD);
  for (guint i = 0; i < territory->clients->len; i++)
    attribute_set_word(words, (int)i, territory_client(territory, (int)i)->extra[column]);
}

Attributes *attributes_read(const Territory *territory)
{
  Attributes *attributes = attributes_new(territory);
  for (guint column = 0; column < territory->extra_columns->len; column++)
    add_extra(attributes, territory, column);
  return attributes;
}
