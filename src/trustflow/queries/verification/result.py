"""What a process shows about itself: the findings, and the shortest times between its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from ..._html import html_paragraph, html_table
from ..._text import formatted_text, shortened
from ...errors import pluralised
from ...process import ORDINARY, Process
from ..shortest_time import ShortestTime, shortest_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pendulum

    from ...dates import DateLike

__all__ = ["ExampleEvent", "ProcessFinding", "Verification"]


class ExampleEvent(NamedTuple):
    """An event of an example; the day is None if no day is left for it."""

    trigger: str
    label: str
    day: pendulum.Date | None


@frozen
class ProcessFinding:
    """What is wrong with a process, or superfluous in it.

    Args:
        code: The kind of finding: ``rules_exclude``, ``deadline_never_met``,
            ``rule_never_applies``, ``rule_never_binds`` or ``stage_traps``.
        is_fault: Whether it is a fault; otherwise it is a remark.
        message: The finding in words.
        rules: The ids of the rules concerned.
        stages: The stages concerned.
        begins_in: The stage in which the example begins; None without an example.
        example: The shortest history that shows it. It ends with the event for which no day is
            left.
        always: Whether no day is left from any start day that was compared, not only from some.
    """

    code: str
    is_fault: bool
    message: str
    rules: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    begins_in: str | None = None
    example: tuple[ExampleEvent, ...] = ()
    always: bool = True

    def __str__(self) -> str:
        return f"{'fault' if self.is_fault else 'remark'}: {self.message}"

    __format__ = formatted_text

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data, as the command prints it in JSON."""
        return {
            "code": self.code,
            "severity": "fault" if self.is_fault else "remark",
            "message": self.message,
            "rules": list(self.rules),
            "stages": [str(stage) for stage in self.stages],
            "begins_in": None if self.begins_in is None else str(self.begins_in),
            "example": [
                {"trigger": trigger, "day": None if day is None else day.isoformat()}
                for trigger, _, day in self.example
            ],
            "always": self.always,
        }


@frozen(repr=False)
class Verification:
    """What was found about a process, by its moves and date rules alone.

    Args:
        process: The process.
        findings: The findings; faults come first.
    """

    process: Process = field(eq=False)
    findings: tuple[ProcessFinding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    @property
    def faults(self) -> tuple[ProcessFinding, ...]:
        """The findings that are faults."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def remarks(self) -> tuple[ProcessFinding, ...]:
        """The findings that are remarks."""
        return tuple(finding for finding in self.findings if not finding.is_fault)

    def shortest(
        self,
        start: str,
        end: str,
        *,
        on: DateLike | None = None,
        through: str | Iterable[str] = (),
        strength: str = "law",
        marks: Iterable[str] = ORDINARY,
    ) -> ShortestTime | None:
        """Return the shortest time from entering one stage to entering another.

        It is exact for the start day, on which an event enters the first stage (if the first stage
        is that in which cases begin, the next event may be the first). No stage is entered twice,
        and events that stay in their stage are left out unless `through` names them. A rule that
        counts from a day in a field, or that has a condition, is taken to leave every day free.

        Args:
            start: The first stage.
            end: The last stage.
            on: The start day, from which lengths of time and periods in force are counted; today
                by default.
            through: Stages and events that the route must have.
            strength: Which rules must be kept: ``logic``, ``law`` (and logic) or ``all``.
            marks: The marks of the moves that may be used; by default, standard and attested moves.

        Returns:
            The time with its route; None if no route keeps the rules.

        Raises:
            InvalidValue: A stage, an event, the strength or a mark is unknown.
            BadDate: The day is not one exact day.
        """
        return shortest_time(
            self.process, start, end, on=on, through=through, strength=strength, marks=marks
        )

    @property
    def summary(self) -> str:
        """The title of the process and the numbers of faults and remarks."""
        return f"{self.process.title}: {self._counts}"

    @property
    def text(self) -> str:
        """The findings in words, one on each line, after the summary."""
        return "\n".join([self.summary, *(f"- {finding}" for finding in self.findings)])

    @property
    def _counts(self) -> str:
        faults, remarks = len(self.faults), len(self.remarks)
        return f"{pluralised(faults, 'fault')}, {pluralised(remarks, 'remark')}"

    def __str__(self) -> str:
        return self.text

    __format__ = formatted_text

    def __repr__(self) -> str:
        return f"<Verification of {shortened(self.process.name)}: {self._counts}>"

    def _repr_html_(self) -> str:
        if not self.findings:
            return html_paragraph(self.summary)
        rows = (
            ("fault" if each.is_fault else "remark", each.code, each.message)
            for each in self.findings
        )
        return html_table(self.summary, ("Severity", "Code", "Finding"), rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain data, as the command prints them in JSON."""
        return {
            "process": self.process.name,
            "ok": self.ok,
            "findings": [finding.to_dict() for finding in self.findings],
        }
