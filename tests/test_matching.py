"""A question and a sentence read together: how they are laid out, what the head makes of them, how it is trained."""

from __future__ import annotations

import json
from random import Random

import numpy as np
import pytest

from bot.matching import MOST_ASKED, MOST_PIECES, Matcher, place, window_of
from bot.matching_training.__main__ import main
from bot.matching_training.groups import Group
from bot.matching_training.loop import plan_epoch
from bot.matching_training.phrasings import ask, loosened, neighbours
from bot.sentences import paragraph_to
from corpus.errors import EncoderError
from corpus.extraction.windows import tokenizer
from corpus.passages import split_sentences

TEXT = "The board met. It picks a successor in May."
START = TEXT.index("It picks")


def words(ids):
    return tokenizer().decode([int(one) for one in ids], skip_special_tokens=False)


def test_window_holds_the_question_and_the_paragraph_with_the_sentence_marked():
    ids, marked = window_of("Who replaces him?", TEXT, START)
    assert words(ids).startswith("[CLS] who replaces him? [SEP] the board met.")
    assert words(ids[marked == 1]) == "it picks a successor in may."


def test_a_sentence_is_placed_in_its_paragraph_under_the_title(three_articles):
    article = three_articles[0]
    last = [one for one in split_sentences(article.text) if not one.overlaps(article.headline)][-1]
    text, start = place(article, last)
    assert text.startswith(f"{article.title}. ")
    assert text[start:] == article.slice(last)
    assert article.slice(paragraph_to(article, last)) == text.removeprefix(f"{article.title}. ")
    assert place(article, article.headline) == (article.slice(article.headline), 0)


def test_a_long_paragraph_loses_its_beginning_and_a_long_sentence_its_end():
    long = "Much was said before. " * 60
    ids, marked = window_of("Who?", long + "It picks a successor.", len(long))
    assert len(ids) <= MOST_PIECES
    assert words(ids[marked == 1]) == "it picks a successor."
    ids, marked = window_of("who " * 90, "It picks " * 200, 0)
    assert len(ids) == MOST_PIECES
    assert list(ids).index(tokenizer().token_to_id("[SEP]")) == MOST_ASKED + 1
    assert marked.sum() == MOST_PIECES - MOST_ASKED - 3


def test_a_sentence_of_nothing_that_can_be_read_is_marked_all_the_same():
    _, marked = window_of("Who?", "abc", 3)
    assert marked.sum() == 1


def test_odds_come_of_the_first_token_and_the_mean_of_the_sentence():
    def run(windows):
        return [
            np.stack([np.array([at == 0, marked[at]], np.float32) * 8 for at in range(len(ids))])
            for ids, marked in windows
        ]

    weights = {
        "join.bias": np.zeros(1, np.float32),
        "score.weight": np.array([[2.0]], np.float32),
        "score.bias": np.array([-1.0], np.float32),
    }
    odds = Matcher(run, weights).odds("Who replaces him?", [(TEXT, START), (TEXT, 0)])
    assert odds == pytest.approx([2 * 16 - 1, 2 * 16 - 1])


def test_weights_of_another_network_are_refused(tmp_path):
    (tmp_path / "other.safetensors").write_bytes(b"none")
    with pytest.raises(EncoderError, match="matcher weights cannot be read"):
        Matcher.load(tmp_path / "other.safetensors")


def test_the_shipped_matcher_knows_an_answer_in_other_words():
    odds = Matcher.load().odds(
        "Who will take over as chair of the harbour board?",
        [(TEXT, START), ("The board met. It rained in May.", 15), ("Ferries leave at noon.", 0)],
    )
    assert odds[0] == max(odds)


def test_a_question_of_a_label_names_the_actor_or_the_action_and_is_the_same_for_a_seed():
    row = {"actors": ["Orla Vance"], "action": "close the northern depot by June", "kind": "refusal"}
    asked = [ask(row, Random(seed)) for seed in range(40)]
    assert asked == [ask(row, Random(seed)) for seed in range(40)]
    assert len(set(asked)) > 20
    assert all("vance" in one.lower() or set(one.lower().split()) for one in asked)
    assert any("Vance" in one and "Orla" not in one for one in asked)


def test_loosened_words_are_the_action_s_or_near_them():
    found = [loosened("close the northern depot", Random(seed)) for seed in range(60)]
    assert any(one != "close the northern depot" for one in found)
    near = {"close", "the", "northern", "depot"}.union(*(neighbours(one) for one in ("close", "northern", "depot")))
    assert {word for one in found for word in one.split()} <= near
    assert neighbours("of") == ()


def test_each_epoch_sees_every_question_with_no_more_sentences_than_asked_for():
    groups = [Group(f"q{n}", ((TEXT, START),), tuple((f"Other {m}.", 0) for m in range(9))) for n in range(12)]
    batches = plan_epoch(groups, Random(0), seen=4)
    seen = [one for batch in batches for one in batch]
    assert sorted(question for question, _ in seen) == sorted(group.question for group in groups)
    assert all(len(sentences) == 4 and sum(right for _, right in sentences) == 1 for _, sentences in seen)


@pytest.mark.slow
def test_training_writes_weights_that_load(tmp_path):
    folder = tmp_path / "labelled"
    (folder / "text").mkdir(parents=True)
    rows = []
    for number in range(6):
        quote = f"Orla Vance promised to mend bridge number {number}"
        (folder / "text" / f"{number}.txt").write_text(f"Headline {number}\n\nIt rained all day long. {quote}.\n")
        action = f"mend bridge number {number}"
        rows.append({"article": f"{number}.txt", "quote": quote, "actors": ["Orla Vance"], "kind": "pledge"})
        rows[-1]["action"] = action
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "matcher.safetensors"
    assert main(["--labelled", str(folder), "--out", str(out)]) == 0
    assert np.isfinite(Matcher.load(out).odds("Who mends it?", [(TEXT, START)])).all()


def test_training_without_labels_says_so(tmp_path, capsys):
    assert main(["--labelled", str(tmp_path), "--out", str(tmp_path / "none")]) == 1
    assert "gold.jsonl" in capsys.readouterr().err
