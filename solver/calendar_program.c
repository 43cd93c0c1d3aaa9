// SPDX-License-Identifier: GPL-3.0-or-later
// One builder a family of constraints; symbols as in MODEL.md. v_is: client i is visited in slot s; u_i: its visits that
// are left out. A client's calendar is a path from visit to visit whose arcs carry what their gaps cost
// (solver/calendar_arcs.h), so spacing is exact. Travel is not: a visit costs half of its shortest leg in and half of
// its shortest leg out, which no route can undercut, as every leg lies between two stops.
#include "solver/calendar_program.h"

#include "solver/calendar_arcs.h"

// ---- The least travel --------------------------------------------------------------------------------------------

// Half of the shortest way in and out, rounded down. Who may sleep out after that day may stay at his last client, and
// who may before it may wake up beside his first one.
static void least_legs(const Problem *p, const Slot *slot, int client, int32_t *travel_s, Money *cost)
{
  int32_t in_s = problem_travel(p, slot, slot->start, client),
          out_s = problem_travel(p, slot, client, slot->end);
  Money in = problem_leg_cost(p, slot, slot->start, client),
        out = problem_leg_cost(p, slot, client, slot->end);
  for (int j = 0; j < p->n; j++) {
    if (j == client)
      continue;
    in_s = MIN(in_s, problem_travel(p, slot, j, client));
    out_s = MIN(out_s, problem_travel(p, slot, client, j));
    in = MIN(in, problem_leg_cost(p, slot, j, client));
    out = MIN(out, problem_leg_cost(p, slot, client, j));
  }
  if (slot > p->slot && slot[-1].nights > 0)
    in_s = 0, in = 0;
  if (slot->nights > 0)
    out_s = 0, out = 0;
  *travel_s = (in_s + out_s) / 2;
  *cost = (in + out) / 2;
}

int32_t least_travel_s(const Problem *p, int client, int slot)
{
  int32_t travel_s;
  Money cost;
  least_legs(p, &p->slot[slot], client, &travel_s, &cost);
  return travel_s;
}

Money least_travel_cost(const Problem *p, int client, int slot)
{
  int32_t travel_s;
  Money cost;
  least_legs(p, &p->slot[slot], client, &travel_s, &cost);
  return cost;
}

// ---- Days --------------------------------------------------------------------------------------------------------

typedef struct DayRows { // of one slot; -1: no such limit
  int work, travel, visits, load;
} DayRows;

typedef struct Builder {
  const Problem *p;
  Mip *mip;
  int *visit; // of the client that is being built: [slots]
  DayRows *day;
  int32_t *travel_s; // [slots]: least travel of that client
  Money *cost;
} Builder;

static double units(Money money)
{
  return (double)money / (double)MONEY_ONE;
}

static int named_row(Builder *b, double lower, double upper, const char *format, ...) G_GNUC_PRINTF(4, 5);
static int named_row(Builder *b, double lower, double upper, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *name = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  const int row = mip_add_row(b->mip, lower, upper);
  mip_name_row(b->mip, row, name);
  return row;
}

static void add_days(Builder *b)
{
  const Problem *p = b->p;
  b->day = g_new(DayRows, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    const Slot *slot = &p->slot[s];
    b->day[s] = (DayRows){-1, -1, -1, -1};
    b->day[s].work =
        named_row(b, -MIP_INF, MIN(slot->max_work, slot->length), "work_r%d_d%d", slot->rep, slot->day);
    if (slot->max_travel < INT32_MAX)
      b->day[s].travel = named_row(b, -MIP_INF, slot->max_travel, "travel_r%d_d%d", slot->rep, slot->day);
    if (slot->max_visits < INT_MAX)
      b->day[s].visits = named_row(b, -MIP_INF, slot->max_visits, "visits_r%d_d%d", slot->rep, slot->day);
    if (slot->max_load < INT64_MAX)
      b->day[s].load = named_row(b, -MIP_INF, (double)slot->max_load, "load_r%d_d%d", slot->rep, slot->day);
  }
}

