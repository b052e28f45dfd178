"""Which histories have open ends, which a live case and `check` read differently."""


def has_open_end(history):
    """Return whether a date of a history has an open end.

    The next event bounds an open end. A live case has then already given its findings on the event,
    and `check` of the whole history governs.
    """
    return any(event.on.is_open_end for event in (*history.inherits, *history))
