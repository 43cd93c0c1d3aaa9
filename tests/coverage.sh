#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests reached, a line a source:  tests/coverage.sh BUILD ROOM…   (after a run built with --coverage)
set -u
build=$(cd "${1:?usage: tests/coverage.sh BUILD ROOM...}" && pwd) || exit 2
shift
cd "$(dirname "$0")/.." || exit 2

if command -v gcovr >/dev/null; then
  filters=()
  for room; do filters+=(--filter "$room/"); done
  exec gcovr --root . --object-directory "$build" "${filters[@]}" --print-summary
fi
for room; do
  for data in "$build/$room"/*.gcda; do
    [ -e "$data" ] && gcov -n -o "$build/$room" "$room/$(basename "$data" .gcda).c" 2>/dev/null
  done
done | awk -F"[':% ]+" '
  /^File/ { file = $2; ours = file !~ /^\// && file ~ /\.c$/ }
  /^Lines executed/ && ours {
    split($0, part, /[:% ]+/)
    printf "%-32s %6.1f %% of %5d lines\n", file, part[3], part[5]
    reached += part[3] / 100 * part[5]; all += part[5]; ours = 0
  }
  END { if (all) printf "%-32s %6.1f %% of %5d lines\n", "all", 100 * reached / all, all }'
