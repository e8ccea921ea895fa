package dev.godmode.worker.code;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.code.HeldCode;
import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.CodeHeld;
import dev.godmode.worker.workspace.CodeTree;
import dev.godmode.worker.workspace.Mirrors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Brings the code that the fleet shares to the commits that control names for this node, and looks
 * again and again whether it still is there. A thread of its own does it: however long a repository
 * takes, the node's signs of life go on.
 */
public final class CodeShelf {

  private static final System.Logger LOG = System.getLogger(CodeShelf.class.getName());

  /** A remote that was away is back by then, and files that were changed by hand are put right. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(20);

  private final Path folder;
  private final Path state;
  private final Mirrors mirrors;
  private final Consumer<WorkerMessage> tell;
  private final ScheduledExecutorService work =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("code").daemon().factory());
  private volatile List<HeldCode> held = List.of();

  /** Known to the shelf's own thread alone. */
  private List<NodeCode> named = List.of();

  /**
   * A shelf.
   *
   * @param home the worker's folder
   * @param tell sends a message if control is there
   */
  public CodeShelf(Path home, Mirrors mirrors, Consumer<WorkerMessage> tell) {
    this.folder = home.resolve("code");
    this.state = home.resolve("code-state");
    this.mirrors = mirrors;
    this.tell = tell;
  }

  /** Begins to look again and again. */
  public void begin() {
    var _ =
        work.scheduleWithFixedDelay(
            this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What this node has, as far as it has looked. */
  public List<HeldCode> held() {
    return held;
  }

  /** Control names what this node is to have. */
  public void name(List<NodeCode> code) {
    work.execute(
        () -> {
          named = code.stream().filter(one -> one.name().matches(SharedCode.NAME)).toList();
          look();
        });
  }

  /** The loop's edge: whatever goes wrong is told, and tried again. */
  private void look() {
    try {
      var now = named.stream().map(this::brought).toList();
      if (!now.equals(held)) {
        held = now;
        now.forEach(one -> LOG.log(INFO, "shared code {0}", one));
        tell.accept(new CodeHeld(now));
      }
    } catch (RuntimeException e) {
      LOG.log(WARNING, "shared code not looked at, it is tried again", e);
    }
  }

  private HeldCode brought(NodeCode code) {
    var tree = new CodeTree(folder.resolve(code.name()), state);
    try {
      tree.sync(mirrors, code.at());
      return told(code, tree, false, Optional.empty());
    } catch (CodeTree.Dirty e) {
      return told(code, tree, true, Optional.ofNullable(e.getMessage()));
    } catch (IOException e) {
      return told(code, tree, false, Optional.ofNullable(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return told(code, tree, false, Optional.of("the worker stops"));
    }
  }

  private static HeldCode told(
      NodeCode code, CodeTree tree, boolean dirty, Optional<String> trouble) {
    return new HeldCode(code.name(), tree.commit(), dirty, trouble);
  }
}
