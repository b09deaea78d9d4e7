"""Migrations that move what records say: they work from the rows alone, whatever the code of today means by a declaration."""

import importlib

import pytest
from django.apps import apps

from youju.work.registers.models import Record
from youju.work.registers.shadows import SLOTS

pytestmark = pytest.mark.django_db
FOURTH = importlib.import_module("youju.work.registers.migrations.0004_deadlines_and_long_texts")


def test_a_text_that_was_cut_is_told_again_from_the_record(bridges, make):
    places = ["长" * 70 + "甲 @124.8,43.3", "长" * 70 + "乙", "长" * 90, "短"]
    made = [make(bridges, title=f"桥{n}", spot=spot, person="管护人") for n, spot in enumerate(places)]
    now = {row.pk: {name: getattr(row, name) for name in SLOTS} for row in made}
    for row in made:
        cut = {name: value[:60] for name, value in now[row.pk].items() if isinstance(value, str)}
        Record.objects.filter(pk=row.pk).update(**cut)
    assert Record.objects.filter(s1__isnull=False).count() == len(made)
    FOURTH.tell_again(apps, None)
    assert {row.pk: {name: getattr(row, name) for name in SLOTS} for row in Record.objects.all()} == now


def test_a_column_that_might_be_of_two_fields_stays_as_it_is(units, zhao, make):
    from tests.work.registers.conftest import declared

    same = declared(units, zhao, "register: twin\ntitle: 双\nfields:\n  a: {title: 甲}\n  b: {title: 乙}\n")
    row = make(same, a="长" * 70, b="长" * 65 + "别的话")
    Record.objects.filter(pk=row.pk).update(s1="长" * 60, s2="长" * 60)
    FOURTH.tell_again(apps, None)
    row.refresh_from_db()
    assert (row.s1, row.s2) == ("长" * 60, "长" * 60)
