package dev.godmode.cli;

import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** A home folder as God Mode leaves it, made for a test. */
record TestHome(Path folder) {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  static TestHome in(Path folder) throws IOException {
    var home = new TestHome(folder.resolve("home"));
    home.home().prepare();
    return home;
  }

  Home home() {
    return new Home(folder);
  }

  Path write(String name, String text, String mode) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  /** Control says that it is up, as the given process. */
  void control(long pid, String api, Path workspace) throws IOException {
    var closed = "http://127.0.0.1:1";
    write(
        "control/control.json",
        Json.write(
            new ControlProcess(
                pid,
                Main.VERSION,
                NOW,
                api,
                closed,
                "https://127.0.0.1:1",
                workspace.toString(),
                "00",
                Optional.empty())),
        "rw-------");
    write("control/owner.token", "gmo_secret", "rw-------");
  }

  void worker(long pid, String state) throws IOException {
    write("worker/node.json", "{}", "rw-------");
    write(
        "worker/worker.json",
        Json.write(new WorkerProcess(pid, NOW, state, Optional.of("forge"), "")),
        "rw-------");
  }
}
