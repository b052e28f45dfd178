"""Verify a process: find what is wrong or superfluous in it, without any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine import capital
from ...errors import joined
from ...process import process_of
from ...trust_transfer import TRUST_TRANSFER
from .conflicts import conflicts
from .result import ProcessFinding, Verification
from .rules import superfluous_rules
from .walks import trapping_stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...process import Process

__all__ = ["verify"]


def verify(process: Process = TRUST_TRANSFER) -> Verification:
    """Return what is wrong or superfluous in a process, found from its moves and rules alone.

    A process that is built already has no name without meaning, no stage that cannot be reached,
    and no rule whose end cannot come after its start. This looks further: at the days.

    Rules are compared on exact days, from the start days of four years with a leap year
    (2025-2028, or the last four years in which they are in force). Up to three rules at a time are
    looked at.

    Args:
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: The value is not a process.

    Example:
        >>> verify().ok
        True
    """
    process = process_of(process)
    findings = (*conflicts(process), *superfluous_rules(process), *_traps(process))
    return Verification(process, tuple(sorted(findings, key=lambda each: not each.is_fault)))


def _traps(process: Process) -> Iterator[ProcessFinding]:
    """Yield a finding if stages lead to no final stage, though the process has one."""
    stages = trapping_stages(process)
    if stages:
        labels = [f'"{process.stages[stage].label}"' for stage in stages]
        message = f"no way leads from {joined(labels)} to a final stage, and none of them is final."
        yield ProcessFinding("stage_traps", is_fault=True, message=capital(message), stages=stages)
