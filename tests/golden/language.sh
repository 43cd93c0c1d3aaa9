#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The program in the reader's language: nothing untranslated, no table whose heads are cut, numbers as they are written.
. "$(dirname "$0")/lib.sh"

if command -v xgettext >/dev/null; then
  "$ROOT/tests/catalog.sh" "$WORK/catalog" >"$OUT" 2>"$ERR"
  # shellcheck disable=SC2034 # expect_exit of lib.sh reads them
  STATUS=$? typed='tests/catalog.sh'
  expect_exit 0 'every text of the program is translated'
fi

heads_fit() { ! grep -E "^ *($1) .*…" "$OUT"; }

territory tiny
ronda plan --lang es --no-charts --effort quick "$TERRITORY"
expect_exit 0
expect_out 'pedidas  planeadas'
expect_out '30 de 30 visitas pedidas están planeadas (100,0 %)'
expect_true 'no head of the reps is cut' heads_fit 'rep\.'
ronda check --lang es "$TERRITORY"
expect_out 'representante (horas)'
ronda chart --lang es --only pie "$TERRITORY"
expect_err 'no hay ningún gráfico'
ronda plan --lang es "$WORK/nowhere"
expect_err 'no existe la carpeta'
ronda plan --help --lang es
expect_out 'planea solo a estos representantes'

# Planned in Spanish, read in English and in Spanish: reasons and remedies in the reader's words and days.
if command -v gnuplot >/dev/null; then
  edit "$TERRITORY/reps.csv" 's/,08:00,18:00,/,08:00,10:00,/'
  ronda plan --lang es --no-charts --effort quick "$TERRITORY"
  # Which visits stay out is the plan's business: two remedies that differ, as the file has them.
  mapfile -t remedy < <(grep -oE '[0-9]+ min más de campo para R1 el 2027-05-[0-9]+' "$TERRITORY/plan/unplanned.csv" | sort -u)
  in_words() { # in_words LANG REMEDY: as the report says it
    local minutes=${2%% *} day=${2##*-}
    case $1 in
    en) echo "$minutes min more field time for R1 on ${day#0} May" ;;
    es) echo "$minutes min más de campo para R1 el ${day#0} de mayo" ;;
    esac
  }
  [ ${#remedy[@]} -ge 2 ]
  verdict $? "more than one remedy: ${#remedy[@]}"
  ronda chart --lang en --format html "$TERRITORY"
  expect_in "$(in_words en "${remedy[0]}")" "$TERRITORY/plan/report.html"
  expect_in 'there and back with the visit takes longer than any working day' "$TERRITORY/plan/report.html"
  edit "$TERRITORY/plan/unplanned.csv" "s/${remedy[0]}/hablar con R1/"
  ronda chart --lang es --format html "$TERRITORY"
  expect_in "$(in_words es "${remedy[1]}")" "$TERRITORY/plan/report.html"
  expect_in 'hablar con R1' "$TERRITORY/plan/report.html"
fi

# Every table of a terminal: its heads whole.
territory tiny
ronda whatif --lang es --no-charts --effort quick --set 'group C visits = 2' --called doble "$TERRITORY"
expect_exit 0
expect_true 'no head of scenarios is cut' heads_fit 'escenario'
ronda align --lang es --no-charts --balance clients=50 "$TERRITORY"
expect_exit 0
expect_true 'no head of territories is cut' heads_fit 'rep\.|límite'

territory policy
ronda group --lang es "$TERRITORY"
expect_true 'no head of criteria and groups is cut' heads_fit 'criterio|grupo'

territory demo
ronda measure --lang es --plan "$TERRITORY/former" "$TERRITORY"
expect_exit 0
expect_true 'no head of adherence is cut' heads_fit 'rep\.'
# What init writes is words of that language, and numbers are read as it writes them.
ronda init --lang es mio
expect_exit 0
expect_in 'A,Cuentas clave,mantener y ampliar el surtido,1/week,45' "$WORK/mio/groups.csv"
expect_not_in 'Key accounts' "$WORK/mio/groups.csv"
ronda check mio
expect_exit 0
ronda plan --no-charts mio
expect_exit 0
ronda verify mio
expect_out 'minutos: 1140 con clientes, 735,35 de viaje, 0 de espera; 490,1 km'

done_testing
