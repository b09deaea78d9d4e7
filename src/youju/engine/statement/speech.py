"""The sentences of a statement in two languages: written in Chinese where they are said, in English in one table here.

Names, clauses and measures are the scheme's own and stay as the policy has them.
"""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[..., str]

ENGLISH = {
    # what values are called
    "目标": "target", "{name}增速": "growth of {name}", "{name}本年累计": "{name}, this year to date",
    "上年同期": "a year before", "上期": "the period before", "{n}期以前": "{n} periods before", "{when}{name}": "{name} {when}",
    "同组": "the group", "全部": "all", "同一{kind}": "the same {kind}", "其他单位": "the other units of ", "最好 {n} 个": " of the best {n}",
    "{whose}{others}{few}{share}{peer}": "{peer}{share}{few} in {others}{whose}",
    "本年": "this year", "近{n}期": "over {n} periods", "{name}{when}{share}{peer}": "{peer}{share} of {name} {when}",
    "{name}得分": "marks for {name}", "间隔天数": "days between", "按{by}分类的数": "number by {by}", "{name}的对数": "logarithm of {name}",
    "{name}的 {to} 次方": "{name} to the power {to}", "{name}排名": "place by {name}", "{name}进度": "progress of {name}",
    "{name}连续期数": "periods in a row of {name}", "{name}近{n}期最高": "highest {name} over {n} periods",
    "{name}近{n}期最低": "lowest {name} over {n} periods", "{a}与{b}之差": "{a} less {b}", "与": " and ", "{names}之差": "difference of {names}",
    "、": ", ", "，": ", ", "；": "; ", "{names}合计": "{names} together", "位": "places", "分": "marks", "天": "days", "无数据": "no data",
    "平均": "average", "中位数": "median", "最低": "lowest", "最高": "highest", "合计": "total", "个数": "count", "最好": "best",
    "标准差": "standard deviation", "分位数": "quantile",
    # what was seen and compared
    "{number}{measure}": "{number} {measure}", "第 {n} 位": "place {n}", "目标区间 {low}至{high}{measure}": "target range {low} to {high} {measure}",
    "基期": "the base period", "增长 {share}": "up {share}", "下降 {share}": "down {share}", "高": "higher", "低": "lower", "持平": "level",
    "{n}个百分点": "{n} percentage points", "{word} {n}个百分点": "{word} by {n} percentage points", "{word} {n}{measure}": "{word} by {n} {measure}", "平均 {n}": "average {n}",
    "完成 {share}": "{share} done", "占 {share}": "{share} of it", "时间进度 {share}": "time elapsed {share}",
    # why a line says what it says
    "不适用": "does not apply", "没有数据，不计分": "no data, no marks", "缺少必须的数据，总分暂不计": "needed data are missing, the total is withheld",
    "没有数据，按规定给分": "no data, marks as the policy says", "由下级指标合成": "composed of the indicators below",
    "标准化得分 {marks}": "normalised {marks}", "按{register}逐条计分": "marks for each entry of {register}", "基础分": "base marks",
    "评议打分": "marks by raters", "本部分的上下限、条件或折算所差": "what the bounds, conditions or scaling of this part change",
    "{n} 个单位中 {m} 个有数": "{m} of {n} units have a value", "共 {n} 个单位": "{n} units in all", "没有打分": "gave no marks", "打 {n} 分": "gave {n} marks",
    "{who}{said}（权重 {weight}）": "{who} {said} (weight {weight})", "{name}由下级单位汇总": "{name} gathered from the units below",
    "{name}没有数据，按规定取定值": "no data for {name}, the value the policy sets", "{name}没有数据，按规定取同类单位的平均": "no data for {name}, the mean of like units by the policy",
    "{name}没有数据，按规定取同类单位的中位数": "no data for {name}, the median of like units by the policy",
    "{name}当期没有报，沿用 {period} 的数": "{name} was not reported, the value of {period} is carried on", "小计 {n} 分": "subtotal {n} marks",
    "{of} 项中 {have} 项有数，不足 {least} 项，不计分": "{have} of {of} have data, {least} are needed: no marks",
    "另按{name}：{said}": "and by {name}: {said}", "{a}占{b}比重": "{a} as a share of {b}", "{names}的平均": "mean of {names}",
    "{names}中最小的": "least of {names}", "{names}中最大的": "greatest of {names}", "从低到高第 {n} 位": "place {n} from the lowest",
    "比值 {n}": "ratio {n}",
    "尾差与总分上下限": "rounding and bounds of the total", "四舍五入的尾差，或总分的上下限": "what rounding or the bounds of the total change",
    # how marks come from what is seen
    "最高 {n} 分": "at most {n} marks", "最多扣 {n} 分": "at most {n} marks off", "最低 {n} 分": "at least {n} marks",
    "最高为{name}": "at most {name}", "最低为{name}": "at least {name}", "另：{said}": "also: {said}", "评议人打分的加权平均": "weighted mean of the raters' marks",
    "每条 {n} 分": "{n} marks each", "{entry} {n} 分": "{entry} {n} marks", "同一事项依次按 {shares} 计": "entries of one item count {shares} in turn",
    "同一事项取最高分": "of one item the highest", "同一事项取最低分": "of one item the lowest", "同一事项只算一次": "one item counts once", "": "",
    "只列示，不计分": "shown only, no marks", "数值 × {n} 分": "value × {n} marks", "按指数函数计分": "by an exponential function", "按 {n} 个点之间的直线计分": "straight lines between {n} points",
    "{x} 得 {n} 分": "{x} gives {n} marks", "{knots}，中间按直线": "{knots}, straight lines between", "{said}，跳变处得前一个分": "{said}, at a jump the marks before it",
    "{said}，跳变处得后一个分": "{said}, at a jump the marks after it", "其余 {n} 分": "otherwise {n} marks", "{x}（含）以上": "{x} or more", "高于 {x}": "above {x}",
    "{x}（含）以下": "{x} or less", "低于 {x}": "below {x}", "等于 {x}": "equal to {x}", "且": " and ", "{bounds} {n} 分": "{bounds}: {n} marks",
    "超过": "above", "低于": "below", "高（低）于": "off", "加": "give", "扣": "take", "加（减）": "give (take)", "每满": "for each whole",
    "每（不足的按一个算）": "for each, whole or begun,", "每（按比例）": "in proportion for each", "每": "for each",
    "{where} {x} 的，{count} {per} {verb} {n} 分": "{where} {x}: {verb} {n} marks {count} {per}", "{n} 分起，{said}": "from {n} marks; {said}",
}  # fmt: skip


def chinese(words: str, /, **facts: object) -> str:
    """Say a sentence as it is written, filled with facts."""
    return words.format(**facts) if facts else words


def english(words: str, /, **facts: object) -> str:
    """Say a sentence in English, filled with facts. Raises KeyError for one that has none."""
    said = ENGLISH[words]
    return said.format(**facts) if facts else said
