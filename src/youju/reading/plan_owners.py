"""Who answers for a task of a plan, who helps, and until when: from the brackets, lines and sentences that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from youju.reading.periods import Calendar, Period, find_whens

_LEADS: Final = ("牵头单位", "牵头部门", "主办单位", "承办单位", "实施单位")
_OWNS: Final = ("责任单位", "责任部门", "落实单位")
_HELPS: Final = ("配合单位", "配合部门", "协办单位", "参与单位", "协同单位")
_DUE: Final = ("完成时限", "完成时间", "完成期限", "时限要求", "时间安排", "时限")
_OTHER: Final = ("牵头领导", "责任领导", "责任人", "牵头人")
_NAMES: Final = "|".join(sorted((*_LEADS, *_OWNS, *_HELPS, *_DUE, *_OTHER), key=len, reverse=True))
_ROLE: Final = re.compile(rf"(?P<role>{_NAMES})[ \u3000]*[：:][ \u3000]*(?P<what>[^；;。\n]+)")
_BRACKET: Final = re.compile(
    r"[（(【\[](?P<inside>[^（()）】\]]{4,160}(?:[（(][^（()）]{1,20}[）)][^（()）】\]]{0,120})*)[）)】\]]"
)
_LED: Final = re.compile(
    r"(?P<lead>[^，,；;。：:]{2,40}?)(?:牵头|负责|主办)(?:落实|实施|推进)?(?=[，,；;。]|$)"
)
_HELPED: Final = re.compile(
    r"(?P<help>[^，,；;。：:]{2,80}?)(?:配合|参与|协办|协同)(?:落实|实施)?(?=[，,；;。]|$)"
)
# outside of brackets only where 由 says that somebody follows: 由甲局牵头,乙局配合
_BY: Final = re.compile(
    r"由(?P<inside>[^，,；;。：:\n]{2,40}?(?:牵头|负责|主办)(?:落实|实施|推进)?(?:[，,][^，,；;。：:\n]{2,80}?(?:配合|参与|协办|协同)(?:落实|实施)?)?)(?=[，,；;。\n]|$)"
)
_SHARED: Final = re.compile(r"(?:等)?(?:按照?|根据|依据)?(?:各自|部门)?(?:的)?职[责能](?:分工)?(?:分别)?$")
# a line of a text layer that goes on in the next one
_WRAPPED: Final = re.compile(
    rf"(?<=[^\n。；;：:]{{20}})\n(?![ \u3000]*(?:[（(【]|{_NAMES}|\d|[一二三四五六七八九十]))"
)
_ENDING: Final = re.compile(r"前|底|末|内$")
_AHEAD: Final = re.compile(r"上半年|下半年|季度|年内|今年|全年|当年|\d月(?:份|上旬|中旬|下旬)?$")
_OWN_LINE: Final = re.compile(
    rf"\n[ \u3000]*(?:[（(【][^\n]*(?:{_NAMES}|牵头|负责)[^\n]*|(?:{_NAMES})[：:][^\n]*)$"
)


@dataclass(frozen=True, slots=True)
class Owners:
    """Lead unit, the others, and the words that set the deadline; None or empty where the text names none."""

    lead: str | None
    supporting: tuple[str, ...]
    due: str | None

    def __bool__(self) -> bool:
        return bool(self.lead or self.supporting or self.due)


def owners_in(quote: str) -> Owners:
    """Who is named in the words of a task."""
    words = _WRAPPED.sub("", quote)
    roles = {match["role"]: match["what"].strip("）)】] ") for match in _ROLE.finditer(words)}
    due = next((roles[name] for name in _DUE if name in roles), None)
    leads = [unit for name in _LEADS for unit in units_of(roles.get(name, ""))]
    helps = [unit for name in _HELPS for unit in units_of(roles.get(name, ""))]
    owns = [unit for name in _OWNS for unit in units_of(roles.get(name, ""))]
    if not leads and not owns:
        found = [*_BRACKET.finditer(words), *_BY.finditer(words)]
        inside = " ".join(match["inside"] for match in found)
        leads = [unit for match in _LED.finditer(inside) for unit in units_of(match["lead"])]
        helps = [*helps, *(unit for match in _HELPED.finditer(inside) for unit in units_of(match["help"]))]
        due = due or (inside if re.search(r"前|底|完成", inside) else None)
    everyone = list(dict.fromkeys([*leads, *owns, *helps]))
    is_led = bool(leads or owns)
    return Owners(
        everyone[0] if everyone and is_led else None, tuple(everyone[1:] if is_led else everyone), due
    )


def last_line(quote: str) -> str:
    """The line of owners that closes a paragraph and may speak for all that stand before it, or nothing."""
    match = _OWN_LINE.search(quote.rstrip())
    return match[0] if match else ""


def units_of(words: str) -> list[str]:
    """The units of a list; a bracket belongs to its unit (各县（市、区）政府)."""
    kept = re.sub(r"[（(][^（()）]*[）)]", lambda match: match[0].replace("、", "\0"), words)
    pieces = (piece.replace("\0", "、").strip(" \u3000和及由") for piece in re.split(r"[、，,]", kept))
    return [unit for piece in pieces if (unit := _SHARED.sub("", piece))]


def deadline_in(owners: Owners, quote: str, page: Calendar) -> Period | None:
    """Until when: what the owners' line says, else the last words of the task that end a time still to come."""
    if owners.due:
        whens = find_whens(owners.due, page)
        ends = [when for when in whens if _ends(owners.due, when.end, when.period)]
        return (ends or whens)[-1].period if whens else None
    whens = [
        when
        for when in find_whens(quote, page)
        if _ends(quote, when.end, when.period)
        or (_AHEAD.search(when.period.text or "") and when.period.end and _is_to_come(when.period, page))
    ]
    return whens[-1].period if whens else None


def _ends(words: str, at: int, period: Period) -> bool:
    return bool(_ENDING.search((period.text or "") + words[at : at + 2]))


def _is_to_come(period: Period, page: Calendar) -> bool:
    """Whether it ends in the year the plan speaks in, or later."""
    return page.year is None or int((period.end or "0")[:4]) >= page.year
