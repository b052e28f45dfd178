"""Charts of many histories: their numbers, their colours, and what they say without a picture."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.views.contrast import SHAPE_CONTRAST
from tests.views.samples import elements, overlaps, words_of
from trustflow.engine import capital
from trustflow.testing import days, histories
from trustflow.views import CHARTS, chart, chart_counts, chart_table
from trustflow.views.charts.judgements import COLOURS, LOW, NONE
from trustflow.views.svg import Png, Svg, palette
from trustflow.views.svg.palette import contrast

HISTORIES = tf.casebook.histories()
DAY = tf.casebook.version_day()


def tooltips(svg):
    """Return the tooltips of a chart; the first title is that of the picture."""
    return [element.text for element in elements(svg, "title")][1:]


def description(svg):
    """Return the description of a chart."""
    return elements(svg, "desc")[0].text


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("dark", [False, True])
def test_no_text_overlaps_another_or_the_edge(kind, dark):
    """All texts of the charts of the casebook can be read."""
    assert not overlaps(chart(HISTORIES, kind, as_of=DAY, dark=dark))


@given(
    drawn=st.lists(histories(), max_size=3, unique=True),
    day=days(last=dt.date(2040, 1, 1)),
    kind=st.sampled_from(CHARTS),
)
def test_any_histories_can_be_drawn(drawn, day, kind):
    """A chart of a few histories, or of none, has its day and no text on another."""
    svg = chart(drawn, kind, as_of=day)
    assert tf.PartialDate.of(day).words in description(svg)
    assert not overlaps(svg)
    assert svg == chart(drawn, kind, as_of=day)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_shows_the_overview(kind):
    """Its last numbers are those of the overview on that day."""
    field = {"judgements": "judgement", "stages": "stage"}[kind]
    entries = tf.casebook.overview(as_of=DAY)
    counts = [count for count in chart_counts(HISTORIES, kind, as_of=DAY) if count.on == DAY]
    found = {each.value: each.authorities + each.low_confidence for each in counts}
    assert Counter(getattr(entry, field) for entry in entries) == Counter(
        {value: number for value, number in found.items() if number}
    )
    low = sum(getattr(entry, f"{field}_confidence") == "low" for entry in entries)
    assert low == sum(count.low_confidence for count in counts)


def test_the_chart_of_judgements_has_a_column_for_each_year():
    """The last one says how far its year goes."""
    words = words_of(chart(HISTORIES, "judgements", as_of="2026-08-22"))
    assert all(f" {year} " in words for year in range(2013, 2027))
    assert "to 22 August" in words
    assert "to 31 December" not in words_of(chart(HISTORIES, "judgements", as_of="2025-12-31"))


def test_each_part_has_its_number_in_its_tooltip():
    """The tooltips of a day give every number that is not zero."""
    shown = tooltips(chart(HISTORIES, "judgements", as_of=DAY))
    for count in chart_counts(HISTORIES, "judgements", as_of=DAY):
        name = count.value or NONE
        plural = "" if count.authorities == 1 else "s"
        text = f"{count.on.words}: {name}, {count.authorities} council{plural}"
        assert (text in shown) == (count.authorities > 0)


def test_each_stage_has_its_number():
    """The numbers stand beside the bars, those of low confidence apart."""
    words = words_of(chart(HISTORIES, "stages", as_of=DAY))
    for count in chart_counts(HISTORIES, "stages", as_of=DAY):
        low = f", and {count.low_confidence} of low confidence" * bool(count.low_confidence)
        assert f"{count.authorities}{low}" in words
    for stage in tf.TRUST_TRANSFER.stages.values():
        assert stage.label in words


@pytest.mark.parametrize("kind", CHARTS)
def test_the_description_gives_the_last_numbers(kind):
    """Who cannot see the picture hears what it shows, and what it does not show."""
    svg = chart(HISTORIES, kind, as_of=DAY)
    [title] = [element.text for element in elements(svg, "title")][:1]
    said = description(svg)
    assert "on record" in title
    assert f"{len(tf.casebook.overview())} councils on 22 August 2026." in said
    table = chart_table(HISTORIES, kind, as_of=DAY)
    if kind == "judgements":
        last = dict(zip(table.headings[1:], table.rows[-1][1:], strict=True))
        assert all(
            f"{name}: {number}".casefold() in said.casefold() for name, number in last.items()
        )
    else:
        assert all(f"{label}: {number}" in said for label, number, _ in table.rows)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_of_judgements_differ_from_the_page_and_each_other(dark):
    """Each part can be seen on the page, and no two neighbours have one colour."""
    colours = palette(dark=dark)
    shades = [colours.stage(colour) for colour in COLOURS.values()]
    assert set(COLOURS) == set(tf.trust_transfer.GRADES)
    assert len(shades) == len(set(shades))
    assert all(contrast(shade, colours.background) >= SHAPE_CONTRAST for shade in shades)
    assert contrast(colours.outline, colours.background) >= SHAPE_CONTRAST


def test_the_table_has_the_numbers_of_the_chart():
    """A row for each day has a number for each part that is ever used, from the top down."""
    table = chart_table(HISTORIES, "judgements", as_of=DAY)
    assert ["Day", capital(NONE), capital(LOW)] == table.headings[:3]
    assert "Inadequate" == table.headings[-1]
    assert {"22 August 2026"} == {row[0] for row in table.rows[-1:]}
    for count in chart_counts(HISTORIES, "judgements", as_of=DAY):
        heading = capital(count.value or NONE)
        if heading in table.headings:
            [row] = [row for row in table.rows if row[0] == count.on.words]
            assert str(count.authorities) == row[table.headings.index(heading)]
    for row, later in pairwise(table.rows):
        assert sum(map(int, row[1:])) <= sum(map(int, later[1:]))


@pytest.mark.parametrize("kind", CHARTS)
def test_the_description_of_no_histories_has_no_empty_sentence(kind):
    """It gives the number of councils, and no list without items."""
    words = elements(chart([], kind, as_of=DAY), "desc")[0].text
    assert words.startswith("0 councils on ")
    assert ": ." not in words
    assert ". ." not in words


def test_a_part_that_is_never_used_is_left_out():
    """Without a judgement on record, the only part says so."""
    table = chart_table([tf.History("X")], "judgements", as_of="2014-06-30")
    assert ["Day", capital(NONE)] == table.headings
    assert [["31 December 2013", "1"], ["30 June 2014", "1"]] == table.rows


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHARTS)
def test_a_notebook_shows_a_chart(kind):
    """SVG is text, and PNG bytes, that show themselves as a picture."""
    assert isinstance(chart(HISTORIES, kind, as_of=DAY), Svg)
    png = chart(HISTORIES, kind, "png", as_of=DAY)
    assert isinstance(png, Png)
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("kind", "form", "message"),
    [
        ("judgement", "svg", "Did you mean 'judgements'"),
        ("stage", "svg", "Did you mean 'stages'"),
        ("pie", "svg", "Expected one of: judgements, stages"),
        ("stages", "pgn", "Did you mean 'png'"),
        ("judgements", "gif", "Expected one of: svg, png"),
    ],
)
def test_an_unknown_word_is_refused(kind, form, message):
    """The message has the words that are accepted."""
    with pytest.raises(tf.InvalidValue, match=message):
        chart(HISTORIES[:1], kind, form, as_of=DAY)
