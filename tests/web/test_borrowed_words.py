"""What pages borrow from Django and allauth is said in the words and the punctuation of this house."""

import html
import re
import time
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.utils.translation import gettext, ngettext, override, pgettext
from tools import words

from tests.house.test_punctuation import half_width

THEIRS = Path(allauth.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# no page of this house comes of these: it is no identity provider, has no admin's pages, and sends no mail of allauth's
ELSEWHERE = re.compile(r"idp/|headless|admin\.py|models\.py|apps\.py|/email/")
PLACES = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|<[^>]*>")
BRACKETS = re.compile(r"[\u3400-\u9fff。] ?[().!?]|[().!?] ?[\u3400-\u9fff]")
THEIR_WORDS = re.compile(r"您|帐|账户|[Tt]oken|[Ee]mail|[Pp]asskey")


def said():
    with THEIRS.open("rb") as file:
        for one in read_po(file):
            if one.id and not all(ELSEWHERE.search(path) for path, _line in one.locations):
                yield one


def shown(message):
    with override("zh-hans"):
        if isinstance(message.id, tuple):
            return ngettext(*message.id, 2)
        return pgettext(message.context, message.id) if message.context else gettext(message.id)


def test_every_phrase_of_a_page_that_is_not_ours_is_set_in_chinese():
    phrases = list(said())
    assert len(phrases) > 200
    wrong = []
    for one in phrases:
        bare = PLACES.sub("某", shown(one))
        if (
            not re.search(r"[\u3400-\u9fff]", bare)
            or half_width(bare)
            or BRACKETS.search(bare)
            or THEIR_WORDS.search(bare)
        ):
            wrong.append((one.id, bare))
    assert wrong == []


def test_what_is_borrowed_is_nothing_that_the_house_says_itself():
    (shell,) = (room for room in words.rooms() if room.name == "web")
    own = {message.id for room in words.rooms() for message in words.gathered(room)}
    assert [one.id for one in words.borrowed(shell) if one.id in own] == []


@pytest.mark.parametrize(
    ("field", "sent", "told"),
    [
        (forms.CharField(max_length=3), "一二三四", "最多写 3 个字（现在 4 个）。"),
        (forms.EmailField(), "zhang", "邮箱写得不对，例如 zhang@example.cn。"),
        (forms.DecimalField(max_digits=3), "12345", "总共最多 3 位数字。"),
        (forms.DecimalField(decimal_places=1), "1.25", "最多写 1 位小数。"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_chinese_marks(field, sent, told):
    with override("zh-hans"), pytest.raises(forms.ValidationError) as refused:
        field.clean(sent)
    assert refused.value.messages == [told]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["login/", "logout/", "inactive/", "signup/", "reauthenticate/", "password/change/", "password/reset/", "password/reset/key/1-x/",
     "2fa/", "2fa/webauthn/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "3rdparty/", "3rdparty/login/cancelled/", "3rdparty/login/error/"],
)  # fmt: skip
def test_a_page_of_signing_in_is_in_our_words_and_marks(client, zhang, path):
    if path not in {"login/", "signup/", "inactive/"}:
        client.force_login(zhang)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": "zhang"}
        ]
        session.save()
    page = client.get(f"/accounts/{path}", follow=True).content.decode()
    (main,) = re.findall(r"<main.*?</main>", page, re.DOTALL)
    text = html.unescape(re.sub(r"<script.*?</script>|<svg.*?</svg>|<[^>]*>", "某", main, flags=re.DOTALL))
    assert re.search(r"[\u3400-\u9fff]{4}", text.replace("某", ""))
    assert half_width(text) == []
    assert THEIR_WORDS.findall(text) == []
    assert re.findall(r"\b[A-Za-z]{4,} [a-z]{2,}", text) == []
