"""The ends of arrows on the sides of boxes: in order, and apart or joined."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.views.diagrams.layout import Curve, Rectangle
from trustflow.views.diagrams.tips import (
    GAP,
    MIN_GAP,
    MIN_SINE,
    OUTWARD,
    Line,
    separate_ends,
    spread,
    turned,
)

BOX = Rectangle(100, 20, 120, 40)
"""A box from 40 to 160 across and from 0 to 40 down."""


@given(
    st.lists(st.floats(-50, 250), max_size=30).map(sorted),
    st.floats(0, 100),
    st.floats(-20, 200),
)
def test_places_are_apart_or_joined(places, low, length):
    """Places stay in order and in their bounds, at least six pixels apart or equal."""
    high = low + length
    found = spread(places, low, high)
    assert len(places) == len(found)
    for one, other in pairwise(found):
        assert abs(one - other) < 1e-6 or other - one > MIN_GAP - 1e-6
    assert all(low - 1e-6 <= place <= max(low, high) + 1e-6 for place in found)


@given(st.lists(st.floats(0, 300), max_size=8, unique_by=lambda place: place // 40).map(sorted))
def test_places_with_room_do_not_move(places):
    """Where there is room, nothing moves."""
    apart = [place for place in places if place % 40 < 40 - GAP]
    assert pytest.approx(apart) == spread(apart, 0, 400)


def up_to(x, bend=60):
    """Return a line that comes from below and ends at the bottom of the box."""
    curve = Curve(((x, 120), (x, bend + 40), (x, bend), (x, 48)), tip=(x, 40))
    return Line((curve,), None, 0, is_road=False)


def tips_of(lines, labels=()):
    """Return where the tips of lines are after their ends are moved."""
    return [curves[-1].tip for curves in separate_ends(lines, [BOX], labels)]


def test_near_ends_move_apart():
    """Ends are moved apart along their side; the line and its control point move with the tip."""
    (left,), (right,) = separate_ends([up_to(99), up_to(101)], [BOX], [])
    assert pytest.approx(GAP) == right.tip[0] - left.tip[0]
    assert 40 == left.tip[1] == right.tip[1]
    assert left.points[-1][0] == left.points[-2][0] == left.tip[0]
    assert (99, 120) == left.points[0]
    assert 99 == left.points[1][0]


@pytest.mark.parametrize("others", [[90], [95, 99], [110, 105, 90], [100, 100], [60, 99, 140]])
def test_the_end_of_the_road_does_not_move(others):
    """The road stays straight, and other ends make room for it."""
    road = up_to(100)._replace(is_road=True)
    tips = tips_of([road, *map(up_to, others)])
    assert (100, 40) == tips[0]
    assert all(abs(x - 100) >= MIN_GAP for x, _ in tips[1:])


def test_an_end_that_would_cross_a_label_is_joined_instead():
    """If an arrow would cross a label after its end has moved, near ends share one point."""
    lines = [up_to(x, bend=44) for x in (98, 100, 102, 104)]
    free = tips_of(lines)
    assert 4 == len({*free})
    label = Rectangle(free[0][0], 50, 8, 14)
    assert 1 == len({*tips_of(lines, [label])})
    road = lines[1]._replace(is_road=True)
    assert [(100, 40)] * 4 == tips_of([lines[0], road, *lines[2:]], [label, label._replace(x=134)])


def test_ends_on_different_sides_do_not_share_room():
    """Each side has its own room: also the left and the right of a box, and its top."""
    left = Line(
        (Curve(((0, 20), (10, 20), (20, 20), (32, 20)), tip=(40, 20)),), None, 0, is_road=False
    )
    right = Line((Curve(((160, 18), (180, 18), (190, 18), (200, 18))),), 0, 0, is_road=False)
    top = Line((Curve(((100, -60), (100, -40), (100, -20), (100, 0))),), None, 0, is_road=False)
    back = right._replace(
        curves=(right.curves[0], Curve(((200, 30), (190, 30), (180, 30), (160, 22))))
    )
    found = separate_ends([left, top, back], [BOX], [])
    assert [left.curves, top.curves] == found[:2]
    start, end = found[2][0].points[0], found[2][-1].points[-1]
    assert (160, 160) == (start[0], end[0])
    assert pytest.approx(GAP) == end[1] - start[1]


@given(
    st.sampled_from([*OUTWARD]),
    st.floats(-math.pi / 2, math.pi / 2),
    st.floats(1, 20),
    st.floats(0.1, 300),
)
def test_no_tip_lies_along_a_side(side, angle, length, reach):
    """A tip leads away from its side; its place and its length stay, and the start of the curve."""
    out_x, out_y = OUTWARD[side]
    # The angle is that between the tip and the direction that leads away from the side.
    away = (
        out_x * math.cos(angle) - out_y * math.sin(angle),
        out_y * math.cos(angle) + out_x * math.sin(angle),
    )
    points = tuple((away[0] * far, away[1] * far) for far in (400, 350, reach, length))
    curve = Curve(points, tip=(0.0, 0.0))
    found = turned(curve, side)
    base = found.points[-1]
    assert (0, 0) == found.tip
    assert points[:2] == found.points[:2]
    assert math.isclose(length, math.dist(base, found.tip))
    assert base[0] * out_x + base[1] * out_y >= MIN_SINE * length - 1e-6
    if math.cos(angle) > MIN_SINE:
        assert curve == found


def test_a_curve_without_a_tip_is_not_turned():
    """Only tips can be covered by a box."""
    curve = Curve(((0, 0), (10, 1), (20, 1), (30, 1)))
    assert curve == turned(curve, "bottom")
