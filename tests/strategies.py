"""Hypothesis strategies for dates, sources, events and histories of the trust transfer.

A date is made around a day that it can be, its *witness*; in `histories` the witnesses keep every
rule of logic, so that a live case accepts each of them whole.
"""

import datetime as dt
from functools import cache

from hypothesis import strategies as st

from trustflow.dates import FIRST_YEAR, LAST_YEAR, PartialDate, Span, Unit
from trustflow.history import Deadline, History
from trustflow.sources import Citation, Confidence, Source, Strength
from trustflow.trust_transfer import CHILDREN, OTHER_SUBJECT, TRUST_TRANSFER
from trustflow.trust_transfer.base import ACTORS
from trustflow.trust_transfer.delivery import AGENCIES
from trustflow.trust_transfer.inspections import FRAMEWORKS, VISITS
from trustflow.trust_transfer.intervention import DATED, REMITS, STATUSES
from trustflow.trust_transfer.judgements import GRADES
from trustflow.trust_transfer.papers import TOPICS

FIRST, LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
WORDS_CHANGED = dt.date(2013, 11, 1)
"""The first day of "requires improvement", and the first without "adequate"."""
SIMPLE_FORMS = ("day", "month", "season", "year")
FORMS = ("simple", "interval", "open start", "open end", "open", "set")
TRIGGERS = tuple(TRUST_TRANSFER.triggers)
SUBJECTS = ("SEND", "whole council")
REQUIREMENTS = ("transfer plans", "Transfer  Plans", "good by March", "a new board")
"""Few, so that requirements meet their deadlines; two of them name the same."""


# Dates and spans


def days(first=FIRST, last=LAST):
    """Days, as `datetime.date`."""
    return st.dates(first, last)


@st.composite
def simple_texts(draw, day):
    """EDTF texts of one day, month, season or year that holds the day, marked or not."""
    forms = {
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "year": f"{day:%Y}",
        "season": season_of(day) or f"{day:%Y-%m}",
    }
    return forms[draw(st.sampled_from(SIMPLE_FORMS))] + draw(st.sampled_from(["", "~", "?"]))


def season_of(day):
    """The season that holds the day, or None where it is not wholly in the years held."""
    year, quarter = divmod(day.year * 12 + day.month - 3, 12)
    whole = FIRST_YEAR <= year and (year, quarter // 3) != (LAST_YEAR, 3)
    return f"{year}-{21 + quarter // 3}" if whole else None


@st.composite
def edtf_texts(draw, around=None):
    """EDTF texts of every form the project accepts, each holding the day it is made around."""
    day = draw(days() if around is None else around)
    start = draw(days(max(FIRST, _moved(day, -800)), day))
    end = draw(days(day, min(LAST, _moved(day, 800))))
    match draw(st.sampled_from(FORMS)):
        case "simple":
            return draw(simple_texts(day))
        case "interval":
            return f"{draw(simple_texts(start))}/{draw(simple_texts(end))}"
        case "open start":
            return f"../{draw(simple_texts(end))}"
        case "open end":
            return f"{draw(simple_texts(start))}/.."
        case "open":
            return "../.."
    items = [
        draw(simple_texts(day)),
        f"{draw(simple_texts(start))}..{draw(simple_texts(end))}",
        draw(simple_texts(start)),
    ]
    chosen = draw(st.sampled_from([items[:1], items[1:2], items[:2], items[::2], items]))
    return f"[{','.join(draw(st.permutations(chosen)))}]"


def _moved(day, count):
    ordinal = day.toordinal() + count
    return dt.date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))


def partial_dates(around=None):
    """Dates of every form the project accepts, each holding the day it is made around."""
    return edtf_texts(around).map(PartialDate.parse)


def spans(max_count=400):
    """Spans of days, months or working days."""
    return st.builds(Span, st.integers(0, max_count), st.sampled_from(Unit))


# Sources


