"""Makes one self-contained page from a template: autoescape always on, style and script inlined, the CSP names them by hash."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor import catalog
from auditor.writers import _words


def render(template: str, style: str, script: str, **values: Any) -> bytes:
    """The page as UTF-8. `style` and `script` are file names in templates/, space-separated; nothing else can run or load there."""
    css, js = _asset(style), _asset(script)
    inlined = f"style-src {_hash(css)}; script-src {_hash(js)}"
    policy = f"default-src 'none'; img-src data:; {inlined}; base-uri 'none'; form-action 'none'"
    page = _environment().get_template(template).render(style=Markup(css), script=Markup(js), policy=policy, **values)
    return page.encode("utf-8", "replace")


@lru_cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(catalog.data("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.globals["words"] = _words
    return made


def _printable(value: Any) -> Any:
    return _words.visible(value) if isinstance(value, str) else value


@lru_cache
def _asset(names: str) -> str:
    folder = catalog.data("templates")
    # The hash is taken over what the browser sees: line ends are normalised by the HTML reader.
    return "\n" + "".join((folder / name).read_text("utf-8").replace("\r\n", "\n") for name in names.split())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
