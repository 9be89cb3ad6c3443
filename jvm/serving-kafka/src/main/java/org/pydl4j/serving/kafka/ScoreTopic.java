package org.pydl4j.serving.kafka;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.api.Internal;
import org.pydl4j.serving.Command;
import org.pydl4j.serving.Stop;
import org.pydl4j.serving.model.SavedModel;
import org.pydl4j.serving.servable.Servable;

/** The command {@code kafka}: a topic scored until SIGTERM. */
@Internal
public final class ScoreTopic implements Command {
  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String usage() {
    return """
        kafka --conf kafka-scorer.properties
              scores a Kafka topic until it is stopped (SIGTERM, Ctrl-C); conf/kafka-scorer.properties is an example
        """;
  }

  @Override
  public List<String> options() {
    return List.of("conf");
  }

  @Override
  public void run(Map<String, String> options, PrintStream out, Stop stop) {
    KafkaScorerConf conf = KafkaScorerConf.read(Path.of(options.get("conf")));
    SavedModel saved = SavedModel.open(conf.model(), conf.outputs());
    try (Servable model = saved.servable()) {
      KafkaScorer scorer = new KafkaScorer(conf, model, saved.pipeline());
      stop.by(scorer::stop);
      out.println("Scoring topic " + conf.inputTopic() + " of " + conf.bootstrapServers() + " into "
          + conf.outputTopic() + " with model " + model.version() + " of " + conf.model() + ".");
      scorer.run();
      out.println("Stopped: " + scorer.progress() + ".");
    }
  }
}
