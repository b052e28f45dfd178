"""What a reader needs of every timeline: no text overlaps, is cut or is too small, in any order."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from attrs import evolve, validators
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import at_most
from tests.views.golden import FOLDER
from tests.views.samples import (
    HOSTILE,
    SVG,
    broken,
    day,
    elements,
    labels,
    overlaps,
    processes,
    short_history,
    text_boxes,
    words_of,
)
from trustflow import casebook
from trustflow import events as ev
from trustflow.engine import check
from trustflow.errors import InvalidValue
from trustflow.history import History
from trustflow.process import Colour, Move, Process, StageInfo
from trustflow.testing import partial_dates
from trustflow.views import case_page, timeline
from trustflow.views.svg import DARK, LIGHT, MAX_SIDE, cut_to
from trustflow.views.svg.palette import contrast
from trustflow.views.timelines import lane_of
from trustflow.views.timelines.labels import DATE_WIDTH
from trustflow.views.timelines.multiple import WITHOUT_NUMBER
from trustflow.views.timelines.row_order import _remark as remark  # for lengths of any case
from trustflow.views.timelines.single import LABELS_LEFT, WIDTH
from trustflow.views.timelines.stage_names import name_in
from trustflow.views.timelines.time_axis import grid_days

OPEN_DATES = (
    "../..",
    "../2015-03-01",
    "2015-03-02/..",
    "2014/2020",
    "2015",
    "2015-03",
    "2016-02-29",
)
FORMS = {
    "one": {},
    "brief": {"brief": True},
    "strip": {"strip": True},
    "aligned": {"align": "go"},
    "rows": {"sort": "length"},
    "brief rows": {"brief": True, "sort": "days-to:s1"},
    "low rows": {"strip": True, "sort": "name"},
}
ROWS = {"rows", "brief rows", "low rows"}
MIN_TEXT, MIN_SCALE = 12, 736 / WIDTH
"""The least size of a text at its natural size, and the scale of a picture in our docs."""


@st.composite
def cases(draw, most=8):
    """Generate a process with any labels, and some of its histories with dates of any kind."""
    process = draw(processes())
    dates = st.sampled_from(OPEN_DATES) | partial_dates()
    events = st.builds(process.event, st.sampled_from(list(process.triggers)), dates)
    with validators.disabled():
        histories = st.builds(History, labels(), st.lists(events, max_size=most))
        return process, draw(st.lists(histories, min_size=1, max_size=4, unique=True))


OWN = {name: {} for name in FORMS} | {
    "aligned": {"align": "inspection_published_inadequate"},
    "brief rows": {"sort": "days-to:trust_live"},
}
"""The options of the forms for the trust transfer."""


def drawn(process, histories, name):
    """Return the timeline of some histories, or of the first one, in one of the forms."""
    with validators.disabled():
        return timeline(histories if name in ROWS else histories[0], process=process, **FORMS[name])


GOLDEN = {
    "timeline": lambda: timeline(short_history()),
    "timeline-strip": lambda: timeline(short_history(), strip=True),
    "timeline-rows": lambda: timeline([short_history(), broken()], sort="length"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_pictures_are_those_of_the_golden_files(name, holds):
    """Every line, disc and colour is as it was reviewed."""
    holds(FOLDER / f"{name}.svg", GOLDEN[name]())


def names_outside(svg):
    """Return the texts of each stage that are neither in its bar, nor above it, nor in its box."""
    faults = []
    for group in ET.fromstring(svg).iter(SVG + "g"):  # noqa: S314 - our own text
        bar = group.find(SVG + "polygon")
        if bar is None or bar.get("stroke") != LIGHT.background:  # a diamond is not a bar
            continue
        points = [[float(part) for part in point.split(",")] for point in bar.get("points").split()]
        xs, ys = zip(*points, strict=True)
        boxes = [(min(xs), min(ys), max(xs), max(ys))]
        for box in group.iter(SVG + "rect"):
            left, top, width, height = (float(box.get(at)) for at in ("x", "y", "width", "height"))
            boxes.append((left, top, left + width, top + height))
        for left, top, right, bottom, words in text_boxes(ET.tostring(group)):
            is_above = bottom <= min(ys)
            is_inside = any(
                x - 0.5 <= left
                and right <= x_end + 0.5
                and y - 0.5 <= top
                and bottom <= y_end + 0.5
                for x, y, x_end, y_end in boxes
            )
            if not (is_inside or is_above):
                faults.append(words)
    return faults


@pytest.mark.parametrize("name", FORMS)
@given(cases())
@at_most(40)
def test_every_text_can_be_read(name, case):
    """No text overlaps another, is cut, leaves its bar or is too small, whatever is drawn."""
    svg = drawn(*case, name)
    assert [] == overlaps(svg)
    assert [] == names_outside(svg)
    picture = ET.fromstring(svg)  # noqa: S314 - our own text
    assert float(picture.get("width")) <= WIDTH
    assert float(picture.get("height")) <= MAX_SIDE
    sizes = [float(text.get("font-size")) for text in picture.iter(SVG + "text")]
    assert min(sizes) >= MIN_TEXT
    assert min(sizes) * MIN_SCALE > 10
    assert svg == drawn(*case, name)


def bars_without_words(svg):
    """Return whether each bar of a stage has neither a name nor a number in it or above it."""
    bars = []
    for group in ET.fromstring(svg).iter(SVG + "g"):  # noqa: S314 - our own text
        bar = group.find(SVG + "polygon")
        if bar is not None and bar.get("stroke") == LIGHT.background:
            bars.append(group.find(SVG + "text") is None)
    return bars


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ROWS))
@given(cases())
@at_most(40)
def test_no_stage_is_shown_by_its_colour_alone(name, case):
    """Each bar has a name or a number, or the picture says that one is without."""
    svg = drawn(*case, name)
    assert any(bars_without_words(svg)) == (WITHOUT_NUMBER in svg)


def inexact():
    """Return a history whose last two stages have their middle at nearly the same day."""
    events = [
        ev.InspectionPublished("2017-02-14", judgement="inadequate"),
        ev.CommissionerAppointed("2017-05/2017-08"),
        ev.DecisionAnnounced("2017-04/2018-03", outcome="retain"),
    ]
    return History("Kent", events)


def test_numbers_above_bars_are_moved_apart():
    """Both stages have their number, in their order; only low rows have no place for it."""
    rows = [inexact(), short_history()]
    svg = timeline(rows)
    bold = [each.text for each in elements(svg, "text") if each.get("font-weight") == "600"]
    assert ["2", "3", "10"] == bold[bold.index("Kent") + 1 :][:3]
    assert not any(bars_without_words(svg))
    assert WITHOUT_NUMBER not in svg
    low = timeline(rows, strip=True)
    assert any(bars_without_words(low))
    assert WITHOUT_NUMBER in low


def test_a_number_is_not_moved_far_from_its_bar():
    """Of many short stages at one place, some have no number, and the picture says so."""
    svg = timeline([long_history(60), evolve(short_history(), authority="Y"), since_1900()])
    missing = bars_without_words(svg)
    assert 1 < sum(missing) < len(missing) - 4
    assert WITHOUT_NUMBER in svg
    assert [] == overlaps(svg)


def since_1900():
    """Return a history that makes the axis of dates long."""
    return History("Old", [ev.InspectionPublished("1900-01-01", judgement="inadequate")])


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("count", [0, 1, 60])
def test_few_and_many_events(name, count):
    """The words of a case without events, of one event and of sixty can be read."""
    histories = [long_history(count), long_history(count, "Y" * 60), short_history()]
    svg = timeline(histories if name in ROWS else histories[0], **{**FORMS[name], **OWN[name]})
    assert [] == overlaps(svg)
    assert [] == names_outside(svg)


def long_history(count, authority="Exampleshire"):
    """Return a history with many events, of which two in three move the stage."""
    kinds = [
        lambda on: ev.InspectionPublished(on, judgement="inadequate"),
        lambda on: ev.Note(on, topic="other", note=HOSTILE[0]),
        lambda on: ev.InspectionPublished(on, judgement="not inadequate"),
    ]
    return History(
        authority, [kinds[i % 3](f"{2010 + i // 12}-{1 + i % 12:02}") for i in range(count)]
    )


@pytest.mark.parametrize("name", ["Sandwell", "Tameside", "Blackpool", "Northamptonshire"])
def test_strips_and_brief_timelines_of_the_casebook(name):
    """Every text can be read, and the strip is low."""
    history = casebook.load(name)
    strip = timeline(history, strip=True)
    assert [] == overlaps(strip)
    assert [] == names_outside(strip)
    assert float(ET.fromstring(strip).get("height")) <= 125  # noqa: S314 - our own text
    assert [] == overlaps(timeline(history, brief=True))


def test_labels_keep_the_order_of_the_events():
    """The labels of events run down the page in the order of their dates."""
    left = LABELS_LEFT + DATE_WIDTH
    boxes = text_boxes(timeline(casebook.load("Sandwell")))
    tops = [top for x, top, _, _, _ in boxes if x == left]
    assert len(tops) >= len(casebook.load("Sandwell"))
    assert all(one < other for one, other in pairwise(tops))


# Stage names


def test_stage_names_are_in_the_bars():
    """A stage with space for its name has it; an event that moved the stage has it in its label."""
    svg = timeline(casebook.load("Sandwell"))
    bars = [group for group in elements(svg, "g") if group.find(SVG + "polygon") is not None][:6]
    shown = [" ".join(text.text for text in bar.iter(SVG + "text")) for bar in bars]
    assert [
        stretch.label for stretch in lane_of(check(casebook.load("Sandwell"))).visible_stretches
    ] == shown
    assert "→ Trust live" in words_of(svg)


@pytest.mark.parametrize(
    ("label", "width", "shown"),
    [
        ("Trust live", 100, "Trust live"),
        ("Trust live", 30, None),
        ("Direction issued: move to a trust", 210, "Direction issued: move to a trust"),
        ("Direction issued: move to a trust", 120, "Direction issued"),
        ("Asked, then weighed", 60, "Asked"),
        ("Heard (in part) or not", 50, "Heard"),
        ("On hold: later", 60, "On hold"),
        ("A: then", 30, None),
        ("Not on the road to a trust", 140, "Not on the road…"),
        ("Not on the road to a trust", 80, None),
        ("", 5, " "),
        ("two\nlines", 80, "two lines"),
    ],
)
def test_a_name_is_shortened_by_a_rule(label, width, shown):
    """A name is whole, its main part, or at least half of that with an ellipsis; else left out."""
    assert shown == name_in(label, 12, width)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("Sandwell", 80, "Sandwell"), ("Bournemouth, Poole", 80, "Bournemou…"), ("Kent", 1, "…")],
)
def test_a_text_is_cut(text, width, shown):
    """A text that is too long for its place ends with an ellipsis."""
    assert shown == cut_to(text, 12, width, bold=True)


def test_the_outline_after_the_record_has_the_name():
    """A last stage without a length has its name in the outline, if it fits there."""
    history = History("X", [ev.InspectionPublished("2015-06-05", judgement="inadequate")])
    for strip in (False, True):
        assert "Rated inadequate" in words_of(timeline(history, strip=strip))
    long = "Waits for an answer that nobody has promised to give"
    loan = Process(
        name="loan",
        title="A loan",
        stages={"a": StageInfo("Asked", "So."), "b": StageInfo(long, "So.", final=True)},
        initial="a",
        triggers={"go": "went"},
        moves=[Move("go", "a", "b")],
    )
    svg = timeline(History("X", [loan.event("go", "2015-06-05")]), process=loan)
    assert long not in [text.text for text in elements(svg, "text")]


def test_a_strip_has_a_key_for_short_stages():
    """A stage that is too short for its name has a letter in the bar, and its name in the key."""
    words = [
        text.text for text in elements(timeline(casebook.load("Sandwell"), strip=True), "text")
    ]
    assert words.count("Trust live") == 1
    assert words.count("d") == 2
    assert "Direction issued: move to a trust" in words
    assert {"2012", "2024"} <= set(words)


def parts_of(strip):
    """Return the words in or above each part of the bar of a strip, by the part's tooltip."""
    parts = {}
    for group in elements(strip, "g"):
        words = " ".join(text.text for text in group.iter(SVG + "text"))
        parts.setdefault(group.find(SVG + "title").text, []).append(words)
    return {tooltip: "".join(words) for tooltip, words in parts.items()}


