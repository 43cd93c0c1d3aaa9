#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a new user types first.
. "$(dirname "$0")/lib.sh"

ronda
expect_exit 2
expect_err 'Usage: ronda COMMAND [OPTIONS] FOLDER'
ronda --help
expect_exit 0
expect_out 'verify'
ronda --version
expect_exit 0
expect_out 'ronda '
ronda plan --help
expect_exit 0
expect_out '--time-limit=SECONDS'
ronda dance
expect_exit 2
expect_err "there is no command 'dance'"
ronda plan
expect_exit 2
ronda plan one two
expect_exit 2
ronda plan --efort quick one
expect_exit 2
ronda plan --effort much one
expect_exit 2
ronda plan --seed -1 one
expect_exit 2
ronda plan --lang fr one
expect_exit 2
ronda plan nowhere
expect_exit 4
expect_err 'nowhere'

# A folder to fill in plans as it is, also as a Spanish Excel has it.
ronda init mine
expect_exit 0
expect_file "$WORK"/mine/{ronda.ini,clients.csv,groups.csv,reps.csv,holidays.csv,appointments.csv}
ronda check mine
expect_exit 0
ronda plan --no-charts mine
expect_exit 0
ronda init mine
expect_exit 2 'a folder that holds something is left alone'
ronda init --excel --lang es mia
expect_exit 0
ronda check mia
expect_exit 0
ronda init --example tiny copy
expect_exit 0
expect_same "$ROOT/datasets/tiny/clients.csv" "$WORK/copy/clients.csv"
ronda init --example nothing other
expect_exit 2
expect_err 'demo'
ronda export --format csv copy
expect_exit 4
expect_err "copy/plan/calendar.csv: there is no such file; 'ronda plan' makes it"

# Output that finds no room is no success.
if [ -e /dev/full ]; then
  for words in --help "check $WORK/copy"; do
    # shellcheck disable=SC2016,SC2086 # words
    expect_true "$words, and the disk is full" sh -c '"$@" >/dev/full 2>"$0"; [ $? -eq 4 ]' "$ERR" "$RONDA" $words
    expect_err 'cannot write the output'
  done
fi

done_testing
