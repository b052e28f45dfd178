"""The model and the pictures of timelines, of one history and of many."""

import re

import pytest
from attrs import evolve

from tests.views.samples import broken, day, elements, overlaps, short_history, words_of
from trustflow import casebook
from trustflow import events as ev
from trustflow.case import Case
from trustflow.dates import PartialDate
from trustflow.engine import check, when
from trustflow.errors import InvalidValue
from trustflow.history import History
from trustflow.process import Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram, timeline
from trustflow.views.svg.palette import LIGHT
from trustflow.views.timelines.model import lane_of
from trustflow.views.timelines.row_order import align
from trustflow.views.timelines.time_axis import grid_days

INADEQUATE = {"help and protection": "inadequate"}


def height_of(svg):
    """Return the height of a picture, in pixels."""
    return float(re.search(r'height="([\d.]+)"', svg)[1])


def lane(history=None):
    """Return the lane of a history."""
    return lane_of(check(short_history() if history is None else history))


# The model


def test_stretches_are_the_stages():
    """The stretches of the stages follow each other without a gap, from first to last event."""
    shown = lane()
    stages = [stretch.stage for stretch in shown.stretches]
    assert [
        "routine_oversight",
        "rated_inadequate",
        "commissioner_review",
        "direction_issued",
        "trust_live",
    ] == stages
    for one, other in zip(shown.stretches, shown.stretches[1:], strict=False):
        assert one.ends == other.begins
    assert (day("2019-01-01"),) * 2 == shown.stretches[-1].ends


def test_a_stretch_has_its_length_in_its_tooltip():
    """The tooltip of a stretch gives its length in years and months, and in days."""
    tooltips = {stretch.stage: stretch.tooltip for stretch in lane().stretches}
    expected = (
        "Direction issued: move to a trust",
        "began: 6 October 2016",
        "ended: 1 April 2018",
        "lasted about 1 year 6 months (542 days)",
    )
    assert expected == tooltips["direction_issued"]
    assert "lasted about 6 to 7 months (179 to 209 days)" in tooltips["rated_inadequate"]
    assert "began: before the first event on record" in tooltips["routine_oversight"]
    assert ("Trust live", "began: 1 April 2018", "the record ends: 1 January 2019") == tooltips[
        "trust_live"
    ]


def test_a_short_stretch_has_its_length_in_days():
    """The length of a stay of less than a month is given in days only."""
    history = History(
        "X",
        [
            ev.InspectionPublished("2015-06-05", judgement="inadequate"),
            ev.CommissionerAppointed("2015-06-17"),
        ],
    )
    assert "lasted 12 days" == lane(history).stretches[1].tooltip[-1]


@pytest.mark.parametrize(("first", "second"), [("../2015", "2016"), ("2015", "2016/..")])
def test_an_open_date_gives_no_length(first, second):
    """A stay without a greatest length has no length in its tooltip."""
    history = History(
        "X",
        [
            ev.InspectionPublished(first, judgement="inadequate"),
            ev.CommissionerAppointed(second),
        ],
    )
    assert lane(history).stretches[1].tooltip[-1].startswith("ended: ")


def test_markers_are_the_events():
    """Every event has a marker, in order, with its range of days."""
    markers = lane().markers
    assert len(short_history()) == len(markers)
    assert [False, True, False, False, False, False] == [
        marker.low_confidence for marker in markers
    ]
    assert (day("2015-12-01"), day("2015-12-31")) == markers[1].days
    by, later = markers[3], markers[5]
    assert (day("2017-07-04"),) * 2 == by.days
    assert by.is_open_start
    assert not by.is_open_end
    assert (day("2019-01-01"),) * 2 == later.days
    assert later.is_open_end
    assert "trust went live (Example Trust)" == markers[4].words
    assert "commissioner appointed (A. Person)" == markers[1].words


def test_a_date_that_is_wholly_open():
    """A date with both ends open is drawn as one day, not as 300 years."""
    (marker,) = lane(History("X", [ev.Note("../..", topic="other")])).markers
    assert marker.days[0] == marker.days[1]
    assert marker.is_open_start
    assert marker.is_open_end


def test_ticks_are_the_deadlines():
    """A due day has the event that met it, or the words that no record shows it was met."""
    ticks = {tick.words: tick for tick in lane().ticks}
    assert ticks["transfer plans: no record that it was met"].is_late
    assert ticks["transfer plans: no record that it was met"].met_by is None
    live = ticks["go-live: met late"]
    assert 4 == live.met_by
    assert live.is_late
    stated = {tick for tick in ticks if tick.startswith(("transfer plans:", "go-live:"))}
    assert {"transfer plans: no record that it was met", "go-live: met late"} == stated


