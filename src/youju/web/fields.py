"""How a field of any form stands on a page: one template for all of them."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Fields(DjangoTemplates):
    """Django's own widgets in the house's order, without the half-width colon that Django sets after a Chinese label."""

    field_template_name = "web/field.html"
