package dev.godmode.control.roadmap;

import dev.godmode.control.roadmap.RoadmapRow.Place;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** Understands one row, under all the names that files use for its fields. */
final class RowReader {

  private static final ObjectReader OBJECTS =
      Json.mapper()
          .readerFor(JsonNode.class)
          .with(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Map<String, Integer> PRIORITIES = priorities();
  private static final int KEY_MAX = 100;
  private static final int NAME_MAX = 200;
  private static final int ATTEMPTS_MAX = 1_000_000;
  private static final int RETRIES_MAX = 100;

  private RowReader() {}

  private static Map<String, Integer> priorities() {
    var words = new LinkedHashMap<String, Integer>();
    words.put("low", -50);
    words.put("normal", 0);
    words.put("medium", 0);
    words.put("high", 50);
    words.put("urgent", TaskSpec.PRIORITY_MAX);
    words.put("critical", TaskSpec.PRIORITY_MAX);
    return words;
  }

  /** A row, or why it is none. */
  sealed interface Reading {
    record Good(RoadmapRow row) implements Reading {}

    /**
     * Not a row.
     *
     * @param key its id, where that much could be read
     * @param broken it is not even JSON: it may be half of a line that is being written
     */
    record Bad(String reason, Optional<String> key, boolean broken) implements Reading {}
  }

  static Reading read(Place place, String text) {
    try {
      JsonNode node = OBJECTS.readValue(text);
      return node.isObject()
          ? row(place, text, node)
          : new Reading.Bad("is not a JSON object", Optional.empty(), false);
    } catch (JacksonException e) {
      var column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      var reason = "is not JSON at place %d: %s".formatted(column, e.getOriginalMessage());
      return new Reading.Bad(reason, Optional.empty(), true);
    }
  }

  private static Reading row(Place place, String text, JsonNode node) {
    var fields = new RowFields(node);
    var key = key(fields);
    var spec = spec(fields, key.orElse("?"));
    var row =
        new RoadmapRow(
            place,
            text,
            key.orElse("?"),
            spec,
            fields.names("depends_on", "after", "dependencies", "blocked_by"),
            status(fields),
            fields.number(0, ATTEMPTS_MAX, "attempts").orElse(0),
            fields.anything("last_result"),
            fields.anything("last_error"),
            fields.anything("updated_at"));
    return fields.problems().isEmpty()
        ? new Reading.Good(row)
        : new Reading.Bad(String.join("; ", fields.problems()), key, false);
  }

  private static Optional<String> key(RowFields fields) {
    var key = fields.name("id").map(String::strip).filter(text -> !text.isEmpty());
    if (key.isEmpty() && fields.problems().isEmpty()) {
      fields.problem("has no id");
    } else if (key.isPresent() && !isFileName(key.get())) {
      // The id names the file in which tasks that come after find the result.
      fields.problem(
          "the id '%s' must be at most %d characters without '/', '\\' or control characters"
              .formatted(key.get(), KEY_MAX));
    }
    return key;
  }

  private static boolean isFileName(String key) {
    return key.length() <= KEY_MAX
        && !key.startsWith(".")
        && key.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  private static RowStatus status(RowFields fields) {
    var word = fields.text("status", "state").filter(text -> !text.isBlank());
    var status = word.map(RowStatus::of).orElse(Optional.of(RowStatus.PENDING));
    if (status.isEmpty()) {
      fields.problem(
          "unknown status '%s'%s".formatted(word.orElse(""), RowStatus.hint(word.orElse(""))));
    }
    return status.orElse(RowStatus.PENDING);
  }

  private static TaskSpec spec(RowFields fields, String key) {
    var goal = fields.text("goal", "description", "prompt").orElse("");
    return TaskSpec.named(name(fields, goal))
        .goal(goal)
        .agentType(
            fields
                .text("agent_type", "agent")
                .filter(type -> !type.isBlank())
                .orElse(AgentProfile.SHELL))
        .stream(fields.name("stream", "business_id", "opportunity_id").orElse(""))
        .command(fields.command("command"))
        .checks(fields.checks("checks", "acceptance_checks", "acceptance"))
        .requires(fields.names("requires", "skills"))
        .prefers(fields.names("prefers"))
        .priority(
            fields
                .level(PRIORITIES, TaskSpec.PRIORITY_MIN, TaskSpec.PRIORITY_MAX, "priority")
                .orElse(0))
        .deadline(fields.time("deadline", "due"))
        .maxAttempts(fields.number(1, RETRIES_MAX, "max_attempts", "retries"))
        .timeout(fields.duration("timeout"))
        .approval(fields.flag("approval", "needs_approval").orElse(false))
        .env(fields.variables("env"))
        .roadmapKey(Optional.of(key))
        .demand(RowDemand.demand(fields))
        .throttle(RowDemand.throttle(fields))
        .build();
  }

  /** Its name, else the first line of its goal. */
  private static String name(RowFields fields, String goal) {
    var name =
        fields
            .text("name", "title")
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .or(() -> goal.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst());
    if (name.isEmpty()) {
      fields.problem("has neither a name nor a goal");
    }
    return name.map(text -> text.length() > NAME_MAX ? text.substring(0, NAME_MAX - 1) + "…" : text)
        .orElse("?");
  }
}
