package dev.godmode.server;

import dev.godmode.adapters.models.HttpModelServer;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.server.fleet.WorkerSessions;
import dev.godmode.server.inference.Models;
import dev.godmode.server.inference.OpenedCaches;
import dev.godmode.server.service.NodeServices;
import dev.godmode.testkit.WordEmbedder;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Models whose providers are asked over HTTP, with their file in a folder of the test. */
final class TestModels {

  private TestModels() {}

  static Models of(
      Models.Records records,
      Supplier<SecretSources> secrets,
      Path home,
      WorkerSessions streams,
      Models.Sources sources) {
    return Models.open(
        records,
        secrets,
        home.resolve("models.json"),
        new Models.Outside(
            new HttpModelServer(),
            new NodeServices(streams::admitted, sources.nanos()),
            new OpenedCaches(secrets, sources.nanos()),
            () -> new Embedder.Source.Ready(new WordEmbedder())),
        sources);
  }
}
