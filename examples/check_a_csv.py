"""Check a CSV file with headings of its own: list its faults, then the findings."""

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

print("All faults of the file:")
try:
    loads_csv(SHEET, columns=COLUMNS)
except tf.BadHistory as error:
    for fault in error.faults:
        print(f"- {fault.path}: found {fault.found}")

print()
print("The findings on the good rows:")
faults = []
(sandwell,) = loads_csv(SHEET, columns=COLUMNS, on_fault=faults.append)
report = tf.check(sandwell)
print(report.on_record)
for finding in report.findings:
    print(f"- {finding}")
