#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Clients to reps: limits, locks, skills, teams, leavers; what cannot be kept is said; accepted with --apply.
. "$(dirname "$0")/lib.sh"

# Twelve clients on a line between two towns, all of them Ana's. Six of them are Luis's way.
line() {
  territory tiny "$1"
  local i
  {
    echo 'client,name,lat,lon,rep,visits,visit_minutes,sales,language,locked'
    for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
      echo "C$i,Client $i,4.$((600 + i * 20)),-74.1,R1,2,60,$((100 + i)),$([ $i = 11 ] && echo es),$([ $i = 10 ] && echo yes)"
    done
  } >"$TERRITORY/clients.csv"
  printf '%s\n' 'rep,name,lat,lon,language' 'R1,Ana,4.6,-74.1,en; es' 'R2,Luis,4.82,-74.1,en' >"$TERRITORY/reps.csv"
  rm -f "$TERRITORY/groups.csv" "$TERRITORY"/appointments.csv
}
rep_of() { awk -F, -v id="$1" '$1 == id {print $3}' "$TERRITORY/plan/assignment.csv"; }

line even
ronda align --balance clients=10 --no-charts "$TERRITORY"
expect_exit 0
expect_out 'All limits are kept; proved'
expect_out '6 of 12 clients change hands'
expect_lines 13 "$TERRITORY/plan/assignment.csv"
expect_true 'the near half is kept' test "$(rep_of C0)$(rep_of C3)" = R1R1
expect_true 'the far half goes' test "$(rep_of C9)$(rep_of C11)" = R2R2
expect_true 'what is locked stays' test "$(rep_of C10)" = R1
expect_in 'C10,R1,R1,,no,yes' "$TERRITORY/plan/assignment.csv"
expect_in 'R1,Ana,12,6,0,6' "$TERRITORY/plan/assignment_reps.csv"
mv "$TERRITORY/plan" "$WORK/first"
ronda align --balance clients=10 --no-charts --threads 1 "$TERRITORY"
expect_same "$WORK/first" "$TERRITORY/plan" 'the same bytes again'

# The maps before and after, and the curve.
if command -v gnuplot >/dev/null; then
  ronda align --balance clients=10 --lang es "$TERRITORY"
  expect_exit 0
  expect_file "$TERRITORY"/plan/align/{32-alignment,33-tradeoff}.{svg,png,gp,dat}
  expect_no_file "$TERRITORY/plan/review.pdf"
fi

# Edited by hand: counted, held against the bound, accepted.
cp "$WORK/first/assignment.csv" "$WORK/hand.csv"
ronda align --balance clients=40 --no-charts --assignment "$WORK/hand.csv" "$TERRITORY"
expect_exit 0
expect_out '6 of 12 clients change hands'
edit "$WORK/hand.csv" -e '/^C9,/s/,R1,R2,/,R1,R1,/'
ronda align --balance clients=10 --no-charts --assignment "$WORK/hand.csv" "$TERRITORY"
expect_exit 1
expect_out 'clients of R1: 16.7 % over the fair part, limit 10.0 %'
edit "$WORK/hand.csv" -e '/^C10,/s/,R1,R1,/,R1,R2,/'
ronda align --balance clients=40 --no-charts --assignment "$WORK/hand.csv" "$TERRITORY"
expect_exit 3
expect_err 'client C10 may not go to R2 by the rules of [align]'

# Skills, forbidden pairs, limits on changes; what cannot be kept is said.
ronda align --balance clients=10 --no-charts --match language --forbid C9:R2 "$TERRITORY"
expect_exit 0
expect_true 'a language is needed' test "$(rep_of C11)" = R1
expect_true 'a pair is forbidden' test "$(rep_of C9)" = R1
ronda align --balance clients=10 --no-charts --most-clients 3 --apply "$TERRITORY"
expect_exit 1
expect_out 'The limits cannot all be kept, and that is proved'
expect_out 'clients of R1: 50.0 % over the fair part, limit 10.0 %'
expect_err 'clients.csv was not changed'
expect_no_file "$TERRITORY/clients.csv.before"

# A leaver; then it is accepted, and nothing is left to do.
line leaver
ronda align --balance clients=10 --no-charts --apply "$TERRITORY"
expect_exit 0
expect_err '6 clients have got their rep in clients.csv'
expect_file "$TERRITORY/clients.csv.before"
ronda align --balance clients=10 --no-charts "$TERRITORY"
expect_exit 0
expect_out 'Nobody changes hands'
ronda align --drop R2 --no-charts "$TERRITORY"
expect_exit 0
expect_in 'R2,R1,"R2 leaves' "$TERRITORY/plan/assignment.csv"
expect_true 'all are R1s' test "$(awk -F, '$3 == "R1"' "$TERRITORY/plan/assignment.csv" | wc -l)" = 12

# plan gives clients away that have neither rep nor team, and the commands after it know.
line open
edit "$TERRITORY/clients.csv" -e '/^C[2-8],/s/,R1,/,,/' -e '/^C9,/s/,R1,/,R2,/'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_err '7 clients without rep and team were given to reps (assignment.csv)'
expect_in 'C2,,R1,"it had no rep; nobody has less driving to it",yes' "$TERRITORY/plan/assignment.csv"
ronda verify "$TERRITORY"
expect_exit 0

# With a calendar driving is measured, and the proposal is held against calendars of its own.
line measured
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
ronda align --balance clients=10 --no-charts "$TERRITORY"
expect_exit 0
expect_out 'Driving is measured in the calendar'
expect_out 'Driving to 6 moved clients was measured in the calendars of their new reps'
expect_out 'Calendars made of 2 reps before and after'

