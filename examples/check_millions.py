"""Check a long log of made-up cases in one call: which rules are broken most, and where cases end.

The cases are seeded random walks over the moves of the process; they say nothing of any council.
Raise COPIES for more: the time grows in proportion.
"""

import datetime as dt
import random

import pyarrow as pa

import trustflow as tf
from trustflow.bulk import check_frame

WALKS, COPIES, EVENTS = 500, 40, 8
chance = random.Random(20_260_401)  # noqa: S311 - no secret


def walk() -> list[tuple[str, str]]:
    """A case of so many events: any move that is allowed, each up to eight months later."""
    stage, day = tf.TRUST_TRANSFER.initial, dt.date(2012, 1, 1)
    day += dt.timedelta(days=chance.randrange(2500))
    events = []
    for _ in range(EVENTS):
        move = chance.choice(tf.TRUST_TRANSFER.moves_from(stage))
        day += dt.timedelta(days=chance.randrange(240))
        form = chance.choice(["%Y-%m-%d", "%Y-%m-%d", "%Y-%m"])  # some by their month only
        events.append((move.trigger, f"{day:{form}}"))
        stage = move.leads_to
    return events


walks = [walk() for _ in range(WALKS)]
rows = [row for events in walks for row in events] * COPIES
log = pa.table(
    {
        "case": [number // EVENTS for number in range(len(rows))],
        "event": [trigger for trigger, _ in rows],
        "on": [on for _, on in rows],
    }
)

findings = check_frame(log)
print(f"{len(log):,} events of {len(log) // EVENTS:,} made-up cases: {len(findings):,} findings")

counts = findings.group_by(["rule", "certain"]).aggregate([([], "count_all")])
for row in counts.sort_by([("count_all", "descending")]).to_pylist():
    if row["rule"] is not None:
        certain = "certainly" if row["certain"] else "perhaps"
        print(f"  {row['rule']} {certain} broken: {row['count_all']:,}")

print("\nThe last stage of the cases")
stages = check_frame(log, summary=True).group_by("stage").aggregate([("events", "count")])
for row in stages.sort_by([("events_count", "descending")]).to_pylist():
    print(f"  {row['stage']}: {row['events_count']:,}")
