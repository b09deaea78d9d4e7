"""Pages on people: the system admin opens and closes accounts, everybody sees the own posts and takes tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.units.selectors import names_of
from youju.kernel import identities, people
from youju.kernel.access import allow, public, signed_in
from youju.kernel.acts import all_acts, title_of
from youju.kernel.errors import Refusal
from youju.kernel.feeds import feeds_of, open_feed
from youju.kernel.forms import beside, status_of
from youju.kernel.models import Tenure
from youju.kernel.named import PersonField
from youju.kernel.powers import EVERYWHERE, tenures_now
from youju.kernel.selectors import active_people, everybody, tokens_of
from youju.web.errors import refusal_answer
from youju.web.feeds import FeedForm

GET_POST = require_http_methods(["GET", "POST"])
FORGOTTEN = Refusal(
    "忘记了密码", "本站不用邮件重设密码", "请系统管理员在“账号”里重置，当面或打电话告诉你一次性口令，登录后改成自己的",
    english="Passwords are not reset by mail. Ask the system admin to reset yours: you are told a one-time password and change it when you sign in.",
)  # fmt: skip


class AccountForm(forms.Form):
    """A new account."""

    username = forms.RegexField(r"^[\w.@+-]+$", label=gettext_lazy("用户名"), max_length=60)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)


class LinkForm(forms.Form):
    """Who an external identity is."""

    username = PersonField(label=gettext_lazy("姓名或用户名"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["username"]
        field.rows = active_people()


class TokenForm(forms.Form):
    """A new token: for one of the person's own tenures, for some of the acts its post may do."""

    tenure = forms.ModelChoiceField(None, label=gettext_lazy("岗位"), empty_label=None)
    name = forms.CharField(label=gettext_lazy("用途"), max_length=80)
    acts = forms.MultipleChoiceField(label=gettext_lazy("可做的事"))
    days = forms.IntegerField(label=gettext_lazy("有效天数"), min_value=1, max_value=730, initial=365)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = tenures_now(user)
        roles = {tenure.post.role for tenure in held}
        tenure: Any = self.fields["tenure"]
        acts: Any = self.fields["acts"]
        tenure.queryset = held
        where = _units_of(held)
        # a person may hold one post in several units, or for several schemes
        tenure.label_from_instance = lambda one: " · ".join(
            filter(None, (str(one.post), where[one.pk], one.post.scheme))
        )
        acts.choices = [(act.name, title_of(act.name)) for act in all_acts() if act.roles & roles]


class MailForm(forms.Form):
    """Where a person wants mail."""

    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)


@allow("person.open")
@never_cache
@GET_POST
def accounts(request: HttpRequest) -> HttpResponse:
    """Show all accounts, and open a new one: its one-time password is shown once."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        with beside(form):
            user, once = people.open_account(by=request.user, **form.cleaned_data)
            return render(request, "web/one_time.html", {"person": user, "once": once})
    found = everybody(request.GET.get("q", ""))[:200]
    context = {"form": form, "people": found, "q": request.GET.get("q", "")}
    return render(request, "web/accounts.html", context, status=status_of(form))


@allow("person.open")
@require_POST
def close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Stop a person from signing in."""
    people.close_account(user=get_object_or_404(everybody(), pk=user_id), by=request.user)
    return redirect("accounts")


@allow("person.open")
@never_cache
@require_POST
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person a new one-time password; tokens and feeds stay where the admin says that it was only forgotten."""
    person = get_object_or_404(everybody(), pk=user_id)
    done = people.reset_password(user=person, by=request.user, keeps_keys="keep" in request.POST)
    return render(request, "web/one_time.html", {"person": done.user, "once": done.once, "reset": done})


@allow("person.link")
@require_safe
def external(request: HttpRequest) -> HttpResponse:
    """Show who came from other sign-in services, those who wait for a link first."""
    return _identities(request, LinkForm())


def _identities(request: HttpRequest, form: LinkForm, wrong: int = 0) -> HttpResponse:
    """Show the identities; `wrong` is the one whose form was refused."""
    context = {"rows": identities.identities()[:500], "form": form, "wrong": wrong}
    return render(request, "web/external.html", context, status=status_of(form))


@allow("person.link")
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which person an external identity is."""
    row = get_object_or_404(identities.identities(), pk=pk)
    form = LinkForm(request.POST)
    if form.is_valid():
        with beside(form, at="username"):
            identities.link(identity=row, person=form.cleaned_data["username"], by=request.user)
            return redirect("external")
    return _identities(request, form, pk)


