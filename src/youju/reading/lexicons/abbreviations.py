"""Provinces and great cities by the one character that papers call them by: 赴穗, 来榕, 援疆.

Source: the abbreviations of provincial divisions of the State Council's list of administrative divisions (行政区划简册) and the
usual ones of provincial capitals and cities planned apart in the same handbook's older names.
"""

from __future__ import annotations

from typing import Final

ABBREVIATIONS: Final[dict[str, str]] = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "蒙": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省", "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省",
    "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区",
    "琼": "海南省", "渝": "重庆市", "川": "四川省", "黔": "贵州省", "滇": "云南省", "藏": "西藏自治区", "陕": "陕西省", "陇": "甘肃省", "甘": "甘肃省", "青": "青海省",
    "宁": "宁夏回族自治区", "疆": "新疆维吾尔自治区", "穗": "广州市", "蓉": "成都市", "榕": "福州市", "甬": "宁波市", "杭": "杭州市", "厦": "厦门市", "汉": "武汉市", "邕": "南宁市",
}  # fmt: skip

# regions that papers go to as to a place. Source: the chapter on regional strategies of the national five-year plan (2021-2025)
REGIONS: Final = (
    "粤港澳大湾区",
    "江浙沪",
    "江浙",
    "长江三角洲",
    "珠江三角洲",
    "长三角",
    "珠三角",
    "京津冀",
    "环渤海",
    "成渝",
    "大湾区",
)
