"""Commands on schemes: check, new; and read, the door to the reader of documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from youju.cli import out
from youju.engine.case import data_problems
from youju.engine.catalog import check_folder, new_scheme
from youju.engine.compliance import read_rules
from youju.engine.compliance.registers import declared_findings
from youju.engine.examples import run_examples
from youju.engine.expand import expand_scheme, expanded_yaml
from youju.engine.json_schema import json_schema_text
from youju.engine.problems import BadInputError, blocking
from youju.engine.read import read_scheme
from youju.engine.registers.read import FOLDER, check_registers

Json = Annotated[bool, typer.Option("--json", help="print for machines 输出 JSON")]


def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="DIR...", help="scheme folders 方案文件夹")
    ] = None,
    expand: Annotated[bool, typer.Option("--expand", help="print what presets mean 打印简写展开")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="print the JSON Schema for editors 打印编辑器用的 JSON Schema")
    ] = False,
    rules: Annotated[
        Path | None, typer.Option(help="compliance rules instead of the shipped ones 自备的合规规则")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="rules in force on this day only 只用该日有效的规则")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Say everything that is wrong with schemes and the data in their folders, run their examples, and cite the rules they touch 检查方案."""
    if schema:
        out.say(json_schema_text())
        return
    homes = schemes_in(folders or [])
    with out.refusing(json=json):
        if not folders:
            raise BadInputError([out.problem("DIR", "没有写方案文件夹", "写上一个或几个，例如 youju check schemes/*/", "no folder was named", "name one or more, such as youju check schemes/*/")])  # fmt: skip
        law, wrong = (None, ()) if rules is None else read_rules(rules)
        if wrong:
            raise BadInputError(list(wrong))
        day = None if as_of is None else read_day(as_of)
    loaded = [read_scheme(home) for home in homes]
    data = [out.located(problem, one.folder) for one in loaded for problem in data_problems(one)]
    found = check_folder(homes, rules=law, as_of=day, looks=(lambda one: run_examples(one.folder),))
    held = (lambda one, tree: declared_findings(one, tree, law, day),)
    registers, faulty = check_registers(folders or [], held)
    found = [*found, *data, *faulty]
    expanded = expanded_in(homes) if expand else []
    if json:
        out.give({"problems": [p.as_dict() for p in found], "expanded": expanded})
    else:
        for text in expanded:
            out.say(text)
        for problem in found:
            out.say(str(problem))
        out.say(
            f"{len(homes)} 个方案，{f'{registers} 本台账，' if registers else ''}{len(blocking(found))} 处问题，{len(found) - len(blocking(found))} 处提醒"
        )
    unfit = blocking([problem for one in loaded for problem in one.problems] + data)
    bad = unfit or not (homes or registers) or any(one.scheme is None for one in loaded)
    raise typer.Exit(out.BAD if bad else out.FINDINGS if blocking(found) else out.GOOD)


def expanded_in(homes: list[Path]) -> list[str]:
    """Return the schemes that can be read with their presets written out, as YAML."""
    loaded = (read_scheme(home).scheme for home in homes)
    return [expanded_yaml(expand_scheme(scheme)) for scheme in loaded if scheme is not None]


def read_day(text: str) -> date:
    """Read a day. Raises ValueError with what to write."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"不是日期：{text}，写成 2023-07-01 / not a day: write 2023-07-01") from None


def schemes_in(folders: list[Path]) -> list[Path]:
    """Return the scheme folders among and directly below the folders given."""
    found: list[Path] = []
    for folder in folders:
        inside = sorted(p.parent for p in folder.glob("*/scheme.yaml")) if folder.is_dir() else []
        if folder.name != FOLDER:
            found += inside if inside and not (folder / "scheme.yaml").is_file() else [folder]
    return found


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="a folder that holds no scheme yet 新方案文件夹")
    ],
    *,
    json: Json = False,
) -> None:
    """Write a small scheme to start from, with units, facts and examples 新建方案."""
    with out.refusing(json=json):
        if problems := new_scheme(folder):
            raise BadInputError(problems)
    if json:
        out.give({"folder": str(folder), "problems": []})
    else:
        out.say(f"已写好 {folder}。照着改，改完运行 youju check {folder} (written: change it, then check it)")


def read(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="texts; - is standard input 文件，- 为标准输入")
    ],
    articles: Annotated[
        bool, typer.Option("--articles", help="print articles instead of facts 只分篇")
    ] = False,
    *,
    json: Json = False,
) -> None:
    """Read documents into facts with citations 读文件、取事实."""
    from youju.reading.command import read_command

    raise typer.Exit(read_command(files, as_json=json, articles=articles))


__all__ = ["check", "new", "read"]
