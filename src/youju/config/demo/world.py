"""Published real data beside the invented city: the Human Development Index 2021, scored and published in the house."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

from youju.config.demo.city import HEADINGS
from youju.config.demo.times import at
from youju.flow.ledger.services import close_round, import_official
from youju.flow.publications.services import propose as propose_publication
from youju.flow.publications.services import sign
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.scores.services import open_notice, score_round
from youju.flow.units.selectors import units_by_code
from youju.flow.units.services import add_tree, import_units
from youju.kernel.people import appoint
from youju.kernel.roles import Role

if TYPE_CHECKING:
    from youju.config.demo.people import People
    from youju.flow.publications.models import Publication

TREE, ROOT = "world", "WORLD"
CITATION = "UNDP, Human Development Report 2021/22, Table 1 (CC BY 3.0 IGO)"
SINCE = dt.date(2020, 1, 1)


def publish_hdi(home: Path, people: People) -> Publication:
    """Bring the countries and UNDP's figures in, score the index as published, and publish it to everybody."""
    with at(dt.date(2022, 9, 13), "09:00"):
        add_tree(code=TREE, name="国家和地区(UNDP)", by=people.zhao)
        import_units(name="国家和地区.csv", content=_units(home), on=SINCE, by=people.zhao, tree=TREE)
        world = units_by_code([ROOT])[ROOT]
        for user, role in (
            (people.zhao, Role.SCORING_OFFICE),
            (people.qian, Role.SECOND_APPROVER),
            (people.zhou, Role.LEADER),
        ):
            appoint(
                holder=user,
                role=role,
                unit_id=world.pk,
                by=people.security_admin,
                tree=TREE,
                valid_from=SINCE,
            )
        version, _found = load_scheme(files=from_folder(home), unit=world, by=people.zhao, tree=TREE)
        scheme = approve(version=propose(version=version, by=people.zhao), by=people.qian).scheme
        round_ = open_round(scheme=scheme, period="2021", by=people.zhao)
        import_official(content=_facts(home), citation=CITATION, by=people.zhao, name="facts.csv")
        for status in ("reporting", "verifying"):
            round_ = advance_round(round_=round_, to=status, by=people.zhao)
        score = open_notice(round_=round_, by=people.zhao)
    with at(score.object_by + dt.timedelta(days=1), "09:00"):
        closed = close_round(round_=score.round, by=people.zhao).round
        final = score_round(round_=closed, by=people.zhao, because="关账")
        words = (
            "联合国开发计划署公布的数据，照公布的方法复算：191 个国家和地区的指数和位次与公布的完全一致。"
            + CITATION
        )
        row = propose_publication(score=final, kind="open_data", title="人类发展指数 2021（真实数据，任何人可以核验）",
                                  by=people.zhao, words=words, is_open=True)  # fmt: skip
    with at(final.object_by + dt.timedelta(days=2), "09:00"):
        return sign(publication=row, by=people.qian)


def _units(home: Path) -> bytes:
    """Return the countries as the file an office would import, under one root."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerow((ROOT, "全球", "", "group", "leading_group"))
    with (home / "units.csv").open(encoding="utf-8", newline="") as file:
        writer.writerows(
            (row["code"], row["title"], ROOT, "country", "government") for row in csv.DictReader(file)
        )
    return out.getvalue().encode("utf-8")


def _facts(home: Path) -> bytes:
    """Return the published figures as a long table of official statistics."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("unit", "indicator", "period", "value"))
    with (home / "facts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            writer.writerows(
                (row["unit"], name, "2021", value) for name, value in row.items() if name != "unit" and value
            )
    return out.getvalue().encode("utf-8")
