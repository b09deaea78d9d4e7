"""Template tags of the shell."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from youju.kernel.acts import title_of
from youju.kernel.errors import Refusal
from youju.kernel.finding import places
from youju.kernel.jobs import KEPT, refusal_of
from youju.kernel.words import bracketed, told
from youju.web.subjects import named

if TYPE_CHECKING:
    from youju.kernel.models import Job

register = template.Library()
register.filter(bracketed)
register.filter("subject", named)


@register.simple_tag
def once() -> str:
    """Return `once=<key>` for a form's action, so that pressing twice has one effect."""
    return f"once={secrets.token_urlsafe(12)}"


@register.inclusion_tag("web/_sure.html")
def sure(
    word: str, warning: str, name: str = "", value: str = "", box: str = "", choice: str = ""
) -> dict[str, str]:
    """Ask once more inside a form for what cannot be undone: the first press says what comes of it, the second does it.

    `box` is the name of one tick that may be set between the two, `choice` what it says.
    """
    return {
        "word": word, "warning": warning, "name": name, "value": value, "box": box, "choice": choice,
        "sure": _("确定{word}").format(word=word),
    }  # fmt: skip


@register.inclusion_tag("web/_refused_file.html")
def refused_file(job: Job | None) -> dict[str, Any]:
    """Show why the file that was handed in last was not taken, with its name; nothing where none was refused."""
    return {"job": job, "refusal": refusal_of(job) if job else None, "days": KEPT.days}


@register.filter
def act_title(name: str) -> str:
    """Return what an act is called in the words of the office."""
    return title_of(name)


@register.filter
def only_english(refusal: Refusal) -> bool:
    """Whether a refusal is told in English alone: to a reader of English pages, where its English was written."""
    return bool(refusal.english) and (get_language() or "").startswith("en")


@register.filter
def marked(text: object, words: list[str]) -> SafeString:
    """Return a text in which the words that were looked for are marked."""
    said, parts, since = str(text), [], 0
    for start, end in places(said, words):
        parts.append(format_html("{}<mark>{}</mark>", said[since:start], said[start:end]))
        since = end
    return format_html_join("", "{}", ((part,) for part in [*parts, said[since:]]))


@register.filter
def flagged(title: object, is_example: bool) -> str:  # a filter has no names
    """Return a title that says that all of it is invented, once."""
    # apart from the sentence: what stands inside an f-string is not gathered into the catalogue
    mark = _("【示例】")
    return f"{title}{mark}" if is_example and "示例" not in str(title) else str(title)


@register.filter
def or_english(chinese: str, english: str) -> str:
    """Return what is said in two languages in that of the page."""
    return told(chinese, english)


@register.simple_tag
def sign_in_services() -> list[tuple[str, str]]:
    """Return the other services one may sign in with: name and address."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    found = [(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]
    if settings.YOUJU["cas_server"]:
        found.append((settings.YOUJU["cas_name"], reverse("cas_start")))
    return found
