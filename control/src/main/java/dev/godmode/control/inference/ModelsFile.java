package dev.godmode.control.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;

/**
 * The models of a control, in a file of its own folder: {@code gm models} writes it, and a person
 * may. A file that becomes wrong changes nothing, and why is told.
 */
public final class ModelsFile {

  static final int FILE_MAX_BYTES = 1 << 20;

  /** A provider as it is written down; what may be left out is optional. */
  record WrittenProvider(
      String name,
      String url,
      Optional<Dialect> speaks,
      Optional<String> key,
      Optional<List<String>> models,
      Optional<Duration> patience) {

    static WrittenProvider of(Provider provider) {
      return new WrittenProvider(
          provider.name(),
          provider.where().shown(),
          Optional.of(provider.speaks()),
          provider.key().map(key -> "secret://" + key.name()),
          Optional.of(provider.models()).filter(models -> !models.isEmpty()),
          Optional.of(provider.patience()).filter(p -> !p.equals(Provider.USUAL_PATIENCE)));
    }

    Provider read() {
      return new Provider(
          name,
          Provider.address(url),
          speaks.orElse(Dialect.OPENAI),
          key.map(ModelsFile::reference),
          models.orElse(List.of()),
          patience.orElse(Provider.USUAL_PATIENCE));
    }
  }

  /** A price as it is written down. */
  record WrittenPrice(String model, BigDecimal input, BigDecimal output) {}

  /** A budget as it is written down. */
  record WrittenBudget(String whom, Optional<Boolean> daily, BigDecimal cap) {}

  /** What is kept of answers, as it is written down; nothing where it stands not. */
  record WrittenCache(
      Optional<Boolean> sampled,
      Optional<Double> alike,
      Optional<Duration> keep,
      Optional<String> shared,
      Optional<String> key) {

    static WrittenCache of(CacheRules rules) {
      return new WrittenCache(
          Optional.of(rules.sampled()),
          rules.alike(),
          Optional.of(rules.keep()),
          rules.shared().map(URI::toString),
          rules.key().map(key -> "secret://" + key.name()));
    }

    CacheRules read() {
      return new CacheRules(
          true,
          sampled.orElse(false),
          alike,
          keep.orElse(CacheRules.USUAL_KEEP),
          shared.map(CacheRules::address),
          key.map(ModelsFile::reference));
    }
  }

  /** The file. */
  record Written(
      Optional<List<WrittenProvider>> providers,
      Optional<Map<String, String>> aliases,
      Optional<List<WrittenPrice>> prices,
      Optional<List<WrittenBudget>> budgets,
      Optional<WrittenCache> cache) {

    static Written of(ModelTable table) {
      return new Written(
          Optional.of(table.providers().stream().map(WrittenProvider::of).toList()),
          Optional.of(table.aliases()),
          Optional.of(
              table.prices().stream()
                  .map(price -> new WrittenPrice(price.model(), price.input(), price.output()))
                  .toList()),
          Optional.of(
              table.budgets().stream()
                  .map(one -> new WrittenBudget(one.whom(), Optional.of(one.daily()), one.cap()))
                  .toList()),
          Optional.of(table.cache()).filter(CacheRules::on).map(WrittenCache::of));
    }

    ModelTable read() {
      return new ModelTable(
          providers.orElse(List.of()).stream().map(WrittenProvider::read).toList(),
          aliases.orElse(Map.of()),
          prices.orElse(List.of()).stream()
              .map(price -> new Price(price.model(), price.input(), price.output()))
              .toList(),
          budgets.orElse(List.of()).stream()
              .map(one -> Budget.of(one.whom(), one.daily().orElse(false), one.cap()))
              .toList(),
          cache.map(WrittenCache::read).orElse(CacheRules.OFF));
    }
  }

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
      table = text.isPresent() ? read(text.get()) : ModelTable.EMPTY;
      problem = Optional.empty();
      changed.accept(table);
    } catch (JacksonException e) {
      problem = Optional.of("%s: %s".formatted(file, e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      problem = Optional.of("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static ModelTable read(String text) {
    return Json.mapper()
        .readerFor(Written.class)
        .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .<Written>readValue(text)
        .read();
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
    write(
        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(Written.of(next)) + "\n");
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
