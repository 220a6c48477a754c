"""The price of one call by exact fractions: increments, grace, fees, limits, exchange rates, one rounding."""
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

MINOR_DIGITS = {"JPY": 0, "KWD": 3}
EXCHANGE_AGE_DAYS_MAX = 35
SIDE_MICROS_MAX = 10**12


def minor_micros(currency):
    """Micros in one minor unit of a currency."""
    return 10 ** (6 - MINOR_DIGITS.get(currency, 2))


def half_up(value):
    """Integer nearest to a fraction; a half goes away from zero."""
    magnitude = int(abs(value) + Fraction(1, 2))
    return -magnitude if value < 0 else magnitude


def rounded(value, mode):
    """Integer of a fraction that is not negative."""
    whole = value.numerator // value.denominator
    rest = value - whole
    if mode == "up":
        return whole + (rest > 0)
    if mode == "down":
        return whole
    if mode == "half_up":
        return whole + (rest >= Fraction(1, 2))
    if mode == "half_down":
        return whole + (rest > Fraction(1, 2))
    if mode == "half_even":
        return whole + (rest > Fraction(1, 2) or rest == Fraction(1, 2) and whole % 2 == 1)
    raise ValueError(mode)


def midnight(day, zone):
    """Instant at which a day (ISO text) begins in a zone."""
    return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)


def local_day(instant, zone):
    """Day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def period_start(cycle, day):
    """First day of the billing period that holds a day."""
    if cycle == "weekly":
        return day - timedelta(days=day.weekday())
    return day.replace(day=16 if cycle == "half_monthly" and day.day > 15 else 1)


def next_period(cycle, start):
    """First day of the billing period after the one that begins on `start`."""
    if cycle == "weekly":
        return start + timedelta(days=7)
    if cycle == "half_monthly" and start.day == 1:
        return start.replace(day=16)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def billed_seconds(rate, duration):
    """Seconds billed for a duration (a fraction of seconds); 0 where the call is free."""
    seconds = rounded(duration, rate.get("duration_rounding") or "up")
    grace, mode = int(rate.get("grace_s") or 0), rate.get("grace_mode") or "none"
    if mode == "threshold" and seconds <= grace:
        seconds = 0
    if mode == "deduct":
        seconds = max(0, seconds - grace)
    if seconds == 0:
        return 0
    initial, increment = int(rate["initial_s"]), int(rate["increment_s"])
    further = max(0, seconds - initial)
    return max(initial + -(-further // increment) * increment, int(rate.get("minimum_s") or 0))


def attempt_fee(rate):
    """Due for each attempt, answered or not, beside what the call costs."""
    return Fraction(rate.get("attempt_fee") or 0)


def amount_micros(rate, duration, factor):
    """Billed seconds and micros; `factor` converts from the card's currency into the agreement's."""
    billed = billed_seconds(rate, duration)
    cost = Fraction(0)
    if billed > 0:
        cost = Fraction(rate.get("setup_fee") or 0) + Fraction(billed, 60) * Fraction(rate["rate_per_min"])
        if rate.get("max_cost"):
            cost = min(cost, Fraction(rate["max_cost"]))
        if rate.get("min_cost"):
            cost = max(cost, Fraction(rate["min_cost"]))
    cost += attempt_fee(rate)
    decimals = 6 if rate.get("rounding_decimals") is None else int(rate["rounding_decimals"])
    return billed, rounded(cost * factor * 10**decimals, rate.get("rounding_mode") or "half_up") * 10 ** (6 - decimals)


class Card:
    """A rate card: versions, each with the rates of a prefix as spans of time."""

    def __init__(self, side, currency, zone):
        self.side, self.currency, self.zone = side, currency, zone
        self.versions = []

    def add(self, effective, rows, amends):
        """Takes a deck that takes over at the beginning of a day; one of the same day replaces the one before."""
        start = midnight(effective, self.zone)
        self.versions = [version for version in self.versions if version[0] != start]
        before = self.versions[-1][1] if self.versions else {}
        spans = {}
        stated = {row["prefix"]: row for row in rows}
        for prefix in set(stated) | (set(before) if amends else set()):
            row = stated.get(prefix)
            begins = midnight(row["effective_from"], self.zone) if row and row.get("effective_from") else start
            # A price that begins later keeps the one before until then.
            kept = [(max(a, start), min(b, begins) if row else b, old) for a, b, old in before.get(prefix, [])]
            spans[prefix] = [span for span in kept if span[0] < span[1]]
            if row:
                spans[prefix].append((begins, datetime.max.replace(tzinfo=timezone.utc), row))
        self.versions.append((start, spans))

    def rate(self, called, instant):
        """Rate in effect of the longest prefix, or the reason why there is none."""
        in_effect = [spans for start, spans in self.versions if start <= instant]
        if not in_effect:
            return None, "no_card"
        for length in range(len(called), 0, -1):
            for begins, ends, row in in_effect[-1].get(called[:length], []):
                if begins <= instant < ends:
                    return (row, None) if row.get("blocked") != "1" else (None, "blocked")
        return None, "no_prefix"


class Exchange:
    """Stated exchange rates; a later statement of the same pair and day supersedes."""

    def __init__(self):
        self.rates = {}

    def add(self, row):
        self.rates[row["from"], row["to"], row["effective_on"]] = Fraction(row["rate"])

    def factor(self, source, target, day):
        """Units of `target` for one of `source` on a day, or the reason why there is no rate."""
        if source == target:
            return Fraction(1), None
        found = []
        for (a, b, stated), rate in self.rates.items():
            if stated <= day.isoformat() and {a, b} == {source, target}:
                found.append((stated, a == source, rate if a == source else 1 / rate))
        if not found:
            return None, "no_exchange_rate"
        stated, _, rate = max(found)
        if (day - datetime.fromisoformat(stated).date()).days > EXCHANGE_AGE_DAYS_MAX:
            return None, "stale_exchange_rate"
        return rate, None
