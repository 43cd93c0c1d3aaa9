#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A calendar that was edited by hand: every broken rule with its line, and nothing else.
. "$(dirname "$0")/lib.sh"

# Three clients of one rep, all within a few kilometres, four weeks from Monday 4 January 2027.
TERRITORY=$WORK/hand
mkdir -p "$TERRITORY/plan"
cat >"$TERRITORY/ronda.ini" <<'END'
[plan]
name = By hand
start = 2027-01-04
weeks = 4
language = en
break = 12:00-13:00
[travel]
model = matrix
[objective]
cost_hour = 20
END
cat >"$TERRITORY/reps.csv" <<'END'
rep,name,lat,lon,days_off,max_visits_day,max_drive_min,field_share_pct
R1,Ana,4.65,-74.10,2027-01-29,4,120,90
R2,Beto,4.66,-74.11,,,,
END
cat >"$TERRITORY/groups.csv" <<'END'
group,name
A,All
END
cat >"$TERRITORY/clients.csv" <<'END'
client,name,lat,lon,rep,group,visits,visit_minutes,min_gap_days,max_gap_days,weekdays,same_weekday,open,close,away,first_by
C1,Uno,4.66,-74.09,R1,A,4,30,5,9,,yes,,,,
C2,Dos,4.67,-74.08,R1,A,2,30,,,Mon Tue Wed,no,08:00,12:00,2027-01-20,
C3,Tres,4.68,-74.07,R1,A,1,30,,,,,,,,2027-01-15
C4,Cuatro,4.69,-74.06,R2,A,1,30,,,,,,,,
END
cat >"$TERRITORY/holidays.csv" <<'END'
date,name
2027-01-11,Reyes Magos
2027-01-22,half
END
cat >"$TERRITORY/appointments.csv" <<'END'
client,date,time,minutes,rep
C3,2027-01-13,15:00,45,R1
END
{
  echo from,to,minutes,km
  for a in C1 C2 C3 C4 R1 R2; do
    for b in C1 C2 C3 C4 R1 R2; do [ $a = $b ] || echo $a,$b,10,8; done
  done
} >"$TERRITORY/travel.csv"

calendar=$TERRITORY/plan/calendar.csv
cat >"$WORK/good.csv" <<'END'
date,rep,client,arrive,leave,wait_min,visit_min
2027-01-05,R1,C1,08:10,08:40,0,30
2027-01-05,R1,C2,08:50,09:20,0,30
2027-01-12,R1,C1,08:10,08:40,0,30
2027-01-13,R1,C3,14:00,15:45,60,45
2027-01-19,R1,C1,08:10,08:40,0,30
2027-01-19,R1,C2,08:50,09:20,0,30
2027-01-26,R1,C1,08:10,08:40,0,30
2027-01-05,R2,C4,08:10,08:40,0,30
END

cp "$WORK/good.csv" "$calendar"
ronda verify "$TERRITORY"
expect_exit 0 'a calendar in order'
expect_out 'keeps every rule'
expect_out 'visits: 8 planned of 8 wanted, 0 not planned'
expect_no_err

# broken TEXT EXPECTED SED…: one change, one message (more may follow from it)
broken() {
  local text=$1 expected=$2
  shift 2
  cp "$WORK/good.csv" "$calendar"
  edit "$calendar" "$@"
  ronda verify "$TERRITORY"
  expect_exit 1 "$text: exit status 1"
  expect_out "$expected" "$text: $expected"
}

broken 'weekend' "calendar.csv:4: client 'C1', rep 'R1', 2027-01-16: the rep does not work that day" -e '4s/01-12/01-16/'
broken 'holiday' "calendar.csv:4: client 'C1', rep 'R1', 2027-01-11: the rep does not work that day (Reyes Magos)" -e '4s/01-12/01-11/'
broken 'day off' "calendar.csv:8: client 'C1', rep 'R1', 2027-01-29: the rep does not work that day (day off)" -e '8s/01-26/01-29/'
broken 'half day' "calendar.csv:8: client 'C1', rep 'R1', 2027-01-22: the visit from 14:00 to 14:30 is not inside one stretch of the rep's working hours, 08:00-12:00" \
  -e '8s/01-26,R1,C1,08:10,08:40/01-22,R1,C1,14:00,14:30/'
broken 'start' "calendar.csv:2: client 'C1', rep 'R1', 2027-01-05: arrives at 08:05, but work begins at 08:00 and the drive from the start point takes 10 min; arrive at 08:10 or later" \
  -e '2s/08:10,08:40/08:05,08:35/'
broken 'drive' "calendar.csv:3: client 'C2', rep 'R1', 2027-01-05: arrives at 08:45, but leaves client 'C1' at 08:40 and the drive takes 10 min" -e '3s/08:50,09:20/08:45,09:15/'
broken 'overlap' "calendar.csv:3: client 'C2', rep 'R1', 2027-01-05: arrives at 08:30, before the visit to client 'C1' ends at 08:40: the two overlap" -e '3s/08:50,09:20/08:30,09:00/'
broken 'break' "calendar.csv:2: client 'C1', rep 'R1', 2027-01-05: the visit from 11:45 to 12:15 is not inside one stretch" -e '2s/08:10,08:40/11:45,12:15/'
broken 'end of the day' "calendar.csv:8: client 'C1', rep 'R1', 2027-01-26: after this last visit the rep is back at 18:05, but the day ends at 18:00; the day is 5 min too long" \
  -e '8s/08:10,08:40/17:25,17:55/'
