"""What the peers share: the clock, the report, and how totals are written.

A peer is a program `rate_NAME.py FOLDER CDRS OUT THREADS`. FOLDER holds rates.csv, customers.csv and suppliers.csv in the
canonical columns, CDRS is a canonical CDR file without faults. It writes the rated rows to OUT/rows.parquet, then, outside
the clock, OUT/totals.csv as `didtron rate --totals` writes it, and prints one line of JSON.
"""

import json
import resource
import sys
import time


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Clock:
    """Wall and CPU seconds of the steps of a peer, one behind the other."""

    def __init__(self):
        self.steps = {}
        self._restart()

    def _restart(self):
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()

    def lap(self, step):
        """Ends the step that began with the last lap."""
        self.steps[f"{step}_s"] = time.perf_counter() - self._wall
        self.steps[f"{step}_cpu_s"] = cpu_seconds() - self._cpu
        self._restart()


def report(peer, rows, clock):
    # Not what getrusage says: there a program begins with the peak of whoever started it.
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    print(json.dumps({"peer": peer, "rows": rows, "peak_bytes": peak, **clock.steps}))


def arguments():
    folder, cdrs, out, threads = sys.argv[1:5]
    return folder, cdrs, out, int(threads)


def write_totals(path, rows):
    """Rows of customer, destination, calls, billed seconds, sell and buy micros, in any order; texts plain."""
    rows = sorted(rows, key=lambda row: (row[0].encode(), row[1].encode()))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("customer_id,destination,calls,billed_s,sell_amount_micros,buy_amount_micros\n")
        for customer, destination, *numbers in rows:
            if any(mark in destination for mark in ',"\n\r'):
                destination = '"' + destination.replace('"', '""') + '"'
            file.write(f"{customer},{destination},{','.join(map(str, numbers))}\n")
