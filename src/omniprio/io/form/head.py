"""The head of a page that is filled in: how it looks, and what it may load."""

from __future__ import annotations

from importlib import resources
from xml.etree import ElementTree as ET

__all__ = ["add_head", "file_of"]


def add_head(page: ET.Element, title: str, policy: str) -> None:
    """Add the head of a page.

    Args:
        page: Its element `html`.
        title: What the page is called.
        policy: What it may load and send, as a Content-Security-Policy.
    """
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    ET.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "style").text = file_of("form.css")


def file_of(name: str) -> str:
    """Return the text of a file that belongs to forms.

    Args:
        name: Its name.
    """
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
