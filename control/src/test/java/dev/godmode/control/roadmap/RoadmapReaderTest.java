package dev.godmode.control.roadmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.World.QuarantinedLine;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Throttle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoadmapReaderTest {

  @Test
  void a_row_in_the_fields_own_shape_is_understood() throws IOException {
    var row =
        only(
            """
            {"id": 12, "name": "Landing page", "goal": "Write it.", "agent_type": "builder", "status": "in_progress", "attempts": 2, "last_result": "half", "last_error": "Reached max steps", "updated_at": "2025-10-01T10:00:00", "assigned_to": "mac-mini", "priority": "high", "type": "content", "tags": ["seo"], "opportunity_id": 7, "eta_hours": 3.5, "metadata": {"a": [1, 2]}}
            """);

    assertThat(row.key()).isEqualTo("12");
    assertThat(row.status()).isEqualTo(RowStatus.RUNNING);
    assertThat(row.attempts()).isEqualTo(2);
    assertThat(row.lastError()).isEqualTo("Reached max steps");
    assertThat(row.spec())
        .extracting(
            TaskSpec::name,
            TaskSpec::agentType,
            TaskSpec::stream,
            TaskSpec::priority,
            TaskSpec::requires)
        .containsExactly("Landing page", "builder", "7", 50, Set.of());
  }

  @Test
  void all_that_a_task_can_ask_for_can_be_written() throws IOException {
    var row =
        only(
            """
            {"id":"x","title":"X","command":["make","all"],"acceptance":["test -s a",{"name":"b","command":"true","timeout":"5s"}],"skills":"git","prefers":["gpu"],"after":[1,"two"],"timeout":90,"retries":2,"due":"2027-01-31","needs_approval":true,"env":{"A":"b","N":1},"business_id":"shop"}
            """);

    assertThat(row.after()).containsExactlyInAnyOrder("1", "two");
    assertThat(row.spec().command()).containsExactly("make", "all");
    assertThat(row.spec().checks())
        .containsExactly(
            Check.shell("test -s a"),
            new Check("b", List.of("/bin/sh", "-c", "true"), Duration.ofSeconds(5)));
    assertThat(row.spec().requires()).containsExactly("git");
    assertThat(row.spec().prefers()).containsExactly("gpu");
    assertThat(row.spec().timeout()).contains(Duration.ofSeconds(90));
    assertThat(row.spec().maxAttempts()).contains(2);
    assertThat(row.spec().deadline()).contains(Instant.parse("2027-01-31T23:59:59.999999999Z"));
    assertThat(row.spec().approval()).isTrue();
    assertThat(row.spec().env()).isEqualTo(Map.of("A", "b", "N", "1"));
    assertThat(row.spec().stream()).isEqualTo("shop");
  }

  @ParameterizedTest
  @CsvSource({
    "pending,PENDING", "todo,PENDING", "Open,PENDING", "queued,PENDING", "running,RUNNING",
    "in_progress,RUNNING", "In Progress,RUNNING", "done,DONE", "completed,DONE", "success,DONE",
    "failed,FAILED", "error,FAILED", "blocked,BLOCKED", "paused,PAUSED", "held,PAUSED",
    "cancelled,CANCELLED", "canceled,CANCELLED"
  })
  void statuses_are_known_by_all_their_words(String word, RowStatus status) throws IOException {
    assertThat(only("{\"id\":1,\"name\":\"a\",\"status\":\"%s\"}".formatted(word)).status())
        .isEqualTo(status);
  }

  @Test
  void what_a_task_asks_of_its_node_is_understood() throws IOException {
    var row =
        only(
            """
            {"id":"x","name":"X","requires":["java>=21"],"demand":{"cores":1.5,"memory":"4GiB","gpus":1,"gpu_memory":"24g","gpu_model":"a100","node":"forge","sticky":"checkout","sticky_required":true},"throttle":{"key":"site:example.org","max_running":2,"per_minute":30}}
            """);

    assertThat(row.spec().demand())
        .isEqualTo(
            new Demand(
                Optional.of(1.5),
                Optional.of(4L << 30),
                Optional.of(1),
                Optional.of(24L << 30),
                Optional.of("a100"),
                Optional.of("forge"),
                Optional.of(new Sticky(Optional.of("checkout"), Optional.of(true)))));
    assertThat(row.spec().throttle())
        .contains(new Throttle("site:example.org", Optional.of(2), Optional.of(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"demand":{"cores":-1}}                 | demand: 'cores' must be a number from 0, was -1
          {"demand":{"memory":"lots"}}            | demand: 'memory' must be a number of bytes, or written like 512MiB, 4GiB or 4g, was "lots"
          {"demand":7}                            | 'demand' must be an object, was 7
          {"demand":{"sticky_required":true}}     | demand: 'sticky_required' needs 'sticky': a key, or "own"
          {"throttle":{"max_running":2}}          | throttle: has no 'key'
          {"throttle":{"key":"k","per_minute":0}} | throttle: 'per_minute' must be a whole number from 1 to 6000, was 0
          """)
  void a_demand_that_cannot_be_is_put_aside_with_what_is_wrong(String fields, String reason)
      throws IOException {
    var text = read("{\"id\":1,\"name\":\"a\"," + fields.substring(1) + "\n");

    assertThat(text.quarantined()).singleElement().asString().contains(reason);
  }

  @Test
  void a_name_falls_back_to_the_first_line_of_the_goal() throws IOException {
    assertThat(only("{\"id\":1,\"name\":\" \",\"goal\":\"\\n First.\\nSecond.\"}").spec().name())
        .isEqualTo("First.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1, 2]                                          | is not a JSON object
          {"name": "a"}                                   | has no id
          {"id": 1}                                       | has neither a name nor a goal
          {"id": 1.5, "name": "a"}                        | 'id' must be a text or a whole number, was 1.5
          {"id": "../etc", "name": "a"}                   | the id '../etc' must be at most 100 characters without '/', '\\' or control characters
          {"id": 1, "name": "a", "status": "pendign"}     | unknown status 'pendign' (did you mean 'pending'?)
          {"id": 1, "name": "a", "status": 3}             | 'status' must be a text, was 3
          {"id": 1, "name": "a", "priority": 101}         | 'priority' must be a whole number from -100 to 100, was 101
          {"id": 1, "name": "a", "priority": "P1"}        | 'priority' must be one of low, normal, medium, high, urgent, critical, or a whole number from -100 to 100, was "P1"
          {"id": 1, "name": "a", "timeout": "soon"}       | 'timeout' must be a number of seconds, or written like 30s, 5m or 1h30m, was "soon"
          {"id": 1, "name": "a", "checks": [{}]}          | 'checks' must be a check with a command, was {}
          {"id": 1, "name": ["a"], "env": {"A B": "c"}}   | 'name' must be a text, was ["a"]; has neither a name nor a goal; 'env' must be an object of variable names and plain values, was {"A B":"c"}
          """)
  void what_is_wrong_with_a_row_is_said_all_at_once(String line, String reason) throws IOException {
    assertThat(read(line + "\n").quarantined()).containsExactly(new QuarantinedLine(1, reason));
  }

  @Test
  void bad_lines_are_put_aside_with_their_numbers_and_the_rest_is_read() throws IOException {
    var text =
        read(
            """
            {"id": 1, "name": "a"}
            {"id": 2, "name":

            {"id": 3, "name": "c", "name": "d"}
            {"id": 4, "name": "e"} {}
            {"id": 5, "name": "f"}
            """);

    assertThat(text.rows()).extracting(RoadmapRow::key).containsExactly("1", "5");
    assertThat(text.rows()).extracting(RoadmapRow::line).containsExactly(1, 6);
    assertThat(text.quarantined()).extracting(QuarantinedLine::line).containsExactly(2, 4, 5);
    assertThat(text.hidden()).isTrue();
    assertThat(text.unfinished()).isFalse();
  }

  @Test
  void a_mark_at_the_start_and_windows_line_ends_are_no_trouble() throws IOException {
    var bytes = "\uFEFF{\"id\":1,\"name\":\"ä\"}\r\n\r\n{\"id\":2,\"name\":\"b\"}".getBytes(UTF_8);

    var text = read(bytes);

    assertThat(text.quarantined()).isEmpty();
    assertThat(text.rows()).extracting(RoadmapRow::key).containsExactly("1", "2");
    for (var row : text.rows()) {
      var place = row.place();
      assertThat(new String(bytes, (int) place.from(), (int) (place.to() - place.from()), UTF_8))
          .isEqualTo(row.text());
    }
  }

  @Test
  void a_byte_that_is_no_utf8_is_named() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"id\":1,\"name\":\"caf".getBytes(UTF_8));
    bytes.write(0xE9);
    bytes.writeBytes("\"}\n{\"id\":2,\"name\":\"b\"}\n".getBytes(UTF_8));

    var text = read(bytes.toByteArray());

    assertThat(text.rows()).extracting(RoadmapRow::key).containsExactly("2");
    assertThat(text.quarantined())
        .containsExactly(new QuarantinedLine(1, "byte 0xE9 at place 20 is not UTF-8"));
  }

  @Test
  void the_second_row_with_an_id_is_put_aside_unless_it_says_the_same() throws IOException {
    var text =
        read(
            """
            {"id": 1, "name": "a"}
            {"id": "1", "name": "b"}
            {"id": 2, "name": "c"}
            {"id": 2, "name": "c"}
            """);

    assertThat(text.rows()).extracting(row -> row.spec().name()).containsExactly("a", "c");
    assertThat(text.twins()).containsOnlyKeys("2");
    assertThat(text.quarantined())
        .containsExactly(
            new QuarantinedLine(
                2,
                "the id 1 is on line 1 already, and the two differ: give one of them another id, or delete it"));
  }

  @Test
  void neither_side_of_an_unfinished_merge_is_taken() throws IOException {
    var text =
        read(
            """
            {"id": 1, "name": "before"}
            <<<<<<< HEAD
            {"id": 2, "name": "ours"}
            {"id": 3, "name": "only ours"}
            ||||||| base
            {"id": 2, "name": "old"}
            =======
            {"id": 2, "name": "theirs"}
            {"id": 4, "name": "only theirs"}
            >>>>>>> branch
            {"id": 5, "name": "behind"}
            """);

    assertThat(text.rows()).extracting(RoadmapRow::key).containsExactly("1", "3", "4", "5");
    assertThat(text.quarantined())
        .extracting(QuarantinedLine::line)
        .containsExactly(2, 3, 5, 6, 7, 8, 10);
    assertThat(text.quarantinedKeys()).containsExactly("2");
    assertThat(text.quarantined().get(0).reason()).contains("unfinished git merge");
    assertThat(text.quarantined().get(1).reason()).contains("both sides", "id 2");
    assertThat(text.quarantined().get(5).reason()).contains("line 3");
  }

  @Test
  void half_a_last_line_is_noticed() throws IOException {
    assertThat(read("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"na").unfinished()).isTrue();
    assertThat(read("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"na\n").unfinished()).isFalse();
    assertThat(read("{\"id\":1,\"name\":\"a\"}").unfinished()).isFalse();
  }

  @Test
  void limits_put_aside_what_is_beyond_them() throws IOException {
    var limits = new RoadmapLimits(60, 2, 1_000, 2);
    var long1 = "{\"id\":9,\"name\":\"" + "x".repeat(100) + "\"}\n";
    var rows =
        "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n{\"id\":3,\"name\":\"c\"}\n{}\n";

    var text = RoadmapReader.read(new ByteArrayInputStream((long1 + rows).getBytes(UTF_8)), limits);

    assertThat(text.rows()).extracting(RoadmapRow::key).containsExactly("1", "2");
    assertThat(text.quarantined())
        .extracting(QuarantinedLine::reason)
        .containsExactly(
            "has 118 bytes, more than the 60 that a line may have",
            "the roadmap has more than the 2 rows that are taken",
            "and 1 lines more");
  }

  @Test
  void a_hundred_megabytes_are_read_within_the_limits(@TempDir Path folder) throws IOException {
    var file = folder.resolve("roadmap.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      for (var i = 0; i < 105; i++) {
        out.write("{\"id\":%d,\"name\":\"%s\"}\n".formatted(i, "x".repeat(1_000_000)));
      }
    }

    var text = read(file);

    assertThat(text.rows()).hasSize(50);
    assertThat(text.quarantined()).hasSize(55);
    assertThat(text.quarantined().getFirst().reason()).contains("more than the 48 MiB");
  }

  private static RoadmapText read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return RoadmapReader.read(in, RoadmapLimits.DEFAULT);
    }
  }

  private static RoadmapRow only(String line) throws IOException {
    var text = read(line);
    assertThat(text.quarantined()).isEmpty();
    assertThat(text.rows()).hasSize(1);
    return text.rows().getFirst();
  }

  private static RoadmapText read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private static RoadmapText read(byte[] bytes) throws IOException {
    return RoadmapReader.read(new ByteArrayInputStream(bytes), RoadmapLimits.DEFAULT);
  }
}
