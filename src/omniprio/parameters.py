"""Arguments of public functions: read by their annotations, refused in the user's words before anything is done."""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, wraps
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
from omniprio.interrupt import cancelled_by_signals
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

    One that can be cancelled is one search from its first line to its last: a signal cancels it, whatever it does then.

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
    is_search = "cancel" in signature.parameters

    @wraps(function)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return function(*args, **kwargs)  # Python says best which argument is missing or unknown
        kinds = _kinds_of(function)
        if faults := [fault for name, value in given.items() for fault in _faults(name, value, kinds[name])]:
            raise InvalidArgumentError(faults)
        if not is_search:
            return function(*args, **kwargs)
        cancel: threading.Event = given.get("cancel") or threading.Event()
        kwargs["cancel"] = cancel
        with cancelled_by_signals(cancel):
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


class _Kind:
    """A type that a value may have, taken apart once: arguments are looked at in every call."""

    def __init__(self, option: object) -> None:
        self.option = option
        self._plain = _plain(option)
        self._origin = get_origin(self._plain)
        notes = get_args(option)[1:] if get_origin(option) is Annotated else ()
        self._is_shallow = any(isinstance(note, Shallow) for note in notes)
        self._readers = [note for note in notes if isinstance(note, Reader)]

    @cached_property
    def _parts(self) -> list[list[_Kind]]:
        """What the entries of a list may be, or the keys and the entries of a dict."""
        return [_kinds(part) for part in get_args(self._plain)]

    def takes(self, value: object) -> bool:
        """Tell whether a value is of this type, or a word of which the function itself says whether it is asked for."""
        is_word = self._is_shallow and self._origin is Literal and isinstance(value, str)
        return is_word or _fits(value, self._plain, self._origin)

    def faults(self, path: str, value: Any) -> Iterator[Fault]:  # noqa: ANN401  whatever it takes
        """Yield what is wrong with a value of this type."""
        if not self._is_shallow:
            yield from self._faults_inside(path, value)
        for note in self._readers:
            yield from note.faults(path, value)

    def _faults_inside(self, path: str, value: Any) -> Iterator[Fault]:  # noqa: ANN401  whatever has entries
        """Yield what is wrong with the entries of a list or dict."""
        if self._origin in _LISTS and isinstance(value, Collection):
            for place, entry in enumerate(value, start=1):
                yield from _faults(f"{path}[{place}]", entry, *self._parts)
        elif self._origin is Mapping:
            of_key, of_entry = self._parts
            for key, entry in value.items():
                if any(_faults("", key, of_key)):  # the words are made only where they are needed
                    yield from _faults(sentence("where.key", key=as_given(key), path=path), key, of_key)
                yield from _faults(f"{path}[{key}]", entry, of_entry)


@cache
def _kinds_of(function: Callable[..., object]) -> dict[str, list[_Kind]]:
    """Return what each argument of a function may be, by its name."""
    return {name: _kinds(annotation) for name, annotation in parameters_of(function).items()}


def _kinds(annotation: object) -> list[_Kind]:
    """Return each type that a value may have, first whether it is None."""
    return [_Kind(option) for option in sorted(_options(annotation), key=lambda one: one is not NoneType)]


def _faults(path: str, value: object, kinds: Sequence[_Kind]) -> Iterator[Fault]:
    """Yield what is wrong with a value."""
    for kind in kinds:
        if kind.takes(value):
            yield from kind.faults(path, value)
            return
    options = [kind.option for kind in kinds]
    yield Fault(path, sentence("faults.is", value=as_given(value)), _remedy(value, options))


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


def _fits(value: object, plain: Any, origin: Any) -> bool:  # noqa: ANN401  see `_plain`
    """Tell whether a value is of a type, whatever it holds inside; `origin` is the type without what it is of."""
    if plain in (Any, object):
        return True
    if origin is Literal:
        return any(type(value) is type(one) and value == one for one in get_args(plain))
    if _only_looks_right(value, plain, origin):
        return False
    if plain is float:
        return isinstance(value, int | float) and abs(value) <= sys.float_info.max
    return isinstance(value, origin or plain)


def _only_looks_right(value: object, plain: object, origin: object) -> bool:
    """Tell whether a value passes `isinstance` but is none: true as a number, a text as a list, a class as a function."""
    return (
        (plain in (int, float) and isinstance(value, bool))
        or (origin in _LISTS and isinstance(value, str | bytes | Mapping))
        or (origin is Callable and isinstance(value, type))
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
