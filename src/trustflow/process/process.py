"""A process as data: stages, moves and date rules, which are checked when it is built."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

from attrs import evolve, field, frozen
from attrs.validators import optional

from .._frozen_map import FrozenMap
from .._text import visible
from ..dates import ExplainedCalls, example, example_of, explained
from ..errors import BadProcess, InvalidValue, pluralised, quoted
from ..history import (
    Event,
    names,
    names_by_name,
    one_line,
    one_line_each,
    plain_text,
    tuple_of_names,
    tuples_by_name,
    yes_or_no,
)
from .class_validation import class_faults
from .converters import (
    classes_of,
    deliverers_of,
    facts_of,
    legs_of,
    moves_of,
    rules_of,
    stages_of,
    triggers_of,
)
from .event_building import built_event
from .legs import NamedLeg
from .look_ups import (
    classes_by_trigger,
    known_key,
    moves_by_trigger,
    rules_by_trigger,
    single_targets,
    triggers_into,
)
from .moves import ORDINARY, Move, StageInfo
from .notebook import process_html
from .pickling import shipped_by
from .routes import neighbours, reached_from, shortest_route, simple_paths
from .rules import IN_ORDER, DateRule
from .stage_words import instead_of_stage
from .validation import process_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dates import DateLike

__all__ = ["EVENTS", "Process"]


EVENTS = "events"
"""The only kind of event of a process that gives no kinds."""


LINKS = example("{'letter_answered': ['letter_sent']}")


@frozen(kw_only=True, slots=False, cache_hash=True, repr=False)
class Process(metaclass=ExplainedCalls):
    """Stages, moves and date rules, checked as a whole when built.

    A process is data and contains no case. Its optional texts are shown to people unchanged; if a
    text is not given, nothing is shown in its place.

    Args:
        name: The short name.
        title: The name for people.
        stages: Each stage, mapped to its description, in order.
        initial: The first stage, in which a history begins unless it gives another one.
        triggers: Each trigger, mapped to its label for people.
        moves: What each trigger does in each stage in which it is allowed.
        rules: The date rules.
        ordered: Whether events must be listed in the order in which they happened. True adds the
            rule `IN_ORDER` unless the rules have one on the order of events; False leaves
            `IN_ORDER` out of the rules.
        events: The Python classes of the events, if the process has any, or `CLASSES_NOT_GIVEN` if
            they are not at hand, as in a file. Then a rule can name any field.
        requires_earlier: Each trigger that ends something, mapped to the triggers that begin it. If
            none of these is on record, the ending event gives a finding.
        keeps_planned_days_of: The triggers whose planned days are all kept, so that each can be
            compared with the actual day. A later plan does not replace an earlier one.
        cancels_planned: Each trigger that cancels a plan, mapped to the triggers whose planned days
            it cancels.
        legs: The named legs, by name.
        facts: The names of the facts that histories of the process have besides the stage, each
            mapped to its label for people. Pages show the facts in this order. See
            `trustflow.facts`.
        record_kinds: The kinds of event for which a record is checked separately, each mapped to
            its triggers. Without them, all triggers are of one kind, ``events``. See
            `History.checked_to`.
        delivered_by: Each stage, mapped to the words for who delivers the services in it.
        disclaimer: A text on what trustflow does not claim, shown on pages, pictures, deadlines and
            calendars.
        duty_note: A sentence on what a finding of strength ``law`` does not claim, added to each of
            them. ``{duty_holder}`` is replaced by the duty holder of the rule.

    Raises:
        BadProcess: The process contradicts itself; the message lists every fault.
    """

    name: str = field(validator=one_line, metadata=example("'planning'"))
    title: str = field(validator=one_line, metadata=example("'A planning application'"))
    stages: FrozenMap[StageInfo] = field(
        converter=stages_of,
        validator=one_line_each,
        metadata=example(
            f"{{'lodged': {example_of(StageInfo)}, "
            "'valid': StageInfo('Valid', 'Nothing is missing.', final=True)}"
        ),
    )
    initial: str = field(validator=one_line, metadata=example("'lodged'"))
    triggers: FrozenMap[str] = field(
        converter=triggers_of,
        validator=one_line_each,
        metadata=example("{'validated': 'application validated'}"),
    )
    moves: tuple[Move, ...] = field(converter=moves_of, metadata=example(f"[{example_of(Move)}]"))
    rules: tuple[DateRule, ...] = field(default=(), converter=rules_of)
    ordered: bool = field(default=True, validator=yes_or_no)
    events: tuple[type[Event], ...] = field(default=(), converter=classes_of, eq=False)
    requires_earlier: FrozenMap[tuple[str, ...]] = field(
        default=FrozenMap(), converter=tuples_by_name, validator=names_by_name, metadata=LINKS
    )
    keeps_planned_days_of: tuple[str, ...] = field(
        default=(), converter=tuple_of_names, validator=names
    )
    cancels_planned: FrozenMap[tuple[str, ...]] = field(
        default=FrozenMap(), converter=tuples_by_name, validator=names_by_name, metadata=LINKS
    )
    legs: FrozenMap[NamedLeg] = field(
        default=FrozenMap(),
        converter=legs_of,
        validator=one_line_each,
        metadata=example(f"{{'answer': {example_of(NamedLeg)}}}"),
    )
    facts: FrozenMap[str] = field(
        default=FrozenMap(),
        converter=facts_of,
        validator=one_line_each,
        metadata=example("{'judgement': 'Latest judgement'}"),
    )
    record_kinds: FrozenMap[tuple[str, ...]] = field(
        default=FrozenMap(),
        converter=tuples_by_name,
        validator=names_by_name,
        metadata=example("{'letters': ['letter_sent', 'letter_answered']}"),
    )
    delivered_by: FrozenMap[str] = field(
        default=FrozenMap(),
        converter=deliverers_of,
        validator=one_line_each,
        metadata=example("{'lodged': 'the office'}"),
    )
    disclaimer: str | None = field(
        default=None, validator=optional(plain_text), metadata=example("'This is not advice.'")
    )
    duty_note: str | None = field(
        default=None,
        validator=optional(one_line),
        metadata=example("'The {duty_holder} may know more.'"),
    )

    def __attrs_post_init__(self) -> None:
        if classes := [*class_faults(self.events)]:
            raise BadProcess(classes)  # the other checks need classes of events
        object.__setattr__(self, "rules", self._with_order())
        if faults := [*process_faults(self)]:
            raise BadProcess(faults)

    def _with_order(self) -> tuple[DateRule, ...]:
        """Return the rules with or without `IN_ORDER`, as `ordered` says."""
        if not self.ordered:
            return tuple(rule for rule in self.rules if rule != IN_ORDER)
        if any(rule.is_in_order for rule in self.rules):
            return self.rules
        return (IN_ORDER, *self.rules)

    # Look-ups by name

    @cached_property
    def table(self) -> FrozenMap[FrozenMap[Move]]:
        """Each move, by its stage and then by its trigger."""
        return moves_by_trigger(self.stages, self.moves)

    @cached_property
    def starting(self) -> FrozenMap[tuple[DateRule, ...]]:
        """The rules whose clock a trigger starts, by trigger."""
        return rules_by_trigger(self.triggers, self.rules, "starts")

    @cached_property
    def ending(self) -> FrozenMap[tuple[DateRule, ...]]:
        """The rules whose clock a trigger stops, by trigger."""
        return rules_by_trigger(self.triggers, self.rules, "ends")

    @cached_property
    def showing(self) -> FrozenMap[tuple[DateRule, ...]]:
        """The rules of which a trigger shows that their end had come, by trigger."""
        return rules_by_trigger(self.triggers, self.rules, "shown_by")

    @cached_property
    def cancelling(self) -> FrozenMap[tuple[DateRule, ...]]:
        """The rules whose clock a trigger stops without a finding, by trigger."""
        return rules_by_trigger(self.triggers, self.rules, "cancelled_by")

    @cached_property
    def answers(self) -> frozenset[str]:
        """The words that the rules know in the `responds_to` of an event."""
        return frozenset(rule.answers for rule in self.rules if rule.answers is not None)

    @cached_property
    def order_rule(self) -> DateRule | None:
        """The rule that requires events to be listed in order; None if there is none."""
        return next((rule for rule in self.rules if rule.is_in_order), None)

    @cached_property
    def only_targets(self) -> FrozenMap[str]:
        """Each trigger whose moves all lead to the same stage, mapped to that stage."""
        return single_targets(self.moves)

    @cached_property
    def by_class(self) -> FrozenMap[tuple[type[Event], Mapping[str, Any]]]:
        """The Python class of each trigger, with field values that produce the trigger."""
        return classes_by_trigger(self.events)

    @cached_property
    def entering(self) -> FrozenMap[frozenset[str]]:
        """The triggers that lead into each stage from another one, by stage."""
        return triggers_into(self.stages, self.moves)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of event for which a record is checked; one kind if the process gives none."""
        return tuple(self.record_kinds) or (EVENTS,)

    @cached_property
    def kind_of(self) -> FrozenMap[str]:
        """The kind of each trigger that has one."""
        if not self.record_kinds:
            return FrozenMap(dict.fromkeys(self.triggers, EVENTS))
        return FrozenMap(
            (trigger, kind) for kind, triggers in self.record_kinds.items() for trigger in triggers
        )

    @cached_property
    def kinds_out_of(self) -> FrozenMap[tuple[str, ...]]:
        """The kinds of the events that lead out of each stage, by stage.

        For triggers without a kind, the stage is checked only by one day for all kinds, which
        counts for ``events`` as well.
        """
        kinds: dict[str, tuple[str, ...]] = {}
        for stage in self.stages:
            leaving = (move.trigger for move in self.moves_from(stage) if not move.stays)
            found = {self.kind_of.get(trigger, EVENTS) for trigger in leaving}
            kinds[stage] = tuple(
                kind for kind in dict.fromkeys((*self.kinds, EVENTS)) if kind in found
            )
        return FrozenMap(kinds)

    def kind(self, name: str) -> str:
        """Return the kind of event with a name.

        Raises:
            InvalidValue: There is no such kind; the message suggests the most similar name.
        """
        return known_key(name, dict.fromkeys(self.kinds), "kind of event")

    def stage(self, name: str) -> str:
        """Return the stage with a name.

        Raises:
            InvalidValue: There is no such stage; the message suggests the most similar name.
        """
        return known_key(name, self.stages, "stage")

    def trigger(self, name: str) -> str:
        """Return the trigger with a name.

        Raises:
            InvalidValue: There is no such trigger; the message suggests the most similar name, or
                lists the triggers of a class of events that has the name.
        """
        if name not in tuple(self.triggers):  # a tuple, because a name may be of any type
            variants = self._triggers_of_class(name)
            if variants:
                accepted = f"It is a class of events; its triggers are {', '.join(variants)}."
                raise InvalidValue(quoted(name), "trigger", accepted, variants)
            if instead := instead_of_stage(name, self):
                raise InvalidValue(quoted(name), "trigger", instead, tuple(self.triggers))
        return known_key(name, self.triggers, "trigger")

    def variants(self, name: str) -> tuple[str, ...]:
        """Return the triggers that a name covers: one trigger, or an event's variants.

        Args:
            name: A trigger, or the name of an event without its variant, such as ``decision_made``.

        Raises:
            InvalidValue: There is no such trigger; the message suggests the most similar name.
        """
        if name in tuple(self.triggers):  # a tuple, because a name may be of any type
            return (self.trigger(name),)
        return self._triggers_of_class(name) or (self.trigger(name),)

    def _triggers_of_class(self, name: str) -> tuple[str, ...]:
        """Return the triggers of the class of events with a name; none without such a class."""
        classes = self.by_class.items()
        return tuple(trigger for trigger, (cls, _) in classes if cls.class_name == name)

    def rule(self, rule_id: str) -> DateRule:
        """Return the rule with an id.

        Raises:
            InvalidValue: There is no such rule; the message suggests the most similar id.
        """
        by_id = {rule.id: rule for rule in self.rules}
        return by_id[known_key(rule_id, by_id, "rule")]

    def leg(self, name: str) -> NamedLeg:
        """Return the leg with a name.

        Raises:
            InvalidValue: There is no such leg; the message suggests the most similar name.
        """
        return self.legs[known_key(name, self.legs, "leg")]

    @explained("process.event('letter_sent', '2016-07-14', note='By hand.')")
    def event(self, trigger: str, on: DateLike, **fields: Any) -> Event:
        """Build an event by its trigger, whether or not a Python class exists for it.

        Args:
            trigger: The trigger, such as ``letter_sent``.
            on: The day it happened.
            fields: The other fields of the event. Fields that the trigger implies need not be
                given.

        Raises:
            InvalidValue: The process does not have the trigger, or the fields produce another one.
            BadDate: The day cannot be read.
            BadArguments: A field is unknown, or a required field is missing.
        """
        return built_event(self, trigger, on, fields)

    # Moves, rules in force and routes

    def moves_from(self, stage: str) -> tuple[Move, ...]:
        """Return the moves allowed in a stage, in the order of the triggers.

        Moves that stay in the stage are included.
        """
        row = self.table[self.stage(stage)]
        return tuple(row[trigger] for trigger in self.triggers if trigger in row)

    def moves_to(self, stage: str) -> tuple[Move, ...]:
        """Return the moves into a stage from other stages, in the order of the stages."""
        to = self.stage(stage)
        return tuple(
            move
            for source in self.stages
            for move in self.moves_from(source)
            if move.leads_to == to and not move.stays
        )

    def rules_in_force(self, day: DateLike) -> tuple[DateRule, ...]:
        """Return the date rules in force on a day.

        Raises:
            BadDate: `day` is not one exact day.
        """
        return tuple(rule for rule in self.rules if rule.is_in_force(day))

    def reachable(
        self, start: str | None = None, *, marks: Iterable[str] = ORDINARY
    ) -> tuple[str, ...]:
        """Return the stages reachable from a stage, the nearest first.

        The start stage is included and comes first.

        Args:
            start: The stage to start in; the first stage of the process by default.
            marks: The marks of the moves that may be used; by default, standard and attested moves.
        """
        onward = neighbours(self.stages, self.moves, marks)
        return reached_from(self.stage(self.initial if start is None else start), onward)

    def paths(
        self, to: str, *, start: str | None = None, marks: Iterable[str] = ORDINARY
    ) -> tuple[tuple[str, ...], ...]:
        """Return the paths to a stage that visit no stage twice, shortest first.

        Args:
            to: The stage to reach.
            start: The stage to start in; the first stage of the process by default.
            marks: The marks of the moves that may be used; by default, standard and attested moves.
        """
        onward = neighbours(self.stages, self.moves, marks)
        begin = self.stage(self.initial if start is None else start)
        return tuple(simple_paths(begin, self.stage(to), onward))

    def shortest(self, start: str, trigger: str) -> tuple[Move, ...] | None:
        """Return the shortest route from a stage to one in which a trigger is allowed.

        Return None if there is no such route. Of equally short routes, the most ordinary one is
        returned.
        """
        return shortest_route(
            self.stage(start),
            self.moves_from,
            lambda stage: trigger in tuple(self.table[stage]),  # a name may be of any type
        )

    @explained("process.extended(moves=[Move('letter_sent', 'sent', 'sent')])")
    def extended(
        self,
        *,
        stages: Mapping[str, StageInfo] = FrozenMap(),
        triggers: Mapping[str, str] = FrozenMap(),
        moves: Iterable[Move] = (),
        rules: Iterable[DateRule] = (),
        events: Iterable[type[Event]] = (),
    ) -> Self:
        """Return the process with more stages, triggers, moves, rules and classes of events.

        Raises:
            BadProcess: The extended process contradicts itself.
        """
        more_stages, more_triggers = stages_of(stages), triggers_of(triggers)
        more_classes = classes_of(events)
        faults = [
            f"{what} {name!r} is already in the process, and extended only adds; give a new name"
            for what, more, own in (
                ("stage", more_stages, tuple(self.stages)),
                ("event", more_triggers, tuple(self.triggers)),
            )
            for name in more
            if name in own
        ]
        if faults:
            raise BadProcess(faults)
        return evolve(
            self,
            stages={**self.stages, **more_stages},
            triggers={**self.triggers, **more_triggers},
            moves=(*self.moves, *moves_of(moves)),
            rules=(*self.rules, *rules_of(rules)),
            events=(*self.events, *more_classes) if more_classes else self.events,
        )

    # Copies and pickles

    def __copy__(self) -> Self:
        return self  # it cannot change

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        shipped = shipped_by(self)
        if shipped is not None:
            return shipped, ()
        return super().__reduce_ex__(protocol)

    def __getstate__(self) -> dict[str, Any]:
        # The cached tables are left out: to compute them again takes less time than to read them.
        return {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        }

    def __repr__(self) -> str:
        return (
            f"<Process {visible(self.name)}: {pluralised(len(self.stages), 'stage')}, "
            f"{pluralised(len(self.triggers), 'trigger')}, {pluralised(len(self.moves), 'move')}, "
            f"{pluralised(len(self.rules), 'rule')}>"
        )

    def _repr_html_(self) -> str:
        return process_html(self)
