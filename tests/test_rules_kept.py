"""The rules are read once; the copy that is kept is worth the files, and only as long as they stand."""

from pathlib import Path

import pytest

from auditor import ruleset as rulesets
from auditor import versions
from auditor.errors import RulesetError
from auditor.rule import Ruleset
from auditor.ruleset import pack, read_rulesets, unpack
from auditor.yamlfile import load

OWN = """
- id: X9-own
  title: 自己的规则
  kind: pattern
  severity: {default: 疑似}
  regimes: [G]
  match: ['须提供本单位指定的软件']
  message: '“{quote}”'
  basis: [{law: 实施条例, article: 第三十二条}]
  advice: 删去。
"""


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache folder of our own."""
    monkeypatch.setattr(rulesets, "_home", lambda: tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "own"
    path.mkdir()
    (path / "laws.yaml").write_text("实施条例: {law: 中华人民共和国招标投标法实施条例, since: 2012-02-01}", "utf-8")
    (path / "facts.yaml").write_text("定点: [定点采购]", "utf-8")
    (path / "own.yaml").write_text(OWN, "utf-8")
    return path


def with_own(folder: Path) -> Ruleset:
    return read_rulesets((folder,))


def test_the_copy_is_the_ruleset(folder: Path, home: Path) -> None:
    first = with_own(folder)
    (copy,) = home.iterdir()
    assert with_own(folder) == first == unpack(copy.read_bytes())
    assert {p for r in first.rules for p in r.fields["match"]} <= set(first.anchors)


def test_a_changed_file_is_read_again_and_a_wrong_one_refused_as_ever(folder: Path) -> None:
    first = with_own(folder)
    (folder / "own.yaml").write_text(OWN.replace("删去", "改写"), "utf-8")
    second = with_own(folder)
    assert second.digest != first.digest and second.rules[-1].advice == "改写。"
    (folder / "own.yaml").write_text(OWN.replace("[G]", "[Z]"), "utf-8")
    with pytest.raises(RulesetError, match="own.yaml 第 2 行"):
        with_own(folder)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00" * 4000])
def test_a_damaged_copy_is_made_again(folder: Path, home: Path, damage: bytes) -> None:
    first = with_own(folder)
    (copy,) = home.iterdir()
    whole = copy.read_bytes()
    copy.write_bytes(damage)
    assert with_own(folder) == first and copy.read_bytes() == whole


def test_a_copy_with_one_bit_changed_is_not_believed(folder: Path) -> None:
    data = bytearray(pack(with_own(folder)))
    data[-100] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        unpack(bytes(data))


def test_where_nothing_can_be_kept_everything_still_works(folder: Path, home: Path) -> None:
    home.write_text("a file where the folder should be")
    assert with_own(folder) == with_own(folder)


def test_few_copies_stay(folder: Path, home: Path) -> None:
    for number in range(rulesets.KEPT + 3):
        (folder / "own.yaml").write_text(OWN.replace("删去", f"改写{number}"), "utf-8")
        with_own(folder)
    assert len(list(home.iterdir())) == rulesets.KEPT


def test_the_digest_of_the_program_changes_with_its_code_and_its_templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = [versions.code()]
    (tmp_path / "templates" / "parts").mkdir(parents=True)
    monkeypatch.setattr(versions.catalog, "PACKAGE", tmp_path)
    for name, text in (("a.py", "x = 1"), ("a.py", "x = 2"), ("templates/parts/a.html", "<p>"), ("templates/parts/a.html", "<b>")):
        (tmp_path / name).write_text(text)
        versions.code.cache_clear()
        told.append(versions.code())
    versions.code.cache_clear()
    assert len(set(told)) == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a: 1\n  a: 2\n", "第 2 行：键 a 重复"),
        ("- a: &x 1\n- b: *x\n", "第 2 行：不允许使用别名"),
        ("- a: [1,\n  b: }\n", "第 2 行"),
        ("- a: '一\n", "第 2 行"),
        ("- a: !!python/object/apply:os.system [ls]\n", "第 1 行"),
    ],
)
def test_wrong_yaml_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(RulesetError, match=said):
        load(tmp_path / "x.yaml")
