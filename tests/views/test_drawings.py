"""What a drawing says of a process and of a case, and the pictures made of it."""

import sys
import time
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given

from tests.examples import at_most
from tests.views.samples import (
    FOUR,
    broken,
    elements,
    overlaps,
    processes,
    road,
    words_of,
)
from trustflow import casebook
from trustflow.case import Case
from trustflow.engine import check
from trustflow.errors import InvalidValue, MissingExtra
from trustflow.exchange import process_to_scxml
from trustflow.history import History
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import Direction, diagram, read
from trustflow.views.diagrams.graphviz import lay_out
from trustflow.views.diagrams.model import Standing
from trustflow.views.svg import canvas

# Reading


def test_one_arrow_for_two_stages():
    """Moves between the same two stages share an arrow, each a line; stays are left out."""
    drawing = drawn(TRUST_TRANSFER)
    ends = [(arrow.start, arrow.end) for arrow in drawing.arrows]
    assert len(ends) == len(set(ends))
    assert not any(arrow.stays for arrow in drawing.arrows)
    leading = [move for move in TRUST_TRANSFER.moves if not move.stays]
    assert len(leading) == sum(len(arrow.lines) for arrow in drawing.arrows)


def test_stays_on_request():
    """On request the moves that stay are there, too: then every move is."""
    drawing = drawn(TRUST_TRANSFER, stays=True)
    assert len(TRUST_TRANSFER.moves) == sum(len(arrow.lines) for arrow in drawing.arrows)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("direction_issued", "trust_live", "trust went live · 9–24 months"),
        (
            "shadow_running",
            "trust_live",
            "trust went live · 9–24 months after direction issued: move to a trust",
        ),
        ("voluntary_transfer", "trust_live", "trust went live"),
        (
            "trust_live",
            "returned_to_council",
            "services returned to the council · 3–12 months after return decided",
        ),
    ],
)
def test_bounds(start, end, words):
    """A move has the bound of the rule that governs the time spent in its stage."""
    assert (words,) == arrow_of(drawn(TRUST_TRANSFER), start, end).texts()


def test_bound_of_one_side():
    """A rule with one bound is said in its own words."""
    drawing = drawn(TRUST_TRANSFER, stays=True)
    lines = arrow_of(drawing, "commissioner_review", "commissioner_review").lines
    assert ("at most 3 months",) == next(
        line.bounds for line in lines if line.words == "commissioner reported"
    )


def test_marks_are_said_where_an_arrow_has_several():
    """A move that is less ordinary than its arrow says so."""
    arrow = arrow_of(drawn(TRUST_TRANSFER), "rated_inadequate", "routine_oversight")
    assert (
        "inspection published: not inadequate",
        "intervention ended (attested)",
    ) == arrow.texts()


def test_words_of_your_own():
    """A text of the user's stands below the words of its arrow."""
    own = {("direction_issued", "trust_live"): "4 of 77"}
    arrow = arrow_of(drawn(TRUST_TRANSFER, on_arrows=own), "direction_issued", "trust_live")
    assert "4 of 77" == arrow.texts()[-1]


def test_the_path_of_a_case():
    """Steps are numbered in their order, the last stage is marked, what is left is pale."""
    drawing = drawn(road())
    numbers = [line.number for arrow in drawing.arrows for line in arrow.lines if line.number]
    assert [1, 2, 3, 4] == sorted(numbers)
    standings = {box.stage: box.standing for box in drawing.boxes}
    assert standings["trust_live"] is Standing.CURRENT
    assert standings["commissioner_review"] is Standing.TAKEN
    assert standings["setup_paused"] is Standing.LEFT
    assert "Exampleshire: the road to a children's services trust" == drawing.title
    assert check(road()).on_record == drawing.subtitle


def test_only_what_leads_on_has_words():
    """Of the moves a case did not take, those from its last stage have words."""
    for arrow in drawn(road()).arrows:
        expected = arrow.standing is Standing.TAKEN or arrow.start == "trust_live"
        assert expected == bool(arrow.texts())


def test_a_path_through_stages_left_out():
    """A step through stages that are left out joins those that are shown."""
    drawing = drawn(road(), stages=("rated_inadequate", "trust_live"))
    arrow = arrow_of(drawing, "rated_inadequate", "trust_live")
    assert ["trust went live"] == [line.words for line in arrow.lines]
    assert arrow.standing is Standing.TAKEN


