"""Strict YAML: no aliases, no duplicate keys, a size cap, and the line of every mapping, so that errors can say where."""

from pathlib import Path
from typing import Any, ClassVar

import yaml

from auditor.errors import RulesetError

MAX_BYTES = 1_000_000
LINE = "__line__"
"""Key under which each mapping carries the line it begins on."""


class _Strict:
    """What both loaders below refuse or add."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    """Dates stay text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"键 {key.value} 重复", key.start_mark)
            seen.add(key.value)
        return {**super().construct_mapping(node, deep=deep), LINE: node.start_mark.line + 1}  # type: ignore[misc]


class _Loader(_Strict, yaml.SafeLoader):
    """Tells what is wrong with a file, and where."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "不允许使用别名（*）", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def load(path: Path) -> Any:
    """The contents of `path`. Raises RulesetError with file, line and reason in Chinese."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulesetError(f"{path.name}：文件超过 {MAX_BYTES // 1000} KB，请拆分")
        return _loaded(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise RulesetError(f"{path.name} 第 {line} 行：{error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise RulesetError(f"{path.name}：无法读取（{type(error).__name__}）") from error


def _loaded(text: str) -> Any:
    """By libyaml where PyYAML has it, ten times as fast; whatever that stumbles over, the other loader explains."""
    quick = getattr(yaml, "CSafeLoader", None)
    if quick is None or ("*" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, quick))):
        return yaml.load(text, _Loader)
    try:
        return yaml.load(text, type("_Quick", (_Strict, quick), {}))
    except yaml.YAMLError:
        return yaml.load(text, _Loader)


def plain(value: Any) -> Any:
    """`value` without the line marks."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k != LINE}
    return [plain(v) for v in value] if isinstance(value, list) else value
