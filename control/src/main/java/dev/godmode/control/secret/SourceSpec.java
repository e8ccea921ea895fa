package dev.godmode.control.secret;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A source as {@code secrets.yaml} names it. */
public sealed interface SourceSpec {

  /** The environment of control. */
  record Environment() implements SourceSpec {}

  /** A {@code .env}. */
  record DotenvFile(Path file) implements SourceSpec {}

  /** A folder with a file for each. */
  record Folder(Path folder) implements SourceSpec {}

  /** The operating system's keychain. */
  record Keychain(String service) implements SourceSpec {}

  /**
   * A {@code .env} that is encrypted with age.
   *
   * @param identity the file that holds the key to it
   * @param recipient to whom it is encrypted when it is written; empty: the identity's own
   */
  record Age(Path file, Path identity, Optional<String> recipient) implements SourceSpec {}

  /**
   * One entry of a Vault's or OpenBao's key-value store, version 2: each of its keys is a secret.
   *
   * @param mount where the store is mounted, "secret"
   * @param path of the entry in it
   * @param tokenFile holds the token that may read it
   */
  record Vault(URI address, String mount, String path, Path tokenFile) implements SourceSpec {}
}
