package dev.godmode.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTest {

  private static final int FILE_MAX_LINES = 400;
  private static final List<String> NOT_OURS = List.of("target", "node_modules", ".git");

  @Test
  void no_source_file_has_two_tenants() throws IOException {
    try (var files = Files.walk(Path.of("").toAbsolutePath().getParent())) {
      var sources = files.filter(SizeTest::isSource).toList();

      assertThat(sources).hasSizeGreaterThan(50);
      assertThat(sources)
          .allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(FILE_MAX_LINES));
    }
  }

  private static boolean isSource(Path file) {
    for (var part : file) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return file.toString().matches(".*\\.(java|ts|svelte|css)");
  }

  private static long lines(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
