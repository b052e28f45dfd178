"""Show values of JSON in messages, in the words of JSON."""

from __future__ import annotations

import json

from .._text import shortened
from ..errors import MAX_QUOTED, quoted

__all__ = ["quoted_json"]


def quoted_json(value: object) -> str:
    """Return a value as JSON has it, such as ``null``, on one line, visible and shortened.

    A text is in the quotation marks of other messages, and so is a value that JSON cannot have.
    """
    if isinstance(value, str):
        return quoted(value)
    try:
        return shortened(json.dumps(value, ensure_ascii=False), MAX_QUOTED)
    except (TypeError, ValueError):
        return quoted(value)
