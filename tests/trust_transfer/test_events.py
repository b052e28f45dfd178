"""Every class of event of the trust transfer: its triggers, fields, words and what it can meet."""

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

CLASSES = pytest.mark.parametrize("cls", EVENTS, ids=[cls.__name__ for cls in EVENTS])
COMMON = {"on", "known_on", "sources", "note", "deadlines", "trigger", "subject", "acted_by"}
OWN_FIELDS = {
    "InspectionPublished": [
        *("judgement", "areas", "framework", "remit"),
        *("inspected", "received_on", "reinspection"),
    ],
    "CommissionerAppointed": ["names", "remit"],
    "CommissionerSucceeded": ["names", "replaces"],
    "CommissionerStoodDown": ["names"],
    "CommissionerReported": ["recommends"],
    "CommissionerReportPublished": ["recommends"],
    "AdviserAppointed": ["names"],
    "AdviserReported": ["names"],
    "IndependentReviewPublished": ["recommends"],
    "DecisionAnnounced": ["outcome", "status"],
    "PartnershipStarted": ["partner"],
    "MindedToDirect": [],
    "DirectionIssued": ["purpose", "number", "replaces", "dated", "ends"],
    "DirectionRevoked": ["direction", "replaced_by", "partly"],
    "ImprovementNoticeIssued": ["replaces"],
    "ImprovementNoticeLifted": [],
    "InterventionEnded": ["partly"],
    "SupportAndSupervisionStarted": [],
    "SupportAndSupervisionEnded": [],
    "ShadowStarted": ["trust", "services"],
    "TrustWentLive": ["trust", "services"],
    "FurtherServicesTransferred": ["trust", "services"],
    "OwnershipChanged": ["trust", "owner"],
    "ContractSigned": ["trust", "term_years"],
    "ContractExtended": ["trust", "term_years"],
    "MemorandumSigned": ["trust"],
    "TrustIncorporated": ["trust", "owner", "legal_form"],
    "ReturnDecided": ["reason"],
    "ReturnedToCouncil": ["reason"],
    "ChairAppointed": ["trust", "name"],
    "ChiefExecutiveAppointed": ["trust", "name"],
    "AgencyRegistered": ["trust", "kind"],
    "EmployeeInformationGiven": [],
    "VisitMade": ["kind", "number", "focus"],
    "VisitLetterPublished": ["kind", "number", "focus", "priority_action", "finding"],
    "ReportPublishedByCouncil": ["responds_to"],
    "DraftPlanShared": ["responds_to"],
    "ActionPlanPublished": ["responds_to"],
    "DeadlineSet": ["what", "due", "within", "set_by", "met_by", "judgement"],
    "RequirementMet": ["what"],
    "AuthorityReorganised": ["into"],
    "Note": ["topic"],
}
"""The classes and their own fields, as the domain lists them."""
NEEDED = {
    "DecisionAnnounced": {"outcome": "trust"},
    "AgencyRegistered": {"kind": "fostering"},
    "VisitMade": {"kind": "focused"},
    "VisitLetterPublished": {"kind": "focused"},
    "DeadlineSet": {"what": "plan"},
    "RequirementMet": {"what": "plan"},
}
"""The fields an event is meaningless without."""
VARIANTS = {
    "InspectionPublished": ["inadequate", "not_inadequate", "partial", "ungraded"],
    "DecisionAnnounced": ["trust", "voluntary_trust", "retain", "partner"],
    "DirectionIssued": ["improvement", "trust", "pause", "takeover", "unspecified"],
    "VisitMade": ["monitoring", "focused", "jtai", "assurance"],
    "VisitLetterPublished": ["monitoring", "focused", "jtai", "assurance", "priority_action"],
}
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
"""The strength of a deadline that does not say; practice where it is not here."""
WORD_FIELDS = [
    (
        ev.InspectionPublished,
        "judgement",
        (
            "inadequate, not inadequate, requires improvement, adequate, good, outstanding, "
            "requires improvement to be good"
        ),
    ),
    (
        ev.InspectionPublished,
        "framework",
        (
            "SIF, ILACS, safeguarding and looked-after, child protection, looked after, "
            "unannounced, other"
        ),
    ),
    (ev.CommissionerAppointed, "remit", "review, improvement, set-up"),
    (ev.DecisionAnnounced, "outcome", "trust, voluntary_trust, retain, partner"),
    (ev.DecisionAnnounced, "status", "provisional, conditional, final"),
    (ev.DirectionIssued, "purpose", "improvement, trust, pause, takeover"),
    (ev.DirectionIssued, "dated", "made, published"),
    (ev.AgencyRegistered, "kind", "fostering, adoption"),
    (ev.VisitMade, "kind", "monitoring, focused, jtai, assurance"),
    (ev.VisitLetterPublished, "kind", "monitoring, focused, jtai, assurance"),
    (
        ev.Note,
        "topic",
        (
            "improvement board, leadership, ministerial letter, review, contract, court, "
            "workforce, annual rating, context, other"
        ),
    ),
    (ev.Note, "acted_by", "Secretary of State, council, Ofsted, supplier"),
    (
        ev.DeadlineSet,
        "set_by",
        "logic, law, inspectorate, policy, direction, contract, practice",
    ),
]
"""The fields that hold one of some words, and the words."""


