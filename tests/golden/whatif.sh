#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Scenarios: what they change is shown, mistakes are told in their lines, nothing is solved twice, pieces make the same
# bytes as one run.
. "$(dirname "$0")/lib.sh"

scenario() { # scenario NAME, with its text on standard input
  mkdir -p "$TERRITORY/scenarios"
  cat >"$TERRITORY/scenarios/$1.ini"
}

# All that a run leaves but how long it took.
without_times() { # without_times FOLDER COPY
  rm -rf "$2"
  cp -R "$1" "$2"
  find "$2" -name summary.json -exec sed -i -e '/"seconds"/d' -e '/"timing"/,/}/d' {} +
}

field() { # field NAME COLUMN: of comparison.csv
  awk -F, -v name="$1" -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i }
    $1 == name { print $at }' "$TERRITORY/plan/whatif/comparison.csv"
}

# Two reps with clients of their own, so that one of them can stay as he is.
territory tiny
printf 'R2,Marta,4.81,-75.69,08:00,18:00,,,Mon Tue Wed Thu Fri,,,,,,,45,,,\n' >>"$TERRITORY/reps.csv"
edit "$TERRITORY/clients.csv" -e '/^C000[13579],/s/,R1,/,R2,/'

# What a scenario changes, before anything is planned.
scenario twice <<'END'
[scenario]
name = Group C twice

[set]
group C visits = 2
END
scenario short <<'END'
# R2 alone
[scenario]
name = R2 has half of his field time
base = twice
[scale]
rep R2 field_share_pct = 0.5
END
ronda whatif --show "$TERRITORY"
expect_exit 0
expect_stdout <<'END'
short: R2 has half of his field time
  scenarios/twice.ini:5: set group C visits = 2
    groups.csv  C  visits: 1 → 2
  scenarios/short.ini:6: scale rep R2 field_share_pct = 0.5
    reps.csv  R2  field_share_pct: (empty) → 50
twice: Group C twice
  scenarios/twice.ini:5: set group C visits = 2
    groups.csv  C  visits: 1 → 2
END
expect_no_file "$TERRITORY/plan"

# One run; the files are as they were.
cp -R "$TERRITORY" "$WORK/before"
ronda whatif --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_out 'short'
expect_file "$TERRITORY"/plan/whatif/{comparison.csv,base/calendar.csv,twice/summary.json,short/unplanned.csv}
expect_lines 4 "$TERRITORY/plan/whatif/comparison.csv"
expect_true 'group C is wanted twice' [ "$(field twice wanted_C)" -eq $((2 * $(field base wanted_C))) ]
expect_true 'that difference is certain' [ "$(field twice planned_significant)" = yes ]
expect_in 'scenarios/twice.ini' "$TERRITORY/plan/whatif/twice/summary.json" 'the scenario is among the inputs'
mv "$TERRITORY/plan" "$WORK/plan"
expect_same "$TERRITORY" "$WORK/before" 'the files are as they were'

# Four sets were solved for six: R1 of short is that of twice. What is known is not solved again, and gives the same.
expect_true 'five sets for three times two reps' [ "$(find "$WORK/plan/whatif/solved" -name '*.json' | wc -l)" -eq 5 ]
without_times "$WORK/plan/whatif" "$WORK/once"
mv "$WORK/plan" "$TERRITORY/plan"
ronda whatif --no-charts --effort quick "$TERRITORY"
without_times "$TERRITORY/plan/whatif" "$WORK/again"
expect_same "$WORK/once" "$WORK/again" 'from what is known: the same bytes'
rm -rf "$TERRITORY/plan"
ronda whatif --no-charts --effort quick --threads 1 "$TERRITORY"
without_times "$TERRITORY/plan/whatif" "$WORK/again"
expect_same "$WORK/once" "$WORK/again" 'solved anew: the same bytes'

# A plan is the base; what it has solved serves here, and a file that was touched does not.
rm -rf "$TERRITORY/plan"
ronda plan --no-charts --effort quick "$TERRITORY"
expect_same "$TERRITORY/plan/calendar.csv" "$WORK/once/base/calendar.csv" 'the base is what plan makes'
kept=$(find "$TERRITORY/plan/solved" -name '*.json' | LC_ALL=C sort | head -n 1)
edit "$kept" -e 's/"bound":[0-9]*/"bound":1/'
ronda whatif --no-charts --effort quick "$TERRITORY"
without_times "$TERRITORY/plan/whatif" "$WORK/again"
expect_same "$WORK/once" "$WORK/again" 'a damaged file is not believed'

