package dev.godmode.protocol.service;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What control says to a node about its services: the first on the stream of offers. */
public sealed interface ToNode {

  /** Please open another line. */
  record LineWanted() implements ToNode {}

  /**
   * Ask the server this. A body follows in binary frames.
   *
   * @param service its name, as it was offered
   * @param path after the server's address and version: "/chat/completions"
   * @param headers more than what any question has; never a key
   * @param body its length; empty for a question without one, which is then a GET
   */
  record Ask(String service, String path, Map<String, String> headers, Optional<Integer> body)
      implements ToNode {

    private static final Pattern PATH = Pattern.compile("(/[a-z_]{1,40}){1,4}");

    public Ask {
      headers = Map.copyOf(headers);
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("a path is small letters between slashes");
      }
      if (body.filter(bytes -> bytes < 0 || bytes > ServiceProtocol.QUESTION_MAX_BYTES)
          .isPresent()) {
        throw new IllegalArgumentException(
            "a question has %d MiB at most".formatted(ServiceProtocol.QUESTION_MAX_BYTES >> 20));
      }
    }
  }
}
