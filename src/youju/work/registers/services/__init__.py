"""Acts on registers: the only writers of this room."""

from youju.flow.reports.books.refused import BookRefused
from youju.work.registers.services.asking import (
    asked,
    asker_answers,
    asker_moves,
    followed,
    give_code,
    hand_in,
    is_followed,
    led_on,
    no_vault,
    pay_reward,
    receive,
)
from youju.work.registers.services.citing import TAKEN, make_cited
from youju.work.registers.services.climbing import climb
from youju.work.registers.services.counted import declare_registers_of, take_over_registers
from youju.work.registers.services.dealing import deal
from youju.work.registers.services.declaring import declare_register
from youju.work.registers.services.filling import Filling, beside_duties, fill_all, fill_from_duties
from youju.work.registers.services.importing import Checked, Taken, checked_book, store_book, take_book
from youju.work.registers.services.keeping import Conflict, change_record, make_record
from youju.work.registers.services.looking_back import draw_look_back, looked_back
from youju.work.registers.services.moving import move_record, resume_record, suspend_record
from youju.work.registers.services.parties import add_party, answer_part, end_party, fan_out
from youju.work.registers.services.remarking import (
    accept,
    extend,
    instruct,
    merge,
    note,
    note_from,
)
from youju.work.registers.services.unlocking import ask_unlock, grant_unlock, see_identity
from youju.work.registers.services.views import forget_view, save_view

__all__ = [
    "TAKEN",
    "BookRefused",
    "Checked",
    "Conflict",
    "Filling",
    "Taken",
    "accept",
    "add_party",
    "answer_part",
    "ask_unlock",
    "asked",
    "asker_answers",
    "asker_moves",
    "beside_duties",
    "change_record",
    "checked_book",
    "climb",
    "deal",
    "declare_register",
    "declare_registers_of",
    "draw_look_back",
    "end_party",
    "extend",
    "fan_out",
    "fill_all",
    "fill_from_duties",
    "followed",
    "forget_view",
    "give_code",
    "grant_unlock",
    "hand_in",
    "instruct",
    "is_followed",
    "led_on",
    "looked_back",
    "make_cited",
    "make_record",
    "merge",
    "move_record",
    "no_vault",
    "note",
    "note_from",
    "pay_reward",
    "receive",
    "resume_record",
    "save_view",
    "see_identity",
    "store_book",
    "suspend_record",
    "take_book",
    "take_over_registers",
]  # fmt: skip
