"""A process as a whole: look-ups by name, building events, extending, equality and copies."""

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from functools import cached_property

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.process.samples import LetterSent, bare_processes, letter_process, letter_rule
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.engine import check
from trustflow.errors import BadArguments, BadDate, BadProcess, InvalidValue
from trustflow.exchange import process_from_json, process_to_json
from trustflow.history import History, NamedEvent
from trustflow.process import (
    CLASSES_NOT_GIVEN,
    IN_ORDER,
    DateRule,
    Move,
    NamedLeg,
    Process,
    StageInfo,
)
from trustflow.queries import window
from trustflow.testing import days, partial_dates, processes
from trustflow.trust_transfer import TRUST_TRANSFER, Stage
from trustflow.views import timeline

TABLES = [
    name
    for name, value in vars(Process).items()
    if isinstance(value, cached_property) and isinstance(getattr(TRUST_TRANSFER, name), Mapping)
]
"""The names of the tables that a process computes once."""


def tables_of(process):
    """Return every table that a process computes once, by name."""
    return {name: getattr(process, name) for name in TABLES}


def is_frozen(value):
    """Return whether a value cannot change, nor anything in it."""
    if isinstance(value, FrozenMap):
        return all(map(is_frozen, value.values()))
    if isinstance(value, tuple | frozenset):
        return all(map(is_frozen, value))
    return isinstance(value, str | bool | int | type | Move | DateRule | None)


