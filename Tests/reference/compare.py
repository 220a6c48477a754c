#!/usr/bin/env python3
"""Plays random worlds on the product and on the reference, and compares what both say.

usage: compare.py --didtron PROGRAM [--seed N | --seeds N-M] [--without FEATURE,...] [--permute] [--kill PERCENT]
    [--shrink] ... (--help lists all)
"""
import argparse
import collections
import concurrent.futures
import copy
from datetime import timedelta
from fractions import Fraction
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import pricing
from product import Failure, Product
import product as stored
from reference import Books
import world

SHOWN_MAX = 12


class Difference(Exception):
    """What the product says and the reference does not, or the other way round."""

    def __init__(self, subject, found, expected):
        self.subject = subject
        super().__init__(f"{subject}\n    product:   {found}\n    reference: {expected}")


def compare_maps(subject, found, expected):
    wrong = [key for key in set(found) | set(expected) if found.get(key) != expected.get(key)]
    if wrong:
        lines = [f"\n      {key}: product {found.get(key)}, reference {expected.get(key)}"
                 for key in sorted(wrong, key=str)[:SHOWN_MAX]]
        raise Difference(subject, f"{len(found)} rows", f"{len(expected)} rows, {len(wrong)} differ" + "".join(lines))


def file_name(name):
    """Name of a file in its world."""
    return re.sub(r"^\d+-|\.gz$", "", name)


