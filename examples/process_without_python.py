"""Define a process as JSON, with moves and a date rule, and record a case in it."""

import trustflow as tf
from trustflow.exchange import process_from_json, process_to_scxml

LOAN = """
{
  "format": "trustflow-process/1", "name": "loan", "title": "A book on loan", "initial": "home",
  "stages": {
    "home": {"label": "On the shelf", "meaning": "It can be lent."},
    "out": {"label": "Lent out", "meaning": "Somebody has it."},
    "lost": {"label": "Lost", "meaning": "It is written off.", "final": true}
  },
  "triggers": {"lent": "lent out", "returned": "brought back", "written_off": "written off"},
  "moves": [
    {"trigger": "lent", "stage": "home", "leads_to": "out"},
    {"trigger": "returned", "stage": "out", "leads_to": "home"},
    {"trigger": "written_off", "stage": "out", "leads_to": "lost", "mark": "possible"}
  ],
  "rules": [
    {"id": "a-month", "requires": "It is brought back", "starts": "lent", "ends": "returned",
     "at_most": "1 month", "strength": "contract", "citation": {"text": "The library card"}}
  ]
}
"""

loan = process_from_json(LOAN)
case = tf.Case("Atlas", loan)
case.record(loan.event("lent", "2016-01-31"))
for finding in case.record(loan.event("returned", "2016-03-01")):
    print(finding)

print()
try:
    case.record(loan.event("written_off", "2016-04-01"))
except tf.MoveNotAllowed as refused:
    print(refused)

print()
print("The process as SCXML, for other state-machine tools:")
print(process_to_scxml(loan))
