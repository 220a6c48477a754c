# Sourced by the scripts here: homes of one made-up carrier with databases of their own, in a folder that is removed at the end.
# Needs $didtron; sets $work.
unset DATABASE_URL

work=$(mktemp -d "${TMPDIR:-/tmp}/didtron-bench.XXXXXX")
chmod 755 "$work"
homes=()

on() { # HOME COMMAND...: the program on the home's own database
    DIDTRON_HOME=$work/$1 "$didtron" "${@:2}"
}

sql() { # HOME QUERY: its answer, unaligned
    psql -X -q -A -t -F ' ' "$(on "$1" db url | tail -n 1)" -c "$2"
}

cleanup() {
    for home in "${homes[@]}"; do on "$home" db stop >/dev/null 2>&1 || true; done
    rm -rf "$work"
}
trap cleanup EXIT

currency() { # CARD: that of the partners to which it is assigned; nothing where it is assigned to none
    local partner
    partner=$(awk -F, -v card="$1" '$2 == card { print $1; exit }' "$work/files/assignments.csv")
    awk -F, -v partner="$partner" 'partner != "" && $1 == partner { print $5 }' "$work/files/partners.csv"
}

home() { # HOME: made, with partners, accounts and decks
    homes+=("$1")
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

split_calls() { # CALLS FOLDER: the call records in files of so many, each with the header, in their order
    mkdir -p "$2"
    awk -v calls="$1" -v folder="$2" 'NR == 1 { header = $0; next }
        (NR - 2) % calls == 0 { close(file); file = sprintf("%s/%06d.csv", folder, ++number); print header > file }
        { print > file }' "$work/files/cdrs.csv"
}

rows_left() { # HOME: rows and bytes of the tables that grow with usage, and the WAL written since the mark of the home
    sql "$1" "SELECT name, rows, bytes FROM (
            SELECT 'usage' AS name, (SELECT count(*) FROM usage) AS rows
            UNION ALL SELECT 'service_usage', count(*) FROM service_usage
            UNION ALL SELECT 'entry', count(*) FROM entry
            UNION ALL SELECT 'call', count(*) FROM call
            UNION ALL SELECT 'audit_event', count(*) FROM audit_event) AS counted
        CROSS JOIN LATERAL (SELECT COALESCE(sum(pg_total_relation_size(relid)), pg_total_relation_size(name::regclass)) AS bytes
            FROM pg_partition_tree(name::regclass)) AS stored ORDER BY name"
    echo "WAL 0 $(sql "$1" "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '$(cat "$work/$1.lsn")')::bigint")"
}

mark_wal() { # HOME: from here on; the server writes a checkpoint when it stops
    on "$1" db stop >/dev/null
    sql "$1" 'SELECT pg_current_wal_lsn()' >"$work/$1.lsn"
}
