"""What can be replayed: files that are web archives by their bytes, in folders, collections and WACZ packages."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from crawler.archive.collection import OPEN, Collection, final_name
from crawler.replay.stream import Stream, codec_of
from crawler.replay.zip_member import open_member
from pipelines.errors import ArchiveError, InputError

_HEAD = 64 * 1024
_MAX_MEMBERS = 10_000
_MAX_RATIO = 100  # WARC text packs 20 to 1 at best; a member of WACZ is mostly stored
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Source:
    """One WARC, ARC or WET file: a file, or a member of the WACZ file at `path`.

    `warc_file` is what rows call it: the file's name without `.open`, and `PACKAGE.wacz!MEMBER` in a WACZ.
    `collection` is the collection that the file lies in, if it lies in one.
    """

    path: Path
    warc_file: str
    member: str | None = None
    collection: Path | None = None

    def __str__(self) -> str:
        return f"{self.path}!{self.member}" if self.member else str(self.path)

    @property
    def size(self) -> int:
        """Bytes of the file; for a progress bar."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file's bytes, seekable. Nothing of a WACZ is unpacked to disk. Raises InputError."""
        try:
            if self.member is None:
                with _where_it_is(self.path).open("rb") as file:
                    yield file
            else:
                with open_member(self.path, self.member) as member:
                    yield member
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
            raise InputError(str(self), f"the package cannot be read ({error})") from error
        except OSError as error:
            raise InputError(str(self), error.strerror or "cannot be read") from error


def _where_it_is(path: Path) -> Path:
    """A run that begins or ends meanwhile gives a WARC file of a collection its other name."""
    if path.exists():
        return path
    other = path.with_name(final_name(path) if path.name.endswith(OPEN) else path.name + OPEN)
    return other if other.exists() else path


@dataclass(slots=True)
class Sources:
    """The sources that a command's words name, what is wrong with the others, and how many files were no archives."""

    found: list[Source]
    errors: list[ArchiveError]
    passed_over: int = 0


def find_sources(paths: list[Path]) -> Sources:
    """Every archive file that `paths` name, in the order given, folders in order of names."""
    sources = Sources([], [])
    for path in paths:
        try:
            _add_path(sources, path)
        except InputError as error:
            sources.errors.append(error)
        except OSError as error:
            sources.errors.append(InputError(str(path), error.strerror or "cannot be read"))
    return sources


def _add_path(sources: Sources, path: Path) -> None:
    if not path.exists():
        raise InputError(str(path), "no such file or folder")
    if not path.is_dir():
        sources.found += _of_file(path, _collection_of(path))
        return
    before = len(sources.found) + len(sources.errors)
    for file in _files_in(path):
        try:
            sources.found += _of_file(file, _collection_of(file))
        except NotAnArchiveError:
            sources.passed_over += 1
        except InputError as error:
            sources.errors.append(error)
    if len(sources.found) + len(sources.errors) == before:
        raise InputError(str(path), "no web archive in this folder")


def _files_in(path: Path) -> list[Path]:
    """Of a collection the files of its archive, of any other folder all files below it; hidden ones are left out."""
    top = path / "archive" if (path / "archive").is_dir() else path
    below = (file for file in top.rglob("*") if file.is_file())
    visible = (file for file in below if not any(part.startswith(".") for part in file.relative_to(top).parts))
    return sorted(visible, key=lambda file: (file.parent, final_name(file)))


def _collection_of(path: Path) -> Path | None:
    folder = path.resolve().parent
    return folder.parent if folder.name == "archive" else None


def distinct(sources: Sources, *, one_place: bool) -> list[Source]:
    """The sources without those that were named twice. Rows name files without their folder, so of two files of one
    name that would go to one place, the second is an error."""
    kept: dict[tuple[Path | None, str], Source] = {}
    for source in sources.found:
        twin = kept.setdefault((None if one_place else source.collection, source.warc_file), source)
        if twin is not source and (twin.path.resolve(), twin.member) != (source.path.resolve(), source.member):
            advice = "rename one, or replay them into different collections"
            sources.errors.append(InputError(str(source), f"has the same name as {twin}", advice=advice))
    return list(kept.values())


class NotAnArchiveError(InputError):
    """A file that is neither WARC, ARC nor WACZ by its bytes."""


def _of_file(path: Path, collection: Path | None) -> list[Source]:
    try:
        if not path.is_file():
            raise InputError(str(path), "is no file")
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if not head:
                raise InputError(str(path), "the file is empty")
            if head.startswith(_ZIP):
                return list(_of_wacz(path, collection))
            if not _is_archive(file, head):
                raise NotAnArchiveError(str(path), "this is no WARC, ARC, WET or WACZ file")
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read") from error
    return [Source(path, final_name(path), None, collection)]


def _is_archive(file: BinaryIO, head: bytes) -> bool:
    stream = Stream(file, 0, codec_of(head, file))
    stream.ensure(_HEAD)
    start = stream.peek(_HEAD).lstrip(b"\r\n")
    # A head that is broken may have sound records behind it.
    return (
        start.startswith(b"filedesc:") or b"WARC/1." in start or b"WARC/0." in start or _may_be_damaged(stream, start)
    )


def _may_be_damaged(stream: Stream, start: bytes) -> bool:
    return stream.damage is not None and not start


def _of_wacz(path: Path, collection: Path | None) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise InputError(str(path), f"the package cannot be read ({error})") from error
    if len(members) > _MAX_MEMBERS:
        raise InputError(str(path), f"the package has {len(members)} members; {_MAX_MEMBERS} are read")
    archives = [member for member in members if _is_in_archive(member)]
    if not archives:
        raise NotAnArchiveError(str(path), "the package has no WARC file under archive/, so it is no WACZ")
    for member in archives:
        _check_member(path, member)
        name = f"{final_name(path)}!{PurePosixPath(member.filename).name}"
        yield Source(path, name, member.filename, collection)


def _is_in_archive(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return len(parts) == 2 and parts[0] == "archive" and not member.is_dir()


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    """Names are not used as paths, but a package that tries to escape is not one to be trusted."""
    if ".." in PurePosixPath(member.filename).parts or "\\" in member.filename or "\0" in member.filename:
        raise InputError(str(path), f"the package has a member {member.filename!r} that points out of it")
    if member.flag_bits & 0x1:
        raise InputError(str(path), f"{member.filename} is encrypted")
    if member.file_size > _MAX_RATIO * max(member.compress_size, 1):
        raise InputError(str(path), f"{member.filename} unpacks to {member.file_size} bytes, which is not believed")


def context_of(sources: list[Source]) -> list[Source]:
    """The sources among which a revisit's original is looked for: those given, and all others of their collections."""
    folders = {source.collection for source in sources if source.collection is not None}
    others = find_sources(sorted(folders)).found if folders else []
    return list(dict.fromkeys([*sources, *others]))


def collection_source(collection: Collection, path: Path) -> Source:
    """A WARC file of a collection as a source."""
    return Source(path, final_name(path), None, collection.path)
