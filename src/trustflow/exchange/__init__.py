"""Histories in and out of the formats their users already have; loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import loaded_when_used

if TYPE_CHECKING:
    from .csv_format import csv_template, dump_csv, dumps_csv, load_csv, loads_csv, stream_csv
    from .frames import from_frame, to_frame
    from .json_format import (
        dump,
        dumps,
        event_from_json,
        event_to_json,
        load,
        load_all,
        loads,
        loads_all,
    )
    from .limits import Limits
    from .process_json import process_from_json, process_to_json
    from .scxml import process_to_scxml
else:
    _HOMES = {
        "csv_template": "csv_format",
        "dump_csv": "csv_format",
        "dumps_csv": "csv_format",
        "load_csv": "csv_format",
        "loads_csv": "csv_format",
        "stream_csv": "csv_format",
        "from_frame": "frames",
        "to_frame": "frames",
        "dump": "json_format",
        "dumps": "json_format",
        "event_from_json": "json_format",
        "event_to_json": "json_format",
        "load": "json_format",
        "load_all": "json_format",
        "loads": "json_format",
        "loads_all": "json_format",
        "Limits": "limits",
        "process_from_json": "process_json",
        "process_to_json": "process_json",
        "process_to_scxml": "scxml",
    }
    """The module of each public name."""
    __getattr__, __dir__ = loaded_when_used(globals(), _HOMES)

__all__ = [
    "Limits",
    "csv_template",
    "dump",
    "dump_csv",
    "dumps",
    "dumps_csv",
    "event_from_json",
    "event_to_json",
    "from_frame",
    "load",
    "load_all",
    "load_csv",
    "loads",
    "loads_all",
    "loads_csv",
    "process_from_json",
    "process_to_json",
    "process_to_scxml",
    "stream_csv",
    "to_frame",
]
