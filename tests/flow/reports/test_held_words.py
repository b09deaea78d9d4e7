"""A held value may rest on words of a document: it is shown, kept and handed in like one that rests on a file."""

from decimal import Decimal

import pytest

from tests.flow.reports.test_doors import bearer
from youju.flow.reports import ports
from youju.flow.reports.forming import entries_in
from youju.flow.reports.models import Submission
from youju.flow.reports.selectors import values_of
from youju.flow.reports.services import begin_report, save_draft, submit_report

pytestmark = pytest.mark.django_db
WORDS = f"《梨树报》第 2 版 sha256:{'a' * 64}#3-9"
OLD = "村账 第三页"


@pytest.fixture
def held(round_, units, zhang, monkeypatch, at):
    """Return a draft of the first village in which the house filled the income in from a document, and from an old row."""
    at("2026-11-03 09:00")
    income, solved = (
        ports.Held(Decimal(number), "底账·文件", evidence=(words,))
        for number, words in ((88, WORDS), (19, OLD))
    )
    monkeypatch.setattr(
        ports,
        "_held",
        [lambda some, _wanted, _scheme: {one: {"income": income, "solved": solved} for one in some}],
    )
    return begin_report(round_=round_, unit=units.villages[0], by=zhang)


def form_of(client, report, zhang):
    """Return what the form of a report sends back as it stands."""
    client.force_login(zhang)
    page = client.get(f"/reports/{report.pk}/")
    assert page.status_code == 200
    return {
        "lock": report.lock,
        "value-income": "88",
        "evidence-income": WORDS,
        "value-solved": "19",
        "evidence-solved": OLD,
        "value-complaints": "20",
    }


def test_what_the_form_sends_back_is_kept_as_it_came_and_handed_in(client, held, zhang):
    answer = client.post(f"/reports/{held.pk}/submit/", form_of(client, held, zhang))
    assert answer.status_code == 302
    said = {one["indicator"]: one["evidence"] for one in Submission.objects.get(report=held).values}
    assert (said["income"], said["solved"]) == ([WORDS], [OLD])


def test_the_words_are_shown_and_lead_to_the_document(client, held, zhang):
    client.post(f"/reports/{held.pk}/submit/", form_of(client, held, zhang))
    page = client.get(f"/reports/{held.pk}/").content.decode()
    assert f"/documents/cited/{'a' * 64}/3-9/" in page
    assert OLD in page


def test_words_that_did_not_come_with_the_value_are_no_evidence(held, zhang):
    from youju.flow.reports.typed import Entry
    from youju.kernel.errors import BadInput

    with pytest.raises(BadInput, match="不合要求"):
        save_draft(
            report=held, entries={"complaints": Entry("20", evidence=(WORDS,))}, lock=held.lock, by=zhang
        )


def test_ticked_files_are_still_told_apart(held):
    from django.http import QueryDict

    posted = QueryDict(mutable=True)
    posted["value-income"] = "88"
    posted.setlist("evidence-income", [f"{'b' * 64} {'c' * 64}", WORDS])
    assert entries_in(held, posted)["income"].evidence == ("b" * 64, "c" * 64, WORDS)


def test_a_program_hands_in_what_it_was_shown(client, held, zhang):
    submit_report(report=held, by=zhang)
    shown = client.get(f"/api/reports/{held.pk}", headers=bearer(zhang, "report.read")).json()
    assert {one["indicator"]: one["evidence"] for one in shown["values"]}["income"] == [WORDS]
    assert values_of(held)["income"].held == "底账·文件"
