"""The oracle: a second, simple implementation of `check` that shares no code with the first.

Rules and periods are written out by hand, and the moves are read from a separate table. If a date
is inexact, every pair of possible days is tried. The oracle takes only three things from the
package: the fields of an event, the earliest and latest day of a date, and the bank holidays.
"""

import csv
import datetime as dt
from calendar import monthrange
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

from trustflow.dates.working_days import bank_holidays

MOVES = Path(__file__).parent / "data" / "moves.csv"
CORRECTED = {
    # The table marks these moves as possible, but the casebook contains a precedent.
    ("inspection_published_not_inadequate", "voluntary_transfer"): "A",
    ("commissioner_report_published", "externally_led"): "A",
}
"""The marks that differ from those in the table of moves, by trigger and stage."""
MIN_DAY = dt.date(1900, 1, 1)
MAX_DAY = dt.date(2199, 12, 31)
LAST_PROJECTED = dt.date(2100, 12, 31)
"""The last day for which working days are known; a count that goes past it gives `NEVER`."""
NEVER = MAX_DAY.toordinal() + 1
"""An ordinal later than every day of the calendar."""


class Finding(NamedTuple):
    """The fields of a finding that follow from the rules."""

    code: str
    index: int
    rule: str | None
    strength: str
    certain: bool


class Step(NamedTuple):
    """The fields of a step that follow from the table of moves."""

    before: str
    after: str
    allowed: bool
    caused_by: int | None


@cache
def moves():
    """Return the table of moves: for each trigger and stage, the next stage and the mark."""
    with MOVES.open(encoding="utf-8", newline="") as file:
        cells = {(row["trigger"], row["stage"]): row for row in csv.DictReader(file)}
    return {
        cell: (row["leads_to"], CORRECTED.get(cell, row["mark"])) for cell, row in cells.items()
    }


@cache
def only_target(trigger):
    """Return the stage in which all moves of a trigger end; None if they end in several."""
    targets = {leads_to for (name, _), (leads_to, _) in moves().items() if name == trigger}
    return targets.pop() if len(targets) == 1 else None


# Days


def days_of(date):
    """Return every possible day (ordinal) of a date."""
    return range(date.earliest.toordinal(), date.latest.toordinal() + 1)


def end_of(period):
    """Return every possible last day of a period: the days of the text after the slash."""
    after = period.text.rpartition("/")[2]
    return days_of(period if after == ".." else type(period).parse(after))


def start_of(period):
    """Return every possible first day of a period: the days of the text before the slash."""
    before = period.text.partition("/")[0]
    return days_of(period if before == ".." else type(period).parse(before))


@cache
def is_working(day):
    """Return whether a day is a working day: not in a weekend and not a bank holiday."""
    date = dt.date.fromordinal(day)
    return date.isoweekday() <= 5 and day not in bank_holidays(date.year)


@cache
def shifted(day, count, unit):
    """Return the day that is `count` days, months or working days after a day.

    A negative count goes back. If the result is past the calendar, it is `NEVER`.
    """
    if unit == "days":
        return min(max(day + count, 0), NEVER)
    if unit == "months":
        date = dt.date.fromordinal(day)
        years, month = divmod(date.year * 12 + date.month - 1 + count, 12)
        if years > MAX_DAY.year:
            return NEVER
        last = monthrange(years, month + 1)[1]
        return dt.date(years, month + 1, min(date.day, last)).toordinal()
    left = abs(count)
    while left:
        day += 1 if count > 0 else -1
        if day > LAST_PROJECTED.toordinal():
            return NEVER
        left -= is_working(day)
    return day


def shifted_by(day, span):
    """Return the day that is a span after a day."""
    return shifted(
        day, span.count, {"working day": "working", "month": "months"}.get(span.unit.value, "days")
    )


# The date rules

INSPECTED = {
    "inspection_published_inadequate",
    "inspection_published_not_inadequate",
    "inspection_published_partial",
    "inspection_published_ungraded",
}
SECTION_136 = {"SIF", "ILACS", "safeguarding and looked-after", "child protection", "looked after"}
RELAXED = range(dt.date(2020, 4, 24).toordinal(), dt.date(2020, 9, 24).toordinal() + 1)


