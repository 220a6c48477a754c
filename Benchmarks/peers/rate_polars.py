"""Polars: the decks flattened into disjoint ranges of numbers, one binary search a call, then gathers by range and deck."""

import os
import sys

folder, cdrs, out, threads = sys.argv[1:5]
os.environ["POLARS_MAX_THREADS"] = threads

import numpy as np
import polars as pl

from job import Clock, report, write_totals

# Numbers are compared as integers of so many digits, zeros behind a shorter one.
DIGITS = 15


class Tables:
    """For each range of numbers and deck the first rate to try, and for each rate the next one before its start."""

    def __init__(self, rates, decks):
        prefixes = rates["prefix"].to_list()
        low = np.array([int(p) * 10 ** (DIGITS - len(p)) for p in prefixes], dtype=np.int64)
        width = np.array([10 ** (DIGITS - len(p)) for p in prefixes], dtype=np.int64)
        self.starts = np.unique(np.concatenate([[0], low, low + width]))
        self.decks = len(decks)
        self.cells = np.full((len(self.starts), self.decks), -1, dtype=np.int32)
        first = np.searchsorted(self.starts, low)
        end = np.searchsorted(self.starts, low + width)
        deck = rates["deck_id"].replace_strict(decks).to_numpy()
        starts_at = rates["valid_from"].to_numpy()
        self.next = np.full(len(prefixes), -1, dtype=np.int32)
        # Shorter prefixes first, earlier rates first: what is painted over is what to fall back to.
        lengths = np.array([len(p) for p in prefixes])
        for index in np.lexsort((starts_at, lengths)):
            column = self.cells[:, deck[index]]
            self.next[index] = column[first[index]]
            column[first[index] : end[index]] = index


def load():
    rates = pl.read_csv(f"{folder}/rates.csv", infer_schema=False).with_columns(
        valid_from=pl.col("effective_from").str.to_datetime("%Y-%m-%d", time_unit="ms").dt.epoch("ms"),
        micros=(pl.col("rate_per_min").cast(pl.Float64) * 1e6).round().cast(pl.Int64),
        fee=(pl.col("setup_fee").cast(pl.Float64) * 1e6).round().cast(pl.Int64),
        initial=pl.col("initial_s").cast(pl.Int64), increment=pl.col("increment_s").cast(pl.Int64))
    decks = {deck: index for index, deck in enumerate(rates["deck_id"].unique().sort())}
    parties = [
        pl.read_csv(f"{folder}/{file}.csv", infer_schema=False).select(
            key, pl.col("deck_id").replace_strict(decks).alias(deck))
        for file, key, deck in [("customers", "customer_id", "sell_deck"), ("suppliers", "supplier_id", "buy_deck")]]
    return rates, parties, Tables(rates, decks)


def matched(calls, tables, valid_from, side):
    """Index of the rate in effect for each call, -1 = none."""
    deck = calls[f"{side}_deck"].fill_null(0).to_numpy()
    rate = tables.cells[calls["range"].to_numpy(), deck]
    rate[calls[f"{side}_deck"].is_null().to_numpy() | (calls["duration_s"].to_numpy() == 0)] = -1
    start = calls["start"].to_numpy()
    while True:
        early = np.flatnonzero((rate >= 0) & (valid_from[rate] > start))
        if early.size == 0:
            return pl.Series(rate)
        rate[early] = tables.next[rate[early]]


def main():
    clock = Clock()
    rates, parties, tables = load()
    valid_from = rates["valid_from"].to_numpy()
    known = rates.select("prefix", "destination", "micros", "fee", "initial", "increment")
    clock.lap("load")

    calls = pl.read_csv(
        cdrs, columns=["call_id", "customer_id", "supplier_id", "called", "start_time", "duration_s"],
        schema_overrides={
            "call_id": pl.String, "customer_id": pl.String, "supplier_id": pl.String, "called": pl.String,
            "start_time": pl.String, "duration_s": pl.Int64})
    for party in parties:
        calls = calls.join(party, on=party.columns[0], how="left", maintain_order="left")
    calls = calls.with_columns(
        start=pl.col("start_time").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms").dt.epoch("ms"),
        padded=pl.col("called").str.pad_end(DIGITS, "0").cast(pl.Int64))
    ranges = pl.Series(tables.starts).search_sorted(calls["padded"], side="right") - 1
    calls = calls.with_columns(range=ranges)
    columns = [calls["call_id"], calls["customer_id"], calls["duration_s"]]
    for side in ["sell", "buy"]:
        index = matched(calls, tables, valid_from, side)
        found = pl.DataFrame({"index": index, "duration": calls["duration_s"]})
        found = found.with_columns(pl.when(pl.col("index") >= 0).then(pl.col("index")).alias("index"))
        found = found.with_columns(known[name].gather(found["index"]).alias(name) for name in known.columns)
        beyond = pl.col("duration") - pl.col("initial")
        found = found.with_columns(
            billed=pl.col("initial")
            + pl.when(beyond > 0).then((beyond + pl.col("increment") - 1) // pl.col("increment") * pl.col("increment")).otherwise(0))
        found = found.with_columns(
            amount=((pl.col("fee") * 60 + pl.col("micros") * pl.col("billed") + 30) // 60).fill_null(0),
            billed=pl.col("billed").fill_null(0))
        columns += [found["prefix"].alias(f"{side}_prefix")]
        columns += [found["destination"].alias("sell_destination")] if side == "sell" else []
        columns += [found["billed"].alias(f"{side}_billed_s"), found["amount"].alias(f"{side}_amount_micros")]
    pl.DataFrame(columns).write_parquet(f"{out}/rows.parquet")
    clock.lap("rate")

    report(f"Polars {pl.__version__}", calls.height, clock)
    groups = (
        pl.scan_parquet(f"{out}/rows.parquet").filter(pl.col("duration_s") > 0)
        .group_by("customer_id", pl.col("sell_destination").fill_null(""))
        .agg(pl.len(), pl.col("sell_billed_s").sum(), pl.col("sell_amount_micros").sum(), pl.col("buy_amount_micros").sum())
        .collect())
    write_totals(f"{out}/totals.csv", groups.rows())


main()
