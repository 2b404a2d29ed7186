import tqdm

from fourierbook import progress
from fourierbook.progress import track


def at_once(monkeypatch):
    """Show progress without the two seconds of patience."""
    impatient = {"delay": 0, "mininterval": 0}
    monkeypatch.setattr(
        progress, "tqdm", lambda items, **options: tqdm.tqdm(items, **{**options, **impatient})
    )


def test_items_come_through_one_by_one_in_their_order():
    taken = []

    def items():
        for number in range(3):
            taken.append(number)
            yield number

    tracked = track(items(), "counting")
    assert taken == []
    assert next(tracked) == 0
    assert taken == [0]
    assert list(tracked) == [1, 2]


def test_what_is_soon_done_prints_nothing(capsys):
    assert list(track(range(1000), "counting")) == list(range(1000))
    assert capsys.readouterr() == ("", "")


def test_progress_is_on_stdout_with_an_estimate_and_gone_when_done(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(iter(range(4)), "counting", total=4)
    for _ in range(2):
        next(tracked)
    shown, errors = capsys.readouterr()
    assert "counting" in shown
    assert "/4 [" in shown
    assert "<" in shown  # time spent < time left
    list(tracked)
    rest, more_errors = capsys.readouterr()
    assert rest.endswith("\r")
    assert rest.split("\r")[-2].strip() == ""
    assert errors == more_errors == ""


def test_progress_is_gone_too_when_the_loop_is_left_early(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(range(4), "counting")
    next(tracked)
    tracked.close()
    shown = capsys.readouterr().out
    assert shown.split("\r")[-2].strip() == ""


def test_a_loop_inside_a_tracked_loop_shows_nothing_of_its_own(capsys, monkeypatch):
    at_once(monkeypatch)
    for _ in track(range(2), "outer"):
        assert list(track(range(3), "inner")) == [0, 1, 2]
    assert "inner" not in capsys.readouterr().out
    list(track(range(3), "next"))
    assert "next" in capsys.readouterr().out


def test_after_a_loop_that_failed_the_next_one_is_shown_again(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(range(2), "broken")
    next(tracked)
    tracked.close()
    list(track(range(3), "next"))
    assert "next" in capsys.readouterr().out
