// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that have lost their rep are shared out by an alignment in which all others stay where they are; with `align =
// yes` in the scenario all clients are free to move, within the limits and at the prices of [align].
#include "cli/whatif.h"

#include <string.h>

#include "io/attributes.h"
#include "model/words.h"
#include "solver/align.h"

enum { NODES = 1000, UNREACHABLE_TOLD = 3 };

static int find_rep(const Territory *territory, const char *id)
{
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    if (strcmp(territory_rep(territory, rep)->id, id) == 0)
      return rep;
  }
  return -1;
}

static void add_pair(AlignRules *rules, int client, int rep, bool forbidden)
{
  const AlignPair pair = {client, rep, forbidden};
  g_array_append_val(rules->pairs, pair);
}

// Index of each client -> its orphan + 1.
static GHashTable *index_orphans(const Case *one)
{
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < one->edited->orphans->len; i++)
    g_hash_table_insert(index, ((const Orphan *)one->edited->orphans->pdata[i])->client,
                        GINT_TO_POINTER((int)i + 1));
  return index;
}

// Only the reps of `to` may have the orphan; false after a finding.
static bool restrict_orphan(AlignRules *rules, const Territory *territory, int client, const Edit *removal,
                            Findings *findings)
{
  g_autofree bool *may = g_new0(bool, territory->reps->len + 1);
  for (char **id = removal->to; id && *id; id++) {
    const int rep = find_rep(territory, *id);
    if (rep < 0) {
      findings_add(findings, FINDING_ERROR, removal->source, removal->line, NULL,
                   _("'%s': '%s' is not in %s"), removal->text, *id, "reps.csv");
      return false;
    }
    may[rep] = true;
  }
  for (int rep = 0; removal->to && rep < (int)territory->reps->len; rep++) {
    if (!may[rep])
      add_pair(rules, client, rep, true);
  }
  return true;
}

static bool restrict_all(AlignRules *rules, const Case *one, GHashTable *orphans, Findings *findings)
{
  const Territory *territory = one->work->territory;
  bool sound = true;
  for (int i = 0; i < (int)territory->clients->len && sound; i++) {
    const Client *client = territory_client(territory, i);
    const int orphan = GPOINTER_TO_INT(g_hash_table_lookup(orphans, client->id)) - 1;
    if (orphan >= 0)
      sound = restrict_orphan(rules, territory, i,
                              ((const Orphan *)one->edited->orphans->pdata[orphan])->edit, findings);
    else if (client->rep >= 0 && !one->scenario->align)
      add_pair(rules, i, client->rep, false);
  }
  return sound;
}

static void take(Case *one, const Alignment *alignment, GHashTable *orphans)
{
  const Territory *territory = one->work->territory;
  one->takeovers = g_ptr_array_new_with_free_func(g_free);
  for (int i = 0; i < (int)territory->clients->len; i++) {
    Client *client = territory_client(territory, i);
    const int orphan = GPOINTER_TO_INT(g_hash_table_lookup(orphans, client->id)) - 1;
    const bool shared = client->rep < 0 && orphan < 0; // a team's: it stays so
    if (shared || alignment->rep[i] < 0 || (orphan < 0 && alignment->rep[i] == client->rep))
      continue;
    Takeover *takeover = g_new(Takeover, 1);
    *takeover = (Takeover){client->id,
                           orphan >= 0 ? ((const Orphan *)one->edited->orphans->pdata[orphan])->rep
                                       : territory_rep(territory, client->rep)->id,
                           territory_rep(territory, alignment->rep[i])->id};
    g_ptr_array_add(one->takeovers, takeover);
    client->rep = alignment->rep[i];
  }
}

// The rep of `to` (or of all) with the shortest drive there.
static int nearest_rep(const Case *one, int client, const Edit *removal)
{
  const Territory *territory = one->work->territory;
  int best = -1;
  int32_t least = G_MAXINT32;
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    const bool may =
        !removal->to || g_strv_contains((const char *const *)removal->to, territory_rep(territory, rep)->id);
    const int32_t drive = travel_leg(one->work->travel, rep, place_start(territory, rep), client).travel_s;
    if (may && drive < least) {
      least = drive;
      best = rep;
    }
  }
  return best;
}

