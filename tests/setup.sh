#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks for what building, testing and running need, and installs only what is missing (Debian, Ubuntu).
#
#   tests/setup.sh [lint] [valgrind] [fuzz]     the words add the tools of those targets
#
# Elsewhere, or without the right to install, it names the packages and exits 1.
set -u

missing=
need() { # need PACKAGE PROBE...: the probe says whether the package's work can be done
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

tool() { command -v "$1"; }
module() { pkg-config --exists "$1"; }
header() { # for libraries without a pkg-config file, or with one that asks for more than Debian brings
  "${CC:-cc}" -E -x c - <<END
#include <stddef.h>
#include <$1>
END
}
compiler() { echo 'int main(void) { return 0; }' | "${CC:-cc}" -x c -o /dev/null -; }
fuzzing() {
  echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | "${CLANG:-clang}" -fsanitize=fuzzer,address -x c -o /dev/null -
}
inter() {
  ls /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter || { tool fc-list && fc-list | grep -q Inter; }
}

need gcc compiler
need libc6-dev header stdlib.h
need make tool make
need pkg-config tool pkg-config
need libglib2.0-dev module gio-2.0
need libglpk-dev header glpk.h
need libcsv-dev header csv.h
need libical-dev module libical
need libjansson-dev module jansson
need libxlsxwriter-dev header xlsxwriter.h
need libproj-dev header geodesic.h
need libcmocka-dev module cmocka
need gnuplot-nox tool gnuplot
need fonts-inter inter
need scdoc tool scdoc
need gettext tool msgfmt
need tzdata test -e /usr/share/zoneinfo/America/Bogota
for target; do
  case $target in
  lint)
    need git tool git
    need clang-format tool "${CLANG_FORMAT:-clang-format}"
    need clang-tidy tool "${CLANG_TIDY:-clang-tidy}"
    ;;
  valgrind) need valgrind tool valgrind ;;
  fuzz)
    need clang tool "${CLANG:-clang}"
    need libclang-rt-dev fuzzing # only recommended by clang
    ;;
  *)
    echo "setup: no such set of tools: $target" >&2
    exit 2
    ;;
  esac
done
[ -n "$missing" ] || exit 0

name_them() {
  echo "setup: $1" >&2
  echo "setup: needed, by their names in Debian:$missing" >&2
  exit 1
}
tool apt-get >/dev/null || name_them 'packages are missing, and this is not a Debian or Ubuntu system'
as_root=
if [ "$(id -u)" -ne 0 ]; then
  tool sudo >/dev/null || name_them 'packages are missing, and installing them takes root'
  as_root=sudo
fi

echo "setup: installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
  # Through env: sudo drops the variables of its caller.
  $as_root env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 </dev/null
}
# The lists may be absent or old, so they are brought up to date first; one mirror out of order is no reason to stop.
run apt-get update -q || echo 'setup: apt-get update complained; going on with the lists there are' >&2
# shellcheck disable=SC2086 # a list of words
if ! run apt-get install -q -y --no-install-recommends $missing; then
  tail -n 15 "$log" >&2
  name_them 'apt-get could not install them'
fi
