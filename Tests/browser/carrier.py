"""Makes a small carrier with two entities by the commands of the product, starts the server, and lets users in."""

import os
import re
import signal
import subprocess
from pathlib import Path

BUILD = Path(os.environ.get("PROGRAMS") or Path(__file__).resolve().parents[2] / ".build/debug")

LONG_NAME = "Compagnie Générale des Télécommunications Internationales et Interconnexions du Grand Ouest S.A.S."
RIGHT_TO_LEFT = "شركة الاتصالات الدولية"
HOSTILE = "=1+1 <b>{{x}}</b>"
PASSWORD = "correct horse battery staple"

# Enough for a second page of fifty.
CUSTOMERS = 64

USERS = {
    "super": ("super@example.net", "super-admin", None, None),
    "admin": ("admin@example.net", "admin", "main", None),
    "finance": ("finance@example.net", "finance", "main", None),
    "operations": ("operations@example.net", "operations", "main", None),
    "reader": ("reader@example.net", "read-only", "main", None),
    "west": ("west@example.net", "finance", "west", None),
    "customer": ("customer@example.net", "customer", "main", "c01"),
    "other": ("other@example.net", "customer", "main", "c02"),
}


def customer_name(number):
    return {1: "Acme Limited", 2: LONG_NAME, 3: RIGHT_TO_LEFT, 4: HOSTILE}.get(number, f"Customer {number:02}")


class Carrier:
    def __init__(self, home):
        self.home = Path(home)
        self.server = None
        self.address = None

    def run(self, *arguments, text=None):
        done = subprocess.run(
            [BUILD / "didtron", *arguments],
            input=text,
            capture_output=True,
            text=True,
            env={**os.environ, "DIDTRON_HOME": str(self.home)},
        )
        assert done.returncode in (0, 3), f"didtron {' '.join(arguments)}: {done.stderr}{done.stdout}"
        return done.stdout

    def make(self):
        self.run("entity", "import", "-", text="entity,name,currency\nmain,Main Carrier B.V.,USD\nwest,Carrier West Inc.,EUR\n")
        for name, value in (("cdr.start_days_ago", "0"), ("cdr.start_days_ahead", "0")):
            self.run("settings", "set", name, value)
        self.make_entity("main", "c", CUSTOMERS, "USD", ("2026-09", "2026-10"))
        self.make_entity("west", "w", 3, "EUR", ("2026-10",))
        self.bill()
        self.run("check", "--keep")
        for mail, role, entity, partner in USERS.values():
            stated = ["user", "add", mail, "--role", role, "--name", mail.split("@")[0].title()]
            stated += ["--entity", entity] if entity else []
            self.run(*stated, *(["--partner", partner] if partner else []))

    def make_entity(self, entity, letter, count, currency, months):
        codes = [f"{letter}{number:02}" for number in range(1, count + 1)]
        names = {code: customer_name(int(code[1:])) if entity == "main" else f"West {code}" for code in codes}
        rows = "".join(f'{code},"{names[code]}",customer,{currency}\n' for code in codes)
        supplier = f"{letter}-supplier"
        self.run(
            "partner", "import", "-", "--entity", entity,
            text="partner,name,role,currency\n" + rows + f"{supplier},Supplier,supplier,{currency}\n",
        )
        self.run("product", "import", "-", "--entity", entity, text="product,direction\nstandard,outbound\n")
        self.run("switch", "import", "-", "--entity", entity, text=f"switch,zone\nsw-{entity},UTC\n")
        accounts = "".join(f"{code},{code},sell,standard\n" for code in codes)
        self.run(
            "account", "import", "-", "--entity", entity,
            text="account,partner,side,product\n" + accounts + f"{supplier},{supplier},buy,standard\n",
        )
        deck = "prefix,destination,rate_per_min\n44,United Kingdom,0.0625\n49,Germany,0.02\n33,France mobile,0.1425\n"
        common = ["--currency", currency, "--as-of", "2026-08-01", "--effective", "2026-08-01", "--approve", "--entity", entity]
        self.run("ratecard", "import", "-", "--card", f"{entity}-sell", "--side", "sell", *common, text=deck)
        self.run("ratecard", "import", "-", "--card", f"{entity}-buy", "--side", "buy", *common,
                 text="prefix,destination,rate_per_min\n44,UK,0.01\n49,DE,0.005\n33,FR,0.08\n")
        self.assign(entity, codes, supplier)
        calls = ["call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code"]
        for month in months:
            for index, code in enumerate(codes):
                for turn, number in enumerate(("442071234567", "4930123456", "33612345678")):
                    day = 1 + (index + turn * 7) % 28
                    calls.append(
                        f"{entity}-{month}-{code}-{turn},{code},{supplier},4930987654,{number},"
                        f"{month}-{day:02}T10:{index % 60:02}:00Z,{61 + 37 * index + turn}.5,200")
        self.run("cdr", "import", "-", "--switch", f"sw-{entity}", text="\n".join(calls) + "\n")

    def assign(self, entity, codes, supplier):
        rows = "".join(f"{entity}-sell,{code},standard\n" for code in codes) + f"{entity}-buy,{supplier},standard\n"
        self.run("ratecard", "assign", "--assignments", "-", "--entity", entity, text="card,partner,product\n" + rows)

    def bill(self):
        self.run("invoice", "run", "--period", "2026-09", "--entity", "main")
        self.run("invoice", "approve", "--period", "2026-09", "--entity", "main")
        self.run("invoice", "issue", "--period", "2026-09", "--entity", "main")
        self.run("invoice", "run", "--period", "2026-10", "--entity", "main")
        self.run("invoice", "run", "--period", "2026-10", "--entity", "west")
        self.load_odd_calls()
        self.run("payment", "record", "c01", "--amount", "0.05", "--entity", "main", "--reference", "FIRST PART")

    def load_odd_calls(self):
        """A record that is none, one that repeats another, two calls of accounts that nobody has."""
        call = "{},{},c-supplier,4930987654,442071234567,2026-10-07T1{}:00:00Z,60,200"
        lines = ["call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code",
                 call.format("odd-1", "<b>who=1+1</b>", 1), "odd-2,c01,c-supplier,x,y,yesterday,60,200",
                 call.format("odd-3", "", 2), call.format("odd-1", "<b>who=1+1</b>", 1)]
        path = self.home.parent / "odd-2026-10-07.csv"
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o644)
        self.run("cdr", "import", str(path), "--switch", "sw-main", "--accept-rejects")

    def start(self):
        self.server, self.address = self.serve("server.log", "--upload-megabytes", "2")

    def second_server(self):
        """Another server of the same pages, without jobs, whose end is its test's."""
        return self.serve("second.log", "--slots", "0")

    def serve(self, log, *options):
        server = subprocess.Popen(
            [BUILD / "didtron-server", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=open(self.home / log, "w"),
            text=True,
            env={**os.environ, "DIDTRON_HOME": str(self.home)},
        )
        line = server.stdout.readline()
        found = re.match(r"Serving (http://\S+)", line)
        assert found, f"the server did not start: {line}{(self.home / log).read_text()}"
        return server, found.group(1)

    def link(self, user, invitation=False):
        output = self.run("user", "link", USERS[user][0], *(["--invitation"] if invitation else []))
        return self.address + re.search(r"/link/\w+", output).group(0)

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            assert self.server.wait(timeout=12) == 0, (self.home / "server.log").read_text()[-2000:]
        self.run("db", "stop")
