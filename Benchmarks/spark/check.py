"""Runs the job on a local cluster of two worker processes and holds its result against one run on one machine.

    python check.py DIDTRON [--keep FOLDER]

The carrier is made from a seed. Rows are compared one by one and in order, rejects likewise, the account and the sums as
numbers. Faults follow: a damaged tariff, a file without its columns, a file that is cut short. Exits non-zero with what differs.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet
from pyspark.sql import SparkSession

import rate_job

MASTER = "local-cluster[2,1,512]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("didtron")
    parser.add_argument("--keep", help="work in this folder, and leave it")
    options = parser.parse_args()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="didtron-spark-"))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master(MASTER).appName("check").config("spark.executor.memory", "512m")
        .config("spark.ui.enabled", "false").config("spark.local.dir", str(folder / "spark")).getOrCreate())
    session.sparkContext.setLogLevel("OFF")
    try:
        check(session, Path(options.didtron).resolve(), folder)
    finally:
        session.stop()
        if not options.keep:
            shutil.rmtree(folder)


def check(session, program, folder):
    paths, tariff = make(program, folder)
    single = folder / "single"
    single.mkdir(exist_ok=True)
    expected_rows, expected_rejects, total = [], [], dict.fromkeys(rate_job.COUNTS, 0)
    for path in paths:
        said = run(
            program, "rate", "--tariff", tariff, "--output", single / "rows.csv", "--rejects", single / "rejects.csv", path)
        words = said.splitlines()[-1].split()
        for name in rate_job.COUNTS:
            total[name] += int(words[words.index(name) + 1])
        expected_rows += rows_of(single / "rows.csv")
        expected_rejects += [[str(path), *row] for row in rows_of(single / "rejects.csv")]

    # Small splits, so that there are many; and whole files.
    for name, split_bytes, least in [("splits", 300_000, 20), ("files", 0, len(paths))]:
        output = folder / name
        account = rate_job.run(session, [str(path) for path in paths], str(tariff), str(output), str(program), None, split_bytes)
        parts = sorted((output / "rated").glob("part-*.parquet"))
        expect(len(parts) >= least, f"{name}: {len(parts)} partitions")
        table = pyarrow.concat_tables([pyarrow.parquet.read_table(part) for part in parts])
        rows = [[str(value) for value in row] for row in zip(*(column.to_pylist() for column in table.columns))]
        expect(account == total, f"{name}: account {account}, on one machine {total}")
        same(name + ", rows", rows, expected_rows)
        same(name + ", rejects", rows_of(output / "rejects.csv"), expected_rejects)
        for column in ("sell_billed_s", "sell_amount_micros", "buy_billed_s", "buy_amount_micros"):
            index = table.column_names.index(column)
            found, wanted = sum(table[column].to_pylist()), sum(int(row[index]) for row in expected_rows)
            expect(found == wanted, f"{name}: sum of {column} {found}, on one machine {wanted}")
        print(f"{name}: {len(parts)} partitions, {len(rows)} rows and {len(expected_rejects)} rejects equal; {account}")
    faults(session, program, folder, paths, tariff)


def faults(session, program, folder, paths, tariff):
    damaged = bytearray(tariff.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / "damaged.tariff").write_bytes(damaged)
    (folder / "columns.csv").write_text("call_id,called\n1,44\n")
    (folder / "cut.csv.gz").write_bytes(next(path for path in paths if path.suffix == ".gz").read_bytes()[:-1000])
    for name, given, with_tariff, words in [
        ("damaged tariff", paths[0], folder / "damaged.tariff", "It is damaged"),
        ("missing column", folder / "columns.csv", tariff, "Missing column"),
        ("cut file", folder / "cut.csv.gz", tariff, "cut.csv.gz"),
    ]:
        try:
            rate_job.run(session, [str(given)], str(with_tariff), str(folder / name.replace(" ", "-")), str(program))
        except Exception as error:
            said = rate_job.sentence(error)
            expect(words in said and "\n\tat " not in said, f"{name}: {said}")
            print(f"{name}: {said}")
        else:
            expect(False, f"{name}: the job succeeded")


def make(program, folder):
    """A carrier, its tariff, and its calls in a large plain file, one with quotes, and a compressed one."""
    run(program, "dev", "generate", "--output", folder, "--calls", "60000", "--rates", "2000", "--malformed", "2000")
    tariff = folder / "carrier.tariff"
    run(program, "tariff", "compile", "--output", tariff, *(
        word for name in ("rates", "customers", "suppliers") for word in (f"--{name}", folder / f"{name}.csv")))
    lines = (folder / "cdrs.csv").read_bytes().splitlines(keepends=True)
    (folder / "large.csv").write_bytes(b"".join(line for line in lines[:50_000] if b'"' not in line))
    quoted = [b'"two\nlines",' + line.split(b",", 1)[1] if index % 7 == 0 else line for index, line in enumerate(lines[50_000:55_000])]
    (folder / "quoted.csv").write_bytes(lines[0] + b"".join(quoted))
    (folder / "packed.csv").write_bytes(lines[0] + b"".join(lines[55_000:]))
    subprocess.run(["gzip", "-kf", str(folder / "packed.csv")], check=True)
    return [folder / "large.csv", folder / "quoted.csv", folder / "packed.csv.gz"], tariff


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, errors="replace")
    expect(done.returncode == 0, f"{command}: {done.stderr}")
    return done.stderr


def rows_of(path):
    with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.reader(file))[1:]


def same(name, found, expected):
    expect(len(found) == len(expected), f"{name}: {len(found)}, on one machine {len(expected)}")
    for index, (left, right) in enumerate(zip(found, expected)):
        expect(left == right, f"{name}: number {index} is {left}, on one machine {right}")


def expect(holds, sentence):
    if not holds:
        sys.exit(f"check: {sentence}")


if __name__ == "__main__":
    main()
