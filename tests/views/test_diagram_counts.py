"""How many histories took each arrow of a diagram, in what median time, in every format."""

import re

import pytest

import trustflow as tf
from trustflow.cohorts import arrow_counts
from trustflow.errors import InvalidValue
from trustflow.history import NamedEvent, Source
from trustflow.views import build_diagram, diagram
from trustflow.views.diagrams.model import CaseStatus

CASEBOOK = tf.casebook.histories()
SOURCES = (Source("A register", confidence="high"),)
LOANS = tf.Process(
    name="loan",
    title="A loan",
    stages={
        "asked": tf.StageInfo("Asked", "."),
        "lent": tf.StageInfo("Lent", "."),
        "back": tf.StageInfo("Back", "."),
        "lost": tf.StageInfo("Lost", ".", final=True),
    },
    initial="asked",
    triggers={"lend": "lent", "return": "returned", "renew": "renewed", "lose": "lost"},
    moves=[
        tf.Move("lend", "asked", "lent"),
        tf.Move("lend", "back", "lent"),
        tf.Move("return", "lent", "back"),
        tf.Move("renew", "lent", "lent"),
        tf.Move("lose", "lent", "lost", "possible"),
    ],
    rules=[],
)


def loan(name, *events, sources=SOURCES):
    """Return a history of loans; an event is a trigger and a date."""
    named = [NamedEvent(on, what=what, sources=sources) for what, on in events]
    return tf.History(name, named)


def days(number, start="2020-01-01"):
    """Return the histories of as many readers, who bring a book back after 1, 2, 3, … days."""
    return [
        loan(f"Reader {after}", ("lend", start), ("return", f"2020-01-{1 + after:02}"))
        for after in range(1, number + 1)
    ]


def arrow_of(model, start, end):
    """Return the arrow between two stages; None without one."""
    found = [arrow for arrow in model.arrows if (arrow.start, arrow.end) == (start, end)]
    return found[0] if found else None


def drawn(counts, **options):
    """Return the diagram of the loans with counts."""
    return build_diagram(LOANS, process=LOANS, counts=counts, **options)


def test_counts_of_the_casebook_are_those_of_its_outcomes():
    """Each council that left a stage is counted once on the arrow to each stage that it went to."""
    model = build_diagram(tf.TRUST_TRANSFER, process=tf.TRUST_TRANSFER, counts=CASEBOOK)
    for stage in tf.Stage:
        went = tf.outcomes(CASEBOOK, stage).by_destination
        assert {to: len(names) for to, names in went.items()} == {
            arrow.end: arrow.count for arrow in model.arrows if arrow.start == stage and arrow.count
        }
    arrow = arrow_of(model, "direction_issued", "trust_live")
    assert "taken by 5, median about 1 year 2 months" == arrow.count_text


def test_a_reader_who_moves_twice_counts_once():
    """Both stays count for the median time."""
    twice = loan(
        "Ada", ("lend", "2020-01-01"), ("return", "2020-01-03"), ("lend", "2020-02-01"),
        ("return", "2020-02-11"),
    )  # fmt: skip
    counts = arrow_counts([twice], process=LOANS)
    assert (1, (6, 6)) == (counts.count(("lent", "back")), counts.median(("lent", "back")))
    assert 0 == counts.count(("back", "lost"))
    assert counts.median(("back", "lost")) is None
    # How long the first stay lasted is not known, because the record begins in it.
    assert counts.median(("asked", "lent")) is None
    assert 1 == arrow_of(drawn([twice]), "lent", "back").count


@pytest.mark.parametrize(("number", "words"), [(4, None), (5, "3 days"), (6, "3 to 4 days")])
def test_a_median_needs_five_stays(number, words):
    """With fewer there is only the count."""
    arrow = arrow_of(drawn(days(number)), "lent", "back")
    assert (number, words) == (arrow.count, arrow.median)


def test_a_median_without_an_upper_bound():
    """The text says that it is a lower bound."""
    arrow = arrow_of(drawn(days(5, start="../2020-01-01")), "lent", "back")
    assert "taken by 5, median at least 3 days" == arrow.count_text


def test_stages_that_are_left_out_are_part_of_the_stay():
    """The time from the first shown stage to the second is counted, whatever lies between."""
    arrow = arrow_of(drawn(days(5), stages=["asked", "back"]), "asked", "back")
    assert (5, None) == (arrow.count, arrow.median)
    again = loan(
        "Ada", ("lend", "2020-01-01"), ("return", "2020-01-03"), ("lend", "2020-02-01"),
        ("return", "2020-02-11"), ("lend", "2020-03-01"), ("lose", "2020-03-02"),
    )  # fmt: skip
    counts = arrow_counts([again], stages=["back", "lost"], process=LOANS)
    assert (59, 59) == counts.median(("back", "lost"))


