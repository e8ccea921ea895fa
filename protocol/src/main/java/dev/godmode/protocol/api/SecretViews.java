package dev.godmode.protocol.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people may know of secrets. No value is ever in an answer. */
public final class SecretViews {

  private SecretViews() {}

  /** When a secret was used, and by whom. */
  public record SecretUse(Instant at, String by) {

    /** The later one of two. */
    public SecretUse later(SecretUse other) {
      return other.at().isAfter(at) ? other : this;
    }
  }

  /**
   * A secret.
   *
   * @param source which has its value; empty when none has
   * @param trouble why that cannot be told
   * @param lines of the policy that speak of it: who may use it
   * @param lastUsed as far as the ledger's last thousand uses tell
   */
  public record SecretView(
      String name,
      Optional<String> source,
      Optional<String> trouble,
      List<String> lines,
      Optional<SecretUse> lastUsed) {}

  /** A place where values are kept. */
  public record SourceView(String words, boolean takesValues) {}

  /**
   * All of them.
   *
   * @param sources in the order in which they are asked
   * @param problems why secrets.yaml as it is now is not in force
   */
  public record SecretList(
      List<SecretView> items, List<SourceView> sources, List<String> problems) {}

  /**
   * Whether a name has a value.
   *
   * @param message when it has none: why, and what was probably meant
   * @param lines of the policy that speak of it
   */
  public record SecretCheck(
      String name, boolean found, Optional<String> source, String message, List<String> lines) {}

  /** A secret's value on its way to where it is kept. */
  public record NewValue(String value) {

    /** Without the value, whoever prints it. */
    @Override
    public String toString() {
      return "NewValue[]";
    }
  }
}
