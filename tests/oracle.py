"""What `check` means, restated in the plainest way there is: slowly, and with nothing of its code.

Law, readings and periods are written out once more by hand; the moves are read from the table of
the domain. Where a date is known only in part, every pair of days that it allows is tried.
An event is taken as data, a date as its earliest and latest day, and the bank holidays as given.
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
    # The table was first read without a precedent for these; the casebook holds one.
    ("inspection_published_not_inadequate", "voluntary_transfer"): "A",
    ("commissioner_report_published", "externally_led"): "A",
}
"""The marks in which the process differs from the table it was read from, by trigger and stage."""
MIN_DAY = dt.date(1900, 1, 1)
MAX_DAY = dt.date(2199, 12, 31)
LAST_PROJECTED = dt.date(2100, 12, 31)
"""The last day for which working days are counted; what leads beyond is later than any day."""
NEVER = MAX_DAY.toordinal() + 1


class Remark(NamedTuple):
    """The part of a finding that the domain fixes."""

    code: str
    index: int
    rule: str | None
    strength: str
    certain: bool


class Replayed(NamedTuple):
    """The part of a step that the domain fixes."""

    before: str
    after: str
    allowed: bool
    caused_by: int | None


@cache
def moves():
    """The table of moves as the domain gives it: (trigger, stage) to (stage after, mark)."""
    with MOVES.open(encoding="utf-8", newline="") as file:
        cells = {(row["trigger"], row["stage"]): row for row in csv.DictReader(file)}
    return {
        cell: (row["leads_to"], CORRECTED.get(cell, row["mark"])) for cell, row in cells.items()
    }


@cache
def only_target(trigger):
    """The one stage in which all moves of a trigger end, stays included; None where several."""
    targets = {leads_to for (name, _), (leads_to, _) in moves().items() if name == trigger}
    return targets.pop() if len(targets) == 1 else None


# Days


def days_of(date):
    """Every day a date can be, as ordinals."""
    return range(date.earliest.toordinal(), date.latest.toordinal() + 1)


def end_of(period):
    """Every day on which a period can end: it ends within what stands after the stroke."""
    after = period.text.rpartition("/")[2]
    return days_of(period if after == ".." else type(period).parse(after))


def start_of(period):
    """Every day on which a period can start."""
    before = period.text.partition("/")[0]
    return days_of(period if before == ".." else type(period).parse(before))


@cache
def is_working(day):
    """Whether a day is neither on a weekend nor a bank holiday."""
    date = dt.date.fromordinal(day)
    return date.isoweekday() <= 5 and day not in bank_holidays(date.year)


@cache
def moved(day, count, unit):
    """The day so many days, months or working days after another, or before it for a minus."""
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


def span_moved(day, span):
    """The day a span leads to from another."""
    return moved(
        day, span.count, {"working day": "working", "month": "months"}.get(span.unit.value, "days")
    )


# The rules, as the domain lists them

INSPECTED = {
    "inspection_published_inadequate",
    "inspection_published_not_inadequate",
    "inspection_published_partial",
    "inspection_published_ungraded",
}
SECTION_136 = {"SIF", "ILACS", "safeguarding and looked-after", "child protection", "looked after"}
RELAXED = range(dt.date(2020, 4, 24).toordinal(), dt.date(2020, 9, 24).toordinal() + 1)


class Rule(NamedTuple):
    """A row of the table of date rules."""

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
        """Whether it is broken by an ending day, seen from a starting day."""
        return (self.least is not None and end < moved(start, self.least, self.unit)) or (
            upper and self.most is not None and end > moved(start, self.most, self.unit)
        )

    def is_in_force(self, day):
        """Whether a day lies in its period in force."""
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
"""The one rule that is about two days of one event."""


def holds_for(rule, event, step):
    """Whether an event is one from which a rule counts, besides its trigger."""
    framework = getattr(event, "framework", None)
    if rule.id == "reinspection-18-24-months":
        return framework == "SIF"
    if rule.id == "commissioner-report":
        return step.before != step.after == "commissioner_review"
    return framework is None or framework in SECTION_136


def anchor(rule, events, steps):
    """The event that a rule counts from, looking back: the latest that starts it and none ends.

    For a trust to go live it is the first since the last that ended it.
    """
    found = None
    for event, step in zip(reversed(events), reversed(steps), strict=True):
        if event.trigger in rule.starts and holds_for(rule, event, step):
            found = event
            if rule.id != "direction-to-live":
                return found
        if event.trigger in rule.ends:
            return found
    return found


def counted_from(rule, event):
    """The days a rule can count from, and whether they rest on the measured span of receipt."""
    if rule.id not in {"council-publishes-report", "action-plan"}:
        return days_of(event.on), False
    received = getattr(event, "received_on", None)
    if received is not None:
        return days_of(received), False
    published = days_of(event.on)
    last = moved(published[-1], 1, "working")
    return range(moved(published[0], -6, "working"), min(last, MAX_DAY.toordinal()) + 1), True


def verdict(rule, starts, ends, *, upper=True, measured=False):
    """The strength and certainty with which a rule is broken, from every pair of days; or None."""
    in_force_by_end = rule.id.startswith("employee-information")
    answers = set()
    for start, end in product(starts, ends):
        if not rule.is_in_force(end if in_force_by_end else start) or not rule.is_broken(
            start, end, upper=upper
        ):
            answers.add("kept")
        elif rule.id == "action-plan" and moved(start, rule.most, rule.unit) in RELAXED:
            answers.add("relaxed")
        else:
            answers.add("broken")
    if answers <= {"kept"}:
        return None
    strength = rule.strength if "broken" in answers else "practice"
    return strength, len(answers) == 1 and not measured


def rule_remarks(index, event, events, steps, beaten):
    """What the date rules say of an event that is allowed.

    Args:
        index: Its place.
        event: The event.
        events: Those before it.
        steps: What those before it did.
        beaten: The triggers for which a deadline is set in a document and still open.
    """
    for rule in TIMED:
        if event.trigger not in rule.ends:
            continue
        since = anchor(rule, events, steps)
        if since is None:
            continue
        starts, measured = counted_from(rule, since)
        upper = rule.strength == "logic" or beaten.isdisjoint(rule.ends)
        found = verdict(rule, starts, days_of(event.on), upper=upper, measured=measured)
        if found is not None:
            yield Remark("date_rule", index, rule.id, *found)
    if event.trigger in INSPECTED and event.inspected and holds_for(PUBLICATION_LAG, event, None):
        # Of several periods the inspection ends with the one that ends last.
        last_days = [end_of(period) for period in event.inspected]
        ended = range(max(days[0] for days in last_days), max(days[-1] for days in last_days) + 1)
        upper = beaten.isdisjoint(PUBLICATION_LAG.ends)
        found = verdict(PUBLICATION_LAG, ended, days_of(event.on), upper=upper)
        if found is not None:
            yield Remark("date_rule", index, PUBLICATION_LAG.id, *found)


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


def plain(words):
    """The words of a requirement as they are matched."""
    return " ".join(words.casefold().split())


class Open(NamedTuple):
    """A deadline still to be met: who set it, its words, its due days, and who may supersede it."""

    setter: object
    deadline: object
    strength: str
    due: range
    doubtful: bool


def deadlines_of(event):
    """The deadlines an event sets: a deadline set is one itself."""
    own = [event] if getattr(event, "event_name", "") == "deadline_set" else []
    return [*own, *event.deadlines]


def due_days(deadline, event):
    """The days on which a deadline can be due; None where none was given."""
    if deadline.due is not None:
        return days_of(deadline.due)
    if deadline.within is None:
        return None
    found = [span_moved(day, deadline.within) for day in days_of(event.on)]
    return range(found[0], found[-1] + 1)


def strength_of(deadline, event):
    """Who set a deadline, and where it does not say, who sets such deadlines."""
    if deadline.set_by is not None:
        return str(deadline.set_by)
    if event.event_name == "visit_letter_published" and event.kind == "jtai":
        return "law"
    return SET_BY.get(event.event_name, "practice")


def is_about_children(event):
    """Whether an event is about the services that the process is about."""
    return event.trigger != "other_subject"


def is_whole_inspection(event):
    """Whether an event is an inspection of all the services."""
    return event.trigger in INSPECTED and event.remit == "all"


def meets(event, deadline):
    """Whether an event is the one that a deadline asks for."""
    if deadline.judgement is not None and is_whole_inspection(event):
        words = [event.judgement] if event.judgement else list(event.areas.values())
        asked = GRADE[deadline.judgement.casefold()]
        return bool(words) and min(GRADE[word] for word in words) >= asked
    if deadline.met_by is not None or deadline.judgement is not None:
        return event.trigger == deadline.met_by
    return event.event_name == "requirement_met" and plain(event.what) == plain(deadline.what)


def is_post_of(other, names):
    """Whether an event put in post those named, and nobody else; anybody where none is named."""
    named = {plain(each) for each in names}
    in_post = other.event_name in {"commissioner_appointed", "commissioner_succeeded"}
    return in_post and (not named or {plain(each) for each in other.names} <= named)


def is_direction(other):
    """Whether an event is a direction."""
    return other.event_name == "direction_issued"


def is_notice(other):
    """Whether an event is an improvement notice."""
    return other.event_name == "improvement_notice_issued"


def replaces(direction, other):
    """Whether a direction replaces an earlier one by its number, or a notice in words."""
    if isinstance(direction.replaces, str):
        return is_notice(other) and "notice" in direction.replaces.casefold()
    return is_direction(other) and None is not direction.replaces == other.number


def revokes(event, other, opened):
    """Whether a direction is revoked: by its number, or else as the oldest of an earlier day."""
    if event.direction is not None:
        return is_direction(other) and other.number == event.direction
    earlier = [each for each in opened if is_direction(each) and each.on != event.on]
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
"""By event, whether it closes an earlier one that is still open: a notice, a direction, a post."""


def closes(event, other, opened):
    """Whether an event closes an earlier one of what is still open."""
    rule = CLOSES.get(event.event_name)
    return rule is not None and is_about_children(event) and rule(event, other, opened)


OPENING = {
    "commissioner_appointed",
    "commissioner_succeeded",
    "direction_issued",
    "improvement_notice_issued",
    "support_and_supervision_started",
}


def supersedes(event, duty, closed):
    """Whether an event takes the place of a deadline, or takes it back."""
    if duty.setter in closed:
        return True
    planned = duty.deadline.met_by == "trust_went_live"
    if planned:
        return event.trigger in {"decision_announced_retain", "returned_to_council"}
    return any(
        plain(each.what) == plain(duty.deadline.what)
        for each in deadlines_of(event)
        if each.met_by != "trust_went_live"
    )


class Papers:
    """The deadlines that are open, and the events that opened what is open."""

    def __init__(self):
        self.duties = []
        self.opened = []
        self.asked = set()

    @property
    def beaten(self):
        """The triggers for which a day is set in a document."""
        return {duty.deadline.met_by for duty in self.duties} - {None}

    def remarks(self, index, event):
        """What is late of that which an event meets, by every pair of a due day and its own."""
        for duty in self.duties:
            if not meets(event, duty.deadline):
                continue
            late = {day > due for due, day in product(duty.due, days_of(event.on))}
            if True in late:
                certain = late == {True} and not duty.doubtful
                yield Remark("deadline_missed", index, None, duty.strength, certain)

    def take(self, event):
        """What an event meets, closes, supersedes and sets."""
        closed = [each for each in self.opened if closes(event, each, self.opened)]
        self.opened = [each for each in self.opened if each not in closed]
        if event.event_name in OPENING and is_about_children(event):
            self.opened.append(event)
        duties = []
        for duty in self.duties:
            if meets(event, duty.deadline):
                continue
            if supersedes(event, duty, closed):
                in_time = {day <= due for due, day in product(duty.due, days_of(event.on))}
                if in_time == {True}:
                    continue
                duties.append(duty._replace(doubtful=duty.doubtful or True in in_time))
            else:
                duties.append(duty)
        for deadline in deadlines_of(event):
            self.asked.add(plain(deadline.what))
            due = due_days(deadline, event)
            if due is not None:
                strength = strength_of(deadline, event)
                duties.append(Open(event, deadline, strength, due, doubtful=False))
        self.duties = duties


# Single events

FIRST_WITHOUT_ADEQUATE = dt.date(2013, 11, 1).toordinal()
FIRST_WITHOUT_OVERALL = dt.date(2026, 4, 1).toordinal()


def inspection_remarks(index, event):
    """Whether it ended before it was published, and its words were in use, on any days allowed."""
    if event.trigger not in INSPECTED:
        return
    for period in event.inspected:
        if all(ended > day for ended, day in product(end_of(period), days_of(event.on))):
            yield Remark("inspected_after_published", index, None, "logic", certain=True)
    if event.inspected:
        starts = [start_of(period) for period in event.inspected]
        days = range(min(each[0] for each in starts), min(each[-1] for each in starts) + 1)
    else:
        published = days_of(event.on)
        days = range(moved(published[0], -55, "working"), published[-1] + 1)
    for word in {event.judgement, *event.areas.values()}:
        fits = {
            "adequate": days[0] < FIRST_WITHOUT_ADEQUATE,
            "requires improvement": days[-1] >= FIRST_WITHOUT_ADEQUATE,
        }
        if not fits.get(word, True):
            yield Remark("bad_judgement", index, None, "logic", certain=True)
    overall = range(FIRST_WITHOUT_ADEQUATE, FIRST_WITHOUT_OVERALL)
    if event.judgement is not None:
        odd = days[0] >= FIRST_WITHOUT_OVERALL
    else:
        graded_whole = event.remit == "all" and event.framework in {None, "SIF", "ILACS"}
        odd = graded_whole and days[0] in overall and days[-1] in overall
    if odd:
        yield Remark("bad_judgement", index, None, "practice", certain=True)


BEGINNINGS = {
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


# The whole


def replay(history):
    """What each event does to the stage: allowed or not, and because of which refused event.

    After a refused event the history goes on from where all moves of its trigger end; where there
    is no such stage it stays, and until the stage next changes no further refusal is remarked on.
    """
    stage = history.begins_in or "routine_oversight"
    first_refused = None
    steps = []
    for index, event in enumerate(history.events):
        cell = moves().get((event.trigger, stage))
        target = only_target(event.trigger)
        after = cell[0] if cell else target or stage
        because = None if cell else first_refused
        steps.append(Replayed(stage, after, cell is not None, because))
        if after != stage:
            first_refused = None
        elif cell is None and target is None and first_refused is None:
            first_refused = index
        stage = after
    return steps


def order_remarks(events):
    """For each event whether it is out of order: before the earliest day reached by those listed.

    After one that is, the count starts again at it.
    """
    reached = MIN_DAY
    for event, allowed in events:
        wrong = allowed and event.on.latest < reached
        reached = event.on.earliest if wrong else max(reached, event.on.earliest)
        yield wrong


def remarks(history):
    """Every finding on a history, as far as the domain fixes it."""
    events, steps = history.events, replay(history)
    wrongs = order_remarks(zip(events, [step.allowed for step in steps], strict=True))
    papers = Papers()
    found = []
    for index, (event, step, wrong) in enumerate(zip(events, steps, wrongs, strict=True)):
        say = partial(Remark, index=index, rule=None, certain=True)
        earlier = {each.trigger for each in events[:index]}
        if not step.allowed:
            if step.caused_by is None:
                found.append(say("move_not_allowed", strength="logic"))
            papers.take(event)
            continue
        if wrong:
            found.append(say("out_of_order", rule="in-order", strength="logic"))
        found += rule_remarks(index, event, events[:index], steps[:index], papers.beaten)
        found += papers.remarks(index, event)
        found += inspection_remarks(index, event)
        if event.event_name == "requirement_met" and plain(event.what) not in papers.asked:
            found.append(say("unknown_requirement", strength="practice"))
        beginnings = BEGINNINGS.get(event.trigger)
        if beginnings and history.begins_in is None and earlier.isdisjoint(beginnings):
            found.append(say("missing_step", strength="practice"))
        if moves()[event.trigger, step.before][1] != "S":
            found.append(say("off_standard_route", strength="practice"))
        papers.take(event)
    return found
