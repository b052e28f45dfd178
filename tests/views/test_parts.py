"""The small parts of pictures: colours, lettering, keeping apart, joining ways."""

import string
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.views.samples import FOUR, HOSTILE, labels, processes
from trustflow.process import Mark
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views.diagrams.collapsed_paths import collapsed_paths
from trustflow.views.svg.palette import SHAPE_CONTRAST, TEXT_CONTRAST, contrast, palette
from trustflow.views.svg.text import balanced, plain, text_width, wrapped
from trustflow.views.timelines.label_placement import spread, sublanes

# Colours


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out(dark):
    """Text has at least the contrast that WCAG AA asks for."""
    for text, ground in palette(dark=dark).texts():
        assert contrast(text, ground) >= TEXT_CONTRAST, (text, ground)


@pytest.mark.parametrize("dark", [False, True])
def test_every_line_stands_out(dark):
    """Lines and marks have at least the contrast that WCAG AA asks for."""
    for line, ground in palette(dark=dark).shapes():
        assert contrast(line, ground) >= SHAPE_CONTRAST, (line, ground)


def test_contrast_is_that_of_wcag():
    """Known values: black on white is 21, the grey #767676 is just above 4.5."""
    assert 21 == contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000")
    assert 1 == contrast("#123456", "#123456")
    assert 4.54 == round(contrast("#767676", "#ffffff"), 2)


def test_stages_beyond_the_colours_start_again():
    """A process may have more stages than there are colours."""
    colours = palette(dark=False)
    assert colours.stage(0) == colours.stage(len(colours.stages))


# Lettering


@given(labels())
@example("\ud800")
def test_plain_text_is_seen(text):
    """Nothing is left in it that cannot be seen, and nothing seen is lost."""
    shown = plain(text)
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert [each for each in text if each in string.ascii_letters] == [
        each for each in shown if each in string.ascii_letters
    ] or not text.isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\x07b", "a\\x07b"),
        (" a \n\t b ", "a b"),
        ("a\u200db", "a\u200db"),
        ("\ue000", "\\ue000"),
        ("", " "),
    ],
)
def test_plain(text, shown):
    """What cannot be seen is written out; a joiner that a script needs stays."""
    assert shown == plain(text)


def test_width_is_that_of_helvetica():
    """Widths add up as in the tables of the font, and bold is wider."""
    assert 22.78 == pytest.approx(text_width("Hello", 10))
    assert 24.45 == pytest.approx(text_width("Hello", 10, bold=True))


@pytest.mark.parametrize(
    ("character", "width"),
    [("é", 5.56), ("東", 10), ("\u0301", 0), ("\u200d", 0), ("·", 2.78), ("ж", 6.5)],
)
def test_width_of_other_characters(character, width):
    """Letters with marks are as wide as without, those of East Asia a whole size."""
    assert width == pytest.approx(text_width(character, 10))


@given(labels(), st.integers(8, 300))
def test_wrapped_lines_fit(text, room):
    """No line is wider than the room, and no letter is lost."""
    lines = wrapped(text, 10, room)
    assert all(text_width(line, 10) <= room or len(line) == 1 for line in lines)
    assert plain(text).replace(" ", "") == "".join(lines).replace(" ", "")


@given(labels(), st.integers(40, 300))
def test_balanced_lines_fit_and_are_as_few(text, room):
    """Balanced lines are as many as wrapped ones, no wider, and say the same."""
    even, first = balanced(text, 10, room), wrapped(text, 10, room)
    assert len(first) == len(even)
    assert max(text_width(line, 10) for line in even) <= max(text_width(line, 10) for line in first)
    assert "".join(first).replace(" ", "") == "".join(even).replace(" ", "")


def test_balanced_leaves_no_orphan():
    """The words are shared out among the lines."""
    assert ("Direction issued:", "move to a trust") == balanced(
        "Direction issued: move to a trust", 14, 190
    )


# Keeping apart


@st.composite
def wishes(draw):
    """Places wanted, in order, each with the room it needs."""
    wanted = sorted(draw(st.lists(st.floats(0, 1000), max_size=12)))
    return wanted, [draw(st.floats(1, 60)) for _ in wanted]


