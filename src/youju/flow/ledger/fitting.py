"""What stands against a value that a person writes into the ledger of a scheme: its bounds, and evidence that is not there."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.engine.statement.numbers import plain
from youju.flow.reports.ports import evidence_known
from youju.flow.schemes.selectors import all_rounds, every_scheme, scheme_of, version_for_period
from youju.kernel.errors import Problem
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.engine.language.indicators import Indicator


def indicators_in(scheme: str, period: str) -> dict[str, Indicator]:
    """Return the indicators that a scheme asks for a period, by name: by the version of its round, else by that in force."""
    round_ = all_rounds(scheme=scheme).filter(period=period).first()
    known = every_scheme().filter(code=scheme).first()
    version = round_.scheme_version if round_ else known and version_for_period(known, Period.parse(period))
    return dict(scheme_of(version).indicators) if version else {}


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
    """Return the evidence that is not there, or of a unit that has nothing to do with this one."""
    missing = sorted(set(evidence) - evidence_known(evidence, unit_id=unit_id, by=by))
    return [
        Problem(
            _("佐证"),
            _("{start}… 不在这个单位或上级单位的佐证里").format(start=one[:12]),
            _("上传到这个单位名下后再附上"),
        )
        for one in missing
    ]
