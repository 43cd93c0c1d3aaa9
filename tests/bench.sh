#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the benches one after the other, so that none takes time from another:  tests/bench.sh BUILD [NAME…]
# A bench is tests/bench/NAME.sh or the program of tests/bench/NAME.c; each gets RONDA, BUILD and ROOT.
# pvrp.c is a tool for them and not run by itself. PVRP=FOLDER names periodic routing files for periodic.sh.
set -u
build=$(cd "${1:?usage: tests/bench.sh BUILD [NAME...]}" && pwd) || exit 2
shift
cd "$(dirname "$0")/.." || exit 2
export RONDA=$build/ronda BUILD=$build ROOT=$PWD
export LC_ALL=C.UTF-8 TZ=UTC

failed=0
for source in tests/bench/*.sh tests/bench/*.c; do
  name=$(basename "${source%.*}")
  case $source in *'*'*) continue ;; tests/bench/pvrp*.c) continue ;; esac
  [ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
  echo "== $name"
  case $source in
  *.sh) bash "$source" ;;
  *) "$build/tests/bench/$name" ;;
  esac || failed=1
done
exit $failed
