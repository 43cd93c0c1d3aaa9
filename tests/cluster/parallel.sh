#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The pieces of whatif on two workers over ssh by GNU parallel, which carries the territory there and the solved sets
# back. The workers are this machine: an ssh server of the test's own, with keys of its own, on a port of its own.
. "$(dirname "$0")/lib.sh"

command -v parallel >/dev/null || skip_all 'GNU parallel is not here (apt-get install parallel)'
parallel --version 2>/dev/null | grep -q 'GNU parallel' || skip_all 'this parallel is not the GNU one'
sshd=$(command -v sshd || ls /usr/sbin/sshd 2>/dev/null)
[ -n "$sshd" ] || skip_all 'there is no ssh server for the workers (apt-get install openssh-server)'
command -v rsync >/dev/null || skip_all 'rsync, which parallel carries files with, is not here'

keys=$WORK/ssh
mkdir -m 700 "$keys"
ssh-keygen -q -t ed25519 -N '' -f "$keys/host" && ssh-keygen -q -t ed25519 -N '' -f "$keys/user"
cp "$keys/user.pub" "$keys/authorized"
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
port=$((20000 + RANDOM % 20000))
cat >"$keys/sshd_config" <<END
Port $port
ListenAddress 127.0.0.1
HostKey $keys/host
AuthorizedKeysFile $keys/authorized
PidFile $keys/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
END
ssh=(ssh -p "$port" -i "$keys/user" -o UserKnownHostsFile="$keys/known" -o StrictHostKeyChecking=no
  -o BatchMode=yes -o LogLevel=ERROR)
"$sshd" -f "$keys/sshd_config" -E "$keys/log" || skip_all 'no ssh server could be started'
stop() {
  [ ! -s "$keys/sshd.pid" ] || kill "$(cat "$keys/sshd.pid")" 2>/dev/null
  ended
}
trap stop EXIT
wait_for 10 "${ssh[@]}" 127.0.0.1 true || skip_all 'the ssh server lets nobody in'

base_run
# The recipe. A worker works in a folder of its own (--workdir), gets the territory once (--basefile), and gives back
# what each piece has solved (--return).
cd "$WORK" || exit 1
name=${TERRITORY##*/}
parallel --will-cite --ssh "${ssh[*]}" --sshlogin 1/127.0.0.1,1/localhost --workdir "$WORK/there" --cleanup \
  --basefile "$name" --return "$name/plan/whatif/solved" \
  "$RONDA" whatif --effort "$EFFORT" --piece '{}/4' "$name" ::: 1 2 3 4 >"$WORK/said" 2>"$WORK/complained"
verdict $? 'four pieces on two workers'
sed 's/^/# /' "$WORK/said" "$WORK/complained"
expect_true 'each of them said what it did' [ "$(grep -c '^Piece' "$WORK/said")" -eq 4 ]
expect_merged
done_testing
