"""The versions of the file formats that the package reads and writes, and their common fields."""

__all__ = ["CONTENTS", "HISTORY_FORMAT", "PROCESS_FIELD", "PROCESS_FORMAT"]

HISTORY_FORMAT = "trustflow/1"
"""The format of a file of histories."""
PROCESS_FIELD = "process"
"""The field of a file of histories that names its process."""
PROCESS_FORMAT = "trustflow-process/1"
CONTENTS = {HISTORY_FORMAT: "histories", PROCESS_FORMAT: "a process"}
"""What a file of each format contains."""
