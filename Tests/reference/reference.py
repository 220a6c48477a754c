"""What the books must say after the steps of a world, worked out one record at a time."""
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
import re

import pricing
import world

ZERO = (0, 0, Fraction(0), 0, 0)
CALL_SECONDS_MAX = 86_400
DIGITS_MAX = 32


@dataclass
class Agreement:
    currency: str
    zone: str
    cycle: str
    # First day and whether it is paid from a deposit, in order.
    modes: list
    rounding: str

    def prepaid_on(self, day):
        return [prepaid for first, prepaid in self.modes if first <= day][-1]


@dataclass
class Side:
    """One side of a call as it was rated last."""

    state: str = "u"
    reason: str = None
    partner: str = None
    product: str = None
    currency: str = None
    day: date = None
    card: str = None
    rate: dict = None
    billed: int = 0
    micros: int = 0
    duration: Fraction = Fraction(0)
    invoice: int = None

    def outcome(self, destinations):
        """What a re-rate compares: another rate of the same amount and destination changes nothing."""
        destination = destinations.get(self.rate["prefix"]) if self.rate else None
        return self.state, self.reason, self.billed, self.micros, destination


@dataclass
class Statement:
    """What a file said of a call, and how it was rated."""

    file: str
    position: int
    start: datetime
    content: tuple
    sides: dict
    rated_again: bool = False


@dataclass
class Call:
    entity: str
    # In the order in which they were loaded; the last one holds.
    statements: list
    stated_at: str

    start = property(lambda self: self.statements[-1].start)
    file = property(lambda self: self.statements[-1].file)
    position = property(lambda self: self.statements[-1].position)
    content = property(lambda self: self.statements[-1].content)
    sides = property(lambda self: self.statements[-1].sides)
    states = property(lambda self: {statement.content for statement in self.statements})


@dataclass
class Invoice:
    entity: str
    partner: str
    currency: str
    starts: date
    ends: date
    lines: dict
    charges: list
    total: int
    rounding: str
    state: str = "draft"
    # By line: calls, billed seconds and micros of corrections that came after the draft.
    corrected: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    @property
    def micros(self):
        return sum(line[2] for line in self.lines.values()) + sum(charge["micros"] for charge in self.charges)


