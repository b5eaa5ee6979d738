"""The report of an interview as plain JSON values: `interview.findings.Report`, field by field."""

from dataclasses import asdict
from typing import Any

from voicecli.interview.reporting.findings import Report


def as_values(report: Report) -> dict[str, Any]:
    """The report; seconds and figures to three decimals."""
    values: dict[str, Any] = _rounded(asdict(report))
    return {"schema": values.pop("schema"), **values}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a report, whose fields are all there always."""
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema

    class Whole(GenerateJsonSchema):
        def field_is_required(self, *_: Any, **__: Any) -> bool:
            return True

    return TypeAdapter(Report).json_schema(mode="serialization", schema_generator=Whole)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
