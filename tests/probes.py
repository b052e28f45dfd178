"""Test histories around every bound and period of a rule, with the oracle's steps and findings.

The bounds, periods and relaxations come from the oracle's table and not from the package.
"""

import datetime as dt
from functools import cache
from itertools import product

from attrs import evolve

import trustflow as tf
from tests import oracle
from tests.test_oracle import event_of, stages_allowing

DAY = dt.timedelta(1)
LONG = dt.timedelta(2000)
"""A length of time greater than any bound."""
REINSPECTION, COMMISSIONER_REPORT = "reinspection-18-24-months", "commissioner-report"
FRAMEWORKS = (None, *sorted(oracle.SECTION_136), "unannounced", "other")
MIDDLES = {
    "employee-information-14": dt.date(2014, 1, 31),
    "reinspection-18-24-months": dt.date(2014, 1, 31),
    "draft-plan": dt.date(2019, 1, 31),
    "final-plan": dt.date(2019, 1, 31),
    "decision-to-return": dt.date(2023, 1, 31),
}
"""By rule, a day within its period in force, for rules not in force on 31 January 2017.

Each day is the last day of a month, where a count in months differs from a count in days.
"""


def with_expected(history):
    """Return a history together with the steps and the findings that the oracle gives on it."""
    return history, (oracle.replay(history), sorted(oracle.findings(history), key=repr))


def cell_probe(trigger, stage):
    """Return a history of one event in one stage."""
    return [with_expected(tf.History("X", [event_of(trigger)], begins_in=stage))]


def order_probes():
    """Yield histories of two events, in order and out of order."""
    for days in (("2016-02-01", "2016-01-31"), ("2016-02-01", "2016-02-01"), ("2016", "2015")):
        yield with_expected(tf.History("X", [event_of("note", day) for day in days]))


@cache
def probes(rule_id):
    """Return histories around every bound, period and other value of a rule."""
    if rule_id == oracle.PUBLICATION_LAG.id:
        histories = lag_probes()
    else:
        (rule,) = (rule for rule in oracle.TIMED if rule.id == rule_id)
        histories = [history for probe in PROBES for history in probe(rule)]
    return tuple(with_expected(history) for history in histories)


def start_event(rule, trigger, day, **fields):
    """Return an event that starts a rule's clock on a day, under a framework that all rules accept.

    If the rule counts from receipt of a report or letter, it is published on the next day.
    """
    usual = {"framework": "SIF"} if trigger in oracle.INSPECTED else {}
    if rule.id in oracle.RECEIVED:
        usual |= {"received_on": day}
        day += DAY
    return dated_event(trigger, day, **{**usual, **fields})


def end_event(rule, trigger, day, **fields):
    """Return an event that stops a rule's clock on a day.

    If the rule counts to the start of an inspection, its report is published on the same day.
    """
    return dated_event(
        trigger, day, **({"inspected": day} if rule.id == REINSPECTION else {}), **fields
    )


def dated_event(trigger, day, **fields):
    """Return an event with a trigger and a day."""
    return evolve(event_of(trigger, day.isoformat()), **fields)


def start_and_end(rule):
    """Yield each pair of starting and ending trigger, with the stages that allow both in turn."""
    for start, end in product(sorted(rule.starts), sorted(rule.ends | rule.shown_by)):
        stages = stages_allowing(start, end)
        if rule.id == COMMISSIONER_REPORT:
            stages = ["rated_inadequate", "commissioner_review"]
        yield start, end, stages


def middle_of(rule):
    """Return a day within a rule's period in force, far from its edges."""
    return MIDDLES.get(rule.id, dt.date(2017, 1, 31))


def after_bound(rule, day, bound, off):
    """Return the day `off` days after a bound, but not before the start of the clock."""
    due = oracle.shifted(day.toordinal(), bound, rule.unit)
    return dt.date.fromordinal(max(due + off, day.toordinal() + (rule.id in oracle.RECEIVED)))


def bound_probes(rule):
    """Yield histories that end on the day of each bound, and days before and after it."""
    days = (middle_of(rule), middle_of(rule) - 3 * DAY)
    bounds = [bound for bound in (rule.least, rule.most) if bound is not None]
    for start, end, stages in start_and_end(rule):
        for day, bound, off in product(days, bounds, (-400, -2, -1, 0, 1, 2, 400)):
            last = after_bound(rule, day, bound, off)
            for stage in stages[:2]:
                events = [start_event(rule, start, day), end_event(rule, end, last)]
                yield tf.History("X", events, begins_in=stage)


