"""How the bounds of refusal are fitted (bot/refusing.py), and what they buy.

    python benchmarks/refusals.py --learn DATA QUESTIONS --fresh DATA QUESTIONS --held DATA QUESTIONS

Each pair is an index and the questions written over its articles; "FILE#tuned" means only those of that half. Whether a
question has an answer is learned from what speaks for one (`speaking`), by logistic regression, on the pairs after
--learn, whose ledgers are thinned out as in `weighing.py`, and --fresh. Printed are the weights, and for each pair how
often a question without an answer and one with an answer is refused, now and with the fitted weights at several bounds.
Refusals for other reasons (unknown names, periods) count in all of them; that a sure sentence is answered whatever else
speaks (`SURE`) counts in what is refused now alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from asked_indexes import HIDDEN, make_parser, opened
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.labelled_evidence import with_evidence
from bot.labels import LabelledQuestion
from bot.refusing import LEAST_SUPPORT, SPEAKS, SUPPORT, eligible, refusal, speaking
from bot.retrieval import LOOKED_AT
from embeddings.build import Build

BOUNDS = (-0.4, 0.0, 0.4, 0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of each question whether it has an answer (n,), what speaks for one (n, len(SPEAKS)), and whether it is refused.

    `other` (n,) is whether it is refused whatever its support, `refused` (n,) whether it is refused now.
    """

    answerable: NDArray[np.bool_]
    speaks: NDArray[np.float64]
    other: NDArray[np.bool_]
    refused: NDArray[np.bool_]

    def shares(self, refused: NDArray[np.bool_]) -> str:
        """How often those without and those with an answer are among the refused."""
        return f"{refused[~self.answerable].mean():.2f} and {refused[self.answerable].mean():.2f}"


def ask(build: Build, questions: Sequence[LabelledQuestion]) -> Asked:
    """Each question put to the build."""
    rows = []
    for labelled, question, found in with_evidence(build, questions, most=LOOKED_AT):
        acting = eligible(question, found)
        reason, _ = refusal(build, question, found)
        speaks = speaking(question, found, acting) if acting else (0.0,) * len(SPEAKS)
        enough = bool(acting) and SUPPORT + float(np.dot(SPEAKS, speaks)) >= LEAST_SUPPORT
        rows.append((labelled.answerable, speaks, not acting or (reason is not None and enough), reason is not None))
    answerable, speaks, other, refused = (np.array(column) for column in zip(*rows, strict=True))
    return Asked(answerable, speaks, other, refused)


def main() -> int:
    """Fit and print; the exit status."""
    options = make_parser(__doc__).parse_args()
    learned = {name: ask(build, asked) for name, build, asked in opened(options.learn, hidden=HIDDEN)}
    learned |= {name: ask(build, asked) for name, build, asked in opened(options.fresh)}
    held = {name: ask(build, asked) for name, build, asked in opened(options.held)}
    speaks = np.concatenate([one.speaks[~one.other] for one in learned.values()])
    answerable = np.concatenate([one.answerable[~one.other] for one in learned.values()])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(speaks, answerable)
    print(f"fitted: {model.intercept_[0]:.2f}, weights {', '.join(f'{one:.2f}' for one in model.coef_[0])}")
    print("refused of those without and of those with an answer:")
    for name, one in (learned | held).items():
        odds = model.decision_function(one.speaks)
        area = roc_auc_score(one.answerable[~one.other], odds[~one.other])
        bounds = "; ".join(f"at {bound}: {one.shares(one.other | (odds < bound))}" for bound in BOUNDS)
        print(f"{name}: now {one.shares(one.refused)}; {bounds}; area under the curve {area:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
