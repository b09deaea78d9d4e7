"""What counts of a declaration is its text: another text under the same number is another declaration."""

import pytest
from django.db import transaction

from tests.work.registers.conftest import declared
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Register

pytestmark = pytest.mark.django_db
TEXT = """\
register: tried
title: 试台账
prefix: SH
name: title
fields:
  title: {title: 名称, type: string, required: true}
  NAME: {title: 第二栏, type: string}
"""


def test_what_was_read_before_is_not_taken_for_another_text_under_the_same_numbers(units, zhao):
    with transaction.atomic():
        first = declared(units, zhao, TEXT.replace("NAME", "then"))
        assert "then" in declaration_of(first).fields
        transaction.set_rollback(True)
    second = declared(units, zhao, TEXT.replace("NAME", "now"))
    # as in another database, whose rows are numbered anew
    other = Register(pk=first.pk, version=first.version, sha256=second.sha256)
    assert second.version == first.version
    for register in (second, other, Register.objects.get(pk=second.pk)):
        assert list(declaration_of(register).fields) == ["title", "now"]


def test_a_register_that_was_never_declared_has_no_declaration(units):
    empty = Register.objects.create(code="empty", title="空", unit=units.county)
    with pytest.raises(ValueError, match="declared as nothing"):
        declaration_of(empty)
