#!/usr/bin/env bash
# usage: full_disk.sh DIDTRON [CALLS [SEED]]
#
# Loads a made-up file twice: once with room enough, and once in a small file system that fills up, first in the middle of the load,
# then before the program is even there; then with all connections taken. Each time the program has to end with a sentence, and
# the same command has to go on once there is room. What the two databases hold must be equal. Needs root, for the mount.
set -euo pipefail
# In a name space of its own, so that nothing stays mounted.
[ "${FULL_DISK_APART:-}" ] || FULL_DISK_APART=1 exec unshare -m "$0" "$@"
didtron=$(realpath "$1") calls=${2:-60000} seed=${3:-1}
. "$(dirname "$0")/killed_carrier.sh"

mkdir "$work/killed"
mount -t tmpfs -o size=700m,mode=755 tmpfs "$work/killed"
# The server of the small file system is stopped before what it lies on goes.
trap 'on killed db stop >/dev/null 2>&1; umount -l "$work/killed"; cleanup' EXIT

"$didtron" dev generate --output "$work/files" --seed "$seed" --calls "$calls" --customers 20 --suppliers 4 \
    --rates 2000 --duplicates 500 --changed 100 >/dev/null 2>&1
for home in clean killed; do catalog $home; done
on clean cdr import --chunk-bytes 1048576 "$work/files/cdrs.csv" >/dev/null 2>&1
fingerprint clean >"$work/clean.txt"

fill() { # MEGABYTES that stay free
    local free
    free=$(df --output=avail -m "$work/killed" | tail -n 1)
    dd if=/dev/zero of="$work/killed/ballast" bs=1M count=$((free - $1)) 2>/dev/null
}

fails() { # SENTENCE COMMAND...: ends with a status other than 0 and those words, and with neither a crash nor a trace of one
    local sentence=$1 status=0
    shift
    on killed "$@" >"$work/failed.log" 2>&1 || status=$?
    if [ "$status" -eq 0 ] || [ "$status" -ge 100 ] || ! grep -q "$sentence" "$work/failed.log"; then
        echo "'$*' ended with $status, and not with '$sentence':" >&2
        cat "$work/failed.log" >&2
        exit 1
    fi
    echo "$*: $(grep -m 1 "$sentence" "$work/failed.log")"
}

import=(cdr import --chunk-bytes 1048576 "$work/files/cdrs.csv")
for megabytes in 6 14 24; do
    fill $megabytes
    # Where not even the log of changes has room, the server ends, and is started again by the next command.
    fails "full\|No space left\|server closed the connection" "${import[@]}"
    rm "$work/killed/ballast"
    on killed check >/dev/null
    echo "$(psql -X -q -A -t "$(on killed db url | tail -n 1)" -c 'SELECT count(*) FROM chunk') chunks are in"
done
on killed "${import[@]}" >/dev/null 2>&1
compare

# A program that finds no room to start the server in.
on killed db stop >/dev/null
fill 0
fails "full\|No space left" cdr files
rm "$work/killed/ballast"
on killed check >/dev/null

# Connections that are all taken.
psql -X -q -h "$work/killed/postgres" -U didtron didtron -c "ALTER ROLE didtron_login CONNECTION LIMIT 0"
fails "no connection left\|too many connections" cdr files
psql -X -q -h "$work/killed/postgres" -U didtron didtron -c "ALTER ROLE didtron_login CONNECTION LIMIT -1"
on killed cdr files >/dev/null
compare
echo "Equal after the disk was full: $calls calls, seed $seed."
