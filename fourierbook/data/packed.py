"""Members of an archive from anywhere: read one by one, none larger than it can rightly be.

Nothing is unpacked onto the disk, so no name and no link of an archive leads anywhere.
"""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

Member = tuple[str, Callable[[], bytes]]

# Members of a tar file that hold no file but words on the next one, which tarfile reads at once.
ABOUT_OTHERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
WORDS = 2**20  # bytes of them
HEADER = 512  # bytes that a member takes even if it is empty


def members(path: Path, wanted: Callable[[str], bool], most: int) -> Iterator[Member]:
    """Name and content of every member that is wanted; contents are read when called for.

    Args:
        path: a folder, a zip or tar file, or, where its own name is wanted, the file itself.
        wanted: decides by the name.
        most: bytes that the members may have together once they are unpacked.

    Raises:
        ValueError: if they have more.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = Path(folder, "0.png").write_bytes(b"waves")
    ...     [name for name, _ in members(Path(folder), lambda name: True, 1000)]
    ['0.png']
    """
    left = most
    for name, size, content in _sized(path, wanted, most):
        left -= size + HEADER
        if left < 0:
            raise ValueError(_too_large(name, most))
        if wanted(name):
            yield name, content


def unzipped(content: bytes, most: int) -> bytes:
    """What gzip has packed.

    Raises:
        ValueError: if it is more than `most` bytes.

    >>> unzipped(gzip.compress(b"waves"), 5)
    b'waves'
    """
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise ValueError(_too_large("what gzip has packed", most))
    return found


def _sized(
    path: Path, wanted: Callable[[str], bool], most: int
) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    """Name, size and content; of a folder and a zip file only what is wanted, the rest is free."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if wanted(name) and file.is_file():
                yield name, file.stat().st_size, file.read_bytes
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if wanted(part.filename):
                    yield part.filename, part.file_size, lambda part=part: archive.read(part)
    elif not wanted(path.name):
        with tarfile.open(path, tarinfo=_checked(most)) as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, member.size, archive.extractfile(member).read
    else:
        yield path.name, path.stat().st_size, path.read_bytes


def _checked(most: int) -> type[tarfile.TarInfo]:
    """Headers of a tar file that are refused before what they announce is read."""

    class Checked(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, *arguments):
            found = super().frombuf(*arguments)
            if found.size > (WORDS if found.type in ABOUT_OTHERS else most):
                raise ValueError(_too_large(found.name, most))
            return found

    return Checked


def _too_large(name: str, most: int) -> str:
    return f"with {name[:80]!r} it holds more than the {most:,} bytes that its images can take"