# Pieces, in any order, then put together: the same bytes as one run.
rm -rf "$TERRITORY/plan"
for piece in 3 1; do
  ronda whatif --effort quick --piece $piece/3 "$TERRITORY"
  expect_exit 0
  expect_out "Piece $piece of 3"
done
ronda whatif --no-charts --effort quick --merge "$TERRITORY"
expect_exit 3
expect_err 'missing'
expect_no_file "$TERRITORY/plan/whatif/comparison.csv"
ronda whatif --effort quick --piece 2/3 "$TERRITORY"
ronda whatif --no-charts --effort quick --merge "$TERRITORY"
expect_exit 0
without_times "$TERRITORY/plan/whatif" "$WORK/again"
expect_same "$WORK/once" "$WORK/again" 'three pieces: the same bytes'

# On the command line: a rep leaves, his clients go to the other; a value is swept; the best within a budget.
ronda whatif --show --drop-rep R2 "$TERRITORY"
expect_out 'reps.csv  R2  goes: '
expect_out 'clients.csv  C0001  goes from R2 to R1'
ronda whatif --no-charts --effort quick --drop-rep R2 --called leaves "$TERRITORY"
expect_exit 0
expect_true 'his clients have another rep' [ "$(field leaves clients_moved)" -eq 5 ]
expect_true 'the rep is gone' [ -z "$(field leaves load_pct_R2)" ]
ronda whatif --no-charts --effort quick --drop-rep 'R2 to R1' --called named "$TERRITORY"
expect_exit 0
expect_true 'the one who is named gets them' [ "$(field named clients_moved)" -eq 5 ]
# Clients whom nobody else can reach: the first three are named, the others counted.
cp "$TERRITORY/clients.csv" "$TERRITORY/reps.csv" "$WORK"
printf 'R3,Nadie,4.82,-75.70,08:00,18:00,,,Mon Tue Wed Thu Fri,,,,,,,45,,,\n' >>"$TERRITORY/reps.csv"
edit "$TERRITORY/clients.csv" -e '/,R2,/s/^\([^,]*,[^,"]*\|[^,]*,"[^"]*"\),[0-9.]*,/\1,8.5,/'
ronda whatif --show --drop-rep R2 "$TERRITORY"
expect_exit 0
expect_err 'client C0005: it is farther from every rep than a day is long; R3 gets it'
expect_err '2 clients more that nobody can take get the nearest rep (--show)'
expect_true 'no more than that' [ "$(grep -c 'gets it' "$ERR")" -eq 3 ]
cp "$WORK/clients.csv" "$WORK/reps.csv" "$TERRITORY"
# His clients' rhythm is counted by the days of whoever gets them: nobody's visits are forgotten.
cp "$TERRITORY/groups.csv" "$WORK/groups.csv"
edit "$TERRITORY/groups.csv" -e 's/^A,Semanal,4/A,Semanal,1\/week/' -e 's/^B,Quincenal,2/B,Quincenal,1\/2weeks/'
ronda whatif --no-charts --effort quick --drop-rep R2 --called rhythm "$TERRITORY"
expect_exit 0
expect_true 'as many visits are wanted as before' [ "$(field rhythm wanted)" -eq 30 ]
expect_true 'as in the base' [ "$(field base wanted)" -eq 30 ]
cp "$WORK/groups.csv" "$TERRITORY/groups.csv"
ronda whatif --no-charts --effort quick --drop-rep 'R2 to R9' "$TERRITORY"
expect_exit 3
expect_err "'R9' is not in reps.csv"
real=$RONDA
RONDA=$WORK/bare
printf '#!/bin/sh\nPATH=/nowhere exec "%s" "$@"\n' "$real" >"$RONDA"
chmod +x "$RONDA"
ronda whatif --effort quick --drop-rep R2 --called leaves "$TERRITORY"
RONDA=$real
expect_exit 0 'without gnuplot scenarios are compared all the same'
expect_err 'no charts'
expect_file "$TERRITORY/plan/whatif/comparison.csv"
scenario third <<'END'
[scenario]
name = A third rep and least driving
align = yes
[add]
rep R3 like R2: name = Nueva; lat = 4.535; lon = -75.68
[set]
align balance = none
align change_hours = 0
END
ronda whatif --no-charts --effort quick --scenario third "$TERRITORY"
expect_exit 0
expect_true 'the third rep gets clients' [ "$(field third clients_moved)" -gt 0 ]
expect_true 'and is loaded with them' [ -n "$(field third load_pct_R3)" ]
rm "$TERRITORY/scenarios/third.ini"
ronda whatif --no-charts --effort quick --scale 'rep * field_share_pct = 0.5..1 step 0.25' --called share \
  --budget 1e9 "$TERRITORY"
