"""Choosing evidence in a form: the newest files stand there to be ticked, any other is found by words of its name or by its day.

Nobody writes the number of a file. Looking for one is a press on a button that sends the form as it is and gets it back
with what was found (`by_form`), so it works without a script, and nothing that was typed is lost. Pages whose forms are
written by hand do the same with `looked_for` and `evidence/_look.html`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from youju.flow.evidence.models import Evidence
from youju.flow.evidence.selectors import found_among, visible_to

PAGE = 10
LOOK = "files"
"""The name under which a form written by hand looks for files."""
FURTHEST = 1000
"""Pages one may turn to: beyond it, better words find a file sooner."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody said of a file: words of its name, the day it came, which were ticked, and which page was asked for."""

    words: str = ""
    day: str = ""
    ticked: tuple[str, ...] = ()
    page: int = 1

    def __bool__(self) -> bool:
        """Whether a file is meant: a day alone only looks for one."""
        return bool(self.words or self.ticked)

    @property
    def on(self) -> dt.date | None:
        """The day, None where none was written or it is none."""
        try:
            return dt.date.fromisoformat(self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Shown:
    """The files to choose from: what was ticked, then a page of what was found, and the pages beside it (0: none)."""

    rows: Sequence[tuple[Evidence, bool]]
    before: int
    after: int


def shown_among(rows: QuerySet[Evidence], sought: Sought, size: int = 0) -> Shown:
    """Return of some files those to choose from, `PAGE` or another number at a time; what was ticked stays, whatever else is looked for."""
    size = size or PAGE
    start = (sought.page - 1) * size
    ticked = (
        list(rows.filter(sha256__in=sought.ticked).select_related("unit")[: len(sought.ticked)])
        if sought.ticked
        else []
    )
    found = list(found_among(rows, sought.words, sought.on).select_related("unit")[start : start + size + 1])
    shown = [(one, one.sha256 in sought.ticked) for one in _once([*ticked, *found[:size]])]
    return Shown(shown, sought.page - 1, sought.page + 1 if len(found) > size else 0)


def sought_in(data: Any, name: str, ticked: Iterable[str] = ()) -> Sought:
    """Return what was said in a form under a name: `<name>` words, `<name>-day` a day, the button `look` the page."""
    look, _colon, page = data.get("look", "").partition(":")
    number = int(page) if look == name and page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Sought(
        str(data.get(name, "")).strip()[:120], str(data.get(f"{name}-day", ""))[:10],
        tuple(one[:64] for one in islice(ticked, 100)), min(max(number, 1), FURTHEST),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looked:
    """What `evidence/_look.html` shows: the files to choose from, and what they were looked for by."""

    sought: Sought
    shown: Shown

    @property
    def files(self) -> list[Evidence]:
        """The files to choose from, what was ticked first."""
        return [one for one, _ticked in self.shown.rows]

    @property
    def is_needed(self) -> bool:
        """Whether there are files that do not stand here, or some were looked for."""
        return bool(self.sought.words or self.sought.day or self.shown.before or self.shown.after)


def looked_for(
    user: Any, units: Collection[int], data: Any, *, ticked: Iterable[str] = (), size: int = 0
) -> Looked:
    """Return the files of some units that a person may choose from in a form written by hand: what was ticked, then the newest or what was looked for."""
    sought = sought_in(data, LOOK, ticked)
    return Looked(sought, shown_among(visible_to(user).filter(unit_id__in=units), sought, size))


class EvidenceInput(forms.Widget):
    """Files to tick, with a line to look for others. `rows` are those the person may choose."""

    template_name = "evidence/choose.html"
    use_fieldset = True
    several = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows: QuerySet[Evidence] = Evidence.objects.none()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sought:  # noqa: ARG002  # Django asks so
        """Return what was said."""
        ticked = data.getlist(f"{name}-one") if hasattr(data, "getlist") else data.get(f"{name}-one", ())
        return sought_in(data, name, ticked)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002  # Django asks so
        """Whether nothing was said: an unticked box is not sent."""
        return name not in data and f"{name}-one" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template needs."""
        context = super().get_context(name, None, attrs)
        sought = value if isinstance(value, Sought) else Sought()
        invalid = context["widget"]["attrs"].get("aria-invalid")
        shown = self.shown(sought)
        return {**context, "sought": sought, "shown": shown, "several": self.several, "invalid": invalid}

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002  # Django asks so
        """No line in it has to be filled in: a file may be ticked instead."""
        return False

    def shown(self, sought: Sought) -> Shown:
        """Return the files to choose from."""
        return shown_among(self.rows, sought)


class EvidencesInput(EvidenceInput):
    """Any number of files to tick."""

    several = True


class EvidencesField(forms.Field):
    """Files that the person may see, chosen from those that are there; cleaned to their SHA-256."""

    widget = EvidencesInput
    looks = True
    """A button in it sends the form only to look."""

    def asked_by(self, user: Any, *, unit_id: int | None = None) -> None:
        """Take and offer what the person may see, of all units or of one."""
        rows = visible_to(user)
        self.widget.rows = rows if unit_id is None else rows.filter(unit_id=unit_id)

    def clean(self, value: Any) -> Any:
        """Return the SHA-256 of what was ticked, or of the one file that bears the name that was written."""
        sought = value if isinstance(value, Sought) else Sought()
        if not sought:
            if self.required:
                raise forms.ValidationError(_("请选一份佐证。"), code="required")
            return self.said(())
        if sought.ticked:
            known = set(self.widget.rows.filter(sha256__in=sought.ticked).values_list("sha256", flat=True))
            if unknown := [one for one in sought.ticked if one not in known]:
                raise forms.ValidationError(
                    _("选的佐证里有 {count} 份不在你能看到的里面，重新选一次。").format(count=len(unknown))
                )
            return self.said(sought.ticked)
        return self.said((self._named(sought.words),))

    def said(self, shas: Sequence[str]) -> Any:
        """Return the SHA-256 as the form's act takes them."""
        return list(shas)

    def _named(self, words: str) -> str:
        bearing = found_among(self.widget.rows, words, whole=True).order_by()
        named = list(bearing.values_list("sha256", flat=True).distinct()[:2])
        if len(named) == 1:
            return str(named[0])
        if named:
            raise forms.ValidationError(_("叫“{words}”的佐证不止一份，在下面选。").format(words=words[:40]))
        if found_among(self.widget.rows, words).exists():
            raise forms.ValidationError(
                _("没有叫“{words}”的佐证，名称里有这几个字的列在下面，选一份。").format(words=words[:40])
            )
        raise forms.ValidationError(
            _("没有叫“{words}”的佐证。换几个字再找；还没有上传的，先到“佐证”上传。").format(words=words[:40])
        )


class EvidenceField(EvidencesField):
    """One file that the person may see; cleaned to its SHA-256, "" for nothing."""

    widget = EvidenceInput

    def said(self, shas: Sequence[str]) -> str:
        """Return the one SHA-256, or nothing."""
        return next(iter(shas), "")


def _once(rows: Iterable[Evidence]) -> list[Evidence]:
    """Return each file once: two units may have handed in the same."""
    return list({one.sha256: one for one in reversed(list(rows))}.values())[::-1]
