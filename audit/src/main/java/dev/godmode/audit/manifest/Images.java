package dev.godmode.audit.manifest;

import java.util.regex.Pattern;

/** What the name of a container's image tells. */
public final class Images {

  private static final Pattern DATABASE =
      Pattern.compile(
          ".*\\b(postgres|postgresql|pgvector|timescaledb|mysql|mariadb|mongo|redis|valkey|qdrant|milvus|neo4j"
              + "|elasticsearch|opensearch|clickhouse|cassandra|memcached|rabbitmq|nats|kafka|etcd|influxdb|couchdb"
              + "|weaviate|chroma)\\b.*");

  private Images() {}

  /** Whether it is a database, a queue, or another keeper of data. */
  public static boolean isDatabase(String image) {
    return DATABASE.matcher(image.substring(image.indexOf('/') + 1)).matches();
  }

  /** Whether what it stands for may change without notice: no tag, or the tag {@code latest}. */
  public static boolean isUnpinned(String image) {
    if (image.isBlank() || image.contains("@sha256:") || image.contains("$")) {
      return false;
    }
    var name = image.substring(image.lastIndexOf('/') + 1);
    return !name.contains(":") || name.endsWith(":latest");
  }
}