def period_probes(rule):
    """Yield histories that break the rule around each edge of its period in force."""
    edges = [dt.date.fromisoformat(edge) for edge in (rule.since, rule.until)]
    for start, end, stages in start_and_end(rule):
        for edge, off in product(edges, range(-3, 3)):
            if not 1990 < edge.year < 2100:
                continue
            near = edge + off * DAY
            for first, last in ((near, near + LONG), (near, near + DAY), (near - DAY, near)):
                events = [
                    start_event(rule, start, first),
                    end_event(rule, end, max(last, first + DAY)),
                ]
                yield tf.History("X", events, begins_in=stages[0])


def receipt_probes(rule):
    """Yield histories with a report whose day of receipt by the council is unknown."""
    if rule.id not in oracle.RECEIVED:
        return
    since = dt.date.fromisoformat(rule.since)
    for start, end, stages in start_and_end(rule):
        late = [
            (middle_of(rule), after_bound(rule, middle_of(rule), rule.most, off))
            for off in range(-12, 13)
        ]
        late += [(since + off * DAY, since + LONG) for off in range(-6, 3)]
        for first, last in late:
            events = [start_event(rule, start, first, received_on=None), end_event(rule, end, last)]
            yield tf.History("X", events, begins_in=stages[0])


def relaxation_probes(rule):
    """Yield histories that miss due days at each end of the relaxation."""
    if rule.id not in {"action-plan", "joint-statement"}:
        return
    for start, end, stages in start_and_end(rule):
        for edge, off in product((oracle.RELAXED[0], oracle.RELAXED[-1]), range(-5, 6)):
            received = oracle.shifted(edge + off, -rule.most, rule.unit)
            day = dt.date.fromordinal(received)
            events = [start_event(rule, start, day), end_event(rule, end, day + LONG)]
            yield tf.History("X", events, begins_in=stages[0])


def condition_probes(rule):
    """Yield histories that start the clock in every stage that allows it, by every framework."""
    for start, end, stages in start_and_end(rule):
        for stage, gap in product(stages, (DAY, LONG)):
            events = [
                start_event(rule, start, middle_of(rule)),
                end_event(rule, end, middle_of(rule) + gap),
            ]
            yield tf.History("X", events, begins_in=stage)
        for framework, gap in product(FRAMEWORKS if start in oracle.INSPECTED else (), (DAY, LONG)):
            events = [
                start_event(rule, start, middle_of(rule), framework=framework),
                end_event(rule, end, middle_of(rule) + gap),
            ]
            yield tf.History("X", events, begins_in=stages[0])


def clock_probes(rule):
    """Yield histories that start a clock twice, stop it twice, or contain an unrelated note."""
    middle = middle_of(rule)
    for start, end, stages in start_and_end(rule):
        ending = next(stage for stage in map(str, tf.Stage) if (end, stage) in oracle.moves())
        for gap, later in product((0, 1, 20, 40, 100, 200, 400, 800), (0, 1, 300, 2000)):
            again, last = middle + gap * DAY, middle + (gap + later) * DAY
            first = start_event(rule, start, middle)
            for between in (
                start_event(rule, start, again),
                end_event(rule, end, again),
                dated_event("note", again),
            ):
                yield tf.History(
                    "X", [first, between, end_event(rule, end, last)], begins_in=stages[0]
                )
            noted = [dated_event("note", middle), end_event(rule, end, last)]
            yield tf.History("X", noted, begins_in=ending)
    if rule.id == COMMISSIONER_REPORT:
        yield from review_probes(middle)


def review_probes(middle):
    """Yield histories in which a review ends without a report, and a new one begins."""
    for years in (1, 2):
        run = (
            ("commissioner_appointed", 0),
            ("inspection_published_not_inadequate", 30),
            ("inspection_published_inadequate", 60),
            ("commissioner_appointed", 365 * years),
            ("commissioner_reported", 365 * years + 30),
        )
        events = [dated_event(trigger, middle + days * DAY) for trigger, days in run]
        yield tf.History("X", events, begins_in="rated_inadequate")


def answer_probes(rule):
    """Yield histories with a document that responds to something, late for another body or not."""
    if rule.answers is None:
        return
    middle = middle_of(rule)
    for start, end, stages in start_and_end(rule):
        for words in (*sorted(oracle.ANSWERS), "SEND", None):
            first = start_event(rule, start, middle)
            answer = end_event(rule, end, middle + LONG, responds_to=words)
            again = end_event(rule, end, middle + LONG + DAY)
            yield tf.History("X", [first, answer], begins_in=stages[0])
            yield tf.History("X", [first, answer, again], begins_in=stages[0])
            if start in oracle.JOINT_LETTERS:
                other = evolve(first, principal_authority="The police")
                yield tf.History("X", [other, answer], begins_in=stages[0])


