"""The messages for wrong arguments of the views are those in a reviewed golden file.

`make regenerate` rewrites the file. `test_process_location.py` has those of process locations.
"""

from pathlib import Path

import pytest

import trustflow as tf
from trustflow.views import (
    case_page,
    chart,
    diagram,
    explorer,
    marks_of,
    outcome_chart,
    process_table,
    timeline,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "view_messages.txt"
HISTORY = tf.casebook.load("Sandwell")
OTHER = tf.casebook.load("Devon")
OUTCOMES = tf.outcomes([HISTORY], "rated_inadequate")
ARROWS = {("start", "end"): 3}
CALLS = {
    "diagram(3)": lambda: diagram(3),
    "diagram(format='pdf')": lambda: diagram(format="pdf"),
    "diagram(direction='sideways')": lambda: diagram(direction="sideways"),
    "diagram(marks='usual')": lambda: diagram(marks="usual"),
    "diagram(stages=[])": lambda: diagram(stages=[]),
    "diagram(stages=['trust'])": lambda: diagram(stages=["trust"]),
    "diagram(on_arrows=3)": lambda: diagram(on_arrows=3),
    "diagram(on_arrows={('start', 'end'): 3})": lambda: diagram(on_arrows=ARROWS),
    "marks_of('Standard')": lambda: marks_of("Standard"),
    "timeline(3)": lambda: timeline(3),
    "timeline(history, format='pdf')": lambda: timeline(HISTORY, format="pdf"),
    "timeline(history, align='stage')": lambda: timeline(HISTORY, align="stage"),
    "timeline(histories, sort='size')": lambda: timeline([HISTORY, OTHER], sort="size"),
    "case_page(3)": lambda: case_page(3),
    "chart(histories, 'pie')": lambda: chart([HISTORY], "pie", as_of="2026-06-01"),
    "chart(histories, 'stages', format='pdf')": lambda: chart(
        [HISTORY], "stages", as_of="2026-06-01", format="pdf"
    ),
    "outcome_chart(3)": lambda: outcome_chart(3),
    "outcome_chart(outcomes, 'pdf')": lambda: outcome_chart(OUTCOMES, "pdf"),
    "explorer(first='2016-01-02', last='2016-01-01')": lambda: explorer(
        first="2016-01-02", last="2016-01-01"
    ),
    "process_table(process, 'events')": lambda: process_table(tf.TRUST_TRANSFER, "events"),
}


def message(function):
    """Return the message of the error that a function raises."""
    with pytest.raises(tf.InvalidValue) as refused:
        function()
    return str(refused.value)


def test_the_messages_are_those_of_the_golden_file(holds):
    """Each names the value found and what is accepted."""
    holds(GOLDEN, "\n".join(f"{call}\n{message(function)}\n" for call, function in CALLS.items()))
