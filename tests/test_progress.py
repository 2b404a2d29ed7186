import builtins
import os
import pty
import subprocess
import sys
import termios
from types import SimpleNamespace

import tqdm

from fourierbook import progress
from fourierbook.progress import track

DOWNLOAD = """
import http.server, tempfile, threading, time
from pathlib import Path
from fourierbook.data import transfer
from fourierbook.progress import track

class Slow(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(3):
            self.wfile.write(bytes(4096))
            time.sleep(0.9)

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Slow)
threading.Thread(target=server.serve_forever, daemon=True).start()
address, folder = f"http://127.0.0.1:{server.server_port}/", Path(tempfile.mkdtemp())
for part in track(range(2), "counting"):
    transfer.fetch(address, folder / str(part), 3 * 4096, least_pace=0, title="download")
print("done")
"""


def impatient(monkeypatch):
    """Show progress without the two seconds of patience."""
    at_once = {"delay": 0, "mininterval": 0}
    monkeypatch.setattr(
        progress, "tqdm", lambda items, **options: tqdm.tqdm(items, **{**options, **at_once})
    )


def at_once(monkeypatch):
    """Show progress at once, on a stderr that is a terminal."""
    impatient(monkeypatch)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


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


def test_progress_is_on_stderr_with_an_estimate_and_gone_when_done(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(iter(range(4)), "counting", total=4)
    for _ in range(2):
        next(tracked)
    output, shown = capsys.readouterr()
    assert "counting" in shown
    assert "/4 [" in shown
    assert "<" in shown  # time spent < time left
    list(tracked)
    more_output, rest = capsys.readouterr()
    assert rest.endswith("\r")
    assert rest.split("\r")[-2].strip() == ""
    assert output == more_output == ""


def test_in_a_notebook_progress_is_an_output_and_no_error(capsys, monkeypatch):
    impatient(monkeypatch)
    shell = SimpleNamespace(kernel="a notebook's")
    monkeypatch.setattr(builtins, "get_ipython", lambda: shell, raising=False)
    list(track(range(3), "counting"))
    output, errors = capsys.readouterr()
    assert "counting" in output
    assert errors == ""


def test_a_pipe_gets_no_bar_of_a_loop_or_a_download():
    done = subprocess.run(
        [sys.executable, "-c", DOWNLOAD], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_terminal_shows_both_beside_what_is_piped():
    screen, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 100))
    done = subprocess.run(
        [sys.executable, "-c", DOWNLOAD], stdout=subprocess.PIPE, stderr=end, text=True, check=True
    )
    os.set_blocking(screen, False)
    shown = os.read(screen, 100_000).decode()
    os.close(end)
    os.close(screen)
    assert done.stdout == "done\n"
    assert "counting" in shown
    assert "download" in shown


def test_progress_is_gone_too_when_the_loop_is_left_early(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(range(4), "counting")
    next(tracked)
    tracked.close()
    shown = capsys.readouterr().err
    assert shown.split("\r")[-2].strip() == ""


def test_a_loop_inside_a_tracked_loop_shows_nothing_of_its_own(capsys, monkeypatch):
    at_once(monkeypatch)
    for _ in track(range(2), "outer"):
        assert list(track(range(3), "inner")) == [0, 1, 2]
    assert "inner" not in capsys.readouterr().err
    list(track(range(3), "next"))
    assert "next" in capsys.readouterr().err


def test_after_a_loop_that_failed_the_next_one_is_shown_again(capsys, monkeypatch):
    at_once(monkeypatch)
    tracked = track(range(2), "broken")
    next(tracked)
    tracked.close()
    list(track(range(3), "next"))
    assert "next" in capsys.readouterr().err
