package dev.godmode.testkit.load;

import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.worker.identity.Enrolment;
import dev.godmode.worker.identity.Enrolment.JoinRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Nodes that join one by one and stay until it is closed. */
public final class LoadFleet implements AutoCloseable {

  /** Making keys takes processor time: more side by side would only wait for each other. */
  private static final int JOINING_MAX = 8;

  private final Path folder;
  private final int slots;
  private final RandomGenerator random;
  private final Tally tally = new Tally();
  private final List<LoadNode> nodes = new CopyOnWriteArrayList<>();
  private final List<Thread> lives = new CopyOnWriteArrayList<>();
  private final Semaphore room = new Semaphore(JOINING_MAX);
  private final AtomicInteger count = new AtomicInteger();

  /**
   * A fleet of nobody.
   *
   * @param folder keeps the nodes' keys
   * @param slots of each node
   */
  public LoadFleet(Path folder, int slots, RandomGenerator random) {
    this.folder = folder;
    this.slots = slots;
    this.random = random;
  }

  /** Enrols a node with the code, and has it live on; waits while many join. */
  public void join(JoinCode code) throws InterruptedException {
    room.acquire();
    var name = "load-" + count.incrementAndGet();
    lives.add(Thread.ofVirtual().name(name).start(() -> live(code, name)));
  }

  private void live(JoinCode code, String name) {
    try {
      enrol(code, name).live();
    } catch (IOException | GeneralSecurityException | JoinRefused e) {
      tally.trouble.set(name + " did not join: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LoadNode enrol(JoinCode code, String name)
      throws IOException, GeneralSecurityException, JoinRefused, InterruptedException {
    try {
      var home = Files.createDirectories(folder.resolve(name));
      var node = new LoadNode(new Enrolment(home).join(code, name), slots, random, tally);
      nodes.add(node);
      return node;
    } finally {
      room.release();
    }
  }

  public Standing standing() {
    return new Standing(
        nodes.size(),
        (int) nodes.stream().filter(LoadNode::isConnected).count(),
        nodes.stream().mapToInt(LoadNode::running).sum(),
        tally.started.sum(),
        tally.stopped.sum(),
        tally.fenced.sum(),
        tally.connects.sum(),
        tally.trouble.get());
  }

  /** The attempts' credentials that the nodes hold; asking makes the nodes ask for the rest. */
  public List<String> credentials() {
    return nodes.stream().flatMap(node -> node.credentials().stream()).toList();
  }

  /** Cuts all streams at once, as a router that restarts does; each node dials again. */
  public void hangUp() {
    nodes.forEach(LoadNode::hangUp);
  }

  /** Cuts all streams; nobody says goodbye. */
  @Override
  public void close() {
    lives.forEach(Thread::interrupt);
  }
}
