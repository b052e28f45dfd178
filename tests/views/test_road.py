"""The ordinary route of a process, which a diagram shows as one straight line."""

from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given

from tests.examples import at_most
from tests.views.samples import FOUR, processes, short_history
from trustflow import testing
from trustflow.process import Mark, Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import build_diagram
from trustflow.views.diagrams.road import ordinary_road


def road_of(source, **options):
    """Return the ordinary route in the diagram of a process or a case."""
    return build_diagram(source, process=TRUST_TRANSFER, **options).road


def paths(arrows, order, start):
    """Yield every path of standard arrows that lead onward in the order of the stages."""
    yield (start,)
    for arrow in arrows:
        is_onward = order[arrow.end] > order[start]
        if arrow.start == start and arrow.mark is Mark.STANDARD and is_onward:
            yield from ((start, *path) for path in paths(arrows, order, arrow.end))


def worth(diagram, path):
    """Return what the route is chosen by, the best first."""
    emphasised = {box.stage for box in diagram.boxes if box.emphasised}
    order = {box.stage: place for place, box in enumerate(diagram.boxes)}
    counted = len(emphasised & {*path}) if emphasised else len(path)
    begins = next(box.initial for box in diagram.boxes if box.stage == path[0])
    return -counted, not begins, len(path), [order[stage] for stage in path]


@given(processes() | testing.processes())
@at_most(30)
def test_the_road_is_the_best_path_of_standard_moves(process):
    """Of all paths, no other passes more emphasised stages, or is better where they are equal."""
    drawn = build_diagram(process, process=process, marks="all")
    order = {box.stage: place for place, box in enumerate(drawn.boxes)}
    every = [path for stage in order for path in paths(drawn.arrows, order, stage)]
    routes = [path for path in every if len(path) > 1]
    for chosen in ((), (1,), (0, 2, 3)):
        boxes = [evolve(box, emphasised=place in chosen) for place, box in enumerate(drawn.boxes)]
        diagram = evolve(drawn, boxes=tuple(boxes))
        best = min(routes, key=lambda path: worth(diagram, path), default=())
        assert best == ordinary_road(diagram.boxes, diagram.arrows)


@given(testing.processes())
@at_most(20)
def test_each_step_of_the_road_is_an_arrow(process):
    """Each step is an arrow whose mark is standard, and the same process gives the same road."""
    diagram = build_diagram(process, process=process)
    standard = {(arrow.start, arrow.end) for arrow in diagram.arrows if arrow.mark is Mark.STANDARD}
    assert standard >= diagram.road_steps == frozenset(pairwise(diagram.road))
    assert diagram.road == build_diagram(process, process=process).road


@pytest.mark.parametrize(
    ("options", "road"),
    [
        ({}, ("routine_oversight", *FOUR)),
        ({"marks": "all", "stays": True}, ("routine_oversight", *FOUR)),
        ({"stages": FOUR}, FOUR),
        ({"stages": ("setup_paused", "trust_live", "direction_issued")}, FOUR[2:]),
        ({"stages": ("trust_live", "returned_to_council")}, ("trust_live", "returned_to_council")),
        ({"stages": ("trust_live",)}, ()),
        ({"marks": "possible"}, ()),
    ],
)
def test_the_road_to_a_trust(options, road):
    """The road to a trust begins in the initial stage, if that is shown, and passes the four."""
    assert road == road_of(TRUST_TRANSFER, **options)


def test_a_case_does_not_change_the_road():
    """The diagram of a case has the road of its process."""
    assert road_of(TRUST_TRANSFER, marks="standard") == road_of(short_history(), marks="standard")


@pytest.mark.parametrize(
    ("emphasised", "road"),
    [
        ("", "abcd"),
        ("d", "abd"),
        ("bd", "abd"),
        ("bc", "abc"),
        ("cd", "abcd"),
        ("e", "ab"),
    ],
)
def test_the_road_of_a_process_of_your_own(emphasised, road):
    """With emphasised stages the road is short and ends at the last of them; else it is long."""
    process = Process(
        name="own",
        title="Own",
        stages={stage: StageInfo(stage, ".", emphasised=stage in emphasised) for stage in "abcde"},
        initial="a",
        triggers={trigger: trigger for trigger in ("on", "skip", "out", "back")},
        moves=[
            Move("on", "a", "b"),
            Move("on", "b", "c"),
            Move("on", "c", "d"),
            Move("skip", "b", "d"),
            Move("out", "a", "e", "attested"),
            Move("back", "e", "a"),
            Move("back", "d", "a"),
        ],
    )
    assert tuple(road) == road_of(process)
