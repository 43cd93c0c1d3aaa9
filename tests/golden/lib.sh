# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A small language for tests of the command line. A test is a script that says what is typed and what must come back:
#
#   . "$(dirname "$0")/lib.sh"
#   territory tiny                      # a fresh copy of datasets/tiny, in $TERRITORY
#   ronda check "$TERRITORY"
#   expect_exit 0 'tiny can be planned'
#   expect_out 'fits'
#   done_testing
#
# Given by the runner: RONDA (the program), ROOT (the sources), WORK (an empty folder, thrown away afterwards).
# Each expect_ is one case; its last argument may be a text that says what is shown. A case that fails prints what was
# typed and what came back, and the script goes on.
#
#   ronda ARGS…             runs the program in WORK; leaves STATUS, and its output in the files $OUT and $ERR
#   territory NAME [AS]     copies datasets/NAME (without its plan) to WORK/AS, sets TERRITORY
#   edit FILE SED…          changes a file in place
#   expect_exit CODE        the exit status of the last ronda
#   expect_out TEXT         TEXT is somewhere in its stdout              (a fixed string, may span no line end)
#   expect_err TEXT         … in its stderr
#   expect_no_err           nothing on stderr
#   expect_stdout [TEXT]    stdout is exactly what comes on standard input (<<'END')
#   expect_same A B         two files or folders hold the same bytes
#   expect_file FILE…       exists and is not empty           expect_no_file FILE…    does not exist
#   expect_in TEXT FILE     a line of FILE holds TEXT         expect_not_in TEXT FILE no line does
#   expect_lines N FILE     FILE has N lines
#   expect_true TEXT COMMAND…   the command succeeds
#   skip_all REASON         ends the script as skipped: something it needs is not on this machine
#   done_testing            ends the script; without it the script has failed
set -u
: "${RONDA:?the program}" "${ROOT:?the sources}" "${WORK:?a folder to work in}"

OUT=$WORK/.stdout ERR=$WORK/.stderr STATUS=0 TERRITORY=
cases=0 failures=0 typed='(nothing yet)' finished=no
: >"$OUT" && : >"$ERR"
trap '[ $finished = yes ] || { echo "not ok - the script ended before done_testing"; exit 1; }' EXIT

ronda() {
  typed="ronda $*"
  (cd "$WORK" && "$RONDA" "$@") >"$OUT" 2>"$ERR" </dev/null
  STATUS=$?
  # Whatever is tested, a sanitizer's report or a signal is never an answer. (In the shell itself: a test may have
  # emptied PATH.)
  if [ $STATUS -ge 98 ] || [[ $(<"$ERR") =~ ERROR:\ (Address|Leak)Sanitizer|runtime\ error: ]]; then
    verdict 1 "$typed ends by itself"
  fi
}

verdict() { # verdict STATUS TEXT: one case; what came back is shown when it failed
  cases=$((cases + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $cases - $2"
    return
  fi
  failures=$((failures + 1))
  echo "not ok $cases - $2"
  echo "# typed: $typed"
  echo "# exit status $STATUS"
  sed 's/^/# stdout: /' "$OUT" | head -n 25
  sed 's/^/# stderr: /' "$ERR" | head -n 25
}

territory() {
  TERRITORY=$WORK/${2:-${1##*/}}
  rm -rf "$TERRITORY"
  cp -R "$ROOT/datasets/$1" "$TERRITORY" || exit 1
  rm -rf "$TERRITORY/plan"
}

edit() {
  local file=$1
  shift
  sed -i "$@" "$file"
}

expect_exit() {
  [ "$STATUS" -eq "$1" ]
  verdict $? "${2:-$typed: exit status $1}"
}

expect_out() {
  grep -qF -e "$1" "$OUT"
  verdict $? "${2:-$typed: says \"$1\"}"
}

expect_err() {
  grep -qF -e "$1" "$ERR"
  verdict $? "${2:-$typed: complains \"$1\"}"
}

expect_no_err() {
  [ ! -s "$ERR" ]
  verdict $? "${1:-$typed: nothing on stderr}"
}

expect_stdout() {
  local difference
  difference=$(diff -u - "$OUT")
  local status=$?
  verdict $status "${1:-$typed: the output}"
  [ $status -eq 0 ] || sed 's/^/# /' <<<"$difference"
}

expect_same() {
  local difference
  difference=$(diff -r "$1" "$2" 2>&1 | head -n 20)
  [ -z "$difference" ]
  local status=$?
  verdict $status "${3:-${1##*/} and ${2##*/} are the same}"
  [ $status -eq 0 ] || sed 's/^/# /' <<<"$difference"
}

expect_file() {
  local file
  for file; do
    [ -s "$file" ]
    verdict $? "${file#"$WORK"/} is there"
  done
}

expect_no_file() {
  local file
  for file; do
    [ ! -e "$file" ]
    verdict $? "${file#"$WORK"/} is not there"
  done
}

expect_in() {
  grep -qF -e "$1" "$2"
  verdict $? "${3:-${2##*/} holds \"$1\"}"
}

expect_not_in() {
  [ -e "$2" ] && ! grep -qF -e "$1" "$2"
  verdict $? "${3:-${2##*/} does not hold \"$1\"}"
}

expect_lines() {
  [ -e "$2" ] && [ "$(wc -l <"$2")" -eq "$1" ]
  verdict $? "${3:-${2##*/} has $1 lines}"
}

expect_true() {
  local text=$1
  shift
  "$@"
  verdict $? "$text"
}

skip_all() {
  finished=yes
  echo "ok 1 - # SKIP $1"
  echo '1..1'
  exit 0
}

done_testing() {
  finished=yes
  echo "1..$cases"
  [ "$failures" -eq 0 ] && [ "$cases" -gt 0 ]
  exit
}
