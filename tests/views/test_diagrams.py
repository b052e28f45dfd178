"""The model of a diagram of a process or a case, and the pictures drawn from the model."""

import sys
import time
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given

from tests.examples import at_most
from tests.views.samples import (
    FOUR,
    SVG,
    broken,
    elements,
    overlaps,
    processes,
    short_history,
    words_of,
)
from trustflow import casebook
from trustflow import events as ev
from trustflow.case import Case
from trustflow.engine import check
from trustflow.errors import InvalidValue, MissingExtra
from trustflow.exchange import process_to_scxml
from trustflow.history import History
from trustflow.process import Mark, Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import Direction, build_diagram, diagram
from trustflow.views.diagrams.graphviz import lay_out
from trustflow.views.diagrams.model import CaseStatus
from trustflow.views.svg import canvas

ELEMENTS = {
    "svg", "title", "desc", "style", "rect", "g", "path", "polygon", "circle", "text",
}  # fmt: skip
"""The elements that a diagram may contain."""

# The model


def test_one_arrow_for_two_stages():
    """Moves between the same two stages share an arrow; stays are left out."""
    model = model_of(TRUST_TRANSFER, marks="all")
    ends = [(arrow.start, arrow.end) for arrow in model.arrows]
    assert len(ends) == len(set(ends))
    assert not any(arrow.stays for arrow in model.arrows)
    leading = [move for move in TRUST_TRANSFER.moves if not move.stays]
    assert len(leading) == sum(len(arrow.labels) for arrow in model.arrows)


def test_stays_on_request():
    """With `stays` and every mark, the diagram shows every move of the process."""
    model = model_of(TRUST_TRANSFER, stays=True, marks=Mark)
    assert () == model.left_out
    assert len(TRUST_TRANSFER.moves) == sum(len(arrow.labels) for arrow in model.arrows)


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
    """The label of a move has the bound of the rule that limits the time in the move's stage."""
    assert (words,) == arrow_of(model_of(TRUST_TRANSFER), start, end).texts()


def test_bound_of_one_side():
    """If a rule has only one bound, the label uses the words of the rule."""
    model = model_of(TRUST_TRANSFER, stays=True)
    labels = arrow_of(model, "commissioner_review", "commissioner_review").labels
    assert ("at most 3 months",) == next(
        label.bounds for label in labels if label.words == "commissioner reported"
    )


def test_an_arrow_with_several_marks_names_them():
    """The label of a move that is less ordinary than its arrow names the mark of the move."""
    arrow = arrow_of(model_of(TRUST_TRANSFER), "rated_inadequate", "routine_oversight")
    assert (
        "inspection published: not inadequate",
        "inspection of a part published: no longer inadequate",
        "intervention ended (attested)",
    ) == arrow.texts()


@pytest.mark.parametrize(
    ("marks", "left_out"),
    [
        (("standard", "attested"), {"P"}),
        (["S", Mark.ATTESTED], {"P"}),
        ("standard", {"A", "P"}),
        (("possible",), {"S", "A"}),
        ((), {"S", "A", "P"}),
        ("all", set()),
        (["standard", "all"], set()),
    ],
)
def test_moves_left_out_by_their_marks(marks, left_out):
    """A diagram shows the moves with the marks asked for, and knows the others."""
    for stays in (False, True):
        model = model_of(TRUST_TRANSFER, marks=marks, stays=stays)
        expected = {
            move
            for move in TRUST_TRANSFER.moves
            if move.mark in left_out and (stays or not move.stays)
        }
        assert expected == set(model.left_out)
        assert len(expected) == len(model.left_out)
        assert left_out.isdisjoint(label.mark for arrow in model.arrows for label in arrow.labels)


def test_possible_moves_are_left_out_by_default():
    """Without `marks`, a diagram shows standard and attested moves, and counts the others."""
    model = model_of(TRUST_TRANSFER)
    assert model_of(TRUST_TRANSFER, marks=("standard", "attested")) == model
    count = sum(move.mark is Mark.POSSIBLE and not move.stays for move in TRUST_TRANSFER.moves)
    note = f"{count} possible moves left out: nothing forbids them, and no precedent is on record"
    assert (note,) == model.notes
    assert model.description.endswith(f"and the moves between them. {note}.")


