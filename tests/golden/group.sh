#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Groups: by criteria, shares and rules; what makes no sense; what is put back into clients.csv.
. "$(dirname "$0")/lib.sh"

territory policy
cp -R "$TERRITORY" "$WORK/input"
ronda group "$TERRITORY"
expect_exit 0
expect_out 'Strategy grow-existing'
expect_out 'canal_comercial'
expect_file "$TERRITORY"/plan/{scores,groups}.csv "$TERRITORY/plan/profiles.txt"
expect_lines 221 "$TERRITORY/plan/scores.csv" 'a row a client'
expect_lines 5 "$TERRITORY/plan/groups.csv" 'a row a group'
expect_in 'client,score,group,points_growth_room,points_sales' "$TERRITORY/plan/scores.csv"
expect_in 'group,clients,sales,potential,share_pct,mean_growth_room' "$TERRITORY/plan/groups.csv"
expect_true 'every prospect with potential is in P' \
  sh -c 'awk -F, "\$3 == \"P\"" "$1" | grep -c ,rule, | grep -qx "$(awk -F, "\$3 == \"P\"" "$1" | wc -l)"' - "$TERRITORY/plan/scores.csv"
rm -rf "$WORK/first" && mv "$TERRITORY/plan" "$WORK/first"
expect_same "$WORK/input" "$TERRITORY" 'the input is as it was'

# The same bytes again, and what a spreadsheet in Spain reads.
ronda group "$TERRITORY"
expect_same "$WORK/first" "$TERRITORY/plan"
ronda group --excel "$TERRITORY"
expect_in 'client;score;group' "$TERRITORY/plan/scores.csv"

# Another strategy moves clients.
edit "$TERRITORY/ronda.ini" -e 's/^strategy = .*/strategy = win-new/'
ronda group "$TERRITORY"
expect_exit 0
expect_out 'Strategy win-new'
expect_true 'it scores otherwise' sh -c '! cmp -s "$1" "$2"' - "$WORK/first/scores.csv" "$TERRITORY/plan/scores.csv"

# Put back on demand only; the former file stays, all else too, and then everything is given.
territory policy
ronda group --apply "$TERRITORY"
expect_exit 0
expect_err 'clients.csv.before'
expect_same "$ROOT/datasets/policy/clients.csv" "$TERRITORY/clients.csv.before" 'the former file is kept'
expect_true 'only groups have changed' \
  sh -c 'bare() { sed "s/\"[^\"]*\"/name/g" "$1" | cut -d, -f1-5,7-; }; [ "$(bare "$1")" = "$(bare "$2")" ]' - "$TERRITORY/clients.csv" "$ROOT/datasets/policy/clients.csv"
ronda group --apply "$TERRITORY"
expect_exit 0
expect_err 'clients.csv says all of it already'
expect_true 'all groups are given now' sh -c '! grep -q ",share," "$1"' - "$TERRITORY/plan/scores.csv"

# Groups that nobody has named.
territory policy
edit "$TERRITORY/ronda.ini" -e 's/^strategy = .*/strategy = defend\nmethod = clusters\nk = auto/'
ronda group "$TERRITORY"
expect_exit 0
expect_out 'silhouette'
expect_out 'k = 8'
expect_in 'K1,' "$TERRITORY/plan/groups.csv"
ronda group --apply "$TERRITORY"
expect_exit 2 'a proposal is not applied'

# Rules and settings that make no sense: where, and what would be right.
territory policy
edit "$TERRITORY/groups.csv" -e 's/status = prospect and potential >= 20000000/status = prospect an potential > 2/'
edit "$TERRITORY/ronda.ini" -e 's/^weight.frio.*/weight.frost = 1/'
ronda group "$TERRITORY"
expect_exit 3
expect_err "groups.csv:2: column 'when': 'status = prospect an potential > 2': at position 19: 'and' or 'or' is missing here"
expect_err "weight.frost: clients.csv has no column 'frost'"
expect_no_file "$TERRITORY/plan"

# Clients that have groups keep them.
territory demo
ronda group "$TERRITORY"
expect_exit 0
expect_lines 697 "$TERRITORY/plan/scores.csv"
expect_true 'all of them' sh -c '[ "$(grep -c ",given," "$1")" = 696 ]' - "$TERRITORY/plan/scores.csv"

done_testing
