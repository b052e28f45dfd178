"""The position of a case on a day, in words: the answers on the first screen of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...dates import Truth
from ...engine import NOT_RECORDED, as_bound, capital
from ...errors import joined, pluralised
from ...history import Confidence
from ...process import ORDINARY, Mark
from ...queries import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...dates import PartialDate
    from ...engine import Report
    from ...process import Process
    from ...queries import Due, Facts, Option
    from .abolition import Abolition
    from .others import Others

__all__ = [
    "Answer",
    "Moves",
    "Position",
    "days_to",
    "explained",
    "likely_moves",
    "position",
    "sort_deadlines",
]

MISSED = (Status.UNMET, Status.NOT_RECORDED)
MOVES_SHOWN, STAGES_NAMED = 5, 2
SOURCE_WORDS = {
    Confidence.HIGH: "The stage is from a primary source",
    Confidence.MEDIUM: "The stage is reported, not from a primary source",
    Confidence.LOW: "The stage is inferred: no source states it",
    None: "The stage has no source",
}


class Answer(NamedTuple):
    """A question, its answer, and a remark in small print."""

    label: str
    value: str
    remark: str = ""


class Position(NamedTuple):
    """The answers on the first screen.

    Args:
        now: The stage, since when, and the latest judgement if the process has one.
        ahead: What is due, what may happen, and how sure this is.
    """

    now: tuple[Answer, ...]
    ahead: tuple[Answer, ...]


def position(
    facts: Facts,
    report: Report,
    due: tuple[Sequence[Due], int],
    moves: Moves,
    abolition: Abolition,
) -> Position:
    """Return the answers: the stage, since when, what is due, what may happen, how sure.

    Args:
        facts: The facts on the day.
        report: The report on the events up to the day.
        due: The deadlines that are open on the day, and how many were missed on record.
        moves: The moves to name.
        abolition: Whether the authority was abolished by the day.
    """
    return Position(
        now=(_stage(facts, report, abolition), _since(facts), *_judgement(facts, report.process)),
        ahead=(
            _due_next(*due, facts.as_of),
            _may_happen(report, facts, moves, abolition),
            _how_sure(facts, is_abolished=abolition.is_certain),
        ),
    )


def _stage(facts: Facts, report: Report, abolition: Abolition) -> Answer:
    label = report.process.stages[report.stage].label
    if abolition.is_certain:
        return Answer("Last stage", label, abolition.sentence)
    if abolition.is_possible:
        return Answer("Stage", label, abolition.sentence)
    known_to = facts.stage_known_to
    if facts.stage.known is Truth.YES or known_to is None:
        return Answer("Stage", label)
    return Answer("Stage", label, f"Last evidence: {known_to.words}")


def _judgement(facts: Facts, process: Process) -> tuple[Answer, ...]:
    """Return the last judgement on record, if the process has the fact and there is one."""
    judgement = facts.judgement
    if "judgement" not in process.facts or judgement.since is None:
        return ()
    label, value = process.facts["judgement"], capital(str(judgement.on_record))
    return (Answer(label, value, capital(judgement.since.words)),)


def _since(facts: Facts) -> Answer:
    since = facts.stays[-1].since
    return Answer("In this stage since", "before the record" if since is None else as_bound(since))


def _due_next(due: Sequence[Due], missed: int, day: PartialDate) -> Answer:
    dated = [(each, each.due) for each in due if each.due is not None]
    earlier = [f"{pluralised(missed, 'earlier due day')}: no record either way"] if missed else []
    if not dated:
        value = "No due day ahead" if missed else "Nothing on record"
        return Answer("Due next", value, capital("".join(earlier)))
    first, last_day = dated[0]
    remarks = [days_to(first, day)]
    remarks += [f"{len(due) - 1} more below"] if len(due) > 1 else []
    value = f"{capital(first.what)}: {last_day.words}"
    return Answer("Due next", value, capital("; ".join([*remarks, *earlier])))


def _may_happen(report: Report, facts: Facts, moves: Moves, abolition: Abolition) -> Answer:
    label = "May happen next"
    if abolition.is_certain:
        return Answer(label, "Nothing", "The authority was abolished.")
    stages = moves.stages(ended_by=_ended_by(facts))
    if not stages:
        return Answer(label, "No ordinary move to another stage")
    labels = joined((f'"{report.process.stages[stage].label}"' for stage in stages), "or")
    others = moves.others
    if others is None:
        return Answer(label, f"A move to {labels}", "Possible, not predicted")
    most = others.times(stages[0])
    if others.remaining > most:
        first = report.process.stages[stages[0]].label
        value = f'No change, or a move to "{first}"' if most else "No change"
    else:
        value = f"A move to {labels}"
    return Answer(label, value, f"Possible, not predicted: {_ways_of(others, stages)}")


def _ended_by(facts: Facts) -> frozenset[str]:
    """Return the triggers that ended the intervention, if it has ended: they do not come next."""
    intervention = facts.intervention
    has_ended = intervention.on_record == "ended"
    return frozenset(event.trigger for event in intervention.events if has_ended)


def _ways_of(others: Others, stages: Collection[str]) -> str:
    """Return how often others stayed in the stage and moved to which; the numbers add up.

    Args:
        others: How it went for others.
        stages: The stages to name; if no other moved to one of them, the most frequent ones.
    """
    named = [way for way in others.ways if way.stage in stages] or others.ways[:STAGES_NAMED]
    counts = [(others.remaining, "had not moved on")]
    counts += [(way.times, f'moved to "{way.label}"') for way in named]
    counts += [(others.total - sum(count for count, _ in counts), "moved to another stage")]
    words = joined(f"{count} {what}" for count, what in counts if count)
    return f"{others.entered('this stage')}: {words}"


def _how_sure(facts: Facts, *, is_abolished: bool) -> Answer:
    stage = facts.stage
    source = SOURCE_WORDS[stage.confidence] if stage.events else "No event led to this stage"
    if stage.known is Truth.YES:
        return Answer("How sure", source, f"Known on {facts.as_of.words}.")
    if is_abolished:
        return Answer("How sure", source, "It is the last stage on record.")
    remark = f"Last stage on record; it may have changed. {_searches(facts)}"
    return Answer("How sure", source, remark)


def _searches(facts: Facts) -> str:
    """Return to which day the record is checked for later events that could change the stage."""
    kinds_of: dict[PartialDate | None, list[str]] = {}
    for kind, day in facts.stage.checked_to.items():
        kinds_of.setdefault(day, []).append(kind)
    return " ".join(
        f"Later {joined(kinds)}: {'not checked' if day is None else f'checked to {day.words}'}."
        for day, kinds in kinds_of.items()
    )


def sort_deadlines(
    deadlines: Sequence[Due], day: PartialDate
) -> tuple[list[Due], list[Due], list[Due]]:
    """Return the deadlines that are or may be open, those that were missed, and the others."""
    open_ones = [due for due in deadlines if due.status is Status.OPEN or _may_be_open(due, day)]
    missed = [due for due in deadlines if due.status in MISSED]
    listed = {id(due) for due in (*open_ones, *missed)}
    return open_ones, missed, [due for due in deadlines if id(due) not in listed]


def explained(due: Due) -> str:
    """Return the sentences on a deadline, without the one that the page has for all of them."""
    return " ".join(sentence for sentence in due.sentences() if sentence != NOT_RECORDED)


def _may_be_open(due: Due, day: PartialDate) -> bool:
    """Return whether nothing on record met a deadline whose inexact due day may be ahead."""
    if due.is_pending is Truth.NO or due.due is None:
        return False
    return due.due.last >= day.first


def days_to(due: Due, day: PartialDate) -> str:
    """Return how many days are left to a due day, in the unit that its rule counts in."""
    if due.left is not None:
        return f"{pluralised(due.left, due.unit.removesuffix('s'))} left"
    if due.due is None:
        return "no last day"
    least, most = due.due.first - day.first, due.due.last - day.first
    if due.due.is_open_end:
        return "perhaps passed" if least < 0 else f"at least {pluralised(least, 'day')} left"
    if least < 0:
        return f"perhaps passed; at most {pluralised(most, 'day')} left"
    return f"{least} to {pluralised(most, 'day')} left"


class Moves(NamedTuple):
    """The moves to name, and how many more there are.

    Args:
        named: The moves, those that others made most often first.
        more: The number of those that are left out.
        others: How it went for others in this stage; None if nothing is known of others.
    """

    named: Sequence[Option]
    more: int
    others: Others | None

    def stages(self, *, ended_by: Collection[str]) -> list[str]:
        """Return the first stages that the moves lead to: those that others moved to, if any.

        Args:
            ended_by: The triggers of the moves that are left out.
        """
        stages = dict.fromkeys(
            option.leads_to
            for option in self.named
            if option.leads_to is not None and option.trigger not in ended_by
        )
        made = [stage for stage in stages if self.others is not None and self.others.times(stage)]
        return (made or list(stages))[:STAGES_NAMED]


def likely_moves(options: Sequence[Option], others: Others | None) -> Moves:
    """Return the moves to name: ordinary ones first, and among them what others did most often.

    Args:
        options: The moves of every kind.
        others: How it went for others in this stage; None if nothing is known of others.
    """
    moving = [option for option in options if option.allowed and option.moves]
    ordinary = [option for option in moving if option.mark in ORDINARY]
    named = sorted(
        ordinary,
        key=lambda option: (
            option.mark is not Mark.STANDARD,
            0 if others is None else -others.times(option.leads_to),
        ),
    )[:MOVES_SHOWN]
    return Moves(named, len(moving) - len(named), others)
