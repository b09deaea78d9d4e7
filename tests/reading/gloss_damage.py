"""The scraper's damage, done on purpose: simplified text to glossed traditional text in GBK.

The text becomes traditional, then a byte-wise search puts `(pinyin)` behind each pair of bytes that
is a listed character, wherever the pair begins. What no longer decodes becomes `?`, a lead byte
together with the byte after it; wide letters and marks become plain ones.
"""

from __future__ import annotations

import opencc
from pypinyin.pinyin_dict import pinyin_dict

_to_traditional = opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    """The text in traditional characters as far as GBK has them, character by character."""
    found = []
    for char in text:
        other = _to_traditional.convert(char)
        found.append(other if len(other) == 1 and fits(other) else char)
    return "".join(found)


def fits(char: str) -> bool:
    """Whether GBK has the character."""
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def damage(text: str, glossed: set[str]) -> str:
    """What the scraper would have printed for a simplified text with these traditional characters glossed."""
    stream = traditional(text).translate(_WIDE).encode("gbk", errors="replace")
    table = {char.encode("gbk"): pinyin_dict[ord(char)].split(",")[0].encode("gbk") for char in glossed}
    out, at = bytearray(), 0
    while at < len(stream):
        reading = table.get(bytes(stream[at : at + 2]))
        if reading:
            out += stream[at : at + 2] + b"(" + reading + b")"
            at += 2
        else:
            out.append(stream[at])
            at += 1
    return _decoded(bytes(out)).translate(_PLAIN)


_WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in ",:;!?()"}
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def _decoded(stream: bytes) -> str:
    found, at = [], 0
    while at < len(stream):
        if stream[at] < 0x80:
            found.append(chr(stream[at]))
            at += 1
            continue
        try:
            found.append(stream[at : at + 2].decode("gbk"))
        except UnicodeDecodeError:
            found.append("?")
        at += 2
    return "".join(found)
