#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rest of the horizon near to the plan that people have: nothing changes without a cause, and no version is lost.
. "$(dirname "$0")/lib.sh"

tables='calendar days workload clients unplanned groups'

same_tables() { # same_tables FOLDER FOLDER TEXT
  for table in $tables; do
    expect_same "$1/$table.csv" "$2/$table.csv" "$3: $table.csv"
  done
}

# Rows of reps other than $2 in the moves of $1.
moves_of_others() {
  tail -n +2 "$1" | grep -v ",$2," | wc -l
}

territory tiny
ronda plan --no-charts "$TERRITORY"
cp -R "$TERRITORY/plan" "$WORK/first"
ronda replan --no-charts --from 2027-05-17 "$TERRITORY"
expect_exit 0
expect_out 'it stays as it is'
same_tables "$WORK/first" "$TERRITORY/plan" 'nothing changed'
expect_lines 1 "$TERRITORY/plan/moves.csv" 'no visit moved: only the header'
expect_same "$WORK/first/calendar.csv" "$TERRITORY/plan/versions/001-plan/calendar.csv" 'the former plan is kept'

# A lost day: only what has to move, nothing before it, and the plan keeps every rule.
day=$(tail -n +2 "$TERRITORY/plan/calendar.csv" | cut -d, -f1 | awk '$1 >= "2027-05-19"' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
printf 'date,name\n%s,Power cut\n' "$day" >"$TERRITORY/holidays.csv"
rm -f "$TERRITORY/holidays.ics"
ronda replan --no-charts --from 2027-05-17 "$TERRITORY"
expect_exit 0
expect_not_in "$day" "$TERRITORY/plan/calendar.csv" 'the lost day is empty'
expect_in 'Power cut' "$TERRITORY/plan/moves.csv" 'the reason is told'
ronda verify "$TERRITORY"
expect_exit 0 'the plan keeps every rule'
past() { awk -F, 'NR > 1 && $1 < "2027-05-17"' "$1"; }
expect_true 'the past is as it was' \
  [ "$(past "$TERRITORY/plan/calendar.csv")" = "$(past "$WORK/first/calendar.csv")" ]
expect_file "$TERRITORY/plan/versions/002-replan-2027-05-17/calendar.csv"

# Any two versions can be compared.
ronda measure --compare 1 now "$TERRITORY"
expect_exit 0
expect_out 'on another day or with another rep'
ronda measure "$TERRITORY" --compare 1 2
expect_exit 0
expect_out '0 visits on another day'
ronda measure --compare 1 9 "$TERRITORY"
expect_exit 2

# A plan over a plan keeps it too.
ronda plan --no-charts "$TERRITORY"
expect_file "$TERRITORY/plan/versions/003-replan-2027-05-17/calendar.csv"
expect_no_file "$TERRITORY/plan/moves.csv"

# What was missed is history: a promise that nobody kept is planned again, and held against nobody.
territory tiny
printf 'client,date,time\nC0004,2027-05-12,09:00\n' >"$TERRITORY/appointments.csv"
ronda plan --no-charts --effort quick "$TERRITORY"
awk -F, 'NR == 1 { print "date,client,status" }
         NR > 1 && $1 < "2027-05-17" { print $1 "," $8 "," ($1 == "2027-05-12" && $8 == "C0004" ? "missed" : "done") }' \
  "$TERRITORY/plan/calendar.csv" >"$TERRITORY/actuals.csv"
ronda replan --no-charts --effort quick --actuals --from 2027-05-17 "$TERRITORY"
expect_exit 0
expect_true 'the missed visit has a new date' grep -q '^C0004,.*,moved,2027-05-12,.*missed' "$TERRITORY/plan/moves.csv"
ronda verify "$TERRITORY"
expect_exit 0 'what is past breaks no rule'
expect_out 'what lies before 2027-05-17 is past'
# What people had until then was the former plan: that is what is measured, not what was planned for the past later on.
ronda measure "$TERRITORY"
expect_exit 0
expect_true 'what was missed is told, with what was done' \
  awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $1 == "all" { good = $at["missed"] == 1 && $at["done"] + 1 == $at["planned"] }
           END { exit !good }' "$TERRITORY/plan/measure/adherence.csv"
rm "$TERRITORY/plan/version.ini"
ronda verify "$TERRITORY"
expect_exit 1 'a plan of the whole horizon has to keep the promise'
expect_out 'appointments.csv:2'

# What is asked for badly.
ronda replan --no-charts "$TERRITORY"
expect_exit 2
expect_err '--from'
ronda replan --no-charts --from 2031-01-01 "$TERRITORY"
expect_exit 2

# The demo in mid-quarter, a rep's week lost: the others keep every visit.
territory demo
edit "$TERRITORY/reps.csv" -e '/^R4,/s/Mon Tue Wed Thu Fri,,/Mon Tue Wed Thu Fri,2027-02-15..2027-02-19,/'
ronda replan --no-charts --effort quick --plan "$TERRITORY/former" --from 2027-02-15 --reps R4 "$TERRITORY"
expect_exit 0
expect_out '0 moved'
expect_true 'no visit of the others moved' [ "$(moves_of_others "$TERRITORY/plan/moves.csv" R4)" -eq 0 ]
expect_true 'R4 has no visit in the lost week' \
  sh -c '! cut -d, -f1,4 "$1" | grep -q "2027-02-1[5-9],R4"' - "$TERRITORY/plan/calendar.csv"
ronda verify "$TERRITORY"
expect_exit 0 'the plan keeps every rule'

done_testing