@pytest.mark.parametrize("name", casebook.names())
def test_every_part_of_a_strip_has_a_name_or_a_letter(name):
    """The key has the stage of each letter, so that no stage is told by its colour alone."""
    strip = timeline(casebook.load(name), strip=True)
    shown = [text.text for text in elements(strip, "text")]
    for tooltip, words in parts_of(strip).items():
        label = tooltip.splitlines()[0]
        assert words
        assert words in label or (words, label) in pairwise(shown)
    assert [] == overlaps(strip)
    assert [] == names_outside(strip)


def test_a_letter_without_room_in_its_part_is_above_it():
    """A line leads from the letter to the part, or to the outline of a part without length."""
    strip = timeline(casebook.load("Herefordshire"), strip=True)
    above = [group for group in elements(strip, "g") if group.find(SVG + "polygon") is None]
    assert [["c"], ["a"]] == [[text.text for text in group.iter(SVG + "text")] for group in above]
    assert [1, 1] == [len(group.findall(SVG + "path")) for group in above]
    tops = [(top, words) for _, top, _, _, words in text_boxes(strip)]
    assert ["c", "a"] == [words for top, words in tops if top == min(tops)[0]]


def test_letters_for_which_a_line_has_no_room_are_left_out():
    """The tooltips have their stages; the others lie on no other text."""
    days = [f"2015-{month:02}-{day:02}" for month in (6, 7) for day in range(1, 31)]
    inspections = [
        ev.InspectionPublished(on, judgement=("inadequate", "good")[at % 2])
        for at, on in enumerate(days)
    ]
    first = ev.InspectionPublished("1990-01-01", judgement="good")
    strip = timeline(History("X", [first, *inspections]), strip=True)
    words = parts_of(strip).values()
    assert 20 < sum(map(bool, words)) < len(words)
    assert [] == overlaps(strip)


