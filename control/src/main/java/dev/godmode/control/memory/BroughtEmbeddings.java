package dev.godmode.control.memory;

import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What notes bring along as their meaning. It is taken where it is the very embedder's that is in
 * use, whose name is no proof: the first of them are tried. Vectors of two embedders must never
 * meet.
 */
final class BroughtEmbeddings {

  private static final int TRIED = 4;

  /** A quantised model says nearly the same of a text, and not to the last bit. */
  private static final double SAME = 0.9;

  private final Embedder.Source.Found inUse;
  private Optional<String> anew;
  private int tried;

  /**
   * For notes that bring some.
   *
   * @param from the embedder that they are said to be of
   */
  BroughtEmbeddings(String from, Embedder.Source embedders) {
    inUse = embedders.embedder();
    anew =
        switch (inUse) {
          case None(var why) -> Optional.of(why);
          case Ready(var embedder) when !embedder.name().equals(from) ->
              Optional.of(
                  "these vectors are of '%s', and the embedder here is '%s'"
                      .formatted(from, embedder.name()));
          case Ready _ -> Optional.empty();
        };
  }

  /** Why texts are embedded anew; empty when what was brought is taken. */
  Optional<String> anew() {
    return anew;
  }

  /**
   * What a note brought; empty when it brought nothing, or nothing is taken.
   *
   * @throws IllegalArgumentException when it is no embedding, in words for people
   */
  Optional<Embedding> of(JsonNode line, String text) {
    var said = line.path(Meanings.FIELD);
    if (anew.isPresent() || said.isMissingNode() || !(inUse instanceof Ready(var embedder))) {
      return Optional.empty();
    }
    if (!said.isString()) {
      throw new IllegalArgumentException("its embedding is no text in base64");
    }
    var meaning = Embedding.ofBase64(said.stringValue(), embedder.dimensions());
    if (tried < TRIED) {
      tried++;
      var cosine = embedder.embed(List.of(text)).getFirst().dot(meaning);
      if (cosine < SAME) {
        anew =
            Optional.of(
                "these vectors are not what %s says of their texts (a cosine of %.2f, where one is the same): they are another embedder's, or in another order"
                    .formatted(embedder.name(), cosine));
      }
    }
    return Optional.of(meaning).filter(_ -> anew.isEmpty());
  }
}
