"""Check a synthetic log of any size in a fresh process, and print what it takes.

    python -m benchmarks.large_log FOLDER --events 200000000 --apart

The process may open 64 files. The bounds are stated for 10⁹ events, to which the figures are
extrapolated: CPU, disk and findings grow with the number of events.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import trustflow as tf
from benchmarks.figures import Bound, Spread, bounds_table, table
from benchmarks.measures import highest_resident
from benchmarks.synthetic import EVENTS, SEED, synthetic_log
from trustflow.bulk import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES_AT_ONCE = 250_000
OPEN_FILES = 64
BLOCK = 512
"""The number of bytes in which the operating system counts the blocks of a file."""
SECONDS = 0.5
"""The time between two looks at the space on disk."""
BILLION = 10**9
HEADINGS = ("Rows of a case", "ns of CPU per event", "resident MB", "CPU min, 10⁹", "disk GB, 10⁹")
SCHEMA = pa.schema(
    [
        ("case", pa.string()),
        ("event", pa.dictionary(pa.int32(), pa.string())),
        ("on", pa.dictionary(pa.int32(), pa.string())),
    ]
)


def write_log(folder: Path, events: int, *, apart: bool) -> None:
    """Write a log as a folder of Parquet files.

    Args:
        folder: The folder.
        events: The number of events.
        apart: Whether the events of a case are far from each other: in one file each.
    """
    folder.mkdir(parents=True)
    cases = events // EVENTS
    count = EVENTS if apart else 1
    writers = [pq.ParquetWriter(folder / f"{number}.parquet", SCHEMA) for number in range(count)]
    for first in range(0, cases, CASES_AT_ONCE):
        size = min(CASES_AT_ONCE, cases - first)
        table = _table(first, size)
        for number, writer in enumerate(writers):
            rows = np.arange(number, len(table), len(writers))
            writer.write_table(table.take(pa.array(rows)) if apart else table)
    for writer in writers:
        writer.close()


def _table(first: int, cases: int) -> pa.Table:
    log = synthetic_log(tf.TRUST_TRANSFER, cases, EVENTS, seed=SEED + first)
    names = pa.array([f"case-{first + number:09}" for number in range(cases)])
    return pa.Table.from_arrays(
        [
            names.take(pa.array(log.case)),
            pa.DictionaryArray.from_arrays(pa.array(log.trigger), pa.array(log.triggers)),
            pa.array(log.texts().tolist()).dictionary_encode(),
        ],
        schema=SCHEMA,
    )


@contextmanager
def highest_disk() -> Iterator[list[int]]:
    """Yield a list that contains, when the block ends, the most bytes in files without a name."""
    found = [0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(SECONDS):
            size = 0
            for path in Path("/proc/self/fd").iterdir():
                with suppress(OSError):  # it was closed meanwhile
                    status = os.fstat(int(path.name))
                    size += status.st_blocks * BLOCK * (status.st_nlink == 0)
            found[0] = max(found[0], size)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


class Taken(NamedTuple):
    """What the check of a log took.

    Attributes:
        events: The number of events.
        seconds: The CPU time.
        resident: The most memory, in bytes.
        disk: The most space for temporary files, in bytes.
    """

    events: int
    seconds: float
    resident: int
    disk: int

    @property
    def scale(self) -> float:
        """How many times as many events 10⁹ are."""
        return BILLION / self.events

    @property
    def cells(self) -> tuple[str, ...]:
        """The figures as cells of a table."""
        return (
            f"{self.seconds / self.events * BILLION:.0f}",
            f"{self.resident / 1e6:,.0f}",
            f"{self.seconds * self.scale / 60:.1f}",
            f"{self.disk * self.scale / 1e9:.1f}",
        )


def measure(folder: Path, target: Path) -> None:
    """Check a log, and print what this takes as JSON."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    with highest_disk() as disk:
        found = check_file(folder, target)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = usage.ru_utime + usage.ru_stime
    print(json.dumps(Taken(found.events, seconds, highest_resident(), disk[0])))  # noqa: T201 - for `taken`


def taken(folder: Path, events: int, *, apart: bool, rounds: int = 1) -> list[Taken]:
    """Write a log, check it in a fresh process in each of some rounds, and delete it."""
    log, target = folder / "log", folder / "findings.parquet"
    statement = (
        "from pathlib import Path; from benchmarks.large_log import measure; "
        f"measure(Path({os.fspath(log)!r}), Path({os.fspath(target)!r}))"
    )
    command = [sys.executable, "-c", statement]
    found = []
    try:
        write_log(log, events, apart=apart)
        for _ in range(rounds):
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own statement
            found.append(Taken(*json.loads(done.stdout)))
            target.unlink()
    finally:
        shutil.rmtree(folder)
    return found


def large_logs(events: int, rounds: int) -> str:
    """Return the section on large logs."""
    rows, bounds = [], []
    for apart, minutes in ((False, 5), (True, 10)):
        with tempfile.TemporaryDirectory() as folder:
            found = taken(Path(folder) / "bench", events, apart=apart, rounds=rounds)
        name = "apart" if apart else "together"
        rows.append((name, *sorted(found)[len(found) // 2].cells))
        bounds += [
            Bound(
                f"CPU minutes for 10⁹ events, {name}",
                Spread.of(each.seconds * each.scale / 60 for each in found),
                minutes,
            ),
            Bound(f"resident GB, {name}", Spread.of(each.resident / 1e9 for each in found), 1),
            Bound(
                f"GB of disk for 10⁹ events, {name}",
                Spread.of(each.disk * each.scale / 1e9 for each in found),
                25,
            ),
        ]
    measured = table(HEADINGS, rows)
    return (
        f"## Large logs\n\n`check_file` of {events:,} events in Parquet, in a process that may "
        f"open {OPEN_FILES} files: with the rows of a case together, and far apart. CPU and disk "
        f"are extrapolated to 10⁹ events.\n\n{measured}\n\n{bounds_table(*bounds)}"
    )


def main() -> None:
    """Print what the check of a log takes."""
    parser = argparse.ArgumentParser(description="measure the check of a large synthetic log")
    parser.add_argument("folder", type=Path, help="a new folder, which is deleted at the end")
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--apart", action="store_true", help="put the rows of a case far apart")
    options = parser.parse_args()
    (found,) = taken(options.folder, options.events, apart=options.apart)
    print(table(HEADINGS, [("apart" if options.apart else "together", *found.cells)]))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