def test_the_letters_of_a_strip_are_in_the_order_of_the_stages():
    """So a reader finds each letter in the key without its colour."""
    svg = timeline(casebook.load("Sandwell"), strip=True)
    words = [text.text for text in elements(svg, "text")]
    letters = [word for word in words if len(word) == 1]
    assert ["a", "b", "a", "c", "d", "a", "b", "c", "d"] == letters
    assert "Rated inadequate" == words[len(words) - words[::-1].index("a")]


def test_a_strip_of_many_short_stages_has_letters_for_all():
    """After z the letters are aa, ab and so on."""
    names = [f"s{number}" for number in range(30)]
    long = Process(
        name="long",
        title="A long way",
        stages={
            name: StageInfo(f"Stage {name} of a long way", "So.", final=name == names[-1])
            for name in names
        },
        initial="s0",
        triggers={f"to_{name}": f"to {name}" for name in names[1:]},
        moves=[Move(f"to_{name}", before, name) for before, name in pairwise(names)],
    )
    events = [long.event(f"to_{name}", f"20{10 + at}-06-05") for at, name in enumerate(names[1:])]
    words = [
        text.text
        for text in elements(timeline(History("X", events), process=long, strip=True), "text")
    ]
    assert {"a", "z", "aa", "ac"} <= set(words)


