"""Words of this room that stand on several pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The systems that offices everywhere keep, by the code the house writes them with.
SYSTEMS = {
    "river-chief": _("河长制"), "field-chief": _("田长制"), "forest-chief": _("林长制"), "flood": _("防汛值守"),
    "straw-ban": _("秸秆禁烧"), "grid": _("网格"),
}  # fmt: skip
