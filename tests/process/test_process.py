"""The kit: processes, what may be asked of them, and every fault they refuse."""

import copy
import pickle
import subprocess
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow import events as ev
from trustflow.errors import BadDate, BadProcess, InvalidValue
from trustflow.history import Citation, Event, NamedEvent, Strength
from trustflow.process import DateRule, Mark, Move, Precedent, Process, StageInfo
from trustflow.testing import days, partial_dates
from trustflow.testing.provenance import texts
from trustflow.trust_transfer import TRUST_TRANSFER, Stage

LAW = Citation("The Order of the Post, article 1")


class LetterSent(Event):
    """A class of event for a process made in a test."""


@st.composite
def processes(draw, most=5):
    """Processes that contradict nothing: every stage is reached, and the last ones are final."""
    stages = [f"stage {index}" for index in range(draw(st.integers(1, most)))]
    triggers = [f"trigger {index}" for index in range(len(stages) + draw(st.integers(0, 2)))]
    marks = st.sampled_from(Mark)
    cells = {}
    for index in range(1, len(stages)):
        stage = stages[draw(st.integers(0, index - 1))]
        free = [trigger for trigger in triggers if (stage, trigger) not in cells]
        cells[stage, draw(st.sampled_from(free))] = (stages[index], draw(marks))
    if triggers:
        place = st.tuples(st.sampled_from(stages), st.sampled_from(triggers))
        more = st.dictionaries(place, st.tuples(st.sampled_from(stages), marks), max_size=6)
        cells = {**draw(more), **cells}
    moves = [Move(trigger, stage, *cell) for (stage, trigger), cell in cells.items()]
    onward = {move.stage for move in moves if not move.stays}
    return Process(
        name="random",
        title="A random process",
        stages={
            stage: StageInfo(stage.title(), "A stage.", final=stage not in onward)
            for stage in stages
        },
        initial=stages[0],
        triggers={trigger: trigger for trigger in triggers},
        moves=draw(st.permutations(moves)),
    )


def post(**changes):
    """A small process without a fault, or with the changes."""
    fields = {
        "name": "post",
        "title": "A letter's way",
        "stages": {
            "written": StageInfo("Written", "It is on the desk."),
            "sent": StageInfo("Sent", "It is on its way."),
            "read": StageInfo("Read", "It is in the file.", final=True),
        },
        "initial": "written",
        "triggers": {"letter_sent": "letter sent", "letter_read": "letter read"},
        "moves": [
            Move("letter_sent", "written", "sent"),
            Move("letter_sent", "sent", "sent", "attested", [Precedent("Leeds", "2016")]),
            Move("letter_read", "sent", "read"),
        ],
        "rules": [rule()],
    }
    return Process(**{**fields, **changes})


def rule(**changes):
    """A date rule without a fault, or with the changes."""
    fields = {
        "id": "read-soon",
        "requires": "A letter is read soon",
        "starts": "letter_sent",
        "ends": "letter_read",
        "at_most": "3 days",
        "strength": "policy",
        "citation": LAW,
    }
    return DateRule(**{**fields, **changes})


def simple_ways(process, stage):
    """Every way of moves from a stage that comes to no stage twice, the empty one first."""
    ways = [((), (stage,))]
    for way, stages in ways:  # grows as it goes
        ways += [
            ((*way, move), (*stages, move.leads_to))
            for move in process.moves
            if move.stage == stages[-1] and move.leads_to not in stages
        ]
    return ways


