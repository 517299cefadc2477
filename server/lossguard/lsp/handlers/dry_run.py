"""``workspace/executeCommand`` with ``lossguard.server.dryRun``, and the lenses that offer it.

Its argument is an object: ``uri`` of an open script or notebook, and if the client likes ``arguments`` (the script's
own command line), ``mode``, ``rows``, ``device``, ``timeout``, ``folder`` (to run it in).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from lossguard.findings.finding import Message
from lossguard.lsp import words
from lossguard.lsp.documents import OpenDocument
from lossguard.lsp.handlers import watched_files
from lossguard.lsp.progress import Progress

if TYPE_CHECKING:
    from lossguard.dryrun.result import Result
    from lossguard.lsp.dry_runs import DryRuns, Request
    from lossguard.lsp.language_server import LossguardServer

COMMAND = "lossguard.server.dryRun"


def register(server: "LossguardServer") -> None:
    # Made when it is first asked for: the start of the server does not wait for it.
    made: list[DryRuns] = []

    def dry_runs() -> "DryRuns":
        from lossguard.lsp.dry_runs import DryRuns

        if not made:
            made.append(DryRuns(server.documents, server.live))
        return made[0]

    async def dry_run(params: types.ExecuteCommandParams) -> dict[str, Any]:
        from lossguard.dryrun.phases import doing
        from lossguard.lsp.dry_runs import Refused

        document, request = _asked(server, params)
        name = document.uri.rpartition("/")[2]
        say = server.live.presenter.text
        title = say(Message(words.DRY_RUN_OF, {"name": name}))
        progress = Progress(server, params.work_done_token, title)
        runs = dry_runs()
        work = object()
        try:
            run = runs.begin(document, request, server.folders(), lambda one: progress.say(say(doing(one))))
            progress.begin(run.cancel)
            server.status.begin(work, title)
            result = await runs.finish(document, run)
        except Refused as refused:
            return {"outcome": "refused", "summary": say(refused.reason), "python": refused.python}
        finally:
            progress.end()
            server.status.end(work)
        if any(finding.place.part not in run.plan.document.parts for finding in result.findings):
            watched_files.watch_sources(server)  # what is shown of closed files goes when they change
        return _answer(server, result, name)

    server.command(COMMAND)(dry_run)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    def code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        uri = params.text_document.uri
        document = server.documents.get(uri)
        report = server.live.report(document) if document else None
        if document is None or report is None or document.analysis is None or report.broken or document.path is None:
            return []
        command = types.Command(
            server.live.presenter.text(Message(words.DRY_RUN)), COMMAND, arguments=[{"uri": document.uri}]
        )
        rows = _rows(document, uri)
        return [types.CodeLens(types.Range(types.Position(row, 0), types.Position(row, 0)), command) for row in rows]


def _rows(document: OpenDocument, uri: str) -> list[int]:
    """The rows of a part on which something that trains is made or begins to train."""
    assert document.analysis is not None
    part = document.open_parts[uri].part
    program = document.analysis.context().program
    places = [place for one in program.trainings for place in (one.place, one.object.made) if place is not None]
    places += [loop.node.place for loop in program.loops]
    return sorted({part.lines.position(place.span[0])[0] for place in places if place.part is part})


def _asked(server: "LossguardServer", params: types.ExecuteCommandParams) -> "tuple[OpenDocument, Request]":
    from lossguard.lsp.dry_runs import Request

    given = params.arguments[0] if params.arguments else None
    if not isinstance(given, Mapping):
        raise JsonRpcInvalidParams(f"{COMMAND} takes an object with the uri of a document")
    document = server.documents.get(str(given.get("uri")))
    if document is None:
        raise JsonRpcInvalidParams(f"There is no open script or notebook {given.get('uri')!r}")
    options = {name: _option(name, given[name], fits) for name, fits in _OPTIONS.items() if given.get(name) is not None}
    return document, Request(arguments=tuple(options.pop("arguments", ())), **options)


_OPTIONS: dict[str, Callable[[Any], bool]] = {
    "arguments": lambda given: isinstance(given, list) and all(isinstance(one, str) for one in given),
    "mode": lambda given: given in ("tiny", "full"),
    "rows": lambda given: type(given) is int and given > 0,
    "device": lambda given: given in ("auto", "cpu", "cuda"),
    "folder": lambda given: isinstance(given, str),
    "timeout": lambda given: type(given) in (int, float) and given > 0,
}


def _option(name: str, given: Any, fits: Callable[[Any], bool]) -> Any:
    if not fits(given):
        raise JsonRpcInvalidParams(f"{COMMAND}: {given!r} is no value of {name}")
    return given


def _answer(server: "LossguardServer", result: "Result", name: str) -> dict[str, Any]:
    from lossguard.lsp.dry_run_report import counts, report

    presenter = server.live.presenter
    return {
        "outcome": result.outcome.value,
        "summary": presenter.text(result.summary),
        **counts(result.findings),
        "seconds": round(result.seconds, 3),
        "required": [one.flags[0] for one in result.arguments if one.required and one.flags],
        "report": report(result, name, presenter),
    }
