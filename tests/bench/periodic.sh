#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Periodic vehicle routing: cost, gap to the best known and seconds of every file p01, p02, … in a folder that also holds
# best_known.csv (instance,cost).     PVRP=FOLDER SECONDS_EACH=60 SEEDS='1 2 3 4 5' tests/bench/periodic.sh
# The folder is not part of the repository; without it there is nothing to measure.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
folder=${PVRP:-../shared/pvrp}
seconds=${SECONDS_EACH:-10}
if [ ! -r "$folder/best_known.csv" ]; then
  echo "periodic: no $folder/best_known.csv, nothing measured"
  exit 0
fi
tail -n +2 "$folder/best_known.csv" | while IFS=, read -r name best; do
  [ -r "$folder/$name" ] || continue
  for seed in ${SEEDS:-1}; do
    "$build/pvrp" --effort best --time-limit "$seconds" --seed "$seed" "$folder/$name" |
      awk -v best="$best" -v seed="$seed" '{ printf "%s %s %.2f %.2f %+.2f %s\n", $1, seed, $2, best, 100 * ($2 / best - 1), $3 }'
  done
done | awk '
  BEGIN { print "file seed cost best gap_pct seconds" }
  { print; fflush(); sum += $5; if (NR == 1 || $5 > worst) worst = $5; whole += $3 == $3 + 0 }
  END { if (NR) printf "mean %+.3f %%, worst %+.2f %%, %d runs, %d with all visits\n", sum / NR, worst, NR, whole }'
