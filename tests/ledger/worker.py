"""What a process does that records beside others: it prints each entry that was accepted.

    python -m tests.ledger.worker PLACE CASES COUNT [STALE]

It records in the cases "case 0", "case 1" and so on in turn. With STALE, it reads the case first
and expects that version, so that it can lose a race. At the end it prints how often it did, and how
often it waited too long for others.
"""

import sys

from trustflow import events as ev
from trustflow.ledger import Ledger, LedgerFailed, StaleCase

__all__ = ["main"]


def main(place, cases, count, stale=""):
    """Record events, and print the id of each entry after it was accepted."""
    stale_ones = waits = 0
    with Ledger(place) as ledger:
        for number in range(int(count)):
            name = f"case {number % int(cases)}"
            while True:
                try:
                    if stale:
                        ledger.history(name)
                    else:
                        ledger._last_read.forget(name)  # noqa: SLF001 - any version will do
                    entry = ledger.record(name, ev.Note("2015-01-01", note=f"{number}")).entry
                except StaleCase:
                    stale_ones += 1
                    continue
                except LedgerFailed as error:
                    # It says what to do; whatever else it is, the test has to see it.
                    if "try again" not in error.advice:
                        raise
                    waits += 1
                    continue
                print(entry.id, flush=True)  # noqa: T201 - to the test
                break
    print(f"stale {stale_ones} waits {waits}", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main(*sys.argv[1:])
