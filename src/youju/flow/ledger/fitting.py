"""What stands against a value on its way into the ledger: the scheme's periods and bounds, and evidence that is not there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.engine.case import ROUNDS
from youju.engine.data import Units
from youju.engine.period import Period
from youju.engine.sources.book import Book
from youju.engine.statement.numbers import plain
from youju.flow.documents.selectors import citations_known
from youju.flow.ledger.rows import LONGEST, Entry
from youju.flow.reports.ports import evidence_known
from youju.flow.schemes.selectors import (
    all_rounds,
    every_scheme,
    newest_in_force,
    scheme_of,
    schemes_for,
    version_for_period,
)
from youju.kernel.errors import Problem
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.engine.language.indicators import Indicator
    from youju.flow.schemes.models import Scheme, SchemeVersion

NOBODY = Units((), (), (), np.zeros(0, np.int32))
EACH = {
    "day": gettext_lazy("每日"), "month": gettext_lazy("每月"), "quarter": gettext_lazy("每季"),
    "half_year": gettext_lazy("每半年"), "year": gettext_lazy("每年"),
}  # fmt: skip


def indicators_in(scheme: str, period: str) -> dict[str, Indicator]:
    """Return the indicators that a scheme asks for a period, by name: by the version of its round, else by that in force."""
    known = every_scheme().filter(code=scheme).first()
    version = version_at(known, period) if known else None
    return dict(scheme_of(version).indicators) if version else {}


def version_at(scheme: Scheme, period: str) -> SchemeVersion | None:
    """Return the version of a scheme by which a period is judged: that of its round, else the one in force over it."""
    round_ = all_rounds(scheme=scheme.code).filter(period=period).first()
    return round_.scheme_version if round_ else version_for_period(scheme, Period.parse(period))


@dataclass(frozen=True, slots=True)
class Law:
    """What one scheme says of an indicator in a period: the rule, how long its periods are, and what it makes of a value there.

    It `looks` at it, or leaves it lying, or is `barred` by it from scoring at all.
    """

    scheme: str
    rule: Indicator
    every: str
    looks: bool
    barred: bool
    is_derived: bool

    def useless(self, entry: Entry) -> Problem:
        """Return why the scheme can make nothing of a value in this cell, whatever it is."""
        title = self.rule.title or entry.indicator
        if self.is_derived:
            return Problem("", _("“{title}”由别的数得出，不能另外给").format(title=title), _("删去这一个"))
        why = _("“{title}”要{each}的数，{period} 不是这样的周期")
        said = why.format(title=title, each=EACH[self.every], period=entry.period)
        return Problem("", said, _("写成 {like} 这样的周期").format(like=ROUNDS[self.every][1]))

    def beyond(self, entry: Entry) -> list[Problem]:
        """Return what the scheme's bounds say against a value."""
        return beyond_bounds(entry.indicator, entry.value, self.rule)


@dataclass
class Fitting:
    """What schemes that know an indicator say against values of it. For each indicator and period they are asked once."""

    schemes: Collection[Scheme]
    known: dict[tuple[str, str], list[Law]] = field(default_factory=dict)
    books: dict[tuple[Scheme, str], Book | None] = field(default_factory=dict)

    @classmethod
    def of(cls, scheme: str, by: User | None) -> Fitting:
        """Return it for one scheme, or, for what all schemes share (""), for those a person may read: they stand over the same units."""
        every = every_scheme()
        mine = every.filter(code=scheme) if scheme else schemes_for(by) if by is not None else every
        return cls(list(mine))

    def against(self, entry: Entry) -> list[tuple[str, str]]:
        """Return what stands against a value that reads.

        Kept all the same it would count nowhere (no scheme that knows its indicator looks there), or keep a scheme from
        being scored (its periods are others, it works the indicator out itself, the value is beyond its bounds).
        """
        laws = self._laws(entry)
        nowhere = not any(law.looks for law in laws)
        found = [(law, law.useless(entry)) for law in laws if law.barred or nowhere]
        found = found or [(law, one) for law in laws if law.looks for one in law.beyond(entry)]
        return [(f"{law.scheme}：{one.what}" if len(laws) > 1 else one.what, one.mend) for law, one in found]

    def _laws(self, entry: Entry) -> list[Law]:
        key = entry.indicator, entry.period
        if key not in self.known:
            found = [self._law(scheme, *key) for scheme in self.schemes]
            self.known[key] = [one for one in found if one is not None]
        return self.known[key]

    def _law(self, scheme: Scheme, indicator: str, period: str) -> Law | None:
        book = self._book(scheme, period)
        if book is None or indicator not in book.indicators:
            return None
        number, when, rule = book.names.index(indicator), Period.parse(period), book.indicators[indicator]
        every, is_sure = book.length(number)
        derived = book.origin(number) is not None
        looks = not derived and (when.every is every or when in book.bases or rule.ask == "once")
        barred = derived or (not book.fits(number, when) and (is_sure or book.finer(when)))
        return Law(scheme.title, rule, every.value, looks, barred, derived)

    def _book(self, scheme: Scheme, period: str) -> Book | None:
        if (scheme, period) not in self.books:
            version = version_at(scheme, period) or newest_in_force(scheme)
            self.books[scheme, period] = (
                Book.of(scheme_of(version), NOBODY, Period.parse(period)) if version else None
            )
        return self.books[scheme, period]


def beyond_bounds(indicator: str, value: Decimal, rule: Indicator | None) -> list[Problem]:
    """Return what the scheme says against a value; nothing for an indicator it does not know."""
    if rule is None:
        return []
    title, found = rule.title or indicator, []
    if rule.at_least is not None and value < rule.at_least:
        why = _("“{title}”是 {value}，方案要求不小于 {bound}")
        found.append(why.format(title=title, value=plain(value), bound=plain(rule.at_least)))
    if rule.at_most is not None and value > rule.at_most:
        why = _("“{title}”是 {value}，方案要求不大于 {bound}")
        found.append(why.format(title=title, value=plain(value), bound=plain(rule.at_most)))
    return [Problem(indicator, what, _("核对后改正")) for what in found]


def unknown_evidence(evidence: Collection[str], *, unit_id: int, by: User | None) -> list[Problem]:
    """Return the evidence that is not there: no file of the unit or of one above it, no words of a document that the person may read."""
    there = evidence_known(evidence, unit_id=unit_id, by=by) | citations_known(by, evidence).keys()
    missing = sorted(set(evidence) - there)
    return [
        Problem(
            _("佐证"),
            _("{start}… 不在这个单位或上级单位的佐证里").format(start=one[:12]),
            _("上传到这个单位名下后再附上"),
        )
        for one in missing
    ]


def cited_in(evidence: Collection[str], by: User | None) -> str:
    """Return the words that evidence cites in one line, with the titles of their documents; "" where it cites none, or too many for a line."""
    said = " ".join(citations_known(by, evidence).values())
    return said if len(said) <= LONGEST else ""
