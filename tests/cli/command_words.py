"""Run the commands that keep a case, and write an event as the words of their command lines."""

import contextlib
import io
import json
import os
from unittest import mock

from attrs import evolve

import trustflow as tf
from trustflow.cli import main
from trustflow.exchange import event_to_data

TODAY = "2026-10-20"
"""The present day of the tests, which set `TRUSTFLOW_TODAY`."""


@contextlib.contextmanager
def _silent(err):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
        yield


def run_command(*words):
    """Run the command after every possible day, and return its exit code and stderr.

    It needs no fixture, so properties can use it.
    """
    err = io.StringIO()
    with mock.patch.dict(os.environ, TRUSTFLOW_TODAY="2199-12-31"), _silent(err):
        return main([str(word) for word in words]), err.getvalue()


def load(path):
    """Return the history in a file, whatever its format."""
    (history,) = tf.exchange.read_file(str(path), tf.TRUST_TRANSFER, tf.exchange.ReadOptions())
    return history


def event_words(event):
    """Return the words that describe an event with at most one source."""
    data = event_to_data(event)
    name = data.pop("event")
    trigger = event.trigger if event.trigger in type(event).triggers() else name
    words = [trigger, data.pop("on")]
    for source in data.pop("sources", []):
        words.append(f"--source={source.pop('title')}")
        words += [f"--{name}={text}" for name, text in source.items()]
    for name in ("note", "known_on"):
        if name in data:
            words.append(f"--{name.replace('_', '-')}={data.pop(name)}")
    return words + [f"--field={name}={json.dumps(value)}" for name, value in data.items()]


def sourced(event):
    """Return an event that the options of a command can describe.

    It has at most one source, and a note has words.
    """
    bare = {"copy_of": None, "stated_date": None, "evidence_row": None}
    if event.event_name == "note":
        event = evolve(event, note=event.note or "a call")
    return evolve(event, sources=[evolve(source, **bare) for source in event.sources[:1]])
