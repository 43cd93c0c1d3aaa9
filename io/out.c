// SPDX-License-Identifier: GPL-3.0-or-later
// The staging folder lies inside the target folder, so that a rename never crosses file systems. Each former
// file is kept there as a hard link (or moved there, where the file system knows no links) until the last
// rename has worked. The lock is an flock on the target folder itself: it vanishes with the process and
// leaves no file behind.
#include "io/out.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/words.h"

#define STAGE_PREFIX ".ronda-"

struct Out {
  char *folder, *stage;
  GPtrArray *made;       // folders that this run made, parents first; removed again unless committed
  GPtrArray *names;      // files in the order given
  GPtrArray *superseded; // patterns
  int lock;              // descriptor of the folder
  bool committed;
};

static bool fail(GError **error, const char *path, const char *what)
{
  int saved = errno;
  g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved), "%s: %s: %s", path, what,
              g_strerror(saved));
  return false;
}

static void remove_tree(const char *path)
{
  GDir *dir = g_dir_open(path, 0, NULL);
  if (dir) {
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
      g_autofree char *child = g_build_filename(path, name, NULL);
      GStatBuf stat;
      if (g_lstat(child, &stat) == 0 && S_ISDIR(stat.st_mode))
        remove_tree(child);
      else
        g_unlink(child);
    }
    g_dir_close(dir);
  }
  g_rmdir(path);
}

// mkdir -p that remembers what it made.
static bool make_folder(Out *out, const char *path, GError **error)
{
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    return true;
  g_autofree char *parent = g_path_get_dirname(path);
  if (strcmp(parent, path) != 0 && !make_folder(out, parent, error))
    return false;
  if (g_mkdir(path, 0777) != 0)
    return fail(error, path, _("cannot make the folder"));
  g_ptr_array_add(out->made, g_strdup(path));
  return true;
}

