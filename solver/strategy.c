// SPDX-License-Identifier: GPL-3.0-or-later
// A strategy is a row of weights; the user's keys go on top of it, in the order of the file.
#include "solver/strategy.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

#define SECTION "grouping"

typedef struct Preset {
  const char *strategy, *column;
  double weight;
  bool lower;
  Scale scale;
} Preset;

static const Preset presets[] = {
    {"grow-existing", "growth_room", 3, false, SCALE_PERCENTILE},
    {"grow-existing", "sales", 2, false, SCALE_PERCENTILE},
    {"grow-existing", "margin_pct", 2, false, SCALE_MINMAX},
    {"grow-existing", "products", 1, true, SCALE_PERCENTILE}, // a narrow range can be widened
    {"grow-existing", "payment_days", 1, true, SCALE_PERCENTILE},
    {"win-new", "potential", 5, false, SCALE_PERCENTILE},
    {"win-new", "share_of_wallet", 3, true, SCALE_PERCENTILE},
    {"win-new", "margin_pct", 1, false, SCALE_MINMAX},
    {"defend", "sales", 4, false, SCALE_PERCENTILE},
    {"defend", "share_of_wallet", 2, false, SCALE_PERCENTILE},
    {"defend", "margin_pct", 2, false, SCALE_MINMAX},
    {"defend", "products", 1, false, SCALE_PERCENTILE},
    {"profit", "margin", 4, false, SCALE_PERCENTILE},
    {"profit", "margin_pct", 2, false, SCALE_MINMAX},
    {"profit", "cost_to_serve", 2, true, SCALE_PERCENTILE},
    {"profit", "payment_days", 1, true, SCALE_PERCENTILE},
    {"collect", "payment_days", 4, false, SCALE_PERCENTILE}, // who pays late needs to be seen
    {"collect", "sales", 3, false, SCALE_PERCENTILE},
    {"collect", "margin_pct", 1, false, SCALE_MINMAX},
};

typedef struct Reading {
  GKeyFile *keys; // NULL: none
  const Attributes *attributes;
  Grouping *grouping;
  Findings *findings;
  MissingRule missing;
} Reading;

static char *value_of(const Reading *reading, const char *key)
{
  char *value = reading->keys ? g_key_file_get_value(reading->keys, SECTION, key, NULL) : NULL;
  return value ? g_strstrip(value) : NULL;
}

// Position of the value among `words`; `otherwise` where the key is not given or wrong.
static int choose(const Reading *reading, const char *key, const char *const *words, int otherwise)
{
  g_autofree char *value = value_of(reading, key);
  if (!value || !*value)
    return otherwise;
  for (int i = 0; words[i]; i++) {
    if (g_ascii_strcasecmp(words[i], value) == 0)
      return i;
  }
  g_autofree char *list = g_strjoinv(", ", (char **)(uintptr_t)words);
  findings_refuse(reading->findings, SECTION, key, _("'%s': write one of %s"), value, list);
  return otherwise;
}

static const char *const missing_words[] = {"skip", "low", "middle", NULL};

static Criterion *criterion_for(const Reading *reading, const Attribute *attribute)
{
  for (guint c = 0; c < reading->grouping->criteria->len; c++) {
    if (grouping_criterion(reading->grouping, c)->attribute == attribute)
      return grouping_criterion(reading->grouping, c);
  }
  Criterion criterion = {.attribute = attribute, .weight = -1, .missing = reading->missing};
  g_array_append_val(reading->grouping->criteria, criterion);
  return grouping_criterion(reading->grouping, reading->grouping->criteria->len - 1);
}

static bool parse_number(const char *text, double *number)
{
  char *end = NULL;
  g_autofree char *point = g_strdup(text);
  g_strdelimit(g_strstrip(point), ",", '.');
  *number = g_ascii_strtod(point, &end);
  return end != point && *end == '\0' && isfinite(*number);
}

// ---- Keys with a column ----

