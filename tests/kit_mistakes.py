"""Mistakes that people make with the kit: what they meant, and the code that they wrote.

The code uses the names of `NAMES`: `letter(...)` is a process without faults in which fields are
changed, and `answer(...)` is such a rule.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import attrs

import trustflow as tf
from trustflow import events as ev
from trustflow.process import Condition, NamedLeg, Relaxation

__all__ = ["MISTAKES", "Mistake", "message_of"]


class Mistake(NamedTuple):
    """A mistake: what was meant, and the code that was written."""

    meant: str
    code: str


def answer(**changes):
    """Return a rule without faults, with some fields changed."""
    fields = {
        "id": "answer",
        "requires": "A letter is answered in three weeks",
        "starts": "letter_sent",
        "ends": "letter_answered",
        "at_most": "21 days",
        "strength": "policy",
        "citation": tf.Citation("The post order, article 1"),
    }
    return tf.DateRule(**{**fields, **changes})


def letter(**changes):
    """Return a process without faults, with some fields changed."""
    fields = {
        "name": "letter",
        "title": "A letter and its answer",
        "stages": {
            "written": tf.StageInfo("Written", "The letter is on the desk."),
            "sent": tf.StageInfo("Sent", "The letter is in the post."),
            "answered": tf.StageInfo("Answered", "The answer has come.", final=True),
        },
        "initial": "written",
        "triggers": {"letter_sent": "letter sent", "letter_answered": "letter answered"},
        "moves": [
            tf.Move("letter_sent", "written", "sent"),
            tf.Move("letter_answered", "sent", "answered"),
        ],
        "rules": [answer()],
    }
    return tf.Process(**{**fields, **changes})


NAMES = {
    "Condition": Condition,
    "NamedLeg": NamedLeg,
    "Relaxation": Relaxation,
    "answer": answer,
    "attrs": attrs,
    "dt": dt,
    "ev": ev,
    "letter": letter,
    "tf": tf,
}

MISTAKES = (
    Mistake("The names of the stages are enough.", "letter(stages=['written', 'sent'])"),
    Mistake("A label is enough for a stage.", "letter(stages={'written': 'Written'})"),
    Mistake("A move is three words.", "letter(moves=[('letter_sent', 'written', 'sent')])"),
    Mistake("The names of the events are enough.", "letter(triggers=['letter_sent'])"),
    Mistake("A rule is a dictionary, as in JSON.", "letter(rules=[{'id': 'answer'}])"),
    Mistake("The first stage has the words of its label.", "letter(initial='Written')"),
    Mistake(
        "An event that a rule needs is in no move.",
        "letter(triggers={'letter_sent': 'letter sent', 'letter_answered': 'letter answered',\n"
        "                 'reminder_sent': 'reminder sent'},\n"
        "       rules=[answer(starts='reminder_sent')])",
    ),
    Mistake("A field of the process is misspelt.", "letter(trigers={})"),
    Mistake("A process is built from its name and title.", "tf.Process('letter', 'A letter')"),
    Mistake("The moves come later.", "tf.Process(name='letter', title='A letter')"),
    Mistake("A text is a citation.", "answer(citation='The post order')"),
    Mistake("The rule has no bound yet.", "letter(rules=[answer(at_most=None)])"),
    Mistake("Two rules have one id.", "letter(rules=[answer(), answer(at_least='2 days')])"),
    Mistake("The bound is a number of days.", "answer(at_most=21)"),
    Mistake("The bound is in words.", "answer(at_most='three weeks')"),
    Mistake("The bound is a timedelta.", "answer(at_most=dt.timedelta(days=21))"),
    Mistake("The rule must be kept.", "answer(strength='mandatory')"),
    Mistake("The rule is in force from a moment.", "answer(since=dt.datetime(2020, 4, 1))"),
    Mistake("The rule starts with one of two events.", "answer(starts=[['letter_sent'], 'reply'])"),
    Mistake("A condition is a pair.", "answer(condition=('note', 'urgent'))"),
    Mistake("A relaxation is two days.", "Relaxation('2020-04-24', '2020-09-25')"),
    Mistake(
        "The rule is on the letter, not on an event.", "letter(rules=[answer(starts='letter')])"
    ),
    Mistake("The last stage is final.", "tf.StageInfo('Answered', 'The answer has come.', True)"),
    Mistake("The flag is a word.", "tf.StageInfo('Answered', 'The answer has come.', final='yes')"),
    Mistake("A stage needs no meaning.", "tf.StageInfo('Written')"),
    Mistake("The move is usual.", "tf.Move('letter_sent', 'written', 'sent', mark='usual')"),
    Mistake(
        "A precedent is the name of a case.",
        "tf.Move('letter_sent', 'written', 'sent', 'attested', precedents=['12 High Street'])",
    ),
    Mistake(
        "The leg begins with two events.",
        "NamedLeg('From letter to answer', start={'letter_sent': 1}, end=None)",
    ),
    Mistake(
        "The leg ends with an event that is misspelt.",
        "letter(legs={'answer': NamedLeg('To the answer', 'letter_sent', 'leter_answered')})",
    ),
    Mistake("The event happened, on a day not given.", "ev.TrustWentLive()"),
    Mistake("The event has the day as a word.", "ev.TrustWentLive(date='2016-07-14')"),
    Mistake("The event happened at a moment.", "ev.TrustWentLive(dt.datetime(2016, 7, 14, 9))"),
    Mistake("The event happened on a day in July.", "ev.TrustWentLive('14.7.2016')"),
    Mistake("The source is a text.", "ev.TrustWentLive('2016-07-14', sources='Minutes of May')"),
    Mistake("The history has days only.", "tf.History('12 High Street', ['2016-07-14'])"),
    Mistake("The history begins later.", "tf.History('12 High Street', starts_in='sent')"),
    Mistake("The plan is due some day.", "ev.DeadlineSet('2016-07-14', what='a plan')"),
    Mistake(
        "The answer is due on a day and after a span.",
        "tf.Deadline('an answer', due='2016-12-01', within='2 weeks')",
    ),
    Mistake(
        "A class of events has fields.",
        "class LetterSent(tf.Event):\n    stamp: str = ''\n\nletter(events=[LetterSent])",
    ),
    Mistake(
        "A class of events has variants.",
        "class LetterSent(tf.Event):\n    variants = ('first', 'second')\n\n"
        "letter(events=[LetterSent])",
    ),
    # Arguments: which one is wrong, and in what form it is right
    Mistake("The deadline is due after a span.", "tf.Deadline('an answer', due='2 weeks')"),
    Mistake("The deadline is due after 14 days.", "tf.Deadline('an answer', due=14)"),
    Mistake("The deadline is within a day.", "tf.Deadline('an answer', within='2016-12-01')"),
    Mistake("The day of a deadline needs no name.", "tf.Deadline('an answer', '2016-12-01')"),
    Mistake(
        "What a deadline asks for needs no name.",
        "ev.DeadlineSet('2016-07-14', 'a plan', due='2016-12-01')",
    ),
    Mistake("The judgement needs no name.", "ev.InspectionPublished('2016-07-14', 'inadequate')"),
    Mistake("The trust needs no name.", "ev.TrustWentLive('2016-07-14', 'Slough Trust')"),
    Mistake("A history has a process.", "tf.History('12 High Street', [], letter())"),
    Mistake("A history has a named process.", "tf.History('12 High Street', process=letter())"),
    Mistake(
        "A deadline is a text.",
        "letter().event('letter_sent', '2020-01-01', deadlines='an answer')",
    ),
    Mistake(
        "Any event has a stamp.", "letter().event('letter_sent', '2020-01-01', stamp='first class')"
    ),
    Mistake("A note needs no name.", "letter().event('letter_sent', '2020-01-01', 'By hand.')"),
    Mistake("The day comes first.", "letter().event('2020-01-01', 'letter_sent')"),
    Mistake(
        "The events come first.",
        "tf.History([letter().event('letter_sent', '2020-01-01')], '12 High Street')",
    ),
    Mistake("The initial stage can be changed.", "letter().extended(initial='sent')"),
    Mistake("The start needs no name.", "tf.due('answer', '2020-01-01', process=letter())"),
    Mistake("The bound has a day.", "answer(at_most='2016-07-14')"),
    Mistake("The bound needs no space.", "answer(at_most='21days')"),
    Mistake("The unit is misspelt.", "answer(at_most='3 wekks')"),
    Mistake("A fortnight is a unit.", "answer(at_most='1 fortnight')"),
    Mistake("Business days are a unit.", "answer(at_most='21 business days')"),
    Mistake("The bound is in hours.", "answer(at_most='24 hours')"),
    Mistake("The bound is of two units.", "answer(at_most='3 months and 2 days')"),
    Mistake("The bound has a fraction.", "answer(at_most='1.5 months')"),
    Mistake("The bound is endless.", "answer(at_most='200000 days')"),
    Mistake("The bound has another name.", "answer(max='3 weeks')"),
    Mistake("The moves have another name.", "letter(transitions=[])"),
    Mistake("The rule ends some day.", "answer(until='2020-01-01/..')"),
    Mistake("The event has no day.", "letter().event('letter_sent', '')"),
    Mistake("The event has no day yet.", "letter().event('letter_sent', None)"),
    Mistake("The event has its day in words.", "letter().event('letter_sent', '1 February 2020')"),
    Mistake("The source is of a year.", "tf.Source('Minutes of May', published=2016)"),
    Mistake(
        "The record is checked to this day.", "tf.History('12 High Street', checked_to='today')"
    ),
    Mistake(
        "The record is checked for a kind that the process lacks.",
        "history = tf.History('12 High Street', checked_to={'foo': '2020-01-01'})\n"
        "tf.facts(history, '2021-01-01', process=letter())",
    ),
    Mistake("The deadlines are those of soon.", "tf.deadlines(tf.History('x'), 'soon')"),
    Mistake(
        "The citation needs no name.", "tf.Precedent('12 High Street', tf.Citation('The order'))"
    ),
    Mistake("The citation is an address.", "tf.Citation('https://www.gov.uk/order')"),
    Mistake("The address has a space.", "tf.Citation('The order', url='https://www.gov.uk/a b')"),
    Mistake("The address is not complete.", "tf.Citation('The order', url='https://')"),
    Mistake("A condition is on yes or no.", "Condition('urgent', True)"),
    Mistake(
        "The clock counts from a field that holds a text.",
        "letter(rules=[answer(start_field='note')])",
    ),
    Mistake(
        "The clock counts from a field that no event has.",
        "letter(rules=[answer(start_field='sent_on')])",
    ),
    Mistake(
        "The clock stops at a field that no event has.",
        "letter(rules=[answer(end_field='opened')])",
    ),
    Mistake(
        "The condition is on a field that no event has.",
        "letter(rules=[answer(condition=Condition('colour', 'red'))])",
    ),
    Mistake(
        "Nothing meets the condition.",
        "letter(rules=[answer(condition=Condition('note', []))])",
    ),
    Mistake(
        "Both days are of one event, and the events are two.",
        "letter(rules=[answer(same_event=True)])",
    ),
    Mistake(
        "The rule begins in a stage that its start does not lead into.",
        "letter(rules=[answer(on_entering='answered')])",
    ),
    Mistake(
        "The start and the end are the wrong way round.",
        "letter(rules=[answer(starts='letter_answered', ends='letter_sent')])",
    ),
    Mistake(
        "The bounds are the wrong way round.",
        "letter(rules=[answer(at_least='4 weeks', at_most='3 weeks')])",
    ),
    Mistake(
        "The days of a relaxation are the wrong way round.",
        "letter(rules=[answer(\n"
        "    relaxed=Relaxation('2020-09-25', '2020-04-24', tf.Citation('The post order'))\n"
        ")])",
    ),
    Mistake(
        "The fallback has no field.",
        "letter(rules=[answer(fallback=('2 days', '3 days'))])",
    ),
    Mistake(
        "The document says what it answers.",
        "letter(rules=[answer(answers='request')])",
    ),
    Mistake(
        "A stage is an event.",
        "letter(rules=[answer(starts='written')])",
    ),
    Mistake(
        "Two events are one text.",
        "letter(rules=[answer(starts='letter_sent, letter_answered')])",
    ),
    Mistake(
        "A trigger is the label.",
        "letter(rules=[answer(starts='letter sent')])",
    ),
    Mistake(
        "A leg begins with no event.",
        "letter(legs={'answer': NamedLeg('To the answer', [], 'letter_answered')})",
    ),
    Mistake(
        "The title of a leg comes last.",
        "letter(legs={'answer': NamedLeg('letter_sent', 'letter_answered', 'To the answer')})",
    ),
    Mistake(
        "A leg is cancelled by its start, and waits for a better grade.",
        "letter(legs={'answer': NamedLeg(\n"
        "    'To the answer', 'letter_sent', 'letter_answered', 'letter_sent', better=True\n"
        ")})",
    ),
    Mistake(
        "A leg is the wrong way round.",
        "letter(legs={'answer': NamedLeg('To the answer', 'letter_answered', 'letter_sent')})",
    ),
    Mistake(
        "An event is expected before itself.",
        "letter(requires_earlier={'letter_answered': 'letter_answered'})",
    ),
    Mistake(
        "A note has a word in braces.",
        "letter(duty_note='by {holder}')",
    ),
    Mistake(
        "Two stages have one label.",
        "letter(stages={**letter().stages, 'sent': tf.StageInfo('Written', 'It is in the post.')})",
    ),
    Mistake(
        "A kind of event has no event.",
        "letter(record_kinds={'letters': []})",
    ),
    Mistake(
        "A usual move has a precedent.",
        "letter(moves=[\n"
        "    tf.Move('letter_sent', 'written', 'sent', 'standard', tf.Precedent('Leeds')),\n"
        "    tf.Move('letter_answered', 'sent', 'answered'),\n"
        "])",
    ),
    Mistake(
        "An event has two moves in one stage.",
        "letter(moves=[\n"
        "    tf.Move('letter_sent', 'written', 'sent'),\n"
        "    tf.Move('letter_sent', 'written', 'answered'),\n"
        "    tf.Move('letter_answered', 'sent', 'answered'),\n"
        "])",
    ),
    Mistake(
        "A move begins with the stage.",
        "letter(moves=[\n"
        "    tf.Move('written', 'letter_sent', 'sent'),\n"
        "    tf.Move('letter_answered', 'sent', 'answered'),\n"
        "])",
    ),
    Mistake(
        "The first stage is a later one.",
        "letter(initial='sent')",
    ),
    Mistake(
        "A stage gets another description.",
        "letter().extended(stages={'sent': tf.StageInfo('Posted', 'The letter is in the post.')})",
    ),
    Mistake(
        "The classes of events are in a mapping.",
        "letter(events={'letter_sent': tf.Event})",
    ),
    Mistake(
        "The class of events is the general one.",
        "letter(events=[tf.Event])",
    ),
    Mistake(
        "The class of events has another name.",
        "class LetterWasSent(tf.Event): pass\n\nletter(events=[LetterWasSent])",
    ),
    Mistake(
        "A class of events has a day of its own.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    on: str\n"
        "\n"
        "letter(events=[LetterSent])",
    ),
    Mistake(
        "A class of events has a field of a misspelt type.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    stamp: 'Strr'\n"
        "\n"
        "letter(events=[LetterSent])",
    ),
    Mistake(
        "A class of events has a field of a number with decimals.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    weight: float\n"
        "\n"
        "letter(events=[LetterSent])",
    ),
    Mistake(
        "A class of events has a field without a type.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    stamp = ''\n"
        "\n"
        "letter(events=[LetterSent])",
    ),
    Mistake(
        "A class of events is decorated in another way.",
        "@attrs.define\n"
        "class LetterSent(tf.Event):\n"
        "    stamp: str = ''\n"
        "\n"
        "letter(events=[LetterSent])",
    ),
    Mistake(
        "A field that holds a date gets a word.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    stamped: tf.PartialDate\n"
        "\n"
        "letter(events=[LetterSent]).event('letter_sent', '2020', stamped='soon')",
    ),
    Mistake(
        "A field that holds a text gets a number.",
        "@attrs.frozen(kw_only=True)\n"
        "class LetterSent(tf.Event):\n"
        "    stamp: str\n"
        "\n"
        "letter(events=[LetterSent]).event('letter_sent', '2020', stamp=3)",
    ),
)


def message_of(code):
    """Return the class and the message of the error that some code raises; None without one."""
    try:
        # Not with the future features of this file, which the code of a user need not have.
        compiled = compile(code, "mistake", "exec", dont_inherit=True)
        exec(compiled, dict(NAMES))  # noqa: S102 - code of this file
    except Exception as error:  # noqa: BLE001 - the class of the error is part of the result
        return type(error), str(error)
    return None
