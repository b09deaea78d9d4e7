"""App config of registers."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class RegistersConfig(AppConfig):
    """The registers room."""

    name = "youju.work.registers"
    label = "registers"
    verbose_name = pgettext_lazy("menu", "台账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the registers of a scheme when it is put in force, give them to the ledger when a round is scored, tell forms what they count, and say to which a fact of a document may go."""
        from youju.flow.documents.ports import answer_targets
        from youju.flow.ledger.ports import answer_files, answer_otherwise
        from youju.flow.reports.ports import answer_held
        from youju.flow.schemes.ports import prepare_what_is_in_force
        from youju.work.registers.holding import held_in_registers
        from youju.work.registers.scoring import records_otherwise, registers_for_scoring
        from youju.work.registers.selectors import targets_for
        from youju.work.registers.services.counted import declare_registers_of

        answer_files(registers_for_scoring)
        answer_otherwise(records_otherwise)
        answer_held(held_in_registers)
        answer_targets(targets_for)
        prepare_what_is_in_force(declare_registers_of)
