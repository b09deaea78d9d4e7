"""Rounds: pinned, with deadlines in working days, moved on by compare-and-set."""

import csv
import datetime as dt
import io

import pytest

from youju.flow.schemes.days import is_known, is_working_day, working_days_after
from youju.flow.schemes.models import Round
from youju.flow.schemes.selectors import materials, participants
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.kernel.errors import BadInput, Refusal

D = dt.date


def test_a_saturday_worked_in_exchange_is_a_working_day():
    assert is_working_day(D(2023, 10, 7))


def test_a_statutory_holiday_is_not_a_working_day():
    assert not is_working_day(D(2023, 10, 2))


def test_the_fifth_working_day_after_september_2023_comes_after_the_long_holiday():
    # 国庆 29 Sep to 6 Oct; 7 and 8 October are worked
    assert working_days_after(D(2023, 9, 30), 5) == D(2023, 10, 11)


def test_no_working_day_after_is_the_day_itself():
    assert working_days_after(D(2023, 9, 30), 0) == D(2023, 9, 30)


def test_the_years_that_were_announced_are_known():
    assert [year for year in range(2001, 2027) if not is_known(year)] == []


def test_a_year_without_an_arrangement_is_refused():
    with pytest.raises(Refusal, match="2099 年的工作日"):
        working_days_after(D(2098, 12, 31), 1)


@pytest.mark.django_db
class TestRound:
    def test_it_is_pinned_to_the_version_in_force(self, round_, in_force):
        assert round_.scheme_version == in_force

    def test_its_deadlines_are_counted_in_working_days(self, round_):
        assert (round_.report_by, round_.close_on) == (D(2026, 11, 6), D(2026, 11, 25))

    def test_a_period_is_opened_once(self, round_, in_force, zhao):
        with pytest.raises(Refusal, match="已经开过"):
            open_round(scheme=in_force.scheme, period="2026-10", by=zhao)

    def test_a_period_without_a_version_in_force_is_refused(self, in_force, zhao):
        with pytest.raises(Refusal, match="没有一个施行的版本"):
            open_round(scheme=in_force.scheme, period="2025-10", by=zhao)

    def test_a_draft_opens_no_round(self, draft, zhao):
        with pytest.raises(Refusal, match="没有一个施行的版本"):
            open_round(scheme=draft.scheme, period="2026-10", by=zhao)

    def test_another_length_is_refused(self, in_force, zhao):
        with pytest.raises(Refusal, match="按月考核"):
            open_round(scheme=in_force.scheme, period="2026Q3", by=zhao)

    def test_what_is_no_period_is_refused(self, in_force, zhao):
        with pytest.raises(BadInput):
            open_round(scheme=in_force.scheme, period="十月", by=zhao)

    def test_deadlines_in_a_year_nobody_knows_are_refused(self, in_force, zhao, monkeypatch):
        monkeypatch.setattr("youju.flow.schemes.days.is_known", lambda year: year < 2027)
        with pytest.raises(Refusal, match="算不出 2027 年"):
            open_round(scheme=in_force.scheme, period="2026-12", by=zhao)

    def test_deadlines_given_by_hand_stand_where_none_can_be_counted(self, in_force, zhao, monkeypatch):
        monkeypatch.setattr("youju.flow.schemes.days.is_known", lambda year: year < 2027)
        days = {"report_by": D(2027, 1, 8), "verify_by": D(2027, 1, 19), "object_by": D(2027, 1, 22),
                "close_on": D(2027, 1, 27)}  # fmt: skip
        round_ = open_round(scheme=in_force.scheme, period="2026-12", by=zhao, deadlines=days)
        assert round_.close_on == D(2027, 1, 27)

    def test_deadlines_out_of_order_are_refused(self, in_force, zhao):
        with pytest.raises(BadInput, match="颠倒"):
            open_round(
                scheme=in_force.scheme, period="2026-10", by=zhao, deadlines={"report_by": D(2026, 12, 30)}
            )

    def test_a_round_stays_with_its_version_when_a_new_one_comes_into_force(
        self, round_, starter, units, zhao, qian
    ):
        text = starter["scheme.yaml"].decode().replace("version: 2026.1", "version: 2026.2")
        new, _ = load_scheme(files={**starter, "scheme.yaml": text.encode()}, unit=units.county, by=zhao)
        approve(version=propose(version=new, by=zhao), by=qian)
        round_.refresh_from_db()
        assert round_.scheme_version.version == "2026.1"
        assert open_round(scheme=new.scheme, period="2026-11", by=zhao).scheme_version.version == "2026.2"

    def test_the_villages_of_the_county_take_part(self, round_, units):
        assert set(participants(round_)) == {*units.villages, *units.others}

    def test_the_materials_name_units_in_the_words_of_the_scheme(self, round_, units):
        rows = list(csv.DictReader(io.StringIO(materials(round_)["units.csv"].decode())))
        levels = {row["code"]: row["level"] for row in rows}
        assert levels[units.villages[0].code] == "村"
        assert levels[units.township.code] == "乡镇"

    def test_the_materials_are_a_case_the_engine_opens(self, round_, units):
        from youju.engine.case import open_case
        from youju.flow.schemes.package import laid_out

        facts = [
            {"unit": u.code, "indicator": name, "value": "5", "period": "2026-10"}
            for u in (*units.villages, *units.others)
            for name in ("income", "complaints", "solved")
        ]
        with laid_out(materials(round_)) as folder:
            result = open_case(folder, facts=facts, period="2026-10").score()
        assert result.total(units.villages[0].code) is not None

    def test_it_moves_step_by_step(self, round_, zhao):
        for to in ("reporting", "verifying", "notice", "closed", "published"):
            round_ = advance_round(round_=round_, to=to, by=zhao)
        assert round_.closed_at and round_.published_at

    def test_no_step_is_left_out(self, round_, zhao):
        with pytest.raises(Refusal, match="下一步只能是“报送”"):
            advance_round(round_=round_, to="closed", by=zhao)

    def test_of_two_who_press_at_once_one_is_told(self, round_, zhao):
        seen = Round.objects.get(pk=round_.pk)
        advance_round(round_=round_, to="reporting", by=zhao)
        with pytest.raises(Refusal, match="有人先办了一步"):
            advance_round(round_=seen, to="reporting", by=zhao)


