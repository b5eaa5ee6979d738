"""Fit the basis that token states are kept in (voicecli/retrieval/token_basis.npy).

    python scripts/late_basis.py --model FOLDER [-o FILE] FOLDER...

Reads the passages of content folders with the embedding model and keeps the 64 directions in which
the states of their tokens differ most. Without folders it reads what ships and what development
measures with: content/, docs/ and tests/evals/worlds/dev-*/content, never a held-out world. The
same texts, model and processor give the same file: to make it again, take the texts of the commit
that it was last changed in. Indexes made with another basis are filled anew by
`voicecli content reindex --force`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from voicecli.documents.folder import find_sources
from voicecli.errors import DocumentError
from voicecli.retrieval.chunking import chunk
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.token_basis import fitted, unit

ROOT = Path(__file__).resolve().parents[1]
DIMENSIONS = 64
"""64 ranked passages as well as 384, where 32 did not."""


def main() -> None:
    """Fit the basis, write it and say how much of the states it keeps."""
    parser = argparse.ArgumentParser(description="Fit the basis of token states.")
    parser.add_argument("folders", nargs="*", type=Path, help="content to fit it on")
    parser.add_argument("--model", type=Path, required=True, help="folder of the embedding model")
    parser.add_argument(
        "-o", "--output", type=Path, default=ROOT / "voicecli/retrieval/token_basis.npy"
    )
    options = parser.parse_args()
    worlds = sorted(ROOT.glob("tests/evals/worlds/dev-*/content"))
    folders = options.folders or [ROOT / "content", ROOT / "docs", *worlds]
    with MiniLmEmbedder(options.model, 2) as embedder:
        texts = sorted({text for folder in folders for text in passages(folder, embedder)})
        states = np.concatenate(list(embedder.token_states(texts)))
    basis = fitted(states, DIMENSIONS)
    np.save(options.output, basis, allow_pickle=False)
    kept = np.square(unit(states) @ basis.astype(np.float32)).sum(axis=1).mean()
    print(f"{len(texts)} passages, {len(states)} tokens, {kept:.1%} of their squared length kept")


def passages(folder: Path, embedder: MiniLmEmbedder) -> Iterator[str]:
    """The texts that are embedded of a content folder, those of unreadable files left out."""
    for source in find_sources(folder):
        try:
            document = source.parse(source.load())
        except DocumentError:
            continue
        for part in chunk(document, embedder.count_tokens):
            yield part.embedded


if __name__ == "__main__":
    main()