@st.composite
def some(draw, fields):
    """A few of the fields, each drawn from its strategy: values stay small and shrink quickly."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=3))
    return {name: draw(fields[name]) for name in names}


@cache
def texts():
    """Texts that can be shown and stored, in any script."""
    return st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
        str.strip
    )


@cache
def links():
    """Web addresses."""
    path = st.text("abc/-?=&%'éλ", max_size=8)
    return st.builds("{}://example.org/{}".format, st.sampled_from(["http", "https"]), path)


@st.composite
def sources(draw):
    """Sources of every confidence; a copy is never of high confidence."""
    copy = draw(st.none() | texts())
    confidences = [each for each in Confidence if copy is None or each is not Confidence.HIGH]
    fields = {
        "confidence": st.sampled_from(confidences),
        "url": links(),
        "published": partial_dates(MODERN_DAYS),
        "says": partial_dates(MODERN_DAYS),
        "row": texts(),
    }
    return Source(draw(texts()), copy=copy, **{"confidence": confidences[-1], **draw(some(fields))})


def citations():
    """Citations, measured ones among them."""
    return st.builds(
        Citation, texts(), url=st.none() | links(), cases=st.none() | st.integers(0, 99)
    )


MODERN_DAYS = days(dt.date(2005, 1, 1), dt.date(2029, 12, 31))
"""The days from which the domain has records, and some to come."""


# Events


@st.composite
def deadlines(draw):
    """Deadlines with a due day, a span, or neither."""
    match draw(st.sampled_from(["open", "due", "within"])):
        case "due":
            when = {"due": draw(partial_dates(MODERN_DAYS))}
        case "within":
            when = {"within": draw(spans(100))}
        case _:
            when = {}
    return Deadline(draw(_wishes()), **when, **draw(some(_deadline_fields())))


@cache
def _wishes():
    return st.sampled_from(REQUIREMENTS) | texts()


@cache
def _deadline_fields():
    return {
        # Nothing that is asked for is a rule of logic: being late does not undo a fact.
        "set_by": st.sampled_from([each for each in Strength if each is not Strength.LOGIC]),
        "met_by": st.just("trust_went_live") | st.sampled_from(TRIGGERS),
        "judgement": st.sampled_from(list(GRADES)),
    }


@cache
def _names():
    return st.lists(st.sampled_from(["Ann Lee", "ann  lee", "Bo Day"]) | texts(), max_size=2)


@cache
def _numbers():
    return st.integers(0, 4)


@cache
def _fields_of(class_name):
    """The optional fields of a class of events that leave its trigger as it is."""
    own = {
        "commissioner_appointed": {"names": _names(), "remit": st.sampled_from(REMITS)},
        "commissioner_succeeded": {"names": _names(), "replaces": _names()},
        "commissioner_stood_down": {"names": _names()},
        "commissioner_reported": {"recommends": texts()},
        "commissioner_report_published": {"recommends": texts()},
        "adviser_appointed": {"names": _names()},
        "adviser_reported": {"names": _names()},
        "independent_review_published": {"recommends": texts()},
        "decision_announced": {"status": st.sampled_from(STATUSES)},
        "partnership_started": {"partner": texts()},
        "direction_issued": {
            "number": _numbers(),
            "replaces": _numbers() | st.sampled_from(["improvement notice", "the first one"]),
            "dated": st.sampled_from(DATED),
            "ends": partial_dates(MODERN_DAYS),
        },
        "direction_revoked": {
            "direction": _numbers(),
            "replaced_by": _numbers(),
            "partly": st.booleans(),
        },
        "improvement_notice_issued": {"replaces": texts()},
        "intervention_ended": {"partly": st.booleans()},
        "shadow_started": {"trust": texts(), "services": texts()},
        "trust_went_live": {"trust": texts(), "services": texts()},
        "further_services_transferred": {"trust": texts(), "services": texts()},
        "ownership_changed": {"trust": texts(), "owner": texts()},
        "memorandum_signed": {"trust": texts()},
        "trust_incorporated": {"trust": texts(), "owner": texts(), "legal_form": texts()},
        "contract_signed": {"trust": texts(), "term_years": _numbers()},
        "contract_extended": {"trust": texts(), "term_years": _numbers()},
        "chair_appointed": {"trust": texts(), "name": texts()},
        "chief_executive_appointed": {"trust": texts(), "name": texts()},
        "agency_registered": {"trust": texts()},
        "return_decided": {"reason": texts()},
        "returned_to_council": {"reason": texts()},
        "visit_made": {"number": _numbers(), "focus": texts()},
        "visit_letter_published": {"number": _numbers(), "focus": texts(), "finding": texts()},
        "report_published_by_council": {"responds_to": texts()},
        "draft_plan_shared": {"responds_to": texts()},
        "action_plan_published": {"responds_to": texts()},
        "deadline_set": _deadline_fields(),
        "authority_reorganised": {"into": texts()},
        "note": {"topic": st.sampled_from(TOPICS)},
    }
    common = {
        "known_on": partial_dates(MODERN_DAYS),
        "sources": st.lists(sources(), min_size=1, max_size=2),
        "note": texts(),
        "deadlines": st.lists(deadlines(), min_size=1, max_size=2),
        "by": st.sampled_from(ACTORS),
    }
    return some({**common, **own.get(class_name, {})})


@st.composite
def _needed(draw, trigger, day):
    """The fields that make the trigger, in every way there is; sound on the day if one is given."""
    cls, given = TRUST_TRANSFER.by_class[trigger]
    match cls.class_name:
        case "inspection_published":
            return draw(_inspections(trigger.removeprefix("inspection_published_"), day))
        case "agency_registered":
            return {"kind": draw(st.sampled_from(AGENCIES))}
        case "requirement_met":
            return {"what": draw(_wishes())}
        case "deadline_set":
            own = draw(deadlines())
            return {"what": own.what, "due": own.due, "within": own.within}
    if trigger == "visit_letter_published_priority_action":
        return {**given, "kind": draw(st.none() | st.sampled_from(VISITS))}
    return dict(given)


@st.composite
def _inspections(draw, variant, day):
    """The fields of an inspection of one variant, its grade overall or by areas."""
    words = [word for word in GRADES if word != "inadequate"]
    if day is not None:
        wrong = "requires improvement" if day < WORDS_CHANGED else "adequate"
        words.remove(wrong)
    better = st.sampled_from(words)
    areas = st.dictionaries(st.sampled_from(["leadership", "care leavers"]), better, max_size=2)
    if variant == "ungraded":
        fields = {}
    elif draw(st.booleans()):
        graded = "inadequate" if variant == "inadequate" else draw(better)
        fields = {"judgement": graded, "areas": draw(areas)}
    else:
        graded = "inadequate" if variant == "inadequate" else draw(better)
        fields = {"areas": {**draw(areas), "help and protection": graded}}
    parts = {"partial": ["safeguarding"], "not_inadequate": ["all"]}
    fields["remit"] = draw(st.sampled_from(parts.get(variant, ["all", "safeguarding"])))
    when = {
        "framework": st.sampled_from(FRAMEWORKS),
        "received_on": partial_dates(MODERN_DAYS),
        "reinspection": st.booleans(),
    }
    used = {fields.get("judgement"), *fields.get("areas", {}).values()}
    if day is None:
        when["inspected"] = st.lists(partial_dates(MODERN_DAYS), min_size=1, max_size=2)
    elif used.isdisjoint({"adequate", "requires improvement"}):
        when["inspected"] = _periods_to(day)
    return {**fields, **draw(some(when))}


@st.composite
def _periods_to(draw, day):
    """A day or a period that ends on a day or before."""
    end = draw(days(_moved(day, -60), day))
    start = draw(days(_moved(end, -30), end))
    return end.isoformat() if start == end else f"{start}/{end}"


@st.composite
def transfer_events(draw, trigger=None, on=None, day=None):
    """Events of the trust transfer: every class, every variant, any of its fields.

    Args:
        draw: Given by Hypothesis.
        trigger: The trigger; any when left out.
        on: The date; one of any form when left out.
        day: A day on which the event has to be sound by itself; its inspectors came before, and
            its judgements are in the words of that day.
    """
    trigger = draw(st.sampled_from(TRIGGERS)) if trigger is None else trigger
    on = draw(partial_dates(MODERN_DAYS)) if on is None else on
    subject = CHILDREN
    if trigger == OTHER_SUBJECT:
        trigger = draw(st.sampled_from([each for each in TRIGGERS if each != OTHER_SUBJECT]))
        subject = draw(st.sampled_from(SUBJECTS))
    cls, _ = TRUST_TRANSFER.by_class[trigger]
    fields = draw(_fields_of(cls.class_name))
    needed = draw(_needed(trigger, day))
    return cls(on, **{**fields, **needed, "subject": subject})


# Histories


@st.composite
def histories(draw, *, part_known=False, min_size=0, max_size=10):
    """Histories that the trust transfer allows from end to end, and that a live case accepts.

    Every event is allowed in its stage, and there is a day for each on which they stand in order.

    Args:
        draw: Given by Hypothesis.
        part_known: Whether dates are of every form; else they are days.
        min_size: The least number of events.
        max_size: The greatest.
    """
    begins_in = draw(st.none() | st.sampled_from(list(TRUST_TRANSFER.stages)))
    stage = TRUST_TRANSFER.initial if begins_in is None else begins_in
    day = draw(days(dt.date(2005, 1, 1), dt.date(2020, 12, 31)))
    events = []
    while len(events) < max_size and (len(events) < min_size or draw(st.integers(0, 9))):
        moves = TRUST_TRANSFER.moves_from(stage)
        onward = [move for move in moves if not move.stays]
        move = draw(st.sampled_from(moves) | st.sampled_from(onward))
        # A return comes a day after the go-live at the earliest.
        gap = draw(st.integers(1 if move.trigger == "returned_to_council" else 0, 300))
        day = _moved(day, gap)
        on = draw(partial_dates(st.just(day))) if part_known else PartialDate.of(day)
        events.append(draw(transfer_events(move.trigger, on, day)))
        stage = move.leads_to
    return draw(_histories_of(events, begins_in))


@st.composite
def loose_histories(draw, *, max_size=8):
    """Histories of any events in any order, beginning in any stage; most have findings."""
    events = draw(st.lists(transfer_events(), max_size=max_size))
    begins_in = draw(st.none() | st.sampled_from(list(TRUST_TRANSFER.stages)))
    return draw(_histories_of(events, begins_in))


def _histories_of(events, begins_in):
    return st.builds(
        History,
        st.sampled_from(["Sandwell", "Kingston upon Hull"]) | texts(),
        st.just(events),
        gss_code=st.none() | st.from_regex(r"E0[0-9]{7}", fullmatch=True),
        begins_in=st.just(begins_in),
        succeeds=st.none() | texts(),
        checked_to=st.none() | MODERN_DAYS,
    )
