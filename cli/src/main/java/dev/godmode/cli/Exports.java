package dev.godmode.cli;

import dev.godmode.client.GodModeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What control writes out, into a file or to standard output. */
final class Exports {

  private Exports() {}

  /** Copies what is at the path; without a file to standard output, and nothing else. */
  static int write(Common common, GodModeClient client, String path, Optional<Path> file)
      throws IOException {
    if (file.isEmpty()) {
      client.copy(path, common.out());
      common.out().flush();
      return Exit.OK;
    }
    try (var out = Files.newOutputStream(file.get())) {
      client.copy(path, out);
    }
    common.answer(
        Map.of("file", file.get().toString()),
        "written to %s, %s".formatted(file.get(), Words.bytes(Files.size(file.get()))));
    return Exit.OK;
  }
}
