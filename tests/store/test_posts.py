"""Plans of posts: their times, who gets to post them, and that a server's are its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.store.alerts.posts import LEASE, PostKind, PostPlan, ZoneError
from bot.store.state import GRACE_DAYS, State
from tests.store.conftest import Clock

SEEN = ("posts.seen", "now")


@given(
    at=some.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),
    zone=some.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    weekday=some.integers(0, 6),
    hour=some.integers(0, 23),
)
def test_the_next_time_is_later_at_that_hour_and_at_most_a_week_and_an_hour_away(
    at: datetime, zone: str, weekday: int, hour: int
) -> None:
    here, now = ZoneInfo(zone), at.replace(tzinfo=ZoneInfo(zone)).timestamp()
    for kind, days in ((PostKind.DIGEST, 7), (PostKind.ON_THIS_DAY, 1)):
        due = PostPlan(1, kind, 2, weekday=weekday, hour=hour, zone=zone).next_due(now)
        assert now < due <= now + days * 86_400 + 3600
        then = datetime.fromtimestamp(due, here)
        assert then.hour == hour or (then.hour == hour + 1 and then.utcoffset() != at.replace(tzinfo=here).utcoffset())
        assert kind is PostKind.ON_THIS_DAY or then.weekday() == weekday


def test_where_the_clocks_go_forward_and_back_it_is_posted_once_a_day() -> None:
    plan = PostPlan(1, PostKind.ON_THIS_DAY, 2, hour=2, zone="Europe/Paris")
    for first in (datetime(2025, 3, 29), datetime(2025, 10, 25)):
        at, days = first.replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp(), []
        for _ in range(3):
            at = plan.next_due(at)
            days.append(datetime.fromtimestamp(at, ZoneInfo("Europe/Paris")).day)
        assert days == [first.day, first.day + 1, first.day + 2]


async def test_of_two_processes_one_posts_and_after_its_death_the_other(tmp_path: Path) -> None:
    clock = Clock()
    one, other = await State.open(tmp_path, now=clock), await State.open(tmp_path, now=clock)
    await one.posts.set(PostPlan(1, PostKind.ARTICLES, 2))
    await one.posts.set(PostPlan(2, PostKind.DIGEST, 3, zone="Asia/Tokyo"))
    assert await one.posts.claim_due() == [], "nothing new"
    await one.posts.found([(None, "a"), (9, "of another server"), (1, "b")], SEEN)
    (due,) = await one.posts.claim_due()
    assert due.articles == ("a", "b")
    assert await other.posts.claim_due() == []
    await one.posts.sent(due.plan, ["a"])
    await one.close()
    clock.seconds += LEASE
    (again,) = await other.posts.claim_due()
    assert again.articles == ("b",)
    await other.posts.set(PostPlan(1, PostKind.ARTICLES, 7, hourly=True))  # an admin, meanwhile
    await other.posts.finish(again.plan)
    (plan,) = await other.posts.of(1)
    assert (plan.channel, plan.hourly, plan.due) == (7, True, plan.next_due(clock.seconds)), "the admin's counts"
    with pytest.raises(ZoneError):
        await other.posts.set(PostPlan(1, PostKind.DIGEST, 2, zone="Mars/Olympus"))
    await other.server_left(2)
    clock.pass_days(GRACE_DAYS)
    for server in await other.servers_to_forget():
        await other.forget_server(server)
    assert [await other.posts.of(server) for server in (1, 2)] == [[plan], []]
    await other.close()
