package dev.godmode.worker.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository that a test works with, by the git program. */
public final class GitSandbox {

  private final Path folder;

  /** A new one, with a commit on its branch main. */
  public GitSandbox(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "ada");
    git("config", "user.email", "ada@example.invalid");
    write("greeting.txt", "hello\nworld\n");
    write("old.txt", "old\n");
    commit("begin");
  }

  public Path folder() {
    return folder;
  }

  public void write(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  public String commit(String message) throws IOException, InterruptedException {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return head();
  }

  public String head() throws IOException, InterruptedException {
    return git("rev-parse", "HEAD");
  }

  public Checkout now() throws IOException, InterruptedException {
    return new Checkout(folder.toString(), "main", head());
  }

  /** Runs git there; its output. */
  public String git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }
}
