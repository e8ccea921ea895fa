package dev.godmode.control.memory;

import java.util.List;

/** Says what texts mean. Two embedders of the same name say the same. */
public interface Embedder {

  /** "all-minilm-l6-v2-q": with another one, everything is embedded anew. */
  String name();

  int dimensions();

  /**
   * An embedding for each text, in their order. Of a long text it may look at the beginning only.
   *
   * @throws RuntimeException when it cannot
   */
  List<Embedding> embed(List<String> texts);

  /** Where embedders come from: loaded when one is needed first, for it is heavy. */
  interface Source {

    /** What came of looking for one. */
    sealed interface Found {}

    record Ready(Embedder embedder) implements Found {}

    /**
     * There is none.
     *
     * @param why with what to do about it
     */
    record None(String why) implements Found {}

    /** Always the same one; the first call may take a second. */
    Found embedder();

    /** Whatever is asked, there is none. */
    static Source none(String why) {
      return () -> new None(why);
    }
  }
}