static void take_weight(const Reading *reading, const char *key, Criterion *criterion)
{
  g_autofree char *value = value_of(reading, key);
  double weight;
  if (parse_number(value, &weight) && weight >= 0 && weight <= 1e6)
    criterion->weight = weight;
  else
    findings_refuse(reading->findings, SECTION, key, _("'%s': write a number from 0 to 1000000"), value);
}

// "Word 3, Other word 1": the number is what stands last.
static void take_points(const Reading *reading, const char *key, Criterion *criterion)
{
  const Attribute *attribute = criterion->attribute;
  if (attribute->kind != ATTRIBUTE_WORD) {
    findings_refuse(reading->findings, SECTION, key, _("column '%s' holds no words; points are for words"),
                    attribute->name);
    return;
  }
  g_autofree char *value = value_of(reading, key);
  g_auto(GStrv) parts = g_strsplit_set(value, ",;", -1);
  g_free(criterion->points);
  criterion->points = g_new0(double, attribute->words->len + 1);
  for (char **part = parts; *part; part++) {
    char *blank = strrchr(g_strstrip(*part), ' ');
    double points;
    if (!blank || !parse_number(blank + 1, &points)) {
      findings_refuse(reading->findings, SECTION, key,
                      _("'%s': write words with their points, such as Mayorista 3, Tradicional 1"), *part);
      continue;
    }
    *blank = '\0';
    int word = attribute_find_word(attribute, *part);
    if (word >= 0)
      criterion->points[word] = points;
    else
      findings_add(reading->findings, FINDING_WARNING, "ronda.ini", 0, NULL,
                   _("[grouping] %s: no client has '%s' in column '%s'"), key, *part, attribute->name);
  }
}

static void take_key(const Reading *reading, const char *key, const char *what, const char *column)
{
  static const char *const directions[] = {"higher", "lower", NULL}, *const scales[] = {
                                                                         "percentile", "minmax", "log", NULL};
  const Attribute *attribute = attributes_find(reading->attributes, column);
  if (!attribute) {
    findings_refuse(reading->findings, SECTION, key, _("clients.csv has no column '%s'"), column);
    return;
  }
  Criterion *criterion = criterion_for(reading, attribute);
  if (strcmp(what, "weight") == 0)
    take_weight(reading, key, criterion);
  else if (strcmp(what, "direction") == 0)
    criterion->lower = choose(reading, key, directions, criterion->lower) == 1;
  else if (strcmp(what, "scale") == 0)
    criterion->scale = (Scale)choose(reading, key, scales, (int)criterion->scale);
  else if (strcmp(what, "missing") == 0)
    criterion->missing = (MissingRule)choose(reading, key, missing_words, (int)criterion->missing);
  else
    take_points(reading, key, criterion);
}

static bool is_one_of(const char *word, const char *const *words)
{
  for (int i = 0; words[i]; i++) {
    if (strcmp(words[i], word) == 0)
      return true;
  }
  return false;
}

// Returns whether any weight was given.
static bool take_keys(const Reading *reading)
{
  static const char *const plain[] = {"strategy", "missing", "pareto", "keep", "method", "k", NULL},
                           *const of_columns[] = {"weight", "direction", "scale", "points", "missing", NULL};
  g_auto(GStrv) keys = reading->keys ? g_key_file_get_keys(reading->keys, SECTION, NULL, NULL) : NULL;
  bool weighed = false;
  for (char **key = keys; key && *key; key++) {
    const char *dot = strchr(*key, '.');
    g_autofree char *what = g_strndup(*key, dot ? (gsize)(dot - *key) : strlen(*key));
    if (dot && is_one_of(what, of_columns))
      take_key(reading, *key, what, dot + 1);
    else if (!is_one_of(*key, plain))
      findings_refuse(reading->findings, SECTION, *key,
                      _("the key is unknown; write weight.COLUMN, direction.COLUMN, scale.COLUMN, "
                        "points.COLUMN, missing.COLUMN, strategy, missing, pareto, keep, method or k"));
    weighed = weighed || strcmp(what, "weight") == 0;
  }
  return weighed;
}

