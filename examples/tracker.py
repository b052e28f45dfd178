"""Serve a small tracker in the browser, with buttons from `what_next` and forms from the schema."""

from html import escape
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

import trustflow as tf
from trustflow.exchange import event_from_texts, schema_of

LABELS = {trigger: escape(label) for trigger, label in tf.TRUST_TRANSFER.triggers.items()}
case = tf.Case("Somewhere")


def record(trigger="", on="", **texts):
    """Record the event of a form; return its findings or the reason for the refusal."""
    try:
        findings = case.record(event_from_texts(trigger, on, texts, process=case.process))
    except (ValueError, TypeError) as refusal:
        return f"Refused. {refusal}"
    return f"Recorded. {' '.join(map(str, findings))}"


def form(trigger):
    """Yield a form with an input for each simple field of the event's schema."""
    cls, implied = case.process.by_class[trigger]
    schema = schema_of("event", case.process)["$defs"][cls.class_name]
    yield f"<form method=post action=/><h2>{LABELS[trigger]}</h2>"
    for name, part in schema["properties"].items():
        if name not in implied and not part.keys() & {"const", "items", "additionalProperties"}:
            words = "".join(f"<option>{escape(word)}" for word in part.get("enum", ()))
            field = f"input name={name} list={name}><datalist id={name}>{words}</datalist"
            yield f"<p><label>{name}: {escape(part.get('description', ''))}<br><{field}></label>"
    yield f"<p><button name=trigger value={trigger}>Record</button></form>"


def page(message, trigger):
    """Yield the page: the case, the last message, a form, and the next events."""
    title = escape(f"{case.authority}: {case.process.stages[case.stage].label}")
    yield f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1>"
    yield f"<p role=status>{escape(message)}<ol>"
    yield from (f"<li>{escape(event.on.words)}: {LABELS[event.trigger]}" for event in case)
    yield from ("</ol>", *(form(trigger) if trigger in case.process.by_class else ()), "<form>")
    for option in case.what_next():
        off = "" if option.allowed else f' disabled title="{escape(option.reasons[0])}"'
        yield f"<button formaction=/{option.trigger}{off}>{LABELS[option.trigger]}</button> "


def serve(request, respond):
    """Record the submitted form, if there is one; return the page."""
    sent = request["wsgi.input"].read(int(request["CONTENT_LENGTH"] or 0)).decode()
    respond("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    message = record(**dict(parse_qsl(sent))) if sent else ""
    return ["".join(page(message, request["PATH_INFO"][1:])).encode()]


# The server is reachable from this computer only, and keeps the case in memory only.
server = make_server("127.0.0.1", 0, serve)
print(f"http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
