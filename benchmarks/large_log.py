"""Check a synthetic log of any size in a fresh process, and print what it takes.

    python -m benchmarks.large_log FOLDER --events 200000000 --apart

The process may open 64 files. The bounds are stated for 10⁹ events, to which the figures are
extrapolated: CPU, disk and findings grow with the number of events.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import trustflow as tf
from benchmarks.synthetic import SEED, synthetic_log
from trustflow.bulk import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = 8
"""The number of events of each case."""
CASES_AT_ONCE = 250_000
OPEN_FILES = 64
BLOCK = 512
"""The number of bytes in which the operating system counts the blocks of a file."""
SECONDS = 0.5
"""The time between two looks at the space on disk."""
BILLION = 10**9
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


def measure(folder: Path, target: Path) -> None:
    """Check a log, and print the CPU, the memory and the disk that this takes."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    with highest_disk() as disk:
        found = check_file(folder, target, notify=print)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = usage.ru_utime + usage.ru_stime
    scale = BILLION / found.rows
    print(  # noqa: T201 - a command
        f"{found.rows:,} events, {found.findings:,} findings: CPU {seconds:.1f} s "
        f"({seconds / found.rows * BILLION:.0f} ns per event), resident "
        f"{usage.ru_maxrss * 1024 / 1e6:,.0f} MB, disk {disk[0] / 1e9:.2f} GB, findings "
        f"{target.stat().st_size / 1e9:.2f} GB. For 10⁹ events: CPU "
        f"{seconds * scale / 60:.1f} min, disk {disk[0] * scale / 1e9:.1f} GB."
    )


def main() -> None:
    """Write a log, check it in a fresh process, and delete both."""
    parser = argparse.ArgumentParser(description="measure the check of a large synthetic log")
    parser.add_argument("folder", type=Path, help="a new folder, which is deleted at the end")
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--apart", action="store_true", help="put the rows of a case far apart")
    options = parser.parse_args()
    log, target = options.folder / "log", options.folder / "findings.parquet"
    try:
        write_log(log, options.events, apart=options.apart)
        statement = (
            "from pathlib import Path; from benchmarks.large_log import measure; "
            f"measure(Path({os.fspath(log)!r}), Path({os.fspath(target)!r}))"
        )
        subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own statement
    finally:
        shutil.rmtree(options.folder)


if __name__ == "__main__":
    main()
