#!/usr/bin/env bash
# Shares a command of pactum out over a Slurm array, and joins the shards once all are done.
#   deploy/slurm.sh SHARDS COMMAND...        as: deploy/slurm.sh 8 run deal.toml --draws 100000 --out results/deal
# Needs --out, so that the folder of shards is known beforehand. Flags for sbatch come from SBATCH_* variables.
# A task that is killed or requeued goes on where it was.
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
quoted=$(printf ' %q' "${arguments[@]}")
array=$(sbatch --parsable --requeue --array="1-$shards" --job-name=pactum --wrap="pactum$quoted --shard slurm --quiet")
sbatch --dependency="afterok:$array" --job-name=pactum-merge --wrap="pactum merge $(printf %q "$out").shards --out $(printf %q "$out")"
