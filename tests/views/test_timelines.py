"""Timelines of one history and of many."""

import pytest
from attrs import evolve

from tests.views.samples import broken, day, elements, overlaps, road, words_of
from trustflow import casebook
from trustflow import events as ev
from trustflow.case import Case
from trustflow.engine import check
from trustflow.errors import InvalidValue
from trustflow.history import History
from trustflow.process import Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import timeline
from trustflow.views.timelines.model import lane_of
from trustflow.views.timelines.multiple import align
from trustflow.views.timelines.time_axis import grid


def lane(history=None):
    """What a timeline shows of a history."""
    return lane_of(road() if history is None else history, TRUST_TRANSFER)


# What is shown


def test_stretches_are_the_stages():
    """The stages follow each other without a gap, from the first event to the last."""
    shown = lane()
    labels = [each.stage for each in shown.stretches]
    assert [
        "routine_oversight",
        "rated_inadequate",
        "commissioner_review",
        "direction_issued",
        "trust_live",
    ] == labels
    for one, other in zip(shown.stretches, shown.stretches[1:], strict=False):
        assert one.ends == other.begins
    assert (day("2019-01-01"),) * 2 == shown.stretches[-1].ends


def test_marks_are_the_events():
    """Every event has a mark, in order; what is known in part is a span, open ends are cut."""
    shown = lane()
    assert len(road()) == len(shown.marks)
    assert [False, True, False, False, False, False] == [mark.is_low for mark in shown.marks]
    assert (day("2015-12-01"), day("2015-12-31")) == shown.marks[1].on
    by, later = shown.marks[3], shown.marks[5]
    assert (day("2017-07-04"),) * 2 == by.on
    assert by.is_open_start
    assert not by.is_open_end
    assert (day("2019-01-01"),) * 2 == later.on
    assert later.is_open_end
    assert "trust went live (Example Trust)" == shown.marks[4].words
    assert "commissioner appointed (A. Person)" == shown.marks[1].words


def test_a_date_that_is_wholly_open():
    """A day of which nothing is known is one day, not three hundred years."""
    mark = lane(History("X", [ev.Note("../..", topic="other")])).marks[0]
    assert mark.on[0] == mark.on[1]
    assert mark.is_open_start
    assert mark.is_open_end


def test_ticks_are_the_deadlines():
    """Due days are joined to the event that met them, late or not; without a record they say so."""
    ticks = {tick.words: tick for tick in lane().ticks}
    assert ticks["transfer plans: no record that it was met"].is_late
    assert ticks["transfer plans: no record that it was met"].met_by is None
    live = ticks["go-live: met late"]
    assert 4 == live.met_by
    assert live.is_late
    assert {"transfer plans: no record that it was met", "go-live: met late"} == set(ticks)


def test_a_due_day_of_a_rule():
    """A due day that follows from a rule is shown, unless a stated one has taken its place."""
    history = evolve(road(), events=[evolve(event, deadlines=()) for event in road()])
    (tick,) = lane(history).ticks
    assert "A trust goes live after the first direction to move to one: met" == tick.words
    assert not tick.is_late
    assert 4 == tick.met_by


def test_refused_events_are_marked():
    """What the process does not allow is marked, in words and with a cross."""
    svg = timeline(broken())
    assert lane(broken()).marks[1].is_refused
    assert "not allowed there" in words_of(svg)
    assert "not allowed by the process" in words_of(svg)


# One history


@pytest.mark.parametrize("name", casebook.names())
def test_no_words_overlap(name):
    """For every history of the casebook no words overlap or reach out of the picture."""
    assert [] == overlaps(timeline(casebook.load(name)))


def test_centuries():
    """A history of centuries has room for its scale, alone and beside others."""
    history = History("X", [ev.Note(f"{year}-05", topic="other") for year in (1901, 2002, 2199)])
    assert [] == overlaps(timeline(history, dark=True))
    assert [] == overlaps(timeline([history, road()]))


def test_every_event_has_its_words():
    """Sandwell's fifty events all have their date and their words."""
    history = casebook.load("Sandwell")
    shown = words_of(timeline(history))
    for mark in lane(history).marks:
        assert mark.date in shown
        assert mark.words.split(" (")[0] in shown
    assert TRUST_TRANSFER.disclaimer in shown


def test_low_confidence_is_drawn_differently():
    """A mark of low confidence is hollow and dashed, and says so."""
    svg = timeline(road())
    dashed = [each for each in elements(svg, "circle") if each.get("stroke-dasharray")]
    assert 2 == len(dashed)  # the event, and the key
    assert "commissioner appointed (A. Person) · low confidence" in words_of(svg)


