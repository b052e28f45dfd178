"""Read and write histories, events and processes in the formats that people use.

Each public name is loaded when it is first used, so that importing the package takes little time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .atomic import TEMPORARY, is_replaced, replacing, sync_folder, write_atomically
    from .atomic_folder import filling_folder
    from .authority_names import AuthorityNames, names_of
    from .calendar import deadlines_to_ics
    from .case_choice import chosen_cases
    from .cells import FREE_TEXT, PLACEHOLDERS, cell_text, clean_text
    from .columns import CASE_COLUMNS, IGNORED, columns_of, parse_columns
    from .csv import csv_template, dump_csv, dumps_csv, load_csv, loads_csv, stream_csv
    from .csv_rows import CsvTable
    from .event_form import event_from_form
    from .event_rows import event_from_row
    from .event_schemas import event_schema
    from .event_texts import changed_event, event_class, event_from_texts
    from .file_lock import LockedFile, locked_file
    from .files import read_cases, read_file, save, write_histories
    from .formats import FORMATS, READ_FORMATS, WORKBOOK_ENDINGS, format_of
    from .frame_columns import plain_values, wrapped_frame
    from .frames import frame_cases, from_frame, to_frame
    from .guarded_cells import CELL_ENDS, UNSAFE_CELL, csv_cell, date_cell, unguarded
    from .headings import normalised
    from .history_rows import details_text
    from .ids import event_ids
    from .inputs import path_of, path_or_file_of
    from .json import (
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
    from .plain_data import event_to_data
    from .process_json import process_from_json, process_to_json
    from .read_options import ReadOptions
    from .records import Misread
    from .row_dates import date_columns
    from .schema import SCHEMAS, schema_of, schema_text
    from .scxml import process_to_scxml
    from .streams import unchanged
    from .table_cases import TableCase, TableReader
    from .table_notes import NEVER_IN_NOTES, NoteFilter, without_notes
    from .versions import ENTRIES_FORMAT, HISTORY_FORMAT
else:
    _HOMES = {
        "TEMPORARY": "atomic",
        "is_replaced": "atomic",
        "replacing": "atomic",
        "sync_folder": "atomic",
        "write_atomically": "atomic",
        "filling_folder": "atomic_folder",
        "AuthorityNames": "authority_names",
        "names_of": "authority_names",
        "deadlines_to_ics": "calendar",
        "cell_text": "cells",
        "chosen_cases": "case_choice",
        "parse_columns": "columns",
        "csv_template": "csv",
        "dump_csv": "csv",
        "dumps_csv": "csv",
        "load_csv": "csv",
        "loads_csv": "csv",
        "stream_csv": "csv",
        "UNSAFE_CELL": "guarded_cells",
        "csv_cell": "guarded_cells",
        "date_cell": "guarded_cells",
        "event_from_form": "event_form",
        "event_ids": "ids",
        "event_schema": "event_schemas",
        "changed_event": "event_texts",
        "event_class": "event_texts",
        "event_from_texts": "event_texts",
        "ENTRIES_FORMAT": "versions",
        "HISTORY_FORMAT": "versions",
        "FORMATS": "formats",
        "READ_FORMATS": "formats",
        "WORKBOOK_ENDINGS": "formats",
        "read_cases": "files",
        "ReadOptions": "read_options",
        "format_of": "formats",
        "read_file": "files",
        "save": "files",
        "write_histories": "files",
        "frame_cases": "frames",
        "from_frame": "frames",
        "to_frame": "frames",
        "dump": "json",
        "dumps": "json",
        "event_from_json": "json",
        "event_to_json": "json",
        "load": "json",
        "load_all": "json",
        "loads": "json",
        "loads_all": "json",
        "path_of": "inputs",
        "path_or_file_of": "inputs",
        "Limits": "limits",
        "LockedFile": "file_lock",
        "locked_file": "file_lock",
        "event_to_data": "plain_data",
        "process_from_json": "process_json",
        "process_to_json": "process_json",
        "SCHEMAS": "schema",
        "schema_of": "schema",
        "schema_text": "schema",
        "process_to_scxml": "scxml",
        "unchanged": "streams",
        "TableCase": "table_cases",
        "event_from_row": "event_rows",
        "CELL_ENDS": "guarded_cells",
        "FREE_TEXT": "cells",
        "PLACEHOLDERS": "cells",
        "clean_text": "cells",
        "CASE_COLUMNS": "columns",
        "IGNORED": "columns",
        "columns_of": "columns",
        "CsvTable": "csv_rows",
        "date_columns": "row_dates",
        "plain_values": "frame_columns",
        "wrapped_frame": "frame_columns",
        "unguarded": "guarded_cells",
        "normalised": "headings",
        "details_text": "history_rows",
        "Misread": "records",
        "TableReader": "table_cases",
        "NEVER_IN_NOTES": "table_notes",
        "NoteFilter": "table_notes",
        "without_notes": "table_notes",
    }
    """The module that defines each public name."""
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CASE_COLUMNS",
    "CELL_ENDS",
    "ENTRIES_FORMAT",
    "FORMATS",
    "FREE_TEXT",
    "HISTORY_FORMAT",
    "IGNORED",
    "NEVER_IN_NOTES",
    "PLACEHOLDERS",
    "READ_FORMATS",
    "SCHEMAS",
    "TEMPORARY",
    "UNSAFE_CELL",
    "WORKBOOK_ENDINGS",
    "AuthorityNames",
    "CsvTable",
    "Limits",
    "LockedFile",
    "Misread",
    "NoteFilter",
    "ReadOptions",
    "TableCase",
    "TableReader",
    "cell_text",
    "changed_event",
    "chosen_cases",
    "clean_text",
    "columns_of",
    "csv_cell",
    "csv_template",
    "date_cell",
    "date_columns",
    "deadlines_to_ics",
    "details_text",
    "dump",
    "dump_csv",
    "dumps",
    "dumps_csv",
    "event_class",
    "event_from_form",
    "event_from_json",
    "event_from_row",
    "event_from_texts",
    "event_ids",
    "event_schema",
    "event_to_data",
    "event_to_json",
    "filling_folder",
    "format_of",
    "frame_cases",
    "from_frame",
    "is_replaced",
    "load",
    "load_all",
    "load_csv",
    "loads",
    "loads_all",
    "loads_csv",
    "locked_file",
    "names_of",
    "normalised",
    "parse_columns",
    "path_of",
    "path_or_file_of",
    "plain_values",
    "process_from_json",
    "process_to_json",
    "process_to_scxml",
    "read_cases",
    "read_file",
    "replacing",
    "save",
    "schema_of",
    "schema_text",
    "stream_csv",
    "sync_folder",
    "to_frame",
    "unchanged",
    "unguarded",
    "without_notes",
    "wrapped_frame",
    "write_atomically",
    "write_histories",
]
