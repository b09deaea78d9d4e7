"""Works that are a piece of something named: the second phase of a firm, a section of a line, the subject of a contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading.passages import Passage
from youju.reading.project_signs import BUILDS_AFTER, COUNT_BEFORE, GENERIC_WORDS, Found
from youju.reading.proper import is_vague

_OF_HOUSE: Final = re.compile(r"(?:公司)?[二三四五]期(?:项目|工程)?(?![一-鿿]{0,2}(?:培训|行动|课))")


def of_house(passage: Passage) -> Iterator[Found]:
    """`某某有限公司二期`: what a named firm builds after its first works."""
    for name in passage.names:
        more = _OF_HOUSE.match(passage.text, name.end) if name.kind == "org" else None
        if more and not is_vague(name.name):
            yield Found(name.start, more.end(), passage.text[name.start : more.end()])


_SECTION: Final = re.compile(
    r"(?P<name>[一-鿿\d]{2,16}(?:线|路|道|铁|专|高速)(?:[东西南北]延|[一-鿿]{2,4}?)段)(?![一-鿿]{0,2}(?:剩余|用地))"
)
_BUILT_JUST_BEFORE: Final = re.compile(r"(?:建成|新建|开建|开工建设|建设|贯通|打通)了?$")


def sections(passage: Passage) -> Iterator[Found]:
    """`建成某号线某段`, `某大道东延段也在铺油`: a section of a line that is being built."""
    text = passage.text
    for match in _SECTION.finditer(text) if "段" in text else ():
        start = match.start()
        verb = re.match(r".*?(?:建成|新建|开工建设|建设|推进|推动|加快|启动|实施|的)", match[0])
        start += verb.end() if verb else 0
        end = passage.clause(start)[1]
        built = BUILDS_AFTER.match(text[match.end() : end]) or _BUILT_JUST_BEFORE.search(
            text, max(0, start - 4), start
        )
        if built and match.end() - start >= 6:
            yield Found(start, match.end(), text[start : match.end()])


_CONTRACT: Final = re.compile(
    r"(?:签订|签署|签下|签约)了?(?P<list>[^，,。；;\n\d“”的]{2,40}?)项目(?:合作|投资|框架|意向|入园|入驻)*(?:协议书?|合同)"
)


def contracted(passage: Passage) -> Iterator[Found]:
    """`签订甲、乙项目合同`: each of the works that a contract is signed for."""
    text = passage.text
    for match in _CONTRACT.finditer(text) if "项目" in text else ():
        at = match.start("list")
        pieces = re.split("[、和及]", match["list"])
        for piece in pieces:
            at = text.index(piece, at)
            if len(GENERIC_WORDS.sub("", piece)) >= 2 and not COUNT_BEFORE.search(piece):
                last = piece is pieces[-1]
                yield Found(at, at + len(piece) + 2 * last, piece + "项目")
            at += len(piece)