def make(cls, on="2016", **fields):
    """An event of a class with the fields it cannot do without."""
    return cls(on, **{**NEEDED.get(cls.__name__, {}), **fields})


class TestAlphabet:
    """Sixty triggers, and classes that reach them all."""

    def test_classes_and_fields_are_those_of_the_domain(self):
        """No class and no field is left out or added."""
        fields = {
            cls.__name__: [each.name for each in attrs.fields(cls) if each.name not in COMMON]
            for cls in EVENTS
        }

        assert {name: sorted(own) for name, own in OWN_FIELDS.items()} == {
            name: sorted(own) for name, own in fields.items()
        }

    def test_every_class_is_public(self):
        """`trustflow.events` hands on every class."""
        assert sorted(OWN_FIELDS) == sorted(ev.__all__)
        assert all(getattr(ev, cls.__name__) is cls for cls in EVENTS)

    def test_there_are_sixty(self):
        """The alphabet is that of the classes and their variants."""
        reached = {trigger for cls in EVENTS for trigger in cls.triggers()}

        assert 60 == len(TRIGGERS)
        assert set(TRIGGERS) == reached

    @CLASSES
    def test_variants_are_those_of_the_domain(self, cls):
        """A class has its triggers, and the fields said to give a trigger give it."""
        variants = VARIANTS.get(cls.__name__)
        expected = [f"{cls.class_name}_{each}" for each in variants or ()] or [cls.class_name]
        if cls is ev.Note:
            expected.append(OTHER_SUBJECT)

        assert expected == list(cls.triggers())
        for trigger, fields in cls.triggers().items():
            event = make(cls, **fields)
            assert trigger == event.trigger
            assert cls.class_name == event.event_name

    @pytest.mark.parametrize("trigger", TRIGGERS)
    def test_is_reached_by_the_process(self, trigger):
        """The process makes an event of every trigger."""
        cls, fields = TRUST_TRANSFER.by_class[trigger]
        event = TRUST_TRANSFER.event(trigger, "2016-07", **NEEDED.get(cls.__name__, {}) | fields)

        assert (trigger, cls) == (event.trigger, type(event))

    @pytest.mark.parametrize("trigger", TRIGGERS)
    @at_most(10)  # of each of sixty
    @given(data=st.data())
    def test_is_kept_whatever_else_is_said(self, trigger, data):
        """The other fields of an event change nothing about its trigger."""
        assert trigger == data.draw(transfer_events(trigger=trigger)).trigger

    @given(transfer_events(), st.sampled_from(SUBJECTS) | texts())
    def test_another_subject_is_another_trigger(self, event, subject):
        """An event on another subject moves no stage, opens and closes nothing."""
        other = attrs.evolve(event, subject=subject)
        is_other = " ".join(subject.casefold().split()) != CHILDREN

        assert (OTHER_SUBJECT == other.trigger) == is_other
        if is_other:
            assert not other.opens
            assert () == other.irregularities()

    def test_another_subject_has_a_name_of_its_own(self):
        """Where an event is made by its trigger alone, it is about no more than that."""
        assert "another subject" == TRUST_TRANSFER.event(OTHER_SUBJECT, "2016").subject

    @pytest.mark.parametrize("subject", ["Children's social care", " children's  SOCIAL care "])
    def test_our_subject_however_it_is_written(self, subject):
        """The subject is read whatever its case and spacing, and kept as one."""
        event = ev.Note("2016", subject=subject)

        assert (CHILDREN, "note") == (event.subject, event.trigger)
        assert ev.Note("2016") == event