class Play:
    """One world on one database."""

    def __init__(self, program, folder, url, kill_percent):
        self.books, self.product = Books(), Product(program, folder, url, kill_percent)
        self.invoice_ids = []

    def play(self, steps):
        for number, step in enumerate(steps):
            try:
                self.step(step)
            except (Difference, Failure) as error:
                error.step = number
                raise

    def step(self, step):
        do = step["do"]
        if do == "compare":
            self.compare()
        elif do == "run":
            self.product.invoice_run(step)
            self.match(self.books.play(step), self.product.query(stored.STORED_INVOICES)[0])
        elif do == "race":
            self.race(step)
        elif do == "undo":
            self.undo(step)
        elif do in ("approve", "issue", "void"):
            self.product.advance(do, [self.invoice_ids[number] for number in self.books.play(step)])
        elif do == "again":
            if self.books.undone:
                self.step(list(self.books.undone.values())[step["number"] % len(self.books.undone)])
        elif do == "load":
            self.books.play(step)
            account = self.books.files[step["name"]]
            # A file with more rejects than that is refused unless somebody accepts it.
            self.product.load(step, accepts_rejects=account["rejected"] * 10 > account["read"])
        else:
            self.books.play(step)
            self.product.play(step)

    def undo(self, step):
        """Takes back a file that counts. Which ones are loaded again behind it the product says: at least those that met it, and
        none that met nothing."""
        names = [name for name, load in self.books.loaded.items() if not load.get("stated_at")]
        if not names:
            return
        name = names[step["number"] % len(names)]
        before = self.taken_back()
        self.product.undo(self.product.paths[name])
        taken = {other for other in self.taken_back() - before}
        taken = {file_name(other.rpartition(" ")[0]) for other in taken}
        if not self.books.needed(name) <= taken:
            raise Difference(f"files taken back with {name}", sorted(taken), sorted(self.books.needed(name)))
        for other in taken - {name}:
            account = self.books.files[other]
            if not account["duplicate"] + account["changed"]:
                raise Difference(f"files taken back with {name}", other, "not one that met nothing")
        self.books.undo({"name": name}, taken)

    def taken_back(self):
        """Names of rows of files that were taken back, each with its number."""
        return {f"{row['name']} {row['id']}" for row in self.product.query(stored.STORED_UNDOS)[0]}

    def race(self, step):
        """Voids drafts while invoices are run: one of the two came first, and nothing else is right."""
        before = self.books
        void = {"do": "void", "numbers": before.chosen(step, ["draft", "approved"])}
        run = {**step, "do": "run"}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            voiding = pool.submit(self.product.advance, "void", [self.invoice_ids[n] for n in void["numbers"]])
            running = pool.submit(self.product.invoice_run, run)
            voiding.result()
            running.result()
        rows = self.product.query(stored.STORED_INVOICES)[0]
        for order in ((void, run), (run, void)):
            self.books = copy.deepcopy(before)
            drafts = [self.books.play(act) for act in order][order.index(run)]
            try:
                self.match(drafts, rows)
                return
            except Difference as difference:
                last = difference
        raise last

    def match(self, drafts, rows):
        """Tells which of the drafts of a run is which by its customer, period and total."""
        known = set(self.invoice_ids)
        found = collections.defaultdict(list)
        for row in rows:
            if row["id"] not in known:
                found[self.head(row)].append(row["id"])
        expected = collections.Counter(
            (d.entity, d.partner, d.currency, str(d.starts), str(d.ends), d.micros, d.total) for d in drafts)
        compare_maps("drafts of a run", {key: len(ids) for key, ids in found.items()}, dict(expected))
        for d in drafts:
            key = d.entity, d.partner, d.currency, str(d.starts), str(d.ends), d.micros, d.total
            self.invoice_ids.append(found[key].pop())

    @staticmethod
    def head(row):
        return (row["entity"], row["partner"], row["currency"], row["period_start_on"], row["period_end_on"],
                row["exact_micros"], row["total_minor"])

    # Comparison

    def compare(self):
        self.product.run(["check"])
        files, calls, usage, charges, postings, balances, invoices, lines, adjustments = self.product.query(
            stored.STORED_FILES, stored.STORED_CALLS, stored.STORED_USAGE, stored.STORED_CHARGES,
            stored.STORED_POSTINGS, stored.STORED_BALANCES, stored.STORED_INVOICES, stored.STORED_LINES,
            stored.STORED_ADJUSTMENTS)
        self.compare_files(files)
        self.compare_calls(calls)
        self.compare_usage(usage)
        self.compare_charges(charges)
        self.compare_postings(postings)
        self.compare_balances(balances)
        self.compare_invoices(invoices)
        self.compare_lines(lines)
        self.compare_adjustments(adjustments)

    def compare_files(self, rows):
        found = {file_name(row.pop("name")): row for row in rows}
        compare_maps("accounts of files", found, self.books.files)

    def compare_calls(self, rows):
        by_address = {(row["chunk_id"], row["ordinal"]): row for row in rows}
        found = {}
        for row in rows:
            if row["is_taken_back"]:
                continue
            record = row
            while record["file_kind"] != "received":
                record = by_address[record["replaces_chunk_id"], record["replaces_ordinal"]]
            name = file_name(record["file"])
            rate = (row["card"], row["prefix"]) if row["prefix"] else None
            found[name, record["position"], row["side"]] = (
                row["state"], row["reason"] if row["state"] == "u" else None, row["partner"], row["product"],
                row["day"], row["billed"], row["micros"], rate, Fraction(row["duration_ns"], 10**9))
        expected = {}
        for call in self.books.calls.values():
            for name, side in call.sides.items():
                expected[call.file, call.position, name] = (
                    side.state, side.reason, side.partner, side.product, str(side.day) if side.day else None,
                    side.billed, side.micros, (side.card, side.rate["prefix"]) if side.rate else None, call.content[5])
        compare_maps("sides of calls (state, reason, partner, product, day, billed, micros, rate, duration)", found,
                     expected)

    def compare_usage(self, rows):
        found = {}
        for row in rows:
            values = (row["attempts"], row["answered"], Fraction(row["duration_ns"], 10**9), row["billed"],
                      row["micros"])
            if any(values):
                found[row["entity"], row["partner"], row["side"], row["product"], row["currency"], row["billing_on"],
                      row["prepaid"], row["card"], row["prefix"]] = values
        expected = {(*key[:5], str(key[5]), *key[6:]): tuple(values) for key, values in self.books.usage.items()
                    if any(values)}
        compare_maps("usage (attempts, answered, seconds, billed, micros)", found, expected)

    def compare_charges(self, rows):
        found = {(row["entity"], row["partner"], row["number"], row["service_period"], row["kind"], row["prepaid"]):
                 row["micros"] for row in rows if row["micros"]}
        expected = collections.defaultdict(int)
        for charge in self.books.charges:
            expected[charge["entity"], charge["partner"], charge["did"]["number"], str(charge["period"]),
                     charge["kind"], charge["prepaid"]] += charge["micros"]
        compare_maps("charges of numbers", found, {key: micros for key, micros in expected.items() if micros})

    def compare_postings(self, rows):
        found = {(row["entity"], row["type"], row["partner"], row["currency"], row["effective_on"],
                  row["service_period"]): row["micros"] for row in rows if row["micros"]}
        expected = {(*key[:4], str(key[4]), str(key[5])): micros for key, micros in self.books.postings().items()}
        compare_maps("postings of usage", found, expected)

    def compare_balances(self, rows):
        found = {}
        for row in rows:
            if row["partner"] and row["micros"] != row["balance"]:
                raise Difference("a balance", row["balance"], f"{row['micros']} by its entries: {row}")
            if row["micros"]:
                found[row["entity"], row["type"], row["partner"], row["currency"]] = row["micros"]
        compare_maps("balances", found, self.books.balances())

    def compare_invoices(self, rows):
        rows = {row["id"]: row for row in rows}
        found = {number: (self.head(rows[id]), rows[id]["state"]) for number, id in enumerate(self.invoice_ids)}
        compare_maps("invoices", found, {
            number: ((i.entity, i.partner, i.currency, str(i.starts), str(i.ends), i.micros, i.total), i.state)
            for number, i in enumerate(self.books.invoices)})

    def compare_lines(self, rows):
        numbers = {id: number for number, id in enumerate(self.invoice_ids)}
        found = collections.Counter()
        for row in rows:
            invoice = self.books.invoices[numbers[row["invoice_id"]]]
            amount = row["amount_minor"] if invoice.rounding == "line" else None
            usage = row["kind"] == "usage"
            found[numbers[row["invoice_id"]], row["kind"], row["service_period"], row["product"],
                  row["destination"] if usage else None, row["nanos_per_minute"], row["setup_fee_nanos"],
                  row["rate_currency"], row["calls"], row["billed_s"], row["exact_micros"], amount] += 1
        compare_maps("lines of invoices", dict(found), dict(self.lines()))

    def compare_adjustments(self, rows):
        numbers = {id: number for number, id in enumerate(self.invoice_ids)}
        found = {(numbers[row["invoice_id"]], row["service_period"]): (row["calls"], row["billed"], row["micros"])
                 for row in rows}
        expected = collections.defaultdict(lambda: (0, 0, 0))
        for number, invoice in enumerate(self.books.invoices):
            for line, values in invoice.corrected.items() if invoice.state != "void" else []:
                key = number, str(line[3])
                expected[key] = tuple(a + b for a, b in zip(expected[key], values))
        compare_maps("corrections of invoiced calls (calls, billed, micros)",
                     {key: values for key, values in found.items() if any(values)},
                     {key: values for key, values in expected.items() if any(values)})

    def lines(self):
        lines = collections.Counter()
        for number, invoice in enumerate(self.books.invoices):
            def rounded(micros):
                unit = pricing.minor_micros(invoice.currency)
                return pricing.half_up(Fraction(micros, unit)) if invoice.rounding == "line" else None

            for line, (calls, billed, micros) in invoice.lines.items():
                _, _, _, period, product, _, destination, rate, fee, currency = line
                nanos = [None if value is None else int(value * 10**9) for value in (rate, fee)]
                lines[number, "usage", str(period), product, destination, *nanos, currency, calls, billed, micros,
                      rounded(micros)] += 1
            for charge in invoice.charges:
                lines[number, charge["kind"], str(charge["period"]), charge["product"], None, None, None, None, 0, 0,
                      charge["micros"], rounded(charge["micros"])] += 1
        return lines


