"""Which findings count, for each `strength` that a question can name."""

from __future__ import annotations

from ..history import Severity

__all__ = ["LEAST_RANKS", "RULES_KEPT"]

LEAST_RANKS = {
    "logic": Severity.ERROR.rank,
    "law": Severity.BREACH.rank,
    "all": Severity.REMARK.rank,
}
"""The rank of the slightest severity that counts, for each `strength`."""
RULES_KEPT = {
    "logic": "every rule of logic",
    "law": "every rule of logic and law",
    "all": "all rules and deadlines",
}
"""What is kept on days without a finding that counts, in words, for each `strength`."""
