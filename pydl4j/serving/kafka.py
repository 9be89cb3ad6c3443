"""Scoring Kafka's topics, and their other end."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from pydl4j import _jvm
from pydl4j._handle import Handle


@dataclass(frozen=True)
class KafkaProgress:
    """What a scorer has done: answers, dead letters, and the transactions (or flushes) that carried them."""

    answered: int
    dead_letters: int
    commits: int


class KafkaScorer:
    """Scores a topic on a Java thread of this process until stopped; make it with `start`.

    In production the same runs without Python: ``org.pydl4j.serving.Main kafka --conf conf/kafka-scorer.properties``.
    Each answer carries its example's key and the headers ``pydl4j-model-version`` and ``pydl4j-origin``; what cannot be
    scored goes to the dead-letter topic with ``pydl4j-reason``, cut where it is too large for one record.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    @classmethod
    def start(
        cls,
        model: str | os.PathLike[str],
        *,
        bootstrap_servers: str,
        topic: str,
        output_topic: str | None = None,
        dead_letter_topic: str | None = None,
        format: str = "json",
        answer_format: str | None = None,
        codec: Mapping[str, str] | None = None,
        outputs: Iterable[str] = (),
        delivery: Literal["exactly_once", "at_least_once"] = "exactly_once",
        group_id: str | None = None,
        transactional_id: str | None = None,
        batch_rows: int | None = None,
        poll_records: int | None = None,
        commit_bytes: int | None = None,
        commit_delay_ms: int | None = None,
        record_max_bytes: int | None = None,
        kafka: Mapping[str, str] | None = None,
    ) -> KafkaScorer:
        """Starts to score.

        Parameters
        ----------
        model : path-like
            The saved model.
        bootstrap_servers : str
            ``host:port``, comma-separated.
        topic : str
            Where examples come from; all partitions are read.
        output_topic, dead_letter_topic : str, optional
            By default the topic's name with ``-answers`` and ``-dead-letters``.
        format : str
            "json" (``[0.1, 0.2, ...]``, or an object of arrays by the inputs' names; answered by
            ``{"output": [...], "class": 3}``), "raw" (little-endian numbers of all inputs, or outputs, in their types);
            "row" (a JSON object of columns) and "image" (an image file) go through the pipeline saved with the model;
            or the class name of any Kafka Deserializer.
        answer_format : str, optional
            "json", "raw" or the class name of a Kafka Serializer; by default what goes with `format`.
        codec : mapping of str to str, optional
            What such classes are configured with.
        outputs : names, optional
            Outputs that are answered; by default all of a network, of a SameDiff graph what needs no labels.
        delivery : {"exactly_once", "at_least_once"}
            What holds after a crash and a restart.
        group_id, transactional_id : str, optional
            The consumer group, and this scorer's name within it, which it keeps when restarted.
        batch_rows, poll_records : int, optional
            Most examples scored at once, and most records that one poll gives; 256 and 10,000.
        commit_bytes, commit_delay_ms : int, optional
            Most bytes of answers in one transaction, and how long they wait for company; 8 MiB and 5 ms.
        record_max_bytes : int, optional
            Longest value that is decoded; longer ones are dead letters; 16 MiB.
        kafka : mapping of str to str, optional
            Settings of Kafka's clients; ``consumer.`` or ``producer.`` before a name is for one of them.

        Returns
        -------
        KafkaScorer
            Also a context manager, which stops at the end.

        Raises
        ------
        ValueError
            When the model cannot be loaded or a setting is wrong.
        """
        settings = {
            "model": os.fspath(model),
            "bootstrap.servers": bootstrap_servers,
            "topic.input": topic,
            "topic.output": output_topic,
            "topic.dead_letter": dead_letter_topic,
            "format": format,
            "delivery": delivery,
            "group.id": group_id,
            "transactional.id": transactional_id,
            "answer.format": answer_format,
            "model.outputs": ",".join(outputs) or None,
            "batch.rows": batch_rows,
            "poll.records": poll_records,
            "commit.bytes": commit_bytes,
            "commit.delay.ms": commit_delay_ms,
            "record.max.bytes": record_max_bytes,
            **{f"codec.{name}": value for name, value in (codec or {}).items()},
            **{f"kafka.{name}": value for name, value in (kafka or {}).items()},
        }
        given = {name: str(value) for name, value in settings.items() if value is not None}
        return cls(Handle(_jvm.call("LocalServing", "startKafka", json.dumps(given)), "scorer"))

    def progress(self) -> KafkaProgress:
        """What was done so far; raises what ended the scorer, if anything did."""
        now = json.loads(_jvm.call("LocalServing", "kafkaProgress", self._handle.number))
        return KafkaProgress(answered=now["answered"], dead_letters=now["deadLetters"], commits=now["commits"])

    def stop(self) -> None:
        """Finishes the batch under way and stops; does nothing the second time."""
        if not self._handle.closed:
            try:
                _jvm.call("LocalServing", "stopKafka", self._handle.number)
            finally:
                self._handle.close()

    def __enter__(self) -> KafkaScorer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


@dataclass(frozen=True)
class KafkaMessage:
    """A record: key and headers as text, the value as it is."""

    key: str | None
    value: bytes | None
    headers: dict[str, str]


@dataclass(frozen=True)
class KafkaTopic:
    """A topic seen from a scorer's other end, for demos and first steps; a program of its own would use a Kafka client.

    Parameters
    ----------
    bootstrap_servers : str
        ``host:port``, comma-separated.
    name : str
        The topic's name.
    """

    bootstrap_servers: str
    name: str

    def create(self, *, partitions: int = 1) -> None:
        """Makes the topic, with one replica, where it is not there yet."""
        _jvm.call("LocalServing", "createTopic", self.bootstrap_servers, self.name, partitions)

    def send(self, values: Iterable[bytes], *, first: int = 0) -> None:
        """Sends values in order with their numbers from `first` on as keys; returns when the brokers have them."""
        texts = json.dumps([base64.b64encode(value).decode() for value in values])
        _jvm.call("LocalServing", "send", self.bootstrap_servers, self.name, texts, first)

    def read(self, count: int, *, timeout_s: float) -> list[KafkaMessage]:
        """Committed records from the topic's beginning, all partitions, until there are `count` or time is up."""
        text = _jvm.run_long("LocalServing", "read", self.bootstrap_servers, self.name, count, int(timeout_s * 1000))
        return [
            KafkaMessage(m.get("key"), None if m.get("value") is None else base64.b64decode(m["value"]), m["headers"])
            for m in json.loads(text)
        ]
