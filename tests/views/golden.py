"""The diagrams with golden files; `pytest --update-snapshots` rewrites the files."""

from pathlib import Path

from tests.views.samples import FOUR, broken, short_history
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram

FOLDER = Path(__file__).parents[1] / "golden"
ENDINGS = {"mermaid": "mmd", "dot": "dot", "plantuml": "puml"}
CASES = {
    "process": lambda form: diagram(TRUST_TRANSFER, form),
    "every": lambda form: diagram(TRUST_TRANSFER, form, marks="all"),
    "four": lambda form: diagram(
        TRUST_TRANSFER, form, stages=FOUR, marks="standard", direction="right"
    ),
    "case": lambda form: diagram(short_history(), form, dark=True),
    "broken": lambda form: diagram(broken(), form, stages=FOUR, marks="standard"),
}


def path_of(name, form):
    """Return the path of a golden file."""
    return FOLDER / f"{name}.{ENDINGS[form]}"
