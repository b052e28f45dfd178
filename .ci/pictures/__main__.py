"""Draw diagrams with Mermaid, Graphviz and PlantUML, and check that they show every text.

The diagrams are those of the trust transfer, and of processes whose names and labels are awkward.
Usage: pictures FOLDER, where FOLDER is the folder in which `install` put Mermaid.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path += [str(HERE.parent / "browser"), str(HERE.parents[1])]

from chromium import Chromium  # noqa: E402 - the path must be set first

import trustflow as tf  # noqa: E402
from tests.awkward_texts import awkward_process, awkward_processes  # noqa: E402
from trustflow.views import Diagram, build_diagram, diagram  # noqa: E402
from trustflow.views.diagrams.mermaid import shared_stays  # noqa: E402
from trustflow.views.svg import plain  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTED = {"counts": tf.casebook.histories()}
SOURCES: dict[str, tuple[Any, dict[str, Any]]] = {
    "the trust transfer": (tf.TRUST_TRANSFER, {}),
    "the trust transfer with every move": (tf.TRUST_TRANSFER, {"marks": "all", "stays": True}),
    "the trust transfer with counts": (tf.TRUST_TRANSFER, COUNTED),
    "two stages": (tf.TRUST_TRANSFER, {"stages": ("direction_issued", "trust_live"), **COUNTED}),
    "Sandwell": (tf.casebook.load("Sandwell"), {"dark": True}),
    "sixty awkward texts": (awkward_process(), {"marks": "all"}),
    **{
        f"awkward texts {number}": (process, {"marks": "all"})
        for number, process in enumerate(awkward_processes(), 1)
    },
}
MAX_LABELS = 12
"""The number of labels above which Mermaid shows numbers."""
REFUSED = {
    "mermaid": 'stateDiagram-v2\n    state "one" as stage-1\n    stage-1 --> stage-1\n',
    "dot": "digraph { not-started -> end }",
    "plantuml": "@startuml\nstate one as not started\nnot started -> end\n@enduml\n",
}
"""A text in each format that its program must not draw."""
DRAW = """(async () => {
  document.body.innerHTML = '<div></div>'
  try {
    const { svg } = await mermaid.render('picture', TEXT)
    const box = document.body.firstChild
    box.innerHTML = svg
    return { text: box.innerText, ran: document.querySelectorAll('script').length,
             nodes: box.querySelectorAll('g.node').length,
             arrows: box.querySelectorAll('path.flowchart-link').length }
  } catch (error) { return { fault: String(error) } }
})()"""


class NotDrawnError(Exception):
    """A program did not draw a picture."""


def close(text: str) -> str:
    """Return a text without spaces and dots, because programs break the lines of labels there."""
    return "".join(text.replace("·", "").split())


def faults(model: Diagram, shown: str, *, is_mermaid: bool = False) -> Iterator[str]:
    """Yield each text of a diagram that its picture shows too few times."""
    texts = Counter(plain(box.text) for box in model.boxes if box.remark is None)
    limits = {} if is_mermaid else model.limits
    every = [(arrow, arrow.texts(marked=is_mermaid, limits=limits)) for arrow in model.arrows]
    labels = [found for arrow, found in every if found and not arrow.stays]
    stays = {text for arrow, found in every if arrow.stays for text in found}
    if is_mermaid:
        # What stays in every stage is in a comment, and many labels are numbers.
        stays -= set(shared_stays(model))
        if len(labels) > MAX_LABELS and model.subtitle is None:
            labels = [(str(number),) for number in range(1, len(labels) + 1)]
    texts.update(plain(text) for found in labels for text in found)
    texts.update(map(plain, stays))
    shown = close(shown)
    for text, count in texts.items():
        if shown.count(close(text)) < count:
            yield f"{text!r} is not shown {count} times"


def mermaid_faults(browser: Chromium, model: Diagram, text: str) -> Iterator[str]:
    """Yield the faults of the picture that Mermaid draws of a text."""
    drawn = browser.evaluate(DRAW.replace("TEXT", json.dumps(text)))
    if "fault" in drawn:
        raise NotDrawnError(drawn["fault"])
    yield from faults(model, drawn["text"], is_mermaid=True)
    starts = sum(box.initial for box in model.boxes)
    ends = sum(box.final for box in model.boxes)
    expected = {
        "nodes": len(model.boxes) + min(starts, 1) + min(ends, 1),
        "arrows": sum(not arrow.stays for arrow in model.arrows) + starts + ends,
    }
    for what, number in expected.items():
        if drawn[what] != number:
            yield f"{drawn[what]} {what}, expected {number}"


def program_output(*words: str, text: str) -> str:
    """Return the SVG that a program draws of a text on its standard input."""
    answer = subprocess.run(words, input=text.encode(), capture_output=True, check=False)
    if answer.returncode:
        raise NotDrawnError((answer.stderr or answer.stdout).decode(errors="replace")[:300])
    return answer.stdout.decode()


def texts_of(svg: str) -> str:
    """Return all texts of an SVG document."""
    # PlantUML on Java writes an emoji as two numbers, which XML does not allow.
    svg = re.sub(r"&#(5[5-7]\d{3});&#(5[5-7]\d{3});", _joined, svg)
    elements = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - drawn here
    return " ".join("".join(element.itertext()) for element in elements)


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1]), int(pair[2])
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)


def found_by_programs(models: dict[str, Diagram]) -> Iterator[str]:
    """Yield the faults of the pictures that Graphviz and PlantUML draw."""
    programs = {
        "dot": ("dot", "-Tsvg"),
        "plantuml": ("plantuml", "-charset", "UTF-8", "-tsvg", "-pipe"),
    }
    for form, words in programs.items():
        for name, model in models.items():
            source, options = SOURCES[name]
            try:
                svg = program_output(*words, text=diagram(source, form, **options))
            except NotDrawnError as error:
                yield f"{form}: {name}: {error}"
            else:
                yield from (f"{form}: {name}: {fault}" for fault in faults(model, texts_of(svg)))
        try:
            program_output(*words, text=REFUSED[form])
        except NotDrawnError:
            continue
        yield f"{form}: a faulty text was drawn"


def found_by_mermaid(models: dict[str, Diagram], folder: Path) -> Iterator[str]:
    """Yield the faults of the pictures that each version of Mermaid draws."""
    with Chromium() as browser, tempfile.TemporaryDirectory() as pages:
        for version in sorted((folder / "node_modules").glob("mermaid-*")):
            script = (version / "dist" / "mermaid.min.js").resolve().as_uri()
            page = Path(pages, f"{version.name}.html")
            page.write_text(
                f"<!doctype html><meta charset=utf-8><body></body><script src='{script}'></script>"
                "<script>mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})</script>"
            )
            browser.open(page.as_uri())
            for name, model in models.items():
                source, options = SOURCES[name]
                try:
                    text = diagram(source, "mermaid", **options)
                    found = [*mermaid_faults(browser, model, text)]
                except NotDrawnError as error:
                    found = [str(error)]
                yield from (f"{version.name}: {name}: {fault}" for fault in found)
            if "fault" not in browser.evaluate(
                DRAW.replace("TEXT", json.dumps(REFUSED["mermaid"]))
            ):
                yield f"{version.name}: a faulty text was drawn"


def main() -> int:
    """Print all faults, and return 1 if there are any."""
    begun = time.monotonic()
    models = {
        name: build_diagram(source, process=tf.TRUST_TRANSFER, **options)
        for name, (source, options) in SOURCES.items()
    }
    found = [*found_by_mermaid(models, Path(sys.argv[1])), *found_by_programs(models)]
    for fault in found:
        print(fault)
    took = time.monotonic() - begun
    print(f"{len(models)} diagrams drawn by each program, {len(found)} faults, {took:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
