"""Charts of many histories: judgements by year, last stages on record, and what became of cases."""

from __future__ import annotations

from .ends import outcome_chart
from .output import CHART_FORMATS, CHARTS, ChartTable, chart, chart_counts, chart_table

__all__ = [
    "CHARTS",
    "CHART_FORMATS",
    "ChartTable",
    "chart",
    "chart_counts",
    "chart_table",
    "outcome_chart",
]
