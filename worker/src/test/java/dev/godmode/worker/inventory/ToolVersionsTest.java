package dev.godmode.worker.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolVersionsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git version 2.39.5 | 2.39.5",
        "openjdk 21.0.5 2024-10-15 | 21.0.5",
        "openjdk 25 2025-09-16 | 25",
        "go version go1.22.1 linux/amd64 | 1.22.1",
        "tmux 3.3a | 3.3",
        "v22.11.0 | 22.11.0",
        "no number at all | ''",
      })
  void the_version_is_found_in_what_a_tool_says(String said, String version) {
    assertThat(ToolVersions.version(said)).isEqualTo(version);
  }

  @Test
  void a_tool_is_asked_once_until_its_file_changes() throws IOException, InterruptedException {
    var asked = folder.resolve("asked");
    var tool = script("echo x >> " + asked + "; echo tool 1.2.3");
    var file = folder.resolve("tools.json");

    var first = new ToolVersions(file, "/usr/bin:/bin").of(Map.of("tool", tool));
    var again = new ToolVersions(file, "/usr/bin:/bin").of(Map.of("tool", tool));

    assertThat(first).isEqualTo(again).isEqualTo(Map.of("tool", "1.2.3"));
    assertThat(asked).hasContent("x\n");
    script("echo tool 1.3, changed");
    assertThat(new ToolVersions(file, "/usr/bin:/bin").of(Map.of("tool", tool)))
        .isEqualTo(Map.of("tool", "1.3"));
  }

  @Test
  void a_tool_that_cannot_be_asked_has_no_version() throws InterruptedException {
    var versions =
        new ToolVersions(folder.resolve("tools.json"), "/usr/bin:/bin")
            .of(Map.of("gone", folder.resolve("gone"), "claude", folder.resolve("claude")));

    assertThat(versions).isEqualTo(Map.of("gone", "", "claude", ""));
  }

  private Path script(String line) throws IOException {
    var tool = folder.resolve("tool");
    Files.deleteIfExists(tool);
    Files.createFile(
        tool, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(tool, "#!/bin/sh\n" + line + "\n");
    return tool;
  }
}
