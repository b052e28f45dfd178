"""The explorer of a process: one HTML file that loads nothing from the network."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ... import casebook
from ...dates import LAST_PUBLISHED_YEAR, PartialDate
from ...engine import capital
from ...errors import from_extra, pluralised
from ...history import Strength, distinct_histories
from ...process import process_of
from ...trust_transfer import TRUST_TRANSFER
from ..case_page import colour_rules, page_template, policy, safe_link, stage_classes
from ..rule_facts import rule_facts
from .stages import stage_views
from .tables import EPOCH, day_tables, json_in_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template

    from ...dates import DateLike
    from ...history import History
    from ...process import DateRule, Process

__all__ = ["explorer"]

FIRST_FACTS = ("Strength", "In force", "Bound", "Duty holder")
"""The facts of a rule that the page lists first, after its source."""
MARKS = {
    "standard": "On the ordinary route",
    "attested": "Off the ordinary route, but it happened",
    "possible": "Nothing forbids it, and no precedent is on record",
}
"""What each mark means, as the heading of the events that have it."""


def explorer(
    process: Process = TRUST_TRANSFER,
    *,
    histories: History | Iterable[History] | None = None,
    first: DateLike = "2013-01-01",
    last: DateLike = "2028-12-31",
) -> str:
    """Return the explorer of a process as one HTML file.

    In the first part, a reader chooses a rule, gives a day, and reads the due day, the bank
    holidays that were skipped and the source of the rule. In the second part, a reader chooses a
    stage, and reads which events may happen in it, the rules that apply, and who went that way.

    The due days are in tables, so the script counts no days: it gives the days of `due`. The file
    loads nothing from the network, and can be opened from a folder. Without scripts it lists every
    rule and every stage. Every text is escaped, and only web addresses become links.

    Args:
        process: The process; the trust transfer by default.
        histories: The histories from which those who went a way are counted. By default those of
            the casebook, if the process is the trust transfer; otherwise none. Their names are
            printed without links.
        first: The first day from which days can be counted.
        last: The last day from which days can be counted.

    Returns:
        The text of the file, the same for the same input.

    Raises:
        BadDate: `first` or `last` is not one exact day.
        BadHistory: A history is of another process; the error names its first foreign event.
        InvalidValue: `last` is before `first`, the process is not a process, or a history is given
            twice.
        MissingExtra: A package of the extra `page` is not installed.

    Example:
        >>> page = explorer(first="2016-01-01", last="2016-12-31")
        >>> page.splitlines()[0]
        '<!DOCTYPE html>'
    """
    process = process_of(process)
    if histories is None:
        histories = casebook.histories() if process is TRUST_TRANSFER else ()
    known = tuple(distinct_histories(histories))
    tables = day_tables(process.rules, first=first, last=last)
    style = f"{colour_rules()}\n{_packaged('style.css')}"
    script = _packaged("script.js")
    with from_extra("page"):
        return _template().render(
            process=process,
            first=_date(tables.first),
            last=_date(tables.last),
            published_year=LAST_PUBLISHED_YEAR,
            tables=json_in_html(tables.to_dict()),
            facts=[_facts(rule, process) for rule in process.rules],
            groups=_by_strength(process.rules),
            numbers={rule.id: number for number, rule in enumerate(process.rules)},
            stages=stage_views(process, known),
            stage_classes=list(stage_classes(process).values()),
            histories=len(known),
            credit=casebook.CREDIT if any(map(casebook.holds, known)) else None,
            style=style,
            script=script,
            policy=policy(style, script=script),
        )


def _date(day: int) -> PartialDate:
    return PartialDate.between(day + EPOCH, day + EPOCH)


def _facts(rule: DateRule, process: Process) -> dict[str, object]:
    """Return the facts of a rule that have a value; its source is printed apart, with a link."""
    facts = rule_facts(rule, process)
    labels = dict.fromkeys([*FIRST_FACTS, *facts])
    return {
        label: facts[label] for label in labels if facts[label] is not None and label != "Source"
    }


def _by_strength(rules: Iterable[DateRule]) -> dict[str, list[DateRule]]:
    """Return the rules by their strength; those of logic, on which nothing is due, come last."""
    groups: dict[str, list[DateRule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.strength is Strength.LOGIC):
        groups.setdefault(str(rule.strength), []).append(rule)
    return groups


def _packaged(name: str) -> str:
    """Return the text of a file in the folder of this module."""
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text("utf-8")


@cache
def _template() -> Template:
    helpers: dict[str, Any] = {
        "capital": capital,
        "MARKS": MARKS,
        "pluralised": pluralised,
        "safe_link": safe_link,
    }
    return page_template(_packaged("explorer.html.jinja"), helpers)
