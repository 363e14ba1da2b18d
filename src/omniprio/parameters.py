"""Arguments of public functions: read by their annotations, refused in the user's words before anything is done."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAliasType,
    Union,
    get_args,
    get_origin,
)

from omniprio.annotations import Event, Executor, Reader, Shallow, Such, as_given, parameters_of
from omniprio.errors import Fault, InvalidArgumentError, UnknownNameError
from omniprio.language import Fact, Sentence, fact, sentence
from omniprio.spelling import hints, shown, takes_an, use_one_of

__all__ = ["unknown_name", "validated"]


_LISTS = (Sequence, Collection, Iterable)
"""What is read entry by entry; what can be iterated over only once is left to the function."""

_WORDS: dict[object, Fact | str] = {
    Path: fact("kinds.a path"),
    float: fact("kinds.a number"),
    int: fact("kinds.a whole number"),
    str: fact("kinds.text"),
    bytes: "bytes",
    bool: fact("kinds.True or False"),
    NoneType: "None",
    Executor: fact("kinds.an executor"),
    Event: fact("kinds.an event"),
}

_EXAMPLES = {
    "LpSolver": fact("kinds.as solver"),
    "Plan": fact("kinds.as plan"),
    "Portfolio": fact("kinds.as portfolio"),
}
"""Where a thing of a type comes from."""


def validated[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that refuses wrong arguments, all at once, before it does anything.

    Args:
        function: A function with annotations; those made with `Annotated` may hold a `Reader`.

    >>> @validated
    ... def half(number: float) -> float:
    ...     return number / 2
    >>> half("10")
    Traceback (most recent call last):
        ...
    omniprio.errors.InvalidArgumentError: number is '10'; give a number
    """
    signature = inspect.signature(function)

    @wraps(function)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return function(*args, **kwargs)  # Python says best which argument is missing or unknown
        read = parameters_of(function)
        if faults := [fault for name, value in given.items() for fault in _faults(name, value, read[name])]:
            raise InvalidArgumentError(faults)
        return function(*args, **kwargs)

    return refusing


def unknown_name(path: str, name: str, known: Iterable[str], what: Fact) -> UnknownNameError:
    """Return the error for a name that means nothing.

    Args:
        path: The argument.
        name: The name.
        known: The names that would mean something.
        what: What they are names of.

    >>> print(unknown_name("budget", "wed", ["web", "app"], fact("kinds.budget")))
    budget is 'wed', which is no budget; use one of web, app (did you mean web?)
    """
    known = list(known)
    problem = sentence("faults.no such", value=shown(name), what=what)
    return UnknownNameError(
        [
            Fault(
                path,
                problem,
                use_one_of(known, hints([name], known)[name]),
            )
        ]
    )


def _faults(path: str, value: object, annotation: object) -> Iterator[Fault]:
    """Yield what is wrong with a value."""
    options = sorted(_options(annotation), key=lambda one: one is not NoneType)
    fitting = next((one for one in options if _fits(value, _plain(one)) or _is_read_inside(value, one)), None)
    if fitting is None:
        yield Fault(path, sentence("faults.is", value=as_given(value)), _remedy(value, options))
        return
    notes = _notes(fitting)
    if not any(isinstance(note, Shallow) for note in notes):
        yield from _faults_inside(path, value, _plain(fitting))
    for note in notes:
        if isinstance(note, Reader):
            yield from note.faults(path, value)


def _notes(annotation: object) -> tuple[object, ...]:
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def _is_read_inside(value: object, annotation: object) -> bool:
    """Tell whether a word is given of which the function itself says whether it is one of those asked for."""
    is_shallow = any(isinstance(note, Shallow) for note in _notes(annotation))
    return is_shallow and isinstance(value, str) and get_origin(_plain(annotation)) is Literal


