#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random territories, planned and verified: the independent checker finds nothing in any of them, and what check calls
# possible is not called impossible by plan. Seeds are fixed; the limit in seconds only bounds the time.
. "$(dirname "$0")/lib.sh"
generate=${RONDA%/*}/generate
[ -x "$generate" ] || skip_all 'no generator'

plan_and_verify() { # plan_and_verify SEED CLIENTS REPS WEEKS SAME WINDOWS
  TERRITORY=$WORK/random
  rm -rf "$TERRITORY"
  "$generate" random "$TERRITORY" --geo "$ROOT/datasets/geo" --seed "$1" --clients "$2" --reps "$3" --weeks "$4" \
    --same-weekday "$5" --windows "$6" --holidays yes >/dev/null || verdict 1 "seed $1 is generated"
  ronda plan --effort quick --time-limit 1 --no-charts "$TERRITORY"
  expect_true "seed $1: a plan ($2 clients, $3 reps, $4 weeks, same weekday $5, windows $6)" \
    sh -c '[ "$1" -eq 0 ] || [ "$1" -eq 5 ]' - "$STATUS"
  ronda verify "$TERRITORY"
  expect_exit 0 "seed $1: the plan keeps every rule"
}

seed=0
for same in yes prefer no; do
  for windows in yes no; do
    for size in '6 1 2' '12 2 3' '40 1 4' '90 3 8'; do
      seed=$((seed + 1))
      read -r clients reps weeks <<<"$size"
      plan_and_verify $seed "$clients" "$reps" "$weeks" $same $windows
    done
  done
done
done_testing