def test_only_moves_that_a_diagram_would_show_are_left_out():
    """A diagram of some stages counts the moves that it would show with every mark."""
    stages = ("direction_issued", "setup_paused")
    model = model_of(TRUST_TRANSFER, stages=stages, marks="standard")
    assert ["direction_issued_pause"] == [move.trigger for move in model.left_out]
    assert ("1 attested move left out: off the ordinary route, but it happened",) == model.notes
    stages = ("trust_live", "rated_inadequate")  # through the stage "Returned to the council"
    model = model_of(TRUST_TRANSFER, stages=stages, marks="possible")
    left_out = {(move.stage, move.trigger) for move in model.left_out}
    assert ("trust_live", "returned_to_council") in left_out
    assert ("returned_to_council", "inspection_published_inadequate") in left_out
    assert model.notes[0].endswith("standard moves left out: they belong to the ordinary route")


def test_a_mark_that_is_unknown():
    """The error lists the marks and suggests the nearest."""
    with pytest.raises(InvalidValue) as caught:
        diagram(marks=["standard", "attest"])
    assert str(caught.value) == (
        "Unknown mark 'attest'. Did you mean 'attested'? "
        "Expected one of: standard, attested, possible, all."
    )


@pytest.mark.parametrize("marks", [None, "standard", ()])
def test_a_move_that_a_case_took_is_drawn(marks):
    """A possible move that a case took is drawn, with its mark, and is not counted as left out."""
    history = History(
        "X",
        [
            ev.DirectionIssued("2016-01-01", purpose="trust"),
            ev.DirectionIssued("2016-06-01", purpose="takeover"),
        ],
    )
    asked = {} if marks is None else {"marks": marks}
    model = model_of(history, **asked)
    arrow = arrow_of(model, "direction_issued", "externally_led")
    assert arrow.case_status is CaseStatus.TAKEN
    assert [Mark.POSSIBLE] == [label.mark for label in arrow.labels]
    every = set(model_of(TRUST_TRANSFER, **asked).left_out)
    taken = {TRUST_TRANSFER.table[step.before][step.event.trigger] for step in check(history).steps}
    assert every - taken == set(model.left_out)
    assert Mark.POSSIBLE in {move.mark for move in every & taken}
    assert "possible: nothing forbids it" in words_of(diagram(history, "svg", **asked))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["mermaid", "dot", "plantuml", "svg"])
def test_every_format_counts_the_moves_left_out(form):
    """The notes are in the legend, or in a comment; a diagram that shows every move has none."""
    for source in (TRUST_TRANSFER, short_history()):
        model = model_of(source, marks="standard")
        text = diagram(source, form, marks="standard")
        shown = words_of(text) if form == "svg" else text
        assert 2 == len(model.notes)
        assert all(note in shown for note in model.notes)
        assert "left out" not in diagram(source, form, marks="all")


def test_a_text_of_the_user():
    """A text that the user gives for an arrow follows the labels of the arrow."""
    texts = {("direction_issued", "trust_live"): "4 of 77"}
    model = model_of(TRUST_TRANSFER, on_arrows=texts)
    arrow = arrow_of(model, "direction_issued", "trust_live")
    assert "4 of 77" == arrow.texts()[-1]


def test_the_path_of_a_case():
    """Moves taken are numbered in order; each stage is marked as passed, last or not entered."""
    model = model_of(short_history())
    numbers = [label.number for arrow in model.arrows for label in arrow.labels if label.number]
    assert [1, 2, 3, 4] == sorted(numbers)
    statuses = {box.stage: box.case_status for box in model.boxes}
    assert statuses["trust_live"] is CaseStatus.CURRENT
    assert statuses["commissioner_review"] is CaseStatus.TAKEN
    assert statuses["setup_paused"] is CaseStatus.UNTAKEN
    assert "Exampleshire: the road to a children's services trust" == model.title
    assert check(short_history()).on_record == model.subtitle


