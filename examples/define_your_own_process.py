"""Define a process of your own: an academy order, as an ILLUSTRATION only.

The stages are simplified and the rule is made up. This is not the law of academies.
"""

import trustflow as tf

ACADEMY_ORDER = tf.Process(
    name="academy_order",
    title="An academy order (an illustration, not the law)",
    initial="maintained",
    stages={
        "maintained": tf.StageInfo("Maintained school", "The council maintains the school."),
        "order_made": tf.StageInfo("Order made", "An academy order is in force."),
        "academy": tf.StageInfo("Academy", "A trust runs the school.", final=True),
    },
    triggers={
        "order_made": "academy order made",
        "order_revoked": "academy order revoked",
        "sponsor_named": "sponsor named",
        "converted": "school converted",
    },
    moves=[
        tf.Move("order_made", "maintained", "order_made"),
        tf.Move("order_revoked", "order_made", "maintained", "possible"),
        tf.Move("sponsor_named", "order_made", "order_made"),
        tf.Move("converted", "order_made", "academy"),
    ],
    rules=[
        tf.DateRule(
            id="order-to-conversion",
            requires="The school converts after the order",
            starts="order_made",
            ends="converted",
            at_most="12 months",
            strength="practice",
            citation=tf.Citation("made up for this illustration"),
        ),
    ],
)

case = tf.Case("A school that does not exist", ACADEMY_ORDER)
case.record(ACADEMY_ORDER.event("order_made", "2022-03-01"))
case.record(ACADEMY_ORDER.event("sponsor_named", "2022-06"))
for due in case.deadlines(as_of="2023-01-01"):
    print(f"{due.due.words}: {due.what} ({due.status})")
for finding in case.record(ACADEMY_ORDER.event("converted", "2023-09-01")):
    print(finding)
print(case.report().on_record)
print()
print(tf.diagram(ACADEMY_ORDER, "mermaid"))
