package dev.godmode.control.projection;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.json.Json;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** The JSON of what the kernel holds, as the tables keep it. */
public final class KernelJson {

  private static final ObjectMapper MAPPER =
      Json.mapper().rebuild().addMixIn(TaskPhase.class, Alternative.class).build();

  private static final ClassValue<ObjectWriter> WRITERS =
      new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
          return MAPPER.writerFor(type);
        }
      };

  private static final ClassValue<ObjectReader> READERS =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return MAPPER.readerFor(type);
        }
      };

  private KernelJson() {}

  public static String write(Object value) {
    return WRITERS.get(value.getClass()).writeValueAsString(value);
  }

  public static <T> T read(Class<T> type, String text) {
    return READERS.get(type).readValue(text);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  private interface Alternative {}
}
