#!/bin/sh
# Whether this container can go on: plotreel runs, and there is room for what browsers write. Some milliseconds, no Node.
set -eu

# A browser's profile, with the frames on their way out of it: src/farm/profile-folder.ts.
needed_kb=65536

free_kb=$(df --output=avail -k "${TMPDIR:-/tmp}" | tail -n 1)
if [ "$free_kb" -lt "$needed_kb" ]; then
  echo "$free_kb kB are free in ${TMPDIR:-/tmp}, a browser needs $needed_kb"
  exit 1
fi

running=no
for process in /proc/[0-9]*; do
  # One that ends meanwhile is not the one.
  command=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
  case $command in
    node\ *plotreel* | */node\ *plotreel*) running=yes ;;
    *) continue ;;
  esac
  if grep -q '^State:[[:space:]]*T' "$process/status" 2>/dev/null; then
    echo "plotreel is stopped (process ${process#/proc/})"
    exit 1
  fi
done
[ "$running" = yes ] || echo 'plotreel does not run'
[ "$running" = yes ]