broken "client's hours" "calendar.csv:3: client 'C2', rep 'R1', 2027-01-05: the visit from 14:00 to 14:30 is not inside the client's hours, 08:00-12:00" -e '3s/08:50,09:20/14:00,14:30/'
broken "client's weekdays" "calendar.csv:7: client 'C2', rep 'R1', 2027-01-21: the client takes no visits on that weekday" -e '7s/01-19/01-21/'
broken 'client away' "calendar.csv:7: client 'C2', rep 'R1', 2027-01-20: the client is away from 2027-01-20 to 2027-01-20" -e '7s/01-19/01-20/'
broken 'appointment dropped' "calendar.csv: client 'C3': the appointment of 2027-01-13 (appointments.csv:2) is not in the plan" -e '5d'
broken 'appointment moved' "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: starts at 14:00, but the appointment (appointments.csv:2) is at 15:00" -e '5s/14:00,15:45,60,45/14:00,14:45,0,45/'
broken 'appointment cut short' "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: stays 30 min, but the visit takes 45 min" -e '5s/15:45,60,45/15:30,60,30/'
broken 'another rep' "calendar.csv:3: client 'C2', rep 'R2', 2027-01-05: the client belongs to rep 'R1'" -e '3s/,R1,/,R2,/'
broken 'twice a day' "calendar.csv:4: client 'C1', rep 'R1', 2027-01-05: the client is visited twice that day" -e '4s/01-12,R1,C1,08:10,08:40/01-05,R1,C1,10:00,10:30/'
broken 'too close' "calendar.csv:4: client 'C1', rep 'R1', 2027-01-08: only 3 days after the visit on 2027-01-05, but min_gap_days is 5" -e '4s/01-12/01-08/'
broken 'too far apart' "calendar.csv:6: client 'C1', rep 'R1', 2027-01-22: 10 days after the visit on 2027-01-12, but max_gap_days is 9; visit by 2027-01-21" -e '6s/01-19/01-22/'
broken 'weekday' "calendar.csv:4: client 'C1', rep 'R1', 2027-01-13: the client is to be visited on one weekday always (same_weekday); move it, for example to 2027-01-12" -e '4s/01-12/01-13/'
broken 'too many' "calendar.csv:8: client 'C2', rep 'R1', 2027-01-26: visit 3 of a client that wants 2; drop 1" -e '8s/C1/C2/'
broken 'too short' "calendar.csv:2: client 'C1', rep 'R1', 2027-01-05: stays 20 min, but the visit takes 30 min" -e '2s/08:40,0,30/08:30,0,20/'
broken 'sums' "calendar.csv:2: client 'C1', rep 'R1', 2027-01-05: arriving at 08:10, waiting 0 min and staying 30 min ends at 08:40, not at 08:35" -e '2s/08:40/08:35/'
broken 'too many visits a day' "calendar.csv:8: rep 'R1', 2027-01-19: 5 visits, but at most 4 a day" -e '5s/.*/2027-01-19,R1,C3,10:00,10:45,0,45/' \
  -e '8s/.*/2027-01-19,R1,C1,11:00,11:30,0,30/' -e '9s/.*/2027-01-19,R1,C4,07:00,07:30,0,30/'

# Two rules of a day that need long drives; and a whole file of errors in one run.
cp "$WORK/good.csv" "$calendar"
edit "$TERRITORY/travel.csv" -e 's/^\(C1,R1\),10/\1,111/'
ronda verify "$TERRITORY"
expect_exit 1 'driving: exit status 1'
expect_out "calendar.csv:4: rep 'R1', 2027-01-12: drives 121 min, but at most 120 min a day (max_drive_min); save 1 min"
edit "$TERRITORY/travel.csv" -e 's/^\(C1,R1\),111/\1,10/'
edit "$calendar" -e '8s/.*/2027-01-26,R1,C1,08:10,17:30,0,560/'
ronda verify "$TERRITORY"
expect_out "calendar.csv:8: rep 'R1', 2027-01-26: driving and visits take 580 min, but the day has 486 min for the field (field_share_pct); save 94 min"
edit "$calendar" -e '4s/01-12/01-16/' -e '3s/08:50,09:20/08:30,09:00/'
ronda verify "$TERRITORY"
expect_exit 1
expect_out 'calendar.csv:3:'
expect_out 'calendar.csv:4:'
expect_out 'calendar.csv:8:'

# As a Spanish Excel saves it, in another order, without what can be computed: a visit is as long as it has to be, and
# what is over is waiting before it.
printf '\357\273\277Cliente;Fecha;Representante;Llegada;Salida\r\nC1;12/01/2027;R1;8:10;\r\nC1;5/1/2027;R1;8:10;\r\n' >"$calendar"
printf 'C3;13/01/2027;R1;14:30;15:45\r\n' >>"$calendar"
ronda verify "$TERRITORY"
expect_exit 0
expect_out 'minutes: 105 with clients, 60 travel, 30 waiting'
edit "$calendar" -e '4s/15:45/15:30/'
ronda verify "$TERRITORY"
expect_out "calendar.csv:4: client 'C3', rep 'R1', 2027-01-13: starts at 14:45, but the appointment (appointments.csv:2) is at 15:00"
expect_out '1 rule is broken'

# What is no calendar is bad input, and a plan that is not there a matter of the system.
echo 'no,calendar' >"$calendar"
ronda verify "$TERRITORY"
expect_exit 3
expect_err "calendar.csv:1: "
rm "$calendar"
ronda verify "$TERRITORY"
expect_true 'a missing calendar is neither right nor wrong' [ "$STATUS" -ge 3 ]
expect_err 'calendar.csv'
done_testing
