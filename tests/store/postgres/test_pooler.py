"""Behind pgbouncer with transaction pooling: each transaction may be another connection of the server's."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import Verdict
from bot.store.state import State
from tests.store.conftest import ANNA, HERALD, on_postgres
from tests.store.postgres.server import PASSWORD, PostgresServer, _user

pytestmark = on_postgres


@pytest.fixture
def pooled_url(postgres: PostgresServer) -> Iterator[str]:
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed here (apt-get install pgbouncer)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pgbouncer-", dir="/tmp"))  # whose path the pooler's user may read
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host=127.0.0.1 port={postgres.port} user=clip password='{PASSWORD}'\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\nunix_socket_dir =\n"
        "pool_mode = transaction\ndefault_pool_size = 3\nserver_reset_query_always = 1\n"
        "server_reset_query = DISCARD ALL\nserver_round_robin = 1\n"
    )
    folder.chmod(0o755)
    with subprocess.Popen([program, str(settings)], user=_user(), stderr=subprocess.DEVNULL) as pooler:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield postgres.url().replace(f":{postgres.port}/", f":{port}/")
        pooler.terminate()
    shutil.rmtree(folder)


async def test_everything_works_though_no_session_is_ours(
    pooled_url: str, postgres: PostgresServer, tmp_path: Path, kind: str
) -> None:
    await (await State.open(tmp_path, postgres.url())).close()  # the tables were made without a pooler
    states = [await State.open(tmp_path / str(number), pooled_url) for number in range(3)]
    await states[0].servers.change(HERALD, keep_questions=True, excerpts=5)

    async def use(state: State, number: int) -> None:
        await state.questions.keep(HERALD, ANNA + number, f"Question {number}?", Verdict.NOTHING)
        await state.memory.put("view", str(number), {"offset": number}, seconds=1e6)
        await state.audit.add(HERALD, ANNA, "reload", str(number))

    await asyncio.gather(*(use(state, number) for number in range(10) for state in states))
    assert (await states[1].servers.read(HERALD)).excerpts == 5
    assert len(await states[2].questions.unanswered(HERALD)) == 30
    assert await states[0].memory.get("view", "7") == {"offset": 7}
    assert len(await states[1].audit.entries(HERALD, limit=99)) == 30
    assert await states[2].forget(ANNA) == 3
    assert await states[0].sweep() >= 0
    for state in states:
        await state.close()
