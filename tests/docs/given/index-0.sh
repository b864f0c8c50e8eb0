# What Kubernetes tells the first pod of an Indexed Job.
export JOB_COMPLETION_INDEX=0
