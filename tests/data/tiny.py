"""A data set of a few kilobytes, its archives in every format, and a server that misbehaves.

`python tiny.py URL …` fetches it from these mirrors into FOURIERBOOK_DATA, for the tests that need
a process of its own.
"""

import gzip
import hashlib
import io
import os
import pickle
import struct
import sys
import tarfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from PIL import Image

from fourierbook.data import cache, fetching, registry, transfer

COUNTS = {"train": 60, "test": 20}
CLASSES = ("cat", "dog", "ship")
PART = 25  # images a file, so that training images take three


def rows(shape, seed):
    """Random images and labels of both splits, in no particular order."""
    random = np.random.default_rng(seed)
    return {
        split: (
            random.integers(0, 256, (count, *shape), dtype=np.uint8),
            random.integers(0, len(CLASSES), count, dtype=np.uint8),
        )
        for split, count in COUNTS.items()
    }


COLOUR = rows((16, 16, 3), seed=0)
GREY = rows((9, 7), seed=1)


def canonical(images, labels):
    """The rows in ascending order of the images' SHA-256, the slow and obvious way."""
    order = sorted(
        range(len(images)), key=lambda i: hashlib.sha256(images[i].tobytes()).hexdigest()
    )
    return images[order], labels[order]


def record(images, labels):
    """What the registry holds of a split."""
    images, labels = canonical(images, labels)
    sums = [hashlib.sha256(array.tobytes()).hexdigest() for array in (images, labels)]
    return registry.Split(len(images), *sums)


def dataset(data, places=(), name="tiny"):
    """Registry entry of the rows, served from these mirrors."""
    return registry.Dataset(
        name=name,
        shape=data["train"][0].shape[1:],
        classes=CLASSES,
        splits={split: record(*pair) for split, pair in data.items()},
        mirrors=tuple(places),
        licence="public domain",
        homepage="http://localhost/",
    )


def packed(files):
    """A .tar.gz of named contents."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)  # the same bytes in every process


def batches(data):
    """Names of CIFAR-10's files, with their rows: two for training, one for testing."""
    (images, labels), test = data["train"], data["test"]
    return {
        "data_batch_1": (images[:35], labels[:35]),
        "data_batch_2": (images[35:], labels[35:]),
        "test_batch": test,
    }


def channels_first(images):
    """Rows of pixels as CIFAR-10 stores them."""
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2).reshape(len(images), -1))


def binary_archive(data):
    """CIFAR-10's binary version."""
    return packed(
        {
            f"batches-bin/{name}.bin": np.hstack(
                [labels[:, None], channels_first(images)]
            ).tobytes()
            for name, (images, labels) in batches(data).items()
        }
    )


def python_2_pickle(images, labels):
    """The bytes that Python 2 wrote for CIFAR-10's Python version, protocol 2."""

    def short(text):
        return b"U" + bytes([len(text)]) + text

    pixels = channels_first(images)
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + short(b"b") + b"\x87R"
        b"(K\x01K" + bytes([len(pixels)]) + b"M" + struct.pack("<H", pixels.shape[1]) + b"\x86"
        b"cnumpy\ndtype\n" + short(b"u1") + b"K\x00K\x01\x87R(K\x03" + short(b"|") + b"NNN"
        b"J\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89"
        b"T" + struct.pack("<I", pixels.size) + pixels.tobytes() + b"tb"
    )
    numbers = b"]q\x03(" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    names = b"](" + short(b"a.png") * len(labels) + b"e"
    return (
        b"\x80\x02}q\x01(" + short(b"batch_label") + short(b"batch 1 of 2")
        + short(b"labels") + numbers + short(b"data") + array + short(b"filenames") + names + b"u."
    )  # fmt: skip


def python_3_pickle(images, labels, protocol):
    """The same, written by Python 3."""
    fields = {
        b"batch_label": b"batch 1 of 2",
        b"labels": [int(label) for label in labels],
        b"data": channels_first(images),
        b"filenames": [b"a.png"] * len(labels),
    }
    return pickle.dumps(fields, protocol=protocol)


def pickle_archive(data, dump=python_2_pickle):
    """CIFAR-10's Python version."""
    return packed({f"batches-py/{name}": dump(*pair) for name, pair in batches(data).items()})


