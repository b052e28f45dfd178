"""Find what happened next to each authority that reached a stage, and how soon."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from .._html import html_table
from .._tables import Table
from ..dates import PartialDate
from ..errors import InvalidValue, expected_one_of, quoted
from ..history import distinct_histories
from ..process import Process, process_of
from ..queries import plain_data
from ..trust_transfer import TRUST_TRANSFER
from .bands import SEED
from .competing_ends import competing_ends
from .confidence import split_by_confidence
from .day_counts import days_in_words
from .estimates import FEWEST, ShareCases, whole_days
from .follow_up import FollowedCase, FollowedCaseTable, days_of_cases, followed_on, frequent_ends
from .outcome_words import CaseWords, end_label, tally
from .search_history import search_history
from .stay_outcomes import Outcome, OutcomeTable, by_next_stage, checked, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..history import History
    from ..queries import Facts
    from .competing_ends import EndsLike
    from .share import IncidencePoint, Share

__all__ = ["Outcomes", "outcomes"]

DAYS = 730
"""The days that `Outcomes.share` and `Outcomes.sentence` take by default: two years."""
LEVEL = 0.9
"""The level of bands by default."""


@frozen(repr=False)
class Outcomes:
    """What happened next to the authorities that reached a stage.

    A stay is a time in the stage. A case begins with an event that leads into the stage, and ends
    with the first of the ends that compete for it; see `outcomes`. The record has both: iterate
    over its field `outcomes` or `cases`, and take the length of that.

    Args:
        stage: The stage.
        outcomes: The stays in the stage, in the order of the histories and of time.
        left_out: The stays with a lower confidence than was asked for.
        histories: The number of histories that were searched.
        ends: The labels of the ends, the most frequent first unless they were given.
        cases: The cases, in the order of the histories and of time.
        cases_left_out: The cases with a lower confidence than was asked for.
        not_researched: The cases that are left out because nobody searched for the events that
            could end them.
        dropped: The number of stays that `given` dropped.
        known_to: The last day of any of the records that have a case; None without cases.
        process: The process.
    """

    stage: str
    outcomes: Table[Outcome] = field(converter=OutcomeTable)
    left_out: Table[Outcome] = field(converter=OutcomeTable)
    histories: int
    ends: tuple[str, ...]
    cases: Table[FollowedCase] = field(converter=FollowedCaseTable)
    cases_left_out: Table[FollowedCase] = field(converter=FollowedCaseTable)
    not_researched: Table[FollowedCase] = field(converter=FollowedCaseTable)
    dropped: int
    known_to: PartialDate | None
    process: Process = field(eq=False)
    _next_stages: bool

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that reached the stage, each once."""
        return tuple(dict.fromkeys(outcome.authority for outcome in self.outcomes))

    @property
    def remaining(self) -> tuple[str, ...]:
        """The authorities that are still in the stage, as far as the record shows."""
        still_there = (outcome.authority for outcome in self.outcomes if outcome.leads_to is None)
        return tuple(dict.fromkeys(still_there))

    @property
    def by_destination(self) -> dict[str, tuple[str, ...]]:
        """The authorities by the stage they moved to; the most frequent stage comes first."""
        return by_next_stage(self.outcomes)

    @property
    def by_trigger(self) -> dict[str, tuple[str, ...]]:
        """The authorities by the trigger that ended the stay; the most frequent comes first."""
        return grouped((outcome.trigger, outcome.authority) for outcome in self.outcomes)

    @property
    def without_start(self) -> int:
        """The number of stays in which the record begins, so that their start is not on record."""
        return sum(stay.since is None for stay in (*self.outcomes, *self.left_out))

    @property
    def start_years(self) -> tuple[int, int] | None:
        """The first and the last year in which a case started; None without cases.

        Of an inexact start, it is the last possible year, as for `given`.
        """
        days = [case.started_by for case in self.cases]
        if not days:
            return None
        return dt.date.fromordinal(min(days)).year, dt.date.fromordinal(max(days)).year

    @property
    def has_curves(self) -> bool:
        """Whether shares can be estimated: there are at least ten cases."""
        return len(self.cases) >= FEWEST

    def incidence(
        self, end: str, *, level: float | None = LEVEL, seed: int = SEED
    ) -> Table[IncidencePoint]:
        """Return the share of cases that ended in one way, day by day from the start.

        The share is the estimate of Aalen and Johansen. It ends with the last day on which a case
        is certainly followed. The band comes from samples of the authorities. Beyond 500 days, the
        bounds are worked out at 500 of them; those at other days hold, but are wider than needed.

        Args:
            end: The label of the end, one of `ends`.
            level: The level of the band; None for no band, which is faster.
            seed: The seed of the samples.

        Raises:
            InvalidValue: There is no such end, there are fewer than ten cases, or the level is not
                between 0 and 1.
        """
        return self._share_cases.incidence(self._end(end), level=level, seed=seed)

    def share(
        self, end: str, days: int = DAYS, *, level: float | None = LEVEL, seed: int = SEED
    ) -> Share:
        """Return the share of cases that ended in one way within some days of their start.

        Where it cannot be estimated, because fewer than ten cases are on record or none is followed
        for so long, it is None, with the reason.

        Args:
            end: The label of the end, one of `ends`.
            days: The number of days.
            level: The level of the band; None for no band, which is faster.
            seed: The seed of the samples.

        Raises:
            InvalidValue: There is no such end, the level is not between 0 and 1, or the number of
                days is not a whole number.
        """
        found = self._end(end)
        cases = self._share_cases
        if self.known_to is not None:
            cases = evolve(cases, still_open=followed_on(self.cases, self.known_to.first))
        return cases.share(self.stage, found, days, level=level, seed=seed)

    def sentence(self, days: int = DAYS) -> str:
        """Return what became of the cases within some days, in words; the numbers add up.

        Fewer than ten cases are listed.

        Raises:
            InvalidValue: The number of days is not a whole number, or is below 0.
        """
        days = whole_days(days)
        words = CaseWords(self.process, self.stage, next_stages=self._next_stages)
        if not self.has_curves:
            counted = words.listed(self.cases)
        else:
            known_to = None if self.known_to is None else self.known_to.first
            counted = words.counts(tally(self.cases, self.ends, days, known_to), self.cases, days)
        left_out = words.left_out(
            self.cases_left_out,
            [case.authority for case in self.not_researched],
            self.dropped,
            self.without_start,
        )
        return " ".join([counted, *left_out])

    @property
    def end_labels(self) -> dict[str, str]:
        """The label of each end for people: that of its stage or trigger, or else its name."""
        return {end: end_label(self.process, end) for end in self.ends}

    def _end(self, end: str) -> str:
        if end in self.ends:
            return str(end)
        raise InvalidValue(quoted(end), "end", expected_one_of(end, self.ends), self.ends)

    @property
    def _share_cases(self) -> ShareCases:
        reach = None
        if self.known_to is not None and self.cases:
            reach = self.known_to.first - min(case.started_by for case in self.cases)
        return ShareCases(
            days_of_cases(self.cases),
            days_of_cases(self.cases_left_out),
            days_of_cases(self.not_researched),
            reach,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the outcomes as plain data, as the command prints them in JSON."""
        return {
            "stage": plain_data(self.stage),
            "histories": self.histories,
            "authorities": len(self.authorities),
            "left_out": len(self.left_out),
            "by_destination": {
                plain_data(stage): list(names) for stage, names in self.by_destination.items()
            },
            "remaining": list(self.remaining),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "ends": list(self.ends),
            "cases": [case.to_dict() for case in self.cases],
            "cases_left_out": len(self.cases_left_out),
            "not_researched": list(dict.fromkeys(case.authority for case in self.not_researched)),
            "dropped": self.dropped,
            "without_start": self.without_start,
            "start_years": plain_data(self.start_years),
            "known_to": plain_data(self.known_to),
        }

    def to_arrow(self) -> Any:
        """Return the stays in the stage as a table of pyarrow, one row a stay.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        return self.outcomes.to_arrow()

    def to_pandas(self) -> Any:
        """Return the stays in the stage as a pandas data frame, one row a stay.

        Raises:
            MissingExtra: pandas or pyarrow is not installed.
        """
        return self.outcomes.to_pandas()

    def to_polars(self) -> Any:
        """Return the stays in the stage as a polars data frame, one row a stay.

        Raises:
            MissingExtra: polars or pyarrow is not installed.
        """
        return self.outcomes.to_polars()

    def _repr_html_(self) -> str:
        rows = [
            (
                outcome.authority,
                outcome.since or "",
                outcome.until or "",
                outcome.leads_to or "still there",
                days_in_words(outcome.days),
            )
            for outcome in self.outcomes
        ]
        headings = ("Authority", "Since", "Until", "Next stage", "Days")
        return html_table(repr(self)[1:-1], headings, rows)

    def __repr__(self) -> str:
        return (
            f"<Outcomes of {self.stage}: {len(self.authorities)} of {self.histories} histories, "
            f"{len(self.remaining)} still there, {len(self.left_out)} left out>"
        )


def outcomes(
    histories: History | Iterable[History],
    start: str,
    *,
    ends: EndsLike | None = None,
    given: Callable[[Facts], bool] | None = None,
    confidence: str | None = "medium",
    process: Process = TRUST_TRANSFER,
) -> Outcomes:
    """Return what happened next to the authorities that reached a stage.

    Args:
        histories: The histories.
        start: The stage.
        ends: What ends a case: stages and triggers, or a mapping of labels to them. The first of
            them after the start ends it, also from a later stage. By default, the next stage ends
            it, whichever that is.
        given: A function that says whether a case counts, from the facts that were known on the day
            of its start. The number that it drops is given.
        confidence: The lowest confidence that counts. What has a lower one is left out, and its
            number is given. An event without a source has the lowest of all; None counts
            everything.
        process: The process; the trust transfer by default.

    Raises:
        InvalidValue: A stage, a trigger or the confidence is unknown, `given` is not a function, or
            a history is given twice.
        BadHistory: A history is of another process; the error names its first foreign event.

    Example:
        >>> import trustflow as tf
        >>> after = tf.outcomes(tf.casebook.histories(), "shadow_running")
        >>> after.by_destination
        {<Stage.TRUST_LIVE: 'trust_live'>: ('Worcestershire',)}
    """
    process = process_of(process)
    if not (given is None or callable(given)):
        accepted = (
            "Expected a function of the facts, such as lambda facts: bool(facts.trust.value)."
        )
        raise InvalidValue(quoted(given), "given", accepted)
    sought = competing_ends(process, process.stage(start), ends)
    stays: list[Outcome] = []
    cases: list[FollowedCase] = []
    not_researched: list[FollowedCase] = []
    known_to: list[int] = []
    number = dropped = 0
    # What was found in each history is not kept, because many values at once slow Python down.
    for each in distinct_histories(histories):
        found = search_history(checked(each, process), sought, given)
        stays += found.stays
        (not_researched if found.is_unresearched else cases).extend(found.cases)
        known_to += [found.known_to] if found.cases else ()
        dropped += found.dropped
        number += 1
    kept, left_out = split_by_confidence(stays, confidence)
    kept_cases, doubtful = split_by_confidence(cases, confidence)
    return Outcomes(
        stage=sought.start,
        outcomes=kept,
        left_out=left_out,
        histories=number,
        ends=sought.labels or frequent_ends((*kept_cases, *doubtful)),
        cases=kept_cases,
        cases_left_out=doubtful,
        not_researched=not_researched,
        dropped=dropped,
        known_to=PartialDate.between(max(known_to), max(known_to)) if known_to else None,
        process=process,
        next_stages=sought.labels is None,
    )
