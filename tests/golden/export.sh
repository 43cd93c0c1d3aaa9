#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A plan on its way out: every format, again after a new plan, and files that other programs open.
. "$(dirname "$0")/lib.sh"

territory tiny
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
X=$TERRITORY/plan/export

for format in ics salesforce hubspot dynamics google geojson xlsx csv lp mps daysheet; do
  ronda export --format "$format" "$TERRITORY"
  expect_exit 0
done
expect_file "$X"/ics/R1.ics "$X"/salesforce/events.csv "$X"/hubspot/meetings.csv "$X"/dynamics/appointments.csv \
  "$X"/google/R1.csv "$X"/geojson/routes.geojson "$X"/xlsx/calendar.xlsx "$X"/csv/R1.csv "$X"/lp/R1.lp "$X"/mps/R1.mps \
  "$X"/daysheet/R1.html
expect_true 'an event a visit' test "$(grep -c '^BEGIN:VEVENT' "$X/ics/R1.ics")" -eq 30
expect_lines 31 "$X/csv/R1.csv"
expect_same "$X/csv/R1.csv" "$TERRITORY/plan/calendar.csv" 'the only rep has the whole calendar'

# What stands on the command line.
ronda export "$TERRITORY"
expect_exit 2 'a format must be named'
expect_err 'ics, salesforce, hubspot'
ronda export --format pdf "$TERRITORY"
expect_exit 2
ronda export --format csv --reps R7 "$TERRITORY"
expect_exit 2
ronda export --format csv --out "$WORK/elsewhere" "$TERRITORY"
expect_exit 0
expect_same "$X/csv/R1.csv" "$WORK/elsewhere/R1.csv" '--out puts the files elsewhere'
ronda export --format csv --excel --out "$WORK/excel" "$TERRITORY"
expect_in ';' "$WORK/excel/R1.csv"

# Ids that a CRM needs are named when they are missing.
ronda export --format salesforce "$TERRITORY"
expect_err 'clients without a Salesforce account id: their events have no WhatId (15: '

# Again: the same bytes, in every format.
for format in ics geojson xlsx csv lp mps daysheet; do
  mkdir -p "$WORK/once/$format"
  cp -R "$X/$format/." "$WORK/once/$format"
  ronda export --format "$format" "$TERRITORY"
  expect_same "$WORK/once/$format" "$X/$format" "$format: the same plan, the same bytes"
done

# A new plan: events keep their UID, those that moved rise in SEQUENCE, those that went are cancelled.
uids() { sed -n 's/^UID:\(.*\)\r$/\1/p' "$1" | sort; }
uids "$X/ics/R1.ics" >"$WORK/uids"
cp "$X/ics/R1.ics" "$WORK/former.ics"
sed -i '/^C0010,/d' "$TERRITORY/clients.csv"
ronda plan --no-charts --effort quick --seed 7 "$TERRITORY"
expect_exit 0
ronda export --format ics "$TERRITORY"
expect_exit 0
uids "$X/ics/R1.ics" >"$WORK/uids-later"
expect_same "$WORK/uids" "$WORK/uids-later" 'no UID is lost and none is new'
expect_true 'the visits of the client that is gone are cancelled' \
  test "$(grep -c '^STATUS:CANCELLED' "$X/ics/R1.ics")" -eq "$(grep -c '^C0010-' "$WORK/uids")"
expect_true 'what moved rose' test "$(grep -c '^SEQUENCE:1' "$X/ics/R1.ics")" -ge "$(grep -c '^C0010-' "$WORK/uids")"
awk -F: '/^BEGIN:VEVENT/ { uid = ""; start = ""; status = "" } /^UID/ { uid = $2 } /^DTSTART;/ { start = $2 }
  /^STATUS/ { status = $2 } /^SEQUENCE/ { sequence = $2 + 0 }
  /^END:VEVENT/ { if (NR == FNR) before[uid] = start
    else if (before[uid] != start && sequence == 0) { print uid " moved and did not rise"; bad = 1 } } END { exit bad }' \
  "$WORK/former.ics" "$X/ics/R1.ics" >"$WORK/moved"
expect_true 'every event that moved has a higher SEQUENCE' test ! -s "$WORK/moved"

# No plan, or one that is broken.
territory tiny bare
ronda export --format csv "$TERRITORY"
expect_exit 4
expect_err 'calendar.csv'
expect_no_file "$TERRITORY/plan/export"

# Whatever a client is called.
territory tiny hostile
edit "$TERRITORY/clients.csv" -e '2s/^C0001,[^,]*,/C0001,"=cmd|'"'"'\/C calc'"'"'!A0; ""x"" <b>\&amp; 😀",/'
edit "$TERRITORY/clients.csv" -e '3s/^C0002,[^,]*,/C0002,"<script>alert(1)<\/script>\\, \&",/'
edit "$TERRITORY/reps.csv" -e '2s/^R1,[^,]*,/R1,"[Zoë]\/*?:'"'"' \& <i>",/'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
for format in ics salesforce hubspot dynamics google geojson xlsx csv lp mps daysheet; do
  ronda export --format "$format" "$TERRITORY"
  expect_exit 0 "hostile names, $format"
done
X=$TERRITORY/plan/export
for file in "$X"/{salesforce/events,hubspot/meetings,dynamics/appointments,google/R1,csv/R1}.csv; do
  expect_true "${file##*export/}: no cell begins a formula" sh -c '! grep -qE "(^|,)\"?=" "$1"' - "$file"
done
expect_not_in '<script' "$X/daysheet/R1.html"
expect_in '&lt;script&gt;' "$X/daysheet/R1.html"
expect_in 'SUMMARY:=cmd|' "$X/ics/R1.ics"

if command -v xmllint >/dev/null; then
  expect_true 'the day sheet is well formed' \
    sh -c 'xmllint --html --noout "$1" 2>&1 | grep -v "Tag .* invalid" | grep -q error && exit 1 || exit 0' - "$X/daysheet/R1.html"
fi
if command -v unzip >/dev/null && command -v xmllint >/dev/null; then
  mkdir "$WORK/xlsx"
  (cd "$WORK/xlsx" && unzip -q "$X/xlsx/calendar.xlsx")
  expect_true 'every part of the workbook is XML' sh -c 'find "$1" -type f | while read -r f; do xmllint --noout "$f" || exit 1; done' - "$WORK/xlsx"
  expect_true 'a sheet a rep' test "$(find "$WORK/xlsx/xl/worksheets" -name '*.xml' | wc -l)" -eq 1
  expect_in '=cmd|' "$WORK/xlsx/xl/sharedStrings.xml"
  expect_not_in '<f>' "$WORK/xlsx/xl/worksheets/sheet1.xml" 'no formula in it'
  expect_in '<autoFilter' "$WORK/xlsx/xl/worksheets/sheet1.xml"
else
  echo '# unzip or xmllint is not here: the workbook is not opened'
fi
if command -v cbc >/dev/null; then # another solver reads both files, and finds the same
  for format in lp mps; do
    timeout 60 cbc "$X/$format/R1.$format" -initialSolve -quit </dev/null 2>/dev/null |
      sed -n 's/.*objective value \([0-9.]*\).*/\1/p' | tail -n 1 >"$WORK/$format"
  done
  expect_true 'cbc reads the program' test -s "$WORK/lp"
  expect_same "$WORK/lp" "$WORK/mps" 'both files hold the same program'
else
  echo '# cbc is not here: the programs are not read by another solver'
fi
done_testing