def test_a_counted_move_is_always_drawn():
    """It is drawn though its mark is left out; the legend no longer counts it as left out."""
    lost = loan("Ada", ("lend", "2020-01-01"), ("lose", "2020-01-03"))
    assert arrow_of(drawn(days(1)), "lent", "lost") is None
    assert 1 == len(drawn(days(1)).left_out)
    arrow = arrow_of(drawn([lost]), "lent", "lost")
    assert (tf.Mark.POSSIBLE, 1, ("lost (possible)", "taken by 1")) == (
        arrow.mark, arrow.count, arrow.texts(marked=True),
    )  # fmt: skip
    assert () == drawn([lost]).left_out
    assert ("taken by 1",) == arrow_of(drawn([lost], labels=False), "lent", "lost").texts()


def test_a_counted_move_that_is_not_allowed():
    """It is drawn, and its label says so."""
    wrong = loan("Ada", ("lose", "2020-01-01"))
    arrow = arrow_of(drawn([wrong]), "asked", "lost")
    assert arrow.mark is None
    assert ("lost · not allowed in that stage", "taken by 1") == arrow.texts()
    text = diagram(LOANS, counts=[wrong])
    assert re.search(r"linkStyle \d stroke:#\w+,stroke-width:6px", text)


def test_an_arrow_to_the_same_stage_has_no_count():
    """Events that do not change the stage are not counted."""
    renewed = loan("Ada", ("lend", "2020-01-01"), ("renew", "2020-01-03"))
    model = drawn([renewed], stays=True)
    assert arrow_of(model, "lent", "lent").count is None
    assert model.count_width(arrow_of(model, "lent", "lent")) is None


def test_stays_of_low_confidence_are_left_out():
    """The legend gives their number; without a level of confidence all count."""
    bare = loan("Ada", ("lend", "2020-01-01"), ("return", "2020-01-03"), sources=())
    assert "2 moves not counted: low confidence, or no source" in drawn([bare]).notes
    assert 0 == arrow_of(drawn([bare]), "lent", "back").count
    counted = drawn([bare], confidence=None)
    assert 1 == arrow_of(counted, "lent", "back").count
    assert 2 == len(counted.count_notes)
    with pytest.raises(InvalidValue, match="confidence"):
        drawn([bare], confidence="certain")


def test_the_width_shows_the_count():
    """It is 1 without any, and 6 pixels for the largest count."""
    model = drawn([*days(3), loan("Ada", ("lend", "2020-01-01"))])
    widths = {(arrow.start, arrow.end): model.count_width(arrow) for arrow in model.arrows}
    assert {("asked", "lent"): 6, ("lent", "back"): 4.8, ("back", "lent"): 1} == widths
    assert {1.0} == {drawn([]).count_width(arrow) for arrow in drawn([]).arrows}
    assert "linkStyle 1,2 stroke-width:6px" in diagram(LOANS, counts=days(3))
    assert "thickness=6" in diagram(LOANS, "plantuml", counts=days(3))
    assert "penwidth=6" in diagram(LOANS, "dot", counts=days(3))


@pytest.mark.parametrize("form", ["mermaid", "markdown", "dot", "plantuml"])
def test_every_text_format_has_the_counts(form):
    """They are beside the arrow, and the legend says what they mean."""
    text = re.sub(r"<br/>|\\n", " ", diagram(LOANS, form, counts=days(5))).lower()
    assert "taken by 5, median 3 days" in text
    assert "how many of 5 histories made the move" in text


def test_a_case_with_counts():
    """The path of the case is drawn over the counts."""
    case = days(1)[0]
    model = build_diagram(case, process=LOANS, counts=days(5))
    arrow = arrow_of(model, "lent", "back")
    assert (CaseStatus.TAKEN, 5) == (arrow.case_status, arrow.count)


def test_a_page_has_a_table_for_numbers():
    """Above a dozen labels, arrows have numbers in Mermaid, and the table has the labels."""
    page = diagram(format="markdown", counts=CASEBOOK)
    fence, _, table = page.partition("```\n\n")
    numbers = re.findall(r'\|"(\d+)( \(\d+\))?"\|', fence)
    rows = re.findall(r"^\| (\d+) \|", table, flags=re.MULTILINE)
    assert [str(number) for number in range(1, len(rows) + 1)] == rows
    assert rows == [number for number, _ in numbers]
    assert "| 17 | Direction issued: move to a trust | Trust live | trust went live" in table
    assert "\nIn brackets on the diagram: how many" in table
    assert "\nTaken by: how many of" in table
    assert "moves left out" in table


def test_a_page_with_few_labels_has_no_table():
    """Only the notes on counts are below the diagram."""
    page = diagram(LOANS, "markdown")
    assert page == f"```mermaid\n{diagram(LOANS)}```\n"
    assert "```\n\nTaken by: how many of 1 history" in diagram(LOANS, "markdown", counts=days(1))
