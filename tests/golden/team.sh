#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two reps of one office share their clients: either may go, or always the same one; a promise that names nobody.
. "$(dirname "$0")/lib.sh"

# tiny, its clients given to a team of two: one works on the first three days of a week, the other on the last three.
territory tiny team
edit "$TERRITORY/reps.csv" -e '1s/$/,team/' -e '2s/$/,EJE/'
sed -n '2{s/^R1,[^,]*/R2,Segunda/;s/Mon Tue Wed Thu Fri/Mon Tue Wed/;p}' "$TERRITORY/reps.csv" >>"$TERRITORY/reps.csv"
edit "$TERRITORY/reps.csv" -e '2s/Mon Tue Wed/Wed/'
edit "$TERRITORY/clients.csv" -e '1s/,rep,/,team,/' -e '2,$s/,R1,/,EJE,/'
printf 'client,date,time\nC0002,2027-05-20,\nC0003,2027-05-12,09:00\n' >"$TERRITORY/appointments.csv"

ronda check "$TERRITORY"
expect_exit 0 'a team can be counted'
expect_out 'R2 Segunda'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_out '30 of 30 wanted visits are planned'
expect_in ',R2,' "$TERRITORY/plan/calendar.csv" 'the second rep has visits'
expect_true 'clients.csv names a rep of the team' grep -q '^C0002,R[12],A' "$TERRITORY/plan/clients.csv"
expect_true 'the promise of a Thursday falls to the one who works then' \
  grep -q '^2027-05-20,Thu,[0-9]*,R1,.*,C0002,.*,yes,' "$TERRITORY/plan/calendar.csv"
expect_true 'the promise for nine is kept' grep -q '^2027-05-12,Wed,[0-9]*,R.,.*,09:00,.*,C0003,' "$TERRITORY/plan/calendar.csv"
expect_true 'some clients see both' \
  [ -n "$(tail -n +2 "$TERRITORY/plan/calendar.csv" | cut -d, -f4,8 | sort -u | cut -d, -f2 | sort | uniq -d)" ]
ronda verify "$TERRITORY"
expect_exit 0 'the plan keeps every rule'

# Always the same rep, for all or for one.
printf '[calendar]\nsame_rep = yes\n' >>"$TERRITORY/ronda.ini"
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_out '30 of 30 wanted visits are planned'
expect_true 'each client has one rep' \
  [ -z "$(tail -n +2 "$TERRITORY/plan/calendar.csv" | cut -d, -f4,8 | sort -u | cut -d, -f2 | sort | uniq -d)" ]
ronda verify "$TERRITORY"
expect_exit 0
edit "$TERRITORY/appointments.csv" -e '1s/$/,rep/' -e '2,$s/$/,/' -e '$a C0002,2027-05-12,,R2' -e '$a C0002,2027-05-26,,R1'
ronda check "$TERRITORY"
expect_exit 3 'two promises of two reps to a client that wants one'
expect_err "appointments.csv:5: column 'rep': client 'C0002' wants the same rep always (same_rep), but rep 'R2' keeps its appointment of line 4 and rep 'R1' this one; give both to one of them"

# By hand: a visit to the other rep breaks the rule; without the rule it does not.
rm "$TERRITORY/appointments.csv"
ronda plan --no-charts --effort quick "$TERRITORY"
cat >"$TERRITORY/hand.csv" <<'END'
date,rep,client,arrive,visit_min
2027-05-12,R1,C0002,10:00,45
2027-05-19,R2,C0002,10:00,45
2027-05-26,R1,C0002,10:00,45
END
ronda verify "$TERRITORY" --plan "$TERRITORY/hand.csv"
expect_exit 1
expect_out "hand.csv:3: client 'C0002', rep 'R2', 2027-05-19: the client is to be visited by one rep always (same_rep), mostly by 'R1'; give the visit to that rep"
edit "$TERRITORY/clients.csv" -e '1s/$/,same_rep/' -e '2,$s/$/,/' -e '3s/$/no/'
ronda verify "$TERRITORY" --plan "$TERRITORY/hand.csv"
expect_exit 0

# The rest of the horizon keeps the rep that was there; charts and measures know whose client it is.
edit "$TERRITORY/clients.csv" -e '3s/no$/yes/'
ronda replan --from 2027-05-24 --no-charts "$TERRITORY"
expect_exit 0
expect_true 'each client still has one rep' \
  [ -z "$(tail -n +2 "$TERRITORY/plan/calendar.csv" | cut -d, -f4,8 | sort -u | cut -d, -f2 | sort | uniq -d)" ]
done_testing
