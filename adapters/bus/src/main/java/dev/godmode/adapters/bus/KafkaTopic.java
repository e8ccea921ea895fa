package dev.godmode.adapters.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where events lie in a Kafka: made when it is not there, and left as it is when it is. */
final class KafkaTopic {

  /** All events go there, however many partitions there are: the journal has one order. */
  static final int PARTITION = 0;

  /** More than an entry of the journal has; Kafka's own limit is an eighth of it. */
  static final int EVENT_BYTES_MAX = 8 << 20;

  /** What is older is forgotten, or a broker that nobody reads would fill up. */
  private static final long KEPT_BYTES_MAX = 1L << 30;

  private KafkaTopic() {}

  static void make(String name, Map<String, Object> settings)
      throws ExecutionException, InterruptedException {
    var admin = Admin.create(settings);
    try {
      if (!isThere(admin, name)) {
        admin.createTopics(List.of(topic(name))).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static boolean isThere(Admin admin, String name)
      throws ExecutionException, InterruptedException {
    try {
      return admin.describeTopics(List.of(name)).allTopicNames().get().containsKey(name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(PARTITION + 1), Optional.empty())
        .configs(
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(KEPT_BYTES_MAX),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(EVENT_BYTES_MAX)));
  }
}
