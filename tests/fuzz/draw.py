"""Draw values from bytes, so that the fuzzer can build frames, files and entries."""

END_OF_TEXT = b"\0"


class Draw:
    """A source of values; each is made of the next bytes, and of zeros after the last byte.

    Args:
        data: The bytes.
    """

    def __init__(self, data):
        self._data = data
        self._place = 0

    @property
    def is_empty(self):
        """Whether all bytes were used."""
        return self._place >= len(self._data)

    def take(self, count):
        """Return the next bytes, followed by zeros if there are too few."""
        taken = self._data[self._place : self._place + count]
        self._place += count
        return taken.ljust(count, b"\0")

    def number(self, limit):
        """Return a whole number from 0 to `limit` - 1."""
        return int.from_bytes(self.take(1 if limit <= 256 else 4), "little") % limit

    def choice(self, values):
        """Return one of several values."""
        return values[self.number(len(values))]

    def text(self, errors="replace"):
        """Return the text before the next NUL byte, and pass over that byte.

        Args:
            errors: What becomes of bytes that are not UTF-8, as for `bytes.decode`.
        """
        end = self._data.find(END_OF_TEXT, self._place)
        end = len(self._data) if end < 0 else end
        text = self._data[self._place : end].decode("utf-8", errors)
        self._place = end + 1
        return text

    def rest(self):
        """Return the bytes that were not used."""
        rest = self._data[self._place :]
        self._place = len(self._data)
        return rest


def damaged(data, draw, limit):
    """Return bytes, some of which are changed, left out or repeated.

    Args:
        data: The bytes.
        draw: Where the changes are drawn from.
        limit: The most changes.
    """
    changed = bytearray(data)
    for _ in range(draw.number(limit + 1)):
        start = draw.number(max(1, len(changed)))
        match draw.choice(("change", "cut", "repeat", "end")):
            case "change":
                changed[start : start + 1] = draw.take(1)
            case "cut":
                del changed[start : start + 1 + draw.number(16)]
            case "repeat":
                changed[start:start] = changed[start : start + 1 + draw.number(256)]
            case _:
                del changed[start:]
    return bytes(changed)
