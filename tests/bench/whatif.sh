#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ten scenarios on the demo that touch one rep each, after a plan, against that plan: seconds of computing (user and
# system) of both.
#
#   BUILD=build tests/bench/whatif.sh [OPTIONS of plan and whatif]
set -eu
build=$(cd "${BUILD:-build}" && pwd)
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R datasets/demo "$work/demo"
rm -rf "$work/demo/plan" "$work/demo/scenarios"
mkdir "$work/demo/scenarios"

scenario() { # scenario NAME SECTION LINE
  printf '[%s]\n%s\n' "$2" "$3" >"$work/demo/scenarios/$1.ini"
}
scenario 01 scale 'rep R1 field_share_pct = 0.9'
scenario 02 set 'rep R2 end = 19:00'
scenario 03 set 'rep R3 max_visits_day = 12'
scenario 04 scale 'rep R4 speed_kmh = 1.1'
scenario 05 set 'rep R5 field_share_pct = 95'
scenario 06 set 'rep R6 max_drive_min = 240'
scenario 07 set 'client (rep = R1 and group = D) visits = 2'
scenario 08 set 'client (rep = R3 and group = P) visits = 3'
scenario 09 add 'client C9001: lat = 4.81; lon = -75.69; rep = R4; group = A; visits = 1/week'
scenario 10 scale 'client (rep = R6 and group = C) visit_minutes = 1.2'

spent() { # spent COMMAND…: seconds of computing
  local TIMEFORMAT='%U %S'
  { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ printf "%.1f\n", $1 + $2 }'
}
plan=$(spent "$build/ronda" plan --no-charts "$@" "$work/demo")
whatif=$(spent "$build/ronda" whatif --no-charts "$@" "$work/demo")
cat "$work/out"
awk -v plan="$plan" -v whatif="$whatif" 'BEGIN {
  printf "plan %.1f s, ten scenarios %.1f s: %.2f times one plan\n", plan, whatif, whatif / plan }'
