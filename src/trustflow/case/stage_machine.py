"""A machine of `transitions` that reads the members of an enumeration of stages as plain text."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transitions import Machine

__all__ = ["stage_machine_class"]


@lru_cache(maxsize=32)
def stage_machine_class(machine_class: type[Machine]) -> type[Machine]:
    """Return a subclass whose methods take a `Stage` for the name of a state.

    A machine calls a member of an enumeration by the member's name, such as TRUST_LIVE, and has no
    such state.
    """
    base: Any = machine_class

    class StageMachine(base):  # type: ignore[misc]  # the class is known when the program runs
        def add_model(self, model: object, initial: Any = None, **options: Any) -> None:
            super().add_model(model, initial=_text(initial), **options)

        def get_state(self, state: Any, *hint: Any) -> Any:
            return super().get_state(_text(state), *hint)

        def set_state(self, state: Any, model: object = None) -> None:
            super().set_state(_text(state), model)

        def get_triggers(self, *states: Any) -> Any:
            return super().get_triggers(*map(_text, states))

        def __reduce__(self) -> tuple[Any, ...]:
            return _new_machine, (machine_class,), self.__getstate__()

    StageMachine.__name__ = StageMachine.__qualname__ = machine_class.__name__
    StageMachine.__doc__ = machine_class.__doc__
    return StageMachine


def _new_machine(machine_class: type[Machine]) -> Machine:
    """Return a machine without its attributes, which a pickle then sets."""
    subclass = stage_machine_class(machine_class)  # type: ignore[arg-type]  # a class is hashable
    return subclass.__new__(subclass)


def _text(state: Any) -> Any:
    """Return the name of a state: for a member of an enumeration of texts, its value."""
    if isinstance(state, list | tuple):
        return [_text(each) for each in state]
    return state.value if isinstance(state, Enum) and isinstance(state, str) else state
