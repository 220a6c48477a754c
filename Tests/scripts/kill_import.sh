#!/usr/bin/env bash
# usage: kill_import.sh DIDTRON [CALLS [KILLS [SEED [CHUNK_BYTES]]]]
#
# Loads a made-up file twice: once in peace, and once while it is killed at random moments, the program with kill -9 or
# PostgreSQL with an immediate stop, and started again with the same command. What the two databases hold must be equal,
# row by row, and every check must hold. Prints what was done; exit status 1 where the two differ.
set -euo pipefail
didtron=$(realpath "$1") calls=${2:-1000000} kills=${3:-20} seed=${4:-1} chunk_bytes=${5:-8388608}
unset DATABASE_URL

work=$(mktemp -d /tmp/didtron-kill.XXXXXX)
chmod 755 "$work"
RANDOM=$seed

on() { # HOME COMMAND...: the program on the home's own database
    DIDTRON_HOME=$work/$1 "$didtron" "${@:2}"
}

cleanup() {
    for home in clean killed; do
        on $home db stop >"$work/stop.log" 2>&1 || cat "$work/stop.log" >&2
    done
    rm -rf "$work"
}
trap cleanup EXIT

catalog() { # HOME: partners, accounts, decks and their assignment
    on "$1" partner import "$work/files/partners.csv" >/dev/null
    on "$1" account import "$work/files/accounts.csv" >/dev/null
    for deck in "$work"/files/decks/*.csv; do
        card=$(basename "$deck" .csv)
        # A card is in the currency of the partners that it is assigned to.
        partner=$(awk -F, -v card="$card" '$2 == card { print $1; exit }' "$work/files/assignments.csv")
        [ -n "$partner" ] || continue
        currency=$(awk -F, -v partner="$partner" '$1 == partner { print $5 }' "$work/files/partners.csv")
        on "$1" ratecard import "$deck" --card "$card" --side "${card%-*}" --currency "$currency" --approve >/dev/null
    done
    on "$1" ratecard assign --file "$work/files/assignments.csv" >/dev/null
}

# Sums of hashes of the rows, whatever their order; without what is bound to differ: times of writing, ids drawn from
# sequences by transactions that were killed, and the key, whose seed is each installation's own.
fingerprint() { # HOME
    psql -X -q -A -t "$(on "$1" db url | tail -n 1)" <<'SQL'
SET datestyle = 'ISO'; SET timezone = 'UTC';
CREATE TEMPORARY VIEW numbered AS SELECT id AS chunk_id, file_id * 100000 + number AS chunk FROM chunk;
SELECT 'chunk', count(*), sum(hashtextextended((to_jsonb(c) - '{id,committed_at,tariff_hash}'::text[])::text, 0)) FROM chunk c;
SELECT 'call', count(*), sum(hashtextextended(n.chunk || (to_jsonb(c) - '{key,chunk_id,replaces_chunk_id}'::text[])::text
    || coalesce(r.chunk, -1), 0)) FROM call c JOIN numbered n USING (chunk_id)
    LEFT JOIN numbered r ON r.chunk_id = c.replaces_chunk_id;
SELECT 'call_reject', count(*), sum(hashtextextended(n.chunk || (to_jsonb(c) - 'chunk_id')::text, 0))
    FROM call_reject c JOIN numbered n USING (chunk_id);
SELECT 'suspense', count(*), sum(hashtextextended(n.chunk || (to_jsonb(c) - 'chunk_id')::text, 0))
    FROM suspense c JOIN numbered n USING (chunk_id);
SELECT 'usage_delta', count(*) FROM usage_delta;
SELECT 'usage', count(*), sum(hashtextextended(to_jsonb(c)::text, 0)) FROM usage c;
SELECT 'service_usage', count(*), sum(hashtextextended(to_jsonb(c)::text, 0)) FROM service_usage c;
SELECT 'entry', count(*), sum(amount_micros) FROM entry;
SELECT 'fingerprints', sum(octet_length(fingerprints)) FROM call_fingerprint;
SELECT 'file', count(*), sum(chunks), min(state), max(close_number) FROM cdr_file;
SQL
}

"$didtron" dev generate --output "$work/files" --seed "$seed" --calls "$calls" --customers 40 --suppliers 8 \
    --rates 3000 --duplicates 5000 --changed 1000 >/dev/null 2>&1
for home in clean killed; do catalog $home; done

start=$(date +%s%N)
on clean cdr import --chunk-bytes "$chunk_bytes" "$work/files/cdrs.csv"
whole=$((($(date +%s%N) - start) / 1000000))
echo "Undisturbed: $whole ms"

fingerprint clean >"$work/clean.txt"
on clean check >/dev/null

compare() { # the killed home, loaded to its end, with the clean one
    on killed check >/dev/null
    fingerprint killed >"$work/killed.txt"
    if ! diff "$work/clean.txt" "$work/killed.txt"; then
        echo "The killed load differs from the undisturbed one (seed $seed)." >&2
        exit 1
    fi
}

done_kills=0 loads=0
while [ "$done_kills" -lt "$kills" ]; do
    on killed cdr import --chunk-bytes "$chunk_bytes" "$work/files/cdrs.csv" >"$work/import.log" 2>&1 &
    import=$!
    delay=$((RANDOM * whole / 32768 + 1))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    if [ $((RANDOM % 3)) -eq 0 ]; then
        # SIGQUIT to the postmaster is `pg_ctl stop -m immediate`.
        kind="immediate stop of PostgreSQL"
        kill -QUIT "$(head -n 1 "$work/killed/postgres/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || kind="PostgreSQL was down"
    else
        kind="kill -9"
        # The shell function runs in a subshell, whose child is the program.
        pkill -9 -P $import 2>/dev/null || kind="over before the kill"
    fi
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
