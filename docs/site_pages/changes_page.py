"""Generate the page of what each version of the casebook changed, and why."""

from collections import Counter
from itertools import groupby

import trustflow as tf

from .markdown import escaped, page_name

__all__ = ["changes_page"]

KINDS = ("added", "completed", "corrected", "withdrawn")
INTRODUCTION = """# Changes of the casebook

The version of the casebook is the day to which it goes.
This page lists what each version changed against the one before, and why.
An event is completed if it got fields that it did not have, and corrected if a field changed.
Notes and sources are not compared.

In Python, `tf.casebook.changelog()` returns the same as a table, and `since="0.1.0"` only what
changed after a version.
"""


def changes_page():
    """Return the page as Markdown: the versions, and in each the authorities."""
    lines = [INTRODUCTION]
    for version, changes in groupby(tf.casebook.changelog(), key=lambda change: change.version):
        lines += version_lines(version, [*changes])
    return "\n".join(lines)


def version_lines(version, changes):
    """Yield the lines on a version: the numbers of changes, then those of each authority."""
    counts = Counter(change.change for change in changes if change.event is not None)
    whole = Counter(change.change for change in changes if change.event is None)
    yield f"## Version {version}\n"
    yield "| change | histories | events |\n|---|--:|--:|"
    yield from (f"| {kind} | {whole[kind]} | {counts[kind]} |" for kind in KINDS)
    yield ""
    for authority, listed in groupby(changes, key=lambda change: change.authority):
        yield from authority_lines(authority, [*listed])


def authority_lines(authority, changes):
    """Yield the lines on the changes of an authority."""
    name = escaped(authority)
    is_held = authority in tf.casebook.names()
    yield f"### {f'[{name}]({page_name(authority)}.md)' if is_held else name}\n"
    yield from (f"- {change_words(change)}" for change in changes)
    yield ""


def change_words(change):
    """Return a change in words, with its reason."""
    why = escaped(change.why)
    source = why if why.endswith(".") else f"Source: {why}."
    if change.event is None:
        return f"The whole history, {change.change}: {change.now or change.was}. {why}"
    event = f"{change.event.replace('_', ' ')}, {tf.PartialDate.parse(change.on).words}"
    if change.change == "added":
        return f"Added: {event}. {source}"
    if change.change == "withdrawn":
        return f"Withdrawn: {event}. {why}"
    was = "" if change.was is None else f"{code(change.was)} became "
    now = "nothing" if change.now is None else code(change.now)
    return f"{change.change.capitalize()}: {event}: {was}{now}. {source}"


def code(fields):
    """Return fields as code; no value has a backtick."""
    return f"`{fields}`"
