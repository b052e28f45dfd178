"""Events that are listed twice, which gives a remark on the later one."""

import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.engine.samples import ARTICLE, RUMOUR, asking_process, codes_of, history_of
from trustflow import events as ev
from trustflow.history import Event, NamedEvent
from trustflow.testing import events as transfer_events

LETTER = ev.MindedToDirect("2019-01-01", acted_by="Secretary of State", sources=ARTICLE)


@pytest.mark.parametrize(
    ("changes", "is_repeated"),
    [
        ({}, True),
        ({"sources": RUMOUR, "note": "again", "known_on": "2019-02"}, True),
        ({"on": "2019-01-01~"}, True),
        ({"acted_by": None}, False),
        ({"on": "2019-01-02"}, False),
        ({"on": "2019-01"}, False),
        ({"deadlines": tf.Deadline("a board", due="2019-06-01")}, False),
        ({"subject": "SEND"}, False),
    ],
    ids=str,
)
def test_an_event_repeats_one_of_the_same_fields_and_day(changes, is_repeated):
    """Sources, note and when it became known do not count; the remark is on the later one."""
    again = evolve(LETTER, **changes)
    assert [("repeated_event", 1)] * is_repeated == codes_of(LETTER, again)


def test_every_repetition_gives_a_remark():
    """Other events may come between them, also one of the same trigger and day."""
    other = evolve(LETTER, acted_by="council")
    assert [("repeated_event", 3), ("repeated_event", 4), ("repeated_event", 5)] == codes_of(
        LETTER, other, ev.Note("2019-01-01"), LETTER, other, LETTER
    )


def test_an_earlier_day_listed_later_is_out_of_order_first():
    """The order of the findings on one event is fixed."""
    assert [("out_of_order", 2), ("repeated_event", 2)] == codes_of(
        LETTER, ev.Note("2019-02-01"), LETTER
    )


@pytest.mark.parametrize("refused", ["2018-12-01", "2018-12", "2019-01-01", "2019-02-01"])
def test_an_event_is_repeated_also_after_a_refused_one(refused):
    """The refused event can have an earlier day than the one that is repeated."""
    codes = codes_of(LETTER, ev.TrustWentLive(refused), LETTER)
    assert [("move_not_allowed", 1), ("repeated_event", 2)] == [
        each for each in codes if each[0] != "out_of_order"
    ]


def test_an_inherited_event_is_not_repeated():
    """It is not an event of the history itself."""
    history = tf.History("North", [LETTER], inherits=[LETTER], succeeds="All of it")
    assert () == tf.check(history).findings


def test_an_event_that_is_not_allowed_gives_one_finding():
    """The refusal says enough."""
    live = ev.TrustWentLive("2019-01-01")
    codes = codes_of(live, live)
    assert [("move_not_allowed", 0), ("move_not_allowed", 1)] == codes


@given(st.lists(transfer_events(), max_size=6), st.data())
def test_an_event_added_again_is_found(events, data):
    """A simple comparison of each event with each earlier one finds the same."""
    if events:
        copied = evolve(data.draw(st.sampled_from(events)), sources=(), note=None, known_on=None)
        events = [*events, copied]
    expected = [
        index
        for index, event in enumerate(events)
        if event.comparison_key is not None
        and any(event.comparison_key == other.comparison_key for other in events[:index])
    ]
    steps = tf.check(history_of(*events)).steps
    assert [index for index in expected if steps[index].allowed and not after(steps, index)] == [
        step.index
        for step in steps
        if "repeated_event" in {finding.code for finding in step.findings}
    ]


def after(steps, index):
    """Return whether an event certainly came after the abolition of the authority."""
    codes = {finding.code for finding in steps[index].findings if finding.certain}
    return "after_abolition" in codes


@frozen(repr=False, eq=False, kw_only=True)
class Asked(Event):
    """A request, with words that cannot be hashed."""

    words: tuple[str, ...] = field(default=(), converter=list)


def test_the_fields_of_a_users_class_need_not_be_hashable():
    """They are compared all the same."""
    process = asking_process(
        triggers={"asked": "asked", "grant": "granted"},
        moves=[tf.Move("asked", "asked", "asked"), tf.Move("grant", "asked", "done")],
        events=[Asked],
    )
    events = [Asked("2020-01-01", words=words) for words in (["a"], ["b"], ["a"])]
    report = tf.check(tf.History("Somewhere", events), process)
    assert [("repeated_event", 2)] == [(each.code, each.index) for each in report.findings]


def test_many_events_of_one_day_are_compared_in_linear_time(monkeypatch):
    """What is compared is worked out at most three times for each event, however many there are.

    It is worked out once for it as an old event, and once or twice as the new one.
    """
    worked_out = []
    key_of = Event.comparison_key.fget

    def counted(event):
        worked_out.append(event)
        return key_of(event)

    monkeypatch.setattr(Event, "comparison_key", property(counted))
    numbers = [number for number in range(1_000) for _ in range(2)]
    events = [ev.VisitMade("2020-01-01", kind="focused", number=number) for number in numbers]
    report = tf.check(tf.History("Sandwell", events))
    assert len(numbers) // 2 == len(report.findings)
    assert len(worked_out) <= 3 * len(numbers)


def test_named_events_repeat_too():
    """An event without a class of its own has its trigger as a field."""
    events = [NamedEvent("2020-01-01", what="ask") for _ in range(2)]
    report = tf.check(tf.History("Somewhere", events), asking_process())
    assert [("repeated_event", 1)] == [(each.code, each.index) for each in report.findings]


def test_a_repetition_is_found_without_a_rule_on_the_order_of_events():
    """An event of an earlier day may then be listed between the two."""
    process = evolve(tf.TRUST_TRANSFER, rules=(), ordered=False)
    days = ("2019-01-02", "2019-01-01", "2019-01-02")
    history = history_of(*(evolve(LETTER, on=day) for day in days))
    findings = tf.check(history, process).findings
    assert [("repeated_event", 2)] == [(finding.code, finding.index) for finding in findings]
