"""Processes and histories for the tests of pictures, and functions that read an SVG document."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

from attrs import validators
from hypothesis import strategies as st

from trustflow import events as ev
from trustflow.dates import PartialDate
from trustflow.history import Deadline, History, Source
from trustflow.process import Move, Process, StageInfo

FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")

HOSTILE = (
    "<script>alert(1)</script>",
    "\"quoted\" 'and' `ticked`",
    "a --> b",
    "]]> &amp; &lt; #35; %% ; : | \\n \\",
    "\u202eright to left\u202c \u200f\u2066",
    "bell\x07 null\x00 escape\x1b \ud800",
    "end",
    "state note direction",
    "--- title: x",
    "two\nlines\tand a tab",
    "zero\u200bwidth \u200d\ufeff\u00ad\ufe0f \U000e0041\U000e007f \u2028\u2029 \x9b2J",
)

SVG = "{http://www.w3.org/2000/svg}"


def labels():
    """Return labels that a user may choose, including hostile ones."""
    return st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=20)


@st.composite
def processes(draw, words=None):
    """Generate processes of up to five connected stages, with any labels.

    The labels are not validated, as in a process that was made with validators switched off.
    """
    words = labels() if words is None else words
    count = draw(st.integers(2, 5))
    stages = [f"s{index}" for index in range(count)]
    ring = [("go", start, end) for start, end in pairwise(stages)]
    ring += [("back", stages[-1], stages[0])]
    pairs = st.tuples(
        st.sampled_from(["x", "y", "z"]), st.sampled_from(stages), st.sampled_from(stages)
    )
    extra = draw(st.lists(pairs, max_size=8, unique_by=lambda pair: pair[:2]))
    marks = st.sampled_from("SAP")
    stage_labels = {stage: draw(words) for stage in stages}
    moves = [Move(*each, draw(marks)) for each in [*ring, *extra]]
    triggers = {move.trigger: f"{draw(words)} {move.trigger}" for move in moves}
    with validators.disabled():
        return Process(
            name="drawn",
            title="Drawn",
            stages={
                stage: StageInfo(f"{label} {stage}", "It is so.")
                for stage, label in stage_labels.items()
            },
            initial="s0",
            triggers=triggers,
            moves=moves,
            rules=[],
        )


def short_history():
    """Return a short history with inexact dates and deadlines not met in time."""
    low = Source("A guess", confidence="low")
    return History(
        "Exampleshire",
        [
            ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"),
            ev.CommissionerAppointed(
                "2015-12", names="A. Person", sources=[low], note="as reported"
            ),
            ev.DirectionIssued(
                "2016-10-06",
                purpose="trust",
                deadlines=[
                    Deadline("transfer plans", due="2016-12-01"),
                    Deadline("go-live", due="2017-10", met_by="trust_went_live"),
                ],
            ),
            ev.ChairAppointed("../2017-07-04"),
            ev.TrustWentLive("2018-04-01", trust="Example Trust"),
            ev.Note("2019/..", topic="context"),
        ],
    )


def broken():
    """Return a history with an event that the process does not allow."""
    return History(
        "Brokenshire",
        [ev.InspectionPublished("2015", judgement="inadequate"), ev.TrustWentLive("2016-04-01")],
    )


def elements(svg, name):
    """Return the elements with a name in an SVG document."""
    return list(ET.fromstring(svg).iter(SVG + name))  # noqa: S314 - our own text


def words_of(svg):
    """Return all words that an SVG document shows, on one line."""
    return " ".join(element.text or "" for element in elements(svg, "text"))


def text_boxes(svg):
    """Return, for each text in an SVG document, its left, top, right, bottom and words."""
    boxes = []
    _add_text_boxes(ET.fromstring(svg), (0.0, 0.0), boxes)  # noqa: S314 - our own text
    return boxes


def _add_text_boxes(element, corner, boxes):
    moved = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\)", element.get("transform", ""))
    if moved:
        corner = (corner[0] + float(moved[1]), corner[1] + float(moved[2]))
    if element.tag == SVG + "text":
        size, width = float(element.get("font-size")), float(element.get("textLength"))
        part = {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        left = corner[0] + float(element.get("x")) - part * width
        base = corner[1] + float(element.get("y"))
        boxes.append((left, base - size * 0.72, left + width, base + size * 0.21, element.text))
    for child in element:
        _add_text_boxes(child, corner, boxes)


def overlaps(svg):
    """Return the pairs of texts in an SVG document that overlap, and the texts that are clipped."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = sorted(text_boxes(svg), key=lambda box: box[1])
    faults = [
        words
        for left, top, right, bottom, words in boxes
        if left < 0 or top < 0 or right > width or bottom > height
    ]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[1] >= one[3] - 0.5:
                break
            if one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5:
                faults.append((one[4], other[4]))
    return faults


def day(text):
    """Return the ordinal of a day."""
    return PartialDate.parse(text).first
