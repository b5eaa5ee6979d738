"""YAML to records."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from voicecli.documents.records import document_of
from voicecli.documents.text import decode
from voicecli.errors import DocumentError
from voicecli.types import Document, RecordType

if TYPE_CHECKING:
    from yaml.events import Event
    from yaml.nodes import Node

MOST_NODES = 1_000_000
"""How many values a file may stand for: aliases of aliases grow beyond all bounds."""
MOST_DEPTH = 100
"""How deep values may be nested; no content is deeper, and the C stack holds much more."""

_PLAIN_TAGS = {
    "merge": r"^<<$",
    "null": r"^(?:~|null|Null|NULL|)$",
    "bool": r"^(?:true|True|TRUE|false|False|FALSE)$",
    "int": r"^[-+]?(?:0|[1-9][0-9]{0,300})$",
    "float": r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$",
}
"""Which plain words are no text, as YAML 1.2's core schema has it (https://yaml.org/spec/1.2.2):
"no" is a word, "010" and "12:30" too, and dates stay as they were written."""


def read_yaml(raw: bytes, name: str, types: Sequence[RecordType] = ()) -> Document:
    """Read content records. Raises DocumentError naming line and column of a mistake."""
    return document_of(load_yaml(decode(raw, name), name), name, types)


def load_yaml(text: str, name: str) -> Any:
    """The value in a text, or the list of values where it holds several documents.

    Raises DocumentError naming line and column.
    """
    import yaml

    loader_class = _loader_class()
    values = []
    try:
        _check_depth(yaml.parse(text, Loader=loader_class))
        loader = loader_class(text)
        while loader.check_node():
            node = loader.get_node()
            _Check().look(node)
            values.append(loader.construct_document(node))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise _wrong(f"{name}{place}: {error.problem or error.context}.") from error
    except (yaml.YAMLError, ValueError) as error:  # characters and numbers that are not allowed
        raise _wrong(f"{name}: {' '.join(str(error).split())}.") from error
    if len(values) == 1:
        return values[0]
    return [entry for value in values for entry in (value if isinstance(value, list) else [value])]


def _loader_class() -> Any:
    """A safe loader that takes no more words for numbers and dates than JSON would."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    for tag, pattern in _PLAIN_TAGS.items():
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), None)
    return Loader


def _check_depth(events: "Iterable[Event]") -> None:
    """Refuse what is nested deeper than content is, before the parser's own stack ends."""
    from yaml.events import CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in events:
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            raise _marked("it is nested too deeply", event.start_mark)


class _Check:
    """Looks once at every node: how much it stands for, and whether a key stands twice."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, int]] = {}

    def look(self, node: "Node") -> tuple[int, int]:
        """How many values a node stands for when its aliases are followed, and how deep."""
        from yaml.nodes import MappingNode, ScalarNode

        if isinstance(node, ScalarNode):
            return 1, 0
        if id(node) in self._seen:
            size, depth = self._seen[id(node)]
            if not size:
                raise _marked("it holds itself", node.start_mark)
            return size, depth
        self._seen[id(node)] = 0, 0
        if isinstance(node, MappingNode):
            _check_keys(node.value)
            inner = [self.look(one) for pair in node.value for one in pair]
        else:
            inner = [self.look(one) for one in node.value]
        size = 1 + sum(entry[0] for entry in inner)
        depth = 1 + max((entry[1] for entry in inner), default=0)
        if size > MOST_NODES or depth > MOST_DEPTH:
            raise _marked("it stands for too many values", node.start_mark)
        self._seen[id(node)] = size, depth
        return size, depth


def _check_keys(pairs: "Sequence[tuple[Node, Node]]") -> None:
    known: set[str] = set()
    for key, _ in pairs:
        if not isinstance(key.value, str) or key.tag.endswith(":merge"):
            continue
        if key.value in known:
            raise _marked(f'the key "{key.value}" stands twice', key.start_mark)
        known.add(key.value)


def _marked(problem: str, mark: Any) -> Exception:
    from yaml import MarkedYAMLError

    return MarkedYAMLError(None, None, problem, mark)


def _wrong(message: str) -> DocumentError:
    return DocumentError("bad-yaml", message, "Mend the file, then `voicecli content reindex`.")
