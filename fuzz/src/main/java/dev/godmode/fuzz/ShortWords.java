package dev.godmode.fuzz;

import dev.godmode.protocol.document.DocumentPath;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.protocol.text.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Words that people and programs hand in: join codes, tags, versions, durations, sizes, paths. */
public final class ShortWords {

  private static final List<Function<String, Object>> READERS =
      List.of(
          JoinCode::parse,
          SkillTag::wanted,
          SkillTag::wantedOrName,
          SkillTag::offered,
          Quantities::duration,
          Quantities::bytes,
          LossPolicy::parse,
          SecretReference::of);

  private ShortWords() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    Version.beginning(text);
    Version.exactly(text);
    DocumentPath.problem(text);
    Spelling.hint(text, List.of("builder", "reviewer"));
    for (var reader : READERS) {
      try {
        reader.apply(text);
      } catch (IllegalArgumentException e) {
        said(e);
      }
    }
  }

  private static void said(IllegalArgumentException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new IllegalStateException("refused without a word", e);
    }
  }
}
