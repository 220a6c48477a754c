"""Rates CDR files on a Spark cluster: each partition is piped through `didtron rate --tariff FILE`, rows become Parquet.

A partition is a whole file, or a range of whole lines of a plain file, before which the file's header is sent. Every worker
must see the program, the tariff and the CDR files under the same paths. README.md says how to run it and what it cannot do.
"""

import argparse
import csv
import json
import mmap
import os
import re
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

BLOCK_BYTES = 1 << 20
COMPRESSED = (".gz", ".zst")
COUNTS = ("read", "rated", "unrated", "rejected", "duplicate")

# A range of whole lines of a file, behind its header; end -1 = the file as it is, which is not looked into.
Split = namedtuple("Split", "number path start end header_bytes")


class JobError(Exception):
    """Ends the job with a sentence."""


def splits(paths, split_bytes, header_lines, splits_quoted):
    """Cuts files into partitions, in the order of the files and of their lines."""
    found = []
    for path in paths:
        for start, end, header_bytes in ranges(path, split_bytes, header_lines, splits_quoted):
            found.append(Split(len(found), path, start, end, header_bytes))
    return found


def ranges(path, split_bytes, header_lines, splits_quoted):
    size = os.path.getsize(path)
    if not split_bytes or path.endswith(COMPRESSED) or size <= split_bytes:
        return [(0, -1, 0)]
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        # Within quotes a line feed does not end a record, and only from its beginning can one know what is within.
        if not splits_quoted and text.find(b'"') >= 0:
            return [(0, -1, 0)]
        header_bytes = 0
        for _ in range(header_lines):
            header_bytes = text.find(b"\n", header_bytes) + 1 or size
        bounds = [header_bytes]
        while bounds[-1] < size:
            bounds.append(text.find(b"\n", min(bounds[-1] + split_bytes, size) - 1) + 1 or size)
        return [(start, end, header_bytes) for start, end in zip(bounds, bounds[1:])] or [(0, -1, 0)]


def send(split, pipe):
    """Writes the header and the lines of a split to the program, and returns how many lines it sent."""
    lines = 0
    try:
        with open(split.path, "rb") as file:
            places = [(0, os.path.getsize(split.path))]
            if split.end >= 0:
                places = [(0, split.header_bytes), (split.start, split.end)]
            for start, end in places:
                file.seek(start)
                while start < end:
                    block = file.read(min(BLOCK_BYTES, end - start))
                    if not block:
                        raise JobError(f"{split.path} is shorter than when the job began")
                    lines += block.count(b"\n")
                    start += len(block)
                    pipe.write(block)
        pipe.close()
    except BrokenPipeError:
        pass  # The program has ended; its exit status and sentence say why.
    return lines


def rate(split, command, work):
    """Rates a split and yields Arrow batches. The account and the rejects of the split are kept in `work`."""
    import pyarrow
    import pyarrow.csv

    # An attempt may die half-way or run twice: what it leaves gets its name only when all is well.
    unfinished = f"{work}/{split.number:05}.{os.getpid()}.{threading.get_ident()}"
    # A compressed file is opened by the program itself, which knows it by its name; the rest goes through a pipe.
    is_piped = not split.path.endswith(COMPRESSED)
    command = command + ["--rejects", f"{unfinished}.rejects", "-" if is_piped else split.path]
    with open(f"{unfinished}.errors", "w+b") as errors:
        program = subprocess.Popen(
            command, stdin=subprocess.PIPE if is_piped else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        try:
            sent = {}

            def sender():
                try:
                    sent["lines"] = send(split, program.stdin)
                except Exception as error:  # Told below, by the thread that Spark listens to.
                    sent["error"] = error
                    program.kill()

            thread = threading.Thread(target=sender) if is_piped else None
            if thread:
                thread.start()
            try:
                yield from batches(program.stdout, pyarrow)
            except pyarrow.ArrowInvalid:
                if program.wait() == 0:
                    raise
            if thread:
                thread.join()
            status = program.wait()
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            if "error" in sent:
                raise sent["error"]
            if status != 0:
                raise JobError(f"{split.path}: didtron ended with status {status}: {said or 'it said nothing'}")
        finally:
            program.kill()
            program.wait()
            os.unlink(f"{unfinished}.errors")
    account = dict(split._asdict(), lines=sent.get("lines", 0))
    words = said.splitlines()[-1].split()
    account.update({name: int(words[words.index(name) + 1]) for name in COUNTS})
    with open(f"{unfinished}.account", "w") as file:
        json.dump(account, file)
    for kind in ("rejects", "account"):
        os.replace(f"{unfinished}.{kind}", f"{work}/{split.number:05}.{kind}")


SCHEMA = (
    "call_id string, sell_prefix string, sell_destination string, sell_billed_s int, sell_amount_micros bigint, "
    "buy_prefix string, buy_billed_s int, buy_amount_micros bigint")


def batches(rows, pyarrow):
    names = {"string": pyarrow.string(), "int": pyarrow.int32(), "bigint": pyarrow.int64()}
    types = {column.split()[0]: names[column.split()[1]] for column in SCHEMA.split(", ")}
    yield from pyarrow.csv.open_csv(
        rows,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=False))


