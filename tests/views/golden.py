"""The diagrams kept as golden files, and the command that draws them again.

``python -m tests.views.golden`` writes them; look at the difference before you commit it.
"""

from pathlib import Path

from tests.views.samples import FOUR, broken, road
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram

FOLDER = Path(__file__).parents[1] / "golden"
ENDINGS = {"mermaid": "mmd", "dot": "dot", "plantuml": "puml"}
CASES = {
    "process": lambda form: diagram(TRUST_TRANSFER, form),
    "four": lambda form: diagram(
        TRUST_TRANSFER, form, stages=FOUR, standard=True, direction="right"
    ),
    "case": lambda form: diagram(road(), form, dark=True),
    "broken": lambda form: diagram(broken(), form, stages=FOUR, standard=True),
}


def path_of(name, form):
    """Where a golden file is."""
    return FOLDER / f"{name}.{ENDINGS[form]}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in CASES.items():
        for form in ENDINGS:
            path_of(name, form).write_text(drawn(form), "utf-8")
