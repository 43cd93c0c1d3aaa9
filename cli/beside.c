// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/beside.h"

#include "io/align_file.h"
#include "io/comparison_file.h"
#include "io/inputs.h"
#include "model/words.h"

void beside_free(Beside *beside)
{
  if (!beside)
    return;
  comparison_free(beside->comparison);
  align_outline_free(beside->alignment);
  g_free(beside);
}

// Whether the file is there and of these files; a note where it is of others.
static bool is_current(const Work *work, const Options *options, const char *path, const char *command)
{
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return false;
  g_autoptr(GHashTable) inputs = inputs_of_file(path);
  if (inputs && inputs_are_current(inputs, work->territory))
    return true;
  say(options,
      _("note: %1$s is of other files than these, so the charts leave it out; 'ronda %2$s' makes it anew"),
      path, command);
  return false;
}

Beside *beside_read(const Work *work, const Options *options, const char *folder)
{
  Beside *beside = g_new0(Beside, 1);
  g_autofree char *comparison = g_build_filename(folder, "whatif", COMPARISON_FILE, NULL),
                  *alignment = g_build_filename(folder, ALIGNMENT_FILE, NULL);
  g_autoptr(GError) first = NULL, second = NULL;
  if (is_current(work, options, comparison, "whatif"))
    beside->comparison = comparison_read(comparison, &first);
  if (is_current(work, options, alignment, "align"))
    beside->alignment = align_outline_read(alignment, work->territory, &second);
  const GError *const troubles[] = {first, second};
  for (size_t i = 0; i < G_N_ELEMENTS(troubles); i++) {
    if (troubles[i])
      say(options, _("note: the charts leave it out: %s"), troubles[i]->message);
  }
  return beside;
}
