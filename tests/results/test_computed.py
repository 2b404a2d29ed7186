import pytest

from fourierbook import experiments
from fourierbook.figures import computed
from fourierbook.results import store
from tests.results.fakes import experiment


def test_every_result_says_where_it_comes_from_and_how_to_repeat_it(book, monkeypatch, capsys):
    draws, other = experiment(), experiment(name="other_draws")
    book(draws, other)
    monkeypatch.setattr(experiments, "of_chapter", lambda chapter: ["draws", "other_draws"])
    store.compute(draws, "thorough")
    capsys.readouterr()
    computed.table("fourier_primer")
    first, second = capsys.readouterr().out.splitlines()[2:4]
    assert "| thorough | none | 0, 1, 2 |" in first
    assert "`fourierbook reproduce draws --scale thorough`" in first
    assert "| other draws | not run |" in second


def test_a_chapter_has_the_experiments_of_its_own_folder():
    assert "frequency_ladder" in experiments.of_chapter("f_principle")
    assert "fourier_map" not in experiments.of_chapter("f_principle")
    with pytest.raises(ValueError, match="is a chapter; got 'nothing'"):
        experiments.of_chapter("nothing")
