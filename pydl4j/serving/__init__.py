"""Answers from saved models: `Predictor` in this process, `KafkaScorer` over Kafka's topics.

The same model file serves without Python: ``java -cp 'build/jars/*:build/jars/lib/*' org.pydl4j.serving.Main``.
"""

from pydl4j.serving.kafka import KafkaMessage, KafkaProgress, KafkaScorer, KafkaTopic
from pydl4j.serving.predictor import Prediction, Predictor, Tensor

__all__ = ["KafkaMessage", "KafkaProgress", "KafkaScorer", "KafkaTopic", "Prediction", "Predictor", "Tensor"]
