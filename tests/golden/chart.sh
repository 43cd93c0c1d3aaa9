#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# `chart`: pictures, deck and page of a plan typed by hand.
. "$(dirname "$0")/lib.sh"
command -v gnuplot >/dev/null || skip_all 'gnuplot is not installed'

# Since PDF 1.5 pages may stand in packed streams, which takes pdfinfo to look into.
expect_pages() { # expect_pages LABEL FILE PAGES
  local pages
  pages=$(grep -ac '/Type */Page\b' "$2")
  if [ "$pages" -eq 0 ] && grep -aq ObjStm "$2"; then
    command -v pdfinfo >/dev/null || {
      echo "# the pages of ${2##*/} are packed, and there is no pdfinfo to count them: $1"
      return
    }
    pages=$(pdfinfo "$2" | sed -n 's/^Pages: *//p')
  fi
  expect_true "$1" [ "$pages" -eq "$3" ]
}

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

expect_true 'the fonts are in the deck' grep -qa FontFile "$plan/review.pdf"
expect_pages 'a title, the figures, a page a chart' "$plan/review.pdf" \
  $(($(find "$plan/charts" -name '*.svg' | wc -l) + 2))

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
ronda chart --only calendar,workload --format pdf,html --out "$WORK/two" "$TERRITORY"
expect_exit 0
expect_pages 'a deck of two charts' "$WORK/two/review.pdf" 4
expect_no_file "$WORK/two/charts/02-calendar.svg"
mkdir -p "$plan/versions/001-plan"
sed '$d' "$plan/calendar.csv" >"$plan/versions/001-plan/calendar.csv"
ronda chart --format html --out "$WORK/since" "$TERRITORY"
expect_in '1 more than in the former plan' "$WORK/since/report.html"
rm -r "$plan/versions"
ronda chart --only pie "$TERRITORY"
expect_exit 2 'an unknown chart'
expect_err 'workload'
ronda chart --format gif "$TERRITORY"
expect_exit 2 'an unknown format'

# What other commands leave beside a plan has its pages in the plan's deck, in the language that is asked for, until the
# files change.
cp -R "$TERRITORY" "$WORK/quarter"
quarter=$WORK/quarter
rm -r "$quarter/plan"
ronda plan --effort quick "$quarter"
alone=$(find "$quarter/plan/charts" -name '*.svg' | wc -l)
ronda whatif --effort quick --set 'group C visits = 2' --called twice "$quarter"
expect_exit 0
expect_file "$quarter/plan/charts/30-whatif.png"
expect_in '<a href="clients.html">' "$quarter/plan/report.html"
expect_in '<a href="report.html">' "$quarter/plan/clients.html"
expect_pages 'a page for what-if' "$quarter/plan/review.pdf" $((alone + 3))
expect_in '<figure id="30-whatif">' "$quarter/plan/report.html"
ronda align --balance clients=50 "$quarter"
expect_exit 0
expect_file "$quarter/plan/charts/32-alignment.png" "$quarter/plan/align/32-alignment.png"
expect_in '<figure id="32-alignment">' "$quarter/plan/report.html"
cp "$quarter/plan/report.html" "$WORK/kept.html"
ronda plan --effort quick "$quarter"
expect_same "$quarter/plan/report.html" "$WORK/kept.html" 'planning again keeps them'
ronda chart --only whatif,alignment --format svg --lang es --out "$WORK/es" "$quarter"
expect_in 'tal como está' "$WORK/es/charts/30-whatif.svg"
expect_in 'Propuesta' "$WORK/es/charts/32-alignment.svg"
edit "$quarter/ronda.ini" 's/^name.*/name = Another/'
ronda chart "$quarter"
expect_exit 0
expect_err 'plan/whatif/comparison.json is of other files than these'
expect_err 'plan/align/alignment.json is of other files than these'
expect_no_file "$quarter/plan/charts/30-whatif.png" "$quarter/plan/charts/32-alignment.png"
ronda align --balance clients=50 "$quarter"
expect_err 'plan/review.pdf is of other files than these, so it has no page of this'
expect_no_file "$quarter/plan/charts/32-alignment.png"

# What gnuplot complains of reaches the user, and the former charts stay.
mkdir "$WORK/bin"
printf '#!/bin/sh\necho "no terminal like that" >&2\nexit 1\n' >"$WORK/bin/gnuplot"
chmod +x "$WORK/bin/gnuplot"
cp -R "$plan" "$WORK/former"
PATH=$WORK/bin:$PATH ronda chart "$TERRITORY"
expect_exit 4 'gnuplot fails'
expect_err 'no terminal like that'
expect_same "$plan" "$WORK/former"
rm "$WORK/bin/gnuplot"
PATH=$WORK/bin ronda chart "$TERRITORY"
expect_exit 4 'there is no gnuplot'
expect_err 'apt-get install gnuplot-nox'

done_testing
