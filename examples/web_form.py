"""Answer the requests of a browser: draw a form from its schema, read it, and record the event.

It follows WSGI, so any Python web server can run it. Here it is called without a server.
"""

import re
from html import escape, unescape
from io import BytesIO
from urllib.parse import parse_qs

import trustflow as tf
from trustflow.exchange import event_from_form, event_schema

SIMPLE = {"#/$defs/date", "#/$defs/line", "#/$defs/text"}
case = tf.Case("Exampleshire")


def form(trigger, texts, messages):
    """Yield a form with an input for each simple field, and each message beside its input."""
    schema = event_schema(trigger, case.process)
    yield f"<h1>{escape(schema['title'])}</h1><form method=post>{messages.get('', '')}"
    for name, part in schema["properties"].items():
        if "enum" in part or part.get("$ref") in SIMPLE:  # others need inputs of their own
            value = escape(" ".join(texts.get(name, ())))
            words = "".join(f"<option>{escape(word)}" for word in part.get("enum", ()))
            yield f'<p><label>{part["title"]} <input name={name} value="{value}" list=for-{name}>'
            yield f"</label><datalist id=for-{name}>{words}</datalist>{messages.get(name, '')}"
    yield "<p><button>Record</button></form>"


def app(request, respond):
    """Record the form that was sent, or return an empty form."""
    trigger = request["PATH_INFO"][1:]
    texts = parse_qs(request["wsgi.input"].read(int(request["CONTENT_LENGTH"])).decode())
    status, messages = "200 OK", {}
    if request["REQUEST_METHOD"] == "POST":
        try:
            case.record(event_from_form(trigger, texts, process=case.process))
            status = "201 Created"
        except (tf.MoveNotAllowed, tf.DateRuleBroken) as error:  # it does not fit the case
            status, messages = "409 Conflict", {"": str(error).partition("\n")[0]}
        except tf.BadHistory as error:  # it cannot be read
            status, messages = "422 Unprocessable Content", error.by_path
    marked = {name: f"<strong>{escape(message)}</strong>" for name, message in messages.items()}
    respond(status, [("Content-Type", "text/html; charset=utf-8")])
    return [part.encode() for part in form(trigger, texts, marked)]


for method, path, sent in [
    ("GET", "/inspection_published_inadequate", b""),
    ("POST", "/inspection_published_inadequate", b"on=2018-13&framework=ILAC"),
    ("POST", "/inspection_published_inadequate", b"on=2018-01-26&framework=ILACS"),
    ("POST", "/returned_to_council", b"on=2019-04-01"),
]:
    print(method, path, sent.decode())
    request = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": len(sent)}
    answer = app({**request, "wsgi.input": BytesIO(sent)}, lambda status, _: print(f"  {status}"))
    for message in re.findall("<strong>(.*?)</strong>", b"".join(answer).decode()):
        print(f"  {unescape(message)}")
