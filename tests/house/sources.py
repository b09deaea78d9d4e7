"""What the house tests look at: the committed files and the syntax trees of our own sources."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "youju"


@functools.cache
def committed() -> tuple[Path, ...]:
    """Return every file of the project, as git knows it; in an unpacked release, every file there is."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        names = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        names = [path for path in ROOT.rglob("*") if not {".venv", ".git"} & set(path.parts)]
    return tuple(sorted(path for path in names if path.is_file()))


def modules(*rooms: str) -> list[Path]:
    """Return our Python modules below the named rooms of src/youju, or all of them; migrations left out."""
    tops = [SRC / room for room in rooms] or [SRC]
    found = (p for top in tops for p in top.rglob("*.py"))
    return sorted(p for p in found if "migrations" not in p.parts)


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def dotted(module: ast.Module) -> Iterator[tuple[int, str, ast.AST]]:
    """Yield (line, full dotted name, node) for every name a module uses from what it imports."""
    known: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    inner = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in inner:
            parts, at = [], node
            while isinstance(at, ast.Attribute):
                parts.append(at.attr)
                at = at.value
            if isinstance(at, ast.Name) and at.id in known:
                yield node.lineno, ".".join([known[at.id], *reversed(parts)]), node
