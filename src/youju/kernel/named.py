"""Things asked for by their names: what somebody wrote becomes the thing, or the things that may be meant are told.

Nobody has to know a code. A name is enough where one thing bears it; where several do, or none does, the refusal beside
the field says which there are and what to write for each. A code, where a thing has one, is taken too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.kernel.models import User
from youju.kernel.selectors import active_people

FEW = 300
"""So many names a page can carry; of more it asks while somebody writes."""
TOLD = 8
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be written for a thing, and what tells the thing from others."""

    words: str
    note: str = ""

    def __str__(self) -> str:
        return _("{words}({note})").format(words=self.words, note=self.note) if self.note else self.words


class NamedInput(forms.TextInput):
    """A line to write a name on, with names to choose from: they stand in the page, or are asked for at an address."""

    template_name = "web/named_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offers: Callable[[], Sequence[Offer] | None] = tuple
        self.address = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template needs; where there are too many names for a page, the address that tells some."""
        context = super().get_context(name, value, attrs)
        offers = self.offers()
        listed = f"{context['widget']['attrs'].get('id') or name}-names"
        address = f"{self.address}&of={name}" if offers is None and self.address else ""
        context["widget"]["attrs"] |= {"list": listed}
        return {**context, "offers": offers or (), "listed": listed, "address": address}


class NamedField(forms.CharField):
    """A thing by its name or code, cleaned to the thing. A kind of thing says how it is found and told."""

    widget = NamedInput
    noun: str | Promise = ""
    coded: str | Promise = gettext_lazy("代码")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=kwargs.pop("max_length", LONGEST), **kwargs)
        self.widget.offers = self.offers

    def __deepcopy__(self, memo: Any) -> Any:
        """Each form has a field of its own, which offers what that form's person may name."""
        copy = super().__deepcopy__(memo)
        copy.widget.offers = copy.offers
        return copy

    def clean(self, value: Any) -> Any:
        """Return the thing, None for nothing; refuse what names none or several, telling which there are."""
        words = super().clean(value)
        return self.meant(words) if words else None

    def meant(self, words: str) -> Any:
        """Return the one thing that is meant."""
        found = self.found(words)
        if len(found) == 1:
            return found[0]
        told = {"noun": str(self.noun).lower(), "words": words[:40], "coded": str(self.coded).lower()}
        if found:
            raise forms.ValidationError(
                _("叫“{words}”的{noun}不止一个：{offers}。写括号里的{coded}。").format(
                    offers=_joined(self.told(found)), **told
                )
            )
        if close := self.close(words):
            raise forms.ValidationError(
                _("没有叫“{words}”的{noun}，或者不归你管。相近的有：{offers}。").format(
                    offers=_joined(self.told(close)), **told
                )
            )
        raise forms.ValidationError(
            _("没有叫“{words}”的{noun}，或者不归你管。写全名，或者写{coded}。").format(**told)
        )

    def found(self, words: str) -> Sequence[Any]:
        """Return the things that bear this name or code."""
        raise NotImplementedError

    def close(self, words: str) -> Sequence[Any]:
        """Return some things whose names come near."""
        raise NotImplementedError

    def told(self, things: Iterable[Any]) -> list[Offer]:
        """Return each thing's name with what tells it from others."""
        raise NotImplementedError

    def offers(self) -> Sequence[Offer] | None:
        """Return the names to choose from, None where they are too many for a page."""
        return ()


class RowField(NamedField):
    """A row of a table by its name or by its number. `rows` are those the person may name; a form narrows them."""

    number, name = "code", "title"

    def __init__(self, *, noun: str | Promise, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.noun = noun
        self.rows: QuerySet[Any] | None = None

    def _rows(self) -> QuerySet[Any]:
        if self.rows is None:
            raise ValueError(f"nobody said which rows {self.label} may name")
        return self.rows

    def found(self, words: str) -> Sequence[Any]:
        """Return the row of this number, or else the rows of this name."""
        rows = self._rows()
        return rows.filter(**{self.number: words})[:1] or list(rows.filter(**{self.name: words})[: TOLD + 1])

    def close(self, words: str) -> Sequence[Any]:
        """Return rows whose name or number holds the words."""
        near = Q((f"{self.name}__contains", words)) | Q((f"{self.number}__contains", words))
        return list(self._rows().filter(near)[: TOLD + 1])

    def told(self, things: Iterable[Any]) -> list[Offer]:
        """Return the rows' names, each with its number."""
        return [Offer(str(getattr(one, self.name)), str(getattr(one, self.number))) for one in things]

    def offers(self) -> Sequence[Offer] | None:
        """Return the names, or the numbers of those whose names several bear."""
        if self.rows is None:
            return ()
        told = self.told(self._rows()[: FEW + 1])
        return None if len(told) > FEW else alone(told)


class PersonField(RowField):
    """A person by name, or, where two have one name, by user name. Anybody who can sign in may be named.

    `rows` are those whose names are offered and told: the colleagues of who asks.
    """

    number, name = "username", "name"
    coded = gettext_lazy("用户名")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(noun=gettext_lazy("人"), **kwargs)
        self.rows = User.objects.none()

    def found(self, words: str) -> Sequence[Any]:
        """Return who has this user name, or else everybody of this name."""
        people = active_people()
        return people.filter(username=words)[:1] or list(people.filter(name=words)[: TOLD + 1])


class PeopleField(forms.CharField):
    """Several people by name or user name, parted by spaces, commas or lines; cleaned to people in the order they are written."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        """Return the people, or say everybody who is not there or of whom there are two."""
        return each(super().clean(value), PersonField().meant)


def own_code(rows: QuerySet[Any], stem: str = "") -> str:
    """Return a code that no row has, for a thing whose code nobody wrote."""
    start = (rows.aggregate(last=Max("pk"))["last"] or 0) + 1
    codes = (f"{stem}{number}" for number in count(start))
    return next(code for code in codes if not rows.filter(code=code).exists())


def each(text: str, meant: Callable[[str], Any]) -> list[Any]:
    """Return what every word of a text means, or refuse all that mean nothing at once."""
    found, wrong = [], []
    for words in parted(text):
        try:
            found.append(meant(words))
        except forms.ValidationError as error:
            wrong.extend(error.messages)
    if wrong:
        raise forms.ValidationError(wrong)
    return found


def parted(text: str) -> list[str]:
    """Return the words of a text, parted by spaces, commas or lines."""
    return text.translate(str.maketrans("、,，;；", "     ")).split()


def alone(offers: Sequence[Offer]) -> list[Offer]:
    """Return the offers so that no two are written alike: a name that several bear gives way to what is in brackets."""
    seen: dict[str, int] = {}
    for one in offers:
        seen[one.words] = seen.get(one.words, 0) + 1
    return [one if seen[one.words] == 1 else Offer(one.note, one.words) for one in offers]


def _joined(offers: Sequence[Offer]) -> str:
    some = _("、").join(str(one) for one in offers[:TOLD])
    return _("{some} 等").format(some=some) if len(offers) > TOLD else some
