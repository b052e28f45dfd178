"""The versions of the formats that are written; what reads version 1 stays."""

__all__ = ["HISTORY_FORMAT", "PROCESS_FORMAT"]

HISTORY_FORMAT = "trustflow/1"
PROCESS_FORMAT = "trustflow-process/1"