def test_only_next_moves_have_labels():
    """Of the moves not taken, only those from the last stage have labels."""
    for arrow in model_of(short_history()).arrows:
        expected = arrow.case_status is CaseStatus.TAKEN or arrow.start == "trust_live"
        assert expected == bool(arrow.texts())


def test_a_path_through_stages_left_out():
    """If a diagram leaves out stages, a path through them is one arrow between shown stages."""
    model = model_of(short_history(), stages=("rated_inadequate", "trust_live"))
    arrow = arrow_of(model, "rated_inadequate", "trust_live")
    assert ["trust went live"] == [label.words for label in arrow.labels]
    assert arrow.case_status is CaseStatus.TAKEN


def test_a_case_that_ends_in_a_stage_left_out():
    """If the last stage of a case is not shown, no stage is marked as the last one."""
    model = model_of(short_history(), stages=("rated_inadequate", "setup_paused"))
    assert [CaseStatus.TAKEN, CaseStatus.UNTAKEN] == [box.case_status for box in model.boxes]


def test_a_refused_event_is_drawn_as_taken():
    """A move that is not allowed is drawn as taken, and its label says so."""
    arrow = arrow_of(model_of(broken(), marks="standard"), "rated_inadequate", "trust_live")
    assert arrow.mark is None
    assert ("2. trust went live · 1 April 2016 · not allowed in that stage",) == arrow.texts()


def test_a_case_that_begins_in_another_stage():
    """A case is drawn from the stage in which it begins, even without events."""
    model = model_of(Case("X", begins_in="direction_issued"))
    assert ["direction_issued"] == [box.stage for box in model.boxes if box.initial]


@pytest.mark.parametrize(
    "source", [short_history(), check(short_history()), Case.from_history(short_history())]
)
def test_what_a_diagram_is_drawn_of(source):
    """A history, its report and its case give the same diagram."""
    assert model_of(short_history()) == model_of(source)


def test_a_diagram_replays_a_history_once(replays):
    """A diagram of a history replays the history once; a diagram of a report does not replay it."""
    diagram(short_history(), "svg")
    assert 1 == replays()
    report = check(short_history())
    assert 2 == replays()
    for form in ("mermaid", "dot", "plantuml", "svg", "png"):
        diagram(report, form)
    assert 2 == replays()


# Refusals


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"format": "gif"}, InvalidValue),
        ({"stages": ["trust_alive"]}, InvalidValue),
        ({"stages": []}, InvalidValue),
        ({"direction": "sideways"}, ValueError),
        ({"on_arrows": {("trust_live", "nowhere"): "x"}}, InvalidValue),
        ({"on_arrows": {("trust_live",): "x"}}, InvalidValue),
        ({"on_arrows": {("trust_live", "returned"): 3}}, InvalidValue),
        ({"source": "Sandwell"}, InvalidValue),
    ],
)
def test_refusals(options, error):
    """The message for an unknown format, stage, direction or source quotes the wrong value."""
    with pytest.raises(error) as caught:
        diagram(**options)
    (value,) = options.values()
    assert str(caught.value)
    assert not isinstance(value, str) or value in str(caught.value)


def test_a_refusal_names_the_format_asked_for():
    """The error for an unknown format lists the known formats and suggests the nearest."""
    with pytest.raises(InvalidValue) as caught:
        diagram(format="pdf")
    assert str(caught.value) == (
        "Unknown diagram format 'pdf'. Expected one of: mermaid, markdown, dot, plantuml, svg, "
        "png, scxml."
    )


# Pictures


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("direction", list(Direction))
def test_pictures_of_the_process(direction, dark):
    """No text is clipped or overlaps another, in any direction and in both palettes."""
    svg = diagram(TRUST_TRANSFER, "svg", direction=direction, dark=dark)
    assert [] == overlaps(svg)
    assert all(text.label.split()[0] in words_of(svg) for text in TRUST_TRANSFER.stages.values())


