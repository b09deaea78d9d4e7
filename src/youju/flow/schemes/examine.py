"""Looking a scheme through: does it read, do its examples come out, what do the rules of the land say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from youju.engine import problems as engine
from youju.engine.compliance import findings
from youju.engine.examples import run_examples
from youju.engine.language.scheme import Scheme
from youju.engine.read import read_scheme
from youju.flow.schemes.package import laid_out
from youju.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """Something said about a scheme. `blocks`: it cannot be put in force while this stands."""

    kind: str
    where: str
    what: str
    mend: str
    what_english: str
    mend_english: str
    blocks: bool

    @property
    def english(self) -> str:
        """What it is and how to mend it, in English."""
        return f"{self.what_english} — {self.mend_english}"

    def as_problem(self) -> Problem:
        """Return the finding as the house tells problems."""
        return Problem(self.where, self.what, self.mend, self.what_english, self.mend_english)


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found. `scheme` is None when it does not read; then only `problems` says why."""

    scheme: Scheme | None
    problems: tuple[Finding, ...]
    compliance: tuple[Finding, ...]
    examples: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Everything that keeps the scheme from being put in force."""
        return tuple(f for f in (*self.problems, *self.compliance, *self.examples) if f.blocks)

    @property
    def reads(self) -> bool:
        """Whether the scheme can be understood at all."""
        return self.scheme is not None and not any(f.blocks for f in self.problems)


def examine(files: Mapping[str, bytes]) -> Examination:
    """Read a scheme and everything that can be said about it. Never raises for what somebody handed in."""
    return _examined(tuple(sorted(files.items())))


@lru_cache(maxsize=16)
def _examined(files: tuple[tuple[str, bytes], ...]) -> Examination:
    """What files say never changes, so a scheme that is loaded, proposed and looked at is looked through once."""
    with laid_out(dict(files)) as folder:
        loaded = read_scheme(folder)
        problems = _told("problem", loaded.problems, str(folder))
        if loaded.scheme is None or engine.blocking(loaded.problems):
            return Examination(loaded.scheme, problems, (), ())
        compliance = _told("compliance", findings(loaded), str(folder))
        examples = _told("example", run_examples(folder), str(folder))
        return Examination(loaded.scheme, problems, compliance, examples)


def _told(kind: str, found: Iterable[engine.Problem], folder: str) -> tuple[Finding, ...]:
    """Say engine problems without the folder they were read in."""
    told = ((Problem.of(one, folder), not one.warning) for one in found)
    return tuple(
        Finding(kind, one.where, one.what, one.mend, one.english, one.mend_english, blocks)
        for one, blocks in told
    )
