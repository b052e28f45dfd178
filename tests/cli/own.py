"""A process of a user's own, as text of a module: six stages and two deadlines."""

import re

LAW = re.compile(r"Ofsted|council|Council|Authority|inspection|trust_|[Dd]irection issued|the Act")
"""Words of the trust transfer, which have no place in the output for another process."""

MODULE = '''
"""How a school place is given: an illustration."""

import trustflow as tf

SCHOOL = tf.Process(
    name="school_place",
    title="A school place (an illustration)",
    initial="no_place",
    stages={
        "no_place": tf.StageInfo("No place", "Nobody has applied."),
        "applied": tf.StageInfo("Applied", "An application has been received."),
        "offered": tf.StageInfo("Offered", "A place has been offered."),
        "refused": tf.StageInfo("Refused", "No place has been offered."),
        "appealed": tf.StageInfo("Appealed", "An appeal has been lodged."),
        "admitted": tf.StageInfo("Admitted", "The child is at the school.", final=True),
    },
    triggers={
        "application_received": "application received",
        "place_offered": "place offered",
        "place_refused": "place refused",
        "appeal_lodged": "appeal lodged",
        "child_admitted": "child admitted",
        "letter_sent": "letter sent",
    },
    moves=[
        tf.Move("application_received", "no_place", "applied"),
        tf.Move("place_offered", "applied", "offered"),
        tf.Move("place_refused", "applied", "refused"),
        tf.Move("appeal_lodged", "refused", "appealed"),
        tf.Move("place_offered", "appealed", "offered"),
        tf.Move("child_admitted", "offered", "admitted"),
        tf.Move("letter_sent", "applied", "applied"),
    ],
    rules=[
        tf.DateRule(
            id="answer",
            requires="The school answers the application",
            starts="application_received",
            ends=["place_offered", "place_refused"],
            at_most="30 days",
            strength="policy",
            citation=tf.Citation("made up for this illustration"),
        ),
        tf.DateRule(
            id="appeal",
            requires="The parents lodge an appeal",
            starts="place_refused",
            ends="appeal_lodged",
            at_most="20 working days",
            strength="policy",
            citation=tf.Citation("made up for this illustration"),
        ),
    ],
)
'''
