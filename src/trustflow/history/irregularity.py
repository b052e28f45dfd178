"""A mistake in one event, which the event itself reports."""

from __future__ import annotations

from attrs import field, frozen

from ..dates import ExplainedCalls, example
from .fields import one_line, plain_text
from .members import instance_of
from .sources import Citation
from .strength import Strength, strength_of

__all__ = ["Irregularity"]


@frozen
class Irregularity(metaclass=ExplainedCalls):
    """A mistake in one event that does not depend on other events.

    Args:
        code: The code of the finding that reports the mistake.
        strength: The strength of the broken rule.
        message: The mistake in words.
        citation: The source of the broken rule.
    """

    code: str = field(validator=one_line, metadata=example("'sent_twice'"))
    strength: Strength = field(converter=strength_of, metadata=example("'practice'"))
    message: str = field(validator=plain_text, metadata=example("'The letter was sent twice.'"))
    citation: Citation = field(
        validator=instance_of(Citation), metadata=example("Citation('The post order, article 1')")
    )
