#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Today's search against another build's, paired: each rep alone, the same input, seed and effort, one thread. The other
# program is FIRST; for the first search build commit c2eb2a0. Input that it does not know (activities, joint visits) is
# left out of a copy, and today's `verify` holds both plans against the rules.
#
#   FIRST=/tmp/first/build/ronda SEEDS='1 2 3 4 5' CASES='demo:R1 spain:R3' BUILD=build tests/bench/search.sh [OPTIONS of plan]
#
# A line a run: dataset, rep, seed, objective (thousands) and visits not planned of both, difference in per cent, seconds of
# computing of both; then the mean of each rep, and of all.
set -eu
: "${FIRST:?the other build of ronda}"
first=$(realpath "$FIRST")
now=$(realpath "${BUILD:-build}/ronda")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

copy() { # copy DATASET: without what is younger than the other build
  [ -d "$work/$1" ] && return
  cp -R "datasets/$1" "$work/$1"
  rm -rf "$work/$1"/{activities,resources,actuals}.csv "$work/$1"/{plan,former,scenarios}
  sed -i '1s/,resource,resource_visits,/,with,with_visits,/' "$work/$1/clients.csv"
}
spent() { # spent COMMAND…: seconds of computing
  local TIMEFORMAT='%U %S'
  { time "$@" >/dev/null 2>"$work/err"; } 2>&1 | awk '{ printf "%.1f\n", $1 + $2 }'
}
field() { # field NAME FOLDER: the first number of that name
  sed -n "s/^ *\"$1\": \([-0-9.]*\),*\$/\1/p" "$2/summary.json" | head -n 1
}
plan() { # plan PROGRAM DATASET REP SEED OPTIONS…: objective, visits not planned, seconds
  local program=$1 dataset=$2 rep=$3 seed=$4 seconds
  shift 4
  rm -rf "$work/out"
  seconds=$(spent "$program" plan --reps "$rep" --seed "$seed" --threads 1 --no-charts --out "$work/out" "$@" "$work/$dataset")
  "$now" verify --quiet --plan "$work/out/calendar.csv" "$work/$dataset" >"$work/verify" 2>&1 ||
    { echo "$dataset $rep $seed: $program breaks a rule" >&2; cat "$work/verify" >&2; }
  echo "$(field objective "$work/out") $(field unplanned "$work/out") $seconds"
}

pair() { # pair DATASET REP SEED OPTIONS…: a line
  { plan "$first" "$@" && plan "$now" "$@"; } | tr '\n' ' ' | awk -v run="$1 $2 $3" '{
    printf "%s %.1f %d %.1f %d %+.2f %s %s\n", run, $1 / 1000, $2, $4 / 1000, $5, ($1 > 0 ? 100 * ($4 / $1 - 1) : 0), $3, $6 }'
}

echo 'dataset rep seed first first_unplanned now now_unplanned pct first_s now_s'
for case in ${CASES:-demo:R1 demo:R2 demo:R3 demo:R4 demo:R5 demo:R6 tiny:R1 spain:R1 spain:R3 spain:R5 national:R1 national:R20}; do
  copy "${case%%:*}"
  for seed in ${SEEDS:-1 2 3 4 5}; do
    pair "${case%%:*}" "${case#*:}" "$seed" "$@" | tee -a "$work/lines"
  done
done
awk '
  { key = $1 " " $2; if (!(key in runs)) order[++reps] = key
    runs[key]++; first[key] += $4; missed[key] += $5; now[key] += $6; misses[key] += $7; before[key] += $9; after[key] += $10
    apart[key] += $8; sum += $8; all++; worse += $8 > 0 }
  END {
    for (k = 1; k <= reps; k++) { key = order[k]; n = runs[key]
      printf "mean of %s, %d seeds: %.1f, %.1f not planned, to %.1f, %.1f; %+.2f %%; %.1f and %.1f s\n", key, n, first[key] / n,
        missed[key] / n, now[key] / n, misses[key] / n, apart[key] / n, before[key] / n, after[key] / n }
    printf "all: %+.2f %%, worse in %d of %d runs\n", sum / all, worse, all }' "$work/lines"
