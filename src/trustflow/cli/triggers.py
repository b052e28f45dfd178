"""The command that lists the triggers, and prints what one does and which fields it takes."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .._tables import text_column
from .._text import name_meant
from ..errors import pluralised
from ..exchange import event_class
from ..trust_transfer import Note
from .arguments import add_command
from .command_line import command_line
from .event_fields import EventField, event_fields
from .output import print_item, print_json, print_table, say
from .table_formats import print_csv, print_markdown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from ..history import Event
    from ..process import Move, Process

__all__ = ["add"]

EXAMPLE_DAY = "2025-03-04"
HEADINGS = ("Trigger", "Event")
COLUMNS = (text_column("trigger", itemgetter(0)), text_column("label", itemgetter(1)))
"""The columns of a trigger and its label in CSV."""


def add(commands: Any) -> None:
    """Add the command `triggers`."""
    parser = add_command(
        commands,
        "triggers",
        _triggers,
        example="inspection_published",
        table="the list",
    )
    parser.add_argument(
        "trigger",
        nargs="?",
        metavar="TRIGGER",
        help="an event, such as trust_went_live; a kind of event without its variant, such as "
        "inspection_published; or a word, such as letter, to list the events that have it",
    )
    parser.add_argument("--stage", metavar="STAGE", help="only the events that this stage allows")


def _triggers(options: argparse.Namespace) -> int:
    process = options.process
    if options.stage is not None:
        options.stage = process.stage(options.stage)
    stage = options.stage
    if options.trigger is not None:
        options.trigger = name_meant(options.trigger, process.triggers) or options.trigger
    names = [name for name in process.triggers if stage is None or name in process.table[stage]]
    if options.trigger is not None:
        found = _found(options.trigger, process)
        if not found:
            return _one(options)
        names = [name for name in names if name in found]
    if options.json:
        return print_json({name: process.triggers[name] for name in names})
    if options.csv or options.markdown:
        return _print_list(names, options)
    if not names:
        such = "such event" if options.trigger else "event"
        say(f'The stage "{process.stages[stage].label}" allows no {such}.')
        return 0
    print_table(HEADINGS, _rows(names, process))
    say(f"\n`{command_line('triggers', ['TRIGGER'], options)}` prints the fields of one.")
    return 0


def _rows(names: Iterable[str], process: Process) -> list[tuple[str, str]]:
    return [(name, process.triggers[name]) for name in names]


def _print_list(names: Iterable[str], options: argparse.Namespace) -> int:
    """Print triggers and their labels as CSV or Markdown, and return the exit code 0."""
    rows = _rows(names, options.process)
    if options.csv:
        return print_csv(COLUMNS, rows, options)
    return print_markdown(HEADINGS, rows, options)


def _found(word: str, process: Process) -> list[str]:
    """Return the triggers with a word in their names or labels; none if it names an event."""
    if word in process.triggers or word in {cls.class_name for cls in process.events}:
        return []
    texts = {name: _words(f"{name} {label}") for name, label in process.triggers.items()}
    return [name for name, text in texts.items() if f" {_words(word)} " in f" {text} "]


def _words(text: str) -> str:
    """Return the words of a text, without their case and what separates them."""
    return " ".join(re.split(r"[\s_:,()]+", text.casefold()))


def _one(options: argparse.Namespace) -> int:
    """Print one trigger, or all those of a class of events."""
    process, name = options.process, options.trigger
    cls = event_class(name, process)
    triggers = (name,) if name in process.triggers else tuple(cls.triggers())
    if options.csv or options.markdown:
        return _print_list(triggers, options)
    fields = event_fields(name, cls, process)
    implied = process.by_class.get(name, (cls, {}))[1]
    example = _example(options, cls, fields, implied)
    if options.json:
        by_trigger = {trigger: _data(trigger, process, options.stage) for trigger in triggers}
        in_fields = {field: accepted.to_dict() for field, accepted in fields.items()}
        return print_json({"triggers": by_trigger, "fields": in_fields, "example": example})
    if name not in process.triggers:
        number = pluralised(len(triggers), "variant")
        say(f"{name}: an event with {number}, which its fields decide.")
    for place, trigger in enumerate(triggers):
        if place or name != trigger:
            say()
        say(f"{trigger}: {process.triggers[trigger]}", hang=2)
        for line in _effects(trigger, process, options.stage):
            print_item(line)
    say("\nFields:")
    for field, accepted in fields.items():
        print_item(_field_words(field, accepted, implied))
    say(f"\n`{command_line('schema', ['event'], options)}` describes the records.")
    say("\nExample:")
    say(f"  {example}", hang=2)
    return 0


def _moves(trigger: str, process: Process, stage: str | None) -> list[Move]:
    """Return the moves of a trigger from one stage, or from all stages."""
    return [
        move for move in process.moves if move.trigger == trigger and stage in {None, move.stage}
    ]


def _rules(trigger: str, process: Process) -> dict[str, list[str]]:
    """Return the names of the rules that a trigger starts, ends, shows kept or cancels."""
    by_effect = {
        "starts": process.starting,
        "ends": process.ending,
        "shows": process.showing,
        "cancels": process.cancelling,
    }
    return {
        effect: [rule.id for rule in rules.get(trigger, ())] for effect, rules in by_effect.items()
    }


def _data(trigger: str, process: Process, stage: str | None) -> dict[str, Any]:
    """Return what a trigger does as plain data."""
    moves = [
        {"stage": move.stage, "leads_to": move.leads_to, "mark": move.mark.label}
        for move in _moves(trigger, process, stage)
    ]
    return {"label": process.triggers[trigger], "moves": moves, **_rules(trigger, process)}


def _effects(trigger: str, process: Process, stage: str | None) -> Iterator[str]:
    """Yield what a trigger does in the stages that allow it, and to the clocks of rules."""
    by_effect: dict[str, list[str]] = {}
    for move in sorted(_moves(trigger, process, stage), key=lambda move: move.stays):
        label = process.stages[move.leads_to].label
        effect = "does not change the stage" if move.stays else f'leads to "{label}"'
        stages = by_effect.setdefault(f"{effect} ({move.mark.label})", [])
        stages.append(f'"{process.stages[move.stage].label}"')
    for effect, stages in by_effect.items():
        in_every_stage = len(stages) == len(process.stages)
        yield f"{effect}: {'in every stage' if in_every_stage else ', '.join(stages)}"
    if not by_effect:
        yield "not allowed"
    for effect, rules in _rules(trigger, process).items():
        if rules:
            yield f"{effect} the {'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}"


def _field_words(field: str, accepted: EventField, implied: Mapping[str, Any]) -> str:
    """Return in words what a field accepts and is for."""
    if field in implied:
        needed = f", {_text(implied[field])} if not given"
    else:
        needed = ", required" if accepted.required else ""
    meaning = f"\n{accepted.meaning}" if accepted.meaning else ""
    return f"{field}{needed}: {accepted.kind}{meaning}"


def _example(
    options: argparse.Namespace,
    cls: type[Event],
    fields: Mapping[str, EventField],
    implied: Mapping[str, Any],
) -> str:
    """Return a command line that records the event with the fields that it needs."""
    name = options.trigger
    # A class without its variant needs the fields of a variant.
    variants = () if name in options.process.triggers else cls.triggers().values()
    deciding = next((values for values in variants if values), {})
    needed = {
        field: accepted.example
        for field, accepted in fields.items()
        if accepted.in_example and field not in implied
    }
    texts = needed | {field: _text(value) for field, value in deciding.items()}
    given = [word for field in texts for word in ("--field", f"{field}={texts[field]}")]
    if issubclass(cls, Note):
        given += ["--note", "what happened"]
    return command_line("record", ["case.json", name, EXAMPLE_DAY, *given], options)


def _text(value: object) -> str:
    """Return the value of a field as text for the command line."""
    return "yes" if value is True else str(value)
