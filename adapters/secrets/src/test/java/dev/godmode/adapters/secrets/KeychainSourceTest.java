package dev.godmode.adapters.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.adapters.secrets.KeychainSource.Tool;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.testkit.contract.SecretSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keychains by programs that answer as the real ones do. */
class KeychainSourceTest {

  @TempDir Path folder;

  /** A program that looks names up as files; {@code $1} of its arguments is the name's place. */
  private String program(int place, int absent) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("keychain"),
            """
            #!/bin/sh
            echo "$@" >> %1$s/asked
            eval name=\\${%2$d}
            [ -f "%1$s/kept-$name" ] || exit %3$d
            cat "%1$s/kept-$name"
            """
                .formatted(folder, place, absent));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private void keep(Map<String, String> values) throws IOException {
    try (var old = Files.newDirectoryStream(folder, "kept-*")) {
      for (var file : old) {
        Files.delete(file);
      }
    }
    for (var entry : values.entrySet()) {
      Files.writeString(folder.resolve("kept-" + entry.getKey()), entry.getValue() + "\n");
    }
  }

  @Nested
  class OfLinux extends SecretSourceContract {

    @Override
    protected SecretSource holding(Map<String, String> values) throws IOException {
      keep(values);
      return new KeychainSource(Tool.SECRET_TOOL, program(5, 1), "godmode");
    }

    @Override
    protected SecretSource changed(SecretSource source, Map<String, String> values)
        throws IOException {
      keep(values);
      return source;
    }

    @Override
    protected boolean lists() {
      return false;
    }

    @Test
    void it_is_asked_by_service_and_name_and_told_no_value() throws IOException {
      holding(Map.of("key", "correct-horse")).find("key");

      assertThat(folder.resolve("asked")).hasContent("lookup service godmode name key");
    }
  }

  @Nested
  class OfAMac extends SecretSourceContract {

    @Override
    protected SecretSource holding(Map<String, String> values) throws IOException {
      keep(values);
      return new KeychainSource(Tool.SECURITY, program(5, 44), "godmode");
    }

    @Override
    protected SecretSource changed(SecretSource source, Map<String, String> values)
        throws IOException {
      keep(values);
      return source;
    }

    @Override
    protected boolean lists() {
      return false;
    }

    @Test
    void it_is_asked_by_service_and_account_and_told_no_value() throws IOException {
      holding(Map.of("key", "correct-horse")).find("key");

      assertThat(folder.resolve("asked")).hasContent("find-generic-password -s godmode -a key -w");
    }
  }

  @Test
  void a_program_that_is_not_there_is_trouble() {
    var source = new KeychainSource(Tool.SECRET_TOOL, folder.resolve("none").toString(), "godmode");

    assertThat(source.find("key"))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.why()).contains("cannot be started"));
  }

  @Test
  void what_the_program_complains_of_is_passed_on() throws IOException {
    var file =
        Files.writeString(folder.resolve("locked"), "#!/bin/sh\necho no D-Bus >&2; exit 1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

    assertThat(new KeychainSource(Tool.SECRET_TOOL, file.toString(), "godmode").find("key"))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.why()).contains("no D-Bus"));
  }
}
