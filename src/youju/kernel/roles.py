"""The roles that a post may carry, and which of them exclude each other."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody in a post is there to do."""

    REPORTER = "reporter", _("填报员")
    REVIEWER = "reviewer", _("审核人")
    INSPECTOR = "inspector", _("督查员")
    SCORING_OFFICE = "scoring_office", _("考核办")
    SECOND_APPROVER = "second_approver", _("复核人")
    LEADER = "leader", _("领导")
    ENTERPRISE = "enterprise", _("企业")
    PUBLIC = "public", _("公众")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")


# The three admins of GB/T 22239-2019 8.1.4: one watches the other two, and none of them can write a number.
ADMINS = (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
WORKING = tuple(role for role in Role if role not in ADMINS)


def estate(role: str) -> str:
    """Return which estate a role belongs to. One person stays inside one estate at any one time.

    Each admin is an estate of its own and all working roles together are another: so the admins exclude each
    other and nobody who may change a number also administers the machine.
    """
    return role if role in ADMINS else "working"
