"""A small process, a date rule, and random processes, for the tests of this folder."""

from hypothesis import strategies as st

from trustflow.history import Citation, Event
from trustflow.process import DateRule, Mark, Move, Precedent, Process, StageInfo


class LetterSent(Event):
    """The Python class of one event of the small process."""


def letter_rule(**changes):
    """Return a date rule without faults, with some fields changed."""
    fields = {
        "id": "read-soon",
        "requires": "A letter is read soon",
        "starts": "letter_sent",
        "ends": "letter_read",
        "at_most": "3 days",
        "strength": "policy",
        "citation": Citation("The Order of the Post, article 1"),
    }
    return DateRule(**{**fields, **changes})


ASKING = Process(
    name="kit",
    title="Asking",
    stages={"asked": StageInfo("Asked", "."), "granted": StageInfo("G", ".", final=True)},
    initial="asked",
    triggers={"grant": "granted"},
    moves=[Move("grant", "asked", "granted")],
)
"""A process of one move, without a rule, a fact or a class of events."""


def letter_process(**changes):
    """Return a process of three stages without faults, with some fields changed.

    It has no rule on the order of events, so that a test lists every rule itself.
    """
    fields = {
        "name": "letter",
        "title": "The delivery of a letter",
        "stages": {
            "written": StageInfo("Written", "The letter is on the desk."),
            "sent": StageInfo("Sent", "The letter is in the post."),
            "read": StageInfo("Read", "The letter is in the file.", final=True),
        },
        "initial": "written",
        "triggers": {"letter_sent": "letter sent", "letter_read": "letter read"},
        "moves": [
            Move("letter_sent", "written", "sent"),
            Move("letter_sent", "sent", "sent", "attested", [Precedent("Leeds", "2016")]),
            Move("letter_read", "sent", "read"),
        ],
        "rules": [letter_rule()],
        "ordered": False,
    }
    return Process(**{**fields, **changes})


@st.composite
def bare_processes(draw, max_stages=5):
    """Draw processes of stages and moves only.

    Unlike those of `trustflow.testing`, they can have a single stage, and their moves come in any
    order.
    """
    stages = [f"stage {index}" for index in range(draw(st.integers(1, max_stages)))]
    triggers = [f"trigger {index}" for index in range(len(stages) + draw(st.integers(0, 2)))]
    marks = st.sampled_from(Mark)
    # One move into each stage from an earlier one, so that every stage can be reached.
    cells = {}
    for index in range(1, len(stages)):
        stage = stages[draw(st.integers(0, index - 1))]
        free = [trigger for trigger in triggers if (stage, trigger) not in cells]
        cells[stage, draw(st.sampled_from(free))] = (stages[index], draw(marks))
    cell = st.tuples(st.sampled_from(stages), st.sampled_from(triggers))
    more = st.dictionaries(cell, st.tuples(st.sampled_from(stages), marks), max_size=6)
    cells = {**draw(more), **cells}
    if not cells:
        cells[stages[0], triggers[0]] = (stages[0], draw(marks))
    moves = [Move(trigger, stage, *target) for (stage, trigger), target in cells.items()]
    left = {move.stage for move in moves if not move.stays}
    return Process(
        name="random",
        title="A random process",
        stages={
            stage: StageInfo(stage.title(), "A stage.", final=stage not in left) for stage in stages
        },
        initial=stages[0],
        triggers={move.trigger: move.trigger for move in moves},
        moves=draw(st.permutations(moves)),
    )