// The first few one by one, then how many: a leaver from far away leaves a whole region behind.
static void tell_unreachable(const Finding *finding, const char *rep, int number, Findings *told)
{
  if (number < UNREACHABLE_TOLD)
    findings_add(told, FINDING_WARNING, finding->file, finding->line, finding->column, _("%s; %s gets it"),
                 finding->text, rep);
}

static void count_unreachable(const Finding *last, int number, Findings *told)
{
  const int more = number - UNREACHABLE_TOLD;
  if (more > 0)
    findings_add(told, FINDING_WARNING, last->file, last->line, NULL,
                 ngettext("%d client more that nobody can take gets the nearest rep (--show)",
                          "%d clients more that nobody can take get the nearest rep (--show)", (gulong)more),
                 more);
}

// Orphans whom nobody can take, as `found` says, are locked to the nearest rep: what that costs is what is asked for. Any
// other error stays one. Whether there is something to try again with.
static bool settle_unreachable(AlignRules *rules, const Case *one, GHashTable *orphans, Findings *found,
                               Findings *told)
{
  const Territory *territory = one->work->territory;
  const GPtrArray *sorted = findings_sorted(found);
  bool all = sorted->len > 0;
  for (guint f = 0; f < sorted->len && all; f++) {
    const Finding *finding = g_ptr_array_index(sorted, f);
    int client = 0;
    while (client < (int)territory->clients->len &&
           territory_client(territory, client)->line != finding->line)
      client++;
    const int orphan =
        client < (int)territory->clients->len && g_strcmp0(finding->file, "clients.csv") == 0
            ? GPOINTER_TO_INT(g_hash_table_lookup(orphans, territory_client(territory, client)->id)) - 1
            : -1;
    const int rep =
        orphan < 0 ? -1
                   : nearest_rep(one, client, ((const Orphan *)one->edited->orphans->pdata[orphan])->edit);
    all = rep >= 0;
    if (!all)
      break;
    add_pair(rules, client, rep, false);
    tell_unreachable(finding, territory_rep(territory, rep)->id, (int)f, told);
  }
  if (all)
    count_unreachable(sorted->pdata[sorted->len - 1], (int)sorted->len, told);
  return all;
}

static Alignment *solve(const Case *one, GHashTable *orphans, Findings *findings)
{
  const Work *work = one->work;
  g_autoptr(Attributes) attributes = attributes_read(work->territory);
  g_autoptr(AlignRules) rules = align_rules_read(work->territory, attributes, findings);
  if (findings_count(findings, FINDING_ERROR) > 0 || !restrict_all(rules, one, orphans, findings))
    return NULL;
  g_autoptr(AlignTravel) driving = align_travel_new(work->territory, work->calendar, work->travel, NULL);
  g_autoptr(Findings) first = findings_new();
  g_autoptr(AlignCase) question =
      align_case_build(work->territory, work->calendar, work->travel, driving, rules, attributes, first);
  if (!question) {
    settle_unreachable(rules, one, orphans, first, findings);
    question =
        align_case_build(work->territory, work->calendar, work->travel, driving, rules, attributes, findings);
  }
  const AlignOptions how = {.nodes = NODES, .stop = &command_stop};
  return question ? align_solve(g_steal_pointer(&question), work->territory, driving, &how) : NULL;
}

void whatif_align(Case *one, Findings *blamed)
{
  if (one->edited->orphans->len == 0 && !one->scenario->align)
    return;
  g_autoptr(GHashTable) orphans = index_orphans(one);
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Alignment) alignment = solve(one, orphans, findings);
  edited_blame(one->edited, one->scenario->source, findings, blamed);
  if (!alignment)
    return;
  take(one, alignment, orphans);
  work_renew_reps(one->work);
}
