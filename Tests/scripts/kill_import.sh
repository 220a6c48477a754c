#!/usr/bin/env bash
# usage: kill_import.sh DIDTRON [CALLS [KILLS [SEED [CHUNK_BYTES]]]]
#
# Loads a made-up file twice: once in peace, and once while it is killed at random moments, the program with kill -9 or
# PostgreSQL with an immediate stop, and started again with the same command. What the two databases hold must be equal,
# row by row, and every check must hold. Prints what was done; exit status 1 where the two differ.
set -euo pipefail
didtron=$(realpath "$1") calls=${2:-1000000} kills=${3:-20} seed=${4:-1} chunk_bytes=${5:-8388608}
. "$(dirname "$0")/killed_carrier.sh"

"$didtron" dev generate --output "$work/files" --seed "$seed" --calls "$calls" --customers 40 --suppliers 8 \
    --rates 3000 --duplicates 5000 --changed 1000 >/dev/null 2>&1
for home in clean killed; do catalog $home; done

start=$(date +%s%N)
on clean cdr import --chunk-bytes "$chunk_bytes" "$work/files/cdrs.csv"
whole=$((($(date +%s%N) - start) / 1000000))
echo "Undisturbed: $whole ms"

fingerprint clean >"$work/clean.txt"
on clean check >/dev/null

done_kills=0 loads=0
while [ "$done_kills" -lt "$kills" ]; do
    on killed cdr import --chunk-bytes "$chunk_bytes" "$work/files/cdrs.csv" >"$work/import.log" 2>&1 &
    import=$!
    delay=$((RANDOM * whole / 32768 + 1))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill_one $import
    status=0
    wait $import 2>/dev/null || status=$?
    done_kills=$((done_kills + 1))
    chunks=$(psql -X -q -A -t "$(on killed db url | tail -n 1)" -c 'SELECT count(*) FROM chunk' 2>/dev/null || echo '?')
    echo "Kill $done_kills: $kind after $delay ms, status $status, $chunks chunks committed"
    if [ "$status" -eq 0 ]; then
        # Loaded to its end all the same: compared, and begun anew.
        loads=$((loads + 1))
        compare
        on killed db stop >/dev/null
        rm -rf "$work/killed"
        catalog killed
    fi
done

on killed cdr import --chunk-bytes "$chunk_bytes" "$work/files/cdrs.csv" >"$work/import.log" 2>&1
compare
cat "$work/killed.txt"
echo "Equal after $done_kills kills in $((loads + 1)) loads: $calls calls, seed $seed."
