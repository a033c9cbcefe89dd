"""POST /link/hello and /link/session (PROTOCOL.md LK2)."""

from datetime import timedelta

from tests.province.conftest import Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_server.keys import SigningKey


async def test_a_session_tells_where_the_journal_stands(hub: Hub) -> None:
    node = await hub.node()
    node.register(1)
    await node.send()
    assert (await node.open()).head == node.head


async def test_an_unknown_journal_is_refused(hub: Hub) -> None:
    content = b'{"v":1,"journal":"x","instance":"y","challenge":"' + b"A" * 43 + b'="}'
    reply = await hub.client.post("/link/hello", content=content)
    assert (reply.status_code, code_of(reply)) == (401, "PEER_UNKNOWN")


async def test_a_signature_by_another_key_is_refused(hub: Hub) -> None:
    node = await hub.node()
    challenge = (await node.hello()).challenge
    reply = await node.answer(challenge, key=SigningKey.generate())
    assert (reply.status_code, code_of(reply)) == (401, "PEER_SIGNATURE_WRONG")


async def test_a_challenge_serves_once(hub: Hub) -> None:
    node = await hub.node()
    challenge = (await node.hello()).challenge
    assert (await node.answer(challenge)).is_success
    assert code_of(await node.answer(challenge)) == "SESSION_ENDED"


async def test_a_challenge_is_spent_by_a_wrong_answer_too(hub: Hub) -> None:
    node = await hub.node()
    challenge = (await node.hello()).challenge
    await node.answer(challenge, key=SigningKey.generate())
    assert code_of(await node.answer(challenge)) == "SESSION_ENDED"


async def test_a_challenge_expires(hub: Hub) -> None:
    node = await hub.node()
    challenge = (await node.hello()).challenge
    hub.clock.move(timedelta(minutes=3))
    assert code_of(await node.answer(challenge)) == "SESSION_ENDED"


async def test_strangers_cannot_pile_up_challenges(hub: Hub) -> None:
    node = await hub.node()
    for _ in range(25):
        await node.hello()
        hub.clock.move(timedelta(milliseconds=1))
    assert hub.count("challenges") == 20


async def test_a_token_ends_after_an_idle_hour_and_not_while_it_is_used(hub: Hub) -> None:
    node = await hub.node()
    for _ in range(3):
        hub.clock.move(timedelta(minutes=50))
        await node.inbox()
    hub.clock.move(timedelta(minutes=61))
    reply = await hub.client.get("/link/inbox", headers=node.headers)
    assert (reply.status_code, code_of(reply)) == (401, "SESSION_ENDED")


async def test_a_new_session_ends_the_earlier(hub: Hub) -> None:
    node = await hub.node()
    earlier = node.headers
    await node.open()
    assert code_of(await hub.client.get("/link/inbox", headers=earlier)) == "SESSION_ENDED"
    await node.inbox()


async def test_without_a_token_nothing_is_answered(hub: Hub) -> None:
    for headers in ({}, {"authorization": "Bearer"}, {"authorization": "Basic eDp5"}):
        reply = await hub.client.get("/link/inbox", headers=headers)
        assert (reply.status_code, code_of(reply)) == (401, "SESSION_ENDED")


async def test_i8_an_instance_that_returns_after_another_is_a_second_node(hub: Hub) -> None:
    node = await hub.node()
    node.instance = "instance-2"
    await node.open()
    node.instance = "instance-1"
    reply = await node.answer((await node.hello()).challenge)
    assert (reply.status_code, code_of(reply)) == (409, "SECOND_NODE")
    assert "instance-1" in reply.json()["detail"]
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "Hai máy dùng chung một danh tính" in page
    assert "instance-1" in page
    assert "instance-2" in page


async def test_the_second_node_does_not_end_the_session_of_the_first(hub: Hub) -> None:
    node = await hub.node()
    node.instance = "instance-2"
    await node.open()
    node.instance = "instance-1"
    await node.answer((await node.hello()).challenge)
    assert (await node.inbox()).messages == ()


async def test_of_a_token_only_its_hash_is_kept(hub: Hub) -> None:
    node = await hub.node()
    with hub.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM node_sessions").all()
    assert node.token
    assert node.token not in repr(rows)
    assert bytes.fromhex(node.token) not in repr(rows).encode()


async def test_a_node_that_was_never_paired_cannot_be_warned_about(hub: Hub) -> None:
    stranger = FakeNode(hub.client, slug="la")
    stranger.hub_key = b""
    reply = await stranger.answer(bytes(32))
    assert code_of(reply) == "SESSION_ENDED"
    assert hub.count("warnings") == 0
