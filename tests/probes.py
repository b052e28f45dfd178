"""Histories around everything that a rule says, each with what the oracle says of it.

Bounds, periods and relaxations are those of the oracle's table, never those of the package.
"""

import datetime as dt
from functools import cache
from itertools import product

from attrs import evolve

import trustflow as tf
from tests import oracle
from tests.test_equivalence import event_of
from tests.test_oracle import lawful_starts

DAY = dt.timedelta(1)
LONG = dt.timedelta(2000)
"""Longer than any bound."""
RECEIVED = {"council-publishes-report", "action-plan"}
"""The rules that count from the day of receipt."""
FRAMEWORKS = (None, *sorted(oracle.SECTION_136), "unannounced", "other")
MIDDLES = {
    "employee-information-14": dt.date(2014, 1, 31),
    "reinspection-18-24-months": dt.date(2014, 1, 31),
    "draft-plan": dt.date(2019, 1, 31),
    "final-plan": dt.date(2019, 1, 31),
    "decision-to-return": dt.date(2023, 1, 31),
}
"""A day well within the period in force, where that is not 31 January 2017: it ends a month."""


def with_meaning(history):
    """A history with the steps and the findings that the oracle has for it."""
    return history, (oracle.replay(history), sorted(oracle.remarks(history), key=repr))


def cell_probe(trigger, stage):
    """One event in one stage."""
    return [with_meaning(tf.History("X", [event_of(trigger)], begins_in=stage))]


def order_probes():
    """Two events in and out of order."""
    for days in (("2016-02-01", "2016-01-31"), ("2016-02-01", "2016-02-01"), ("2016", "2015")):
        yield with_meaning(tf.History("X", [event_of("note", day) for day in days]))


@cache
def probes(rule_id):
    """Histories around everything that a rule says."""
    if rule_id == oracle.PUBLICATION_LAG.id:
        found = lag_probes()
    else:
        (rule,) = (rule for rule in oracle.TIMED if rule.id == rule_id)
        found = [history for each in PROBES for history in each(rule)]
    return tuple(with_meaning(history) for history in found)


def starting(rule, trigger, day, **fields):
    """An event that starts a rule's clock on a day, of a framework for which all rules hold."""
    given = {"framework": "SIF"} if trigger in oracle.INSPECTED else {}
    if rule.id in RECEIVED:  # published the day after
        given |= {"received_on": day}
        day += DAY
    return plain(trigger, day, **{**given, **fields})


def plain(trigger, day, **fields):
    """An event of a trigger on a day."""
    return evolve(event_of(trigger, day.isoformat()), **fields)


def ends_of(rule):
    """The pairs of a start and an end, each with the stages in which one may follow the other."""
    for start, end in product(sorted(rule.starts), sorted(rule.ends)):
        stages = lawful_starts(start, end)
        if rule.id == "commissioner-report":
            stages = ["rated_inadequate", "commissioner_review"]
        yield start, end, stages


def middle_of(rule):
    """A day well within a rule's period in force."""
    return MIDDLES.get(rule.id, dt.date(2017, 1, 31))


def after_bound(rule, day, bound, off):
    """The day so many days off the one to which a bound leads, at the earliest the day itself."""
    due = oracle.moved(day.toordinal(), bound, rule.unit)
    return dt.date.fromordinal(max(due + off, day.toordinal() + (rule.id in RECEIVED)))


def bound_probes(rule):
    """An end on the day of each bound, and days before and after it."""
    days = (middle_of(rule), middle_of(rule) - 3 * DAY)
    bounds = [bound for bound in (rule.least, rule.most) if bound is not None]
    for start, end, stages in ends_of(rule):
        for day, bound, off in product(days, bounds, (-400, -2, -1, 0, 1, 2, 400)):
            last = after_bound(rule, day, bound, off)
            for stage in stages[:2]:
                events = [starting(rule, start, day), plain(end, last)]
                yield tf.History("X", events, begins_in=stage)


