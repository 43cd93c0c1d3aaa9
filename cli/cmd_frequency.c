// SPDX-License-Identifier: GPL-3.0-or-later
// `frequency`: chooses how often each client is visited and through which channels, and holds it against today.
#include "cli/policy.h"
#include "cli/screen.h"
#include "io/frequency_write.h"
#include "io/rewrite.h"
#include "model/words.h"

#include <math.h>
#include <stdio.h>

enum { ID_WIDTH = 6, NAME_WIDTH = 16, GROUP_ROWS = 8, REP_ROWS = 8, CHANGE_ROWS = 4 };

// ---- By group ----

typedef struct GroupSum {
  int clients, open, visits_now, visits, remote_now, remote;
  int64_t busy_now_s, busy_s;
  Money value_now, value, cost;
} GroupSum;

static void add_client(GroupSum *sum, const ClientFrequency *client)
{
  sum->clients++;
  sum->open += client->open;
  sum->visits_now += client->now.visits;
  sum->visits += client->chosen.visits;
  sum->remote_now += client->now.remote;
  sum->remote += client->chosen.remote;
  sum->busy_now_s += client->busy_now_s;
  sum->busy_s += client->busy_s;
  sum->value_now += client->value_now;
  sum->value += client->value;
  sum->cost += client->cost;
}

static void put_group(GString *out, const char *name, const GroupSum *sum)
{
  screen_cell(out, name, ID_WIDTH);
  screen_cell_figure(out, sum->clients, 0, 8);
  screen_cell_figure(out, sum->open, 0, 7);
  screen_cell_figure(out, sum->visits_now, 0, 7);
  screen_cell_figure(out, sum->visits, 0, 6);
  screen_cell_figure(out, sum->remote_now, 0, 6);
  screen_cell_figure(out, sum->remote, 0, 6);
  screen_cell_figure(out, (double)sum->busy_now_s / HOUR_S, 0, 6);
  screen_cell_figure(out, (double)sum->busy_s / HOUR_S, 0, 6);
  screen_cell_figure(out, money_units(sum->value_now), 0, 15);
  screen_cell_figure(out, money_units(sum->value), 0, 15);
  g_string_append_c(out, '\n');
}

static void head_groups(GString *out)
{
  screen_cell(out, _("group"), ID_WIDTH);
  screen_cell(out, _("clients"), -8);
  screen_cell(out, _("chosen"), -7);
  screen_cell(out, _("visits"), -7);
  screen_cell(out, _("-> new"), -6);
  screen_cell(out, _("remote"), -6);
  screen_cell(out, _("-> new"), -6);
  screen_cell(out, _("hours"), -6);
  screen_cell(out, _("-> new"), -6);
  screen_cell(out, _("value now"), -15);
  screen_cell(out, _("-> new"), -15);
  g_string_append_c(out, '\n');
}

// What is spent on each group against its investment.
static void tell_investments(GString *out, const GroupSum *sum, const Territory *territory)
{
  bool any = false;
  for (guint g = 0; g < territory->groups->len && g < GROUP_ROWS; g++) {
    const Group *group = territory_group(territory, (int)g);
    if (group->investment == MONEY_NONE || group->investment <= 0)
      continue;
    g_autofree char *cost = screen_figure(money_units(sum[g].cost), 0),
                    *share = screen_figure(100 * (double)sum[g].cost / (double)group->investment, 0);
    g_string_append(out, any ? "; " : _("Spent of the investment: "));
    g_string_append_printf(out, _("%s %s (%s %%)"), group->id, cost, share);
    any = true;
  }
  g_string_append(out, any ? "\n" : "");
}

