"""The pages of the process: its moves, its rules, and the names of its events."""

import trustflow as tf
from trustflow.engine import capital

from .markdown import linked, page_name, said, table

__all__ = ["process_pages"]

PROCESS = tf.TRUST_TRANSFER
MARKS = {
    tf.Mark.STANDARD: "It belongs to the ordinary route, and gives no remark.",
    tf.Mark.ATTESTED: "It is off the ordinary route, but somebody made it; the remark names who.",
    tf.Mark.POSSIBLE: "Nothing forbids it, and nobody is on record; the remark says so.",
}


def process_pages():
    """The pages by name."""
    return {"moves": moves_page(), "rules": rules_page(), "triggers": triggers_page()}


def moves_page():
    """What may happen in each stage, and where it leads."""
    moving = sum(not move.stays for move in PROCESS.moves)
    lines = [
        "# Moves",
        "",
        f"The process has {len(PROCESS.moves)} moves.",
        f"{moving} lead to another stage, and {len(PROCESS.moves) - moving} stay where they are.",
        "What is not listed for a stage is refused there.",
        "",
        *(f"- **{capital(mark.label)}**: {words}" for mark, words in MARKS.items()),
    ]
    for stage, text in PROCESS.stages.items():
        moves = PROCESS.moves_from(stage)
        leading = [move for move in moves if not move.stays]
        staying = [move for move in moves if move.stays]
        lines += ["", f"## {said(text.label)}", "", f"`{stage}`: {said(text.meaning)}", ""]
        lines.append(table(["Event", "Leads to", "Move", "On record"], map(move_row, leading)))
        lines += ["", "These stay in the stage:", "", *map(stay_item, staying)]
    return "\n".join(lines) + "\n"


def move_row(move):
    """A move to another stage as the cells of a row."""
    leads_to = said(PROCESS.stages[move.leads_to].label)
    return event_words(move), leads_to, move.mark.label, precedents(move)


def stay_item(move):
    """A move that stays as an item of a list."""
    known = precedents(move)
    mark = "" if move.mark is tf.Mark.STANDARD else f" ({move.mark.label})"
    return f"- {event_words(move)}{mark}{': ' if known else ''}{known}"


def event_words(move):
    """A move's event in words."""
    return said(PROCESS.triggers[move.trigger])


def precedents(move):
    """Who made the move, each with its history and its source."""
    return "; ".join(map(precedent_words, move.precedents))


def precedent_words(precedent):
    """A precedent with a link to the authority's history and one to the source."""
    if not precedent.shipped:
        return said(str(precedent))
    history = f"[{said(str(precedent))}](../casebook/{page_name(precedent.authority)}.md)"
    if precedent.citation is None:
        return history
    return f"{history} ({linked(precedent.citation.text, precedent.citation.url)})"


def rules_page():
    """Every date rule with its bound, strength, period, source, and on whom it falls."""
    headings = ["Rule", "Bound", "Strength", "In force"]
    rows = [
        (f"[{rule.id}](#{rule.id})", rule.bound, str(rule.strength), rule.period_words)
        for rule in PROCESS.rules
    ]
    lines = [
        "# Date rules",
        "",
        f"The process has {len(PROCESS.rules)} date rules, each with its source.",
        "What it means to break one depends on its [strength](../explanation/strengths.md).",
        "",
        table(headings, rows),
    ]
    for rule in PROCESS.rules:
        lines += ["", f"## {rule.id}", "", f"{said(rule.requires)}.", "", *rule_items(rule)]
    return "\n".join(lines) + "\n"


def rule_items(rule):
    """What is to be said of a rule, an item each."""
    anything = "any event"
    starts = rule.start_label or " or ".join(PROCESS.triggers.get(t, anything) for t in rule.starts)
    ends = " or ".join(PROCESS.triggers.get(trigger, anything) for trigger in rule.ends)
    yield f"- Bound: {rule.bound}."
    yield f"- From: {said(starts)}{' (the first)' if rule.from_first else ''}."
    yield f"- To: {said(ends)}."
    yield f"- Strength: {rule.strength}; to break it is: {rule.strength.severity.label}."
    by_end = " (by the day it ends)" if rule.in_force_by_end else ""
    yield f"- In force: {rule.period_words}{by_end}."
    if rule.duty_holder is not None:
        yield f"- Falls on: {said(rule.duty_holder)}."
    if rule.relaxed is not None:
        span = f"{rule.relaxed.due_from.words} to {rule.relaxed.due_to.words}"
        yield f"- Relaxed for due days from {span}: {said(str(rule.relaxed.citation))}."
    yield f"- Source: {linked(rule.citation.text, rule.citation.url)}."


def triggers_page():
    """The names by which files, frames and the command know the events."""
    rows = [trigger_row(trigger) for trigger in PROCESS.triggers]
    lines = [
        "# Triggers",
        "",
        "A trigger is the name by which files, frames and the command know an event.",
        "It is the event's class in snake case, with its variant.",
        f"There are {len(rows)} of them.",
        "",
        table(["Event", "Trigger", "Class", "Starts", "Ends"], rows),
    ]
    return "\n".join(lines) + "\n"


def trigger_row(trigger):
    """A trigger as the cells of a row."""
    named = PROCESS.by_class.get(trigger)
    cls = "" if named is None else f"{{py:class}}`~trustflow.events.{named[0].__name__}`"
    starting, ending = PROCESS.starting.get(trigger, ()), PROCESS.ending.get(trigger, ())
    words = said(PROCESS.triggers[trigger])
    return words, f"`{trigger}`", cls, rule_links(starting), rule_links(ending)


def rule_links(rules):
    """The rules, each as a link to what the page of rules says of it."""
    return ", ".join(f"[{rule.id}](rules.md#{rule.id})" for rule in rules)
