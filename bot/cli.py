"""The command `tracker`: thin faces of plain functions. Data on stdout, everything else on stderr; exit 0, 1 or 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import machine
from bot.answer import Answer
from bot.arguments import count_argument, day_argument, file_lines, port_argument
from bot.desk_commands import add_desk_commands
from bot.evaluate_command import add_evaluate_command
from bot.ledger_commands import add_ledger_commands
from bot.progress import ProgressBar
from bot.render import headline, source
from bot.report import build_report, coverage_report
from bot.serve import serve
from bot.settings import Settings, load_settings
from bot.shown import plain
from bot.tracker import Tracker, build_corpus
from corpus.errors import BuildMismatch, DamagedBuild, NoBuild, SettingsError, TrackerError
from corpus.extraction.reader import NoReader, Reader
from embeddings.build import BuildSummary, published_build_id, published_manifest
from embeddings.encoder import load_encoder
from embeddings.search import Hit, Query

FAILED, USAGE = 1, 2
EXAMPLES = """examples:
  tracker build --corpus ~/articles      read, embed and index a folder of articles
  tracker chat                           open the chat in the browser
  tracker ask "What did Naqvi commit to?"
  tracker search "protection unit" -k 5
  tracker status
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except SettingsError as error:
        return _complain(error, USAGE)
    except TrackerError as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough; without this the interpreter complains as it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _complain(error: TrackerError, status: int) -> int:
    print(f"tracker: {error}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="tracker",
        description="Who undertook what, when, and where it is written.",
        epilog=EXAMPLES,
        formatter_class=form,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], summary: str, example: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=summary, description=summary, epilog=f"example:\n  {example}", formatter_class=form
        )
        added.add_argument("--data", metavar="DIR", help="folder of builds (default: your user data folder)")
        added.set_defaults(run=run)
        return added

    build = command(
        "build", _build, "Read a folder of articles and publish a new build", "tracker build --corpus ~/articles"
    )
    build.add_argument(
        "--corpus", metavar="DIR", help="folder of articles (default: the one built last, else the sample)"
    )
    build.add_argument("--without-ledger", action="store_true", help="do not read commitments: search only")
    build.add_argument("--json", action="store_true", help="print the summary as one JSON object")
    chat = command("chat", _chat, "Open the chat in the browser; builds first where there is no build", "tracker chat")
    chat.add_argument("--corpus", metavar="DIR", help="folder of articles that /rebuild reads")
    chat.add_argument(
        "--port", type=port_argument, metavar="N", help="port on this machine (default: 8000 or the next free one)"
    )
    chat.add_argument("--headless", action="store_true", help="do not open a browser")
    ask = command("ask", _ask, "Answer a question with numbered citations", 'tracker ask "What did Naqvi commit to?"')
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument("--as-of", type=day_argument, metavar="DATE", help="use only what was published by YYYY-MM-DD")
    ask.add_argument("--build", metavar="ID", help="answer from this build instead of the published one")
    ask.add_argument("--no-model", action="store_true", help="quotes only, even where a language model is set up")
    find = command("search", _search, "List the passages nearest to a query", 'tracker search "protection unit" -k 5')
    find.add_argument("query", nargs="?", help="the query")
    find.add_argument("-k", type=count_argument, default=10, metavar="N", help="how many hits (default: 10)")
    find.add_argument(
        "--since", type=day_argument, metavar="DATE", help="only articles published on or after YYYY-MM-DD"
    )
    find.add_argument(
        "--until", type=day_argument, metavar="DATE", help="only articles published on or before YYYY-MM-DD"
    )
    find.add_argument("--outlet", action="append", default=[], metavar="NAME", help="only this outlet; may be repeated")
    for added in (ask, find):
        added.add_argument(
            "--questions", metavar="FILE", help="JSON Lines of id, question, follows; - reads standard input"
        )
        added.add_argument("--json", action="store_true", help="print JSON, one object a line")
    add_ledger_commands(command)
    add_desk_commands(command)
    add_evaluate_command(command)
    status = command(
        "status", _status, "Tell what is published: counts, dates, encoder, age, skipped files", "tracker status"
    )
    status.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _build(options: argparse.Namespace) -> int:
    settings = load_settings(data=options.data, corpus=options.corpus)
    summary = _make_build(settings, NoReader() if options.without_ledger else None)
    print(machine.line(machine.summary_object(summary)) if options.json else build_report(summary))
    return 0