class Books:
    """Plays the steps of a world by plain addition."""

    def __init__(self):
        self.functional, self.agreements, self.accounts, self.cards, self.assignments = {}, {}, {}, {}, []
        self.switches, self.destinations = {}, {}
        self.exchange = pricing.Exchange()
        self.calls, self.files = {}, {}
        # Steps of files that count, in the order of their loads; of each the files that its records met, and whether it said
        # something else than they did.
        self.loaded, self.compared = {}, {}
        # Steps of files that were taken back and did not come again.
        self.undone = {}
        # Whether a customer's billing day is paid from a deposit: as it was when the first usage of the day was closed.
        self.prepaid_days = {}
        # Attempts, answered, seconds, billed and micros by entity, partner, side, product, currency, day, prepaid, card
        # and prefix.
        self.usage = defaultdict(lambda: list(ZERO))
        self.file_usage = defaultdict(lambda: list(ZERO))
        self.pool = defaultdict(lambda: [0, 0, 0])
        self.invoices, self.dids, self.charges = [], {}, []

    def play(self, step):
        return getattr(self, step["do"])(step)

    # Catalog

    def entities(self, step):
        for row in step["rows"]:
            self.functional[row["entity"]] = row["currency"]
            self.switches[row["entity"]] = row["entity"]

    def add_switches(self, step):
        for row in step["rows"]:
            self.switches[row["switch"]] = row["entity"]

    def products(self, step):
        pass

    def partners(self, step):
        for row in step["rows"]:
            rounding = row.get("rounding") or ("document" if pricing.MINOR_DIGITS.get(row["currency"]) == 0 else "line")
            self.agreements[row["entity"], row["partner"]] = Agreement(
                row["currency"], row["zone"], row["cycle"], [(date.min, row["payment_mode"] == "prepaid")],
                rounding)

    def terms(self, step):
        for row in step["rows"]:
            agreement = self.agreements[row["entity"], row["partner"]]
            agreement.modes.append((date.fromisoformat(row["from"]), row["payment_mode"] == "prepaid"))

    def add_accounts(self, step):
        for row in step["rows"]:
            self.accounts[row["entity"], row["side"], row["account"]] = row["partner"], row["product"]

    def add_destinations(self, step):
        for row in step["rows"]:
            self.destinations[row["prefix"]] = row["destination"]

    def fx(self, step):
        for row in step["rows"]:
            self.exchange.add(row)

    def deck(self, step):
        card = self.cards.setdefault(
            (step["entity"], step["card"]), pricing.Card(step["side"], step["currency"], step["zone"]))
        card.add(step["effective"], step["rows"], step.get("amends"))

    def assign(self, step):
        for row in step["rows"]:
            card = self.cards[row["entity"], row["card"]]
            begins = pricing.midnight(row["from"], card.zone)
            for other in self.assignments:
                same = all(other[key] == row[key] for key in ("entity", "partner", "side", "product"))
                if same and other["ends"] > begins:
                    other["ends"] = begins
            ends = datetime.max.replace(tzinfo=timezone.utc)
            self.assignments.append({**row, "begins": begins, "ends": ends})

    # Calls

    @staticmethod
    def parsed(record):
        """A record's own content and start; None where it must be rejected."""
        try:
            start = datetime.fromisoformat(record["start_time"].replace("Z", "+00:00"))
            if not re.search("[T ]", record["start_time"]):
                return None
            start = start if start.tzinfo else start.replace(tzinfo=timezone.utc)
            start = start.astimezone(timezone.utc)
            if not re.fullmatch(r"\d+(\.\d*)?", record["duration_s"]):
                return None
            duration = Fraction(record["duration_s"].rstrip("."))
        except ValueError:
            return None

        def number(text):
            return text[1:] if text.startswith("+") else text[2:] if text.startswith("00") else text

        called = number(record["called"])
        if not re.fullmatch("[0-9]+", called) or len(called) > DIGITS_MAX or duration >= 2**31:
            return None
        if not world.STARTS_FROM <= start < world.STARTS_UNTIL:
            return None
        calling = number(record["calling"])
        content = (record["customer_id"], record["supplier_id"], calling, called, record["lrn"], duration,
                   record["sip_code"])
        return start, content

    def load(self, step):
        entity = self.switches[step["switch"]]
        account = self.files[step["name"]] = dict.fromkeys(
            ("read", "rated", "unrated", "duplicate", "stale", "changed", "rejected"), 0)
        self.loaded[step["name"]] = step
        self.undone.pop(step["name"], None)
        compared = self.compared[step["name"]] = defaultdict(bool)
        for position, record in enumerate(step["records"]):
            account["read"] += 1
            parsed = self.parsed(record)
            if parsed is None:
                account["rejected"] += 1
                continue
            start, content = parsed
            key = step["switch"], record["call_id"], record["leg"], start.replace(microsecond=0)
            known = self.calls.get(key)
            stated_at = step.get("stated_at")
            is_new = not known or self.is_new(known, content, stated_at)
            for statement in known.statements if known else []:
                if statement.file != step["name"]:
                    compared[statement.file] |= is_new
            if not is_new:
                account["duplicate"] += 1
                account["stale"] += content != known.content
                continue
            sides = {side: self.side(entity, side, content, start) for side in ("sell", "buy")}
            if known:
                account["changed"] += 1
                self.revise(known, Statement(step["name"], position, start, content, sides))
                known.stated_at = stated_at
            else:
                known = self.calls[key] = Call(
                    entity, [Statement(step["name"], position, start, content, sides)], stated_at)
                self.book(known, 1)
            account["unrated" if any(side.state == "u" for side in sides.values()) else "rated"] += 1
        self.close()

    @staticmethod
    def is_new(call, content, stated_at):
        """Whether a record changes a call: it says what was never said, or what was stated later than the present."""
        if stated_at is None:
            return content not in call.states
        if content == call.content:
            call.stated_at = max(call.stated_at, stated_at)
            return False
        return stated_at > call.stated_at

    def side(self, entity, side, content, start):
        number = self.number_called(entity, content[3], start)
        if number:
            partner = number["partner"] if side == "sell" else number.get("supplier", "none")
            assigned = any((row["entity"], row["partner"], row["side"], row["product"])
                           == (entity, partner, side, number["product"]) for row in self.assignments)
            if side == "buy" and not assigned:
                return Side(state="n", duration=content[5])
            return self.priced(entity, side, partner, number["product"], content, start)
        text = content[0] if side == "sell" else content[1]
        partner, product = self.accounts.get((entity, side, text), (None, None))
        return self.priced(entity, side, partner, product, content, start)

    def number_called(self, entity, called, start):
        """The number that is let to a customer at the start of a call to it."""
        for did in self.dids.values():
            if did["entity"] == entity and did["number"] == called:
                today = pricing.local_day(start, self.agreements[entity, did["partner"]].zone)
                if did["from"] <= today and (did["to"] is None or today <= did["to"]):
                    return did
        return None

    def priced(self, entity, side, partner, product, content, start):
        duration, called = content[5], content[3]
        made = Side(partner=partner, product=product, duration=duration)
        if partner is None:
            made.reason = "unknown_account" if duration > 0 else None
        else:
            agreement = self.agreements[entity, partner]
            made.currency, made.day = agreement.currency, pricing.local_day(start, agreement.zone)
            self.find_price(made, entity, side, called, duration, start)
        if duration > CALL_SECONDS_MAX:
            made.reason, made.rate, made.card, made.billed, made.micros = "too_long", None, None, 0, 0
        made.state = "u" if made.reason else "p"
        return made

    def find_price(self, made, entity, side, called, duration, start):
        cards = [row["card"] for row in self.assignments
                 if (row["entity"], row["partner"], row["side"], row["product"])
                 == (entity, made.partner, side, made.product) and row["begins"] <= start < row["ends"]]
        if not cards:
            made.reason = "no_card" if duration > 0 else None
            return
        card = self.cards[entity, cards[0]]
        rate, made.reason = card.rate(called, start)
        if made.reason:
            if duration == 0:
                made.reason = None
            return
        if duration == 0 and pricing.attempt_fee(rate) == 0:
            # Costs nothing in any currency.
            made.card, made.rate = cards[0], rate
            return
        factor, made.reason = self.exchange.factor(card.currency, made.currency, made.day)
        if made.reason:
            return
        billed, micros = pricing.amount_micros(rate, duration, factor)
        if micros > pricing.SIDE_MICROS_MAX:
            made.reason = "too_large"
            return
        made.card, made.rate, made.billed, made.micros = cards[0], rate, billed, micros

    def revise(self, call, statement, behind=None):
        """Takes what holds of a call back and puts another statement in its place; an invoice keeps the sides of its partner.

        What was said before stays before it, unless other statements are to stand there.
        """
        self.book(call, -1)
        for name, new in statement.sides.items():
            old = call.sides[name]
            new.invoice = old.invoice if new.partner == old.partner else None
        call.statements = (call.statements if behind is None else behind) + [statement]
        self.book(call, 1)

    def book(self, call, sign):
        """Notes the usage of a call's priced sides, taken back or added, for the end of the file."""
        for name, side in call.sides.items():
            if side.state == "p" and side.partner is not None:
                line = self.line_key(call.entity, side, self.agreements[call.entity, side.partner])
                values = 1, int(side.duration > 0), side.duration, side.billed, side.micros
                key = name, side.day, side.invoice, side.rate["prefix"] if side.rate else "", line
                self.file_usage[key] = [a + sign * b for a, b in zip(self.file_usage[key], values)]

    def close(self):
        """Makes the usage of a file final. The first of a customer's billing day freezes how the day is paid."""
        for (name, day, invoice, prefix, line), values in self.file_usage.items():
            if not any(values):
                continue
            entity, partner, currency, _, product, card = line[:6]
            prepaid = name == "sell" and self.prepaid_days.setdefault(
                (entity, partner, day), self.agreements[entity, partner].prepaid_on(day))
            key = entity, partner, name, product, currency, day, prepaid, card, prefix
            self.usage[key] = [a + b for a, b in zip(self.usage[key], values)]
            if name == "sell" and not prepaid:
                lines = self.pool if invoice is None else self.invoices[invoice].corrected
                lines[line] = [a + b for a, b in zip(lines[line], (values[1], *values[3:]))]
        self.file_usage.clear()

    def line_key(self, entity, side, agreement):
        rate = side.rate or {}
        card_currency = self.cards[entity, side.card].currency if side.card else side.currency
        return (entity, side.partner, side.currency, pricing.period_start(agreement.cycle, side.day), side.product,
                side.card or "", rate.get("destination") or "no destination",
                Fraction(rate["rate_per_min"]) if rate else None,
                Fraction(rate.get("setup_fee") or 0) if rate else None,
                card_currency if card_currency != side.currency else None)

    def rerate(self, step):
        """Rates the sides in scope again: of a partner, a card, a side, a reason, a span of starts, or all."""
        for key, call in self.calls.items():
            if key[0] == step["switch"] and step.get("from", "") <= call.start.isoformat() < step.get("to", "9"):
                self.rerate_call(call, step)
        self.close()

    def rerate_call(self, call, step):
        sides = {}
        for name, old in call.sides.items():
            if old.state == "n":
                new = replace(old)
            elif old.state == "u":
                new = self.side(call.entity, name, call.content, call.start)
            elif old.partner is None or not self.has_account(call.entity, name, old):
                new = replace(old)
            else:
                new = self.priced(call.entity, name, old.partner, old.product, call.content, call.start)
            within = (step.get("partner") in (None, old.partner, new.partner)
                      and (not step.get("card") or step["card"] in (old.card, new.card))
                      and step.get("side") in (None, name)
                      and (not step.get("reason") or old.state == "u" and old.reason == step["reason"]))
            same = new.outcome(self.destinations) == old.outcome(self.destinations) and new.partner == old.partner
            sides[name] = replace(old) if same or not within else new
        if any(sides[name] != call.sides[name] for name in sides):
            self.revise(call, replace(call.statements[-1], sides=sides, rated_again=True), call.statements[:-1])

    # Files that are taken back

    def needed(self, name):
        """A file with those that cannot stay without it: whose records met what it said, and whose corrections of what is loaded
        again would else come before it."""
        found, more = {name}, True
        while more:
            more = {other for other, met in self.compared.items() if other not in found and any(
                earlier in found and (earlier == name or is_new) for earlier, is_new in met.items())}
            found |= more
        return found

    def undo(self, step, taken):
        """Takes a file back with those of `taken`, which are loaded again behind all that was loaded since."""
        again = [other for other in self.loaded if other in taken and other != step["name"]]
        to_rate = []
        for key, call in list(self.calls.items()):
            left = [statement for statement in call.statements if statement.file not in taken]
            if call.statements[-1].file not in taken:
                call.statements = left
                continue
            if not left:
                self.book(call, -1)
                del self.calls[key]
                continue
            rated_again = any(one.rated_again for one in call.statements if one.file in taken)
            sides = {name: replace(side) for name, side in left[-1].sides.items()}
            self.revise(call, replace(left[-1], sides=sides), left[:-1])
            if rated_again:
                to_rate.append(call)
        self.close()
        steps = [self.loaded[other] for other in again]
        self.undone[step["name"]] = self.loaded[step["name"]]
        for other in taken:
            del self.files[other], self.loaded[other], self.compared[other]
        for met in self.compared.values():
            for other in taken:
                met.pop(other, None)
        # What was said before holds at its price, unless the call was rated again since.
        for call in to_rate:
            self.rerate_call(call, {})
        self.close()
        for one in steps:
            self.load(one)

    def has_account(self, entity, side, old):
        """Whether the partner of a priced side still has an account of its product: else the price stays."""
        return (entity, side, old.partner, old.product) in {
            (*key[:2], *owner) for key, owner in self.accounts.items()} or old.product == "numbers"

    # Numbers let to customers

    def add_dids(self, step):
        for row in step["rows"]:
            did = self.dids.setdefault((row["entity"], row["number"], row["from"]), {})
            did.update({**row, "from": date.fromisoformat(row["from"]),
                        "to": date.fromisoformat(row["to"]) if row["to"] != "none" else None})

    def charge(self, step):
        first = date.fromisoformat(step["period"] + "-01")
        following = pricing.next_period("monthly", first)
        for did in self.dids.values():
            if did["entity"] != step["entity"]:
                continue
            agreement = self.agreements[did["entity"], did["partner"]]
            own = [charge for charge in self.charges if charge["did"] is did]
            starts = {charge["period"] for charge in own}
            start = pricing.period_start(agreement.cycle, first)
            while start < following:
                starts |= {start} if start >= first else set()
                start = pricing.next_period(agreement.cycle, start)
            for start in sorted(starts):
                self.charge_period(did, agreement, start, [charge for charge in own if charge["period"] == start])

    def charge_period(self, did, agreement, start, own):
        end = pricing.next_period(agreement.cycle, start)
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        let = [day for day in days if did["from"] <= day and (did["to"] is None or day <= did["to"])]
        prepaid = own[0]["prepaid"] if own else agreement.prepaid_on(start)
        due = {"recurring": sum(self.day_fee(did, day) for day in let) - sum(
            charge["micros"] for charge in own if charge["kind"] == "recurring")}
        if start <= did["from"] < end and not any(charge["kind"] == "setup" for charge in own):
            due["setup"] = int(Fraction(did["setup_fee"]) * 10**6)
        for kind, micros in due.items():
            if micros:
                self.charges.append({"did": did, "entity": did["entity"], "partner": did["partner"],
                                     "currency": agreement.currency, "product": did["product"], "period": start,
                                     "kind": kind, "micros": micros, "prepaid": prepaid, "invoice": None})

    @staticmethod
    def day_fee(did, day):
        """Micros of one day: the fee of the days of its month up to it, less that of those before."""
        first = day.replace(day=1)
        month_days = (pricing.next_period("monthly", first) - first).days
        number = (day - max(first, did["from"])).days + 1
        fee = Fraction(did["monthly_fee"]) * 10**6 / month_days
        return pricing.half_up(fee * number) - pricing.half_up(fee * (number - 1))

    # Invoices

    def run(self, step):
        start = date.fromisoformat(step["period"] + "-01")
        end = pricing.next_period("monthly", start)
        groups = defaultdict(lambda: ({}, []))
        for line, values in self.pool.items():
            if any(values):
                self.join(groups, step["entity"], start, end, line[:4], lambda group: group[0].update({line: values}))
        for charge in self.charges:
            if charge["invoice"] is None and not charge["prepaid"]:
                where = charge["entity"], charge["partner"], charge["currency"], charge["period"]
                self.join(groups, step["entity"], start, end, where, lambda group: group[1].append(charge))
        payers = defaultdict(list)
        for (partner, currency, first), (lines, charges) in sorted(groups.items()):
            if step.get("partner") not in (None, partner):
                continue
            agreement = self.agreements[step["entity"], partner]
            ends = pricing.next_period(agreement.cycle, first) - timedelta(days=1)
            payers[partner, currency].append(
                self.drafted(step["entity"], partner, currency, first, ends, lines, charges, agreement.rounding))
        made = [draft for drafts in payers.values() for draft in self.offset(drafts) if draft.total > 0]
        for draft in made:
            self.take(draft)
        return made

    def join(self, groups, entity, start, end, where, add):
        """Adds a line to the group of its customer, currency and billing period where the run has one for it."""
        own_entity, partner, currency, period = where
        if own_entity != entity or period >= end:
            return
        cycle = self.agreements[entity, partner].cycle
        first = pricing.period_start(cycle, start)
        first = first if first == start else pricing.next_period(cycle, first)
        if first < end:
            add(groups[partner, currency, max(first, period)])

    @staticmethod
    def drafted(entity, partner, currency, starts, ends, lines, charges, rounding):
        unit = pricing.minor_micros(currency)
        amounts = [line[2] for line in lines.values()] + [charge["micros"] for charge in charges]
        total = (pricing.half_up(Fraction(sum(amounts), unit)) if rounding == "document"
                 else sum(pricing.half_up(Fraction(amount, unit)) for amount in amounts))
        return Invoice(entity, partner, currency, starts, ends, lines, charges, total, rounding)

    def offset(self, drafts):
        """Merges a period whose sum is not positive with the next one, else with the one before."""
        merged = []
        for draft in drafts:
            merged.append(self.merged(merged.pop(), draft) if merged and merged[-1].total <= 0 else draft)
        while len(merged) > 1 and merged[-1].total <= 0:
            later = merged.pop()
            merged.append(self.merged(merged.pop(), later))
        return merged

    def merged(self, one, other):
        return self.drafted(one.entity, one.partner, one.currency, one.starts, other.ends, {**one.lines, **other.lines},
                            one.charges + other.charges, one.rounding)

    def take(self, draft):
        number = len(self.invoices)
        self.invoices.append(draft)
        for line in draft.lines:
            del self.pool[line]
        for charge in draft.charges:
            charge["invoice"] = number
        periods = {line[3] for line in draft.lines}
        for call in self.calls.values():
            side = call.sides["sell"]
            if (side.state == "p" and side.invoice is None and call.entity == draft.entity
                    and side.partner == draft.partner and side.currency == draft.currency
                    and not self.prepaid_days.get((call.entity, side.partner, side.day))):
                cycle = self.agreements[call.entity, side.partner].cycle
                if pricing.period_start(cycle, side.day) in periods:
                    side.invoice = number

    def chosen(self, step, states):
        """Numbers of the invoices that a step is about: as it says, or of those in these states every n-th."""
        if "numbers" in step:
            return step["numbers"]
        eligible = [number for number, invoice in enumerate(self.invoices) if invoice.state in states]
        return eligible[step["offset"]::step["every"]]

    def approve(self, step):
        return self.advance(self.chosen(step, ["draft"]), "approved")

    def issue(self, step):
        return self.advance(self.chosen(step, ["approved"]), "issued")

    def void(self, step):
        numbers = self.advance(self.chosen(step, ["draft", "approved"]), "void")
        for number in numbers:
            invoice = self.invoices[number]
            for lines in (invoice.lines, invoice.corrected):
                for line, values in lines.items():
                    self.pool[line] = [a + b for a, b in zip(self.pool[line], values)]
            for charge in invoice.charges:
                charge["invoice"] = None
            for call in self.calls.values():
                if call.sides["sell"].invoice == number:
                    call.sides["sell"].invoice = None
        return numbers

    def advance(self, numbers, state):
        for number in numbers:
            self.invoices[number].state = state
        return numbers

    # What follows from it

    def postings(self):
        """Micros of usage by account, partner, currency and day: debits above zero."""
        sums = defaultdict(int)
        for (entity, partner, side, _, currency, day, prepaid, _, _), values in self.usage.items():
            kind = "accrued_cost" if side == "buy" else "prepaid" if prepaid else "unbilled"
            cycle = self.agreements[entity, partner].cycle
            period = pricing.period_start(cycle, day)
            sums[entity, kind, partner, currency, day, period] += -values[4] if side == "buy" else values[4]
        return {key: value for key, value in sums.items() if value}

    def balances(self):
        """Micros of every account: debits less credits."""
        sums = defaultdict(int)
        for (entity, kind, partner, currency, _, _), micros in self.postings().items():
            sums[entity, kind, partner, currency] += micros
            sums[entity, "cost" if kind == "accrued_cost" else "revenue", "", currency] -= micros
        for charge in self.charges:
            kind = "prepaid" if charge["prepaid"] else "unbilled"
            sums[charge["entity"], kind, charge["partner"], charge["currency"]] += charge["micros"]
            sums[charge["entity"], "revenue", "", charge["currency"]] -= charge["micros"]
        for invoice in self.invoices:
            if invoice.state == "issued":
                total = invoice.total * pricing.minor_micros(invoice.currency)
                sums[invoice.entity, "receivable", invoice.partner, invoice.currency] += total
                sums[invoice.entity, "unbilled", invoice.partner, invoice.currency] -= invoice.micros
                sums[invoice.entity, "rounding", "", invoice.currency] -= total - invoice.micros
        return {key: value for key, value in sums.items() if value}
