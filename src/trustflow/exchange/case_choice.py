"""Choose some of the cases of a file by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidValue, expected_one_of, quoted
from ..history import same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .authority_names import AuthorityNames
    from .table_cases import TableCase

__all__ = ["chosen_cases"]


def chosen_cases(
    cases: Iterable[TableCase], only: Iterable[str], names: AuthorityNames, *, file: str
) -> Iterator[TableCase]:
    """Yield the cases with some names, which are their own or those of their authorities.

    Args:
        cases: The cases of a file.
        only: The names. Other spellings and codes of an authority are names of it.
        names: The names of authorities.
        file: What messages call the file.

    Raises:
        InvalidValue: A name is not in the file.
    """
    missing = {same_words(names.resolve(text) or text): text for text in only}
    wanted = {*missing}
    found: dict[str, None] = {}
    for case in cases:
        found[case.name] = None
        own = wanted & {same_words(case.name), same_words(case.history.authority)}
        for each in own:
            missing.pop(each, None)
        if own:
            yield case
    for text in missing.values():
        raise InvalidValue(quoted(text), f"case of {file}", expected_one_of(text, found))
