#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The page report.html as a reader's browser shows it: Chromium, without a window and without a network. At the width of
# a desk and of a phone nothing sticks out and every chart is there; light and dark; tables sort; it works without
# scripts; it prints; nothing is said on the console.
#
#   tests/browser.sh BUILD      what it says are test lines; skipped where there is no Chromium
set -u
build=$(cd "${1:?usage: tests/browser.sh BUILD}" && pwd) || exit 2
cd "$(dirname "$0")/.." || exit 2
WORK=$(mktemp -d)
export RONDA=$build/ronda ROOT=$PWD WORK LC_ALL=C.UTF-8 TZ=UTC
unset LANGUAGE LANG
# shellcheck source=tests/golden/lib.sh
. "$ROOT/tests/golden/lib.sh"
trap 'rm -rf "$WORK"' EXIT
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  skip_all 'Chromium is not installed (apt-get install chromium)'
command -v gnuplot >/dev/null || skip_all 'gnuplot is not installed'

browse() { # browse OPTIONS… ADDRESS: the page as it stands in the end on stdout, the console in $WORK/console
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars \
    --disable-background-networking --disable-component-update --disable-sync --host-resolver-rules='MAP * ~NOTFOUND' \
    --user-data-dir="$(mktemp -d "$WORK/profile.XXXXXX")" --enable-logging=stderr "$@" 2>"$WORK/console"
}

# Looks at the page through a frame of that width, then sorts its first table by its last column.
probe() { # probe WIDTH REPORT
  cat <<END
<!DOCTYPE html><meta charset="utf-8"><iframe width="$1" height="900" src="file://$2"></iframe><script>
onload = function () {
  var page = document.querySelector('iframe').contentDocument, root = page.documentElement, seen = [];
  function all(what) { return [].slice.call(page.querySelectorAll(what)); }
  seen.push(Math.max(0, root.scrollWidth - root.clientWidth) + ' wider');
  seen.push(all('.chart svg').filter(function (s) {
    return s.getBoundingClientRect().height > 100 && s.querySelectorAll('text').length > 3; }).length + ' charts');
  seen.push(all('*').filter(function (e) { return /hacked/.test(e.tagName) || e.hasAttribute('onerror'); }).length + ' strange');
  seen.push(all('a[href^="#"]').filter(function (a) { return !page.getElementById(a.getAttribute('href').slice(1)); }).length + ' dead');
  seen.push('ground ' + getComputedStyle(page.body).backgroundColor);
  var table = page.querySelector('table'), heads = table.querySelectorAll('th button');
  heads[heads.length - 2].click();
  var values = [].map.call(table.tBodies[0].rows, function (r) { return +r.cells[r.cells.length - 2].dataset.v; });
  seen.push(values.every(function (v, i) { return i === 0 || values[i - 1] <= v; }) ? 'sorted' : 'not sorted');
  document.body.setAttribute('data-seen', seen.join(', '));
};
</script>
END
}

# A real quarter; one name would like to be an element, one to run from right to left.
territory demo
mkdir "$TERRITORY/plan"
cp "$TERRITORY/former/calendar.csv" "$TERRITORY/plan/"
edit "$TERRITORY/reps.csv" 's/Carolina Peña Rincón/<hacked onerror=x> שלום `a` {b}_c %s 😀/'
for language in en es; do
  ronda chart --lang $language --format svg,html --out "$WORK/$language" "$TERRITORY"
  expect_exit 0
  report=$WORK/$language/report.html
  charts=$(find "$WORK/$language/charts" -name '*.svg' | wc -l)
  for width in 1280 390; do
    probe "$width" "$report" >"$WORK/probe.html"
    browse --allow-file-access-from-files --dump-dom "file://$WORK/probe.html" >"$WORK/dom"
    grep -o 'data-seen="[^"]*"' "$WORK/dom" >"$WORK/seen"
    expect_in "0 wider, $charts charts, 0 strange, 0 dead, ground rgb(255, 255, 255), sorted" "$WORK/seen" \
      "$language at $width pixels: $(cat "$WORK/seen")"
    expect_not_in 'CONSOLE' "$WORK/console" "$language at $width pixels: a quiet console"
  done
done
probe 1280 "$report" >"$WORK/probe.html"
browse --allow-file-access-from-files --blink-settings=preferredColorScheme=0 --dump-dom "file://$WORK/probe.html" >"$WORK/dom"
grep -o 'data-seen="[^"]*"' "$WORK/dom" >"$WORK/seen"
expect_in 'ground rgb(20, 25, 30)' "$WORK/seen" "dark where the reader's browser is: $(cat "$WORK/seen")"

# Without scripts the page is the same but for the buttons: so it is when its only script is taken out.
sed 's|<script>.*</script>||' "$report" >"$WORK/still.html"
expect_not_in '<script' "$WORK/still.html" 'one script, at the end'
browse --dump-dom "file://$WORK/still.html" >"$WORK/dom"
expect_in '<table' "$WORK/dom" 'tables without scripts'
expect_not_in '<button' "$WORK/dom" 'no buttons that do nothing'

browse --no-pdf-header-footer --print-to-pdf="$WORK/report.pdf" "file://$report"
pages=$(grep -ac '/Type */Page\b' "$WORK/report.pdf")
expect_true "prints $pages pages for $charts charts" [ "$pages" -ge "$charts" ]
done_testing
