"""A target for pages and pictures: no text becomes a tag, an attribute or a script."""

import json
import re
from functools import cache

import trustflow as tf
from tests.fuzz.answers import answer_of, is_refused
from tests.fuzz.draw import Draw
from trustflow.views import case_page, diagram, explorer, timeline

TAG = re.compile(r'<(/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*/?>|<!DOCTYPE html>')
"""A tag in which every value is in quotation marks."""
ATTRIBUTE = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
CODE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
LINKS = ("href", "src", "action", "formaction", "xlink:href")
PLAIN = ("Plain", "words", "of one", "line", "each", "page", "https://example.org")
"""Texts without markup; pages of them show which tags and attributes a page can have."""
TEXTS = len(PLAIN)


def link(text):
    """Return a text if it is accepted as a link, otherwise a link."""
    source = answer_of(lambda: tf.Source("x", url=text))
    return PLAIN[-1] if is_refused(source) else source.url


def drawn_history(texts):
    """Return a history that has each text in several fields."""
    authority, note, title, trust, what, agency, url = texts
    events = tf.events
    source = tf.Source(title, url=url)
    return tf.History(
        authority,
        [
            events.InspectionPublished(
                "2016-07-14", areas={what: "inadequate"}, note=note, sources=[source]
            ),
            events.DeadlineSet("2016-08-01", what=what, due="2016-12-01"),
            events.CommissionerAppointed("2016-08-02", names=[agency], sources=source),
            events.TrustWentLive("2018-04-01", trust=trust, note=agency, sources=source),
            events.Note("2019", note=title),
        ],
    )


def drawn_process(texts):
    """Return a process that has each text in several fields."""
    title, label, meaning, event, rule, citation, url = texts
    return tf.Process(
        name="fuzzed",
        title=title,
        stages={
            "a": tf.StageInfo(label, meaning),
            "b": tf.StageInfo(f"{label} {event}", title, emphasised=True),
        },
        initial="a",
        triggers={"go": event, "back": f"{event} {rule}"},
        moves=[tf.Move("go", "a", "b"), tf.Move("back", "b", "a")],
        rules=[
            tf.DateRule(
                id="r",
                requires=rule,
                starts="go",
                ends="back",
                at_most="28 days",
                strength="policy",
                citation=tf.Citation(citation, url=url),
            )
        ],
        disclaimer=meaning,
    )


def pages_of(texts, kind):
    """Return a page or a picture that has the texts."""
    if kind == "explorer":
        return explorer(drawn_process(texts), first="2016-01-01", last="2016-01-31")
    if kind == "diagram":
        return diagram(drawn_process(texts), "svg")
    history = drawn_history(texts)
    match kind:
        case "timeline":
            return timeline(history)
        case "notebook":
            return history._repr_html_() + tf.check(history)._repr_html_()
        case _:
            return case_page(history, brief=kind == "brief")


KINDS = ("page", "brief", "explorer", "diagram", "timeline", "notebook")


@cache
def known_parts(kind):
    """Return the tags, the attributes of each tag, and the code that a page can have."""
    page = pages_of(PLAIN, kind)
    return names_of(page), codes_of(page)


def codes_of(page):
    """Return the scripts and styles of a page, apart from the data of the explorer."""
    found = CODE.findall(page)
    assert all(isinstance(json.loads(code), dict) for _, head, code in found if "json" in head)
    return sorted((name, head, "" if "json" in head else code) for name, head, code in found)


def names_of(page):
    """Return the tags of a page, each with one of its attributes or None."""
    body = CODE.sub(r"<\1\2></\1>", page)
    assert not re.search("[<>]", TAG.sub("", body)), "a text is not escaped"
    names = set()
    for _, tag, attributes in TAG.findall(body):
        names.add((tag, None))
        for name, value in ATTRIBUTE.findall(attributes):
            assert not name.lower().startswith("on"), name
            if name in LINKS:
                assert value.startswith(("#", "https://", "http://", "data:image/svg")), value
            names.add((tag, name))
    return names


def write_pages(data):
    """Use any texts in a page: it must have only the tags and the code of a page of plain words."""
    draw = Draw(data)
    kind = draw.choice(KINDS)
    texts = [draw.text("surrogateescape") or "x" for _ in range(TEXTS)]
    texts[-1] = link(f"https://example.org/{texts[-1]}")
    page = answer_of(lambda: pages_of(texts, kind))
    if is_refused(page):
        return
    page.encode()  # a file of it can be written
    names, codes = known_parts(kind)
    assert names_of(page) <= names
    assert codes_of(page) == codes


HOSTILE = (
    b"<b>a</b>", b'"><script>alert(1)</script>', b"x' onload='alert(1)", b"</title>",
    b"javascript:alert(1)", b"</script><!--", b"]]>&lt;",
)  # fmt: skip
TARGETS = {"pages": write_pages}
SEEDS = {"pages": [bytes([kind]) + b"\0".join(HOSTILE) for kind in range(len(KINDS))]}
