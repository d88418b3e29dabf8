#!/bin/bash
# Trains the runs of a study, one in each task of a job array. 'spot sweep --on slurm' wrote and submitted it.
#
# Some time before the time limit, Slurm sends USR1 to this script. The script stops the run, which saves a checkpoint,
# and puts the task back into the queue. When the task starts again, it resumes the run. A task that Slurm itself
# requeues, after a preemption or a node failure, resumes in the same way.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@120

record=@RECORD@
key=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$record/artifacts/slurm/keys.txt")
log=$record/artifacts/logs/$key.log
exec >>"$log" 2>&1
begin=$(wc -c <"$log")

cd @FOLDER@ || exit 1
@COMMAND@ sweep-task @OPTIONS@ "$record" "$key" &
task=$!

signalled=yes
requeue=
trap 'signalled=yes requeue=yes; kill -TERM "$task" 2>/dev/null' USR1
trap 'signalled=yes; kill -TERM "$task" 2>/dev/null' TERM
# A signal ends 'wait' before the task has ended.
while [ -n "$signalled" ]; do
  signalled=
  wait "$task"
  status=$?
done

# 143: the run was stopped and has saved a checkpoint.
if [ "$status" -eq 143 ] && [ -n "$requeue" ]; then
  scontrol requeue "$SLURM_JOB_ID" ||
    echo "error: Slurm did not requeue the task; submit the study again, and it resumes from its checkpoint"
elif [ "$status" -ne 0 ] && [ "$status" -ne 143 ] && ! tail -c "+$((begin + 1))" "$log" | grep -q '^error: '; then
  echo "error: the process ended with exit code $status"
fi
exit "$status"