def test_a_case_that_ends_in_a_stage_left_out():
    """No stage is marked as the last one when the last one is not shown."""
    drawing = drawn(road(), stages=("rated_inadequate", "setup_paused"))
    assert [Standing.TAKEN, Standing.LEFT] == [box.standing for box in drawing.boxes]


def test_what_the_process_does_not_allow():
    """A step that is refused is drawn as taken, and as not allowed."""
    arrow = arrow_of(drawn(broken(), standard=True), "rated_inadequate", "trust_live")
    assert arrow.mark is None
    assert ("2. trust went live · 1 April 2016 · not allowed there",) == arrow.texts()


def test_a_begun_case():
    """A case that begins in another stage is drawn from there; one without events, too."""
    begun = Case("X", begins_in="direction_issued")
    drawing = drawn(begun)
    assert ["direction_issued"] == [box.stage for box in drawing.boxes if box.initial]


@pytest.mark.parametrize("source", [road(), check(road()), Case.from_history(road())])
def test_what_a_case_is_drawn_of(source):
    """A history, a report and a case of it give the same drawing."""
    assert drawn(road()) == drawn(source)


# Refusals


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "gif"}, InvalidValue),
        ({"stages": ["trust_alive"]}, InvalidValue),
        ({"stages": []}, ValueError),
        ({"direction": "sideways"}, ValueError),
        ({"on_arrows": {("trust_live", "nowhere"): "x"}}, InvalidValue),
        ({"source": "Sandwell"}, TypeError),
    ],
)
def test_refusals(options, error):
    """What is not known is refused, and the message names it."""
    with pytest.raises(error) as caught:
        diagram(**options)
    (value,) = options.values()
    assert str(caught.value)
    assert not isinstance(value, str) or value in str(caught.value)


# Pictures


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("direction", list(Direction))
def test_pictures_of_the_process(direction, dark):
    """Nothing is clipped and no words overlap, whatever the direction and the colours."""
    svg = diagram(TRUST_TRANSFER, "svg", direction=direction, dark=dark)
    assert [] == overlaps(svg)
    assert all(text.label.split()[0] in words_of(svg) for text in TRUST_TRANSFER.stages.values())


@pytest.mark.parametrize("name", ["Sandwell", "Doncaster", "Sutton", "Birmingham", "Walsall"])
def test_pictures_of_cases(name):
    """Nothing is clipped and no words overlap for long and short histories."""
    assert [] == overlaps(diagram(casebook.load(name), "svg"))


@given(processes())
@at_most(25)
def test_pictures_of_any_process(process):
    """Any process gives a picture that is XML, has no script, and in which no words overlap."""
    for stays in (False, True):
        svg = diagram(process, "svg", stays=stays)
        assert [] == overlaps(svg)
        assert {"svg", "title", "desc", "rect", "g", "path", "polygon", "circle", "text"} >= {
            element.tag.rpartition("}")[2]
            for element in ET.fromstring(svg).iter()  # noqa: S314 - our own
        }


def test_nothing_lies_on_anything_else():
    """Stages and words are apart from each other."""
    drawing = drawn(TRUST_TRANSFER)
    sizes = [(120.0, 40.0) for _ in drawing.boxes]
    layout = lay_out(drawing, sizes, [(90.0, 30.0) for _ in drawing.arrows])
    for one, other in combinations([*layout.boxes, *layout.words.values()], 2):
        assert (
            abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.5
            or abs(one.y - other.y) >= (one.height + other.height) / 2 - 0.5
        )


def test_lines_meet_their_stages():
    """Every arrow begins at its stage, passes its words, and its tip is at its other stage."""
    drawing = drawn(TRUST_TRANSFER)
    sizes = [(120.0, 40.0) for _ in drawing.boxes]
    words = [(90.0, 30.0) if index % 2 else None for index, _ in enumerate(drawing.arrows)]
    layout = lay_out(drawing, sizes, words)
    places = {box.stage: place for box, place in zip(drawing.boxes, layout.boxes, strict=True)}
    for arrow, curves in zip(drawing.arrows, layout.arrows, strict=True):
        assert touches(places[arrow.start], curves[0].points[0])
        assert curves[-1].tip is not None
        assert touches(places[arrow.end], curves[-1].tip)