static void tell_groups(GString *out, const Frequency *frequency, const Territory *territory)
{
  guint groups = territory->groups->len;
  g_autofree GroupSum *sum = g_new0(GroupSum, groups + 2);
  for (int i = 0; i < frequency->clients; i++) {
    int group = territory_client(territory, i)->group;
    if (frequency->client[i].rep < 0)
      continue;
    add_client(&sum[group < 0 ? groups : (guint)group], &frequency->client[i]);
    add_client(&sum[groups + 1], &frequency->client[i]);
  }
  head_groups(out);
  for (guint g = 0; g < groups && g < GROUP_ROWS; g++)
    put_group(out, territory_group(territory, (int)g)->id, &sum[g]);
  if (sum[groups].clients > 0)
    put_group(out, "-", &sum[groups]);
  put_group(out, _("all"), &sum[groups + 1]);
  tell_investments(out, sum, territory);
}

// ---- By rep ----

static void tell_reps(GString *out, const Frequency *frequency, const Territory *territory)
{
  g_string_append_c(out, '\n');
  screen_cell(out, _("rep"), ID_WIDTH);
  screen_cell(out, _("name"), NAME_WIDTH);
  screen_cell(out, _("hours"), -7);
  screen_cell(out, _("today"), -7);
  screen_cell(out, _("chosen"), -7);
  screen_cell(out, _("one more hour"), -14);
  screen_cell(out, _("solved again"), -14);
  g_string_append_c(out, '\n');
  for (int r = 0; r < frequency->reps && r < REP_ROWS; r++) {
    const RepFrequency *of = &frequency->rep[r];
    const Rep *rep = territory_rep(territory, r);
    screen_cell(out, rep->id, ID_WIDTH);
    screen_cell(out, rep->name && *rep->name ? rep->name : rep->id, NAME_WIDTH);
    screen_cell_figure(out, (double)of->field_s / HOUR_S, 1, 7);
    screen_cell_figure(out, (double)of->busy_now_s / HOUR_S, 1, 7);
    screen_cell_figure(out, (double)of->busy_s / HOUR_S, 1, 7);
    screen_cell_figure(out, of->hour_value, 2, 14);
    screen_cell_figure(out, of->hour_tried, 2, 14);
    g_string_append(out, of->over ? _("what is fixed does not fit\n") : "\n");
  }
  if (frequency->reps > REP_ROWS)
    g_string_append_printf(out, _("… and %d more\n"), frequency->reps - REP_ROWS);
}

// ---- What changes ----

typedef struct Change {
  int client, visits;
  int64_t saved_s;
} Change;

static gint change_order(gconstpointer left, gconstpointer right)
{
  const Change *a = left, *b = right;
  if (a->saved_s != b->saved_s)
    return a->saved_s > b->saved_s ? -1 : 1;
  return a->client - b->client;
}

static void tell_fewer(GString *out, const Frequency *frequency, const Territory *territory)
{
  g_autoptr(GArray) fewer = g_array_new(FALSE, FALSE, sizeof(Change));
  int64_t saved_s = 0;
  for (int i = 0; i < frequency->clients; i++) {
    const ClientFrequency *client = &frequency->client[i];
    Change change = {i, client->chosen.visits - client->now.visits, client->busy_now_s - client->busy_s};
    if (!client->open || change.visits >= 0)
      continue;
    saved_s += change.saved_s;
    g_array_append_val(fewer, change);
  }
  g_array_sort(fewer, change_order);
  if (fewer->len == 0)
    return;
  g_autofree char *hours = screen_figure((double)saved_s / HOUR_S, 0);
  g_string_append_printf(out,
                         ngettext("\n%u client can do with fewer visits, which frees %s h",
                                  "\n%u clients can do with fewer visits, which frees %s h", fewer->len),
                         fewer->len, hours);
  for (guint k = 0; k < fewer->len && k < CHANGE_ROWS; k++) {
    const Change *change = &g_array_index(fewer, Change, k);
    const ClientFrequency *client = &frequency->client[change->client];
    g_string_append_printf(out, "%s %s %d -> %d", k ? "," : ":",
                           territory_client(territory, change->client)->id, client->now.visits,
                           client->chosen.visits);
  }
  g_string_append(out, fewer->len > CHANGE_ROWS ? ", …\n" : "\n");
}

