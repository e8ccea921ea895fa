package dev.godmode.control.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class PrefixAffinityTest {

  private final ProviderStanding first = standing("first");
  private final ProviderStanding second = standing("second");

  private static ProviderStanding standing(String name) {
    return new ProviderStanding(
        new Provider(
            name,
            URI.create("http://127.0.0.1:1/v1"),
            Dialect.OPENAI,
            Optional.empty(),
            List.of("m"),
            Duration.ofMinutes(1)));
  }

  private static ObjectNode question(String... messages) {
    var body = JsonNodeFactory.instance.objectNode();
    var list = body.putArray("messages");
    for (var message : messages) {
      list.addObject().put("role", "user").put("content", message);
    }
    return body;
  }

  private static final String LONG = "All that an agent is told. ".repeat(100);

  private List<String> order(PrefixBlocks question) {
    return Preference.order(
            List.of(
                new Providers.Place(first, first.at(0), "m"),
                new Providers.Place(second, second.at(0), "m")),
            question)
        .stream()
        .map(place -> place.snapshot().provider().name())
        .toList();
  }

  private static void answers(ProviderStanding standing, PrefixBlocks question) {
    var reading = standing.begun(question);
    standing.answered(reading, Duration.ofMillis(reading.blocks()).toNanos());
    standing.over(Optional.empty());
  }

  /** What the first must read for it; the end of a question counts as a block as well. */
  private int anew(PrefixBlocks question) {
    return first.begun(question).blocks();
  }

  @Test
  void a_conversation_goes_on_where_its_beginning_was_read() {
    answers(first, PrefixBlocks.of("m", question("other " + LONG)));
    answers(second, PrefixBlocks.of("m", question(LONG)));

    assertThat(order(PrefixBlocks.of("m", question(LONG, "and now?"))))
        .containsExactly("second", "first");
  }

  @Test
  void where_the_line_is_too_long_it_goes_elsewhere_all_the_same() {
    var question = PrefixBlocks.of("m", question(LONG));
    answers(first, PrefixBlocks.NONE);
    answers(second, question);
    for (var i = 0; i < 15; i++) {
      second.begun(PrefixBlocks.NONE);
    }

    assertThat(order(question)).containsExactly("first", "second");
  }

  @Test
  void what_a_question_does_not_begin_with_does_not_count() {
    var begun = PrefixBlocks.of("m", question("x" + LONG));
    answers(first, begun);

    assertThat(anew(PrefixBlocks.of("m", question(LONG)))).isEqualTo(6);
    assertThat(anew(PrefixBlocks.of("another model", question("x" + LONG)))).isEqualTo(6);
    assertThat(anew(begun)).isEqualTo(1);
  }

  @Test
  void a_short_question_has_no_beginning_to_speak_of() {
    assertThat(PrefixBlocks.of("m", question("hello")).blocks()).isEmpty();
  }

  @Test
  void of_an_endless_question_the_beginning_must_do() {
    var endless = PrefixBlocks.of("m", question("x".repeat(8 << 20)));

    assertThat(endless.blocks()).hasSize(PrefixBlocks.BLOCKS_MAX);
  }

  @Test
  void a_provider_is_not_thought_to_remember_for_ever() {
    var old = PrefixBlocks.of("m", question(LONG));
    first.begun(old);
    for (var i = 0; i <= PrefixMemory.REMEMBERED_MAX / PrefixBlocks.BLOCKS_MAX; i++) {
      first.begun(
          PrefixBlocks.of(
              "m", question(i + "x".repeat(PrefixBlocks.BLOCKS_MAX * PrefixBlocks.BLOCK_CHARS))));
    }

    assertThat(anew(old)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void eight_replicas_serve_two_and_a_half_times_what_they_do_by_turns(long seed) {
    var turns = ReplicaSimulation.run(ReplicaSimulation.roundRobin(), seed);

    var affinity =
        ReplicaSimulation.run(
            (places, question) -> Preference.order(places, question).getFirst(), seed);

    assertThat(affinity.tokensPerS() / turns.tokensPerS()).isGreaterThan(2.5);
  }
}
