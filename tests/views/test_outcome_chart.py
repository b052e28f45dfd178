"""Pictures of what became of cases: their curves, their numbers, and the few that are listed."""

import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.samples import elements, overlaps, words_of
from trustflow.cli.page_blocks import block_in, with_block
from trustflow.process import Colour
from trustflow.testing import histories
from trustflow.views import Cell, outcome_chart
from trustflow.views.charts.curves import Curve, Step, to_svg
from trustflow.views.charts.years import year_ticks
from trustflow.views.svg import WEB_FONT, Png, Svg

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "how-long-it-takes.md"
BLOCK = "commissioner-review"
CASEBOOK = tf.casebook.histories()
REVIEW = tf.outcomes(CASEBOOK, "commissioner_review")


def tooltips(svg):
    """Return the tooltips of a picture; the first title is that of the picture."""
    return [element.text for element in elements(svg, "title")][1:]


def test_the_picture_of_the_docs_is_up_to_date(holds):
    """It shows what became of commissioner reviews, and a table below has the shares."""
    holds(DOCS / "charts" / f"{BLOCK}.svg", outcome_chart(REVIEW))
    rows = [("End", "Within a year (90% band)", "Within two years (90% band)")]
    for end in REVIEW.ends:
        shares = (REVIEW.share(end, days) for days in (365, 730))
        rows.append(
            (
                REVIEW.end_labels[end],
                *(f"{each.share:.0%} ({each.low:.0%} to {each.high:.0%})" for each in shares),
            )
        )
    lines = [" | ".join(Cell(text).markdown() for text in row) for row in rows]
    lines.insert(1, " | ".join(["---"] * 3))
    table = "\n".join(f"| {line} |" for line in lines)
    year, two_years = (REVIEW.share(REVIEW.ends[0], days).at_risk for days in (365, 730))
    above = (
        f"{len(REVIEW.cases)} councils; {year} were followed without an end for a year, "
        f"{two_years} for two years. Read each row by itself."
    )
    block = f"{above}\n\n{table}"
    holds(PAGE, with_block(PAGE.read_text("utf-8"), BLOCK, f"\n{block}\n"))
    assert block == block_in(PAGE.read_text("utf-8"), BLOCK)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["commissioner_review", "rated_inadequate", "shadow_running"])
@pytest.mark.parametrize("dark", [False, True])
def test_no_text_overlaps_another_or_the_edge(stage, dark):
    """All texts can be read, of many cases and of few."""
    assert not overlaps(outcome_chart(tf.outcomes(CASEBOOK, stage), dark=dark))


def test_each_end_has_a_curve_with_its_shares_year_by_year():
    """A tooltip gives the share and its band at each year that the axis names."""
    shown = {text.split(":")[0]: text for text in tooltips(outcome_chart(REVIEW))}
    assert list(shown) == [REVIEW.end_labels[end].split(":")[0] for end in REVIEW.ends]
    for end in REVIEW.ends:
        text = shown[REVIEW.end_labels[end].split(":")[0]]
        share = REVIEW.share(end, 365)
        assert f"after 1 year: {share.share:.0%}, band {share.low:.0%} to {share.high:.0%}" in text
        number = sum(case.end == end for case in REVIEW.cases)
        assert f"{number} of 29 councils so far" in text


def test_the_numbers_below_are_those_still_followed():
    """They are the numbers at risk at the start and after each year."""
    words = words_of(outcome_chart(REVIEW))
    risk = [REVIEW.share(REVIEW.ends[0], day).at_risk for day in (0, 365, 730)]
    assert risk == [29, 6, 3]
    assert re.search(r"how many were still followed without an end.*\b29\b.*\b6\b.*\b3\b", words)


def test_cases_are_not_called_councils_where_a_council_has_several():
    """The number of councils is given beside that of the cases."""
    words = words_of(outcome_chart(tf.outcomes(CASEBOOK, "rated_inadequate")))
    assert " 93 cases of 81 councils on record." in words
    assert " of 93 cases so far" in words


def test_few_cases_are_drawn_one_by_one():
    """Each has its name, its end and its days; an open one says so."""
    made = tf.outcomes(
        [
            tf.History("A", [tf.events.TrustWentLive("2020-01-01")], begins_in="shadow_running"),
            tf.History(
                "B",
                [
                    tf.events.TrustWentLive("2018-01-01"),
                    tf.events.ReturnedToCouncil("2020-02"),
                ],
                begins_in="shadow_running",
            ),
        ],
        "trust_live",
        confidence=None,
    )
    svg = outcome_chart(made)
    assert tooltips(svg) == [
        "A: none on record, at least 0 days",
        "B: Returned to the council, 761 to 789 days",
    ]
    assert "They are too few for a share. A thick pale line covers the days" in words_of(svg)
    assert "curve" not in svg


def test_no_cases_are_no_lines():
    """The picture of no cases says how many there are, and explains no line."""
    svg = outcome_chart(tf.outcomes([], "trust_live"))
    assert "0 councils on record." == elements(svg, "desc")[0].text
    assert "circle" not in words_of(svg)


def test_no_cases_have_no_axis():
    """Nothing but the heading is drawn, as of a timeline without rows."""
    assert "years" not in words_of(outcome_chart(tf.outcomes([], "trust_live")))


