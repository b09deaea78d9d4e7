"""Regions and countries that are gone to and come from, and are no divisions of the code table.

Sources: the regions of the national strategies of regional development (outline of the 14th five-year plan, part 9), and the Chinese
short names of countries (GB/T 2659.1) that are trade partners.
"""

from __future__ import annotations

from typing import Final

REGIONS: Final = (
    "长三角", "长江三角洲", "珠三角", "珠江三角洲", "京津冀", "粤港澳大湾区", "粤港澳", "大湾区", "环渤海", "成渝", "长江经济带", "海西", "东部沿海", "沿海地区", "江浙沪", "江浙", "北上广", "苏南", "闽南",
    "韩国", "日本", "俄罗斯", "蒙古国", "朝鲜", "德国", "法国", "英国", "意大利", "西班牙", "荷兰", "波兰", "白俄罗斯", "哈萨克斯坦", "乌兹别克斯坦", "美国", "加拿大",
    "巴西", "阿根廷", "澳大利亚", "新西兰", "新加坡", "马来西亚", "泰国", "越南", "老挝", "柬埔寨", "缅甸", "印度尼西亚", "印尼", "印度", "巴基斯坦", "沙特", "阿联酋",
    "以色列", "土耳其", "埃及", "南非",
)  # fmt: skip
