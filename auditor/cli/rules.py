"""`auditor rules` and `auditor explain`: what is checked, and why."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.cli.audit import Rulesets
from auditor.errors import UsageError

Folder = Annotated[Path | None, typer.Argument(metavar="[目录]", help="自己的规则目录；不给则测试自带规则", show_default=False)]


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the commands of this file."""
    rules = typer.Typer(cls=group, invoke_without_command=True, help="列出全部规则；rules test 运行规则自带的例句。")
    rules.callback()(listing)
    rules.command("test", cls=command)(test)
    app.add_typer(rules, name="rules")
    app.command("explain", cls=command)(explain)


def listing(ctx: typer.Context, rulesets: Rulesets = None) -> None:
    """列出全部规则；rules test 运行规则自带的例句。"""
    if ctx.invoked_subcommand is None:
        for rule in _load(rulesets).rules:
            print(f"{rule.id}\t{'/'.join(rule.regimes)}\t{rule.severity['default']}\t{rule.title}")


def test(folder: Folder = None) -> int:
    """运行规则自带的例句：该报的都报出、不该报的都不报、没有多余的行。有不符时退出码为 2。"""
    from auditor.ruletest import problems

    ruleset = _load([folder] if folder else None)
    found = list(problems(ruleset))
    for problem in found:
        print(f"{problem.source}\t{problem.rule}\t{problem.message}")
    print(f"{len(ruleset.rules)} 条规则，{len(found)} 处不符" if found else f"{len(ruleset.rules)} 条规则全部通过")
    return 2 if found else 0


def explain(
    rule: Annotated[str, typer.Argument(metavar="规则或检查项", help="如 M137-c-branch 或 M137-c", show_default=False)],
    rulesets: Rulesets = None,
) -> None:
    """解释一条规则或一个检查项：查什么、依据、怎样改、例句。"""
    ruleset = _load(rulesets)
    atoms = [atom for atom in ruleset.atoms if atom.id == rule]
    chosen = [r for r in ruleset.rules if rule in (r.id, r.atom)]
    if not atoms and not chosen:
        raise UsageError(f"没有规则或检查项 {rule}，用 auditor rules 查看全部")
    for atom in atoms:
        print(f"{atom.id} {atom.title}" + (f"（第 {atom.measure} 项）" if atom.measure else ""))
        print(f"  文字之外还需：{atom.needs}" if atom.needs else "")
    print("\n\n".join(_told(r) for r in chosen))


def _told(rule: Any) -> str:
    lines = [f"{rule.id} {rule.title}", f"  程度：{_severity(rule.severity)}；适用：{'、'.join(rule.regimes)}；见 {rule.source}"]
    lines += [
        f"  依据：{b.law}{f'（{b.number}）' if b.number else ''}{b.article}{'' if b.verified else '（待核对）'}" for b in rule.basis
    ]
    lines += [f"  改法：{rule.advice}", *_examples("会报", rule.examples.flag), *_examples("不报", rule.examples.passed)]
    return "\n".join(lines)


def _severity(severity: Any) -> str:
    from auditor.clause import ROLES

    return "，".join(f"{ROLES.get(role, '一般')} {value}" for role, value in severity.items())


def _examples(title: str, examples: Iterable[Any]) -> list[str]:
    return [f"  {title}：{example['text'] if isinstance(example, dict) else example}" for example in examples]


def _load(extra: list[Path] | None) -> Any:
    from auditor.ruleset import folders, read_rulesets

    return read_rulesets(folders(extra or ()))