def run(
        session, paths, tariff, output, program="didtron", layout=None, split_bytes=64_000_000, header_lines=1,
        splits_quoted=False):
    """Rates the files into `output` (rated/, rejects.csv, account.json) and returns the account of all of them."""
    output = Path(output).absolute()
    if output.exists():
        raise JobError(f"{output} exists already; name a folder that does not")
    parts = splits([os.path.abspath(path) for path in paths], split_bytes, header_lines, splits_quoted)
    work = output / "_parts"
    work.mkdir(parents=True)
    command = [program, "rate", "--tariff", os.path.abspath(tariff), "--threads", "1"]
    command += ["--layout", layout] if layout else []
    folder = str(work)

    def task(incoming):
        for batch in incoming:
            for row in batch.to_pylist():
                yield from rate(Split(**row), command, folder)

    session.sparkContext.addPyFile(__file__)
    columns = "number int, path string, start bigint, end bigint, header_bytes bigint"
    frame = session.createDataFrame(session.sparkContext.parallelize(parts, len(parts)), columns)
    frame.mapInArrow(task, SCHEMA).write.parquet(str(output / "rated"))
    return collect(parts, work, output, header_lines)


def collect(parts, work, output, header_lines):
    """Joins what the partitions left: one account, and one list of rejects with the lines and offsets of the files."""
    total = dict.fromkeys(COUNTS, 0)
    lines_before = 0
    with open(output / "rejects.csv", "w", newline="", encoding="utf-8", errors="surrogateescape") as file:
        rejects = csv.writer(file, lineterminator="\n")
        rejects.writerow(["file", "line", "column", "byte_offset", "field", "reason", "text"])
        for index, part in enumerate(parts):
            account = json.loads((work / f"{part.number:05}.account").read_text())
            for name in COUNTS:
                total[name] += account[name]
            if index == 0 or parts[index - 1].path != part.path:
                lines_before = 0
            with open(
                work / f"{part.number:05}.rejects", newline="", encoding="utf-8", errors="surrogateescape") as given:
                for line, column, offset, *rest in list(csv.reader(given))[1:]:
                    offset = int(offset) + (part.start - part.header_bytes if part.end >= 0 else 0)
                    rejects.writerow([part.path, int(line) + lines_before, column, offset, *rest])
            lines_before += account["lines"] - header_lines
    (output / "account.json").write_text(json.dumps(total, indent=2) + "\n")
    return total


def sentence(error):
    """What a person needs to know of a failed job: the program's own words, if they are in it."""
    found = re.search(r"JobError: (.*?)(?:\n\s*\n|\n\tat |\Z)", str(error), re.DOTALL)
    return found.group(1).strip() if found else str(error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tariff", required=True, help="made by `didtron tariff compile`")
    parser.add_argument("--output", required=True, help="a folder that does not exist yet")
    parser.add_argument("--program", default="didtron", help="the didtron executable (default: the one in PATH)")
    parser.add_argument("--layout", help="layout of the files, as for `didtron rate`")
    parser.add_argument("--header-lines", type=int, default=1, help="lines before the first record (default: 1)")
    parser.add_argument("--split-mb", type=float, default=64, help="megabytes a partition; 0 = whole files (default: 64)")
    parser.add_argument(
        "--split-quoted", action="store_true", help="split files with quotes, too: in these, no quoted field spans lines")
    parser.add_argument("--master", help="Spark master, unless spark-submit states it")
    parser.add_argument("files", nargs="+", help="CDR files: plain, .gz or .zst")
    options = parser.parse_args()

    from pyspark.sql import SparkSession
    # Workers on this machine have what this Python has; a cluster sets its own.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("didtron rate")
    if options.master:
        builder = builder.master(options.master)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        account = run(
            session, options.files, options.tariff, options.output, options.program, options.layout,
            int(options.split_mb * 1_000_000), options.header_lines, options.split_quoted)
    except Exception as error:
        sys.exit(f"rate_job: {sentence(error)}")
    finally:
        session.stop()
    print(" ".join(f"{name} {account[name]}" for name in COUNTS))


if __name__ == "__main__":
    main()