static void tell_result(GString *out, const Frequency *frequency, const Territory *territory)
{
  double gain = money_units(frequency->value - frequency->cost) -
                money_units(frequency->value_now - frequency->cost_now);
  g_autofree char *more = screen_money(gain, territory->settings.currency),
                  *cost = screen_figure(money_units(frequency->cost), 0),
                  *gap = screen_figure(ceil(frequency_gap_pct(frequency) * 1e4 - 1e-6) / 1e4, 4);
  g_string_append_printf(out, _("\nAgainst today's policy: %s after costs (costs now %s)\n"), more, cost);
  if (frequency->budget != MONEY_NONE) {
    g_autofree char *budget = screen_figure(money_units(frequency->budget), 0),
                    *unit = screen_figure(frequency->budget_value, 3),
                    *tried = screen_figure(frequency->budget_tried, 3);
    g_string_append_printf(out, _("Budget %s: one more unit earns %s (solved again with 1 %% more: %s)\n"),
                           budget, unit, tried);
  }
  if (frequency->status == PLAN_OPTIMAL)
    g_string_append(out, _("Proved optimal for this travel"));
  else
    g_string_append_printf(out, _("At most %s %% better is possible for this travel"), gap);
  if (frequency->rounds == 0)
    g_string_append(out, _("; travel is estimated\n"));
  else
    g_string_append_printf(out,
                           ngettext("; travel was measured in %d calendar",
                                    "; travel was measured in %d calendars", (gulong)frequency->rounds),
                           frequency->rounds);
  if (frequency->rounds > 0)
    g_string_append(out,
                    frequency->stable ? _(" and the choice is stable\n") : _(" and still moves a little\n"));
}

// ---- The command ----

static bool write_frequency(const Frequency *frequency, const Work *work, const Options *options,
                            GError **error)
{
  g_autofree char *folder = options_out(options);
  g_autoptr(Out) out = out_new(folder, error);
  return out && frequency_write(frequency, work->territory, options_form(options), out, error) &&
         out_commit(out, error);
}

// Into the column `visits` of clients.csv, for those that were chosen.
static bool apply(const Frequency *frequency, const Options *options, GError **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autofree const char **value = g_new0(const char *, frequency->clients + 1);
  for (int i = 0; i < frequency->clients; i++) {
    if (!frequency->client[i].open)
      continue;
    g_ptr_array_add(texts, g_strdup_printf("%d", frequency->client[i].chosen.visits));
    value[i] = g_ptr_array_index(texts, texts->len - 1);
  }
  Rewrite rewrite = {"visits|visitas|frequency|frecuencia", "visits", value};
  if (texts->len > 0 && !rewrite_columns(options->folder, "clients.csv", &rewrite, 1, error))
    return false;
  say(options,
      ngettext("%u client has got its visits in clients.csv; the former file is clients.csv.before",
               "%u clients have got their visits in clients.csv; the former file is clients.csv.before",
               texts->len),
      texts->len);
  return true;
}

ExitStatus cmd_frequency(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  if (!policy_options_are_sound(options))
    return EXIT_USAGE;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  g_autoptr(Policy) policy = policy_complete_groups(work, options);
  g_autoptr(Frequency) frequency = policy ? policy_frequency(work, policy->attributes, options) : NULL;
  if (!frequency)
    return EXIT_INPUT;
  if (!write_frequency(frequency, work, options, &error) ||
      (options->apply && !apply(frequency, options, &error)))
    return fail_with(error);
  g_autoptr(GString) story = g_string_new(NULL);
  tell_groups(story, frequency, work->territory);
  tell_reps(story, frequency, work->territory);
  tell_fewer(story, frequency, work->territory);
  tell_result(story, frequency, work->territory);
  g_autofree char *folder = options_out(options);
  if (!options->quiet)
    printf(_("%s\nEvery client's choice is in %s/frequency.csv\n"), story->str, folder);
  if (!options->quiet && frequency->open == 0)
    printf(_("All visits are given, so nothing was chosen; --choose groups or --choose all chooses anew\n"));
  return g_atomic_int_get(&command_stop) ? EXIT_STOPPED : EXIT_DONE;
}
