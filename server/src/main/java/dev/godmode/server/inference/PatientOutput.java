package dev.godmode.server.inference;

import dev.godmode.server.http.SlowClients;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Brings bytes to a client at once; one that reads nothing for too long is given up. */
final class PatientOutput implements AutoCloseable {

  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);
  private static final long NOT_WRITING = Long.MIN_VALUE;

  private final OutputStream out;
  private final SlowClients.Watched watch;
  private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);

  PatientOutput(OutputStream out, SlowClients slow) {
    this.out = out;
    this.watch = slow.watch(this::isStuck);
  }

  private boolean isStuck() {
    var since = writingSince.get();
    return since != NOT_WRITING && System.nanoTime() - since > WRITE_PATIENCE.toNanos();
  }

  void write(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    writingSince.set(System.nanoTime());
    out.write(bytes);
    out.flush();
    writingSince.set(NOT_WRITING);
  }

  @Override
  public void close() throws IOException {
    try (watch;
        out) {
      writingSince.set(NOT_WRITING);
    }
  }
}