// ---- A client's visits -------------------------------------------------------------------------------------------

static bool same_legs(const Slot *a, const Slot *b)
{
  return a->legs == b->legs && a->start == b->start && a->end == b->end;
}

static void measure_client(Builder *b, int i)
{
  for (int s = 0; s < b->p->slots; s++) {
    if (s > 0 && same_legs(&b->p->slot[s], &b->p->slot[s - 1])) {
      b->travel_s[s] = b->travel_s[s - 1];
      b->cost[s] = b->cost[s - 1];
    } else {
      least_legs(b->p, &b->p->slot[s], i, &b->travel_s[s], &b->cost[s]);
    }
  }
}

static int add_visit(Builder *b, int i, int s, int cover, bool fixed)
{
  const DayRows *day = &b->day[s];
  int32_t service;
  problem_starts(b->p, i, s, &service);
  int row[5] = {cover, day->work}, count = 2;
  double value[5] = {1, service + b->travel_s[s]};
  if (day->travel >= 0) {
    row[count] = day->travel;
    value[count++] = b->travel_s[s];
  }
  if (day->visits >= 0) {
    row[count] = day->visits;
    value[count++] = 1;
  }
  if (day->load >= 0) {
    row[count] = day->load;
    value[count++] = (double)b->p->demand[i].load;
  }
  const int column = mip_add_column(b->mip, units(b->cost[s]), fixed, 1, true, count, row, value);
  g_autofree char *name = g_strdup_printf("v_%d_r%d_d%d", i, b->p->slot[s].rep, b->p->slot[s].day);
  mip_name_column(b->mip, column, name);
  return column;
}

// Σ_s v_is + u_i = f_i
static void add_cover(Builder *b, int i)
{
  const Problem *p = b->p;
  const Demand *demand = &p->demand[i];
  int fixes = 0;
  const int cover = named_row(b, demand->visits, demand->visits, "cover_%d", i);
  measure_client(b, i);
  for (int s = 0; s < p->slots; s++) {
    const bool fixed = problem_fix(p, i, s) != NULL;
    fixes += fixed;
    b->visit[s] = -1;
    if (fixed || (problem_is_allowed(p, i, s) && route_times(p, s, &i, 1, NULL) >= 0))
      b->visit[s] = add_visit(b, i, s, cover, fixed);
  }
  const int missed = mip_add_column(b->mip, units(demand->miss_cost), 0, MAX(0, demand->visits - fixes), true,
                                    1, &cover, (double[]){1});
  g_autofree char *name = g_strdup_printf("u_%d", i);
  mip_name_column(b->mip, missed, name);
}

// Where several reps share a client: at most one visit a day, its fixes apart.
static void add_once_a_day(Builder *b, int i)
{
  const Problem *p = b->p;
  g_autofree int *column = g_new(int, (gsize)p->slots + 1);
  g_autofree double *one = g_new(double, (gsize)p->slots + 1);
  for (int day = 0; day < p->days && p->reps > 1; day++) {
    int count = 0, fixes = 0;
    for (int s = 0; s < p->slots; s++) {
      if (b->visit[s] < 0 || p->slot[s].day != day)
        continue;
      fixes += problem_fix(p, i, s) != NULL;
      column[count] = b->visit[s];
      one[count++] = 1;
    }
    if (count > 1)
      mip_set_row_coefficients(b->mip, named_row(b, -MIP_INF, MAX(1, fixes), "once_%d_d%d", i, day), count,
                               column, one);
  }
}