def _faults_inside(path: str, value: Any, plain: object) -> Iterator[Fault]:  # noqa: ANN401  whatever has entries
    """Yield what is wrong with the entries of a list or dict."""
    if get_origin(plain) in _LISTS and isinstance(value, Collection):
        for place, entry in enumerate(value, start=1):
            yield from _faults(f"{path}[{place}]", entry, *get_args(plain))
    elif get_origin(plain) is Mapping:
        of_key, of_entry = get_args(plain)
        for key, entry in value.items():
            if any(_faults("", key, of_key)):  # the words are made only where they are needed
                yield from _faults(sentence("where.key", key=as_given(key), path=path), key, of_key)
            yield from _faults(f"{path}[{key}]", entry, of_entry)


def _options(annotation: object) -> Iterator[object]:
    """Yield each type that a value may have, with its notes."""
    if isinstance(annotation, TypeAliasType):
        yield from _options(annotation.__value__)
    elif isinstance(annotation, UnionType) or get_origin(annotation) is Union:
        for part in get_args(annotation):
            yield from _options(part)
    else:
        yield annotation


def _plain(option: object) -> Any:  # noqa: ANN401  a type, or what stands for one
    """Return a type without its notes."""
    return get_args(option)[0] if get_origin(option) is Annotated else option


def _fits(value: object, plain: Any) -> bool:  # noqa: ANN401  see `_plain`
    """Tell whether a value is of a type, whatever it holds inside."""
    if plain in (Any, object):
        return True
    if get_origin(plain) is Literal:
        return any(type(value) is type(one) and value == one for one in get_args(plain))
    if _only_looks_right(value, plain):
        return False
    if plain is float:
        return isinstance(value, int | float) and abs(value) <= sys.float_info.max
    return isinstance(value, get_origin(plain) or plain)


def _only_looks_right(value: object, plain: object) -> bool:
    """Tell whether a value passes `isinstance` but is none: true as a number, a text as a list, a class as a function."""
    return (
        (plain in (int, float) and isinstance(value, bool))
        or (get_origin(plain) in _LISTS and isinstance(value, str | bytes | Mapping))
        or (get_origin(plain) is Callable and isinstance(value, type))
    )


def _remedy(value: object, options: Sequence[object]) -> Sentence:
    if isinstance(value, type) and any(_is_class_of(value, _plain(one)) for one in options):
        return sentence("remedies.what the class makes with", name=value.__name__)
    ordered = sorted(options, key=lambda one: one is NoneType)
    if Path in ordered:
        ordered = [one for one in ordered if one is not str]  # it is given as text, too
    return sentence(
        "remedies.give", what=tuple(dict.fromkeys(word for one in ordered for word in _words(one)))
    )


def _is_class_of(value: type, plain: object) -> bool:
    return isinstance(plain, type) and issubclass(value, plain)


def _words(option: object) -> tuple[Fact | str, ...]:
    """Return what to give: one thing, or one of several words."""
    if written := [note.words for note in get_args(option)[1:] if isinstance(note, Such)]:
        return (written[0],)
    plain = _plain(option)
    if get_origin(plain) is Literal:
        return tuple(map(repr, get_args(plain)))
    return (_thing(plain),)


def _thing(plain: Any) -> Fact | str:  # noqa: ANN401  see `_plain`
    """Return what a thing of a type is called."""
    if get_origin(plain) is Mapping:
        return _holding(get_args(plain)[-1], fact("kinds.a dict"), "kinds.a dict of")
    if get_origin(plain) in _LISTS:
        return _holding(get_args(plain)[-1], fact("kinds.a list"), "kinds.a list of")
    if plain in _WORDS:
        return _WORDS[plain]
    name = getattr(plain, "__name__", "Callable")
    if name == "Callable":
        return fact("kinds.a function")
    example = _EXAMPLES.get(name, "")
    return fact("kinds.an thing" if takes_an(name) else "kinds.a thing", name=name, example=example)


def _holding(annotation: object, anything: Fact, of: str) -> Fact:
    """Return what a list or dict is called, with what it holds where that has a name."""
    names = tuple(_plain(one).__name__ for one in _options(annotation) if isinstance(_plain(one), type))
    return fact(of, names=names) if names and names != ("object",) else anything
