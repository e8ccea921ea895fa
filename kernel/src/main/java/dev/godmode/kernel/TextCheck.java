package dev.godmode.kernel;

import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the words of a task reach its program: one that is too long would fail at every try, and
 * one that is longer than a message would cut off each node that it is given to.
 */
final class TextCheck {

  /** Linux takes arguments and variables of 128 KiB (MAX_ARG_STRLEN); the rest is an agent's. */
  private static final int TEXT_MAX_BYTES = 96 << 10;

  private static final int WEIGHT_MAX = StreamProtocol.FRAME_MAX_BYTES / 4;

  /** Most bytes that a character of a Java string takes in UTF-8. */
  private static final int BYTES_PER_CHAR = 3;

  private TextCheck() {}

  /** A sentence for whoever submits it; empty when all is well. */
  static Optional<String> problem(TaskSpec spec) {
    return tooLong("its goal", spec.goal())
        .or(() -> tooLong(spec.command()))
        .or(() -> tooLong(spec.env()))
        .or(() -> tooMuch(spec));
  }

  private static Optional<String> tooLong(List<String> command) {
    return IntStream.range(0, command.size())
        .mapToObj(i -> tooLong("word %d of its command".formatted(i + 1), command.get(i)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> tooLong(Map<String, String> env) {
    return env.entrySet().stream()
        .map(entry -> tooLong("its variable " + entry.getKey(), entry.getValue()))
        .flatMap(Optional::stream)
        .sorted()
        .findFirst();
  }

  private static Optional<String> tooLong(String what, String text) {
    if (text.length() <= TEXT_MAX_BYTES / BYTES_PER_CHAR) {
      return Optional.empty(); // nearly always: nothing is counted
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= TEXT_MAX_BYTES
        ? Optional.empty()
        : Optional.of(
            "%s has %d bytes, at most %d reach a program: put the text into a file that it reads"
                .formatted(what, bytes, TEXT_MAX_BYTES));
  }

  private static Optional<String> tooMuch(TaskSpec spec) {
    var weight = weight(spec);
    return weight <= WEIGHT_MAX
        ? Optional.empty()
        : Optional.of(
            "its goal, command, checks and variables have %d characters together, at most %d reach a node: put what is long into files"
                .formatted(weight, WEIGHT_MAX));
  }

  private static long weight(TaskSpec spec) {
    var weight = Frame.weight(spec.name()) + Frame.weight(spec.goal()) + weight(spec.command());
    for (var check : spec.checks()) {
      weight += Frame.weight(check.name()) + weight(check.command());
    }
    return weight + weight(spec.env().keySet()) + weight(spec.env().values());
  }

  private static long weight(Collection<String> texts) {
    var weight = 0L;
    for (var text : texts) {
      weight += Frame.weight(text);
    }
    return weight;
  }
}
