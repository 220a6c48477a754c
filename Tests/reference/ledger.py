#!/usr/bin/env python3
"""A second ledger: plays random acts on the product, keeps books of its own from the log of these acts, and compares the two.

The books are in EUR, with partners in USD, KWD and EUR. For each act the ledger here says first whether it will be refused; at the end
of every month both say what each type of account holds in its currency and in euros, and what each partner owes. The product's
own audit must have the same acts, done and refused.

usage: ledger.py --didtron PROGRAM [--seed N] [--acts N] [--log FILE]     (DATABASE_URL or DIDTRON_HOME says where)
"""
import argparse
import collections
import csv
import io
import json
import os
import random
import subprocess
import sys
from datetime import date, timedelta

MICRO = 1_000_000
DAYS_MAX = 35
PER_PARTNER = {"receivable": "asset", "payable": "liability", "prepaid": "liability"}
OF_ENTITY = {"bank": "asset", "cost": "expense", "revenue": "income", "bank_fees": "expense", "clearing": "asset",
             "bank_kwd": "asset", "wages": "expense"}
CLASSES = {**PER_PARTNER, **OF_ENTITY, "opening": "equity", "fx_gain_loss": "expense"}
REVALUED = {"receivable", "payable", "bank", "bank_kwd"}
WHOLE_MINOR = {"receivable", "payable", "bank"}
MINOR = {"EUR": 10_000, "USD": 10_000, "KWD": 1_000}
PARTNERS = {"usa": "USD", "ohio": "USD", "kuwait": "KWD", "home": "EUR"}
FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)


