package dev.godmode.server;

import dev.godmode.adapters.secrets.AgeFile;
import dev.godmode.adapters.secrets.KeychainSource;
import dev.godmode.adapters.secrets.VaultSource;
import dev.godmode.control.secret.DotenvSource;
import dev.godmode.control.secret.EnvironmentSource;
import dev.godmode.control.secret.FolderSource;
import dev.godmode.control.secret.PlainFile;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SourceSpec;
import java.util.Map;

/** Which store a word of {@code secrets.yaml} stands for. */
final class SecretStores {

  private SecretStores() {}

  /**
   * Opens one.
   *
   * @param environment control's own
   */
  static SecretSource open(SourceSpec spec, Map<String, String> environment) {
    return switch (spec) {
      case SourceSpec.Environment _ -> new EnvironmentSource(environment);
      case SourceSpec.DotenvFile(var file) -> new DotenvSource(new PlainFile(file));
      case SourceSpec.Folder(var folder) -> new FolderSource(folder);
      case SourceSpec.Keychain(var service) -> new KeychainSource(service);
      case SourceSpec.Age age -> new DotenvSource(new AgeFile(age));
      case SourceSpec.Vault vault -> new VaultSource(vault);
    };
  }
}
