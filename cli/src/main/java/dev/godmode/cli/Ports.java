package dev.godmode.cli;

import dev.godmode.audit.host.ListeningSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether ports are free, and who has them when they are not. */
final class Ports {

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
    try {
      return ListeningSockets.ofThisMachine().stream()
          .filter(socket -> socket.port() == port)
          .flatMap(socket -> socket.holder().stream())
          .map(
              holder ->
                  "process %d (%s)"
                      .formatted(
                          holder.pid(),
                          holder.program().isEmpty() ? "unknown program" : holder.program()))
          .findFirst()
          .orElse("another program");
    } catch (IOException e) {
      return "another program";
    }
  }
}
