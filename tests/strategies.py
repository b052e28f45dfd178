"""Strategies for our own tests, in addition to those in `trustflow.testing`."""

from hypothesis import strategies as st

from trustflow.testing import days
from trustflow.testing.dates import edtf_text, simple_text
from trustflow.testing.random_process import draw_rule


@st.composite
def simple_texts(draw, day):
    """Generate EDTF texts of a day, month, season or year that contains the day."""
    return simple_text(draw, day)


@st.composite
def edtf_texts(draw, around=None):
    """Generate EDTF texts of every accepted form, each containing the day from `around`."""
    return edtf_text(draw, draw(days() if around is None else around))


@st.composite
def date_rules(draw, process, rule_id="added"):
    """Generate date rules of every kind on the triggers of a process."""
    answering = [trigger for trigger, (cls, _) in process.by_class.items() if has_answer(cls)]
    return draw_rule(draw, rule_id, tuple(process.stages), process.moves, answering=answering)


def has_answer(cls):
    """Return whether the events of a class can say what they respond to."""
    return hasattr(cls, "responds_to")
