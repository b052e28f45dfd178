"""Diagrams, timelines and charts for docs, and the pages of cases and processes as HTML files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_attributes

if TYPE_CHECKING:
    from .case_page import case_page
    from .charts import (
        CHART_FORMATS,
        CHARTS,
        ChartTable,
        chart,
        chart_counts,
        chart_table,
        outcome_chart,
    )
    from .diagrams import (
        DIAGRAM_FORMATS,
        Diagram,
        DiagramSource,
        Direction,
        build_diagram,
        diagram,
        to_dot,
        to_svg,
    )
    from .duration import day_count_words, duration_words
    from .explorer import EXPLORER_DAYS, explorer
    from .fact_rows import fact_rows, record_words, stay_rows
    from .marks import MARK_CHOICES, left_out_notes, marks_of
    from .process_location import is_process_location, process_at
    from .process_tables import TABLE_KINDS, Cell, ProcessTable, process_table
    from .rule_facts import rule_facts
    from .svg import PRINT_FONT, png_of
    from .timelines import SORTS, TIMELINE_FORMATS, timeline
else:
    _HOMES = {
        "case_page": "case_page",
        "CHART_FORMATS": "charts",
        "CHARTS": "charts",
        "ChartTable": "charts",
        "chart": "charts",
        "chart_counts": "charts",
        "chart_table": "charts",
        "outcome_chart": "charts",
        "DIAGRAM_FORMATS": "diagrams",
        "Diagram": "diagrams",
        "DiagramSource": "diagrams",
        "Direction": "diagrams",
        "build_diagram": "diagrams",
        "diagram": "diagrams",
        "to_dot": "diagrams",
        "to_svg": "diagrams",
        "day_count_words": "duration",
        "duration_words": "duration",
        "EXPLORER_DAYS": "explorer",
        "explorer": "explorer",
        "fact_rows": "fact_rows",
        "record_words": "fact_rows",
        "stay_rows": "fact_rows",
        "MARK_CHOICES": "marks",
        "left_out_notes": "marks",
        "marks_of": "marks",
        "is_process_location": "process_location",
        "process_at": "process_location",
        "TABLE_KINDS": "process_tables",
        "Cell": "process_tables",
        "ProcessTable": "process_tables",
        "process_table": "process_tables",
        "rule_facts": "rule_facts",
        "PRINT_FONT": "svg",
        "png_of": "svg",
        "SORTS": "timelines",
        "TIMELINE_FORMATS": "timelines",
        "timeline": "timelines",
    }
    """The module that defines each public name."""
    __getattr__, __dir__ = lazy_attributes(globals(), _HOMES)

__all__ = [
    "CHARTS",
    "CHART_FORMATS",
    "DIAGRAM_FORMATS",
    "EXPLORER_DAYS",
    "MARK_CHOICES",
    "PRINT_FONT",
    "SORTS",
    "TABLE_KINDS",
    "TIMELINE_FORMATS",
    "Cell",
    "ChartTable",
    "Diagram",
    "DiagramSource",
    "Direction",
    "ProcessTable",
    "build_diagram",
    "case_page",
    "chart",
    "chart_counts",
    "chart_table",
    "day_count_words",
    "diagram",
    "duration_words",
    "explorer",
    "fact_rows",
    "is_process_location",
    "left_out_notes",
    "marks_of",
    "outcome_chart",
    "png_of",
    "process_at",
    "process_table",
    "record_words",
    "rule_facts",
    "stay_rows",
    "timeline",
    "to_dot",
    "to_svg",
]
