"""Write the casebook as a data frame with the column names of process-mining tools."""

from attrs import evolve

import trustflow as tf
from trustflow.exchange import from_frame, to_frame

histories = tf.casebook.histories()
# A frame without details cannot contain the events that an authority inherits from another.
own_events = [evolve(history, inherits=()) for history in histories]
log = to_frame(own_events, backend="polars", process_mining=True)
print(log.select("case:concept:name", "concept:name", "time:timestamp").head(5))

print()
print("The most frequent events:")
counts = log.group_by("concept:name").len().sort("len", "concept:name", descending=[True, False])
for trigger, count in counts.head(5).iter_rows():
    print(f"{count:4} {tf.TRUST_TRANSFER.triggers[trigger]}")

print()
with_details = to_frame(histories, details=True)
same = tuple(from_frame(with_details).values()) == histories
print(f"With details, the {with_details.num_rows} rows read back give the same histories: {same}")