// Σ_k z_k = 1 over weekdays or reps, and v_s <= z_kind(s), or v_s - z_kind(s) <= o_s at a cost.
static void add_one_kind(Builder *b, int i, const char *what, const int *kind, int kinds, Money off_cost)
{
  const int one = named_row(b, 1, 1, "one_%s_%d", what, i);
  g_autofree int *z = g_new(int, (gsize)kinds + 1);
  for (int k = 0; k < kinds; k++) {
    z[k] = mip_add_column(b->mip, 0, 0, 1, true, 1, &one, (double[]){1});
    g_autofree char *name = g_strdup_printf("z_%s%d_%d", what, k, i);
    mip_name_column(b->mip, z[k], name);
  }
  for (int s = 0; s < b->p->slots; s++) {
    if (b->visit[s] < 0 || kind[s] < 0)
      continue;
    const int row = named_row(b, -MIP_INF, 0, "%s_%d_s%d", what, i, s);
    int column[3] = {b->visit[s], z[kind[s]]}, count = 2;
    if (off_cost >= 0)
      column[count++] = mip_add_column(b->mip, units(off_cost), 0, 1, false, 0, NULL, NULL);
    mip_set_row_coefficients(b->mip, row, count, column, (double[]){1, -1, -1});
  }
}

static void add_kinds(Builder *b, int i)
{
  const Problem *p = b->p;
  const Demand *demand = &p->demand[i];
  g_autofree int *kind = g_new(int, (gsize)p->slots + 1);
  if (demand->same_weekday != WEEKDAY_FREE && demand->visits > 1) {
    const bool prefer = demand->same_weekday == WEEKDAY_PREFER;
    for (int s = 0; s < p->slots; s++)
      kind[s] = prefer || !problem_is_promised(p, i, s) ? problem_weekday(p, p->slot[s].day) : -1;
    add_one_kind(b, i, "weekday", kind, 7, prefer ? demand->weekday_cost : -1);
  }
  if (demand->same_rep && p->reps > 1) {
    for (int s = 0; s < p->slots; s++)
      kind[s] = p->slot[s].rep;
    add_one_kind(b, i, "rep", kind, p->reps, -1);
  }
}

// ---- A client's calendar -----------------------------------------------------------------------------------------

// in_s = v_s = out_s: one unit goes from the beginning to the end, through every visit; gaps too long use up visits.
typedef struct PathRows {
  int *in, *out, begin, used;
} PathRows;

static void add_arc(Builder *b, int i, const PathRows *rows, int from, int to)
{
  CalendarArc arc;
  if (!calendar_arc(b->p, i, from, to, &arc) ||
      arc.skipped + (from >= 0) + (to >= 0) > b->p->demand[i].visits)
    return;
  int row[3] = {from >= 0 ? rows->out[from] : rows->begin, rows->used}, count = 2;
  double value[3] = {1, arc.skipped + (to >= 0)};
  if (to >= 0) {
    row[count] = rows->in[to];
    value[count++] = 1;
  }
  mip_add_column(b->mip, units(arc.cost), 0, 1, false, count, row, value);
}

static void add_path(Builder *b, int i)
{
  const Problem *p = b->p;
  g_autofree int *in = g_new(int, (gsize)p->slots + 1), *out = g_new(int, (gsize)p->slots + 1);
  g_autofree int *order = calendar_order(p);
  PathRows rows = {in, out, named_row(b, 1, 1, "path_%d", i),
                   named_row(b, -MIP_INF, p->demand[i].visits, "used_%d", i)};
  for (int s = 0; s < p->slots; s++) {
    if (b->visit[s] < 0)
      continue;
    in[s] = named_row(b, 0, 0, "in_%d_s%d", i, s);
    out[s] = named_row(b, 0, 0, "out_%d_s%d", i, s);
    mip_set_row_coefficients(b->mip, in[s], 1, &b->visit[s], (double[]){-1});
    mip_set_row_coefficients(b->mip, out[s], 1, &b->visit[s], (double[]){-1});
  }
  for (int a = -1; a < p->slots; a++) {
    const int from = a < 0 ? ARC_BEGIN : order[a];
    if (from >= 0 && b->visit[from] < 0)
      continue;
    for (int c = a + 1; c <= p->slots; c++) {
      const int to = c == p->slots ? ARC_END : order[c];
      if (to < 0 || b->visit[to] >= 0)
        add_arc(b, i, &rows, from, to);
    }
  }
}

