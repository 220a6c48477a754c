"""DuckDB: one left join on the whole prefix for each length and side, the longest match taken by COALESCE."""

import os

import duckdb

from job import Clock, arguments, report, write_totals

folder, cdrs, out, threads = arguments()
clock = Clock()
database = duckdb.connect(config={"threads": threads})
database.execute(f"""
    CREATE TABLE rate AS
    SELECT row_number() OVER () - 1 AS id, deck_id AS deck, prefix, destination,
        CAST(effective_from AS TIMESTAMP) AS valid_from,
        COALESCE(
            lead(CAST(effective_from AS TIMESTAMP)) OVER (PARTITION BY deck_id, prefix ORDER BY effective_from),
            TIMESTAMP '9999-01-01') AS valid_to,
        CAST(CAST(rate_per_min AS DECIMAL(18, 6)) * 1000000 AS BIGINT) AS micros,
        CAST(CAST(setup_fee AS DECIMAL(18, 6)) * 1000000 AS BIGINT) AS fee,
        CAST(initial_s AS BIGINT) AS initial, CAST(increment_s AS BIGINT) AS increment
    FROM read_csv('{folder}/rates.csv', all_varchar = true);
    CREATE TABLE customer AS SELECT customer_id, deck_id AS deck FROM read_csv('{folder}/customers.csv', all_varchar = true);
    CREATE TABLE supplier AS SELECT supplier_id, deck_id AS deck FROM read_csv('{folder}/suppliers.csv', all_varchar = true);
    """)
lengths = [row[0] for row in database.execute("SELECT DISTINCT length(prefix) FROM rate ORDER BY 1 DESC").fetchall()]
for length in lengths:
    database.execute(
        f"CREATE TABLE rate_{length} AS SELECT id, deck, prefix, valid_from, valid_to FROM rate WHERE length(prefix) = {length}")
clock.lap("load")


def matches(side):
    return "\n".join(
        f"LEFT JOIN rate_{n} AS {side}_{n} ON {side}_{n}.deck = call.{side}_deck AND {side}_{n}.prefix = left(called, {n})"
        f" AND start_time >= {side}_{n}.valid_from AND start_time < {side}_{n}.valid_to AND duration > 0"
        for n in lengths)


def longest(side):
    return f"COALESCE({', '.join(f'{side}_{n}.id' for n in lengths)})"


def billed(side):
    return (
        f"CASE WHEN {side}.id IS NULL THEN 0 WHEN duration <= {side}.initial THEN {side}.initial ELSE {side}.initial + "
        f"(duration - {side}.initial + {side}.increment - 1) // {side}.increment * {side}.increment END")


database.execute(f"""
    COPY (
        WITH call AS (
            SELECT call_id, cdr.customer_id, called, CAST(start_time AS TIMESTAMP) AS start_time,
                CAST(duration_s AS BIGINT) AS duration, customer.deck AS sell_deck, supplier.deck AS buy_deck
            FROM read_csv('{cdrs}', all_varchar = true, header = true) AS cdr
                LEFT JOIN customer USING (customer_id) LEFT JOIN supplier USING (supplier_id)),
        matched AS (
            SELECT call_id, customer_id, duration, {longest("sell")} AS sell_id, {longest("buy")} AS buy_id
            FROM call {matches("sell")} {matches("buy")}),
        billed AS (
            SELECT call_id, customer_id, duration, sell.prefix AS sell_prefix, sell.destination AS sell_destination,
                {billed("sell")} AS sell_billed, sell.micros AS sell_micros, sell.fee AS sell_fee, buy.prefix AS buy_prefix,
                {billed("buy")} AS buy_billed, buy.micros AS buy_micros, buy.fee AS buy_fee
            FROM matched LEFT JOIN rate AS sell ON sell.id = sell_id LEFT JOIN rate AS buy ON buy.id = buy_id)
        SELECT call_id, customer_id, duration, sell_prefix, sell_destination, sell_billed AS sell_billed_s,
            COALESCE((sell_fee * 60 + sell_micros * sell_billed + 30) // 60, 0) AS sell_amount_micros,
            buy_prefix, buy_billed AS buy_billed_s,
            COALESCE((buy_fee * 60 + buy_micros * buy_billed + 30) // 60, 0) AS buy_amount_micros
        FROM billed
    ) TO '{out}/rows.parquet' (FORMAT parquet)
    """)
clock.lap("rate")
rows = f"read_parquet('{os.path.join(out, 'rows.parquet')}')"
count = database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]
report(f"DuckDB {duckdb.__version__}", count, clock)
write_totals(
    f"{out}/totals.csv",
    database.execute(f"""
        SELECT customer_id, COALESCE(sell_destination, ''), count(*), sum(sell_billed_s), sum(sell_amount_micros),
            sum(buy_amount_micros)
        FROM {rows} WHERE duration > 0 GROUP BY ALL
        """).fetchall())
