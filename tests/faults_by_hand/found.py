"""The table of the tests that found each fault planted by hand, in `found.md`."""

from pathlib import Path

from tests.faults_by_hand.faults import FAULTS

__all__ = ["PATH", "read_found", "table", "write_found"]

PATH = Path(__file__).with_name("found.md")
HEAD = """# Faults planted by hand

`make faults-by-hand` plants each of these faults, one at a time, and writes this table.
It works in a copy of the repository, and runs the tests nearest to the fault first.
It stops when two have found the fault, so other tests may find it too.

| fault | what goes wrong | file | tests that found it |
|---|---|---|---|
"""


def read_found():
    """Return the ids of the test functions that found each fault, by the name of the fault."""
    if not PATH.exists():
        return {}
    rows = [line.split(" | ") for line in PATH.read_text("utf-8").splitlines()]
    return {
        row[0].removeprefix("| "): [
            test.strip("`") for test in row[3].removesuffix(" |").split("<br>") if test != "none"
        ]
        for row in rows
        if len(row) == 4 and row[0] != "| fault"
    }


def table(found):
    """Return the table.

    Args:
        found: The ids of the test functions that found each fault, by the name of the fault.
    """
    rows = (
        f"| {fault.name} | {fault.what} | `{fault.file}` | "
        f"{'<br>'.join(f'`{test}`' for test in found[fault.name]) or 'none'} |\n"
        for fault in FAULTS
        if fault.name in found
    )
    return HEAD + "".join(rows)


def write_found(found):
    """Write the table."""
    PATH.write_text(table(found), "utf-8")
