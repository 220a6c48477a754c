"""The product at work on a world: writes its input files, runs its commands, reads what is stored."""
import csv
import gzip
import io
import json
import os
import random
import subprocess
import time

import world

CALL_COLUMNS = ["call_id", "leg", "customer_id", "supplier_id", "calling", "called", "start_time", "duration_s",
                "sip_code", "lrn"]
STORED_FILES = """
SELECT f.name, sum(rows_read) AS read, sum(rated) AS rated, sum(unrated) AS unrated, sum(duplicates) AS duplicate,
    sum(stale) AS stale, sum(changed) AS changed, sum(rejected) AS rejected
FROM cdr_file f JOIN chunk ON file_id = f.id
WHERE f.kind = 'received' AND f.undo_act_id IS NULL
GROUP BY 1"""
STORED_UNDOS = "SELECT id, name FROM cdr_file WHERE undo_act_id IS NOT NULL"
STORED_CALLS = """
SELECT c.chunk_id, c.ordinal, c.kind, c.replaces_chunk_id, c.replaces_ordinal, f.kind AS file_kind, f.name AS file,
    c.ordinal + COALESCE((SELECT sum(rows_read) FROM chunk earlier
        WHERE earlier.file_id = chunk.file_id AND earlier.number < chunk.number), 0) AS position,
    c.duration_ns, back.chunk_id IS NOT NULL AS is_taken_back, s.side, s.state, p.code AS partner, d.code AS product, s.day, s.billed, s.micros,
    k.name AS card, r.prefix, u.reason
FROM call c
    JOIN chunk ON chunk.id = c.chunk_id
    JOIN cdr_file f ON f.id = chunk.file_id
    CROSS JOIN LATERAL (VALUES
        ('sell', c.sell_state, c.customer_id, c.sell_product_id, c.sell_billing_on, c.sell_billed_s, c.sell_micros,
            c.sell_rate_id),
        ('buy', c.buy_state, c.supplier_id, c.buy_product_id, c.buy_billing_on, c.buy_billed_s, c.buy_micros,
            c.buy_rate_id))
        AS s (side, state, partner_id, product_id, day, billed, micros, rate_id)
    LEFT JOIN partner p ON p.id = s.partner_id
    LEFT JOIN product d ON d.id = s.product_id
    LEFT JOIN rate r ON r.id = s.rate_id
    LEFT JOIN card_version v ON v.id = r.version_id
    LEFT JOIN rate_card k ON k.id = v.card_id
    LEFT JOIN suspense u ON u.chunk_id = c.chunk_id AND u.ordinal = c.ordinal AND u.side = s.side
    LEFT JOIN call back ON back.kind = 'r' AND back.replaces_chunk_id = c.chunk_id AND back.replaces_ordinal = c.ordinal
WHERE c.kind IN ('o', 'p')"""
STORED_USAGE = """
SELECT e.code AS entity, p.code AS partner, CASE u.side WHEN 's' THEN 'sell' ELSE 'buy' END AS side, d.code AS product,
    u.currency, u.billing_on, u.prepaid, COALESCE(k.name, '') AS card, COALESCE(r.prefix, '') AS prefix,
    sum(attempts) AS attempts, sum(answered) AS answered, sum(duration_ns) AS duration_ns, sum(billed_s) AS billed,
    sum(micros) AS micros
FROM usage u
    JOIN entity e ON e.id = u.entity_id
    JOIN partner p ON p.id = u.partner_id
    JOIN product d ON d.id = u.product_id
    LEFT JOIN rate r ON r.id = u.rate_id
    LEFT JOIN card_version v ON v.id = r.version_id
    LEFT JOIN rate_card k ON k.id = v.card_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"""
