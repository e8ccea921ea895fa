package dev.godmode.protocol.api;

import dev.godmode.protocol.code.SharedCode;
import java.util.List;
import java.util.Optional;

/** Bodies about code that the fleet shares. */
public final class Codes {

  private Codes() {}

  /** All that the fleet shares, by name. */
  public record CodeList(List<CodeView> items) {
    public CodeList {
      items = List.copyOf(items);
    }
  }

  /**
   * One of them.
   *
   * @param nodes how each node stands to it, by the nodes' names
   */
  public record CodeView(SharedCode code, List<NodeStanding> nodes) {
    public CodeView {
      nodes = List.copyOf(nodes);
    }
  }

  public record NodeStanding(String node, CodeStanding standing) {}

  /**
   * A code is to be shared.
   *
   * @param branch the repository's own when absent
   * @param commit where the branch is when absent
   */
  public record NewCode(
      String name, String repository, Optional<String> branch, Optional<String> commit) {}

  /**
   * Another commit is named.
   *
   * @param commit where the branch is when absent
   * @param first names of the nodes that try it
   * @param share so many of a hundred ready nodes try it; with neither this nor first, one does
   * @param all whether all get it at once
   */
  public record CodeUpdate(
      Optional<String> commit,
      Optional<List<String>> first,
      Optional<Integer> share,
      Optional<Boolean> all) {}
}
