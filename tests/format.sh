#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts the sources into the house's format, or checks it (--check, part of `make lint`).
# clang-format 14 is the judge: later versions lay out some lines otherwise, so their complaints are no failure.
set -u
cd "$(dirname "$0")/.." || exit 2

format=${CLANG_FORMAT:-clang-format}
judge=no
if [ -z "${CLANG_FORMAT:-}" ] && command -v clang-format-14 >/dev/null; then format=clang-format-14; fi
case $($format --version) in *'version 14.'*) judge=yes ;; esac

files=()
while IFS= read -r file; do files+=("$file"); done < <(find model io solver plots cli datasets tests -name '*.[ch]' 2>/dev/null | sort)
[ ${#files[@]} -gt 0 ] || exit 0

if [ "${1:-}" != --check ]; then
  exec "$format" -i "${files[@]}"
fi
bad=()
for file in "${files[@]}"; do
  "$format" "$file" | cmp -s - "$file" || bad+=("$file")
done
[ ${#bad[@]} -gt 0 ] || exit 0
if [ $judge = no ]; then
  echo "format: not judged, this is $($format --version); version 14 is the judge" >&2
  exit 0
fi
printf 'format: %s (make format mends it)\n' "${bad[@]}" >&2
exit 1