# At a border the routes of the other rep say what his driving would be; without a calendar nothing is told of them.
line border
edit "$TERRITORY/clients.csv" -e '/^C[6-9],/s/,R1,/,R2,/' -e '/^C11,/s/,R1,/,R2,/'
ronda align --balance none --no-charts "$TERRITORY"
expect_exit 0
expect_no_file "$TERRITORY/plan/assignment_routes.csv"
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
ronda align --balance none --no-charts "$TERRITORY"
expect_exit 0
expect_out 'is from their routes (assignment_routes.csv)'
expect_in 'client,rep_before,rep,rep_proposed,estimated_min,saved_min,added_min' "$TERRITORY/plan/assignment_routes.csv"
expect_true 'a client at the border is among them' grep -q '^C[5-9],' "$TERRITORY/plan/assignment_routes.csv"

# One more rep, whose home is looked for and who is added; territories from nothing.
line homes
edit "$TERRITORY/reps.csv" -e '/^R2/d'
edit "$TERRITORY/clients.csv" -e 's/,yes$/,/'
ronda align --new-rep --balance clients=10 --no-charts --apply "$TERRITORY"
expect_exit 0
expect_out 'Homes for one more rep'
expect_in 'N1,' "$TERRITORY/reps.csv"
expect_file "$TERRITORY/reps.csv.before"
ronda check "$TERRITORY"
expect_exit 0
ronda align --reps 3 --balance clients=30 --no-charts "$TERRITORY"
expect_exit 0
expect_out '3 territories from nothing'
expect_out 'Proved: no homes among'
ronda align --reps 3 --new-rep "$TERRITORY"
expect_exit 2

# With a matrix: the new home has the ways of the client who is there, and what is accepted can be read, planned and
# told of again.
line matrix
edit "$TERRITORY/reps.csv" -e '/^R2/d'
edit "$TERRITORY/clients.csv" -e 's/,yes$/,/'
edit "$TERRITORY/ronda.ini" -e 's/^model *=.*/model = matrix/'
awk 'BEGIN { print "from,to,minutes,km"; for (a = -1; a < 12; a++) for (b = -1; b < 12; b++) if (a != b)
  printf("%s,%s,%d,%d\n", (a < 0 ? "R1" : "C" a), (b < 0 ? "R1" : "C" b), (a > b ? a - b : b - a) * 4, (a > b ? a - b : b - a)) }' \
  >"$TERRITORY/travel.csv"
ronda align --reps 2 --balance clients=30 --no-charts "$TERRITORY"
expect_exit 0
expect_out '2 territories from nothing'
ronda align --new-rep --balance clients=10 --apply "$TERRITORY"
expect_exit 0
expect_file "$TERRITORY/travel.csv.before"
expect_in 'N1,C0' "$TERRITORY/travel.csv"
ronda check "$TERRITORY"
expect_exit 0 'the new rep has his ways'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
ronda verify "$TERRITORY"
expect_exit 0
ronda chart "$TERRITORY"
expect_exit 0
ronda export --format csv "$TERRITORY"
expect_exit 0
awk -F, 'NR == 1 {print "date,client,rep,status"} NR > 1 && NR < 6 {print $1 "," $8 "," $4 ",done"}' \
  "$TERRITORY/plan/calendar.csv" >"$TERRITORY/actuals.csv"
ronda measure "$TERRITORY"
expect_exit 0
ronda replan --from 2027-05-24 --no-charts "$TERRITORY"
expect_exit 0

# Two teams: a client stays within that of its rep, or its own, unless teams are free.
line teams
printf '%s\n' 'rep,name,lat,lon,language,team' 'R1,Ana,4.6,-74.1,es,NORTE' 'R2,Luis,4.7,-74.1,en,NORTE' \
  'R3,Eva,4.82,-74.1,es,SUR' >"$TERRITORY/reps.csv"
edit "$TERRITORY/clients.csv" -e '1s/$/,team/' -e '2,$s/$/,/' -e 's/^\(C[01],.*\),R1,\(.*\),$/\1,,\2,SUR/'
ronda align --balance clients=10 --no-charts "$TERRITORY"
expect_exit 0
expect_true 'clients of a team go to it' test "$(rep_of C0)$(rep_of C1)" = R3R3
expect_true 'those of the other stay within it' \
  [ -z "$(awk -F, 'NR > 3 && $3 == "R3"' "$TERRITORY/plan/assignment.csv")" ]
expect_true 'and are shared out there' \
  [ "$(awk -F, 'NR > 3 {n[$3]++} END {print n["R1"], n["R2"]}' "$TERRITORY/plan/assignment.csv")" = '5 5' ]
ronda align --balance clients=10 --match language --teams free --no-charts "$TERRITORY"
expect_exit 0
expect_true 'free teams give the far ones to whom is near' test "$(rep_of C11)" = R3
expect_true 'what is locked stays still' test "$(rep_of C10)" = R1

# What makes no sense.
line wrong
ronda align --balance colour=10 "$TERRITORY"
expect_exit 3
expect_err "[align] balance: there is no column 'colour' of numbers in clients.csv"
ronda align --lock C99 --drop R9 "$TERRITORY"
expect_exit 3
expect_err "[align] lock: there is no client 'C99' in clients.csv"
expect_err "[align] drop: there is no rep 'R9' in reps.csv"
ronda align --drop R1 "$TERRITORY"
expect_exit 3
expect_err 'client C10 is locked to R1, who leaves'

done_testing
