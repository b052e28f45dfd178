"""The bounds of date rules that the label of a move, or of a path, shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...history import Strength
from ...process import neighbours, reached_from

if TYPE_CHECKING:
    from ...process import DateRule, Process, Route

__all__ = ["bounds_of", "spanning_bounds_of"]


def bounds_of(process: Process, route: Route) -> tuple[str, ...]:
    """Return the bounds of the rules in force today that limit how long a move or path takes.

    The rules whose clock starts with the event that leads into the first stage come first: they
    limit the time from there to the end of the path. If there are none, the rules that set a last
    day and whose clock starts only during the stay are used.

    Each bound names the event that starts the clock, unless that is the event that leads into the
    first stage.
    """
    on_entering = _on_entering(process, route)
    if on_entering:
        return tuple(map(_short_bound, on_entering))
    return tuple(
        _bound_from(process, rule)
        for rule in _during_stay(process, route)
        if not _starts_elsewhere(process, rule)
    )


def spanning_bounds_of(process: Process, route: Route) -> tuple[str, ...]:
    """Return the bounds of the rules in force today that span several moves and end here.

    Such a rule is one whose clock starts before the first stage of the move or path. Each bound
    names the event that starts the clock.
    """
    on_entering = _on_entering(process, route)
    during_stay = () if on_entering else _during_stay(process, route)
    return tuple(
        _bound_from(process, rule)
        for rule in _rules_of(process, route)
        if (rule in during_stay and _starts_elsewhere(process, rule))
        or (rule not in on_entering and route[-1].stage in _spanned_stages(process, rule))
    )


def _during_stay(process: Process, route: Route) -> list[DateRule]:
    """Return the rules that set a last day, and whose clock can start while the stage lasts."""
    return [
        rule
        for rule in _rules_of(process, route)
        if len(route) == 1
        and rule.at_most is not None
        and _is_started_by(process, rule, route[0].stage, stays=True)
    ]


def _starts_elsewhere(process: Process, rule: DateRule) -> bool:
    """Return whether a move into some stage starts the clock of a rule."""
    return any(move.trigger in rule.starts and not move.stays for move in process.moves)


def _rules_of(process: Process, route: Route) -> list[DateRule]:
    rules = process.ending.get(route[-1].trigger, ())
    return [rule for rule in rules if _limits_time(rule)]


def _on_entering(process: Process, route: Route) -> list[DateRule]:
    """Return the rules whose clock starts with the event that leads into the first stage."""
    return [
        rule
        for rule in _rules_of(process, route)
        if _is_started_by(process, rule, route[0].stage, stays=False)
        and not any(move.trigger in rule.starts for move in route[:-1])
    ]


def _bound_from(process: Process, rule: DateRule) -> str:
    return f"{_short_bound(rule)} after {_start_words(process, rule)}"


def _start_words(process: Process, rule: DateRule) -> str:
    """Return in words the day or event from which a rule counts."""
    return rule.start_label or " or ".join(process.triggers[trigger] for trigger in rule.starts)


def _limits_time(rule: DateRule) -> bool:
    return rule.until is None and not rule.same_event and rule.strength is not Strength.LOGIC


def _is_started_by(process: Process, rule: DateRule, stage: str, *, stays: bool) -> bool:
    """Return whether an event that leads into a stage starts the clock of a rule.

    If `stays` is true, only events that do not change the stage count. If it is false, only events
    that lead into the stage from another stage count.
    """
    return any(
        move.trigger in rule.starts and move.leads_to == stage and move.stays is stays
        for move in process.moves
    )


def _spanned_stages(process: Process, rule: DateRule) -> set[str]:
    """Return the stages in which the clock of a rule that spans several moves can run.

    The set is empty if the event that starts the clock leads into a stage that the end leaves, or
    is recorded in such a stage, because then the rule is shown there.
    """
    entered = {
        move.leads_to
        for move in process.moves
        if move.trigger in rule.starts and rule.on_entering in {None, move.leads_to}
    }
    if any(move.stage in entered for move in process.moves if move.trigger in rule.ends):
        return set()
    settled = {*rule.ends, *rule.cancelled_by}
    running = [move for move in process.moves if move.trigger not in settled]
    onward = neighbours(process.stages, running)
    return {stage for start in entered for stage in reached_from(start, onward)}


def _short_bound(rule: DateRule) -> str:
    """Return the bound of a rule in its shortest form, such as 9–24 months."""
    if rule.at_least is None or rule.at_most is None or rule.at_least.unit is not rule.at_most.unit:
        return rule.bound
    return f"{rule.at_least.count}–{rule.at_most}"
