#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job: a plan that keeps every rule, the same bytes every time, and nothing written when something is wrong.
. "$(dirname "$0")/lib.sh"

# What differs from run to run stands under "seconds" and "timing" only.
repeatable() {
  sed -E -e '/"seconds":/d' -e '/"timing": \{/,/^  \}/d' "$1"
}

territory tiny
ronda plan --no-charts "$TERRITORY"
expect_exit 0
expect_out '30 of 30 wanted visits are planned'
expect_file "$TERRITORY"/plan/{calendar,days,workload,clients,unplanned,groups}.csv "$TERRITORY/plan/summary.json"
expect_lines 31 "$TERRITORY/plan/calendar.csv"
expect_lines 1 "$TERRITORY/plan/unplanned.csv" 'nothing stays out: only the header'
expect_in 'date,weekday,week,rep,stop,arrive,leave,client,name,group,channel,activity,resource,travel_min,travel_km,wait_min,visit_min,fixed,lat,lon,uid' "$TERRITORY/plan/calendar.csv"
ronda verify "$TERRITORY"
expect_exit 0 'the plan keeps every rule'

# Threads, and doing it again, change nothing.
small="${RONDA%/*}/generate --geo $ROOT/datasets/geo random --clients 36 --reps 3 --weeks 4"
for threads in 1 2; do
  expect_true "a territory for $threads threads" $small --seed 5 "$WORK/threads-$threads"
  ronda plan --no-charts --effort quick --threads $threads "threads-$threads"
  expect_exit 0
  repeatable "$WORK/threads-$threads/plan/summary.json" >"$WORK/summary-$threads"
  rm "$WORK/threads-$threads/plan/summary.json"
done
expect_same "$WORK/threads-1" "$WORK/threads-2"
expect_same "$WORK/summary-1" "$WORK/summary-2"
cp "$WORK/threads-2/plan/calendar.csv" "$WORK/former.csv"
ronda plan --no-charts --effort quick --threads 2 threads-2
expect_same "$WORK/former.csv" "$WORK/threads-2/plan/calendar.csv" 'once more: the same'
ronda plan --no-charts --effort quick --seed 2 threads-2
expect_true 'another seed searches elsewhere' \
  sh -c '! cmp -s "$1" "$2"' - "$WORK/former.csv" "$WORK/threads-2/plan/calendar.csv"

# All that the demo asks for at once: appointments, activities, joint visits. The checker has looked at it.
territory demo
ronda plan --no-charts --effort quick --reps R4 "$TERRITORY"
expect_exit 0
expect_file "$TERRITORY"/plan/{resources,unmet,action_plan}.csv
for table in "$TERRITORY"/plan/*.csv; do # io/FORMATS.md names its columns
  columns=$(sed -n "/^\*\*\`plan\/${table##*/}\`\*\*, /,/^$/p" "$ROOT/io/FORMATS.md" | grep -o '`[a-z_]*`' | tr -d '`' | paste -sd ' ')
  missing=$(head -n 1 "$table" | tr , '\n' | grep -vxF -f <(tr ' ' '\n' <<<"$columns") | paste -sd ' ')
  expect_true "the columns of ${table##*/} are documented${missing:+, but for $missing}" [ -n "$columns" -a -z "$missing" ]
done

# Spanish Excel in, Spanish Excel out, and verify reads that form too.
territory excel-es
ronda plan --no-charts --effort quick --excel "$TERRITORY"
expect_exit 0
expect_in ';' "$TERRITORY/plan/calendar.csv"
ronda verify "$TERRITORY"
expect_exit 0 'the form for Excel reads back'

# Wrong input: every error, exit 3, and the former plan untouched.
territory tiny
ronda plan --no-charts "$TERRITORY"
cp -R "$TERRITORY/plan" "$WORK/former"
edit "$TERRITORY/clients.csv" -e '3s/,[0-9.]*,-[0-9.]*,/,north,west,/'
edit "$TERRITORY/reps.csv" -e '1s/^rep/rap/'
ronda plan "$TERRITORY"
expect_exit 3
expect_err "clients.csv:3: column 'lat':"
expect_err "clients.csv:3: column 'lon':"
expect_err 'reps.csv:1:'
expect_same "$WORK/former" "$TERRITORY/plan" 'the former plan is untouched'

