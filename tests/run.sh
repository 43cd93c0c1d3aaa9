#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs test programs and counts what they say.
#
#   tests/run.sh BUILD [golden] [unit] [seeds]     kinds in the order given, the slowest best first; all when none is
#   tests/run.sh BUILD cluster                     pieces of whatif on workers over ssh and on a Slurm cluster
#
# A test is anything that writes the Test Anything Protocol: cmocka programs are asked to, tests/golden/lib.sh and
# tests/fuzz/replay.c do. A program that dies, hangs, or runs fewer cases than it announced counts as one failure more.
# One line a program; the output of one that failed follows its line. The last line is `N passed, M failed`.
#   WRAPPER='valgrind -q …'   a command put before each program        TEST_TIMEOUT=900   seconds for one program
set -u

build=$(cd "${1:?usage: tests/run.sh BUILD [golden] [unit] [seeds]}" && pwd) || exit 2
shift
[ $# -gt 0 ] || set -- golden unit seeds
cd "$(dirname "$0")/.." || exit 2
root=$PWD

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export build root results
export RONDA=$build/ronda
export CMOCKA_MESSAGE_OUTPUT=TAP
# The same everywhere, whatever the machine speaks.
export LC_ALL=C.UTF-8 TZ=UTC
unset LANGUAGE LANG

run_one() { # run_one PROGRAM: leaves "name passed failed skipped seconds" in a file, prints one line
  local program=$1 name work log status planned passed failed skipped begin
  local -a command
  name=${program#"$build"/tests/}
  name=${name#tests/}
  name=${name%.sh}
  work=$(mktemp -d "$results/work.XXXXXX")
  log=$work.log
  case $name in
  golden/* | cluster/*) command=(bash "$root/$program") ;;
  fuzz/*) command=("$program" "$root/tests/fuzz/corpus/${name#fuzz/fuzz_}") ;;
  *) command=("$program") ;;
  esac
  begin=$(date +%s%N)
  # shellcheck disable=SC2086 # WRAPPER is a command with its words
  (cd "$root" && WORK=$work ROOT=$root timeout -k 5 "${TEST_TIMEOUT:-900}" ${WRAPPER:-} "${command[@]}") >"$log" 2>&1 </dev/null
  status=$?
  read -r planned passed failed skipped < <(awk '
    /^1\.\.[0-9]+/ { planned += substr($1, 4) }
    /^(not )?ok .*# SKIP/ { skipped++; next } # cmocka says "not ok" of a skipped test
    /^ok / { passed++ }
    /^not ok / { failed++ }
    END { print planned + 0, passed + 0, failed + 0, skipped + 0 }' "$log")
  local verdict=ok note=
  if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
    note=" (exit status $status)"
    [ $status -eq 124 ] && note=" (still running after ${TEST_TIMEOUT:-900} s)"
  elif [ "$planned" -gt $((passed + failed + skipped)) ]; then
    failed=$((failed + 1))
    note=" ($planned cases announced)"
  elif [ $((passed + failed + skipped)) -eq 0 ]; then
    failed=1
    note=' (no test in it)'
  fi
  [ "$failed" -eq 0 ] || verdict=FAIL
  {
    printf '%-4s %-36s %3d passed, %d failed%s  %5d ms%s\n' "$verdict" "$name" "$passed" "$failed" \
      "$([ "$skipped" -gt 0 ] && echo ", $skipped skipped")" $((($(date +%s%N) - begin) / 1000000)) "$note"
    if [ "$failed" -gt 0 ]; then tail -n 60 "$log" | sed 's/^/     | /'; fi
  } >"$work.line"
  cat "$work.line" # in one piece, so that two programs' lines do not mix
  echo "$passed $failed $skipped" >"$work.count"
  rm -rf "$work"
}
export -f run_one

list() { # the programs of a kind, the sources saying which: a binary of a source that is gone is not run
  local source
  case $1 in
  unit) for source in tests/unit/test_*.c; do [ -e "$source" ] && echo "$build/${source%.c}"; done ;;
  seeds) for source in tests/fuzz/fuzz_*.c; do [ -e "$source" ] && echo "$build/${source%.c}"; done ;;
  cluster) for source in tests/cluster/*.sh; do [ "${source##*/}" = lib.sh ] || { [ -e "$source" ] && echo "$source"; }; done ;;
  golden) for source in tests/golden/*.sh; do [ "${source##*/}" = lib.sh ] || { [ -e "$source" ] && echo "$source"; }; done ;;
  *) echo "run.sh: no such kind of test: $1" >&2 && exit 2 ;;
  esac
}

# One queue for all kinds, so that no core waits for the last program of a kind.
# shellcheck disable=SC2016 # $1 is for the inner bash
for kind; do list "$kind"; done | tr '\n' '\0' |
  xargs -0 -r -n 1 -P "${JOBS:-$(nproc 2>/dev/null || echo 1)}" bash -c 'run_one "$1"' run_one

read -r passed failed skipped < <(cat "$results"/*.count 2>/dev/null |
  awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
if [ $((passed + failed)) -eq 0 ]; then
  echo 'run.sh: no test was found' >&2
  failed=1
fi
echo "$passed passed, $failed failed$([ "$skipped" -gt 0 ] && echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
