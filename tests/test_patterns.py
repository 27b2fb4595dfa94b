"""No pattern of the program takes much longer for a long text than for a short one (正規表現)."""

import ast
import importlib
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path
from re import _parser
from typing import Any, NamedTuple

import pytest

import bouhan_diff

SOURCE = Path(bouhan_diff.__file__).parent
FUNCTIONS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}

# What grows with the square of the length is done in a hundredth of this, what grows with its
# cube or worse in many times as much.
CHARACTERS, SECONDS = 800, 0.25
MOST_CHARACTERS, MOST_PAIRS = 10, 5

OF_CLASS = {"DIGIT": "1", "SPACE": " \u3000\n", "WORD": "あa1", "NOT_WORD": " ."}
OF_ALL_ELSE = "あa1 .（漢"

Tree = Any  # what `re` makes of a pattern; it has no types


class Use(NamedTuple):
    """A pattern in a module, and the functions of `re` that it is used with; unknown, `match`."""

    module: str
    pattern: re.Pattern[Any]
    functions: frozenset[str]


def uses() -> Iterator[Use]:
    """All patterns that modules have as they are loaded; the few made later are left out."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(SOURCE.rglob("*.py"))}
    named = re.compile(r"\b(_?[A-Z][A-Z_]*)(?:\[[^\]]*\])?\.(\w+)\b")
    functions: dict[tuple[Path | None, str], set[str]] = {}
    for file, text in texts.items():
        for name, function in named.findall(text):
            key = file if name.startswith("_") else None, name  # others may import it
            functions.setdefault(key, set()).update({function} & FUNCTIONS)
    for file, text in texts.items():
        parts = ["bouhan_diff", *file.relative_to(SOURCE).with_suffix("").parts]
        if parts[-1] == "__main__":
            continue
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        tree = ast.parse(text)
        names = {
            id(node.value): node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Attribute(ast.Name("re"), function), [first, *_]):
                    given = [first, *(one.value for one in node.keywords if one.arg == "flags")]
                    if function == "compile":
                        given = [*node.args, *given[1:]]
                    elif function not in FUNCTIONS:
                        continue
                    name = names.get(id(node), "")
                    key = file if name.startswith("_") else None, name
                    own = {function} & FUNCTIONS or functions.get(key, set())
                    try:
                        values = [evaluated(one, vars(module)) for one in given]
                    except NameError:  # made of what a function is given
                        continue
                    yield Use(module.__name__, re.compile(*values), frozenset(own or {"match"}))


def evaluated(node: ast.expr, names: dict[str, object]) -> Tree:
    """The value of an expression in a module."""
    return eval(compile(ast.Expression(node), "", "eval"), names)  # noqa: S307  our own source


def characters(tree: Tree) -> Iterator[str]:
    """Characters that a parsed pattern has a place for, some of each class."""
    for operator, value in tree:
        match str(operator):
            case "LITERAL":
                yield chr(value)
            case "NOT_LITERAL" | "ANY":
                yield from OF_ALL_ELSE
            case "RANGE":
                yield from map(chr, value)
            case "CATEGORY":
                yield from OF_CLASS.get(str(value).removeprefix("CATEGORY_"), "あ")
            case "IN":
                inner = [*characters([one for one in value if str(one[0]) != "NEGATE"])]
                is_negated = str(value[0][0]) == "NEGATE"
                yield from (one for one in OF_ALL_ELSE if one not in inner) if is_negated else inner
            case _:
                for part in inner_trees(operator, value):
                    yield from characters(part)


def inner_trees(operator: object, value: Tree) -> Sequence[Tree]:
    """The parts of a group, a repetition, a branch or an assertion."""
    match str(operator):
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [value[2]]
        case "SUBPATTERN":
            return [value[3]]
        case "ATOMIC_GROUP":
            return [value]
        case "ASSERT" | "ASSERT_NOT":
            return [value[1]]
        case "BRANCH":
            return [*value[1]]
    return []


def example(tree: Tree) -> str:
    """A short text for a parsed pattern, without what is optional."""
    text = ""
    for operator, value in tree:
        parts = inner_trees(operator, value)
        if "REPEAT" in str(operator):
            text += example(parts[0]) * min(value[0], 3)
        elif parts:
            text += "" if "ASSERT" in str(operator) else example(parts[0])
        else:
            text += next(characters([(operator, value)]), "")
    return text


def repeated(tree: Tree, before: str = "") -> Iterator[tuple[str, str]]:
    """What each repetition of a parsed pattern repeats, behind what is in front of it."""
    for operator, value in tree:
        if "REPEAT" in str(operator):
            yield before, example(value[2])
            yield from ((before, one) for one in dict.fromkeys(characters(value[2])))
        for part in inner_trees(operator, value):
            yield from repeated(part, before)
        before += example([(operator, value)])


def long_texts(tree: Tree) -> Iterator[str]:
    """Texts in which one or two characters come again and again, and that then end otherwise."""
    signs = [*dict.fromkeys(characters(tree))][:MOST_CHARACTERS]
    pairs = [a + b for a, b in permutations(signs[:MOST_PAIRS], 2)]
    for before, again in dict.fromkeys([*(("", one) for one in signs + pairs), *repeated(tree)]):
        if again:
            for end in ("", "\0", "！\n"):
                yield before + again * (CHARACTERS // len(again)) + end


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work, which is given up where it takes too much."""

    def end(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    start = time.thread_time()
    try:
        work()
    except TimeoutError:
        return SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - start


USES = list(uses())


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows does not end a match")
@pytest.mark.parametrize("module", sorted({use.module for use in USES}))
def test_a_pattern_is_tried_in_few_ways(module: str) -> None:
    """A text of 800 characters is answered at once, though each could be part of several things."""
    slow = []
    for _module, pattern, functions in (use for use in USES if use.module == module):
        for text in long_texts(_parser.parse(pattern.pattern, pattern.flags)):
            given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "ignore")
            at_start = functions & {"match", "fullmatch"}
            for function in at_start | ({"findall"} if functions - at_start else set()):
                if seconds(lambda: getattr(pattern, function)(given)) >= SECONDS:  # noqa: B023
                    slow.append((pattern.pattern, function, text[:20]))
    assert slow == []
