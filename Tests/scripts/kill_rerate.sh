#!/usr/bin/env bash
# usage: kill_rerate.sh DIDTRON [CALLS [KILLS [SEED [UNIT_ROWS]]]]
#
# Rates the calls of a made-up carrier again after its decks changed and its customers were billed: once in peace, and
# once while it is killed at random moments, the program with kill -9 or PostgreSQL with an immediate stop, and started
# again with the same command. What the two databases hold must be equal, row by row, and every check must hold. Prints
# what was done; exit status 1 where the two differ.
set -euo pipefail
didtron=$(realpath "$1") calls=${2:-300000} kills=${3:-20} seed=${4:-1} unit_rows=${5:-50000}
. "$(dirname "$0")/killed_carrier.sh"

before() { # HOME: up to the command that is killed
    catalog "$1"
    on "$1" cdr import --chunk-bytes 1048576 "$work/files/cdrs.csv" >/dev/null
    on "$1" invoice run --period 2026-10 >/dev/null
    # Every third price of each card rises, every seventh prefix goes.
    for deck in "$work"/files/decks/*.csv; do
        card=$(basename "$deck" .csv)
        [ -n "$(currency "$card")" ] || continue
        awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "rate_per_min") price = i; print; next }
            NR % 7 == 3 { next } NR % 3 == 0 { $price = $price * 1.5 } { print }' "$deck" >"$work/$1.csv"
        on "$1" ratecard import "$work/$1.csv" --card "$card" --side "${card%-*}" --currency "$(currency "$card")" \
            --approve --force >/dev/null
    done
}

"$didtron" dev generate --output "$work/files" --seed "$seed" --calls "$calls" --customers 40 --suppliers 8 \
    --rates 3000 --duplicates 5000 --changed 1000 --unknown-accounts 3000 >/dev/null 2>&1
for home in clean killed; do before $home; done
on killed db stop >/dev/null
cp -a "$work/killed" "$work/before"

start=$(date +%s%N)
on clean rerate --period 2026-10 --unit-rows "$unit_rows" --apply >"$work/rerate.log"
head -n 1 "$work/rerate.log"
whole=$((($(date +%s%N) - start) / 1000000))
echo "Undisturbed: $whole ms"
fingerprint clean >"$work/clean.txt"
on clean check >/dev/null

done_kills=0 batches=0
while [ "$done_kills" -lt "$kills" ]; do
    on killed rerate --period 2026-10 --unit-rows "$unit_rows" --apply >"$work/rerate.log" 2>&1 &
    rerate=$!
    delay=$((RANDOM * whole / 32768 + 1))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill_one $rerate
    status=0
    wait $rerate 2>/dev/null || status=$?
    done_kills=$((done_kills + 1))
    chunks=$(psql -X -q -A -t "$(on killed db url | tail -n 1)" \
        -c "SELECT count(*) FROM chunk JOIN cdr_file ON cdr_file.id = file_id WHERE kind = 'rerate'" 2>/dev/null || echo '?')
    echo "Kill $done_kills: $kind after $delay ms, status $status, $chunks chunks committed"
    if [ "$status" -eq 0 ]; then
        # Applied to its end all the same: compared, and begun anew.
        batches=$((batches + 1))
        compare
        on killed db stop >/dev/null
        rm -rf "$work/killed"
        cp -a "$work/before" "$work/killed"
    fi
done

on killed rerate --period 2026-10 --unit-rows "$unit_rows" --apply >"$work/rerate.log" 2>&1
compare
cat "$work/killed.txt"
echo "Equal after $done_kills kills in $((batches + 1)) batches: $calls calls, seed $seed."
