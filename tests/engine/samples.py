"""Histories, events and short forms of their findings, for the tests of this folder."""

import trustflow as tf
from trustflow import events as ev
from trustflow.history import NamedEvent

ARTICLE = tf.Source("Public Sector Executive", url="https://example.org/1", confidence="high")
RUMOUR = tf.Source("A forum", confidence="low")
PROVISION = tf.Citation("a statute, section 1")


def history_of(*events, begins_in=None):
    """Return a history of Sandwell."""
    return tf.History("Sandwell", events, begins_in=begins_in)


def findings_of(*events, begins_in=None):
    """Return the findings on some events: code, index, rule, strength and whether it is certain."""
    return [
        (finding.code, finding.index, finding.rule, str(finding.strength), finding.certain)
        for finding in tf.check(history_of(*events, begins_in=begins_in)).findings
    ]


def broken_rules(*events, begins_in=None):
    """Return the date rules that some events break: id, strength and whether that is certain."""
    return [
        (rule, strength, certain)
        for code, _, rule, strength, certain in findings_of(*events, begins_in=begins_in)
        if code == "date_rule"
    ]


def codes_of(*events, begins_in=None):
    """Return the codes of the findings on some events, each with the index of its event."""
    return [(code, index) for code, index, *_ in findings_of(*events, begins_in=begins_in)]


def message_of(*events, begins_in=None, rule=None):
    """Return the message of the only finding on some events, or of the only one of a rule."""
    (message,) = (
        finding.message
        for finding in tf.check(history_of(*events, begins_in=begins_in)).findings
        if rule is None or finding.rule == rule
    )
    return message


def inspection(on, judgement="inadequate", **fields):
    """Return an inspection that gives no finding by itself."""
    return ev.InspectionPublished(on, judgement=judgement, **fields)


def named(trigger, on="2016"):
    """Return an event without a class of its own."""
    return NamedEvent(on, what=trigger)


def answer_rule(**fields):
    """Return a rule of law on the time from a request to its answer, with the fields."""
    defaults = {
        "id": "answer",
        "requires": "An answer",
        "starts": "ask",
        "ends": "grant",
        "strength": "law",
        "citation": PROVISION,
    }
    return tf.DateRule(**defaults | fields)


def asking_process(*rules, **fields):
    """Return a process that is not the trust transfer: requests, repeated or not, and an answer."""
    defaults = {
        "name": "asking",
        "title": "A request and its answer",
        "initial": "asked",
        "stages": {
            "asked": tf.StageInfo("Asked", "Somebody has asked."),
            "done": tf.StageInfo("Done", "It is granted.", final=True),
        },
        "triggers": {"ask": "asked", "grant": "granted"},
        "moves": [tf.Move("ask", "asked", "asked"), tf.Move("grant", "asked", "done")],
    }
    return tf.Process(rules=rules, **defaults | fields)


def dated(on, due, what="plans"):
    """Return a direction that sets a due day."""
    return ev.DirectionIssued(on, deadlines=tf.Deadline(what, due=due))


LETTER = ev.VisitLetterPublished(
    "2018-08-16", kind="focused", priority_action=True, received_on="2018-08-16"
)
"""A letter that asks for a plan: 20 working days after its receipt is 14 September 2018."""
DIRECTION = ev.DirectionIssued("2016-10-06", purpose="trust")
APPOINTED = ev.CommissionerAppointed("2016-07-01")
INFORMED = ev.EmployeeInformationGiven("2018-03-04")
RECEIVED = inspection("2016-11-25", received_on="2016-11-25")
