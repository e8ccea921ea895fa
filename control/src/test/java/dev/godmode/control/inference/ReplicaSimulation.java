package dev.godmode.control.inference;

import dev.godmode.control.inference.Providers.Place;
import dev.godmode.protocol.recent.RecentMap;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Agents that talk with eight replicas of one model in virtual time. A replica reads one question
 * at a time, 4,000 tokens a second, but not again what is in its cache, which holds 320,000 tokens:
 * what 40 GiB hold for a model of eight billion parameters, whose keys and values take 128 KiB
 * each; it says 100 tokens a second to each, however many it talks with. There are 64 agents of
 * four types; a type's instructions have 6,000 tokens, an answer has 100, and what a tool then
 * brings has 800. After 25 questions an agent begins anew.
 */
final class ReplicaSimulation {

  private static final int REPLICAS = 8;
  private static final int AGENTS = 64;
  private static final int TYPES = 4;
  private static final int QUESTIONS = 25;
  private static final int TOKEN_CHARS = 4;
  private static final int INSTRUCTIONS_TOKENS = 6_000;
  private static final int TOOL_TOKENS = 800;
  private static final int ANSWER_TOKENS = 100;
  private static final double READ_TOKENS_PER_S = 4_000;
  private static final double SAID_TOKENS_PER_S = 100;
  private static final double TOOL_S = 0.5;
  private static final double ENDS_AT_S = 60;
  private static final int CACHE_BLOCKS = 320_000 * TOKEN_CHARS / PrefixBlocks.BLOCK_CHARS;

  /** Says who is asked next. */
  interface Choice {
    Place of(List<Place> places, PrefixBlocks question);
  }

  /** The other one, each after each. */
  static Choice roundRobin() {
    return new Choice() {
      private int next;

      @Override
      public Place of(List<Place> places, PrefixBlocks question) {
        return places.get(next++ % places.size());
      }
    };
  }

  /**
   * What came of it.
   *
   * @param tokensPerS of questions and answers
   */
  record Figures(double tokensPerS) {}

  private static final class Replica {
    final ProviderStanding standing;
    final Map<Long, Boolean> cache = RecentMap.byUse(CACHE_BLOCKS);
    double freeAt;

    Replica(int number) {
      standing =
          new ProviderStanding(
              new Provider(
                  "replica-" + number,
                  URI.create("http://127.0.0.1:1/v1"),
                  Dialect.OPENAI,
                  Optional.empty(),
                  List.of("m"),
                  Duration.ofMinutes(5)));
    }

    /** When it has read a question and says the first word. */
    double begins(PrefixBlocks question, int tokens, double now) {
      var cached = question.blocks().stream().takeWhile(cache::containsKey).count();
      question.blocks().reversed().forEach(block -> cache.put(block, true));
      var anew = Math.max(0, tokens - cached * PrefixBlocks.BLOCK_CHARS / TOKEN_CHARS);
      freeAt = Math.max(now, freeAt) + anew / READ_TOKENS_PER_S;
      return freeAt;
    }
  }

  private final class Agent {
    private final String instructions;
    private ObjectNode body = JsonNodeFactory.instance.objectNode();
    private int tokens;
    private int questions = QUESTIONS;

    Agent(String instructions) {
      this.instructions = instructions;
    }

    void ask() {
      if (questions++ == QUESTIONS) {
        questions = 1;
        tokens = INSTRUCTIONS_TOKENS;
        body = JsonNodeFactory.instance.objectNode();
        body.putArray("messages").addObject().put("role", "system").put("content", instructions);
      }
      body.withArray("messages").addObject().put("role", "user").put("content", text(TOOL_TOKENS));
      tokens += TOOL_TOKENS;
      var question = PrefixBlocks.of("m", body);
      var place = choice.of(places(), question);
      var reading = place.standing().begun(question);
      var asked = now;
      var begins = replica(place).begins(question, tokens, now);
      at(begins, () -> place.standing().answered(reading, nanos(now - asked)));
      at(begins + ANSWER_TOKENS / SAID_TOKENS_PER_S, () -> answered(place));
    }

    private void answered(Place place) {
      place.standing().over(Optional.empty());
      done += tokens + ANSWER_TOKENS;
      tokens += ANSWER_TOKENS;
      body.withArray("messages")
          .addObject()
          .put("role", "assistant")
          .put("content", text(ANSWER_TOKENS));
      at(now + TOOL_S * 2 * random.nextDouble(), this::ask);
    }
  }

  private record Due(double at, long number, Runnable what) {}

  private final Choice choice;
  private final Random random;
  private final List<Replica> replicas =
      IntStream.range(0, REPLICAS).mapToObj(Replica::new).toList();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingDouble(Due::at).thenComparingLong(Due::number));
  private double now;
  private long numbers;
  private long done;

  private ReplicaSimulation(Choice choice, long seed) {
    this.choice = choice;
    this.random = new Random(seed);
  }

  static Figures run(Choice choice, long seed) {
    return new ReplicaSimulation(choice, seed).run();
  }

  private Figures run() {
    var instructions = new ArrayList<String>();
    for (var type = 0; type < TYPES; type++) {
      instructions.add(text(INSTRUCTIONS_TOKENS));
    }
    for (var i = 0; i < AGENTS; i++) {
      at(i * 0.1, new Agent(instructions.get(i % TYPES))::ask);
    }
    while (due.peek() != null && due.peek().at() < ENDS_AT_S) {
      var next = due.remove();
      now = next.at();
      next.what().run();
    }
    return new Figures(done / ENDS_AT_S);
  }

  private void at(double moment, Runnable what) {
    due.add(new Due(moment, numbers++, what));
  }

  private List<Place> places() {
    return replicas.stream()
        .map(one -> new Place(one.standing, one.standing.at(nanos(now)), "m"))
        .toList();
  }

  private Replica replica(Place place) {
    return replicas.stream()
        .filter(one -> one.standing == place.standing())
        .findFirst()
        .orElseThrow();
  }

  private String text(int tokens) {
    var text = new StringBuilder(tokens * TOKEN_CHARS);
    for (var i = 0; i < tokens * TOKEN_CHARS; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }
}
