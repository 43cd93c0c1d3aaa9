#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the catalogues in cli/po against the sources: every text is translated, none is fuzzy, none is there that the
# program does not say any more, and blanks and line ends at both ends are those of the text. Prints what is wrong, one
# line each; exit status 1 when anything is.
#
#   tests/catalog.sh [FOLDER]     a folder to work in; a new one by default
set -u
cd "$(dirname "$0")/.." || exit 2
work=${1:-}
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
unset MAKEFLAGS MAKELEVEL
make -s BUILD="$work" pot || exit 2

list() { # list FILE: "text TAB translation" of a catalogue, one a line, of a plural once for each form
  msgconv --no-wrap --to-code=UTF-8 "$1" | awk '
    function quoted() { return substr($0, index($0, "\"") + 1, length($0) - index($0, "\"") - 1) }
    function put() { if (id != "" && have) print id "\t" text; have = 0 }
    /^msgid /         { put(); into = "id"; id = quoted(); next }
    /^msgid_plural /  { into = "plural"; next }
    /^msgstr/         { put(); into = "text"; text = quoted(); have = 1; next }
    /^"/              { if (into == "id") id = id quoted(); else if (into == "text") text = text quoted(); next }
    END               { put() }'
}
ids() { list "$1" | cut -f 1 | LC_ALL=C sort -u; }
bad=0
complain() { # complain WHAT, with the texts on standard input
  local text
  while IFS= read -r text; do
    echo "$po: $1: $text"
    bad=1
  done
}
for po in cli/po/*.po; do
  msgfmt --check -o /dev/null "$po" || bad=1
  msgmerge --quiet --no-fuzzy-matching --no-location -o "$work/merged.po" "$po" "$work/ronda.pot" || exit 2
  complain 'not translated' < <(list "$work/merged.po" | awk -F '\t' '$2 == "" { print $1 }' | uniq)
  msgattrib --only-fuzzy "$po" >"$work/some.po"
  complain 'not certain' < <(ids "$work/some.po")
  complain 'not said any more' < <(LC_ALL=C comm -23 <(ids "$po") <(ids "$work/ronda.pot"))
  complain 'other blanks at its ends than' < <(list "$po" | awk -F '\t' '
    function ends(text) { return (text ~ /^( |\\n)/) (text ~ /( |\\n)$/) }
    ends($1) != ends($2) { print $1 }')
done
exit $bad
