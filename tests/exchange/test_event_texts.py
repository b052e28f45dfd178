"""Events from texts, as in a web form or on a command line."""

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import changed_event, event_from_texts, event_to_data
from trustflow.exchange.details import value_text
from trustflow.history import NamedEvent
from trustflow.testing import events as transfer_events
from trustflow.testing import partial_dates

PROCESS = tf.TRUST_TRANSFER
RENAMING = PROCESS.extended(
    triggers={"trust_renamed": "trust renamed"},
    moves=[tf.Move("trust_renamed", "trust_live", "trust_live")],
)
"""A process with an event that has no class."""
CLASSES = [cls for cls in PROCESS.events if cls.class_name not in PROCESS.triggers]
"""The classes whose events always have a variant."""


@given(partial_dates())
def test_an_event_is_built_from_texts(on):
    """The trigger gives the fields of its variant."""
    texts = {"number": "2", "dated": "made", "replaces": "1"}
    event = event_from_texts("direction_issued_trust", str(on), texts, process=PROCESS)
    assert ev.DirectionIssued(on, purpose="trust", number=2, dated="made", replaces=1) == event


@pytest.mark.parametrize(
    ("trigger", "texts", "event"),
    [
        (
            "commissioner_appointed",
            {"names": "Eleanor Brazil"},
            ev.CommissionerAppointed("2016", names="Eleanor Brazil"),
        ),
        (
            "commissioner_appointed",
            {"names": '["A", "B"]'},
            ev.CommissionerAppointed("2016", names=["A", "B"]),
        ),
        (
            "direction_issued_unspecified",
            {"replaces": "improvement notice"},
            ev.DirectionIssued("2016", replaces="improvement notice"),
        ),
        (
            "inspection_published_inadequate",
            {"inspected": "2015", "areas": '{"leadership": "good"}', "reinspection": "true"},
            ev.InspectionPublished(
                "2016",
                judgement="inadequate",
                inspected="2015",
                areas={"leadership": "good"},
                reinspection=True,
            ),
        ),
        (
            "deadline_set",
            {"what": "x", "within": "3 months"},
            ev.DeadlineSet("2016", what="x", within="3 months"),
        ),
        ("note", {"note": "7"}, ev.Note("2016", note="7")),
        (
            "commissioner_appointed",
            {"names": "[" * 100_000},
            ev.CommissionerAppointed("2016", names="[" * 100_000),
        ),
        (
            "note",
            {"deadlines": '[{"what": "x", "due": "2017"}]'},
            ev.Note("2016", deadlines=tf.Deadline("x", due="2017")),
        ),
        ("other_subject", {"subject": "SEND"}, ev.Note("2016", subject="SEND")),
    ],
)
def test_a_text_is_read_by_the_type_of_its_field(trigger, texts, event):
    """The value is the text unchanged, a number, yes or no, or JSON."""
    assert event == event_from_texts(trigger, "2016", texts, process=PROCESS)
    assert event == event_from_texts(trigger, "2016", texts)


def test_an_event_without_a_class_is_built_from_texts():
    """The process has the trigger of the event, but no class for it."""
    process = RENAMING
    source = tf.Source("The council")
    event = event_from_texts(
        "trust_renamed", "2020", {"note": "x"}, sources=[source], process=process
    )
    assert NamedEvent("2020", what="trust_renamed", note="x", sources=source) == event


def test_texts_that_give_another_trigger_are_refused():
    """An unknown trigger and an unknown field are refused as well."""
    with pytest.raises(tf.BadHistory, match="inspection_published_not_inadequate, not inspection"):
        event_from_texts(
            "inspection_published_inadequate", "2016", {"judgement": "good"}, process=PROCESS
        )
    with pytest.raises(tf.InvalidValue, match=r" Did you mean 'note'\?"):
        event_from_texts("nte", "2016", {}, process=PROCESS)
    with pytest.raises(tf.BadHistory, match=r"\$\.colour"):
        event_from_texts("note", "2016", {"colour": "red"}, process=PROCESS)


# The name of a class in place of a trigger


def texts_of(event):
    """Return the day and the texts of an event, as a person would give them."""
    data = event_to_data(event)
    del data["event"]
    data.pop("sources", None)
    return data.pop("on"), {name: value_text(value) for name, value in data.items()}


@given(transfer_events())
def test_the_texts_of_an_event_give_it_back(event):
    """The trigger or the name of the class, the day and the fields are all of an event."""
    on, texts = texts_of(event)
    # Events of every class can be on another subject, so that trigger does not give the class.
    name = event.class_name if event.trigger == "other_subject" else event.trigger
    assert event == event_from_texts(name, on, texts, sources=event.sources)


