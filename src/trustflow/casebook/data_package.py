"""Export the casebook as a data package of the Frictionless standard."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidValue, quoted
from ..exchange import dumps, filling_folder, path_of
from ..trust_transfer import TRUST_TRANSFER
from .catalogue import histories
from .credit import CREDIT, LICENCES, licence_text
from .index import authorities, version_day
from .packaged import version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..history import History
    from .data_table import DataTable

__all__ = ["export", "package_files"]

DESCRIPTOR = "datapackage.json"
WHAT = "folder for an export"
ACCEPTED = "Expected an empty folder or the name of a new one."
NAME = "trustflow-casebook"
TITLE = "Children's services in England: inspections and interventions"
AUTHORS = "The trustflow authors"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTION = (
    "Events of the children's services of councils in England, each with its sources: "
    "inspections, visits, notices, directions, commissioners and trusts. The record contains what "
    "somebody found, which is not all that happened: a missing event does not show that nothing "
    f"happened. {CREDIT} The casebook itself is licensed under CC BY 4.0."
)
SOURCES = (
    ("Ofsted, inspection reports and letters", "https://reports.ofsted.gov.uk/"),
    ("Department for Education, on GOV.UK", "https://www.gov.uk/"),
)
"""The titles and addresses of the main publishers; the table of sources names every source."""


def export(folder: str | os.PathLike[str], *, force: bool = False) -> tuple[str, ...]:
    """Write the casebook as a data package, and return the paths of its files.

    The folder gets `authorities.csv`, `events.csv`, `sources.csv`, `inherited-events.csv`, a JSON
    file for each history, the texts of the licences, `CITATION.cff` for the data, and
    `datapackage.json`, which describes every file and column by the Frictionless standard. The same
    casebook gives the same bytes. `datapackage.json` is written last, so a folder that has it is
    complete; an error leaves the folder as it was.

    Args:
        folder: The folder, which is made if it does not exist.
        force: Whether to replace an earlier export in the folder. Files that are not part of an
            export stay.

    Raises:
        InvalidValue: The folder is not empty, and `force` is false or it has no earlier export; or
            it is not a path, or its name is empty.
        OSError: The folder cannot be written to.
    """
    _refuse_filled(os.fspath(path_of(folder)), force=force)
    files = package_files(histories())
    with filling_folder(folder, last=DESCRIPTOR) as temporary:
        for path, data in files.items():
            file = temporary / path
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
    return tuple(files)


def _refuse_filled(path: str, *, force: bool) -> None:
    """Raise an error if a folder has files that are not to be replaced, or if it has no name."""
    if not path:
        raise InvalidValue(quoted(path), WHAT, ACCEPTED)
    folder = Path(path)
    if not folder.exists() or not any(folder.iterdir()):
        return
    accepted = ACCEPTED
    if _is_export(folder):
        if force:
            return
        accepted += " To replace the earlier export in it, use --force (in Python, force=True)."
    found = f"{quoted(path)}, which is not empty"
    raise InvalidValue(found, WHAT, accepted)


def _is_export(folder: Path) -> bool:
    """Return whether a folder has an export of the casebook."""
    try:
        descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(descriptor, dict) and descriptor.get("name") == NAME


def package_files(histories: Sequence[History]) -> dict[str, bytes]:
    """Return the files of the data package of histories, by their paths."""
    # Imported here, because the columns need the JSON Schema, and loading a history does not.
    from .package_tables import package_tables

    tables = package_tables(histories)
    written = {
        f"histories/{_slug(history)}.json": (history, dumps(history).encode())
        for history in histories
    }
    files = {table.path: table.csv().encode() for table in tables}
    resources = [_of_table(table, files[table.path]) for table in tables]
    resources += [_of_history(history, path, data) for path, (history, data) in written.items()]
    descriptor = _descriptor(version, resources)
    return {
        **files,
        **{path: data for path, (_, data) in written.items()},
        **{f"LICENSES/{name}.txt": licence_text(name).encode() for name in LICENCES},
        "CITATION.cff": _citation(version, version_day().text).encode(),
        DESCRIPTOR: (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode(),
    }


def _descriptor(version: str, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": f"{DESCRIPTION} {TRUST_TRANSFER.disclaimer}",
        "version": version,
        "contributors": [{"title": AUTHORS, "roles": ["author"]}],
        "licenses": [
            {"name": name, "title": title, "path": address}
            for name, (title, address) in LICENCES.items()
        ],
        "sources": [{"title": title, "path": address} for title, address in SOURCES],
        "keywords": ["children's services", "England", "Ofsted", "children's services trust"],
        "resources": list(resources),
    }


def _of_table(table: DataTable, data: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "type": "table",
        **_file(table.path, data, "csv", "text/csv"),
        "schema": table.schema(),
    }


def _of_history(history: History, path: str, data: bytes) -> dict[str, Any]:
    return {
        "name": f"history-{_slug(history)}",
        "title": f"The history of {history.authority}",
        **_file(path, data, "json", "application/json"),
    }


def _slug(history: History) -> str:
    return authorities()[history.authority].slug


def _file(path: str, data: bytes, form: str, media_type: str) -> dict[str, Any]:
    return {
        "path": path,
        "format": form,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _citation(version: str, day: str) -> str:
    """Return the file `CITATION.cff` for the data."""
    # A text in JSON is a text in YAML as well.
    texts = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": TITLE,
        "abstract": DESCRIPTION,
        "version": version,
        "date-released": day,
        "license": "CC-BY-4.0",
    }
    lines = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(AUTHORS)}"]) + "\n"
