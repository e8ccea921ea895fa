package dev.godmode.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.access.PolicyFile;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.RollFile;
import dev.godmode.control.access.RollReader;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.server.identity.JournaledPolicies;
import java.io.IOException;

/** What the owner writes into the workspace, and control follows. */
final class OwnersFiles {

  private static final System.Logger LOG = System.getLogger(OwnersFiles.class.getName());

  private OwnersFiles() {}

  static PolicyFile policy(ServerSettings settings, Engine engine, Journal journal)
      throws IOException {
    return new PolicyFile(
        WorkspaceKeeper.choose(settings).resolve(PolicyReader.FILE),
        settings.home().resolve("control/policy.applied.yaml"),
        new JournaledPolicies(engine, journal));
  }

  static RollFile roll(ServerSettings settings) throws IOException {
    return new RollFile(
        WorkspaceKeeper.choose(settings).resolve(RollReader.FILE),
        problems -> LOG.log(WARNING, "not taken: {0}", problems));
  }

  static SecretsFile secrets(ServerSettings settings) throws IOException {
    return new SecretsFile(
        new SecretsFile.Places(
            WorkspaceKeeper.choose(settings),
            settings.userHome(),
            settings.home().resolve("control/secrets.env")),
        spec -> SecretStores.open(spec, System.getenv()));
  }
}
