package dev.godmode.worker.container;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Knows the node's container engine, and looks again and again whether it is still there. */
public final class EngineWatch {

  private static final System.Logger LOG = System.getLogger(EngineWatch.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final List<Path> sockets;
  private final String node;
  private final Consumer<Optional<EngineFacts>> changed;
  private final ReentrantLock looking = new ReentrantLock();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private volatile Optional<Engine> engine = Optional.empty();
  private String lastTrouble = "";

  /**
   * A watch that has not looked yet.
   *
   * @param sockets where an engine may listen; the first that answers is taken
   * @param node this node's id: containers that bear it are ours
   * @param changed hears when an engine came, went, or is another one
   */
  public EngineWatch(List<Path> sockets, String node, Consumer<Optional<EngineFacts>> changed) {
    this.sockets = List.copyOf(sockets);
    this.node = node;
    this.changed = changed;
  }

  /** Looks from now on, in a thread of its own. */
  public void begin() {
    Thread.ofVirtual().name("engine-watch").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks now; on return {@code changed} has heard what is new. */
  public void look() throws InterruptedException {
    looking.lockInterruptibly();
    try {
      if (engine.isPresent() && engine.get().answers()) {
        return;
      }
      var before = engine;
      engine = find();
      before.ifPresent(Engine::close);
      if (before.isPresent() || engine.isPresent()) {
        tell();
      }
    } finally {
      looking.unlock();
    }
  }

  private void tell() {
    var facts = engine.map(Engine::facts);
    LOG.log(INFO, "container engine {0}", facts.map(EngineFacts::toString).orElse("gone"));
    changed.accept(facts);
  }

  private Optional<Engine> find() throws InterruptedException {
    for (var socket : sockets) {
      if (Files.exists(socket)) {
        try {
          var found = Engine.at(socket);
          sweep(found);
          lastTrouble = "";
          return Optional.of(found);
        } catch (IOException e) {
          note(String.valueOf(e.getMessage()));
        }
      }
    }
    return Optional.empty();
  }

  /** Once: it is the same every few seconds. */
  private void note(String trouble) {
    if (!trouble.equals(lastTrouble)) {
      lastTrouble = trouble;
      LOG.log(WARNING, "container engine not used: {0}", trouble);
    }
  }

  /** Removes what a killed worker or a vanished engine left. */
  private void sweep(Engine found) throws IOException, InterruptedException {
    for (var container : found.ofNode(node)) {
      if (!running.contains(container.attempt())) {
        found.remove(container.id());
        LOG.log(INFO, "container removed, nobody waits for it attempt={0}", container.attempt());
      }
    }
  }

  /** The engine, as far as is known just now. */
  Optional<Engine> engine() {
    return engine;
  }

  String node() {
    return node;
  }

  List<Path> sockets() {
    return sockets;
  }

  /** From now on this attempt's containers are not swept away. */
  void began(String attempt) {
    running.add(attempt);
  }

  void ended(String attempt) {
    running.remove(attempt);
  }
}
