#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is counted before anything is planned: findings with their rows and remedies, and the exit status that goes with them.
. "$(dirname "$0")/lib.sh"

territory tiny
ronda check "$TERRITORY"
expect_exit 0
expect_stdout 'tiny, as it is' <<'END'
rep (hours)             clients  visits  days  field  service  driving*   load
R1 Julián Ospina Lond…       15      30    18    162       22        16    24%
all                          15      30    18    162       22        16    24%

group (hours)           clients  visits               service  driving*  share
A Semanal                     3      12                     9        10    51%
B Quincenal                   6      12                     9         3    32%
C Mensual                     6       6                     4         2    18%
* estimated
The input is sound, and the work fits by count
END
expect_no_err
expect_no_file "$TERRITORY/plan"

# The demo is overloaded on purpose: tight, not impossible.
territory demo
ronda check "$TERRITORY"
expect_exit 0
expect_out "Tight by estimate"
expect_out "reps.csv:3: rep 'R2': the visits take"
expect_out 'more field day'
expect_true 'it fits one screen' [ "$(wc -l <"$OUT")" -le 24 ]
ronda check --quiet "$TERRITORY"
expect_true 'quiet is brief' [ "$(wc -l <"$OUT")" -le 1 ]

# Forty reps: the fullest twelve and the sum of the others; all of them when asked.
territory national
ronda check "$TERRITORY"
expect_out '28 reps with less'
expect_true 'forty reps are still to be looked at' [ "$(wc -l <"$OUT")" -le 50 ]
ronda check --verbose "$TERRITORY"
expect_true 'all reps on demand' [ "$(grep -c '^R[0-9]* ' "$OUT")" -eq 40 ]

# What cannot be done: one client each, and the remedies do what they say.
territory tiny
edit "$TERRITORY/clients.csv" \
  -e '1s/$/,min_gap_days,first_by/' -e '2,$s/$/,,/' \
  -e '2s/R1,B,,,,no,,,,,/R1,B,9,,Mon Tue,no,,,,,/' \
  -e '3s/R1,A,/R1,A,4/' -e '3s/,,$/,10,/' \
  -e '8s/no,,,,,/no,06:00,08:20,,,/'
ronda check "$TERRITORY"
expect_exit 1
expect_out "clients.csv:2: client 'C0001' wants 9 visits, but there are 6 days on which it can be visited; remedy: drop to 6 visits, or open it on Wed (4 more days)"
expect_out "clients.csv:3: client 'C0002' wants 4 visits, but its rules leave room for 3 (min_gap_days 10); remedy: lower min_gap_days from 10 to 8, or drop to 3 visits"
expect_out "clients.csv:8: client 'C0007': a visit takes 40 min, but its hours 06:00-08:20 leave 20 min of the hours of rep 'R1'"
expect_out '3 things cannot be done'
edit "$TERRITORY/clients.csv" -e '2s/Mon Tue/Mon Tue Wed/' -e '3s/,10,$/,8,/' -e '8s/08:20/08:50/'
ronda check "$TERRITORY"
expect_exit 0 'the remedies help'

# Appointments that collide.
territory tiny
cat >"$TERRITORY/appointments.csv" <<'END'
client,date,time,minutes,rep
C0001,2027-05-11,09:00,40,R1
C0002,2027-05-11,09:45,45,R1
END
ronda check "$TERRITORY"
expect_exit 1
expect_out "appointments.csv:3: client 'C0002', rep 'R1', 2027-05-11 09:45: it collides with the appointment at client 'C0001' (line 2), which ends at 09:40"
ronda plan --no-charts "$TERRITORY"
expect_exit 1 'and no plan keeps both'

# A rhythm counts the days there are: where there are none, it wants nothing, and that is said.
territory tiny
edit "$TERRITORY/reps.csv" -e '2s/Fri,,/Fri,2027-05-01..2027-06-30,/'
edit "$TERRITORY/groups.csv" -e 's/,4,/,1\/week,/' -e 's/,2,/,1\/2weeks,/' -e 's/,1,/,1\/month,/'
ronda check "$TERRITORY"
expect_exit 1
expect_out "reps.csv:2: rep 'R1' has 15 clients, but no working day in the horizon"
expect_out 'clients.csv: no client is to be visited in the horizon'
ronda plan --no-charts "$TERRITORY"
expect_exit 0
expect_out "No client is to be visited in that time; 'ronda check' says why"
territory tiny
edit "$TERRITORY/clients.csv" -e '2s/R1,B,,,,/R1,B,1\/week,,Sun,/'
ronda check "$TERRITORY"
expect_exit 1
expect_out "clients.csv:2: client 'C0001' takes visits on Sun, but rep 'R1' never works then (weekdays Mon Tue Wed Thu Fri)"

# A message is a line, whatever stands in a cell.
territory tiny
edit "$TERRITORY/clients.csv" -e "1s/\$/,\"$(printf 'x%.0s' {1..99})\"/" -e '2,$s/$/,/' \
  -e "3s/,R1,/,\"R1 $(printf 'y%.0s' {1..99})\",/"
ronda check "$TERRITORY"
expect_exit 3
expect_err "clients.csv:1: columns that ronda does not know are kept as they are: '$(printf 'x%.0s' {1..39})…'"
expect_err "clients.csv:3: column 'rep': 'R1 $(printf 'y%.0s' {1..36})…' is not in reps.csv, which has: R1"

# Errors first: nothing is counted on wrong input.
territory tiny
edit "$TERRITORY/clients.csv" -e '4s/,5\.[0-9]*,/,95,/'
ronda check "$TERRITORY"
expect_exit 3
expect_err "clients.csv:4: column 'lat':"
done_testing
