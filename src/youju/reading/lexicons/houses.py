"""What the name of a house ends with where its legal form is left out.

Sources: the regulation on the registration of firms' names (division, own name, trade, form: 企业名称登记管理规定) for the
order of a name; the national classification of industries (GB/T 4754, divisions and groups) for the trades; the catalogue of
public institutions and the law on the organisation of local governments for offices and houses of the public.
"""

from __future__ import annotations

from typing import Final

TRADES: Final = (
    "科技", "农业", "牧业", "乳业", "渔业", "林业", "种业", "粮油", "食品", "酒业", "茶业", "饮品", "纺织", "服饰", "鞋业", "家居", "木业", "纸业", "印务", "化工", "制药", "医药",
    "药业", "生物", "生物科技", "橡胶", "塑业", "玻璃", "陶瓷", "建材", "钢铁", "铝业", "铜业", "锂业", "矿业", "金属", "机械", "重工", "装备", "汽车", "车业", "电气", "电器", "电子", "光电", "仪器", "新材料", "材料",
    "电力", "电网", "能源", "新能源", "燃气", "石油", "石化", "水务", "环保", "建工", "建设", "路桥", "置业", "地产", "物流", "铁路", "航空", "港务", "邮政", "通信", "移动", "联通", "电信", "软件", "信息",
    "数科", "传媒", "文化", "文旅", "旅游", "国旅", "酒店", "餐饮", "商贸", "贸易", "超市", "百货", "供应链", "电商", "投资", "资本", "控股", "实业", "金控", "银行", "农商行", "保险", "证券", "租赁", "担保", "人力",
)  # fmt: skip

KINDS_OF_HOUSE: Final = (
    "局", "厅", "委", "办", "部", "院", "校", "所", "社", "站", "中心", "法院", "检察院", "政府", "管理处", "街道", "社区", "镇", "乡", "村", "商会", "协会", "学会", "联盟", "供销社", "农科院", "分院", "分行", "总行",
    "分局", "总局", "一中", "二中", "三中", "四中", "实验学校", "中专", "职教中心", "卫生院", "福利院", "敬老院", "日报社", "电视台", "出版社", "旅行社", "集团", "公司", "股份", "厂", "店", "开发区", "高新区", "经开区", "新区", "园区", "科学院",
    "工程院", "设计院", "大学", "学院", "团县委", "团市委", "团区委", "工会", "妇联", "残联", "工商联", "文联", "科协", "海关", "铁路局", "支队", "剧团", "剧院",
)  # fmt: skip
