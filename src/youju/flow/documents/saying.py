"""Looking for words in documents: in what they say, and in the doubts that the newest reading has about them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.documents.models import Document, Reading
from youju.flow.documents.selectors import documents_for
from youju.kernel.finding import EachSaid, Hit, around, holding, places


def documents_saying(user: Any, words: list[str]) -> QuerySet[Document]:
    """Return the documents a person may read of which every word stands in the title, number, text or a doubt."""
    newest = Reading.objects.filter(document=OuterRef("pk")).order_by("-pk")
    doubted = newest.annotate(doubted=EachSaid("doubts")).values("doubted")[:1]
    found = documents_for(user).annotate(doubted=Subquery(doubted))
    return found.filter(holding(words, "title", "number", "text", "doubted"))


def told(row: Document, words: list[str]) -> Hit:
    """Return how a document that was found is told: with the doubt that holds every word, where one does, and led to it.

    Else with what stands around the words in its text, where its title does not say them.
    """
    about = [row.number, row.issuer]
    where = reverse("documents:show", args=[row.pk])
    for number, doubt in enumerate((getattr(row, "doubted", "") or "").split("\n"), 1):
        if all(places(doubt, [word]) for word in words):
            where, about = f"{where}#doubt-{number}", [*about, _("存疑：{what}").format(what=doubt)]
            break
    else:
        about.append(around(row.text, [word for word in words if not places(row.title, [word])]))
    return Hit(row.title, where, " · ".join(filter(None, about)))