static bool take_hold(Out *out, GError **error)
{
  out->lock = open(out->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (out->lock < 0)
    return fail(error, out->folder, _("cannot open the folder"));
  // File systems without locks do without.
  if (flock(out->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_AGAIN, _("%s: another run is writing to this folder"),
                out->folder);
    return false;
  }
  return true;
}

static void sweep(const Out *out)
{
  g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
  GDir *dir = g_dir_open(out->folder, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    if (g_str_has_prefix(name, STAGE_PREFIX) && strlen(name) == strlen(STAGE_PREFIX) + 6)
      g_ptr_array_add(left, g_build_filename(out->folder, name, NULL));
  }
  if (dir)
    g_dir_close(dir);
  for (guint i = 0; i < left->len; i++)
    remove_tree(left->pdata[i]);
}

Out *out_new(const char *folder, GError **error)
{
  g_autoptr(Out) out = g_new0(Out, 1);
  out->lock = -1;
  out->folder = g_canonicalize_filename(folder, NULL);
  out->made = g_ptr_array_new_with_free_func(g_free);
  out->names = g_ptr_array_new_with_free_func(g_free);
  out->superseded = g_ptr_array_new_with_free_func(g_free);
  if (!make_folder(out, out->folder, error) || !take_hold(out, error))
    return NULL;
  sweep(out);
  if (access(out->folder, W_OK | X_OK) != 0) {
    fail(error, out->folder, _("cannot write to the folder"));
    return NULL;
  }
  return g_steal_pointer(&out);
}

// Only with the first file: whoever is killed in the hours before leaves nothing behind.
static bool make_stage(Out *out, GError **error)
{
  if (out->stage)
    return true;
  g_autofree char *stage = g_build_filename(out->folder, STAGE_PREFIX "XXXXXX", NULL);
  if (!g_mkdtemp(stage))
    return fail(error, out->folder, _("cannot write to the folder"));
  out->stage = g_steal_pointer(&stage);
  return true;
}

void out_free(Out *out)
{
  if (!out)
    return;
  if (out->stage)
    remove_tree(out->stage);
  for (guint i = out->committed ? 0 : out->made->len; i > 0; i--)
    g_rmdir(out->made->pdata[i - 1]);
  if (out->lock >= 0)
    close(out->lock);
  g_ptr_array_unref(out->made);
  g_ptr_array_unref(out->names);
  g_ptr_array_unref(out->superseded);
  g_free(out->folder);
  g_free(out->stage);
  g_free(out);
}

char *out_stage(Out *out, const char *name, GError **error)
{
  g_assert(!out->committed && name[0] != '.' && !g_path_is_absolute(name));
  if (!make_stage(out, error))
    return NULL;
  g_autofree char *path = g_build_filename(out->stage, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  if (g_mkdir_with_parents(parent, 0777) != 0) {
    fail(error, parent, _("cannot make the folder"));
    return NULL;
  }
  if (!g_ptr_array_find_with_equal_func(out->names, name, g_str_equal, NULL))
    g_ptr_array_add(out->names, g_strdup(name));
  return g_steal_pointer(&path);
}

// Everything up to the platter, since a full disk may show only there.
static bool write_file(const char *path, const char *text, gsize length)
{
  FILE *file = g_fopen(path, "we");
  if (!file)
    return false;
  bool written = fwrite(text, 1, length, file) == length && fflush(file) == 0 &&
                 (fsync(fileno(file)) == 0 || errno == EINVAL || errno == ENOTSUP);
  int saved = errno;
  bool closed = fclose(file) == 0;
  if (!written)
    errno = saved;
  return written && closed;
}

bool out_write(Out *out, const char *name, const char *text, gsize length, GError **error)
{
  g_autofree char *path = out_stage(out, name, error);
  if (!path)
    return false;
  if (write_file(path, text, length))
    return true;
  g_autofree char *target = g_build_filename(out->folder, name, NULL);
  return fail(error, target, _("cannot write"));
}

// ---- Patterns ----

static bool name_matches(const char *name, const char *pattern)
{
  g_autofree char *folder = g_path_get_dirname(name), *pattern_folder = g_path_get_dirname(pattern);
  g_autofree char *base = g_path_get_basename(name), *pattern_base = g_path_get_basename(pattern);
  return strcmp(folder, pattern_folder) == 0 && g_pattern_match_simple(pattern_base, base);
}

void out_drop(Out *out, const char *pattern)
{
  for (guint i = out->names->len; i > 0; i--) {
    const char *name = out->names->pdata[i - 1];
    if (!name_matches(name, pattern))
      continue;
    g_autofree char *path = g_build_filename(out->stage, name, NULL);
    g_unlink(path);
    g_ptr_array_remove_index(out->names, i - 1);
  }
}

void out_supersede(Out *out, const char *pattern)
{
  g_ptr_array_add(out->superseded, g_strdup(pattern));
}

static void delete_superseded(const Out *out, const char *pattern)
{
  g_autofree char *folder = g_path_get_dirname(pattern);
  g_autofree char *path = g_build_filename(out->folder, folder, NULL);
  g_autoptr(GPtrArray) stale = g_ptr_array_new_with_free_func(g_free);
  GDir *dir = g_dir_open(path, 0, NULL);
  for (const char *base = dir ? g_dir_read_name(dir) : NULL; base; base = g_dir_read_name(dir)) {
    g_autofree char *name = strcmp(folder, ".") == 0 ? g_strdup(base) : g_build_filename(folder, base, NULL);
    if (name_matches(name, pattern) && !g_ptr_array_find_with_equal_func(out->names, name, g_str_equal, NULL))
      g_ptr_array_add(stale, g_build_filename(path, base, NULL));
  }
  if (dir)
    g_dir_close(dir);
  for (guint i = 0; i < stale->len; i++)
    g_unlink(stale->pdata[i]); // folders stay
}

// ---- Commit ----

typedef struct Move {
  char *staged, *target, *former; // former: where the old file waits; NULL: there was none
} Move;

static void move_clear(void *data)
{
  Move *move = data;
  g_free(move->staged);
  g_free(move->target);
  g_free(move->former);
}

static bool keep_former(const Out *out, Move *move, guint index, GError **error)
{
  GStatBuf stat;
  if (g_lstat(move->target, &stat) != 0)
    return errno == ENOENT || fail(error, move->target, _("cannot replace"));
  if (S_ISDIR(stat.st_mode)) {
    errno = EISDIR;
    return fail(error, move->target, _("cannot replace"));
  }
  move->former = g_strdup_printf("%s/.former-%u", out->stage, index);
  if (link(move->target, move->former) == 0 || rename(move->target, move->former) == 0)
    return true;
  g_clear_pointer(&move->former, g_free);
  return fail(error, move->target, _("cannot replace"));
}

static void put_back(const GArray *moves)
{
  for (guint i = moves->len; i > 0; i--) {
    const Move *move = &g_array_index(moves, Move, i - 1);
    if (move->former)
      rename(move->former, move->target);
    else
      g_unlink(move->target);
  }
}

static bool put_in_place(Out *out, GArray *moves, const char *name, GError **error)
{
  Move move = {.staged = g_build_filename(out->stage, name, NULL),
               .target = g_build_filename(out->folder, name, NULL)};
  g_autofree char *parent = g_path_get_dirname(move.target);
  bool done = make_folder(out, parent, error) && keep_former(out, &move, moves->len, error);
  if (done && rename(move.staged, move.target) != 0) {
    done = fail(error, move.target, _("cannot replace"));
    if (move.former)
      rename(move.former, move.target);
  }
  if (done)
    g_array_append_val(moves, move);
  else
    move_clear(&move);
  return done;
}

bool out_commit(Out *out, GError **error)
{
  g_assert(!out->committed);
  g_autoptr(GArray) moves = g_array_new(FALSE, FALSE, sizeof(Move));
  g_array_set_clear_func(moves, move_clear);
  for (guint i = 0; i < out->names->len; i++) {
    const char *name = out->names->pdata[i];
    g_autofree char *staged = g_build_filename(out->stage, name, NULL);
    if (g_file_test(staged, G_FILE_TEST_EXISTS) && !put_in_place(out, moves, name, error)) {
      put_back(moves);
      return false;
    }
  }
  out->committed = true;
  for (guint i = 0; i < out->superseded->len; i++)
    delete_superseded(out, out->superseded->pdata[i]);
  fsync(out->lock); // the names; the files are there already
  return true;
}