def pickled(value):
    """Return a value after pickling."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own pickle


class TestMoves:
    """The moves of a process by stage and by trigger."""

    @given(bare_processes())
    def test_moves_from_and_moves_to_list_the_moves_of_a_stage(self, process):
        """The moves from a stage include its stays; those to it come from other stages only."""
        for stage in process.stages:
            allowed = process.moves_from(stage)
            arriving = process.moves_to(stage)

            assert {move for move in process.moves if move.stage == stage} == set(allowed)
            order = [list(process.triggers).index(move.trigger) for move in allowed]
            assert sorted(order) == order
            assert {move for move in process.moves if move.leads_to == stage != move.stage} == set(
                arriving
            )
            order = [list(process.stages).index(move.stage) for move in arriving]
            assert sorted(order) == order
            assert {move.trigger: move for move in allowed} == process.table[stage]

    @given(bare_processes())
    def test_only_targets_has_the_triggers_that_always_lead_to_one_stage(self, process):
        """A trigger has an only target when all its moves, stays included, lead to one stage."""
        for trigger in process.triggers:
            targets = {move.leads_to for move in process.moves if move.trigger == trigger}
            expected = next(iter(targets)) if len(targets) == 1 else None

            assert expected == process.only_targets.get(trigger)


class TestLookUps:
    """Stages, triggers, rules and legs by name."""

    @pytest.mark.parametrize(
        "ask",
        [
            lambda process, name: process.stage(name),
            lambda process, name: process.moves_from(name),
            lambda process, name: process.moves_to(name),
            lambda process, name: process.reachable(name),
            lambda process, name: process.paths(name),
            lambda process, name: process.paths("sent", start=name),
            lambda process, name: process.shortest(name, "letter_read"),
        ],
        ids=["stage", "moves_from", "moves_to", "reachable", "paths", "paths start", "shortest"],
    )
    @pytest.mark.parametrize(
        ("name", "suggestion"), [("sennt", "Did you mean 'sent'? "), ("", ""), (7, "")], ids=repr
    )
    def test_an_unknown_stage_is_refused(self, ask, name, suggestion):
        """The error lists the stages of the process and suggests the nearest one."""
        with pytest.raises(InvalidValue) as caught:
            ask(letter_process(), name)

        expected = f"Unknown stage {name!r}. {suggestion}Expected one of: written, sent, read."
        assert expected == str(caught.value)

    def test_names_are_looked_up_and_unknown_ones_refused(self):
        """Stages, triggers and rules are returned by name; an error suggests the nearest name."""
        process = letter_process()

        assert "letter_sent" == process.trigger("letter_sent")
        assert letter_rule() == process.rule("read-soon")
        assert Stage.TRUST_LIVE is TRUST_TRANSFER.stage("trust_live")
        with pytest.raises(InvalidValue, match=r"Unknown trigger .* Did you mean 'letter_sent'\?"):
            process.trigger("letter_snt")
        with pytest.raises(
            InvalidValue,
            match=r"'read-son'\. Did you mean 'read-soon'\? Expected one of: read-soon\.",
        ):
            process.rule("read-son")

    @pytest.mark.parametrize(
        "ask",
        [
            TRUST_TRANSFER.trigger,
            lambda name: TRUST_TRANSFER.event(name, "2016", judgement="good"),
            lambda name: window(History("X"), name, judgement="good"),
            lambda name: timeline([History("X")], align=name),
        ],
        ids=["trigger", "event", "window", "timeline"],
    )
    def test_a_class_in_place_of_a_trigger_is_answered_with_its_triggers(self, ask):
        """The message has each trigger of the class, and does not guess one of them."""
        with pytest.raises(InvalidValue, match="It is a class of events") as caught:
            ask("inspection_published")
        assert ev.InspectionPublished.triggers().keys() == {*caught.value.words}
        assert ", ".join(caught.value.words) in str(caught.value)
        assert "Did you mean" not in str(caught.value)

    def test_an_unknown_leg_is_refused(self):
        """A leg is returned by name; an error lists the legs and suggests the nearest."""
        leg = NamedLeg("How long a letter takes", start="letter_sent", end="letter_read")
        process = letter_process(legs={"delivery": leg})

        assert leg == process.leg("delivery")
        with pytest.raises(InvalidValue) as caught:
            process.leg("delivry")
        expected = "Unknown leg 'delivry'. Did you mean 'delivery'? Expected one of: delivery."
        assert expected == str(caught.value)

    def test_rules_are_grouped_by_the_triggers_that_start_and_end_their_clocks(self):
        """The rule that events are listed in order has no clock."""
        in_order = letter_rule(id="in-order", starts="*", ends="*", at_most=None, at_least="0 days")
        other = letter_rule(
            id="read-late", starts=("letter_sent", "letter_read"), ends="letter_sent"
        )
        process = letter_process(rules=[letter_rule(), in_order, other], ordered=True)

        assert {
            "letter_sent": (letter_rule(), other),
            "letter_read": (other,),
        } == process.starting
        assert {"letter_read": (letter_rule(),), "letter_sent": (other,)} == process.ending
        assert in_order == process.order_rule
        assert letter_process().order_rule is None

    @given(days())
    def test_rules_in_force_are_those_whose_period_includes_the_day(self, day):
        """The first and the last day of a period are in force."""
        rules = (
            letter_rule(id="always"),
            letter_rule(id="since", since="2016-07"),
            letter_rule(id="until", until="2016-07"),
            letter_rule(id="both", since="2001", until="2016-07"),
        )
        month = (day.year, day.month)
        expected = [
            "always",
            *(["since"] if month >= (2016, 7) else []),
            *(["until"] if month <= (2016, 7) else []),
            *(["both"] if 2001 <= day.year and month <= (2016, 7) else []),
        ]
        in_force = letter_process(rules=rules).rules_in_force(day)

        assert expected == [rule.id for rule in in_force]

    def test_a_rule_may_be_in_force_on_a_single_day(self):
        """That day is the first and the last day in force."""
        rule = letter_rule(since="2016-07-01", until="2016-07-01")
        process = letter_process(rules=[rule])

        assert (rule,) == process.rules_in_force("2016-07-01")
        assert () == process.rules_in_force("2016-07-02")

    def test_rules_in_force_need_a_whole_day(self):
        """A day known only in part is refused."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            letter_process().rules_in_force("2016")


