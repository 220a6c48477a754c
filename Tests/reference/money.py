#!/usr/bin/env python3
"""A second ledger for money and tax: plays random acts on the product, keeps books of its own from what was asked, and compares the two.

The books are in EUR. Customers pay in EUR, USD and KWD, by invoice or from a deposit, with each kind of tax; they are billed, top up,
pay (with fees, withholding tax and in another currency), are refunded and written off; suppliers are paid, also ahead; what was recorded is
allocated, taken from its invoices and reversed; payment modes change, exchange rates are corrected, months are revalued and locked.
For each act the ledger here says first whether it will be refused, and what of a payment settles what. At the end both say what each type
of account holds at the end of every month, in its currency and in euros, and what each partner owes.

usage: money.py --didtron PROGRAM [--seed N] [--acts N]     (DATABASE_URL or DIDTRON_HOME says where: an empty database)
"""
import argparse
import collections
import csv
import io
import json
import random
import sys
from datetime import date, timedelta
from fractions import Fraction

import ledger
from ledger import DAYS_MAX, MICRO, MINOR, Ledger, Product, Refused, half_up, micros_of, month_end, units

MONTHS = 12
# Rates by the first day from which they hold, in millionths; None = from the beginning.
PROFILES = {
    "none": None,
    "vat": {"includes": False, "point": "usage", "taxes": {"VAT": [(None, 190_000), (7, 210_000)]}},
    "gross": {"includes": True, "point": "usage", "taxes": {"A": [(None, 50_000)], "B": [(None, 99_750)]}},
    "ahead": {"includes": False, "point": "receipt", "taxes": {"A": [(None, 50_000), (5, 60_000)], "B": [(None, 99_750)]}},
    "reverse": None,
}
# Currency, profile, payment mode at first.
CUSTOMERS = {
    "usa": ("USD", "vat", "postpaid"), "ohio": ("USD", "gross", "postpaid"), "kuwait": ("KWD", "reverse", "postpaid"),
    "home": ("EUR", "vat", "postpaid"), "pre": ("USD", "ahead", "prepaid"), "prekwd": ("KWD", "vat", "prepaid"),
    "preeur": ("EUR", "ahead", "prepaid"), "pregross": ("USD", "gross", "prepaid"), "plain": ("KWD", "none", "prepaid"),
}
SUPPLIERS = {"carrier": "USD", "gulf": "KWD", "near": "EUR"}
PARTNERS = {**{code: currency for code, (currency, _, _) in CUSTOMERS.items()}, **SUPPLIERS}
PER_PARTNER = {"receivable", "payable", "prepaid", "unbilled", "supplier_prepaid"}
CENT_MICROS_A_SECOND = 1_000
INCOMING = {"received": "receivable", "top_up": "prepaid", "refund_of_advance": "supplier_prepaid"}
OUTGOING = {"paid": "payable", "advance": "supplier_prepaid", "refund_of_credit": "receivable", "refund_of_deposit": "prepaid"}


def next_month(day):
    return month_end(day) + timedelta(days=1)


class Document:
    """An invoice, or a payment of any purpose."""

    def __init__(self, number, purpose, partner, minor, booked_on, value_on):
        self.id, self.purpose, self.partner, self.minor = number, purpose, partner, minor
        self.booked_on, self.value_on = booked_on, value_on
        self.journal = None
        self.settled = self.settled_functional = 0
        self.functional = None          # what it moved on the receivable, in euros; None where a rate is missing
        self.reversed = False
        self.taxes = {}                 # of a top-up: tax -> minor; of what gives back: (top-up, tax) -> minor
        self.returns = {}               # of what gives back: top-up -> (net, tax)
        self.advance = None

    @property
    def left(self):
        return self.minor - self.settled


