"""The inputs of a form, from the JSON Schema of an event, and the event from what they send."""

import json

from attrs import evolve, frozen

from trustflow.exchange import event_class, event_from_form, event_schema, event_to_json

from .settings import PROCESS

NOT_ON_THE_FORM = ("event", "sources", "deadlines")
"""The first is the trigger; of the sources, the form has the first; deadlines have a form apart."""


@frozen(kw_only=True)
class Field:
    """An input of a form.

    Args:
        name: The name of the field of the event, which `event_from_form` reads.
        title: The label.
        help: What the field holds.
        kind: ``line``, ``date``, ``number``, ``text``, ``choice``, or ``lines`` for several values.
        choices: The words of a choice.
        is_required: Whether an event needs it.
        initial: The text that a new form has in it.
    """

    name: str
    title: str
    help: str = ""
    kind: str
    choices: tuple = ()
    is_required: bool = False
    initial: str = ""


def fields_of(trigger):
    """Return the inputs for the events of a trigger or class, and those for their source."""
    schema = event_schema(trigger, PROCESS)
    required = schema["required"]
    own = [
        _field(name, part, is_required=name in required)
        for name, part in schema["properties"].items()
        if name not in NOT_ON_THE_FORM and "const" not in part
    ]
    of_source = [
        _field("source" if name == "title" else f"source_{name}", part)
        for name, part in schema["$defs"]["source"]["properties"].items()
    ]
    return own, of_source


def _field(name, part, *, is_required=False):
    kind, choices, more = "line", (), ""
    refers_to = part.get("$ref", "").rpartition("/")[2]
    if "enum" in part:
        kind, choices = "choice", tuple(part["enum"])
    elif part.get("type") == "boolean":
        kind, choices = "choice", ("yes", "no")
    elif part.get("type") == "integer":
        kind = "number"
    elif part.get("type") == "object":
        kind, more = "lines", "One on each line, such as: leadership=good."
    elif any(each.get("type") == "array" for each in part.get("anyOf", ())):
        kind, more = "lines", "One on each line."
    elif refers_to in {"date", "text"}:
        kind = refers_to
    if kind == "date":
        more = "Such as 2018-04-01, 1 April 2018 or April 2018."
    return Field(
        name=name,
        title=part.get("title", name.replace("_", " ").capitalize()),
        help=" ".join(filter(None, [_sentence(part.get("description", "")), more])),
        kind=kind,
        choices=choices,
        is_required=is_required,
        initial=part.get("default", ""),
    )


def _sentence(words):
    words = words.replace("`", '"')
    return words if not words or words.endswith(".") else f"{words}."


def kind_of(event):
    """Return the trigger of an event, or the name of its class if others have its trigger too.

    An event on another subject than children's services has one trigger, of whatever class it is.
    """
    has_own = event_class(event.trigger, PROCESS) is type(event)
    return event.trigger if has_own else event.class_name


def texts_of(event):
    """Return the texts with which a form shows an event, by the name of the input."""
    data = json.loads(event_to_json(event))
    source = (data.get("sources") or [{}])[0]
    texts = {name: _text(value) for name, value in data.items() if name not in NOT_ON_THE_FORM}
    of_source = {
        "source" if name == "title" else f"source_{name}": _text(value)
        for name, value in source.items()
    }
    return texts | of_source


def _text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{name}={word}" for name, word in value.items())
    return "\n".join(value) if isinstance(value, list) else str(value)


def event_of(trigger, texts, old=None):
    """Return the event that a form describes.

    Args:
        trigger: The trigger, or the name of a class of events.
        texts: The texts of the inputs, by name.
        old: The event that it corrects: what the form has no input for is kept from it.

    Raises:
        BadHistory: The form cannot be read; the error maps each input to its fault.
    """
    several = {field.name for field in fields_of(trigger)[0] if field.kind == "lines"}
    sent = {name: text.splitlines() if name in several else text for name, text in texts.items()}
    event = event_from_form(trigger, sent, process=PROCESS)
    if old is None:
        return event
    return evolve(event, deadlines=old.deadlines, sources=(*event.sources, *old.sources[1:]))