def test_a_due_day_is_joined_to_what_met_it():
    """There is a curve from each due day that was met to its event."""
    lines = [each.get("d") for each in elements(timeline(road()), "path")]
    joins = [each for each in lines if " C " in each and " H " not in each]
    assert len([tick for tick in lane().ticks if tick.met_by is not None]) == len(joins)


def test_tooltips():
    """A mark tells its sources and findings, a due day how it was counted."""
    told = "\n".join(each.text for each in elements(timeline(road()), "title"))
    assert "Inferred from A guess; no source states it." in told
    assert "due in October 2017, done on 1 April 2018. Required: go-live." in told
    assert "It cannot be told" not in told


@pytest.mark.parametrize(
    "source", [road(), check(road()), Case.from_history(road()), [road()]], ids=type
)
def test_what_a_timeline_is_drawn_of(source):
    """A history, a report and a case of it are drawn alike; a list is drawn as many."""
    alike = timeline(road()) == timeline(source)
    assert alike != isinstance(source, list)


def test_a_history_without_events():
    """Nothing on record is a picture that says so."""
    svg = timeline(History("Nowhere"))
    assert "no event is on record" in words_of(svg)
    assert [] == overlaps(svg)


def test_all_in_a_month():
    """A history of days has months on its scale."""
    history = History(
        "X", [ev.Note(f"2016-03-{number:02}", topic="other") for number in (1, 9, 20)]
    )
    svg = timeline(history)
    assert "Mar 2016" in words_of(svg)
    assert [] == overlaps(svg)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2016-02-10", "2016-04-10", ["Mar 2016", "Apr 2016"]),
        ("2016-02-10", "2017-11-10", ["Apr 2016", "Jul 2016", "Oct 2016", "Jan 2017", "Apr 2017",
                                      "Jul 2017", "Oct 2017"]),
        ("2016-02-10", "2020-01-10", ["2017", "2018", "2019", "2020"]),
    ],
)  # fmt: skip
def test_the_scale(first, last, words):
    """Long times are told in years, shorter ones in quarters, short ones in months."""
    assert words == [each for _, each in grid(day(first), day(last))]


# Many histories


def test_aligned_at_an_event():
    """Those with the event are shown, in the order of its date; the rest is counted."""
    svg = timeline(casebook.histories(), align="trust_went_live")
    assert [] == overlaps(svg)
    having = [
        history
        for history in casebook.histories()
        if any(event.trigger == "trust_went_live" for event in history)
    ]
    shown = words_of(svg)
    assert f"{len(having)} of {len(casebook.names())} histories" in shown
    for history in having:
        assert history.authority in shown


def test_the_first_such_event_is_the_zero():
    """The days are counted from the middle of the first such event."""
    (aligned,) = align([lane()], "trust_went_live")
    assert day("2018-04-01") == aligned.zero
    assert "1 April 2018" == aligned.remark
    assert () == align([lane()], "shadow_started")


def test_by_date():
    """Without an event the whole casebook stands on one scale of dates."""
    svg = timeline(casebook.histories())
    assert [] == overlaps(svg)
    assert "by date" in words_of(svg)


def test_one_history_can_be_aligned():
    """One history that is aligned is a row, too; none that has the event is an empty picture."""
    assert "1 of 1 history" in words_of(timeline(road(), align="trust_went_live"))
    assert "0 of 1 history" in words_of(timeline(road(), align="shadow_started"))


def test_many_dark_as_png():
    """Many histories on a dark page give a PNG."""
    png = timeline([road(), broken()], "png", align="trust_went_live", dark=True)
    assert b"\x89PNG" == png[:4]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "mermaid"}, InvalidValue),
        ({"align": "trust_went_alive"}, InvalidValue),
        ({"histories": [road(), "Sandwell"]}, TypeError),
        ({"histories": 3}, TypeError),
    ],
)
def test_refusals(options, error):
    """What is no format, no event and no history is refused."""
    with pytest.raises(error):
        timeline(**{"histories": road(), **options})


def test_an_event_that_only_has_its_trigger_says_its_words_once():
    """The trigger of a process without Python classes is no detail for people."""
    loan = Process(
        name="loan",
        title="A book on loan",
        stages={"home": StageInfo("Home", "Here."), "out": StageInfo("Out", "There.", final=True)},
        initial="home",
        triggers={"lent": "given to somebody"},
        moves=[Move("lent", "home", "out")],
        rules=[],
    )
    history = History("Atlas", [loan.event("lent", "2016-01-31")])
    words = words_of(timeline(history, process=loan))
    assert "given to somebody" in words
    assert "(lent)" not in words
