package dev.godmode.control.serving;

import java.time.Instant;
import java.util.Optional;

/**
 * A server of models as the kernel knows it.
 *
 * @param node the name of the node that its program runs on; empty while it runs nowhere
 * @param since when it came to where it is
 * @param words what it waits for, where it does
 */
record Server(String name, Course course, Optional<String> node, Instant since, String words) {

  /** Where it is on its way. */
  enum Course {
    /** Its program runs, or is about to. */
    RUNS,
    /** Its program runs on a node that takes no new work. */
    PARTS,
    /** It waits for a place, or to be started again. */
    COMES,
    /** No node can ever take it as things are. */
    NEVER,
    /** Only a person can let it go on. */
    STUCK,
    /** It was told to stop for good. */
    ENDS
  }

  /** What it is called among providers, once its node offers it. */
  Optional<String> provider() {
    return node.map(at -> at + "/" + name);
  }

  /** 0 for one that has none, from before its agent served models. */
  int number() {
    var last = name.substring(name.lastIndexOf('-') + 1);
    return last.matches("\\d{1,3}") ? Integer.parseInt(last) : 0;
  }
}
