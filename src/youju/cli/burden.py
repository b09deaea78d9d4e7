"""The command on the burden of forms: what schemes ask a unit for, before and after every number is asked once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from youju.cli import out
from youju.cli.schemes import Json, schemes_in
from youju.engine.burden import Burden, Line, burden_of
from youju.engine.problems import BadInputError

SHOWN = 12


def burden(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="scheme folders 方案文件夹")],
    unit: Annotated[str | None, typer.Option(help="one unit only, by code 只看一个单位")] = None,
    at_most: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=100,
            help="leave with 1 where a level types more than this share, in per cent 某一级超过这个百分比就返回 1",
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Say what schemes together ask of units: forms, numbers and minutes a year, before and after reuse 填报负担."""
    with out.refusing(json=json):
        homes = schemes_in(folders)
        if not homes:
            raise BadInputError([out.problem(str(folders[0]), "里面没有方案", "写方案文件夹", "holds no scheme", "name scheme folders")])  # fmt: skip
        found = burden_of(homes)
        units = [line for line in found.units if unit in (None, line.name)]
        if unit is not None and not units:
            raise LookupError(f"没有向“{unit}”要过数 / nothing is asked of {unit!r}")
    over = [line for line in found.levels if at_most is not None and line.after.fields * 100 > at_most * line.before.fields]  # fmt: skip
    if json:
        told = found.as_dict()
        out.give({**told, "units": [line.as_dict() for line in units], "over": [line.name for line in over]})
    else:
        _print(found, units if unit is not None else [], len(homes))
        for line in over:
            out.say(f"{line.title}：合并后还要填 {line.share}，超过 {at_most}%")
    raise typer.Exit(out.FINDINGS if over or found.unlike else out.GOOD)


def _print(found: Burden, units: list[Line], number: int) -> None:
    for title, lines in (("按级", found.levels), ("按发文单位", found.offices), ("按单位", units)):
        if lines:
            out.say(f"{title}（一年）")
        for line in lines[:SHOWN]:
            was, now = line.before, line.after
            out.say(
                f"  {line.title}（{line.units} 个单位）：表 {was.forms} → {now.forms}，要填的数 {was.fields} → {now.fields}（另有 {now.kept} 个没变，只确认），"
                f"估计 {was.minutes} → {now.minutes} 分钟，还要填 {line.share or '—'}"
            )
    for one in found.shared:
        out.say(f"同一个数：{one.title}({one.measures[0]})——{'、'.join(one.schemes)} 都要，{one.units} 个单位只报一次")  # fmt: skip
    for one in found.unlike:
        out.say(f"同名不同口径：{one.title}——{'、'.join(one.measures)};{'、'.join(one.schemes)}。请统一，或改名分清")  # fmt: skip
    out.say(f"{number} 个方案，{len(found.shared)} 个数有几家要，{len(found.unlike)} 个名字口径不一")
