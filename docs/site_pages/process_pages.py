"""Generate the pages on the moves, date rules and triggers of the process."""

import datetime as dt

import trustflow as tf
from trustflow.engine import capital
from trustflow.views import rule_facts

from .markdown import escaped, link, page_name, table

__all__ = ["process_pages"]

PROCESS = tf.TRUST_TRANSFER
FIRST_YEAR, LAST_YEAR = 2006, 2026
"""The years of the bars that show when a rule is in force."""
MARKS = {
    tf.Mark.STANDARD: "the move is on the ordinary route, and `check` makes no remark on it.",
    tf.Mark.ATTESTED: "the move is off the ordinary route, and a remark names who took it.",
    tf.Mark.POSSIBLE: "nothing forbids the move, and no precedent is on record.",
}


def process_pages():
    """Return the text of each page by the page's name."""
    return {"moves": moves_page(), "rules": rules_page(), "triggers": triggers_page()}


def moves_page():
    """Return the page of moves: the events allowed in each stage, and the stages they lead to."""
    moving = sum(not move.stays for move in PROCESS.moves)
    lines = [
        "# Moves",
        "",
        f"The process has {len(PROCESS.moves)} moves.",
        f"{moving} of them lead to another stage, and {len(PROCESS.moves) - moving} do not.",
        "An event that is not listed for a stage is refused there.",
        "",
        *(f"- **{capital(mark.label)}**: {meaning}" for mark, meaning in MARKS.items()),
    ]
    for stage, text in PROCESS.stages.items():
        moves = PROCESS.moves_from(stage)
        leading = [move for move in moves if not move.stays]
        staying = [move for move in moves if move.stays]
        lines += ["", f"## {escaped(text.label)}", "", f"`{stage}`: {escaped(text.meaning)}", ""]
        lines.append(table(["Event", "Leads to", "Mark", "Precedents"], map(move_row, leading)))
        lines += ["", "These events do not change the stage:", "", *map(stay_item, staying)]
    return "\n".join(lines) + "\n"


def move_row(move):
    """Return a move to another stage as the cells of a table row."""
    leads_to = escaped(PROCESS.stages[move.leads_to].label)
    return event_label(move), leads_to, move.mark.label, precedents(move)


def stay_item(move):
    """Return a move that does not change the stage as an item of a list."""
    known = precedents(move)
    mark = "" if move.mark is tf.Mark.STANDARD else f" ({move.mark.label})"
    return f"- {event_label(move)}{mark}{': ' if known else ''}{known}"


def event_label(move):
    """Return the label of a move's event."""
    return escaped(PROCESS.triggers[move.trigger])


def precedents(move):
    """Return the names of the councils that took the move, with links to histories and sources."""
    return "; ".join(map(precedent_link, move.precedents))


def precedent_link(precedent):
    """Return a precedent with links to the authority's page and to the source."""
    history = f"[{escaped(str(precedent))}](../casebook/{page_name(precedent.authority)}.md)"
    if precedent.citation is None:
        return history
    return f"{history} ({link(precedent.citation.text, precedent.citation.url)})"


def rules_page():
    """Return the page of date rules: bound, strength, period, source and duty holder."""
    headings = ["Rule", "Bound", "Strength", "In force"]
    rows = [
        (f"[{rule.id}](#{rule.id})", rule.bound, str(rule.strength), period_cell(rule))
        for rule in PROCESS.rules
    ]
    lines = [
        "# Date rules",
        "",
        f"The process has {len(PROCESS.rules)} date rules, and each rule has a source.",
        "What a broken rule means depends on its [strength](../explanation/strengths.md).",
        "",
        f"Each bar shows the days in force from {FIRST_YEAR} to {LAST_YEAR}.",
        "A bar that ends at an edge begins before these years, or has no end.",
        "",
        table(headings, rows),
    ]
    for rule in PROCESS.rules:
        lines += ["", f"## {rule.id}", "", f"{escaped(rule.requires)}.", "", *rule_items(rule)]
    return "\n".join(lines) + "\n"


def period_cell(rule):
    """Return the words and a bar of the days on which a rule is in force."""
    start, end = (percent(day) for day in (rule.since, rule.until))
    bar = f'<i style="left: {start or 0:.1f}%; right: {0 if end is None else 100 - end:.1f}%"></i>'
    return f'{rule.period_words}<span class="years" aria-hidden="true">{bar}</span>'


def percent(day):
    """Return where a day lies between the first and the last year of the bars; None if no day."""
    if day is None:
        return None
    years = (day.earliest - dt.date(FIRST_YEAR, 1, 1)).days / 365.2425
    return min(100, max(0, 100 * years / (LAST_YEAR + 1 - FIRST_YEAR)))


def rule_items(rule):
    """Yield the list items that describe a rule."""
    severity = rule.strength.severity.label
    for label, value in rule_facts(rule, PROCESS).items():
        if label == "Source":
            yield f"- Source: {link(rule.citation.text, rule.citation.url)}."
        elif label == "Strength":
            yield f"- Strength: {value}. A finding on it is shown as: {severity}."
        elif value is not None:
            yield f"- {label}: {escaped(str(value))}."


def triggers_page():
    """Return the page of triggers, with the class and the date rules of each trigger."""
    rows = [trigger_row(trigger) for trigger in PROCESS.triggers]
    lines = [
        "# Triggers",
        "",
        "A trigger is the name of an event in files, in data frames and on the command line.",
        "It is the name of the event's class in snake case, followed by its variant if it has one.",
        f"There are {len(rows)} triggers.",
        "The last two columns list the date rules that the event starts and ends.",
        "",
        table(["Event", "Trigger", "Class", "Starts", "Ends"], rows),
    ]
    return "\n".join(lines) + "\n"


def trigger_row(trigger):
    """Return a trigger as the cells of a table row."""
    named = PROCESS.by_class.get(trigger)
    cls = "" if named is None else f"{{py:class}}`~trustflow.events.{named[0].__name__}`"
    starting, ending = PROCESS.starting.get(trigger, ()), PROCESS.ending.get(trigger, ())
    label = escaped(PROCESS.triggers[trigger])
    return label, f"`{trigger}`", cls, rule_links(starting), rule_links(ending)


def rule_links(rules):
    """Return the rules as links to their sections on the page of date rules."""
    return ", ".join(f"[{rule.id}](rules.md#{rule.id})" for rule in rules)
