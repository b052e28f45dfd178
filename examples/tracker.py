"""A small tracker in the browser: buttons from `what_next`, forms from the schema of events."""

from html import escape
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

import trustflow as tf
from trustflow.exchange import event_from_texts
from trustflow.exchange.schema import schema_of

WORDS = {trigger: escape(words) for trigger, words in tf.TRUST_TRANSFER.triggers.items()}
case = tf.Case("Somewhere")


def record(trigger="", on="", **texts):
    """Record what a form says; what is to be said of it, or why it is refused."""
    try:
        findings = case.record(event_from_texts(trigger, on, texts, process=case.process))
    except (ValueError, TypeError) as refusal:
        return f"Refused. {refusal}"
    return f"Recorded. {' '.join(map(str, findings))}"


def form(trigger):
    """A field for each of the event's, as the schema has it; lists of records are left out."""
    cls, given = case.process.by_class[trigger]
    yield f"<form method=post action=/><h2>{WORDS[trigger]}</h2>"
    for name, part in schema_of("event")["$defs"][cls.class_name]["properties"].items():
        if name not in given and not part.keys() & {"const", "items", "additionalProperties"}:
            words = "".join(f"<option>{escape(word)}" for word in part.get("enum", ()))
            field = f"input name={name} list={name}><datalist id={name}>{words}</datalist"
            yield f"<p><label>{name}: {escape(part.get('description', ''))}<br><{field}></label>"
    yield f"<p><button name=trigger value={trigger}>Record</button></form>"


def page(said, trigger):
    """The case, what was just said of it, a form if one was asked for, and what may be next."""
    title = escape(f"{case.authority}: {case.process.stages[case.stage].label}")
    yield f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1>"
    yield f"<p role=status>{escape(said)}<ol>"
    yield from (f"<li>{escape(event.on.words)}: {WORDS[event.trigger]}" for event in case)
    yield from ("</ol>", *(form(trigger) if trigger in case.process.by_class else ()), "<form>")
    for each in case.what_next():
        off = "" if each.allowed else f' disabled title="{escape(each.reasons[0])}"'
        yield f"<button formaction=/{each.trigger}{off}>{WORDS[each.trigger]}</button> "


def serve(request, respond):
    """The page, at a trigger's path with its form; what a form sends is recorded first."""
    sent = request["wsgi.input"].read(int(request["CONTENT_LENGTH"] or 0)).decode()
    respond("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    said = record(**dict(parse_qsl(sent))) if sent else ""
    return ["".join(page(said, request["PATH_INFO"][1:])).encode()]


# It listens to this machine alone, and keeps nothing.
server = make_server("127.0.0.1", 0, serve)
print(f"http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
