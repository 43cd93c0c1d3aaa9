// SPDX-License-Identifier: GPL-3.0-or-later
// Contacts by others, in the files of appointments and of what was done.
#include <math.h>

#include "io/reader.h"
#include "model/others.h"
#include "model/words.h"

static const char *const channel_keys[CHANNELS] = {
    [CHANNEL_VISIT] = "visit", [CHANNEL_REMOTE] = "remote", [CHANNEL_PORTAL] = "portal"};

bool read_other(Reader *reader, const Row *row, int want_rep, int want_channel, int client, Day day,
                bool took_place)
{
  const Settings *settings = &reader->territory->settings;
  g_autofree char *who = row_text(row, want_rep);
  int channel = CHANNEL_VISIT;
  row_choice(row, want_channel, channel_words, CHANNELS, &channel);
  const bool stranger = *who && ids_find(reader->reps, who) < 0;
  double weight = stranger ? other_weight(settings, who) : NAN;
  const bool counted = settings->keys && g_key_file_has_group(settings->keys, "contacts");
  if (isnan(weight) && channel == CHANNEL_VISIT && !(stranger && counted))
    return false;
  if (stranger && isnan(weight)) {
    row_error(row, want_rep,
              _("'%s' is not in reps.csv; correct it, or say in [contacts] of ronda.ini for how many "
                "visits its contacts count"),
              who);
    return true;
  }
  if (isnan(weight))
    weight = other_weight(settings, channel_keys[channel]);
  if (client < 0 || day == DAY_NONE || !took_place)
    return true;
  const OtherContact other = {.client = client,
                              .day = day,
                              .weight = isnan(weight) ? 0 : weight,
                              .who = g_strdup(*who ? who : channel_keys[channel]),
                              .line = row_line(row)};
  g_array_append_val(reader->territory->others, other);
  return true;
}

void check_contacts(Reader *reader)
{
  GKeyFile *keys = reader->territory->settings.keys;
  if (!keys || !g_key_file_has_group(keys, "contacts"))
    return;
  g_auto(GStrv) names = g_key_file_get_keys(keys, "contacts", NULL, NULL);
  for (char **name = names; name && *name; name++) {
    g_autofree char *value = g_key_file_get_value(keys, "contacts", *name, NULL);
    char *end = NULL;
    g_strdelimit(value, ",", '.');
    const double weight = g_ascii_strtod(value, &end);
    if (end == value || *end || !(weight >= 0) || weight > 100)
      findings_add(reader->findings, FINDING_ERROR, "ronda.ini", 0, NULL,
                   _("[contacts] %s: '%s': write for how many visits one contact counts, from 0 to 100"),
                   *name, value);
  }
}
