"""Collect what is wrong with the record, so that one run lists everything."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Fault"]


@frozen
class Fault:
    """Something wrong in a file of the record.

    Attributes:
        place: The file and the line, such as ``sandwell.csv:12``.
        message: What is wrong, and what to do.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
