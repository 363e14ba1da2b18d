"""Where whoever opens the address of the service begins: a page without scripts, and whether all is well."""

from __future__ import annotations

from html import escape

from pydantic import BaseModel, ConfigDict

from omniprio.desk import QUESTIONS
from omniprio.language import Language, Speaker

__all__ = ["Health", "start_page"]


class Health(BaseModel):
    """That the service works."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    version: str
    """Of omniprio."""


def start_page(version: str, language: Language, *, kept: bool) -> str:
    """Return the page, HTML.

    Args:
        version: Of omniprio.
        language: The code of the language.
        kept: Whether the service has a store.
    """
    speaker = Speaker(language)
    places = {"/openapi.json": "openapi", "/catalogue/ten": "portfolio", "/health": "health"}
    if kept:
        places["/store"] = "store"
    said = {place: escape(speaker.words(f"service.page {key}")) for place, key in places.items()}
    links = "".join(
        f'<li><a href="{place.removeprefix("/")}">{place}</a>: {words}</li>' for place, words in said.items()
    )
    asked = "".join(
        f'<li><code>POST /{name}</code>, <a href="schema/{name}">{escape(speaker.words("service.page schema"))}</a></li>'
        for name in QUESTIONS
    )
    return _PAGE.format(
        language=language,
        version=escape(version),
        style=_STYLE,
        about=escape(speaker.words("service.page about")),
        links=links,
        questions=escape(speaker.words("service.page questions")),
        asked=asked,
    )


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
ul { padding-left: 1.2rem }
"""
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>omniprio</title>
<style>{style}</style>
</head>
<body>
<h1>omniprio {version}</h1>
<p>{about}</p>
<ul>{links}</ul>
<h2>{questions}</h2>
<ul>{asked}</ul>
</body>
</html>
"""