class TestOrder:
    """The rule on the order of events, which a process has unless it is switched off."""

    def test_events_are_in_order_unless_that_is_switched_off(self):
        """The rule comes first, and the process is equal to one that lists it."""
        process = letter_process(ordered=True)

        assert (IN_ORDER, letter_rule()) == process.rules
        assert process == letter_process(rules=[IN_ORDER, letter_rule()], ordered=True)
        assert process.order_rule is IN_ORDER
        assert (letter_rule(),) == letter_process().rules

    def test_the_default_is_in_order(self):
        """A process that says nothing about the order has the rule."""
        fields = attrs.asdict(letter_process(), recurse=False)
        del fields["ordered"]

        assert Process(**fields).order_rule is IN_ORDER

    def test_a_rule_of_the_process_is_kept(self):
        """Its own id, words and place stay, and no second rule is added."""
        own = letter_rule(id="by-date", starts="*", ends="*", at_most=None, at_least="0 days")
        process = letter_process(rules=[letter_rule(), own], ordered=True)

        assert (letter_rule(), own) == process.rules
        assert own == process.order_rule

    def test_switching_it_off_takes_the_rule_out(self):
        """Any process can be changed so, and back."""
        unordered = attrs.evolve(TRUST_TRANSFER, ordered=False)

        assert unordered.order_rule is None
        assert len(TRUST_TRANSFER.rules) - 1 == len(unordered.rules)
        assert {*TRUST_TRANSFER.rules} == {*attrs.evolve(unordered, ordered=True).rules}
        assert unordered.extended().order_rule is None

    def test_a_rule_of_the_process_contradicts_the_switch(self):
        """Nobody can tell which of the two is meant."""
        own = letter_rule(id="by-date", starts="*", ends="*", at_most=None, at_least="0 days")
        with pytest.raises(BadProcess, match="'by-date' requires events in order, but ordered=Fal"):
            letter_process(rules=[own], ordered=False)

    def test_its_id_is_taken(self):
        """A rule of that id on something else is refused, as any id that is given twice."""
        with pytest.raises(BadProcess, match="rule 'in-order' is given 2 times"):
            letter_process(rules=[letter_rule(id="in-order")], ordered=True)

    @given(processes())
    def test_any_process_is_read_back_with_its_order(self, process):
        """Its file says so only if the order is switched off."""
        text = process_to_json(process)

        assert process == process_from_json(text)
        assert process.ordered == ('"ordered"' not in text)
        assert process.ordered == (process.order_rule is not None)

    @given(processes(), st.permutations(["2016-01-01", "2016-01-02"]))
    def test_an_earlier_day_is_a_finding_in_an_ordered_process_only(self, process, days):
        """An event that the stage refuses has that as its only finding."""
        trigger = next(iter(process.triggers))
        listed = History("x", [process.event(trigger, day) for day in days])
        codes = {finding.code for finding in check(listed, process).findings}
        assume("move_not_allowed" not in codes)

        assert ("out_of_order" in codes) == (process.ordered and days[0] > days[1])


