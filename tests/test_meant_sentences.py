import numpy as np
from conftest import make_article

from corpus.article import Span
from embeddings.meant_sentences import MeantSentences
from embeddings.passage_table import PassageTable
from embeddings.sentence_vectors import SentenceVectors

HEAD = "News\n\n"
TEXT = HEAD + "Harbours will be deepened. Four are paid. Gulls were counted."
ARTICLES = (make_article("a.txt", TEXT), make_article("b.txt", HEAD + "Trains came."))
ROWS = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32)


def meant() -> MeantSentences:
    """Three sentences of the first article in two passages, and the only one of the second."""
    passages = PassageTable(ARTICLES)
    passages.append(0, Span(6, 47), [(6, 32), (33, 47)])
    passages.append(0, Span(48, 67), [(48, 67)])
    passages.append(1, Span(6, 18), [(6, 18)])
    return MeantSentences(passages, SentenceVectors.of(ROWS))


def test_a_run_means_what_the_sentence_that_it_stands_in_means():
    found = meant()([(0, Span(38, 46)), (1, Span(6, 12)), (0, Span(48, 67))])
    assert np.allclose(found, ROWS[[1, 3, 2]], atol=0.01)


def test_a_run_over_a_border_means_the_mean_of_both_sentences():
    found = meant()([(0, Span(16, 36))])
    assert np.allclose(found[0], (ROWS[0] + ROWS[1]) / np.linalg.norm(ROWS[0] + ROWS[1]), atol=0.01)


def test_no_runs_and_a_run_where_no_sentence_stands():
    assert meant()([]).shape == (0, 3)
    assert not meant()([(0, Span(47, 48))]).any()
