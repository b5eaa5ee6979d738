"""`voicecli interview report`: what an interview showed, with the words that show it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import escaped, note, out, print_json, settings
from voicecli.cli.interview_options import InterviewArgument
from voicecli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.interview.reporting.findings import Report

_ENDINGS = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".html": "html",
            ".htm": "html"}  # fmt: skip


def report(
    interview: InterviewArgument = "latest",
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown.")] = False,
    html: Annotated[bool, typer.Option("--html", help="As one HTML page.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file, whose ending tells the format; - is stdout."),
    ] = None,
    rubric: Annotated[
        Path | None,
        typer.Option("--rubric", metavar="FILE", help="Criteria and weights, TOML or YAML."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Only print the JSON Schema of --json.")
    ] = False,
) -> None:
    """Show what an interview showed: per topic, strengths, gaps, exercises, all with quotes."""
    if schema:
        print_json(_schema())
        return
    kind = _format(output, markdown=markdown, html=html, json=json)
    found = _report(settings().config, interview, rubric)
    if output is not None and str(output) != "-":
        _write(found, kind, output)
    elif kind == "terminal":
        _show(found)
    else:
        content = escaped(_rendered(found, kind)) if kind == "json" else _rendered(found, kind)
        sys.stdout.buffer.write(content.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def rubric() -> None:
    """Print the rubric that reports go by, as TOML: a beginning for one of your own."""
    from voicecli.interview.reporting import rubric as shipped

    text = Path(shipped.__file__).with_name("rubric.toml").read_text(encoding="utf-8")
    sys.stdout.write(text)


def show_report(config: "Config", written: str) -> None:
    """Print the report of an interview in the terminal."""
    _show(_report(config, written, None))


def write_report(config: "Config", written: str, path: Path) -> None:
    """Write the report of an interview to a file, whose ending tells the format."""
    _write(_report(config, written, None), _format(path), path)


def check_report_file(path: Path) -> None:
    """Raises UsageError or StorageError where no report can be written, before it is needed."""
    if str(path) == "-" or path.is_dir() or path.suffix.lower() not in _ENDINGS:
        raise UsageError("no-file", "--report needs the name of a file: .md, .html or .json.")
    _need_folder(path)


def _report(config: "Config", written: str, rubric_file: Path | None) -> "Report":
    from voicecli.assembly.interview_reports import report_of

    return report_of(config, written, rubric_file)


def _show(found: "Report") -> None:
    from voicecli.cli.interview_report_view import show

    show(found, out)


def _format(
    output: Path | None, *, markdown: bool = False, html: bool = False, json: bool = False
) -> str:
    named = [name for name, given in
             (("markdown", markdown), ("html", html), ("json", json)) if given]  # fmt: skip
    if len(named) > 1:
        raise UsageError("bad-format", f"--{named[0]} and --{named[1]} exclude each other.")
    if named:
        return named[0]
    if output is None or str(output) == "-":
        return "terminal" if output is None else "markdown"
    if output.suffix.lower() not in _ENDINGS:
        raise UsageError(
            "bad-format",
            f"The ending of {output.name!r} tells no format.",
            "Use .md, .json or .html, or say --markdown, --json or --html.",
        )
    return _ENDINGS[output.suffix.lower()]


def _rendered(found: "Report", kind: str) -> str:
    if kind == "json":
        import json

        from voicecli.cli.interview_report_json import as_values

        return json.dumps(as_values(found), ensure_ascii=False, indent=2) + "\n"
    if kind == "html":
        from voicecli.cli.interview_report_page import page

        return page(found)
    from voicecli.cli.interview_report_markdown import as_markdown

    return as_markdown(found)


def _write(found: "Report", kind: str, path: Path) -> None:
    from voicecli.storage.failures import told_plainly
    from voicecli.storage.whole_files import write_whole

    _need_folder(path)
    content = _rendered(found, kind).encode("utf-8", "replace")
    with told_plainly(path):
        write_whole(path, content, is_private=True)
    note(f"The report is in {path}.")


def _need_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise StorageError(
            "bad-path", f"There is no folder {path.parent}.", f"`mkdir -p {path.parent}`"
        )


def _schema() -> dict[str, object]:
    from voicecli.cli.interview_report_json import json_schema

    return json_schema()
