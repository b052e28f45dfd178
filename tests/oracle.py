"""The oracle: a second, simple implementation of `check` that shares no code with the first.

Rules and periods are written out by hand, and the moves are read from a separate table. If a date
is inexact, every pair of possible days is tried. The oracle takes only three things from the
package: the fields of an event, the earliest and latest day of a date and whether they are open,
and the bank holidays.
"""

import csv
import datetime as dt
from calendar import monthrange
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import attrs

from trustflow.dates.working_days import bank_holidays

MOVES = Path(__file__).parent / "data" / "moves.csv"
MIN_DAY = dt.date(1900, 1, 1)
MAX_DAY = dt.date(2199, 12, 31)
BEFORE = MIN_DAY.toordinal() - 1
"""A day before every day of the calendar: the first possible day of a date without a bound."""
AFTER = MAX_DAY.toordinal() + 1
"""A day after every day of the calendar: the last possible day of a date without a bound."""
LAST_PROJECTED = dt.date(2100, 12, 31)
"""The last day for which working days are known; a count that goes past it gives `AFTER`."""
MOST_PAIRS = 100_000
"""The most pairs of days of which each is tried."""


class Finding(NamedTuple):
    """The fields of a finding that follow from the rules."""

    code: str
    index: int
    rule: str | None
    strength: str
    certain: bool
    duty_holder: str | None = None


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
        return {
            (row["trigger"], row["stage"]): (row["leads_to"], row["mark"])
            for row in csv.DictReader(file)
        }


@cache
def only_target(trigger):
    """Return the stage in which all moves of a trigger end; None if they end in several."""
    targets = {leads_to for (name, _), (leads_to, _) in moves().items() if name == trigger}
    return targets.pop() if len(targets) == 1 else None


def normalised(words):
    """Return words in lower case and with single spaces."""
    return " ".join(words.casefold().split())


# Days


def days_of(date):
    """Return every day (ordinal) that a date states; an open end is the end of the calendar."""
    return range(date.earliest.toordinal(), date.latest.toordinal() + 1)


def earliest_of(date):
    """Return the earliest day of a date; `BEFORE` if its start is open."""
    return BEFORE if date.is_open_start else date.earliest.toordinal()


def latest_of(date):
    """Return the latest day of a date; `AFTER` if its end is open."""
    return AFTER if date.is_open_end else date.latest.toordinal()


def possible_days(date, reached, later):
    """Return every possible day of an event, whose date can have open ends.

    Args:
        date: The date of the event.
        reached: The earliest day that the events before it have reached.
        later: The dates of the events after it.
    """
    bounds = (latest_of(other) for other in later if not other.is_open_end)
    first = reached if date.is_open_start else earliest_of(date)
    last = next(bounds, AFTER) if date.is_open_end else latest_of(date)
    if first <= last:
        return range(first, last + 1)
    if date.is_open_start and date.is_open_end:
        return range(BEFORE, AFTER + 1)
    # No day is left between the neighbours, so the end that is stated counts alone.
    stated = date.text.removeprefix("../").removesuffix("/..")
    return days_of(type(date).parse(stated))


def outermost(days):
    """Return the first and the last of some days, which decide what is before or after."""
    return days[0], days[-1]


def is_later(days, others):
    """Return the set of answers to whether a day is later than another, for all pairs of days."""
    return {day > other for day, other in product(outermost(days), outermost(others))}


def end_of(period):
    """Return every possible last day of a period: the days of the text after the slash."""
    after = period.text.rpartition("/")[2]
    return days_of(period if after == ".." else type(period).parse(after))


def start_of(period):
    """Return every possible first day of a period: the days of the text before the slash."""
    before = period.text.partition("/")[0]
    return days_of(period if before == ".." else type(period).parse(before))


def earliest_start(periods):
    """Return every possible day on which the earliest of several periods can start."""
    starts = [start_of(period) for period in periods]
    return range(min(days[0] for days in starts), min(days[-1] for days in starts) + 1)


def latest_end(periods):
    """Return every possible day on which the latest of several periods can end."""
    ends = [end_of(period) for period in periods]
    return range(max(days[0] for days in ends), max(days[-1] for days in ends) + 1)


