"""Acts on external identities: who comes from another sign-in service, and which person that is. The only writer of them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import ExternalIdentity, User
from youju.kernel.trace import leave_trace


def meet(*, provider: str, subject: str, name: str = "") -> ExternalIdentity:
    """Return the identity, written down the first time it comes. It is nobody until an admin links it."""
    known = (
        ExternalIdentity.objects.select_related("person").filter(provider=provider, subject=subject).first()
    )
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = ExternalIdentity.objects.create(
                provider=provider, subject=subject, name=name[:120], met_at=db_now()
            )
            leave_trace(None, "identity.meet", row, provider=provider, subject_there=subject)
    except IntegrityError:  # two windows at once
        return ExternalIdentity.objects.select_related("person").get(provider=provider, subject=subject)
    return row


def person_named(username: str) -> User:
    """Return who has a user name. Refused where nobody has it."""
    person = User.objects.filter(username=username[:60]).first()
    if person is None:
        raise BadInput(
            "没有关联", "没有这个用户名", "核对用户名，或先在“账号”里开设",
            english="Nothing was linked: there is no such user name. Check it, or open the account first.",
        )  # fmt: skip
    return person


@transaction.atomic
def link(*, identity: ExternalIdentity, person: User, by: User) -> ExternalIdentity:
    """Say which person an identity is; from now on it signs in as that person. Refused while it is somebody else's."""
    if not person.is_active:
        raise Refusal(
            "不能关联",
            f"账号“{person.username}”已停用",
            "选一个可登录的账号",
            english="This account is closed.",
        )
    moved = ExternalIdentity.objects.filter(pk=identity.pk, person=None).update(
        person=person, linked_at=db_now()
    )
    if not moved:
        raise Refusal(
            "不能关联",
            "这个外部身份已经关联到人",
            "先解除，再关联到另一个人",
            english="It is linked already; unlink it first.",
        )
    leave_trace(by, "identity.link", identity, person=person)
    identity.refresh_from_db()
    return identity


@transaction.atomic
def unlink(*, identity: ExternalIdentity, by: User) -> ExternalIdentity:
    """Take a link back; the identity signs in as nobody from now on."""
    was = identity.person_id
    if (
        ExternalIdentity.objects.filter(pk=identity.pk, person=was)
        .exclude(person=None)
        .update(person=None, linked_at=None)
    ):
        leave_trace(by, "identity.unlink", identity, person=was)
    identity.refresh_from_db()
    return identity


def identities() -> QuerySet[ExternalIdentity]:
    """Return the identities that came, those that wait for a link first."""
    return ExternalIdentity.objects.select_related("person").order_by("person", "-met_at", "pk")
