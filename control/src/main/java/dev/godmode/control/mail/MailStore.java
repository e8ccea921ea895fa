package dev.godmode.control.mail;

import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where messages are kept: the truth. */
public interface MailStore {

  /** Keeps a new one. */
  void keep(Envelope message);

  /**
   * What a program takes.
   *
   * @param topics that it follows
   * @param answering only what answers the message of this id
   * @param now what has expired by then is left
   */
  record Wanted(
      Program reader, Set<String> topics, Optional<String> answering, Instant now, int limit) {
    public Wanted {
      topics = Set.copyOf(topics);
    }
  }

  /**
   * Takes what this attempt has not taken yet, the oldest first. What is addressed to an agent is
   * its task's from then on, and no other gets it; a later attempt of the task gets all of it
   * again.
   */
  List<Envelope> take(Wanted wanted);

  Optional<Envelope> find(String id);

  /**
   * A page.
   *
   * @param stream all when empty
   * @param task only what it wrote or was written to it, or it took; all when empty
   * @param conversation all when empty
   * @param before ids below this one, which are older; empty for the newest
   */
  record Listing(
      Optional<String> stream,
      Optional<TaskId> task,
      Optional<String> conversation,
      Optional<String> before,
      int limit) {}

  /** The newest first. */
  List<Envelope> list(Listing listing);

  /** How many a task sent since. */
  long sentSince(TaskId task, Instant since);

  /** How many there are in a stream; of those to the whole fleet when empty. */
  long count(Optional<String> stream);

  /** Forgets those whose time is over; how many. */
  int expire(Instant now);
}
