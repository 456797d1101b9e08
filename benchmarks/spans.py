"""Labels that name places in articles, turned into labelled articles: for texts that may not be copied into a project.

    python benchmarks/spans.py tests/news/labels.jsonl --texts ../news/text --out ../labelled
    python benchmarks/spans.py tests/news/questions-1.jsonl --texts ../news/text ../more/text --out ../asked

Each line of the file is a commitment ("article", "start", "end" and what else is known of it) or a question, of which
"gold" lists such places; the first line lists the articles that were "read". Offsets count characters of the file read
without changing its line ends. --out gets text/ with these articles, and gold.jsonl or questions.jsonl with the words
that stand at those places.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Texts:
    """The articles of some folders, by file name."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Look into the folders when an article is asked for, the first that has it first."""
        self._folders = folders
        self.read: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """The text of an article, line ends unchanged. Raises FileNotFoundError where no folder has it."""
        if name not in self.read:
            path = next((folder / name for folder in self._folders if (folder / name).is_file()), None)
            if path is None:
                raise FileNotFoundError(f"no {name} in {', '.join(map(str, self._folders))}")
            with path.open(encoding="utf-8", newline="") as file:
                self.read[name] = file.read()
        return self.read[name]

    def words(self, place: Row) -> str:
        """The words at a place. Raises ValueError where the article is shorter than that."""
        text = self[place["article"]]
        if not 0 <= place["start"] < place["end"] <= len(text):
            raise ValueError(f"{place['article']} has no characters {place['start']} to {place['end']}: another text?")
        return text[place["start"] : place["end"]]


def label_of(row: Row, texts: Texts) -> Row:
    """A commitment with its quote in place of its offsets."""
    told = {"counterparty": None, "deadline": None, "cadence": None, "reported_by": None}
    return (
        told | {key: value for key, value in row.items() if key not in {"start", "end"}} | {"quote": texts.words(row)}
    )


def question_of(row: Row, texts: Texts) -> Row:
    """A question with its gold quotes and the articles they stand in."""
    places = row["gold"]
    kept = {key: value for key, value in row.items() if key != "gold"}
    return kept | {
        "gold_quotes": [texts.words(place) for place in places],
        "gold_articles": list(dict.fromkeys(place["article"] for place in places)),
    }


def main() -> int:
    """Write the labelled articles; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="labels or questions, JSON Lines")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="folders of articles")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    texts = Texts(options.texts)
    try:
        for name in (name for row in rows for name in row.get("read", ())):
            texts[name]
        asked = [question_of(row, texts) for row in rows if "question" in row]
        labels = [label_of(row, texts) for row in rows if "kind" in row]
    except (FileNotFoundError, ValueError) as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return 1
    write(options.out, texts, asked, labels)
    return 0


def write(out: Path, texts: Texts, asked: Sequence[Row], labels: Sequence[Row]) -> None:
    """The articles, and the labels with their words."""
    (out / "text").mkdir(parents=True, exist_ok=True)
    for name, text in texts.read.items():
        (out / "text" / name).write_text(text, encoding="utf-8", newline="")
    for name, some in (("questions.jsonl", asked), ("gold.jsonl", labels)):
        if some:
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some)
            (out / name).write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
