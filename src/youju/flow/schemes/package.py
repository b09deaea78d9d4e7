"""A scheme as it arrives: a folder, a zip, or uploaded files; looked through before anything is read. Pure."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from youju.kernel.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1024 * 1024
LARGEST, WHOLE, MANY = 32 * MB, 64 * MB, 500
ENDINGS = (".yaml", ".yml", ".csv", ".md", ".txt", ".json")
SCHEME = "scheme.yaml"
# These come from the house itself when a round is scored; a scheme folder of the engine carries them for itself.
NOT_KEPT = ("facts.csv", "facts.parquet", "facts.xlsx")

Files = dict[str, bytes]


def from_folder(folder: Path) -> Files:
    """Return the files of a scheme folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return accepted((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def from_uploads(uploads: Iterable[tuple[str, bytes]]) -> Files:
    """Return the files of uploads; an uploaded zip stands for what is in it."""
    found: list[tuple[str, bytes]] = []
    for name, content in uploads:
        found += _unzipped(name, content) if name.lower().endswith(".zip") else [(name, content)]
    return accepted(found)


def accepted(given: Iterable[tuple[str, bytes]]) -> Files:
    """Return the files that belong to a scheme by path, without the folder they all stand in.

    Raises BadInput with every file that may not come in.
    """
    files = {path: content for path, content in given if not _is_clutter(path)}
    problems = [problem for path, content in files.items() if (problem := _problem(path, content))]
    files = _without_top(files)
    if not problems and SCHEME not in files:
        problems.append(Problem(SCHEME, _("没有这个文件"), _("方案的正文写在 scheme.yaml 里，一起交来")))
    if len(files) > MANY or sum(map(len, files.values())) > WHOLE:
        problems.append(
            Problem(
                _("整份方案"),
                _("超过 {many} 个文件或 {size} MB").format(many=MANY, size=WHOLE // MB),
                _("只交方案本身"),
            )
        )
    if problems:
        raise BadInput("方案没有收下", "交来的文件不合要求；一个也没有存", "按下面逐条改正后整份再交",
                       english="The files of the scheme were refused; nothing was stored.", problems=problems)  # fmt: skip
    return {path: files[path] for path in sorted(files) if path not in NOT_KEPT}


def digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over the sorted lines "<sha256>  <path>" of all files."""
    lines = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def laid_out(files: Mapping[str, bytes]) -> AbstractContextManager[Path]:
    """Return a context with a temporary folder in which the files stand, for the engine to read."""

    @contextmanager
    def lay() -> Iterator[Path]:
        with TemporaryDirectory(prefix="scheme-") as folder:
            for path, content in files.items():
                place = Path(folder, *PurePosixPath(path).parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            yield Path(folder)

    return lay()


def _unzipped(name: str, content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            infos = [info for info in pack.infolist() if not info.is_dir()]
            if len(infos) > MANY or sum(info.file_size for info in infos) > WHOLE:
                raise _refused(name, "压缩包里的内容太多或太大")
            return [(_name(info), pack.read(info)) for info in infos]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise _refused(name, "压缩包打不开，可能损坏或设了密码") from error


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name in a zip; Windows writes Chinese names as GBK without saying so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _refused(name: str, why: str) -> BadInput:
    return BadInput(f"“{name}”没有收下", why, "重新压缩成普通的 .zip，或者直接选取各个文件",
                    english=f"{name} was refused; nothing was stored.")  # fmt: skip


def _is_clutter(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _problem(path: str, content: bytes) -> Problem | None:
    parts = PurePosixPath(path).parts
    if (
        path.startswith("/")
        or ".." in parts
        or "\\" in path
        or ":" in path
        or "\x00" in path
        or len(path) > 200
    ):
        return Problem(path[:200], _("文件的位置不对"), _("只用方案文件夹里的相对路径"))
    if not path.lower().endswith((*ENDINGS, *NOT_KEPT)):
        return Problem(path, _("方案里不收这种文件"), _("只收 {endings}").format(endings="、".join(ENDINGS)))
    if len(content) > LARGEST:
        return Problem(path, _("超过 {most} MB").format(most=LARGEST // MB), _("分开，或删去用不着的内容"))
    return None


def _without_top(files: Files) -> Files:
    """Take away the one folder that all files stand in, when scheme.yaml stands in it."""
    tops = {path.partition("/")[0] for path in files}
    if SCHEME in files or len(tops) != 1:
        return files
    top = f"{tops.pop()}/"
    return (
        {path.removeprefix(top): content for path, content in files.items()}
        if top + SCHEME in files
        else files
    )
