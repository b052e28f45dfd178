"""A schedule: the routes to a stage, with the days on which each of their steps fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..._html import html_table
from ..._text import shortened
from ...dates import PartialDate
from ...engine import capital
from ...errors import pluralised
from ...history import Event
from ...process import Mark
from ..due import Due
from ..plain_data import plain_data
from ..strengths import RULES_KEPT
from .parts import ScheduleConflict, ScheduledStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pendulum

__all__ = ["Schedule", "ScheduledRoute"]


@frozen(repr=False)
class ScheduledRoute:
    """One route to a stage: its steps with their days, or why no days fit.

    Args:
        steps: The steps in sequence.
        plan: The events on the days that finish the route as early as possible; empty if there are
            none.
        deadlines: The deadlines that fall due from the first day of the schedule to the last day of
            the last step, in the state after the plan.
        conflict: Why no days fit; None if some do.
    """

    steps: tuple[ScheduledStep, ...]
    plan: tuple[Event, ...] = field(default=(), repr=False)
    deadlines: tuple[Due, ...] = field(default=(), repr=False)
    conflict: ScheduleConflict | None = None

    @property
    def fits(self) -> bool:
        """Whether there are days on which all steps keep the rules."""
        return self.conflict is None

    @property
    def is_standard(self) -> bool:
        """Whether all moves of the steps are standard, so that it is an ordinary route."""
        return all(step.mark is Mark.STANDARD for step in self.steps)

    @property
    def triggers(self) -> tuple[str, ...]:
        """The triggers of the steps, which `route` of a schedule accepts."""
        return tuple(step.trigger for step in self.steps)

    @property
    def words(self) -> str:
        """The events of the route in words, with the marks of moves off the ordinary route."""
        return ", then ".join(f'"{step.label}"{step.mark_words}' for step in self.steps)

    def sentences(self) -> Iterator[str]:
        """Yield sentences on each step, or on why no days fit."""
        for step in self.steps if self.conflict is None else ():
            yield from step.sentences()
        if self.conflict is not None:
            yield from self.conflict.sentences()
            yield from self.possible_sentences()

    def possible_sentences(self) -> Iterator[str]:
        """Yield a sentence on the days on which the last step is possible, if there are any."""
        last = self.steps[-1]
        if last.possible is not None:
            label, days = capital(last.label), last.possible.words
            yield f'Possible on the dates held here: "{label}" {days}.'

    def explain(self) -> str:
        """Return sentences on each step, or on why no days fit."""
        return " ".join(self.sentences())

    def to_dict(self) -> dict[str, Any]:
        """Return the route as plain data, as the command prints it in JSON."""
        return {
            "fits": self.fits,
            "standard": self.is_standard,
            "steps": [step.to_dict() for step in self.steps],
            "plan": [plain_data(event) for event in self.plan],
            "deadlines": [due.to_dict() for due in self.deadlines],
            "conflict": None if self.conflict is None else self.conflict.to_dict(),
        }

    def __repr__(self) -> str:
        to, steps = self.steps[-1].leads_to, pluralised(len(self.steps), "step")
        how = "fits" if self.fits else "does not fit"
        return f"<ScheduledRoute to {shortened(to)}: {steps}, {how}>"


@frozen(repr=False)
class Schedule:
    """The routes to a stage by a day, and whether the steps of each can keep the rules.

    Only findings that depend on the day count, as in a window.

    Args:
        authority: The authority.
        stage: The stage in which it is.
        to: The stage to reach.
        label: The words for the stage to reach.
        as_of: The first day on which a step can happen.
        finish_by: The last day on which the last step can happen.
        strength: Which findings count: ``logic``, ``law`` (and graver), or ``all``.
        routes: The routes: first those of standard moves alone, then those with attested moves.
            Of each kind, the shortest come first, and then they go by the names of their events.
        standard_left_out: How many other routes of standard moves were left out. From 1000 on,
            there may be more.
        others_left_out: How many other routes with attested moves were left out, likewise.
    """

    authority: str
    stage: str
    to: str
    label: str
    as_of: PartialDate | None
    finish_by: PartialDate
    strength: str
    routes: tuple[ScheduledRoute, ...]
    standard_left_out: int = 0
    others_left_out: int = 0

    @property
    def fits(self) -> bool:
        """Whether some route fits, also off the ordinary route.

        Without a route, it is True if the authority is in the stage already.
        """
        if not self.routes:
            return self.stage == self.to
        return any(route.fits for route in self.routes)

    @property
    def left_out(self) -> int:
        """How many other routes were left out, of both kinds."""
        return self.standard_left_out + self.others_left_out

    @property
    def earliest(self) -> pendulum.Date | None:
        """The first day on which a route can end; None if none fits."""
        days = [each for route in self.routes if (each := route.steps[-1].earliest) is not None]
        return min(days, default=None)

    def sentences(self) -> Iterator[str]:
        """Yield sentences on whether the day can be kept, and on each route."""
        yield self.answer
        for route in self.routes:
            yield f"By {route.words}:"
            yield from route.sentences()
        if self.left_out:
            yield f"Left out: {pluralised(self.left_out, 'other route')}."
        if not self.fits and not self.routes:
            yield "`route` asks about one with other moves, if there are any."

    @property
    def answer(self) -> str:
        """Whether the day can be kept in one sentence, on a standard route and on others."""
        stage, day = f'"{self.label}"', self.finish_by.words
        is_reached = f"{self.authority} is in the stage {stage} already."
        if not self.routes:
            if self.stage == self.to:
                return is_reached
            return f"No route of standard and attested moves leads to {stage}."
        kept = RULES_KEPT[self.strength]
        standard = [route for route in self.routes if route.is_standard]
        off = [route for route in self.routes if not route.is_standard]
        can, where = "can" if self.fits else "cannot", ""
        if self.fits and not any(route.fits for route in standard):
            can = "cannot" if standard else "can"
            where = " on a standard route" if standard else " off the ordinary route"
        counts = "; ".join(
            [
                *_fitting("standard route", "", standard, self.standard_left_out),
                *_fitting("route", " with moves off the ordinary route", off, self.others_left_out),
            ]
        )
        if self.stage == self.to:
            return f"{is_reached} By {day} and with {kept} kept, {counts}."
        return f"{self.authority} {can} reach {stage} by {day}{where} and keep {kept}: {counts}."

    def explain(self) -> str:
        """Return sentences on whether the day can be kept, and on each route."""
        return " ".join(self.sentences())

    def _repr_html_(self) -> str:
        rows = [
            (
                number,
                f"{step.label}{step.mark_words}",
                step.days if route.fits else "no days",
                step.slack,
                route.explain() if step is route.steps[-1] else "",
            )
            for number, route in enumerate(self.routes, 1)
            for step in route.steps
        ]
        return html_table(self.answer, ("Route", "Event", "Days", "Slack", "Explanation"), rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the schedule as plain data, as the command prints it in JSON."""
        return {
            "authority": self.authority,
            "stage": str(self.stage),
            "to": str(self.to),
            "as_of": plain_data(self.as_of),
            "finish_by": plain_data(self.finish_by),
            "strength": self.strength,
            "fits": self.fits,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "routes": [route.to_dict() for route in self.routes],
            "left_out": self.left_out,
            "standard_left_out": self.standard_left_out,
            "others_left_out": self.others_left_out,
        }

    def __repr__(self) -> str:
        fitting = sum(route.fits for route in self.routes)
        return (
            f"<Schedule of {shortened(self.authority)}: {shortened(self.to)} "
            f"by {self.finish_by}, {fitting} of {pluralised(len(self.routes), 'route')} "
            f"{'fits' if fitting == 1 else 'fit'}>"
        )


def _fitting(
    noun: str, which: str, routes: Sequence[ScheduledRoute], left_out: int
) -> Iterator[str]:
    """Yield how many routes of a kind fit, in words, if there are any."""
    if not routes:
        return
    fitting = [len(route.steps) for route in routes if route.fits]
    steps = pluralised(min(fitting, default=0), "step")
    if len(routes) == 1:
        fits = f"fits, with {steps}" if fitting else "does not fit"
        yield f"the {noun}{which} {fits}"
        return
    looked = f"the {len(routes)} shortest" if left_out else str(len(routes))
    fits = f"{len(fitting)} {'fits' if len(fitting) == 1 else 'fit'}, the shortest with {steps}"
    yield f"of {looked} {noun}s{which}, {fits if fitting else 'none fits'}"
