package dev.godmode.server.memory;

import dev.godmode.adapters.postgres.PgvectorIndex;
import dev.godmode.control.memory.DividedIndex;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.VectorsAddress;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.protocol.api.Requests.Component;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * By what memories are found.
 *
 * @param index words and meanings beside control, or meanings in the PostgreSQL that was named
 * @param vectors how that one is; empty where none was named
 */
public record ControlIndex(MemoryIndex index, Supplier<Optional<Component>> vectors) {

  /** Everything in one index beside control. */
  public static ControlIndex whole(MemoryIndex index) {
    return new ControlIndex(index, Optional::empty);
  }

  /**
   * The one that was named; nothing is asked of it yet.
   *
   * @param local beside control, for the words at least
   * @param fleet whose vectors they are
   */
  public static ControlIndex of(
      Optional<VectorsAddress> address,
      MemoryIndex local,
      Supplier<SecretSources> secrets,
      String fleet,
      LongSupplier nanos) {
    if (address.isEmpty()) {
      return whole(local);
    }
    var at = address.get();
    var divided =
        new DividedIndex(
            local,
            new PgvectorIndex(
                at,
                () -> at.key().map(key -> secrets.get().value(key.name(), IndexFault::new)),
                fleet,
                nanos));
    return new ControlIndex(divided, () -> Optional.of(component(at, divided.trouble())));
  }

  private static Component component(VectorsAddress at, Optional<String> trouble) {
    return new Component(
        "vectors",
        trouble.isEmpty(),
        trouble
            .map("recall goes on without meanings, nothing is lost: %s"::formatted)
            .orElseGet(() -> "what memories mean is in " + at));
  }
}
