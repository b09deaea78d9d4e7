"""Words of this room that stand on several pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The systems that offices everywhere keep, by the code the house writes them with.
SYSTEMS = {
    "river-chief": _("河长制"), "field-chief": _("田长制"), "forest-chief": _("林长制"), "flood": _("防汛值守"),
    "straw-ban": _("秸秆禁烧"), "grid": _("网格"), "enterprise": _("企业包保"),
}  # fmt: skip

# The sections of GB/T 4754-2017 in which somebody invests: not S (administration) and T (international organisations).
SECTIONS = {
    "A": _("农、林、牧、渔业"), "B": _("采矿业"), "C": _("制造业"), "D": _("电力、热力、燃气及水生产和供应业"), "E": _("建筑业"),
    "F": _("批发和零售业"), "G": _("交通运输、仓储和邮政业"), "H": _("住宿和餐饮业"), "I": _("信息传输、软件和信息技术服务业"), "J": _("金融业"),
    "K": _("房地产业"), "L": _("租赁和商务服务业"), "M": _("科学研究和技术服务业"), "N": _("水利、环境和公共设施管理业"),
    "O": _("居民服务、修理和其他服务业"), "P": _("教育"), "Q": _("卫生和社会工作"), "R": _("文化、体育和娱乐业"),
}  # fmt: skip