def test_a_due_day_of_a_rule():
    """A due day that follows from a rule is shown, unless a stated day replaces it."""
    history = evolve(
        short_history(), events=[evolve(event, deadlines=()) for event in short_history()]
    )
    words = "A trust goes live after the first direction to move to one: met"
    (tick,) = (tick for tick in lane(history).ticks if tick.words == words)
    assert not any(tick.words == words for tick in lane().ticks)
    assert not tick.is_late
    assert 4 == tick.met_by


def test_inherited_events_are_marked():
    """They are hollow, and their words name the authority that had them."""
    north = casebook.load("North Northamptonshire")
    svg = timeline(north)
    assert [] == overlaps(svg)
    shown = lane(north)
    assert [True] * len(north.inherits) == [marker.is_inherited for marker in shown.inherited]
    assert "inherited from Northamptonshire: trust went live" in words_of(svg)
    assert "inherited event" in words_of(svg)
    hollow = LIGHT.background
    discs = [disc for disc in elements(svg, "circle") if disc.get("fill") == hollow]
    assert len(north.inherits) + 1 == len(discs)  # the last one is in the legend
    assert "It shows 7 events inherited from Northamptonshire as well." in svg
    assert not any(marker.is_inherited for marker in shown.markers)
    assert "inherited" not in timeline(short_history())
    # The picture of many histories shows own events only.
    assert shown.days[0] == shown.markers[0].days[0]
    only = evolve(north, events=())
    assert [] == overlaps(timeline(only))
    assert () == lane(only).stretches


@pytest.mark.parametrize("on", ["2021-04-01", "2021-04"])
def test_the_stages_end_with_the_abolition(on):
    """The bar ends on the day, or slants over the possible days, and has no outline below it."""
    events = [
        ev.TrustWentLive("2020-11-01"),
        ev.AuthorityReorganised(on, into=["Northshire", "Westshire"]),
        ev.VisitLetterPublished("2021-06-01", kind="monitoring"),
    ]
    history = History("Oldshire", events, begins_in="shadow_running")
    shown = lane(history)
    assert shown.is_abolished
    assert (PartialDate(on).first, PartialDate(on).last) == shown.stretches[-1].ends
    words = f"the authority was abolished {when(PartialDate(on))}; see Northshire and Westshire"
    assert words == shown.stretches[-1].tooltip[-1]
    svg = timeline(history)
    assert "the record ends" not in words_of(svg)
    assert f"Oldshire was {words.removeprefix('the authority was ')}." in words_of(svg)
    assert not [rect for rect in elements(svg, "rect") if rect.get("stroke-dasharray")]
    assert [] == overlaps(svg)


def test_refused_events_are_marked():
    """An event that the process does not allow is marked in words and in the legend."""
    svg = timeline(broken())
    assert lane(broken()).markers[1].is_refused
    assert "not allowed in that stage" in words_of(svg)
    assert "not allowed by the process" in words_of(svg)


# One history


@pytest.mark.parametrize("name", casebook.names())
def test_no_words_overlap(name):
    """In the timeline of each casebook history, no text overlaps another or is clipped."""
    assert [] == overlaps(timeline(casebook.load(name)))


def test_centuries():
    """On a time axis of centuries, labels do not overlap, with one history or with several."""
    history = History("X", [ev.Note(f"{year}-05", topic="other") for year in (1901, 2002, 2199)])
    assert [] == overlaps(timeline(history, dark=True))
    assert [] == overlaps(timeline([history, short_history()]))


def test_every_event_has_its_words():
    """Each event in Sandwell's timeline has its date and its label."""
    history = casebook.load("Sandwell")
    shown = words_of(timeline(history))
    for marker in lane(history).markers:
        assert marker.date in shown
        assert marker.words.split(" (")[0] in shown
    assert TRUST_TRANSFER.disclaimer in shown


def test_low_confidence_is_drawn_differently():
    """An event of low confidence is hollow and dashed, and its label says so."""
    svg = timeline(short_history())
    dashed = [circle for circle in elements(svg, "circle") if circle.get("stroke-dasharray")]
    assert 2 == len(dashed)  # the marker of the event, and that in the legend
    words = "commissioner appointed (A. Person) → Commissioner review · low confidence"
    assert words in words_of(svg)


