"""Test two trackers: find the shortest history that one gets wrong, and pass the other."""

import sqlite3

from hypothesis import find, settings
from hypothesis.stateful import run_state_machine_as_test

import trustflow as tf
from trustflow import testing
from trustflow.exchange import dumps

SAME_EACH_TIME = settings(derandomize=True, database=None, deadline=None)
LEADS_TO = {
    "inspection_published_inadequate": "rated_inadequate",
    "commissioner_appointed": "commissioner_review",
    "trust_went_live": "trust_live",
}


def tracked(history: tf.History) -> str:
    """Return the stage of the last event that this tracker knows."""
    known = [LEADS_TO[event.trigger] for event in history if event.trigger in LEADS_TO]
    return [history.begins_in or tf.TRUST_TRANSFER.initial, *known][-1]


shortest = find(
    testing.histories(authority="Sandwell", precision="day"),
    lambda history: tf.check(history).stage != tracked(history),
    settings=SAME_EACH_TIME,
)
print(f"A history that begins in {shortest.begins_in or 'the first stage'}:", *shortest, sep="\n- ")
print(f"Its stage is {tf.check(shortest).stage}, but the tracker gives {tracked(shortest)}.")


class Row(testing.CaseMachine):
    """A tracker with a database row for the history and the stage, compared with trustflow."""

    def begin(self) -> None:
        """Create the row of an empty history."""
        self.rows = sqlite3.connect(":memory:")
        self.rows.execute("CREATE TABLE cases (history, stage)")
        empty = (dumps(tf.History("Sandwell")), str(tf.TRUST_TRANSFER.initial))
        self.rows.execute("INSERT INTO cases VALUES (?, ?)", empty)

    def record(self, event: tf.Event) -> None:
        """Add an event to the row; raise a trustflow error if it cannot have happened."""
        (text,) = self.rows.execute("SELECT history FROM cases").fetchone()
        case = tf.Case.from_history(tf.loads(text))
        case.record(event)
        row = (dumps(case.history), str(case.stage))
        self.rows.execute("UPDATE cases SET history = ?, stage = ?", row)

    def stage(self) -> str:
        """Return the stage in the row."""
        return str(self.rows.execute("SELECT stage FROM cases").fetchone()[0])


run_state_machine_as_test(Row, settings=settings(SAME_EACH_TIME, max_examples=20))
print("The second tracker gives the same results as trustflow.")
