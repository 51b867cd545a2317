"""Periodic tasks: once a due instant, whoever asks, however often."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from huey.consumer import ConsumerStopped
from huey.registry import Message
from sqlalchemy import func, select

from app.kernel import clock, jobs
from app.kernel.jobs import JsonSerializer, TaskRun, every

NOON = clock.parse("2026-08-21 12:00:30Z")


@pytest.fixture
def ran(monkeypatch):
    """Only our own tasks are registered; what they did is listed here."""
    monkeypatch.setattr(jobs, "_tasks", {})
    return []


@pytest.fixture
def two_tasks(ran):
    @every(minutes=1)
    def a_minutely() -> None:
        ran.append("minutely")

    @every(minutes=60)
    def b_hourly() -> None:
        ran.append("hourly")

    return ran


def test_a_task_is_due_at_whole_steps():
    task = jobs.Task("x", 15, lambda: None)
    assert task.due_at(NOON + timedelta(minutes=29)) == datetime(
        2026, 8, 21, 12, 15, tzinfo=UTC
    )


def test_running_twice_in_a_minute_is_running_once(session, two_tasks):
    assert len(jobs.run_due(NOON)) == 2
    assert jobs.run_due(NOON + timedelta(seconds=20)) == []
    assert two_tasks == ["minutely", "hourly"]


def test_the_next_minute_is_due_again_the_hour_is_not(session, two_tasks):
    jobs.run_due(NOON)
    jobs.run_due(NOON + timedelta(minutes=1))
    jobs.run_due(NOON + timedelta(minutes=60))
    assert two_tasks == ["minutely", "hourly", "minutely", "minutely", "hourly"]


def test_a_task_that_fails_holds_up_no_other(session, two_tasks, caplog):
    @every(minutes=1)
    def a_broken() -> None:
        raise ZeroDivisionError

    logging.getLogger("cobuild").propagate = True
    names = jobs.run_due(NOON)
    logging.getLogger("cobuild").propagate = False
    assert [name.rsplit(".", 1)[1] for name in names] == ["a_minutely", "b_hourly"]
    assert "a_broken failed" in caplog.text


def test_run_all_runs_each_and_lets_failures_out(session, two_tasks):
    jobs.run_all()
    jobs.run_all()
    assert two_tasks == ["minutely", "hourly"] * 2

    @every(minutes=1)
    def c_broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.run_all()


def test_old_runs_are_forgotten(session, two_tasks):
    jobs.run_due(NOON)
    with clock.at(NOON + timedelta(days=6)):
        jobs.forget_old_runs()
    assert session.scalar(select(func.count(TaskRun.id))) == 2
    with clock.at(NOON + timedelta(days=8)):
        jobs.forget_old_runs()
    assert session.scalar(select(func.count(TaskRun.id))) == 0


def test_rival_ticks_run_a_task_once(world, two_tasks):
    gate = threading.Barrier(4)

    def tick() -> None:
        gate.wait()
        with world.app_context():
            jobs.run_due(NOON)

    rivals = [threading.Thread(target=tick) for _ in range(4)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(two_tasks) == ["hourly", "minutely"]


def test_messages_travel_as_json():
    serializer = JsonSerializer()
    when = datetime(2026, 8, 21, 12, tzinfo=UTC)
    message = Message(id="1", name="tick", eta=when, args=[7], kwargs={})
    stored = serializer.serialize(message)
    assert stored.startswith(b"{")
    assert serializer.deserialize(stored) == message
    assert serializer.deserialize(serializer.serialize([1, "a"])) == [1, "a"]


def test_chained_messages_are_refused():
    message = Message(id="1", name="tick", on_complete=Message(id="2", name="tock"))
    with pytest.raises(ValueError, match="not chained"):
        JsonSerializer().serialize(message)


def test_messages_that_are_not_plain_are_refused():
    message = Message(id="1", name="tick", args=[float("nan")])
    with pytest.raises(ValueError, match="JSON"):
        JsonSerializer().serialize(message)


def test_a_lock_is_held_by_one(tmp_path):
    handle = jobs.hold(tmp_path / "lock")
    assert handle is not None
    assert jobs.hold(tmp_path / "lock") is None
    jobs.release(handle)
    assert jobs.hold(tmp_path / "lock") is not None


def test_the_minute_of_the_queue_runs_what_is_due(world, two_tasks, tmp_path):
    queue = jobs.make_huey(world, tmp_path / "huey.sqlite")
    (tick,) = queue.read_periodic(NOON)
    queue.enqueue(tick)
    queue.execute(queue.dequeue())
    assert two_tasks == ["minutely", "hourly"]
    queue.storage.close()


def test_background_work_runs_and_ends(world, two_tasks, tmp_path):
    background = jobs.start_background(world, tmp_path)
    wait_for(lambda: "minutely" in two_tasks)
    background.stop()
    assert not background.is_alive()
    handle = jobs.hold(tmp_path / "background.lock")
    assert handle is not None
    jobs.release(handle)


def test_background_work_waits_for_the_lock(world, two_tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "RETRY_SECONDS", 0.02)
    handle = jobs.hold(tmp_path / "background.lock")
    background = jobs.start_background(world, tmp_path)
    time.sleep(0.1)
    assert background.is_alive()
    assert two_tasks == []
    background.stop()
    assert two_tasks == []
    jobs.release(handle)


def test_a_consumer_that_stops_by_itself_ends_the_work(world, tmp_path):
    class Tired:
        def loop(self, _seen):
            raise ConsumerStopped

    background = jobs.Embedded(world, tmp_path)
    background._consume(Tired())
    assert not background.halt.is_set()


def test_the_kernel_registers_its_own_task():
    names = [task.name for task in jobs.tasks()]
    assert "app.kernel.jobs.forget_old_runs" in names


def wait_for(is_done) -> None:
    """Give a thread some seconds to do what it is for."""
    until = time.monotonic() + 10
    while not is_done() and time.monotonic() < until:
        time.sleep(0.05)
    assert is_done()


def test_a_job_is_done_as_soon_as_someone_asks(app, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(jobs, "_queues", [])
    done = []

    @jobs.job("tests.errand")
    def errand() -> None:
        done.append("errand")

    jobs.soon("tests.errand")  # nobody works here yet: its sweep will find what is left
    queue = jobs.make_huey(app, tmp_path / "queue.sqlite")
    queue.immediate = True
    jobs.soon("tests.errand")
    assert done == ["errand"]
