package dev.godmode.protocol.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ToNode;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way this system writes and reads JSON: snake_case keys, lower-case enums, ISO-8601 times
 * and durations, absent optionals left out, unknown keys ignored (an older peer must understand a
 * newer one), alternatives told apart by {@code type}.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .changeDefaultVisibility(v -> v.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .changeDefaultPropertyInclusion(v -> v.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .addMixIn(TaskId.class, PlainValue.class)
          .addMixIn(NodeId.class, PlainValue.class)
          .addMixIn(Money.class, PlainMoney.class)
          .addMixIn(Event.class, Alternative.class)
          .addMixIn(WorkerMessage.class, Alternative.class)
          .addMixIn(ControlMessage.class, Alternative.class)
          .addMixIn(CallNews.class, Alternative.class)
          .addMixIn(FromNode.class, Alternative.class)
          .addMixIn(ToNode.class, Alternative.class)
          .addMixIn(Lifecycle.class, Alternative.class)
          .addMixIn(Answer.class, Alternative.class)
          .build();

  private static final ClassValue<ObjectWriter> WRITERS =
      new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> sealed) {
          return MAPPER.writerFor(sealed);
        }
      };

  private Json() {}

  /** The shared mapper, for callers that stream or build trees. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** One alternative of a sealed type; {@code type} is written first. */
  public static String write(Class<?> sealed, Object value) {
    return WRITERS.get(sealed).writeValueAsString(value);
  }

  /**
   * Reads one document.
   *
   * @throws JacksonException when the text is not JSON or does not fit
   */
  public static <T> T read(Class<T> type, String text) {
    return MAPPER.readValue(text, type);
  }

  public static <T> T read(Class<T> type, byte[] utf8) {
    return MAPPER.readValue(utf8, type);
  }

  /** Reads an array of documents of one kind. */
  public static <T> List<T> list(Class<T> type, String text) {
    return MAPPER.readerForListOf(type).readValue(text);
  }

  public static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  public static Map<String, Object> object(String text) {
    return OBJECT.readValue(text);
  }

  private static final ObjectReader OBJECT = MAPPER.readerForMapOf(Object.class);

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  private interface Alternative {}

  private interface PlainValue {
    @JsonValue
    String value();
  }

  private interface PlainMoney extends PlainValue {
    @JsonCreator
    static Money parse(String text) {
      return Money.parse(text);
    }
  }
}