def png_archive(data, folders=("train", "test")):
    """Images in folders named by their class."""
    files = {}
    for folder, (images, labels) in zip(folders, data.values(), strict=True):
        for number, (image, label) in enumerate(zip(images, labels, strict=True)):
            buffer = io.BytesIO()
            Image.fromarray(image).save(buffer, format="PNG")
            files[f"tiny/{folder}/{CLASSES[label]}/{number}.png"] = buffer.getvalue()
    return packed(files)


def idx_files(data, pack=gzip.compress):
    """MNIST's four files."""
    files = {}
    for prefix, (images, labels) in zip(("train", "t10k"), data.values(), strict=True):
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
            files[f"{prefix}-{kind}-ubyte.gz"] = pack(header + array.tobytes())
    return files


def npz_file(data):
    """Keras's MNIST."""
    buffer = io.BytesIO()
    arrays = {}
    for split, (images, labels) in data.items():
        arrays |= {f"x_{split}": images, f"y_{split}": labels}
    np.savez(buffer, **arrays)
    return buffer.getvalue()


ARCHIVE = binary_archive(COLOUR)
BOMB = gzip.compress(bytes(5_000_000))
FILE = registry.File("tiny.tar.gz", len(ARCHIVE), "sha256:" + hashlib.sha256(ARCHIVE).hexdigest())


class Behaviour(BaseHTTPRequestHandler):
    """Serves the archive the way that the first part of the path says."""

    def do_GET(self):
        """Serve /right/…, /slow-start/…, or one of the ways to go wrong."""
        _, behaviour, name = self.path.split("/", 2)
        self.server.log.append(behaviour)
        content = self.server.files.get(name, ARCHIVE)
        getattr(self, "serve_" + behaviour.replace("-", "_"))(content)

    def head(self, length, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def serve_right(self, content):
        self.head(len(content))
        self.wfile.write(content)

    def serve_wrong(self, content):
        self.serve_right(content[::-1])

    def serve_truncated(self, content):
        self.serve_right(content[: len(content) // 2])

    def serve_absent(self, content):
        self.head(0, status=404)

    def serve_dies(self, content):
        self.head(len(content))
        self.wfile.write(content[: len(content) // 2])  # then the connection is closed

    def serve_stalls(self, content):
        self.head(len(content))
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        self.server.closing.wait(60)

    def serve_drips(self, content):
        self.head(len(content))
        for start in range(0, len(content), 4096):
            self.wfile.write(content[start : start + 4096])
            self.wfile.flush()
            self.server.closing.wait(0.15)

    def serve_trickles(self, content):
        self.head(len(content))
        while not self.server.closing.wait(0.02):
            self.wfile.write(b"x")

    def serve_header_drips(self, content):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Name: ")
        while not self.server.closing.wait(0.02):
            self.wfile.write(b"x")

    def serve_endless(self, content):
        self.send_response(200)
        self.end_headers()
        while not self.server.closing.wait(0.001):
            self.wfile.write(content)

    def serve_endless_and_packed(self, content):
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(BOMB)

    def serve_slow_start(self, content):
        time.sleep(1.5)
        self.serve_right(content)

    def log_message(self, *args):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The server, with a list of what was asked of it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Behaviour)
        self.log, self.files, self.closing = [], {}, threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the tests."""

    def url(self, behaviour):
        return f"http://127.0.0.1:{self.server_port}/{behaviour}/"

    def mirror(self, behaviour, files=(FILE,)):
        return registry.Mirror(self.url(behaviour), files, "this test")

    def stop(self):
        self.closing.set()
        self.shutdown()
        self.server_close()


def refusing():
    """A mirror that nobody answers at."""
    server = Server()
    mirror = server.mirror("right")
    server.stop()
    return mirror


if __name__ == "__main__":
    cache.PART = PART
    places = [registry.Mirror(url, (FILE,), "this test") for url in sys.argv[1:]]
    registry.DATASETS["tiny"] = dataset(COLOUR, places)
    if "NO_LOCKS" in os.environ:
        fetching.locked = lambda file, *, waiting: False
    if "DIE_AFTER_ONE_FILE" in os.environ:
        fetching.install = lambda files, target: (
            target.mkdir(),
            files[-1].replace(target / files[-1].name),
            os.kill(os.getpid(), 9),
        )
    transfer.STALL_SECONDS = 30
    fetching.fetch_dataset("tiny")
