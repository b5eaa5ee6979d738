"""`voicecli cache`: what is kept to save work."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import note, out, print_json, settings
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from voicecli.pipeline.caches import Kept

app = typer.Typer(
    help="See and clear what is kept to save work: sound of videos, finished transcriptions.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

_AGE = re.compile(r"(\d{1,6})\s*(h|d|w)?", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 168}
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@app.command()
def status(json: Json = False) -> None:
    """Show how much is kept, where, and how much may be."""
    from voicecli.pipeline.caches import kept

    config = settings().config
    found = kept(config)
    if json:
        print_json({**_as_json(found), "age_days": config.cache.age_days})
        return
    rows = [
        (name, str(one.count), _size(one.bytes), _size(one.limit), str(one.place))
        for name, one in found.items()
    ]
    print_aligned([("WHAT", "COUNT", "SIZE", "ROOM", "WHERE"), *rows])
    note(f"What nobody used for {config.cache.age_days} days goes by itself (cache.age_days).")


@app.command()
def clear(
    older_than: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Only what nobody used for so long: 12h, 30d, 8w."),
    ] = None,
    json: Json = False,
) -> None:
    """Let go what is kept; what is in use at this moment stays."""
    from voicecli.pipeline import caches

    age = None if older_than is None else _age(older_than)
    config = settings().config
    gone = caches.clear(config, age)
    left = caches.kept(config)
    if json:
        print_json({"removed": gone, "left": _as_json(left)})
        return
    out.print(", ".join(f"{name}: {count} removed" for name, count in gone.items()), markup=False)
    for name, one in left.items():
        if one.count:
            why = "in use" if age is None else "used since, or in use"
            note(f"{name}: {one.count} left ({_size(one.bytes)}), {why}.")


def _age(written: str) -> timedelta:
    match = _AGE.fullmatch(written.strip())
    if not match:
        raise UsageError(
            "bad-age", f'"{written}" is no age.', "Write hours, days or weeks: 12h, 30d, 8w."
        )
    return timedelta(hours=int(match[1]) * _HOURS[(match[2] or "d").lower()])


def _as_json(found: "dict[str, Kept]") -> dict[str, Any]:
    return {
        name: {
            "count": one.count,
            "bytes": one.bytes,
            "limit_bytes": one.limit,
            "place": str(one.place),
        }
        for name, one in found.items()
    }


def _size(count: float) -> str:
    """Bytes as people say them: 1.4 MB."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count, unit = count / 1000, unit + 1
    decimals = 1 if unit and count < 100 else 0
    return f"{count:.{decimals}f} {_UNITS[unit]}"
