"""What a cell of facts may not hold, told kind by kind: what it is, and what to write instead."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from youju.engine.sources.exact import DIGITS, read_exact
from youju.engine.sources.report import quoted

Words = tuple[str, str, str, str, str]
_ERRORS = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|NUM!|NULL!|VALUE!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_NOTHING = {
    "nan",
    "na",
    "n/a",
    "null",
    "none",
    "nil",
    "-",
    "--",
    "—",
    "——",
    "/",
    "无",
    "暂无",
    "空",
    "缺",
    "未报",
    "<na>",
    "nat",
}
_INFINITE = {"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "1.#inf"}
_NEAR = re.compile(r"[约近≈~～]|多|余|左右|以上|以下|不[少低超高]|至少|至多|[<>≤≥＜＞]|\d\s*[-~～—至到]\s*\d")
_GROUPED = re.compile(r"[+-]?\d[\d ,，'_\u00a0]*[ ,，'_\u00a0][\d ,，'_\u00a0]*(\.\d*)?")
_MEASURED = re.compile(r"[+-]?[\d.,]+\s*[^\d\s.,%‰％]{1,8}|[¥￥$]\s*[+-]?[\d.,]+\s*[^\d\s.,%‰％]{0,8}")
_DATE = re.compile(r"\d{4}[-/年.]\d{1,2}([-/月.]\d{1,2}日?)?([T ].*)?")
_LARGE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FULL = re.compile(r"[０-９．，－＋−]")


def not_a_number(text: str) -> Words:
    """Return (code, what, fix, what in English, fix in English) for a cell that should hold a number and does not."""
    bare = text.strip()
    low = bare.lower()
    shown = quoted(bare)
    if _ERRORS.fullmatch(bare):
        return (
            "value-error",
            f"{shown} 是表格软件的错误值",
            "改正公式后，只粘贴数值",
            f"{shown} is a spreadsheet error",
            "mend the formula and paste values only",
        )
    if bare.startswith("=") and len(bare) > 1:
        return (
            "value-formula",
            f"{shown} 是公式，不是数值",
            "复制后“选择性粘贴—数值”",
            f"{shown} is a formula, not a value",
            "copy and paste values only",
        )
    if not bare.isprintable():
        return (
            "value-control", f"{shown} 含有控制字符", "删掉数字以外的字符", f"{shown} holds control characters", "keep digits only",
        )  # fmt: skip
    if low in _NOTHING:
        return (
            "value-nothing",
            f"{shown} 不是数",
            "没有数就让这一格空着（空格表示缺报，不是零）",
            f"{shown} is not a number",
            "leave the cell empty when there is none (empty means missing, not zero)",
        )
    if low in _INFINITE:
        return (
            "value-infinite",
            f"{shown} 是无穷大，不是数",
            "检查是不是除以了零；没有数就空着",
            f"{shown} is infinite",
            "look for a division by zero; leave the cell empty when there is none",
        )
    if bare.endswith(("%", "％", "‰")):
        return (
            "value-percent",
            f"{shown} 带百分号",
            "写成小数，例如 12.5% 写 0.125；口径本来就是百分数的，去掉百分号",
            f"{shown} has a percent sign",
            "write a decimal, 12.5% as 0.125; drop the sign if the indicator is in percent",
        )
    return _large(bare, shown) or _written(bare, low, shown)


def _large(bare: str, shown: str) -> Words | None:
    if not _LARGE.fullmatch(bare):
        return None
    if read_exact(bare, powers=True) is not None:
        return (
            "value-power",
            f"{shown} 是科学计数法，表格软件这样显示时会丢掉后面的位数",
            "单元格格式改成“数值”，把各位数字写全",
            f"{shown} is written with a power of ten, where a spreadsheet drops digits",
            "format the cell as a number and write all digits",
        )
    try:
        digits = len(str(Decimal(bare).normalize().as_tuple().digits)) and len(
            "".join(map(str, Decimal(bare).as_tuple().digits)).strip("0")
        )
    except InvalidOperation:
        digits = 0
    if digits > DIGITS:
        return (
            "value-digits",
            f"{shown} 超过 {DIGITS} 位有效数字",
            "检查是不是多写了；换大一点的计量单位",
            f"{shown} has more than {DIGITS} significant digits",
            "check it, or use a larger measure",
        )
    return (
        "value-range",
        f"{shown} 太大或太小，超出 {DIGITS} 位",
        "检查是不是多写了零；换合适的计量单位",
        f"{shown} is out of range ({DIGITS} digits)",
        "check the zeros, or use another measure",
    )


def _written(bare: str, low: str, shown: str) -> Words:
    if _DATE.fullmatch(bare):
        return (
            "value-date",
            f"{shown} 是日期，不是数",
            "这一列写数；日期写在 period 列",
            f"{shown} is a date, not a number",
            "write a number here and dates in the column period",
        )
    if _GROUPED.fullmatch(bare):
        return (
            "value-grouped",
            f"{shown} 里有千位分隔符或空格，分不清是哪个数",
            "只写数字和小数点，例如 1234.5",
            f"{shown} has separators and can be read in two ways",
            "write digits and a point only, such as 1234.5",
        )
    if _FULL.search(bare):
        return (
            "value-fullwidth",
            f"{shown} 用了全角数字或符号",
            "改用半角数字",
            f"{shown} is written with full-width characters",
            "write it with plain digits",
        )
    if _NEAR.search(bare):
        return (
            "value-relation",
            f"{shown} 不是确数",
            "数写在 value 列，≥、≤、≈ 写在 relation 列（“20多”写 20 和 ≥）",
            f"{shown} is not an exact number",
            "write the number in value and ≥, ≤ or ≈ in relation",
        )
    if low in {"true", "false", "yes", "no", "是", "否", "√", "×"}:
        return (
            "value-truth",
            f"{shown} 是真假值，不是数",
            "是写 1，否写 0",
            f"{shown} is a truth value, not a number",
            "write 1 for yes and 0 for no",
        )
    if _MEASURED.fullmatch(bare):
        return (
            "value-measure",
            f"{shown} 带了计量单位",
            "只写数字，计量单位写在方案里",
            f"{shown} carries a unit of measure",
            "write digits only; the measure stands in the scheme",
        )
    return (
        "value-text",
        f"{shown} 不是数",
        "写一个数，例如 12.5；没有数就空着",
        f"{shown} is not a number",
        "write a number such as 12.5, or leave the cell empty",
    )