@given(st.sampled_from(CLASSES).flatmap(lambda cls: st.sampled_from(sorted(cls.triggers()))))
def test_the_fields_of_a_variant_stand_in_for_it(trigger):
    """The class and the implied fields give the same event as the trigger; without them, none."""
    cls, implied = PROCESS.by_class[trigger]
    texts = {name: value_text(value) for name, value in implied.items()}
    if implied:
        event = event_from_texts(cls.class_name, "2019-05-01", texts)
        assert event_from_texts(trigger, "2019-05-01", {}) == event
        assert trigger == event.trigger
    with pytest.raises(tf.InvalidValue) as caught:
        event_from_texts(cls.class_name, "2019-05-01", {})
    assert trigger in caught.value.accepted


@pytest.mark.parametrize(
    ("name", "texts", "trigger"),
    [
        ("inspection_published", {"judgement": "good"}, "inspection_published_not_inadequate"),
        ("inspection_published", {"areas": "help=good"}, "inspection_published_not_inadequate"),
        ("direction_issued", {"purpose": "pause", "number": "2"}, "direction_issued_pause"),
        ("decision_announced", {"outcome": "partner"}, "decision_announced_partner"),
        ("visit_letter_published", {"kind": "jtai"}, "visit_letter_published_jtai"),
        ("inspection_published", {"subject": "SEND"}, "other_subject"),
        ("returned_to_council", {}, "returned_to_council"),
        ("returned_to_council", {"partly": "yes"}, "returned_to_council_partly"),
    ],
)  # fmt: skip
def test_a_class_and_its_fields_give_the_trigger(name, texts, trigger):
    """The name of an event without its variant is enough if the fields decide the variant."""
    assert trigger == event_from_texts(name, "2019-05-01", texts).trigger


@pytest.mark.parametrize(
    ("name", "texts", "given"),
    [
        ("inspection_published", {}, "judgement=… or areas=…"),
        ("inspection_published", {"remit": "safeguarding"}, "judgement=… or areas=…"),
        ("inspection_published", {"areas": "{}"}, "judgement=… or areas=…"),
        ("direction_issued", {"number": "2"}, "purpose=…"),
        ("decision_announced", {}, "outcome=…"),
        ("visit_made", {"number": "1"}, "kind=…"),
        ("visit_letter_published", {}, "kind=… or statement_required=… or priority_action=…"),
    ],
)
def test_fields_that_leave_the_variant_open_are_refused(name, texts, given):
    """The message gives the fields that decide, and every variant."""
    with pytest.raises(tf.InvalidValue) as caught:
        event_from_texts(name, "2016", texts)
    variants = [trigger for trigger in PROCESS.by_class if trigger.startswith(f"{name}_")]
    assert f"Give {given}, or one of {', '.join(variants)}." == caught.value.accepted
    assert str(caught.value).startswith(f"Invalid event without its variant: '{name}'. ")


@pytest.mark.parametrize(
    ("name", "texts", "place"),
    [
        ("inspection_published", {"judgement": "bad"}, r"\$\.judgement: found 'bad'"),
        ("inspection_published", {"areas": "good"}, r"\$\.areas: found 'good'"),
        ("direction_issued", {"purpose": "trst"}, r"\$\.purpose: found 'trst'"),
        ("visit_made", {"kind": "jtai", "number": "one"}, r"\$\.number: found 'one'"),
    ],
)
def test_a_field_that_decides_is_checked(name, texts, place):
    """A word that is not accepted is the fault, not the variant."""
    with pytest.raises(tf.BadHistory, match=place):
        event_from_texts(name, "2016", texts)


def test_the_name_of_a_class_is_suggested():
    """A name that is neither a trigger nor a class is refused with the nearest of both."""
    with pytest.raises(tf.InvalidValue, match="Did you mean 'inspection_published'") as caught:
        event_from_texts("inspection_publishd", "2016", {})
    assert {*PROCESS.triggers, "inspection_published"} <= set(caught.value.words)


def test_a_class_whose_example_fields_do_not_decide():
    """If no field is known to decide, the message lists the variants only."""

    @frozen(repr=False, eq=False)
    class Loan(tf.Event):
        days: int = field(default=0, kw_only=True)
        variants = {"long": {}, "short": {}}  # noqa: RUF012 - a user's class

        def _variant(self):
            return "long" if self.days > 30 else "short"

    process = PROCESS.extended(
        triggers={"loan_long": "long loan", "loan_short": "short loan"},
        moves=[tf.Move(f"loan_{name}", "trust_live", "trust_live") for name in Loan.variants],
        events=[Loan],
    )
    with pytest.raises(tf.InvalidValue, match="Give other fields, or one of loan_long, loan_short"):
        event_from_texts("loan", "2016", {"days": "31"}, process=process)
    assert Loan("2016", days=31) == event_from_texts(
        "loan_long", "2016", {"days": "31"}, process=process
    )