expect_exit 0
expect_out 'share_0.75'
expect_out 'the best is'
expect_true 'a full share changes nothing' [ "$(field share_1 planned_significant)" = same ]

# Every mistake, each in its line; nothing is written.
rm -rf "$TERRITORY/plan"
scenario wrong <<'END'
[set]
group Z visits = 2
group A vists = 2
rep * start = early
[scale]
client * rep = 2
END
ronda whatif "$TERRITORY"
expect_exit 3
expect_err "scenarios/wrong.ini:2: 'group Z visits = 2': 'Z' is not in groups.csv"
expect_err "scenarios/wrong.ini:3: 'group A vists = 2': groups.csv has no column 'vists'; is 'visits' meant?"
expect_err "scenarios/wrong.ini:4: column 'start': 'early'"
expect_err "scenarios/wrong.ini:6: 'client * rep = 2': clients.csv:2: 'R2' cannot be scaled"
expect_no_file "$TERRITORY/plan"
rm "$TERRITORY/scenarios/wrong.ini"
ronda whatif --scenario nobody "$TERRITORY"
expect_exit 2
expect_err 'scenarios/nobody.ini'
ronda whatif --set 'group A' "$TERRITORY"
expect_exit 3
expect_err "--set: 'group A'"
for piece in 0/3 4/3 1 x; do
  ronda whatif --piece $piece "$TERRITORY"
  expect_exit 2
done
rm -r "$TERRITORY/scenarios"
ronda whatif "$TERRITORY"
expect_exit 2
expect_err 'there is no scenario'

# Joint visits, whose resource two reps share, in pieces and at once.
for way in joints-once joints-pieces; do
  territory tiny $way
  printf 'R2,Marta,4.81,-75.69,08:00,18:00,,,Mon Tue Wed Thu Fri,,,,,,,45,,,\n' >>"$TERRITORY/reps.csv"
  edit "$TERRITORY/clients.csv" -e '/^C000[13579],/s/,R1,/,R2,/'
  edit "$TERRITORY/clients.csv" -e '1s/$/,resource,resource_visits/' -e '2,6s/$/,GG,1/' -e '7,$s/$/,,/'
  printf 'resource,name,role,max_visits,days,start,end\nGG,Patricia,Gerente,3,2027-05-17..2027-05-28,09:00,17:00\n' \
    >"$TERRITORY/resources.csv"
  mkdir "$TERRITORY/scenarios"
  printf '[set]\ngroup C visits = 2\n' >"$TERRITORY/scenarios/twice.ini"
  printf '[set]\nresource GG max_visits = 0\n' >"$TERRITORY/scenarios/alone.ini"
  pieces='--quiet'
  [ $way = joints-once ] || pieces='--piece=1/2 --piece=2/2 --merge'
  for piece in $pieces; do
    ronda whatif --no-charts --effort quick "$piece" "$TERRITORY"
    expect_exit 0
  done
  find "$TERRITORY/plan/whatif" -name summary.json -exec sed -i -e '/"seconds"/d' -e '/"timing"/,/}/d' {} +
done
expect_in ',GG,' "$WORK/joints-once/plan/whatif/base/calendar.csv"
expect_same "$WORK/joints-once/plan/whatif" "$WORK/joints-pieces/plan/whatif" 'joint visits come out the same in pieces'
# Who has other joint visits has another calendar to solve, in the pieces already.
sets=$(find "$WORK/joints-pieces/plan/whatif/solved" -type f | wc -l)
[ "$sets" -eq 6 ]
verdict $? "each rep and scenario is solved once around its joint visits: $sets"

done_testing
