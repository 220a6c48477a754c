#!/usr/bin/env bash
# usage: freshness.sh DIDTRON [SECONDS [CALLS_PER_SECOND [FILE_SECONDS [CUSTOMERS]]]]
#
# Files of FILE_SECONDS seconds' calls arrive in a watched folder, CALLS_PER_SECOND each second, for SECONDS seconds. Prints the
# median and the worst time from a file's arrival, when it has its name, until the balances that `partner balance` shows
# have its calls, and what was left behind a call.
set -euo pipefail
didtron=$(realpath "$1") seconds=${2:-300} rate=${3:-500} file_seconds=${4:-3} customers=${5:-500}
. "$(dirname "$0")/carrier.sh"

files=$((seconds / file_seconds)) calls=$((rate * file_seconds))
"$didtron" dev generate --output "$work/files" --calls $((files * calls)) --customers "$customers" --days 1 --rates 5000 \
    --malformed 0 --duplicates 0 --changed 0 --unknown-prefixes 0 --unknown-accounts 0 >/dev/null
split_calls "$calls" "$work/ready"
home fresh
mark_wal fresh
mkdir "$work/spool"
on fresh cdr watch "$work/spool" --close-every 60 >"$work/watch.log" 2>&1 &
watch=$!

# How many calls balances know: those in the ledger, those closed, those loaded. The amount is what partner balance adds up.
(
    while [ ! -e "$work/over" ]; do
        on fresh partner balance --json >"$work/balance.json"
        echo "$(date +%s%N) $(python3 -c 'import json, sys
print(sum(int(p["unbilled_micros"]) + int(p["unposted_sell_micros"]) + int(p["unposted_deposit_micros"]) - int(p["deposit_micros"])
    for p in json.load(open(sys.argv[1]))))' "$work/balance.json")"
    done >"$work/balances.log"
) &
watcher=$!

for file in "$work"/ready/*.csv; do
    next=$(($(date +%s%N) + file_seconds * 1000000000))
    cp "$file" "$work/spool/.$(basename "$file")"
    mv "$work/spool/.$(basename "$file")" "$work/spool/$(basename "$file")"
    echo "$(date +%s%N) $(basename "$file")" >>"$work/arrivals.log"
    left=$((next - $(date +%s%N)))
    [ "$left" -le 0 ] || sleep "$((left / 1000000000)).$(printf '%09d' $((left % 1000000000)))"
done
for _ in $(seq 60); do
    [ "$(ls "$work/spool" | grep -c csv)" -eq 0 ] && break
    sleep 1
done
sleep 3
touch "$work/over"
wait $watcher
# What each file is worth, by its chunks.
sql fresh "SELECT name, sum(sell_micros) FROM chunk JOIN cdr_file ON cdr_file.id = file_id GROUP BY name ORDER BY name" >"$work/amounts.txt"
kill -TERM $(pgrep -P $watch) 2>/dev/null || kill -TERM $watch
wait $watch || true
python3 - "$work" <<'P'
import sys
work = sys.argv[1]
arrivals = [line.split() for line in open(f"{work}/arrivals.log")]
amounts = dict(line.split() for line in open(f"{work}/amounts.txt"))
balances = [tuple(map(int, line.split())) for line in open(f"{work}/balances.log")]
total, place, waits = 0, 0, []
for at, name in arrivals:
    total += int(amounts[name])
    while place < len(balances) and balances[place][1] < total:
        place += 1
    if place == len(balances):
        sys.exit(f"{name} never came into the balances: {balances[-1][1]} of {total}")
    waits.append((balances[place][0] - int(at)) / 1e9)
waits.sort()
print(f"{len(waits)} files: from arrival to balance median {waits[len(waits) // 2]:.2f} s, worst {waits[-1]:.2f} s; "
      f"the balance was asked for every {(balances[-1][0] - balances[0][0]) / 1e9 / len(balances):.2f} s")
P
on fresh ledger post >/dev/null
rows_left fresh | awk -v calls=$((files * calls)) '{ printf "  %-14s %8.4f rows %8.1f B a call\n", $1, $2 / calls, $3 / calls }'
on fresh check >/dev/null && echo "check holds"
