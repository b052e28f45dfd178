"""The parts of pictures: colours, text, label placement, and collapsed paths."""

import string
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.views.contrast import SHAPE_CONTRAST, TEXT_CONTRAST, shape_pairs, text_pairs
from tests.views.samples import FOUR, HOSTILE, labels, processes
from trustflow import testing
from trustflow._text import visible
from trustflow.process import ORDINARY, Colour, Mark, Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views.diagrams.collapsed_paths import collapsed_paths
from trustflow.views.svg.palette import NEUTRAL, contrast, palette, stage_colours
from trustflow.views.svg.text import (
    ELLIPSIS,
    balanced,
    cut_to,
    plain,
    text_width,
    wrapped,
    xml_text,
)
from trustflow.views.timelines.label_placement import columns_without_overlap, spread

# Colours


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_enough_contrast(dark):
    """Every text has at least the contrast that WCAG AA asks for."""
    for text, background in text_pairs(palette(dark=dark)):
        assert contrast(text, background) >= TEXT_CONTRAST, (text, background)


@pytest.mark.parametrize("dark", [False, True])
def test_every_line_has_enough_contrast(dark):
    """Every line and marker has at least the contrast that WCAG AA asks for."""
    for line, background in shape_pairs(palette(dark=dark)):
        assert contrast(line, background) >= SHAPE_CONTRAST, (line, background)


def test_contrast_is_that_of_wcag():
    """The contrast of black on white is 21; that of the grey #767676 is just above 4.5."""
    assert 21 == contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000")
    assert 1 == contrast("#123456", "#123456")
    assert 4.54 == round(contrast("#767676", "#ffffff"), 2)


@given(testing.processes())
def test_a_stage_without_a_colour_has_a_neutral_one(process):
    """It is not a colour that judges the stage, and stages next to each other differ."""
    colours = [*stage_colours(process).values()]
    assert not {Colour.RED, Colour.AMBER, Colour.GREEN, Colour.PINK} & {*colours}
    assert all(one != other for one, other in pairwise(colours))


def test_neutral_colours_are_used_again():
    """A process can have more stages than there are neutral colours."""
    names = [f"s{number}" for number in range(20)]
    moves = [Move(f"to_{there}", here, there) for here, there in pairwise(names)]
    process = Process(
        name="long",
        title="Long",
        initial="s0",
        stages={name: StageInfo(name, ".", final=name == "s19") for name in names},
        triggers={move.trigger: move.trigger for move in moves},
        moves=moves,
    )
    colours = [*stage_colours(process).values()]
    assert set(NEUTRAL) == set(colours)
    assert all(one != other for one, other in pairwise(colours))


def test_the_trust_transfer_gives_each_stage_its_own_colour():
    """The colours of the process are used as they are."""
    colours = stage_colours(TRUST_TRANSFER)
    assert set(Colour) == {*colours.values()}
    assert Colour.RED is colours["rated_inadequate"]
    assert Colour.GREEN is colours["trust_live"]


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_of_a_stage_differs(dark):
    """Each colour has a version for light pages and one for dark pages."""
    colours = palette(dark=dark)
    assert len(Colour) == len(colours.stages) == len({colours.stage(each) for each in Colour})


# Text


@given(labels())
@example("\ud800")
def test_plain_text_is_visible(text):
    """Every character in plain text is visible, and no visible letter is lost."""
    shown = plain(text)
    assert visible(shown) == shown
    letters = [char for char in text if char in string.ascii_letters]
    shown_letters = [char for char in shown if char in string.ascii_letters]
    assert letters == shown_letters or visible(text) != text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\x07b", "a\\x07b"),
        (" a \n\t b ", "a b"),
        ("a\u200db", "a\\u200db"),
        ("\ue000", "\\ue000"),
        ("", " "),
    ],
)
def test_plain(text, shown):
    """Hidden characters are replaced by their codes, among them joiners."""
    assert shown == plain(text)


