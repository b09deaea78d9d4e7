"""What schemes call levels, and the levels of the units room. Pure."""

from __future__ import annotations

from youju.engine.language.scheme import Scheme

WORDS = {
    "country": ("country", "国家", "全国"),
    "province": ("province", "省", "省级", "省区市"),
    "prefecture": ("prefecture", "city", "市", "市级", "地级", "地市", "市州", "地级市"),
    "county": ("county", "县", "县级", "县区", "区县", "县市区", "县（市、区）", "区"),
    "township": ("township", "乡", "镇", "乡镇", "乡级", "乡镇街道", "乡镇（街道）", "街道"),
    "village": ("village", "村", "村级", "行政村", "社区", "村居", "村（社区）"),
    "group": ("group", "grid", "组", "网格", "村民小组"),
}
LEVEL_OF = {word: level for level, words in WORDS.items() for word in words}


def levels_of(scheme: Scheme) -> dict[str, str]:
    """Return the levels that a scheme compares: its own word → the level of the units room ("" if nobody knows it)."""
    return {league.level: LEVEL_OF.get(league.level, "") for league in scheme.league}


def reporting_levels(scheme: Scheme) -> set[str]:
    """Return the levels of the units room that report: all that are compared, or the lowest where all values come up the tree."""
    levels = set(levels_of(scheme).values()) - {""}
    asked = [one for one in scheme.indicators.values() if one.ask not in {None, "official"}]
    if asked and all(one.up_the_tree not in {None, "own"} for one in asked):
        return {max(levels, key=list(WORDS).index)} if levels else levels
    return levels


def words_of(scheme: Scheme) -> dict[str, str]:
    """Return level of the units room → the word this scheme uses for it, wherever it names one."""
    said = [name for league in scheme.league for name in (league.level, league.within) if name]
    return {LEVEL_OF[word]: word for word in said if word in LEVEL_OF}
