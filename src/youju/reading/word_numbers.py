"""The numbers that Word puts before paragraphs by itself: 一、 （一） 1. stand in no text of the file and are counted here.

Only counting that official documents use is written out; bullets and other marks stay away, as they carry no meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_LEVELS: Final = 9


def in_chinese(number: int) -> str:
    """The number as paragraphs are numbered: 一, 十, 十一, 二十三, 一百零五."""
    if number < 10:
        return _DIGITS[number] if number > 0 else "零"
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if hundreds > 9:
        return str(number)
    tail = (
        ""
        if not rest
        else "零" + _DIGITS[rest]
        if rest < 10
        else ("一" if rest < 20 else "") + in_chinese(rest)
    )
    return _DIGITS[hundreds] + "百" + tail


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str, "decimalZero": lambda number: f"{number:02d}", "decimalFullWidth": str,
    "chineseCounting": in_chinese, "chineseCountingThousand": in_chinese, "ideographTraditional": in_chinese,
    "taiwaneseCounting": in_chinese, "taiwaneseCountingThousand": in_chinese, "japaneseCounting": in_chinese,
    "ideographDigital": in_chinese, "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
}  # fmt: skip


class Numbers:
    """The numbering of one document, counted on from paragraph to paragraph."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._forms: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        for one in () if numbering is None else numbering.iter(W + "abstractNum"):
            self._forms[_val(one, "abstractNumId")] = {
                _number(_val(level, "ilvl")): (
                    _number(_said(level, "start"), 1),
                    _said(level, "numFmt"),
                    _said(level, "lvlText"),
                )
                for level in one.iter(W + "lvl")
            }
        for one in () if numbering is None else numbering.iter(W + "num"):
            self._abstract[_val(one, "numId")] = _said(one, "abstractNumId")
        for style in () if styles is None else styles.iter(W + "style"):
            of = style.find(f"{W}pPr/{W}numPr")
            if of is not None and _said(of, "numId"):
                self._styles[_val(style, "styleId")] = _said(of, "numId"), _number(_said(of, "ilvl"))

    def before(self, number_id: str, level: int, style: str) -> str:
        """What Word prints before the next paragraph of this numbering; "" for one without a number."""
        if not number_id and style in self._styles:
            number_id, level = self._styles[style]
        abstract = self._abstract.get(number_id, "")
        forms = self._forms.get(abstract)
        if not forms or level not in forms or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(abstract, [0] * _LEVELS)
        start, form, text = forms[level]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        if form not in _FORMS:
            return ""
        for at in range(level + 1):
            begin, how, _text = forms.get(at, (1, "decimal", ""))
            text = text.replace(f"%{at + 1}", _FORMS.get(how, str)(counts[at] or begin))
        return text


def _val(element: Element, name: str) -> str:
    return element.get(W + name) or ""


def _said(element: Element, name: str) -> str:
    child = element.find(W + name)
    return "" if child is None else child.get(W + "val") or ""


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
