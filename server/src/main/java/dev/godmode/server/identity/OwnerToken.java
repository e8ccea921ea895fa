package dev.godmode.server.identity;

import java.nio.file.Path;
import java.security.SecureRandom;

/** The owner's secret: in a file that only the owner may read, made at the first start. */
public final class OwnerToken {

  private final String value;

  private OwnerToken(String value) {
    this.value = value;
  }

  public static OwnerToken open(Path path, SecureRandom random) {
    var file = new PrivateFile(path);
    var kept = file.read().map(String::strip).filter(text -> !text.isEmpty());
    return new OwnerToken(
        kept.orElseGet(
            () -> {
              var fresh = Secrets.fresh(random);
              file.write(fresh + "\n");
              return fresh;
            }));
  }

  boolean matches(String shown) {
    return Secrets.same(value, shown);
  }
}