def test_xml_text_is_plain_and_escaped():
    """Text for SVG and HTML is plain text in which characters of markup are escaped."""
    assert "&lt;b&gt; &amp; &quot;x\\x07&quot;" == xml_text('<b> &\n"x\x07"')


def test_width_is_that_of_helvetica():
    """Widths are the sums in the font's tables, and bold text is wider."""
    assert 22.78 == pytest.approx(text_width("Hello", 10))
    assert 24.45 == pytest.approx(text_width("Hello", 10, bold=True))


@pytest.mark.parametrize(
    ("character", "width"),
    [("é", 5.56), ("東", 10), ("\u0301", 0), ("·", 2.78), ("ж", 6.5)],
)
def test_width_of_other_characters(character, width):
    """An accent does not make a letter wider; an East Asian letter is square."""
    assert width == pytest.approx(text_width(character, 10))


@given(labels(), st.floats(0, 400))
def test_a_cut_text_is_the_longest_that_fits(text, width):
    """With one letter more, the text and its ellipsis are wider than their place."""
    shown, cut = plain(text), cut_to(text, 10, width)
    if cut == shown:
        return
    longest = next(
        length
        for length in range(len(shown) - 1, -1, -1)
        if length == 0 or text_width(f"{shown[:length]}{ELLIPSIS}", 10) <= width
    )
    assert f"{shown[:longest].rstrip()}{ELLIPSIS}" == cut


@given(labels(), st.integers(8, 300))
def test_wrapped_lines_fit(text, max_width):
    """No line is wider than the greatest width, and no letter is lost."""
    lines = wrapped(text, 10, max_width)
    assert all(text_width(line, 10) <= max_width or len(line) == 1 for line in lines)
    assert plain(text).replace(" ", "") == "".join(lines).replace(" ", "")


@given(labels(), st.integers(40, 300))
def test_balanced_lines_are_as_few_and_no_wider(text, max_width):
    """Balanced lines are as many as wrapped lines, and no wider."""
    even, first = balanced(text, 10, max_width), wrapped(text, 10, max_width)
    assert len(first) == len(even)
    assert max(text_width(line, 10) for line in even) <= max(text_width(line, 10) for line in first)
    assert "".join(first).replace(" ", "") == "".join(even).replace(" ", "")


@pytest.mark.parametrize("max_width", [70, 96, 106, 118, 152])
@pytest.mark.parametrize(
    "words", ["commissioner appointed", "a commissioner", "it is recommissioned"]
)
def test_balanced_does_not_cut_a_word_that_fits(words, max_width):
    """A word is cut only if it is too wide for a line, not to make lines equally long."""
    lines = balanced(words, 12, max_width)
    fits = all(text_width(word, 12) <= max_width for word in words.split())
    assert fits == (words == " ".join(lines))


def test_balanced_shares_the_words_out():
    """The last line is not left with one short word."""
    assert ("Direction issued:", "move to a trust") == balanced(
        "Direction issued: move to a trust", 14, 190
    )


# Placement without overlap


@st.composite
def wishes(draw):
    """Generate wanted centres in ascending order, each with a size."""
    wanted = sorted(draw(st.lists(st.floats(0, 1000), max_size=12)))
    return wanted, [draw(st.floats(1, 60)) for _ in wanted]


@given(wishes(), st.floats(0, 100))
def test_spread_labels_do_not_overlap(wish, spare):
    """If all labels fit in the space, no label overlaps another or leaves the space."""
    wanted, sizes = wish
    end = sum(sizes) + spare
    reached = 0.0
    for centre, size in zip(spread(wanted, sizes, 0, end), sizes, strict=True):
        assert centre - size / 2 >= reached - 1e-6
        reached = centre + size / 2
    assert reached <= end + 1e-6