def _make_build(settings: Settings, reader: Reader | None = None) -> BuildSummary:
    encoder = load_encoder(settings.encoder)
    with ProgressBar(sys.stderr) as bar:
        return build_corpus(settings, encoder, bar.show, reader=reader)


def _chat(options: argparse.Namespace) -> int:
    settings = load_settings(data=options.data, corpus=options.corpus)
    if _needs_build(settings):
        print(build_report(_make_build(settings)), file=sys.stderr)
    return serve(settings, port=options.port, headless=options.headless, say=lambda address: print(address, flush=True))


def _needs_build(settings: Settings) -> bool:
    """Whether nothing is published, or only a build in another format, which is made anew from its own corpus.

    Of one that is damaged the chat tells in the page.
    """
    try:
        return published_manifest(settings.data) is None
    except DamagedBuild:
        return False
    except BuildMismatch:
        print("the index was made by another version of this program; it is made anew", file=sys.stderr)
        return True


def _ask(options: argparse.Namespace) -> int:
    asked = _asked(options, options.question)
    tracker = Tracker.open(load_settings(data=options.data), build_id=options.build)

    def answered(text: str, previous: tuple[Answer, ...]) -> Answer:
        answer = tracker.ask(text, previous=previous, as_of=options.as_of)
        return answer if options.no_model else tracker.write(answer)

    for one, answer in machine.in_conversation(asked, answered):
        if options.json:
            print(machine.line(machine.answer_object(answer, question_id=one.question_id or None)))
        else:
            _print_titled(one.question, plain(answer), alone=len(asked) == 1)
    return 0


def _search(options: argparse.Namespace) -> int:
    asked = _asked(options, options.query)
    wanted = Query("", k=options.k, since=options.since, until=options.until, outlets=tuple(options.outlet))
    tracker = Tracker.open(load_settings(data=options.data))
    for one in asked:
        hits = tracker.search(replace(wanted, text=one.question))
        if options.json:
            print(machine.line(machine.hits_object(hits, question_id=one.question_id or None)))
        else:
            _print_titled(
                one.question,
                "\n\n".join(map(_hit, hits)) or "no passage shares a word or a sense with this",
                alone=len(asked) == 1,
            )
    return 0


def _status(options: argparse.Namespace) -> int:
    settings = load_settings(data=options.data)
    if published_build_id(settings.data) is None:
        raise NoBuild(f"nothing is published in {settings.data}; make a build with: tracker build")
    coverage = Tracker.open(settings).coverage()
    print(machine.line(machine.status_object(coverage)) if options.json else coverage_report(coverage))
    return 0


def _asked(options: argparse.Namespace, text: str | None) -> tuple[machine.AskedQuestion, ...]:
    """The one question of the command line, or those of the file."""
    if (text is None) == (options.questions is None):
        raise SettingsError("give either one question or --questions FILE; see --help for an example")
    if text is not None:
        return (machine.AskedQuestion("", text, None),)
    return machine.read_questions(file_lines(options.questions, "questions"), name=options.questions)


def _print_titled(title: str, text: str, *, alone: bool) -> None:
    print(text if alone else f"# {title}\n{text}\n")


def _hit(hit: Hit) -> str:
    span = hit.passage.span
    where = f"{hit.article.path}, characters {span.start_char}–{span.end_char}; score {hit.score:.3f}"
    return f"{hit.rank}. {headline(hit.article)}\n   {source(hit.article)} ({where})\n{hit.passage.text}"


if __name__ == "__main__":
    sys.exit(main())
