"""Records under records: progress rolled up as a sum one can follow, and lists counted against what the paper states. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

TWO = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """A child in a roll-up: its weight, its progress, and the share it brings."""

    name: str
    weight: Decimal
    progress: Decimal | None

    @property
    def brings(self) -> Decimal | None:
        """Weight times progress, None while the progress is not known."""
        return None if self.progress is None else self.weight * self.progress


@dataclass(frozen=True, slots=True)
class RollUp:
    """The weighted mean of the children: what is shown is the sum itself. Missing is never zero."""

    parts: tuple[Part, ...]
    total: Decimal | None
    missing: tuple[str, ...]
    weightless: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The sum in words that can be checked by hand."""
        known = [part for part in self.parts if part.progress is not None and part.weight]
        left = _("；{names}没有填，没有算进去").format(names="、".join(self.missing)) if self.missing else ""
        if self.weightless:
            left += _("；{names}没有权重，没有算进去").format(names="、".join(self.weightless))
        if not known:
            return (_("算不出") + left) if self.weightless else _("下级都还没有填进度")
        terms = " + ".join(f"{_t(part.weight)}×{_t(part.progress or Decimal(0))}" for part in known)
        weights = " + ".join(_t(part.weight) for part in known)
        return f"({terms}) ÷ ({weights}) = {_t(self.total or Decimal(0))}{left}"


def _t(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return "0" if text in {"-0", ""} else text


def roll_up(children: Sequence[tuple[str, Decimal | None, Decimal | None]]) -> RollUp:
    """Roll (name, weight, progress) up; where no child states a weight all weigh the same. Half up at two places."""
    weighted = any(weight is not None for _name, weight, _progress in children)
    parts = tuple(
        Part(name, weight if weight is not None else Decimal(0 if weighted else 1), progress)
        for name, weight, progress in children
    )
    known = [part for part in parts if part.progress is not None and part.weight]
    weights = sum((part.weight for part in known), Decimal(0))
    total = None
    if weights:
        total = (sum((part.brings or Decimal(0) for part in known), Decimal(0)) / weights).quantize(
            TWO, ROUND_HALF_UP
        )
    missing = tuple(part.name for part in parts if part.progress is None)
    weightless = tuple(part.name for part in parts if part.progress is not None and not part.weight)
    return RollUp(parts, total, missing, weightless)


@dataclass(frozen=True, slots=True)
class Counted:
    """A list counted against what the paper states of it."""

    stated: int
    named: int

    @property
    def missing(self) -> int:
        """How many are stated but not named; negative where more are named than stated."""
        return self.stated - self.named

    @property
    def says(self) -> str:
        """What to tell, "" when the numbers agree."""
        if not self.missing:
            return ""
        if self.missing > 0:
            told = _("文件写明 {stated} 项，列出 {named} 项，还有 {missing} 项没有列出")
        else:
            told = _("文件写明 {stated} 项，列出 {named} 项，多列了 {missing} 项")
        return told.format(stated=self.stated, named=self.named, missing=abs(self.missing))