def test_tooltips_and_descriptions():
    """A picture says what it is; a stage its meaning; a move its rules, a step its sources."""
    svg = diagram(TRUST_TRANSFER, "svg")
    titles = [element.text for element in elements(svg, "title")]
    assert TRUST_TRANSFER.title == titles[0]
    assert "11 stages" in elements(svg, "desc")[0].text
    told = "\n".join(titles)
    assert "The trust delivers the services." in told
    assert "measured: 11.8 to 17.8 months in six directed cases" in told
    told = "\n".join(each.text for each in elements(diagram(road(), "svg"), "title"))
    assert "Inferred from A guess; no source states it." in told
    assert "as told" in told
    assert "no source is held" in told


def test_svg_is_the_same_every_time_and_quick():
    """The same drawing gives the same text; the process takes less than a second."""
    first = diagram(TRUST_TRANSFER, "svg")
    start = time.process_time()
    assert first == diagram(TRUST_TRANSFER, "svg")
    assert time.process_time() - start < 1


def test_marks_are_dashes():
    """Standard moves are solid, attested dashed, possible dotted, and the key says so."""
    svg = diagram(TRUST_TRANSFER, "svg")
    dashes = {element.get("stroke-dasharray") for element in elements(svg, "path")}
    assert {None, "7 4.5", "1.6 4.2"} == dashes
    for words in ("standard move", "attested", "possible"):
        assert words in words_of(svg)
    assert "standard move" not in words_of(diagram(TRUST_TRANSFER, "svg", standard=True))


def test_without_labels():
    """Words can be left out."""
    assert "commissioner appointed" not in words_of(diagram(TRUST_TRANSFER, "svg", labels=False))


def test_scxml():
    """As SCXML there is the whole process, also for a case."""
    assert process_to_scxml(TRUST_TRANSFER) == diagram(TRUST_TRANSFER, "scxml", stages=FOUR)
    assert process_to_scxml(TRUST_TRANSFER) == diagram(road(), "scxml")


def test_png():
    """A PNG is twice as large in dots as the SVG in pixels, and holds the text in its font."""
    png = diagram(TRUST_TRANSFER, "png", stages=FOUR, standard=True)
    svg = diagram(TRUST_TRANSFER, "svg", stages=FOUR, standard=True)
    width, height = (
        round(float(ET.fromstring(svg).get(side))) * 2  # noqa: S314 - our own
        for side in ("width", "height")
    )
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert abs(int.from_bytes(png[16:20]) - width) <= 2
    assert abs(int.from_bytes(png[20:24]) - height) <= 2
    wordless = diagram(TRUST_TRANSFER, "png", stages=FOUR, standard=True, labels=False)
    assert len(wordless) < len(png)


@pytest.mark.parametrize(
    ("module", "form"),
    [("pygraphviz", "svg"), ("resvg_py", "png"), ("font_source_sans_pro", "png")],
)
def test_a_missing_package_names_its_extra(monkeypatch, module, form):
    """Without a package of the extra, the error says what to install."""
    find_spec = canvas.importlib.util.find_spec
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(
        canvas.importlib.util,
        "find_spec",
        lambda name: None if name == module else find_spec(name),
    )
    with pytest.raises(MissingExtra, match=r"trustflow\[draw\]") as caught:
        diagram(TRUST_TRANSFER, form, stages=FOUR)
    assert module == caught.value.package


def test_a_case_that_only_does_what_is_not_allowed():
    """Refused steps have a picture of their own, in words and in the key."""
    svg = diagram(broken(), "svg", stages=("rated_inadequate", "trust_live"), dark=True)
    assert "not allowed there" in words_of(svg)
    assert "taken, though the process does not allow it" in words_of(svg)
    assert [] == overlaps(svg)


def test_a_case_without_events():
    """A history without events has a drawing and a picture."""
    assert [] == overlaps(diagram(History("Nowhere"), "svg"))


def drawn(source, **options):
    """The drawing of a source."""
    return read(source, process=TRUST_TRANSFER, **options)


def arrow_of(drawing, start, end):
    """The arrow from one stage to another."""
    return next(each for each in drawing.arrows if (each.start, each.end) == (start, end))


def touches(place, point):
    """Whether a point is on the edge of a place, or as good as."""
    across = abs(point[0] - place.x) - place.width / 2
    down = abs(point[1] - place.y) - place.height / 2
    return abs(max(across, down)) < 2
