"""Draw pictures of the same data with trustflow and with other libraries, to compare each pair.

Usage: .ci/side-by-side MERMAID FOLDER, where MERMAID is the path of mermaid.min.js, which
.ci/pictures/install installs, and FOLDER is the folder for the pictures. It needs Graphviz, and the
packages transitions, python-statemachine and pydot.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "browser"))

from chromium import Chromium  # noqa: E402 - the path must be set first
from statemachine import State, StateMachine  # noqa: E402
from statemachine.contrib.diagram import DotGraphMachine  # noqa: E402
from transitions.extensions import GraphMachine  # noqa: E402

import trustflow as tf  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

PROCESS = tf.TRUST_TRANSFER
COUNCILS = (
    "Birmingham", "Bradford", "Doncaster", "Sandwell", "Slough", "Sunderland", "Worcestershire",
)  # fmt: skip
# All that the picture of trustflow shows: moves that stay are in its boxes on request only.
MOVES = [
    move for move in PROCESS.moves if move.mark is tf.Mark.STANDARD and move.leads_to != move.stage
]
WIDE = 1280
RENDER = """mermaid.render("picture", TEXT).then(({ svg }) => {
  document.body.innerHTML = svg;
  const picture = document.body.firstChild, { width, height } = picture.viewBox.baseVal;
  Object.assign(picture.style, { width: width + "px", maxWidth: "none", height: height + "px" });
  return [width, height];
})"""


def in_transitions() -> str:
    """Return the Mermaid text of the standard moves in transitions."""
    machine = GraphMachine(
        states=list(map(str, PROCESS.stages)),
        initial=str(PROCESS.initial),
        transitions=[
            {
                "trigger": str(move.trigger),
                "source": str(move.stage),
                "dest": str(move.leads_to),
            }
            for move in MOVES
        ],
        auto_transitions=False,
        graph_engine="mermaid",
        title=PROCESS.title,
    )
    return str(machine.get_graph().draw(None))


def in_python_statemachine() -> str:
    """Return the DOT text of the standard moves in python-statemachine."""
    states = {
        str(stage): State(info.label, initial=stage == PROCESS.initial)
        for stage, info in PROCESS.stages.items()
    }
    events: dict[str, object] = {}
    for move in MOVES:
        step = states[str(move.stage)].to(states[str(move.leads_to)])
        name = str(move.trigger)
        events[name] = events[name] | step if name in events else step
    machine = type(
        "TrustTransfer",
        (StateMachine,),
        # A stage and an event have one name.
        {
            **{f"{name}_stage": state for name, state in states.items()},
            **events,
            "validate_disconnected_states": False,
        },
    )
    return str(DotGraphMachine(machine())().to_string())


def as_directly_follows(histories: Sequence[tf.History]) -> str:
    """Return the DOT text of the kinds of event that directly follow each other, with counts.

    pm4py draws such graphs: a box with a count for each activity, and an arc with a count, which is
    wider if the count is higher, for each pair; a green start and an orange end.
    """
    pairs, counts = Counter[tuple[str, str]](), Counter[str]()
    starts, ends = Counter[str](), Counter[str]()
    for history in histories:
        # All events would need 11,725 × 10,844 pixels, so only those that begin a stage are drawn.
        begun = (stay.entered_by for stay in tf.check(history).stays)
        names = [str(event.trigger) for event in begun if event is not None]
        counts.update(names)
        pairs.update(pairwise(names))
        starts.update(names[:1])
        ends.update(names[-1:])
    most = max(pairs.values())
    quoted = json.dumps
    lines = ["digraph {", "rankdir=LR; node [shape=box fontsize=12]; edge [fontsize=12]"]
    lines += ['"@" [label="" shape=circle style=filled fillcolor="#32CD32"]']
    lines += ['"#" [label="" shape=doublecircle style=filled fillcolor="#FFA500"]']
    lines += [
        f"{quoted(name)} [label={quoted(f'{name} ({count})')} style=filled fillcolor=lightblue]"
        for name, count in counts.items()
    ]
    arcs = [(one, other, count) for (one, other), count in pairs.items()]
    arcs += [("@", name, count) for name, count in starts.items()]
    arcs += [(name, "#", count) for name, count in ends.items()]
    lines += [
        f"{quoted(one)} -> {quoted(other)} [label={count} penwidth={1 + 4 * count / most:.1f}]"
        for one, other, count in arcs
    ]
    return "\n".join([*lines, "}"])


def as_gantt(histories: Sequence[tf.History]) -> str:
    """Return the Mermaid text of a gantt chart with a bar for each stay in a stage."""
    lines = ["gantt", "title Stages of councils", "dateFormat YYYY-MM-DD", "axisFormat %Y"]
    for history in histories:
        lines.append(f"section {history.authority}")
        for stay in tf.check(history).stays:
            if stay.since is None:
                continue
            since = stay.since.earliest
            until = stay.until.earliest if stay.until else history.events[-1].on.earliest
            label = PROCESS.stages[stay.stage].label.replace(":", "")
            lines.append(f"{label} : {since:%Y-%m-%d}, {max(since, until):%Y-%m-%d}")
    return "\n".join(lines)


def by_graphviz(text: str) -> str:
    """Return a DOT text as an SVG document."""
    dot = shutil.which("dot") or "dot"
    drawn = subprocess.run([dot, "-Tsvg"], input=text, capture_output=True, text=True, check=True)
    return drawn.stdout


class Photographer:
    """Saves pictures in a browser.

    Args:
        browser: The browser.
        mermaid: The path of mermaid.min.js.
        folder: The folder for the pictures.
    """

    def __init__(self, browser: Chromium, mermaid: Path, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.page = folder / "page.html"
        self.start = (
            f"<!doctype html><meta charset=utf-8><body style='margin:0'></body>"
            f"<script src='{mermaid.resolve().as_uri()}'></script>"
            "<script>mermaid.initialize({startOnLoad: false, maxEdges: 2000})</script>"
        )

    def svg(self, name: str, svg: str) -> None:
        """Save an SVG document as a PNG file."""
        self.page.write_text(f"<!doctype html><body style='margin:0'>{svg[svg.index('<svg') :]}")
        self.browser.resize(WIDE, 900, mobile=False)
        self.browser.open(self.page.as_uri())
        size = self.browser.evaluate(
            "(place => [place.width, place.height])(document.querySelector('svg')"
            ".getBoundingClientRect())"
        )
        self._save(name, size)

    def mermaid(self, name: str, text: str) -> None:
        """Save what Mermaid draws of a text as a PNG file."""
        self.page.write_text(self.start)
        self.browser.resize(WIDE, 900, mobile=False)
        self.browser.open(self.page.as_uri())
        self._save(name, self.browser.evaluate(RENDER.replace("TEXT", json.dumps(text))))

    def _save(self, name: str, size: tuple[float, float]) -> None:
        width, height = (round(number) + 1 for number in size)
        self.browser.resize(max(width, 100), max(height, 100), mobile=False)
        self.browser.save_picture(self.folder / f"{name}.png")
        print(f"{name}.png: {width} × {height} pixels")


def main() -> None:
    """Draw all pairs."""
    mermaid, folder = map(Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    every = list(tf.casebook.histories())
    some = [tf.casebook.load(name) for name in COUNCILS]
    with Chromium() as browser:
        camera = Photographer(browser, mermaid, folder)
        camera.svg("process-trustflow", str(tf.diagram(PROCESS, "svg")))
        camera.mermaid("process-transitions", in_transitions())
        camera.svg("process-python-statemachine", by_graphviz(in_python_statemachine()))
        camera.svg("counts-trustflow", str(tf.diagram(PROCESS, "svg", counts=every)))
        camera.svg("counts-directly-follows", by_graphviz(as_directly_follows(every)))
        camera.svg("timelines-trustflow", str(tf.timeline(some, "svg")))
        camera.svg("timelines-trustflow-brief", str(tf.timeline(some, "svg", brief=True)))
        camera.mermaid("timelines-mermaid-gantt", as_gantt(some))


if __name__ == "__main__":
    main()
