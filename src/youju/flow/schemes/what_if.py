"""What a version would have changed in the last closed round: asked of the engine, and kept once it was worked out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from youju.engine.bundle import manifest
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import ENGINE
from youju.engine.problems import BadInputError
from youju.engine.whatif import WhatIf, compare
from youju.flow.schemes.package import laid_out
from youju.flow.schemes.ports import last_bundle
from youju.flow.schemes.selectors import files_of
from youju.kernel.errors import BadInput, Problem

if TYPE_CHECKING:
    from youju.flow.schemes.models import SchemeVersion

_WHAT_IF = TypeAdapter(WhatIf)


def closed_bundle(version: SchemeVersion) -> tuple[Path, str] | None:
    """Return the folder of the scheme's last closed bundle and what an answer about it is kept by; None where no round was closed yet.

    That is the SHA-256 of its manifest and of the engine's version: another engine may answer otherwise, or in another shape.
    """
    folder = last_bundle(version.scheme.code)
    if folder is None:
        return None
    said = (folder / manifest.NAME).read_bytes() + ENGINE.encode()
    return folder, hashlib.sha256(said).hexdigest()


def kept_what_if(version: SchemeVersion, bundle: str) -> WhatIf | None:
    """Return what was worked out of a version and a bundle before."""
    said = version.what_ifs.filter(bundle=bundle).values_list("said", flat=True).first()
    return None if said is None else _WHAT_IF.validate_json(bytes(said))


def as_kept(found: WhatIf) -> bytes:
    """Return what was worked out as it is kept."""
    return _WHAT_IF.dump_json(found)


def what_if(version: SchemeVersion) -> tuple[str, WhatIf] | None:
    """Return who would have moved in the last closed round under this version, behind what it is kept by; None where no round was closed yet.

    Raises BadInput where the version's rules cannot be run on those facts.
    """
    closed = closed_bundle(version)
    if closed is None:
        return None
    kept = kept_what_if(version, closed[1])
    if kept is not None:
        return closed[1], kept
    try:
        with laid_out(files_of(version)) as folder:
            return closed[1], compare(Bundle(closed[0]), folder)
    except BadInputError as error:
        raise BadInput(
            f"“{version}”不能推演", "这些规则在上次关账的数据上算不出来", "按下面逐条改正，录入后再推演",
            english="These rules cannot be run on the facts of the last closed round.",
            problems=[Problem.of(p) for p in error.problems[:50]],
        ) from error  # fmt: skip
