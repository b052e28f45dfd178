"""What is written can be read: what exceeds the limits of reading is refused on writing."""

import io

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import (
    Limits,
    dump_csv,
    dumps_csv,
    loads_csv,
    read_file,
    save,
    write_histories,
)

WAYS = {
    "json": (tf.dumps, tf.loads_all),
    "csv": (dumps_csv, loads_csv),
}
"""How histories are written and read, in each format."""
TEXT = Limits().text


def with_text(length, where):
    """Return a history with a text of some length, which needs a mark of its own in CSV."""
    text = "=" + "x" * (length - 1)
    fields = {"note": text} if where == "note" else {"sources": [tf.Source(text)]}
    return tf.History("Exampleshire", [ev.Note("2016-01-01", **fields)])


@pytest.mark.parametrize("form", WAYS)
@pytest.mark.parametrize("length", [TEXT - 2, TEXT - 1, TEXT, TEXT + 1, 2_000_000])
@pytest.mark.parametrize("where", ["note", "source"])
def test_what_is_written_is_read_by_default(form, length, where, tmp_path):
    """A text at the limit, too, which a mark of its own in CSV makes longer."""
    write, read = WAYS[form]
    history = with_text(length, where)
    higher = Limits(text=2_000_001)
    assert read(write(history, limits=higher), limits=higher) == (history,)
    try:
        text = write(history)
    except tf.BadHistory:
        assert length > TEXT
        with pytest.raises(tf.BadHistory, match=f"Expected at most {TEXT:,} characters"):
            write(history)
        path = tmp_path / f"x.{form}"
        dump = tf.dump if form == "json" else dump_csv
        for writes in (
            lambda: dump(history, path),
            lambda: save(history, path),
            lambda: write_histories(history, io.BytesIO(), form),
        ):
            with pytest.raises(tf.BadHistory):
                writes()
        assert not path.exists()
        save(history, path, limits=higher)
        dump(history, path, limits=higher)
        write_histories(history, io.BytesIO(), form, limits=higher)
        assert [history] == [*read_file(path, options=tf.exchange.ReadOptions(limits=higher))]
    else:
        assert length <= TEXT
        assert read(text) == (history,)


@pytest.mark.parametrize("form", WAYS)
@pytest.mark.parametrize("field", ["events", "inherits"])
def test_more_events_than_are_read_are_not_written(form, field):
    """Whether they are its own or inherited."""
    write, read = WAYS[form]
    notes = [ev.Note("2016-01-01", note=str(number)) for number in range(3)]
    history = tf.History("Exampleshire", succeeds="Old Exampleshire", **{field: notes})
    limits = Limits(events=3)
    assert read(write(history, limits=limits), limits=limits) == (history,)
    with pytest.raises(tf.BadHistory, match="found 3 events"):
        write(history, limits=Limits(events=2))


def test_limits_are_checked():
    """A number is no limits."""
    for write, _ in WAYS.values():
        with pytest.raises(tf.InvalidValue, match="limits"):
            write(tf.History("Exampleshire"), limits=5)