def test_a_strip_of_a_case_without_days():
    """It has no years; the strip of a case without events says so."""
    undated = History("X", [ev.InspectionPublished("../..", judgement="inadequate")])
    assert ["Rated inadequate"] == [
        text.text for text in elements(timeline(undated, strip=True), "text")
    ]
    assert "no events are on record" in words_of(timeline(History("X"), strip=True))
    one_day = History("X", [ev.InspectionPublished("2015-06-05", judgement="inadequate")])
    assert "5 June 2015" in words_of(timeline(one_day, strip=True))


@pytest.mark.parametrize("colour", Colour)
def test_names_in_bars_can_be_read_in_every_colour(colour):
    """They have enough contrast, also where a page shows a light picture in dark colours."""
    for colours in (LIGHT, DARK):
        assert contrast(colours.on_stage(colour), colours.stage(colour)) >= 4.5
    for text in ("#000000", DARK.background):
        assert contrast(text, DARK.stage(colour)) >= 4.5


# Brief, sorted and bounded


def test_a_brief_timeline_has_only_the_events_that_moved_the_stage():
    """It says how many there are, and has no due day."""
    history = short_history()
    brief = words_of(timeline(history, brief=True))
    assert "Of 6 events, the 4 that moved the stage are shown." in brief
    assert "chair" not in brief
    assert "due" not in brief
    assert "other event" not in brief
    rows = [history, broken()]
    few, every = (len(elements(timeline(rows, brief=brief), "circle")) for brief in (True, False))
    assert few < every


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (None, ["Beta", "alpha", "Gamma"]),
        ("name", ["alpha", "Beta", "Gamma"]),
        ("first-event", ["alpha", "Beta", "Gamma"]),
        ("length", ["Beta", "alpha", "Gamma"]),
        ("days-to:direction_issued", ["alpha", "Beta", "Gamma"]),
        ("DAYS-TO:trust_live", ["Beta", "alpha", "Gamma"]),
    ],
)
def test_rows_are_sorted(sort, names):
    """Rows are in the order; those without a known day or without the stage are last."""
    histories = [
        History(
            "Beta", [ev.Note("2012", topic="other"), ev.DirectionIssued("2014", purpose="trust")]
        ),
        History(
            "alpha",
            [ev.DirectionIssued("2010-03-01", purpose="trust"), ev.Note("2016", topic="other")],
        ),
        History("Gamma", [ev.Note("../..", topic="other")]),
    ]
    svg = timeline(histories, sort=sort)
    shown = [text.text for text in elements(svg, "text")]
    assert names == sorted(names, key=shown.index)
    assert (sort is None) == ("sorted by" not in words_of(svg))
    if sort in {"length", "days-to:direction_issued"}:
        assert "not on record" in shown


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "not on record"),
        ((12, 12), "12 days"),
        ((40, 95), "about 1 to 3 months"),
        ((800, 810), "about 2 years 2 months"),
        ((800, 1200), "about 2 to 3 years"),
    ],
)
def test_a_length_in_few_words(days, words):
    """The remark of a row has the length by which it is sorted."""
    assert words == remark(days)


