"""The start of the language server: ``python -m lossguard.lsp.server`` or ``lossguard server``."""

import asyncio
import gc
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lossguard.lsp.transport import Input, Output, take_standard_streams

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


async def serve(server: "LossguardServer", incoming: int, outgoing: int) -> int:
    """Answer messages until the client says ``exit`` or is gone; returns the exit status."""
    source = server.input = Input(incoming)
    server.protocol.set_writer(Output(outgoing, gone=source.end))
    source.start()
    while (body := await source.take()) is not None:
        if not server.rpc.receive(body):
            break
        await asyncio.sleep(0)  # what is due has its turn between two messages
    return 0 if server.rpc.was_shut_down else 1


def create_server() -> "LossguardServer":
    """A server with all its features, not started."""
    from lossguard.lsp.language_server import create_server

    return create_server()


def main(argv: Sequence[str] = ()) -> int:  # noqa: ARG001 - see below
    """Run over standard input and output, the only transport: ``--stdio`` and other options are accepted."""
    gc.disable()  # nothing made during the start is garbage: the imports take 10 % less
    incoming, outgoing = take_standard_streams()
    server = create_server()
    # What pygls logs of errors is also reported to the server, which puts it into the client's log.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    gc.freeze()
    gc.enable()
    return asyncio.run(serve(server, incoming, outgoing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