def test_a_due_day_is_joined_to_what_met_it():
    """A curve leads from each due day that was met to the event that met it."""
    lines = [path.get("d") for path in elements(timeline(short_history()), "path")]
    joins = [line for line in lines if " C " in line and " H " not in line]
    assert len([tick for tick in lane().ticks if tick.met_by is not None]) == len(joins)


def test_the_legend_explains_an_inexact_due_day():
    """A range has an entry in the legend if only a due day has one; a brief timeline has none."""
    history = History("X", [ev.InspectionPublished("2020-03-03", areas=INADEQUATE)])
    assert all(tick.days[0] < tick.days[1] for tick in lane_of(check(history)).ticks)
    assert "date not known exactly" in words_of(timeline(history))
    assert "date not known exactly" not in words_of(timeline(history, brief=True))


@pytest.mark.parametrize("on", ["../2020-03-03", "2020-03-03/.."])
def test_the_legend_explains_an_open_date(on):
    """The dotted line of a date with one open end has an entry in the legend."""
    entry = "may have been earlier or later"
    assert entry in words_of(timeline(History("X", [ev.Note(on)])))
    assert entry not in words_of(timeline(History("X", [ev.Note("2020-03-03")])))


def test_one_day_needs_no_height():
    """A brief timeline of one day is as high as its labels, and has its words in good English."""
    inspected = ev.InspectionPublished("2020-03-03", areas=INADEQUATE)
    one = History("X", [inspected])
    two = History("X", [inspected, ev.CommissionerAppointed("2020-03-03")])
    later = History("X", [inspected, ev.CommissionerAppointed("2020-03-04")])
    heights = [height_of(timeline(each, brief=True)) for each in (one, two)]
    assert heights[0] < heights[1] < 300
    assert height_of(timeline(later, brief=True)) > 400
    assert "Of 1 event, the 1 that moved the stage is shown." in words_of(timeline(one, brief=True))


def test_the_outline_after_the_record_has_the_whole_name():
    """A stage that begins on the last day has its whole name there, on two lines if need be."""
    history = History("X", [ev.CommissionerAppointed("2020-03-03")])
    lines = [text.text for text in elements(timeline(history), "text")]
    assert "review" == lines[lines.index("Commissioner") + 1]
    assert overlaps(timeline(history)) == []


def test_a_strip_of_a_month_has_its_first_and_last_day():
    """The words below the bar do not read as one inexact date."""
    history = History("X", [ev.CommissionerAppointed("2020-03-03"), ev.Note("2020-03-29")])
    assert "3 March 2020 to 29 March 2020" in words_of(timeline(history, strip=True))


def test_readers_who_cannot_see_a_timeline_have_its_stages_and_dates():
    """The description has each stage with the date on which it began, and each row its last stage.

    The strip and the diagram of the case have the same.
    """
    history = History("X", [ev.CommissionerAppointed("../2020-03-03")])
    path = (
        "Stages: Not on the road to a trust, then Commissioner review (since 3 March 2020 or "
        "earlier)."
    )
    pictures = timeline(history), timeline(history, strip=True), diagram(history, "svg")
    for picture in pictures:
        assert path in elements(picture, "desc")[0].text
    nothing = History("Y", [])
    assert "Stages: none." in elements(timeline(nothing), "desc")[0].text
    rows = elements(timeline([history, broken()]), "desc")[0].text
    assert rows.endswith("Last stages on record: X, Commissioner review; Brokenshire, Trust live.")


def test_one_aligned_history_is_named_in_the_singular():
    """The words on how many histories have the event agree with their number."""

    def words(*names):
        histories = map(casebook.load, names)
        return words_of(timeline(histories, align="trust_went_live"))

    assert "1 of 2 histories has the event and is shown" in words("Sandwell", "Devon")
    assert "2 of 2 histories have the event and are shown" in words("Sandwell", "Slough")


def test_tooltips():
    """The tooltip of an event lists its sources; that of a due day explains how it was counted."""
    tooltips = "\n".join(title.text for title in elements(timeline(short_history()), "title"))
    assert "Inferred from A guess; no source states it." in tooltips
    assert "due in October 2017, done on 1 April 2018. Required: go-live." in tooltips
    assert "It cannot be told" not in tooltips


@pytest.mark.parametrize(
    "source",
    [
        short_history(),
        check(short_history()),
        Case.from_history(short_history()),
        [short_history()],
    ],
    ids=type,
)
def test_what_a_timeline_is_drawn_of(source):
    """A history, its report and its case give the same timeline; a list gives rows."""
    is_same = timeline(short_history()) == timeline(source)
    assert is_same != isinstance(source, list)


