"""Say in sentences what became of the cases that started in a stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ..engine import capital
from ..errors import joined, pluralised
from ..trust_transfer import TRUST_TRANSFER
from .day_counts import days_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..process import Process
    from .follow_up import FollowedCase

__all__ = ["CaseWords", "Tally", "end_label", "tally"]

YEAR = 365
NO_END = "had none of these ends on record"
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Tally(NamedTuple):
    """How many cases ended in each way within some days; every case is counted once.

    Attributes:
        ended: The number of cases by the label of their end, the greatest number first.
        still_open: The number of cases that had not ended by then.
        short: The number of cases that are followed for less, though the records go further.
        recent: The number of cases that started too late for the records to go so far.
        recent_ended: The number of these by the label of their end, the greatest number first.
        unsure: The number of cases that inexact dates may put elsewhere.
        abolished: The number of cases, of those that are short or recent, whose authority was
            abolished within these days.
    """

    ended: dict[str, int]
    still_open: int
    short: int
    recent: int
    recent_ended: dict[str, int]
    unsure: int
    abolished: int

    @property
    def followed(self) -> int:
        """The number of cases of which the record shows what became of them."""
        return sum(self.ended.values()) + self.still_open


def tally(
    cases: Sequence[FollowedCase], labels: Sequence[str], days: int, known_to: int | None
) -> Tally:
    """Return how many cases ended in each way within some days.

    Args:
        cases: The cases.
        labels: The labels of the ends, in the order of equal numbers.
        days: The number of days.
        known_to: The last day (ordinal) of any of the records.
    """
    ended: Counter[str] = Counter()
    recent_ended: Counter[str] = Counter()
    still_open = short = recent = unsure = abolished = 0
    for case in cases:
        least, most = case.days
        is_over = case.end is not None and case.middle <= days
        first_after = days + (case.end is not None)
        unsure += least < first_after and (most is None or most >= first_after)
        if not is_over and case.middle >= days:
            still_open += 1
        elif known_to is not None and case.started_by + days > known_to:
            recent += 1
            recent_ended.update(filter(None, [case.end]))
        elif case.end is not None:
            ended[case.end] += 1
        else:
            short += 1
        abolished += (
            case.middle < days
            and case.abolished_on is not None
            and case.abolished_on.first < case.started_by + days
        )
    counts = (_frequent_first(each, labels) for each in (ended, recent_ended))
    return Tally(next(counts), still_open, short, recent, next(counts), unsure, abolished)


def _frequent_first(counts: Counter[str], labels: Sequence[str]) -> dict[str, int]:
    """Return counts, the greatest first, without those that are 0."""
    in_order = sorted(filter(counts.get, labels), key=lambda label: -counts[label])
    return {label: counts[label] for label in in_order}


class CaseWords:
    """The words for cases that started in a stage of a process.

    Args:
        process: The process.
        start: The stage.
        next_stages: Whether the ends are the next stages, not ends that were asked for.
    """

    def __init__(self, process: Process, start: str, *, next_stages: bool) -> None:
        self.process = process
        self.start = f'"{process.stages[start].label}"'
        self.next_stages = next_stages
        self.noun = "council" if process is TRUST_TRANSFER else "case"

    def counts(self, found: Tally, cases: Sequence[FollowedCase], days: int) -> str:
        """Return the sentences that say how many cases ended in each way within some days."""
        within = duration(days)
        total = len(cases)
        authorities = len({case.authority for case in cases})
        entered = f"{pluralised(total, self.noun)} that entered {self.start}"
        if authorities != total:
            entered = (
                f"{total} times that {pluralised(authorities, self.noun)} entered {self.start}"
            )
        ways = self._ways(found.ended, found.still_open, self._open_then(found.still_open, within))
        first = (
            f"Of {entered}, it is known of {found.followed or 'none'} what followed within {within}"
            f"{ways and ': '}{ways}."
        )
        return " ".join([first, *self._others(found, within)])

    def _others(self, found: Tally, within: str) -> Iterator[str]:
        if found.recent:
            still_open = found.recent - sum(found.recent_ended.values())
            ways = self._ways(found.recent_ended, still_open, self._open(still_open))
            yield f"{found.recent} {'is' if found.recent == 1 else 'are'} more recent: {ways}."
        if found.short:
            yield f"The record follows {found.short} for less than {within}."
        if found.abolished:
            yield f"{found.abolished} of these {_were(found.abolished)} abolished before that."
        if found.unsure:
            yield (
                f"Inexact dates leave open whether {found.unsure} of these "
                f"{_were(found.unsure)} within {within}."
            )

    def _ways(self, ended: Mapping[str, int], still_open: int, open_words: str) -> str:
        """Return how many cases ended in each way, and how many did not; empty for no cases."""
        verb, short = ("moved to", "to") if self.next_stages else ("ended with", "with")
        parts = [
            f"{number} {short if place else verb} {self.label(label)}"
            for place, (label, number) in enumerate(ended.items())
        ]
        if still_open:
            parts.append(f"{still_open} {open_words}")
        return joined(parts) if parts else ""

    def left_out(
        self,
        doubtful: Sequence[FollowedCase],
        not_researched: Sequence[str],
        dropped: int,
        without_start: int,
    ) -> Iterator[str]:
        """Yield the sentences on what does not count."""
        if doubtful:
            yield self._doubtful(doubtful)
        if without_start:
            starts = "its start is" if without_start == 1 else "their starts are"
            yield f"{without_start} more began in this stage, so {starts} not on record."
        if not_researched:
            names = ", ".join(dict.fromkeys(not_researched))
            yield f"Left out, because nobody searched for such ends there: {names}."
        if dropped:
            yield f"{dropped} more {_do(dropped)} not meet the condition."

    def _doubtful(self, cases: Sequence[FollowedCase]) -> str:
        """Return how many cases are left out for their confidence, and what became of them."""
        number = len(cases)
        ended = Counter(case.end for case in cases if case.end is not None)
        still_open = number - sum(ended.values())
        ways = self._ways(dict(ended.most_common()), still_open, self._open(still_open))
        left_out = f"{_were(number)} left out because of low confidence, or no source"
        if len(ended) + bool(still_open) > 1:
            return f"{number} more {left_out}: {ways}."
        all_of = "which" if number == 1 else "all of which"
        return f"{number} more, {all_of} {ways.removeprefix(f'{number} ')}, {left_out}."

    def _open_then(self, number: int, within: str) -> str:
        """Return what is said of cases that are known not to have ended within some days."""
        if self.next_stages:
            return f"{_were(number)} still there after {within}"
        return "had none of these ends by then"

    def _open(self, number: int) -> str:
        """Return what is said of cases that have not ended, as far as the record goes."""
        have = "has" if number == 1 else "have"
        return f"{have} not moved on record" if self.next_stages else NO_END

    def label(self, name: str) -> str:
        """Return the label of an end in quotation marks."""
        return f'"{end_label(self.process, name)}"'

    def listed(self, cases: Sequence[FollowedCase]) -> str:
        """Return the sentence that lists each case, where they are too few to count."""
        if not cases:
            return f"No {self.noun} entered {self.start} on record."
        entered = f"Only {pluralised(len(cases), self.noun)} entered {self.start} on record"
        if len({case.authority for case in cases}) != len(cases):
            entered = f"{self.start} was entered only {len(cases)} times on record"
        return f"{entered}: {'; '.join(self._case(case) for case in cases)}."

    def _case(self, case: FollowedCase) -> str:
        least, most = case.days
        since = f"{case.authority} ({case.start.on.words}"
        if case.abolished_on is not None:
            moved = "had not moved" if self.next_stages else "had none of these ends"
            return f"{since}) {moved} when it was abolished ({case.abolished_on.words})"
        if case.end is None:
            return f"{since}) {self._open(1)}"
        verb = "moved to" if self.next_stages else "ended with"
        days = "1 day" if least == most == 1 else f"{days_in_words(case.days)} days"
        return f"{since}) {verb} {self.label(case.end)} after {days}"


def end_label(process: Process, name: str) -> str:
    """Return the label of an end for people: that of its stage or trigger, or else its name."""
    if name in process.stages:
        return process.stages[name].label
    return capital(process.triggers[name]) if name in process.triggers else name


def duration(days: int) -> str:
    """Return a number of days in words, in years if it is a number of whole years."""
    years, rest = divmod(days, YEAR)
    if rest or not 0 < years <= len(NUMBERS):
        return "1 day" if days == 1 else f"{days:,} days"
    return "one year" if years == 1 else f"{NUMBERS[years - 1]} years"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _do(number: int) -> str:
    return "does" if number == 1 else "do"
