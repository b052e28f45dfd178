"""A process with classes of events of a user's own, in a package."""

import sys

import pytest

from tests.cli.own import LAW

CLASSES = '''
import attrs

import trustflow as tf


@attrs.frozen(kw_only=True)
class ParcelSent(tf.Event):
    """The shop sends the parcel.

    Args:
        carrier: Who carries it.
        weight: In grams.
        fragile: Whether it can break.
        promised: The day on which it should arrive.
    """

    carrier: str
    weight: int = 0
    fragile: bool = False
    promised: tf.PartialDate | None = None


SHOP = tf.Process(
    name="shop",
    title="An order in a shop",
    initial="ordered",
    stages={
        "ordered": tf.StageInfo("Ordered", "The customer has paid."),
        "sent": tf.StageInfo("On its way", "The carrier has the parcel."),
        "there": tf.StageInfo("Delivered", "The customer has the parcel.", final=True),
    },
    triggers={"parcel_sent": "parcel sent", "parcel_delivered": "parcel delivered"},
    moves=[
        tf.Move("parcel_sent", "ordered", "sent"),
        tf.Move("parcel_delivered", "sent", "there"),
    ],
    events=[ParcelSent],
)
'''


@pytest.fixture
def shop(folder, answer):
    """Return the options of a process with a class, in a package; `order.json` is a case of it."""
    (folder / "trade").mkdir()
    (folder / "trade" / "orders.py").write_text(CLASSES)
    own = ["--process", "trade.orders:SHOP"]
    answer("new", "order.json", "Order 7", *own)
    fields = {"carrier": "Hare", "weight": "350", "fragile": "yes", "promised": "2024-02"}
    given = [f"--field={name}={value}" for name, value in fields.items()]
    answer("record", "order.json", "parcel_sent", "2024-01-30", *given, *own)
    yield own
    for name in ("trade.orders", "trade"):
        sys.modules.pop(name)


def test_the_fields_of_a_class(shop, answer, refusal):
    """They are described, recorded, checked and converted to a table and back."""
    text = answer("triggers", "parcel_sent", *shop)
    for line in ("carrier, required: a text", "weight: a whole number", "Who carries it."):
        assert line in text
    answer("convert", "order.json", "order.csv", *shop)
    answer("convert", "order.csv", "again.json", *shop)
    texts = [answer("page", name, *shop) for name in ("order.json", "again.json")]
    assert texts[0] == texts[1]
    assert "Hare" in texts[0]
    assert not LAW.search(texts[0])
    message = refusal(
        "record", "order.json", "parcel_delivered", "today", "--field", "to=Anna", *shop
    )
    assert "Expected one of: on, known_on, sources, note, deadlines." in message
    assert "The process has no class for this event." in message


def test_a_process_in_json_has_no_classes(shop, answer, refusal):
    """That is said when the file is written, and once when it cannot read the fields."""
    assert "does not contain the Python classes" in answer("convert", "shop", "shop.json", *shop)
    message = refusal("case", "order.json", "--process", "shop.json")
    assert "4 faults in order.json:" in message
    assert 1 == message.count("a process from a JSON file has no classes")
