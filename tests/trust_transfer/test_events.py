"""Every class of event of the trust transfer: its triggers, fields and words."""

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import at_most
from trustflow import events as ev
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Deadline, Strength
from trustflow.testing import deadlines, partial_dates
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS
from trustflow.testing.provenance import texts
from trustflow.testing.transfer_fields import SUBJECTS
from trustflow.trust_transfer import CHILDREN, EVENTS, OTHER_SUBJECT, TRUST_TRANSFER
from trustflow.trust_transfer.triggers import TRIGGERS

SNAPSHOT = Path(__file__).parents[1] / "golden" / "events.txt"
CLASSES = pytest.mark.parametrize("cls", EVENTS, ids=[cls.__name__ for cls in EVENTS])
COMMON = {"on", "known_on", "sources", "note", "deadlines", "trigger", "subject", "acted_by"}
OWN_FIELDS = {
    cls.__name__: [field.name for field in attrs.fields(cls) if field.name not in COMMON]
    for cls in EVENTS
}
"""The fields of each class besides those of every event."""
NEEDED = {
    "DecisionAnnounced": {"outcome": "trust"},
    "AgencyRegistered": {"kind": "fostering"},
    "VisitMade": {"kind": "focused"},
    "VisitLetterPublished": {"kind": "focused"},
    "DeadlineSet": {"what": "plan", "due": "2017"},
    "RequirementMet": {"what": "plan"},
}
"""The fields that an event requires, with a value for each."""
PUBLIC = {
    "InspectionPublished",
    "VisitLetterPublished",
    "ReportPublishedByCouncil",
    "ActionPlanPublished",
    "CommissionerReportPublished",
    "IndependentReviewPublished",
    "DecisionAnnounced",
    "MindedToDirect",
    "DirectionIssued",
    "DirectionRevoked",
    "ImprovementNoticeIssued",
    "ImprovementNoticeLifted",
    "TrustWentLive",
    "FurtherServicesTransferred",
    "ReturnedToCouncil",
}
"""Publications, letters, notices, directions, announced decisions, go-live and return."""
STRENGTHS = {
    "InspectionPublished": "inspectorate",
    "VisitLetterPublished": "inspectorate",
    "DirectionIssued": "direction",
    "ContractSigned": "contract",
    "ContractExtended": "contract",
    "MemorandumSigned": "contract",
}
"""The strength of a deadline that does not give its own; practice for all other classes."""


def make(cls, on="2016", **fields):
    """Return an event of a class with only the fields that the class requires."""
    return cls(on, **{**NEEDED.get(cls.__name__, {}), **fields})


def words_of(cls, name):
    """Return the words of the list that a field accepts; none for any other field."""
    try:
        make(cls, **{name: "zzz"})
    except InvalidValue as error:
        return error.words
    except ValueError:
        pass
    return ()


WORD_FIELDS = [
    (cls, name, words)
    for cls in EVENTS
    for name in (*OWN_FIELDS[cls.__name__], *(["acted_by"] if cls is ev.Note else []))
    if name != "met_by" and (words := words_of(cls, name))
]
"""The fields that accept the words of a list, with the words; a trigger is spelled exactly."""


def described(cls, names):
    """Return some fields of a class as text, each with the words that it accepts."""
    words = {name: ", ".join(words_of(cls, name)) for name in names if name != "met_by"}
    fields = [f"{name} ({words[name]})" if words.get(name) else name for name in names]
    return f"  fields: {'; '.join(fields) or 'none'}\n"