class TestFields:
    """What each class needs and takes."""

    @CLASSES
    def test_every_other_field_is_optional(self, cls):
        """Only what an event is meaningless without is needed."""
        assert make(cls).on.text == "2016"
        for name in NEEDED.get(cls.__name__, {}):
            rest = {key: value for key, value in NEEDED[cls.__name__].items() if key != name}
            with pytest.raises((TypeError, ValueError), match=name):
                cls("2016", **rest)

    @CLASSES
    def test_takes_nothing_else(self, cls):
        """A field the class does not have is refused."""
        with pytest.raises(TypeError, match="colour"):
            make(cls, colour="red")

    @CLASSES
    def test_is_public_as_the_domain_says(self, cls):
        """Publications and announced acts are known on their day."""
        assert (cls.__name__ in PUBLIC) == cls.is_public

    @CLASSES
    def test_deadlines_have_the_strength_of_their_setter(self, cls):
        """A deadline that does not say its strength has that of what carries it."""
        assert STRENGTHS.get(cls.__name__, "practice") == make(cls).deadline_strength

    def test_a_joint_inspection_sets_deadlines_of_law(self):
        """The statement day of a joint inspection's letter is law, with priority action or not."""
        for more in ({}, {"priority_action": True}):
            letter = ev.VisitLetterPublished("2018", kind="jtai", **more)
            assert Strength.LAW is letter.deadline_strength

    @pytest.mark.parametrize(
        ("cls", "name", "words"),
        WORD_FIELDS,
        ids=[f"{cls.__name__}-{name}" for cls, name, _ in WORD_FIELDS],
    )
    def test_words_are_accepted_whatever_their_case(self, cls, name, words):
        """Each word is read in any case and kept as it is listed; others are refused with all."""
        for word in words.split(", "):
            if word == Strength.LOGIC:
                continue
            kept = getattr(make(cls, **{name: word.upper()}), name)
            assert word.removesuffix(" to be good") == kept
        with pytest.raises(InvalidValue, match=f"accepted: {words}$"):
            make(cls, **{name: "zzz"})
        near = words.split(", ")[0]
        with pytest.raises(InvalidValue, match=f"did you mean '{near}'"):
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
        """A number is whole and from 0 on; a bool is none."""
        assert 0 == getattr(make(cls, **{name: 0}), name)
        for value in (-1, 1.5, True, [1]):
            with pytest.raises(InvalidValue, match=f"for {name}"):
                make(cls, **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (ev.VisitLetterPublished, "priority_action"),
            (ev.DirectionRevoked, "partly"),
            (ev.InterventionEnded, "partly"),
            (ev.InspectionPublished, "reinspection"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_yes_or_no_is_a_bool(self, cls, name):
        """A word or a number is no answer, because any word would be a yes."""
        for value in (1, "no", "False"):
            with pytest.raises(InvalidValue, match=f"answer for {name}; True or False"):
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
                *("into", "note", "subject", "replaces"),
            }
            and (cls, name) != (ev.CommissionerAppointed, "remit")
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_texts_can_be_shown(self, cls, name):
        """A text is not empty and has no control characters."""
        for value in ("", " ", "a\x00b"):
            with pytest.raises(InvalidValue, match="text for"):
                make(cls, **{name: value})

    @pytest.mark.parametrize(
        ("cls", "name"),
        [
            (cls, name)
            for cls in EVENTS
            for name in OWN_FIELDS[cls.__name__]
            if name in {"names", "replaces"}
            and cls not in {ev.DirectionIssued, ev.ImprovementNoticeIssued}
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_names_are_texts(self, cls, name):
        """One name, several or none; each of them a text."""
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
            (ev.InspectionPublished, "inspected"),
            (ev.DirectionIssued, "ends"),
            (ev.DeadlineSet, "due"),
        ],
        ids=lambda value: getattr(value, "__name__", value),
    )
    def test_dates_are_dates(self, cls, name):
        """A date that cannot be read is refused when the event is made."""
        with pytest.raises(BadDate):
            make(cls, **{name: "soon"})

    @pytest.mark.parametrize("value", [5, None, b"SEND"])
    def test_a_subject_is_text(self, value):
        """What is no text is no subject."""
        with pytest.raises(InvalidValue, match="text for subject; a text is needed"):
            ev.Note("2016", subject=value)

    def test_a_letter_needs_its_kind_or_priority_action(self):
        """A letter that found areas for priority action needs no kind; any other does."""
        assert ev.VisitLetterPublished("2018", priority_action=True).kind is None
        with pytest.raises(
            ValueError, match="a visit letter needs its kind; accepted: monitoring, focused"
        ):
            ev.VisitLetterPublished("2018")


class TestDeadlines:
    """Deadlines that events carry."""

    @given(st.sampled_from(EVENTS), st.lists(deadlines(), max_size=2))
    def test_are_those_carried_with_its_own_first(self, cls, carried):
        """Every event sets what it carries; a deadline set is one itself, and comes first."""
        event = make(cls, deadlines=carried)
        own = (Deadline("plan"),) if cls is ev.DeadlineSet else ()

        assert (*own, *carried) == event.deadlines_set

    @given(deadlines())
    def test_a_deadline_set_is_a_deadline(self, deadline):
        """The fields of a deadline and of the event that sets it mean the same."""
        event = ev.DeadlineSet("2016", **attrs.asdict(deadline, recurse=False))

        assert (deadline,) == event.deadlines_set

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"met_by": "trust_went_liv"}, "did you mean 'trust_went_live'"),
            ({"judgement": "goood"}, "did you mean 'good'"),
        ],
        ids=["trigger", "judgement"],
    )
    def test_names_triggers_and_judgements_there_are(self, fields, message):
        """A deadline that nothing can ever meet is refused, with the near match."""
        deadline = Deadline("plan", **fields)
        with pytest.raises(InvalidValue, match=message):
            ev.Note("2016", deadlines=deadline)
        with pytest.raises(InvalidValue, match=message):
            ev.DeadlineSet("2016", what="plan", **fields)

    def test_has_one_way_to_fall_due(self):
        """A day and a span contradict each other in the event as in the deadline."""
        with pytest.raises(ValueError, match="both a due day and a span"):
            ev.DeadlineSet("2016", what="plan", due="2017", within="3 months")

    @given(transfer_events(trigger="requirement_met"), partial_dates(MODERN_DAYS))
    def test_a_requirement_is_its_words(self, event, on):
        """Only a requirement met says one."""
        assert event.what == event.requirement
        assert ev.Note(on).requirement is None