STORED_POSTINGS = """
SELECT e.code AS entity, a.type, p.code AS partner, a.currency, y.effective_on, y.service_period,
    sum(CASE WHEN a.id = y.debit_account_id THEN amount_micros ELSE -amount_micros END) AS micros
FROM entry y
    JOIN journal j ON j.id = y.journal_id AND j.kind = 'usage'
    JOIN ledger_account a ON a.id IN (y.debit_account_id, y.credit_account_id) AND a.partner_id IS NOT NULL
    JOIN entity e ON e.id = y.entity_id
    JOIN partner p ON p.id = a.partner_id
GROUP BY 1, 2, 3, 4, 5, 6"""
STORED_BALANCES = """
SELECT e.code AS entity, a.type, COALESCE(p.code, '') AS partner, a.currency,
    sum(CASE WHEN a.id = y.debit_account_id THEN amount_micros ELSE -amount_micros END) AS micros,
    max(b.balance_micros) AS balance
FROM entry y
    JOIN ledger_account a ON a.id IN (y.debit_account_id, y.credit_account_id)
    JOIN entity e ON e.id = y.entity_id
    LEFT JOIN partner p ON p.id = a.partner_id
    LEFT JOIN account_balance b ON b.account_id = a.id
GROUP BY 1, 2, 3, 4"""
STORED_INVOICES = """
SELECT i.id, e.code AS entity, p.code AS partner, i.currency, i.period_start_on, i.period_end_on, i.state,
    i.exact_micros, i.total_minor
FROM invoice i JOIN entity e ON e.id = i.entity_id JOIN partner p ON p.id = i.partner_id"""
STORED_LINES = """
SELECT l.invoice_id, l.kind, l.service_period, d.code AS product, l.destination, l.nanos_per_minute, l.setup_fee_nanos,
    l.rate_currency, l.calls, l.billed_s, l.exact_micros, l.amount_minor
FROM invoice_line l JOIN product d ON d.id = l.product_id"""
STORED_ADJUSTMENTS = """
SELECT a.invoice_id, a.service_period, sum(new_calls - old_calls) AS calls, sum(new_billed_s - old_billed_s) AS billed,
    sum(new_micros - old_micros) AS micros
FROM usage_adjustment a JOIN invoice i ON i.id = a.invoice_id
WHERE a.side = 's' AND i.state <> 'void'
GROUP BY 1, 2"""
STORED_CHARGES = """
SELECT e.code AS entity, p.code AS partner, d.number, c.service_period, c.kind, c.prepaid,
    sum(c.amount_micros) AS micros
FROM did_charge c
    JOIN did d ON d.id = c.did_id
    JOIN entity e ON e.id = c.entity_id
    JOIN partner p ON p.id = c.partner_id
GROUP BY 1, 2, 3, 4, 5, 6"""


class Failure(Exception):
    """A command that ended with another status than it should."""


