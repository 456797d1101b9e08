"""The chat in the browser: what Chainlit calls, and nothing else. The only module that knows Chainlit.

`chainlit run` loads this file under a name of its own, so no other module may import it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chainlit as cl
import chainlit.config
from chainlit.config import config
from chainlit.server import app as server

from bot import notices
from bot.answer import Answer
from bot.conversation import Conversation, asked_again
from bot.fence import Fence, is_loopback
from bot.handover import Handover
from bot.panels import answer_markdown, linked, trail
from bot.question import Part
from bot.rebuilding import followed
from bot.service import Service
from bot.settings import load_settings
from bot.shown import begun, sentence_markdown
from corpus.errors import BuildBusy, BuildError, TrackerError

CONVERSATION = "conversation"
logger = logging.getLogger("tracker.chat")
# Chainlit has every library tell what it does, and itself warns at every page that chainlit.md is not translated.
for name, level in (("", logging.WARNING), ("chainlit", logging.ERROR), ("bm25s", logging.WARNING)):
    logging.getLogger(name).setLevel(level)

service = Service(load_settings())

# The browser's own light or dark setting; the settings file of Chainlit has no word for it, its page does.
config.ui.default_theme = cast(Any, "system")

public_name = urlsplit(os.environ.get("CHAINLIT_URL", "")).hostname
if server.middleware_stack is None:
    server.add_middleware(Fence, hosts=tuple(filter(None, (public_name,))) if is_loopback(config.run.host) else None)


def guarded(handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """The handler, whose failures become one line in the chat: an error of ours its own, any other an apology."""

    @wraps(handler)
    async def run(*given: Any, **named: Any) -> None:  # noqa: ANN401 - Chainlit decides what a handler is given, and how
        try:
            await handler(*given, **named)
        except Exception as error:
            lacks_build = isinstance(error, BuildError) and not isinstance(error, BuildBusy)
            build = cl.Action(name="build_index", payload={}, label="Build the index now", icon="hammer")
            offered = (build,) if lacks_build and not service.read_only else ()
            await say(notices.no_index(str(error)) if lacks_build else notices.in_words(error), actions=offered)

    return run


# The servers of one installation share a folder of files, and each empties it as it ends: so this one has its own.
chainlit.config.FILES_DIRECTORY = Path(tempfile.mkdtemp(prefix="commitment-tracker-"))


@cl.on_app_shutdown
async def leave_nothing() -> None:
    """Remove the copies of what was shown."""
    shutil.rmtree(chainlit.config.FILES_DIRECTORY, ignore_errors=True)


@cl.on_app_startup
async def open_tracker() -> None:
    """Load the encoder and the build before the first question; without a build the chat starts and says so."""
    try:
        await asyncio.to_thread(service.starters)
    except TrackerError as error:
        logger.warning("%s", error)


@cl.set_chat_profiles
async def welcome(user: cl.User | None, language: str | None) -> list[cl.ChatProfile]:
    """The one profile there is: its description is the page before the first question."""
    told = await asyncio.to_thread(service.welcome)
    return [cl.ChatProfile(name=config.ui.name, markdown_description=told, icon="/public/favicon.svg", default=True)]


@cl.set_starters
async def starters(user: cl.User | None, language: str | None) -> list[cl.Starter]:
    """Questions to begin with, from the names in the corpus."""
    found = await asyncio.to_thread(service.offered)
    return [cl.Starter(label=one.question, message=one.question) for one in found]


@cl.on_chat_start
@guarded
async def start() -> None:
    """Offer the commands; say at once where there is nothing to answer from."""
    cl.user_session.set(CONVERSATION, Conversation[cl.CustomElement](service))  # type: ignore[no-untyped-call]
    offered = [dict(one) for one in notices.COMMANDS if one["id"] != "rebuild" or not service.read_only]
    await cl.context.emitter.set_commands(cast(Any, offered))
    await asyncio.to_thread(service.coverage)


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


@cl.action_callback("judge")
async def judge(action: cl.Action) -> dict[str, Any]:
    """A person's word on a commitment behind a citation; gives the panel all sources anew, or what went wrong."""
    try:
        await asyncio.to_thread(partial(conversation().judge, action.payload, by=corrector()))
        # The page closes its panel when it is sent an element: so the panel is told, and tells the page.
        return {"renewed": await renew(redraw=False)}
    except Exception as error:
        return {"trouble": notices.in_words(error)}


