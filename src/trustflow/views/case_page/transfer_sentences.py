"""Sentences on the events of the trust transfer, for the paragraph at the head of a page."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ...history import Confidence
from ...trust_transfer import NOT_INADEQUATE, WHOLE
from .date_phrases import length_between, on_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...history import Event

    Earlier = Mapping[str, Sequence[tuple[int, Event]]]
    """The earlier events by trigger, each with its place in the history."""
    MakeStatement = Callable[[Any, Earlier, str], "Statement | None"]
    """Makes a statement from an event, the earlier ones, and the name of the authority."""

__all__ = ["JUDGEMENTS", "Rank", "Statement", "joined", "statement_of"]

NAME = "{name}"
"""Marks the place of the authority's name in a template, which has no text of an event."""
AREAS = {"looked after": "services for looked-after children", "outcomes": "outcomes for children"}
"""Areas of an inspection that need other words in a sentence."""
INADEQUATE = "inspection_published_inadequate"
JUDGEMENTS = (INADEQUATE, "inspection_published_not_inadequate")
"""The triggers of inspections that say where the services stand as a whole."""
PART_CLEARED = "inspection_published_part_cleared"
TO_A_TRUST = "direction_issued_trust"
DECIDED_ON_A_TRUST = ("decision_announced_trust", "decision_announced_voluntary_trust")
RETAINED = "decision_announced_retain"
RETURNED = "returned_to_council"
LIVE = "trust_went_live"
UNSETTLED = ("provisional", "conditional")
"""The statuses of a decision that a later one settles."""
DIRECTIONS = (
    TO_A_TRUST,
    "direction_issued_improvement",
    "direction_issued_pause",
    "direction_issued_takeover",
    "direction_issued_unspecified",
)


class Rank:
    """How much a sentence matters, where there is no room for all."""

    MINOR, USEFUL, NOTABLE, CENTRAL = range(1, 5)


class Statement(NamedTuple):
    """What an event says, without its date.

    Args:
        rank: How much it matters.
        words: The words before the date.
        ending: The words after the date.
        since: An earlier event; the length of time from it is given.
        since_words: The words for the earlier event.
        judged: The grades, if the statement is about a judgement.
    """

    rank: int
    words: str
    ending: str = ""
    since: Event | None = None
    since_words: str = ""
    judged: tuple[tuple[str, str], ...] | None = None

    def on(self, event: Event, *, again: bool = False) -> str:
        """Return the statement with the date of its event, and the length from the earlier one.

        Args:
            event: The event.
            again: Whether the judgement before it is the same.
        """
        length = None
        # A length from an event that is only inferred would look more certain than it is.
        if self.since is not None and self.since.confidence is not Confidence.LOW:
            length = length_between(self.since.on, event.on)
        after = f", {length} after {self.since_words}" if length else ""
        once_more = " again" if again else ""
        return f"{self.words}{once_more} {on_date(event.on)}{after}{self.ending}"


def statement_of(event: Event, earlier: Earlier, *, authority: str, name: str) -> Statement | None:
    """Return what an event of the trust transfer says; None if the paragraph leaves it out.

    Args:
        event: The event.
        earlier: The events before it in the record.
        authority: The name of the authority.
        name: What the statement calls it, such as "the council".
    """
    if event.trigger == "authority_reorganised":
        return _reorganised(event, authority, name)
    make = STATEMENTS.get(event.trigger)
    return None if make is None else make(event, earlier, name)


