package dev.godmode.control.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.protocol.text.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;

/**
 * The models of a control, in a file of its own folder: {@code gm models} writes it, and a person
 * may. A file that becomes wrong changes nothing, and why is told.
 */
public final class ModelsFile {

  static final int FILE_MAX_BYTES = 1 << 20;

  private final Path file;
  private final Consumer<ModelTable> changed;
  private volatile ModelTable table = ModelTable.EMPTY;
  private volatile Optional<String> problem = Optional.empty();
  private Optional<String> looked = Optional.empty();

  /**
   * What the file says.
   *
   * @param changed is told at once and whenever it says something else
   */
  public ModelsFile(Path file, Consumer<ModelTable> changed) {
    this.file = file;
    this.changed = changed;
    runOnce();
  }

  /**
   * A key as it is written: a reference, never the key itself.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SecretReference reference(String text) {
    return SecretReference.of(text)
        .filter(reference -> reference.form() == SecretReference.Form.VALUE)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a key is secret://NAME, and never the key itself: gm secrets set NAME keeps"
                        + " it"));
  }

  public ModelTable table() {
    return table;
  }

  /** Why the file as it is now is not in force. */
  public Optional<String> problem() {
    return problem;
  }

  /** Looks whether somebody changed the file. */
  public synchronized void runOnce() {
    var text = text();
    if (!text.equals(looked)) {
      looked = text;
      take(text);
    }
  }

  private void take(Optional<String> text) {
    try {
      table = text.isPresent() ? ModelsText.read(text.get()) : ModelTable.EMPTY;
      problem = Optional.empty();
      changed.accept(table);
    } catch (JacksonException e) {
      problem = Optional.of("%s: %s".formatted(file, e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      problem = Optional.of("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private Optional<String> text() {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(FILE_MAX_BYTES), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("");
    }
  }

  /**
   * Changes it, and writes it down first.
   *
   * @throws IllegalArgumentException when it would be wrong, or is wrong already
   */
  public synchronized void change(UnaryOperator<ModelTable> change) {
    runOnce();
    if (problem.isPresent()) {
      throw new IllegalArgumentException("mend this first: " + problem.get());
    }
    var next = change.apply(table);
    write(ModelsText.of(next));
    runOnce();
  }

  private void write(String text) {
    try {
      var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".models", ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
