package dev.godmode.protocol.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered, as people and programs see it. */
public final class MemoryViews {

  private MemoryViews() {}

  /**
   * One memory.
   *
   * @param scope "agent:TYPE", "node:NAME", "stream:NAME" or "fleet"
   * @param by who remembered it, as the ledger names them
   * @param agent the type of the attempt's agent; empty for people
   * @param stream of the attempt's task
   * @param node the machine's name; empty for people
   * @param source what it was brought in from; empty when it was said here
   * @param summedUpIn the id of the summary that says what it says
   */
  public record MemoryView(
      String id,
      String scope,
      String text,
      List<String> tags,
      Instant at,
      String by,
      String agent,
      String stream,
      String node,
      String source,
      Optional<Instant> expiresAt,
      Optional<PromotionView> promoted,
      Optional<String> summedUpIn) {}

  /** Its scope was made wider. */
  public record PromotionView(String from, String by, Instant at) {}

  /**
   * Something to remember.
   *
   * @param scope as in {@link MemoryView}, or "agent", "node", "stream" for an attempt's own; when
   *     left out the fleet's for people, the agent's for attempts
   */
  public record NewMemory(
      String text,
      Optional<String> scope,
      Optional<List<String>> tags,
      Optional<Instant> expiresAt) {}

  /**
   * It is remembered.
   *
   * @param known the same text was there already, and stays as it was
   */
  public record Remembered(MemoryView memory, boolean known) {}

  /**
   * What came of bringing notes in.
   *
   * @param known how many were there already
   * @param leftOut how many lines were not taken
   * @param named the first thousand of those
   * @param anew why embeddings that came with them were not taken, and texts are embedded anew
   */
  public record ImportedMemories(
      int remembered, int known, int leftOut, List<LeftOut> named, Optional<String> anew) {}

  /** A line that was not taken, from 1, and why. */
  public record LeftOut(int line, String why) {}

  /**
   * Which old memories are to be brought together.
   *
   * @param scope as in {@link MemoryView}
   * @param olderThan thirty days when left out
   * @param atLeast so many of one stream with one tag; twenty when left out
   * @param model which one sums up; when left out it is only said what there is
   * @param forgetAfter the originals are forgotten so long afterwards; kept when left out
   */
  public record Tidy(
      String scope,
      Optional<Duration> olderThan,
      Optional<Integer> atLeast,
      Optional<String> model,
      Optional<Duration> forgetAfter) {}

  /**
   * Old memories that belong together.
   *
   * @param stream that they come from; empty for none
   * @param tag that all of them have; empty where none has any
   * @param from when the oldest was said
   */
  public record OldMemories(
      String scope, String stream, String tag, List<String> ids, Instant from, Instant to) {}

  /**
   * What came of it.
   *
   * @param groups as they were before, the largest first
   * @param summary of the first of them
   * @param why that one is as it was
   */
  public record Tidied(
      List<OldMemories> groups, Optional<MemoryView> summary, Optional<String> why) {}

  /**
   * That a scope is to be kept tidy by itself.
   *
   * @param scope as in {@link MemoryView}
   * @param model which one sums up
   * @param every how often it is looked at; a day when left out
   * @param olderThan as in {@link Tidy}, as are the others
   */
  public record NewTidyRule(
      String scope,
      String model,
      Optional<Duration> every,
      Optional<Duration> olderThan,
      Optional<Integer> atLeast,
      Optional<Duration> forgetAfter) {}

  /**
   * A scope that is kept tidy by itself.
   *
   * @param by who said so
   * @param nextAt when it is looked at; what is past means soon
   * @param last what came of the last time
   */
  public record TidyRuleView(
      String scope,
      String model,
      Duration every,
      Duration olderThan,
      int atLeast,
      Optional<Duration> forgetAfter,
      String by,
      Instant since,
      Instant nextAt,
      Optional<TidyTurnView> last) {}

  /**
   * What came of looking at a scope.
   *
   * @param summaries that were made
   * @param trouble why some of it is as it was
   */
  public record TidyTurnView(Instant at, int summaries, Optional<String> trouble) {}

  public record TidyRuleList(List<TidyRuleView> items) {}

  /**
   * It is a rule.
   *
   * @param instead whether it takes the place of another one for that scope
   */
  public record TidyRuleSet(TidyRuleView rule, boolean instead) {}

  public record MemoryList(List<MemoryView> items) {}

  /**
   * What to look for.
   *
   * @param query words or a question; no sign in it means anything to the search
   * @param scopes all that may be seen when left out
   * @param tags it has all of them
   * @param from remembered at or after
   * @param to remembered before
   * @param limit ten when left out, 50 at most
   * @param parts of "words", "meaning", "graph"; all when left out
   */
  public record RecallRequest(
      String query,
      Optional<List<String>> scopes,
      Optional<List<String>> tags,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Integer> limit,
      Optional<List<String>> parts) {}

  /** Which part found it, and as which: 1 is the best. */
  public record FoundBy(String part, int rank) {}

  /** One that was found; its score compares what one recall found, and nothing else. */
  public record FoundMemory(MemoryView memory, double score, List<FoundBy> by) {}

  /**
   * The best first.
   *
   * @param missing parts that could not answer, or only for some, with why
   */
  public record RecallAnswer(List<FoundMemory> found, Map<String, String> missing) {}

  /** A wider scope. */
  public record Promote(String to) {}

  /**
   * How memory is.
   *
   * @param scopes how many there are in each
   * @param indexed how many changes the index has
   * @param changes that there are
   * @param embedder whose embeddings the index has; empty for none
   * @param noMeaning why nothing is found by meaning
   * @param trouble what keeps the index from following
   * @param graph what is known of what has to do with what
   */
  public record MemoryStatus(
      long memories,
      Map<String, Long> scopes,
      long indexed,
      long changes,
      String embedder,
      Optional<String> noMeaning,
      Optional<String> trouble,
      GraphStatus graph) {}

  /**
   * How the graph of memories is.
   *
   * @param indexed how many changes of memories it has
   * @param trouble what keeps it from following
   */
  public record GraphStatus(long relations, long indexed, Optional<String> trouble) {}

  /**
   * Something that somebody knows: one thing has to do with another. It is remembered in these
   * words.
   *
   * @param from what it is about: a name, or KIND:NAME
   * @param relation as "depends on"
   * @param scope as in {@link NewMemory}
   */
  public record NewRelation(
      String from,
      String relation,
      String to,
      Optional<String> scope,
      Optional<Instant> expiresAt) {}

  /**
   * Something that is near.
   *
   * @param id "KIND:NAME"; of a memory, a task or a node the name is its id
   * @param label as people know it: a machine's name, the beginning of a memory
   * @param hops how many relations away; 0 for what was asked for
   * @param strength how strongly it was come by, 1 for what was asked for
   */
  public record NearEntity(String id, String kind, String label, int hops, double strength) {}

  /**
   * One has to do with another.
   *
   * @param teller who says so: a memory, a task, a node or a document, as "KIND:NAME"
   */
  public record NearRelation(
      String from, String relation, String to, String teller, String scope) {}

  /**
   * What has to do with something, the nearest first.
   *
   * @param entities what was asked for, and 40 in all at most
   * @param relations between these
   * @param more how many others were as near
   * @param behind why the graph does not know of everything yet
   */
  public record NearAnswer(
      List<NearEntity> entities, List<NearRelation> relations, int more, Optional<String> behind) {}
}
