"""What policies call those they compare: levels of an administration, and kinds of units that stand beside the levels. Pure."""

from __future__ import annotations

from youju.engine.language.scheme import Scheme

LEVELS = {
    "country": ("country", "国家", "全国"),
    "province": ("province", "省", "省级", "省区市"),
    "prefecture": ("prefecture", "city", "市", "市级", "地级", "地市", "市州", "地级市"),
    "county": ("county", "县", "县级", "县区", "区县", "县市区", "县（市、区）", "区"),
    "township": ("township", "乡", "镇", "乡镇", "乡级", "乡镇街道", "乡镇（街道）", "街道"),
    "village": ("village", "村", "村级", "行政村", "社区", "村居", "村（社区）"),
    "group": ("group", "grid", "组", "网格", "村民小组"),
}
"""The levels from the top down, each with the words for it."""
KINDS = {
    "department": ("department", "部门", "机关", "市直部门", "县直部门", "机关部门"),
    "school": ("school", "学校"),
    "hospital": ("hospital", "医院"),
    "zone": ("zone", "园区", "开发区"),
    "area": ("area", "片区"),
    "enterprise": ("enterprise", "企业"),
    "task_force": ("task_force", "专班"),
    "party": ("party", "党组织", "党支部"),
}
"""The kinds of units that have no level of their own to be compared at, each with the words for it."""
ANY_CITY = ("city", "市", "市级")
"""Words for a prefecture that a city of a county's rank uses of itself."""
PLACE_OF = {word: place for words in (LEVELS, KINDS) for place, said in words.items() for word in said}


def asks(scheme: Scheme) -> bool:
    """Whether a scheme asks units for anything at all."""
    return any(one.ask not in {None, "official"} for one in scheme.indicators.values())


def reporting(scheme: Scheme) -> tuple[str, ...]:
    """Return the words of those that report: all that are compared, or the lowest where all that is asked comes up the tree.

    A kind stands at the foot of the tree like the lowest level, unless units of another kind are compared within it.
    """
    words = tuple(dict.fromkeys(league.level for league in scheme.league))
    asked = [one for one in scheme.indicators.values() if one.ask not in {None, "official"}]
    if not asked or any(one.up_the_tree in {None, "own"} for one in asked):
        return words
    order = list(LEVELS)
    lowest = max((order.index(_place(word)) for word in words if _place(word) in LEVELS), default=-1)
    above = {_place(league.within) for league in scheme.league if league.within}
    foot = [word for word in words if _place(word) not in above]
    return (
        tuple(word for word in foot if _place(word) not in LEVELS or order.index(_place(word)) == lowest)
        or words
    )


def _place(word: str) -> str:
    return PLACE_OF.get(word, word)
