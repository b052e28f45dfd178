"""Histories in and out of the formats their users already have."""

from __future__ import annotations

from .csv_format import (
    csv_template,
    dump_csv,
    dumps_csv,
    load_csv,
    loads_csv,
    stream_csv,
)
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
