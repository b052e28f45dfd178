"""Check an event log of synthetic cases in one call; print the rules broken and the last stages.

The cases are seeded random walks over the moves of the process, and contain no data about any
council. Raise COPIES for a longer log: the time grows in proportion.
"""

import datetime as dt
import random

import pyarrow as pa

import trustflow as tf
from trustflow.bulk import check_frame

WALKS, COPIES, EVENTS = 500, 40, 8
chance = random.Random(20_260_401)  # noqa: S311 - no secret


def random_case() -> list[tuple[str, str]]:
    """Return the events of a case: allowed moves, at most eight months apart."""
    stage, day = tf.TRUST_TRANSFER.initial, dt.date(2012, 1, 1)
    day += dt.timedelta(days=chance.randrange(2500))
    events = []
    for _ in range(EVENTS):
        move = chance.choice(tf.TRUST_TRANSFER.moves_from(stage))
        day += dt.timedelta(days=chance.randrange(240))
        form = chance.choice(["%Y-%m-%d", "%Y-%m-%d", "%Y-%m"])  # a third is known only by month
        events.append((move.trigger, f"{day:{form}}"))
        stage = move.leads_to
    return events


cases = [random_case() for _ in range(WALKS)]
rows = [row for events in cases for row in events] * COPIES
log = pa.table(
    {
        "case": [number // EVENTS for number in range(len(rows))],
        "event": [trigger for trigger, _ in rows],
        "on": [on for _, on in rows],
    }
)

findings = check_frame(log)
print(f"{len(log):,} events of {len(log) // EVENTS:,} synthetic cases: {len(findings):,} findings")

counts = findings.group_by(["rule", "certain"]).aggregate([([], "count_all")])
for row in counts.sort_by([("count_all", "descending")]).to_pylist():
    if row["rule"] is not None:
        certain = "certainly" if row["certain"] else "possibly"
        print(f"  {row['rule']} {certain} broken: {row['count_all']:,}")

print("\nThe last stage of the cases")
stages = check_frame(log, summary=True).group_by("stage").aggregate([("events", "count")])
for row in stages.sort_by([("events_count", "descending")]).to_pylist():
    print(f"  {row['stage']}: {row['events_count']:,}")