@pytest.mark.parametrize("name", ["Sandwell", "Doncaster", "Sutton", "Birmingham", "Walsall"])
def test_pictures_of_cases(name):
    """No text is clipped or overlaps another, for long and short histories."""
    assert [] == overlaps(diagram(casebook.load(name), "svg"))


@given(processes())
@at_most(25)
def test_pictures_of_any_process(process):
    """The picture of any process is XML without scripts, and no texts in it overlap."""
    for stays in (False, True):
        svg = diagram(process, "svg", stays=stays)
        assert [] == overlaps(svg)
        assert ELEMENTS >= {
            element.tag.rpartition("}")[2]
            for element in ET.fromstring(svg).iter()  # noqa: S314 - our own
        }


def test_boxes_and_labels_do_not_overlap():
    """No box and no label covers another."""
    model = model_of(TRUST_TRANSFER)
    sizes = [(120.0, 40.0) for _ in model.boxes]
    layout = lay_out(model, sizes, [(90.0, 30.0) for _ in model.arrows])
    for one, other in combinations([*layout.boxes, *layout.labels.values()], 2):
        assert (
            abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.5
            or abs(one.y - other.y) >= (one.height + other.height) / 2 - 0.5
        )


def test_lines_meet_their_stages():
    """Every arrow starts and ends at the edges of its two stages."""
    model = model_of(TRUST_TRANSFER)
    sizes = [(120.0, 40.0) for _ in model.boxes]
    labels = [(90.0, 30.0) if index % 2 else None for index, _ in enumerate(model.arrows)]
    layout = lay_out(model, sizes, labels)
    places = {box.stage: place for box, place in zip(model.boxes, layout.boxes, strict=True)}
    for arrow, curves in zip(model.arrows, layout.arrows, strict=True):
        assert touches(places[arrow.start], curves[0].points[0])
        assert curves[-1].tip is not None
        assert touches(places[arrow.end], curves[-1].tip)


def test_the_description_of_one_stage_is_in_the_singular():
    """There are no moves between stages."""
    one = model_of(TRUST_TRANSFER, stages=["trust_live"]).description
    assert one.startswith("A diagram of 1 stage (Trust live).")
    two = model_of(TRUST_TRANSFER, stages=["trust_live", "rated_inadequate"]).description
    assert "2 stages (Rated inadequate, Trust live) and the moves between them." in two


def test_tooltips_and_descriptions():
    """A picture has a title and a description, and tooltips with rules and sources."""
    svg = diagram(TRUST_TRANSFER, "svg")
    titles = [element.text for element in elements(svg, "title")]
    assert TRUST_TRANSFER.title == titles[0]
    assert f"{len(TRUST_TRANSFER.stages)} stages" in elements(svg, "desc")[0].text
    tooltips = "\n".join(titles)
    assert "The trust delivers the services." in tooltips
    assert "measured: 11.8 to 17.8 months in six directed cases" in tooltips
    titles = elements(diagram(short_history(), "svg"), "title")
    tooltips = "\n".join(title.text for title in titles)
    assert "Inferred from A guess; no source states it." in tooltips
    assert "as reported" in tooltips
    assert "no source is held" in tooltips


def test_svg_is_the_same_every_time_and_quick():
    """The same diagram gives the same text; the process takes less than a second."""
    first = diagram(TRUST_TRANSFER, "svg")
    start = time.process_time()
    assert first == diagram(TRUST_TRANSFER, "svg")
    assert time.process_time() - start < 1


@pytest.mark.slow
def test_marks_are_dashes():
    """Standard moves are solid, attested dashed, possible dotted, with a legend."""
    svg = diagram(TRUST_TRANSFER, "svg", marks="all")
    dashes = {element.get("stroke-dasharray") for element in elements(svg, "path")}
    assert {None, "7 4.5", "1.6 4.2"} == dashes
    for words in ("standard move", "attested", "possible"):
        assert words in words_of(svg)
    assert "standard move" not in words_of(diagram(TRUST_TRANSFER, "svg", marks="standard"))


