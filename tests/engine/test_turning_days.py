"""`turning_days` has every day on which the findings on an event change."""

from itertools import pairwise

import pytest
from attrs import field, frozen

import trustflow as tf
from tests.engine.samples import answer_rule, asking_process
from trustflow import events as ev
from trustflow.dates import MAX_DAY, MIN_DAY, whole_day
from trustflow.engine import check, moved, suppose, turning_days
from trustflow.history import Citation, Irregularity, NamedEvent

FIRST, LAST = whole_day("2015-12-20"), whole_day("2016-12-31")


def results(replay, event, day):
    """Return the findings on an event on a day, without their words."""
    return [
        (each.code, each.rule, each.strength, each.certain)
        for each in suppose(replay, moved(event, day))
    ]


def changes(replay, event, first=FIRST, last=LAST):
    """Return the days on which the findings on an event change."""
    each = [results(replay, event, day) for day in range(first - 1, last + 1)]
    return {first + index for index, (one, other) in enumerate(pairwise(each)) if one != other}


def asked(*asks, rule, ordered=True, grant=None, **fields):
    """Return the replay of an asking process with a rule, and the event that grants."""
    process = asking_process(rule, ordered=ordered)
    events = [
        NamedEvent(each, what="ask", **fields) if isinstance(each, str) else each for each in asks
    ]
    return check(tf.History("Somewhere", events), process).replay, grant or NamedEvent(
        "2016", what="grant"
    )


EXACT = {"at_least": "20 working days", "at_most": "3 months"}
RULES = {
    "exact": EXACT,
    "days": {"at_least": "30 days", "at_most": "30 days"},
    "one month": {"at_least": "1 month", "at_most": "1 month"},
    "five working days": {"at_least": "5 working days", "at_most": "5 working days"},
    "mixed": {"at_least": "1 month", "at_most": "22 working days"},
    "sometimes none": {"at_least": "31 days", "at_most": "1 month"},
    "mostly none": {"at_least": "2 months", "at_most": "60 days"},
    "in force": EXACT | {"since": "2016-02-10", "until": "2016-06-20"},
    "in force at the end": EXACT
    | {"since": "2016-02-10", "until": "2016-06-20", "in_force_by_end": True},
    "in force to the due day": EXACT
    | {"since": "2016-02-10", "until": "2016-06-20", "in_force_to_due": True},
    "relaxed": EXACT
    | {"relaxed": tf.process.Relaxation("2016-05-10", "2016-08-20", Citation("a reprieve"))},
}
DATES = (
    "2016-03-31",
    "2016-03",
    "2016",
    "2016-01-20/2016-05-10",
    "../2016-04",
    "2016-03/..",
    "../..",
)


