"""A language model behind an OpenAI-compatible endpoint, as a stream of text. The only module that knows openai.

Whatever an endpoint does wrong becomes a ModelError in plain words. What it says of its own errors is never shown:
some servers repeat a part of the key in them.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.fence import is_loopback
from bot.prompts import Message
from bot.settings import Endpoint
from corpus.errors import ContextTooLong, CutShort, ModelError

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionChunk

# Five sentences take about 200 tokens; a model that thinks first takes more.
MAX_TOKENS = 1500
# A stream that goes on beyond this does not come to an end by itself.
MAX_CHARS = 20_000
MAX_CHUNKS = 6_000
# A server that still loads its model says 503; it is asked again after this, then after twice as long, and so on.
RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.5, 4.0
_BUSY = frozenset({429, 502, 503, 504})
_BY_STATUS = {
    401: "did not accept the key (HTTP 401); see TRACKER_LLM_KEY",
    403: "did not accept the key (HTTP 403); see TRACKER_LLM_KEY",
    404: "knows no such model or address (HTTP 404); see TRACKER_LLM_URL and TRACKER_LLM_MODEL",
    429: "has been asked too often (HTTP 429)",
    503: "is not ready (HTTP 503)",
}
_BROKE_OFF = "broke off in the middle"
_UNREADABLE = "sent what cannot be read"


class LanguageModel:
    """One model at one endpoint; may be asked from several threads at once."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.name = endpoint.model

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, None]:
        """The text as it comes. Closing the iterator ends the call.

        Raises:
            ModelError: there is no answer, or it ends before its end; CutShort where its length ended it,
                ContextTooLong where the messages were too long.
        """
        received: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        over = threading.Event()
        # A read that hangs cannot be ended from outside, so it has a thread of its own, which may be left behind.
        threading.Thread(target=_read, args=(self._endpoint, messages, received, over), daemon=True).start()
        end = time.monotonic() + self._endpoint.total_seconds
        try:
            while (piece := self._next(received, end)) is not None:
                if isinstance(piece, ModelError):
                    raise piece
                yield piece
        finally:
            over.set()

    def _next(self, received: queue.SimpleQueue[str | ModelError | None], end: float) -> str | ModelError | None:
        left = end - time.monotonic()
        try:
            return received.get(timeout=max(0.0, min(left, self._endpoint.first_seconds)))
        except queue.Empty:
            if left <= self._endpoint.first_seconds:
                raise ModelError(f"took more than {self._endpoint.total_seconds:g} seconds") from None
            raise ModelError(f"gave no word for {self._endpoint.first_seconds:g} seconds") from None


def _read(
    endpoint: Endpoint,
    messages: Sequence[Message],
    received: queue.SimpleQueue[str | ModelError | None],
    over: threading.Event,
) -> None:
    try:
        for piece in _pieces(endpoint, messages, over):
            received.put(piece)
        received.put(None)
    except ModelError as error:
        received.put(error)
    except ImportError:
        received.put(ModelError("needs the package openai, which is not installed: pip install -e '.[llm]'"))
    except Exception as error:  # the border of the thread: an endpoint can do anything wrong
        received.put(_told(error, endpoint))


def _pieces(endpoint: Endpoint, messages: Sequence[Message], over: threading.Event) -> Iterator[str]:
    with _client(endpoint) as client, _opened(client, endpoint, messages, over) as stream:
        kind = stream.response.headers.get("content-type", "")
        if "event-stream" not in kind:
            raise ModelError(f"sent {_kind(kind)} instead of a stream; see TRACKER_LLM_URL")
        chars, ended = 0, ""
        for count, chunk in enumerate(stream):
            piece, ended = _delta(chunk, ended)
            chars += len(piece)
            if over.is_set():
                return
            if chars > MAX_CHARS or count > MAX_CHUNKS:
                raise ModelError("did not come to an end")
            # An empty piece tells that the model is alive, which counts for the wait.
            yield piece
    if ended == "length":
        raise CutShort("came to the end of what it may write")
    if ended != "stop":
        raise ModelError(_BROKE_OFF if not ended else "ended without an answer")


def _client(endpoint: Endpoint) -> openai.OpenAI:
    # Imported here, for it takes a second and most users ask no model.
    import openai

    # What is sent holds articles: it goes to the endpoint itself, not where that would have it sent on to, and to
    # this machine without a proxy. The empty names keep those that the environment holds for another service away.
    http = openai.DefaultHttpxClient(follow_redirects=False, trust_env=not is_loopback(endpoint.host))
    client = openai.OpenAI(
        base_url=endpoint.url,
        api_key=endpoint.key or "none",
        timeout=endpoint.first_seconds,
        max_retries=0,
        http_client=http,
    )
    client.organization = client.project = None
    return client


def _opened(
    client: openai.OpenAI, endpoint: Endpoint, messages: Sequence[Message], over: threading.Event
) -> openai.Stream[ChatCompletionChunk]:
    """The open stream; a busy server is asked again, and one that knows not all options without them."""
    import openai

    told: list[Any] = [{"role": one.role, "content": one.content} for one in messages]
    options: dict[str, Any] = {"temperature": 0, "max_tokens": MAX_TOKENS}
    pause, until = RETRY_SECONDS, time.monotonic() + endpoint.first_seconds
    while True:
        try:
            stream: openai.Stream[ChatCompletionChunk] = client.chat.completions.create(
                model=endpoint.model, messages=told, stream=True, **options
            )
        except openai.BadRequestError as error:
            if _is_too_long(error):
                raise ContextTooLong("cannot read as much at once as the sources hold") from error
            if not options:
                raise
            options = {}
        except openai.APIStatusError as error:
            if error.status_code not in _BUSY or time.monotonic() + pause > until or over.wait(pause):
                raise
            pause = min(2 * pause, LONGEST_RETRY_SECONDS)
        else:
            return stream


def _delta(chunk: ChatCompletionChunk, ended: str) -> tuple[str, str]:
    """The text of a chunk and how the answer ended; a chunk may hold neither (usage, a thought, a sign of life)."""
    if not chunk.choices:
        return "", ended
    choice = chunk.choices[0]
    text = choice.delta.content if choice.delta else None
    if text is not None and not isinstance(text, str):
        raise ModelError(_UNREADABLE)
    return text or "", choice.finish_reason or ended


def _is_too_long(error: openai.BadRequestError) -> bool:
    told = str(error).casefold()
    return "context" in told or "too long" in told or "maximum length" in told


def _kind(content_type: str) -> str:
    plain = content_type.split(";")[0].strip().casefold()
    return {"text/html": "a web page", "application/json": "one piece of JSON"}.get(plain, "something else")


def _told(error: Exception, endpoint: Endpoint) -> ModelError:
    """What went wrong, in words of ours only."""
    import openai

    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        if 300 <= status < 400:
            return ModelError(f"is at another address (HTTP {status}); name that one in TRACKER_LLM_URL")
        general = "failed" if status >= 500 else "did not accept the question"
        return ModelError(_BY_STATUS.get(status, f"{general} (HTTP {status})"))
    if isinstance(error, openai.APITimeoutError):
        return ModelError(f"gave no word for {endpoint.first_seconds:g} seconds")
    if isinstance(error, openai.APIConnectionError):
        return ModelError(f"cannot be reached at {endpoint.host}")
    if isinstance(error, (ValueError, TypeError, AttributeError, LookupError)):
        return ModelError(_UNREADABLE)
    return ModelError(_BROKE_OFF)
