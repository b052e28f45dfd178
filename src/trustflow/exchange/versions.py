"""The versions of the file formats that the package reads and writes."""

__all__ = ["HISTORY_FORMAT", "PROCESS_FORMAT"]

HISTORY_FORMAT = "trustflow/1"
PROCESS_FORMAT = "trustflow-process/1"
