// SPDX-License-Identifier: GPL-3.0-or-later
// Recursive descent into a tree of nodes that lie in one array: children before parents, the root last.
#include "model/rule.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

typedef enum { NODE_AND, NODE_OR, NODE_NOT, NODE_NUMBER, NODE_COLUMN, NODE_WORD, NODE_EMPTY } NodeKind;
typedef enum {
  OP_EQUAL,
  OP_UNEQUAL,
  OP_LESS,
  OP_MOST,
  OP_MORE,
  OP_LEAST
} Operator; // <= is MOST, >= is LEAST

typedef struct Node {
  NodeKind kind;
  int left, right;                 // of and, or, not
  const Attribute *column, *other; // NULL: the score
  Operator op;
  double number;
  int word;
} Node;

struct Rule {
  GArray *nodes; // Node
};

typedef enum {
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_QUOTED,
  TOKEN_BRACKET,
  TOKEN_OPERATOR,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_BAD
} TokenKind;

enum { DEPTH_MOST = 100 };

typedef struct Parser {
  const char *text, *at; // at: behind the token
  const Attributes *attributes;
  GArray *nodes;
  TokenKind kind; // of the token
  const char *start;
  char *word; // its text
  Operator op;
  int depth;
  GError **error;
} Parser;

G_DEFINE_QUARK(rule - error - quark, rule_error)

static int fail(const Parser *parser, const char *format, ...) G_GNUC_PRINTF(2, 3);
static int fail(const Parser *parser, const char *format, ...)
{
  if (*parser->error)
    return -1;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error(parser->error, RULE_ERROR, RULE_ERROR_BAD, _("at position %ld: %s"),
              g_utf8_pointer_to_offset(parser->text, parser->start) + 1, text);
  return -1;
}

// ---- Tokens ----

static const char *next_letter(const char *at)
{
  return at + g_utf8_skip[*(const guchar *)at];
}

static void take_delimited(Parser *parser, char close, TokenKind kind)
{
  const char *end = strchr(parser->at + 1, close);
  if (!end) {
    parser->kind = TOKEN_BAD;
    fail(parser, _("there is no closing %c"), close);
    return;
  }
  parser->kind = kind;
  parser->word = g_strndup(parser->at + 1, (gsize)(end - parser->at - 1));
  parser->at = end + 1;
}

static bool take_operator(Parser *parser)
{
  static const struct {
    const char *text;
    Operator op;
  } operators[] = {{"!=", OP_UNEQUAL}, {"<>", OP_UNEQUAL}, {"<=", OP_MOST}, {">=", OP_LEAST},
                   {"==", OP_EQUAL},   {"≠", OP_UNEQUAL},  {"≤", OP_MOST},  {"≥", OP_LEAST},
                   {"=", OP_EQUAL},    {"<", OP_LESS},     {">", OP_MORE}};
  for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
    if (!g_str_has_prefix(parser->at, operators[i].text))
      continue;
    parser->kind = TOKEN_OPERATOR;
    parser->op = operators[i].op;
    parser->at += strlen(operators[i].text);
    return true;
  }
  return false;
}

static bool is_word_letter(const char *at)
{
  return *at && (strchr("_.+-%", *at) || g_unichar_isalnum(g_utf8_get_char(at)));
}

static void advance(Parser *parser)
{
  g_clear_pointer(&parser->word, g_free);
  while (g_unichar_isspace(g_utf8_get_char(parser->at)))
    parser->at = next_letter(parser->at);
  parser->start = parser->at;
  char first = *parser->at;
  if (!first) {
    parser->kind = TOKEN_END;
  } else if (first == '(' || first == ')') {
    parser->kind = first == '(' ? TOKEN_OPEN : TOKEN_CLOSE;
    parser->at++;
  } else if (first == '"' || first == '\'') {
    take_delimited(parser, first, TOKEN_QUOTED);
  } else if (first == '[') {
    take_delimited(parser, ']', TOKEN_BRACKET);
  } else if (is_word_letter(parser->at)) {
    while (is_word_letter(parser->at))
      parser->at = next_letter(parser->at);
    parser->kind = TOKEN_WORD;
    parser->word = g_strndup(parser->start, (gsize)(parser->at - parser->start));
  } else if (!take_operator(parser)) {
    parser->kind = TOKEN_BAD;
    fail(parser, _("this character is no part of a rule"));
  }
}