class TestWhoReports:
    def round_of(self, starter, units, zhao, qian, was, now):
        text = starter["scheme.yaml"].decode().replace(was, now)
        version, _ = load_scheme(files={**starter, "scheme.yaml": text.encode()}, unit=units.county, by=zhao)
        scheme = approve(version=propose(version=version, by=zhao), by=qian).scheme
        return open_round(scheme=scheme, period="2026-10", by=zhao)

    LEAGUE = "league: {level: 村, within: 乡镇, at_least: 2}"
    BOTH = "league: [{id: v, level: 村, within: 乡镇, at_least: 2}, {id: t, level: 乡镇, within: 县, at_least: 2}]"

    def test_where_everything_comes_up_the_tree_only_the_lowest_level_reports(
        self, starter, units, zhao, qian
    ):
        round_ = self.round_of(starter, units, zhao, qian, self.LEAGUE, self.BOTH)
        assert set(participants(round_)) == {*units.villages, *units.others}

    def test_where_one_value_does_not_every_level_that_is_compared_reports(self, starter, units, zhao, qian):
        own = {
            k: v.replace(b"ask: month, up_the_tree: sum, missing: zero", b"ask: month, missing: zero")
            for k, v in starter.items()
        }
        round_ = self.round_of(own, units, zhao, qian, self.LEAGUE, self.BOTH)
        assert set(participants(round_)) == {*units.villages, *units.others, units.township, units.other}