class Rule(NamedTuple):
    """A date rule, with the triggers that start and stop its clock."""

    id: str
    starts: set[str]
    ends: set[str]
    strength: str
    unit: str
    least: int | None = None
    most: int | None = None
    since: str = "1900-01-01"
    until: str = "2199-12-31"

    def is_broken(self, start, end, *, upper):
        """Return whether a pair of starting and ending day breaks the rule.

        Args:
            start: The starting day.
            end: The ending day.
            upper: Whether the upper bound applies.
        """
        return (self.least is not None and end < shifted(start, self.least, self.unit)) or (
            upper and self.most is not None and end > shifted(start, self.most, self.unit)
        )

    def is_in_force(self, day):
        """Return whether a day lies in the period in force."""
        since, until = dt.date.fromisoformat(self.since), dt.date.fromisoformat(self.until)
        return since.toordinal() <= day <= until.toordinal()


TIMED = (
    Rule(
        "council-publishes-report", INSPECTED, {"report_published_by_council"}, "law", "working",
        most=30, since="2007-04-01",
    ),
    Rule(
        "action-plan", INSPECTED, {"action_plan_published"}, "law", "working",
        most=70, since="2007-04-01",
    ),
    Rule(
        "employee-information-14", {"employee_information_given"},
        {"trust_went_live", "returned_to_council"}, "law", "days",
        least=14, since="2006-04-06", until="2014-04-30",
    ),
    Rule(
        "employee-information-28", {"employee_information_given"},
        {"trust_went_live", "returned_to_council"}, "law", "days",
        least=28, since="2014-05-01",
    ),
    Rule(
        "return-after-live", {"trust_went_live", "partnership_started"},
        {"returned_to_council"}, "logic", "days", least=1,
    ),
    Rule(
        "draft-plan", {"visit_letter_published_priority_action"}, {"draft_plan_shared"},
        "inspectorate", "working", most=20, since="2018-08-16",
    ),
    Rule(
        "final-plan", {"visit_letter_published_priority_action"}, {"action_plan_published"},
        "inspectorate", "working", most=70, since="2018-08-16",
    ),
    Rule(
        "reinspection-18-24-months", {"inspection_published_inadequate"}, INSPECTED,
        "inspectorate", "months", least=18, most=24, since="2013-11-01", until="2016-05-30",
    ),
    Rule(
        "reinspection-two-years", {"inspection_published_inadequate"}, INSPECTED,
        "inspectorate", "months", most=24, since="2016-05-31", until="2017-12-31",
    ),
    Rule(
        "commissioner-report", {"commissioner_appointed"},
        {"commissioner_reported", "commissioner_report_published"}, "policy", "months",
        most=3, since="2016-07-01",
    ),
    Rule(
        "direction-to-live", {"direction_issued_trust"}, {"trust_went_live"}, "practice", "months",
        least=9, most=24, since="2013-07-01",
    ),
    Rule(
        "decision-to-return", {"return_decided"}, {"returned_to_council"}, "practice", "months",
        least=3, most=12, since="2022-01-01",
    ),
)  # fmt: skip
PUBLICATION_LAG = Rule(
    "publication-lag", INSPECTED, INSPECTED, "practice", "working", most=50, since="2013-11-01"
)
"""The only rule that compares two days of the same event."""


def meets_condition(rule, event, step):
    """Return whether an event with a starting trigger of a rule also meets its other conditions."""
    framework = getattr(event, "framework", None)
    if rule.id == "reinspection-18-24-months":
        return framework == "SIF"
    if rule.id == "commissioner-report":
        return step.before != step.after == "commissioner_review"
    return framework is None or framework in SECTION_136


def starting_event(rule, events, steps):
    """Return the event that a rule counts from: the latest start since the last end, or None.

    The rule `direction-to-live` instead counts from the first start since the last end.
    """
    start = None
    for event, step in zip(reversed(events), reversed(steps), strict=True):
        if event.trigger in rule.starts and meets_condition(rule, event, step):
            start = event
            if rule.id != "direction-to-live":
                return start
        if event.trigger in rule.ends:
            return start
    return start


def start_days(rule, event):
    """Return the days a rule can count from, and whether they are estimated.

    If the day on which a report was received is unknown, it is estimated from its publication by
    the measured span between receipt and publication.
    """
    if rule.id not in {"council-publishes-report", "action-plan"}:
        return days_of(event.on), False
    received = getattr(event, "received_on", None)
    if received is not None:
        return days_of(received), False
    published = days_of(event.on)
    last = shifted(published[-1], 1, "working")
    return range(shifted(published[0], -6, "working"), min(last, MAX_DAY.toordinal()) + 1), True