def joined(parts: Sequence[str]) -> str:
    """Return words as a list in a sentence, such as "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), *parts[-1:]] if parts[1:] else parts)


def _last(earlier: Earlier, *triggers: str) -> Event | None:
    """Return the last earlier event with one of the triggers."""
    found = [earlier[trigger][-1] for trigger in triggers if trigger in earlier]
    return max(found, key=itemgetter(0))[1] if found else None


def _place(earlier: Earlier, trigger: str) -> int:
    """Return the place of the last earlier event with a trigger; -1 if there is none."""
    return earlier[trigger][-1][0] if trigger in earlier else -1


# Inspections


def _inspection(event: Any, earlier: Earlier, name: str) -> Statement:
    before: Any = _last(earlier, *JUDGEMENTS, PART_CLEARED)
    grades = _grades(event)
    words, ending = _judged(event, grades, name)
    rank, since, since_words = Rank.USEFUL, None, ""
    if event.trigger == INADEQUATE:
        is_first = INADEQUATE not in earlier
        rank = Rank.CENTRAL if is_first or _is_of_all(event) else Rank.NOTABLE
    elif before is not None and before.trigger == INADEQUATE:
        # Without the judgement that ended it, the services would seem inadequate for longer.
        rank, since = Rank.CENTRAL, before
        since_words = _inadequate_before(before, earlier)
    return Statement(rank, words, ending, since, since_words, grades)


def _inadequate_before(inspection: Any, earlier: Earlier) -> str:
    """Return words for the inadequate judgement from which a length of time counts."""
    cleared = _place(earlier, JUDGEMENTS[1])
    is_last_of_several = sum(place > cleared for place, _ in earlier[INADEQUATE]) > 1
    if _is_of_all(inspection):
        return f"it was {'last ' if is_last_of_several else ''}rated inadequate"
    return f"the {'last ' if is_last_of_several else ''}inadequate judgement"


def _is_of_all(inspection: Any) -> bool:
    """Return whether an inspection gave a judgement of all the services."""
    return inspection.remit == WHOLE and inspection.judgement is not None


def _judged(inspection: Any, grades: tuple[tuple[str, str], ...], name: str) -> tuple[str, str]:
    """Return the words on the judgement before the date, and those after it."""
    if inspection.judgement == NOT_INADEQUATE:
        _, part = grades[0]
        return (
            f"Ofsted did not rate {name} inadequate{part}",
            "; the record does not have the grade",
        )
    rated = joined([f"{grade}{part}" for grade, part in grades])
    return f"Ofsted rated {name} {rated}", ""


def _grades(inspection: Any) -> tuple[tuple[str, str], ...]:
    """Return each grade of an inspection, with the words for its part of the services."""
    if inspection.judgement is not None:
        is_whole = inspection.remit == WHOLE
        part = AREAS.get(inspection.remit, inspection.remit)
        return ((inspection.judgement, "" if is_whole else f" for {part}"),)
    areas: dict[str, list[str]] = {}
    for area, grade in inspection.areas.items():
        areas.setdefault(grade, []).append(AREAS.get(area, area))
    return tuple((grade, f" for {joined(names)}") for grade, names in areas.items())


def _part_cleared(event: Any, earlier: Earlier, name: str) -> Statement:
    del earlier
    if event.judgement in {None, NOT_INADEQUATE} or event.remit == "part":
        named = "" if event.remit == "part" else f": {event.remit}"
        words = "Ofsted found a part of the services no longer inadequate"
        return Statement(Rank.NOTABLE, words, named, judged=())
    words = f"Ofsted rated {name} {event.judgement} for {AREAS.get(event.remit, event.remit)}"
    return Statement(Rank.NOTABLE, words, "; a part was inadequate before", judged=())


# Decisions and directions


def _directed(rank: int, words: str, ending: str = "") -> MakeStatement:
    def make(event: Any, earlier: Earlier, name: str) -> Statement:
        # A direction that repeats the move to a trust is a detail.
        is_repeated = event.trigger == TO_A_TRUST and TO_A_TRUST in earlier
        is_further = any(trigger in earlier for trigger in DIRECTIONS)
        which = "a further direction" if is_further else "a direction"
        how = ""
        if event.dated == "published":
            how = f", in {which} published"
        elif is_further:
            how = f", in {which},"
        is_live = _place(earlier, LIVE) > _place(earlier, RETURNED)
        what = "gave directions on the trust" if is_repeated and is_live else words
        return Statement(
            Rank.USEFUL if is_repeated else rank,
            f"The Secretary of State {what.replace(NAME, name)}{how}",
            ending,
        )

    return make


def _decided(words: str) -> MakeStatement:
    def make(event: Any, earlier: Earlier, name: str) -> Statement:
        status = f"{event.status} " if event.status in UNSETTLED else ""
        # To retain the services is often decided twice: on conditions, and for good.
        before: Any = _last(earlier, event.trigger)
        is_repeated = before is not None and before.status not in UNSETTLED
        is_detail = is_repeated and event.trigger != RETAINED
        return Statement(
            Rank.USEFUL if is_detail else Rank.NOTABLE,
            f"The {status}decision {words.replace(NAME, name)} was announced",
        )

    return make


def _revoked(event: Any, earlier: Earlier, name: str) -> Statement | None:
    del earlier
    if event.replaced_by is not None:
        return None
    part = "A part of a direction" if event.partly else "A direction"
    return Statement(Rank.USEFUL, f"{part} to {name} was revoked")


def _lifted(event: Event, earlier: Earlier, name: str) -> Statement:
    del event, name
    issued = earlier.get("improvement_notice_issued", ())
    ended = _last(earlier, "improvement_notice_lifted", "intervention_ended")
    # With two notices on record, it may not be clear which of them was lifted.
    since = issued[0][1] if len(issued) == 1 and ended is None else None
    return Statement(
        Rank.USEFUL, "The improvement notice was lifted", since=since, since_words="it was issued"
    )


def _appointed(rank: int, office: str) -> MakeStatement:
    def make(event: Any, earlier: Earlier, name: str) -> Statement:
        del earlier, name
        if not event.names:
            article = "An" if office.startswith("a") else "A"
            return Statement(rank, f"{article} {office} was appointed")
        was = f"was appointed {office}" if len(event.names) == 1 else f"were appointed {office}s"
        return Statement(rank, f"{joined(event.names)} {was}")

    return make


# Delivery and return


def _live(event: Any, earlier: Earlier, name: str) -> Statement:
    since, since_words = _start_of_set_up(earlier)
    name = event.trust or f"The trust for {name}"
    return Statement(Rank.CENTRAL, f"{name} went live", "", since, since_words)


def _start_of_set_up(earlier: Earlier) -> tuple[Event | None, str]:
    """Return the first direction to move to a trust, or else decision, and words for it."""
    returned = _place(earlier, RETURNED)
    for triggers, words in (
        ((TO_A_TRUST,), "direction to move to a trust"),
        (DECIDED_ON_A_TRUST, "announcement of the decision"),
    ):
        found = [
            each for trigger in triggers for each in earlier.get(trigger, ()) if each[0] > returned
        ]
        if found:
            which = "the first" if len(found) > 1 else "the"
            return min(found, key=itemgetter(0))[1], f"{which} {words}"
    return None, ""


def _owned(event: Any, earlier: Earlier, name: str) -> Statement:
    del earlier
    owner = f": {event.owner} owns it" if event.owner else ""
    return Statement(Rank.NOTABLE, f"The trust for {name} came under another owner", owner)


def _partnership(event: Any, earlier: Earlier, name: str) -> Statement:
    del earlier
    partner = f"of {name} with {event.partner}" if event.partner else f"for {name}"
    return Statement(Rank.CENTRAL, f"A partnership {partner} started")


def _returned(event: Any, earlier: Earlier, name: str) -> Statement:
    del event
    since = _last(earlier, LIVE)
    return Statement(
        Rank.CENTRAL, f"The services returned to {name}", "", since, "the trust went live"
    )


def _returned_partly(event: Any, earlier: Earlier, name: str) -> Statement:
    del earlier
    named = f" ({event.services})" if event.services else ""
    return Statement(Rank.NOTABLE, f"Part of the services{named} returned to {name}")


def _ended(event: Any, earlier: Earlier, name: str) -> Statement:
    del earlier, name
    part = "A part of the intervention" if event.partly else "The intervention"
    return Statement(Rank.NOTABLE, f"{part} ended")


def _reorganised(event: Any, authority: str, name: str) -> Statement:
    if not event.abolishes(authority):
        return Statement(Rank.NOTABLE, f"{name} was reorganised")
    return Statement(
        Rank.CENTRAL, f"{name} was abolished", f"; {joined(event.into)} took its place"
    )


def _plain(rank: int, words: str) -> MakeStatement:
    def make(event: Event, earlier: Earlier, name: str) -> Statement:
        del event, earlier
        return Statement(rank, words.replace(NAME, name))

    return make


STATEMENTS: dict[str, MakeStatement] = {
    **dict.fromkeys(JUDGEMENTS, _inspection),
    PART_CLEARED: _part_cleared,
    "inspection_published_ungraded": _plain(
        Rank.MINOR, f"Ofsted published an inspection of {NAME} without a judgement"
    ),
    "visit_letter_published_priority_action": _plain(
        Rank.MINOR, f"Ofsted published a visit letter to {NAME} with areas for priority action"
    ),
    "improvement_notice_issued": _plain(Rank.USEFUL, f"An improvement notice was issued to {NAME}"),
    "improvement_notice_lifted": _lifted,
    "minded_to_direct": _plain(Rank.MINOR, f"A minded-to letter was sent to {NAME}"),
    "adviser_appointed": _appointed(Rank.MINOR, "adviser"),
    "commissioner_appointed": _appointed(Rank.USEFUL, "commissioner"),
    "commissioner_succeeded": _appointed(Rank.MINOR, "commissioner"),
    "decision_announced_trust": _decided(f"to move the services of {NAME} to a trust"),
    "decision_announced_voluntary_trust": _decided(
        f"on a voluntary transfer of the services of {NAME} to a trust"
    ),
    RETAINED: _decided(f"that {NAME} keeps its services"),
    "decision_announced_partner": _decided(f"on a partner for {NAME}"),
    "direction_revoked": _revoked,
    "direction_issued_improvement": _directed(
        Rank.NOTABLE, f"directed {NAME} to improve its services"
    ),
    TO_A_TRUST: _directed(Rank.CENTRAL, f"directed {NAME} to move its services to a trust"),
    "direction_issued_pause": _directed(
        Rank.NOTABLE, f"directed {NAME} to pause the set-up of a trust"
    ),
    "direction_issued_takeover": _directed(
        Rank.CENTRAL, f"directed that commissioners exercise functions of {NAME}"
    ),
    "direction_issued_unspecified": _directed(
        Rank.USEFUL, f"issued a direction to {NAME}", "; its purpose is not on record"
    ),
    "shadow_started": _plain(Rank.MINOR, f"The trust for {NAME} began in shadow"),
    LIVE: _live,
    "ownership_changed": _owned,
    "partnership_started": _partnership,
    "return_decided": _plain(Rank.USEFUL, f"The return of the services to {NAME} was decided"),
    RETURNED: _returned,
    "returned_to_council_partly": _returned_partly,
    "intervention_ended": _ended,
    "intervention_stepped_down": _plain(
        Rank.NOTABLE, "The intervention was stepped down to a notice"
    ),
    "support_and_supervision_started": _plain(
        Rank.USEFUL, f"Support and supervision of {NAME} started"
    ),
    "support_and_supervision_ended": _plain(
        Rank.USEFUL, f"Support and supervision of {NAME} ended"
    ),
}
"""For each trigger that the paragraph can name, what makes its statement."""
