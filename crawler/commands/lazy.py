"""The commands for Scrapy, which asks for all of them before it runs one: each is read when something is asked of it.

The entry points (pyproject.toml) name `crawler.commands.lazy:WORD` for the command in `crawler.commands.WORD`.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand


class LazyCommand:
    """Stands for the `Command` of `module`."""

    module: ClassVar[str]

    @cached_property
    def _command(self) -> ScrapyCommand:
        command: ScrapyCommand = import_module(self.module).Command()
        return command

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # not asked for by Scrapy; an error of the module's import must stay one
            raise AttributeError(name)
        return getattr(self._command, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._command, name, value)


def __getattr__(word: str) -> type[LazyCommand]:
    module = f"{__package__}.{word}"
    if word.startswith("_") or find_spec(module) is None:
        raise AttributeError(f"there is no command {word!r}")
    return type(word, (LazyCommand,), {"module": module})