@cache
def is_working(day):
    """Return whether a day is a working day: not in a weekend and not a bank holiday."""
    date = dt.date.fromordinal(day)
    return date.isoweekday() <= 5 and day not in bank_holidays(date.year)


@cache
def shifted(day, count, unit):
    """Return the day that is `count` days, months or working days after a day.

    A negative count goes back. A result past the calendar is `BEFORE` or `AFTER`, and both of these
    stay what they are.
    """
    if not BEFORE < day < AFTER:
        return day
    if unit == "days":
        day += count
    elif unit == "months":
        date = dt.date.fromordinal(day)
        years, month = divmod(date.year * 12 + date.month - 1 + count, 12)
        if years > MAX_DAY.year:
            return AFTER
        last = monthrange(years, month + 1)[1]
        day = dt.date(years, month + 1, min(date.day, last)).toordinal()
    else:
        left = abs(count)
        while left:
            day += 1 if count > 0 else -1
            if day > LAST_PROJECTED.toordinal():
                return AFTER
            left -= is_working(day)
    return min(max(day, BEFORE), AFTER)


def shifted_by(day, span):
    """Return the day that is a span after a day."""
    units = {
        "day": ("days", 1),
        "week": ("days", 7),
        "month": ("months", 1),
        "year": ("months", 12),
        "working day": ("working", 1),
    }
    unit, count = units[span.unit.value]
    return shifted(day, count * span.count, unit)


@cache
def ordinal(text):
    """Return the ordinal of an ISO date."""
    return dt.date.fromisoformat(text).toordinal()


# The date rules

INSPECTED = {
    "inspection_published_inadequate",
    "inspection_published_not_inadequate",
    "inspection_published_part_cleared",
    "inspection_published_partial",
    "inspection_published_ungraded",
}
SECTION_136 = {"SIF", "ILACS", "safeguarding and looked-after", "child protection", "looked after"}
PRIORITY_ACTION = {"visit_letter_published_priority_action"}
JOINT_STATEMENT = {"visit_letter_published_jtai_statement"}
JOINT_LETTERS = {"visit_letter_published_jtai", *JOINT_STATEMENT}
RELAXED = range(ordinal("2020-04-24"), ordinal("2020-09-24") + 1)
NOT_ASKED = range(ordinal("2019-12-01"), ordinal("2021-07-31") + 1)
"""When a letter with priority action that says nothing of a plan did not ask for one."""
ANSWERS = {"inspection", "joint inspection", "visit"}
"""What a document can respond to, so that it ends only the rules that start with that."""


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
    shown_by: frozenset[str] = frozenset()
    answers: str | None = None
    duty_holder: str | None = None

    def is_in_force(self, day):
        """Return whether a day lies in the period in force."""
        return ordinal(self.since) <= day <= ordinal(self.until)


