"""The days left for an option, and the rules that bound them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import PartialDate

if TYPE_CHECKING:
    from .next_moves import Option
    from .windows import Window

__all__ = ["bounds_words", "days_left"]


def days_left(option: Option) -> str:
    """Return in words the days that keep the rules; empty if nothing bounds them."""
    window = option.window
    if window is None:
        return ""
    if window.conflict is not None:
        return _no_day(window)
    if window.earliest_rule is None and len(window.kept) == 1:
        latest = window.latest
        return "" if latest is None else f"until {PartialDate.of(latest).words}"
    return window.days_kept


def _no_day(window: Window) -> str:
    """Return that the last day has passed, or that no day keeps the rules."""
    assert window.conflict is not None  # noqa: S101 - the caller has tested it
    first, *others = window.conflict.bounds
    if not others and first.keeps and (last := first.keeps[-1].last) is not None:
        return f"until {PartialDate.of(last).words} (passed)"
    return f"no day; possibly {window.days_possible}" if window.possible else "no day"


def bounds_words(option: Option) -> str:
    """Return the rules at the ends of the days left, or those that leave none; or an empty text."""
    window = option.window
    if window is None:
        return ""
    if window.conflict is not None:
        return "; ".join(f"{each.name} {each.days_kept}" for each in window.conflict.bounds)
    ends = {"first day": window.earliest_rule, "last day": window.latest_rule}
    return "; ".join(f"{end} by {rule.name}" for end, rule in ends.items() if rule is not None)
