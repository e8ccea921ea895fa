package dev.godmode.control.secret;

import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.agent.YamlDocument;
import dev.godmode.control.agent.YamlDocument.BadYaml;
import dev.godmode.control.agent.YamlFields;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code secrets.yaml}, and finds all that is wrong with it at once. */
final class SecretsReader {

  private static final int SOURCES_MAX = 20;
  private static final int BROKERS_MAX = 200;
  private static final Set<String> KEYS = Set.of("sources", "brokers");
  private static final Set<String> BROKER =
      Set.of("name", "secret", "hosts", "methods", "paths", "header");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> KINDS = Set.of("dotenv", "folder", "keychain", "age", "vault");
  private static final Set<String> SOURCE =
      Set.of(
          "dotenv",
          "folder",
          "keychain",
          "age",
          "identity",
          "recipient",
          "vault",
          "mount",
          "path",
          "token_file");

  /**
   * Where paths begin.
   *
   * @param workspace those that are relative
   * @param user those that begin with {@code ~}
   */
  record Places(Path workspace, Path user) {

    Path of(String text) {
      try {
        return text.equals("~") || text.startsWith("~/")
            ? user.resolve(text.substring(Math.min(2, text.length())))
            : workspace.resolve(text);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("'%s' is no path".formatted(text), e);
      }
    }
  }

  /** What was read; with problems nothing of it counts. */
  record Reading(
      Optional<List<SourceSpec>> sources,
      List<BrokerRule> brokers,
      List<ProfileProblem> problems) {}

  private final Places places;
  private final List<ProfileProblem> problems = new ArrayList<>();

  private SecretsReader(Places places) {
    this.places = places;
  }

  static Reading read(String text, Places places) {
    return new SecretsReader(places).reading(text);
  }

  private Reading reading(String text) {
    var sources = Optional.<List<SourceSpec>>empty();
    List<BrokerRule> brokers = List.of();
    try {
      var root = YamlDocument.root(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        var fields = YamlFields.of(SecretsFile.NAME, problems, mapping, KEYS);
        sources = fields.node("sources").map(_ -> sources(fields));
        brokers = brokers(fields);
      } else {
        problem(1, "is a mapping with the keys sources and brokers");
      }
    } catch (BadYaml e) {
      problem(e.line(), String.valueOf(e.getMessage()));
    }
    return new Reading(sources, List.copyOf(brokers), List.copyOf(problems));
  }

  private void problem(int line, String message) {
    problems.add(new ProfileProblem(SecretsFile.NAME, line, message));
  }

  private List<SourceSpec> sources(YamlFields root) {
    var sources =
        root.each("sources", SOURCE, SecretsReader::word, this::source).stream()
            .flatMap(Optional::stream)
            .toList();
    if (sources.size() > SOURCES_MAX) {
      root.problem(
          "sources",
          "there are %d sources, the most are %d".formatted(sources.size(), SOURCES_MAX));
    }
    return sources;
  }

  private static Optional<SourceSpec> word(String word) {
    if (word.equals("env")) {
      return Optional.of(new SourceSpec.Environment());
    }
    var known = new TreeSet<>(KINDS);
    known.add("env");
    throw new IllegalArgumentException(
        KINDS.contains(word)
            ? "'%s' needs to know where: write '%s: …'".formatted(word, word)
            : "there is no source '%s'%s; there is: %s"
                .formatted(word, Spelling.hint(word, known), String.join(", ", known)));
  }