def evaluate(rule, starts, ends, *, upper=True, measured=False):
    """Return the strength and the certainty with which a rule is broken; None if it is kept.

    Args:
        rule: The rule.
        starts: The possible starting days; each is tried with each ending day.
        ends: The possible ending days.
        upper: Whether the upper bound applies.
        measured: Whether the starting days are estimated, so that no finding is certain.
    """
    in_force_by_end = rule.id.startswith("employee-information")
    results = set()
    for start, end in product(starts, ends):
        if not rule.is_in_force(end if in_force_by_end else start) or not rule.is_broken(
            start, end, upper=upper
        ):
            results.add("kept")
        elif rule.id == "action-plan" and shifted(start, rule.most, rule.unit) in RELAXED:
            results.add("relaxed")
        else:
            results.add("broken")
    if results <= {"kept"}:
        return None
    strength = rule.strength if "broken" in results else "practice"
    return strength, len(results) == 1 and not measured


def rule_findings(index, event, events, steps, dated_triggers):
    """Yield the findings of the date rules on an event that is allowed.

    Args:
        index: The index of the event.
        event: The event.
        events: The events before it.
        steps: The steps of the events before it.
        dated_triggers: The triggers for which a document sets a deadline that is still open. Such
            a deadline replaces the upper bound of a rule, unless the rule has strength logic.
    """
    for rule in TIMED:
        if event.trigger not in rule.ends:
            continue
        start = starting_event(rule, events, steps)
        if start is None:
            continue
        starts, measured = start_days(rule, start)
        upper = rule.strength == "logic" or dated_triggers.isdisjoint(rule.ends)
        result = evaluate(rule, starts, days_of(event.on), upper=upper, measured=measured)
        if result is not None:
            yield Finding("date_rule", index, rule.id, *result)
    if (
        event.trigger in INSPECTED
        and event.inspected
        and meets_condition(PUBLICATION_LAG, event, None)
    ):
        # An inspection with several periods ends when the last period ends.
        last_days = [end_of(period) for period in event.inspected]
        ended = range(max(days[0] for days in last_days), max(days[-1] for days in last_days) + 1)
        upper = dated_triggers.isdisjoint(PUBLICATION_LAG.ends)
        result = evaluate(PUBLICATION_LAG, ended, days_of(event.on), upper=upper)
        if result is not None:
            yield Finding("date_rule", index, PUBLICATION_LAG.id, *result)


# Deadlines set in documents

GRADE = {
    "inadequate": 1,
    "not inadequate": 2,
    "requires improvement": 2,
    "requires improvement to be good": 2,
    "adequate": 2,
    "good": 3,
    "outstanding": 4,
}
SET_BY = {
    "direction_issued": "direction",
    "contract_signed": "contract",
    "contract_extended": "contract",
    "memorandum_signed": "contract",
    "inspection_published": "inspectorate",
    "visit_letter_published": "inspectorate",
}


def normalised(words):
    """Return the words of a requirement in lower case and with single spaces."""
    return " ".join(words.casefold().split())


class OpenDeadline(NamedTuple):
    """A deadline that is set and not yet met."""

    setter: object
    deadline: object
    strength: str
    due: range
    possibly_superseded: bool


def deadlines_of(event):
    """Return the deadlines that an event sets; an event `deadline_set` is a deadline itself."""
    itself = [event] if getattr(event, "event_name", "") == "deadline_set" else []
    return [*itself, *event.deadlines]


def due_days(deadline, event):
    """Return the days on which a deadline can be due; None if it has no day."""
    if deadline.due is not None:
        return days_of(deadline.due)
    if deadline.within is None:
        return None
    days = [shifted_by(day, deadline.within) for day in days_of(event.on)]
    return range(days[0], days[-1] + 1)


def strength_of(deadline, event):
    """Return the strength of a deadline: as stated, or else as usual for its event."""
    if deadline.set_by is not None:
        return str(deadline.set_by)
    if event.event_name == "visit_letter_published" and event.kind == "jtai":
        return "law"
    return SET_BY.get(event.event_name, "practice")


def is_about_children(event):
    """Return whether an event is about children's social care."""
    return event.trigger != "other_subject"


def is_whole_inspection(event):
    """Return whether an event is an inspection of all children's services of a council."""
    return event.trigger in INSPECTED and event.remit == "all"


def meets(event, deadline):
    """Return whether an event meets a deadline."""
    if deadline.judgement is not None and is_whole_inspection(event):
        words = [event.judgement] if event.judgement else list(event.areas.values())
        asked = GRADE[deadline.judgement.casefold()]
        return bool(words) and min(GRADE[word] for word in words) >= asked
    if deadline.met_by is not None or deadline.judgement is not None:
        return event.trigger == deadline.met_by
    return event.event_name == "requirement_met" and (
        normalised(event.what) == normalised(deadline.what)
    )


def is_post_of(other, names):
    """Return whether an event appointed only people with these names; True without names."""
    named = {normalised(name) for name in names}
    in_post = other.event_name in {"commissioner_appointed", "commissioner_succeeded"}
    return in_post and (not named or {normalised(name) for name in other.names} <= named)


