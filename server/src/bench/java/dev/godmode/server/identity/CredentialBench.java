package dev.godmode.server.identity;

import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An attempt's credential: made, seen for the first time (its signature is checked), and seen again
 * (it is remembered). Whether the lease lives is asked besides, of the kernel.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CredentialBench {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String FLEET = "0123456789abcdef0123";

  private SigningKeys keys;
  private AttemptTokens tokens;
  private AttemptClaims claims;
  private String token;

  @Setup
  public void make() throws IOException {
    var clock = InstantSource.fixed(NOW);
    var folder = Files.createTempDirectory("credential-bench");
    keys = SigningKeys.open(folder.resolve("keys.json"), new SecureRandom(), clock);
    tokens = new AttemptTokens(keys, FLEET, clock);
    claims =
        new AttemptClaims(
            "0123456789abc",
            new AttemptKey(new TaskId("0j3k5m7n9p1q3"), 2, 123_456),
            new NodeId("0j3k5m7n9p1q4"),
            "builder",
            "shop",
            Set.of(
                dev.godmode.control.access.Scope.TASKS_READ,
                dev.godmode.control.access.Scope.LOGS_READ),
            NOW,
            NOW.plus(AttemptTokens.LIFETIME));
    token = tokens.mint(claims);
  }

  @Benchmark
  public String mint() {
    return tokens.mint(claims);
  }

  @Benchmark
  public AttemptTokens.Reading readFirst() {
    return new AttemptTokens(keys, FLEET, InstantSource.fixed(NOW)).read(token);
  }

  @Benchmark
  public AttemptTokens.Reading readAgain() {
    return tokens.read(token);
  }
}
