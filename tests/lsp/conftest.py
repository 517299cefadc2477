"""A server per editor for each module of tests; documents have URIs of their own."""

from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig

from tests.lsp.editor import EDITORS, SERVER, Client, Editor, capabilities_of

CONFIG = ClientServerConfig(server_command=SERVER, client_factory=Client)


@pytest_lsp.fixture(config=CONFIG, params=EDITORS, scope="module")
async def client(client: Client, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    result = await client.initialize_session(
        types.InitializeParams(capabilities=capabilities_of(request.param), root_uri="file:///work")
    )
    client.encoding = str(result.capabilities.position_encoding)
    yield
    await client.shutdown_session()


@pytest.fixture
def editor(client: Client) -> Editor:
    return Editor(client)