class Books(Ledger):
    """Books by plain addition, with what is open of each document."""

    def __init__(self, first, today):
        super().__init__()
        self.first, self.today = first, today
        self.invoices, self.payments = {}, {}
        self.allocations = []           # [credit, debit, minor, credit functional, debit functional, day], ended ones removed
        self.modes = {code: [(date.min, mode)] for code, (_, _, mode) in CUSTOMERS.items()}
        self.holds = {}                 # id -> [partner, micros, captured, released]
        self.months = {code: first for code in CUSTOMERS}
        self.billed = {code: None for code in CUSTOMERS}
        self.rate_days = {}
        for profile in filter(None, PROFILES.values()):
            for tax, rates in profile["taxes"].items():
                profile.setdefault("dated", {})[tax] = [
                    (date.min if months is None else self.month(months), rate) for months, rate in rates]

    def month(self, number):
        day = self.first
        for _ in range(number):
            day = next_month(day)
        return day

    # Amounts in other currencies.
    def convert(self, micros, source, target, day):
        """A fraction of micros; None without a rate."""
        if source == target:
            return Fraction(micros)
        found = [(rate_day, known[0] == source, picos) for known, picos in self.rates.items()
                 for rate_day in [known[2]]
                 if {known[0], known[1]} == {source, target} and day - timedelta(days=DAYS_MAX) <= rate_day <= day]
        if not found:
            return None
        _, is_direct, picos = max(found)
        return Fraction(micros * picos, 10**12) if is_direct else Fraction(micros * 10**12, picos)

    @staticmethod
    def rounded(fraction):
        return None if fraction is None else half_up(fraction.numerator, fraction.denominator)

    def worth(self, micros, currency, day):
        return self.rounded(self.convert(micros, currency, "EUR", day))

    # Movements.
    @staticmethod
    def move(lines, debit, credit, currency, micros, functional=None):
        moved = micros if micros else (functional or 0)
        if moved < 0:
            debit, credit = credit, debit
        if moved:
            lines.append((debit, credit, currency, abs(micros), None if functional is None else abs(functional)))

    @staticmethod
    def of(account, partner):
        return account, partner if account in PER_PARTNER else None

    def balance(self, account):
        return sum(micros * ((debit == account) - (credit == account)) for _, _, debit, credit, _, micros, _ in self.entries)

    # Taxes.
    def taxes(self, partner, day, amount, includes):
        """Of an amount in whole units: tax -> part, by the rates of a day."""
        profile = PROFILES[CUSTOMERS[partner][1]]
        if profile is None:
            return {}
        known = {tax: max(entry for entry in rates if entry[0] <= day)[1] for tax, rates in profile["dated"].items()}
        if not includes:
            return {tax: half_up(amount * rate, MICRO) for tax, rate in sorted(known.items())}
        parts, whole, until = {}, sum(known.values()), 0
        for tax, rate in sorted(known.items()):
            parts[tax] = half_up(amount * (until + rate), MICRO + whole) - half_up(amount * until, MICRO + whole)
            until += rate
        return parts

    def profile(self, partner):
        return PROFILES[CUSTOMERS[partner][1]] or {"includes": False, "point": "usage", "dated": {}}

    def mode(self, partner, day):
        return max(entry for entry in self.modes[partner] if entry[0] <= day)[1]

    # Usage and invoices.
    def bill(self, partner, day, seconds, answer):
        currency, lines, micros = PARTNERS[partner], [], seconds * CENT_MICROS_A_SECOND
        unit, profile = MINOR[currency], self.profile(partner)
        self.billed[partner] = max(self.billed[partner] or day, day)
        own = self.of("prepaid" if self.mode(partner, day) == "prepaid" else "unbilled", partner)
        self.move(lines, own, ("revenue", None), currency, micros)
        if own[0] == "prepaid":
            if profile["point"] == "usage":
                for _, part in self.taxes(partner, day, micros, profile["includes"]).items():
                    self.move(lines, ("revenue", None) if profile["includes"] else own, ("output_tax", None), currency, part)
            self.post(lines, day)
            return
        self.post(lines, day)
        net, lines = half_up(micros, unit), []
        receivable = "receivable", partner
        self.move(lines, receivable, own, currency, micros)
        self.move(lines, receivable, ("rounding", None), currency, net * unit - micros)
        total = net
        for _, part in self.taxes(partner, month_end(day), net, profile["includes"]).items():
            total += 0 if profile["includes"] else part
            self.move(lines, ("revenue", None) if profile["includes"] else receivable, ("output_tax", None), currency, part * unit)
        invoice = Document(answer["invoice_id"], "invoice", partner, total, self.open_day(self.today), self.today)
        if answer["total_minor"] != total:
            raise Differs(f"invoice {invoice.id}: product {answer['total_minor']}, reference {total}")
        self.record(invoice, lines, self.today)
        self.invoices[invoice.id] = invoice

    def record(self, document, lines, day):
        document.journal = self.post(lines, day)
        document.functional = self.moved(document, "receivable")

    def moved(self, document, account):
        moved = [(functional if debit == (account, document.partner) else -functional if functional is not None else None)
                 for journal, _, debit, credit, _, _, functional in self.entries
                 if journal == document.journal and (account, document.partner) in (debit, credit)]
        return None if None in moved else abs(sum(moved)) if account == "receivable" else sum(moved)

    # Payments.
    def pay(self, purpose, partner, stated, answer):
        """Whatever moves money: `stated` has cash, bank, fee, withheld, counts, value_on and what it settles."""
        own, bank = PARTNERS[partner], stated.get("bank") or PARTNERS[partner]
        unit, bank_unit, comes_in = MINOR[own], MINOR[bank], purpose in INCOMING
        cash, fee, withheld = stated["cash"], stated.get("fee", 0), stated.get("withheld", 0)
        value_on = stated.get("value_on") or self.today
        if value_on > self.today + timedelta(days=1):
            raise Refused("in the future")
        if cash <= 0:
            raise Refused("nothing")
        if stated.get("counts") is not None:
            total = stated["counts"] + withheld
        else:
            converted = self.convert((cash + (fee if comes_in else 0)) * bank_unit, bank, own, value_on)
            if converted is None:
                raise Refused("no exchange rate")
            total = withheld + half_up(converted.numerator, converted.denominator * unit)
        if total <= 0:
            raise Refused("nothing")
        effective = self.open_day(value_on)
        document = Document(answer.get("payment_id"), purpose, partner, total, effective, value_on)
        account = self.of((INCOMING | OUTGOING)[purpose], partner)
        sign, crosses, lines = 1 if comes_in else -1, own != bank, []
        parts = [self.worth(cash * bank_unit, bank, effective)] + ([self.worth(fee * bank_unit, bank, effective)] if comes_in else [])
        bank_worth = None if None in parts else sum(parts)
        position, gain = ("fx_position", None), ("fx_gain_loss", None)
        rest = None
        if purpose == "refund_of_advance":
            document.advance = self.advance(stated["of"], partner, total)
            if own != "EUR":
                rest = self.advance_part(document.advance, total)
        wishes = self.wishes(document, stated)
        self.move(lines, ("bank", None), position if crosses else account, bank, sign * cash * bank_unit)
        self.move(lines, ("bank_fees", None), (position if crosses else account) if comes_in else ("bank", None), bank,
                  fee * bank_unit)
        if crosses:
            self.move(lines, position, account, own, sign * (total - withheld) * unit,
                      sign * bank_worth if own != "EUR" and bank_worth is not None else None)
            if own == "EUR" and bank_worth is not None:
                self.move(lines, position, gain, bank, 0, sign * (bank_worth - (total - withheld) * unit))
        self.move(lines, ("withholding_tax" if comes_in else "withholding_payable", None), account, own, sign * withheld * unit)
        if rest is not None and bank_worth is not None:
            self.move(lines, gain, account, own, 0, rest - bank_worth)
        if purpose == "top_up" and self.mode(partner, value_on) == "prepaid" and self.profile(partner)["point"] == "receipt":
            document.taxes = self.taxes(partner, value_on, total, True)
            for part in document.taxes.values():
                self.move(lines, account, ("output_tax", None), own, part * unit)
        if purpose == "refund_of_deposit":
            if self.mode(partner, self.today) != "prepaid":
                raise Refused("not prepaid")
            self.give_back(document, lines, total, True)
            if self.available(partner) - (total - sum(tax for _, tax in document.returns.values())) * unit < 0:
                raise Refused("more than available")
        if purpose == "paid" and self.balance(("payable", partner)) + total * unit > 0:
            raise Refused("more than due")
        if purpose == "refund_of_credit" and sum(minor for _, _, minor, _ in wishes) != total:
            raise Refused("less is open")
        self.record(document, lines, value_on)
        self.payments[document.id] = document
        if document.advance:
            document.advance.settled += total
        self.allocate(wishes)
        for key, own_figure in ("total_minor", total), ("allocated_minor", document.settled):
            if answer and answer[key] != own_figure:
                raise Differs(f"{purpose} {document.id}: {key} {answer[key]}, reference {own_figure}")

    def advance(self, number, partner, minor):
        advance = self.payments.get(number)
        if advance is None or advance.purpose != "advance" or advance.partner != partner or advance.reversed:
            raise Refused("no advance")
        if minor > advance.left:
            raise Refused("less left")
        return advance

    def advance_part(self, advance, minor):
        used = [self.moved(document, "supplier_prepaid") for document in self.payments.values()
                if document is advance or document.advance is advance and not document.reversed]
        return None if None in used else half_up(sum(used) * minor, advance.left)

    def apply(self, number, minor, day, answer):
        advance = self.payments.get(number)
        if advance is None or advance.purpose != "advance" or advance.reversed or advance.left == 0 and minor is None:
            raise Refused("no advance")
        minor = advance.left if minor is None else minor
        self.advance(number, advance.partner, minor)
        currency = PARTNERS[advance.partner]
        value_on = day or self.today
        if self.balance(("payable", advance.partner)) + minor * MINOR[currency] > 0:
            raise Refused("more than due")
        lines = []
        document = Document(answer.get("payment_id"), "advance_use", advance.partner, minor, self.open_day(value_on), value_on)
        self.move(lines, ("payable", advance.partner), ("supplier_prepaid", advance.partner), currency, minor * MINOR[currency],
                  self.advance_part(advance, minor) if currency != "EUR" else None)
        document.advance = advance
        self.record(document, lines, value_on)
        self.payments[document.id] = document
        advance.settled += minor

    def write_off(self, partner, invoice, minor, answer):
        found = self.invoices.get(invoice)
        if found is None or found.partner != partner or found.left == 0:
            raise Refused("not open")
        total = found.left if minor is None else minor
        if not 0 < total <= found.left:
            raise Refused("less is open")
        currency, lines = PARTNERS[partner], []
        document = Document(answer.get("payment_id"), "write_off", partner, total, self.open_day(self.today), self.today)
        self.move(lines, ("write_off", None), ("receivable", partner), currency, total * MINOR[currency])
        self.record(document, lines, self.today)
        self.payments[document.id] = document
        self.allocate([(document, found, total, None)])

    # Deposits.
    def give_back(self, document, lines, whole, includes_tax):
        """The latest top-ups first, with the tax that was taken of each; all of one gives back all of its tax."""
        partner, currency = document.partner, PARTNERS[document.partner]
        top_ups, is_taxed = [], False
        for top_up in sorted((p for p in self.payments.values() if p.purpose == "top_up" and p.partner == partner
                              and not p.reversed), key=lambda p: -p.id):
            later = [p for p in self.payments.values() if top_up.id in p.returns and not p.reversed]
            tax = sum(top_up.taxes.values()) - sum(p.returns[top_up.id][1] for p in later)
            net = top_up.minor - sum(top_up.taxes.values()) - sum(p.returns[top_up.id][0] for p in later)
            is_taxed = is_taxed or bool(top_up.taxes) and sum(top_up.taxes.values()) > 0
            top_ups.append((top_up, net, tax, later))
        if not is_taxed:
            return
        for top_up, net, tax, later in top_ups:
            size = net + (tax if includes_tax else 0)
            taken = min(size, whole)
            whole -= max(taken, 0)
            if size <= 0 or taken <= 0:
                continue
            part = half_up(tax * taken, size)
            document.returns[top_up.id] = taken - (part if includes_tax else 0), part
            left = {name: minor - sum(p.taxes.get((top_up.id, name), 0) for p in later) for name, minor in top_up.taxes.items()}
            until, all_left = 0, sum(left.values())
            for name in sorted(left):
                if all_left > 0:
                    share = half_up(part * (until + left[name]), all_left) - half_up(part * until, all_left)
                    if share > 0:
                        document.taxes[top_up.id, name] = share
                until += left[name]
        # An entry a tax and rate, whichever top-ups it is of.
        shares = collections.Counter()
        for (number, name), share in document.taxes.items():
            shares[name, self.rate_of(self.payments[number], name)] += share
        for share in shares.values():
            self.move(lines, ("prepaid", partner), ("output_tax", None), currency, -share * MINOR[currency])

    def rate_of(self, top_up, name):
        return max(entry for entry in self.profile(top_up.partner)["dated"][name] if entry[0] <= top_up.value_on)[1]

    def reserved(self, partner, micros):
        profile = self.profile(partner)
        if profile["includes"] or profile["point"] == "receipt":
            return 0
        return sum(self.taxes(partner, self.today, micros, False).values())

    def available(self, partner):
        held = sum(micros if captured is None else captured for who, micros, captured, released in self.holds.values()
                   if who == partner and not released)
        return -self.balance(("prepaid", partner)) - held - self.reserved(partner, held)

    def hold(self, partner, micros, answer):
        if self.mode(partner, self.today) != "prepaid":
            raise Refused("not prepaid")
        if micros <= 0 or self.available(partner) < micros + self.reserved(partner, micros):
            raise Refused("more than available")
        self.holds[answer.get("hold_id")] = [partner, micros, None, False]

    def capture(self, number, micros):
        hold = self.holds.get(number)
        if hold is None or hold[3] or hold[2] is not None or not 0 <= micros <= hold[1]:
            raise Refused("no such hold")
        hold[2] = micros

    def release(self, number):
        hold = self.holds.get(number)
        if hold is None or hold[3]:
            raise Refused("no such hold")
        hold[3] = True

    def change_mode(self, partner, mode, day, answer):
        if day.day != 1 or self.billed[partner] and day <= month_end(self.billed[partner]) \
                or day <= self.modes[partner][-1][0]:
            raise Refused("not from then on")
        currency = PARTNERS[partner]
        unit = MINOR[currency]
        deposit = -self.balance(("prepaid", partner))
        self.modes[partner].append((day, mode))
        self.months[partner] = day
        if mode == "prepaid":
            return
        net = max(half_up(deposit, unit), 0)
        made = answer["made"][0].get("transfer") or {} if answer else {}
        if (net > 0) != bool(made):
            raise Differs(f"change of {partner}: {made}, reference {net}")
        if net == 0:
            return
        document = Document(made["payment_id"], "deposit_transfer", partner, 0, self.open_day(day), day)
        lines = []
        self.give_back(document, lines, net, False)
        document.minor = net + sum(tax for _, tax in document.returns.values())
        self.move(lines, ("prepaid", partner), ("receivable", partner), currency, document.minor * unit)
        self.move(lines, ("prepaid", partner), ("rounding", None), currency, deposit - net * unit)
        self.record(document, lines, day)
        self.payments[document.id] = document
        if made["total_minor"] != document.minor:
            raise Differs(f"transfer {document.id}: {made['total_minor']}, reference {document.minor}")

    # Allocations.
    def open_invoices(self, partner):
        return sorted((i for i in self.invoices.values() if i.partner == partner and i.left > 0), key=lambda i: i.id)

    def credits(self, partner):
        return sorted((p for p in self.payments.values() if p.partner == partner and not p.reversed and p.left > 0
                       and p.purpose in ("received", "deposit_transfer")), key=lambda p: (p.value_on, p.id))

    def wishes(self, document, stated):
        settles, left, wishes = stated.get("settles"), document.minor, []
        if settles is None:
            return []
        others = self.credits(document.partner) if document.purpose == "refund_of_credit" else self.open_invoices(document.partner)
        if settles != "oldest":
            others = [other for other in others if other.id == settles[0]]
            if not others:
                raise Refused("not open")
            minor = settles[1] if settles[1] is not None else min(others[0].left, left)
            if minor > others[0].left or minor > left:
                raise Refused("more than open")
            pairs = [(others[0], minor)]
        else:
            pairs = []
            for other in others:
                pairs.append((other, min(other.left, left)))
                left -= pairs[-1][1]
        for other, minor in pairs:
            if minor > 0:
                wishes.append((other, document, minor, None) if document.purpose == "refund_of_credit"
                              else (document, other, minor, None))
        return wishes

    def allocate(self, wishes):
        lines = collections.defaultdict(list)
        for credit, debit, minor, day in wishes:
            parts = []
            for document in credit, debit:
                functional = None
                if document.functional is not None and document.settled_functional is not None:
                    functional = half_up((document.functional - document.settled_functional) * minor, document.left)
                parts.append(functional)
            day = max(day or date.min, credit.booked_on, debit.booked_on, self.open_day(date.min))
            for document, functional in zip((credit, debit), parts):
                document.settled += minor
                document.settled_functional = None if functional is None else document.settled_functional + functional
            self.allocations.append([credit, debit, minor, *parts, day])
            self.differ(lines, credit.partner, day, parts[0], parts[1])
        self.settle(lines)

    def differ(self, lines, partner, day, credit, debit):
        if credit is not None and debit is not None and credit != debit:
            self.move(lines[day], ("fx_gain_loss", None), ("receivable", partner), PARTNERS[partner], 0, debit - credit)

    def settle(self, lines):
        if lines:
            self.journals += 1
            for day, differences in lines.items():
                for debit, credit, currency, micros, functional in differences:
                    self.entries.append((self.journals, day, debit, credit, currency, micros, functional))

    def end(self, ended, day):
        lines = collections.defaultdict(list)
        for allocation in ended:
            credit, debit, minor, credit_functional, debit_functional, own_day = allocation
            self.allocations.remove(allocation)
            for document, functional in (credit, credit_functional), (debit, debit_functional):
                document.settled -= minor
                if functional is not None and document.settled_functional is not None:
                    document.settled_functional -= functional
                elif not any(document in other[:2] for other in self.allocations):
                    document.settled_functional = 0
            self.differ(lines, credit.partner, max(day, own_day, self.open_day(date.min)), debit_functional, credit_functional)
        self.settle(lines)

    def allocate_payment(self, number, day, settles):
        payment = self.payments.get(number)
        if payment is None or payment.purpose not in ("received", "deposit_transfer") or payment.reversed or payment.left == 0:
            raise Refused("settles nothing")
        wishes = self.wishes(payment, {"settles": settles or "oldest"}) if payment.settled == 0 else self.wishes_of_rest(payment, settles)
        if not wishes:
            raise Refused("nothing is open")
        self.allocate([(credit, debit, minor, day or self.today) for credit, debit, minor, _ in wishes])

    def wishes_of_rest(self, payment, settles):
        rest = Document(payment.id, payment.purpose, payment.partner, payment.left, payment.booked_on, payment.value_on)
        return [(payment, debit, minor, day) for _, debit, minor, day in self.wishes(rest, {"settles": settles or "oldest"})]

    def unallocate(self, number, day):
        payment = self.payments.get(number)
        if payment is None or payment.purpose not in ("received", "deposit_transfer"):
            raise Refused("settles nothing")
        ended = [a for a in self.allocations if a[0] is payment and a[1].purpose == "invoice"]
        if not ended:
            raise Refused("settles nothing")
        self.end(ended, day or self.today)

    def take_back_payment(self, number, day):
        payment = self.payments.get(number)
        if payment is None or payment.reversed or day and day > self.today + timedelta(days=1):
            raise Refused("no such payment")
        own = [a for a in self.allocations if payment in a[:2]]
        if any(a[0] is payment and a[1].purpose != "invoice" for a in own) \
                or any(payment.id in p.returns and not p.reversed for p in self.payments.values()):
            raise Refused("refunded")
        if any(p.advance is payment and not p.reversed for p in self.payments.values()):
            raise Refused("used")
        day = max([day or self.today, payment.booked_on, self.open_day(date.min), *(a[5] for a in own)])
        self.end(own, day)
        self.take_back(payment.journal, day)
        payment.reversed = True
        if payment.advance:
            payment.advance.settled -= payment.minor

    # By hand, and periods.
    def by_hand_line(self, debit, credit, partner, micros, day):
        currency = PARTNERS[partner]
        if micros <= 0:
            raise Refused("nothing")
        if {debit, credit} & {"receivable", "payable", "bank"} and micros % MINOR[currency]:
            raise Refused("minor units")
        self.post([(self.of(debit, partner), self.of(credit, partner), currency, micros, None)], day)

    def revalue(self, day):
        if day >= self.today:
            raise Refused("not over")
        super().revalue(day)

    def owed(self, partner, day):
        kinds = {("receivable", partner), ("payable", partner), ("prepaid", partner)}
        owed, is_there = 0, False
        for _, own_day, debit, credit, _, micros, _ in self.entries:
            if kinds & {debit, credit}:
                is_there = True
                if own_day <= day:
                    owed += micros * ((debit in kinds) - (credit in kinds))
        return owed if is_there else None