class TestQuestions:
    """What may be asked of a process, against the plainest reading of its moves."""

    @given(processes())
    def test_moves_from_and_to(self, process):
        """The moves of a stage, stays included; and those that lead into it from elsewhere."""
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

    @given(processes(), st.data())
    def test_reachable(self, process, data):
        """The stages that ways of the marks come to, nearest first."""
        marks = data.draw(st.sets(st.sampled_from(Mark), min_size=1))
        start = data.draw(st.sampled_from(list(process.stages)))
        distances = {}
        for way, stages in simple_ways(process, start):
            if all(move.mark in marks for move in way):
                distances.setdefault(stages[-1], len(way))
        found = process.reachable(start, marks=marks)

        assert set(distances) == set(found)
        assert len(found) == len(set(found))
        assert start == found[0]
        steps = [distances[stage] for stage in found]
        assert sorted(steps) == steps
        assert set(process.stages) == set(process.reachable())

    @given(processes(), st.data())
    def test_paths(self, process, data):
        """The ways that come to no stage twice, each once, shortest first."""
        marks = data.draw(st.sets(st.sampled_from(Mark), min_size=1))
        start, to = (data.draw(st.sampled_from(list(process.stages))) for _ in range(2))
        expected = {
            stages
            for way, stages in simple_ways(process, start)
            if stages[-1] == to and all(move.mark in marks for move in way)
        }
        found = process.paths(to, start=start, marks=marks)

        assert expected == set(found)
        assert len(expected) == len(found)
        assert sorted(map(len, found)) == list(map(len, found))
        assert process.paths(to) == process.paths(to, start=process.initial)

    @given(processes(), st.data())
    def test_shortest(self, process, data):
        """The fewest moves before a trigger is allowed, and of those the most ordinary."""
        start = data.draw(st.sampled_from(list(process.stages)))
        for trigger in process.triggers:
            ways = [
                (len(way), sum("SAP".index(move.mark) for move in way))
                for way, stages in simple_ways(process, start)
                if trigger in process.table[stages[-1]]
            ]
            found = process.shortest(start, trigger)
            if not ways:
                assert found is None
                continue
            assert min(ways) == (len(found), sum("SAP".index(move.mark) for move in found))
            stage = start
            for move in found:
                assert process.table[stage][move.trigger] is move
                stage = move.leads_to
            assert trigger in process.table[stage]

    @given(processes())
    def test_only_targets(self, process):
        """A trigger has a target when all its moves, stays included, end there."""
        for trigger in process.triggers:
            ends = {move.leads_to for move in process.moves if move.trigger == trigger}
            expected = next(iter(ends)) if len(ends) == 1 else None

            assert expected == process.only_targets.get(trigger)

    def test_one_mark_may_be_its_word(self):
        """Marks are given as such or by their word, one or several."""
        process = post(stages={**post().stages})
        for marks in ("standard", "S", Mark.STANDARD, ["standard"], (Mark.STANDARD,)):
            assert ("written", "sent", "read") == process.reachable(marks=marks)
        assert ("written",) == process.reachable(marks="possible")
        with pytest.raises(ValueError, match="ordinary"):
            process.reachable(marks="ordinary")

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
        ("name", "near"), [("sennt", "; did you mean 'sent'?"), ("", ""), (7, "")], ids=repr
    )
    def test_unknown_stages_are_refused(self, ask, name, near):
        """A stage that is not there is refused with those that are, and the near one."""
        with pytest.raises(InvalidValue) as caught:
            ask(post(), name)

        assert f"{name!r} is no stage; accepted: written, sent, read{near}" == str(caught.value)

    def test_finds_by_name(self):
        """Stages, triggers and rules are found by name; the near one is named."""
        process = post()

        assert "letter_sent" == process.trigger("letter_sent")
        assert rule() == process.rule("read-soon")
        assert Stage.TRUST_LIVE is TRUST_TRANSFER.stage("trust_live")
        with pytest.raises(InvalidValue, match=r"is no trigger; .* did you mean 'letter_sent'"):
            process.trigger("letter_snt")
        with pytest.raises(InvalidValue, match="'read-son' is no rule; accepted: read-soon"):
            process.rule("read-son")

    def test_rules_by_trigger(self):
        """The rules whose clock a trigger starts or ends; the rule of order has no clock."""
        in_order = rule(id="in-order", starts="*", ends="*", at_most=None, at_least="0 days")
        other = rule(id="read-late", starts=("letter_sent", "letter_read"), ends="letter_sent")
        process = post(rules=[rule(), in_order, other])

        assert {"letter_sent": (rule(), other), "letter_read": (other,)} == process.starting
        assert {"letter_read": (rule(),), "letter_sent": (other,)} == process.ending
        assert in_order == process.order_rule
        assert post().order_rule is None

    @given(days())
    def test_rules_in_force(self, day):
        """The rules whose period holds the day, the ends included."""
        rules = (
            rule(id="always"),
            rule(id="since", since="2016-07"),
            rule(id="until", until="2016-07"),
            rule(id="both", since="2001", until="2016-07"),
        )
        july = (day.year, day.month)
        expected = [
            "always",
            *(["since"] if july >= (2016, 7) else []),
            *(["until"] if july <= (2016, 7) else []),
            *(["both"] if 2001 <= day.year and july <= (2016, 7) else []),
        ]

        assert expected == [each.id for each in post(rules=rules).rules_in_force(day)]

    def test_a_rule_may_be_in_force_on_a_single_day(self):
        """That day is its first and its last."""
        process = post(rules=[rule(since="2016-07-01", until="2016-07-01")])

        assert [rule(since="2016-07-01", until="2016-07-01")] == [
            *process.rules_in_force("2016-07-01")
        ]
        assert [] == [*process.rules_in_force("2016-07-02")]

    def test_rules_in_force_on_a_whole_day(self):
        """A day known in part is no day to ask about."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            post().rules_in_force("2016")


class TestVariants:
    """The triggers that a name stands for."""

    def test_an_event_stands_for_all_its_variants(self):
        """In the order of the triggers; a trigger stands for itself."""
        found = TRUST_TRANSFER.variants("decision_announced")

        assert {
            trigger for trigger in TRUST_TRANSFER.triggers if "decision_announced" in trigger
        } == {*found}
        assert ("decision_announced_retain",) == TRUST_TRANSFER.variants(
            "decision_announced_retain"
        )
        assert ("note",) == TRUST_TRANSFER.variants("note")

    @pytest.mark.parametrize("name", ["decision", "decision_announce"])
    def test_an_unknown_name_is_told_with_a_near_one(self, name):
        """Whether or not it is the beginning of one."""
        with pytest.raises(InvalidValue, match=repr(name)):
            TRUST_TRANSFER.variants(name)


class TestEvents:
    """Events made by a process."""

    @given(processes(), partial_dates(), st.data())
    def test_without_classes_they_know_their_trigger(self, process, on, data):
        """A process without Python classes makes events all the same."""
        trigger = data.draw(st.sampled_from(list(process.triggers)))
        event = process.event(trigger, on, note="seen")

        assert NamedEvent(on, what=trigger, note="seen") == event
        assert trigger == event.trigger

    def test_with_classes_they_are_of_their_class(self):
        """A class given to the process is used for its trigger, and a named event for others."""
        process = post(events=[LetterSent])

        assert LetterSent("2016") == process.event("letter_sent", "2016")
        assert isinstance(process.event("letter_read", "2016"), NamedEvent)

    def test_fields_may_say_more_but_not_otherwise(self):
        """The trigger gives its fields; those that make it another trigger are refused."""
        event = TRUST_TRANSFER.event("direction_issued_trust", "2016-10-06", number=2)

        assert ev.DirectionIssued("2016-10-06", purpose="trust", number=2) == event
        areas = {"leadership": "inadequate"}
        assert ev.InspectionPublished("2016", areas=areas) == TRUST_TRANSFER.event(
            "inspection_published_inadequate", "2016", judgement=None, areas=areas
        )
        with pytest.raises(ValueError, match="is direction_issued_pause, not direction_issued_tru"):
            TRUST_TRANSFER.event("direction_issued_trust", "2016", purpose="pause")

    @pytest.mark.parametrize(
        ("trigger", "on", "fields", "error"),
        [
            ("direction_isued_trust", "2016", {}, InvalidValue),
            ("note", "July", {}, BadDate),
            ("note", "2016", {"colour": "red"}, TypeError),
            ("requirement_met", "2016", {}, TypeError),
            ("agency_registered", "2016", {"kind": "post"}, InvalidValue),
        ],
    )
    def test_refuses_what_makes_no_event(self, trigger, on, fields, error):
        """An unknown trigger, a bad date, and fields the class does not take are refused."""
        with pytest.raises(error):
            TRUST_TRANSFER.event(trigger, on, **fields)


class TestExtending:
    """A process with more than it had."""

    def test_adds_to_what_is_there(self):
        """New stages, triggers, moves, rules and classes stand after the old ones."""
        lost = StageInfo("Lost", "It never came.", final=True)
        process = post()
        longer = process.extended(
            stages={"lost": lost},
            triggers={"letter_lost": "letter lost"},
            moves=[Move("letter_lost", "sent", "lost")],
            rules=[rule(id="other")],
            events=[LetterSent],
        )

        assert ["written", "sent", "read", "lost"] == list(longer.stages)
        assert ["letter_sent", "letter_read", "letter_lost"] == list(longer.triggers)
        assert (*process.moves, Move("letter_lost", "sent", "lost")) == longer.moves
        assert ["read-soon", "other"] == [each.id for each in longer.rules]
        assert LetterSent("2016") == longer.event("letter_sent", "2016")
        assert ("written", "sent", "lost") in longer.paths("lost")
        assert process == post()

    @given(processes())
    def test_by_nothing_is_the_same(self, process):
        """Nothing added gives an equal process."""
        assert process == process.extended()
        assert hash(process) == hash(process.extended())

    def test_is_checked_as_a_whole(self):
        """What contradicts the old is refused."""
        with pytest.raises(BadProcess, match="'letter_read' in 'sent' is there twice"):
            post().extended(moves=[Move("letter_read", "sent", "written")])
        with pytest.raises(BadProcess, match="'lost' cannot be reached"):
            post().extended(stages={"lost": StageInfo("Lost", "It never came.", final=True)})


FAULTS = {
    "unknown initial stage": (
        {"initial": "writen"},
        ["the initial stage 'writen' is unknown; did you mean 'written'?"],
    ),
    "unreachable stage": (
        {
            "stages": {**post().stages, "lost": StageInfo("Lost", "Nowhere.", final=True)},
        },
        ["stage 'lost' cannot be reached from 'written'"],
    ),
    "reached only from itself": (
        {
            "stages": {**post().stages, "lost": StageInfo("Lost", "Nowhere.", final=True)},
            "moves": [*post().moves, Move("letter_read", "lost", "lost")],
        },
        ["stage 'lost' cannot be reached from 'written'"],
    ),
    "no way on": (
        {"stages": {**post().stages, "read": StageInfo("Read", "In the file.")}},
        ["stage 'read' has no way on and is not marked final"],
    ),
    "final with a way on": (
        {"stages": {**post().stages, "sent": StageInfo("Sent", "On its way.", final=True)}},
        ["stage 'sent' is marked final, and moves lead on from it"],
    ),
    "unknown stages of a move": (
        {"moves": [*post().moves, Move("letter_read", "snt", "reed")]},
        [
            "the move 'letter_read' in 'snt': stage 'snt' is unknown; did you mean 'sent'?",
            "the move 'letter_read' in 'snt': stage 'reed' is unknown; did you mean 'read'?",
        ],
    ),
    "unknown event of a move": (
        {"moves": [*post().moves, Move("letter_lost", "sent", "sent")]},
        [
            (
                "the move 'letter_lost' in 'sent': event 'letter_lost' is unknown; "
                "did you mean 'letter_sent'?"
            )
        ],
    ),
    "two moves for one stage and event": (
        {"moves": [*post().moves, Move("letter_read", "sent", "written")]},
        ["the move 'letter_read' in 'sent' is there twice; one stage and trigger have one move"],
    ),
    "two rules of one id": (
        {"rules": [rule(), rule(at_most="4 days"), rule()]},
        ["rule 'read-soon' is there 3 times"],
    ),
    "no citation": (
        {"rules": [rule(citation=None)]},
        ["rule 'read-soon' has no citation; say where it stands"],
    ),
    "no bound": (
        {"rules": [rule(at_most=None)]},
        ["rule 'read-soon' has no bound; give at_least or at_most"],
    ),
    "ends before it starts": (
        {"rules": [rule(since="2016-07", until="2016-06")]},
        ["rule 'read-soon' ends (2016-06) before it starts (2016-07)"],
    ),
    "unknown stage of a rule": (
        {"rules": [rule(on_entering="sennt")]},
        ["rule 'read-soon': stage 'sennt' is unknown; did you mean 'sent'?"],
    ),
    "unknown events of a rule": (
        {"rules": [rule(starts=("letter_sent", "sent"), ends="letter_reed")]},
        [
            "rule 'read-soon': event 'sent' is unknown",
            "rule 'read-soon': event 'letter_reed' is unknown; did you mean 'letter_read'?",
        ],
    ),
    "any event on one side only": (
        {"rules": [rule(starts="*"), rule(id="other", ends="*")]},
        [
            "rule 'read-soon': event '*' is unknown",
            "rule 'other': event '*' is unknown",
        ],
    ),
    "unknown events elsewhere": (
        {
            "requires_earlier": {"letter_red": ["letter_sent", "xyz"]},
            "cancels_planned": {"letter_read": "abc"},
            "keeps_planned_days_of": "uvw",
            "events": [NamedEvent],
        },
        [
            "requires_earlier: event 'letter_red' is unknown; did you mean 'letter_read'?",
            "requires_earlier: event 'xyz' is unknown",
            "cancels_planned: event 'abc' is unknown",
            "keeps_planned_days_of: event 'uvw' is unknown",
            "NamedEvent: event 'named_event' is unknown",
        ],
    ),
}
"""Changes to a process without fault, and all the faults they make."""


class TestFaults:
    """A process refuses to be built wrong, and says everything that is wrong at once."""

    @pytest.mark.parametrize(("changes", "faults"), FAULTS.values(), ids=FAULTS)
    def test_each_fault_is_named(self, changes, faults):
        """Exactly the faults that were made are found."""
        with pytest.raises(BadProcess) as caught:
            post(**changes)

        assert tuple(faults) == caught.value.faults

    def test_all_faults_come_at_once(self):
        """Faults of stages, moves, rules and links stand side by side."""
        with pytest.raises(BadProcess) as caught:
            post(
                initial="draft",
                stages={**post().stages, "read": StageInfo("Read", "In the file.")},
                moves=[*post().moves, Move("letter_red", "sent", "sent")],
                rules=[rule(citation=None, at_most=None, since="2017", until="2016", ends="x")],
                keeps_planned_days_of=["y"],
            )

        assert (
            "the initial stage 'draft' is unknown",
            "stage 'read' has no way on and is not marked final",
            (
                "the move 'letter_red' in 'sent': event 'letter_red' is unknown; "
                "did you mean 'letter_read'?"
            ),
            "rule 'read-soon' has no citation; say where it stands",
            "rule 'read-soon' has no bound; give at_least or at_most",
            "rule 'read-soon' ends (2016) before it starts (2017)",
            "rule 'read-soon': event 'x' is unknown",
            "keeps_planned_days_of: event 'y' is unknown",
        ) == caught.value.faults
        assert str(caught.value).startswith("8 faults in the process:\n  the initial stage")

    @given(processes(), st.data())
    def test_no_move_can_be_doubled_or_misdirected(self, process, data):
        """Whatever the process, a second move in a cell and a move to nowhere are refused."""
        if not process.moves:
            return
        move = data.draw(st.sampled_from(process.moves))
        for wrong in (move, attrs.evolve(move, leads_to="nowhere")):
            with pytest.raises(BadProcess):
                attrs.evolve(process, moves=(*process.moves, wrong))

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "text for name"),
            ({"title": "\x00"}, "text for title"),
        ],
    )
    def test_refuses_bad_texts(self, changes, message):
        """The names of a process can be shown."""
        with pytest.raises(InvalidValue, match=message):
            post(**changes)

    @pytest.mark.parametrize("fields", [("", "It."), ("Lost", " "), (None, "It.")])
    def test_stages_have_words(self, fields):
        """A stage without a label or a meaning is refused."""
        with pytest.raises(InvalidValue):
            StageInfo(*fields)

    @pytest.mark.parametrize(
        "changes",
        [{"id": ""}, {"requires": ""}, {"duty_holder": ""}, {"strength": "weak"}],
        ids=str,
    )
    def test_rules_have_words(self, changes):
        """A rule without an id, or of no known strength, is refused when it is made."""
        with pytest.raises(InvalidValue):
            rule(**changes)

    @pytest.mark.parametrize("changes", [{"since": "soon"}, {"at_least": "a week"}], ids=str)
    def test_rules_have_dates_and_spans(self, changes):
        """Periods and bounds are read when the rule is made."""
        with pytest.raises(BadDate):
            rule(**changes)


class TestIdentity:
    """Equality, hashing, pickling, and that nothing changes."""

    @given(processes(), processes())
    def test_equal_when_the_definitions_are(self, one, other):
        """Two processes are the same when they say the same."""
        same = (
            (one.stages, one.initial, one.triggers, one.moves)
            == (other.stages, other.initial, other.triggers, other.moves)
        )  # fmt: skip

        assert same == (one == other)
        if same:
            assert hash(one) == hash(other)

    @given(processes())
    def test_survives_copy_and_pickle(self, process):
        """A copy is equal, also when it has answered questions already."""
        process.moves_from(process.initial)
        unpickled = pickle.loads(pickle.dumps(process))  # noqa: S301 - our own pickle
        for twin in (copy.copy(process), copy.deepcopy(process), unpickled):
            assert process == twin
            assert hash(process) == hash(twin)
            assert process.table == twin.table

    def test_classes_do_not_count(self):
        """A process with Python classes for its events says the same as one without."""
        assert post() == post(events=[LetterSent])

    def test_its_hash_is_not_carried_to_another_interpreter(self):
        """Texts hash otherwise in every process, so the hash is worked out again there."""
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
                env={"PYTHONHASHSEED": seed},
                check=True,
            )

    def test_cannot_change(self):
        """A process is frozen, its stages and triggers too."""
        process = post()
        with pytest.raises(AttributeError):
            process.name = "other"
        with pytest.raises(TypeError):
            process.stages["lost"] = StageInfo("Lost", "Nowhere.")

    def test_prints_its_size(self):
        """The repr says its name and how much there is in it."""
        expected = "<Process post: 3 stages, 2 triggers, 3 moves, 1 rules>"

        assert expected == repr(post())


class TestParts:
    """Marks, moves and precedents."""

    @pytest.mark.parametrize(
        ("mark", "word"), [("S", "standard"), ("A", "attested"), ("P", "possible")]
    )
    def test_a_mark_is_its_letter_or_its_word(self, mark, word):
        """Both name the same mark."""
        assert Mark(mark) is Mark(word) is Move("a", "b", "c", word).mark
        assert word == Mark(mark).label
        with pytest.raises(ValueError, match="is not a valid Mark"):
            Mark(word.upper())

    @given(texts(), texts())
    def test_a_move_stays_when_it_leads_nowhere_else(self, stage, other):
        """A move stays when its two stages are one."""
        assert (stage == other) == Move("event", stage, other).stays

    @pytest.mark.parametrize(
        ("on", "words"), [(None, "Leeds"), ("2011-12", "Leeds, December 2011")]
    )
    def test_a_precedent_reads_as_people_write(self, on, words):
        """The council, and when."""
        assert words == str(Precedent("Leeds", on))

    def test_strengths_are_at_hand(self):
        """The kit has what a rule needs in one place."""
        assert Strength.POLICY is rule().strength
