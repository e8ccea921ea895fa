package dev.godmode.adapters.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import dev.godmode.control.secret.DotenvSource;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.SourceSpec;
import dev.godmode.testkit.contract.SecretSourceContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of age, by our own writing; {@code scripts/real/secrets.sh} has the real program write. */
class AgeFileTest extends SecretSourceContract {

  @TempDir Path folder;

  @BeforeEach
  void makeIdentity() throws Exception {
    identity("key.txt");
  }

  /** As age-keygen writes it. */
  private void identity(String name) throws IOException, GeneralSecurityException {
    var pair = new X25519KeyPairGenerator().generateKeyPair();
    var file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(
        file,
        "# created: 2026-11-25T10:00:00Z\n# public key: %s\n%s\n"
            .formatted(text(pair.getPublic().getEncoded()), text(pair.getPrivate().getEncoded())));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String text(byte[] bech32) {
    return new String(bech32, StandardCharsets.US_ASCII);
  }

  private AgeFile file() {
    return new AgeFile(
        new SourceSpec.Age(
            folder.resolve("secrets.age"), folder.resolve("key.txt"), Optional.empty()));
  }

  @Override
  protected SecretSource holding(Map<String, String> values) throws Exception {
    Files.deleteIfExists(folder.resolve("secrets.age"));
    var source = new DotenvSource(file());
    for (var entry : values.entrySet()) {
      if (entry.getValue().length() < 60_000) {
        source.put(entry.getKey(), new SecretValue(entry.getValue()));
      } else {
        file().write(entry.getKey() + "=" + entry.getValue());
      }
    }
    return source;
  }

  @Override
  protected SecretSource changed(SecretSource source, Map<String, String> values) throws Exception {
    holding(values);
    return source;
  }

  @Test
  void the_file_itself_tells_nothing() throws Exception {
    holding(Map.of("github-token", "correct-horse-battery"));

    var bytes = Files.readAllBytes(folder.resolve("secrets.age"));

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .startsWith("age-encryption.org/v1")
        .doesNotContain("horse", "github");
  }

  @Test
  void an_identity_that_others_can_read_is_not_used() throws Exception {
    var source = holding(Map.of("key", "correct-horse"));
    Files.setPosixFilePermissions(
        folder.resolve("key.txt"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(source.find("key"))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.why()).contains("chmod 600", "key.txt"));
  }

  @Test
  void a_file_for_another_key_is_trouble_that_names_both() throws Exception {
    var source = holding(Map.of("key", "correct-horse"));
    identity("key.txt");

    assertThat(source.find("key"))
        .isInstanceOfSatisfying(
            Trouble.class,
            trouble -> assertThat(trouble.why()).contains("secrets.age", "key.txt", "another"));
  }

  @Test
  void a_file_that_is_cut_off_or_changed_is_trouble() throws Exception {
    var source = holding(Map.of("key", "correct-horse"));
    var file = folder.resolve("secrets.age");
    var bytes = Files.readAllBytes(file);
    for (var at = 0; at < bytes.length; at += 7) {
      var changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(file, changed);

      assertThat(source.find("key")).as("byte %d", at).isInstanceOf(Trouble.class);
    }
  }
}