  private Optional<SourceSpec> source(YamlFields item) {
    var kinds = KINDS.stream().filter(kind -> item.node(kind).isPresent()).sorted().toList();
    if (kinds.size() != 1) {
      throw new IllegalArgumentException(
          "a source is one of env, %s; this is %s"
              .formatted(
                  String.join(", ", new TreeSet<>(KINDS)),
                  kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
    }
    return switch (kinds.getFirst()) {
      case "dotenv" -> item.read("dotenv", places::of).map(SourceSpec.DotenvFile::new);
      case "folder" -> item.read("folder", places::of).map(SourceSpec.Folder::new);
      case "keychain" ->
          item.read("keychain", SecretsReader::service).map(SourceSpec.Keychain::new);
      case "age" -> age(item);
      default -> vault(item);
    };
  }

  private static String service(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")) {
      throw new IllegalArgumentException(
          "a keychain's service is a plain name, was '%s'".formatted(text));
    }
    return text;
  }

  private Optional<SourceSpec> age(YamlFields item) {
    var file = item.read("age", places::of);
    var identity = item.read("identity", places::of);
    if (identity.isEmpty()) {
      item.problem("age", "an age file needs 'identity': the file with the key to it");
    }
    var recipient = item.read("recipient", SecretsReader::recipient);
    return file.flatMap(f -> identity.map(i -> new SourceSpec.Age(f, i, recipient)));
  }

  private static String recipient(String text) {
    if (!text.matches("age1[a-z0-9]{58}")) {
      throw new IllegalArgumentException(
          "a recipient is age1 and 58 characters, was '%s'".formatted(text));
    }
    return text;
  }

  private Optional<SourceSpec> vault(YamlFields item) {
    var address = item.read("vault", SecretsReader::address);
    var path = item.read("path", SecretsReader::segments);
    if (path.isEmpty()) {
      item.problem("vault", "a vault needs 'path': the entry whose keys are the secrets");
    }
    var mount = item.read("mount", SecretsReader::segments).orElse("secret");
    var token = item.read("token_file", places::of).orElseGet(() -> places.of("~/.vault-token"));
    return address.flatMap(a -> path.map(p -> new SourceSpec.Vault(a, mount, p, token)));
  }

  private List<BrokerRule> brokers(YamlFields root) {
    var brokers =
        root.each("brokers", BROKER, SecretsReader::noBroker, this::broker).stream()
            .flatMap(Optional::stream)
            .toList();
    if (brokers.size() > BROKERS_MAX) {
      root.problem(
          "brokers",
          "there are %d brokers, the most are %d".formatted(brokers.size(), BROKERS_MAX));
    }
    if (brokers.stream().map(BrokerRule::name).distinct().count() < brokers.size()) {
      root.problem("brokers", "two brokers have one name");
    }
    return brokers;
  }

  private static Optional<BrokerRule> noBroker(String text) {
    throw new IllegalArgumentException(
        "a broker has the keys name, secret, hosts, paths and header, this is '%s'"
            .formatted(text));
  }

  private Optional<BrokerRule> broker(YamlFields item) {
    var name = required(item, "name", SecretsReader::name);
    var secret = required(item, "secret", SecretsReader::name);
    var header = required(item, "header", SecretsReader::header);
    var hosts = all(item, "hosts", SecretsReader::origin);
    var paths = all(item, "paths", SecretsReader::pathPattern);
    var methods =
        item.node("methods").isEmpty()
            ? List.of("GET")
            : all(item, "methods", SecretsReader::method);
    if (name.isEmpty() || secret.isEmpty() || header.isEmpty()) {
      return Optional.empty();
    }
    var parts = header.get().split(":", 2);
    return Optional.of(
        new BrokerRule(
            name.get(),
            secret.get(),
            hosts,
            Set.copyOf(methods),
            paths,
            parts[0].strip(),
            parts[1].strip()));
  }

  private static Optional<String> required(
      YamlFields item, String key, Function<String, String> reader) {
    if (item.node(key).isEmpty()) {
      item.problem(key, "a broker needs '%s'".formatted(key));
    }
    return item.read(key, reader);
  }

  private static <T> List<T> all(YamlFields item, String key, Function<String, T> reader) {
    var texts = item.texts(key);
    if (texts.isEmpty()) {
      item.problem(key, "a broker needs '%s'".formatted(key));
    }
    var read = new ArrayList<T>();
    for (var text : texts) {
      try {
        read.add(reader.apply(text));
      } catch (IllegalArgumentException e) {
        item.problem(key, "%s: %s".formatted(key, e.getMessage()));
      }
    }
    return read;
  }

  private static String name(String text) {
    return new SecretReference(text, SecretReference.Form.VALUE).name();
  }

  private static String method(String text) {
    if (!METHODS.contains(text)) {
      throw new IllegalArgumentException(
          "there is no method '%s'%s".formatted(text, Spelling.hint(text, METHODS)));
    }
    return text;
  }

  private static String pathPattern(String text) {
    if (!text.startsWith("/") || text.contains("..") || text.contains("?")) {
      throw new IllegalArgumentException(
          "a path begins with a slash and has no '..' and no '?', was '%s'".formatted(text));
    }
    return text;
  }

  private static String header(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9-]{0,60}\\s*:[\\x20-\\x7e]*")
        || !text.contains(BrokerRule.PLACE)) {
      throw new IllegalArgumentException(
          "a header is like \"Authorization: Bearer {secret}\", was '%s'".formatted(text));
    }
    return text;
  }

  private static URI origin(String text) {
    var origin = URI.create(text.contains("://") ? text : "https://" + text);
    if (origin.getHost() == null
        || origin.getUserInfo() != null
        || !origin.getRawPath().isEmpty()
        || origin.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "a host is like api.github.com or api.example:8443, was '%s'".formatted(text));
    }
    if (!"https".equals(origin.getScheme()) && !Loopback.isPlain(origin)) {
      throw new IllegalArgumentException(
          "a secret goes out by https; http is for 127.0.0.1 alone, was '%s'".formatted(text));
    }
    return origin;
  }

  private static String segments(String text) {
    if (!text.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
        || Stream.of(text.split("/", -1)).anyMatch(".."::equals)) {
      throw new IllegalArgumentException(
          "a path has names between slashes, was '%s'".formatted(text));
    }
    return text;
  }

  private static URI address(String text) {
    var address = URI.create(text);
    if (address.getHost() == null) {
      throw new IllegalArgumentException("an address is like https://vault.example:8200");
    }
    if (!"https".equals(address.getScheme()) && !Loopback.isPlain(address)) {
      throw new IllegalArgumentException("a vault is asked by https; http is for 127.0.0.1 alone");
    }
    return address;
  }
}
