"""The targets of the fuzzer: functions that take bytes and fail only if they find a mistake."""

import trustflow as tf
from tests.fuzz import forms, frames, ledgers, pages, workbooks
from tests.fuzz.answers import answer_of, is_refused
from trustflow.exchange import dumps, dumps_csv, loads, loads_csv
from trustflow.views import diagram

WRITERS = ("mermaid", "dot", "plantuml", "scxml")


def read_date(data):
    """Read a text as a date: it must be refused, or have a first day not after its last."""
    text = data.decode("utf-8", "replace")
    date = answer_of(lambda: tf.PartialDate.parse(text))
    if is_refused(date):
        return
    assert date.first <= date.last
    assert date.words
    assert (date.first, date.last) == (date.earliest.toordinal(), date.latest.toordinal())


def read_json(data):
    """Read bytes as a history in JSON: they must be refused, or be written and read back equal."""
    history = answer_of(lambda: loads(data))
    if is_refused(history):
        return
    assert history == loads(dumps(history))
    assert len(history) == len(tf.check(history).steps)


def read_csv(data):
    """Read bytes as histories in CSV: they must be refused, or be histories that can be checked."""
    histories = answer_of(lambda: loads_csv(data))
    for history in () if is_refused(histories) else histories:
        assert len(history) == len(tf.check(history).steps)


def write_diagrams(data):
    """Use any texts as labels of a process: every diagram writer must return a text."""
    words = data.decode("utf-8", "replace").split("\n")
    labels = [word for word in words if word.strip() and word.isprintable()] or ["label"]

    def label(index):
        return labels[index % len(labels)]

    stages = [f"stage_{index}" for index in range(3)]
    process = tf.Process(
        name="fuzzed",
        title=label(0),
        stages={
            name: tf.StageInfo(label(index), label(index + 1), emphasised=index == 1)
            for index, name in enumerate(stages)
        },
        initial=stages[0],
        triggers={f"event_{index}": label(index + 2) for index in range(3)},
        moves=[tf.Move(f"event_{i}", stages[i], stages[(i + 1) % 3]) for i in range(3)],
    )
    for writer in WRITERS:
        assert diagram(process, writer)


TARGETS = {
    "dates": read_date,
    "json": read_json,
    "csv": read_csv,
    "diagrams": write_diagrams,
    **frames.TARGETS,
    **workbooks.TARGETS,
    **ledgers.TARGETS,
    **forms.TARGETS,
    **pages.TARGETS,
}
SMALL = tf.History("Sandwell", tf.casebook.load("Sandwell")[:2], gss_code="E08000028")
"""A short history; the fuzzer changes some bytes of it and leaves most of it unchanged."""
SEEDS = {
    "dates": [b"2016-07", b"2016-09-12/2016-10-06", b"[2015-12,2016-01..2017]", b"2017-22~"],
    "json": [dumps(SMALL).encode(), dumps(tf.History("X", begins_in="trust_live")).encode()],
    "csv": [dumps_csv(SMALL).encode(), b"authority,event,on\nX,note,2016-07\nX,note,2017\n"],
    "diagrams": [b'a\n<b>\n"c"\n--> d', "λ\n|x|\n%%".encode()],
    **frames.SEEDS,
    **workbooks.SEEDS,
    **ledgers.SEEDS,
    **forms.SEEDS,
    **pages.SEEDS,
}