def is_direction(other):
    """Return whether an event is a direction."""
    return other.event_name == "direction_issued"


def is_notice(other):
    """Return whether an event is an improvement notice."""
    return other.event_name == "improvement_notice_issued"


def replaces(direction, other):
    """Return whether a direction replaces an earlier direction or notice, by number or words."""
    if isinstance(direction.replaces, str):
        return is_notice(other) and "notice" in direction.replaces.casefold()
    return is_direction(other) and None is not direction.replaces == other.number


def revokes(event, other, opened):
    """Return whether an event revokes a direction: by number, else the oldest from another day."""
    if event.direction is not None:
        return is_direction(other) and other.number == event.direction
    earlier = [opener for opener in opened if is_direction(opener) and opener.on != event.on]
    return earlier[:1] == [other]


CLOSES = {
    "commissioner_succeeded": lambda event, other, _: is_post_of(other, event.replaces),
    "commissioner_stood_down": lambda event, other, _: is_post_of(other, event.names),
    "direction_issued": lambda event, other, _: replaces(event, other),
    "direction_revoked": lambda event, other, opened: (
        not event.partly and revokes(event, other, opened)
    ),
    "improvement_notice_issued": lambda event, other, _: bool(event.replaces) and is_notice(other),
    "improvement_notice_lifted": lambda _, other, __: is_notice(other),
    "intervention_ended": lambda event, other, _: (
        not event.partly and (is_post_of(other, []) or is_direction(other) or is_notice(other))
    ),
    "support_and_supervision_ended": lambda _, other, __: (
        other.event_name == "support_and_supervision_started"
    ),
}
"""For each trigger that can close a notice, direction or post, whether it closes a given one."""


def closes(event, other, opened):
    """Return whether an event closes what an earlier event opened."""
    rule = CLOSES.get(event.event_name)
    return rule is not None and is_about_children(event) and rule(event, other, opened)


OPENING = {
    "commissioner_appointed",
    "commissioner_succeeded",
    "direction_issued",
    "improvement_notice_issued",
    "support_and_supervision_started",
}


def supersedes(event, open_deadline, closed):
    """Return whether an event supersedes or cancels an open deadline."""
    if open_deadline.setter in closed:
        return True
    if open_deadline.deadline.met_by == "trust_went_live":
        return event.trigger in {"decision_announced_retain", "returned_to_council"}
    return any(
        normalised(deadline.what) == normalised(open_deadline.deadline.what)
        for deadline in deadlines_of(event)
        if deadline.met_by != "trust_went_live"
    )


class DeadlineTracker:
    """The open deadlines, and the events that opened a notice, direction or post still open."""

    def __init__(self):
        self.open_deadlines = []
        self.opened = []
        self.requirements = set()

    @property
    def dated_triggers(self):
        """Return the triggers for which a document sets a deadline that is still open."""
        return {pending.deadline.met_by for pending in self.open_deadlines} - {None}

    def findings(self, index, event):
        """Yield a finding for each deadline that the event meets late on some pair of days."""
        for open_deadline in self.open_deadlines:
            if not meets(event, open_deadline.deadline):
                continue
            late = {day > due for due, day in product(open_deadline.due, days_of(event.on))}
            if True in late:
                certain = late == {True} and not open_deadline.possibly_superseded
                yield Finding("deadline_missed", index, None, open_deadline.strength, certain)

    def advance(self, event):
        """Update the tracker with an event, which can meet, close, supersede and set deadlines."""
        closed = [opener for opener in self.opened if closes(event, opener, self.opened)]
        self.opened = [opener for opener in self.opened if opener not in closed]
        if event.event_name in OPENING and is_about_children(event):
            self.opened.append(event)
        still_open = []
        for open_deadline in self.open_deadlines:
            if meets(event, open_deadline.deadline):
                continue
            if supersedes(event, open_deadline, closed):
                in_time = {day <= due for due, day in product(open_deadline.due, days_of(event.on))}
                if in_time == {True}:
                    continue
                possibly = open_deadline.possibly_superseded or True in in_time
                still_open.append(open_deadline._replace(possibly_superseded=possibly))
            else:
                still_open.append(open_deadline)
        for deadline in deadlines_of(event):
            self.requirements.add(normalised(deadline.what))
            due = due_days(deadline, event)
            if due is not None:
                strength = strength_of(deadline, event)
                still_open.append(
                    OpenDeadline(event, deadline, strength, due, possibly_superseded=False)
                )
        self.open_deadlines = still_open


# Single events

