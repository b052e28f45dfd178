"""A `transitions.Machine` of a process, for a live case or for users' own models."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..errors import InvalidValue, quoted
from ..process import process_of

if TYPE_CHECKING:
    from transitions import Machine

    from ..process import Process
    from .guard import Guard

__all__ = ["machine", "shared_machine"]

_Machine = TypeVar("_Machine", bound="Machine")
PROBE = "trustflow_probe"
"""The attribute that shows whether a model can take attributes."""


@overload
def machine(
    process: Process,
    *,
    guarded: bool = False,
    model: object = None,
    machine_class: None = None,
    **options: Any,
) -> Machine: ...
@overload
def machine(
    process: Process,
    *,
    guarded: bool = False,
    model: object = None,
    machine_class: type[_Machine],
    **options: Any,
) -> _Machine: ...
def machine(
    process: Process,
    *,
    guarded: bool = False,
    model: object = None,
    machine_class: type[Machine] | None = None,
    **options: Any,
) -> Machine:
    """Return a `transitions.Machine` with the stages and triggers of a process.

    A guarded machine also checks the date rules. Its triggers are called with the event, as in
    ``model.trust_went_live(ev.TrustWentLive("2018-04-01"))``, and return False if the event
    certainly breaks a rule of strength ``logic`` or comes after the abolition of the authority. The
    machine keeps the state of the replay in the model's attribute ``trustflow_replay``, and passes
    an `EventData` to callbacks (``send_event``). If the model has an attribute ``authority``, that
    is the name of its authority, which an event can abolish.

    The replay changes when the stage of the model does, so a callback can raise an error, and one
    on entering a stage or after a transition can fire the next event. If an event fired in an
    earlier callback is in the way, the outer event raises a `MachineError`. If anything else has
    moved the model, such as ``set_state``, the next event begins a new replay in that stage.

    Args:
        process: The process.
        guarded: Whether each trigger has a condition that checks the date rules.
        model: The model, or a list of models; more models can be added later.
        machine_class: The class of the machine, such as `transitions.extensions.AsyncMachine`;
            `transitions.Machine` by default. A class for nested states needs a `separator` that is
            in no name of a stage.
        options: Other arguments of the class, such as ``after_state_change``. A stage, also for
            ``initial``, ``add_model`` and ``set_state``, is a plain string or a `Stage`.

    Raises:
        InvalidValue: `initial` is not a stage of the process, the separator of nested states is in
            a name of a stage, `machine_class` is not a class of machines, or a model cannot take
            attributes.
    """
    from transitions.core import listify

    from .guard import Guard
    from .stage_machine import stage_machine_class

    process = process_of(process)
    machine_class = _class_of(machine_class)
    for each in listify(model):
        if each is not machine_class.self_literal:
            _refuse_unchangeable(each)
    _check_separator(process, machine_class)
    if options.get("initial") is not None:
        options["initial"] = str(process.stage(options["initial"]))
    if guarded:
        options["send_event"] = True
    parts = _parts(process, Guard(process) if guarded else None)
    # A class is hashable, whatever its instances are.
    subclass = stage_machine_class(machine_class)  # type: ignore[arg-type]
    return subclass(model=model, **{**parts, **options})


@lru_cache(maxsize=32)
def shared_machine(process: Process) -> Machine:
    """Return the machine that all cases of a process share.

    No case is added to the machine as a model, because that would cost memory and time for each
    case, and would keep the case alive.
    """
    from transitions import Machine

    return Machine(model=None, **_parts(process))


def _parts(process: Process, guard: Guard | None = None) -> dict[str, Any]:
    """Return the arguments of a machine that come from the process."""
    on_enter = [guard.enter] if guard else []
    conditions, after_stay = ([guard.allows], [guard.stay]) if guard else ([], [])
    return {
        "states": [{"name": str(stage), "on_enter": [*on_enter]} for stage in process.stages],
        "transitions": [
            {
                "trigger": move.trigger,
                "source": str(move.stage),
                "dest": None if move.stays else str(move.leads_to),
                "conditions": [*conditions],
                "after": [*after_stay] if move.stays else [],
            }
            for move in process.moves
        ],
        "initial": str(process.initial),
        "auto_transitions": False,
    }


def _class_of(machine_class: object) -> type[Machine]:
    from transitions import Machine

    if machine_class is None:
        return Machine
    if isinstance(machine_class, type) and issubclass(machine_class, Machine):
        return machine_class
    accepted = "Expected a class of transitions, such as transitions.extensions.AsyncMachine."
    raise InvalidValue(quoted(machine_class), "machine_class", accepted)


def _refuse_unchangeable(model: object) -> None:
    """Refuse a model to which a machine could not add its triggers."""
    try:
        setattr(model, PROBE, None)
        delattr(model, PROBE)
    except (AttributeError, TypeError, ValueError):
        accepted = (
            "Expected an object that can take attributes, or a list of such objects: an instance "
            "of a class of your own, which is not frozen and has no slots."
        )
        raise InvalidValue(quoted(model), "model", accepted) from None


def _check_separator(process: Process, machine_class: type[Machine]) -> None:
    """Refuse a class whose separator of nested states would divide the name of a stage."""
    separator = getattr(machine_class.state_cls, "separator", None)
    divided = next((stage for stage in process.stages if separator and separator in stage), None)
    if divided is not None:
        name = machine_class.__name__
        accepted = (
            f"Its nested states are separated by {separator!r}, which is in the stage "
            f"{str(divided)!r}. Expected another separator, as in class Nested({name}): "
            f"state_cls = type('Nested', ({name}.state_cls,), {{'separator': '.'}})."
        )
        raise InvalidValue(quoted(name), "machine_class", accepted)
