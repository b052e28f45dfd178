"""Write diagrams of the process and of a case in every format, and timelines, to a folder.

Give the folder as an argument. Without it, the files are written to a temporary folder.
Diagrams as SVG and PNG, and timelines as PNG, need the extra `draw`.
"""

import sys
import tempfile
from pathlib import Path

import trustflow as tf

FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")
ENDINGS = {
    "mermaid": "mmd",
    "dot": "dot",
    "plantuml": "puml",
    "svg": "svg",
    "png": "png",
    "scxml": "scxml",
}
sandwell = tf.casebook.load("Sandwell")


def write(path, drawn):
    """Write text or bytes to a file, and print its size."""
    data = drawn.encode() if isinstance(drawn, str) else drawn
    path.write_bytes(data)
    print(f"{path.name}: {len(data)} bytes")


def draw_all(folder):
    """Write every picture to the folder."""
    for form, ending in ENDINGS.items():
        process = tf.diagram(
            tf.TRUST_TRANSFER, form, stages=FOUR, marks="standard", direction="right"
        )
        write(folder / f"process.{ending}", process)
        write(folder / f"sandwell.{ending}", tf.diagram(sandwell, form, stages=FOUR))
    for form in ("svg", "png"):
        write(folder / f"timeline.{form}", tf.timeline(sandwell, form))
    together = tf.timeline(tf.casebook.histories(), align="trust_went_live")
    write(folder / "every-trust-from-its-go-live.svg", together)


if len(sys.argv) > 1:
    chosen = Path(sys.argv[1])
    chosen.mkdir(parents=True, exist_ok=True)
    draw_all(chosen)
else:
    with tempfile.TemporaryDirectory() as made:
        draw_all(Path(made))
