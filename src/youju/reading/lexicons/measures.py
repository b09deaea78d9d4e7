"""Units of measure and measure words as newspapers and work reports print them.

Sources: the legal units of measurement (State Council order of 1984 on 法定计量单位) with the customary
ones that reports still use (亩, 斤); the nominal measure words of GB/T 15835-2011 examples and of the
measure-word tables in school grammars; monetary units of GB/T 12406. Units of one dimension are kept
apart (公里 is not turned into 米): the page's own unit is part of what it says.
"""

from __future__ import annotations

from typing import Final

# printed form -> base unit; the longest form wins, so 平方公里 is not read as 公里
HARD: Final[dict[str, str]] = {
    "元人民币": "yuan", "元": "yuan", "块钱": "yuan", "美元": "usd", "美金": "usd", "欧元": "eur", "港元": "hkd",
    "日元": "jpy", "人次": "person_time", "人(次)": "person_time", "人·次": "person_time", "人/次": "person_time",
    "平方公里": "km2", "平方千米": "km2", "平方米": "m2", "平米": "m2", "立方米": "m3", "立方": "m3", "方": "m3", "公里": "km",
    "千米": "km", "延长米": "m", "延米": "m", "米": "m", "厘米": "cm", "毫米": "mm", "海里": "nmi",
    "公顷": "hectare", "亩": "mu", "吨": "tonne", "公斤": "kg", "千克": "kg", "市斤": "jin", "斤": "jin",
    "克": "gram", "标准煤": "tonne", "升": "litre", "千瓦时": "kwh", "千瓦": "kw", "兆瓦": "mw", "度电": "kwh", "度": "kwh",
    "摄氏度": "celsius", "℃": "celsius", "个百分点": "percentage_point", "百分点": "percentage_point",
    "%": "percent", "％": "percent", "‰": "permille", "倍": "times", "个工作日": "day", "天": "day", "微克/立方米": "ug/m3", "工作日": "day", "个小时": "hour", "小时": "hour", "分钟": "minute",
}  # fmt: skip

PEOPLE: Final = ("名", "位", "人", "口人", "员")
HOUSEHOLDS: Final = ("户", "余户", "户次")

# measure words of things and happenings
ITEMS: Final = (
    "台(套)", "台(次)", "头(只)", "只(头)", "件(套)", "台(件)", "场(次)", "辆(次)", "个(家)", "家(次)", "户(次)",
    "场次", "台次", "穗", "台套", "件次", "辆次", "家次", "架次", "班次", "批次", "车次", "项次", "艘次", "例次", "频次", "剂次", "人份", "剂",
    "个", "家", "项", "件", "次", "场", "头", "处", "条", "座", "台", "辆", "套", "种", "类", "所", "支", "期", "批",
    "份", "卷(册)", "卷", "部", "本", "册", "篇", "首", "幅", "枚", "只", "匹", "口", "棵", "株", "架", "艘", "列", "趟", "班", "栋",
    "幢", "间", "层", "孔", "门", "款", "例", "宗", "起", "轮", "组", "对", "双", "片", "面", "盏", "杆", "根", "道",
    "段", "节", "堂", "羽", "尾", "箱", "桶", "瓶", "袋", "盒", "车", "船", "笔", "单", "票", "案", "席", "桌", "床",
    "张", "块", "顶", "副", "筐", "捆", "眼", "坛", "章", "字", "页", "幕", "集", "站", "村", "镇", "乡", "县", "校", "馆", "园", "厂", "站点", "档",
    "标箱", "粒", "把",
    "团", "国", "路", "线", "井", "池", "棚", "栏", "个次", "学时", "课时", "标段", "企", "店", "分", "棒",
)  # fmt: skip
# those of the last row above are nouns that count themselves only after an Arabic number and a verb
NOUN_LIKE: Final = frozenset(
    ("村", "镇", "乡", "县", "校", "馆", "园", "厂", "站", "站点", "国", "路", "线", "井", "池", "棚", "栏", "企", "店", "字",
     "章", "页", "车", "船", "面", "口", "班", "单", "案", "团", "组", "对", "双", "道", "段", "节", "门", "起", "档", "层", "棒")
)  # fmt: skip
MEDALS: Final[dict[str, str]] = {"金": "金牌数", "银": "银牌数", "铜": "铜牌数"}

# of these measure words even "两…" counts something one can go and see
CONCRETE: Final = frozenset("辆台座名位户家份场所栋块件头只枚部套艘处期批支株棵架口眼间幅篇次")

MULTIPLES: Final[dict[str, int]] = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip

# what is counted when a bare unit names the dimension
DIMENSION: Final[dict[str, str]] = {
    "yuan": "金额", "usd": "金额", "person": "人数", "person_time": "人次", "household": "户数", "item": "数",
    "mu": "面积", "m2": "面积", "km2": "面积", "hectare": "面积", "m3": "量", "m": "长度", "km": "长度", "mm": "量",
    "tonne": "量", "kg": "量", "jin": "量", "day": "天数", "percent": "比例", "kwh": "量", "kw": "容量", "celsius": "气温", "hour": "时长", "minute": "时长",
}  # fmt: skip