@pytest.mark.parametrize("several", [[], [History("X")]])
@pytest.mark.parametrize("align", [None, "trust_went_live"])
def test_a_picture_without_rows_is_described(several, align):
    """Its description is the sentence below the title, without a list of names."""
    (description,) = elements(timeline(several, align=align), "desc")
    assert re.fullmatch(r"0 of (0|1) histor(y|ies)[^.]*\.", description.text)


def test_an_unknown_order_is_refused():
    """The message lists the orders, and suggests the nearest stage."""
    with pytest.raises(InvalidValue, match="days-to:trust_live"):
        timeline([short_history()], sort="days-to:trust_life")
    with pytest.raises(InvalidValue, match="order of timelines"):
        timeline(short_history(), sort="size")


def test_many_histories_are_low_rows():
    """More rows than fit are low; those of the whole casebook are within the bound."""
    every = ET.fromstring(timeline(casebook.histories()))  # noqa: S314 - our own text
    assert 155 * 20 < float(every.get("height")) < MAX_SIDE
    assert [] == list(every.iter(SVG + "circle"))
    few = [short_history(), broken()]
    low, usual = (
        float(ET.fromstring(timeline(few, strip=strip)).get("height"))  # noqa: S314
        for strip in (True, False)
    )
    assert low < usual


@pytest.mark.parametrize(
    ("histories", "way"),
    [
        ([evolve(short_history(), authority=f"X{n}") for n in range(200)], "Draw fewer histories"),
        (long_history(400), "brief=True"),
    ],
)
def test_a_picture_that_cannot_be_read_is_refused(histories, way):
    """The message says how to get a smaller one."""
    with pytest.raises(InvalidValue, match=way):
        timeline(histories)


def test_words_of_an_event_have_few_lines():
    """A long text ends with an ellipsis; the tooltip has all of it."""
    words = "said " * 200
    svg = timeline(History("X", [ev.CommissionerAppointed("2015", names=words)]))
    assert float(ET.fromstring(svg).get("height")) < 500  # noqa: S314 - our own text
    assert "…" in words_of(svg)
    assert words.strip() in svg


def test_a_page_has_a_smaller_timeline_if_need_be():
    """A page whose timeline would be too high has a brief one, or only the strip at its head."""
    few = [ev.Note("2010-05", topic="other")] * 220
    page = case_page(History("X", [*long_history(12), *few]))
    assert "Of 232 events, the 8 that moved the stage are shown." in page
    page = case_page(long_history(240))
    assert 'id="timeline"' not in page
    assert 'class="picture strip"' in page


@pytest.mark.parametrize(
    ("name", "numbers"), [("Doncaster", ["2", "3", "4"]), ("Reading", ["2", "11"])]
)
def test_a_short_stage_has_its_number_above_its_bar(name, numbers):
    """A stage of a few days, or one that begins where the record ends, is not overlooked."""
    history = casebook.load(name)
    svg = timeline([history, evolve(history, authority="Its double")])
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    bold = [each.text for each in root.iter() if each.get("font-weight") == "600"]
    for number in numbers:
        # Once in each row, and once in the legend.
        assert 3 == bold.count(number)


def test_a_stage_that_begins_on_the_last_day_can_be_seen():
    """Its bar in a row has a least width."""
    svg = timeline([casebook.load("Reading"), short_history()])
    widths = []
    for bar in elements(svg, "polygon"):
        xs = [float(point.split(",")[0]) for point in bar.get("points").split()]
        widths.append(max(xs) - min(xs))
    assert min(widths) >= 1


@pytest.mark.parametrize(
    ("first", "last", "apart", "words"),
    [
        ("2016-02-10", "2016-04-10", 45, ["Apr 2016"]),
        ("2016-02-10", "2016-04-10", 100, []),
        ("2010-02-10", "2020-01-10", 700, ["2012", "2014", "2016", "2018", "2020"]),
        ("1900-02-10", "2190-01-10", 50_000, ["2000", "2100"]),
    ],
)
def test_labels_of_the_axis_are_apart(first, last, apart, words):
    """If years or months would be too close, there are fewer."""
    days = grid_days(day(first), day(last), apart=apart, months_apart=apart)
    assert words == [label for _, label in days]
