"""How facts are said: what there is to say is a fact, and each language has one folder with its words."""

from omniprio.language.catalogues import Catalogue, Language, catalogue, languages
from omniprio.language.facts import Fact, Value, fact
from omniprio.language.names import Names
from omniprio.language.sentences import Sentence, in_every_language, sentence
from omniprio.language.speaker import Speaker
from omniprio.language.texts import text

__all__ = [
    "Catalogue",
    "Fact",
    "Language",
    "Names",
    "Sentence",
    "Speaker",
    "Value",
    "catalogue",
    "fact",
    "in_every_language",
    "languages",
    "sentence",
    "text",
]
