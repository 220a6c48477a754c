#!/usr/bin/env bash
# usage: small_files.sh DIDTRON [FILES [CALLS [CUSTOMERS [CLOSE_EVERY]]]]
#
# Loads the same calls twice: as one file, and as FILES files of CALLS calls each through a watched folder, as from a switch that
# is polled every five minutes. Prints seconds a file over time, and rows and bytes a call that usage, ledger and WAL grew by.
set -euo pipefail
didtron=$(realpath "$1") files=${2:-2000} calls=${3:-500} customers=${4:-2000} close_every=${5:-300}
. "$(dirname "$0")/carrier.sh"

total=$((files * calls)) minutes=$((files * 5))
"$didtron" dev generate --output "$work/files" --calls "$total" --customers "$customers" \
    --days $(((minutes + 1439) / 1440)) --rates 5000 >/dev/null
split_calls "$calls" "$work/spool"
home one
home many

mark_wal one
start=$(date +%s%N)
on one cdr import "$work/files/cdrs.csv" >/dev/null
echo "One file of $total calls: $((($(date +%s%N) - start) / 1000000)) ms from the file to posted books"
rows_left one >"$work/one.txt"

mark_wal many
start=$(date +%s%N)
on many cdr watch "$work/spool" --once --settle 0 --close-every "$close_every" |
    while IFS= read -r line; do echo "$(date +%s%N) $line"; done >"$work/watch.log"
echo "$files files of $calls calls: $((($(date +%s%N) - start) / 1000000)) ms, $((($(date +%s%N) - start) / 1000000 / files)) ms a file"
awk -v start="$start" '/records loaded/ { number++; if (number % 100 == 0 || number == 1) {
        printf "  file %d: %.3f s a file\n", number, ($1 - last_at) / 1e9 / (number - last); last = number; last_at = $1 } }
    BEGIN { last_at = start }' "$work/watch.log"
echo "  closings: $(sql many 'SELECT count(*) FROM closing')"
rows_left many >"$work/many.txt"

echo "a call: rows and bytes of one file, of $files files, times"
paste -d ' ' "$work/one.txt" "$work/many.txt" | awk -v calls="$total" '{
    printf "  %-14s %8.4f rows %8.1f B   %8.4f rows %8.1f B   %.2f rows %.2f B\n", $1, $2 / calls, $3 / calls, $5 / calls, $6 / calls,
        $2 ? $5 / $2 : 0, $3 ? $6 / $3 : 0 }'
on many check --full >/dev/null && echo "check holds"