static bool is_keyword(const Parser *parser, const char *english, const char *spanish)
{
  return parser->kind == TOKEN_WORD &&
         (g_ascii_strcasecmp(parser->word, english) == 0 || g_ascii_strcasecmp(parser->word, spanish) == 0);
}

// ---- Grammar; each returns the index of its node, -1 after an error ----

static int add_node(Parser *parser, Node node)
{
  g_array_append_val(parser->nodes, node);
  return (int)parser->nodes->len - 1;
}

static bool is_score(const char *word)
{
  g_autofree char *folded = attribute_fold(word);
  return strcmp(folded, "score") == 0 || strcmp(folded, "puntaje") == 0;
}

static int parse_word_operand(Parser *parser, Node *node)
{
  if (node->op != OP_EQUAL && node->op != OP_UNEQUAL)
    return fail(parser, _("column '%s' holds words, which can only be = or !="), node->column->name);
  node->kind = NODE_WORD;
  node->word = attribute_find_word(node->column, parser->word);
  return 0;
}

static bool is_yes_no(const char *word, double *number)
{
  static const char *const yes[] = {"yes", "y", "true", "si", "s", "verdadero", NULL}, *const no[] = {
                                                                                           "no", "n", "false",
                                                                                           "falso", NULL};
  g_autofree char *folded = attribute_fold(word);
  *number = g_strv_contains(yes, folded);
  return *number > 0 || g_strv_contains(no, folded);
}

static int parse_number_operand(Parser *parser, Node *node)
{
  const char *name = node->column ? node->column->name : "score";
  char *end = NULL;
  node->kind = NODE_NUMBER;
  node->number = g_ascii_strtod(parser->word, &end);
  if (parser->kind != TOKEN_BRACKET && end != parser->word && (!*end || strcmp(end, "%") == 0) &&
      isfinite(node->number))
    return 0;
  if (node->column && node->column->kind == ATTRIBUTE_YES_NO && is_yes_no(parser->word, &node->number))
    return 0;
  node->kind = NODE_COLUMN;
  node->other = attributes_find(parser->attributes, parser->word);
  if (node->other && node->other->value)
    return 0;
  return fail(parser, _("column '%s' holds numbers, but '%s' is none"), name, parser->word);
}

static int parse_operand(Parser *parser, Node *node)
{
  if (parser->kind != TOKEN_WORD && parser->kind != TOKEN_QUOTED && parser->kind != TOKEN_BRACKET)
    return fail(parser, _("a number or a word is missing here"));
  g_autofree char *folded = attribute_fold(parser->word);
  bool words = node->column && node->column->kind == ATTRIBUTE_WORD;
  int done = 0;
  if (parser->kind == TOKEN_WORD && (strcmp(folded, "empty") == 0 || strcmp(folded, "vacio") == 0)) {
    if (node->op != OP_EQUAL && node->op != OP_UNEQUAL)
      return fail(parser, _("empty can only be = or !="));
    node->kind = NODE_EMPTY;
  } else {
    done = words ? parse_word_operand(parser, node) : parse_number_operand(parser, node);
  }
  if (done < 0)
    return done;
  advance(parser);
  return add_node(parser, *node);
}

static int parse_comparison(Parser *parser)
{
  if (parser->kind != TOKEN_WORD && parser->kind != TOKEN_BRACKET)
    return fail(parser, _("the name of a column is missing here"));
  Node node = {.left = -1, .right = -1};
  node.column = attributes_find(parser->attributes, parser->word);
  const char *file = parser->attributes->file;
  if (!node.column && (file || !is_score(parser->word)))
    return fail(parser, _("%s has no column '%s'"), file ? file : "clients.csv", parser->word);
  g_autofree char *name = g_strdup(parser->word);
  advance(parser);
  if (parser->kind != TOKEN_OPERATOR)
    return fail(parser, _("after '%s' one of = != < <= > >= is missing"), name);
  node.op = parser->op;
  advance(parser);
  return parse_operand(parser, &node);
}

