"""`check` on integers: one loop over the rows of a log, case by case, compiled with numba.

The kernel works on arrays only and has no dates or law of its own. [ProcessTables][] contains the
process, and [LogRows][] the log. Days are ordinals, and due days are looked up in
`ProcessTables.due`.

The kernel repeats the logic of `check` for speed. `check` works on Python objects, which numba
cannot compile, and creating one object for each event takes over a hundred times as long as the
whole loop here. The tests compare the findings of the two on random processes and histories.
Change the logic in `engine` first, and then here: a function or a module with the name of one in
`engine` does the same.

The functions are plain Python, so that most tests can run them uncompiled. `compiled_check_cases`
is the compiled version of `check_cases`, into which numba inlines all others.
"""

from __future__ import annotations

from .check import check_cases, compiled_check_cases
from .finding_columns import (
    BAD_ROW,
    FINDING_CODES,
    FIRST_EVENT_CHECK,
    LOGIC,
    PRACTICE,
    FindingColumns,
)
from .log_rows import LogRows
from .open_rows import close_and_open
from .process_tables import (
    ALL,
    ALWAYS_EARLIER,
    ALWAYS_RUNNING,
    MOVE,
    OLDEST,
    RULE,
    WITH_LAST,
    ProcessTables,
)
from .working_memory import WorkingMemory

__all__ = [
    "ALL",
    "ALWAYS_EARLIER",
    "ALWAYS_RUNNING",
    "BAD_ROW",
    "FINDING_CODES",
    "FIRST_EVENT_CHECK",
    "LOGIC",
    "MOVE",
    "OLDEST",
    "PRACTICE",
    "RULE",
    "WITH_LAST",
    "FindingColumns",
    "LogRows",
    "ProcessTables",
    "WorkingMemory",
    "check_cases",
    "close_and_open",
    "compiled_check_cases",
]
