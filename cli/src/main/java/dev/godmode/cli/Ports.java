package dev.godmode.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether ports are free, and who has them when they are not. */
final class Ports {

  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Ports() {}

  /** A port by the variable that sets it. */
  static int of(String variable, int otherwise) {
    var set = System.getenv(variable);
    if (set == null || set.isBlank()) {
      return otherwise;
    }
    if (set.matches("\\d{1,5}") && Integer.parseInt(set) >= 1 && Integer.parseInt(set) <= 65_535) {
      return Integer.parseInt(set);
    }
    throw new Trouble("%s must be a port, 1 to 65535, was '%s'".formatted(variable, set));
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Who listens there: process id and program, where the system tells. */
  static String owner(int port) {
    return inode(port)
        .flatMap(Ports::process)
        .map(
            pid ->
                "process %d (%s)"
                    .formatted(
                        pid,
                        ProcessHandle.of(pid)
                            .flatMap(process -> process.info().command())
                            .orElse("unknown program")))
        .orElse("another program");
  }

  private static Optional<String> inode(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(Ports::lines)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
        .filter(fields -> fields[LOCAL].endsWith(":%04X".formatted(port)))
        .map(fields -> fields[INODE])
        .findFirst();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Optional<Long> process(String inode) {
    var wanted = "socket:[" + inode + "]";
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(Path.of("/proc", String.valueOf(pid), "fd"), wanted))
        .findFirst();
  }

  private static boolean holds(Path descriptors, String wanted) {
    try (var files = Files.list(descriptors)) {
      return files.anyMatch(file -> link(file).equals(wanted));
    } catch (IOException e) {
      return false;
    }
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