# No gnuplot: a warning, and the plan all the same.
territory tiny
real=$RONDA
printf '#!/bin/sh\nPATH=/nowhere exec "%s" "$@"\n' "$real" >"$WORK/bare"
chmod +x "$WORK/bare"
RONDA=$WORK/bare
ronda plan "$TERRITORY"
expect_exit 0 'without gnuplot a plan succeeds'
expect_err 'no charts'
expect_true 'nor is it said where they are' sh -c '! grep -q "The charts are in" "$1"' - "$OUT"
expect_file "$TERRITORY/plan/calendar.csv"
expect_no_file "$TERRITORY/plan/charts"
ronda chart "$TERRITORY"
expect_exit 4 'without gnuplot chart fails'
RONDA=$real

# A folder that cannot be written.
territory tiny
touch "$WORK/file"
ronda plan --no-charts --out "$WORK/file/plan" "$TERRITORY"
expect_exit 4

# Appointments that cannot both be kept.
territory tiny
printf 'client,date,time,minutes\nC0001,2027-05-11,09:00,60\nC0002,2027-05-11,09:15,60\n' >"$TERRITORY/appointments.csv"
ronda plan --no-charts "$TERRITORY"
expect_exit 1 'no plan keeps both appointments'
expect_out '0 of 30 wanted visits are planned'
expect_in '"unplanned": 30' "$TERRITORY/plan/summary.json"

# Those of one rep cannot be kept, the other's plan is there.
territory tiny half
edit "$TERRITORY/reps.csv" -e '2{p;s/^R1,[^,]*/R2,Segunda/}'
edit "$TERRITORY/clients.csv" -e '2,6s/,R1,/,R2,/'
printf 'client,date,time,minutes\nC0001,2027-05-11,09:00,60\nC0002,2027-05-11,09:15,60\n' >"$TERRITORY/appointments.csv"
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 1 'the rep whose appointments collide has no plan'
expect_err 'the appointments of R2 cannot all be kept'
expect_lines 21 "$TERRITORY/plan/calendar.csv"
expect_out '20 of 30 wanted visits are planned'
ronda verify "$TERRITORY"
expect_exit 1 'a calendar without what is promised does not keep every rule'
expect_out "client 'C0001': the appointment of 2027-05-11 (appointments.csv:2) is not in the plan"
expect_out "client 'C0002': the appointment of 2027-05-11 (appointments.csv:3) is not in the plan"
expect_out '2 rules are broken'
expect_out 'visits: 20 planned of 30 wanted, 10 not planned'

# Clients who are open get a rep first; their rhythm counts the days of the one who gets them, who is off in the last week.
territory tiny open
edit "$TERRITORY/reps.csv" -e '2{p;s/^R1,[^,]*/R2,Segunda/}'
edit "$TERRITORY/reps.csv" -e 's/Mon Tue Wed Thu Fri,,/Mon Tue Wed Thu Fri,2027-05-31..2027-06-06,/'
edit "$TERRITORY/clients.csv" -e 's/,R1,/,,/'
edit "$TERRITORY/groups.csv" -e 's/^A,Semanal,4/A,Semanal,1\/week/'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_err '15 clients without rep and team were given to reps'
expect_out '27 of 27 wanted visits are planned' # three of group A have three weeks

# Only some reps; a rep that is not there.
ronda plan --no-charts --effort quick --reps R2 threads-1
expect_exit 0
expect_true 'only that rep is in the calendar' \
  sh -c '[ "$(tail -n +2 "$1" | cut -d, -f4 | sort -u)" = R2 ]' - "$WORK/threads-1/plan/calendar.csv"
ronda plan --no-charts --reps nobody threads-1
expect_exit 2

# A time limit ends the run early and says so.
territory demo
ronda plan --no-charts --effort best --time-limit 3 "$TERRITORY"
expect_exit 5 'a run that the limit ended'
expect_in '"status": "stopped"' "$TERRITORY/plan/summary.json"
ronda verify "$TERRITORY"
expect_exit 0 'what it had found keeps every rule'

# Another run into the same folder: refused before it plans, which would take minutes.
territory demo
(cd "$WORK" && exec "$RONDA" plan --no-charts --effort best demo >"$WORK/.first" 2>&1) &
first=$!
while [ ! -d "$TERRITORY/plan" ] && kill -0 $first 2>/dev/null; do sleep 0.05; done
ronda plan --no-charts --effort best --time-limit 30 "$TERRITORY"
expect_exit 4 'a second run into the folder is refused'
expect_err 'plan: another run is writing to this folder'
expect_true 'while the first one still plans' kill -0 $first
kill -KILL $first
wait $first 2>/dev/null
expect_true 'the first one, killed, leaves nothing behind' test -z "$(ls -A "$TERRITORY/plan")"

done_testing
