#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Joint visits, activities inside the calendar, contacts by others, and a page a client.
. "$(dirname "$0")/lib.sh"

territory tiny
cat >"$TERRITORY/resources.csv" <<'END'
resource,name,role,max_visits,days,start,end
GG,Ana <Gerente>,Gerente general,2,2027-05-18..2027-05-19,09:00,17:00
END
cat >"$TERRITORY/activities.csv" <<'END'
activity,group,times,minutes,cost,channel,resource,objective,kpi,expected_result
J1,A,1,15,1000,visit,GG,Plan conjunto,Firma,Compromiso
V1,B,1,10,500,visit,,Exhibición,Caras,+2
T1,B,2,5,100,phone,,Cartera,Días,-5
END
edit "$TERRITORY/groups.csv" -e '1s/$/,investment,min_visits/' -e '2s/$/,3000,/' -e '3s/$/,1000,1/' -e '4s/$/,,/'
ronda plan --effort quick --no-charts "$TERRITORY"
expect_exit 0
expect_out 'Activities: '
expect_out 'of the investment: A '
expect_out ', over)'
expect_out 'Joint visits: Ana <Gerente> joins 2 of 3 on 1 day'
expect_file "$TERRITORY"/plan/{resources,unmet,action_plan}.csv "$TERRITORY/plan/clients.html"
expect_lines 3 "$TERRITORY/plan/resources.csv" 'the quota is used'
expect_in ',J1,GG,' "$TERRITORY/plan/calendar.csv" 'the calendar says who joins'
expect_in ',quota,the 2 joint visits of Ana <Gerente> go to clients of more value' "$TERRITORY/plan/unmet.csv"
expect_in 'max_visits 3 for GG (2027-05-1' "$TERRITORY/plan/unmet.csv" 'a remedy that was tried'
expect_in 'Ana &lt;Gerente&gt;' "$TERRITORY/plan/clients.html" 'texts are escaped'
expect_not_in 'Ana <Gerente>' "$TERRITORY/plan/clients.html"
expect_true 'an activity lengthens its visit' \
  sh -c 'awk -F, "/,V1,,/ && !/,50,no,|,60,no,|,65,no,|,55,no,|,70,no,/ {bad = 1} END {exit bad}" "$1"' - "$TERRITORY/plan/calendar.csv"
ronda verify "$TERRITORY"
expect_exit 0
mv "$TERRITORY/plan" "$WORK/first"
ronda plan --effort quick --no-charts --threads 1 "$TERRITORY"
expect_same "$WORK/first/calendar.csv" "$TERRITORY/plan/calendar.csv" 'the same with one thread'
expect_same "$WORK/first/resources.csv" "$TERRITORY/plan/resources.csv"

# A resource in two places, off its days, beyond its quota; an activity without its resource.
edit "$TERRITORY/plan/calendar.csv" -e 's/,J1,GG,/,J1,,/'
ronda verify "$TERRITORY"
expect_exit 1
expect_out "activity 'J1' needs resource 'GG', who does not join the visit"
cp "$WORK/first/calendar.csv" "$TERRITORY/plan/calendar.csv"
edit "$TERRITORY/resources.csv" -e 's/GG,\(.*\),2,2027-05-18..2027-05-19,09:00,17:00/GG,\1,1,2027-05-25,13:00,17:00/'
ronda verify "$TERRITORY"
expect_exit 1
expect_out "resource 'GG' cannot join on that day"
expect_out "is not inside the hours of resource 'GG', 13:00-17:00"
expect_out "resource 'GG' joins 2 visits, but at most 1"

# Days on which nobody works: all of it is refused with the reason.
edit "$TERRITORY/resources.csv" -e 's/2027-05-25/2027-05-16/'
ronda plan --effort quick --no-charts "$TERRITORY"
expect_exit 0
expect_lines 1 "$TERRITORY/plan/resources.csv" 'nobody works on a Sunday'
expect_in ',closed,' "$TERRITORY/plan/unmet.csv"

# Contacts by others stand in for visits where ronda.ini says so.
territory tiny others
client=$(awk -F, '$6 == "A" {print $1; exit}' "$TERRITORY/clients.csv")
printf 'client,date,rep,channel\n%s,2027-05-12,service,\n%s,2027-05-20,service,\n%s,2027-05-21,,phone\n' \
  "$client" "$client" "$client" >"$TERRITORY/appointments.csv"
ronda check "$TERRITORY"
expect_exit 3
expect_err "appointments.csv:2: column 'rep': 'service' is not in reps.csv"
printf '\n[contacts]\nservice = 0.5\nremote = 1\n' >>"$TERRITORY/ronda.ini"
ronda plan --effort quick --no-charts "$TERRITORY"
expect_exit 0
expect_out 'Contacts by others stand in for 2 visits, which saves'
expect_in "$client," "$TERRITORY/plan/contacts.csv"
expect_true 'two of four visits are left' \
  sh -c '[ "$(grep -c ",$2," "$1")" = 2 ]' - "$TERRITORY/plan/calendar.csv" "$client"
ronda verify "$TERRITORY"
expect_exit 0
edit "$TERRITORY/ronda.ini" -e 's/^service = .*/service = often/'
ronda check "$TERRITORY"
expect_exit 3
expect_err "[contacts] service: 'often': write for how many visits one contact counts"

done_testing
