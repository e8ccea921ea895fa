package dev.godmode.control.access;

import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.agent.YamlDocument;
import dev.godmode.control.agent.YamlFields;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code people.yaml}: all that is wrong with it at once, each with its line. */
public final class RollReader {

  /** What the file is called in a workspace. */
  public static final String FILE = "people.yaml";

  /** A login counts for this long, unless the file says otherwise. */
  static final Duration SESSION_USUAL = Duration.ofHours(8);

  /** What a provider takes away acts within this, whatever the file says. */
  static final Duration SESSION_MAX = Duration.ofHours(24);

  private static final Duration SESSION_MIN = Duration.ofMinutes(1);
  private static final int LINES_MAX = 1_000;
  private static final int NAME_MAX = 40;
  private static final Set<String> KEYS = Set.of("login", "people");
  private static final Set<String> LOGIN =
      Set.of("name", "issuer", "client_id", "client_secret", "scopes", "groups", "hud", "session");
  private static final Set<String> LINE = Set.of("email", "group", "subject", "tailnet", "role");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /**
   * What was read.
   *
   * @param problems with any, nothing of it counts
   */
  public record Reading(Roll roll, List<ProfileProblem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  private final List<ProfileProblem> problems = new ArrayList<>();

  private RollReader() {}

  public static Reading read(String text) {
    return new RollReader().reading(text);
  }

  private Reading reading(String text) {
    var roll = Roll.EMPTY;
    try {
      var root = YamlDocument.root(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        roll = roll(YamlFields.of(FILE, problems, mapping, KEYS));
      } else {
        problems.add(new ProfileProblem(FILE, 1, "is a mapping with the keys login and people"));
      }
    } catch (YamlDocument.BadYaml e) {
      problems.add(new ProfileProblem(FILE, e.line(), String.valueOf(e.getMessage())));
    }
    return new Reading(problems.isEmpty() ? roll : Roll.EMPTY, problems);
  }

  private static Roll roll(YamlFields root) {
    var provider = root.fields("login", LOGIN).flatMap(RollReader::provider);
    var lines =
        root.each("people", LINE, RollReader::noText, RollReader::line).stream()
            .flatMap(Optional::stream)
            .toList();
    if (lines.size() > LINES_MAX) {
      root.problem("people", "has %d lines, the most are %d".formatted(lines.size(), LINES_MAX));
    }
    return new Roll(provider, lines);
  }

  private static Optional<LoginProvider> provider(YamlFields login) {
    for (var key : List.of("issuer", "client_id")) {
      if (login.text(key).isEmpty()) {
        login.problem(key, "'login' needs '%s'".formatted(key));
      }
    }
    var issuer = login.read("issuer", RollReader::address);
    var secret = login.read("client_secret", RollReader::secret);
    var hud = login.read("hud", RollReader::origin);
    var session = login.read("session", RollReader::session).orElse(SESSION_USUAL);
    var scopes = login.node("scopes").isPresent() ? login.texts("scopes") : List.of("email");
    var name = login.read("name", RollReader::name);
    return issuer.flatMap(
        address ->
            login
                .text("client_id")
                .map(
                    client ->
                        new LoginProvider(
                            name.orElseGet(address::getHost),
                            address,
                            client,
                            secret,
                            scopes,
                            login.text("groups").orElse("groups"),
                            hud,
                            session)));
  }

  /** Over an open line anybody could say who somebody is. */
  private static URI address(String text) {
    var address = uri(text);
    if (address.getQuery() != null || address.getFragment() != null) {
      throw new IllegalArgumentException("an issuer has no query and no fragment");
    }
    return address;
  }

  private static URI uri(String text) {
    var address = URI.create(text);
    var host = Optional.ofNullable(address.getHost()).orElse("");
    var isSafe =
        "https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && LOOPBACK.contains(host));
    if (!isSafe || host.isEmpty() || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "'%s' must be https://HOST…, or http on this machine's loopback".formatted(text));
    }
    return address;
  }

  private static URI origin(String text) {
    var address = uri(text);
    if (!Set.of("", "/").contains(address.getPath()) || address.getQuery() != null) {
      throw new IllegalArgumentException(
          "'%s' must be an address without a path, like http://127.0.0.1:5052".formatted(text));
    }
    return URI.create("%s://%s".formatted(address.getScheme(), address.getAuthority()));
  }

  private static SecretReference secret(String text) {
    return SecretReference.of(text)
        .filter(reference -> reference.form() == SecretReference.Form.VALUE)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "never the secret itself: write secret://NAME, and set it with 'gm secrets set"
                        + " NAME'"));
  }

  private static Duration session(String text) {
    var length = Quantities.duration(text);
    if (length.compareTo(SESSION_MIN) < 0 || length.compareTo(SESSION_MAX) > 0) {
      throw new IllegalArgumentException("must be from 1m to 24h, was " + text);
    }
    return length;
  }

  private static String name(String text) {
    if (text.isBlank() || text.length() > NAME_MAX || !text.matches("\\P{Cntrl}+")) {
      throw new IllegalArgumentException("has 1 to %d characters".formatted(NAME_MAX));
    }
    return text;
  }

  private static Optional<Roll.Line> noText(String text) {
    throw new IllegalArgumentException(
        "a line has the keys email, group, subject or tailnet, and role; this is '" + text + "'");
  }

  private static Optional<Roll.Line> line(YamlFields item) {
    var marks =
        List.<Optional<? extends Roll.Mark>>of(
                item.read("email", RollReader::email),
                item.read("group", some(Roll.Mark.Group::new)),
                item.read("subject", some(Roll.Mark.Subject::new)),
                item.read("tailnet", RollReader::tailnet))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (marks.size() != 1) {
      item.problem("email", "a line names one email, group, subject or tailnet login");
    }
    if (item.text("role").isEmpty()) {
      item.problem("role", "a line says what they are: role: owner, operator or viewer");
    }
    var role = item.read("role", RollReader::role);
    return role.filter(_ -> marks.size() == 1)
        .map(is -> new Roll.Line(item.line("role"), marks.getFirst(), is));
  }

  private static Roll.Mark.Email email(String text) {
    if (!text.matches("[^\\s@*]+@[^\\s@*]+")) {
      throw new IllegalArgumentException(
          "'%s' is no address; for all of a kind name a group".formatted(text));
    }
    return new Roll.Mark.Email(text.toLowerCase(Locale.ROOT));
  }

  /** A tag is a machine's, and machines are not let in as people. */
  private static Roll.Mark.Tailnet tailnet(String text) {
    if (text.startsWith("tag:")) {
      throw new IllegalArgumentException(
          "'%s' is a tag: a tagged machine is nobody's, so nobody logs in from it".formatted(text));
    }
    if (!text.matches("[^\\s*]+")) {
      throw new IllegalArgumentException(
          "'%s' is no login: write it as 'tailscale whois' says it, like ada@example.com"
              .formatted(text));
    }
    return new Roll.Mark.Tailnet(text.toLowerCase(Locale.ROOT));
  }

  private static <T> Function<String, T> some(Function<String, T> of) {
    return text -> {
      if (text.isBlank()) {
        throw new IllegalArgumentException("is empty");
      }
      return of.apply(text);
    };
  }

  private static Role role(String text) {
    if (!Who.roles().contains(text)) {
      throw new IllegalArgumentException(
          "there is no role '%s'%s; roles are %s"
              .formatted(text, Spelling.hint(text, Who.roles()), String.join(", ", Who.roles())));
    }
    return Role.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
