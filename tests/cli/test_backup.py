"""`backup` and `restore` as an operator types them, beside a real bot."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from bot.model import Verdict
from bot.store.state import State
from tests.cli.conftest import Run
from tests.reliability.running import running

FILE = "before-the-upgrade.zip"


async def one_question(data: Path) -> None:
    state = await State.open(data)
    await state.servers.change(77, keep_questions=True)
    await state.questions.keep(77, 1001, "Who?", Verdict.NOTHING)
    await state.close()


async def test_a_backup_beside_a_running_bot_is_put_back_once_it_has_stopped(
    bot_process: Run, corpus: Path, tmp_path: Path
) -> None:
    await one_question(tmp_path / "data")
    async with running(tmp_path, "preview", "--port", "0", CORPUS=str(corpus)) as preview:
        await preview.says("The preview is open at")
        made = await asyncio.to_thread(bot_process, "backup", FILE)
        assert made.returncode == 0, made.stderr
        assert "read back and found right" in made.stdout
        refused = await asyncio.to_thread(bot_process, "restore", FILE)
        assert refused.returncode == 6
        assert "A bot is running" in refused.stderr
        preview.told(signal.SIGTERM)
        assert await preview.ends() == 0
    state = await State.open(tmp_path / "data")
    assert await state.forget(1001) == 1
    await state.close()
    done = await asyncio.to_thread(bot_process, "restore", FILE)
    assert done.returncode == 0, done.stderr
    assert "What was there before is in" in done.stdout
    state = await State.open(tmp_path / "data")
    assert await state.forget(1001) == 1, "it is there again"
    await state.close()


def test_where_there_is_no_state_there_is_nothing_to_back_up(bot: Run, tmp_path: Path) -> None:
    done = bot("backup", FILE)
    assert done.returncode == 6
    assert "There is no state at" in done.stderr
    assert not (tmp_path / FILE).exists()