def test_a_timeline_replays_each_history_once(replays):
    """A timeline replays each history once, and a report not at all."""
    timeline(short_history())
    assert 1 == replays()
    report = check(short_history())
    assert 2 == replays()
    timeline(report)
    timeline(report, "png", align="trust_went_live")
    assert 2 == replays()
    timeline([short_history(), broken()])
    assert 4 == replays()


def test_a_history_without_events():
    """The picture of a history without events says that no events are on record."""
    svg = timeline(History("Nowhere"))
    assert "no events are on record" in words_of(svg)
    assert [] == overlaps(svg)


def test_all_in_a_month():
    """The time axis of a history of a few days shows months."""
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
def test_the_time_axis(first, last, words):
    """A long time axis shows years, a shorter axis quarters, and a short axis months."""
    assert words == [label for _, label in grid_days(day(first), day(last))]


# Many histories


def test_aligned_rows_come_in_the_order_of_the_event():
    """The day of the event decides, not the day on which a record begins."""
    rows = align([lane(history) for history in casebook.histories()], "trust_went_live")
    zeros, begins = [row.zero for row in rows], [row.lane.days[0] for row in rows]
    assert sorted(zeros) == zeros
    assert sorted(begins) != begins


@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_first_to_reach_an_event_is_the_first_row(is_reversed):
    """Whatever the order of the histories, and of their first events."""
    went_live = {"Slow": ("2010-01-01", "2019-04-01"), "Quick": ("2015-01-01", "2016-04-01")}
    histories = [
        History(name, [ev.DirectionIssued(directed, purpose="trust"), ev.TrustWentLive(live)])
        for name, (directed, live) in went_live.items()
    ]
    svg = timeline(histories[::-1] if is_reversed else histories, align="trust_went_live")
    shown = [text.text for text in elements(svg, "text") if text.text in went_live]
    assert ["Quick", "Slow"] == shown


def test_aligned_at_an_event():
    """Histories with the event are sorted by its date; the others are only counted."""
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
    """A row counts its days from the middle of the possible days of its first such event."""
    (aligned,) = align([lane()], "trust_went_live")
    assert day("2018-04-01") == aligned.zero
    assert "1 April 2018" == aligned.remark
    assert () == align([lane()], "shadow_started")


def test_by_date():
    """If no event is given, the whole casebook is shown on one time axis of dates."""
    svg = timeline(casebook.histories())
    assert [] == overlaps(svg)
    assert "by date" in words_of(svg)


def test_one_history_can_be_aligned():
    """Aligned, one history has one row, or no row if it does not have the event."""
    assert "1 of 1 history" in words_of(timeline(short_history(), align="trust_went_live"))
    assert "0 of 1 history" in words_of(timeline(short_history(), align="shadow_started"))


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("align", [None, "trust_went_live"])
def test_many_histories_without_events(count, align):
    """The picture has no rows, and says how many of the histories it shows."""
    histories = [History(f"Exampleshire {number}") for number in range(count)]
    assert f" 0 of {count} histor" in words_of(timeline(histories, align=align))


@pytest.mark.parametrize("align", [None, "trust_went_live"])
@pytest.mark.parametrize("thin", [False, True])
def test_a_picture_without_rows_has_nothing_but_its_heading(align, thin):
    """No axis, legend or grid suggests that there was something to see."""
    svg = timeline([History("Exampleshire")], align=align, strip=thin)
    assert {"svg", "title", "desc", "rect", "text"} == {*re.findall(r"<(\w+)", svg)}
    event = 'the event "trust went live"' if align else "an event"
    assert f"0 of 1 history has {event}, so no row is drawn." in words_of(svg)
    assert "slanted" not in words_of(svg)


def test_many_dark_as_png():
    """A picture of many histories for a dark page can be a PNG."""
    png = timeline([short_history(), broken()], "png", align="trust_went_live", dark=True)
    assert b"\x89PNG" == png[:4]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "mermaid"}, InvalidValue),
        ({"align": "trust_went_alive"}, InvalidValue),
        ({"histories": [short_history(), "Sandwell"]}, InvalidValue),
        ({"histories": 3}, InvalidValue),
        ({"histories": "Sandwell"}, InvalidValue),
    ],
)
def test_refusals(options, error):
    """An unknown format, an unknown trigger and a source of another type are refused."""
    with pytest.raises(error) as caught:
        timeline(**{"histories": short_history(), **options})
    value = next(iter(options.values()))
    assert repr(value[-1] if isinstance(value, list) else value) in str(caught.value)


def test_a_trigger_is_not_a_detail():
    """An event of a process without Python classes is shown by its label, not its trigger."""
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