class TestTriggers:
    """The triggers, and the classes whose events have them."""

    def test_classes_and_fields_are_those_that_were_reviewed(self, holds):
        """Every class has the triggers, the fields and the accepted words of the snapshot."""
        lines = [
            f"Every event\n{described(ev.Note, ('subject', 'acted_by'))}",
            *(
                f"{cls.__name__}\n"
                f"  triggers: {', '.join(cls.triggers())}\n"
                f"{described(cls, OWN_FIELDS[cls.__name__])}"
                for cls in EVENTS
            ),
        ]
        holds(SNAPSHOT, "\n".join(lines))

    def test_every_class_is_public(self):
        """`trustflow.events` has every class."""
        assert sorted(OWN_FIELDS) == sorted(ev.__all__)
        assert all(getattr(ev, cls.__name__) is cls for cls in EVENTS)

    def test_are_those_of_the_classes(self):
        """Every trigger belongs to one class, and no class has any other."""
        triggers = [trigger for cls in EVENTS for trigger in cls.triggers()]

        assert sorted(TRIGGERS) == sorted(triggers)

    @CLASSES
    def test_the_fields_of_a_trigger_give_it(self, cls):
        """The fields that a class names for a trigger give an event of that trigger."""
        for trigger, fields in cls.triggers().items():
            event = make(cls, **fields)
            assert trigger == event.trigger
            assert trigger == OTHER_SUBJECT or trigger.startswith(cls.class_name)
            assert cls.class_name == event.event_name

    @pytest.mark.parametrize("trigger", TRIGGERS)
    def test_is_reached_by_the_process(self, trigger):
        """The process builds an event of every trigger."""
        cls, fields = TRUST_TRANSFER.by_class[trigger]
        event = TRUST_TRANSFER.event(
            trigger, "2016-07", **{**NEEDED.get(cls.__name__, {}), **fields}
        )

        assert (trigger, cls) == (event.trigger, type(event))

    @pytest.mark.slow
    @pytest.mark.parametrize("trigger", TRIGGERS)
    @at_most(10)  # for each trigger
    @given(data=st.data())
    def test_does_not_depend_on_the_other_fields(self, trigger, data):
        """The other fields of an event leave its trigger as it is."""
        assert trigger == data.draw(transfer_events(trigger=trigger)).trigger

    @given(transfer_events(), st.sampled_from(SUBJECTS) | texts())
    def test_another_subject_is_another_trigger(self, event, subject):
        """An event on another subject has a trigger of its own and opens nothing."""
        other = attrs.evolve(event, subject=subject)
        is_other = " ".join(subject.casefold().split()) != CHILDREN

        assert (OTHER_SUBJECT == other.trigger) == is_other
        if is_other:
            assert not other.opens
            assert () == other.irregularities()

    def test_another_subject_has_a_subject_of_its_own(self):
        """An event built by that trigger alone has the subject "another subject"."""
        assert "another subject" == TRUST_TRANSFER.event(OTHER_SUBJECT, "2016").subject

    @pytest.mark.parametrize("subject", ["Children's social care", " children's  SOCIAL care "])
    def test_the_subject_of_the_process_is_read_in_any_spelling(self, subject):
        """Case and spacing of the subject are ignored, and one form is kept."""
        event = ev.Note("2016", subject=subject)

        assert (CHILDREN, "note") == (event.subject, event.trigger)
        assert ev.Note("2016") == event


