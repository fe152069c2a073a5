"""Small tender files for tests of batches: some with banned clauses, some without."""

from pathlib import Path

HEAD = "公开招标文件\n采购人：某某县教育局\n依据《政府采购法》编制。\n第二章 投标人资格要求\n"
BAD = HEAD + "1. 投标人须成立满三年。\n2. 项目编号 {n}。\n"
GOOD = HEAD + "1. 具有独立承担民事责任的能力。\n2. 项目编号 {n}。\n"


def folder(root: Path, count: int = 6) -> Path:
    """`count` tenders in two counties; every second one has a banned clause."""
    for n in range(count):
        path = root / ("甲县" if n % 3 else "乙旗") / f"招标文件{n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((BAD if n % 2 else GOOD).format(n=n), encoding="utf-8")
    return root
