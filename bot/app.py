"""The chat in the browser: what Chainlit calls, and nothing else. The only module that knows Chainlit.

`chainlit run` loads this file under a name of its own, so no other module may import it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit
from uuid import uuid4

import chainlit as cl
from chainlit.config import config
from chainlit.server import app as server

from bot import notices
from bot.answer import Answer, Choice
from bot.fence import Fence, is_loopback
from bot.handover import Handover
from bot.panels import answer_markdown, linked, source_cards, trail
from bot.question import Part
from bot.service import Service
from bot.settings import load_settings
from bot.shown import begun, sentence_markdown
from corpus.errors import BuildBusy, BuildError, TrackerError
from embeddings.build import Progress

# Redrawing a card more often is not seen, and every redraw travels to the browser.
REDRAW_SECONDS = 0.5
ANSWERS = "answers"
logger = logging.getLogger("tracker.chat")
# Chainlit has every library tell what it does, and itself warns at every page that chainlit.md is not translated.
for name, level in (("", logging.WARNING), ("chainlit", logging.ERROR), ("bm25s", logging.WARNING)):
    logging.getLogger(name).setLevel(level)

service = Service(load_settings())

# The browser's own light or dark setting; the settings file of Chainlit has no word for it, its page does.
config.ui.default_theme = cast(Any, "system")

if server.middleware_stack is None:
    public_name = urlsplit(os.environ.get("CHAINLIT_URL", "")).hostname
    server.add_middleware(Fence, hosts=tuple(filter(None, (public_name,))) if is_loopback(config.run.host) else None)

P = ParamSpec("P")
R = TypeVar("R")
Handler = Callable[..., Awaitable[None]]


def guarded(handler: Handler) -> Handler:
    """The handler, whose failures become one line in the chat: an error of ours its own, any other an apology."""

    @wraps(handler)
    async def run(*given: Any, **named: Any) -> None:  # noqa: ANN401 - Chainlit decides what a handler is given, and how
        try:
            await handler(*given, **named)
        except BuildBusy as error:
            await say(notices.failed(str(error)))
        except BuildError as error:
            await say(notices.no_index(str(error)), actions=(_build_action(),))
        except TrackerError as error:
            await say(notices.failed(str(error)))
        except Exception:
            logger.exception("a question or command failed")
            await say(notices.APOLOGY)

    return run


@cl.on_app_startup
async def open_tracker() -> None:
    """Load the encoder and the build before the first question; without a build the chat starts and says so."""
    try:
        await in_thread(service.starters)
    except TrackerError as error:
        logger.warning("%s", error)


@cl.set_chat_profiles
async def welcome(user: cl.User | None, language: str | None) -> list[cl.ChatProfile]:
    """The one profile there is: its description is the page before the first question."""
    try:
        description = notices.welcome(await in_thread(service.coverage), service.endpoint)
    except TrackerError:
        description = notices.how_it_works(service.endpoint)
    return [
        cl.ChatProfile(name=config.ui.name, markdown_description=description, icon="/public/favicon.svg", default=True)
    ]


@cl.set_starters
async def starters(user: cl.User | None, language: str | None) -> list[cl.Starter]:
    """Questions to begin with, from the names in the corpus."""
    try:
        found = await in_thread(service.starters)
    except TrackerError:
        return []
    return [cl.Starter(label=one.question, message=one.question) for one in found]


@cl.on_chat_start
@guarded
async def start() -> None:
    """Offer the commands; say at once where there is nothing to answer from."""
    await cl.context.emitter.set_commands(cast(Any, [dict(command) for command in notices.COMMANDS]))
    await in_thread(service.coverage)


@cl.on_message
@guarded
async def reply(message: cl.Message) -> None:
    """Answer a question, or run a command, chosen or typed."""
    name = message.command or (message.content.strip().lower() if message.content.lstrip().startswith("/") else "")
    command = RUN.get(name.lstrip("/"))
    if command is not None:
        await command()
    else:
        await answer_question(message.content, message.id)


@cl.action_callback("build_index")
@guarded
async def build_index(action: cl.Action) -> None:
    """The button that is offered where there is no index."""
    await action.remove()  # type: ignore[no-untyped-call]
    await rebuild()


@cl.action_callback("read_otherwise")
@guarded
async def read_otherwise(action: cl.Action) -> None:
    """A question asked again in another reading: of one of several people, or without a part of how it was read."""
    given = action.payload
    await answer_question(given["question"], given["message"], without=frozenset(map(Part, given["without"])))


async def answer_question(text: str, message_id: str, *, without: frozenset[Part] = frozenset()) -> None:
    """Answer from the newest build; an edited question forgets the answers that came after it."""
    earlier: dict[str, Answer] = dict(cl.user_session.get(ANSWERS) or {})  # type: ignore[no-untyped-call]
    if message_id in earlier:
        ids = list(earlier)
        earlier = {one: earlier[one] for one in ids[: ids.index(message_id)]}
    coverage = await in_thread(service.coverage)
    async with cl.Step(name=notices.searched(coverage), type="tool", show_input=False) as step:
        answer = await in_thread(partial(service.ask, text, previous=tuple(earlier.values()), without=without))
        step.name, step.output = notices.searched(coverage, found=True), trail(answer)
    cl.user_session.set(ANSWERS, {**earlier, message_id: answer})  # type: ignore[no-untyped-call]
    shown = cl.Message("")
    await show_answer(await written(answer, shown), shown, message_id)


async def written(answer: Answer, shown: cl.Message) -> Answer:
    """The answer with prose, each sentence put into the message once it is checked; as it is without a model."""
    if service.endpoint is None or not answer.answered:
        return answer
    await shown.stream_token(begun(service.endpoint.model))
    prose = Handover(lambda hand_over: in_thread(service.write, answer, hand_over))
    try:
        async for sentence in prose:
            await shown.stream_token(linked(sentence_markdown(sentence)))
    except asyncio.CancelledError:
        await show_answer(answer, shown, "")
        raise
    return prose.answer


async def show_answer(answer: Answer, shown: cl.Message, message_id: str) -> None:
    """The answer in the message, its sources beneath and behind its marks, and other readings to choose."""
    cards = [asdict(card) for card in source_cards(answer, copies_of=service.copies_of)]
    heading = "Sources" if answer.answered else "What came nearest"
    props = {"answer": uuid4().hex, "heading": heading, "cards": cards}
    sources = cl.CustomElement(name="AnswerSources", props=props, display="inline")
    shown.content = answer_markdown(answer)
    shown.elements = [cast(Any, sources)] if cards else []
    shown.actions = [_reading_action(choice, message_id) for choice in answer.choices if message_id]
    await shown.send()  # type: ignore[no-untyped-call]


async def rebuild() -> None:
    """Rebuild the index with its progress on the screen, and say what came of it."""
    latest = deque([notices.BEGUN], maxlen=1)
    card = cl.CustomElement(name="RebuildProgress", props=_rows(notices.BEGUN), display="inline")
    await say("Reading the folder of articles.", elements=(card,))
    work = asyncio.create_task(in_thread(service.rebuild, latest.append))
    try:
        while not work.done():
            await asyncio.wait({work}, timeout=REDRAW_SECONDS)
            await _redraw(card, _rows(latest[-1]))
        summary = work.result()
    except asyncio.CancelledError:
        await say(notices.GOES_ON)
        raise
    except Exception:
        await _redraw(card, _rows(latest[-1], broken=True))
        raise
    await _redraw(card, _rows(None))
    await say(notices.built(summary))


async def show_sources() -> None:
    """What the index holds."""
    await say(notices.holdings(await in_thread(service.coverage), service.endpoint))


async def show_help() -> None:
    """What can be asked."""
    await say(notices.help_text(service.endpoint))


RUN: dict[str, Callable[[], Awaitable[None]]] = {"rebuild": rebuild, "sources": show_sources, "help": show_help}


def _rows(progress: Progress | None, *, broken: bool = False) -> dict[str, Any]:
    return {"rows": [asdict(row) for row in notices.stage_rows(progress, broken=broken)]}


async def _redraw(card: cl.CustomElement, props: dict[str, Any]) -> None:
    # `card.update()` would leave one more file on disk each time; the browser needs the properties only.
    if props != card.props:
        card.props = props
        await cl.context.emitter.send_element(card.to_dict())


async def say(text: str, *, elements: Sequence[cl.CustomElement] = (), actions: Sequence[cl.Action] = ()) -> None:
    """Send one message."""
    await cl.Message(text, elements=list(elements), actions=list(actions)).send()  # type: ignore[no-untyped-call]


async def in_thread(work: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> R:
    """Do what blocks beside the server's own loop, which goes on serving the other tabs."""
    return await cl.make_async(work)(*arguments, **options)


def _reading_action(choice: Choice, message_id: str) -> cl.Action:
    payload = {"question": choice.question, "message": message_id, "without": sorted(choice.without)}
    return cl.Action(name="read_otherwise", payload=payload, label=choice.label)


def _build_action() -> cl.Action:
    return cl.Action(name="build_index", payload={}, label="Build the index now", icon="hammer")
