#!/usr/bin/env bash
# usage: acts.sh [SECONDS [CONNECTIONS [CUSTOMERS]]]
#
# Measures business acts one by one, each a transaction of its own, durable and with its audit: the statements of the product's own jobs,
# sent by pgbench over CONNECTIONS connections to a new cluster with the settings of PostgreSQL that make a commit durable. Prints
# acts a second for each kind and the statements that take the time, with the conditions. Statements are prepared, as the product does. PG_BIN says where PostgreSQL's programs are.
set -euo pipefail
seconds=${1:-10} connections=${2:-8} customers=${3:-2000}
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
schema=$(realpath "$(dirname "$0")/../../schema")
work=$(mktemp -d "${TMPDIR:-/tmp}/didtron-acts.XXXXXX")
chmod 755 "$work"
as=()
if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=postgres --regid=postgres --init-groups --)
    chown postgres "$work"
fi
finish() {
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$work"
}
trap finish EXIT
cd "$work"
"${as[@]}" "$bin/initdb" -D "$work/data" -U didtron -A trust >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$work/data" -w -l "$work/log" \
    -o "-k $work -c listen_addresses= -c shared_buffers=256MB -c wal_compression=lz4 -c max_wal_size=4GB" start >/dev/null
export PGHOST=$work PGUSER=didtron PGDATABASE=didtron
"$bin/createdb" didtron
run() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }
run -f "$schema/jobs/create_roles.sql" >/dev/null
run -c 'ALTER SCHEMA public OWNER TO didtron_owner; GRANT CREATE ON DATABASE didtron TO didtron_owner'
for migration in "$schema"/migrations/*.sql; do run -1 -c 'SET ROLE didtron_owner' -f "$migration" >/dev/null; done
run >/dev/null <<SQL
BEGIN;
SELECT begin_act('shell', 'bench', NULL, 'bench.arrange', 'psql', NULL, false, NULL, '');
INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main', 'USD');
INSERT INTO partner (id, code, name) SELECT n, 'p' || n, 'Partner ' || n FROM generate_series(1, $customers * 2) AS n;
INSERT INTO agreement (entity_id, partner_id, role, currency) SELECT 1, id, 'customer', 'USD' FROM partner;
INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, credit_limit_micros)
SELECT 1, id, 'sell', CASE WHEN id <= $customers THEN 'prepaid' ELSE 'postpaid' END, 1000000000000000 FROM partner;
COMMIT;
VACUUM ANALYZE;
SQL

# job NAME PARAMETER=EXPRESSION ...: the statements of a job with its parameters.
job() {
    local name=$1 text
    shift
    # What pgbench would take for variables of its own.
    text=$(sed '/^--/d; s/HH24:MI:SS/HH24MISS/' "$schema/jobs/$name.sql")
    for parameter in "$@"; do text=${text//:\'${parameter%%=*}\'/${parameter#*=}}; done
    echo "$text"
}
act() { echo "SELECT begin_act('shell', 'bench', 1::smallint, '$1', 'bench', NULL, false, NULL, '');"; }
payment() { echo "jsonb_build_array(jsonb_build_object('partner_id', :partner::integer, 'purpose', '$1', 'cash_minor', 100, 'settles', $2))"; }
{
    echo "\\set partner random(1, $customers)"
    echo 'BEGIN;'
    act bench.nothing
    echo 'COMMIT;'
} >nothing.sql
{
    echo "\\set partner random(1, $customers)"
    echo 'BEGIN;'
    act deposit.hold
    job hold_deposit entity_id=1 partner_id=:partner amount_micros=1 seconds=3600 reference=NULL
    echo 'COMMIT;'
} >hold.sql
{
    echo "\\set partner random(1, $customers)"
    echo 'BEGIN;'
    act payment.top_up
    job record_payments entity_id=1 "payments=$(payment top_up NULL)"
    echo 'COMMIT;'
} >top_up.sql
{
    echo "\\set partner random($customers + 1, $customers * 2)"
    echo 'BEGIN;'
    act payment.record
    job record_payments entity_id=1 "payments=$(payment received "'oldest'")"
    echo 'COMMIT;'
} >payment.sql

echo "$(nproc) cores, $("$bin/postgres" --version | cut -d' ' -f3), fsync and synchronous_commit on, $connections connections, $customers customers of each kind, $seconds s each; load before: $(cut -d' ' -f1 /proc/loadavg)"
"$bin/pg_test_fsync" -s 1 -f "$work/data/fsync" 2>/dev/null | awk '/^ *fdatasync / && !seen++ { print "fdatasync of 8 kB: " $2 " a second" }'
for kind in nothing hold top_up payment; do
    PGOPTIONS='-c role=didtron_app -c client_min_messages=warning' "$bin/pgbench" -n -M prepared -r -c "$connections" -j 2 \
        -T "$seconds" -f "$kind.sql" >"$kind.log" 2>"$kind.err" || { tail -3 "$kind.err"; exit 1; }
    printf '%-8s %7.0f acts/s, %s ms each\n' "$kind" "$(awk '/^tps/ { print $3 }' "$kind.log")" \
        "$(awk '/latency average/ { print $4 }' "$kind.log")"
    awk '/statement latencies/ { on = 1; next } on && $1 > 0 { ms = $1; $1 = ""; sub(/^ *[0-9]+ /, ""); print ms, substr($0, 1, 90) }' \
        "$kind.log" | sort -rn | head -6 | sed 's/^/             /'
done
