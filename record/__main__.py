"""Build the casebook: ``python -m record``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .accounts import Outcome, open_rows_text, table_text
from .build import build
from .confidence import confidence_text, unconfirmed_text
from .output import changes_text, held_histories, release, write_casebook
from .tables import FOLDER

CASEBOOK = FOLDER.parent / "src" / "trustflow" / "casebook" / "data"
"""The folder of the histories that the package has."""


def main(arguments: list[str] | None = None) -> int:
    """Build the histories; return 0, or 2 if the record has a fault."""
    parser = argparse.ArgumentParser(
        prog="python -m record", description="Build the casebook's histories from the record."
    )
    parser.add_argument("--record", type=Path, default=FOLDER, help="the folder of the record")
    parser.add_argument(
        "--out", type=Path, default=CASEBOOK, help="where to write (default: the package's data)"
    )
    parser.add_argument(
        "--open", action="store_true", help="build although rows are open, and list them"
    )
    parser.add_argument(
        "--unconfirmed",
        action="store_true",
        help="list the events that changed a stage without a primary source",
    )
    parser.add_argument(
        "--release",
        action="store_true",
        help="keep the events of this version, with which later versions are compared",
    )
    options = parser.parse_args(arguments)
    built = build(options.record)
    waiting = open_rows_text(built.accounts)
    print(table_text(built.accounts))
    reasons = "\n".join(f"{row_id}: {reason}" for row_id, reason in built.left_out.items())
    print(f"\nLeft out:\n{reasons}")
    if options.open and waiting:
        print(f"\nOpen rows:\n{waiting}")
    faults = [str(fault) for fault in built.faults]
    if waiting and not options.open:
        count = sum(each.outcome is Outcome.OPEN for each in built.accounts)
        faults.append(f"{count} rows are open; --open lists them.")
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 2
    histories = tuple(built.histories.values())
    print(f"\n{confidence_text(histories)}")
    if options.unconfirmed:
        print(f"\nWithout a primary source:\n{unconfirmed_text(histories)}")
    print(f"\nChanges to the casebook:\n{changes_text(held_histories(CASEBOOK), built.histories)}")
    write_casebook(built, options.record / "released", options.out)
    if options.release:
        release(histories, options.record / "released")
    return 0


if __name__ == "__main__":
    sys.exit(main())