def corrector() -> str:
    """Who corrects the ledger in this tab; "" where it may only be read."""
    user = cl.user_session.get("user")  # type: ignore[no-untyped-call]
    return service.corrector(user.identifier if user else "", at_home=is_loopback(config.run.host) and not public_name)


async def renew(*, redraw: bool) -> dict[str, Any]:
    """The sources of every answer of this tab, by its name, with what people have said by now; drawn anew or kept."""
    renewed = {}
    for card, name, cards in await asyncio.to_thread(conversation().renewed):
        changed, card.props = cards != card.props["cards"], {**card.props, "cards": cards}
        if redraw and changed:
            # `card.update()` would leave one more file on disk each time; the browser needs the properties only.
            await cl.context.emitter.send_element(card.to_dict())
        renewed[name] = cards
    return renewed


def conversation() -> Conversation[cl.CustomElement]:
    """What this tab asked and was answered."""
    return cast("Conversation[cl.CustomElement]", cl.user_session.get(CONVERSATION))  # type: ignore[no-untyped-call]


async def answer_question(text: str, message_id: str, *, without: frozenset[Part] = frozenset()) -> None:
    """Answer from the newest build; an edited question forgets the answers that came after it."""
    coverage = await asyncio.to_thread(service.coverage)
    async with cl.Step(name=notices.searched(coverage), type="tool", show_input=False) as step:
        answer = await asyncio.to_thread(
            partial(service.ask, text, previous=conversation().before(message_id), without=without)
        )
        step.name, step.output = notices.searched(coverage, found=True), trail(answer)
    conversation().keep(message_id, answer)
    shown = cl.Message("")
    await show_answer(await written(answer, shown), shown, message_id)


async def written(answer: Answer, shown: cl.Message) -> Answer:
    """The answer with prose, each sentence put into the message once it is checked; as it is without a model."""
    if service.endpoint is None or not answer.answered:
        return answer
    await shown.stream_token(begun(service.endpoint.model))
    prose = Handover(lambda hand_over: asyncio.to_thread(service.write, answer, hand_over))
    try:
        async for sentence in prose:
            await shown.stream_token(linked(sentence_markdown(sentence)))
    except asyncio.CancelledError:
        await show_answer(answer, shown, "")
        raise
    return prose.answer


async def show_answer(answer: Answer, shown: cl.Message, message_id: str) -> None:
    """The answer in the message, its sources beneath and behind its marks, and other readings to choose."""
    await renew(redraw=True)
    props = conversation().sources(answer, corrector=corrector())
    sources = cl.CustomElement(name="AnswerSources", props=props, display="inline")
    conversation().show(answer, props, sources)
    shown.content = answer_markdown(answer)
    shown.elements = [cast(Any, sources)] if props["cards"] else []
    choices = answer.choices if message_id else ()
    payloads = ((one.label, asked_again(one, message_id)) for one in choices)
    shown.actions = [cl.Action(name="read_otherwise", payload=payload, label=label) for label, payload in payloads]
    await shown.send()  # type: ignore[no-untyped-call]


@cl.action_callback("rebuild_progress")
async def rebuild_progress(action: cl.Action) -> dict[str, Any]:
    """How far the rebuild is: asked for, as an element that is sent would close the panel somebody reads in."""
    return conversation().progress


async def rebuild() -> None:
    """Rebuild the index with its progress on the screen, and say what came of it."""
    progress = conversation().rebuilding()
    card = cl.CustomElement(name="RebuildProgress", props={**progress}, display="inline")
    await say("Reading the folder of articles.", elements=(card,))
    try:
        summary = await followed(lambda report: asyncio.to_thread(service.rebuild, report), progress.update)
    except asyncio.CancelledError:
        await say(notices.GOES_ON)
        raise
    await say(notices.built(summary))


async def show_sources() -> None:
    """What the index holds."""
    await say(notices.holdings(await asyncio.to_thread(service.coverage), service.endpoint))


RUN: dict[str, Callable[[], Awaitable[None]]] = {
    "rebuild": rebuild,
    "sources": show_sources,
    "help": lambda: say(notices.help_text(service.endpoint)),
}


async def say(text: str, *, elements: Sequence[cl.CustomElement] = (), actions: Sequence[cl.Action] = ()) -> None:
    """Send one message."""
    await cl.Message(text, elements=list(elements), actions=list(actions)).send()  # type: ignore[no-untyped-call]
