package dev.godmode.server;

import dev.godmode.adapters.git.GitRepositories;
import dev.godmode.control.change.ChangeFiles;
import dev.godmode.control.engine.Engine;
import dev.godmode.server.change.Merges;
import java.nio.file.Path;
import java.time.InstantSource;

/** Real repositories, in a folder of the test. */
final class TestRepositories {

  private TestRepositories() {}

  static Merges merges(Engine engine, Path home, InstantSource clock) {
    return new Merges(
        engine,
        new GitRepositories(home.resolve("repositories")),
        new ChangeFiles(home.resolve("changes")),
        clock);
  }
}
