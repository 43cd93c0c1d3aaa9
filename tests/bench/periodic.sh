#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Periodic vehicle routing: the files p01, p02, … of a folder that also holds best_known.csv (instance,cost), each solved with
# every seed and time, every solution checked, and a table of cost over best known in per cent.
#     PVRP=FOLDER [SECONDS_EACH='10 60'] [SEEDS='1 2 3 4 5'] [FILES='p01 p12'] [WRAPPER=COMMAND] tests/bench/periodic.sh
# Seconds are those of the clock: let nothing else run. The folder is not part of the repository; without it there is
# nothing to measure. A run a line goes to stderr, the table to stdout.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
folder=${PVRP:-}
if [ -z "$folder" ] || [ ! -r "$folder/best_known.csv" ]; then
  echo "periodic: PVRP names no folder with best_known.csv, nothing measured"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { # run NAME BEST SECONDS SEED: "name seconds seed cost gap time check"
  local said check=unsolved
  rm -f "$work/solution"
  # shellcheck disable=SC2086 # WRAPPER is a command with its words
  said=$(${WRAPPER:-} "$build/pvrp" --effort best --time-limit "$3" --seed "$4" -o "$work/solution" "$folder/$1")
  [ -r "$work/solution" ] && check=$("$build/pvrp" --check "$work/solution" "$folder/$1" | sed 's/^[^ ]* [^ ]* //; s/ /-/g')
  echo "$said" | awk -v best="$2" -v limit="$3" -v seed="$4" -v check="$check" \
    '{ printf "%s %s %s %.2f %+.3f %s %s\n", $1, limit, seed, $2, 100 * ($2 / best - 1), $3, check }'
}

seconds=${SECONDS_EACH:-10}
while IFS=, read -r name best; do
  [ -r "$folder/$name" ] || continue
  [ -z "${FILES:-}" ] || case " $FILES " in *" $name "*) ;; *) continue ;; esac
  for limit in $seconds; do
    for seed in ${SEEDS:-1 2 3 4 5}; do
      run "$name" "$best" "$limit" "$seed" | tee -a "$work/runs" >&2
    done
  done
done < <(tail -n +2 "$folder/best_known.csv" | tr -d '\r')

awk -v seconds="$seconds" -v table="$folder/best_known.csv" '
  BEGIN {
    while ((getline line < table) > 0) { split(line, part, ","); best[part[1]] = part[2] }
    columns = split(seconds, limit, " ")
  }
  {
    if (!($1 in seen)) { seen[$1] = 1; name[++files] = $1 }
    key = $1 SUBSEP $2
    sum[key] += $5; count[key]++
    if (count[key] == 1 || $5 > worst[key]) worst[key] = $5
    wrong += $7 != "keeps-all-rules"
  }
  END {
    printf "| file | best known |"
    for (c = 1; c <= columns; c++) printf " %s s: mean | worst |", limit[c]
    printf "\n|---|---|"
    for (c = 1; c <= columns; c++) printf "---|---|"
    printf "\n"
    for (f = 1; f <= files; f++) {
      printf "| %s | %.2f |", name[f], best[name[f]]
      for (c = 1; c <= columns; c++) {
        key = name[f] SUBSEP limit[c]
        mean = sum[key] / count[key]
        total[c] += mean
        if (f == 1 || worst[key] > most[c]) most[c] = worst[key]
        printf " %.2f | %.2f |", mean, worst[key]
      }
      printf "\n"
    }
    printf "| all | |"
    for (c = 1; c <= columns; c++) printf " %.3f | %.2f |", total[c] / files, most[c]
    printf "\n%d runs, %d with a solution that breaks a rule, or with none\n", NR, wrong
    exit wrong > 0
  }' "$work/runs"
