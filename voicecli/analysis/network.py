"""Opens the networks of this room on onnxruntime."""

from pathlib import Path
from typing import Any

from voicecli.errors import AnalysisError, CatalogError, ExitCode


def missing(folder: Path, file: str) -> CatalogError:
    """The error of a model folder without its file."""
    return CatalogError(
        "model-missing",
        f"The speaker model {folder.name} is not complete: {file} is missing.",
        f"Fetch it: `voicecli models pull {folder.name}`.",
        exit_code=ExitCode.MODEL_MISSING,
    )


def open_network(model: bytes | Path, folder: Path, threads: int) -> Any:
    """A session on `threads` CPU threads that sleep while they wait.

    Raises AnalysisError("model-damaged") when it cannot be loaded.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    given = str(model) if isinstance(model, Path) else model
    try:
        return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's classes have no common base of their own
        raise AnalysisError(
            "model-damaged",
            f"The model in {folder} cannot be loaded: {error}.",
            f"Fetch it again: `voicecli models remove {folder.name}`, then `… pull`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error