GAPS = ("five working days", "mixed", "sometimes none", "mostly none")
"""Rules that leave days out; with an open start they are slow, so the dates with one are few."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "date"),
    [(rule, date) for rule in RULES for date in DATES if rule not in GAPS or ".." not in date],
)
def test_a_running_clock(rule, date):
    """Exact, partly known and open starts, with bounds in equal and in different units."""
    replay, event = asked(date, rule=answer_rule(**RULES[rule]), ordered=False)
    assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("end", ["2016-07-04", "2016-07", "2016"])
@pytest.mark.parametrize("rule", ["exact", "in force", "in force at the end", "one month"])
def test_a_clock_that_ends_on_another_day_of_the_event(rule, end, date):
    """The day in `end_field` stays, but the start of a date with an open end moves."""
    fields = RULES[rule] | {"end_field": "known_on"}
    grant = NamedEvent("2016", what="grant", known_on=end)
    replay, event = asked(date, rule=answer_rule(**fields), ordered=False, grant=grant)
    assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))


@pytest.mark.parametrize("known_on", [None, "2016-02-29", "2016-02"])
@pytest.mark.parametrize("date", DATES)
def test_a_clock_that_counts_from_another_day_or_its_fallback(date, known_on):
    """The latest day of the fallback moves with the event if the start is open."""
    rule = answer_rule(**EXACT, start_field="known_on", fallback=("6 working days", "1 month"))
    replay, event = asked(date, rule=rule, ordered=False, known_on=known_on)
    assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))


@pytest.mark.parametrize(
    ("fields", "known_on", "some"),
    [
        ({"start_field": "on", "at_least": "1 day"}, None, True),
        ({"start_field": "known_on", "at_most": "20 working days"}, "2016-03", True),
        ({"start_field": "known_on", "at_most": "20 working days"}, None, False),
        (
            {
                "start_field": "known_on",
                "fallback": ("6 working days", "0 days"),
                "at_most": "8 days",
            },
            None,
            True,
        ),
    ],
)
def test_a_clock_that_the_event_itself_starts(fields, known_on, some):
    """Counted back in working days and on in days, the result can change from day to day."""
    rule = answer_rule(
        starts="grant", same_event=True, since="2016-02-10", until="2017-06-20", **fields
    )
    replay, event = asked(rule=rule, grant=NamedEvent("2016", what="grant", known_on=known_on))
    found = changes(replay, event)
    assert bool(found) == some
    assert found <= set(turning_days(replay, event, MIN_DAY))


FALLBACKS = [
    ({"at_most": "54 working days"}, ("6 working days", "1 working day"), False),
    ({"at_most": "1 month"}, ("1 month", "0 days"), True),
    ({"at_least": "3 months"}, ("6 working days", "1 working day"), True),
    ({"at_least": "5 days", "at_most": "1 year"}, ("2 months", "3 days"), True),
    ({"at_least": "5 days", "at_most": "1 year"}, ("3 working days", "3 days"), True),
    ({"at_most": "54 working days", "in_force_by_end": True}, ("6 working days", "0 days"), False),
    (
        {
            "at_most": "20 working days",
            "relaxed": tf.process.Relaxation("2016-05-10", "2016-08-20", Citation("a reprieve")),
        },
        ("1 month", "0 days"),
        True,
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("fields", "fallback", "some"), FALLBACKS)
def test_a_fallback_that_moves_with_the_event(fields, fallback, some):
    """Where it cannot matter how many days a span takes, few days are turning days."""
    rule = answer_rule(
        starts="grant",
        same_event=True,
        start_field="known_on",
        fallback=fallback,
        since="2016-02-10",
        until="2016-10-20",
        **fields,
    )
    replay, event = asked(rule=rule)
    found = changes(replay, event)
    assert bool(found) == some
    assert found <= set(turning_days(replay, event, MIN_DAY))


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    "due", [{"within": "2 months"}, {"due": "2016-05"}, {"due": "../2016-05-03"}]
)
def test_a_deadline(due, date):
    """A length of time counts from each possible day of the event that sets it."""
    deadline = tf.Deadline("an answer", met_by="grant", **due)
    for rule in ("exact", "in force at the end"):
        replay, event = asked(
            date, rule=answer_rule(**RULES[rule]), ordered=False, deadlines=[deadline]
        )
        assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))


@pytest.mark.parametrize("date", ["2016-03-31", "2016-03", "2016-03/.."])
def test_an_abolition_and_a_repeated_event(date):
    """Days from the abolition on, and the day of an equal event, give findings."""
    events = [
        ev.TrustWentLive("2016-01-04"),
        ev.AuthorityReorganised(date, into=["Elsewhere"]),
    ]
    replay = check(tf.History("Somewhere", events, begins_in="shadow_running")).replay
    for event in (ev.Note("2016"), ev.AdviserAppointed("2016"), ev.ContractSigned("2016")):
        assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))
    events = [ev.TrustIncorporated("2016-01-04"), ev.ContractSigned("2016-02")]
    replay = check(tf.History("Somewhere", events, begins_in="shadow_running")).replay
    event = ev.TrustIncorporated("2016")
    assert changes(replay, event) <= set(turning_days(replay, event, MIN_DAY))
    assert whole_day("2016-01-04") in changes(replay, event)


@pytest.mark.parametrize(
    "fields",
    [
        {"judgement": "adequate"},
        {"judgement": "requires improvement", "inspected": "2013-09-30/2013-11-15"},
        {"judgement": "good", "inspected": ("2015-09-14/2015-10-02", "2015-10-20")},
        {"judgement": "good"},
        {"areas": {"leadership": "good"}},
        {"areas": {"leadership": "adequate"}, "inspected": "2013-10"},
    ],
)
def test_the_mistakes_of_an_inspection(fields):
    """They depend on when it was published, whether or not it is known when it started."""
    event = ev.InspectionPublished("2016", **fields)
    replay = check(tf.History("Somewhere")).replay
    found = changes(replay, event, whole_day("2013-01-01"), whole_day("2026-12-31"))
    assert found
    assert found <= set(turning_days(replay, event, MIN_DAY))


@frozen(repr=False, eq=False)
class Granted(tf.Event):
    """A grant that says when it was decided."""

    decided: tf.PartialDate = field(converter=tf.PartialDate.of, kw_only=True)

    def irregularities(self):
        """Return a remark if the grant is not certainly on or after the decision."""
        if self.on.first >= self.decided.last:
            return ()
        wrong = "early", tf.Strength.LOGIC, "It was granted too early.", Citation("a custom")
        return (Irregularity(*wrong),)


def test_the_mistakes_of_a_class_of_ones_own():
    """Without a method of its own, a class is asked about on the days in its fields."""
    event = Granted("2016", decided="2016-04", known_on="2016-05-03/2016-06")
    may, june = whole_day("2016-05-03"), whole_day("2016-06-30")
    days = set(event.turning_days())
    assert {whole_day("2016-04-01"), whole_day("2016-04-30"), may, may + 1, june + 1} <= days
    assert set(tf.Event("2016", known_on="2017").turning_days()) == set()
    process = asking_process(
        triggers={"ask": "asked", "granted": "granted"},
        moves=[tf.Move("ask", "asked", "asked"), tf.Move("granted", "asked", "done")],
        events=[Granted],
    )
    replay = check(tf.History("Somewhere"), process).replay
    assert changes(replay, event) == {whole_day("2016-04-30")}
    assert whole_day("2016-04-30") in turning_days(replay, event, MIN_DAY)


def test_the_days_are_in_order_and_begin_with_the_first():
    """Days outside the calendar are left out."""
    replay, event = asked("2199-12-31", rule=answer_rule(at_least="1 month", at_most="1 month"))
    days = turning_days(replay, event, FIRST)
    assert days == sorted(set(days))
    assert (days[0], days[-1] <= MAX_DAY) == (FIRST, True)
    replay, event = asked(
        "2199-10/2199-12-31", rule=answer_rule(at_least="1 month", at_most="1 month")
    )
    days = turning_days(replay, event, MIN_DAY)
    assert changes(replay, event, MAX_DAY - 200, MAX_DAY) <= set(days)
