package dev.godmode.control.inference;

/**
 * One server-sent event.
 *
 * @param name empty when it has none
 */
public record ServerEvent(String name, String data) {

  /** What ends a stream of chat completions. */
  public static final ServerEvent DONE = new ServerEvent("", "[DONE]");

  /** As it goes over the wire. */
  public String wire() {
    var lines = "data: " + data.replace("\n", "\ndata: ") + "\n\n";
    return name.isEmpty() ? lines : "event: " + name + "\n" + lines;
  }
}
