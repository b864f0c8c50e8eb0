#!/usr/bin/env bash
# Renders a video on a Slurm cluster: plans it, then an array of jobs renders its segments, then one job joins them.
#
#     sbatch docker/slurm.sh FOLDER SCENE|FIGURE -o VIDEO [options of plotreel plan]
#
# FOLDER is for the plan and its segments; all nodes see it, or it is s3://bucket/prefix. Submitting the same again goes on
# where it was. Where jobs may not submit jobs: `bash docker/slurm.sh …` on the login node, which then makes the plan.
# SBATCH_PARTITION, SBATCH_ACCOUNT and their like reach all jobs. PLOTREEL is the command, when it is not `plotreel`:
# PLOTREEL='apptainer run plotreel.sif'.
#SBATCH --job-name=plotreel
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
#SBATCH --requeue
# A job that is tried again keeps what it has printed.
#SBATCH --open-mode=append
set -euo pipefail

read -ra plotreel <<<"${PLOTREEL:-plotreel}"
folder=${1:?usage: sbatch docker/slurm.sh FOLDER SCENE|FIGURE -o VIDEO}

# How often a job is tried again.
tries=5
# As many jobs as an array may have, unless the cluster's own limit (MaxArraySize) is another.
array=1000

# Runs plotreel. Exit code 75, "may succeed when it is tried again": the job goes back into the queue, for any node.
# 42 and 2, "not without a change": without this segment there is no video, and what has not begun of the array is cancelled.
try() {
  local code=0
  "${plotreel[@]}" "$@" || code=$?
  if [ "$code" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$tries" ] && [ -n "${SLURM_JOB_ID:-}" ]; then
    scontrol requeue "$SLURM_JOB_ID"
  elif { [ "$code" = 42 ] || [ "$code" = 2 ]; } && [ -n "${SLURM_ARRAY_JOB_ID:-}" ]; then
    scancel --state=PENDING "$SLURM_ARRAY_JOB_ID"
  fi
  return "$code"
}

case ${PLOTREEL_STEP:-plan} in
  plan)
    try plan "${@:2}" --out "$folder"
    # 75 while segments are missing: no failure here.
    status=$("${plotreel[@]}" status "$folder" --json) || [ $? = 75 ]
    segments=$(sed -n 's/.*"segments":\([0-9]*\).*/\1/p' <<<"$status")
    jobs=$((segments < array ? segments : array))
    # A script that runs as a job is a copy, gone when the job ends: sbatch makes one of its own.
    render=$(PLOTREEL_STEP=segment sbatch --parsable --array="0-$((jobs - 1))" "$0" "$folder" "$segments")
    # Of several clusters it says which, after a semicolon.
    PLOTREEL_STEP=stitch sbatch --dependency="afterok:${render%%;*}" --kill-on-invalid-dep=yes "$0" "$folder"
    ;;
  segment)
    # Of more segments than jobs each job renders every nth.
    for ((index = SLURM_ARRAY_TASK_ID; index < $2; index += SLURM_ARRAY_TASK_COUNT)); do
      # The cores that Slurm gives, where others can be seen as well.
      try segment "$folder" --index "$index" --workers "${SLURM_CPUS_PER_TASK:-auto}"
    done
    ;;
  stitch)
    try stitch "$folder"
    ;;
esac
