#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The pieces of whatif as a Slurm job array, and the merge as a job that waits for it. The cluster is this machine: munge,
# controller and node are started here with folders, keys and ports of their own, and stopped at the end.
. "$(dirname "$0")/lib.sh"

for program in munged slurmctld slurmd sbatch scontrol squeue; do
  command -v $program >/dev/null || [ -x /usr/sbin/$program ] || skip_all "$program is not here (apt-get install slurm-wlm munge)"
done
[ "$(id -u)" -eq 0 ] || skip_all 'a Slurm node can only be started by root'
PATH=$PATH:/usr/sbin

# Not in $WORK: sockets have short names, and munge looks at the rights of all folders above.
cluster=$(mktemp -d /tmp/ronda-slurm-XXXXXX)
mkdir "$cluster"/{state,spool,munge}
chmod 755 "$cluster" "$cluster/munge"
port=$((20000 + RANDOM % 20000))
host=$(hostname -s)
export SLURM_CONF=$cluster/slurm.conf
dd if=/dev/urandom of="$cluster/munge.key" bs=64 count=1 status=none && chmod 400 "$cluster/munge.key"
cat >"$SLURM_CONF" <<END
ClusterName=ronda
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster/munge/socket
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END

gone() { [ ! -s "$1" ] || ! kill -0 "$(cat "$1")"; }
stop() {
  local pid
  for pid in slurmd slurmctld munged; do
    [ -s "$cluster/$pid.pid" ] && kill "$(cat "$cluster/$pid.pid")" 2>/dev/null
    wait_for 10 gone "$cluster/$pid.pid"
  done
  rm -rf "$cluster"
  ended
}
trap stop EXIT
give_up() { # give_up REASON: with what the daemons said
  tail -n 5 "$cluster"/*.log "$cluster"/*.err 2>/dev/null | sed 's/^/# /'
  skip_all "$1"
}

munged --force --key-file="$cluster/munge.key" --socket="$cluster/munge/socket" --pid-file="$cluster/munged.pid" \
  --log-file="$cluster/munged.log" --seed-file="$cluster/munge.seed" --num-threads=2 2>"$cluster/munged.err" ||
  give_up 'munge could not be started'
slurmctld -c 2>"$cluster/slurmctld.err" || give_up 'the Slurm controller could not be started'
wait_for 20 scontrol ping || give_up 'the Slurm controller does not answer'
slurmd -N "$host" 2>"$cluster/slurmd.err" || give_up 'the Slurm node could not be started'
node_is_up() { sinfo -h -o %T | grep -qE 'idle|mixed'; }
wait_for 30 node_is_up || give_up 'the Slurm node does not come up'

base_run
# The recipe: an array of pieces, and the merge once all of them have ended well.
array=$(sbatch --parsable --array=1-4 --output="$WORK/piece-%a.log" --wrap \
  "'$RONDA' whatif --effort $EFFORT --threads 1 --piece \$SLURM_ARRAY_TASK_ID/\$SLURM_ARRAY_TASK_COUNT '$TERRITORY'")
verdict $? "the array is job $array"
merge=$(sbatch --parsable --dependency="afterok:$array" --output="$WORK/merge.log" --wrap \
  "'$RONDA' whatif --effort $EFFORT --no-charts --merge '$TERRITORY'")
verdict $? "the merge is job $merge"
queue_is_empty() { [ -z "$(squeue -h)" ]; }
wait_for 120 queue_is_empty
verdict $? 'all jobs have ended'
for piece in 1 2 3 4; do
  expect_in "Piece $piece of 4" "$WORK/piece-$piece.log"
done
expect_in 'comparison.csv' "$WORK/merge.log" 'the merge job has put them together'
without_times "$TERRITORY/plan/whatif" "$WORK/merged"
expect_same "$WORK/once" "$WORK/merged" 'the same bytes as in one run'
done_testing