@pytest.mark.parametrize(
    ("mark", "dashes"), [("standard", None), ("attested", "7 4.5"), ("possible", "1.6 4.2")]
)
def test_each_arrow_has_the_dashes_of_its_mark(mark, dashes):
    """A diagram of the moves of one mark has no other line than theirs, apart from its legend."""
    svg = diagram(TRUST_TRANSFER, "svg", marks=[mark])
    arrows = [each for each in elements(svg, "g") if each.get("class") == "trustflow-arrow"]
    lines = [
        path.get("stroke-dasharray")
        for arrow in arrows
        for path in arrow.iter(f"{SVG}path")
        if path.get("stroke-linecap")  # neither the tip nor the wide line under the pointer
    ]
    assert len(arrows) <= len(lines)
    assert {dashes} == {*lines}


def test_without_labels():
    """With `labels=False`, the picture has no labels."""
    assert "commissioner appointed" not in words_of(diagram(TRUST_TRANSFER, "svg", labels=False))


def test_scxml():
    """The SCXML of a case contains the whole process."""
    assert process_to_scxml(TRUST_TRANSFER) == diagram(TRUST_TRANSFER, "scxml", stages=FOUR)
    assert process_to_scxml(TRUST_TRANSFER) == diagram(short_history(), "scxml")


def test_png():
    """A PNG is twice as wide and as high as the SVG, and contains the texts."""
    png = diagram(TRUST_TRANSFER, "png", stages=FOUR, marks="standard")
    svg = diagram(TRUST_TRANSFER, "svg", stages=FOUR, marks="standard")
    width, height = (
        round(float(ET.fromstring(svg).get(side))) * 2  # noqa: S314 - our own
        for side in ("width", "height")
    )
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert abs(int.from_bytes(png[16:20]) - width) <= 2
    assert abs(int.from_bytes(png[20:24]) - height) <= 2
    wordless = diagram(TRUST_TRANSFER, "png", stages=FOUR, marks="standard", labels=False)
    assert len(wordless) < len(png)


@pytest.mark.parametrize(
    ("module", "form"),
    [("pygraphviz", "svg"), ("resvg_py", "png"), ("font_source_sans_pro", "png")],
)
def test_a_missing_package_names_its_extra(monkeypatch, module, form):
    """If a package of the extra is missing, the error says what to install."""
    find_spec = canvas.importlib.util.find_spec
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(
        canvas.importlib.util,
        "find_spec",
        lambda name: None if name == module else find_spec(name),
    )
    with pytest.raises(MissingExtra, match=r"trustflow-england\[draw\]") as caught:
        diagram(TRUST_TRANSFER, form, stages=FOUR)
    assert module == caught.value.package


def test_refused_moves_are_labelled_and_in_the_legend():
    """The label of a move that is not allowed says so, and the legend explains such moves."""
    svg = diagram(broken(), "svg", stages=("rated_inadequate", "trust_live"), dark=True)
    assert "not allowed in that stage" in " ".join(words_of(svg).split())
    assert "taken, though the process does not allow it" in words_of(svg)
    assert [] == overlaps(svg)


def test_a_case_without_events():
    """A history without events has a diagram."""
    assert [] == overlaps(diagram(History("Nowhere"), "svg"))


def test_a_final_stage_has_a_second_outline():
    """Final stages have a second outline, and other stages do not."""
    process = Process(
        name="p",
        title="P",
        stages={"a": StageInfo("A", "a"), "b": StageInfo("B", "b", final=True)},
        initial="a",
        triggers={"t": "t"},
        moves=[Move("t", "a", "b")],
    )
    assert 1 == diagram(process, "svg").count('rx="11"')


def model_of(source, **options):
    """Return the model of a diagram."""
    return build_diagram(source, process=TRUST_TRANSFER, **options)


def arrow_of(model, start, end):
    """Return the arrow from one stage to another."""
    return next(arrow for arrow in model.arrows if (arrow.start, arrow.end) == (start, end))


def touches(place, point):
    """Return whether a point is on the edge of a rectangle, to within two pixels."""
    across = abs(point[0] - place.x) - place.width / 2
    down = abs(point[1] - place.y) - place.height / 2
    return abs(max(across, down)) < 2