class Product:
    """The program on one database: that of DATABASE_URL, or of its home."""

    def __init__(self, program, folder, url, kill_percent=0):
        self.program, self.folder, self.url, self.kill_percent = program, folder, url, kill_percent
        self.random = random.Random(folder)
        self.environment = {**os.environ, "DATABASE_URL": url, "DIDTRON_HOME": folder}
        self.log, self.written = [], 0
        # Where the files of calls of a world lie, by their names there.
        self.paths = {}
        help_text = self.run(["fx", "import", "--help"])
        self.fx_options = [option for option in ("--force", "--reason") if option in help_text]

    def run(self, arguments):
        self.log.append(" ".join(arguments))
        done = subprocess.run(
            [self.program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, env=self.environment, text=True)
        if done.returncode != 0:
            raise Failure(f"didtron {' '.join(arguments)} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def run_killed(self, arguments):
        """Starts the command and kills it on its way now and then, before it is run to its end."""
        if self.random.randrange(100) < self.kill_percent:
            process = subprocess.Popen([self.program, *arguments], env=self.environment, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(self.random.random() / 2)
            process.kill()
            process.wait()
            self.log.append("killed: " + " ".join(arguments))
        return self.run(arguments)

    def query(self, *statements):
        """Rows of each statement, as dictionaries."""
        commands = [text for sql in statements for text in (
            "-c", f"SELECT COALESCE(json_agg(row_to_json(q))::text, '[]') FROM ({sql}) AS q")]
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", self.url, *commands], capture_output=True,
                              text=True)
        if done.returncode != 0:
            raise Failure(f"psql: {done.stderr}")
        decoder, text, found = json.JSONDecoder(), done.stdout, []
        while text.strip():
            rows, end = decoder.raw_decode(text.lstrip())
            found.append(rows)
            text = text.lstrip()[end:]
        return found

    def play(self, step):
        return getattr(self, step["do"])(step)

    def import_rows(self, command, rows, *options):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        path = self.write(f"{command[0]}.csv", columns, rows)
        return self.run([*command, path, *options])

    def write(self, name, columns, rows, packed=False):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.written += 1
        path = os.path.join(self.folder, f"{self.written:03}-{name}{'.gz' if packed else ''}")
        with (gzip.open if packed else open)(path, "wt", encoding="utf-8") as file:
            file.write(text.getvalue())
        return path

    def entities(self, step):
        self.import_rows(["entity", "import"], step["rows"])

    def add_switches(self, step):
        self.import_rows(["switch", "import"], step["rows"])

    def products(self, step):
        self.import_rows(["product", "import"], step["rows"])

    def partners(self, step):
        self.import_rows(["partner", "import"], step["rows"])

    terms = partners

    def add_accounts(self, step):
        self.import_rows(["account", "import"], step["rows"])

    def add_destinations(self, step):
        self.import_rows(["destination", "import"], step["rows"])

    def add_dids(self, step):
        self.import_rows(["did", "import"], step["rows"])

    def fx(self, step):
        options = ["--force"] if "--force" in self.fx_options else []
        options += ["--reason", "A slip"] if step.get("corrects") and "--reason" in self.fx_options else []
        self.import_rows(["fx", "import"], step["rows"], *options)

    def deck(self, step):
        options = ["--card", step["card"], "--side", step["side"], "--currency", step["currency"], "--zone",
                   step["zone"], "--entity", step["entity"], "--effective", step["effective"], "--as-of", "2026-07-01",
                   "--approve", "--force", "--confirm", "old-dates", "--confirm", "odd-prices"] + (["--amend"] if step.get("amends") else [])
        self.import_rows(["ratecard", "import"], step["rows"], *options)

    def assign(self, step):
        path = self.write("assignments.csv", list(step["rows"][0]), step["rows"])
        self.run(["ratecard", "assign", "--assignments", path] + (["--replace"] if step.get("replaces") else []))

    def load(self, step, accepts_rejects):
        path = self.write(step["name"], CALL_COLUMNS, step["records"], step.get("packed"))
        self.paths[step["name"]] = os.path.basename(path)
        options = ["--chunk-bytes", str(step["chunk_bytes"])] if step.get("chunk_bytes") else []
        options += ["--accept-rejects"] if accepts_rejects else []
        options += ["--stated-at", step["stated_at"]] if step.get("stated_at") else []
        options += ["--starts-from", world.STARTS_FROM.isoformat().replace("+00:00", "Z"),
                    "--starts-until", world.STARTS_UNTIL.isoformat().replace("+00:00", "Z")]
        self.run_killed(["cdr", "import", path, "--switch", step["switch"], "--entity", step["entity"], "--layout",
                  "canonical", *options])

    def undo(self, file):
        self.run_killed(["cdr", "undo", file, "--reason", "Random", "--apply"])

    def rerate(self, step):
        scope = {"from": "2024-01-01", **step}
        options = [text for key in ("switch", "entity", "partner", "card", "side", "reason", "from", "to")
                   if scope.get(key) for text in (f"--{key}", scope[key])]
        self.run_killed(["rerate", "--apply", *options])

    def charge(self, step):
        self.run_killed(["did", "charge", "--period", step["period"], "--entity", step["entity"]])

    def invoice_run(self, step):
        partner = ["--partner", step["partner"]] if step.get("partner") else []
        self.run_killed(["invoice", "run", "--period", step["period"], "--entity", step["entity"], *partner])

    def advance(self, kind, invoices):
        if invoices:
            run = self.run_killed if kind == "issue" else self.run
            confirmed = [] if kind == "void" else ["--keep-prices", "--leave-earlier"]
            run(["invoice", kind, *map(str, invoices), *confirmed])
