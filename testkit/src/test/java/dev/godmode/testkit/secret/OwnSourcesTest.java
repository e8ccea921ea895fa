package dev.godmode.testkit.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.secret.DotenvSource;
import dev.godmode.control.secret.EnvironmentSource;
import dev.godmode.control.secret.FolderSource;
import dev.godmode.control.secret.PlainFile;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.contract.SecretSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources that need nothing but this machine. */
class OwnSourcesTest {

  @TempDir Path folder;

  @Nested
  class Environment extends SecretSourceContract {

    @Override
    protected SecretSource holding(Map<String, String> values) {
      var environment =
          values.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> EnvironmentSource.PREFIX + variable(entry.getKey()),
                      Map.Entry::getValue));
      environment.put("PATH", "/bin");
      return new EnvironmentSource(environment);
    }

    private String variable(String name) {
      return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    protected SecretSource changed(SecretSource source, Map<String, String> values) {
      return holding(values);
    }
  }

  @Nested
  class ADotenv extends SecretSourceContract {

    private Path file() {
      return folder.resolve(".env");
    }

    @Override
    protected SecretSource holding(Map<String, String> values) throws IOException {
      Files.deleteIfExists(file());
      var source = new DotenvSource(new PlainFile(file()));
      values.entrySet().stream()
          .filter(entry -> entry.getValue().length() < 60_000)
          .forEach(entry -> source.put(entry.getKey(), new SecretValue(entry.getValue())));
      for (var entry : values.entrySet()) {
        if (entry.getValue().length() >= 60_000) {
          Files.writeString(file(), entry.getKey() + "=" + entry.getValue());
          Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        }
      }
      return source;
    }

    @Override
    protected SecretSource changed(SecretSource source, Map<String, String> values)
        throws IOException {
      holding(values);
      return source;
    }

    @Test
    void one_that_others_can_read_is_not_used_and_says_what_to_do() throws IOException {
      var source = holding(Map.of("key", "correct-horse"));
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

      assertThat(source.find("key"))
          .isInstanceOfSatisfying(
              Trouble.class, trouble -> assertThat(trouble.why()).contains("chmod 600 " + file()));
      assertThatThrownBy(() -> source.writable().orElseThrow().put("key", new SecretValue("new")))
          .hasMessageContaining("chmod 600");
    }

    @Test
    void what_is_written_is_for_its_owner_alone_and_keeps_the_other_lines() throws IOException {
      Files.writeString(file(), "# mine\nexport A='one'\nB=two\n");
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

      new DotenvSource(new PlainFile(file())).put("B", new SecretValue("three"));

      assertThat(file()).hasContent("# mine\nexport A='one'\nB=\"three\"\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
      assertThat(folder.toFile().list()).containsExactly(".env");
    }

    @Test
    void a_line_that_is_none_is_named_by_its_number_and_not_by_what_it_holds() throws IOException {
      Files.writeString(file(), "A=one\ncorrect horse\n");
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

      assertThat(new DotenvSource(new PlainFile(file())).find("A"))
          .isInstanceOfSatisfying(
              Trouble.class,
              trouble -> assertThat(trouble.why()).contains("line 2").doesNotContain("horse"));
    }

    @Test
    void a_name_as_shells_write_it_is_found_too() throws IOException {
      Files.writeString(file(), "GITHUB_TOKEN=correct-horse\n");
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

      assertThat(new DotenvSource(new PlainFile(file())).find("github-token"))
          .isEqualTo(new Found(new SecretValue("correct-horse")));
    }
  }

  @Nested
  class AFolder extends SecretSourceContract {

    @Override
    protected SecretSource holding(Map<String, String> values) throws IOException {
      var mount = Files.createDirectories(folder.resolve("run/secrets"));
      try (var old = Files.list(mount)) {
        for (var file : old.toList()) {
          Files.delete(file);
        }
      }
      for (var entry : values.entrySet()) {
        Files.writeString(mount.resolve(entry.getKey()), entry.getValue() + "\n");
      }
      return new FolderSource(mount);
    }

    @Override
    protected SecretSource changed(SecretSource source, Map<String, String> values)
        throws IOException {
      holding(values);
      return source;
    }

    @Test
    void a_mount_of_kubernetes_is_read_through_its_links() throws IOException {
      var mount = Files.createDirectories(folder.resolve("mount"));
      Files.createDirectories(mount.resolve("..2026_11"));
      Files.writeString(mount.resolve("..2026_11/key"), "correct-horse");
      Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11"));
      Files.createSymbolicLink(mount.resolve("key"), Path.of("..data/key"));

      var source = new FolderSource(mount);

      assertThat(source.find("key")).isEqualTo(new Found(new SecretValue("correct-horse")));
      assertThat(source.names()).containsExactly("key");
    }

    @Test
    void a_folder_that_is_not_there_is_trouble() {
      assertThat(new FolderSource(folder.resolve("nowhere")).find("key"))
          .isInstanceOf(Trouble.class);
    }
  }
}
