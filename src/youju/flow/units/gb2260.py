"""Codes of administrative divisions, checked. Pure.

GB/T 2260 goes to the county, GB/T 10114 to the township, and the statistical twelve digits to the village.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# GB/T 2260: the first two digits, region by region.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
LENGTHS = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}


def is_national(code: str) -> bool:
    """Whether a code means to be a national one: digits only. A unit's own code begins with a letter."""
    return code.isascii() and code.isdigit()


def significant(code: str) -> str:
    """Return a national code without its trailing filler: 220500 → 2205, 220581000000 → 220581.

    Six digits are padded by pairs; nine and twelve keep 2-2-2-3-3.
    """
    parts = [code[:2], code[2:4], code[4:6], code[6:9], code[9:12]]
    while parts and (not parts[-1] or not parts[-1].strip("0")):
        parts.pop()
    return "".join(parts)


def problem_of(code: str, level: str, parent: str = "") -> tuple[str, str] | None:
    """Return what is wrong with a code and how to mend it, or None. Codes that are not national are let pass."""
    if not is_national(code):
        return None
    if len(code) not in {2, 4, 6, 9, 12}:
        return (
            _("代码 {code} 有 {count} 位").format(code=code, count=len(code)),
            _("区划代码为 6 位（县以上）、9 位（乡）或 12 位（村）；自编代码请以字母开头"),
        )
    if code[:2] not in PROVINCES:
        return _("代码 {code} 的前两位 {start} 不是省级代码").format(code=code, start=code[:2]), _(
            "对照 GB/T 2260 改正；自编代码请以字母开头"
        )
    core, wanted = significant(code), LENGTHS.get(level)
    if wanted is not None and len(core) != wanted:
        return (
            _("代码 {code} 是{written}的写法，层级却是{level}").format(
                code=code, written=_LEVEL_OF.get(len(core), _("未知层级")), level=_NAME[level]
            ),
            _("核对代码或层级"),
        )
    if parent and is_national(parent) and not core.startswith(significant(parent)):
        return _("代码 {code} 不在上级 {parent} 之下").format(code=code, parent=parent), _("核对上级代码")
    return None


_NAME = {
    "province": gettext_lazy("省级"),
    "prefecture": gettext_lazy("地级"),
    "county": gettext_lazy("县级"),
    "township": gettext_lazy("乡级"),
    "village": gettext_lazy("村级"),
}
_LEVEL_OF = {length: _NAME[level] for level, length in LENGTHS.items()}
