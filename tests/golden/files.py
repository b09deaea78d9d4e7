"""Golden files: what was printed once and looked at, compared with what is printed now."""

from pathlib import Path


def compare(file: Path, printed: str, *, update: bool) -> None:
    """Hold a text against its golden file; with ``--golden-update`` write the file instead."""
    if update:
        file.write_text(printed, encoding="utf-8", newline="\n")
        return
    assert file.exists(), f"{file.name} is not there; look at the output and run pytest with --golden-update"
    assert printed == file.read_text("utf-8")