@given(wishes(), st.floats(0, 100))
def test_spread_keeps_apart(wish, spare):
    """Nothing overlaps, everything is in the room, and what has room stays where it belongs."""
    wanted, sizes = wish
    end = sum(sizes) + spare
    places = spread(wanted, sizes, 0, end)
    ends = [0.0]
    for place, size in zip(places, sizes, strict=True):
        assert place - size / 2 >= ends[-1] - 1e-6
        ends.append(place + size / 2)
    assert ends[-1] <= end + 1e-6


@given(wishes(), st.randoms(use_true_random=False))
def test_spread_is_nearest(wish, random):
    """No other way without overlap is nearer to what is wanted."""
    wanted, sizes = wish
    places = spread(wanted, sizes, -1e6, 1e6)
    least = distance(wanted, places)
    for _ in range(5):
        other = [place + random.uniform(-30, 30) for place in places]
        for index in range(1, len(other)):
            apart = (sizes[index - 1] + sizes[index]) / 2
            other[index] = max(other[index], other[index - 1] + apart)
        assert least <= distance(wanted, other) + 1e-6


def test_what_fits_stays():
    """What does not overlap is where it belongs; two that do share the push."""
    assert [10, 50] == spread([10, 50], [10, 10], 0, 100)
    assert [25, 35] == spread([30, 30], [10, 10], 0, 100)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=20))
def test_sublanes_do_not_overlap(given_spans):
    """Two spans of one lane never touch, and the first lane is used."""
    spans = [(first, first + length) for first, length in given_spans]
    lanes = sublanes(spans)
    for index, (first, last) in enumerate(spans):
        for other in range(index):
            if lanes[other] == lanes[index]:
                assert spans[other][1] < first or last < spans[other][0]
    assert set(lanes) == set(range(max(lanes, default=-1) + 1))


def distance(wanted, places):
    """The sum of the squares of the distances."""
    return sum((one - other) ** 2 for one, other in zip(wanted, places, strict=True))


# Joining ways


@given(processes(words=st.just("word")), st.data())
def test_collapsed_paths_are_ways(process, data):
    """Each way holds together, and passes only stages left out; none that there is is missing."""
    stages = list(process.stages)
    shown = data.draw(st.lists(st.sampled_from(stages), min_size=1, unique=True))
    found = collapsed_paths(process, shown)
    for (start, end), ways in found.items():
        for way in ways:
            assert start == way[0].stage
            assert end == way[-1].leads_to
            inner = [move.leads_to for move in way[:-1]]
            assert inner == [move.stage for move in way[1:]]
            assert not set(inner) & set(shown)
    for start in shown:
        assert reached(process, start, shown) == {
            end for begin, end in found if begin == start and begin != end
        }


@given(processes(words=st.just("word")))
def test_every_move_is_there_once(process):
    """With all stages shown each move is a way of its own."""
    ways = [way for ways in collapsed_paths(process, list(process.stages)).values() for way in ways]
    assert sorted(map(str, process.moves)) == sorted(str(move) for (move,) in ways)


def test_the_most_ordinary_way_stands_for_others():
    """A longer way of standard moves goes before a shorter one that is only attested."""
    shown = ["routine_oversight", "trust_live"]
    (way,) = collapsed_paths(TRUST_TRANSFER, shown)[tuple(shown)]
    assert {Mark.STANDARD} == {move.mark for move in way}
    assert "rated_inadequate" == way[0].leads_to


def test_the_four_stages_of_the_card():
    """The four stages hang together by standard moves alone."""
    found = collapsed_paths(TRUST_TRANSFER, FOUR, (Mark.STANDARD,))
    assert set(pairwise(FOUR)) <= set(found)


def reached(process, start, shown):
    """The stages shown that are reached through stages left out, the start itself aside."""
    found, waiting, seen = set(), [start], {start}
    while waiting:
        stage = waiting.pop()
        for move in process.moves:
            if move.stage != stage:
                continue
            if move.leads_to in shown:
                found.add(move.leads_to)
            elif move.leads_to not in seen:
                seen.add(move.leads_to)
                waiting.append(move.leads_to)
    return found - {start}


def test_hostile_samples_are_hostile():
    """The samples hold what they are there for."""
    joined = "".join(HOSTILE)
    assert all(each in joined for each in ("<script>", '"', "-->", "]]>", "\u202e", "\x00"))
