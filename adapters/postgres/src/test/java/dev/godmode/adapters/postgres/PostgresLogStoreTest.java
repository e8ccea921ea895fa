package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.log.LogStore;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.contract.LogStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLogStoreTest extends LogStoreContract {

  private final PostgresStore store = PostgresStore.open(Database.fresh());
  private final LogStore logs = store.logs();

  @Override
  protected LogStore logs() {
    return logs;
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_is_older_than_its_age_goes_and_what_is_younger_stays() {
    var line = new LogLine(1, Instant.EPOCH, LogLine.Source.STDOUT, "kept today", false);
    var attempt = new AttemptKey(new TaskId("t"), 1, 1);
    logs.append(attempt, LogChunks.encode(1, List.of(line)));

    assertThat(logs.expire(Duration.ofDays(1))).isZero();
    assertThat(logs.expire(Duration.ZERO)).isEqualTo(1);
    assertThat(logs.read(attempt.task(), 1, 1, 10)).isEmpty();
  }
}
