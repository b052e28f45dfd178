"""Check the parts of a log one after another, and write the findings as they come."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, BinaryIO

from . import log_readers
from .arrow_arrays import numbers_of
from .event_log import read_event_log
from .findings import check_log
from .findings_file import FindingsFile, findings_table, summary_table
from .log_counts import LogCounts
from .log_files import ROW
from .split_cases import CaseSplitter
from .whole_cases import CasesApart, whole_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from .file_summary import FileSummary
    from .files import Progress
    from .log_files import LogFiles

__all__ = ["FileCheck"]

STARTS_AGAIN = (
    "The rows of some cases do not stand together in the log. The check starts again, and splits "
    "the log by case first."
)


class FileCheck:
    """A check of a log with bounded memory.

    Args:
        log: The log.
        folder: The folder for temporary files.
        rows_at_once: The approximate number of rows to hold in memory at a time.
        progress: A function that takes items and a label, and returns the items.
        notify: A function that takes a sentence for the user.
        names_files: Whether the findings name the file of each row.
        summary: Whether a row for each case is written instead of each finding.
    """

    def __init__(
        self,
        log: LogFiles,
        folder: Path,
        rows_at_once: int,
        progress: Progress,
        notify: Callable[[str], None],
        *,
        names_files: bool,
        summary: bool,
    ) -> None:
        self._log = log
        self._folder = folder
        self._rows = rows_at_once
        self._progress = progress
        self._notify = notify
        self._names_files = names_files
        self._summary = summary
        self._counts = LogCounts()

    def write(self, file: BinaryIO, suffix: str) -> FileSummary:
        """Write the findings to a file that is open, and return them in numbers.

        Args:
            file: The file.
            suffix: ``.parquet`` or ``.csv``.
        """
        with closing(FindingsFile(file, suffix)) as findings:
            if not self._check_together(findings):
                findings.start_again()
                self._counts = LogCounts()
                self._check_split(findings)
        return self._counts.summary()

    def _check_together(self, findings: FindingsFile) -> bool:
        """Check the log while it is read; return False if the rows of a case are apart."""
        try:
            for table in whole_cases(
                self._log, self._batches("checking"), self._folder, self._rows
            ):
                self._check(table, findings)
        except CasesApart:
            return False
        return True

    def _check_split(self, findings: FindingsFile) -> None:
        """Split the log by case, and check each part."""
        self._notify(STARTS_AGAIN)
        splitter = CaseSplitter(self._log, self._folder, self._rows, self._notify)
        with closing(splitter.split(self._batches("splitting by case"))) as spill:
            parts = Steps(splitter.parts(spill), len(spill.rows))
            for table in self._progress(parts, "checking"):
                self._check(table, findings)

    def _batches(self, label: str) -> Iterable[pa.RecordBatch]:
        count = int(self._log.rows // log_readers.BATCH_ROWS) + len(self._log.heads)
        return self._progress(Steps(self._log.batches(), count), label)

    def _check(self, table: pa.Table, findings: FindingsFile) -> None:
        """Check whole cases, and write their findings."""
        log = self._log
        adapter = log.adapter(table)
        events = read_event_log(
            adapter.column, log.names, log.process, log.options, guarded=log.is_guarded
        )
        checked = check_log(events, log.process)
        if self._summary:
            findings.write(summary_table(checked, log))
        else:
            found = findings_table(
                checked,
                numbers_of(table[ROW]),
                log,
                no_case_from=self._counts.rows_without_case,
                names_files=self._names_files,
            )
            findings.write(found)
        self._counts.add(checked)


class Steps:
    """Items whose approximate number is known, so that progress can be shown in a bar."""

    def __init__(self, items: Iterator[Any], count: int) -> None:
        self._items = items
        self._count = count

    def __iter__(self) -> Iterator[Any]:
        """Return the items."""
        return self._items

    def __len__(self) -> int:
        """Return the approximate number of items."""
        return self._count
