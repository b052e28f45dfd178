"""Count findings by rule and certainty, and cases by the stage that they reached."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ..history import Strength
from .file_summary import Count, FileSummary, FindingKind
from .tables import STRENGTHS

if TYPE_CHECKING:
    from .findings import CheckedLog

__all__ = ["LogCounts"]


NO_CASE = FindingKind("no_case", None, Strength.LOGIC, certain=True)


class LogCounts:
    """Counts of a log, to which its parts are added.

    Attributes:
        events: The number of events, rows without a case included.
        rows_without_case: The number of rows without a case.
        stages: The number of cases by the stage after their last event.
        kinds: The number of findings of each kind, and of the cases that have them.
    """

    def __init__(self) -> None:
        self.events = 0
        self.rows_without_case = 0
        self.stages: Counter[str] = Counter()
        self._findings: Counter[FindingKind] = Counter()
        self._cases: Counter[FindingKind] = Counter()

    @property
    def kinds(self) -> dict[FindingKind, Count]:
        """The number of findings of each kind and of the cases that have them, by kind."""
        in_order = sorted(
            self._findings,
            key=lambda kind: (
                STRENGTHS.index(kind.strength),
                kind.code,
                kind.rule or "",
                not kind.certain,
            ),
        )
        return {kind: Count(self._findings[kind], self._cases[kind]) for kind in in_order}

    def add(self, checked: CheckedLog) -> None:
        """Add a part of the log, which has all rows of its cases."""
        without_case = len(checked.log.rows_without_case)
        self.events += int(checked.log.event_counts.sum()) + without_case
        if without_case:
            self.rows_without_case += without_case
            self._findings[NO_CASE] += without_case
        for stage in np.flatnonzero(counts := np.bincount(checked.stages)).tolist():
            self.stages[checked.stage_words[stage]] += int(counts[stage])
        found = checked.findings
        dimensions = len(checked.codes), len(checked.rules) + 1, len(STRENGTHS), 2
        numbers = found.code, found.rule + 1, found.strength, found.certain
        kind = np.ravel_multi_index([each.astype(np.int64) for each in numbers], dimensions)
        size = int(np.prod(dimensions))
        pairs = np.sort(found.case.astype(np.int64) * size + kind)
        in_cases = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]] % size
        findings, cases = np.bincount(kind, minlength=size), np.bincount(in_cases, minlength=size)
        for place in np.flatnonzero(findings).tolist():
            code, rule, strength, certain = map(int, np.unravel_index(place, dimensions))
            each = FindingKind(
                checked.codes[code],
                checked.rules[rule - 1] if rule else None,
                STRENGTHS[strength],
                bool(certain),
            )
            self._findings[each] += int(findings[place])
            self._cases[each] += int(cases[place])

    def summary(self) -> FileSummary:
        """Return the counts of all parts."""
        certain = dict.fromkeys(Strength, 0)
        for kind, count in self._findings.items():
            certain[kind.strength] += count * kind.certain
        return FileSummary(
            events=self.events,
            findings=self._findings.total(),
            certain=certain,
            cases=self.stages.total(),
            stages=dict(self.stages),
            kinds=self.kinds,
        )
