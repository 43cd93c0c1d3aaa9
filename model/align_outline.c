// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/align_outline.h"

#include <math.h>

static void rep_free(void *data)
{
  OutlineRep *rep = data;
  g_free(rep->id);
  g_free(rep->name);
  g_free(rep);
}

AlignOutline *align_outline_new(void)
{
  AlignOutline *outline = g_new0(AlignOutline, 1);
  outline->reps = g_ptr_array_new_with_free_func(rep_free);
  outline->curve = g_array_new(FALSE, FALSE, sizeof(AlignPoint));
  outline->curve_limit = INFINITY;
  return outline;
}

void align_outline_free(AlignOutline *outline)
{
  if (!outline)
    return;
  g_free(outline->before);
  g_free(outline->rep);
  g_free(outline->measure);
  g_ptr_array_unref(outline->reps);
  g_array_unref(outline->curve);
  g_free(outline);
}

OutlineRep *align_outline_add(AlignOutline *outline, const char *id, const char *name, double lat, double lon)
{
  OutlineRep *rep = g_new0(OutlineRep, 1);
  *rep = (OutlineRep){.id = g_strdup(id), .name = g_strdup(name), .lat = lat, .lon = lon};
  g_ptr_array_add(outline->reps, rep);
  return rep;
}

static int balanced_measure(const AlignCase *question)
{
  for (int m = 0; m < (int)question->measures->len; m++) {
    if (isfinite(align_measure(question, m)->limit))
      return m;
  }
  return 0;
}

static void take_curve(AlignOutline *outline, const Alignment *alignment)
{
  if (alignment->curve->len == 0)
    return;
  g_array_append_vals(outline->curve, alignment->curve->data, alignment->curve->len);
  outline->curve_limit = align_measure(alignment->question, alignment->curve_measure)->limit;
  outline->curve_before = align_worst(alignment->before, alignment->curve_measure);
}

static void take_calendar(AlignOutline *outline, const Plan *calendar)
{
  const Ledger ledger = plan_ledger(calendar, -1);
  outline->measured_visits = (int)calendar->visits->len;
  outline->measured_drive_s = ledger.travel_s;
}

AlignOutline *align_outline_of(const Alignment *alignment, const Territory *territory, const Plan *calendar)
{
  const AlignCase *question = alignment->question;
  const int measure = balanced_measure(question);
  AlignOutline *outline = align_outline_new();
  outline->clients = question->clients;
  outline->before = g_memdup2(question->before, sizeof(int) * (size_t)(question->clients + 1));
  outline->rep = g_memdup2(alignment->rep, sizeof(int) * (size_t)(question->clients + 1));
  outline->status = alignment->status;
  outline->territories = alignment->from_nothing ? (int)alignment->places->len : 0;
  outline->measure = g_strdup(align_measure(question, measure)->name);
  outline->worst_before = align_worst(alignment->before, measure);
  outline->worst = align_worst(alignment->after, measure);
  for (int j = 0; j < question->reps; j++) {
    const Rep *from = territory_rep(territory, j);
    OutlineRep *rep = align_outline_add(outline, from->id, from->name, from->lat, from->lon);
    rep->clients_before = alignment->before->clients[j];
    rep->clients = alignment->after->clients[j];
    outline->drive_before_s += alignment->before->drive_s[j];
    outline->drive_s += alignment->after->drive_s[j];
  }
  for (int i = 0; i < question->clients; i++)
    outline->sales += question->sales[i];
  take_curve(outline, alignment);
  if (alignment->measured && calendar)
    take_calendar(outline, calendar);
  return outline;
}

bool align_outline_is_of_other(const AlignOutline *outline, const Plan *plan)
{
  return outline->measured_visits > 0 && ((int)plan->visits->len != outline->measured_visits ||
                                          plan_ledger(plan, -1).travel_s != outline->measured_drive_s);
}
