"""Pictures of many arrows: laid out in a process of its own, which ends, or refused."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import product

import pytest

import trustflow as tf
from trustflow.views import diagram
from trustflow.views.diagrams import graphviz


def crowded(stages, arrows):
    """Return a process with a number of stages and of arrows between two of them."""
    names = [f"s{number}" for number in range(stages)]
    steps = product(range(1, stages), range(stages))  # first a ring, so that all can be reached
    pairs = [(names[at], names[(at + step) % stages]) for step, at in steps][:arrows]
    moves = [tf.Move(f"t{number}", *pair) for number, pair in enumerate(pairs)]
    return tf.Process(
        name="crowded",
        title="A crowded process",
        stages={name: tf.StageInfo(name, "A stage.") for name in names},
        triggers={move.trigger: move.trigger for move in moves},
        moves=moves,
        rules=(),
        initial=names[0],
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("arrows", [5, 12])
def test_a_picture_is_the_same_from_another_process(monkeypatch, arrows, dark):
    """The layout does not depend on the process that works it out."""
    process = crowded(5, arrows)
    here = diagram(process, "svg", dark=dark)
    monkeypatch.setattr(graphviz, "MAX_ARROWS_HERE", arrows - 1)
    calls = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda *given, **options: calls.append(given) or run(*given, **options)
    )
    assert here == diagram(process, "svg", dark=dark)
    assert 1 == len(calls)
    # A program that was frozen into one file has no Python to start.
    monkeypatch.setattr(sys, "executable", "")
    assert here == diagram(process, "svg", dark=dark)
    assert 1 == len(calls)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_with_too_many_arrows_is_refused_at_once(form):
    """The error has the size, the limit and the way out; texts need no layout."""
    process = crowded(26, 601)
    with pytest.raises(tf.InvalidValue) as caught:
        diagram(process, form)
    message = str(caught.value)
    assert message.startswith("Invalid size of a picture: 601 arrows between 26 stages.")
    assert "Expected at most 600 arrows. Show fewer stages with stages=…" in message
    assert "-->" in diagram(process, "mermaid")
    assert "<svg" in diagram(process, "svg", stages=["s0", "s1", "s2"])


def test_a_layout_that_takes_too_long_is_given_up(monkeypatch):
    """The error says so, with the way out."""
    monkeypatch.setattr(graphviz, "MAX_ARROWS_HERE", 1)
    monkeypatch.setattr(graphviz, "TIME_LIMIT", 0)
    with pytest.raises(tf.InvalidValue, match="no layout for it in 0 seconds") as caught:
        diagram(crowded(3, 3), "svg")
    assert "3 arrows between 3 stages" in str(caught.value)
    assert "stages=…" in str(caught.value)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import sys; sys.exit('one\\nout of memory')", "out of memory."),
        ("import os; os._exit(3)", "it ended with 3."),
    ],
)
def test_a_layout_that_fails_is_given_up(monkeypatch, script, reason):
    """The error has the last line that the other process wrote."""
    monkeypatch.setattr(graphviz, "MAX_ARROWS_HERE", 1)
    monkeypatch.setattr(graphviz, "OTHER_PROCESS", script)
    with pytest.raises(tf.InvalidValue, match=f"Graphviz found no layout for it: {reason}"):
        diagram(crowded(3, 3), "svg")


def test_a_layout_can_be_interrupted(monkeypatch):
    """Ctrl-C ends the other process, and with it the call."""
    monkeypatch.setattr(graphviz, "MAX_ARROWS_HERE", 1)
    monkeypatch.setattr(graphviz, "OTHER_PROCESS", "import time\ntime.sleep(60)")
    started = []
    popen = subprocess.Popen

    def start(*given, **options):
        started.append(popen(*given, **options))
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", start)
    begun = time.monotonic()
    # A program that was started in the background can ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            diagram(crowded(3, 3), "svg")
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - begun < 50
    assert -signal.SIGKILL == started[0].wait(10)
