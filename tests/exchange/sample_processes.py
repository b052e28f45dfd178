"""Processes that the tests of several formats use."""

from itertools import pairwise

from hypothesis import strategies as st

import trustflow as tf
from trustflow.process import CLASSES_NOT_GIVEN, NamedLeg

NAMES = st.text("ab.*_x2E- é<&\"'", min_size=1, max_size=6)


@st.composite
def processes(draw):
    """Draw a process of a few stages and triggers with awkward names."""
    # The other tool has one namespace for states, events and its own names.
    stages = draw(st.lists(NAMES.map("S{}".format), min_size=1, max_size=4, unique=True))
    triggers = draw(st.lists(NAMES.map("T{}".format), min_size=1, max_size=4, unique=True))
    # A chain through all stages, so that every stage can be reached.
    moves = [tf.Move(triggers[0], stage, later) for stage, later in pairwise(stages)]
    if not moves:
        moves = [tf.Move(triggers[0], stages[0], stages[0])]
    taken = {(move.stage, move.trigger) for move in moves}
    places = st.tuples(*[st.sampled_from(names) for names in (triggers, stages, stages)])
    for trigger, stage, leads_to in draw(st.lists(places, max_size=6)):
        if (stage, trigger) not in taken:
            taken.add((stage, trigger))
            moves.append(tf.Move(trigger, stage, leads_to))
    left = {move.stage for move in moves if not move.stays}
    return tf.Process(
        name=draw(NAMES.filter(str.strip)),
        title="A process",
        stages={
            stage: tf.StageInfo(f"Label {stage}", "Meaning", final=stage not in left)
            for stage in stages
        },
        initial=stages[0],
        triggers={move.trigger: f"{move.trigger} happened" for move in moves},
        moves=moves,
    )


LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={
        "home": tf.StageInfo("On the shelf", "It can be lent.", emphasised=True),
        "out": tf.StageInfo("Lent out", "Somebody has it."),
    },
    initial="home",
    triggers={
        "lent": "lent out",
        "returned": "brought back",
        "lost": "reported lost",
        "searched": "looked for",
    },
    moves=[
        tf.Move("lent", "home", "out"),
        tf.Move("returned", "out", "home"),
        tf.Move("lost", "out", "out", tf.Mark.POSSIBLE),
        tf.Move("searched", "out", "out"),
    ],
    rules=[
        tf.DateRule(
            id="month",
            requires="It is brought back",
            starts="lent",
            ends="returned",
            at_most="1 month",
            strength="contract",
            citation=tf.Citation("The library card"),
            start_field="stamped_on",
            fallback=(tf.days(1), tf.days(2)),
            fallback_note="Most books are stamped within two days.",
            answers="loan",
            duty_holder_field="borrower",
        ),
        tf.DateRule(
            id="search",
            requires="A lost book is looked for",
            starts="lost",
            ends="searched",
            end_field="searched_on",
            shown_by="returned",
            cancelled_by="lent",
            at_most="14 days",
            in_force_to_due=True,
            since="2020-01-01",
            until="2024-12-31",
            strength="practice",
            citation=tf.Citation("The library card"),
        ),
    ],
    events=CLASSES_NOT_GIVEN,
    ordered=False,
    requires_earlier={"returned": ["lent"]},
    keeps_planned_days_of=["returned"],
    cancels_planned={"lost": ["returned"]},
    legs={
        "loan": NamedLeg(
            "From lending to return", "lent", "returned", unless="lost", starts_in="home"
        ),
        "first": NamedLeg("From the first loan", "lent", "returned", from_first=True, better=True),
    },
    facts={"judgement": "Condition of the book"},
    record_kinds={"loans": ["lent", "returned"], "losses": "lost"},
    delivered_by={"home": "the library", "out": "the reader"},
    disclaimer="Ask the librarian before you rely on a date.",
    duty_note="This is not a finding that {duty_holder} is at fault.",
)
"""A process that gives every field, so that tests read and write each of them."""
