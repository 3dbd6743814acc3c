#!/usr/bin/env bash
# Shares a command of pactum out over a Slurm array, and joins the shards once all are done.
#   deploy/slurm.sh SHARDS COMMAND...        as: deploy/slurm.sh 8 run deal.toml --draws 100000 --out results/deal
# Needs --out, so that the folder of shards is known beforehand. Flags for sbatch come from SBATCH_* variables; a task has
# as many threads as it was given processors.
#
# A task that is requeued (by Slurm when its machine fails or is wanted by others, or by `scontrol requeue`) goes on where
# it was. So does one whose pactum is killed, for want of memory as a rule: it has itself requeued, three times at most.
# Slurm gives up a task that it kills itself (`scancel`, the time limit), and then the merge too. The same command given
# again then computes what is missing, and joins.
set -euo pipefail
shards=$1
shift
arguments=("$@")
out=
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2 ;;
    --out=*) out=${1#--out=} ;;
  esac
  shift
done
[ -n "$out" ] || { echo "the command needs --out DIR" >&2; exit 2; }

array=$(sbatch --parsable --requeue --array="1-$shards" --job-name=pactum <<EOS
#!/usr/bin/env bash
pactum$(printf ' %q' "${arguments[@]}") --shard slurm/$shards --threads "\$SLURM_CPUS_ON_NODE" --quiet && exit
code=\$?
if [ "\$code" = 137 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "\$SLURM_JOB_ID"
fi
exit "\$code"
EOS
)
array=${array%%;*} # a cluster's name may follow
merge=$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes --job-name=pactum-merge <<EOS
#!/usr/bin/env bash
exec pactum merge$(printf ' %q' "$out.shards" --out "$out")
EOS
)
echo "shards: job $array; merge: job ${merge%%;*}"