class TestTextsForPeople:
    """The data of a process that pages, deadlines and facts show."""

    def test_facts_and_delivered_by_keep_their_order_and_cannot_change(self):
        """Pages show facts in the order of the process, so that order is kept."""
        process = letter_process(
            facts={"sender": "Sent by", "reader": "Read by"},
            delivered_by={"sent": "the post", "written": "nobody"},
        )

        assert [("sender", "Sent by"), ("reader", "Read by")] == list(process.facts.items())
        assert [("sent", "the post"), ("written", "nobody")] == list(process.delivered_by.items())
        with pytest.raises(TypeError):
            process.facts["stamp"] = "Stamp"
        with pytest.raises(TypeError):
            process.delivered_by["read"] = "the post"

    def test_a_process_without_optional_texts_has_none(self):
        """The kit provides no legs, facts, deliverers, disclaimer or note of its own."""
        process = letter_process()

        assert {} == process.legs == process.facts == process.delivered_by
        assert (None, None) == (process.disclaimer, process.duty_note)

    @pytest.mark.parametrize(
        "changes",
        [
            {"legs": {"delivery": NamedLeg("Delivery", "letter_sent", "letter_read")}},
            {"facts": {"sender": "Sent by"}},
            {"delivered_by": {"sent": "the post"}},
            {"disclaimer": "A letter can be lost."},
            {"duty_note": "The post may have been late."},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_the_texts_are_part_of_the_definition(self, changes):
        """Two processes that differ in one of them are not equal."""
        assert letter_process(**changes) == letter_process(**changes)
        assert letter_process() != letter_process(**changes)
        assert hash(letter_process(**changes)) == hash(letter_process(**changes))


class TestVariants:
    """The triggers that a name stands for."""

    def test_an_event_stands_for_all_its_variants(self):
        """A trigger stands for itself, and an event without its variant for every variant."""
        variants = TRUST_TRANSFER.variants("decision_announced")

        assert {
            trigger for trigger in TRUST_TRANSFER.triggers if "decision_announced" in trigger
        } == {*variants}
        assert ("decision_announced_retain",) == TRUST_TRANSFER.variants(
            "decision_announced_retain"
        )
        assert ("note",) == TRUST_TRANSFER.variants("note")

    @pytest.mark.parametrize("name", ["decision", "decision_announce"])
    def test_an_unknown_name_is_refused(self, name):
        """The beginning of a name is unknown too."""
        with pytest.raises(InvalidValue, match=repr(name)):
            TRUST_TRANSFER.variants(name)


class TestKinds:
    """The kinds of event for which a record is checked."""

    def test_a_process_without_kinds_has_one(self):
        """Every event is of that kind, which the error for another name gives."""
        process = letter_process()

        assert ("events",) == process.kinds
        assert {"letter_sent": "events", "letter_read": "events"} == process.kind_of
        assert "events" == process.kind("events")
        with pytest.raises(
            InvalidValue, match=r"Unknown kind of event .letters.\. Expected one of: events\."
        ):
            process.kind("letters")

    def test_a_trigger_has_the_kind_that_names_it(self):
        """A trigger may be given alone."""
        process = letter_process(record_kinds={"files": "letter_read", "post": "letter_sent"})

        assert ("files", "post") == process.kinds
        assert {"letter_read": "files", "letter_sent": "post"} == process.kind_of
        with pytest.raises(InvalidValue, match="Did you mean 'files'"):
            process.kind("file")

    def test_a_stage_is_left_by_events_of_some_kinds(self):
        """The kinds come in the order of the process; a final stage is left by none."""
        moves = [*letter_process().moves, Move("letter_lost", "sent", "read")]
        process = letter_process(
            triggers={**letter_process().triggers, "letter_lost": "letter lost"},
            moves=moves,
            record_kinds={"files": ["letter_read"], "post": ["letter_sent", "letter_lost"]},
        )

        assert {"written": ("post",), "sent": ("files", "post"), "read": ()} == process.kinds_out_of

    def test_the_words_that_documents_answer_are_those_of_the_rules(self):
        """A rule without `answers` adds none."""
        rules = [letter_rule(), letter_rule(id="other", answers="An  Order")]
        process = letter_process(rules=rules, events=CLASSES_NOT_GIVEN)

        assert {"an order"} == set(process.answers)


class TestEvents:
    """Events built by a process."""

    @given(bare_processes(), partial_dates(), st.data())
    def test_a_process_without_classes_builds_named_events(self, process, on, data):
        """The event has the trigger that was asked for."""
        trigger = data.draw(st.sampled_from(list(process.triggers)))
        event = process.event(trigger, on, note="seen")

        assert NamedEvent(on, what=trigger, note="seen") == event
        assert trigger == event.trigger

    def test_a_process_with_classes_builds_events_of_the_class(self):
        """A trigger without a class gives a named event."""
        process = letter_process(events=[LetterSent])

        assert LetterSent("2016") == process.event("letter_sent", "2016")
        assert isinstance(process.event("letter_read", "2016"), NamedEvent)

    def test_fields_may_add_to_the_trigger_but_not_contradict_it(self):
        """The trigger implies some fields; fields that give another trigger are refused."""
        event = TRUST_TRANSFER.event("direction_issued_trust", "2016-10-06", number=2)

        assert ev.DirectionIssued("2016-10-06", purpose="trust", number=2) == event
        areas = {"leadership": "inadequate"}
        assert ev.InspectionPublished("2016", areas=areas) == TRUST_TRANSFER.event(
            "inspection_published_inadequate", "2016", judgement=None, areas=areas
        )
        with pytest.raises(InvalidValue, match="the event is direction_issued_pause"):
            TRUST_TRANSFER.event("direction_issued_trust", "2016", purpose="pause")

    @pytest.mark.parametrize(
        ("trigger", "on", "fields", "error"),
        [
            ("direction_isued_trust", "2016", {}, InvalidValue),
            ("note", "July", {}, BadDate),
            ("note", "2016", {"colour": "red"}, BadArguments),
            ("requirement_met", "2016", {}, BadArguments),
            ("agency_registered", "2016", {"kind": "post"}, InvalidValue),
        ],
    )
    def test_an_event_that_cannot_be_built_is_refused(self, trigger, on, fields, error):
        """An unknown trigger, a bad date, and an unknown, missing or wrong field are refused."""
        with pytest.raises(error):
            TRUST_TRANSFER.event(trigger, on, **fields)


class TestExtending:
    """A process extended by more stages, triggers, moves, rules and classes."""

    def test_additions_follow_what_was_there(self):
        """The process itself does not change."""
        lost = StageInfo("Lost", "The letter never came.", final=True)
        process = letter_process()
        longer = process.extended(
            stages={"lost": lost},
            triggers={"letter_lost": "letter lost"},
            moves=[Move("letter_lost", "sent", "lost")],
            rules=[letter_rule(id="other")],
            events=[LetterSent],
        )

        assert ["written", "sent", "read", "lost"] == list(longer.stages)
        assert ["letter_sent", "letter_read", "letter_lost"] == list(longer.triggers)
        assert (*process.moves, Move("letter_lost", "sent", "lost")) == longer.moves
        assert ["read-soon", "other"] == [rule.id for rule in longer.rules]
        assert LetterSent("2016") == longer.event("letter_sent", "2016")
        assert ("written", "sent", "lost") in longer.paths("lost")
        assert process == letter_process()

    def test_an_extension_keeps_the_legs_and_texts(self):
        """Only what `extended` takes is added; everything else stays as it was."""
        process = letter_process(
            legs={"delivery": NamedLeg("Delivery", "letter_sent", "letter_read")},
            facts={"sender": "Sent by"},
            delivered_by={"sent": "the post"},
            record_kinds={"post": ["letter_sent"]},
        )
        longer = process.extended(
            triggers={"letter_copied": "letter copied"},
            moves=[Move("letter_copied", "sent", "sent")],
        )

        assert (process.legs, process.facts, process.delivered_by, process.record_kinds) == (
            longer.legs,
            longer.facts,
            longer.delivered_by,
            longer.record_kinds,
        )

    @given(bare_processes())
    def test_an_empty_extension_gives_an_equal_process(self, process):
        """The hash is equal too."""
        assert process == process.extended()
        assert hash(process) == hash(process.extended())

    def test_an_extension_is_checked_with_what_was_there(self):
        """A second move for a stage and trigger, and a stage out of reach, are refused."""
        with pytest.raises(BadProcess, match="'letter_read' in 'sent' leads to 'read' and"):
            letter_process().extended(moves=[Move("letter_read", "sent", "written")])
        with pytest.raises(BadProcess, match="'lost' cannot be reached"):
            letter_process().extended(
                stages={"lost": StageInfo("Lost", "The letter never came.", final=True)}
            )


class TestIdentity:
    """Equality, hashing, copying, and immutability."""

    @given(bare_processes(), bare_processes())
    def test_processes_are_equal_when_their_definitions_are(self, one, other):
        """Equal processes have equal hashes."""
        same = (
            (one.stages, one.initial, one.triggers, one.moves)
            == (other.stages, other.initial, other.triggers, other.moves)
        )  # fmt: skip

        assert same == (one == other)
        if same:
            assert hash(one) == hash(other)

    @given(bare_processes())
    def test_a_copy_is_equal(self, process):
        """A process whose cached tables are already computed is tested too."""
        process.moves_from(process.initial)
        unpickled = pickle.loads(pickle.dumps(process))  # noqa: S301 - our own pickle
        for twin in (copy.copy(process), copy.deepcopy(process), unpickled):
            assert process == twin
            assert hash(process) == hash(twin)
            assert process.table == twin.table

    def test_classes_of_events_do_not_count_for_equality(self):
        """A process with Python classes for its events equals one without."""
        assert letter_process() == letter_process(events=[LetterSent])

    def test_the_hash_is_computed_again_in_another_interpreter(self):
        """Texts hash differently in each interpreter, so a pickled hash would be wrong there."""
        hash(TRUST_TRANSFER)
        code = (
            "import pickle, sys\n"
            "from trustflow.trust_transfer import TRUST_TRANSFER\n"
            "process = pickle.load(sys.stdin.buffer)\n"
            "assert process == TRUST_TRANSFER\n"
            "assert len({process, TRUST_TRANSFER}) == 1\n"
        )
        for seed in ("1", "2"):
            subprocess.run(
                [sys.executable, "-c", code],
                input=pickle.dumps(TRUST_TRANSFER),
                env={**os.environ, "PYTHONHASHSEED": seed},
                check=True,
            )

    @given(bare_processes())
    def test_the_tables_of_a_process_cannot_change(self, process):
        """Neither they nor what they contain can be assigned, and each is computed only once."""
        for owner in (process, TRUST_TRANSFER):
            for name, table in tables_of(owner).items():
                assert is_frozen(table), name
                assert table is getattr(owner, name)
                for change in ("__setitem__", "update", "pop", "clear", "setdefault"):
                    assert not hasattr(table, change), name

    @pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy, pickled])
    def test_a_copy_has_equal_tables(self, twin_of):
        """Those that are computed before the copy are copied with it."""
        twin, tables = twin_of(TRUST_TRANSFER), tables_of(TRUST_TRANSFER)
        assert tables == tables_of(twin)
        assert all(map(is_frozen, tables_of(twin).values()))

    def test_a_process_cannot_change(self):
        """Neither its fields nor its stages can be assigned."""
        process = letter_process()
        with pytest.raises(AttributeError):
            process.name = "other"
        with pytest.raises(TypeError):
            process.stages["lost"] = StageInfo("Lost", "Nowhere.")

    def test_the_repr_gives_the_name_and_the_counts(self):
        """The counts are those of the stages, triggers, moves and rules."""
        expected = "<Process letter: 3 stages, 2 triggers, 3 moves, 1 rule>"

        assert expected == repr(letter_process())
