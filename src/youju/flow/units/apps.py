"""App config of units."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class UnitsConfig(AppConfig):
    """The units room."""

    name = "youju.flow.units"
    label = "units"
    verbose_name = pgettext_lazy("menu", "单位")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer what the room of documents asks: which unit is meant by a name, and what units are called."""
        from youju.flow.documents.ports import answer_units
        from youju.flow.units.forms import AnyUnitField
        from youju.flow.units.powers import units_for

        answer_units(
            lambda user: AnyUnitField().asked_by(user, "unit.read"),
            lambda user, codes: dict(
                units_for(user, "unit.read").filter(code__in=codes).values_list("code", "name")
            ),
        )
