#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A rep who sleeps out: tours over several days, what they save, and that verify knows their rules.
. "$(dirname "$0")/lib.sh"

field() { # field NAME FILE: the first number of that name in a summary
  sed -n "s/^  \"$1\": \([0-9.]*\).*/\1/p" "$2" | head -n 1
}

territory llanos
ronda plan --no-charts --effort quick --threads 1 "$TERRITORY"
expect_exit 0
expect_out '114 of 114 wanted visits are planned'
plan=$TERRITORY/plan
expect_true 'the calendar says where he sleeps' grep -q '^date,.*,uid,sleeps_out' "$plan/calendar.csv"
expect_true 'days.csv says where a day starts' grep -q '^date,.*,week,starts_at,sleeps_at' "$plan/days.csv"
nights=$(field nights "$plan/summary.json")
expect_true 'some nights are spent out' [ "$nights" -gt 3 ]
expect_true 'as many in the calendar' [ "$(grep -c ',yes[^,]*$' "$plan/calendar.csv")" -eq "$nights" ]
expect_true 'as many in days.csv' [ "$(grep -c ',C[0-9]*$' "$plan/days.csv")" -eq "$nights" ]
expect_true 'each costs 140,000' grep -q "\"nights\": $((nights * 140000)).0" "$plan/summary.json"
expect_true 'a day starts where the one before ended' awk -F, '
  FNR > 1 { if ($16 != slept) bad = 1; slept = $17 } END { exit bad }' "$plan/days.csv"
ronda verify "$TERRITORY"
expect_exit 0 'the plan keeps every rule'

cp "$plan/calendar.csv" "$WORK/once.csv"

# The rest of the horizon anew, with a day off on the morning after a night out: the tours that can stay do.
out=$(awk -F, 'FNR > 1 && $17 != "" && $1 > "2027-01-25" { print $1; exit }' "$plan/days.csv")
morning=$(date -d "$out + 1 day" +%F)
cp -R "$TERRITORY" "$WORK/later"
edit "$WORK/later/reps.csv" -e "2s/Fri,,/Fri,$morning,/"
ronda replan --effort quick --no-charts --from 2027-01-20 later
expect_exit 0
expect_not_in "$morning" "$WORK/later/plan/calendar.csv" 'nobody works that morning'
expect_true 'he is at home the night before' grep -q "^$out,.*,[A-Z0-9]*,$" "$WORK/later/plan/days.csv"
ronda verify later
expect_exit 0 'the new plan keeps every rule'

# By hand: coming home is another matter, and so is staying away one night more.
sed 's/,yes$/,no/' "$WORK/once.csv" >"$WORK/home.csv"
ronda verify "$TERRITORY" --plan "$WORK/home.csv"
expect_exit 1 'without the nights the days are too long'
expect_out 'after this last visit the rep is back at'
edit "$TERRITORY/reps.csv" -e '2s/,3,140000/,0,140000/'
ronda verify "$TERRITORY" --plan "$WORK/once.csv"
expect_exit 1
expect_out 'the rep sleeps out, but accepts no nights (nights); let him go home'

# At home every night: twice the driving, and no columns for nights.
ronda plan --no-charts --effort quick "$TERRITORY"
expect_true 'he drives half as much again' \
  [ "$(printf '%.0f' "$(field travel_min "$plan/summary.json")")" -gt 6000 ]
expect_not_in sleeps_out "$plan/calendar.csv"
expect_not_in sleeps_at "$plan/days.csv"
expect_not_in nights "$plan/summary.json"
done_testing
