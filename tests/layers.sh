#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the folders:  model <- {io, solver, plots} <- cli, and a few more that a compiler does not see.
# Prints file:line: what is wrong; exits 1 when anything is.
set -u
cd "$(dirname "$0")/.." || exit 2
shopt -s nullglob

broken=0
complain() {
  echo "$1" >&2
  broken=1
}

# Each room, and the rooms that its files may include. A generator and the tests stand outside the house.
declare -A may=(
  [model]='model'
  [io]='io model'
  [solver]='solver model'
  [plots]='plots model'
  [cli]='cli io solver plots model'
  [datasets]='datasets io model'
  [tests]='tests cli io solver plots model'
)
# Foreign headers that one file alone may include.
declare -A only=([glpk.h]=solver/mip.c [csv.h]=io/table.c)

for room in model io solver plots cli datasets tests; do
  while IFS= read -r hit; do
    file=${hit%%:*} rest=${hit#*:}
    line=${rest%%:*} name=${rest#*:}
    name=$(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*\(["<][^">]*[">]\).*/\1/p' <<<"$name")
    case $name in
    \"*)
      name=${name//\"/}
      [ -f "$name" ] || complain "$file:$line: \"$name\" is no path from the root of the repository"
      case " ${may[$room]} " in
      *" ${name%%/*} "*) ;;
      *) complain "$file:$line: $room may not include $name (it may: ${may[$room]})" ;;
      esac
      ;;
    \<*)
      name=${name//[<>]/}
      owner=${only[$name]:-}
      case $file in tests/* | "$owner") ;; *) [ -z "$owner" ] || complain "$file:$line: only $owner includes <$name>" ;; esac
      ;;
    esac
  done < <(grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' "$room" 2>/dev/null)
done

# No C outside the rooms.
while IFS= read -r file; do
  case $file in
  model/*/* | io/*/* | solver/*/* | plots/*/* | cli/*/* | datasets/*/*) complain "$file: a room has no rooms in it" ;;
  model/* | io/* | solver/* | plots/* | cli/* | datasets/* | tests/unit/* | tests/fuzz/* | tests/bench/*) ;;
  *) complain "$file: C lives in model, io, solver, plots, cli, datasets and tests/{unit,fuzz,bench}" ;;
  esac
done < <(git ls-files '*.c' '*.h')

for file in {model,io,solver,plots,cli,datasets}/*.[ch] tests/{unit,fuzz,bench}/*.[ch]; do
  [ "$(head -n 1 "$file")" = '// SPDX-License-Identifier: GPL-3.0-or-later' ] ||
    complain "$file:1: the first line is the SPDX line"
  case $file in
  *.h) # what it is for comes first; what it is made of later
    sed -n '2,4p' "$file" | grep -qE '^(//|/\*)' || complain "$file:2: a header opens with what it is for" ;;
  esac
done
while IFS= read -r hit; do
  complain "${hit%%:*}:$(cut -d: -f2 <<<"$hit"): something left to do belongs in an issue"
done < <(grep -rnE --include='*.[ch]' --include='*.sh' '(//|/\*|^ *#).*\b(TOD[O]|FIXM[E]|XX[X])\b' model io solver plots cli datasets tests 2>/dev/null)
for file in {model,io,solver,plots,cli}/*.[ch]; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 800 ] || complain "$file: $lines lines; a file that long holds two things"
done

exit $broken