@given(wishes(), st.randoms(use_true_random=False))
def test_spread_labels_are_as_near_as_possible(wish, random):
    """No other placement without overlap is nearer to the wanted centres."""
    wanted, sizes = wish
    centres = spread(wanted, sizes, -1e6, 1e6)
    least = squared_distance(wanted, centres)
    for _ in range(5):
        other = [centre + random.uniform(-30, 30) for centre in centres]
        for index in range(1, len(other)):
            apart = (sizes[index - 1] + sizes[index]) / 2
            other[index] = max(other[index], other[index - 1] + apart)
        assert least <= squared_distance(wanted, other) + 1e-6


def test_labels_that_fit_do_not_move():
    """Labels that fit are not moved; two labels that overlap are moved equally far."""
    assert [10, 50] == spread([10, 50], [10, 10], 0, 100)
    assert [25, 35] == spread([30, 30], [10, 10], 0, 100)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=20))
def test_columns_do_not_overlap(starts_and_lengths):
    """Two spans in the same column never touch, and no column before the last is empty."""
    spans = [(first, first + length) for first, length in starts_and_lengths]
    columns = columns_without_overlap(spans)
    for index, (first, last) in enumerate(spans):
        for other in range(index):
            if columns[other] == columns[index]:
                assert spans[other][1] < first or last < spans[other][0]
    assert set(columns) == set(range(max(columns, default=-1) + 1))


def squared_distance(wanted, centres):
    """Return the sum of the squared distances between wanted and actual centres."""
    return sum((one - other) ** 2 for one, other in zip(wanted, centres, strict=True))


# Collapsed paths


@given(processes(words=st.just("word")), st.data())
def test_collapsed_paths_are_routes(process, data):
    """Each path is connected and passes only hidden stages, and no path is missing."""
    stages = list(process.stages)
    shown = data.draw(st.lists(st.sampled_from(stages), min_size=1, unique=True))
    paths = collapsed_paths(process, shown, tuple(Mark))
    for (start, end), routes in paths.items():
        for route in routes:
            assert start == route[0].stage
            assert end == route[-1].leads_to
            inner = [move.leads_to for move in route[:-1]]
            assert inner == [move.stage for move in route[1:]]
            assert not set(inner) & set(shown)
    for start in shown:
        assert reached(process, start, shown) == {
            end for begin, end in paths if begin == start and begin != end
        }


@given(processes(words=st.just("word")))
def test_every_move_is_one_route(process):
    """If all stages are shown, each move is a separate route."""
    routes = [
        route
        for routes in collapsed_paths(process, list(process.stages), tuple(Mark)).values()
        for route in routes
    ]
    assert sorted(map(str, process.moves)) == sorted(str(move) for (move,) in routes)


def test_the_most_ordinary_path_stands_for_others():
    """A longer path of standard moves comes before a shorter attested one."""
    shown = ["routine_oversight", "trust_live"]
    (route,) = collapsed_paths(TRUST_TRANSFER, shown, ORDINARY)[tuple(shown)]
    assert {Mark.STANDARD} == {move.mark for move in route}
    assert "rated_inadequate" == route[0].leads_to


def test_the_four_stages_are_connected():
    """Standard moves alone connect each of the four stages with the next one."""
    paths = collapsed_paths(TRUST_TRANSFER, FOUR, (Mark.STANDARD,))
    assert set(pairwise(FOUR)) <= set(paths)


def reached(process, start, shown):
    """Return the shown stages that can be reached from `start` through hidden stages."""
    ends, waiting, seen = set(), [start], {start}
    while waiting:
        stage = waiting.pop()
        for move in process.moves:
            if move.stage != stage:
                continue
            if move.leads_to in shown:
                ends.add(move.leads_to)
            elif move.leads_to not in seen:
                seen.add(move.leads_to)
                waiting.append(move.leads_to)
    return ends - {start}


def test_hostile_samples_are_hostile():
    """The samples contain each kind of text and character that the tests must try."""
    joined = "".join(HOSTILE)
    assert all(text in joined for text in ("<script>", '"', "-->", "]]>", "\u202e", "\x00"))