def few_cases(*names, ends=None):
    """Return a picture of a case for each name, each of which ended."""
    events = [tf.events.TrustWentLive("2018-01-01"), tf.events.ReturnedToCouncil("2020-02")]
    drawn = [tf.History(name, events, begins_in="shadow_running") for name in names]
    return outcome_chart(tf.outcomes(drawn, "trust_live", confidence=None, ends=ends))


LONG = "The Metropolitan Borough of Somewhere with a Very Long Name and All Its Hinterlands"
WIDEST = 816
"""The width of a picture with the widest names and ends, in pixels."""
NAMES = st.builds(
    lambda part, count: f"A{part * count}B",
    st.text("Wi\N{CJK RADICAL REPEAT} -", min_size=1, max_size=12),
    st.integers(1, 16),
)
"""Names of up to 200 letters, with and without places at which a line can be broken."""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Kent", ["Kent"]),
        ("Bournemouth, Christchurch and Poole", ["Bournemouth, Christchurch and", "Poole"]),
        (
            LONG,
            ["The Metropolitan Borough of", "Somewhere with a Very Long\N{HORIZONTAL ELLIPSIS}"],
        ),
    ],
)
def test_a_long_name_is_on_two_lines(name, lines):
    """What is left out of it is in the tooltip and in the description."""
    svg = few_cases(name)
    shown = [text.text for text in elements(svg, "text")]
    at = shown.index(lines[0])
    assert lines == shown[at : at + len(lines)]
    assert [f"{name}: Returned to the council, 761 to 789 days"] == tooltips(svg)
    assert f"{name}: Returned" in elements(svg, "desc")[0].text


@at_most(30)
@given(NAMES, NAMES)
def test_no_name_widens_the_picture(name, label):
    """Names and ends of any length are on at most two lines, and lie on no other text."""
    svg = few_cases(name, "Kent", ends={label: "returned_to_council"})
    (root,) = elements(svg, "svg")
    assert float(root.get("width")) <= WIDEST
    assert not overlaps(svg)


def test_exact_days_are_one_number():
    """A case whose days are known exactly has no range, and no words on one."""
    sandwell = tf.outcomes([tf.casebook.load("Sandwell")], "direction_issued")
    assert "pale line" not in words_of(outcome_chart(sandwell))
    assert tooltips(outcome_chart(sandwell)) == ["Sandwell: Trust live, 542 days"]


@at_most(30)
@given(
    st.lists(histories(), max_size=12, unique=True), st.sampled_from([*tf.TRUST_TRANSFER.stages])
)
def test_any_outcomes_can_be_drawn(drawn, stage):
    """No text lies on another, and the same outcomes give the same picture."""
    found = tf.outcomes(drawn, stage, confidence=None)
    svg = outcome_chart(found)
    assert not overlaps(svg)
    assert svg == outcome_chart(found)


def test_ends_that_are_no_stages_have_colours_of_their_own():
    """A label that the user chose has the next colour of a list."""
    found = tf.outcomes(CASEBOOK, "rated_inadequate", ends={"better": "routine_oversight"})
    assert "better" in words_of(outcome_chart(found))


def test_a_curve_before_its_first_step_is_zero():
    """Nothing has ended before the first day on which a share changes."""
    curve = Curve("Ended", "1 of 10 cases", Colour.TEAL, (Step(400, 0.1, 0.1, 0.2, 0.05, 0.3),))
    assert curve.at(399).share == 0
    svg = to_svg([curve], 800, lambda day: 10 - day // 400, ("T", "S"), dark=False, font=WEB_FONT)
    assert "after 1 year: 0%" in tooltips(svg)[0]
    assert "after 2 years: 10%" in tooltips(svg)[0]


def test_exact_days_have_no_darker_area():
    """Only inexact dates and doubtful cases draw one beside the band."""
    shapes = {}
    for at_least in (0.1, 0.05):
        steps = (Step(400, 0.1, at_least, 0.1, 0.02, 0.3),)
        curve = Curve("Ended", "1 of 10 cases", Colour.TEAL, steps)
        svg = to_svg([curve], 800, lambda _: 9, ("T", "S"), dark=False, font=WEB_FONT)
        shapes[at_least] = len(elements(svg, "polygon"))
    assert shapes == {0.1: 1, 0.05: 2}


def test_cases_of_an_own_process_are_cases():
    """Nothing speaks of councils."""
    process = evolve(tf.TRUST_TRANSFER, name="own")
    words = words_of(outcome_chart(tf.outcomes(CASEBOOK, "commissioner_review", process=process)))
    assert " 29 cases on record." in words
    assert "council" not in words.replace("Retained by the council", "")


@pytest.mark.parametrize(
    ("last_day", "years"),
    [
        (0, [0]),
        (365, [0]),
        (366, [0, 1]),
        (5 * 366, [0, 1, 2, 3, 4, 5]),
        (12 * 366, range(0, 13, 3)),
    ],
)
def test_an_axis_names_at_most_six_years(last_day, years):
    """Longer axes name every second or third year."""
    assert [*year_ticks(last_day)] == [*years]


def test_a_notebook_shows_the_picture():
    """SVG is a text and PNG is bytes; both show themselves."""
    assert isinstance(outcome_chart(REVIEW), Svg)
    assert isinstance(outcome_chart(REVIEW, "png"), Png)
    with pytest.raises(tf.InvalidValue, match="chart format"):
        outcome_chart(REVIEW, "gif")
