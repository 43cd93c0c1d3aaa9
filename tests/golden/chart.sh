#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `chart`: pictures, deck and page of a plan typed by hand; the page as a browser shows it, where there is one.
. "$(dirname "$0")/lib.sh"
command -v gnuplot >/dev/null || skip_all 'gnuplot is not installed'

territory tiny
mkdir -p "$TERRITORY/plan"
cat >"$TERRITORY/plan/calendar.csv" <<'END'
date,rep,stop,arrive,leave,client
2027-05-13,R1,1,08:16,08:56,C0009
2027-05-13,R1,2,09:02,09:42,C0007
2027-05-13,R1,3,09:48,10:43,C0014
2027-05-17,R1,1,08:07,09:07,C0006
2027-05-17,R1,2,09:18,09:58,C0013
2027-05-17,R1,3,10:36,11:21,C0015
END
# A name that would like to be a command, an element, and to run from right to left.
edit "$TERRITORY/reps.csv" 's/Julián Ospina Londoño/`touch hacked` <b>שלום<\/b> {a}_b %s/'

plan=$TERRITORY/plan
mkdir "$plan/charts"
touch "$plan/charts/11-proof.png" "$plan/charts/notes.txt"
ronda chart "$TERRITORY"
expect_exit 0
expect_no_file "$plan/charts/11-proof.png"
expect_true 'what is no chart stays' rm "$plan/charts/notes.txt"
expect_file "$plan/charts/01-workload.svg" "$plan/charts/01-workload.png" "$plan/charts/01-workload.gp" \
  "$plan/charts/01-workload.dat" "$plan/charts/04-routes.png" "$plan/review.pdf" "$plan/report.html"
expect_no_file "$plan/charts/hacked" "$WORK/hacked"
expect_not_in 'touch' "$plan/charts/01-workload.gp"
expect_in '&lt;b>שלום' "$plan/charts/01-workload.svg"
expect_in 'touch hacked` &lt;b&gt;' "$plan/report.html"

# By hand the scripts draw the same.
cp -R "$plan/charts" "$WORK/by-hand"
rm "$WORK"/by-hand/*.svg "$WORK"/by-hand/*.png
expect_true 'gnuplot draws the scripts by hand, without a word' sh -c \
  'cd "$1" && for script in *.gp; do [ $script = 00-review.gp ] || said=$(gnuplot -d "$script" 2>&1) || exit 1; [ -z "$said" ] || exit 1; done' - "$WORK/by-hand"
expect_same "$plan/charts" "$WORK/by-hand"

# Only some, in some formats, somewhere else.
ronda chart --only calendar,routes --format svg --out "$WORK/some" "$TERRITORY"
expect_exit 0
expect_file "$WORK/some/charts/02-calendar.svg"
expect_no_file "$WORK/some/charts/02-calendar.png" "$WORK/some/charts/01-workload.svg" "$WORK/some/review.pdf"
ronda chart --format html --out "$WORK/page" "$TERRITORY"
expect_file "$WORK/page/report.html"
expect_no_file "$WORK/page/charts/01-workload.svg" "$WORK/page/review.pdf"
expect_same "$plan/report.html" "$WORK/page/report.html"
ronda chart --only pie "$TERRITORY"
expect_exit 2 'an unknown chart'
expect_err 'workload'
ronda chart --format gif "$TERRITORY"
expect_exit 2 'an unknown format'

# As a browser shows it: at the width of a desk and of a phone nothing sticks out, every chart is there, nothing is said
# on the console.
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || browser=
probe='<script>document.body.setAttribute("data-seen",document.documentElement.scrollWidth-innerWidth+" wider, "+[].filter.call(document.querySelectorAll(".chart svg"),function(s){return s.getBoundingClientRect().height>100}).length+" charts");</script></body>'
for width in ${browser:+1280 500}; do
  sed "s|</body>|$(printf '%s' "$probe" | sed 's/[&|\\]/\\&/g')|" "$plan/report.html" >"$WORK/probe.html"
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$WORK/profile" \
    --window-size="$width",900 --enable-logging=stderr --dump-dom "file://$WORK/probe.html" >"$WORK/dom" 2>"$WORK/console"
  charts=$(find "$plan/charts" -name '*.svg' | wc -l)
  expect_in "0 wider, $charts charts" "$WORK/dom"
  expect_not_in 'CONSOLE' "$WORK/console"
done

done_testing
