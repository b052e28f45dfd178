"""A finding: what `check` reports about one event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from attrs import field, fields, frozen

from .._html import html_record
from .._tables import Table, boolean_column, integer_column, text_column
from .._text import formatted_text, visible
from ..history import Citation, Confidence, Severity, Strength

__all__ = ["Finding", "FindingTable"]


def _text(message: str | Callable[[], str]) -> str:
    return message if isinstance(message, str) else message()


@frozen(repr=False, slots=False)
class Finding:
    """What `check` reports about one event, such as a broken date rule.

    Args:
        code: The kind of finding: ``move_not_allowed``, ``out_of_order``, ``date_rule``,
            ``deadline_missed``, ``bad_judgement``, ``missing_step``, ``unknown_requirement``,
            ``unknown_stage`` or ``off_standard_route``.
        strength: The strength of the rule, which decides the severity of the finding.
        certain: Whether the finding holds on every day that the dates allow.
        index: The position of the event in the history, from 0; -1 for the history itself.
        rule: The id of the date rule, if the finding is about a date rule.
        duty_holder: Who had to do what the rule requires; None if the rule names nobody.
        message: The finding in words, or a function that returns the words. A function is called
            only when somebody reads the message.
        citation: The source of the rule.
        confidence: The lowest confidence of the events that the finding rests on; None if one of
            them has no source.
        early: Whether the event came too early, not too late.
    """

    code: str
    strength: Strength
    certain: bool
    index: int
    rule: str | None = None
    duty_holder: str | None = None
    _message: str | Callable[[], str] = field(default="", eq=_text)
    citation: Citation | None = None
    confidence: Confidence | None = None
    early: bool = field(default=False, eq=False, repr=False)

    @property
    def message(self) -> str:
        """The finding in words."""
        return _text(self._message)

    @property
    def label(self) -> str:
        """The severity and strength in words, such as ``Possibly late (law)``."""
        return _label(self.strength, certain=self.certain, early=self.early)

    @property
    def is_refusal(self) -> bool:
        """Whether a live case refuses the event: certain, and of the strength ``logic``."""
        return self.certain and self.strength is Strength.LOGIC

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data, as the command prints it in JSON."""
        return {
            "code": self.code,
            "strength": str(self.strength),
            "severity": str(self.strength.severity),
            "certain": self.certain,
            "index": self.index,
            "rule": self.rule,
            "duty_holder": self.duty_holder,
            "message": self.message,
            "citation": None
            if self.citation is None
            else {"text": self.citation.text, "url": self.citation.url},
            "confidence": None if self.confidence is None else str(self.confidence),
        }

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, each.alias) for each in fields(type(self)))

    def __repr__(self) -> str:
        given = (
            f"{each.alias}={getattr(self, each.alias)!r}"
            for each in fields(type(self))
            if each.repr
        )
        return f"{type(self).__name__}({', '.join(given)})"

    def _repr_html_(self) -> str:
        fields = [
            ("Message", self.message),
            ("Index of the event", self.index if self.index >= 0 else None),
            ("Rule", self.rule),
            ("Duty holder", self.duty_holder),
            ("Source", self.citation),
            ("Confidence", self.confidence),
        ]
        return html_record(self.label, fields)

    def __str__(self) -> str:
        return visible(f"{self.label}: {self.message}", keep_lines=True)

    __format__ = formatted_text


class FindingTable(Table[Finding]):
    """Findings as a table; the source is in two columns, its text and its address."""

    __slots__ = ()

    columns = (
        text_column("code"),
        text_column("strength"),
        text_column("severity", lambda finding: finding.strength.severity),
        boolean_column("certain"),
        integer_column("index"),
        text_column("rule"),
        text_column("duty_holder"),
        text_column("message"),
        text_column("citation_text", lambda finding: getattr(finding.citation, "text", None)),
        text_column("citation_url", lambda finding: getattr(finding.citation, "url", None)),
        text_column("confidence"),
    )


def _label(strength: Strength, *, certain: bool, early: bool = False) -> str:
    """Return the label of a finding, such as ``Late, on the dates held here (law)``.

    Args:
        strength: The strength of the finding.
        certain: Whether the finding is certain.
        early: Whether the event came too early.
    """
    severity = strength.severity
    words = severity.label
    if severity is Severity.BREACH:
        timing = "too early" if early else "late"
        words = f"{timing}, on the dates held here" if certain else f"possibly {timing}"
    elif not certain:
        words = f"possible {words}"
    return f"{words[:1].upper()}{words[1:]} ({strength})"
