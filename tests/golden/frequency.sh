#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Frequencies: chosen where they are open, within hours and budget; plan fills them in; a fixed policy is evaluated.
. "$(dirname "$0")/lib.sh"

territory policy
ronda frequency --effort quick "$TERRITORY"
expect_exit 0
expect_err 'without a group were put into one'
expect_out 'one more hour'
expect_out 'Budget 33,000,000: one more unit earns'
expect_out 'Proved optimal for this travel; travel is estimated'
expect_lines 221 "$TERRITORY/plan/frequency.csv"
expect_in 'client,group,visits,remote_visits,portal,value,visits_now,value_now,minutes' "$TERRITORY/plan/frequency.csv"
expect_true 'a number that is given stays' \
  sh -c 'awk -F, -v id="$2" "\$1 == id" "$1" | grep -q "^$2,[A-Z],2,.*,no,0,"' - "$TERRITORY/plan/frequency.csv" \
  "$(awk -F, '$7 == "2" {print $1; exit}' "$TERRITORY/clients.csv")"
expect_true 'a range is kept' \
  sh -c 'for id in $3; do awk -F, -v id=$id "\$1 == id && (\$3 < 3 || \$3 > 6) {exit 1}" "$1" || exit 1; done' - \
  "$TERRITORY/plan/frequency.csv" x "$(awk -F, '$7 == "3..6" {print $1}' "$TERRITORY/clients.csv" | tr '\n' ' ')"
mv "$TERRITORY/plan" "$WORK/first"
ronda frequency --effort quick --threads 1 "$TERRITORY"
expect_same "$WORK/first" "$TERRITORY/plan" 'the same bytes again'

# plan fills both in, and the commands after it know.
ronda plan --no-charts --effort quick --reps R6 "$TERRITORY"
expect_exit 0
expect_err '219 clients without a group were put into one'
expect_err 'how often to visit was open for 215 clients'
expect_file "$TERRITORY"/plan/{scores,frequency,calendar}.csv
expect_same "$WORK/first/frequency.csv" "$TERRITORY/plan/frequency.csv" 'plan chooses as frequency does'
ronda verify "$TERRITORY"
expect_exit 0

# Put back on demand; then nothing is open any more.
territory policy
ronda frequency --effort quick --apply "$TERRITORY"
expect_exit 0
expect_err '215 clients have got their visits in clients.csv'
expect_same "$ROOT/datasets/policy/clients.csv" "$TERRITORY/clients.csv.before"
ronda frequency --effort quick "$TERRITORY"
expect_exit 0
expect_out 'All visits are given'

# A policy by groups: evaluated, unless it may be chosen anew.
territory demo
ronda frequency --effort quick "$TERRITORY"
expect_exit 0
expect_out 'All visits are given'
expect_true 'nothing changes' sh -c '[ "$(grep -c ",no,0," "$1")" = 696 ]' - "$TERRITORY/plan/frequency.csv"
ronda frequency --effort quick --choose groups "$TERRITORY"
expect_exit 0
expect_out 'can do with fewer visits'
ronda frequency --choose some "$TERRITORY"
expect_exit 2

# Curves that make no sense.
territory policy
edit "$TERRITORY/groups.csv" -e 's/0.75,0.92,1.00,1.05,1.09/0.75,0.92,1.00,0.95,1.09/'
edit "$TERRITORY/responses.csv" -e '4s/900000/90000/'
edit "$TERRITORY/ronda.ini" -e 's/^remote_weight = .*/remote_weight = 2/'
ronda frequency "$TERRITORY"
expect_exit 3
expect_err "groups.csv:5: column 'response_150': group 'C': with more visits sales must rise"
expect_err "responses.csv:4: column 'value': more visits are worth less"
expect_err "[frequency] remote_weight: '2': write a number from 0 to 1"
ronda plan "$TERRITORY"
expect_exit 3
expect_no_file "$TERRITORY/plan"

done_testing
