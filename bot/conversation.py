"""What one tab of the chat asked and was answered: what a follow-up points back to, and what its screen shows.

Knows nothing of Chainlit: a `Screen` is whatever the page calls the element that shows an answer's sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Generic, TypeVar
from uuid import uuid4

from bot.answer import Answer, Choice
from bot.notices import BEGUN, stage_props
from bot.panels import shown_citation, source_cards
from bot.service import Service
from corpus.corrections import Act
from corpus.errors import SettingsError

Props = dict[str, Any]
Screen = TypeVar("Screen")


class Conversation(Generic[Screen]):
    """The answers of one tab, in the order of asking, and those on its screen with their sources.

    `progress` is how far the last rebuild is that was begun here, {} where none was.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._answers: dict[str, Answer] = {}
        self._shown: dict[str, tuple[Answer, Screen]] = {}
        self.progress: Props = {}

    def before(self, message_id: str) -> tuple[Answer, ...]:
        """The answers before a question, oldest first; an edited question forgets those that came after it."""
        if message_id in self._answers:
            ids = list(self._answers)
            self._answers = {one: self._answers[one] for one in ids[: ids.index(message_id)]}
        return tuple(self._answers.values())

    def keep(self, message_id: str, answer: Answer) -> None:
        """Let later questions point back to this answer."""
        self._answers[message_id] = answer

    def sources(self, answer: Answer, *, corrector: str) -> Props:
        """What the page is given to show the answer's sources; `corrector` is who may correct there, "" for nobody."""
        heading = "Sources" if answer.answered else "What came nearest"
        return {"answer": uuid4().hex, "heading": heading, "cards": self._cards(answer), "corrector": corrector}

    def show(self, answer: Answer, props: Props, screen: Screen) -> None:
        """Keep what shows the answer, to bring it up to date."""
        self._shown[props["answer"]] = (answer, screen)

    def judge(self, given: Mapping[str, Any], *, by: str) -> None:
        """Do to the ledger what was clicked: `given` names answer, number of the source, commitment and act.

        Raises:
            TrackerError: the answer is not shown here, or the correction is refused.
            ValueError: there is no such act.
        """
        if given["answer"] not in self._shown:
            raise SettingsError("the chat no longer knows this answer; ask again to correct what it cites")
        citation = shown_citation(self._shown[given["answer"]][0], given["number"])
        self._service.judge(citation, given["commitment"], Act(given["act"]), by=by)

    def renewed(self) -> list[tuple[Screen, str, list[Props]]]:
        """Each screen with its answer's name and its sources, with what people have said by now."""
        return [(screen, name, self._cards(answer)) for name, (answer, screen) in self._shown.items()]

    def rebuilding(self) -> Props:
        """What the page is given of a rebuild that begins; it is kept up to date by whoever follows the rebuild."""
        self.progress = {"rebuild": uuid4().hex, **stage_props(BEGUN)}
        return self.progress

    def _cards(self, answer: Answer) -> list[Props]:
        cards = source_cards(answer, copies_of=self._service.copies_of, judged_of=self._service.judged)
        return [asdict(card) for card in cards]


def asked_again(choice: Choice, message_id: str) -> Props:
    """What a button carries that asks a question in another reading."""
    return {"question": choice.question, "message": message_id, "without": sorted(choice.without)}
