"""Folders of schemes: started, checked together, and held against what they said before."""

from tests.engine.language.samples import HEAD, MARKS, TAIL
from youju.engine.catalog import STARTER, check_folder, new_scheme
from youju.engine.check.folder import kept_as
from youju.engine.problems import Problem, blocking
from youju.engine.read import read_scheme

UNITS = "code,title,level,parent,kind\na,甲镇,township,\nb,乙村,village,a\n"


def _folder(path, text=HEAD + MARKS + TAIL, units=UNITS):
    path.mkdir(parents=True, exist_ok=True)
    (path / "scheme.yaml").write_text(text, "utf-8")
    (path / "units.csv").write_text(units, "utf-8")
    return path


def _codes(problems):
    return {problem.code for problem in problems}


def test_a_new_scheme_has_nothing_wrong_with_it(tmp_path):
    assert new_scheme(tmp_path / "roads-2026") == []
    assert check_folder([tmp_path / "roads-2026"]) == []
    assert read_scheme(tmp_path / "roads-2026").scheme.scheme == "roads-2026"


def test_a_folder_with_a_scheme_is_not_written_over(tmp_path):
    (tmp_path / "facts.csv").write_text("mine")
    assert _codes(new_scheme(tmp_path)) == {"not_empty"}
    assert [name for name in STARTER if (tmp_path / name).exists()] == ["facts.csv"]


def test_the_same_scheme_in_two_folders_is_seen(tmp_path):
    problems = check_folder([_folder(tmp_path / "a"), _folder(tmp_path / "b")])
    assert "scheme_twice" in _codes(problems)


def test_two_schemes_for_the_same_thing_are_pointed_out(tmp_path):
    other = (HEAD + MARKS + TAIL).replace("scheme: village-income", "scheme: other")
    problems = check_folder([_folder(tmp_path / "a"), _folder(tmp_path / "b", other)])
    assert [p.where for p in problems if "两个方案" in p.what] == [f"{tmp_path / 'b' / 'scheme.yaml'}:2:8"]


def test_two_schemes_at_different_times_are_not_the_same(tmp_path):
    other = (HEAD + MARKS + TAIL).replace("scheme: village-income", "scheme: other").replace("2023-", "2024-")
    problems = check_folder([_folder(tmp_path / "a"), _folder(tmp_path / "b", other)])
    assert [p for p in problems if "两个方案" in p.what] == []


def test_further_looks_are_asked_only_of_sound_schemes(tmp_path):
    asked = []

    def look(loaded):
        asked.append(loaded.folder.name)
        return [Problem("x", "x", "", "", "", "")]

    broken = _folder(tmp_path / "broken", "scheme: x\n")
    problems = check_folder([broken, _folder(tmp_path / "sound")], looks=[look])
    assert asked == ["sound"]
    assert "x" in _codes(problems)


def test_a_column_and_a_level_that_no_unit_has_are_seen(tmp_path):
    text = (HEAD + MARKS + TAIL).replace("within: township", "within: town, peers: knid")
    problems = read_scheme(_folder(tmp_path, text)).problems
    assert {"level_unknown", "column_unknown"} <= _codes(blocking(problems))


def test_units_chosen_by_what_no_unit_is_are_pointed_out_with_their_line(tmp_path):
    units = "code,title,level,parent,kind\na,甲镇,township,,乡镇\nb,乙村,village,a,行政村\n"
    only = (HEAD + MARKS + TAIL).replace(
        "within: township", "within: township, only: {kind: [行政村, 行政树]}"
    )
    (told,) = [p for p in read_scheme(_folder(tmp_path, only, units)).problems if p.code == "nobody_is_meant"]
    line = 1 + only[: only.index("行政树")].count("\n")
    assert told.where.startswith(f"{tmp_path / 'scheme.yaml'}:{line}:")
    assert (told.what, told.fix, told.warning) == (
        "units.csv 的 kind 列里没有“行政树”：选不到一个单位",
        "是不是要写 行政村？已有：乡镇、行政村",
        True,
    )


def test_units_chosen_by_what_some_unit_is_are_not(tmp_path):
    units = "code,title,level,parent,kind\na,甲镇,township,,乡镇\nb,乙村,village,a,行政村\n"
    only = (HEAD + MARKS + TAIL).replace("within: township", "within: township, only: {kind: 行政村}")
    assert "nobody_is_meant" not in _codes(read_scheme(_folder(tmp_path, only, units)).problems)


def test_columns_of_units_csv_may_be_used(tmp_path):
    text = (HEAD + MARKS + TAIL).replace("within: township", "within: township, peers: kind")
    assert blocking(read_scheme(_folder(tmp_path, text)).problems) == []


def _kept(folder, loaded):
    file = folder / kept_as(loaded.scheme.version)
    file.parent.mkdir()
    file.write_text(loaded.text, "utf-8")


def test_a_version_in_force_cannot_be_changed_in_silence(tmp_path):
    folder = _folder(tmp_path)
    loaded = read_scheme(folder)
    _kept(folder, loaded)
    assert "version_changed" not in _codes(read_scheme(folder).problems)
    _folder(folder, loaded.text.replace("[1, 20]", "[1, 30]"))
    assert "version_changed" in _codes(blocking(read_scheme(folder).problems))


def test_a_comment_is_no_change_of_a_version(tmp_path):
    folder = _folder(tmp_path)
    loaded = read_scheme(folder)
    _kept(folder, loaded)
    _folder(folder, "# 说明\n" + loaded.text)
    assert "version_changed" not in _codes(read_scheme(folder).problems)


def test_a_version_called_like_a_path_stays_in_its_folder(tmp_path):
    assert (tmp_path / kept_as("../../etc/passwd")).resolve().parent == tmp_path / "versions"