class Databases:
    """A fresh database for each world: DATABASE_URL as it is, once, or copies in a private cluster of its own."""

    def __init__(self, program, folder, kill_percent):
        self.program, self.folder, self.kill_percent, self.count = program, folder, kill_percent, 0
        self.given = os.environ.get("DATABASE_URL")
        self.home = os.path.join(folder, "home")
        if not self.given:
            environment = {**os.environ, "DIDTRON_HOME": self.home}
            subprocess.run([program, "db", "start"], env=environment, check=True, capture_output=True)
            url = subprocess.run([program, "db", "url"], env=environment, check=True, capture_output=True, text=True)
            self.url = url.stdout.split()[-1]

    def play(self, steps):
        """Plays a world; the difference or failure, or None where both agree."""
        self.count += 1
        folder = os.path.join(self.folder, f"world-{self.count}")
        os.makedirs(folder)
        os.chmod(folder, 0o755)
        url, name = self.given, f"world_{self.count}"
        if not self.given:
            self.sql(f"CREATE DATABASE {name} TEMPLATE didtron STRATEGY file_copy")
            url = self.url.replace("/didtron?", f"/{name}?")
        try:
            Play(self.program, folder, url, self.kill_percent).play(steps)
            return None
        except (Difference, Failure) as error:
            return error
        finally:
            if not self.given and not os.environ.get("KEEP"):
                self.sql(f"DROP DATABASE {name} WITH (FORCE)")
                shutil.rmtree(folder)

    def sql(self, text):
        url = self.url.replace("/didtron?", "/postgres?").replace("user=didtron_login", "user=didtron")
        subprocess.run(["psql", "-X", "-q", url, "-c", text], check=True,
                       capture_output=True)

    def stop(self):
        if not self.given:
            environment = {**os.environ, "DIDTRON_HOME": self.home}
            subprocess.run([self.program, "db", "stop"], env=environment, capture_output=True)


