package dev.godmode.worker.service;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where servers of models are looked for on this machine, and nowhere else: on loopback.
 *
 * @param all up to the version: {@code http://127.0.0.1:11434/v1}
 */
public record ModelAddresses(List<URI> all) {

  /** The variable that names others, or none. */
  public static final String VARIABLE = "GODMODE_MODEL_SERVERS";

  private static final String OFF = "off";
  private static final int ADDRESSES_MAX = 16;
  private static final int PORT_MAX = 65_535;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** By the port that they have unless they are told another one. */
  private static final Map<Integer, String> USUAL =
      new TreeMap<>(
          Map.of(11_434, "ollama", 1_234, "lm-studio", 8_080, "llama.cpp", 8_000, "vllm"));

  public ModelAddresses {
    all = List.copyOf(all);
  }

  /**
   * What the variable says; where the usual ones are when it is not set.
   *
   * @throws IllegalArgumentException with what is wrong and what to write
   */
  public static ModelAddresses of(Optional<String> value) {
    var text = value.map(String::strip).orElse("");
    if (text.isEmpty()) {
      return new ModelAddresses(
          USUAL.keySet().stream()
              .map(port -> URI.create("http://127.0.0.1:%d/v1".formatted(port)))
              .toList());
    }
    if (text.equalsIgnoreCase(OFF)) {
      return new ModelAddresses(List.of());
    }
    var addresses = new ArrayList<URI>();
    for (var one : text.split(",", -1)) {
      addresses.add(address(one.strip()));
    }
    if (addresses.size() > ADDRESSES_MAX) {
      throw wrong("%d of them; there are %d at most".formatted(addresses.size(), ADDRESSES_MAX));
    }
    if (addresses.stream().map(URI::getPort).distinct().count() < addresses.size()) {
      throw wrong("one port twice");
    }
    return new ModelAddresses(addresses);
  }

  private static URI address(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException _) {
      throw wrong("'%s'".formatted(text));
    }
    var host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
    var path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", "");
    if (!"http".equalsIgnoreCase(url.getScheme())
        || !LOOPBACK.contains(host)
        || url.getPort() < 1
        || url.getPort() > PORT_MAX
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw wrong("'%s'".formatted(text));
    }
    return URI.create(
        "http://%s:%d%s".formatted(host, url.getPort(), path.isEmpty() ? "/v1" : path));
  }

  private static IllegalArgumentException wrong(String was) {
    return new IllegalArgumentException(
        "%s must be 'off', or servers of this very machine with commas between them, like http://127.0.0.1:9000; was %s"
            .formatted(VARIABLE, was));
  }

  /** Where they are looked for. */
  List<ModelPlace> places() {
    return all.stream().map(one -> new ModelPlace(name(one), one, List.of())).toList();
  }

  /** What a server there is called: by its port, for nothing else of it lasts. */
  private static String name(URI address) {
    return USUAL.getOrDefault(address.getPort(), "models-" + address.getPort());
  }
}
