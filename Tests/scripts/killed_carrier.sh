# Sourced by the scripts that kill the program: two homes, `clean` and `killed`, of one made-up carrier, and what is to be
# equal in them. Needs $didtron and $seed; sets $work.
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

currency() { # CARD: that of the partners to which it is assigned; nothing where it is assigned to none
    local partner
    partner=$(awk -F, -v card="$1" '$2 == card { print $1; exit }' "$work/files/assignments.csv")
    awk -F, -v partner="$partner" 'partner != "" && $1 == partner { print $5 }' "$work/files/partners.csv"
}

catalog() { # HOME: partners, accounts, decks and their assignment
    # The calls start on certain days, whatever today is.
    on "$1" settings set cdr.start_days_ago 0 >/dev/null
    on "$1" settings set cdr.start_days_ahead 0 >/dev/null
    on "$1" partner import "$work/files/partners.csv" >/dev/null
    on "$1" account import "$work/files/accounts.csv" >/dev/null
    for deck in "$work"/files/decks/*.csv; do
        card=$(basename "$deck" .csv)
        [ -n "$(currency "$card")" ] || continue
        on "$1" ratecard import "$deck" --card "$card" --side "${card%-*}" --currency "$(currency "$card")" --approve >/dev/null
    done
    on "$1" ratecard assign --assignments "$work/files/assignments.csv" >/dev/null
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
SELECT 'billing_day_mode', count(*), sum(hashtextextended(to_jsonb(c)::text, 0)) FROM billing_day_mode c;
SELECT 'usage_adjustment', count(*), sum(hashtextextended(to_jsonb(c)::text, 0)) FROM usage_adjustment c;
SELECT 'suspense_resolution', count(*), sum(hashtextextended(n.chunk || (to_jsonb(c) - '{chunk_id,by_chunk_id}'::text[])::text
    || b.chunk, 0)) FROM suspense_resolution c JOIN numbered n USING (chunk_id) JOIN numbered b ON b.chunk_id = by_chunk_id;
SELECT 'entry', count(*), sum(amount_micros) FROM entry;
SELECT 'marks', sum(octet_length(marks)) FROM call_mark;
SELECT 'file', count(*), sum(chunks), min(state), max(close_number) FROM cdr_file;
SQL
}

compare() { # the killed home, worked to its end, with the clean one
    on killed check >/dev/null
    fingerprint killed >"$work/killed.txt"
    if ! diff "$work/clean.txt" "$work/killed.txt"; then
        echo "What was killed differs from what was undisturbed (seed $seed)." >&2
        exit 1
    fi
}

kill_one() { # PID of a shell that runs the program; sets $kind
    if [ $((RANDOM % 3)) -eq 0 ]; then
        # SIGQUIT to the postmaster is `pg_ctl stop -m immediate`.
        kind="immediate stop of PostgreSQL"
        kill -QUIT "$(head -n 1 "$work/killed/postgres/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || kind="PostgreSQL was down"
    else
        kind="kill -9"
        # The shell function runs in a subshell, whose child is the program.
        pkill -9 -P "$1" 2>/dev/null || kind="over before the kill"
    fi
}