def permutations(steps):
    """The world with its files in every order of arrival."""
    places = [index for index, step in enumerate(steps) if step["do"] == "load"]
    for order in itertools.permutations(places):
        changed = list(steps)
        for place, source in zip(places, order):
            changed[place] = steps[source]
        yield changed


def kind_of(error):
    return error.subject if isinstance(error, Difference) else re.sub(r"\d+|/\S+", "", str(error))[:160]


def shrink(databases, steps, error):
    """Fewer steps and records that still end in the same kind of difference."""
    def fails(candidate):
        try:
            found = databases.play(candidate)
        except (KeyError, IndexError, AttributeError, ValueError):
            return None
        return found if found is not None and kind_of(found) == kind_of(error) else None

    steps = steps[:error.step + 1]

    def reduce(items, rebuild):
        nonlocal steps, error
        size = max(1, len(items) // 2)
        while items:
            start = 0
            while start < len(items):
                fewer = items[:start] + items[start + size:]
                found = fails(rebuild(fewer))
                if found is not None:
                    items, error = fewer, found
                else:
                    start += size
            if size == 1:
                break
            size = max(1, size // 2)
        steps = rebuild(items)

    last = steps[-1]
    reduce(steps[:-1], lambda items: items + [last])
    for index, step in list(enumerate(steps)):
        for field in ("records", "rows"):
            if field in step:
                def rebuild(items, index=index, field=field):
                    return steps[:index] + [{**steps[index], field: items}] + steps[index + 1:]

                reduce(list(step[field]), rebuild)
    return steps, error


def main():
    parser = argparse.ArgumentParser(description="Compares the product with the reference on random worlds.")
    parser.add_argument("--didtron", required=True, help="the program")
    parser.add_argument("--seed", type=int, help="one world")
    parser.add_argument("--seeds", default="1-3", help="several, such as 1-100")
    parser.add_argument("--calls", type=int, default=120, help="calls of a world")
    parser.add_argument("--without", default="", help="features that the worlds must not need, by commas; or all")
    parser.add_argument("--only", help="features that the worlds may need, by commas")
    parser.add_argument("--steps", help="a file of steps instead of a seed")
    parser.add_argument("--kill", type=int, default=0, metavar="PERCENT", help="commands killed on their way first")
    parser.add_argument("--permute", action="store_true", help="each world with its files in every order")
    parser.add_argument("--shrink", action="store_true", help="look for the smallest world that differs")
    parser.add_argument("--keep-going", action="store_true", help="go on behind a world that differs")
    parser.add_argument("--save", help="folder for the steps of worlds that differ")
    options = parser.parse_args()
    without = set(world.FEATURES) if options.without == "all" else set(filter(None, options.without.split(",")))
    features = set(options.only.split(",")) if options.only else set(world.FEATURES) - without
    unknown = (features | without) - set(world.FEATURES)
    if unknown:
        parser.error(f"no such feature: {', '.join(sorted(unknown))}; known are {', '.join(world.FEATURES)}")
    first, _, last = (str(options.seed) if options.seed is not None else options.seeds).partition("-")
    seeds = [None] if options.steps else range(int(first), int(last or first) + 1)

    # So that a run that is told to end stops its database all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="didtron-reference.", dir="/tmp")
    os.chmod(folder, 0o755)
    databases = Databases(os.path.realpath(options.didtron), folder, options.kill)
    different = count = 0
    try:
        for seed in seeds:
            if options.steps:
                with open(options.steps, encoding="utf-8") as file:
                    steps = json.load(file)
            else:
                steps = world.make_world(seed, features, options.calls)
            orders = permutations(steps) if options.permute else [steps]
            for order, played in enumerate(orders):
                count += 1
                name = options.steps or f"seed {seed}" + (f", order {order}" if options.permute else "")
                error = databases.play(played)
                if error is None:
                    print(f"{name}: equal, {len(played)} steps", flush=True)
                    continue
                different += 1
                if options.shrink:
                    played, error = shrink(databases, played, error)
                print(f"{name}: differs at step {error.step} ({played[error.step]['do']}): {error}", flush=True)
                if options.save:
                    os.makedirs(options.save, exist_ok=True)
                    path = os.path.join(options.save, f"{name.replace(' ', '-').replace(',', '')}.json")
                    with open(path, "w", encoding="utf-8") as file:
                        json.dump(played, file, indent=1, default=str)
                if not options.keep_going:
                    return 1
    finally:
        databases.stop()
        if not os.environ.get("KEEP"):
            shutil.rmtree(folder)
    print(f"{count - different} of {count} worlds equal")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