class TestFields:
    """The fields that each class needs, and what they accept."""

    @CLASSES
    def test_every_other_field_is_optional(self, cls):
        """A class requires only the fields in the list above."""
        assert make(cls).on.text == "2016"
        for name in NEEDED.get(cls.__name__, {}):
            rest = {key: value for key, value in NEEDED[cls.__name__].items() if key != name}
            with pytest.raises((TypeError, ValueError), match=name):
                cls("2016", **rest)

    @CLASSES
    def test_takes_nothing_else(self, cls):
        """A field that the class does not have is refused."""
        with pytest.raises(TypeError, match="colour"):
            make(cls, colour="red")

    @CLASSES
    def test_is_public_as_the_domain_says(self, cls):
        """Public acts are those that the domain names as known on their day."""
        assert (cls.__name__ in PUBLIC) == cls.is_public

    @CLASSES
    def test_deadlines_have_the_strength_of_their_setter(self, cls):
        """A deadline that does not give its strength has that of the event that sets it."""
        assert STRENGTHS.get(cls.__name__, "practice") == make(cls).deadline_strength

    def test_a_joint_inspection_sets_deadlines_of_law(self):
        """A day set in the letter of a joint inspection is law, with priority action or without."""
        for more in ({}, {"priority_action": True}):
            letter = ev.VisitLetterPublished("2018", kind="jtai", **more)
            assert Strength.LAW is letter.deadline_strength

    @pytest.mark.parametrize(
        ("cls", "name", "words"),
        WORD_FIELDS,
        ids=[f"{cls.__name__}-{name}" for cls, name, _ in WORD_FIELDS],
    )
    def test_words_are_accepted_whatever_their_case(self, cls, name, words):
        """Each word is read in any case and kept as listed; the error for another lists them."""
        for word in words:
            if word == Strength.LOGIC:
                continue
            kept = getattr(make(cls, **{name: word.upper()}), name)
            assert word.removesuffix(" to be good") == kept
        with pytest.raises(InvalidValue, match=f"Expected one of: {', '.join(words)}.$"):
            make(cls, **{name: "zzz"})
        if name != "power":  # its words are too short to be like another
            near = words[0]
            with pytest.raises(InvalidValue, match=f"Did you mean '{near}'?"):
                make(cls, **{name: f"{near[:-1]}x"})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (ev.VisitMade, "number"),
            (ev.VisitLetterPublished, "number"),
            (ev.DirectionIssued, "number"),
            (ev.DirectionIssued, "replaces"),
            (ev.DirectionRevoked, "direction"),
            (ev.DirectionRevoked, "replaced_by"),
            (ev.ContractSigned, "term_years"),
            (ev.ContractExtended, "term_years"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_numbers_are_whole(self, cls, name):
        """A number is whole and 0 or more; a bool is refused."""
        assert 0 == getattr(make(cls, **{name: 0}), name)
        for value in (-1, 1.5, True, [1]):
            with pytest.raises(InvalidValue, match=f"for {name}"):
                make(cls, **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (ev.VisitLetterPublished, "priority_action"),
            (ev.VisitLetterPublished, "plan_asked"),
            (ev.VisitLetterPublished, "statement_required"),
            (ev.DirectionRevoked, "partly"),
            (ev.ReturnedToCouncil, "partly"),
            (ev.InspectionPublished, "lifts_inadequate"),
            (ev.InterventionEnded, "partly"),
            (ev.InspectionPublished, "reinspection"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_yes_or_no_is_a_bool(self, cls, name):
        """Words and numbers are refused, because Python would take any word for a yes."""
        for value in (1, "no", "False"):
            with pytest.raises(InvalidValue, match=f"answer for {name}: .* Expected True or False"):
                make(cls, **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (cls, name)
            for cls in EVENTS
            for name in (*OWN_FIELDS[cls.__name__], "note", "subject")
            if name
            in {
                *("focus", "finding", "remit", "recommends", "partner", "trust", "services"),
                *("owner", "legal_form", "reason", "name", "responds_to", "what", "met_by"),
                *("into", "note", "subject", "replaces", "principal_authority"),
            }
            and (cls, name) != (ev.CommissionerAppointed, "remit")
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_texts_can_be_shown(self, cls, name):
        """An empty text, or one with control characters, is refused."""
        for value in ("", " ", "a\x00b"):
            with pytest.raises(InvalidValue, match="text for"):
                make(cls, **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (cls, name)
            for cls in EVENTS
            for name in OWN_FIELDS[cls.__name__]
            if name in {"names", "replaces", "into"}
            and cls not in {ev.DirectionIssued, ev.ImprovementNoticeIssued}
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_names_are_texts(self, cls, name):
        """One name, several or none are accepted; each is a text that can be shown."""
        assert ("Ann",) == getattr(cls("2016", **{name: "Ann"}), name)
        assert ("Ann", "Bo") == getattr(cls("2016", **{name: iter(["Ann", "Bo"])}), name)
        assert () == getattr(cls("2016", **{name: None}), name)
        for value in ("", [""], [1], ["Ann", None]):
            with pytest.raises(InvalidValue, match="text for"):
                cls("2016", **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (ev.InspectionPublished, "received_on"),
            (ev.VisitLetterPublished, "received_on"),
            (ev.InspectionPublished, "inspected"),
            (ev.DirectionIssued, "ends"),
            (ev.DeadlineSet, "due"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_dates_are_dates(self, cls, name):
        """A date that cannot be read is refused when the event is built."""
        with pytest.raises(BadDate):
            make(cls, **{name: "soon"})

    @pytest.mark.parametrize("value", [5, None, b"SEND"])
    def test_a_subject_is_text(self, value):
        """A subject that is not a text is refused."""
        with pytest.raises(InvalidValue, match=r"text for subject: .* Expected a text"):
            ev.Note("2016", subject=value)

    def test_a_letter_needs_its_kind_or_priority_action(self):
        """A letter without areas for priority action needs its kind."""
        assert ev.VisitLetterPublished("2018", priority_action=True).kind is None
        with pytest.raises(
            ValueError, match=r"needs its kind\. Expected kind to be one of: monitoring, focused"
        ):
            ev.VisitLetterPublished("2018")

    @pytest.mark.parametrize(
        "words", ["council", "The Council", "local  authority", "The local authority"]
    )
    def test_words_for_the_council_name_no_other_body(self, words):
        """The principal authority is then the council, as where none is given."""
        letter = ev.VisitLetterPublished(
            "2018", kind="jtai", statement_required=True, principal_authority=words
        )
        assert letter.principal_authority is None
        named = attrs.evolve(letter, principal_authority="Devon CCG")
        assert "Devon CCG" == named.principal_authority

    def test_a_direction_is_issued_under_a_subsection(self):
        """The subsection of section 497A can be given as a number, if it is one."""
        powers = [ev.DirectionIssued("2016", power=power).power for power in (4, "4a", "4B", None)]
        assert ["4", "4A", "4B", None] == powers


class TestLetters:
    """The triggers of letters, and whether they ask for a plan."""

    @pytest.mark.parametrize(
        ("kind", "fields", "variant"),
        [
            ("jtai", {"statement_required": True}, "jtai_statement"),
            ("jtai", {"statement_required": True, "priority_action": True}, "jtai_statement"),
            ("jtai", {"priority_action": True}, "jtai"),
            ("monitoring", {"priority_action": True}, "monitoring"),
            ("assurance", {"priority_action": True}, "priority_action"),
            ("focused", {"priority_action": True}, "priority_action"),
            (None, {"priority_action": True}, "priority_action"),
            ("focused", {"plan_asked": True}, "focused"),
        ],
    )
    def test_what_a_letter_asks_for_decides_its_trigger(self, kind, fields, variant):
        """A statement is asked for by letters of joint inspections only."""
        letter = ev.VisitLetterPublished("2018", kind=kind, **fields)
        assert f"visit_letter_published_{variant}" == letter.trigger

    @pytest.mark.parametrize("kind", [None, "focused", "monitoring", "assurance"])
    def test_only_a_joint_inspection_requires_a_statement(self, kind):
        """The error says what was found, and what is expected."""
        with pytest.raises(InvalidValue) as caught:
            ev.VisitLetterPublished("2018", kind=kind, statement_required=True)
        assert (
            f"Invalid kind with statement_required: {kind!r}. "
            "Expected kind='jtai': only joint inspections require a statement."
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("on", "fields", "request_"),
        [
            ("2019-11-30", {}, "asked"),
            ("2019-12-01", {}, "not asked"),
            ("2021-07-31", {}, "not asked"),
            ("2021-08-01", {}, "asked"),
            ("2021", {}, "not asked"),
            ("2019-11/..", {}, "not asked"),
            ("2020", {"plan_asked": True}, "asked"),
            ("2018", {"plan_asked": False}, "not asked"),
            ("2018", {"kind": "focused"}, "asked"),
            ("2018", {"kind": "assurance"}, "not asked"),
            ("2018", {"kind": "assurance", "plan_asked": True}, "not asked"),
            ("2018", {"kind": "monitoring"}, None),
            ("2018", {"kind": "focused", "priority_action": False}, None),
        ],
    )
    def test_a_letter_with_priority_action_asks_for_a_plan_or_not(self, on, fields, request_):
        """From December 2019 to July 2021 the letters asked for none, unless the field says so."""
        letter = ev.VisitLetterPublished(on, **{"priority_action": True, **fields})
        assert request_ == letter.plan_request


class TestReorganisation:
    """Which reorganisations abolish an authority."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, False),
            ({"into": "Westmorland and Furness"}, True),
            ({"into": ["Cumberland", "Westmorland and Furness"]}, True),
            ({"into": ["CUMBRIA ", "Cumberland"]}, False),
            ({"into": "Cumberland", "subject": "SEND"}, False),
        ],
        ids=str,
    )
    def test_an_authority_that_is_not_among_its_successors_is_abolished(self, fields, expected):
        """Names compare in any case and spacing; without successors the authority goes on."""
        assert expected == ev.AuthorityReorganised("2023-04-01", **fields).abolishes("Cumbria")
        assert not ev.Note("2023-04-01").abolishes("Cumbria")

    @pytest.mark.parametrize(
        ("event", "strength"),
        [
            (ev.Note("2016"), None),
            (ev.MindedToDirect("2016", subject="SEND"), None),
            (ev.InspectionPublished("2016", judgement="good"), "practice"),
            (ev.VisitLetterPublished("2016", kind="focused"), "practice"),
            (ev.CommissionerReportPublished("2016"), "practice"),
            (ev.IndependentReviewPublished("2016"), "practice"),
            (ev.CommissionerReported("2016"), "logic"),
            (ev.VisitMade("2016", kind="focused"), "logic"),
            (ev.ReportPublishedByCouncil("2016"), "logic"),
            (ev.RequirementMet("2016", what="plan"), "logic"),
        ],
        ids=repr,
    )
    def test_what_can_still_come_after_it(self, event, strength):
        """Others may still publish what they found; notes can be made at any time."""
        assert strength == event.strength_after_abolition


class TestRepetition:
    """Which events can happen twice on a day."""

    @pytest.mark.parametrize(
        ("event", "can_repeat"),
        [
            (ev.Note("2016"), True),
            (ev.DeadlineSet("2016", what="plan", due="2017"), True),
            (ev.RequirementMet("2016", what="plan"), True),
            (ev.MindedToDirect("2016", subject="SEND"), True),
            (ev.VisitMade("2016", kind="focused"), True),
            (ev.VisitLetterPublished("2016", kind="focused"), True),
            (ev.VisitMade("2016", kind="focused", number=1), False),
            (ev.VisitLetterPublished("2016", kind="focused", number=1), False),
            (ev.MindedToDirect("2016"), False),
            (ev.InspectionPublished("2016", judgement="good"), False),
        ],
        ids=repr,
    )
    def test_notes_and_visits_without_a_number_can(self, event, can_repeat):
        """Every other event of the same fields on one day is the same event."""
        assert can_repeat == event.can_repeat


class TestDeadlines:
    """The deadlines that events set."""

    @given(st.sampled_from(EVENTS), st.lists(deadlines(), max_size=2))
    def test_a_deadline_set_comes_before_those_in_the_field(self, cls, others):
        """An event sets the deadlines in its field; a deadline set is itself the first."""
        event = make(cls, deadlines=others)
        first = (Deadline("plan", due="2017"),) if cls is ev.DeadlineSet else ()

        assert (*first, *others) == event.deadlines_set

    @given(deadlines())
    def test_a_deadline_set_is_a_deadline(self, deadline):
        """A deadline and the event that sets it have fields of the same meaning."""
        event = ev.DeadlineSet("2016", **attrs.asdict(deadline, recurse=False))

        assert (deadline,) == event.deadlines_set

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"met_by": "trust_went_liv"}, "Did you mean 'trust_went_live'"),
            ({"judgement": "goood"}, "Did you mean 'good'"),
        ],
        ids=["trigger", "judgement"],
    )
    def test_name_triggers_and_judgements_that_exist(self, fields, message):
        """A deadline that no event can meet is refused with the nearest word."""
        deadline = Deadline("plan", due="2017", **fields)
        with pytest.raises(InvalidValue, match=message):
            ev.Note("2016", deadlines=deadline)
        with pytest.raises(InvalidValue, match=message):
            ev.DeadlineSet("2016", what="plan", due="2017", **fields)

    def test_have_one_due_day(self):
        """An event cannot set a deadline with both a day and a span."""
        with pytest.raises(ValueError, match="both a due day and a span"):
            ev.DeadlineSet("2016", what="plan", due="2017", within="3 months")

    @given(transfer_events(trigger="requirement_met"), partial_dates(MODERN_DAYS))
    def test_only_a_requirement_met_has_a_requirement(self, event, on):
        """The requirement of a requirement met is its words; a note has none."""
        assert event.what == event.requirement
        assert ev.Note(on).requirement is None
