"""What plants make and fields bear, and what it was sold for: the words that name it."""

from __future__ import annotations

import re
from typing import Final

# 鹿茸卖了9.7万元, 一亩收得到130公斤: what was sold for or came off a field
SOLD: Final = re.compile(r"(?:已?经|能|可|就|都|共)?(?:卖|(?<![销零出预代寄])售)(?:出|得|到|了)*$")
SALES: Final = {"yuan": "销售额", "usd": "销售额", "tonne": "销售量", "kg": "销售量", "jin": "销售量"}
BY_WHOM: Final = re.compile(
    r"^[“\s]*(?:去年|今年|前年|头一年|一年)?(?:我们|咱们|他们|我家|我|咱|他|她|公司|企业|社里|村里)?"
)
YIELD: Final = re.compile(
    r"^(?:一|每)亩(?:地)?|(?:收|(?<![特物水土矿农资名总亩单])产|打)(?:得|了)?(?:到|出)?$"
)


def product(words: str) -> str:
    """What a plant makes, out of its name: 高端铝箔 of 高端铝箔工厂扩建."""
    return (
        re.split(
            r"(?:智慧|现代|智能|标准)?(?:工厂|产业园|生产线|生产|加工厂|加工|基地|项目|扩建|建设|改造)", words
        )[0]
        or words
    )
