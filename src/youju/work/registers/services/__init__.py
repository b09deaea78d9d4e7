"""Acts on registers: the only writers of this room."""

from youju.work.registers.services.declaring import declare_register
from youju.work.registers.services.importing import BookRefused, Taken, take_book
from youju.work.registers.services.keeping import Conflict, change_record, make_record
from youju.work.registers.services.moving import move_record, resume_record, suspend_record
from youju.work.registers.services.views import forget_view, save_view

__all__ = [
    "BookRefused", "Conflict", "Taken", "change_record", "declare_register", "forget_view", "make_record", "move_record", "resume_record",
    "save_view", "suspend_record", "take_book",
]  # fmt: skip