# Areas, sources and other fields


def test_areas_without_an_overall_judgement():
    """Inspections that start from April 2026 on have no overall judgement."""
    areas = {"help and protection": "inadequate", "care leavers": "good"}
    event = ev.InspectionPublished("2026-09-01", areas=areas)
    texts = {"areas": "help and protection=inadequate; care leavers=good"}
    for name in ("inspection_published", "inspection_published_inadequate"):
        assert event == event_from_texts(name, "2026-09-01", texts)
    assert () == tf.check(tf.History("Devon", [event])).findings


def test_an_implied_judgement_is_used_where_the_areas_do_not_decide():
    """The trigger says that the overall judgement was inadequate; the area was good."""
    event = event_from_texts(
        "inspection_published_inadequate", "2016", {"areas": "leadership=good"}
    )
    assert ("inadequate", {"leadership": "good"}) == (event.judgement, dict(event.areas))


@pytest.mark.parametrize("name", ["sources", "confidence", "url", "published", "title", "copy_of"])
@pytest.mark.parametrize("trigger", ["note", "inspection_published", "trust_renamed"])
def test_a_text_of_a_source_is_refused(name, trigger):
    """Sources are an argument of their own, so no text for one is dropped."""
    process = RENAMING
    with pytest.raises(tf.BadHistory) as caught:
        event_from_texts(trigger, "2016", {name: '[{"title": "Ofsted"}]'}, process=process)
    (fault,) = caught.value.faults
    assert f"$.{name}" == fault.path
    assert "Give sources with sources=…, or on the command line with --source." == fault.accepted


def test_a_field_of_the_event_may_have_the_name_of_one_of_a_source():
    """A user's event can have a title of its own."""

    @frozen(repr=False, eq=False)
    class BookLent(tf.Event):
        title: str = field(default="x", kw_only=True)

    process = PROCESS.extended(
        triggers={"book_lent": "book lent"},
        moves=[tf.Move("book_lent", "trust_live", "trust_live")],
        events=[BookLent],
    )
    event = event_from_texts("book_lent", "2016", {"title": "Emma"}, process=process)
    assert BookLent("2016", title="Emma") == event


@pytest.mark.parametrize(
    ("trigger", "name"), [("note", "on"), ("note", "event"), ("trust_renamed", "what")]
)
def test_the_name_and_the_day_are_given_once(trigger, name):
    """A second one among the texts is neither used nor dropped."""
    process = RENAMING
    with pytest.raises(tf.BadHistory, match=f"{name}: found '2017'. Expected the trigger and the"):
        event_from_texts(trigger, "2016", {name: "2017"}, process=process)


def test_the_fields_of_every_event_are_read_from_texts():
    """These are the day it became known, a note, who acted, the subject and deadlines."""
    texts = {
        "known_on": "2017-01",
        "note": "x",
        "acted_by": "council",
        "subject": "SEND",
        "deadlines": '[{"what": "plan", "due": "2017-02"}]',
    }
    event = event_from_texts("inspection_published", "2016", texts)
    assert ("council", "SEND", "x", "2017-01", "plan") == (
        event.acted_by,
        event.subject,
        event.note,
        str(event.known_on),
        event.deadlines[0].what,
    )


def test_a_word_can_be_written_as_in_a_table():
    """A correction reads the same spellings as a new event."""
    event = event_from_texts("inspection_published", "2016", {"judgement": "R.I."})
    assert "requires improvement" == event.judgement
    assert "good" == changed_event(event, {"judgement": "Good "}).judgement


RATED = ev.InspectionPublished("2016", areas={"care": "good", "help": "inadequate"})


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("care=", {"help": "inadequate"}),
        ('{"care": "", "leaving": "good"}', {"help": "inadequate", "leaving": "good"}),
        ("care=; help=", {}),
        ("help=good", {"care": "good", "help": "good"}),
        ("", {}),
    ],
)
def test_an_empty_text_removes_one_name(text, areas):
    """The others stay, as they do if a name gets another text."""
    assert areas == dict(changed_event(RATED, {"areas": text}).areas)


def test_a_name_that_is_not_there_is_not_removed():
    """It can be a slip, so it is refused like any other empty text."""
    for event in (RATED, ev.InspectionPublished("2016", judgement="good")):
        with pytest.raises(tf.BadHistory, match="found ''"):
            changed_event(event, {"areas": "caer="})