// ---- The whole ----

static bool has_weights(const Reading *reading)
{
  g_auto(GStrv) keys = reading->keys ? g_key_file_get_keys(reading->keys, SECTION, NULL, NULL) : NULL;
  for (char **key = keys; key && *key; key++) {
    if (g_str_has_prefix(*key, "weight."))
      return true;
  }
  return false;
}

static void take_strategy(const Reading *reading)
{
  static const char *const names[] = {"grow-existing", "win-new", "defend", "profit", "collect", NULL};
  int chosen = choose(reading, "strategy", names, has_weights(reading) ? -1 : 0);
  reading->grouping->strategy = g_strdup(chosen < 0 ? "own" : names[chosen]);
  for (size_t p = 0; chosen >= 0 && p < G_N_ELEMENTS(presets); p++) {
    if (strcmp(presets[p].strategy, names[chosen]) != 0)
      continue;
    Criterion *criterion = criterion_for(reading, attributes_find(reading->attributes, presets[p].column));
    criterion->weight = presets[p].weight;
    criterion->lower = presets[p].lower;
    criterion->scale = presets[p].scale;
  }
}

// Criteria of a strategy that nobody has a value for say nothing; a column of words needs its points.
static void settle_criteria(const Reading *reading)
{
  GArray *criteria = reading->grouping->criteria;
  for (guint c = criteria->len; c-- > 0;) {
    const Criterion *criterion = grouping_criterion(reading->grouping, c);
    const Attribute *attribute = criterion->attribute;
    if (criterion->weight > 0 && attribute->kind == ATTRIBUTE_WORD && !criterion->points)
      findings_add(
          reading->findings, FINDING_ERROR, "ronda.ini", 0, NULL,
          _("[grouping] weight.%s: the column holds words; say what each is worth, such as points.%s = %s 3"),
          attribute->name, attribute->name,
          attribute->words->len > 0 ? (const char *)g_ptr_array_index(attribute->words, 0) : "A");
    if (criterion->weight <= 0)
      g_array_remove_index(criteria, c);
  }
}

static int read_k(const Reading *reading)
{
  g_autofree char *value = value_of(reading, "k");
  double k;
  if (!value || !*value || g_ascii_strcasecmp(value, "auto") == 0)
    return 0;
  if (parse_number(value, &k) && k >= 2 && k <= 20 && k == floor(k))
    return (int)k;
  findings_refuse(reading->findings, SECTION, "k", _("'%s': write auto or a number from 2 to 20"), value);
  return 0;
}

Strategy strategy_read(const Territory *territory, const Attributes *attributes, Grouping *grouping,
                       Findings *findings)
{
  static const char *const keeps[] = {"yes", "no", "sí", NULL}, *const methods[] = {"groups", "clusters",
                                                                                    NULL};
  GKeyFile *keys = territory->settings.keys;
  Reading reading = {.keys = keys && g_key_file_has_group(keys, SECTION) ? keys : NULL,
                     .attributes = attributes,
                     .grouping = grouping,
                     .findings = findings};
  Strategy strategy = {.keep = choose(&reading, "keep", keeps, 0) != 1,
                       .clusters = choose(&reading, "method", methods, 0) == 1,
                       .k = read_k(&reading)};
  reading.missing = (MissingRule)choose(&reading, "missing", missing_words, MISSING_SKIP);
  take_strategy(&reading);
  take_keys(&reading);
  settle_criteria(&reading);
  g_autofree char *pareto = value_of(&reading, "pareto");
  strategy.pareto = pareto && *pareto ? attributes_find(attributes, pareto) : NULL;
  if (pareto && *pareto && (!strategy.pareto || !strategy.pareto->value)) {
    findings_refuse(reading.findings, SECTION, "pareto",
                    _("'%s': write a column of clients.csv that holds numbers"), pareto);
    strategy.pareto = NULL;
  }
  return strategy;
}
