"""Writes the pages of docs/ that follow from the rest: the gallery, the reference, the schemas, and `llms.txt` for programs.

Run it with `uv run python tools/derived_pages.py` where a test says that they are out of date. With the folder of a site that is
built, as in `uv run python tools/derived_pages.py site`, it writes `llms-full.txt` there, all pages in one file, and typesets the rules.
"""
# ruff: noqa: INP001  a script of the documentation, no package

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.documents import DOCUMENTS, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["gallery", "llms", "llms_full", "schemas", "written"]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_INCLUDED = re.compile(r'\{% include-markdown "(.+)" %\}\n')


def written() -> dict[Path, str]:
    """Return what each file is to hold."""
    from reference import reference  # noqa: PLC0415  lies beside this script

    return {DOCS / "gallery.md": gallery(), DOCS / "llms.txt": llms(), **reference(), **schemas()}


def schemas() -> dict[Path, str]:
    """Return the schema of each document; what an answer has of a plan is said in that of a plan, once for all of them."""
    of_plan = _defined(schema_of("plan"))
    found = {}
    for document in DOCUMENTS:
        schema: object = schema_of(document)
        defined = _defined(schema_of(document))
        if "Plan" in defined:
            shared = {name for name in defined if of_plan.get(name) == defined[name]}
            own = {name: one for name, one in defined.items() if name not in {"Plan", *shared}}
            schema = _referring({**schema_of(document), "$defs": own}, shared)
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        found[DOCS / "schema" / f"{document}.schema.json"] = f"{text}\n"
    return found


def _defined(schema: Mapping[str, object]) -> dict[str, object]:
    """Return what a schema defines by name."""
    found = schema.get("$defs", {})
    return found if isinstance(found, dict) else {}


def _referring(part: object, shared: Collection[str]) -> object:
    """Return a part of a schema in which what a plan has is referred to where the schema of a plan has it."""
    if isinstance(part, list):
        return [_referring(one, shared) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _referring(one, shared) for key, one in part.items()}
    name = str(found.get("$ref", "")).removeprefix("#/$defs/")
    if name == "Plan":
        found["$ref"] = "plan.schema.json"
    elif name in shared:
        found["$ref"] = f"plan.schema.json#/$defs/{name}"
    return found


def gallery() -> str:
    """Return the page with every figure and every example, each with what makes it."""
    head = (
        "# Gallery\n\nEvery figure and every example. Click on a figure to see it large; "
        "[How do I draw it?](how-to/figures.md) shows how to get there. The data are invented.\n\n"
    )
    figures = "\n".join(_figure(*one) for one in sorted(_figures()))
    examples = "\n".join(
        f"| `examples/{path.name}` | {_first_line(path)} |"
        for path in sorted((ROOT / "examples").glob("*.py"))
    )
    return (
        f"{head}## Figures\n\n{figures}\n## Examples\n\nEach runs with "
        f"`uv run examples/NAME.py` in the folder of the project.\n\n| | |\n|---|---|\n{examples}\n"
    )


def _figures() -> Iterator[tuple[str, str, str]]:
    """Yield the name of each figure's function, the file that shows it and the code that draws it, from docs/figures.py."""
    tree = ast.parse((DOCS / "figures.py").read_text(encoding="utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for pairs in (node for node in ast.walk(function) if isinstance(node, ast.Dict)):
            for key, value in zip(pairs.keys, pairs.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple):
                    call = value.elts[0]
                    name = ast.unparse(call).removeprefix("plots.").partition("(")[0]
                    yield name, str(key.value), _code(call, function)


def _code(call: ast.expr, function: ast.FunctionDef) -> str:
    """Return the call, below the lines of its function that make what it draws."""
    used = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    made = [f"{name} = {ast.unparse(value)}" for name, value in _made(function) if name in used]
    return "\n".join([*made, ast.unparse(call)]).replace("'", '"')


def _made(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a function gives to values, and the values."""
    for line in function.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            yield line.targets[0].id, line.value
        elif isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
            names = ast.unparse(line.targets[0]).strip("()").split(", ")
            yield from zip(names, line.value.elts, strict=True)


def _figure(name: str, file: str, code: str) -> str:
    said = (getattr(plots, name).__doc__ or "").partition("\n")[0]
    picture = f"[![{said}](figures/{file}.svg){{ width=320 }}](figures/{file}.svg)"
    return f"### {file.replace('-', ' ').capitalize()}\n\n{said}\n\n{picture}\n\n``` {{ .py }}\n{code}\n```\n"


def _first_line(path: Path) -> str:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.partition("\n")[0]


def llms() -> str:
    """Return what the site has, for programs: the pages in the order of its navigation, each with its first sentence."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    name = re.findall(r"^site_name: (.+)$", config, re.MULTILINE)[0]
    about = " ".join(re.findall(r"^site_description: >-\n((?:  .+\n)+)", config, re.MULTILINE)[0].split())
    parts = [f"# {name}\n\n> {about}\n"]
    for heading, pages in _sections(config):
        parts.append(f"## {heading}\n\n" + "\n".join(map(_entry, pages)) + "\n")
    return "\n".join(parts)


def llms_full() -> str:
    """Return all that `llms` lists, page after page, each below its place."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [page for _, pages in _sections(config) for page in pages]
    return "\n".join(f"<!-- {page.relative_to(DOCS).as_posix()} -->\n\n{_text(page)}" for page in pages)


def _sections(config: str) -> Iterator[tuple[str, list[Path]]]:
    """Yield each entry of the navigation with its pages; those of modules are filled by the site."""
    (nav,) = re.findall(r"^nav:\n((?: .*\n)+)", config, re.MULTILINE)
    for heading, target, below in re.findall(
        r"^  - ([\w ]+):(?: ([\w./-]+))?\n((?:      .*\n)*)", nav, re.MULTILINE
    ):
        named = [target] if target else re.findall(r"- ([\w./-]+)/\*", below)
        pages = [page for one in named for page in _pages(DOCS / one)]
        yield heading, pages


def _pages(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(place.glob("*.md"), key=lambda page: (page.stem != "index", page.stem))


def _text(page: Path) -> str:
    """Return a page with what it includes from elsewhere."""
    return _INCLUDED.sub(lambda found: (page.parent / found[1]).read_text("utf-8"), page.read_text("utf-8"))


def _entry(page: Path) -> str:
    """Return a line of Markdown about a page: its title, where it is, and how it begins."""
    text = _text(page)
    title = text.partition("\n")[0].removeprefix("# ")
    first = next((one for one in text.split("\n\n")[1:] if re.match(r"[\w`*_]", one)), "")
    plain = re.sub(r"\[([^\]]*)\](?:\[[^\]]*\]|\([^)]*\))", r"\1", " ".join(first.split()))
    sentence = re.match(r".{20,}?[.?!](?= |$)", plain)
    place = page.relative_to(DOCS).as_posix()
    return f"- [{title}]({place}): {sentence.group() if sentence else plain}"


def _in_site(site: Path) -> Iterator[tuple[Path, str]]:
    """Yield what is written into the folder of a site that is built."""
    from typeset import typeset  # noqa: PLC0415  lies beside this script

    yield site / "llms-full.txt", llms_full()
    rules = site / "explanation" / "formulation" / "index.html"
    yield rules, typeset(rules.read_text(encoding="utf-8"))


def main() -> None:
    """Write them, or the one file into the folder of a site."""
    files = dict(file for site in sys.argv[1:] for file in _in_site(Path(site))) or written()
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