FIRST_WITHOUT_ADEQUATE = dt.date(2013, 11, 1).toordinal()
FIRST_WITHOUT_OVERALL = dt.date(2026, 4, 1).toordinal()


def inspection_findings(index, event):
    """Yield findings on an inspection that ended after publication, or on unsuitable words."""
    if event.trigger not in INSPECTED:
        return
    for period in event.inspected:
        if all(ended > day for ended, day in product(end_of(period), days_of(event.on))):
            yield Finding("inspected_after_published", index, None, "logic", certain=True)
    if event.inspected:
        starts = [start_of(period) for period in event.inspected]
        days = range(min(days[0] for days in starts), min(days[-1] for days in starts) + 1)
    else:
        published = days_of(event.on)
        days = range(shifted(published[0], -55, "working"), published[-1] + 1)
    for word in {event.judgement, *event.areas.values()}:
        fits = {
            "adequate": days[0] < FIRST_WITHOUT_ADEQUATE,
            "requires improvement": days[-1] >= FIRST_WITHOUT_ADEQUATE,
        }
        if not fits.get(word, True):
            yield Finding("bad_judgement", index, None, "logic", certain=True)
    overall = range(FIRST_WITHOUT_ADEQUATE, FIRST_WITHOUT_OVERALL)
    if event.judgement is not None:
        is_wrong = days[0] >= FIRST_WITHOUT_OVERALL
    else:
        graded_whole = event.remit == "all" and event.framework in {None, "SIF", "ILACS"}
        is_wrong = graded_whole and days[0] in overall and days[-1] in overall
    if is_wrong:
        yield Finding("bad_judgement", index, None, "practice", certain=True)


REQUIRES_EARLIER = {
    "improvement_notice_lifted": {"improvement_notice_issued"},
    "direction_revoked": {
        "direction_issued_improvement",
        "direction_issued_trust",
        "direction_issued_pause",
        "direction_issued_takeover",
        "direction_issued_unspecified",
    },
    "returned_to_council": {
        "trust_went_live",
        "partnership_started",
        "direction_issued_takeover",
    },
}


# Whole histories


def replay(history):
    """Return a step for each event: the stage before and after, and whether the event is allowed.

    If all moves of a refused event's trigger end in one stage, the history continues in that
    stage. Otherwise the stage does not change, and further refusals count as caused by the refused
    event until the stage changes.
    """
    stage = history.begins_in or "routine_oversight"
    first_refused = None
    steps = []
    for index, event in enumerate(history.events):
        cell = moves().get((event.trigger, stage))
        target = only_target(event.trigger)
        after = cell[0] if cell else target or stage
        caused_by = None if cell else first_refused
        steps.append(Step(stage, after, cell is not None, caused_by))
        if after != stage:
            first_refused = None
        elif cell is None and target is None and first_refused is None:
            first_refused = index
        stage = after
    return steps


def out_of_order(events):
    """Yield, for each event, whether it is out of order: before the earliest day reached so far.

    After an event out of order, later events are compared with that event.

    Args:
        events: Pairs of an event and whether the event is allowed.
    """
    reached = MIN_DAY
    for event, allowed in events:
        is_early = allowed and event.on.latest < reached
        reached = event.on.earliest if is_early else max(reached, event.on.earliest)
        yield is_early


def findings(history):
    """Return every finding on a history, in the order of its events."""
    events, steps = history.events, replay(history)
    early = out_of_order(zip(events, [step.allowed for step in steps], strict=True))
    tracker = DeadlineTracker()
    found = []
    for index, (event, step, is_early) in enumerate(zip(events, steps, early, strict=True)):
        finding = partial(Finding, index=index, rule=None, certain=True)
        earlier = {other.trigger for other in events[:index]}
        if not step.allowed:
            if step.caused_by is None:
                found.append(finding("move_not_allowed", strength="logic"))
            tracker.advance(event)
            continue
        if is_early:
            found.append(finding("out_of_order", rule="in-order", strength="logic"))
        found += rule_findings(index, event, events[:index], steps[:index], tracker.dated_triggers)
        found += tracker.findings(index, event)
        found += inspection_findings(index, event)
        if (
            event.event_name == "requirement_met"
            and normalised(event.what) not in tracker.requirements
        ):
            found.append(finding("unknown_requirement", strength="practice"))
        beginnings = REQUIRES_EARLIER.get(event.trigger)
        if beginnings and history.begins_in is None and earlier.isdisjoint(beginnings):
            found.append(finding("missing_step", strength="practice"))
        if moves()[event.trigger, step.before][1] != "S":
            found.append(finding("off_standard_route", strength="practice"))
        tracker.advance(event)
    return found
