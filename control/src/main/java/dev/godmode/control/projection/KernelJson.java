package dev.godmode.control.projection;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.json.Json;
import tools.jackson.databind.ObjectMapper;

/** The JSON of what the kernel holds, as the tables keep it. */
public final class KernelJson {

  private static final ObjectMapper MAPPER =
      Json.mapper().rebuild().addMixIn(TaskPhase.class, Alternative.class).build();

  private KernelJson() {}

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  public static <T> T read(Class<T> type, String text) {
    return MAPPER.readValue(text, type);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  private interface Alternative {}
}
