package dev.godmode.control.agent;

import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.ContainerSpec.Mount;
import dev.godmode.protocol.task.ContainerSpec.Network;
import dev.godmode.protocol.task.ContainerSpec.Pull;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the part {@code container} of a profile. */
final class ContainerReader {

  static final Set<String> KEYS =
      Set.of("image", "pull", "network", "read_only", "cpus", "pids", "tmp", "mounts");
  private static final Set<String> MOUNT_KEYS = Set.of("from", "to", "writable");

  private ContainerReader() {}

  /** Empty when something is wrong with it, which is noted then. */
  static Optional<ContainerSpec> read(YamlFields fields) {
    var standard = ContainerSpec.of("any");
    if (fields.text("image").isEmpty()) {
      fields.problem("image", "a container has an image, like 'image: debian:13'");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ContainerSpec(
              fields.text("image").get(),
              fields.read("pull", oneOf(Pull.values())).orElse(standard.pull()),
              fields.read("network", oneOf(Network.values())).orElse(standard.network()),
              fields.read("read_only", ContainerReader::yesOrNo).orElse(standard.readOnly()),
              fields.read("cpus", ContainerReader::cores).orElse(standard.cpus()),
              fields.read("pids", ContainerReader::count).orElse(standard.pids()),
              fields.read("tmp", Quantities::bytes).orElse(standard.tmpBytes()),
              fields.each("mounts", MOUNT_KEYS, ContainerReader::mount, ContainerReader::mount)));
    } catch (IllegalArgumentException e) {
      fields.problem("image", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static <T extends Enum<T>> Function<String, T> oneOf(T[] values) {
    return text ->
        Arrays.stream(values)
            .filter(value -> word(value).equals(text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(unknown(text, values)));
  }

  private static String unknown(String text, Enum<?>[] values) {
    var words = Arrays.stream(values).map(ContainerReader::word).toList();
    return "is one of %s, was '%s'%s"
        .formatted(String.join(", ", words), text, Spelling.hint(text, words));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static boolean yesOrNo(String text) {
    if (!List.of("true", "false").contains(text)) {
      throw new IllegalArgumentException("is true or false, was '%s'".formatted(text));
    }
    return Boolean.parseBoolean(text);
  }

  private static double cores(String text) {
    if (!text.matches("\\d{1,4}(\\.\\d{1,3})?")) {
      throw new IllegalArgumentException("is a number of cores like 1.5, was '%s'".formatted(text));
    }
    return Double.parseDouble(text);
  }

  private static int count(String text) {
    if (!text.matches("[1-9]\\d{0,6}")) {
      throw new IllegalArgumentException("is a whole number from 1, was '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /** One line: where it is on the node and, behind a colon, where in the container. */
  private static Mount mount(String line) {
    var parts = line.split(":", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException(
          "a mount is FROM:TO, or has the keys from, to and writable; was '%s'".formatted(line));
    }
    return new Mount(parts[0], parts[parts.length - 1], false);
  }

  private static Mount mount(YamlFields fields) {
    var from = fields.text("from").orElse("");
    return new Mount(
        from,
        fields.text("to").orElse(from),
        fields.read("writable", ContainerReader::yesOrNo).orElse(false));
  }
}
