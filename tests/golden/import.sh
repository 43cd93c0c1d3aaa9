#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A CRM's exports come in: a mapping is proposed once, changes are shown before they are made, nothing is lost.
. "$(dirname "$0")/lib.sh"

cat >"$WORK/accounts.csv" <<'END'
"Id","Name","OwnerId","ShippingStreet","ShippingLatitude","ShippingLongitude","Phone","Description","IsDeleted","Taste__c"
"C0001","Depósito Nuevo","USR-0100","Calle 1 # 2-3","4.84432","-75.65491","+57 311 555 9999","likes ""tinto""; <b>",false,"coffee"
"001A0000012345X","=cmd|'/C calc'!A0","USR-0100","","4.81","-75.69","","two
lines",false,"😀"
"001A0000012346X","Nowhere SA","USR-0100","","","","","",false,""
END

territory tiny
cp "$TERRITORY/clients.csv" "$WORK/clients.csv"
ronda import --from salesforce --accounts accounts.csv "$TERRITORY"
expect_exit 0
expect_out "changed   C0001  name: 'Depósito de Materiales Santa Ana' -> 'Depósito Nuevo'"
expect_out 'new       001A0000012345X'
expect_out 'missing   C0002'
expect_out 'clients.csv: 1 new rows'
expect_out '14 not in the export (kept)'
expect_err 'the new client 001A0000012346X has no latitude and longitude'
expect_err 'preview'
expect_file "$TERRITORY/mapping.ini"
expect_in 'ShippingLatitude = lat, update' "$TERRITORY/mapping.ini"
expect_in 'IsDeleted = -' "$TERRITORY/mapping.ini"
expect_same "$WORK/clients.csv" "$TERRITORY/clients.csv" 'a preview changes nothing'
expect_no_file "$TERRITORY/clients.csv.bak"

# The mapping belongs to the user from now on.
edit "$TERRITORY/mapping.ini" -e 's/^Name = name, update/# mine\nName = name, keep/'
cp "$TERRITORY/mapping.ini" "$WORK/mapping.ini"
ronda import --from salesforce --accounts accounts.csv --apply "$TERRITORY"
expect_exit 0
expect_same "$WORK/mapping.ini" "$TERRITORY/mapping.ini" 'the mapping is not written again'
expect_same "$WORK/clients.csv" "$TERRITORY/clients.csv.bak" 'the former file is kept'
expect_in 'Depósito de Materiales Santa Ana' "$TERRITORY/clients.csv"
expect_in '+57 311 555 9999' "$TERRITORY/clients.csv"
expect_in "'=cmd|'" "$TERRITORY/clients.csv"
expect_true 'no row and no column is lost, and their order stays' sh -c '
  head -n 16 "$1" | cut -d, -f1 >"$1.a"; cut -d, -f1 "$2" | head -n 16 >"$1.b"; cmp "$1.a" "$1.b" &&
  head -n 1 "$2" | grep -q "^$(head -n 1 "$1" | tr -d "\r")"' - "$WORK/clients.csv" "$TERRITORY/clients.csv"
ronda check "$TERRITORY"
expect_true 'the territory can still be read' test "$STATUS" -le 1

# Again: nothing changes.
cp "$TERRITORY/clients.csv" "$WORK/imported.csv"
ronda import --from salesforce --accounts accounts.csv --apply "$TERRITORY"
expect_exit 0
expect_out '0 new rows, 0 cells changed'
expect_err 'Nothing changes'
expect_same "$WORK/imported.csv" "$TERRITORY/clients.csv"

# Out and in again: our own events are activities; what is planned has no result, so rows count as done.
edit "$TERRITORY/clients.csv" -e '/^001A/,$d'
ronda plan --no-charts --effort quick "$TERRITORY"
expect_exit 0
ronda export --format salesforce --out "$WORK/out" "$TERRITORY"
expect_exit 0
sed '1s/WhatId/Client/' "$WORK/out/events.csv" >"$WORK/activities.csv" # tiny has hardly any ids of a CRM
awk -F, 'NR == 1 { print "Client,StartDateTime,OwnerId" } NR > 1 { print $8 "," $1 "T15:00:00.000Z,USR-0100" }' \
  "$TERRITORY/plan/calendar.csv" >"$WORK/activities.csv"
ronda import --from salesforce --activities activities.csv --apply "$TERRITORY"
expect_exit 0
expect_out 'actuals.csv: 30 new rows'
expect_lines 31 "$TERRITORY/actuals.csv"
expect_in '# mine' "$TERRITORY/mapping.ini" 'a new section is put behind what the user wrote'
expect_in 'StartDateTime = date, update' "$TERRITORY/mapping.ini"
expect_true 'date and client are those of the plan' sh -c '
  cut -d, -f1,8 "$1" | tail -n +2 | sort >"$1.a"; cut -d, -f1,2 "$2" | tail -n +2 | sort >"$1.b"; cmp "$1.a" "$1.b"' - \
  "$TERRITORY/plan/calendar.csv" "$TERRITORY/actuals.csv"
ronda import --from salesforce --activities activities.csv --apply "$TERRITORY"
expect_out 'actuals.csv: 0 new rows, 0 cells changed'

# Our own clients.csv as the export of nobody in particular.
territory excel-es
cp "$TERRITORY/clients.csv" "$WORK/clientes.csv"
ronda import --lang en --from generic --accounts clientes.csv --apply "$TERRITORY"
expect_exit 0
expect_out '0 new rows, 0 cells changed'
expect_same "$WORK/clientes.csv" "$TERRITORY/clients.csv" 'not one byte changes'

# What is wrong.
ronda import --from sap "$TERRITORY"
expect_exit 2
ronda import --from generic "$TERRITORY"
expect_exit 2
expect_err '--accounts'
ronda import --from generic --accounts nothing.csv "$TERRITORY"
expect_exit 4
ronda import --from hubspot --accounts clientes.csv "$TERRITORY"
expect_exit 3 'a mapping for another source'
printf 'Phone,Fax\n1,2\n' >"$WORK/useless.csv"
ronda import --from generic --mapping new.ini --accounts useless.csv --apply "$TERRITORY"
expect_exit 3 'no column tells rows apart'
expect_same "$WORK/clientes.csv" "$TERRITORY/clients.csv" 'nothing was written'
printf '[accounts]\nPhone\n' >"$WORK/bad.ini"
ronda import --from generic --mapping bad.ini --accounts useless.csv "$TERRITORY"
expect_exit 3
expect_err 'bad.ini:2:'
territory tiny broken
echo 'C9,too,few' >>"$TERRITORY/clients.csv"
cp "$TERRITORY/clients.csv" "$WORK/broken.csv"
ronda import --from salesforce --accounts accounts.csv --apply "$TERRITORY"
expect_exit 3 'a file of ours that cannot be read whole is not rewritten'
expect_same "$WORK/broken.csv" "$TERRITORY/clients.csv"
done_testing
