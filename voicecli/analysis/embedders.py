"""Which network turns speech into voice-prints."""

from pathlib import Path

from voicecli.analysis.ge2e_file import SOURCE
from voicecli.protocols import SpeakerEmbedder


def open_embedder(folder: Path, threads: int) -> SpeakerEmbedder:
    """The speaker model in this folder of the catalogue, told by its files.

    Raises CatalogError("model-missing") when there is none, AnalysisError when it is damaged.
    """
    from voicecli.analysis.ge2e import Ge2eEmbedder
    from voicecli.analysis.wespeaker import WeSpeakerEmbedder

    if (folder / SOURCE).is_file() or not any(folder.glob("*.onnx")):
        return Ge2eEmbedder(folder, threads)
    return WeSpeakerEmbedder(folder, threads)