RULES = (
    Rule(
        "council-publishes-report", INSPECTED, {"report_published_by_council"}, "law", "working",
        most=30, since="2007-04-01", answers="inspection", duty_holder="council",
    ),
    Rule(
        "action-plan", INSPECTED, {"action_plan_published"}, "law", "working",
        most=70, since="2007-04-01", answers="inspection", duty_holder="council",
    ),
    Rule(
        "joint-statement", JOINT_STATEMENT, {"action_plan_published"}, "law", "working",
        most=70, since="2015-11-09", answers="joint inspection", duty_holder="council",
    ),
    Rule(
        "joint-report", JOINT_LETTERS, {"report_published_by_council"}, "law", "working",
        most=30, since="2015-11-09", answers="joint inspection", duty_holder="council",
    ),
    Rule(
        "employee-information-14", {"employee_information_given"}, {"trust_went_live"},
        "law", "days",
        least=14, since="2006-04-06", until="2014-04-30", duty_holder="employer",
    ),
    Rule(
        "employee-information-28", {"employee_information_given"}, {"trust_went_live"},
        "law", "days",
        least=28, since="2014-05-01", duty_holder="employer",
    ),
    Rule(
        "return-after-live", {"trust_went_live", "partnership_started"},
        {"returned_to_council"}, "logic", "days", least=1,
    ),
    Rule(
        "draft-plan", PRIORITY_ACTION, {"draft_plan_shared"}, "practice", "working",
        most=20, since="2018-08-07", answers="visit", duty_holder="council",
    ),
    Rule(
        "final-plan", PRIORITY_ACTION, {"plan_submitted"}, "inspectorate", "working",
        most=70, since="2018-08-07", shown_by=frozenset({"action_plan_published"}),
        answers="visit", duty_holder="council",
    ),
    Rule(
        "publication-lag", INSPECTED, INSPECTED, "practice", "working",
        most=54, since="2013-11-01",
    ),
    Rule(
        "reinspection-18-24-months", {"inspection_published_inadequate"}, INSPECTED,
        "practice", "months",
        least=18, most=24, since="2013-11-01", until="2016-05-30", duty_holder="Ofsted",
    ),
    Rule(
        "commissioner-report", {"commissioner_appointed"}, {"commissioner_reported"},
        "practice", "months",
        most=3, since="2016-07-01", shown_by=frozenset({"commissioner_report_published"}),
        duty_holder="commissioner",
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
"""The date rules, in the order in which they give findings; the order of events is separate."""
(PUBLICATION_LAG,) = (rule for rule in RULES if rule.id == "publication-lag")
"""The only rule that compares two days of the same event."""
TIMED = tuple(rule for rule in RULES if rule is not PUBLICATION_LAG)
"""The rules that compare the days of two events."""
RECEIVED = {
    "council-publishes-report",
    "action-plan",
    "joint-statement",
    "joint-report",
    "draft-plan",
    "final-plan",
}
"""The rules that count from the day on which the council received the report or letter."""
FROM_FIRST = {"employee-information-14", "employee-information-28", "direction-to-live"}
"""The rules that count from the first of several starting events, and not from the latest."""
BY_END = {"employee-information-14", "employee-information-28"}
"""The rules that must be in force on the ending day, and not on the starting day."""
CANCELS_REPORT = {
    "commissioner_stood_down",
    "direction_revoked",
    "intervention_ended",
    "intervention_stepped_down",
}
"""What ends the clock of a commissioner's report without a finding, if it ends the post."""


class Clock(NamedTuple):
    """A running clock of a rule."""

    event: object
    """The event that started the clock."""
    days: range
    """The possible days of that event."""
    post: object
    """The event that opened the post of the commissioner who is to report."""


def asks_for_plan(event):
    """Return whether a letter asks for a plan; one that may be of the period 2019-21 does not."""
    if event.kind not in {None, "focused"}:
        return False
    if event.plan_asked is not None:
        return event.plan_asked
    return all(day not in NOT_ASKED for day in days_of(event.on))


def meets_condition(rule, event, step):
    """Return whether an event with a starting trigger of a rule also meets its other conditions.

    Args:
        rule: The rule.
        event: The event.
        step: The step of the event; None for an inherited event.
    """
    if rule.id in {"draft-plan", "final-plan"}:
        return asks_for_plan(event)
    framework = getattr(event, "framework", None)
    if rule.id == "reinspection-18-24-months":
        return framework == "SIF"
    if rule.id == "commissioner-report":
        return step is not None and step.before != step.after == "commissioner_review"
    return framework is None or framework in SECTION_136


def start_days(rule, event, days):
    """Return the days that a rule can count from, and whether they are in doubt.

    If the day on which a report was received is unknown, it is estimated from its publication by
    the measured span between receipt and publication.

    Args:
        rule: The rule.
        event: The event that started its clock.
        days: The possible days of that event.
    """
    if rule.id not in RECEIVED:
        return days, False
    if event.received_on is not None:
        return days_of(event.received_on), False
    return range(shifted(days[0], -6, "working"), shifted(days[-1], 1, "working") + 1), True


def duty_holder(rule, event, authority):
    """Return on whom a rule falls: on the body that a joint letter names, else as usual."""
    if rule.id in {"joint-statement", "joint-report"} and event.principal_authority is not None:
        council = {"council", "the council", "local authority", "the local authority"}
        if normalised(event.principal_authority) not in {*council, normalised(authority)}:
            return event.principal_authority
    return rule.duty_holder


def effect(rule, clock, event, authority):
    """Return what an event does to a running clock of a rule: "ends", "shows" or None.

    An event "shows" if it can only show that the end had come by its day. Then the clock stops
    without a finding.
    """
    if event.trigger not in rule.ends | rule.shown_by:
        return None
    if rule.answers is not None:
        answered = normalised(event.responds_to or "")
        is_ours = duty_holder(rule, clock.event, authority) == rule.duty_holder
        if answered != rule.answers and (answered in ANSWERS or not is_ours):
            return None
    if rule.id == "reinspection-18-24-months" and event.inspected:
        # It ends with the start of the next inspection, which must be after the starting event.
        started = is_later(earliest_start(event.inspected), clock.days)
        return {True: "ends", False: None}[started.pop()] if len(started) == 1 else "shows"
    if event.trigger in rule.shown_by or rule.id == "reinspection-18-24-months":
        return "shows"
    return "ends"


def result_of(rule, start, end, *, upper):
    """Return whether a pair of starting and ending day leaves a rule kept, relaxed or broken.

    Args:
        rule: The rule.
        start: The starting day.
        end: The ending day.
        upper: Whether the upper bound applies.
    """
    if not rule.is_in_force(end if rule.id in BY_END else start):
        return "kept"
    if rule.least is not None and end < shifted(start, rule.least, rule.unit):
        return "broken"
    if not upper or rule.most is None:
        return "kept"
    due = shifted(start, rule.most, rule.unit)
    if end <= due or (rule.id == "reinspection-18-24-months" and not rule.is_in_force(due)):
        return "kept"
    return (
        "relaxed" if rule.id in {"action-plan", "joint-statement"} and due in RELAXED else "broken"
    )


def pairs_to_try(rule, starts, ends):
    """Yield every pair of a starting and an ending day.

    If there are too many, as for a date without a bound, only those ending days are tried on which
    the result can change: the first and the last, and those next to a bound or an edge of the
    period in force.
    """
    if len(starts) * len(ends) <= MOST_PAIRS:
        yield from product(starts, ends)
        return
    for start in starts:
        changes = [ordinal(rule.since), ordinal(rule.until)]
        changes += [
            shifted(start, bound, rule.unit)
            for bound in (rule.least, rule.most)
            if bound is not None
        ]
        nearby = {day + off for day, off in product(changes, (-1, 0, 1))}
        yield from ((start, end) for end in {*outermost(ends), *nearby} if end in ends)


def evaluate(rule, starts, ends, *, upper=True, in_doubt=False):
    """Return the strength and the certainty with which a rule is broken; None if it is kept.

    Args:
        rule: The rule.
        starts: The possible starting days; each is tried with each ending day.
        ends: The possible ending days.
        upper: Whether the upper bound applies.
        in_doubt: Whether the starting days are in doubt, so that no finding is certain.
    """
    results = set()
    for start, end in pairs_to_try(rule, starts, ends):
        results.add(result_of(rule, start, end, upper=upper))
        if "broken" in results and len(results) > 1:
            break  # Further pairs cannot change the strength or the certainty.
    if results <= {"kept"}:
        return None
    strength = rule.strength if "broken" in results else "practice"
    return strength, len(results) == 1 and not in_doubt


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
CANCELS_GO_LIVE = {"decision_announced_retain", "direction_issued_pause", "returned_to_council"}
"""What supersedes the planned go-lives that are open."""


class OpenDeadline(NamedTuple):
    """A deadline that is set and not yet met."""

    setter: object
    deadline: object
    strength: str
    due: range
    is_doubtful: bool
    """Whether something may have met or superseded it in time."""


def deadlines_of(event):
    """Return the deadlines that an event sets; an event `deadline_set` is a deadline itself."""
    itself = [event] if getattr(event, "event_name", "") == "deadline_set" else []
    return [*itself, *event.deadlines]


def due_days(deadline, days):
    """Return the days on which a deadline can be due; None if it has no day.

    Args:
        deadline: The deadline.
        days: The possible days of the event that sets it.
    """
    if deadline.due is not None:
        return days_of(deadline.due)
    if deadline.within is None:
        return None
    return range(shifted_by(days[0], deadline.within), shifted_by(days[-1], deadline.within) + 1)


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
    """Return whether an event meets a deadline, whatever clocks are running."""
    if deadline.judgement is not None and is_whole_inspection(event):
        words = [event.judgement] if event.judgement else list(event.areas.values())
        asked = GRADE[deadline.judgement.casefold()]
        return bool(words) and min(GRADE[word] for word in words) >= asked
    if deadline.met_by is not None or deadline.judgement is not None:
        return event.trigger == deadline.met_by
    return event.event_name == "requirement_met" and (
        normalised(event.what) == normalised(deadline.what)
    )


def supersedes(event, open_deadline, closed):
    """Return whether an event supersedes or cancels an open deadline."""
    if any(opener is open_deadline.setter for opener in closed):
        return True
    if open_deadline.deadline.met_by == "trust_went_live":
        return event.trigger in CANCELS_GO_LIVE
    return any(
        normalised(deadline.what) == normalised(open_deadline.deadline.what)
        for deadline in deadlines_of(event)
        if deadline.met_by != "trust_went_live"
    )


# Notices, directions and posts

OPENING = {
    "commissioner_appointed",
    "commissioner_succeeded",
    "direction_issued",
    "improvement_notice_issued",
    "support_and_supervision_started",
}


def is_post(other):
    """Return whether an event opened a commissioner's post."""
    return other.event_name in {"commissioner_appointed", "commissioner_succeeded"}


def is_post_of(other, names):
    """Return whether an event appointed only people with these names; True without names."""
    named = {normalised(name) for name in names}
    return is_post(other) and (not named or {normalised(name) for name in other.names} <= named)


def is_direction(other):
    """Return whether an event is a direction."""
    return other.event_name == "direction_issued"


def is_notice(other):
    """Return whether an event is an improvement notice."""
    return other.event_name == "improvement_notice_issued"


def is_on_same_day(event, other):
    """Return whether two events are on the same exact day."""
    return len({*outermost(days_of(event.on)), *outermost(days_of(other.on))}) == 1


def replaces(direction, other):
    """Return whether a direction replaces an earlier direction or notice, by number or words."""
    if isinstance(direction.replaces, str):
        return is_notice(other) and "notice" in direction.replaces.casefold()
    return is_direction(other) and None is not direction.replaces == other.number


def is_revoked(event, other, opened):
    """Return whether an event revokes a direction: by number, else the oldest from another day."""
    if event.partly or not is_direction(other) or is_on_same_day(event, other):
        return False
    if event.direction is not None:
        return other.number == event.direction
    earlier = [
        opener for opener in opened if is_direction(opener) and not is_on_same_day(event, opener)
    ]
    return earlier[0] is other


def revokes(event, other, opened):
    """Return whether a revocation closes a direction, or a post because no direction is left."""
    if is_post(other):
        directions = [opener for opener in opened if is_direction(opener)]
        is_last = all(is_revoked(event, direction, opened) for direction in directions)
        return is_last and event.replaced_by is None and not event.partly
    return is_revoked(event, other, opened)


CLOSES = {
    "commissioner_succeeded": lambda event, other, _: is_post_of(other, event.replaces),
    "commissioner_stood_down": lambda event, other, _: is_post_of(other, event.names),
    "direction_issued": lambda event, other, _: replaces(event, other),
    "direction_revoked": revokes,
    "improvement_notice_issued": lambda event, other, _: bool(event.replaces) and is_notice(other),
    "improvement_notice_lifted": lambda _, other, __: is_notice(other),
    "intervention_ended": lambda event, other, _: (
        not event.partly and (is_post(other) or is_direction(other) or is_notice(other))
    ),
    "intervention_stepped_down": lambda _, other, __: is_post(other) or is_direction(other),
    "support_and_supervision_ended": lambda _, other, __: (
        other.event_name == "support_and_supervision_started"
    ),
}
"""For each trigger that can close a notice, direction or post, whether it closes a given one."""


def closes(event, other, opened):
    """Return whether an event closes what an earlier event opened."""
    rule = CLOSES.get(event.event_name)
    if rule is None or not is_about_children(event) or is_on_same_day(event, other):
        return False
    return rule(event, other, opened)


def abolishes(event, authority):
    """Return whether an event abolishes an authority: others take its place."""
    if event.trigger != "authority_reorganised" or not event.into:
        return False
    return normalised(authority) not in {normalised(name) for name in event.into}


# The state between two events


def replaces_bound(pending, rule):
    """Return whether an open deadline replaces the upper bound of a rule.

    A deadline of a report or letter replaces only the bounds of rules on that kind of document.
    """
    subjects = {other.answers for other in TIMED if pending.setter.trigger in other.starts} - {None}
    return (
        rule.strength != "logic"
        and pending.deadline.met_by in rule.ends | rule.shown_by
        and (not subjects or rule.answers is None or rule.answers in subjects)
    )


class State:
    """What is running or open: clocks, deadlines, notices, directions and posts."""

    def __init__(self, authority):
        self.authority = authority
        self.clocks = {}
        self.open_deadlines = []
        self.opened = []
        self.requirements = set()
        self.begun = set()
        self.is_abolished = False

    def effects(self, event):
        """Return what an event does to each running clock that it ends or shows the end of."""
        effects = {
            rule.id: effect(rule, self.clocks[rule.id], event, self.authority)
            for rule in TIMED
            if rule.id in self.clocks
        }
        return {rule_id: does for rule_id, does in effects.items() if does is not None}

    def has_upper_bound(self, rule):
        """Return whether a rule's upper bound applies: no open deadline replaces it."""
        return not any(replaces_bound(pending, rule) for pending in self.open_deadlines)

    def rule_findings(self, index, event, days):
        """Yield the findings of the date rules on an event that is allowed."""
        effects = self.effects(event)
        for rule in RULES:
            holder, in_doubt = rule.duty_holder, False
            if rule is PUBLICATION_LAG:
                if event.trigger not in INSPECTED or not event.inspected:
                    continue
                if not meets_condition(rule, event, None):
                    continue
                starts, ends = latest_end(event.inspected), days
            elif effects.get(rule.id) == "ends":
                clock = self.clocks[rule.id]
                starts, in_doubt = start_days(rule, clock.event, clock.days)
                is_start = rule.id == "reinspection-18-24-months"
                ends = earliest_start(event.inspected) if is_start else days
                holder = duty_holder(rule, clock.event, self.authority)
            else:
                continue
            upper = self.has_upper_bound(rule)
            result = evaluate(rule, starts, ends, upper=upper, in_doubt=in_doubt)
            if result is not None:
                yield Finding("date_rule", index, rule.id, *result, holder)

    def way_of_meeting(self, event, pending):
        """Return how an event meets a deadline: "ends", "shows" or None.

        If a rule has events that end its clock and others that show the end, a deadline for one of
        them is met by any of them while the clock is running.
        """
        if meets(event, pending.deadline):
            return "ends"
        effects = self.effects(event)
        ways = [
            effects[rule.id]
            for rule in TIMED
            if rule.shown_by and rule.id in effects and replaces_bound(pending, rule)
        ]
        return ways[0] if ways else None

    def deadline_findings(self, index, event, days):
        """Yield a finding for each deadline that the event meets late on some pair of days."""
        for pending in self.open_deadlines:
            late = is_later(days, pending.due)
            if True in late and self.way_of_meeting(event, pending) == "ends":
                certain = late == {True} and not pending.is_doubtful
                yield Finding("deadline_missed", index, None, pending.strength, certain)

    def advance(self, event, days, step=None):
        """Update the state with an event; an inherited event has no step."""
        is_end = step is not None and not self.is_abolished and abolishes(event, self.authority)
        self.is_abolished = self.is_abolished or is_end
        closed = [opener for opener in self.opened if is_end or closes(event, opener, self.opened)]
        self.opened = [opener for opener in self.opened if not is_in(opener, closed)]
        if event.event_name in OPENING and is_about_children(event):
            self.opened.append(event)
        still_open = [self.after(event, days, each, closed, is_end) for each in self.open_deadlines]
        self.open_deadlines = [pending for pending in still_open if pending is not None]
        self.set_deadlines(event, days)
        self.begun.add(event.trigger)
        self.stop_clocks(event, closed, is_end=is_end)
        self.start_clocks(event, days, step)

    def after(self, event, days, pending, closed, is_end):
        """Return an open deadline after an event; None if it is met or superseded."""
        late = is_later(days, pending.due)
        way = self.way_of_meeting(event, pending)
        if way == "ends" or (way == "shows" and late == {False}):
            return None
        if way == "shows":
            pending = pending._replace(is_doubtful=True)
        if (is_end or supersedes(event, pending, closed)) and False in late:
            return None if late == {False} else pending._replace(is_doubtful=True)
        return pending

    def set_deadlines(self, event, days):
        """Add the deadlines that an event sets."""
        for deadline in deadlines_of(event):
            self.requirements.add(normalised(deadline.what))
            due = due_days(deadline, days)
            if due is not None:
                strength = strength_of(deadline, event)
                self.open_deadlines.append(
                    OpenDeadline(event, deadline, strength, due, is_doubtful=False)
                )

    def stop_clocks(self, event, closed, *, is_end):
        """Stop the clocks that an event ends, shows the end of, or cancels."""
        for rule_id in self.effects(event):
            del self.clocks[rule_id]
        report = self.clocks.get("commissioner-report")
        if report is not None and is_in(report.post, closed):
            if event.event_name == "commissioner_succeeded":
                self.clocks["commissioner-report"] = report._replace(post=event)
            elif event.trigger in CANCELS_REPORT:
                del self.clocks["commissioner-report"]
        if is_end:
            self.clocks.clear()

    def start_clocks(self, event, days, step):
        """Start the clocks that an event starts."""
        for rule in TIMED:
            if rule.id in FROM_FIRST and rule.id in self.clocks:
                continue
            if event.trigger in rule.starts and meets_condition(rule, event, step):
                self.clocks[rule.id] = Clock(event, days, event)


def is_in(event, events):
    """Return whether an event is one of several, and not only equal to one of them."""
    return any(event is other for other in events)


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
        days = earliest_start(event.inspected)
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


DIRECTIONS = {
    "direction_issued_improvement",
    "direction_issued_trust",
    "direction_issued_pause",
    "direction_issued_takeover",
    "direction_issued_unspecified",
}
DELIVERED = {"trust_went_live", "partnership_started", "direction_issued_takeover"}
REQUIRES_EARLIER = {
    "improvement_notice_lifted": {"improvement_notice_issued"},
    "inspection_published_part_cleared": {"inspection_published_inadequate"},
    "intervention_stepped_down": {"commissioner_appointed", *DIRECTIONS},
    "direction_revoked": DIRECTIONS,
    "returned_to_council": DELIVERED,
    "returned_to_council_partly": DELIVERED,
}
"""For each trigger that needs an earlier event, the triggers of which one has to come before."""


def fields_of(event):
    """Return what an event says, without its day, sources, note and when it became known."""
    left_out = {"on", "sources", "note", "known_on"}
    names = [each.name for each in attrs.fields(type(event)) if each.name not in left_out]
    return type(event), {name: getattr(event, name) for name in names}


def is_repeated(event, earlier):
    """Return whether an event of one exact day repeats an earlier one."""
    if event.trigger in {"note", "deadline_set", "requirement_met", "other_subject"}:
        return False
    if event.event_name in {"visit_made", "visit_letter_published"} and event.number is None:
        return False
    return any(
        is_on_same_day(event, other) and fields_of(event) == fields_of(other) for other in earlier
    )


# Whole histories

REMARK_AFTER_ABOLITION = {
    "commissioner_report_published",
    "independent_review_published",
    "inspection_published",
    "visit_letter_published",
}
"""The events that may still come after an authority is abolished, with a remark."""


class Walked(NamedTuple):
    """An event of a history, with what follows from its place in the list."""

    event: object
    days: range
    step: Step
    is_early: bool
    """Whether the event is out of order: before the earliest day reached so far."""
    is_after: set[bool]
    """The answers, over all pairs of days, to whether the authority was already abolished."""


def inherited_days(history):
    """Yield each inherited event with its possible days, which own events bound at the end only."""
    inherited = history.inherits
    dates = [event.on for event in (*inherited, *history.events)]
    reached = BEFORE
    for index, event in enumerate(inherited):
        yield event, possible_days(event.on, reached, dates[index + 1 :])
        reached = max(reached, earliest_of(event.on))


def walk(history):
    """Yield each event of a history with its possible days and its step.

    If all moves of a refused event's trigger end in one stage, the history continues in that
    stage. Otherwise the stage does not change, and further refusals count as caused by the refused
    event until the stage changes. An event after the authority is abolished moves no stage.

    An event is out of order if its latest day is before the earliest day reached. After an event
    out of order, later events are compared with that event.
    """
    dates = [event.on for event in history.events]
    stage = history.begins_in or "routine_oversight"
    first_refused = abolished = None
    reached = BEFORE
    for index, event in enumerate(history.events):
        days = possible_days(event.on, reached, dates[index + 1 :])
        is_after = {False}
        if abolished is not None and event.trigger not in {"note", "other_subject"}:
            is_after = is_later(days, abolished)
        cell = moves().get((event.trigger, stage))
        if is_after == {True}:
            step = Step(stage, stage, event.event_name in REMARK_AFTER_ABOLITION, None)
        else:
            target = only_target(event.trigger)
            after = cell[0] if cell else target or stage
            step = Step(stage, after, cell is not None, None if cell else first_refused)
            if after != stage:
                first_refused = None
            elif cell is None and target is None and first_refused is None:
                first_refused = index
        is_judged = step.allowed and is_after != {True}
        is_early = is_judged and latest_of(event.on) < reached
        reached = earliest_of(event.on) if is_early else max(reached, earliest_of(event.on))
        stage = step.after
        if abolished is None and abolishes(event, history.authority):
            abolished = days
        yield Walked(event, days, step, is_early, is_after)


def replay(history):
    """Return the step of each event: the stages before and after it, and whether it is allowed."""
    return [walked.step for walked in walk(history)]


def findings(history):
    """Return every finding on a history, in the order of its events."""
    state = State(history.authority)
    for event, days in inherited_days(history):
        state.advance(event, days)
    found, earlier = [], []
    for index, walked in enumerate(walk(history)):
        certain = walked.is_after == {True}
        if certain or (True in walked.is_after and walked.step.allowed):
            is_remark = walked.event.event_name in REMARK_AFTER_ABOLITION
            strength = "practice" if is_remark else "logic"
            found.append(Finding("after_abolition", index, None, strength, certain))
        if certain:
            continue
        found += findings_on(index, walked, state, earlier, history.begins_in)
        state.advance(walked.event, walked.days, walked.step)
        earlier.append(walked.event)
    return found


def findings_on(index, walked, state, earlier, begins_in):
    """Yield the findings on one event, but for that of coming after an abolition.

    Args:
        index: The index of the event.
        walked: The event with its possible days and its step.
        state: The state before the event.
        earlier: The events before it.
        begins_in: The stage in which the history begins, if it is given.
    """
    event, step = walked.event, walked.step
    finding = partial(Finding, index=index, rule=None, strength="practice", certain=True)
    if not step.allowed:
        if step.caused_by is None:
            yield finding("move_not_allowed", strength="logic")
        return
    if walked.is_early:
        yield finding("out_of_order", rule="in-order", strength="logic")
    yield from state.rule_findings(index, event, walked.days)
    yield from state.deadline_findings(index, event, walked.days)
    yield from inspection_findings(index, event)
    if event.event_name == "requirement_met" and (normalised(event.what) not in state.requirements):
        yield finding("unknown_requirement")
    if is_repeated(event, earlier):
        yield finding("repeated_event")
    required = REQUIRES_EARLIER.get(event.trigger)
    if required and begins_in is None and required.isdisjoint(state.begun):
        yield finding("missing_step")
    if moves()[event.trigger, step.before][1] != "S":
        yield finding("off_standard_route")