class Differs(Exception):
    """What the product says is not what it is."""


class MoneyActs:
    """Random acts: what is asked of the product, and what the books here do by it."""

    def __init__(self, seed, books, product):
        self.random, self.books, self.product, self.calls = random.Random(seed), books, product, 0

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def day(self):
        return self.books.first + timedelta(days=self.random.randrange((self.books.today - self.books.first).days + 1))

    def minor(self):
        return self.random.choice([1, 1 + self.random.randrange(100), 1 + self.random.randrange(40_000)])

    def customer(self, mode=None):
        codes = [code for code in CUSTOMERS if mode is None or self.books.mode(code, self.books.today) == mode]
        return self.random.choice(codes or list(CUSTOMERS))

    def amount(self, minor, currency):
        digits = {10_000: 2, 1_000: 3}[MINOR[currency]]
        return f"{minor // 10**digits}.{minor % 10**digits:0{digits}}"

    def some(self, documents):
        return self.random.choice(documents).id if documents and not self.chance(6) else self.random.choice([999_999_999, 1])

    # What is stated of money, as options and for the books.
    def money(self, partner, minor, has_fee=True):
        own = PARTNERS[partner]
        stated = {"cash": minor}
        options = []
        if own != "EUR" and self.chance(30):
            stated["bank"] = "EUR"
            options += ["--currency", "EUR"]
            if self.chance(25):
                stated["counts"] = self.minor()
                options += ["--counts", self.amount(stated["counts"], own)]
        elif own == "EUR" and self.chance(20):
            stated["bank"] = self.random.choice(["USD", "KWD"])
            options += ["--currency", stated["bank"]]
        bank = stated.get("bank") or own
        options = ["--amount", self.amount(minor, bank), *options]
        if has_fee and self.chance(20):
            stated["fee"] = 1 + self.random.randrange(300)
            options += ["--fee", self.amount(stated["fee"], bank)]
        if self.chance(75):
            stated["value_on"] = self.day() if not self.chance(3) else self.books.today + timedelta(days=9)
            options += ["--value-date", str(stated["value_on"])]
        return stated, options

    def pay(self, kind, purpose, partner, stated, arguments):
        return kind, arguments, "", lambda answer: self.books.pay(purpose, partner, stated, answer[0] if answer else {})

    def top_up(self):
        partner = self.customer("prepaid" if self.chance(90) else None)
        stated, options = self.money(partner, 20 * self.minor() if not self.chance(4) else 0)
        return self.pay("top-up", "top_up", partner, stated, ["topup", partner, *options])

    def receive(self):
        partner = self.customer("postpaid")
        stated, options = self.money(partner, self.minor() if not self.chance(3) else 0)
        if self.chance(15) and "counts" not in stated:
            stated["withheld"] = 1 + self.random.randrange(200)
            options += ["--withheld", self.amount(stated["withheld"], PARTNERS[partner])]
        if self.chance(20):
            options.append("--unapplied")
        elif self.chance(25):
            minor = self.minor() if self.chance(50) else None
            invoice = self.some(self.books.open_invoices(partner))
            stated["settles"] = invoice, minor
            options += ["--invoice", str(invoice) + (f"={self.amount(minor, PARTNERS[partner])}" if minor else "")]
        else:
            stated["settles"] = "oldest"
        return self.pay("receive", "received", partner, stated, ["payment", "record", partner, *options])

    def pay_supplier(self):
        partner = self.random.choice(list(SUPPLIERS))
        stated, options = self.money(partner, self.minor())
        if self.chance(15):
            stated["withheld"] = 1 + self.random.randrange(100)
            options += ["--withheld", self.amount(stated["withheld"], PARTNERS[partner])]
        return self.pay("pay supplier", "paid", partner, stated, ["payment", "record", partner, "--to-supplier", *options])

    def advance(self):
        partner = self.random.choice(list(SUPPLIERS))
        stated, options = self.money(partner, self.minor() if not self.chance(8) else 0)
        return self.pay("advance", "advance", partner, stated, ["payment", "record", partner, "--to-supplier", "--advance", *options])

    def advances(self):
        return [p for p in self.books.payments.values() if p.purpose == "advance" and not p.reversed and p.left > 0]

    def apply_advance(self):
        number = self.some(self.advances())
        advance = self.books.payments.get(number)
        currency = PARTNERS[advance.partner] if advance else "EUR"
        minor = None if self.chance(30) else min(self.minor(), advance.left if advance and self.chance(80) else 10**9)
        day = self.day() if self.chance(40) else None
        if advance and day and day < advance.booked_on:
            day = advance.booked_on
        return "apply advance", ["payment", "apply-advance", str(number),
                                 *(["--amount", self.amount(minor, currency)] if minor else []),
                                 *(["--on", str(day)] if day else [])], "", \
            lambda answer: self.books.apply(number, minor, day, answer[0] if answer else {})

    def refund_advance(self):
        number = self.some(self.advances())
        advance = self.books.payments.get(number)
        partner = advance.partner if advance and advance.partner in SUPPLIERS else "carrier"
        stated, options = self.money(partner, min(self.minor(), advance.left if advance and self.chance(85) else 10**9))
        stated["of"] = number
        if advance and stated.get("value_on") and stated["value_on"] < advance.booked_on:
            stated["value_on"] = advance.booked_on
            options[options.index("--value-date") + 1] = str(advance.booked_on)
        return self.pay("refund advance", "refund_of_advance", partner, stated,
                        ["payment", "refund", partner, "--of", str(number), *options])

    def refund_credit(self):
        partner = self.random.choice(list(CUSTOMERS))
        credits = self.books.credits(partner)
        stated, options = self.money(partner, min(self.minor(), sum(c.left for c in credits) if credits and self.chance(80) else 10**9))
        stated["settles"] = "oldest"
        if self.chance(25) and credits:
            stated["settles"] = self.random.choice(credits).id, None
            options += ["--of", str(stated["settles"][0])]
        return self.pay("refund credit", "refund_of_credit", partner, stated, ["payment", "refund", partner, *options])

    def refund_deposit(self):
        partner = self.customer("prepaid" if self.chance(95) else None)
        most = max(self.books.available(partner) // MINOR[PARTNERS[partner]], 1)
        stated, options = self.money(partner, min(self.minor() * 5, most if self.chance(80) else 10**9))
        return self.pay("refund deposit", "refund_of_deposit", partner, stated, ["payment", "refund", partner, "--deposit", *options])

    def write_off(self):
        partner = self.customer("postpaid")
        open_ones = self.books.open_invoices(partner)
        number = self.some(open_ones)
        invoice = self.books.invoices.get(number)
        minor = None if self.chance(25) else min(self.minor(), invoice.left if invoice and self.chance(85) else 10**9)
        named = str(number) + (f"={self.amount(minor, PARTNERS[partner])}" if minor else "")
        return "write-off", ["payment", "write-off", partner, "--invoice", named, "--reason", "rest"], "", \
            lambda answer: self.books.write_off(partner, number, minor, answer[0] if answer else {})

    def allocate(self):
        credits = [c for code in CUSTOMERS for c in self.books.credits(code)]
        useful = [c for c in credits if self.books.open_invoices(c.partner)]
        number = self.some(useful if self.chance(85) else credits)
        payment = self.books.payments.get(number)
        settles, options = None, []
        if payment and self.chance(25) and self.books.open_invoices(payment.partner):
            minor = self.minor() if self.chance(60) else None
            settles = self.random.choice(self.books.open_invoices(payment.partner)).id, minor
            options = ["--invoice", str(settles[0]) + (f"={self.amount(minor, PARTNERS[payment.partner])}" if minor else "")]
        day = self.day() if self.chance(40) else None
        return "allocate", ["payment", "allocate", str(number), *options, *(["--on", str(day)] if day else [])], "", \
            lambda answer: self.books.allocate_payment(number, day, settles)

    def unallocate(self):
        settling = [p for p in self.books.payments.values()
                    if any(a[0] is p and a[1].purpose == "invoice" for a in self.books.allocations) and p.purpose != "write_off"]
        number = self.some(settling if self.chance(90) else [p for p in self.books.payments.values()])
        day = self.day() if self.chance(40) else None
        return "unallocate", ["payment", "unallocate", str(number), *(["--on", str(day)] if day else [])], "", \
            lambda answer: self.books.unallocate(number, day)

    def reverse(self):
        known = [p for p in self.books.payments.values() if p.purpose != "deposit_transfer"]
        live = [p for p in known if not p.reversed]
        number = self.some(live if self.chance(85) else known)
        day = self.day() if self.chance(40) else None
        return "reverse", ["payment", "reverse", str(number), "--reason", "bounced", *(["--on", str(day)] if day else [])], "", \
            lambda answer: self.books.take_back_payment(number, day)

    def hold(self):
        partner = self.customer("prepaid" if self.chance(95) else None)
        micros = 1 + self.random.randrange(max(1, self.books.available(partner)) if self.chance(85) else 10**12)
        return "hold", ["deposit", "hold", partner, "--amount", units(micros), "--seconds", "86400"], "", \
            lambda answer: self.books.hold(partner, micros, answer or {})

    def held(self):
        return [number for number, hold in self.books.holds.items() if not hold[3]]

    def capture(self):
        numbers = [n for n in self.held() if self.books.holds[n][2] is None] if self.chance(92) else self.held()
        number = self.random.choice(numbers) if numbers else 999_999
        micros = self.random.randrange(self.books.holds[number][1] + 2) if numbers else 1
        return "capture", ["deposit", "capture", str(number), "--amount", units(micros)], "", \
            lambda answer: self.books.capture(number, micros)

    def release(self):
        numbers = self.held() if self.chance(90) else list(self.books.holds)
        number = self.random.choice(numbers) if numbers else 999_999
        return "release", ["deposit", "release", str(number)], "", lambda answer: self.books.release(number)

    def change_mode(self):
        partner = self.random.choice(list(CUSTOMERS))
        mode = "postpaid" if self.books.mode(partner, self.books.today) == "prepaid" else "prepaid"
        day = next_month(self.books.months[partner])
        if self.chance(10):
            day += timedelta(days=3)
        elif self.chance(10) and self.books.billed[partner]:
            day = self.books.billed[partner].replace(day=1)
        if day > self.books.today:
            return self.top_up()
        return "change mode", ["partner", "change-mode", partner, "--mode", mode, "--from", str(day)], "", \
            lambda answer: self.books.change_mode(partner, mode, day, answer)

    def journal(self):
        partner = self.random.choice(list(PARTNERS))
        debit, credit = self.random.choice([("cost", "payable")] * 4 + [("receivable", "revenue"), ("clearing", "prepaid"),
                                                                      ("bank", "clearing")])
        if debit == "cost":
            partner = self.random.choice(list(SUPPLIERS))
        if credit == "prepaid":
            partner = self.customer("prepaid")
        micros = 3 * self.minor() * MINOR[PARTNERS[partner]] + (1 if self.chance(8) else 0)
        day = self.day()
        text = "on,description,debit,credit,partner,currency,amount\n" \
            f"{day},By hand,{debit},{credit},{partner},{PARTNERS[partner]},{units(micros)}\n"
        return "journal", ["ledger", "journal", "-"], text, \
            lambda answer: self.books.by_hand_line(debit, credit, partner, micros, day)

    def rate(self):
        currency = self.random.choice(["USD", "KWD"])
        source, target = self.random.sample([currency, "EUR"], 2)
        euros = {"USD": 0.9, "KWD": 3.0}[currency]
        picos = round((euros if source == currency else 1 / euros) * self.random.uniform(0.9, 1.1) * 10**6) * 10**6
        day, has_reason = self.day(), self.chance(50)
        text = f"from,to,effective_on,rate\n{source},{target},{day},{picos / 10**12:.6f}\n"
        return "exchange rate", ["fx", "import", "-", "--force", *(["--reason", "slip"] if has_reason else [])], text, \
            lambda answer: self.books.add_rate(source, target, day, picos, has_reason)

    def lock(self):
        if self.chance(50):
            locked = self.books.locked
            day = None if self.chance(60) else (locked or self.books.first) - timedelta(days=self.random.randrange(-3, 40))
            return "unlock", ["ledger", "unlock", "--reason", "late", *(["--until", str(day)] if day else [])], "", \
                lambda answer: self.books.unlock(day)
        day = date(2199, 1, 1) if self.chance(10) else self.books.first + timedelta(days=self.random.randrange(200))
        return "lock", ["ledger", "lock", "--until", str(day)], "", lambda answer: self.books.lock(day)

    def revalue(self):
        day = month_end(self.day())
        return "revalue", ["ledger", "revalue", "--month", f"{day:%Y-%m}"], "", lambda answer: self.books.revalue(day)

    def bill(self):
        """A call, its usage, and an invoice of it where the customer is invoiced: several commands that are all done."""
        partner = self.random.choice(list(CUSTOMERS))
        month = self.books.months[partner]
        day = month + timedelta(days=self.random.randrange(27))
        if day >= self.books.today.replace(day=1):
            return self.receive()
        seconds = 10 + self.random.choice([self.random.randrange(50), self.random.randrange(200_000 if self.chance(30) else 20_000)])
        if self.chance(15) and self.books.billed[partner]:
            self.books.months[partner] = min(next_month(month), self.books.today.replace(day=1))
        self.calls += 1
        call = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n" \
            f"m{self.calls},{partner},,4930,442071234567,{day}T10:00:00Z,{seconds},200\n"
        self.product.done(["cdr", "import", "-"], call)
        answer = {}
        if self.books.mode(partner, day) == "postpaid":
            made = json.loads(self.product.done(["invoice", "run", "--period", f"{day:%Y-%m}", "--partner", partner, "--json"]))
            draft = [invoice for invoice in made if invoice.get("invoice_id")]
            if len(draft) != 1:
                raise Differs(f"no draft for {partner}, {day}: {made}")
            number = str(draft[0]["invoice_id"])
            self.product.done(["invoice", "approve", number])
            answer = json.loads(self.product.done(["invoice", "issue", number, "--json"]))[0]
        return "bill", None, "", lambda _: self.books.bill(partner, day, seconds, answer)

    def next(self):
        acts = {self.bill: 12, self.top_up: 9, self.receive: 12, self.pay_supplier: 7, self.advance: 6, self.apply_advance: 6,
                self.refund_advance: 5, self.refund_credit: 6, self.refund_deposit: 6, self.write_off: 5, self.allocate: 6,
                self.unallocate: 5, self.reverse: 9, self.hold: 4, self.capture: 3, self.release: 3, self.change_mode: 3,
                self.journal: 9, self.rate: 4, self.lock: 2, self.revalue: 3}
        return self.random.choices(list(acts), acts.values())[0]()


def prepare(product, books):
    """The entity, its partners and their taxes, prices, and exchange rates of the first months."""
    product.done(["settings", "set", "cdr.start_days_ago", "0"])
    # A long call makes a large amount.
    product.done(["settings", "set", "cdr.longest_call_hours", "0"])
    product.done(["entity", "import", "-"], "entity,name,currency,zone\nmain,Main,EUR,UTC\n")
    rows = ["profile,treatment,prices,tax_point,sentence,tax,rate,from"]
    for code, profile in PROFILES.items():
        if profile is None:
            if code == "reverse":
                rows.append("reverse,reverse_charge,,,Reverse charge.,,,")
            continue
        for tax, rates in profile["taxes"].items():
            for months, rate in rates:
                rows.append(f"{code},taxed,{'inclusive' if profile['includes'] else 'exclusive'},{profile['point']},,{tax},"
                            f"{rate / 10_000:g},{'' if months is None else books.month(months)}")
    product.done(["tax", "import", "-"], "\n".join(rows) + "\n")
    product.done(["partner", "import", "-"], "partner,role,currency,payment_mode,tax\n" + "".join(
        f"{code},customer,{currency},{mode},{'' if profile == 'none' else profile}\n"
        for code, (currency, profile, mode) in CUSTOMERS.items()) + "".join(
        f"{code},supplier,{currency},,\n" for code, currency in SUPPLIERS.items()))
    product.done(["account", "import", "-"], "account,partner,side\n" + "".join(f"{code},{code},sell\n" for code in CUSTOMERS))
    for currency in MINOR:
        product.done(["ratecard", "import", "-", "--card", f"gold{currency}", "--side", "sell", "--currency", currency,
                      "--effective", str(books.first), "--approve"],
                     "prefix,destination,rate_per_min,increments\n44,UK,0.06,1/1\n")
    for code, (currency, _, _) in CUSTOMERS.items():
        product.done(["ratecard", "assign", "--card", f"gold{currency}", "--partner", code])
    text, day, number = "from,to,effective_on,rate\n", books.first, 0
    while day <= books.today:
        for currency, picos in ("USD", (900_000 + number * 1_700) * 10**6), ("KWD", (3_000_000 + number * 2_300) * 10**6):
            # Of one month nothing is known, so that some entries have no functional amount.
            if number // 2 != 4:
                text += f"{currency},EUR,{day},{picos / 10**12:.6f}\n"
                books.add_rate(currency, "EUR", day, picos, False)
        number, day = number + 1, day + timedelta(days=17)
    product.done(["fx", "import", "-", "--force"], text)


def compare(books, product):
    differences, months = [], 0
    day = books.first - timedelta(days=1)
    while day < books.today:
        day = min(month_end(day + timedelta(days=1)), books.today)
        months += 1
        found = {}
        for row in csv.DictReader(io.StringIO(product.done(["ledger", "trial-balance", "--as-of", str(day), "--csv"]))):
            found[row["currency"], row["account"]] = (
                micros_of(row["debit"]), micros_of(row["credit"]), micros_of(row["functional_balance"]),
                int(row["unconverted_entries"]), int(row["entries"]))
        expected = books.trial_balance(day)
        for key in sorted(set(found) | set(expected)):
            if found.get(key) != expected.get(key):
                differences.append(f"{day} {key}: product {found.get(key)}, reference {expected.get(key)}")
    for partner in PARTNERS:
        said = json.loads(product.done(["ledger", "statement", partner, "--from", str(books.first), "--to", str(books.today), "--json"]))
        owed = said[0]["closing_micros"] if said else None
        if owed != books.owed(partner, books.today):
            differences.append(f"{partner}: product {owed}, reference {books.owed(partner, books.today)}")
    return differences, months


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--didtron", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", type=int, default=120)
    parser.add_argument("--log", help="write what was asked, a line an act")
    parser.add_argument("--compare-every", type=int, default=0, help="compare trial balances after so many acts, too")
    options = parser.parse_args()
    ledger.REVALUED = {"receivable", "payable", "unbilled", "bank"}
    today = date.today()
    first = today.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
    product, books = Product(options.didtron), Books(first, today)
    prepare(product, books)
    acts, counts, log = MoneyActs(options.seed, books, product), collections.Counter(), []

    def fail(text):
        if options.log:
            with open(options.log, "w") as file:
                file.write("\n".join(log) + "\n")
        sys.exit(f"seed {options.seed}: {text}\n" + "\n".join(log[-12:]))

    for number in range(options.acts):
        try:
            kind, arguments, text, apply = acts.next()
            answer, expected, outcome = None, "done", None
            if arguments is not None:
                takes_json = arguments[:2] not in (["fx", "import"], ["ledger", "lock"], ["ledger", "unlock"])
                outcome = product.run([*arguments, *(["--json"] if takes_json else [])], text)
                log.append(f"{number} {' '.join(arguments)} {text.splitlines()[-1] if text else ''}: {outcome.returncode}")
                if outcome.returncode == 0 and takes_json:
                    answer = json.loads(outcome.stdout)
            else:
                log.append(f"{number} {kind}")
            try:
                apply(answer)
            except Refused as refusal:
                expected = f"refused: {refusal}"
        except Differs as differs:
            fail(f"act {number}: {differs}")
        counts[kind, expected.split(":")[0]] += 1
        if outcome is not None and ((outcome.returncode == 0) != (expected == "done") or outcome.returncode not in (0, 1)):
            fail(f"act {number}: product: {outcome.returncode} {outcome.stderr}{outcome.stdout}\nreference: {expected}")
        if date.today() != today:
            sys.exit("It was midnight: play it again.")
        if options.compare_every and number % options.compare_every == options.compare_every - 1:
            differences, _ = compare(books, product)
            if differences:
                fail(f"behind act {number}:\n" + "\n".join(differences[:10]))
    differences, months = compare(books, product)
    checked = product.run(["check"])
    if checked.returncode != 0:
        differences.append(checked.stdout + checked.stderr)
    for difference in differences[:20]:
        print(difference)
    for (kind, outcome), count in sorted(counts.items()):
        print(f"{kind:16} {outcome:8} {count:6}")
    if differences:
        fail(f"{len(differences)} differences")
    print(f"{len(books.entries)} entries in {books.journals} journals, {months} months equal in every currency")


if __name__ == "__main__":
    main()
