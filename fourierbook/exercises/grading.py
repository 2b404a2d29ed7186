"""What a kernel needs that grades other people's notebooks, loaded as an extension of IPython."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

CHARACTERS = 100_000  # that one cell may print, on both streams together
BYTES = 20_000_000  # that one cell may show: pictures, tables, values
EACH = 1_000  # bytes of a message, but for what it shows


def load_ipython_extension(shell: Any) -> None:
    """Stop every cell of this kernel with an error once it has printed or shown too much.

    Without it an endless loop that prints fills the memory of the program that grades. And
    `exit()` in a cell does nothing: it would end the process one cell later.
    """
    sent: Counter[str] = Counter()

    def limited(send: Callable, most: int, what: str, size: Callable[..., int]) -> Callable:
        def checked(*given: Any, **options: Any) -> Any:
            sent[what] += size(*given, **options)
            if sent[what] > most:
                raise RuntimeError(f"this cell {what.format(f'more than {most:,}')}")
            return send(*given, **options)

        return checked

    def printed(stream: Any, text: str) -> int:
        return len(text)

    def shown(data: dict, *_: Any, **__: Any) -> int:
        return EACH + sum(len(value) for value in data.values() if isinstance(value, str | bytes))

    shell.events.register("pre_run_cell", lambda *_: sent.clear())
    streams, shows = type(sys.stdout), (BYTES, "showed {} bytes", shown)
    streams.write = limited(streams.write, CHARACTERS, "printed {} characters", printed)
    shell.display_pub.publish = limited(shell.display_pub.publish, *shows)
    shell.displayhook.write_format_data = limited(shell.displayhook.write_format_data, *shows)
    shell.ask_exit = lambda: None