def half_up(numerator, denominator):
    """The integer nearest to a fraction; a half goes away from zero."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def month_end(day):
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


class Refused(Exception):
    """What the act would do is not allowed."""


class Ledger:
    """Books by plain addition, one entry at a time."""

    def __init__(self):
        self.entries = []       # (journal, day, debit, credit, currency, micros, functional); accounts are (type, partner)
        self.reversed_by, self.by_hand, self.proposals, self.asked = {}, {}, {}, {}
        self.journals, self.documents = 0, 0
        self.locked, self.needs_second = None, False
        self.rates, self.opened = {}, set()

    # Exchange rates: (from, to, day) -> numerator over 10^12.
    def add_rate(self, source, target, day, picos, has_reason):
        known = self.rates.get((source, target, day))
        if known is not None and known != picos and not has_reason:
            raise Refused("correction without a reason")
        self.rates[source, target, day] = picos

    def rate(self, currency, day):
        """(picos, is inverse), of the later day; of one day the direct one."""
        found = [(rate_day, source == currency, picos) for (source, target, rate_day), picos in self.rates.items()
                 if {source, target} == {currency, "EUR"} and day - timedelta(days=DAYS_MAX) <= rate_day <= day]
        if not found:
            return None
        _, is_direct, picos = max(found)
        return picos, not is_direct

    def worth(self, micros, currency, day):
        if currency == "EUR":
            return micros
        known = self.rate(currency, day)
        if known is None:
            return None
        picos, is_inverse = known
        return half_up(micros * 10**12, picos) if is_inverse else half_up(micros * picos, 10**12)

    def open_day(self, day):
        return day if self.locked is None or day > self.locked else self.locked + timedelta(days=1)

    def post(self, lines, day):
        self.journals += 1
        day = self.open_day(day)
        for debit, credit, currency, micros, functional in lines:
            worth = functional if functional is not None else self.worth(micros, currency, day)
            self.entries.append((self.journals, day, debit, credit, currency, micros, worth))
        return self.journals

    # Journals by hand.
    def check_line(self, line):
        debit, credit, partner, currency, micros = (line[key] for key in ("debit", "credit", "partner", "currency", "micros"))
        sides = {debit, credit}
        if not sides <= set(CLASSES) or debit == credit or micros <= 0:
            raise Refused("no such line")
        if partner and partner not in PARTNERS:
            raise Refused("no such partner")
        if sides & set(PER_PARTNER) and (not partner or PARTNERS[partner] != currency):
            raise Refused("partner")
        if sides & WHOLE_MINOR and micros % MINOR[currency]:
            raise Refused("minor units")
        if currency == "EUR" and line["functional"] not in (None, micros):
            raise Refused("functional amount")

    def propose(self, journals, actor, kind="manual_journal"):
        for journal in journals:
            for line in journal["lines"]:
                self.check_line(line)
        documents = []
        for journal in journals:
            self.documents += 1
            self.proposals[self.documents] = {**journal, "actor": actor, "needs_second": self.needs_second, "state": "proposed",
                                              "kind": kind}
            documents.append(self.documents)
        return documents

    def approve(self, documents, actor):
        for document in documents:
            proposal = self.proposals.get(document)
            if proposal is None or proposal["state"] != "proposed":
                raise Refused("no proposal")
            if proposal["needs_second"] and proposal["actor"] == actor:
                raise Refused("same person")
        for document in sorted(documents, key=lambda key: (self.proposals[key]["kind"], key)):
            proposal = self.proposals[document]
            proposal["state"] = "posted"
            lines = [((line["debit"], line["partner"] if line["debit"] in PER_PARTNER else None),
                      (line["credit"], line["partner"] if line["credit"] in PER_PARTNER else None),
                      line["currency"], line["micros"], line["functional"]) for line in proposal["lines"]]
            journal = self.post(lines, proposal["day"])
            self.by_hand[journal] = document

    def refuse(self, documents):
        for document in documents:
            if self.proposals.get(document, {}).get("state") != "proposed":
                raise Refused("no proposal")
        for document in documents:
            self.proposals[document]["state"] = "refused"
            self.opened -= set(self.proposals[document].get("accounts", ()))

    def reverse(self, journal, day, actor):
        if journal not in self.by_hand or journal in self.reversed_by:
            raise Refused("not by hand, or taken back")
        if self.needs_second and journal not in self.asked:
            self.asked[journal] = actor, day
            return
        if journal in self.asked:
            who, asked_day = self.asked[journal]
            if self.needs_second and who == actor:
                raise Refused("confirmed by who asked")
            day = day or asked_day
            del self.asked[journal]
        self.take_back(journal, day)
        if self.proposals[self.by_hand[journal]]["kind"] == "opening":
            self.opened -= set(self.proposals[self.by_hand[journal]]["accounts"])

    def take_back(self, journal, day):
        self.journals += 1
        self.reversed_by[journal] = self.journals
        for of, own_day, debit, credit, currency, micros, functional in [e for e in self.entries if e[0] == journal]:
            self.entries.append((self.journals, self.open_day(day or own_day), credit, debit, currency, micros, functional))

    def open(self, balances, day, actor):
        seen, lines = set(), []
        for balance in balances:
            account = (balance["account"], balance["partner"] if balance["account"] in PER_PARTNER else None,
                       balance["currency"])
            usual = CLASSES[balance["account"]] in ("asset", "expense")
            debit, credit = (balance["account"], "opening") if usual == (balance["micros"] > 0) else ("opening", balance["account"])
            line = {"debit": debit, "credit": credit, "partner": balance["partner"], "currency": balance["currency"],
                    "micros": abs(balance["micros"]), "functional": None}
            self.check_line(line)
            if account in self.opened or account in seen:
                raise Refused("opened already")
            seen.add(account)
            lines.append(line)
        documents = self.propose([{"day": day, "lines": lines, "accounts": seen}], actor, "opening")
        self.opened |= seen
        return documents

    # Periods and revaluation.
    def lock(self, day):
        if self.locked is not None and day < self.locked or day >= date.today():
            raise Refused("locked further, or not over")
        self.locked = day

    def unlock(self, day):
        if self.locked is None:
            if day is not None:
                raise Refused("not locked")
        elif day is not None and day >= self.locked:
            raise Refused("locked no further")
        self.locked = day

    def revalue(self, day):
        if self.locked is not None and day <= self.locked:
            raise Refused("locked")
        held = collections.defaultdict(lambda: [0, 0])
        for _, own_day, debit, credit, currency, micros, functional in self.entries:
            if own_day <= day and functional is not None and currency != "EUR":
                for account, sign in ((debit, 1), (credit, -1)):
                    if account[0] in REVALUED:
                        held[account, currency][0] += sign * micros
                        held[account, currency][1] += sign * functional
        if any(self.rate(currency, day) is None for (_, currency), amounts in held.items() if amounts != [0, 0]):
            raise Refused("no rate")
        lines = []
        for (account, currency), (micros, functional) in held.items():
            difference = (self.worth(micros, currency, day) or 0) - functional
            if difference:
                gain = ("fx_gain_loss", None)
                debit, credit = (account, gain) if difference > 0 else (gain, account)
                lines.append((debit, credit, currency, 0, abs(difference)))
        if lines:
            self.take_back(self.post(lines, day), day + timedelta(days=1))

    # What it says.
    def trial_balance(self, day):
        lines = collections.defaultdict(lambda: [0, 0, 0, 0, 0])
        for _, own_day, debit, credit, currency, micros, functional in self.entries:
            if own_day <= day:
                for account, place, sign in ((debit, 0, 1), (credit, 1, -1)):
                    line = lines[currency, account[0]]
                    line[place] += micros
                    line[2] += sign * (functional or 0)
                    line[3] += functional is None
                    line[4] += 1
        return {key: tuple(line) for key, line in lines.items()}

    def owed(self, partner, day):
        owed, is_there = 0, False
        for _, own_day, debit, credit, _, micros, _ in self.entries:
            is_there = is_there or partner in (debit[1], credit[1])
            if own_day <= day:
                owed += micros * ((debit[1] == partner) - (credit[1] == partner))
        return owed if is_there else None


class Product:
    """The program, by its commands."""

    def __init__(self, program):
        self.program = program

    def run(self, arguments, text=""):
        return subprocess.run([self.program, *arguments], input=text, capture_output=True, text=True)

    def done(self, arguments, text=""):
        outcome = self.run(arguments, text)
        if outcome.returncode != 0:
            sys.exit(f"didtron {' '.join(arguments)} ended with {outcome.returncode}: {outcome.stderr}")
        return outcome.stdout


def units(micros):
    sign, micros = "-" if micros < 0 else "", abs(micros)
    return f"{sign}{micros // MICRO}.{micros % MICRO:06}"


def micros_of(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("-").partition(".")
    return sign * (int(whole) * MICRO + int((fraction + "000000")[:6]))


class Acts:
    """Random acts: what is asked of the product, and what the ledger here does by it."""

    def __init__(self, seed, ledger):
        self.random, self.ledger = random.Random(seed), ledger

    def day(self):
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days + 1))

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def actor(self):
        return self.random.choice(["ann", "ben", "eve"])

    def csv(self, columns, rows):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def line(self):
        currency = self.random.choice(list(MINOR))
        partner = self.random.choice([code for code, own in PARTNERS.items() if own == currency])
        debit, credit = self.random.sample([*PER_PARTNER, *OF_ENTITY], 2)
        micros = self.random.choice([1, self.random.randrange(1, 100), self.random.randrange(1, 10**7), 10**9]) * MINOR[currency]
        functional = self.random.randrange(1, 10**10) if currency != "EUR" and self.chance(15) else None
        line = {"debit": debit, "credit": credit, "partner": partner, "currency": currency, "micros": micros,
                "functional": functional}
        if self.chance(4):
            line.update(self.random.choice([
                {"micros": 0}, {"credit": debit}, {"credit": "nonsense"}, {"partner": ""}, {"partner": "nobody"},
                {"micros": micros + 1}, {"currency": "EUR" if currency != "EUR" else "USD", "functional": None}]))
        return line

    def journal(self):
        proposes = self.chance(25)
        journals = [{"day": self.day(), "lines": [self.line() for _ in range(self.random.randrange(1, 4))]}
                    for _ in range(self.random.randrange(1, 6))]
        rows = [{"journal": number, "on": journal["day"], "description": f"Journal {number}", "debit": line["debit"],
                 "credit": line["credit"], "partner": line["partner"], "currency": line["currency"],
                 "amount": units(line["micros"]),
                 "functional_amount": "" if line["functional"] is None else units(line["functional"])}
                for number, journal in enumerate(journals) for line in journal["lines"]]
        actor = self.actor()

        def apply():
            documents = self.ledger.propose(journals, actor)
            if not proposes and not self.ledger.needs_second:
                self.ledger.approve(documents, actor)
        return "journal.enter", ["ledger", "journal", "-", "--as", actor, *(["--propose"] if proposes else [])], \
            self.csv(list(rows[0]), rows), apply

    def decide(self):
        waiting = [key for key, proposal in self.ledger.proposals.items() if proposal["state"] == "proposed"]
        documents = sorted(self.random.sample(waiting, min(len(waiting), self.random.randrange(1, 3))))
        if not documents or self.chance(10):
            documents = [self.random.randrange(1, self.ledger.documents + 2)]
        actor = self.actor()
        if self.chance(25):
            return "journal.refuse", ["ledger", "refuse", *map(str, documents), "--reason", "no", "--as", actor], "", \
                lambda: self.ledger.refuse(documents)
        return "journal.approve", ["ledger", "approve", *map(str, documents), "--as", actor], "", \
            lambda: self.ledger.approve(documents, actor)

    def reverse(self):
        live = [journal for journal in self.ledger.by_hand if journal not in self.ledger.reversed_by]
        journal = self.random.choice(live) if live and self.chance(75) else self.random.randrange(1, self.ledger.journals + 3)
        if self.ledger.asked and self.chance(50):
            journal = self.random.choice(sorted(self.ledger.asked))
        day, actor = self.day() if self.chance(50) else None, self.actor()
        return "journal.reverse", ["ledger", "reverse", str(journal), "--reason", "mistake", "--as", actor,
                                   *(["--on", str(day)] if day else [])], "", lambda: self.ledger.reverse(journal, day, actor)

    def open(self):
        balances = []
        for _ in range(self.random.randrange(1, 5)):
            currency = self.random.choice(list(MINOR))
            account = self.random.choice([*PER_PARTNER, "bank", "clearing"])
            partner = self.random.choice([code for code, own in PARTNERS.items() if own == currency])
            balances.append({"account": account, "partner": partner, "currency": currency,
                             "micros": self.random.choice([1, 1, 1, -1]) * self.random.randrange(1, 10**6) * MINOR[currency]})
        day, actor = FIRST - timedelta(days=1), self.actor()
        rows = [{"account": b["account"], "partner": b["partner"], "currency": b["currency"], "amount": units(b["micros"])}
                for b in balances]

        def apply():
            documents = self.ledger.open(balances, day, actor)
            if not self.ledger.needs_second:
                self.ledger.approve(documents, actor)
        return "ledger.open", ["ledger", "open", "-", "--as-of", str(day), "--as", actor], self.csv(list(rows[0]), rows), apply

    def rate(self):
        currency = self.random.choice(["USD", "KWD"])
        source, target = self.random.sample([currency, "EUR"], 2)
        euros = {"USD": 0.9, "KWD": 3.0}[currency]
        picos = round((euros if source == currency else 1 / euros) * self.random.uniform(0.9, 1.1) * 10**6) * 10**6
        day, has_reason = self.day(), self.chance(50)
        text = f"from,to,effective_on,rate\n{source},{target},{day},{picos / 10**12:.6f}\n"
        return "exchange_rate.import", ["fx", "import", "-", "--force", *(["--reason", "slip"] if has_reason else [])], text, \
            lambda: self.ledger.add_rate(source, target, day, picos, has_reason)

    def lock(self):
        if self.chance(50):
            locked = self.ledger.locked
            day = None if self.chance(60) else (locked or FIRST) - timedelta(days=self.random.randrange(-3, 40))
            return "period.unlock", ["ledger", "unlock", "--reason", "late", *(["--until", str(day)] if day else [])], "", \
                lambda: self.ledger.unlock(day)
        day = date(2199, 1, 1) if self.chance(10) else FIRST + timedelta(days=self.random.randrange(90))
        return "period.lock", ["ledger", "lock", "--until", str(day)], "", lambda: self.ledger.lock(day)

    def revalue(self):
        day = month_end(self.day())
        return "ledger.revalue", ["ledger", "revalue", "--month", f"{day:%Y-%m}"], "", lambda: self.ledger.revalue(day)

    def setting(self):
        value = self.chance(40)

        def apply():
            self.ledger.needs_second = value
        return "setting.set", ["settings", "set", "ledger.second_person", "on" if value else "off"], "", apply

    def next(self):
        return self.random.choices(
            [self.journal, self.decide, self.reverse, self.open, self.rate, self.lock, self.revalue, self.setting],
            [40, 15, 12, 6, 12, 6, 8, 3])[0]()


def compare(ledger, product, counts):
    differences, months = [], 0
    day = FIRST - timedelta(days=1)
    while day <= LAST:
        months += 1
        found = {}
        for row in csv.DictReader(io.StringIO(product.done(["ledger", "trial-balance", "--as-of", str(day), "--csv"]))):
            found[row["currency"], row["account"]] = (
                micros_of(row["debit"]), micros_of(row["credit"]), micros_of(row["functional_balance"]),
                int(row["unconverted_entries"]), int(row["entries"]))
        expected = ledger.trial_balance(day)
        for key in sorted(set(found) | set(expected)):
            if found.get(key) != expected.get(key):
                differences.append(f"{day} {key}: product {found.get(key)}, reference {expected.get(key)}")
        for partner in PARTNERS:
            said = json.loads(product.done(["ledger", "statement", partner, "--from", str(day - timedelta(days=9)), "--to", str(day),
                                            "--json"]))
            owed = said[0]["closing_micros"] if said else None
            if owed != ledger.owed(partner, day):
                differences.append(f"{day} {partner}: product {owed}, reference {ledger.owed(partner, day)}")
        day = month_end(day + timedelta(days=1))
    audited = collections.Counter()
    for act in json.loads(product.done(["audit", "list", "--json", "--limit", "1000000"])):
        if (act["name"], act["outcome"]) in counts or act["name"] in {name for name, _ in counts}:
            audited[act["name"], act["outcome"]] += 1
    for key in sorted(set(counts) | set(audited)):
        if counts[key] != audited[key]:
            differences.append(f"acts {key}: audit {audited[key]}, log {counts[key]}")
    return differences, months


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--didtron", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--log", help="write the acts with their outcomes, one JSON object a line")
    options = parser.parse_args()
    product, ledger = Product(options.didtron), Ledger()
    product.done(["entity", "import", "-"], "entity,name,currency\nmain,Main,EUR\n")
    product.done(["partner", "import", "-"], "partner,role,currency\n" + "".join(
        f"{code},bilateral,{currency}\n" for code, currency in PARTNERS.items()))
    product.done(["ledger", "chart", "add", "bank_kwd", "--name", "Bank, dinars", "--class", "asset", "--revalued"])
    product.done(["ledger", "chart", "add", "wages", "--name", "Wages", "--class", "expense"])
    acts, counts = Acts(options.seed, ledger), collections.Counter()
    log = open(options.log, "w") if options.log else io.StringIO()
    for number in range(options.acts):
        name, arguments, text, apply = acts.next()
        outcome = product.run(arguments, text)
        try:
            apply()
            expected = "done"
        except Refused as refusal:
            expected = f"refused: {refusal}"
        counts[name, expected.split(":")[0]] += 1
        log.write(json.dumps({"act": name, "arguments": arguments, "input": text, "outcome": expected}) + "\n")
        if (outcome.returncode == 0) != (expected == "done") or outcome.returncode not in (0, 1):
            sys.exit(f"seed {options.seed}, act {number}: didtron {' '.join(arguments)}\n{text}"
                     f"product: {outcome.returncode} {outcome.stderr}{outcome.stdout}\nreference: {expected}")
    differences, months = compare(ledger, product, counts)
    checked = product.run(["check"])
    if checked.returncode != 0:
        differences.append(checked.stdout)
    for difference in differences[:20]:
        print(difference)
    for (name, outcome), count in sorted(counts.items()):
        print(f"{name:22} {outcome:8} {count:6}")
    if differences:
        sys.exit(f"seed {options.seed}: {len(differences)} differences")
    print(f"{len(ledger.entries)} entries in {ledger.journals} journals, {months} months equal in every currency")


if __name__ == "__main__":
    main()