def asking_probes(rule):
    """Yield letters of every kind, of the period in which letters asked for no plan, and others."""
    if rule.starts != oracle.PRIORITY_ACTION:
        return
    days = [dt.date(2019, 1, 31), dt.date(2020, 1, 31), dt.date(2022, 1, 31)]
    for _, end, stages in start_and_end(rule):
        for day, kind, asked in product(days, (None, "focused", "assurance"), (None, True, False)):
            (start,) = rule.starts
            letter = start_event(rule, start, day, kind=kind, plan_asked=asked)
            late = end_event(rule, end, day + LONG)
            yield tf.History("X", [letter, late], begins_in=stages[0])


def showing_probes(rule):
    """Yield histories in which an event only shows that the end had come, in time or late."""
    middle = middle_of(rule)
    for start, end in product(sorted(rule.starts), sorted(rule.ends)):
        for shown in sorted(rule.shown_by):
            stages = ["rated_inadequate"]
            if rule.id != COMMISSIONER_REPORT:
                stages = stages_allowing(start, shown)
            for first, last in product((1, 20, 400), (1, 400, 2000)):
                if first > last:
                    continue
                events = [
                    start_event(rule, start, middle),
                    dated_event(shown, middle + first * DAY),
                    end_event(rule, end, middle + last * DAY),
                ]
                yield tf.History("X", events[:2], begins_in=stages[0])
                yield tf.History("X", events, begins_in=stages[0])


def cancelling_probes(rule):
    """Yield histories in which the post of a commissioner ends before a late report."""
    if rule.id != COMMISSIONER_REPORT:
        return
    middle = middle_of(rule)
    for trigger in (*sorted(oracle.CANCELS_REPORT), "commissioner_succeeded", "note"):
        for gap in (0, 1, 30):
            run = (
                ("commissioner_appointed", 0),
                (trigger, gap),
                ("direction_issued_trust", 40),
                ("commissioner_reported", 400),
            )
            events = [dated_event(each, middle + days * DAY) for each, days in run]
            yield tf.History("X", events, begins_in="rated_inadequate")


def reinspection_probes(rule):
    """Yield inspections near the last due day in force, and with another start than publication."""
    if rule.id != REINSPECTION:
        return
    for end in sorted(rule.ends):
        for off in range(-4, 5):
            day = dt.date(2014, 5, 30) + off * DAY
            late = end_event(rule, end, day + LONG)
            first = start_event(rule, "inspection_published_inadequate", day)
            yield tf.History("X", [first, late], begins_in="rated_inadequate")
        middle = middle_of(rule)
        first = start_event(rule, "inspection_published_inadequate", middle)
        for inspected, published in (
            (500, 560), (540, 700), (700, 760), (729, 731), (760, 800), (-5, 400), (0, 400), (1, 9),
        ):  # fmt: skip
            later = dated_event(
                end, middle + published * DAY, inspected=middle + inspected * DAY, framework="SIF"
            )
            only_shown = evolve(later, inspected=())
            for event in (later, only_shown):
                yield tf.History("X", [first, event], begins_in="rated_inadequate")
            last = end_event(rule, end, middle + LONG)
            yield tf.History("X", [first, later, last], begins_in="rated_inadequate")


PROBES = (
    bound_probes,
    period_probes,
    receipt_probes,
    relaxation_probes,
    condition_probes,
    clock_probes,
    answer_probes,
    asking_probes,
    showing_probes,
    cancelling_probes,
    reinspection_probes,
)


def lag_probes():
    """Yield inspections published just in time and just late, under each framework."""
    rule = oracle.PUBLICATION_LAG
    since = dt.date.fromisoformat(rule.since)
    for trigger, framework in product(sorted(rule.starts), FRAMEWORKS):
        around = [
            (ended, after_bound(rule, ended, rule.most, off))
            for ended in (dt.date(2017, 2, 1), dt.date(2016, 12, 1))
            for off in (-1, 0, 1, 30)
        ]
        around += [(since + off * DAY, since + 200 * DAY) for off in range(-2, 3)]
        around += [(since - 5 * DAY, since), (None, dt.date(2017, 2, 1))]
        for ended, published in around:
            fields = {"framework": framework, "inspected": ended or ()}
            yield tf.History(
                "X", [dated_event(trigger, published, **fields)], begins_in="rated_inadequate"
            )
