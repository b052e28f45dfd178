"""Check a CSV with its own headings and slips: what is wrong in it, and findings."""

import trustflow as tf
from trustflow.exchange import loads_csv

SHEET = """Council;What happened;Date;Grade;Officer
Sandwell;inspection published;2015-06-05;inadequate;A
Sandwell;commissioner appointed;2015-12;;A
Sandwell;direction isued trust;2016-10-06;;B
Sandwell;direction issued trust;2016-10-06;;B
Sandwell;trust went live;2016-04-01;;B
"""
COLUMNS = {"Council": "authority", "What happened": "event", "Grade": "judgement", "Officer": "-"}

print("All that is wrong, at once:")
try:
    loads_csv(SHEET, columns=COLUMNS)
except tf.BadHistory as error:
    for fault in error.faults:
        print(f"- {fault.path}: found {fault.found}")

print()
print("The good rows, checked:")
slips = []
(sandwell,) = loads_csv(SHEET, columns=COLUMNS, on_fault=slips.append)
report = tf.check(sandwell)
print(report.on_record)
for finding in report.findings:
    print(f"- {finding}")