def period_probes(rule):
    """A clock that breaks the rule, on days around each edge of its period in force."""
    edges = [dt.date.fromisoformat(each) for each in (rule.since, rule.until)]
    for start, end, stages in ends_of(rule):
        for edge, off in product(edges, range(-3, 3)):
            if not 1990 < edge.year < 2100:
                continue
            near = edge + off * DAY
            for first, last in ((near, near + LONG), (near, near + DAY), (near - DAY, near)):
                events = [starting(rule, start, first), plain(end, max(last, first + DAY))]
                yield tf.History("X", events, begins_in=stages[0])


def receipt_probes(rule):
    """A report of which nobody knows when the council received it."""
    if rule.id not in RECEIVED:
        return
    since = dt.date.fromisoformat(rule.since)
    for start, end, stages in ends_of(rule):
        late = [
            (middle_of(rule), after_bound(rule, middle_of(rule), rule.most, off))
            for off in range(-12, 13)
        ]
        late += [(since + off * DAY, since + LONG) for off in range(-6, 3)]
        for first, last in late:
            events = [starting(rule, start, first, received_on=None), plain(end, last)]
            yield tf.History("X", events, begins_in=stages[0])


def relaxation_probes(rule):
    """Due days around each edge of the relaxation, missed."""
    if rule.id != "action-plan":
        return
    for start, end, stages in ends_of(rule):
        for edge, off in product((oracle.RELAXED[0], oracle.RELAXED[-1]), range(-5, 6)):
            received = oracle.moved(edge + off, -rule.most, rule.unit)
            day = dt.date.fromordinal(received)
            events = [starting(rule, start, day), plain(end, day + LONG)]
            yield tf.History("X", events, begins_in=stages[0])


def holding_probes(rule):
    """A start in every stage it can have, and by every framework."""
    for start, end, stages in ends_of(rule):
        for stage, gap in product(stages, (DAY, LONG)):
            events = [
                starting(rule, start, middle_of(rule)),
                plain(end, middle_of(rule) + gap),
            ]
            yield tf.History("X", events, begins_in=stage)
        for framework, gap in product(FRAMEWORKS if start in oracle.INSPECTED else (), (DAY, LONG)):
            events = [
                starting(rule, start, middle_of(rule), framework=framework),
                plain(end, middle_of(rule) + gap),
            ]
            yield tf.History("X", events, begins_in=stages[0])


def clock_probes(rule):
    """A clock started twice, ended twice, or around a note, which does neither."""
    middle = middle_of(rule)
    for start, end, stages in ends_of(rule):
        ending = next(stage for stage in map(str, tf.Stage) if (end, stage) in oracle.moves())
        for gap, later in product((0, 1, 20, 40, 100, 400, 800), (0, 1, 300, 2000)):
            again, last = middle + gap * DAY, middle + (gap + later) * DAY
            first = starting(rule, start, middle)
            for between in (starting(rule, start, again), plain(end, again), plain("note", again)):
                yield tf.History("X", [first, between, plain(end, last)], begins_in=stages[0])
            noted = [plain("note", middle), plain(end, last)]
            yield tf.History("X", noted, begins_in=ending)
    if rule.id == "commissioner-report":
        yield from review_probes(middle)


def review_probes(middle):
    """A review that ends without a report and is begun again."""
    for years in (1, 2):
        run = (
            ("commissioner_appointed", 0),
            ("inspection_published_not_inadequate", 30),
            ("inspection_published_inadequate", 60),
            ("commissioner_appointed", 365 * years),
            ("commissioner_reported", 365 * years + 30),
        )
        events = [plain(trigger, middle + days * DAY) for trigger, days in run]
        yield tf.History("X", events, begins_in="rated_inadequate")


PROBES = (
    bound_probes,
    period_probes,
    receipt_probes,
    relaxation_probes,
    holding_probes,
    clock_probes,
)


def lag_probes():
    """Inspections published on the last day that is in time and around it, by framework."""
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
                "X", [plain(trigger, published, **fields)], begins_in="rated_inadequate"
            )