// ---- The whole ---------------------------------------------------------------------------------------------------

CalendarProgram *calendar_program_new(const Problem *p)
{
  CalendarProgram *program = g_new0(CalendarProgram, 1);
  *program = (CalendarProgram){.p = p, .mip = mip_new()};
  program->visit = g_new(int, (gsize)p->n *(gsize)p->slots + 1);
  Builder b = {.p = p, .mip = program->mip};
  b.travel_s = g_new(int32_t, (gsize)p->slots + 1);
  b.cost = g_new(Money, (gsize)p->slots + 1);
  add_days(&b);
  for (int i = 0; i < p->n; i++) {
    g_assert(p->demand[i].patterns == 0);
    b.visit = program->visit + (size_t)i * (size_t)p->slots;
    add_cover(&b, i);
    add_once_a_day(&b, i);
    add_kinds(&b, i);
    if (calendar_has_gap_rules(p, i))
      add_path(&b, i);
  }
  g_free(b.day);
  g_free(b.travel_s);
  g_free(b.cost);
  return program;
}

void calendar_program_free(CalendarProgram *program)
{
  if (!program)
    return;
  mip_free(program->mip);
  g_free(program->visit);
  g_free(program);
}

// ---- The file ----------------------------------------------------------------------------------------------------

static void add_comment(GString *text, const char *mark, const char *line)
{
  g_autofree char *clean = g_strdup(line);
  for (char *at = clean; *at; at++) {
    if (g_ascii_iscntrl(*at))
      *at = ' ';
  }
  g_string_append_printf(text, "%s %s\n", mark, clean);
}

static GString *describe(const Translation *translation, const char *mark)
{
  static const char *const lines[] = {
      "The calendar of visits as an integer program, in units of the currency and seconds.",
      "v_I_rR_dD  client I is visited by rep R on day D (0 or 1); u_I  visits of client I that are left out.",
      "cover_I  visits planned and left out are those wanted; work, travel, visits_rR_dD  limits of a day.",
      "z_weekdayK_I, z_repK_I  the weekday (0: Monday) or rep of client I; in_, out_, path_, used_  its gaps "
      "as a path.",
      "Relaxed: travel is half of the shortest way to and from each visit, and no route is made. So the "
      "optimum is a",
      "bound: no plan costs less. Gaps, weekdays, appointments and what is left out are priced as in the "
      "plan.",
  };
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
    add_comment(text, mark, lines[i]);
  g_autofree char *start = day_text(translation->calendar->start);
  g_autofree char *day = g_strdup_printf("day 0 = %s", start);
  add_comment(text, mark, day);
  for (int r = 0; r < translation->problem->reps; r++) {
    g_autofree char *rep =
        g_strdup_printf("rep %d = %s", r, territory_rep(translation->territory, translation->rep[r])->id);
    add_comment(text, mark, rep);
  }
  for (int i = 0; i < translation->problem->n; i++) {
    g_autofree char *client = g_strdup_printf(
        "client %d = %s", i, territory_client(translation->territory, translation->client[i])->id);
    add_comment(text, mark, client);
  }
  return text;
}

static bool put_comment_first(const GString *comment, const char *path, GError **error)
{
  g_autofree char *program = NULL;
  gsize length = 0;
  if (!g_file_get_contents(path, &program, &length, error))
    return false;
  g_autoptr(GString) text = g_string_new_len(comment->str, (gssize)comment->len);
  g_string_append_len(text, program, (gssize)length);
  return g_file_set_contents(path, text->str, (gssize)text->len, error);
}

bool calendar_program_write(const Translation *translation, bool mps, const char *path, GError **error)
{
  g_autoptr(CalendarProgram) program = calendar_program_new(translation->problem);
  GString *comment = describe(translation, mps ? "*" : "\\");
  const bool written =
      (mps ? mip_write_mps(program->mip, path, error) : mip_write_lp(program->mip, path, error)) &&
      put_comment_first(comment, path, error);
  g_string_free(comment, TRUE);
  return written;
}
