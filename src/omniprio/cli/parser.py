"""The parser of a command: argparse, with help in the language asked for, and refusals that say what to do."""

from __future__ import annotations

from argparse import Action, ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Any, Never, override

from omniprio.cli.exits import OptionError, UsageError
from omniprio.cli.meant import meant, meant_by
from omniprio.cli.streams import print_plainly
from omniprio.errors import UnfitError
from omniprio.language import sentence
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from omniprio.language import Sentence, Speaker

__all__ = ["Help", "Parser"]


class Parser(ArgumentParser):
    """A parser that raises what it does not understand, and what keeps it from showing help.

    Help, headings and placeholders are sentences, which `Help` says in its language. What the `type` of an argument
    refuses is an `UnfitError`. The words of argparse itself, which are English, are never told.
    """

    @property
    def options(self) -> Collection[str]:
        """The options that it knows."""
        return self._option_string_actions

    @override
    def format_help(self) -> str:
        """Return the help, with headings that can be said in each language."""
        self._positionals.title = sentence("help.arguments")
        self._optionals.title = sentence("help.options")
        return super().format_help()

    @override
    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:  # argparse overloads it
        """Return what the words of a command stand for.

        Raises:
            UsageError: They are not what the help says.
        """
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            getattr(found, "part", self).refuse_unknown(unknown)
        return found

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # argparse overloads it
        """Return what the words of a command stand for, and the words that it does not know."""
        self._met: list[Action] = []
        try:
            return super().parse_known_args(args, namespace)
        except ArgumentError as error:
            if error.argument_name is None:
                self.error(str(error))
            problem, remedy = sentence("usage.takes no value"), sentence("usage.leave out the value")
            raise OptionError(error.argument_name.rpartition("/")[2], "", problem, remedy) from None

    @override
    def error(self, message: str) -> Never:
        """Refuse a command in which something is missing: all that argparse itself still has to say."""
        missing = [_called(one) for one in self._actions if one.required and one not in self._met]
        self._refuse(sentence("usage.missing", names=tuple(missing)))

    def refuse_unknown(self, words: list[str]) -> Never:
        """Refuse words that mean nothing.

        Args:
            words: At least one word.
        """
        options = [word for word in words if word.startswith("-")]
        places = [one.dest for one in self._actions if not one.option_strings]
        hint = next(filter(None, (meant_by(option, self.options, places) for option in options)), "")
        self._refuse(sentence("usage.unknown", words=tuple(words), hint=hint))

    @override
    def _match_argument(self, action: Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except ArgumentError:
            option = _called(action)
            remedy = sentence("usage.give a value", option=option, what=_placeholder(action))
            raise OptionError(option, "", sentence("usage.has no value"), remedy) from None

    @override
    def _get_values(self, action: Action, arg_strings: list[str]) -> Any:
        self._met.append(action)
        return super()._get_values(action, arg_strings)

    @override
    def _get_value(self, action: Action, arg_string: str) -> Any:
        read: Any = action.type or str
        try:
            return read(arg_string)
        except UnfitError as error:
            raise OptionError(_called(action), arg_string, error.problem, error.remedy) from None

    @override
    def _check_value(self, action: Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        names = list(map(str, action.choices))
        hint = meant(str(value), names)
        problem, remedy = (
            sentence("faults.is", value=value),
            sentence("remedies.use", names=", ".join(names), hint=hint),
        )
        raise OptionError(_called(action), value, problem, remedy)

    @override
    def _print_message(self, message: str, file: object = None) -> None:  # argparse's own hides what fails
        print_plainly(message)

    def _refuse(self, problem: Sentence) -> Never:
        raise UsageError(sentence("usage.see help", problem=problem, program=self.prog))


def _called(action: Action) -> str:
    """Return what an argument is called: its long option, or its placeholder."""
    if action.option_strings:
        return action.option_strings[-1]
    return action.metavar if isinstance(action.metavar, str) else action.dest


def _placeholder(action: Action) -> str:
    """Return what stands for the value of an argument."""
    if isinstance(action.metavar, str):
        return action.metavar
    return action.dest if action.choices is None else listed(map(str, action.choices))


class Help(RawDescriptionHelpFormatter):
    """Says help, headings and placeholders in a language."""

    def __init__(self, prog: str, speaker: Speaker) -> None:
        """Format the help of a program as a speaker says it."""
        super().__init__(prog)
        self._speaker = speaker

    @override
    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Add how to call the program."""
        super().add_usage(
            usage, actions, groups, self._speaker.words("help.usage") if prefix is None else prefix
        )

    @override
    def start_section(self, heading: str | None) -> None:
        """Begin a section."""
        super().start_section(heading and self._speaker.say(heading))

    @override
    def _get_help_string(self, action: Action) -> str | None:
        return action.help and self._speaker.say(action.help).replace("%", "%%")

    @override
    def _metavar_formatter(self, action: Action, default_metavar: str) -> Callable[[int], tuple[str, ...]]:
        english = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(map(self._speaker.say, english(size)))
