"""Work that may hang, bounded for whoever waits for it."""

import threading
from collections.abc import Callable

THREAD = "cobuild-bounded"


def within(seconds: float, work: Callable[[], None]) -> bool:
    """Whether work ended in time; it goes in a thread, and ends there by itself.

    Looking a name up, or a peer that sends a byte a second, cannot be told when to end.
    """
    thread = threading.Thread(target=work, name=THREAD, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()
