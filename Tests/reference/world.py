"""Makes a small carrier from a seed: a list of steps, each a plain dictionary, that product and reference both play.

What may be told apart by rules that change is a feature; a world made without one never needs the rule.
"""
import copy
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pricing

FEATURES = {
    "stale": "records equal to a state that was superseded",
    "stated": "files that state the instant of which they speak",
    "accounts": "records whose account alone is another, known or not; accounts that move to another partner",
    "routing": "records whose routing number alone is another",
    "notation": "the same record with numbers, times and durations written otherwise",
    "mode": "customers who change between prepaid and postpaid",
    "offset": "periods of a customer whose sum is not above zero, beside others of the same run",
    "race": "drafts that are voided while invoices are run",
    "fx-direction": "exchange rates stated in both directions",
    "fx-age": "exchange rates older than 35 days",
    "fx-correction": "exchange rates corrected for the same day",
    "implausible": "starts at and beyond the bounds of what is plausible",
    "long": "calls longer than 24 hours",
    "too-large": "sides above a million units",
    "long-number": "called numbers longer than 32 digits",
    "document": "rounding by document, stated or by the currency",
    "dids": "numbers let to customers, with their fees",
    "inbound": "calls to numbers that are let to customers",
    "legs": "records with legs, also two of one call",
    "attempt-fee": "fees for attempts, answered or not",
    "undo": "files that are taken back, and come again",
}
BASE = date(2026, 9, 1)
# Stated with each file, so that a world does not depend on the day on which it is played.
STARTS_FROM, STARTS_UNTIL = (datetime(2026, month, 1, tzinfo=timezone.utc) for month in (8, 12))
ZONES = ["UTC", "UTC", "Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]
PREFIXES = ["1", "1212", "1907", "33", "336", "3361", "44", "447", "4477", "447700", "49", "4915", "81", "8190",
            "883", "965"]
TO_EURO = {"USD": 0.92, "EUR": 1, "GBP": 1.17, "JPY": 0.0061, "KWD": 3.0}


def day(offset):
    return (BASE + timedelta(days=offset)).isoformat()


class WorldMaker:
    def __init__(self, seed, features, calls):
        self.random, self.undos = random.Random(f"world {seed}"), random.Random(f"undos {seed}")
        self.features, self.count = features, calls
        self.steps, self.cards, self.decks, self.deck_starts = [], {}, {}, {}
        self.partners, self.accounts, self.late_accounts, self.dids = [], [], [], []
        self.fx_pairs, self.fx_days = set(), {}

    def has(self, feature):
        return feature in self.features

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pick(self, items):
        return self.random.choice(list(items))

    def step(self, do, **facts):
        self.steps.append({"do": do, **copy.deepcopy(facts)})

    def make(self):
        self.catalog()
        files = self.files()
        for number, (switch, records) in enumerate(files):
            stated = {"stated_at": self.stated_at[number]} if switch in self.snapshots else {}
            self.step("load", **stated, switch=switch, entity=self.entity_of(switch), name=f"file-{number}.csv",
                      records=records, chunk_bytes=self.pick([None, 131072]), packed=self.chance(20))
            for _ in range(self.random.randrange(4)):
                self.act()
            self.step("compare")
            # From a stream of its own: worlds without it stay what they were.
            if self.has("undo") and self.undos.randrange(100) < 45:
                self.step("undo", number=self.undos.randrange(100))
                self.step("compare")
            # What was taken back is delivered once more, now or behind later files.
            if self.has("undo") and self.undos.randrange(100) < 40:
                self.step("again", number=self.undos.randrange(100))
                self.step("compare")
        self.ending()
        return self.steps

    # Catalog

    def catalog(self):
        self.entities = ["main", "east"] if self.chance(30) else ["main"]
        self.step("entities", rows=[{"entity": code, "name": code, "currency": self.pick(["USD", "EUR"])}
                                    for code in self.entities])
        self.switches = list(self.entities)
        if self.chance(30):
            self.switches.append("second")
            self.step("add_switches", rows=[{"switch": "second", "entity": "main"}])
        self.products = ["standard", "premium"] if self.chance(50) else ["standard"]
        self.step("products", rows=[
            {"product": code, "name": code, "direction": direction, "entity": entity} for entity in self.entities
            for code, direction in [(code, "outbound") for code in self.products] + [("numbers", "inbound")]])
        self.step("add_destinations", rows=[
            {"prefix": prefix, "destination": "Both" if prefix in ("447", "4477") else f"Master {prefix}"}
            for prefix in PREFIXES])
        for entity in self.entities:
            self.add_partners(entity)
        self.step("partners", rows=self.partners)
        if self.has("mode"):
            self.change_modes()
        self.step("add_accounts", rows=self.accounts)
        self.add_cards()
        self.numbers = []
        if self.has("dids"):
            self.add_dids()
        if self.has("inbound"):
            self.add_inbound_numbers()

    def add_partners(self, entity):
        roles = ["customer", "supplier", "bilateral"] + [
            self.pick(["customer", "customer", "supplier", "bilateral"]) for _ in range(self.random.randrange(4))]
        for number, role in enumerate(roles):
            currency = self.pick(["USD", "USD", "EUR", "GBP", "JPY", "KWD"])
            row = {"partner": f"P{number}", "name": f"Partner {number}", "role": role, "currency": currency,
                   "zone": self.pick(ZONES), "cycle": self.pick(["monthly", "monthly", "half_monthly", "weekly"]),
                   "payment_mode": "prepaid" if self.chance(25) else "postpaid", "entity": entity}
            if self.has("document"):
                row["rounding"] = self.pick(["", "", "line", "document"])
            elif currency == "JPY":
                row["currency"] = "KWD"
            self.partners.append(row)
            for side in {"customer": ["sell"], "supplier": ["buy"]}.get(role, ["sell", "buy"]):
                for account in range(1 + self.random.randrange(2)):
                    # The same text on both sides names a bilateral partner, and is nobody's but its own.
                    made = {"account": f"{10000 + 10 * number + account}", "partner": row["partner"], "side": side,
                            "product": self.pick(self.products), "entity": entity}
                    if account == 1 and self.chance(40):
                        self.late_accounts.append(made)
                    else:
                        self.accounts.append(made)

    def add_cards(self):
        assignments = []
        for entity in self.entities:
            for row in (row for row in self.partners if row["entity"] == entity):
                for side in ("sell", "buy"):
                    own = [a for a in self.accounts + self.late_accounts
                           if (a["entity"], a["partner"], a["side"]) == (entity, row["partner"], side)]
                    for product in sorted({account["product"] for account in own}):
                        if self.chance(94):
                            card = self.card_for(entity, side, row["currency"])
                            assignments.append({"entity": entity, "partner": row["partner"], "side": side,
                                                "product": product, "card": card, "from": day(-30)})
        self.step("assign", rows=assignments)
        self.assignments = assignments

    def card_for(self, entity, side, currency):
        """A card of the side, made now unless there is one; in another currency now and then."""
        own = currency if self.chance(75) else self.pick(TO_EURO)
        name = f"{side}-{own}-{self.random.randrange(2)}"
        if own != currency:
            self.state_exchange(own, currency)
        if (entity, name) not in self.cards:
            self.cards[entity, name] = {"entity": entity, "card": name, "side": side, "currency": own,
                                        "zone": self.pick(["UTC", "UTC", "Europe/Berlin", "America/New_York"])}
            self.add_deck(entity, name, -20 if self.chance(85) else 5)
        return name

    def state_exchange(self, source, target):
        if (source, target) in self.fx_pairs or (target, source) in self.fx_pairs:
            return
        self.fx_pairs.add((source, target))
        days = [-25 + 30 * number for number in range(4)]
        if self.has("fx-age") and self.chance(60):
            days = sorted(self.random.sample(range(-60, 70), 3))
        for offset in days:
            reverse = self.has("fx-direction") and self.chance(40)
            a, b = (target, source) if reverse else (source, target)
            self.step("fx", rows=[self.exchange_row(a, b, offset)])

    def exchange_row(self, source, target, offset):
        # Within a few percent, so that no statement looks like a slip.
        rate = TO_EURO[source] / TO_EURO[target] * (1 + self.random.randrange(-40, 41) / 1000)
        self.fx_days[source, target, offset] = True
        return {"from": source, "to": target, "effective_on": day(offset), "rate": f"{rate:.8f}"}

    def add_deck(self, entity, name, offset, amends=False, mends=False):
        card = self.cards[entity, name]
        self.deck_starts[entity, name] = offset
        scale = {"JPY": 100, "KWD": 1}.get(card["currency"], 1)
        rows = []
        for prefix in PREFIXES:
            if self.chance(75 if not amends else 30):
                rows.append(self.rate_row(prefix, scale, card["currency"], offset, amends, mends))
        if not rows:
            rows.append(self.rate_row("44", scale, card["currency"], offset, amends, mends))
        self.step("deck", **card, effective=day(offset), rows=rows, amends=amends)

    def rate_row(self, prefix, scale, currency, offset, amends, mends):
        digits = self.pick([2, 4, 6, 9])
        rate = self.random.randrange(0, 40 * 10**digits // 100 + 1)
        large = self.has("too-large") and self.chance(3)
        initial, increment = self.pick([(1, 1), (60, 60), (30, 6), (60, 1), (0, 1), (6, 6), (60, 30)])
        row = {"prefix": prefix, "destination": self.pick([f"Dest {prefix}", f"Dest {prefix[:2]}"]),
               "rate_per_min": "90000.5" if large else decimal(rate * scale, digits), "initial_s": str(initial),
               "increment_s": str(increment)}
        if self.chance(20):
            row["setup_fee"] = decimal(self.random.randrange(5000) * scale, 5)
        if self.chance(6):
            row["blocked"] = "1"
        if self.chance(40):
            row["duration_rounding"] = self.pick(["up", "down", "half_up", "half_down"])
            row["minimum_s"] = self.pick(["0", "0", "30", "90"])
            row["grace_mode"], row["grace_s"] = self.pick([("none", "0"), ("threshold", "5"), ("deduct", "3")])
            # Never coarser than the minor unit of any agreement.
            row["rounding_decimals"] = self.pick(["3", "4", "5", "6"])
            row["rounding_mode"] = self.pick(["half_up", "up", "down", "half_even"])
        if self.chance(10):
            row["max_cost"] = decimal(self.random.randrange(100, 90000) * scale, 5)
        if self.chance(10):
            row["min_cost"] = decimal(self.random.randrange(1, 5000) * scale, 5)
        if self.has("attempt-fee") and self.chance(15):
            row["attempt_fee"] = decimal(self.random.randrange(1, 900) * scale, 6)
        if not mends and self.chance(12):
            row["effective_from"] = day(offset + self.random.randrange(1, 20))
        return row

    def add_dids(self):
        customers = [row for row in self.partners if row["role"] != "supplier"]
        for number in range(self.random.randrange(1, 5)):
            row = self.pick(customers)
            self.dids.append({"number": f"8835100{number:04}", "partner": row["partner"], "product": "numbers",
                              "from": day(self.random.randrange(0, 50)), "to": "none",
                              "monthly_fee": decimal(self.random.randrange(100, 50000), 2),
                              "setup_fee": self.pick(["0", "5", "0.37"]), "entity": row["entity"]})
        self.step("add_dids", rows=self.dids)

    def add_inbound_numbers(self):
        """Numbers that are called and never change; some have a supplier, with or without a card for them."""
        rows, assignments = [], []
        for number in range(3):
            customer = self.pick([row for row in self.partners if row["role"] != "supplier"])
            entity = customer["entity"]
            supplier = self.pick([None] + [
                row for row in self.partners if row["role"] != "customer" and row["entity"] == entity])
            rows.append({"number": f"8835900{number:04}", "partner": customer["partner"], "product": "numbers",
                         "from": day(self.random.randrange(-5, 30)), "to": self.pick(["none", day(55)]),
                         "monthly_fee": "3.10", "setup_fee": "0", "entity": entity,
                         "supplier": supplier["partner"] if supplier else "none"})
            for side, partner in (("sell", customer), ("buy", supplier)):
                if partner and self.chance(75):
                    assignments.append({"entity": entity, "partner": partner["partner"], "side": side,
                                        "product": "numbers", "card": self.card_for(entity, side, partner["currency"]),
                                        "from": day(-30)})
        self.numbers = [row["number"] for row in rows]
        single = {(row["entity"], row["partner"], row["side"]): row for row in assignments}
        self.step("add_dids", rows=rows)
        if single:
            self.step("assign", rows=list(single.values()))

    # Acts between files

    def act(self):
        kind = self.random.randrange(100)
        entity = self.pick(self.entities)
        card = self.pick(sorted(self.cards))
        if kind < 16:
            self.add_deck(*card, self.deck_starts[card], mends=True)
            self.rerate(card)
        elif kind < 26:
            start = self.deck_starts[card] + self.random.randrange(5, 25)
            if start < 70:
                self.add_deck(*card, start, amends=self.chance(40))
        elif kind < 34 and self.late_accounts:
            made, self.late_accounts = self.late_accounts, []
            self.step("add_accounts", rows=made)
            self.accounts += made
            self.rerate(card)
        elif kind < 40 and self.has("accounts"):
            self.move_account()
        elif kind < 46:
            self.reassign()
        elif kind < 62 and self.has("fx-correction") and self.fx_days:
            source, target, offset = self.pick(sorted(self.fx_days))
            self.step("fx", rows=[self.exchange_row(source, target, offset)], corrects=True)
            if self.chance(70):
                self.rerate(card)
        elif kind < 68 and self.dids:
            self.charge(entity)
        elif kind < 73 and self.has("race"):
            self.step("race", entity=entity, period=self.pick(["2026-09", "2026-10"]),
                      every=self.random.randrange(1, 3), offset=0)
        elif kind < 84:
            partner = {"partner": self.pick(self.partners)["partner"]} if self.chance(25) else {}
            self.step("run", entity=entity, period=self.pick(["2026-09", "2026-10"]), **partner)
        else:
            self.advance(self.pick(["approve", "issue", "void"]))

    @staticmethod
    def entity_of(switch):
        return "main" if switch == "second" else switch

    def rerate(self, card):
        for switch in self.switches:
            scope = self.random.randrange(3)
            facts = {"partner": self.pick(self.partners)["partner"]} if scope == 0 else {}
            if scope == 1 and card[0] == self.entity_of(switch):
                facts = {"card": card[1]}
            if self.chance(15):
                facts["side"] = self.pick(["sell", "buy"])
            if self.chance(10):
                facts["reason"] = self.pick(["unknown_account", "no_card", "no_prefix", "blocked"])
            if self.chance(20):
                facts["from"], facts["to"] = day(self.random.randrange(40)), day(self.random.randrange(41, 80))
            self.step("rerate", switch=switch, entity=self.entity_of(switch), **facts)

    def move_account(self):
        moved = dict(self.pick(self.accounts))
        heirs = [row["partner"] for row in self.partners if row["entity"] == moved["entity"]
                 and row["role"] in ("bilateral", {"sell": "customer", "buy": "supplier"}[moved["side"]])]
        moved["partner"] = self.pick(heirs)
        self.step("add_accounts", rows=[moved])

    def reassign(self):
        row = dict(self.pick(self.assignments))
        currency = next(p["currency"] for p in self.partners
                        if (p["entity"], p["partner"]) == (row["entity"], row["partner"]))
        others = [name for (entity, name), card in sorted(self.cards.items())
                  if entity == row["entity"] and card["side"] == row["side"] and card["currency"] == currency]
        if others and row.get("from") == day(-30):
            row["card"], row["from"] = self.pick(others), day(self.random.randrange(10, 60))
            self.step("assign", rows=[row], replaces=True)
            self.assignments = [a for a in self.assignments if any(
                a[key] != row[key] for key in ("entity", "partner", "side", "product"))] + [row]

    def change_modes(self):
        """Payment modes that change with a billing period, agreed on before there is any call."""
        for row in self.partners:
            mode, start = row["payment_mode"], pricing.period_start(row["cycle"], BASE)
            for _ in range(self.random.randrange(3)):
                for _ in range(self.random.randrange(1, 6)):
                    start = pricing.next_period(row["cycle"], start)
                mode = "postpaid" if mode == "prepaid" else "prepaid"
                self.step("terms", rows=[{"partner": row["partner"], "entity": row["entity"], "payment_mode": mode,
                                          "from": start.isoformat()}])

    def charge(self, entity):
        did = self.pick(self.dids)
        if self.chance(50) and self.has("offset"):
            did["to"] = (date.fromisoformat(did["from"]) + timedelta(days=self.random.randrange(30))).isoformat()
            self.step("add_dids", rows=[did])
        self.step("charge", entity=entity, period=self.pick(["2026-09", "2026-10"]))

    def take_days_back(self):
        """Numbers that end earlier than was charged and billed: credits beside what is billed in the same run."""
        self.advance("approve")
        self.advance("issue")
        for did in self.dids:
            if self.chance(70):
                did["to"] = (date.fromisoformat(did["from"]) + timedelta(days=self.random.randrange(12))).isoformat()
        self.step("add_dids", rows=self.dids)
        for entity in self.entities:
            period = self.pick(["2026-09", "2026-10"])
            self.step("charge", entity=entity, period=period)
            self.step("run", entity=entity, period=period)

    def advance(self, kind):
        self.step(kind, every=self.random.randrange(1, 4), offset=self.random.randrange(2))

    def ending(self):
        for period in ("2026-09", "2026-10", "2026-11"):
            for entity in self.entities:
                if self.dids and period != "2026-11":
                    self.step("charge", entity=entity, period=period)
                self.step("run", entity=entity, period=period)
            self.step("compare")
            if self.has("offset") and self.dids and self.chance(60):
                self.take_days_back()
        self.advance("approve")
        self.advance("issue")
        self.advance("void")
        self.rerate(self.pick(sorted(self.cards)))
        self.step("run", entity="main", period="2026-11")
        self.advance("approve")
        self.advance("issue")
        self.step("compare")

    # Records

    def files(self):
        """Files of a switch with records new, late, seen before, changed, stale and broken."""
        count = self.random.randrange(3, 6)
        switches = [self.pick(self.switches) for _ in range(count)]
        switches[0] = switches[1] = "main"
        # Of a switch either all files state an instant or none does: which of the two would hold is nowhere promised.
        self.snapshots = {switch for switch in self.switches if self.has("stated") and self.chance(25)}
        self.stated_at = [f"2026-12-{number:02}T10:00:00Z" for number in self.random.sample(range(1, 29), count)]
        files = [[] for _ in range(count)]
        for number in range(self.count):
            switch = self.pick(sorted(set(switches)))
            places = [index for index in range(count) if switches[index] == switch]
            first = self.random.randrange(len(places))
            states = self.states(f"c{number // 2 if self.chance(10) else number}", switch)
            if self.has("legs") and self.chance(8):
                twin = {**states[0], "leg": "3", "duration": self.duration()}
                files[self.pick(places)].append(self.written(twin))
            place = first
            for state in states:
                files[places[place]].append(self.written(state))
                if self.chance(60):
                    place = self.random.randrange(place, len(places))
            if (len(states) == 1 or self.has("stale")) and self.chance(25):
                for _ in range(self.random.randrange(1, 4)):
                    files[self.pick(places)].append(self.written(self.pick(states)))
        for records, switch in zip(files, switches):
            self.random.shuffle(records)
            if switch in self.snapshots:
                self.keep_one_state(records)
            for _ in range(len(records) // 40):
                records.insert(self.random.randrange(len(records)), self.broken())
        return [(switch, records) for switch, records in zip(switches, files) if records]

    @staticmethod
    def keep_one_state(records):
        """A snapshot says one thing of a call."""
        said = {}
        for record in list(records):
            if said.setdefault((record["call_id"], record["leg"]), record) is not record:
                records.remove(record)

    def states(self, call_id, switch):
        entity = self.entity_of(switch)
        own = [a for a in self.accounts + self.late_accounts if a["entity"] == entity]
        named = {side: [a["account"] for a in own if a["side"] == side] for side in ("sell", "buy")}
        state = {
            "call_id": call_id, "leg": self.pick(["1", "2"]) if self.has("legs") else "",
            "customer_id": "99999" if self.chance(3) else self.pick(named["sell"]),
            "supplier_id": self.pick(["", "s-unknown"]) if self.chance(3) else self.pick(named["buy"]),
            "calling": (self.pick(["anonymous", "", "0123"]) if self.chance(8)
                        else f"4420{self.random.randrange(10**7)}"),
            "called": self.called(), "lrn": "", "start": self.start(), "duration": self.duration(),
            "sip_code": self.pick(["200", "200", "200", "487", ""])}
        states = [state]
        while self.chance(22) and len(states) < 4:
            state = self.changed(states[-1], named)
            # A state that comes back is stale.
            if state not in states or self.has("stale"):
                states.append(state)
        return states

    def changed(self, state, named):
        state = dict(state)
        fields = ["duration", "duration", "sip_code", "called", "calling"]
        fields += ["customer_id", "supplier_id", "customer_id"] if self.has("accounts") else []
        fields += ["lrn"] if self.has("routing") else []
        for field in sorted({self.pick(fields) for _ in range(self.pick([1, 1, 2]))}):
            if field == "duration":
                state[field] = self.duration()
            elif field == "sip_code":
                state[field] = self.pick(["200", "487", "503"])
            elif field == "called":
                state[field] = self.called()
            elif field == "calling":
                state[field] = f"4930{self.random.randrange(10**6)}"
            elif field == "lrn":
                state[field] = f"1212{self.random.randrange(2 * 10**6, 9 * 10**6)}"
            else:
                side = "sell" if field == "customer_id" else "buy"
                state[field] = self.pick(named[side] + ["99999", "99998"])
        return state

    def called(self):
        if self.has("long-number") and self.chance(1):
            return "44" + "7" * self.pick([30, 31, 40])
        if self.numbers and self.chance(8):
            return self.pick(self.numbers)
        if self.chance(4):
            return self.pick(["0123456789", "999123456", "44" + "1" * 20, "7"])
        return self.pick(PREFIXES) + str(self.random.randrange(10**6, 10**7))

    def start(self):
        """Microseconds of an instant in the base's time: any, or close to the beginning of a day somewhere."""
        if self.has("implausible") and self.chance(1):
            return self.pick([datetime(1999, 5, 5, tzinfo=timezone.utc), datetime(2062, 5, 5, tzinfo=timezone.utc),
                              STARTS_FROM, STARTS_FROM - timedelta(seconds=1), STARTS_UNTIL,
                              STARTS_UNTIL - timedelta(seconds=1)])
        instant = datetime(BASE.year, BASE.month, BASE.day, tzinfo=timezone.utc) + timedelta(
            seconds=self.random.randrange(75 * 86400))
        if self.chance(30):
            zone = ZoneInfo(self.pick(ZONES))
            local = instant.astimezone(zone).replace(hour=0, minute=0, second=0, tzinfo=None)
            instant = (local.replace(tzinfo=zone).astimezone(timezone.utc)
                       + timedelta(seconds=self.pick([-1, 0, 1, -3600, 3600])))
        return instant

    def duration(self):
        if self.has("long") and self.chance(1):
            return self.pick(["86400", "86401", "100000", "2000000000"])
        if self.chance(25):
            return "0"
        if self.chance(20):
            return f"{self.random.randrange(200)}.{self.random.randrange(1000):03}"
        return str(self.pick([1, 3, 5, 6, 29, 30, 31, 59, 60, 61, 90, self.random.randrange(1, 4000)]))

    def written(self, state):
        """A state as a line of a file, in one of the ways in which it can be written."""
        record = {key: state[key] for key in (
            "call_id", "leg", "customer_id", "supplier_id", "calling", "called", "lrn", "sip_code")}
        start = state["start"]
        record["start_time"] = start.strftime("%Y-%m-%dT%H:%M:%SZ")
        record["duration_s"] = state["duration"]
        if self.has("notation"):
            record["called"] = self.pick(["", "", "+", "00"]) + record["called"]
            record["start_time"] = self.pick([
                record["start_time"], start.strftime("%Y-%m-%d %H:%M:%S"),
                (start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00"),
                start.strftime("%Y-%m-%dT%H:%M:%S.250Z")])
            if "." not in record["duration_s"]:
                record["duration_s"] += self.pick(["", "", ".0", ".000"])
        return record

    def broken(self):
        record = self.written({
            "call_id": f"b{self.random.randrange(10**6)}", "leg": "", "customer_id": "10000", "supplier_id": "10001",
            "calling": "4420", "called": "4420123", "lrn": "", "start": self.start(), "duration": "10", "sip_code": ""})
        field, text = self.pick([
            ("called", "not a number"), ("called", ""), ("duration_s", "-5"), ("duration_s", ""), ("duration_s", "x"),
            ("start_time", "2026-10-01"), ("start_time", "2026-13-01T00:00:00Z")])
        record[field] = text
        return record


def decimal(units, digits):
    """An integer of 10^-digits as a decimal text."""
    text = str(units).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"


def make_world(seed, features, calls):
    """The steps of a world; the same seed and features give the same steps."""
    return WorldMaker(seed, features, calls).make()
