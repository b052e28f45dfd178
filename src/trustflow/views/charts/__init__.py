"""Charts of many histories: their judgements by year, and their last stages on record."""

from __future__ import annotations

from .output import CHART_FORMATS, CHARTS, ChartTable, chart, chart_counts, chart_table

__all__ = ["CHARTS", "CHART_FORMATS", "ChartTable", "chart", "chart_counts", "chart_table"]
