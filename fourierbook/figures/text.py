"""Sentences with measured numbers: a cell says them, nobody types them."""

from fourierbook.measure.written import interval, number, two_figures

__all__ = ["interval", "number", "say", "two_figures"]


def say(text: str) -> None:
    """Show a text as Markdown below the cell; outside a notebook, print it.

    >>> say("The accuracy is **0.5**.")
    The accuracy is **0.5**.
    """
    try:
        from IPython import get_ipython
        from IPython.display import Markdown, display
    except ImportError:
        print(text)
        return
    if get_ipython() is None:
        print(text)
    else:
        display(Markdown(text))
