"""What makes the picture of a diagram easy to read, measured in the picture itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.geometry import crossed, faults, read
from tests.views.samples import FOUR, elements, overlaps, short_history, words_of
from trustflow import casebook, testing
from trustflow.views import build_diagram, diagram, to_dot, to_svg
from trustflow.views.diagrams import svg as painter
from trustflow.views.diagrams.hover import ARROW_CLASS, DIAGRAM_CLASS, HOVER_STYLE
from trustflow.views.diagrams.legend import legend
from trustflow.views.svg import plain, size

PLANNING = tf.Process(
    name="planning",
    title="A planning application",
    initial="draft",
    stages={
        "draft": tf.StageInfo("Draft", "."),
        "submitted": tf.StageInfo("Submitted", "."),
        "valid": tf.StageInfo("Validated", "."),
        "closed": tf.StageInfo("Consultation closed", "."),
        "granted": tf.StageInfo("Granted", ".", final=True),
        "refused": tf.StageInfo("Refused", ".", final=True),
    },
    triggers={
        "submitted": "application submitted",
        "validated": "application validated",
        "returned": "application returned as invalid",
        "closed": "consultation closed",
        "granted": "permission granted",
        "refused": "permission refused",
        "withdrawn": "application withdrawn",
        "note": "note",
        "paid": "fee | paid {in full} <today>",
    },
    moves=[
        tf.Move("submitted", "draft", "submitted"),
        tf.Move("validated", "submitted", "valid"),
        tf.Move("returned", "submitted", "draft", "attested"),
        tf.Move("closed", "valid", "closed"),
        tf.Move("granted", "closed", "granted"),
        tf.Move("refused", "closed", "refused"),
        tf.Move("withdrawn", "valid", "refused", "attested"),
        tf.Move("withdrawn", "closed", "refused", "possible"),
        *(tf.Move("note", stage, stage) for stage in ("draft", "submitted", "valid", "closed")),
        tf.Move("paid", "submitted", "submitted"),
    ],
)
"""A process of six stages."""


def long_process(stages=25):
    """Return a process of many stages in a row, some of which are skipped or repeated."""
    numbers = range(stages)
    names = [f"s{number}" for number in numbers]
    moves = [tf.Move(f"step_{at}", names[at], names[at + 1]) for at in numbers[:-1]]
    moves += [tf.Move("skipped", names[at], names[at + 2], "attested") for at in numbers[:-2:4]]
    moves += [tf.Move("sent_back", names[at], names[at - 2]) for at in numbers[5::5]]
    moves += [tf.Move("rejected", names[at], names[-1], "attested") for at in (7, 13)]
    return tf.Process(
        name="long",
        title="A long process",
        initial="s0",
        stages={
            name: tf.StageInfo(f"Stage {at}", ".", emphasised=at % 3 == 0, final=at == stages - 1)
            for at, name in enumerate(names)
        },
        triggers={move.trigger: move.trigger.replace("_", " ") for move in moves},
        moves=moves,
    )


def assert_readable(svg, process=None, road=()):
    """Assert that no text or arrow of a picture is hard to read, and that the road is straight."""
    assert [] == faults(svg)
    assert [] == overlaps(svg)
    picture = read(svg)
    places = [picture.box(plain(process.stages[stage].label)).centre for stage in road]
    across, down = ({round(place[axis]) for place in places} for axis in (0, 1))
    assert min(spread(across), spread(down)) <= 1


def spread(numbers):
    """Return the difference of the greatest and the least of some numbers."""
    return max(numbers, default=0) - min(numbers, default=0)


def drawn(process, **options):
    """Return the picture of a process, after the check that it is readable."""
    model = build_diagram(process, process=process, **options)
    svg = to_svg(model)
    assert_readable(svg, process, model.road)
    return svg


# Measured


@pytest.mark.parametrize("options", [{}, {"marks": "standard"}, {"stages": FOUR}, {"dark": True}])
def test_the_road_to_a_trust_is_readable_in_a_readme(options):
    """The picture is no wider than a README, so that its text is shown in full size."""
    svg = drawn(tf.TRUST_TRANSFER, **options)
    assert read(svg).size[0] <= 838
    assert [] == crossed(svg)


@pytest.mark.parametrize("direction", ["up", "right", "left"])
def test_the_road_is_straight_in_every_direction(direction):
    """The stages of the ordinary route are on one line, down or across."""
    drawn(tf.TRUST_TRANSFER, direction=direction)


@pytest.mark.parametrize("process", [PLANNING, long_process()])
def test_a_process_of_your_own_is_readable(process):
    """So are processes of six and of twenty-five stages, also with the moves that stay."""
    for stays in (False, True):
        svg = drawn(process, stays=stays, marks="all")
        assert read(svg).size[0] <= 838
        assert [] == crossed(svg)


@pytest.mark.parametrize("name", ["Sandwell", "Tameside", "Blackpool", "Northamptonshire"])
def test_a_case_is_readable_on_its_page(name):
    """The picture fits into the column of a case page."""
    svg = diagram(casebook.load(name), "svg", marks="standard")
    assert_readable(svg, tf.TRUST_TRANSFER, ("routine_oversight", *FOUR))
    assert read(svg).size[0] <= 766
    assert [] == crossed(svg)


@given(testing.processes())
@at_most(5)
def test_any_process_is_readable(process):
    """So is any process, with moves of every mark."""
    drawn(process, marks="all")


@pytest.mark.slow
@given(testing.processes(), st.booleans(), st.sampled_from(["down", "right"]))
def test_any_process_is_readable_with_any_options(process, stays, direction):
    """So is any process in any direction, also with the moves that stay."""
    drawn(process, marks="all", stays=stays, direction=direction)


@pytest.mark.long
@pytest.mark.slow
@given(st.sets(st.sampled_from(list(tf.TRUST_TRANSFER.stages)), min_size=1), st.booleans())
@at_most(100)
def test_any_stages_of_the_road_to_a_trust_are_readable(stages, dark):
    """So are any stages of the built-in process."""
    drawn(tf.TRUST_TRANSFER, stages=stages, dark=dark)


@pytest.mark.long
@pytest.mark.slow
def test_every_case_is_readable_on_its_page():
    """So is every case of the casebook."""
    for history in casebook.histories():
        svg = diagram(history, "svg", marks="standard")
        assert_readable(svg)
        assert (read(svg).size[0] <= 766, []) == (True, crossed(svg)), history.authority


def test_the_measures_find_faults():
    """Each fault is found in a picture that has it."""
    svg = diagram(PLANNING, "svg")
    start = read(svg).lines[0]
    x, y = start.start
    moved = svg.replace(f"M {x:.1f} {y:.1f}", f"M {start.tip[0] - 3:.1f} {start.tip[1]:.1f}")
    assert any("px apart" in fault for fault in faults(moved))
    assert any("px" in fault for fault in faults(svg.replace('font-size="12"', 'font-size="7"')))
    outside = svg.replace(f"M {x:.1f} {y:.1f}", "M -90 10")
    assert any("leaves" in fault for fault in faults(outside))
    wide = re.sub(r'(<rect x="[^"]*" y="[^"]*" width=)"[^"]*"', r'\1"900"', svg)
    assert any("overlaps" in fault for fault in faults(wide))
    assert crossed(wide)


# The road


def test_the_road_is_heavier_than_other_arrows():
    """The arrows of the ordinary route are heavy, and the legend explains it."""
    widths = widths_of(diagram(PLANNING, "svg"))
    assert ["application submitted", "application validated", "consultation closed"] == sorted(
        words for words, width in widths.items() if width > 3 and words != "permission granted"
    )
    assert "ordinary route" in legend_of(PLANNING)
    alone = ("draft", "submitted", "valid")
    assert "ordinary route" not in legend_of(PLANNING, stages=alone, marks="standard")
    assert "ordinary route" not in legend_of(short_history())


def legend_of(source, **options):
    """Return the words of the legend of a diagram."""
    return [
        entry.words for entry in legend(build_diagram(source, process=tf.TRUST_TRANSFER, **options))
    ]


def test_counts_set_the_widths():
    """If arrows are counted, the counts and not the road decide how heavy they are."""
    histories = [casebook.load(name) for name in ("Sandwell", "Doncaster", "Birmingham")]
    model = build_diagram(tf.TRUST_TRANSFER, process=tf.TRUST_TRANSFER, counts=histories)
    widths = widths_of(to_svg(model))
    most = max(model.arrows, key=lambda arrow: arrow.count)
    assert 6.0 == widths[most.labels[0].text(marked=True)] == max(widths.values())
    assert "ordinary route" not in [entry.words for entry in legend(model)]
    assert "penwidth=6.0" in to_dot(model)


def widths_of(svg):
    """Return the width of each arrow, by the first line of its tooltip."""
    return {
        group.findtext("{*}title").partition("\n")[0]: float(
            group.findall("{*}path")[1].get("stroke-width")
        )
        for group in elements(svg, "g")
        if group.get("class") == ARROW_CLASS
    }


# Moves that stay, and rules that span several moves


def test_moves_that_stay_are_in_the_box_of_their_stage():
    """They are below a thin line in the box, without an arrow."""
    svg = diagram(PLANNING, "svg", stays=True, stages=("draft", "submitted"))
    assert words_of(svg).count("note") == 2
    assert "fee | paid {in full} <today>" in words_of(svg)
    assert 2 == len(read(svg).lines)
    plain = read(diagram(PLANNING, "svg", stages=("draft", "submitted")))
    for box in plain.boxes:
        higher = read(svg).box(box.words).sides
        assert higher[3] - higher[1] > box.sides[3] - box.sides[1]


def test_moves_that_stay_are_counted_without_labels():
    """Without labels, a box has the number of the moves that stay in its stage."""
    words = words_of(diagram(PLANNING, "svg", stays=True, labels=False))
    assert "1 move within this stage" in words
    assert "2 moves within this stage" in words
    assert "note" not in words


def test_what_happens_in_every_stage_is_in_the_legend():
    """A move that stays in every one of three or more stages is in the legend, once."""
    three, two = ("draft", "submitted", "valid"), ("draft", "submitted")
    words = words_of(diagram(PLANNING, "svg", stays=True, stages=three))
    assert 1 == words.count("note")
    assert "in every stage also: note" in words
    assert "in every stage" not in words_of(diagram(PLANNING, "svg", stays=True, stages=two))
    assert "in every stage" not in words_of(diagram(PLANNING, "svg", stays=True))


def test_dot_has_compartments_and_a_legend():
    """DOT has the moves that stay in a second compartment, and the legend below the title."""
    text = diagram(PLANNING, "dot", stays=True)
    assert 'label="{Submitted|' in text
    assert "fee &#124; paid &#123;in full&#125; &#60;today&#62;}" in text
    assert 4 == text.count("shape=Mrecord")
    for line in ("heavy line: ordinary route", "solid line: standard move", "dashed line: att"):
        assert line in text
    assert 4 == text.count("weight=1000, ") + text.count("weight=1000]")
    case = diagram(short_history(), "dot")
    assert "coloured line: taken" in case
    assert "pale line: not taken" in case


def test_a_rule_that_spans_several_moves_is_explained_in_the_legend():
    """The arrow that ends it has a short name, which the legend explains."""
    words = words_of(diagram(tf.TRUST_TRANSFER, "svg"))
    assert "limit 1: 9–24 months after direction issued: move to a trust" in words
    assert 2 == words.count("limit 1")
    assert "limit 1" not in words_of(diagram(tf.TRUST_TRANSFER, "svg", labels=False))


# The legend


def test_the_legend_says_how_to_show_the_moves_left_out():
    """It gives their number and the option; the picture of a case has only the number."""
    way = 'To show the moves left out, set marks to "all".'
    assert way in words_of(diagram(PLANNING, "svg"))
    assert "1 possible move left out" in words_of(diagram(PLANNING, "svg"))
    assert way not in words_of(diagram(PLANNING, "svg", marks="all"))
    assert way not in words_of(diagram(short_history(), "svg"))


def test_a_long_note_of_the_legend_is_broken_into_lines():
    """A line of the legend is no wider than the picture."""
    stages = ("direction_issued", "trust_live", "setup_paused")
    svg = diagram(tf.TRUST_TRANSFER, "svg", stays=True, stages=stages)
    assert [] == overlaps(svg)
    assert "in every stage also: inspection of a part published" in words_of(svg)
    assert ["ordinary route", "standard move"] == legend_of(PLANNING)[:2]


# Hover


def test_the_pointer_follows_an_arrow():
    """Every picture has the same style sheet, which fades all arrows but one."""
    for svg in (diagram(PLANNING, "svg"), diagram(short_history(), "svg", dark=True)):
        assert [HOVER_STYLE] == [style.text for style in elements(svg, "style")]
        assert f'class="{DIAGRAM_CLASS}"' in svg
        assert svg.count(f'class="{ARROW_CLASS}"') == len(read(svg).lines)
    assert 1 == HOVER_STYLE.count("{")
    assert not set(HOVER_STYLE) & set("<&")


# Size


def test_a_picture_that_nobody_could_read_is_refused(monkeypatch):
    """The error has the size, the limit and what to leave out; a text is not refused."""
    monkeypatch.setattr(size, "MAX_SIDE", 600)
    diagram(PLANNING, "svg", stages=("draft", "submitted"))
    with pytest.raises(tf.InvalidValue, match="Expected at most 600 pixels a side") as caught:
        diagram(PLANNING, "svg")
    assert "stages=…" in str(caught.value)
    assert "marks=…" in str(caught.value)
    assert "Submitted" in diagram(PLANNING, "dot")


@pytest.mark.slow
def test_a_picture_of_everything_that_can_happen_is_refused():
    """The picture of every move of the built-in process, with those that stay, is too high."""
    with pytest.raises(tf.InvalidValue, match="Expected at most 4,000 pixels a side"):
        diagram(tf.TRUST_TRANSFER, "svg", stays=True)


def test_a_picture_of_many_arrows_has_one_layout(monkeypatch):
    """A layout in another process takes long, so only the narrowest is computed."""
    monkeypatch.setattr(painter, "MAX_ARROWS_HERE", 1)
    calls = []
    lay_out = painter.lay_out
    monkeypatch.setattr(painter, "lay_out", lambda *given: calls.append(given) or lay_out(*given))
    diagram(tf.TRUST_TRANSFER, "svg")
    assert [painter.TEXT_WIDTHS[-1].gap] == [given[-1] for given in calls]
