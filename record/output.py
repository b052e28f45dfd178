"""Write the files that the package has, and say what a build changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trustflow import TRUST_TRANSFER, History, check, facts, outcomes
from trustflow.exchange import dumps, loads, write_atomically

from .changes import CHANGE_HEADINGS, Reasons, changes_of_versions
from .names import index_rows
from .released import (
    csv_text,
    plain_events,
    read_released,
    released_paths,
    version_of,
    write_released,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .build import Build

__all__ = [
    "changes_text",
    "compact_json",
    "held_histories",
    "release",
    "stay_rows",
    "write_casebook",
    "write_histories",
]

STAY_HEADINGS = ("stage", "authority", "leads_to", "least_days", "most_days")


def compact_json(history: History) -> str:
    """Return a history as JSON: one line for each event, so that a change shows as lines."""
    data = json.loads(dumps(history))
    lists = {name: data.pop(name) for name in ("inherits", "events") if name in data}
    head = [f"{_compact(name)}:{_compact(value)}" for name, value in data.items()]
    parts = [
        f"{_compact(name)}:[\n" + ",\n".join(map(_compact, events)) + "\n]"
        for name, events in lists.items()
    ]
    return "{" + ",\n".join([*head, *parts]) + "}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_casebook(built: Build, released: Path, folder: Path) -> None:
    """Write every file that the package has, and remove the histories of no authority.

    These are the histories, named after their slugs, the index of the authorities, the list of
    changes, the stays in each stage, and the version.

    Args:
        built: A build without faults.
        released: The folder of the versions that were released.
        folder: Where to write.
    """
    histories = tuple(built.histories.values())
    version = version_of(histories)
    index = index_rows(built.authorities, built.names, built.accounts)
    versions = {
        **{name: read_released(path) for name, path in released_paths(released).items()},
        version: {history.authority: plain_events(history) for history in histories},
    }
    changes = changes_of_versions(versions, Reasons.of(histories, built.left_out))
    write_histories(built.histories, folder)
    write_atomically(folder / "authorities.csv", csv_text(index).encode())
    write_atomically(folder / "changes.csv", csv_text([CHANGE_HEADINGS, *changes]).encode())
    write_atomically(
        folder / "stays.csv", csv_text([STAY_HEADINGS, *stay_rows(histories)]).encode()
    )
    write_atomically(folder / "version.txt", f"{version}\n".encode())


def stay_rows(histories: Iterable[History]) -> Iterator[Sequence[str]]:
    """Yield a row for each stay in a stage whose start is on record, with medium confidence."""
    listed = sorted(histories, key=lambda history: history.authority)
    for stage in TRUST_TRANSFER.stages:
        for stay in outcomes(listed, stage).outcomes:
            if stay.days is not None:
                least, most = stay.days
                leads_to = "" if stay.leads_to is None else str(stay.leads_to)
                yield (
                    str(stage),
                    stay.authority,
                    leads_to,
                    f"{least}",
                    "" if most is None else f"{most}",
                )


def release(histories: Iterable[History], folder: Path) -> None:
    """Keep the events of the present version, with which later versions are compared."""
    listed = tuple(histories)
    events = {history.authority: plain_events(history) for history in listed}
    write_released(events, folder / f"{version_of(listed)}.csv")


def write_histories(histories: Mapping[str, History], folder: Path) -> None:
    """Write each history to a file named after its slug, and remove other histories."""
    folder.mkdir(parents=True, exist_ok=True)
    for slug, history in histories.items():
        write_atomically(folder / f"{slug}.json", compact_json(history).encode())
    for path in sorted(folder.glob("*.json")):
        if path.stem not in histories:
            path.unlink()


def held_histories(folder: Path) -> dict[str, History]:
    """Return the histories in a folder by their slugs; none if there is no such folder."""
    return {path.stem: loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def changes_text(before: Mapping[str, History], after: Mapping[str, History]) -> str:
    """Return what changes: events, findings and facts at the end of the record, by authority."""
    lines = sorted(
        [f"{slug}: added, {_counted(after[slug])}" for slug in after.keys() - before.keys()]
        + [f"{slug}: removed, {_counted(before[slug])}" for slug in before.keys() - after.keys()]
        + [
            f"{slug}: {_change(before[slug], after[slug])}"
            for slug in before.keys() & after.keys()
            if before[slug] != after[slug]
        ]
    )
    numbers = [
        (len(held), sum(map(len, held.values())), sum(_findings(each) for each in held.values()))
        for held in (before, after)
    ]
    words = ("histories", "events", "findings")
    lines += [f"{word}: {was} -> {now}" for word, was, now in zip(words, *numbers, strict=True)]
    return "\n".join(lines)


def _change(before: History, after: History) -> str:
    was, now = _facts(before), _facts(after)
    changed = [f"{name} {was[name]} -> {now[name]}" for name in now if was[name] != now[name]]
    counts = (
        f"{len(before)} -> {len(after)} events",
        f"{_findings(before)} -> {_findings(after)} findings",
    )
    return ", ".join((*counts, *changed))


def _counted(history: History) -> str:
    """Return the numbers of events and findings of a history."""
    return f"{len(history)} events, {_findings(history)} findings"


def _findings(history: History) -> int:
    return len(check(history).findings)


def _facts(history: History) -> dict[str, str]:
    """Return the facts on record after the last event, in words."""
    if not history.events:
        return dict.fromkeys(("stage", "judgement", "intervention"), "")
    report = check(history)
    found = facts(history, as_of=max(event.on.earliest for event in history))
    return {
        "stage": report.stage,
        "judgement": str(found.judgement.on_record),
        "intervention": str(found.intervention.on_record),
    }
