#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What was done against the plan: the rep who drifts is found and no other, causes add up, learning only when asked for.
. "$(dirname "$0")/lib.sh"

# Whether the steps of each level of causes.csv, in millionths, lead from what was expected to what was sold.
adds_up() {
  awk -F, 'function micro(text,  part, sign) {
             sign = text ~ /^-/ ? -1 : 1; sub(/^-/, "", text); split(text, part, ".")
             return sign * (part[1] * 1000000 + substr(part[2] "000000", 1, 6)) }
           NR == 1 || $3 == "target" || $3 == "plan_against_target" { next }
           $3 == "expected" { sum = micro($4); next }
           $3 == "sold" { if (sum != micro($4)) { bad = 1; print "# " $0 " but " sum }; checked++; next }
           { sum += micro($4) }
           END { exit bad || checked < 2 }' "$1"
}

territory demo
before=$(cat "$TERRITORY"/*.csv | cksum)
ronda measure --plan "$TERRITORY/former" "$TERRITORY"
expect_exit 0
expect_out 'Until 2027-02-12'
expect_out 'adds up exactly'
expect_out 'What the data cannot say'
expect_file "$TERRITORY"/plan/measure/{adherence,sales,causes,reps,clients,learned}.csv "$TERRITORY/plan/measure/proposed/groups.csv"
expect_true 'one rep drifts' [ "$(grep -c ',drifts,' "$TERRITORY/plan/measure/reps.csv")" -eq 1 ]
expect_true 'it is R3' grep -q '^R3,.*,drifts,' "$TERRITORY/plan/measure/reps.csv"
expect_true 'causes add up to the millionth' adds_up "$TERRITORY/plan/measure/causes.csv"
expect_in 'A,visit_minutes,' "$TERRITORY/plan/measure/learned.csv"
expect_in ',yes,C0317,' "$TERRITORY/plan/measure/learned.csv" 'a single client that takes longer'
expect_file "$TERRITORY/plan/measure/proposed/clients.csv"
expect_true 'the inputs are untouched' [ "$(cat "$TERRITORY"/*.csv | cksum)" = "$before" ]

# The same again, the same bytes.
cp -R "$TERRITORY/plan/measure" "$WORK/measured"
ronda measure --plan "$TERRITORY/former" "$TERRITORY"
expect_same "$WORK/measured" "$TERRITORY/plan/measure" 'measuring twice gives the same bytes'

# Up to a date.
ronda measure --plan "$TERRITORY/former" --to 2027-01-10 "$TERRITORY"
expect_exit 0
expect_out 'Until 2027-01-10'
ronda measure --plan "$TERRITORY/former" --to soon "$TERRITORY"
expect_exit 2
expect_err '--to'

# Learned figures go into groups.csv only with --accept; what is proposed is what is accepted.
ronda measure --plan "$TERRITORY/former" "$TERRITORY"
cp "$TERRITORY/groups.csv" "$WORK/groups.csv"
ronda measure --plan "$TERRITORY/former" --accept "$TERRITORY"
expect_exit 0
expect_same "$WORK/groups.csv" "$TERRITORY/groups.csv.before" 'the former groups.csv is kept'
for file in groups clients; do
  expect_same "$TERRITORY/plan/measure/proposed/$file.csv" "$TERRITORY/$file.csv" "what was proposed of $file.csv was accepted"
done
ronda check "$TERRITORY"
expect_exit 0 'the proposal can be read'

# Nothing to measure; no plan; no such version.
territory tiny
ronda measure "$TERRITORY"
expect_exit 1
expect_err 'actuals.csv'
territory demo
ronda measure "$TERRITORY"
expect_exit 4 'there is no plan'
ronda measure --plan nowhere "$TERRITORY"
expect_exit 2

# Silence is not failure: a rep who reported nothing is not measured.
territory demo
edit "$TERRITORY/actuals.csv" -e '/,R3,/d'
ronda measure --plan "$TERRITORY/former" "$TERRITORY"
expect_exit 0
expect_out 'nothing is known'
expect_true 'R3 has too few to judge' grep -q '^R3,.*,too_few,' "$TERRITORY/plan/measure/reps.csv"

# Excel's form.
territory demo
ronda measure --excel --plan "$TERRITORY/former" "$TERRITORY"
expect_exit 0
expect_in ';' "$TERRITORY/plan/measure/reps.csv"

done_testing
