package dev.godmode.kernel;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.node.NodeTransitions;
import dev.godmode.kernel.task.TaskTransitions;
import dev.godmode.protocol.document.ProposalState;
import dev.godmode.protocol.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pictures in {@code docs/states} are what the transition tables say. After a change of a
 * table, {@code GODMODE_DRAW=1 mvn -pl kernel test} draws them anew.
 */
class StatePicturesTest {

  private static final Path DOCS = Path.of("..", "docs", "states");
  private static final String NOTE = "Drawn from `%s` by `StatePicturesTest`; do not edit.\n";

  private record Arrow(String from, String event, String to) {

    static Arrow of(Enum<?> from, Class<?> event, Enum<?> to) {
      return new Arrow(word(from), event.getSimpleName(), word(to));
    }
  }

  @Test
  void the_picture_of_a_task_is_that_of_its_table() throws IOException {
    var arrows =
        TaskTransitions.LEGAL.stream()
            .map(move -> Arrow.of(move.from(), move.event(), move.to()))
            .toList();
    var ends =
        Arrays.stream(TaskState.values())
            .filter(TaskState::isTerminal)
            .map(StatePicturesTest::word)
            .toList();

    compare(
        "task.md",
        """
        # States of a task

        %s
        %s
        %s"""
            .formatted(
                NOTE.formatted("TaskTransitions"),
                picture("pending", arrows, ends),
                table(arrows)));
  }

  @Test
  void the_picture_of_a_node_is_that_of_its_tables() throws IOException {
    var liveness = arrows(NodeTransitions.LIVENESS);
    var schedulability = arrows(NodeTransitions.SCHEDULABILITY);

    compare(
        "node.md",
        """
        # States of a node

        %s
        ## Is it alive?

        A node that is enrolled and has not connected yet counts as lost.

        %s
        %s
        ## Does it take work?

        %s
        %s"""
            .formatted(
                NOTE.formatted("NodeTransitions"),
                picture("lost", liveness, List.of("removed")),
                table(liveness),
                picture("open", schedulability, List.of()),
                table(schedulability)));
  }

  @Test
  void the_picture_of_a_proposal_is_that_of_its_table() throws IOException {
    var arrows =
        ProposalTransitions.LEGAL.stream()
            .map(move -> Arrow.of(move.from(), move.event(), move.to()))
            .toList();
    var ends =
        Arrays.stream(ProposalState.values())
            .filter(ProposalState::isTerminal)
            .map(StatePicturesTest::word)
            .toList();

    compare(
        "proposal.md",
        """
        # States of a proposal

        %s
        %s
        %s"""
            .formatted(
                NOTE.formatted("ProposalTransitions"),
                picture("open", arrows, ends),
                table(arrows)));
  }

  private static List<Arrow> arrows(List<NodeTransitions.Move> moves) {
    return moves.stream().map(move -> Arrow.of(move.from(), move.event(), move.to())).toList();
  }

  private static String picture(String first, List<Arrow> arrows, List<String> ends) {
    var lines =
        Stream.of(
                Stream.of("  [*] --> " + first),
                arrows.stream()
                    .map(arrow -> arrow.from() + " " + arrow.to())
                    .distinct()
                    .map(pair -> line(pair, arrows)),
                ends.stream().map(end -> "  %s --> [*]".formatted(end)))
            .flatMap(all -> all)
            .collect(joining("\n"));
    return "```mermaid\nstateDiagram-v2\n%s\n```\n".formatted(lines);
  }

  /** One arrow for all events between the same two states. */
  private static String line(String pair, List<Arrow> arrows) {
    var events =
        arrows.stream()
            .filter(arrow -> pair.equals(arrow.from() + " " + arrow.to()))
            .map(Arrow::event)
            .collect(joining(", "));
    return "  %s: %s".formatted(pair.replace(" ", " --> "), events);
  }

  private static String table(List<Arrow> arrows) {
    return "| from | event | to |\n| --- | --- | --- |\n"
        + arrows.stream()
            .map(arrow -> "| %s | %s | %s |\n".formatted(arrow.from(), arrow.event(), arrow.to()))
            .collect(joining());
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static void compare(String name, String drawn) throws IOException {
    var file = DOCS.resolve(name);
    if (System.getenv("GODMODE_DRAW") != null) {
      Files.createDirectories(DOCS);
      Files.writeString(file, drawn);
    }
    assertThat(file).hasContent(drawn);
  }
}
