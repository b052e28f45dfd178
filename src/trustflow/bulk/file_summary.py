"""The result of a check of files in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..history import Strength

__all__ = ["Count", "FileSummary", "FindingKind"]


class FindingKind(NamedTuple):
    """What findings are counted by.

    Attributes:
        code: The code of the findings.
        rule: The broken rule, if there is one.
        strength: The strength of the findings.
        certain: Whether the findings are certain.
    """

    code: str
    rule: str | None
    strength: Strength
    certain: bool


class Count(NamedTuple):
    """A number of findings, and of the cases that have them."""

    findings: int
    cases: int


class FileSummary(NamedTuple):
    """The result of `check_file` in numbers.

    Attributes:
        events: The number of events in the log.
        findings: The number of findings.
        certain: For each strength, the number of certain findings.
        cases: The number of cases.
        stages: For each stage, the number of cases that are in it after their last event.
        kinds: For each kind of finding, the number of findings and of the cases that have them.
    """

    events: int
    findings: int
    certain: dict[Strength, int]
    cases: int
    stages: dict[str, int]
    kinds: dict[FindingKind, Count]
