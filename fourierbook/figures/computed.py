"""How the recorded numbers of a chapter were computed, once a chapter."""

from fourierbook import experiments
from fourierbook.figures.text import say
from fourierbook.results import estimates, provenance, store, tables
from fourierbook.results.questions import Result

HEADER = ["what", "scale", "data", "seeds", "date", "computing time", "again"]


def table(chapter: str) -> None:
    """Show where each recorded result of a chapter comes from, with the command that repeats it.

    Args:
        chapter: its name, as in `fourierbook.results.papers.CHAPTERS`.

    Raises:
        ValueError: if the chapter has no experiment.
    """
    names = experiments.of_chapter(chapter)
    found = {name: store.largest(experiments.EXPERIMENTS[name]) for name in names}
    rows = [_row(name, result) for name, result in found.items()]
    facts = [result.provenance for result in found.values() if result is not None]
    where = sorted({f"{each['device']}, {each['precision']}" for each in facts})
    with_ = sorted({f"{name} {v}" for each in facts for name, v in each["versions"].items()})
    below = f"Computed on {'; '.join(where)}, with {', '.join(with_)}." if facts else ""
    say(f"{tables.markdown(HEADER, rows)}\n\n{below}")


def _row(name: str, result: Result | None) -> list[str]:
    if result is None:
        again = f"`fourierbook reproduce {name} --scale thorough`"
        return [name.replace("_", " "), "not run", "", "", "", "", again]
    facts = result.provenance
    return [
        name.replace("_", " "),
        result.scale,
        result.recipe.data or "none",
        provenance.numbered(facts["seeds"]),
        facts["date"],
        estimates.duration(facts["seconds"]),
        f"`fourierbook reproduce {name} --scale {result.scale}`",
    ]
