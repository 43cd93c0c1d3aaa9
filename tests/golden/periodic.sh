#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Periodic vehicle routing: a file of our own solved, and the check of solutions against all that can be wrong in one.
. "$(dirname "$0")/lib.sh"
PVRP=${RONDA%/*}/pvrp
[ -x "$PVRP" ] || skip_all "no $PVRP"

# Two vehicles, five customers, three days; routes of at most 40, loads of at most 10. Customer 2 comes on days 1 and 3
# or on 2 alone (bits from the left), customer 3 every day, the others once. Customer 4 says a frequency that is none.
cat >"$WORK/own" <<'END'
1 2 5 3
40 10
40 10
40 10
0 0 0 0 0 0 0
1 3 4 1 6 1 3 1 2 4
2 6 8 1 4 2 2 5 2
3 -3 4 2 2 3 1 7
4 -6 8 1 5 0 3 1 2 4
5 0 -5 1 9 1 3 1 2 4
END
# shellcheck disable=SC2034 # expect_exit of lib.sh reads them
pvrp() {
  typed="pvrp $*"
  (cd "$WORK" && "$PVRP" "$@") >"$OUT" 2>"$ERR" </dev/null
  STATUS=$?
}
wrong() { # wrong WHAT TEXT SED…: a solution changed in one thing is refused, and the reason is said
  local what=$1 text=$2
  shift 2
  sed "$@" "$WORK/good" >"$WORK/bad"
  expect_true "$what: the solution differs" test "$(cmp -s "$WORK/good" "$WORK/bad"; echo $?)" = 1
  pvrp --check bad own
  expect_exit 1 "$what is refused"
  expect_err "$text"
}

pvrp --effort quick --seed 3 -o solved own
expect_exit 0
pvrp --check solved own
expect_exit 0 'what is solved keeps the rules'
expect_out 'keeps all rules'

# By hand.
cat >"$WORK/good" <<'END'
76.00
1 1 19.00 8 0 1 3 0
1 2 11.00 9 0 5 0
2 1 12.00 2 0 3 0
2 2 21.00 4 0 2 0
3 1 23.00 7 0 3 4 0
END
pvrp --check good own
expect_exit 0 'a solution by hand keeps the rules'
expect_out '76.00'
wrong 'a customer left out' 'customer 5: its days are none' -e '/0 5 0/d' -e 1s/76/66/
wrong 'a day that is in no combination' 'customer 2: its days are none' 's/^2 2/3 2/'
wrong 'a visit too many' 'customer 3: twice on day 1' 's/^1 2 11.00 9 0 5 0/1 2 27.00 11 0 5 3 0/'
wrong 'too much load' 'load 17 over 10' -e '/^1 2/d' -e 's/^1 1.*/1 1 35.48 17 0 1 3 5 0/'
wrong 'a vehicle that drives twice' 'vehicle 1 drives twice on day 1' 's/^1 2/1 1/'
wrong 'a vehicle that is not there' 'no such day or vehicle' 's/^1 2/1 3/'
wrong 'a day that is not there' 'no such day or vehicle' 's/^3 1/4 1/'
wrong 'another cost' 'states a cost of 75.00' 1s/76/75/
wrong 'another length' 'states 18.00' 's/19.00/18.00/'
wrong 'a stranger' 'no round from 0 to 0' 's/0 5 0/0 6 0/'
wrong 'a route without an end' 'no round from 0 to 0' 's/0 2 0/0 2/'
wrong 'two rounds in one' 'no round from 0 to 0' 's/0 1 3 0/0 1 0 3 0/'
sed -i 's/^40 10/22 10/' "$WORK/own"
pvrp --check good own
expect_exit 1 'a route that is too long is refused'
expect_err 'duration 23.000000 over 22'
done_testing
