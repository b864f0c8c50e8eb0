# A store with a job of last week.
mkdir -p store/job && touch -d '8 days ago' store/job
