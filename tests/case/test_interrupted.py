"""A method of a case that is interrupted at any line: the case is as before, or as after it."""

import pickle
import sys
from collections import Counter
from pathlib import Path

import pytest
import transitions

import trustflow as tf
from tests.case.samples import REFUSALS, case_of, directed_case
from trustflow import events as ev

TRACED = tuple(str(Path(package.__file__).parent) for package in (tf, transitions))
"""The folders in whose code a method is interrupted."""
DEADLINE = tf.Deadline("transfer plans", due="2017-12-01")
LIVE = ev.TrustWentLive("2018-04-01")
OPEN = ev.Note("2016-11/..", note="a note with an open end")


class Injected(Exception):
    """The error with which a test interrupts a method."""


class Interruption:
    """A trace function that raises an error at one of the lines, or instructions, it sees.

    Args:
        error: The error; None to count only.
        at: The number of the line or instruction at which to raise it.
        each: How often the same line or instruction counts.
        folder: The folder of whose code each instruction is counted, too; none by default.
    """

    def __init__(self, error=None, at=-1, *, each=2, folder=None):
        self.error, self.at, self.each, self.folder = error, at, each, folder
        self.count = 0
        self._seen = Counter()

    def __call__(self, frame, what, _argument):
        """Trace a frame of the traced folders only."""
        path = frame.f_code.co_filename
        if not path.startswith(TRACED):
            return None
        frame.f_trace_opcodes = self.folder is not None and path.startswith(self.folder)
        if what in {"line", "opcode"}:
            self._meet(frame)
        return self

    def _meet(self, frame):
        place = frame.f_code, frame.f_lasti if frame.f_trace_opcodes else frame.f_lineno
        self._seen[place] += 1
        if self._seen[place] > self.each:
            return
        if self.count == self.at:
            self.at = -1
            raise self.error
        self.count += 1


def run(call, interruption):
    """Return the result or the error of a call that is interrupted."""
    before = sys.gettrace()
    sys.settrace(interruption)
    try:
        result = call()
    except (Injected, KeyboardInterrupt, *REFUSALS) as error:
        result = error
    finally:
        sys.settrace(before)
    return result


def visible(case):
    """Return what a user can see of a case."""
    return (
        str(case.stage),
        case.history,
        tuple(case.findings),
        tuple(case.deadlines("2017-12-24", everything=True)),
        case.suppose(LIVE),
        pickle.dumps(case),
        len(case),
    )


def open_case():
    """Return a case whose last event has an open end, so that the next one changes its days."""
    case = directed_case()
    case.record(OPEN)
    return case


CHANGES = {
    "record": lambda case: case.record(LIVE),
    "record a deadline": lambda case: case.record(ev.Note("2017-01", deadlines=[DEADLINE])),
    "record what is refused": lambda case: case.record(ev.ContractExtended("2017")),
    "record what is out of order": lambda case: case.record(ev.ChairAppointed("2001")),
    "record an open end": lambda case: case.record(ev.Note("2017/..", note="another note")),
    "record the same open end": lambda case: case.record(OPEN),
    "record an abolition": lambda case: case.record(
        ev.AuthorityReorganised("2017-04-01", into=["West Midlands"])
    ),
    "insert": lambda case: case.insert(ev.AdviserAppointed("2015-09", names="Ann Lee")),
    "insert at an index": lambda case: case.insert(ev.Note("2015-11"), at=1),
    "insert what is refused": lambda case: case.insert(ev.ContractExtended("2016")),
    "replace": lambda case: case.replace(new=ev.CommissionerAppointed("2015-12-15"), at=1),
    "withdraw": lambda case: case.withdraw(at=2),
    "withdraw what is needed": lambda case: case.withdraw(at=0),
    "amend": lambda case: case.amend(
        [tf.Withdraw(at=2), tf.Insert(ev.Note("2015-11")), tf.Replace(at=1, new=ev.Note("2015-12"))]
    ),
    "mark_checked": lambda case: case.mark_checked("2020-01-01", kinds=["inspections"]),
    "mark as ongoing": lambda case: case.mark_checked("ongoing"),
    "suppose": lambda case: case.suppose(ev.Note("2016-12-01")),
    "what_next": lambda case: case.what_next("2017-01-01"),
    "facts": lambda case: case.facts("2017-01-01"),
    "report": lambda case: case.report(),
}
"""Calls of every public method, by a name."""
QUICK = {"record", "mark_checked", "suppose"}
"""The methods, named by a first word, that run few lines; each line is interrupted twice."""


def assert_whole(change, build, error, **options):
    """Interrupt a change of a case at each line; assert that nothing in between is ever seen."""
    counting = Interruption(**options)
    after_case = build()
    expected = run(lambda: change(after_case), counting)
    before, after = visible(build()), visible(after_case)
    assert counting.count > 10
    for at in range(counting.count):
        case = build()
        result = run(lambda case=case: change(case), Interruption(error, at, **options))
        seen = visible(case)
        assert seen in (before, after)
        if seen == before and isinstance(result, (Injected, KeyboardInterrupt)):
            again = run(lambda case=case: change(case), None)
            assert type(expected) is type(again)
            assert after == visible(case)


LONGEST = "what_next"
"""The question that runs so many lines that its test takes more than a minute."""


def is_quick(name):
    """Return whether a change runs few lines."""
    return name.split()[0] in QUICK


def marks_of(name):
    """Return the marks of the test of a change."""
    if is_quick(name):
        return []
    return [pytest.mark.slow, *([pytest.mark.long] if name == LONGEST else [])]


@pytest.mark.parametrize("name", [pytest.param(each, marks=marks_of(each)) for each in CHANGES])
@pytest.mark.parametrize("build", [directed_case, open_case])
def test_a_change_that_is_interrupted_at_any_line_is_made_or_not(name, build):
    """Afterwards, the case is as before or as after, and the change can be made again."""
    error = KeyboardInterrupt if build is open_case else Injected
    assert_whole(CHANGES[name], build, error, each=2 if is_quick(name) else 1)


@pytest.mark.parametrize("name", ["record", "record what is refused", "mark_checked", "suppose"])
@pytest.mark.parametrize("error", [Injected, KeyboardInterrupt])
def test_a_change_that_is_interrupted_at_any_instruction_is_made_or_not(name, error):
    """A signal can come between two instructions of one line, too."""
    folder = str(Path(TRACED[0], "case"))
    assert_whole(CHANGES[name], directed_case, error, each=1, folder=folder)


def test_a_history_that_is_interrupted_gives_no_case():
    """`from_history` returns a whole case, or raises the error."""
    history = open_case().history
    counting = Interruption(each=1)
    expected = run(lambda: tf.Case.from_history(history), counting)
    for at in range(counting.count):
        result = run(lambda: tf.Case.from_history(history), Interruption(Injected, at, each=1))
        assert isinstance(result, Injected) or visible(expected) == visible(result)


def test_a_case_that_was_interrupted_goes_on():
    """After each interrupted event, the case takes the next as another case does."""
    events = (
        ev.InspectionPublished("2015-06-05", judgement="inadequate"),
        ev.CommissionerAppointed("2015-12"),
        ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=[DEADLINE]),
        LIVE,
    )
    case = tf.Case("Sandwell")
    for number, event in enumerate(events, start=1):
        at = 0
        while len(case) < number:
            run(lambda event=event: case.record(event), Interruption(Injected, at, each=1))
            at += 17
    assert visible(case_of(*events)) == visible(case)
