package dev.godmode.control.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that only its owner can read; one that others can read is not used. */
public record PlainFile(Path file) implements Vessel {

  @Override
  public String words() {
    return file.toString();
  }

  @Override
  public Optional<String> read() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    return Optional.of(new String(SecretFiles.readPrivate(file), StandardCharsets.UTF_8));
  }

  @Override
  public void write(String text) throws IOException {
    SecretFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
