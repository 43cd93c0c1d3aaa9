# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of many machines share. Each needs programs that not every machine has, and says so where they are
# missing: `ok 1 - # SKIP reason`, as in tests/golden/lib.sh, which they stand on.
#
#   base_run            three scenarios on two reps, planned in one run: $WORK/once is what it leaves
#   expect_merged       puts the pieces together; the result is that of one run, to the byte
#   wait_for SECONDS COMMAND…   until the command succeeds
#   ended               for a trap on EXIT: fails where done_testing was not reached
# shellcheck source=tests/golden/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../golden/lib.sh"

EFFORT=${EFFORT:-quick}

without_times() { # without_times FOLDER COPY: all that a run leaves but how long it took
  rm -rf "$2"
  cp -R "$1" "$2"
  find "$2" -name summary.json -exec sed -i -e '/"seconds"/d' -e '/"timing"/,/}/d' {} +
}

base_run() {
  territory tiny
  printf 'R2,Marta,4.81,-75.69,08:00,18:00,,,Mon Tue Wed Thu Fri,,,,,,,45,,,\n' >>"$TERRITORY/reps.csv"
  edit "$TERRITORY/clients.csv" -e '/^C000[13579],/s/,R1,/,R2,/'
  mkdir "$TERRITORY/scenarios"
  printf '[set]\ngroup C visits = 2\n' >"$TERRITORY/scenarios/twice.ini"
  printf '[scale]\nrep R2 field_share_pct = 0.3..0.9 step 0.3\n' >"$TERRITORY/scenarios/share.ini"
  ronda whatif --no-charts --effort "$EFFORT" "$TERRITORY"
  expect_exit 0 'one run'
  without_times "$TERRITORY/plan/whatif" "$WORK/once"
  rm -rf "$TERRITORY/plan"
}

expect_merged() {
  ronda whatif --no-charts --effort "$EFFORT" --merge "$TERRITORY"
  expect_exit 0 'the pieces are put together'
  without_times "$TERRITORY/plan/whatif" "$WORK/merged"
  expect_same "$WORK/once" "$WORK/merged" 'the same bytes as in one run'
}

wait_for() {
  local left=$(($1 * 5))
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || return 1
    sleep 0.2
  done
}

ended() {
  [ "$finished" = yes ] || { echo 'not ok - the script ended before done_testing' && exit 1; }
}
