package dev.godmode.control.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a file that a person writes. */
public final class ConfigText {

  private ConfigText() {}

  /**
   * All of it, or as much as a document may have and one character more; empty when there is no
   * file. What cannot be read as text is a text that is no document, and is refused as such.
   */
  public static Optional<String> read(Path path) {
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(YamlDocument.CHARACTERS_MAX * 4 + 1);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.of("\u0000");
    } catch (IOException e) {
      return Optional.of("");
    }
  }
}