@allow("person.link")
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the link of an external identity back."""
    identities.unlink(identity=get_object_or_404(identities.identities(), pk=pk), by=request.user)
    return redirect("external")


@public
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who gives a new password: this house sends none by mail."""
    return refusal_answer(request, FORGOTTEN, 200)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the person's own posts and tokens."""
    return render(request, "web/mine.html", _own(request.user, TokenForm(user=request.user)))


@signed_in
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Write down where the person wants mail; empty: nowhere."""
    form = MailForm(request.POST, auto_id="mail_%s")
    if form.is_valid():
        people.write_mail(user=request.user, **form.cleaned_data)
        messages.success(request, _("邮箱已记下") if form.cleaned_data["email"] else _("不再寄信"))
        return redirect("mine")
    return render(
        request,
        "web/mine.html",
        _own(request.user, TokenForm(user=request.user), form),
        status=status_of(form),
    )


@signed_in
@never_cache
@require_POST
def take_token(request: HttpRequest) -> HttpResponse:
    """Issue a token for one of the person's own tenures; the key is shown once."""
    form = TokenForm(request.POST, user=request.user)
    if form.is_valid():
        with beside(form):
            token, key = people.issue_token(by=request.user, **form.cleaned_data)
            return render(request, "web/one_time.html", {"person": token, "once": key})
    return render(request, "web/mine.html", _own(request.user, form), status=status_of(form))


@signed_in
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Make one of the person's own tokens useless."""
    people.revoke_token(token=get_object_or_404(tokens_of(request.user), pk=token_id), by=request.user)
    messages.success(request, _("令牌已收回"))
    return redirect("mine")


@signed_in
@never_cache
@require_POST
def take_feed(request: HttpRequest) -> HttpResponse:
    """Open a calendar feed of one's own due days: its address is shown once."""
    form = FeedForm(request.POST, auto_id="feed_%s")
    if form.is_valid():
        with beside(form, at="name"):
            row, secret = open_feed(name=form.cleaned_data["name"], by=request.user)
            address = request.build_absolute_uri(reverse("feed", args=[secret]))
            return render(request, "web/one_time.html", {"person": row, "once": address})
    context = _own(request.user, TokenForm(user=request.user), feed_form=form)
    return render(request, "web/mine.html", context, status=status_of(form))


def _units_of(tenures: Iterable[Tenure]) -> dict[int, str]:
    """Return in which unit each tenure is, by its key."""
    held = list(tenures)
    names = names_of({one.post.unit_id for one in held})
    everywhere = _("全部系统")
    return {
        one.pk: everywhere if one.post.unit_id == EVERYWHERE else names.get(one.post.unit_id, "")
        for one in held
    }


def _own(
    user: Any, form: TokenForm, mail_form: MailForm | None = None, feed_form: FeedForm | None = None
) -> dict[str, Any]:
    tenures = list(tenures_now(user))
    where = _units_of(tenures)
    for one in tenures:
        one.where = where[one.pk]
    return {
        "tenures": tenures, "tokens": tokens_of(user), "form": form, "feeds": feeds_of(user),
        "feed_form": feed_form or FeedForm(auto_id="feed_%s"),
        "mail_form": mail_form or MailForm(auto_id="mail_%s", initial={"email": user.email}), "mails": settings.YOUJU["mails"],
    }  # fmt: skip