static int parse_rule(Parser *parser);

static int parse_factor(Parser *parser)
{
  if (++parser->depth > DEPTH_MOST)
    return fail(parser, _("the rule is nested too deep"));
  int made;
  if (is_keyword(parser, "not", "no")) {
    advance(parser);
    int inner = parse_factor(parser);
    made = inner < 0 ? -1 : add_node(parser, (Node){.kind = NODE_NOT, .left = inner, .right = -1});
  } else if (parser->kind == TOKEN_OPEN) {
    advance(parser);
    made = parse_rule(parser);
    if (made >= 0 && parser->kind != TOKEN_CLOSE)
      made = fail(parser, _("there is no closing )"));
    else if (made >= 0)
      advance(parser);
  } else {
    made = parse_comparison(parser);
  }
  parser->depth--;
  return made;
}

static int parse_term(Parser *parser)
{
  int left = parse_factor(parser);
  while (left >= 0 && is_keyword(parser, "and", "y")) {
    advance(parser);
    int right = parse_factor(parser);
    left = right < 0 ? -1 : add_node(parser, (Node){.kind = NODE_AND, .left = left, .right = right});
  }
  return left;
}

static int parse_rule(Parser *parser)
{
  int left = parse_term(parser);
  while (left >= 0 && is_keyword(parser, "or", "o")) {
    advance(parser);
    int right = parse_term(parser);
    left = right < 0 ? -1 : add_node(parser, (Node){.kind = NODE_OR, .left = left, .right = right});
  }
  return left;
}

Rule *rule_parse(const char *text, const Attributes *attributes, GError **error)
{
  GError *trouble = NULL;
  Parser parser = {.text = text, .at = text, .start = text, .attributes = attributes, .error = &trouble};
  parser.nodes = g_array_new(FALSE, FALSE, sizeof(Node));
  Rule *rule = g_new0(Rule, 1);
  rule->nodes = parser.nodes;
  advance(&parser);
  if (parse_rule(&parser) >= 0 && parser.kind != TOKEN_END)
    fail(&parser, _("'and' or 'or' is missing here"));
  g_free(parser.word);
  if (trouble) {
    g_propagate_error(error, trouble);
    g_clear_pointer(&rule, rule_free);
  }
  return rule;
}

void rule_free(Rule *rule)
{
  if (!rule)
    return;
  g_array_unref(rule->nodes);
  g_free(rule);
}

// ---- Asking ----

static bool compare(double left, Operator op, double right)
{
  if (isnan(left) || isnan(right))
    return false;
  switch (op) {
  case OP_EQUAL: return left >= right && left <= right;
  case OP_UNEQUAL: return left < right || left > right;
  case OP_LESS: return left < right;
  case OP_MOST: return left <= right;
  case OP_MORE: return left > right;
  case OP_LEAST: return left >= right;
  default: g_assert_not_reached();
  }
}

static bool holds(const Rule *rule, int index, int client, double score)
{
  const Node *node = &g_array_index(rule->nodes, Node, index);
  double left = node->column && node->column->value ? node->column->value[client] : score;
  switch (node->kind) {
  case NODE_AND: return holds(rule, node->left, client, score) && holds(rule, node->right, client, score);
  case NODE_OR: return holds(rule, node->left, client, score) || holds(rule, node->right, client, score);
  case NODE_NOT: return !holds(rule, node->left, client, score);
  case NODE_NUMBER: return compare(left, node->op, node->number);
  case NODE_COLUMN: return compare(left, node->op, node->other->value[client]);
  case NODE_WORD:
    g_assert(node->column);
    return node->column->word[client] >= 0 &&
           (node->column->word[client] == node->word) == (node->op == OP_EQUAL);
  case NODE_EMPTY:
    return (node->column && attribute_is_empty(node->column, client)) == (node->op == OP_EQUAL);
  default: g_assert_not_reached();
  }
}

bool rule_holds(const Rule *rule, int client, double score)
{
  return holds(rule, (int)rule->nodes->len - 1, client, score);
}
